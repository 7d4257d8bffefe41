"""Engines that recalculate workbooks, side by side: our own, the package `formulas`, `formualizer`, LibreOffice.

    inputs = inputs_of(open_saved(content, name))
    engine("formualizer").values(inputs)          # value of every formula cell, or why there is none

In: a `RawBook` read with its settings, and functions of the user's own by name. Out: `EngineValues`. No engine is given what
the file shows for its formulas. Engines are optional but for our own and `formulas`: `Engine.version` says what to install.
Start at `base.py`; `registry.py` has them all.
"""

from __future__ import annotations

from smartxl.verify.engines.base import Engine, EngineValues
from smartxl.verify.engines.inputs import EngineInputs, StoredValues, inputs_of, stored_values
from smartxl.verify.engines.registry import engine, engine_names

__all__ = [
    "Engine",
    "EngineInputs",
    "EngineValues",
    "StoredValues",
    "engine",
    "engine_names",
    "inputs_of",
    "stored_values",
]
