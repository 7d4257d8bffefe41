"""The functions that calculate only those of their arguments that they need: IF, IFERROR, IFS, CHOOSE, SWITCH."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from smartxl.recalc.arrays import ERROR, NUMBER, TEXT, Arr, combined, common_shape, fitted
from smartxl.recalc.compiled import Compiler, special
from smartxl.recalc.place import Part, PlaceOf, Value, single, spread
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.tree import Node, Operand
from smartxl.recalc.values import (
    NA,
    VALUE,
    CellError,
    FailedError,
    NotComputed,
    Scalar,
    as_logical,
    as_number,
    equal,
)
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__: list[str] = []


def _needs(name: str, arguments: Sequence[Node], least: int, most: int) -> None:
    if not least <= len(arguments) <= most:
        raise NotComputed(Text(f"{name} 的参数个数", f"the number of arguments of {name}"))


def _chosen(condition: Arr, yes: Value, no: Value) -> Arr:
    """Element by element: `yes` where a condition holds, else `no`."""

    def pick(truth: Scalar, one: Scalar, other: Scalar) -> Scalar:
        return one if as_logical(truth) else other

    one, other = _whole(yes), _whole(no)
    first, second = _numbers_over(condition.shape, one), _numbers_over(condition.shape, other)
    if first is None or second is None or condition.has(TEXT) or condition.has(ERROR):
        return combined(pick, (condition, one, other))
    return Arr.numbers(np.where(condition.num != 0, first, second))


def _numbers_over(shape: tuple[int, int], value: Scalar | Arr) -> NDArray[np.float64] | None:
    """What is nothing but numbers, over a shape; None for all else."""
    if isinstance(value, Arr):
        return value.num if value.shape == shape and (value.kind == NUMBER).all() else None
    return np.full(shape, value) if isinstance(value, float) else None


def _whole(value: Value) -> Scalar | Arr:
    found = spread(value)
    return 0.0 if found is None else found


@special("IF")
def _if(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:
    _needs("IF", arguments, 2, 3)
    condition = compiler.lifted(arguments[0]) if array else compiler.one(arguments[0])
    yes = compiler.part(arguments[1], array)
    no = compiler.part(arguments[2], array) if len(arguments) > 2 else _false

    def value(at: PlaceOf) -> Value:
        found = condition(at)
        if isinstance(found, Arr):
            return _chosen(found, _softly(yes, at), _softly(no, at))
        holds = found if isinstance(found, bool) else as_logical(found)
        branch: Value = yes(at) if holds else no(at)
        return branch

    return value


def _false(_: PlaceOf) -> Scalar:
    return False


def _softly(part: Part, at: PlaceOf) -> Value:
    try:
        found: Value = part(at)
        return found if isinstance(found, Ref | Union) else spread(found)
    except FailedError as failed:
        return failed.error


def _replacing(caught: Callable[[CellError], bool]) -> Callable[[Compiler, Sequence[Node], bool], Part]:
    """IFERROR and its like: another value in place of some errors."""

    def make(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:
        _needs("IFERROR", arguments, 2, 2)
        first = compiler.lifted(arguments[0]) if array else compiler.part(arguments[0], False)
        instead = compiler.part(arguments[1], array)

        def value(at: PlaceOf) -> Value:
            found = _softly(first, at)
            if not array:
                try:
                    found = single(found, at)
                except FailedError as failed:
                    found = failed.error
            else:
                found = spread(found)
            if isinstance(found, Arr):
                other = spread(_softly(instead, at))
                return combined(
                    lambda one, two: two if isinstance(one, CellError) and caught(one) else one,
                    (found, other),
                )
            if isinstance(found, CellError):
                if not caught(found):
                    raise FailedError(found)
                other = instead(at)
                return other if array else single(other, at)
            return found

        return value

    return make


special("IFERROR")(_replacing(lambda _: True))
special("IFNA")(_replacing(lambda error: error is NA))


@special("IFS")
def _ifs(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:
    if len(arguments) < 2 or len(arguments) % 2:
        raise NotComputed(Text("IFS 的参数个数", "the number of arguments of IFS"))
    if array:
        parts = [compiler.lifted(node) for node in arguments]
        return lambda at: _all_at_once(_first_true, [_whole(_softly(part, at)) for part in parts])
    pairs = [
        (compiler.one(condition), compiler.part(result, False))
        for condition, result in zip(arguments[::2], arguments[1::2], strict=True)
    ]

    def value(at: PlaceOf) -> Value:
        for condition, result in pairs:
            if as_logical(condition(at)):
                found: Value = result(at)
                return found
        raise FailedError(NA)

    return value


def _all_at_once(call: Callable[..., Scalar], values: list[Scalar | Arr]) -> Scalar | Arr:
    """A function of calculated arguments, element by element where some are arrays."""
    return combined(call, values) if any(isinstance(value, Arr) for value in values) else call(*values)


def _first_true(*values: Scalar) -> Scalar:
    for condition, result in zip(values[::2], values[1::2], strict=True):
        if as_logical(condition):
            return result
    raise FailedError(NA)


@special("CHOOSE")
def _choose(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:
    _needs("CHOOSE", arguments, 2, 255)
    index = compiler.lifted(arguments[0]) if array else compiler.one(arguments[0])
    parts = [compiler.part(node, array) for node in arguments[1:]]

    def value(at: PlaceOf) -> Value:
        which = index(at)
        if isinstance(which, Arr):
            return _side_by_side(which, [spread(_softly(part, at)) for part in parts])
        number = int(as_number(which))
        if not 1 <= number <= len(parts):
            raise FailedError(VALUE)
        found: Value = parts[number - 1](at)
        return found

    return value


def _side_by_side(which: Arr, values: Sequence[Scalar | Arr]) -> Arr:
    """CHOOSE({1,2},A1:A9,C1:C9): for each element of the index the value of its place."""

    def pick(number: Scalar, *options: Scalar) -> Scalar:
        index = int(as_number(number))
        return options[index - 1] if 1 <= index <= len(options) else VALUE

    shape = common_shape([which, *values])
    return combined(pick, [fitted(which, shape), *values])


@special("SWITCH")
def _switch(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:
    _needs("SWITCH", arguments, 3, 254)
    if array:
        parts = [compiler.lifted(node) for node in arguments]
        return lambda at: _all_at_once(_switched, [_whole(_softly(part, at)) for part in parts])
    subject = compiler.one(arguments[0])
    rest = list(arguments[1:])
    otherwise = compiler.part(rest.pop(), False) if len(rest) % 2 else None
    pairs = [
        (compiler.one(wanted), compiler.part(result, False))
        for wanted, result in zip(rest[::2], rest[1::2], strict=True)
    ]

    def value(at: PlaceOf) -> Value:
        found = subject(at)
        if isinstance(found, CellError):
            raise FailedError(found)
        for wanted, result in pairs:
            asked = wanted(at)
            if asked is not None and equal(found, asked):  # a blank cell is equal to nothing here
                chosen: Value = result(at)
                return chosen
        if otherwise is None:
            raise FailedError(NA)
        last: Value = otherwise(at)
        return last

    return value


def _switched(subject: Scalar, *rest: Scalar) -> Scalar:
    if isinstance(subject, CellError):
        raise FailedError(subject)
    pairs = list(rest)
    otherwise: Scalar = pairs.pop() if len(pairs) % 2 else NA
    for wanted, result in zip(pairs[::2], pairs[1::2], strict=True):
        if wanted is not None and equal(subject, wanted):
            return result
    return otherwise


@special("SINGLE")
def _single(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:  # noqa: ARG001
    _needs("SINGLE", arguments, 1, 1)
    return compiler.one(arguments[0])


@special("LET")
def _let(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:
    if len(arguments) < 3 or len(arguments) % 2 == 0:
        raise NotComputed(Text("LET 的参数个数", "the number of arguments of LET"))
    names = [
        node.text.lower().replace("_xlop.", "_xlpm.", 1)
        for node in arguments[:-1:2]
        if isinstance(node, Operand)
    ]
    if len(names) != len(arguments) // 2:
        raise NotComputed(Text("LET 的名称", "the names of LET"))
    values = [compiler.part(node, array) for node in arguments[1::2]]
    result = compiler.part(arguments[-1], array)

    def value(at: PlaceOf) -> Value:
        outer = dict(at.bound)
        try:
            for name, part in zip(names, values, strict=True):
                at.bound[name] = _softly(part, at)
            found: Value = result(at)
            return found
        finally:
            at.bound = outer

    return value
