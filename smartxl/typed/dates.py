"""The grammar of dates that people type: docs/cleaning.md has it as a table. A date without its day is not guessed."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["EPOCH_1904", "EXCEL_EPOCH", "Span", "month_of_number", "read_date", "serial_date"]

EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's serial numbers (from March 1900 on)."""
EPOCH_1904 = date(1904, 1, 1)
"""Day 0 in workbooks with the date system of the Macintosh."""

_FIRST, _LAST = date(2000, 1, 1), date(2101, 1, 1)  # serial numbers outside are no dates of a round
_NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TIME = r"(?:[ T]\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?秒?Z?)?"
_DAY = re.compile(
    rf"(?P<y>\d{{4}})(?:(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})"
    rf"|年(?P<m2>\d{{1,2}})月(?P<d2>\d{{1,2}})[日号]?){_TIME}"
)
_COMPACT = re.compile(r"(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_MONTH = re.compile(
    r"(?P<y>\d{4})(?:年(?P<m>\d{1,2})月份?|[-/.](?P<m2>\d{1,2}))(?P<part>[上中下]旬|初|底|末)?"
)
_PARTS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 31), "底": (1, 31), "末": (1, 31)}
_WORDS = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日号])")
_LONGEST = 60  # characters: what is longer was not typed as a date
_WEEKDAY = re.compile(r" ?\(?(?:星期|周)[一二三四五六日天]\)?$")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last; one day where a date is complete."""

    first: date
    last: date

    @property
    def day(self) -> date | None:
        """The day, where it is one."""
        return self.first if self.first == self.last else None

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"


def read_date(text: str) -> Span | None:
    """Plain text as a day or as a month of which the day is missing; None for everything else."""
    if len(text) > _LONGEST:
        return None
    text = _WORDS.sub(_in_figures, _WEEKDAY.sub("", text)).replace("。", ".")
    text = re.sub(r"\s*([年月日号\-/.])\s*(?!\d{1,2}:)", r"\1", text).rstrip(" .,;、")
    if match := _DAY.fullmatch(text) or _COMPACT.fullmatch(text):
        found = match.groupdict()
        return _span(found["y"], found["m"] or found["m2"], found["d"] or found["d2"])
    if match := _MONTH.fullmatch(text):
        return _month(int(match["y"]), int(match["m"] or match["m2"]), match["part"])
    return None


def _span(year: str, month: str, day: str) -> Span | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Span(found, found)


def _month(year: int, month: int, part: str | None = None) -> Span | None:
    if not (1 <= month <= 12 and _FIRST.year <= year < _LAST.year):
        return None
    first, last = _PARTS.get(part or "", (1, 31))
    return Span(date(year, month, first), date(year, month, min(last, calendar.monthrange(year, month)[1])))


def _in_figures(match: re.Match[str]) -> str:
    """二〇二六 is 2026, 二十一 is 21."""
    tens, ten, ones = match[0].partition("十")
    if not ten:
        return match[0].translate(_NUMERALS)
    return f"{tens.translate(_NUMERALS) or 1}{ones.translate(_NUMERALS) or 0}"


def serial_date(value: float, *, since_1904: bool = False) -> date | None:
    """The day of a serial number of 2000 to 2100, None for other numbers."""
    epoch = EPOCH_1904 if since_1904 else EXCEL_EPOCH
    days = int(value) if abs(value) < 100_000 else 0
    day = epoch + timedelta(days=days)
    return day if _FIRST <= day < _LAST else None


def month_of_number(value: float) -> tuple[Span, ...]:
    """2026.9 was meant as a month; 2026.1 is what a spreadsheet makes of 2026.1 and of 2026.10."""
    year, _, tail = repr(value).partition(".")
    if not year.isdigit() or len(year) != 4 or len(tail) > 2:
        return ()
    months = (1, 10) if tail == "1" else (int(tail),)
    spans = (_month(int(year), month) for month in months)
    return tuple(span for span in spans if span is not None)
