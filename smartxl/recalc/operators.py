"""Arithmetic, comparison and joining, of single values and over arrays."""

from __future__ import annotations

import math
import operator as python
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from smartxl.recalc.arrays import BLANK, ERROR, LOGICAL, NUMBER, TEXT, Arr, combined
from smartxl.recalc.values import DIV0, NUM, FailedError, Scalar, as_number, as_text, compared, equal

__all__ = ["ARRAY_OPERATORS", "OPERATORS", "finite", "negative", "percent", "power", "same_text"]

Part = Callable[[Any], Any]
Operation = Callable[[Scalar, Scalar], Scalar]


def finite(number: float) -> float:
    """A result as a cell holds it: #NUM! where it is too large, 0 where it is too small. Raises FailedError."""
    if not math.isfinite(number):
        raise FailedError(NUM)
    return number if abs(number) >= _SMALLEST or number == 0 else 0.0


_SMALLEST = 2.2250738585072014e-308


def _plus(one: Scalar, other: Scalar) -> float:
    return finite(as_number(one) + as_number(other))


def _minus(one: Scalar, other: Scalar) -> float:
    return finite(as_number(one) - as_number(other))


def _times(one: Scalar, other: Scalar) -> float:
    return finite(as_number(one) * as_number(other))


def _divided(one: Scalar, other: Scalar) -> float:
    a, b = as_number(one), as_number(other)
    if b == 0:
        raise FailedError(DIV0)
    return finite(a / b)


def power(one: Scalar, other: Scalar) -> float:
    """^ and POWER: 0^0 is an error, and so is a root of a negative number. Raises FailedError."""
    base, exponent = as_number(one), as_number(other)
    if base == 0:
        if exponent == 0:
            raise FailedError(NUM)
        if exponent < 0:
            raise FailedError(DIV0)
    try:
        result = base**exponent
    except OverflowError:
        raise FailedError(NUM) from None
    if isinstance(result, complex):
        raise FailedError(NUM)
    return finite(result)


def _joined(one: Scalar, other: Scalar) -> str:
    return as_text(one) + as_text(other)


def negative(value: Scalar) -> float:
    """A number with its sign turned. Raises FailedError."""
    return -as_number(value) + 0.0


def percent(value: Scalar) -> float:
    """A hundredth of a number. Raises FailedError."""
    return as_number(value) / 100


_COMPARISONS: Final[dict[str, Operation]] = {
    "=": equal,
    "<>": lambda one, other: not equal(one, other),
    "<": lambda one, other: compared(one, other) < 0,
    ">": lambda one, other: compared(one, other) > 0,
    "<=": lambda one, other: compared(one, other) <= 0,
    ">=": lambda one, other: compared(one, other) >= 0,
}
_SCALAR: Final[dict[str, Operation]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _divided,
    "^": power,
    "&": _joined,
    **_COMPARISONS,
}


def _of_parts(operation: Operation) -> Callable[[Part, Part], Part]:
    return lambda left, right: lambda at: operation(left(at), right(at))


def same_text(part: Part, text: str, *, differs: bool) -> Part:
    """Whether a part gives a text, or with `differs` anything else, as = and <> compare."""
    folded = text.lower()

    def value(at: Any) -> bool:  # noqa: ANN401  (where parts are calculated)
        found = part(at)
        same = found.lower() == folded if type(found) is str else equal(found, text)
        return same is not differs

    return value


OPERATORS: Final = {name: _of_parts(operation) for name, operation in _SCALAR.items()}
"""Operator → what makes a part of two parts that give single values."""


def _arithmetic(name: str, ufunc: Callable[..., Any]) -> Callable[[Scalar | Arr, Scalar | Arr], Scalar | Arr]:
    operation = _SCALAR[name]

    def call(one: Scalar | Arr, other: Scalar | Arr) -> Scalar | Arr:
        if not isinstance(one, Arr) and not isinstance(other, Arr):
            return operation(one, other)
        pair = _plain_numbers(one, other)
        if pair is not None and not (name == "^" and (pair[0] == 0).any()):
            with np.errstate(all="ignore"):
                result = ufunc(*pair)
            if np.isfinite(result).all():
                return Arr.numbers(np.where(np.abs(result) < _SMALLEST, 0.0, result))
        return combined(operation, (one, other))

    return call


