"""The functions of days in a workbook whose days count from 1904: 0 is 1 January 1904, which is 1462 in other workbooks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from smartxl.recalc.arrays import NUMBER, Arr
from smartxl.recalc.functions.formats import is_of_days
from smartxl.recalc.functions.given import Given, array_of
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.registry import FUNCTIONS, Function
from smartxl.recalc.values import NotComputed, Scalar, as_number, number_in
from smartxl.text import Text

__all__ = ["FROM_1904"]

_SHIFT = 1462.0
_GIVES_DAYS: Final = frozenset({"DATE", "EDATE", "EOMONTH", "WORKDAY", "WORKDAY.INTL"})
_TAKES_DAYS: Final[Mapping[str, tuple[int, ...]]] = {
    "YEAR": (0,), "MONTH": (0,), "DAY": (0,), "WEEKDAY": (0,), "WEEKNUM": (0,), "ISOWEEKNUM": (0,), "EDATE": (0,),
    "EOMONTH": (0,), "DAYS360": (0, 1), "DATEDIF": (0, 1), "YEARFRAC": (0, 1), "NETWORKDAYS": (0, 1, 2),
    "NETWORKDAYS.INTL": (0, 1, 3), "WORKDAY": (0, 2), "WORKDAY.INTL": (0, 3), "DATE": (),
}  # fmt: skip
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_TEXTS = Text("日期从 1904 年算起的文件中的日期文字", "days as text in a file whose days count from 1904")


def _later(given: Given) -> Given:
    """What stands for days, as it counts from 1900. Raises FailedError, NotComputed."""
    if isinstance(given, Ref) and given.is_cell:
        given = given.sheet.get(given.top, given.left)
    if isinstance(given, Ref | Arr):
        array = array_of(given)
        num = np.where(array.kind == NUMBER, array.num + _SHIFT, array.num)
        obj = array.obj.copy()
        obj[array.kind == NUMBER] = num[array.kind == NUMBER]
        return Arr(array.kind, num, obj)
    if isinstance(given, str):
        raise NotComputed(_TEXTS)
    if isinstance(given, bool | Union) or not isinstance(given, float | type(None)):
        return given
    return as_number(given) + _SHIFT


def _moved(name: str, entry: Function) -> Function:
    days, gives = _TAKES_DAYS[name], name in _GIVES_DAYS

    def call(*given: Any) -> Any:  # noqa: ANN401  (what the function takes and gives)
        found = entry.call(*(_later(one) if index in days else one for index, one in enumerate(given)))
        return found - _SHIFT if gives else found

    return replace(entry, call=_within(call, gives=gives))


def _within(call: Callable[..., Any], *, gives: bool) -> Callable[..., Any]:
    """Refuses days before 1904, which such a workbook has not."""

    def checked(*given: Any) -> Any:  # noqa: ANN401
        found = call(*given)
        if gives and found < 0:
            raise NotComputed(Text("1904 年以前的日期", "days before 1904"))
        return found

    return checked


def _text(value: Scalar, code: str) -> Any:  # noqa: ANN401
    if isinstance(value, str) and number_in(value) is not None:
        raise NotComputed(_TEXTS)
    if isinstance(value, float) and value < 0 and (is_of_days(code) or "[" in code):
        raise NotComputed(Text("1904 年以前的日期", "days before 1904"))
    if isinstance(value, float) and is_of_days(code) and not _ELAPSED.search(code):
        value += _SHIFT
    return FUNCTIONS["TEXT"].call(value, code)


def _no_day_as_text(name: str) -> Function:
    entry = FUNCTIONS[name]

    def call(text: Scalar) -> Any:  # noqa: ANN401
        if isinstance(text, str) and "-" in text and text.strip()[:1].isdigit():
            raise NotComputed(_TEXTS)
        return entry.call(text)

    return replace(entry, call=call)


FROM_1904: Final[Mapping[str, Function]] = {
    **{name: _moved(name, FUNCTIONS[name]) for name in _TAKES_DAYS},
    "TEXT": replace(FUNCTIONS["TEXT"], call=_text),
    **{name: _no_day_as_text(name) for name in ("VALUE", "DATEVALUE")},
}
"""The functions to which a number is a day, as such a workbook has them."""
