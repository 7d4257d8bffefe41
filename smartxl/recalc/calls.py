"""Calls of functions: of single values, and element by element over arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from smartxl.recalc.arrays import Arr, combined
from smartxl.recalc.place import Part, PlaceOf, Value, single
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.values import (
    VALUE,
    CellError,
    FailedError,
    NotComputed,
    Scalar,
    as_logical,
    as_number,
    as_text,
)
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartxl.recalc.registry import Function

__all__ = ["AS_IT_COMES", "bare", "called", "over_arrays"]

AS_IT_COMES: Final = frozenset("rsa")
"""The letters of arguments that are not single values."""
_ONE_ARRAY = frozenset({"VLOOKUP", "HLOOKUP"})
_SEVERAL = Text(
    "一个函数在数组的每个元素处给出数组", "a function that gives an array for each element of an array"
)


def _no_error(value: Scalar) -> Scalar:
    if isinstance(value, CellError):
        raise FailedError(value)
    return value


def bare(value: Value) -> Scalar | Arr:
    """What the functions that once came as an add-in take: no range of several cells. Raises FailedError."""
    if isinstance(value, Ref):
        if not value.is_cell:
            raise FailedError(VALUE)
        return value.sheet.get(value.top, value.left)
    if isinstance(value, Union):
        raise FailedError(VALUE)
    return value


def _bare_value(value: Value) -> Scalar:
    one = bare(value)
    return _no_error(one.at(0, 0) if isinstance(one, Arr) else one)


def _bare_number(value: Value) -> float:
    one = _bare_value(value)
    if isinstance(one, bool):
        raise FailedError(VALUE)
    return as_number(one)


def _number_or_none(value: Scalar) -> float | None:
    return None if value is None else as_number(value)


def _cut(value: Scalar) -> int:
    return int(as_number(value))


_CONVERT: dict[str, Callable[[Scalar], Any]] = {
    "n": as_number,
    "o": _number_or_none,
    "p": _bare_number,
    "q": _bare_value,
    "i": _cut,
    "t": as_text,
    "b": as_logical,
    "v": _no_error,
}


def called(entry: Function, parts: Sequence[Part]) -> Part:
    """A function of single values, and of what it takes as it comes."""
    steps = tuple((part, _CONVERT.get(entry.letter(index))) for index, part in enumerate(parts))
    call, places = entry.call, entry.places

    def value(at: PlaceOf) -> Value:
        arguments = [convert(part(at)) if convert else part(at) for part, convert in steps]
        found: Value = call(at, *arguments) if places else call(*arguments)
        return found

    return value


def over_arrays(entry: Function, parts: Sequence[Part]) -> Part:
    """The same, element by element where an array stands for a single value."""
    converts = [_CONVERT.get(entry.letter(index)) for index, _ in enumerate(parts)]
    scalar = [index for index, _ in enumerate(parts) if entry.letter(index) not in AS_IT_COMES]

    def value(at: PlaceOf) -> Value:
        found = [part(at) for part in parts]

        def apply(*chosen: Scalar) -> Any:  # noqa: ANN401  (what the function gives)
            arguments = list(found)
            for index, one in zip(scalar, chosen, strict=True):
                convert = converts[index]
                arguments[index] = convert(one) if convert else one
            return entry.call(at, *arguments) if entry.places else entry.call(*arguments)

        chosen = [found[index] for index in scalar]
        if entry.name in _ONE_ARRAY and sum(isinstance(one, Arr) for one in chosen) > 1:
            raise NotComputed(Text("多个参数为数组的查找", "a lookup with several arguments that are arrays"))
        if not any(isinstance(one, Arr) for one in chosen):
            result: Value = apply(*chosen)
            return result
        return combined(lambda *each: _element(apply(*each), at), chosen)

    return value


def _element(value: Value, at: PlaceOf) -> Scalar:
    """The single value of one element of an array. Raises NotComputed for several."""
    if isinstance(value, Ref) and value.is_cell:
        return value.sheet.get(value.top, value.left)
    if isinstance(value, Ref | Union) or (isinstance(value, Arr) and value.size > 1):
        raise NotComputed(_SEVERAL)
    return single(value, at)
