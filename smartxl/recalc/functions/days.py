"""Days as Excel counts them: 1 is 1 January 1900, 60 the 29 February that never was, 0 the day before the first."""

from __future__ import annotations

import calendar
import math
from datetime import date, timedelta

from smartxl.recalc.values import NUM, FailedError

__all__ = ["LAST", "civil", "month_length", "serial", "weekday"]

LAST = 2958466
"""The day after 31 December 9999."""
_MARCH_1900, _LEAP_DAY = 61, 60
_DAY_ZERO = date(1899, 12, 30)


def civil(number: float) -> tuple[int, int, int]:
    """Year, month and day of a serial number; 0 is the day 0 of January 1900. Raises FailedError beyond the calendar."""
    whole = math.floor(number)
    if not 0 <= whole < LAST:
        raise FailedError(NUM)
    if whole >= _MARCH_1900:
        day = _DAY_ZERO + timedelta(days=whole)
        return day.year, day.month, day.day
    return (1900, 1, whole) if whole <= 31 else (1900, 2, whole - 31)


def month_length(year: int, month: int) -> int:
    """How many days a month has, by Excel's calendar."""
    return 29 if (year, month) == (1900, 2) else calendar.monthrange(year, month)[1]


def serial(year: int, month: int, day: int) -> float:
    """The number of a day of the calendar, whose months are those of Excel's 1900. Raises FailedError before it."""
    if not 1900 <= year <= 9999:
        raise FailedError(NUM)
    if year == 1900 and month <= 2:
        return float(day + (31 if month == 2 else 0))
    return float((date(year, month, 1) - _DAY_ZERO).days + day - 1)


def weekday(number: float) -> int:
    """0 for Monday; by the serial number, as Excel counts, also before March 1900. Raises FailedError."""
    whole = math.floor(number)
    if not 0 <= whole < LAST:
        raise FailedError(NUM)
    return (whole + 5) % 7
