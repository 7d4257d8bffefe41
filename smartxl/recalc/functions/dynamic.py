"""Functions that give whole arrays: FILTER, SORT, UNIQUE, VSTACK, TAKE and their like.

Source: Microsoft, "Dynamic array formulas and spilled array behavior", and each function's page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cmp_to_key

import numpy as np

from smartxl.recalc.arrays import Arr
from smartxl.recalc.functions.given import Given, array_of
from smartxl.recalc.registry import function
from smartxl.recalc.values import (
    ERRORS,
    NA,
    VALUE,
    CellError,
    FailedError,
    Scalar,
    as_logical,
    as_number,
    compared,
)

__all__: list[str] = []

_CALC = ERRORS["#CALC!"]


def _rows_of(array: Arr) -> list[list[Scalar]]:
    return [list(row) for row in array.obj.tolist()]


def _made(rows: Sequence[Sequence[Scalar]]) -> Arr:
    """An array of rows; a blank in it is 0. Raises FailedError for one without elements."""
    if not rows or not rows[0]:
        raise FailedError(_CALC)
    return Arr.of([[0.0 if value is None else value for value in row] for row in rows])


@function("FILTER", "aa?e")
def _filter(given: Given, include: Given, otherwise: Scalar = None) -> Arr | Scalar:
    array, chosen = array_of(given), array_of(include)
    by_rows = chosen.shape == (array.shape[0], 1)
    if not by_rows and chosen.shape != (1, array.shape[1]):
        raise FailedError(VALUE)
    keep = [as_logical(value) for value in chosen.flat()]
    rows = _rows_of(array if by_rows else array.turned())
    kept = [row for row, kept_one in zip(rows, keep, strict=True) if kept_one]
    if not kept:
        if otherwise is None:
            raise FailedError(_CALC)
        return otherwise
    return _made(kept) if by_rows else _made(kept).turned()


_ERROR_ORDER = {"#NULL!": 1, "#DIV/0!": 2, "#VALUE!": 3, "#REF!": 4, "#NAME?": 5, "#NUM!": 6, "#N/A": 7}


def _order(one: Scalar, other: Scalar) -> int:
    """Numbers, texts, FALSE, TRUE, errors; blanks last."""
    ranks = [
        9 if value is None else _ERROR_ORDER.get(value.code, 8) if isinstance(value, CellError) else 0
        for value in (one, other)
    ]
    if ranks[0] or ranks[1]:
        return (ranks[0] > ranks[1]) - (ranks[0] < ranks[1])
    return compared(one, other)


def _sorted(
    rows: list[list[Scalar]], keys: Sequence[tuple[Callable[[int], Scalar], int]]
) -> list[list[Scalar]]:
    """Rows in the order of several keys, each by the number of the row, and 1 up or -1 down."""

    def order(one: int, other: int) -> int:
        for key, direction in keys:
            a, b = key(one), key(other)
            if found := _order(a, b):
                return found if a is None or b is None else found * direction
        return 0

    return [rows[index] for index in sorted(range(len(rows)), key=cmp_to_key(order))]


def _direction(value: float) -> int:
    if value not in {1, -1}:
        raise FailedError(VALUE)
    return int(value)


def _listed(given: Given) -> list[float]:
    """The numbers of an argument; 1 where it was left out."""
    return [1.0] if given is None else [as_number(one) for one in array_of(given).flat()]


@function("SORT", "a?aab")
def _sort(given: Given, index: Given = None, order: Given = None, across: bool = False) -> Arr:
    array = array_of(given).turned() if across else array_of(given)
    columns = [int(one) for one in _listed(index)]
    orders = [_direction(one) for one in _listed(order)]
    directions = orders * len(columns) if len(orders) == 1 else orders
    if any(not 1 <= column <= array.shape[1] for column in columns) or len(directions) != len(columns):
        raise FailedError(VALUE)
    rows = _rows_of(array)
    keys = [
        (lambda row, column=column: rows[row][column - 1], direction)
        for column, direction in zip(columns, directions, strict=True)
    ]
    made = _made(_sorted(rows, keys))
    return made.turned() if across else made


@function("SORTBY", "aa?a(aa)")
def _sortby(given: Given, *criteria: Given) -> Arr:
    array = array_of(given)
    across = array_of(criteria[0]).shape == (1, array.shape[1]) and array.shape[1] > 1
    if across:
        array = array.turned()
    keys = []
    for by, order in zip(criteria[::2], [*criteria[1::2], 1.0][: len(criteria[::2])], strict=True):
        line = array_of(by).flat()
        if len(line) != array.shape[0]:
            raise FailedError(VALUE)
        direction = _direction(as_number(array_of(order).at(0, 0)))
        keys.append(((lambda row, line=line: line[row]), direction))
    made = _made(_sorted(_rows_of(array), keys))
    return made.turned() if across else made


def _same_key(row: Sequence[Scalar]) -> tuple[object, ...]:
    return tuple((type(value).__name__, value.lower() if isinstance(value, str) else value) for value in row)


@function("UNIQUE", "a?bb")
def _unique(given: Given, across: bool = False, once: bool = False) -> Arr:
    array = array_of(given).turned() if across else array_of(given)
    groups: dict[tuple[object, ...], list[list[Scalar]]] = {}
    for row in _rows_of(array):
        groups.setdefault(_same_key(row), []).append(row)
    made = _made([rows[0] for rows in groups.values() if not once or len(rows) == 1])
    return made.turned() if across else made


def _stacked(arrays: Sequence[Arr]) -> Arr:
    """One below the other; narrower ones are filled up with #N/A."""
    wide = max(array.shape[1] for array in arrays)
    return _made([[*row, *[NA] * (wide - len(row))] for array in arrays for row in _rows_of(array)])


