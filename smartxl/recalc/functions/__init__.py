"""The functions of Excel, by family; importing them registers them."""

from __future__ import annotations

from typing import Final

from smartxl.recalc import lambdas, special
from smartxl.recalc.compiled import SPILLING
from smartxl.recalc.functions import (
    bases,
    bessel,
    bonds,
    chances,
    complexes,
    criteria,
    databases,
    dates,
    depreciation,
    distributions,
    dynamic,
    engineering,
    finance,
    hypotheses,
    information,
    integers,
    logic,
    lookup,
    mathematics,
    matrices,
    patterns,
    references,
    regression,
    relations,
    splitting,
    statistics,
    sums,
    texts,
    totext,
)
from smartxl.recalc.functions.epoch import FROM_1904
from smartxl.recalc.registry import FUNCTIONS

__all__ = [
    "FROM_1904",
    "OF_DAYS",
    "bases",
    "bessel",
    "bonds",
    "chances",
    "complexes",
    "criteria",
    "databases",
    "dates",
    "depreciation",
    "distributions",
    "dynamic",
    "engineering",
    "finance",
    "hypotheses",
    "information",
    "integers",
    "lambdas",
    "logic",
    "lookup",
    "mathematics",
    "matrices",
    "patterns",
    "references",
    "regression",
    "relations",
    "special",
    "splitting",
    "statistics",
    "sums",
    "texts",
    "totext",
]

_OF_TIMES: Final = frozenset({"HOUR", "MINUTE", "SECOND", "TIME", "TIMEVALUE", "DAYS"})
SPILLING.update(name for name, entry in FUNCTIONS.items() if entry.call.__module__ == dynamic.__name__)
OF_DAYS: Final = (
    frozenset(
        name for name, entry in FUNCTIONS.items() if entry.call.__module__ in {dates.__name__, bonds.__name__}
    )
    - frozenset(FROM_1904)
    - _OF_TIMES
)
"""The functions to which a number is a day, and which do not know days that count from 1904."""
