"""Whole numbers written to base 2, 8 and 16: ten digits at most, negative ones as their complement."""

from __future__ import annotations

from typing import Final

from smartxl.recalc.operators import finite
from smartxl.recalc.registry import function
from smartxl.recalc.values import NUM, VALUE, FailedError, Scalar, as_number, as_text

__all__: list[str] = []

_BASES: Final = {"BIN": 2, "OCT": 8, "HEX": 16}
_DIGITS = 10
_LETTERS = "0123456789ABCDEF"


def _read(value: Scalar, base: int) -> int:
    if isinstance(value, bool):
        raise FailedError(VALUE)
    text = as_text(value).strip()
    if len(text) > _DIGITS:
        raise FailedError(NUM)
    try:
        number = int(text or "0", base)
    except ValueError:
        raise FailedError(NUM) from None
    if number < 0 or "_" in text or text.startswith(("+", "-")):
        raise FailedError(NUM)
    return number - base**_DIGITS if number >= base**_DIGITS // 2 else number


def _width(places: Scalar) -> int | None:
    """How many digits are wanted; None where that was left out. Raises FailedError."""
    if places is None:
        return None
    if isinstance(places, bool):
        raise FailedError(VALUE)
    width = int(as_number(places))
    if not 1 <= width <= _DIGITS:
        raise FailedError(NUM)
    return width


def _written(number: int, base: int, width: int | None) -> str:
    if not -(base**_DIGITS) // 2 <= number < base**_DIGITS // 2:
        raise FailedError(NUM)
    rest, text = number if number >= 0 else number + base**_DIGITS, ""
    while rest:
        rest, digit = divmod(rest, base)
        text = _LETTERS[digit] + text
    text = text or "0"
    if width is None or number < 0:
        return text
    if len(text) > width:
        raise FailedError(NUM)
    return text.rjust(width, "0")


def _register() -> None:
    for name, base in _BASES.items():
        _to_decimal(name, base)
        _from_decimal(name, base)
        for other, target in _BASES.items():
            if other != name:
                _between(name, base, other, target)


def _to_decimal(name: str, base: int) -> None:
    @function(f"{name}2DEC", "q")
    def call(value: Scalar) -> float:
        return finite(float(_read(value, base)))


def _from_decimal(name: str, base: int) -> None:
    @function(f"DEC2{name}", "q?u")
    def call(value: Scalar, places: Scalar = None) -> str:
        width = _width(places)
        if isinstance(value, bool):
            raise FailedError(VALUE)
        return _written(int(as_number(value)), base, width)


def _between(name: str, base: int, other: str, target: int) -> None:
    @function(f"{name}2{other}", "q?u")
    def call(value: Scalar, places: Scalar = None) -> str:
        width = _width(places)
        return _written(_read(value, base), target, width)


_register()
