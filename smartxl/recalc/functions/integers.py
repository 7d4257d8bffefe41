"""Functions of whole numbers: factorials, choices, common divisors, other bases, Roman numerals."""

from __future__ import annotations

import math
from functools import reduce

from smartxl.recalc.arrays import BLANK
from smartxl.recalc.functions.given import Given, array_of
from smartxl.recalc.operators import finite
from smartxl.recalc.planes import Ref
from smartxl.recalc.registry import function
from smartxl.recalc.values import NA, NUM, VALUE, FailedError, Scalar, as_number

__all__ = ["bare_numbers"]


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
