"""Calls of functions: of single values, and element by element over arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from smartxl.recalc.arrays import Arr
from smartxl.recalc.arrays import stretched as stretched_values
from smartxl.recalc.place import Part, PlaceOf, Value, single
from smartxl.recalc.planes import Ref, RefArray, Union
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
_REFER = frozenset({"OFFSET", "INDIRECT"})
_OF_REFERENCES = frozenset(
    {
        "SUBTOTAL",
        "SUMIF",
        "COUNTIF",
        "AVERAGEIF",
        "SUMIFS",
        "COUNTIFS",
        "AVERAGEIFS",
        "MAXIFS",
        "MINIFS",
        "N",
        "T",
    }
)
"""The functions that take several references at once, as OFFSET gives them for an array: one result for each."""
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
    if len(steps) == 1 and not places:
        ((only, convert_only),) = steps
        return (lambda at: call(convert_only(only(at)))) if convert_only else lambda at: call(only(at))
    if not places and not any(convert for _, convert in steps):
        return lambda at: call(*[part(at) for part in parts])

    def value(at: PlaceOf) -> Value:
        arguments = [convert(part(at)) if convert else part(at) for part, convert in steps]
        found: Value = call(at, *arguments) if places else call(*arguments)
        return found

    return value


def over_arrays(entry: Function, parts: Sequence[Part]) -> Part:
    """The same, element by element where an array stands for a single value."""
    converts = [_CONVERT.get(entry.letter(index)) for index, _ in enumerate(parts)]
    scalar = [index for index, _ in enumerate(parts) if entry.letter(index) not in AS_IT_COMES]
    whole = [index for index, _ in enumerate(parts) if index not in scalar]

    def value(at: PlaceOf) -> Any:  # noqa: ANN401  (what the function gives)
        found = [part(at) for part in parts]

        def apply(*given: Any) -> Any:  # noqa: ANN401
            arguments = [
                convert(one) if convert else one for convert, one in zip(converts, given, strict=True)
            ]
            return entry.call(at, *arguments) if entry.places else entry.call(*arguments)

        arrays = [index for index in scalar if isinstance(found[index], Arr)]
        several = [index for index in whole if isinstance(found[index], RefArray)]
        if entry.name in _ONE_ARRAY and len(arrays) > 1:
            raise NotComputed(Text("多个参数为数组的查找", "a lookup with several arguments that are arrays"))
        if several and entry.name not in _OF_REFERENCES:
            raise NotComputed(_SEVERAL)
        if not arrays and not several:
            return apply(*found)
        return _each(apply, found, {*arrays, *several}, at, keeps=entry.name in _REFER)

    return value


def stretched(argument: Arr | RefArray, shape: tuple[int, int]) -> list[Any]:
    """The elements of an argument over a shape, row by row."""
    if isinstance(argument, Arr):
        return list(stretched_values(argument, shape))
    if argument.shape != shape:
        raise NotComputed(_SEVERAL)
    return list(argument.refs)


def _each(
    apply: Callable[..., Any], found: Sequence[Any], lifted: set[int], at: PlaceOf, *, keeps: bool
) -> Arr | RefArray:
    """A function for each element of some of its arguments. `keeps`: what it refers to is kept, not the values there."""
    sizes = [found[index].shape for index in sorted(lifted)]
    shape = max(size[0] for size in sizes), max(size[1] for size in sizes)
    columns = [
        stretched(one, shape) if index in lifted else [one] * (shape[0] * shape[1])
        for index, one in enumerate(found)
    ]
    outcomes: list[Any] = []
    for given in zip(*columns, strict=True):
        try:
            result = apply(*given)
            outcomes.append(result if keeps else _element(result, at))
        except FailedError as failed:
            outcomes.append(failed.error)
    if keeps:
        return RefArray(shape, tuple(outcomes))
    return Arr.of([outcomes[start : start + shape[1]] for start in range(0, len(outcomes), shape[1])])


def _element(value: Value, at: PlaceOf) -> Scalar:
    """The single value of one element of an array. Raises NotComputed for several."""
    if isinstance(value, Ref) and value.is_cell:
        return value.sheet.get(value.top, value.left)
    if isinstance(value, Ref | Union) or (isinstance(value, Arr) and value.size > 1):
        raise NotComputed(_SEVERAL)
    return single(value, at)
