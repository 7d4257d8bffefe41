"""Functions of days and times; a day is a serial number from 1 January 1900 on, with Excel's 29 February 1900."""

from __future__ import annotations

import math
from datetime import date
from typing import Final

from smartxl.recalc.arrays import Arr
from smartxl.recalc.calls import bare
from smartxl.recalc.functions.days import LAST, civil, month_length, weekday
from smartxl.recalc.functions.days import serial as serial_of
from smartxl.recalc.functions.given import Given, numbers
from smartxl.recalc.registry import FUNCTIONS, function
from smartxl.recalc.values import (
    NUM,
    VALUE,
    CellError,
    FailedError,
    NotComputed,
    Scalar,
    as_number,
    number_in,
)
from smartxl.text import Text

__all__ = ["NAMES", "days_between", "year_fraction"]

_MARCH_1900, _FIRST_ISO = 61, 2
_EARLY = Text("1900 年 3 月以前的日期", "days before March 1900")
_DAY_ZERO = Text("1900 年 1 月的周次", "weeks of the first days of 1900")
_ALMOST = 0.5 / 86400  # a day's last half second, which some functions take for the next day


def _checked(serial: float) -> float:
    if not 0 <= serial < LAST:
        raise FailedError(NUM)
    return serial


def _settled(serial: float) -> float:
    """Raises NotComputed for the last half second of a day: functions differ in which day that is."""
    if math.floor(_checked(serial)) != math.floor(serial + _ALMOST):
        raise NotComputed(Text("一天的最后半秒", "the last half second of a day"))
    return serial


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
    first = serial_of(y, m + 1, 1) if y >= 1900 else float((date(y, m + 1, 1) - date(1899, 12, 31)).days)
    return _checked(first + int(day) - 1)


@function("YEAR", "n")
def _year(serial: float) -> float:
    return float(civil(_settled(serial))[0])


@function("MONTH", "n")
def _month(serial: float) -> float:
    return float(civil(_settled(serial))[1])


@function("DAY", "n")
def _day_of_month(serial: float) -> float:
    return float(civil(_settled(serial))[2])


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


@function("WEEKDAY", "n?i")
def _weekday(serial: float, kind: int = 1) -> float:
    if kind == 3:
        return float(weekday(serial))
    if kind not in _FIRST_DAY:
        raise FailedError(NUM)
    return float((weekday(serial) - _FIRST_DAY[kind]) % 7 + 1)


