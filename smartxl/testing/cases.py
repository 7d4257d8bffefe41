"""What is expected of a workbook: cases of inputs and results, and how a value is compared."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["CaseInput", "ExpectCase", "Expected", "Within"]

_TOLERANCE = 1e-9

Values = Any
"""A value of a cell, or rows of them."""


@dataclass(frozen=True, slots=True)
class Within:
    """A number between two limits, which belong to it."""

    low: float = -math.inf
    high: float = math.inf

    def __str__(self) -> str:
        if math.isinf(self.high):
            return f"≥ {self.low:.15g}"
        return f"≤ {self.high:.15g}" if math.isinf(self.low) else f"{self.low:.15g} … {self.high:.15g}"


@dataclass(frozen=True, slots=True)
class Expected:
    """The values that an address is to show: one, or rows of them. `spot`: where that is written.

    `tolerance` is how far a number may lie off; None is 1e-9, relative above 1.
    """

    address: str
    values: Values
    spot: str
    tolerance: float | None = None

    def differing(self, got: Values) -> Iterator[tuple[int, int, object, object]]:
        """Where a value is not as expected: rows and columns down and across, what is expected, what was got."""
        if not isinstance(got, list):
            if not self.agrees(self.values, got):
                yield 0, 0, self.values, got
            return
        for row, (wanted_row, got_row) in enumerate(zip(self.values, got, strict=True)):
            for column, (wanted, found) in enumerate(zip(wanted_row, got_row, strict=True)):
                if not self.agrees(wanted, found):
                    yield row, column, wanted, found

    def agrees(self, wanted: object, got: object) -> bool:
        """Whether a value is as expected; a blank and an empty text are the same."""
        if isinstance(wanted, Within):
            return _is_number(got) and wanted.low <= got <= wanted.high  # type: ignore[operator]
        if _is_number(wanted) and _is_number(got):
            return self._is_near(float(wanted), float(got))  # type: ignore[arg-type]
        if wanted is None:
            return got in (None, "")
        return type(wanted) is type(got) and wanted == got

    def _is_near(self, wanted: float, got: float) -> bool:
        if self.tolerance is not None:
            return abs(wanted - got) <= self.tolerance or math.isclose(wanted, got, rel_tol=1e-15)
        return math.isclose(wanted, got, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)


@dataclass(frozen=True, slots=True)
class CaseInput:
    """What is put into an address, and where that is written."""

    address: str
    values: Values
    spot: str


@dataclass(frozen=True, slots=True)
class ExpectCase:
    """Inputs, tables (rows by the names of columns) and what is expected; `line` from 1 in its file, 0 for none.

    `override`: inputs may take the place of formulas.
    """

    name: str
    line: int
    inputs: Sequence[CaseInput]
    expected: Sequence[Expected]
    tables: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)
    override: bool = False


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
