"""Values of Python as a cell holds them, and back."""

from __future__ import annotations

import datetime as dt
import math
import numbers
from decimal import Decimal

import numpy as np
import pandas as pd

from smartxl.errors import BookError
from smartxl.recalc import ERRORS, CellError, Scalar
from smartxl.recalc.values import serial_of
from smartxl.text import Text

__all__ = ["ExcelError", "Shown", "as_cell", "shown"]

_LONGEST = 32_767
_DAYS_BEFORE_1904 = 1462
_FIRST_DAY = dt.date(1900, 1, 1)


class ExcelError(str):
    """An error that a formula gives, such as #DIV/0!: equal to its text, and told from a text by its class."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


Shown = float | str | bool | ExcelError | None
"""What a cell gives: number, text, TRUE or FALSE, error, None for a blank."""


def shown(value: Scalar) -> Shown:
    """A value of the engine as callers get it."""
    return ExcelError(value.code) if isinstance(value, CellError) else value


def as_cell(value: object, where: str, *, from_1904: bool = False) -> Scalar:
    """What a cell holds for a value of Python: days are serial numbers, None, NaN and NaT blanks. Raises BookError."""
    if isinstance(value, ExcelError | CellError):
        return ERRORS[str(value if isinstance(value, str) else value.code)]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, str):
        return _text(value, where)
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, numbers.Real | Decimal):
        return _number(float(value), where)
    if isinstance(value, dt.date | dt.time | dt.timedelta | np.datetime64 | np.timedelta64):
        return _moment(value, where, from_1904)
    what = Text(f"{type(value).__name__} 不是单元格的值", f"{type(value).__name__} is no value of a cell")
    raise BookError(
        where, what, Text("写数、文字、是否、日期或 None", "give a number, text, truth, day or None")
    )


def _text(value: str, where: str) -> str:
    if len(value) > _LONGEST:
        what = Text(f"文字有 {len(value):,} 个字", f"the text has {len(value):,} characters")
        raise BookError(where, what, Text(f"最多 {_LONGEST:,} 个", f"a cell holds {_LONGEST:,}"))
    return str(value)


def _number(value: float, where: str) -> float | None:
    if math.isinf(value):
        what = Text("无穷大不是单元格的值", "a cell holds no infinite number")
        raise BookError(where, what, Text("写有限的数，或 None", "give a finite number, or None"))
    return None if math.isnan(value) else value


def _moment(value: object, where: str, from_1904: bool) -> float | None:
    if isinstance(value, np.datetime64 | np.timedelta64):
        if np.isnat(value):
            return None
        stamp = pd.Timestamp(value) if isinstance(value, np.datetime64) else pd.Timedelta(value)
        return _moment(stamp, where, from_1904)
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    if isinstance(value, dt.time):
        return _of_day(value)
    assert isinstance(value, dt.date)  # noqa: S101  (the callers ask for nothing else)
    day = value.date() if isinstance(value, dt.datetime) else value
    if day < _FIRST_DAY:
        what = Text(f"{day} 早于 1900 年", f"{day} lies before 1900")
        raise BookError(where, what, Text("Excel 没有更早的日期", "Excel knows no earlier days"))
    serial = serial_of(day) - (_DAYS_BEFORE_1904 if from_1904 else 0)
    return serial + (_of_day(value.time()) if isinstance(value, dt.datetime) else 0.0)


def _of_day(time: dt.time) -> float:
    return (time.hour * 3600 + time.minute * 60 + time.second + time.microsecond / 1e6) / 86_400