@function("WEEKNUM", "p?p")
def _weeknum(serial: float, of: float = 1.0) -> float:
    kind = int(of)
    if kind == 21:
        return _isoweeknum(serial)
    if kind not in _FIRST_DAY:
        raise FailedError(NUM)
    year, _, _ = civil(serial)
    first = serial_of(year, 1, 1)
    if serial < first:
        raise NotComputed(_DAY_ZERO)
    return float(int((math.floor(serial) - first + (weekday(first) - _FIRST_DAY[kind]) % 7) // 7 + 1))


@function("ISOWEEKNUM", "n")
def _isoweeknum(serial: float) -> float:
    if serial < _FIRST_ISO:
        raise NotComputed(_DAY_ZERO)
    thursday = math.floor(_checked(serial)) - weekday(serial) + 3
    year, _, _ = civil(thursday)
    return float(int((thursday - serial_of(year, 1, 1)) // 7 + 1))


def _shifted(serial: float, months: int) -> tuple[int, int, int]:
    year, month, day = civil(serial)
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1, day


@function("EDATE", "pp")
def _edate(serial: float, months: float) -> float:
    year, month, day = _shifted(serial, int(months))
    if not 1900 <= year <= 9999:
        raise FailedError(NUM)
    return serial_of(year, month, min(day, month_length(year, month)))


@function("EOMONTH", "pp")
def _eomonth(serial: float, months: float) -> float:
    year, month, _ = _shifted(serial, int(months))
    if not 1900 <= year <= 9999:
        raise FailedError(NUM)
    return serial_of(year, month, month_length(year, month))


@function("DAYS", "vv")
def _days(end: Scalar, start: Scalar) -> float:
    return float(math.floor(_checked(as_number(end))) - math.floor(_checked(as_number(start))))


def _of_30(start: float, end: float, *, european: bool, february: bool) -> float:
    """Days between two days in a year of twelve months of 30. `february`: its last day is the 30th at the end as well."""
    y1, m1, d1 = civil(start)
    y2, m2, d2 = civil(end)
    if european:
        d1, d2 = min(d1, 30), min(d2, 30)
        return float((y2 - y1) * 360 + (m2 - m1) * 30 + d2 - d1)
    is_last = d1 == month_length(y1, m1)
    if is_last and m1 == 2 and february and m2 == 2 and d2 == month_length(y2, m2):
        d2 = 30
    if is_last:
        d1 = 30
    if d2 == 31:
        if d1 >= 30:
            d2 = 30
        elif not february:
            d2, m2 = 1, m2 + 1
    return float((y2 - y1) * 360 + (m2 - m1) * 30 + d2 - d1)


@function("DAYS360", "nn?b")
def _days360(start: float, end: float, european: bool = False) -> float:
    if min(start, end) < _MARCH_1900:
        raise NotComputed(_EARLY)
    return _of_30(_settled(start), _settled(end), european=european, february=False)


@function("DATEDIF", "nnt")
def _datedif(start: float, end: float, unit: str) -> float:
    if start > end:
        raise FailedError(NUM)
    if unit.upper() == "D":
        return float(math.floor(_checked(end)) - math.floor(_checked(start)))
    if start < _MARCH_1900 or unit.upper() in {"YD", "MD"}:
        raise NotComputed(Text("DATEDIF 的 YD、MD 或早期日期", 'DATEDIF with "YD", "MD" or early days'))
    a, b = civil(start), civil(end)
    months = (b[0] - a[0]) * 12 + b[1] - a[1] - (b[2] < a[2])
    kind = unit.upper()
    if kind == "M":
        return float(months)
    if kind == "Y":
        return float(months // 12)
    if kind == "YM":
        return float(months % 12)
    raise FailedError(NUM)


def _basis(by: Scalar) -> int:
    if isinstance(by, CellError):
        raise FailedError(by)
    if isinstance(by, bool):
        raise FailedError(VALUE)
    basis = int(as_number(by))
    if not 0 <= basis <= 4:
        raise FailedError(NUM)
    return basis


def _one(given: Given) -> Scalar:
    """A single value, as functions take it that once came as an add-in. Raises FailedError, NotComputed."""
    value = bare(given)
    if isinstance(value, Arr):
        raise NotComputed(Text("数组的 YEARFRAC", "YEARFRAC of arrays"))
    return value


@function("YEARFRAC", "ss?s")
def _yearfrac(first: Given, last: Given, by: Given = 0.0) -> float:
    basis = _basis(_one(by))
    start, end = _one(first), _one(last)
    if isinstance(start, bool) or isinstance(end, bool):
        raise FailedError(VALUE)
    a, b = sorted((math.floor(_checked(as_number(start))), math.floor(_checked(as_number(end)))))
    return year_fraction(a, b, basis)


def days_between(start: int, end: int, basis: int) -> float:
    """The days between two days, by one of the five ways to count them."""
    if basis in {0, 4}:
        return _of_30(start, end, european=basis == 4, february=True)
    return float(end - start)


def year_fraction(start: int, end: int, basis: int) -> float:
    """The share of a year between two days, by one of the five ways to count days."""
    if basis == 0:
        return _of_30(start, end, european=False, february=True) / 360
    if basis == 2:
        return (end - start) / 360
    if basis == 3:
        return (end - start) / 365
    if basis == 4:
        return _of_30(start, end, european=True, february=False) / 360
    if start == end:
        return 0.0
    if start < _MARCH_1900:
        raise NotComputed(_EARLY)
    return (end - start) / _average_year(civil(start), civil(end))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _average_year(a: tuple[int, int, int], b: tuple[int, int, int]) -> float:
    """Days in a year between two days, as Excel's basis 1 has it."""
    if a[0] == b[0]:
        return 366.0 if _is_leap(a[0]) else 365.0
    if b[0] - a[0] == 1 and b[1:] <= a[1:]:
        with_a, with_b = _is_leap(a[0]) and a[1:] <= (2, 29), _is_leap(b[0]) and b[1:] >= (2, 29)
        return 366.0 if with_a or with_b else 365.0
    years = range(a[0], b[0] + 1)
    return sum(366 if _is_leap(year) else 365 for year in years) / len(years)


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
    return float(sign * sum(1 for day in range(a, b + 1) if weekday(day) not in weekend and day not in free))


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
        if weekday(day) not in weekend and day not in free:
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
