"""Approximate lookups: the value next to a wanted one in a line that should be sorted, and where it ends in one that is not.

Excel halves the line again and again; what is of another kind than the wanted value is passed over. In a sorted line that
finds the last value that is not greater; in any other it ends where the same steps end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from smartxl.recalc.values import CellError, NotComputed, Scalar, compared
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from smartxl.recalc.place import PlaceOf

__all__ = ["UNSORTED", "largest_up_to"]

UNSORTED = Text("在未排序的区域中近似查找", "an approximate match in a range that is not sorted")
Line = list[Scalar]


class _Sorted:
    """A value among others, as it is compared."""

    __slots__ = ("value",)

    def __init__(self, value: Scalar) -> None:
        self.value = value

    def __lt__(self, other: _Sorted) -> bool:
        return compared(self.value, other.value) < 0


Kept = tuple[list[int], list[_Sorted]]


def largest_up_to(
    line: Line, wanted: Scalar, at: PlaceOf, key: object, length: int, *, descending: bool = False
) -> int | None:
    """Where the last value that is at most (in a descending line: at least) the wanted one stands, counted from 0.

    `length`: of the whole line, whose end may be blank. Raises NotComputed for a descending line that is none.
    """
    if wanted is None:
        wanted = 0.0
    memo, asked = at.book.memo, ("sorted", key, type(wanted), descending)
    kept: Kept | None = memo.get(asked) if key else None  # type: ignore[assignment]
    if kept is None:
        kept = _as_sorted(line, wanted, descending=descending)
        if key:
            memo[asked] = kept
    places, values = kept
    if places and not values:
        return None if descending else _halved(line, wanted, length)
    if not descending:
        end = bisect_right(values, _Sorted(wanted))
        return places[end - 1] if end else None
    start = bisect_left(values, _Sorted(wanted))
    return places[start] if start < len(places) else None


def _as_sorted(line: Line, wanted: Scalar, *, descending: bool) -> Kept:
    """The values of the kind that is wanted and their places; places alone where they are in no order."""
    kind = type(wanted)
    found = [(index, one) for index, one in enumerate(line) if type(one) is kind]
    if descending:
        found.reverse()
    values = [_Sorted(one) for _, one in found]
    is_sorted = not any(after < before for before, after in pairwise(values))
    if descending and not is_sorted:
        raise NotComputed(UNSORTED)
    return [index for index, _ in found], values if is_sorted else []


def _order(one: Scalar, wanted: Scalar) -> int | None:
    """-1, 0 or 1 as the wanted value is less than, equal to or greater than one; None where it is of another kind."""
    if type(one) is not type(wanted) or isinstance(one, CellError):
        return None
    return compared(wanted, one)


def _halved(line: Sequence[Scalar], wanted: Scalar, length: int) -> int | None:
    low, high = -1, length

    def at(index: int) -> int | None:
        return _order(line[index], wanted) if index < len(line) else None

    while high - low > 1:
        middle = low + (high - low) // 2
        order = at(middle)
        if order is None:
            middle, low, high, order = _beyond_other_kinds(at, middle, low, high)
            if order is None:
                continue
        if order == 0:
            while middle + 1 < high and at(middle + 1) == 0:
                middle += 1
            return middle
        low, high = (low, middle) if order < 0 else (middle, high)
    return low if low >= 0 else None


def _beyond_other_kinds(
    at: Callable[[int], int | None], middle: int, low: int, high: int
) -> tuple[int, int, int, int | None]:
    """From a value of another kind on to the next that can be compared: an equal one, or narrower bounds."""
    new = middle
    while True:
        new += 1
        if new >= high:
            return middle, low, middle, None
        order = at(new)
        if order is None:
            continue
        if order < 0 and new == high - 1:
            return middle, low, middle, None
        if order == 0:
            return new, low, high, 0
        return (middle, low, new, None) if order < 0 else (middle, new, high, None)