@function("VSTACK", "(a)")
def _vstack(*given: Given) -> Arr:
    return _stacked([array_of(one) for one in given])


@function("HSTACK", "(a)")
def _hstack(*given: Given) -> Arr:
    return _stacked([array_of(one).turned() for one in given]).turned()


def _part(size: int, count: Scalar, *, take: bool) -> slice:
    """The first (of a negative count the last) rows or columns, or all but those. Raises FailedError where none are left."""
    if count is None:
        return slice(None)
    number = int(as_number(count))
    if take:
        if number == 0:
            raise FailedError(_CALC)
        return slice(0, number) if number > 0 else slice(max(size + number, 0), None)
    if abs(number) >= size:
        raise FailedError(_CALC)
    return slice(number, None) if number >= 0 else slice(0, size + number)


def _cut(given: Given, rows: Scalar, columns: Scalar, *, take: bool) -> Arr:
    array = array_of(given)
    down = _part(array.shape[0], rows, take=take)
    across = _part(array.shape[1], columns, take=take)
    return _made([row[across] for row in _rows_of(array)[down]])


@function("TAKE", "ao?o")
def _take(given: Given, rows: Scalar, columns: Scalar = None) -> Arr:
    return _cut(given, rows, columns, take=True)


@function("DROP", "ao?o")
def _drop(given: Given, rows: Scalar, columns: Scalar = None) -> Arr:
    return _cut(given, rows, columns, take=False)


def _picked(array: Arr, places: Sequence[Given]) -> Arr:
    """Rows by their numbers, negative ones from the last. Raises FailedError."""
    rows, picked = _rows_of(array), []
    if any(min(array_of(given).shape) > 1 for given in places):
        raise FailedError(VALUE)
    for place in (int(as_number(one)) for given in places for one in array_of(given).flat()):
        if place == 0 or abs(place) > len(rows):
            raise FailedError(VALUE)
        picked.append(rows[place - 1 if place > 0 else place])
    return _made(picked)


@function("CHOOSEROWS", "a(a)")
def _chooserows(given: Given, *places: Given) -> Arr:
    return _picked(array_of(given), places)


@function("CHOOSECOLS", "a(a)")
def _choosecols(given: Given, *places: Given) -> Arr:
    return _picked(array_of(given).turned(), places).turned()


def _line(given: Given, ignore: int, by_column: bool) -> list[Scalar]:
    array = array_of(given)
    values = (array.turned() if by_column else array).flat()
    if ignore not in {0, 1, 2, 3}:
        raise FailedError(VALUE)
    return [
        value
        for value in values
        if not (ignore & 1 and value is None) and not (ignore & 2 and isinstance(value, CellError))
    ]


@function("TOCOL", "a?ib")
def _tocol(given: Given, ignore: int = 0, by_column: bool = False) -> Arr:
    return _made([[value] for value in _line(given, ignore, by_column)])


@function("TOROW", "a?ib")
def _torow(given: Given, ignore: int = 0, by_column: bool = False) -> Arr:
    return _made([_line(given, ignore, by_column)])


def _wrapped(given: Given, count: int, pad: Scalar) -> list[list[Scalar]]:
    line = array_of(given).flat()
    if count < 1 or min(array_of(given).shape) > 1:
        raise FailedError(VALUE)
    filled = [*line, *[pad] * (-len(line) % count)]
    return [filled[start : start + count] for start in range(0, len(filled), count)]


@function("WRAPROWS", "ai?e")
def _wraprows(given: Given, count: int, pad: Scalar = NA) -> Arr:
    return _made(_wrapped(given, count, pad))


@function("WRAPCOLS", "ai?e")
def _wrapcols(given: Given, count: int, pad: Scalar = NA) -> Arr:
    return _made(_wrapped(given, count, pad)).turned()


@function("EXPAND", "ao?ou")
def _expand(given: Given, rows: Scalar, columns: Scalar = None, pad: Scalar = None) -> Arr:
    array = array_of(given)
    high = array.shape[0] if rows is None else int(as_number(rows))
    wide = array.shape[1] if columns is None else int(as_number(columns))
    if high < array.shape[0] or wide < array.shape[1]:
        raise FailedError(VALUE)
    obj = np.full((high, wide), NA if pad is None else pad, dtype=object)
    obj[: array.shape[0], : array.shape[1]] = array.obj
    return _made(obj.tolist())
