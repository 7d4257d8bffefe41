"""VLOOKUP, HLOOKUP, LOOKUP, MATCH, XLOOKUP, XMATCH, INDEX.

Exact matches are found in a table that is made once for each range. Approximate ones want a sorted range: over one that is
not, Excel's own search ends somewhere, which is not computed here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from smartxl.recalc.arrays import Arr
from smartxl.recalc.functions.criteria import pattern_of, wild
from smartxl.recalc.functions.given import Given, array_of
from smartxl.recalc.functions.patterns import searching
from smartxl.recalc.functions.search import UNSORTED, largest_up_to
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.registry import function
from smartxl.recalc.values import (
    NA,
    REF,
    VALUE,
    CellError,
    FailedError,
    NotComputed,
    Scalar,
    as_logical,
    as_number,
    compared,
)
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.recalc.place import PlaceOf

__all__: list[str] = []

Line = list[Scalar]


def _line(given: Given) -> tuple[Line, object]:
    """The values of one row or column, and what tells the range from others (None for an array)."""
    if isinstance(given, Ref):
        if given.rows > 1 and given.columns > 1:
            raise FailedError(NA)
        return given.used().flat(), (given.sheet.index, given.top, given.left, given.bottom, given.right)
    array = array_of(given)
    if min(array.shape) > 1:
        raise FailedError(NA)
    return array.flat(), None


def _folded(value: Scalar) -> object:
    """What equal values have in common: (kind, value); None for what is found nowhere."""
    if isinstance(value, str):
        return "t", value.lower()
    if isinstance(value, bool):
        return "b", value
    return ("n", value) if isinstance(value, float) else None


def _exact(line: Line, wanted: Scalar, at: PlaceOf, key: object) -> int | None:
    """Where a value stands first, None for nowhere."""
    if isinstance(wanted, str) and wild(wanted):
        fits = pattern_of(wanted).fullmatch
        return next((i for i, one in enumerate(line) if isinstance(one, str) and fits(one)), None)
    if wanted is None:
        wanted = 0.0
    asked = _folded(wanted)
    if key is None or len(line) < 32:
        return next((i for i, one in enumerate(line) if _folded(one) == asked), None)
    memo = at.book.memo
    table: dict[object, int] | None = memo.get(("places", key))  # type: ignore[assignment]
    if table is None:
        table = {}
        for index, one in enumerate(line):
            table.setdefault(_folded(one), index)
        memo["places", key] = table
    return table.get(asked)


def _refuse(value: Scalar) -> None:
    if isinstance(value, CellError):
        raise FailedError(value)


@function("MATCH", "vr?v", places=True)
def _match(at: PlaceOf, wanted: Scalar, among: Given, how: Scalar = 1.0) -> float:
    line, key = _line(among)
    order = as_number(how)
    if order:
        place = largest_up_to(line, wanted, at, key, max(_size(among)), descending=order < 0)
    else:
        place = _exact(line, wanted, at, key)
    if place is None:
        raise FailedError(NA)
    return float(place + 1)


def _columns_of(given: Given) -> tuple[Arr, int, Ref | None]:
    if isinstance(given, Ref):
        return given.used(), given.columns, given
    array = array_of(given)
    return array, array.shape[1], None


def _looked_up(
    at: PlaceOf, wanted: Scalar, given: Given, index: Scalar, near: Scalar, *, across: bool
) -> Scalar:
    """VLOOKUP, and across rows HLOOKUP."""
    _refuse(wanted)
    if isinstance(given, Union):
        raise FailedError(VALUE)
    number = int(as_number(index))
    if isinstance(given, str):
        raise FailedError(VALUE)
    ref = given if isinstance(given, Ref) else None
    array = given.used() if isinstance(given, Ref) else array_of(given)
    high, wide = (ref.rows, ref.columns) if ref else array.shape
    line: Line = (array.obj[0, :] if across else array.obj[:, 0]).tolist() if array.size else []
    key = ("line", ref.sheet.index, ref.top, ref.left, ref.bottom, ref.right, across) if ref else None
    approximate = near is not None and as_logical(near)
    length = wide if across else high
    place = largest_up_to(line, wanted, at, key, length) if approximate else _exact(line, wanted, at, key)
    last = high if across else wide
    if place is None:
        if number > last:
            raise NotComputed(
                Text("找不到且列号超出范围", "nothing is found, and the column is beyond the range")
            )
        raise FailedError(NA)
    if not 1 <= number <= last:
        raise FailedError(VALUE if number < 1 else REF)
    row, column = (number - 1, place) if across else (place, number - 1)
    return array.at(row, column) if row < array.shape[0] and column < array.shape[1] else None


@function("VLOOKUP", "vri?v", places=True)
def _vlookup(at: PlaceOf, wanted: Scalar, given: Given, index: int, near: Scalar = True) -> Scalar:
    return _looked_up(at, wanted, given, float(index), near, across=False)


@function("HLOOKUP", "vri?v", places=True)
def _hlookup(at: PlaceOf, wanted: Scalar, given: Given, index: int, near: Scalar = True) -> Scalar:
    return _looked_up(at, wanted, given, float(index), near, across=True)


@function("LOOKUP", "va?a", places=True)
def _lookup(at: PlaceOf, wanted: Scalar, among: Given, results: Given = None) -> Scalar:
    array = among.used() if isinstance(among, Ref) else array_of(among)
    if not array.size:
        raise FailedError(NA)
    high, wide = _size(among)
    down = high >= wide
    line: Line = (array.obj[:, 0] if down else array.obj[0, :]).tolist()
    if results is None:
        outcome: Line = (array.obj[:, -1] if down else array.obj[-1, :]).tolist()
    else:
        outcome, _ = _line(results)
    key = (
        ("lookup", among.sheet.index, among.top, among.left, among.bottom, among.right)
        if isinstance(among, Ref)
        else None
    )
    rows, columns = _size(among)
    place = largest_up_to(line, wanted, at, key, rows if down else columns)
    if place is None:
        raise FailedError(NA)
    return outcome[place] if place < len(outcome) else None


def _one_area(given: Given, area: int) -> Ref | Arr:
    """One of several areas by its number. Raises FailedError."""
    areas = given.parts if isinstance(given, Union) else (given,)
    if not 1 <= area <= len(areas):
        raise FailedError(REF)
    chosen = areas[area - 1]
    return chosen if isinstance(chosen, Ref) else array_of(chosen)


@function("INDEX", "ri?ii")
def _index(given: Given, row: int, column: int | None = None, area: int = 1) -> Any:  # noqa: ANN401
    given = _one_area(given, area)
    high, wide = (given.rows, given.columns) if isinstance(given, Ref) else given.shape
    down, across = row, column or 0
    if down < 0 or across < 0:
        raise FailedError(VALUE)
    if column is None and high == 1 and wide > 1:
        down, across = 1, down
    elif column is None:
        across = 1 if wide == 1 else 0
        if wide > 1 and high > 1 and isinstance(given, Ref):
            raise FailedError(REF)
    if down > high or across > wide:
        raise FailedError(REF)
    top, rows = (down - 1, 1) if down else (0, high)
    left, columns = (across - 1, 1) if across else (0, wide)
    if isinstance(given, Ref):
        return given.moved(top, left, rows, columns)
    part = given.part(top, left, rows, columns)
    return part.at(0, 0) if part.size == 1 else part


def _search(wanted: Scalar, among: Given, mode: int, order: int) -> int | None:
    """XMATCH's search: exact (0), next smaller (-1), next larger (1), wildcards (2); from the last where order is -1."""
    if not isinstance(among, Ref | Arr):
        among = array_of(among)
    if min(_size(among)) > 1 or order not in {1, -1, 2, -2} or mode not in {-1, 0, 1, 2, 3}:
        raise FailedError(VALUE)
    line, _ = _line(among)
    if abs(order) == 2:
        _check_sorted(line, order)
        order = 1
    if mode in {1, -1} and (wanted is None or len({type(one) for one in line if one is not None}) > 1):
        raise NotComputed(UNSORTED)
    places = range(len(line)) if order > 0 else range(len(line) - 1, -1, -1)
    if mode == 3 and isinstance(wanted, str):
        found_by = searching(wanted)
        return next((i for i in places if isinstance(one := line[i], str) and found_by(one)), None)
    if mode == 2 and isinstance(wanted, str):
        fits = pattern_of(wanted).fullmatch
        return next((i for i in places if isinstance(one := line[i], str) and fits(one)), None)
    asked = _folded(wanted)
    found = next((i for i in places if _folded(line[i]) == asked and (asked or line[i] is None)), None)
    return found if found is not None or mode not in {1, -1} else _nearest(line, wanted, mode, places)


