"""Where a formula is calculated, and what a part of it gives there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from smartxl.recalc.arrays import Arr
from smartxl.recalc.planes import Ref, SheetPlanes, Union
from smartxl.recalc.values import VALUE, FailedError, Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["CalculatedBook", "Part", "PlaceOf", "Value", "single", "spread"]

Value = Scalar | Arr | Ref | Union


class CalculatedBook(Protocol):
    """The workbook as functions see it. `memo`: what they keep between calls, such as where the values of a range stand."""

    memo: dict[object, object]

    @property
    def sheets(self) -> Mapping[str, SheetPlanes]:
        """The sheets by name without regard to case."""
        ...

    def operand(self, text: str, at: PlaceOf) -> Value:
        """What a name, whole columns, or a table's part stands for. Raises FailedError, NotComputed."""
        ...


@dataclass(slots=True)
class PlaceOf:
    """Where a formula stands, and what its references are there. `checks`: they may lead to formulas not calculated yet.

    `bound`: the values of the names that LET gives, in small letters.
    """

    book: CalculatedBook
    sheet: SheetPlanes
    row: int
    column: int
    refs: Sequence[Ref] = ()
    checks: bool = False
    bound: dict[str, Value] = field(default_factory=dict)


Part = Callable[[PlaceOf], Any]
"""Gives the value of a part of a formula at a place."""


def single(value: Value, at: PlaceOf) -> Scalar:
    """The single value of what a part gives: of a range its cell in the formula's row or column. Raises FailedError."""
    if isinstance(value, Ref):
        return value.crossing(at.row, at.column)
    if isinstance(value, Arr):
        return value.at(0, 0) if value.size else VALUE
    if isinstance(value, Union):
        raise FailedError(VALUE)
    return value


def spread(value: Value) -> Scalar | Arr:
    """The values of what a part gives; a single one as it is. Raises FailedError."""
    if isinstance(value, Ref):
        return value.sheet.get(value.top, value.left) if value.is_cell else value.values()
    if isinstance(value, Union):
        raise FailedError(VALUE)
    return value
