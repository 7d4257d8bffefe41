"""Functions of days and times; a day is a serial number from 1 January 1900 on, with Excel's 29 February 1900."""

from __future__ import annotations

import calendar
import math
from datetime import date
from typing import Final

from smartxl.recalc.functions.formats import day_of
from smartxl.recalc.functions.given import Given, numbers
from smartxl.recalc.registry import FUNCTIONS, function
from smartxl.recalc.values import (
    NUM,
    VALUE,
    FailedError,
    NotComputed,
    Scalar,
    as_number,
    number_in,
    serial_of,
)
from smartxl.text import Text

__all__ = ["NAMES"]

_MARCH_1900 = 61
_EARLY = Text("1900 年 3 月以前的日期", "days before March 1900")
_LAST = 2958466  # the day after 31 December 9999


def _checked(serial: float) -> float:
    if not 0 <= serial < _LAST:
        raise FailedError(NUM)
    return serial


def _day(serial: float) -> date:
    """The day of a serial number; 0 is told apart by those who call. Raises FailedError."""
    return day_of(math.floor(_checked(serial))).date()


@function("DATE", "nnn")
def _date(year: float, month: float, day: float) -> float:
    y, m = int(year), int(month) - 1
    if y < 0 or y > 9999:
        raise FailedError(NUM)
    if y < 1900:
        y += 1900
    y, m = y + m // 12, m % 12
    if not 1 <= y <= 9999:
        raise FailedError(NUM)
    first = (
        serial_of(date(y, m + 1, 1)) if y >= 1900 else float((date(y, m + 1, 1) - date(1899, 12, 31)).days)
    )
    return _checked(first + int(day) - 1)


def _is_bug(serial: float) -> bool:
    return 60 <= serial < 61


@function("YEAR", "n")
def _year(serial: float) -> float:
    return 1900.0 if 0 <= serial < 1 or _is_bug(serial) else float(_day(serial).year)


@function("MONTH", "n")
def _month(serial: float) -> float:
    return 1.0 if 0 <= serial < 1 else 2.0 if _is_bug(serial) else float(_day(serial).month)


@function("DAY", "n")
def _day_of_month(serial: float) -> float:
    return 0.0 if 0 <= serial < 1 else 29.0 if _is_bug(serial) else float(_day(serial).day)


def _second_of(serial: float) -> int:
    _checked(serial)
    return math.floor((serial - math.floor(serial)) * 86400 + 0.5) % 86400


