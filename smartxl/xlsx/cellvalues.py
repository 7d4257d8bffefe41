"""What stands in a cell, from how the file writes it: texts, numbers, and days that are numbers with a date format."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

__all__ = ["CellValue", "Contents", "Percent", "plain_text"]

CellValue = str | float | bool | date | datetime | time | timedelta


class Percent(float):
    """A number that its cell shows as a percentage: 0.85 as 85%."""

    __slots__ = ()


_NUMBER = re.compile(r"[ \n]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[ \n]*")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAY_0, _DAY_0_OF_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_TRUTH = {"1": True, "true": True, "0": False, "false": False}
_SHORT = 24  # characters of a number that is worth remembering
_NO_LEAP_DAY = 60  # Excel's 29 February 1900, which never was
_FIRST_SHOWN, _FIRST_HALF, _LAST_HALF = 0x20, 0xD800, 0xDFFF
_LAST_DAY = 2_958_466  # 1 January 10000


@dataclass(frozen=True, slots=True)
class Contents:
    """What cells refer to: the shared strings, and what each format shows ("d" a day, "t" a duration, "p" a percentage)."""

    strings: Sequence[str]
    formats: Sequence[str]
    from_1904: bool = False

    def shared(self, index: str) -> str:
        """A shared string. Raises ValueError for one that is not there."""
        if not index.isdecimal() or int(index) >= len(self.strings):
            raise ValueError(f"no string {index[:20]}")
        return self.strings[int(index)]

    def numbers(self, style: int) -> Callable[[str], CellValue]:
        """Reads numbers of a format as what it shows them as. Raises ValueError for what is none."""
        kind, from_1904 = self.formats[style] if style < len(self.formats) else "", self.from_1904
        return lambda text: (_known if len(text) <= _SHORT else _number)(text, kind, from_1904)

    def truth(self, text: str) -> bool:
        """Yes or no. Raises ValueError for anything else."""
        if text.strip() not in _TRUTH:
            raise ValueError(f"no yes or no {text[:20]}")
        return _TRUTH[text.strip()]

    def day(self, text: str) -> CellValue:
        """A day as ISO 8601 writes it. Raises ValueError for what is none."""
        moment = datetime.fromisoformat(text.strip())
        return moment if moment.time() != time() else moment.date()


def _number(text: str, kind: str, from_1904: bool) -> CellValue:
    """A number, a share, a day, a moment or a time."""
    if not (text.isdecimal() and text.isascii()) and not _NUMBER.fullmatch(text):
        raise ValueError(f"no number {text[:20]}")
    number = float(text)
    if kind == "p":
        return Percent(number)
    return _day(number, kind, from_1904) if kind else number


_known = lru_cache(maxsize=4096)(_number)  # the same numbers stand in form after form


def _day(number: float, kind: str, from_1904: bool) -> CellValue:
    """A day, a moment or a time of the day; the number where there is no such day."""
    if not 0 <= number < _LAST_DAY:
        return number
    passed = timedelta(seconds=round(number * 86_400, 3))
    if kind == "t":
        return passed
    if number < 1:
        return (datetime.min + passed).time() if passed.days == 0 else number
    early = number < _NO_LEAP_DAY and not from_1904
    moment = (_DAY_0_OF_1904 if from_1904 else _DAY_0) + passed + timedelta(days=early)
    return moment.date() if moment.time() == time() else moment


def plain_text(text: str) -> str:
    """A text without the file format's own escapes: _x000D_ is a carriage return."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    """What an escape stands for; one for half a character or for a control character stays as it is."""
    code = int(match[1], 16)
    shown = code >= _FIRST_SHOWN and not _FIRST_HALF <= code <= _LAST_HALF
    return chr(code) if shown or code in {9, 10, 13} else match[0]