def _nearest(line: Line, wanted: Scalar, mode: int, places: range) -> int | None:
    """Where the value stands that is next in one direction, 1 up or -1 down."""
    best: int | None = None
    for index in places:
        one = line[index]
        if one is not None and not isinstance(one, CellError) and compared(one, wanted) * mode > 0:
            best = index if best is None or compared(one, line[best]) * mode < 0 else best
    return best


def _check_sorted(line: Line, order: int) -> None:
    """Raises NotComputed, FailedError where a binary search would not find what is sought, or ends at any of equal values."""
    values = [one for one in line if one is not None]
    if len(values) != len(line) or len({type(one) for one in values}) > 1:
        raise NotComputed(UNSORTED)
    for before, after in pairwise(values):
        if compared(before, after) * order >= 0:
            raise NotComputed(UNSORTED)


def _orders(mode: float | None, order: float | None) -> tuple[int, int]:
    return 0 if mode is None else int(mode), 1 if order is None else int(order)


@function("XMATCH", "vr?oo")
def _xmatch(wanted: Scalar, among: Given, mode: float | None = None, order: float | None = None) -> float:
    place = _search(wanted, among, *_orders(mode, order))
    if place is None:
        raise FailedError(NA)
    return float(place + 1)


@function("XLOOKUP", "vrr?uoo")
def _xlookup(
    wanted: Scalar,
    among: Given,
    results: Given,
    otherwise: Scalar = None,
    mode: float | None = None,
    order: float | None = None,
) -> Any:  # noqa: ANN401
    place = _search(wanted, among, *_orders(mode, order))
    high, wide = _size(among)
    if _size(results)[0 if high >= wide else 1] != max(high, wide):
        raise FailedError(VALUE)
    if place is None:
        _refuse(NA if otherwise is None else otherwise)
        return otherwise
    if isinstance(results, Ref):
        if high >= wide:
            return results.moved(place, 0, 1, results.columns)
        return results.moved(0, place, results.rows, 1)
    array = array_of(results)
    return (
        array.part(place, 0, 1, array.shape[1]) if high >= wide else array.part(0, place, array.shape[0], 1)
    )


def _size(given: Given) -> tuple[int, int]:
    return (given.rows, given.columns) if isinstance(given, Ref) else array_of(given).shape
