"""Functions that add, count and multiply what ranges hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartxl.recalc.arrays import BLANK, ERROR, LOGICAL, NUMBER, TEXT, Arr
from smartxl.recalc.functions.given import Given, array_of, arrays, numbers, values
from smartxl.recalc.operators import finite
from smartxl.recalc.planes import Ref, SheetPlanes, Union
from smartxl.recalc.registry import FUNCTIONS, function
from smartxl.recalc.values import (
    DIV0,
    NA,
    NUM,
    VALUE,
    CellError,
    FailedError,
    NotComputed,
    Scalar,
    as_number,
    number_in,
)
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.recalc.place import PlaceOf

__all__ = ["added", "refuse_mixed"]


def added(found: np.ndarray) -> float:
    """A sum, in order as spreadsheets add where it is short."""
    return finite(float(np.add.reduce(found)) if found.size > 64 else float(sum(found.tolist())))


@function("SUM", "?(r)")
def _sum(*given: Given) -> float:
    return added(numbers(*given))


@function("PRODUCT", "?(r)")
def _product(*given: Given) -> float:
    found = numbers(*given)
    return finite(float(np.prod(found))) if found.size else 0.0


@function("SUMSQ", "?(r)")
def _sumsq(*given: Given) -> float:
    return added(numbers(*given) ** 2)


@function("COUNT", "?(s)")
def _count(*given: Given) -> float:
    total = 0
    for one in given:
        if isinstance(one, Ref | Arr | Union):
            total += sum(int((array.kind == NUMBER).sum()) for array in arrays(one))
        elif isinstance(one, str):
            total += number_in(one) is not None
        else:
            total += not isinstance(one, CellError)
    return float(total)


@function("COUNTA", "?(s)")
def _counta(*given: Given) -> float:
    total = 0
    for one in given:
        if isinstance(one, Ref | Arr | Union):
            total += sum(int((array.kind != BLANK).sum()) for array in arrays(one))
        else:
            total += 1
    return float(total)


@function("COUNTBLANK", "r")
def _countblank(given: Given) -> float:
    parts = [given] if isinstance(given, Ref) else list(given) if isinstance(given, Union) else None
    if parts is None:
        raise FailedError(VALUE)
    total = 0
    for ref in parts:
        used = ref.used()
        empty = sum(1 for value in used.obj[used.kind == TEXT] if value == "")
        total += ref.rows * ref.columns - int((used.kind != BLANK).sum()) + empty
    return float(total)


def _as_in_average_a(value: Scalar, typed: bool) -> float | None:
    """What a value counts as in the functions that end with A: text in a range is 0."""
    if isinstance(value, CellError):
        raise FailedError(value)
    if typed:
        return as_number(value)
    if value is None:
        return None
    return 0.0 if isinstance(value, str) else float(value)


def numbers_a(*given: Given) -> np.ndarray:
    """All values as the functions that end with A take them."""
    if any(isinstance(one, Arr) and (one.has(TEXT) or one.has(LOGICAL)) for one in given):
        raise NotComputed(Text("数组中的文字和逻辑值", "texts and logical values in an array"))
    found = [_as_in_average_a(value, typed) for value, typed in values(given)]
    return np.asarray([number for number in found if number is not None], dtype=np.float64)


@function("AVERAGE", "(r)")
def _average(*given: Given) -> float:
    found = numbers(*given)
    if not found.size:
        raise FailedError(DIV0)
    return added(found) / found.size


@function("AVERAGEA", "(r)")
def _averagea(*given: Given) -> float:
    found = numbers_a(*given)
    if not found.size:
        raise FailedError(DIV0)
    return added(found) / found.size


@function("MAX", "?(r)")
def _max(*given: Given) -> float:
    found = numbers(*given)
    return float(found.max()) if found.size else 0.0


@function("MIN", "?(r)")
def _min(*given: Given) -> float:
    found = numbers(*given)
    return float(found.min()) if found.size else 0.0


@function("MAXA", "?(r)")
def _maxa(*given: Given) -> float:
    found = numbers_a(*given)
    return float(found.max()) if found.size else 0.0


@function("MINA", "?(r)")
def _mina(*given: Given) -> float:
    found = numbers_a(*given)
    return float(found.min()) if found.size else 0.0


@function("SUMPRODUCT", "(a)")
def _sumproduct(*given: Given) -> float:
    tables = [_as_factors(one) for one in given]
    for table in tables:
        table.refuse_errors()
    shape = tables[0].shape
    if any(table.shape != shape for table in tables):
        raise FailedError(VALUE)
    if shape == (1, 1) and any(table.has(TEXT) for table in tables):
        raise FailedError(VALUE)
    product = np.ones(shape)
    for table in tables:
        product = product * np.where(table.kind == NUMBER, table.num, 0.0)
    return added(product.ravel())


def _as_factors(given: Given) -> Arr:
    return given.used() if isinstance(given, Ref) and _beyond(given) else array_of(given)


def _beyond(ref: Ref) -> bool:
    """Whole columns or rows, whose blanks add nothing."""
    return ref.rows * ref.columns > 1_000_000


def refuse_mixed(*given: Arr) -> None:
    """Raises NotComputed where different errors stand in arrays that are taken together: which one shows is not known."""
    found = {value for array in given if array.has(ERROR) for value in array.obj[array.kind == ERROR]}
    if len(found) > 1:
        raise NotComputed(Text("一次调用中有不同的错误", "different errors in one call"))


def pairs(one: Given, other: Given) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of two ranges of one size where both have one. Raises FailedError."""
    a, b = array_of(one), array_of(other)
    if a.size != b.size:
        raise FailedError(NA)
    refuse_mixed(a, b)
    a.refuse_errors()
    b.refuse_errors()
    both = (a.kind.ravel() == NUMBER) & (b.kind.ravel() == NUMBER)
    if not both.any():
        raise FailedError(DIV0)
    return a.num.ravel()[both], b.num.ravel()[both]


