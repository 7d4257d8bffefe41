"""Values as a cell holds them, and how Excel takes one for another.

A scalar is a float, a text, TRUE or FALSE, an error or None for a blank cell. What stands for a number where one is
wanted: TRUE is 1, a blank 0, a text the number that it spells. What a text would spell in one country and not in the
next ("3/4/2024", "1,5") is not computed at all: `NotComputed`.

Sources: ECMA-376 part 1, 18.17.2 (formulas); Microsoft, "Calculation operators and precedence in Excel".
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Final

from smartxl.text import Text

__all__ = [
    "CALC",
    "DIV0",
    "ERRORS",
    "NA",
    "NAME",
    "NULL",
    "NUM",
    "REF",
    "VALUE",
    "CellError",
    "FailedError",
    "NotComputed",
    "Scalar",
    "as_logical",
    "as_number",
    "as_text",
    "compared",
    "equal",
    "general",
    "number_in",
    "serial_of",
    "text_order",
]


class CellError:
    """An error that a cell shows, such as #N/A; there is one object of each."""

    __slots__ = ("code",)

    def __init__(self, code: str) -> None:
        self.code = code

    def __repr__(self) -> str:
        return self.code


NULL, DIV0, VALUE, REF, NAME, NUM, NA = (
    CellError(code) for code in ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
)
CALC = CellError("#CALC!")
ERRORS: Final = {
    error.code: error
    for error in (
        NULL,
        DIV0,
        VALUE,
        REF,
        NAME,
        NUM,
        NA,
        CALC,
        *(CellError(c) for c in ("#GETTING_DATA", "#SPILL!", "#FIELD!", "#BLOCKED!", "#BUSY!")),
    )
}

Scalar = float | str | bool | CellError | None


class FailedError(Exception):
    """A formula comes to an error, which goes through whatever does not look for errors."""

    def __init__(self, error: CellError) -> None:
        self.error = error
        super().__init__(error.code)


class NotComputed(Exception):
    """What is not computed here, rather than computed otherwise than Excel does."""

    def __init__(self, why: Text) -> None:
        self.why = why
        super().__init__(why.en)


_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_PERCENT = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?) ?%")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?")
_LOCAL = re.compile(r"\d")
_MAX_DIGITS = 15
_FIRST_YEAR, _LAST_YEAR = 1900, 9999
_DAY_ZERO = date(1899, 12, 30).toordinal()
_LEAP_BUG = 61  # from here on Excel's serial numbers count 29 February 1900, a day that never was


def serial_of(day: date) -> float:
    """The number that stands for a day: 1 is 1 January 1900, 61 is 1 March 1900."""
    serial = day.toordinal() - _DAY_ZERO
    return float(serial if serial >= _LEAP_BUG else serial - 1)


def number_in(text: str) -> float | None:
    """The number that a text spells in every country, None for one that spells none. Raises NotComputed for the others."""
    typed = text.strip(" ")
    if _DECIMAL.fullmatch(typed):
        return float(typed)
    if percent := _PERCENT.fullmatch(typed):
        return float(percent[1]) / 100
    if day := _ISO_DAY.fullmatch(typed):
        _refuse_outer_blanks(text)
        return None if text.startswith(" ") else _day(*map(int, day.groups()))
    if clock := _CLOCK.fullmatch(typed):
        _refuse_outer_blanks(text)
        return (int(clock[1]) + int(clock[2]) / 60 + float(clock[3] or 0) / 3600) / 24
    if _LOCAL.search(typed) and _may_be_local(typed):
        why = Text(
            f"“{typed}”算不算数因地区设置而异", f"whether {typed!r} is a number depends on the country"
        )
        raise NotComputed(why)
    return None


def _refuse_outer_blanks(text: str) -> None:
    """Raises NotComputed for a day or time with blanks on one side: with blanks on both sides it is none."""
    if text.startswith(" ") != text.endswith(" "):
        raise NotComputed(Text("前后有空格的日期文字", "a date as text with blanks around it"))


def _day(year: int, month: int, day: int) -> float | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return serial_of(date(year, month, day))
    except ValueError:
        return None


_MONEY = "[$€£¥￥₩₹₽₺₫฿₴₪¤]"
_SHAPES_OF_A_COUNTRY = re.compile(
    rf"(?:[-+(]?{_MONEY}?|{_MONEY}[-+])\s?[\d.,' \xa0]+\s?{_MONEY}?\)?%?"  # 1,234.50 or (5) or $3 or 1 000
    r"|\d{1,4}[-/. ]\d{1,4}(?:[-/. ]\d{1,4})?(?: \d.*)?"  # 3/4/2024
    r"|(?:\d{1,2}[- ])?[A-Za-z]{3,9}[- .]+\d{1,4}(?:,? \d{4})?(?: \d.*)?"  # 3-Mar-24, March 2024
    r"|\d{4}年.*|\d+ \d+/\d+"  # 2024年3月, 1 1/2
    r"|\d+:\d*(?::\d*)?(?:\.\d*)?"  # 23:99, 5:30.5
    r"|\d{1,2}(?::\d{2}){0,2} ?[AaPp][Mm]?|\d{4}-\d{1,2}-\d{1,2}[ T]\d.*"
)