@function("HOUR", "n")
def _hour(serial: float) -> float:
    return float(_second_of(serial) // 3600)


@function("MINUTE", "n")
def _minute(serial: float) -> float:
    return float(_second_of(serial) // 60 % 60)


@function("SECOND", "n")
def _second(serial: float) -> float:
    return float(_second_of(serial) % 60)


@function("TIME", "nnn")
def _time(hour: float, minute: float, second: float) -> float:
    seconds = int(hour) * 3600 + int(minute) * 60 + int(second)
    if seconds < 0:
        raise FailedError(NUM)
    return seconds % 86400 / 86400


@function("DATEVALUE", "t")
def _datevalue(text: str) -> float:
    number = number_in(text)
    if number is None or "-" not in text:
        raise FailedError(VALUE)
    return float(math.floor(number))


@function("TIMEVALUE", "t")
def _timevalue(text: str) -> float:
    number = number_in(text)
    if number is None or ":" not in text:
        raise FailedError(VALUE)
    return number % 1


_FIRST_DAY = {1: 6, 2: 0, 11: 0, 12: 1, 13: 2, 14: 3, 15: 4, 16: 5, 17: 6}
"""The day of the week that has number 1, Monday being 0."""


def _weekday_of(serial: float) -> int:
    """0 for Monday; by the serial number, as Excel counts, also before March 1900."""
    return (math.floor(_checked(serial)) + 5) % 7


@function("WEEKDAY", "n?i")
def _weekday(serial: float, kind: int = 1) -> float:
    if kind == 3:
        return float(_weekday_of(serial))
    if kind not in _FIRST_DAY:
        raise FailedError(NUM)
    return float((_weekday_of(serial) - _FIRST_DAY[kind]) % 7 + 1)


@function("WEEKNUM", "p?p")
def _weeknum(serial: float, of: float = 1.0) -> float:
    kind = int(of)
    if serial < _MARCH_1900:
        raise NotComputed(_EARLY)
    if kind == 21:
        return _isoweeknum(serial)
    if kind not in _FIRST_DAY:
        raise FailedError(NUM)
    day = _day(serial)
    first = date(day.year, 1, 1)
    return float(((day - first).days + (first.weekday() - _FIRST_DAY[kind]) % 7) // 7 + 1)


@function("ISOWEEKNUM", "n")
def _isoweeknum(serial: float) -> float:
    if serial < _MARCH_1900:
        raise NotComputed(_EARLY)
    return float(_day(serial).isocalendar().week)


def _shifted(serial: float, months: int) -> tuple[int, int, int]:
    day = _day(serial)
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1, day.day


@function("EDATE", "pp")
def _edate(serial: float, months: float) -> float:
    year, month, day = _shifted(serial, int(months))
    if not 1900 <= year <= 9999:
        raise FailedError(NUM)
    return serial_of(date(year, month, min(day, calendar.monthrange(year, month)[1])))


@function("EOMONTH", "pp")
def _eomonth(serial: float, months: float) -> float:
    year, month, _ = _shifted(serial, int(months))
    if not 1900 <= year <= 9999:
        raise FailedError(NUM)
    return serial_of(date(year, month, calendar.monthrange(year, month)[1]))


@function("DAYS", "vv")
def _days(end: Scalar, start: Scalar) -> float:
    return float(math.floor(as_number(end)) - math.floor(as_number(start)))


@function("DAYS360", "nn?b")
def _days360(start: float, end: float, european: bool = False) -> float:
    a, b = _day(start), _day(end)
    d1, d2 = a.day, b.day
    m2, y2 = b.month, b.year
    if european:
        d1, d2 = min(d1, 30), min(d2, 30)
    else:
        if _is_last(a):
            d1 = 30
        if d2 == 31:
            if d1 < 30:
                d2, m2 = 1, m2 + 1
            else:
                d2 = 30
    return float((y2 - a.year) * 360 + (m2 - a.month) * 30 + d2 - d1)


def _is_last(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


@function("DATEDIF", "nnt")
def _datedif(start: float, end: float, unit: str) -> float:
    if start > end:
        raise FailedError(NUM)
    if unit.upper() == "D":
        return float(math.floor(_checked(end)) - math.floor(_checked(start)))
    if start < _MARCH_1900 or unit.upper() in {"YD", "MD"}:
        raise NotComputed(Text("DATEDIF 的 YD、MD 或早期日期", 'DATEDIF with "YD", "MD" or early days'))
    a, b = _day(start), _day(end)
    months = (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day)
    kind = unit.upper()
    if kind == "M":
        return float(months)
    if kind == "Y":
        return float(months // 12)
    if kind == "YM":
        return float(months % 12)
    raise FailedError(NUM)


@function("YEARFRAC", "pp?p")
def _yearfrac(start: float, end: float, by: float = 0.0) -> float:
    basis = int(by)
    if min(start, end) < _MARCH_1900:
        raise NotComputed(_EARLY)
    a, b = sorted((math.floor(start), math.floor(end)))
    if basis == 0:
        return _days360(a, b) / 360
    if basis == 2:
        return (b - a) / 360
    if basis == 3:
        return (b - a) / 365
    if basis == 4:
        return _days360(a, b, european=True) / 360
    if basis != 1:
        raise FailedError(NUM)
    return (b - a) / _average_year(_day(a), _day(b)) if a != b else 0.0


def _average_year(a: date, b: date) -> float:
    """Days in a year between two days, as Excel's basis 1 has it."""
    if a.year == b.year:
        return 366.0 if calendar.isleap(a.year) else 365.0
    within = (b.year - a.year == 1) and (b.month, b.day) <= (a.month, a.day)
    if within:
        leap_a = calendar.isleap(a.year) and a <= date(a.year, 2, 29)
        leap_b = calendar.isleap(b.year) and b >= date(b.year, 2, 29)
        return 366.0 if leap_a or leap_b else 365.0
    years = range(a.year, b.year + 1)
    return sum(366 if calendar.isleap(year) else 365 for year in years) / len(years)


def _holidays(given: Given) -> frozenset[int]:
    return frozenset() if given is None else frozenset(int(number) for number in numbers(given).tolist())


_WEEKENDS = {1: {5, 6}, 2: {6, 0}, 3: {0, 1}, 4: {1, 2}, 5: {2, 3}, 6: {3, 4}, 7: {4, 5},
             11: {6}, 12: {0}, 13: {1}, 14: {2}, 15: {3}, 16: {4}, 17: {5}}  # fmt: skip


def _weekend(kind: Scalar) -> set[int]:
    if isinstance(kind, str):
        if len(kind) != 7 or set(kind) - {"0", "1"} or kind == "1111111":
            raise FailedError(VALUE)
        return {index for index, mark in enumerate(kind) if mark == "1"}
    number = int(as_number(1.0 if kind is None else kind))
    if number not in _WEEKENDS:
        raise FailedError(NUM)
    return _WEEKENDS[number]


def _workdays(start: float, end: float, weekend: set[int], free: frozenset[int]) -> float:
    a, b = math.floor(start), math.floor(end)
    sign = 1 if a <= b else -1
    a, b = min(a, b), max(a, b)
    return float(
        sign * sum(1 for day in range(a, b + 1) if _weekday_of(day) not in weekend and day not in free)
    )


@function("NETWORKDAYS", "pp?r")
def _networkdays(start: float, end: float, holidays: Given = None) -> float:
    return _workdays(start, end, {5, 6}, _holidays(holidays))


@function("NETWORKDAYS.INTL", "pp?vr")
def _networkdays_intl(start: float, end: float, weekend: Scalar = 1.0, holidays: Given = None) -> float:
    return _workdays(start, end, _weekend(weekend), _holidays(holidays))


def _after(start: float, days: int, weekend: set[int], free: frozenset[int]) -> float:
    day, step = math.floor(start), 1 if days > 0 else -1
    left = abs(days)
    while left:
        day += step
        _checked(day)
        if _weekday_of(day) not in weekend and day not in free:
            left -= 1
    return float(_checked(day))


@function("WORKDAY", "pp?r")
def _workday(start: float, days: float, holidays: Given = None) -> float:
    return _after(start, int(days), {5, 6}, _holidays(holidays))


@function("WORKDAY.INTL", "pp?vr")
def _workday_intl(start: float, days: float, weekend: Scalar = 1.0, holidays: Given = None) -> float:
    return _after(start, int(days), _weekend(weekend), _holidays(holidays))


NAMES: Final = frozenset(name for name, entry in FUNCTIONS.items() if entry.call.__module__ == __name__)
"""The functions of this module."""
