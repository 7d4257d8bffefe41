"""The functions and operators of other engines that come out otherwise than in Excel, and correct ones instead.

Each stands in `replaced.csv` with an example that shows it; the correct ones are those of `smartxl.recalc`, so that in
what they compute an engine is no second opinion.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from smartxl.recalc import FUNCTIONS, Scalar
from smartxl.recalc.operators import ARRAY_OPERATORS
from smartxl.recalc.registry import Function
from smartxl.recalc.values import NA, FailedError, equal
from smartxl.text import Text

__all__ = [
    "EXAMPLE_CELLS",
    "Replaced",
    "correct_function",
    "replaced",
]

EXAMPLE_CELLS: Mapping[str, float | str | bool] = MappingProxyType(
    {
        **{"A1": 3.0, "A2": "text", "A4": True, "A5": -1.5, "A6": "90"},
        **{"B1": 10.0, "B2": 20.0, "B3": 30.0, "B4": 40.0, "B5": 50.0},
        **{"C1": "apples", "C2": "pears", "C3": "Peaches", "C4": "ap?ples", "C5": "apples"},
        **{"D1": 5.0, "D2": 7.0, "D3": 8.0, "D4": 7.0, "D5": 13.0},
    }
)
"""The cells of which the examples speak; the others are blank."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A function or operator of an engine: an example without its =, what the engine gives ("" for nothing), what is correct,
    and why."""

    engine: str
    name: str
    example: str
    given: str
    correct: str
    why: Text

    @property
    def is_operator(self) -> bool:
        """Whether it is an operator such as <=."""
        return self.name in ARRAY_OPERATORS


@cache
def replaced(engine: str) -> tuple[Replaced, ...]:
    """Those of an engine, in the order of the table."""
    text = Path(__file__).with_name("replaced.csv").read_text("utf-8")
    return tuple(
        Replaced(
            engine, row["name"], row["example"], row["given"], row["correct"], Text(row["zh"], row["en"])
        )
        for row in csv.DictReader(text.splitlines())
        if row["engine"] == engine
    )


def correct_function(name: str) -> Function:
    """The function that takes the place of one that comes out otherwise than in Excel."""
    return Function(name, "vee", 3, "e", _switch) if name == "SWITCH" else FUNCTIONS[name]


def _switch(value: Scalar, *others: Scalar) -> Scalar:
    """SWITCH over values that are all computed. Raises FailedError."""
    pairs = zip(others[::2], others[1::2], strict=False)
    found = next(
        (result for case, result in pairs if equal(value, case)), others[-1] if len(others) % 2 else NA
    )
    if found is NA:
        raise FailedError(NA)
    return found
