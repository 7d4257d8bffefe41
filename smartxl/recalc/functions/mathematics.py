"""Functions of single numbers: rounding, powers, angles, whole numbers; and of matrices."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal

from smartxl.recalc.operators import finite, power
from smartxl.recalc.registry import function
from smartxl.recalc.values import (
    DIV0,
    NUM,
    FailedError,
    NotComputed,
)
from smartxl.text import Text

__all__ = ["rounded"]


_WHOLE = 1e15  # from here on a number has no decimals that Excel knows


def _decimal(number: float) -> Decimal:
    """A number to the 15 significant digits that Excel has."""
    return Decimal(f"{number:.15g}")


def rounded(number: float, digits: int, how: str = ROUND_HALF_UP) -> float:
    """A number rounded to decimals, or with negative digits to tens, hundreds …, after it was taken to 15 digits."""
    if not -300 <= digits <= 300 or not math.isfinite(number):
        return number if digits > 0 else 0.0
    if abs(number) >= _WHOLE and digits >= 0:
        return number
    exact = _decimal(number)
    if digits >= 0 and -exact.as_tuple().exponent <= digits:  # type: ignore[operator]  # a finite number's is an int
        return float(exact)
    return float(exact.quantize(Decimal(1).scaleb(-digits), rounding=how)) + 0.0


@function("ROUND", "ni")
def _round(number: float, digits: int) -> float:
    return rounded(number, digits)


@function("ROUNDUP", "ni")
def _roundup(number: float, digits: int) -> float:
    return rounded(number, digits, ROUND_UP)


@function("ROUNDDOWN", "ni")
def _rounddown(number: float, digits: int) -> float:
    return rounded(number, digits, ROUND_DOWN)


@function("TRUNC", "n?i")
def _trunc(number: float, digits: int = 0) -> float:
    return rounded(number, digits, ROUND_DOWN)


@function("INT", "n")
def _int(number: float) -> float:
    return (
        float(_decimal(number).to_integral_value(rounding=ROUND_FLOOR))
        if abs(number) < 1e15
        else float(math.floor(number))
    )


@function("MOD", "nn")
def _mod(number: float, divisor: float) -> float:
    if divisor == 0:
        raise FailedError(DIV0)
    if abs(number / divisor) >= 1125900000000:
        raise FailedError(NUM)
    result = number - divisor * math.floor(number / divisor)
    near = _decimal(number) % _decimal(divisor)
    if near == 0:
        return 0.0
    return finite(result)


@function("QUOTIENT", "pp")
def _quotient(number: float, divisor: float) -> float:
    if divisor == 0:
        raise FailedError(DIV0)
    return float(math.trunc(number / divisor))


def _to_multiple(number: float, step: float, how: str) -> float:
    if step == 0:
        return 0.0
    exact = _decimal(number) / _decimal(step)
    settled = Decimal(f"{float(exact):.15g}")
    return finite(float(settled.to_integral_value(rounding=how) * _decimal(step)) + 0.0)


@function("CEILING", "n?n")
def _ceiling(number: float, step: float = 1.0) -> float:
    if number > 0 > step:
        raise FailedError(NUM)
    return _to_multiple(number, step, ROUND_UP if step < 0 else ROUND_CEILING)


@function("FLOOR", "n?n")
def _floor(number: float, step: float = 1.0) -> float:
    if step == 0:
        if number == 0:
            return 0.0
        raise FailedError(DIV0)
    if number > 0 > step:
        raise FailedError(NUM)
    return _to_multiple(number, step, ROUND_DOWN if step < 0 else ROUND_FLOOR)


@function("CEILING.MATH", "n?nn")
def _ceiling_math(number: float, step: float = 1.0, away: float = 0.0) -> float:
    return _to_multiple(number, abs(step), ROUND_UP if away and number < 0 else ROUND_CEILING)


@function("FLOOR.MATH", "n?nn")
def _floor_math(number: float, step: float = 1.0, away: float = 0.0) -> float:
    return _to_multiple(number, abs(step), ROUND_DOWN if away and number < 0 else ROUND_FLOOR)


@function("CEILING.PRECISE ISO.CEILING", "n?n")
def _ceiling_precise(number: float, step: float = 1.0) -> float:
    return _to_multiple(number, abs(step), ROUND_CEILING)


@function("FLOOR.PRECISE", "n?n")
def _floor_precise(number: float, step: float = 1.0) -> float:
    return _to_multiple(number, abs(step), ROUND_FLOOR)


@function("MROUND", "pp")
def _mround(number: float, step: float) -> float:
    if number * step < 0:
        raise FailedError(NUM)
    return _to_multiple(number, step, ROUND_HALF_UP)


@function("EVEN", "n")
def _even(number: float) -> float:
    return math.copysign(2 * math.ceil(abs(number) / 2), number) + 0.0


@function("ODD", "n")
def _odd(number: float) -> float:
    size = abs(number)
    odd = 2 * math.ceil((size - 1) / 2) + 1 if size > 1 else 1
    return math.copysign(odd, number if number else 1.0)


@function("POWER", "nn")
def _power(base: float, exponent: float) -> float:
    return power(base, exponent)


@function("SQRT", "n")
def _sqrt(number: float) -> float:
    if number < 0:
        raise FailedError(NUM)
    return math.sqrt(number)


@function("LN", "n")
def _ln(number: float) -> float:
    if number <= 0:
        raise FailedError(NUM)
    return math.log(number)


@function("LOG10", "n")
def _log10(number: float) -> float:
    if number <= 0:
        raise FailedError(NUM)
    return math.log10(number)


@function("LOG", "n?n")
def _log(number: float, base: float = 10.0) -> float:
    if number <= 0 or base <= 0:
        raise FailedError(NUM)
    if base == 1:
        raise FailedError(DIV0)
    return math.log10(number) if base == 10 else math.log(number) / math.log(base)


def _plain(names: str, call: Callable[[float], float]) -> None:
    """A function of one number, #NUM! where it has no value."""

    def one(number: float) -> float:
        try:
            return finite(float(call(number)))
        except (ValueError, OverflowError, ZeroDivisionError):
            raise FailedError(NUM) from None

    function(names, "n")(one)


