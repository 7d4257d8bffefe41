"""The functions and operators of the package `formulas` that come out otherwise than in Excel, and correct ones instead.

Each stands in `replaced.csv` with an example that shows it; the correct ones are those of `smartxl.recalc`, so that in
what they compute the two engines are one.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from smartxl.recalc import FUNCTIONS, Scalar
from smartxl.recalc.operators import ARRAY_OPERATORS
from smartxl.recalc.registry import Function
from smartxl.recalc.values import NA, FailedError, equal
from smartxl.text import Text
from smartxl.verify.engines.bridge import as_operator, as_registered

__all__ = ["EXAMPLE_CELLS", "Replaced", "replaced", "replaced_functions", "replaced_operators"]

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
    """A function or operator: an example without its =, what the package gives ("" for nothing), what is correct, and why."""

    name: str
    example: str
    package: str
    correct: str
    why: Text

    @property
    def is_operator(self) -> bool:
        """Whether it is an operator such as <=."""
        return self.name in ARRAY_OPERATORS


@cache
def replaced() -> tuple[Replaced, ...]:
    """All of them, in the order of the table."""
    text = Path(__file__).with_name("replaced.csv").read_text("utf-8")
    return tuple(
        Replaced(row["name"], row["example"], row["package"], row["correct"], Text(row["zh"], row["en"]))
        for row in csv.DictReader(text.splitlines())
    )


def replaced_functions() -> Mapping[str, Callable[..., Any]]:
    """The correct functions by name, as the package calls functions."""
    FUNCTIONS["NPV"].call(
        0.1, 1.0
    )  # it is the package's own over numbers, which it asks the package for once
    return {each.name: as_registered(_correct(each.name)) for each in replaced() if not each.is_operator}


def replaced_operators() -> Mapping[str, Callable[..., Any]]:
    """The correct operators by their signs."""
    return {each.name: as_operator(ARRAY_OPERATORS[each.name]) for each in replaced() if each.is_operator}


def _correct(name: str) -> Function:
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
