"""Functions of `smartxl.recalc` and of the user as the package `formulas` calls functions, registered for a while."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, MutableMapping
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
from smartxl.recalc.place import Value, spread
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.registry import Function
from smartxl.recalc.values import ERRORS, VALUE, CellError, FailedError, NotComputed, Scalar
from smartxl.verify.engines.lifted import call_lifted, reference_to

__all__ = ["NotComputedThere", "as_operator", "as_registered", "plain_result", "registered_with_formulas"]

_LOCK = threading.RLock()


class NotComputedThere(RangeValueError):  # type: ignore[misc]  # the package is not typed
    """What `smartxl.recalc` does not compute; the package then has no value for the cell, and none for what depends on it."""


def as_registered(entry: Function) -> Callable[..., Any]:
    """A function as `formulas.get_functions()` holds it."""

    def call(*arguments: object) -> object:
        if any(_is_without_value(one) for one in arguments):
            return schedula.NONE  # as the package's own do while it compiles
        return _outcome(lambda: call_lifted(entry, [_given(one) for one in arguments]))

    return call


def as_operator(operator: Callable[..., Value]) -> Callable[..., Any]:
    """An operator over arrays and single values as the package holds it."""

    def call(*arguments: object) -> object:
        if any(_is_without_value(one) for one in arguments):
            return schedula.NONE
        given = [spread(_given(one)) for one in arguments]
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


def _is_without_value(argument: object) -> bool:
    return isinstance(argument, Ranges) and bool(argument.ranges) and not argument.values


def _given(argument: object) -> Value:
    """An argument: a range as a reference, anything else of one cell as its value."""
    if isinstance(argument, Ranges):
        array = _array(argument.value)
        return array if argument.is_set else reference_to(array)
    if isinstance(argument, np.ndarray):
        array = _array(argument)
        return array.at(0, 0) if array.size == 1 else array
    return _scalar(argument)


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