@function("SUMX2MY2", "aa")
def _sumx2my2(one: Given, other: Given) -> float:
    a, b = pairs(one, other)
    return added(a**2 - b**2)


@function("SUMX2PY2", "aa")
def _sumx2py2(one: Given, other: Given) -> float:
    a, b = pairs(one, other)
    return added(a**2 + b**2)


@function("SUMXMY2", "aa")
def _sumxmy2(one: Given, other: Given) -> float:
    a, b = pairs(one, other)
    return added((a - b) ** 2)


@function("SERIESSUM", "pppa")
def _seriessum(x: float, n: float, m: float, given: Given) -> float:
    found = numbers(given)
    if x == 0:
        raise FailedError(NUM)
    return finite(sum(a * x ** (n + i * m) for i, a in enumerate(found.tolist())))


_SUBTOTALS = {1: "AVERAGE", 2: "COUNT", 3: "COUNTA", 4: "MAX", 5: "MIN", 6: "PRODUCT", 7: "STDEV", 8: "STDEVP",
              9: "SUM", 10: "VAR", 11: "VARP"}  # fmt: skip


_HIDDEN = Text("有筛选的表上手动隐藏的行", "rows hidden by hand on a sheet with a filter")


def _visible(at: PlaceOf, ref: Ref, *, without_hidden: bool, without_nested: bool = True) -> Arr:
    """A range without the cells that hold subtotals themselves, and without hidden rows.

    Rows that a filter hides never count; rows hidden by hand count unless `without_hidden`. Raises NotComputed for such rows
    on a sheet with a filter.
    """
    sheet, used = ref.sheet, ref.used()
    last = ref.top + used.shape[0] - 1
    hidden = [row for row in sheet.hidden_rows if ref.top <= row <= last]
    if hidden and not without_hidden:
        if not sheet.filtered:
            hidden = []
        elif not all(any(first <= row <= end for first, end in sheet.filtered) for row in hidden):
            raise NotComputed(_HIDDEN)
    nested = [place for place in _subtotals(at, sheet) if ref.holds(place)] if without_nested else []
    if not nested and not hidden:
        return used
    kind, num, obj = used.kind.copy(), used.num.copy(), used.obj.copy()
    for row, column in nested:
        spot = row - ref.top, column - ref.left
        kind[spot], num[spot], obj[spot] = BLANK, 0.0, None
    for row in hidden:
        kind[row - ref.top], num[row - ref.top], obj[row - ref.top] = BLANK, 0.0, None
    return Arr(kind, num, obj)


def _subtotals(at: PlaceOf, sheet: SheetPlanes) -> list[tuple[int, int]]:
    """The cells of a sheet with SUBTOTAL or AGGREGATE in their formula."""
    found: list[tuple[int, int]] | None = at.book.memo.get(("subtotals", sheet.index))  # type: ignore[assignment]
    if found is None:
        found = [
            place
            for place, text in sheet.formulas.items()
            if "SUBTOTAL(" in text.upper() or "AGGREGATE(" in text.upper()
        ]
        at.book.memo["subtotals", sheet.index] = found
    return found


@function("SUBTOTAL", "i(r)", places=True)
def _subtotal(at: PlaceOf, number: int, *given: Given) -> Scalar:
    name = _SUBTOTALS.get(number if number < 100 else number - 100)
    if name is None:
        raise FailedError(VALUE)
    parts: list[Arr] = []
    for one in given:
        if not isinstance(one, Ref | Union):
            raise FailedError(VALUE)
        parts += [
            _visible(at, ref, without_hidden=number > 100) for ref in ([one] if isinstance(one, Ref) else one)
        ]
    result: Scalar = FUNCTIONS[name].call(*parts)
    return result


@function("AGGREGATE", "iia(r)", places=True)
def _aggregate(at: PlaceOf, number: int, option: int, *given: Given) -> Scalar:
    if option not in {2, 3, 6, 7, 0, 1, 4, 5}:
        raise FailedError(VALUE)
    names = {**_SUBTOTALS, 12: "MEDIAN", 13: "MODE.SNGL", 14: "LARGE", 15: "SMALL", 16: "PERCENTILE.INC",
             17: "QUARTILE.INC", 18: "PERCENTILE.EXC", 19: "QUARTILE.EXC"}  # fmt: skip
    name = names.get(number)
    if name is None:
        raise FailedError(VALUE)
    last = given[1:] if number >= 14 else ()
    parts = []
    for one in given[:1] if number >= 14 else given:
        for ref in [one] if isinstance(one, Ref) else list(one) if isinstance(one, Union) else [None]:
            if ref is None and number < 14:
                raise FailedError(VALUE)
            array = (
                array_of(one)
                if ref is None
                else _visible(
                    at, ref, without_hidden=option in {1, 3, 5, 7}, without_nested=option in {0, 1, 2, 3}
                )
            )
            parts.append(_without_errors(array) if option in {2, 3, 6, 7} else array)
    result: Scalar = FUNCTIONS[name].call(*parts, *(as_number(_first(one)) for one in last))
    return result


def _first(given: Given) -> Scalar:
    if isinstance(given, Ref):
        return given.sheet.get(given.top, given.left)
    return given.at(0, 0) if isinstance(given, Arr) else None if isinstance(given, Union) else given


def _without_errors(array: Arr) -> Arr:
    kind, obj = array.kind.copy(), array.obj.copy()
    wrong = kind == ERROR
    kind[wrong], obj[wrong] = BLANK, None
    return Arr(kind, array.num, obj)