def _may_be_local(typed: str) -> bool:
    return _SHAPES_OF_A_COUNTRY.fullmatch(typed) is not None


def as_number(value: Scalar) -> float:
    """The number that a value stands for. Raises FailedError for an error and for text that is no number."""
    if isinstance(value, float):
        return value
    if isinstance(value, CellError):
        raise FailedError(value)
    if isinstance(value, str):
        found = number_in(value)
        if found is None:
            raise FailedError(VALUE)
        return found
    return float(value or 0)


def as_logical(value: Scalar) -> bool:
    """TRUE or FALSE as IF takes a value. Raises FailedError."""
    if isinstance(value, CellError):
        raise FailedError(value)
    if isinstance(value, str):
        word = value.casefold()
        if word not in {"true", "false"}:
            raise FailedError(VALUE)
        return word == "true"
    return bool(value)


def as_text(value: Scalar) -> str:
    """The text that & makes of a value. Raises FailedError."""
    if isinstance(value, str):
        return value
    if isinstance(value, CellError):
        raise FailedError(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else general(value)


def general(number: float) -> str:
    """A number as & writes it: up to 15 significant digits, without an exponent as long as it is between 1E-9 and 1E+15."""
    if number == 0:
        return "0"
    mantissa, _, power = f"{number:.{_MAX_DIGITS - 1}E}".partition("E")
    exponent, digits = int(power), mantissa.lstrip("-").replace(".", "").rstrip("0")
    sign = "-" if number < 0 else ""
    if exponent >= _MAX_DIGITS or (exponent < -4 and len(digits) - exponent > _MAX_DIGITS + 5):
        point = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits
        return f"{sign}{point}E{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    whole, part = digits[: exponent + 1].ljust(exponent + 1, "0"), digits[exponent + 1 :]
    return f"{sign}{whole}.{part}" if part else sign + whole


def _settled(number: float) -> float:
    """As Excel compares numbers: to 15 significant digits."""
    return float(f"{number:.15g}") if math.isfinite(number) else number


def equal(one: Scalar, other: Scalar) -> bool:
    """Whether = holds: texts without regard to case, numbers to 15 digits, blanks as needed. Raises FailedError."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other or one.lower() == other.lower()
    if isinstance(one, str) and other is None:
        return not one
    if isinstance(other, str) and one is None:
        return not other
    return compared(one, other) == 0


def compared(one: Scalar, other: Scalar) -> int:
    """-1, 0 or 1 as a value is less than, equal to or greater than another: numbers < texts < FALSE < TRUE.

    A blank is 0, "" or FALSE, as the other wants it. Raises FailedError for an error, NotComputed for two texts whose order
    is another in each country.
    """
    if isinstance(one, float) and isinstance(other, float):
        return _compared_numbers(one, other)
    for value in (one, other):
        if isinstance(value, CellError):
            raise FailedError(value)
    if one is None:
        one = _blank_like(other)
    if other is None:
        other = _blank_like(one)
    first, second = _rank(one), _rank(other)
    if first != second:
        return -1 if first < second else 1
    if isinstance(one, str) and isinstance(other, str):
        return text_order(one, other)
    return _compared_numbers(float(one), float(other))  # type: ignore[arg-type]  # neither is a text, an error or blank


def _compared_numbers(x: float, y: float) -> int:
    if x != y:
        x, y = _settled(x), _settled(y)
    return (x > y) - (x < y)


def text_order(one: str, other: str) -> int:
    """-1, 0 or 1 as a text comes before another, without regard to case; hyphens and apostrophes count last.

    Raises NotComputed where the order is another in each country.
    """
    a, b = one.lower(), other.lower()
    if not a or not b:  # an empty text comes first in every country
        return _order(a, b)
    if a == b:
        return 0
    if a.isascii() and b.isascii():
        return _order(_sorted_key(a), _sorted_key(b)) or _order(a, b)
    why = Text("文字的先后因地区设置而异", "which of two texts comes first depends on the country")
    raise NotComputed(why)


def _order(a: str, b: str) -> int:
    return (a > b) - (a < b)


_PASSED_OVER = str.maketrans("", "", "-'")


def _sorted_key(text: str) -> str:
    """Marks before digits before letters."""
    if text.isalnum():
        return text
    return "".join(c if c.isalnum() else f"\x01{c}" for c in text.translate(_PASSED_OVER))


def _blank_like(value: Scalar) -> Scalar:
    return "" if isinstance(value, str) else False if isinstance(value, bool) else 0.0


def _rank(value: Scalar) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0
