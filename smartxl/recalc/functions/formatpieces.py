"""The pieces of number formats that are shown as they are, and the language that a format names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from smartxl.recalc.values import NotComputed
from smartxl.text import Text

__all__ = ["PLAIN_MARKS", "in_english", "literal", "unknown_format"]

PLAIN_MARKS = frozenset("$-+/():!^&'~{}<>=| ¥€£")
"""ASCII characters, and signs of money, that formats of numbers show without quotes."""

_COLOUR = re.compile(r"\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?\d+)\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$(?P<sign>[^-\]]*)(?:-(?P<language>[0-9A-Fa-f]{1,8}))?\]")
_OF_THE_SYSTEM = frozenset({0xF400, 0xF800})  # the time and the long day as the machine is set
_WESTERN = frozenset({0, 1})  # the digits 0 to 9, the Gregorian calendar
_ENGLISH, _LANGUAGE = 0x09, 0x3FF  # the lower ten bits; the others are the country


def unknown_format(code: str) -> NotComputed:
    """That a number format is not understood."""
    return NotComputed(Text(f"数字格式 {code}", f"the number format {code}"))


def literal(piece: re.Match[str], code: str, marks: frozenset[str] = PLAIN_MARKS) -> str:
    """What a piece of a format shows as it is. Raises NotComputed for one that is no such piece."""
    if piece["quoted"] is not None:
        return piece["quoted"]
    if piece["escaped"]:
        return piece["escaped"]
    if piece["blank"]:
        return " "
    if piece["bracket"]:
        return _bracket(piece["bracket"], code)
    mark = piece["mark"]
    if mark and (mark in marks or not mark.isascii()):
        return mark
    raise unknown_format(code)


def _bracket(bracket: str, code: str) -> str:
    """The sign of a currency; nothing of a colour or language. Raises NotComputed for digits and calendars of other kinds."""
    if _COLOUR.fullmatch(bracket):
        return ""
    currency = _CURRENCY.fullmatch(bracket)
    number = int(currency["language"] or "0", 16) if currency else 0
    is_western = number >> 24 in _WESTERN and number >> 16 & 0xFF in _WESTERN
    if currency is None or not is_western or number & 0xFFFF in _OF_THE_SYSTEM:
        raise unknown_format(code)
    return currency["sign"]


def in_english(pieces: Iterable[re.Match[str]]) -> bool:
    """Whether no piece names another language than English, in which months and days have other names."""
    named = (_CURRENCY.fullmatch(piece["bracket"] or "") for piece in pieces)
    return all(
        int(each["language"], 16) & _LANGUAGE == _ENGLISH for each in named if each and each["language"]
    )