def _plain_numbers(one: Scalar | Arr, other: Scalar | Arr) -> tuple[Any, Any] | None:
    """Both as numbers of fitting shapes, None where a text or an error is among them or shapes differ otherwise."""
    pair = []
    for value in (one, other):
        if isinstance(value, Arr):
            if (value.kind == TEXT).any() or (value.kind == ERROR).any():
                return None
            pair.append(value.num)
        elif isinstance(value, float | bool) or value is None:
            pair.append(np.full((1, 1), float(value or 0.0)))
        else:
            return None
    for a, b in zip(pair[0].shape, pair[1].shape, strict=True):
        if a != b and 1 not in {a, b}:
            return None
    return pair[0], pair[1]


def _comparing(name: str, ufunc: Callable[..., Any]) -> Callable[[Scalar | Arr, Scalar | Arr], Scalar | Arr]:
    operation = _COMPARISONS[name]

    def call(one: Scalar | Arr, other: Scalar | Arr) -> Scalar | Arr:
        if not isinstance(one, Arr):
            if not isinstance(other, Arr):
                return operation(one, other)
            return _MIRRORED[name](other, one)
        if not isinstance(other, Arr):
            fast = _against_one(name, ufunc, one, other)
            if fast is not None:
                return fast
        elif _all_numbers(one) and _all_numbers(other) and one.shape == other.shape:
            return Arr.logicals(ufunc(_settled(one.num), _settled(other.num)))
        return combined(operation, (one, other))

    return call


def _all_numbers(array: Arr) -> bool:
    return bool((array.kind == NUMBER).all())


def _settled(num: Any) -> Any:  # noqa: ANN401  (an array of floats)
    """Numbers to 15 significant digits, as they are compared; whole ones are so already."""
    if (num == np.trunc(num)).all():
        return num
    with np.errstate(divide="ignore", invalid="ignore"):
        digits = np.where(num == 0, 0, np.floor(np.log10(np.abs(num))))
    scale = 10.0 ** np.clip(14 - digits, -290, 290)
    return np.round(num * scale) / scale


def _against_one(name: str, ufunc: Callable[..., Any], array: Arr, one: Scalar) -> Arr | None:
    """An array against a single number or text, where it is sound and needs no order of texts."""
    kind = array.kind
    if (kind == ERROR).any():
        return None
    if isinstance(one, float):
        truth = ufunc(_settled(array.num), _settled(np.asarray([one]))[0])
        above = name in {">", ">=", "<>"}  # a text, TRUE and FALSE are greater than any number
        return Arr.logicals(np.where((kind == TEXT) | (kind == LOGICAL), above, truth))
    if isinstance(one, str) and name in {"=", "<>"}:
        folded, same = one.lower(), np.zeros(kind.shape, bool)
        texts = kind == TEXT
        same[texts] = [value.lower() == folded for value in array.obj[texts]]
        if not one:
            same |= kind == BLANK
        return Arr.logicals(same if name == "=" else ~same)
    return None


def _joining(one: Scalar | Arr, other: Scalar | Arr) -> Scalar | Arr:
    if not isinstance(one, Arr) and not isinstance(other, Arr):
        return _joined(one, other)
    return combined(_joined, (one, other))


ARRAY_OPERATORS: Final = {
    "+": _arithmetic("+", np.add),
    "-": _arithmetic("-", np.subtract),
    "*": _arithmetic("*", np.multiply),
    "/": _arithmetic("/", np.divide),
    "^": _arithmetic("^", np.power),
    "&": _joining,
    "=": _comparing("=", python.eq),
    "<>": _comparing("<>", python.ne),
    "<": _comparing("<", python.lt),
    ">": _comparing(">", python.gt),
    "<=": _comparing("<=", python.le),
    ">=": _comparing(">=", python.ge),
}
"""Operator → the same over arrays, element by element."""
_MIRRORED: Final = {
    "=": ARRAY_OPERATORS["="],
    "<>": ARRAY_OPERATORS["<>"],
    "<": ARRAY_OPERATORS[">"],
    ">": ARRAY_OPERATORS["<"],
    "<=": ARRAY_OPERATORS[">="],
    ">=": ARRAY_OPERATORS["<="],
}
