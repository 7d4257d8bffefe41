"""Bits, steps, units and Bessel functions."""

from __future__ import annotations

import functools
import math
from typing import Any

from smartxl.recalc.registry import function
from smartxl.recalc.values import NA, NUM, VALUE, FailedError

__all__: list[str] = []

_BITS = 2**48
_MOST_SHIFTED = 53


def _bits(number: float) -> int:
    if not 0 <= number < _BITS or number != int(number):
        raise FailedError(NUM)
    return int(number)


@function("BITAND", "nn")
def _bitand(one: float, other: float) -> float:
    return float(_bits(one) & _bits(other))


@function("BITOR", "nn")
def _bitor(one: float, other: float) -> float:
    return float(_bits(one) | _bits(other))


@function("BITXOR", "nn")
def _bitxor(one: float, other: float) -> float:
    return float(_bits(one) ^ _bits(other))


def _shifted(number: float, by: float) -> float:
    places = math.trunc(by)
    if abs(places) > _MOST_SHIFTED:
        raise FailedError(NUM)
    found = _bits(number) << places if places >= 0 else _bits(number) >> -places
    if found >= _BITS:
        raise FailedError(NUM)
    return float(found)


@function("BITLSHIFT", "nn")
def _bitlshift(number: float, by: float) -> float:
    return _shifted(number, by)


@function("BITRSHIFT", "nn")
def _bitrshift(number: float, by: float) -> float:
    return _shifted(number, -by)


@function("DELTA", "p?p")
def _delta(one: float, other: float = 0.0) -> float:
    return float(one == other)


@function("GESTEP", "p?p")
def _gestep(number: float, step: float = 0.0) -> float:
    return float(number >= step)


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_LONGEST = 255


@function("ARABIC", "t")
def _arabic(text: str) -> float:
    typed = text.strip().upper()
    sign = -1.0 if typed.startswith("-") else 1.0
    letters = typed.removeprefix("-")
    if len(letters) > _LONGEST or any(letter not in _ROMAN for letter in letters):
        raise FailedError(VALUE)
    total = largest = 0
    for letter in reversed(letters):  # whatever stands before a larger letter is taken off
        value = _ROMAN[letter]
        total += value if value >= largest else -value
        largest = max(largest, value)
    return sign * total


_POND = 0.00980665  # newtons
_PREFIXES = {"": 1.0, "Y": 1e24, "Z": 1e21, "E": 1e18, "P": 1e15, "T": 1e12, "G": 1e9, "M": 1e6, "k": 1e3, "h": 1e2,
             "e": 1e1, "da": 1e1, "d": 1e-1, "c": 1e-2, "m": 1e-3, "u": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15,
             "a": 1e-18, "z": 1e-21, "y": 1e-24}  # fmt: skip


@functools.cache
def _converter() -> Any:  # noqa: ANN401  (a function of the package)
    from formulas import get_functions

    return get_functions()["CONVERT"]


def _as_newtons(unit: str) -> tuple[str, float]:
    """A unit that the table knows, and how many of it the unit is."""
    if unit.endswith("pond") and unit[:-4] in _PREFIXES:
        return "N", _POND * _PREFIXES[unit[:-4]]
    return ("regton" if unit == "GRT" else unit), 1.0


@function("CONVERT", "ptt")
def _convert(number: float, start: str, end: str) -> float:
    (first, times), (last, parts) = _as_newtons(start), _as_newtons(end)
    try:
        found = _converter()(number * times, first, last)
        value = float(found.item() if hasattr(found, "item") else found)
    except (TypeError, ValueError):
        raise FailedError(NA) from None
    if not math.isfinite(value):
        raise FailedError(NA)
    return value / parts
