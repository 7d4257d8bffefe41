"""Functions of `smartxl.recalc` and of the user as the package `formulas` calls functions, registered for a while."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import schedula
from formulas import get_functions
from formulas.errors import RangeValueError
from formulas.functions import Array
from formulas.functions.operators import OPERATORS
from formulas.ranges import Ranges
from formulas.tokens.operand import Error, XlError

from smartxl.recalc.arrays import Arr
from smartxl.recalc.calls import AS_IT_COMES, over_arrays
from smartxl.recalc.place import PlaceOf, Value
from smartxl.recalc.planes import Ref, SheetPlanes, Union
from smartxl.recalc.registry import Function
from smartxl.recalc.values import ERRORS, VALUE, CellError, FailedError, NotComputed, Scalar
from smartxl.recalc.workbook import Workbook

__all__ = ["NotComputedThere", "as_operator", "as_registered", "plain_result", "registered_with_formulas"]

_LOCK = threading.RLock()
_OF_THE_SAME_SIZE = frozenset({"SUMIF", "AVERAGEIF"})
"""Functions that read beyond a range that they are given, which is not known here."""


class NotComputedThere(RangeValueError):  # type: ignore[misc]  # the package is not typed
    """What `smartxl.recalc` does not compute; the package then has no value for the cell, and none for what depends on it."""


def as_registered(entry: Function) -> Callable[..., Any]:
    """A function as `formulas.get_functions()` holds it."""

    def call(*arguments: object) -> object:
        if any(_is_without_value(one) for one in arguments):
            return schedula.NONE  # as the package's own do while it compiles
        if not entry.takes(len(arguments)):
            return _taken(VALUE)
        given = [_given(one, entry.letter(index)) for index, one in enumerate(arguments)]
        if entry.name in _OF_THE_SAME_SIZE:
            _check_sizes(given)
        place = PlaceOf(Workbook({}), SheetPlanes("", 0, 1, 1), 1, 1)
        return _outcome(lambda: over_arrays(entry, [_always(one) for one in given])(place))

    return call


def as_operator(operator: Callable[..., Value]) -> Callable[..., Any]:
    """An operator over arrays and single values as the package holds it."""

    def call(*arguments: object) -> object:
        if any(_is_without_value(one) for one in arguments):
            return schedula.NONE
        given = [_given(one, "") for one in arguments]
        return _outcome(lambda: operator(*given))

    return call


@contextmanager
def registered_with_formulas(
    functions: Mapping[str, Callable[..., Any]], operators: Mapping[str, Callable[..., Any]]
) -> Iterator[None]:
    """Within it the package has these functions and operators; after it what it had before. One thread at a time."""
    log = logging.getLogger("schedula")  # where it tells what fails, which cells have no value
    with _LOCK, _replaced(get_functions(), functions), _replaced(OPERATORS, operators):
        level = log.level
        log.setLevel(logging.CRITICAL + 1)
        try:
            yield
        finally:
            log.setLevel(level)


@contextmanager
def _replaced(held: MutableMapping[str, Any], others: Mapping[str, Any]) -> Iterator[None]:
    before = {name: held[name] for name in others if name in held}
    held.update(others)
    try:
        yield
    finally:
        for name in others:
            if name in before:
                held[name] = before[name]
            else:
                held.pop(name, None)


def _outcome(work: Callable[[], Value]) -> object:
    try:
        return _taken(work())
    except FailedError as failed:
        return _taken(failed.error)
    except NotComputed as missing:
        raise NotComputedThere(missing.why.en) from missing


def _always(value: Value) -> Callable[[PlaceOf], Value]:
    return lambda _: value


def _is_without_value(argument: object) -> bool:
    return isinstance(argument, Ranges) and bool(argument.ranges) and not argument.values


def _given(argument: object, letter: str) -> Value:
    """An argument: ranges as references where a function takes them, anything else of one cell as its value."""
    if isinstance(argument, Ranges):
        array = _array(argument.value)
        if letter not in AS_IT_COMES:
            return array if array.size != 1 else array.at(0, 0)
        return array if argument.is_set else _reference(array)
    if isinstance(argument, np.ndarray):
        array = _array(argument)
        return array.at(0, 0) if array.size == 1 else array
    return _scalar(argument)


def _reference(array: Arr) -> Ref:
    """A reference to the values of a range, which stand on a sheet of their own."""
    rows, columns = array.shape
    sheet = SheetPlanes("", 0, rows, columns)
    sheet.kind, sheet.num, sheet.obj = array.kind, array.num, array.obj
    return Ref(sheet, 1, 1, rows, columns)


def _check_sizes(given: Sequence[Value]) -> None:
    ranges = [one for one in (given[0], *given[2:]) if isinstance(one, Ref)]
    if len({(one.rows, one.columns) for one in ranges}) > 1:
        raise NotComputedThere("ranges of several sizes")


def _array(values: object) -> Arr:
    rows = np.atleast_2d(np.asarray(values, dtype=object))
    return Arr.of([[_scalar(one) for one in row] for row in rows])


def _scalar(value: object) -> Scalar:
    if value is schedula.EMPTY or value is None:
        return None
    found: Scalar = plain_result(value)
    return ERRORS.get(str(found).upper(), VALUE) if isinstance(found, XlError) else found


def plain_result(value: object) -> Any:  # noqa: ANN401  (a number, text, logical value or error of the package)
    """A value of the package as Python has it; errors as they are. Raises NotComputedThere for what is no value of a cell."""
    if isinstance(value, XlError | str):
        return value
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | float | np.number) and not isinstance(value, np.complexfloating):
        return float(value)
    raise NotComputedThere(type(value).__name__)


def _taken(value: Value) -> object:
    if isinstance(value, Union):
        raise NotComputedThere("union")
    if isinstance(value, Ref):
        value = value.values()
    if isinstance(value, Arr):
        rows = np.empty(value.shape, dtype=object)
        for place, one in np.ndenumerate(value.obj):
            rows[place] = _out(one)
        return rows.view(Array)
    return np.asarray([[_out(value)]], object).view(Array)


def _out(value: Scalar) -> object:
    if isinstance(value, CellError):
        return Error.errors.get(value.code, Error.errors["#VALUE!"])
    return schedula.EMPTY if value is None else value