def _reciprocal(call: Callable[[float], float], *, grows: bool = False) -> Callable[[float], float]:
    """1 over a function; one that `grows` beyond all numbers has 0 there."""

    def one(number: float) -> float:
        try:
            below = call(number)
        except OverflowError:
            if grows:
                return 0.0
            raise
        if below == 0:
            raise FailedError(DIV0)
        return 1 / below

    return one


_STEEP = 1e6  # a tangent or secant of this size depends on the last digits of pi, which programs differ in


def _near_pole(call: Callable[[float], float]) -> Callable[[float], float]:
    def one(number: float) -> float:
        found = call(number)
        if abs(found) > _STEEP or abs(number) >= 2**27:
            raise NotComputed(
                Text("接近无穷大处的三角函数", "a tangent or secant next to where it is infinite")
            )
        return found

    return one


for _name, _call in {
    "ABS": abs,
    "SIGN": lambda x: (x > 0) - (x < 0),
    "EXP": math.exp,
    "SIN": math.sin,
    "COS": math.cos,
    "TAN": _near_pole(math.tan),
    "ASIN": math.asin,
    "ACOS": math.acos,
    "ATAN": math.atan,
    "SINH": math.sinh,
    "COSH": math.cosh,
    "TANH": math.tanh,
    "ASINH": math.asinh,
    "ACOSH": math.acosh,
    "ATANH": math.atanh,
    "DEGREES": math.degrees,
    "RADIANS": math.radians,
    "ACOT": lambda x: math.pi / 2 - math.atan(x),
    "ACOTH": lambda x: math.atanh(1 / x),
}.items():
    _plain(_name, _call)
for _name, _call in {"COT": math.tan, "SEC": math.cos, "CSC": math.sin}.items():
    _plain(_name, _near_pole(_reciprocal(_call)))
for _name, _call in {"COTH": math.tanh, "SECH": math.cosh, "CSCH": math.sinh}.items():
    _plain(_name, _reciprocal(_call, grows=True))


@function("SQRTPI", "p")
def _sqrtpi(number: float) -> float:
    if number < 0:
        raise FailedError(NUM)
    return math.sqrt(number * math.pi)


@function("PI", "")
def _pi() -> float:
    return math.pi


@function("ATAN2", "nn")
def _atan2(x: float, y: float) -> float:
    if x == 0 == y:
        raise FailedError(DIV0)
    return math.atan2(y, x)
