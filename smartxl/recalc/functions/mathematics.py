"""Functions of single numbers: rounding, powers, angles, whole numbers; and of matrices."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from functools import reduce

import numpy as np

from smartxl.recalc.arrays import BLANK, NUMBER, Arr
from smartxl.recalc.functions.given import Given, array_of
from smartxl.recalc.operators import finite, power
from smartxl.recalc.planes import Ref
from smartxl.recalc.registry import function
from smartxl.recalc.values import (
    DIV0,
    NA,
    NUM,
    VALUE,
    FailedError,
    NotComputed,
    Scalar,
    as_number,
)
from smartxl.text import Text

__all__ = ["bare_numbers", "rounded"]


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


@function("FACT", "n")
def _fact(number: float) -> float:
    if not 0 <= number < 171:
        raise FailedError(NUM)
    return float(math.factorial(int(number)))


@function("FACTDOUBLE", "p")
def _factdouble(number: float) -> float:
    if number < -1:
        raise FailedError(NUM)
    return finite(float(reduce(lambda a, b: a * b, range(int(number), 0, -2), 1)))


@function("COMBIN", "nn")
def _combin(total: float, chosen: float) -> float:
    n, k = int(total), int(chosen)
    if n < 0 or k < 0 or n < k:
        raise FailedError(NUM)
    return finite(float(math.comb(n, k)))


@function("COMBINA", "nn")
def _combina(total: float, chosen: float) -> float:
    n, k = int(total), int(chosen)
    if n < 0 or k < 0 or (n == 0 and k > 0):
        raise FailedError(NUM)
    return finite(float(math.comb(n + k - 1, k))) if n + k else 1.0


@function("PERMUT", "nn")
def _permut(total: float, chosen: float) -> float:
    n, k = int(total), int(chosen)
    if n <= 0 or k < 0 or n < k:
        raise FailedError(NUM)
    return finite(float(math.perm(n, k)))


@function("PERMUTATIONA", "nn")
def _permutationa(total: float, chosen: float) -> float:
    n, k = int(total), int(chosen)
    if n < 0 or k < 0:
        raise FailedError(NUM)
    try:
        return finite(float(n**k))
    except OverflowError:
        raise FailedError(NUM) from None


@function("MULTINOMIAL", "(r)")
def _multinomial(*given: Given) -> float:
    found = [int(number) for number in bare_numbers(given)]
    if any(number < 0 for number in found):
        raise FailedError(NUM)
    above, below = math.factorial(sum(found)), math.prod(math.factorial(number) for number in found)
    try:
        return finite(float(above // below))
    except OverflowError:
        raise FailedError(NUM) from None


@function("GCD", "(r)")
def _gcd(*given: Given) -> float:
    return float(math.gcd(*_whole_numbers(given)))


@function("LCM", "(r)")
def _lcm(*given: Given) -> float:
    found = _whole_numbers(given)
    if not found or any(_blank_in(one) for one in given):
        return 0.0
    product = math.lcm(*found)
    if product >= 2**53:
        raise FailedError(NUM)
    return float(product)


def _blank_in(given: Given) -> bool:
    """Whether a blank cell stands in a range of several."""
    return isinstance(given, Ref) and not given.is_cell and given.values().has(BLANK)


def bare_numbers(given: tuple[Given, ...]) -> list[float]:
    """The numbers of the functions that once came as an add-in: text counts by the number that it spells, TRUE is refused,
    blank cells are passed over unless all arguments are single blank cells. Raises FailedError."""
    found: list[float] = []
    for one in given:
        if one is None:
            raise FailedError(NA)
        for value in array_of(one).flat():
            if isinstance(value, bool):
                raise FailedError(VALUE)
            if value is not None:
                found.append(as_number(value))
    if not found and all(isinstance(one, Ref) and one.is_cell for one in given):
        raise FailedError(VALUE)
    return found


def _whole_numbers(given: tuple[Given, ...]) -> list[int]:
    found = bare_numbers(given)
    if any(not 0 <= number < 2**53 for number in found):
        raise FailedError(NUM)
    return [int(number) for number in found]


@function("BASE", "nn?n")
def _base(number: float, radix: float, least: float = 0.0) -> str:
    n, r = int(number), int(radix)
    if not (0 <= n < 2**53 and 2 <= r <= 36 and 0 <= least <= 255):
        raise FailedError(NUM)
    digits = ""
    while n:
        n, rest = divmod(n, r)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + digits
    return (digits or "0").rjust(int(least), "0")


@function("DECIMAL", "tn")
def _from_base(text: str, radix: float) -> float:
    try:
        return float(int(text.strip(), int(radix))) if text.strip() else 0.0
    except ValueError:
        raise FailedError(NUM) from None


_LETTERS, _VALUES = "MDCLXVI", (1000, 500, 100, 50, 10, 5, 1)


def _roman_of(rest: int, form: int) -> str:
    """Roman numerals; of form 1 to 4 a letter may stand before ones that are so many places larger: ID for 499."""
    text, last = "", len(_VALUES) - 1
    for index in range(0, last + 1, 2):
        digit = rest // _VALUES[index]
        if digit % 5 == 4:
            large, small = index - (1 if digit == 4 else 2), index
            for _ in range(form):
                if small == last or _VALUES[large] - _VALUES[small + 1] > rest:
                    break
                small += 1
            text += _LETTERS[small] + _LETTERS[large]
            rest += _VALUES[small] - _VALUES[large]
        else:
            text += (_LETTERS[index - 1] if digit > 4 else "") + _LETTERS[index] * (digit % 5)
            rest %= _VALUES[index]
    return text


@function("ROMAN", "n?v")
def _roman(number: float, form: Scalar = 0.0) -> str:
    n = int(number)
    if not 0 <= n < 4000:
        raise FailedError(VALUE)
    concise = (0 if form else 4) if isinstance(form, bool) else int(as_number(form))
    if not 0 <= concise <= 4:
        raise FailedError(VALUE)
    return _roman_of(n, concise)


def _matrix(given: Given) -> np.ndarray:
    array = array_of(given)
    array.refuse_errors()
    if not (array.kind == NUMBER).all():
        raise FailedError(VALUE)
    return array.num


@function("MMULT", "aa")
def _mmult(one: Given, other: Given) -> Arr:
    a, b = _matrix(one), _matrix(other)
    if a.shape[1] != b.shape[0]:
        raise FailedError(VALUE)
    with np.errstate(all="ignore"):
        product = a @ b
    if not np.isfinite(product).all():
        raise FailedError(NUM)
    return Arr.numbers(product)


@function("MDETERM", "a")
def _mdeterm(given: Given) -> float:
    matrix = _matrix(given)
    if matrix.shape[0] != matrix.shape[1]:
        raise FailedError(VALUE)
    return finite(float(np.linalg.det(matrix)))


@function("MINVERSE", "a")
def _minverse(given: Given) -> Arr:
    matrix = _matrix(given)
    if matrix.shape[0] != matrix.shape[1]:
        raise FailedError(VALUE)
    try:
        return Arr.numbers(np.linalg.inv(matrix))
    except np.linalg.LinAlgError:
        raise FailedError(NUM) from None


@function("MUNIT", "i")
def _munit(size: int) -> Arr:
    if size < 1:
        raise FailedError(VALUE)
    return Arr.numbers(np.eye(size))


@function("SEQUENCE", "o?ooo")
def _sequence(
    high: float | None, wide: float | None = None, first: float | None = None, by: float | None = None
) -> Arr:
    rows, columns, start, step = (1.0 if each is None else each for each in (high, wide, first, by))
    rows, columns = int(rows), int(columns)
    if rows < 1 or columns < 1:
        raise FailedError(VALUE)
    return Arr.numbers((start + step * np.arange(rows * columns, dtype=np.float64)).reshape(rows, columns))
