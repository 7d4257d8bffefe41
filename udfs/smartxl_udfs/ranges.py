"""What a function finds in a range: numbers, blanks, text, errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartxl.errors import SmartxlError
from smartxl.text import Text

__all__ = ["MARK", "CallError", "Cells", "FloatArray", "blanks", "cells", "each", "error_in", "numbers"]

Cells = NDArray[Any]
"""The cells of a range, shape (rows, columns), dtype object: float, str, bool, None."""

FloatArray = NDArray[np.float64]

MARK = "#SX:"
"""What the message of a wrong call begins with, so that functions further on recognise it as an error."""
_MARKS = (MARK, "#SX!")
"""The second stands in workbooks that were saved with earlier versions."""
_PLAIN = {float, int, type(None)}
_NO_ERRORS = {float, bool, type(None)}

_EXCEL_ERROR = re.compile(
    r"#(NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)"
)
_ERROR_CODES = range(-2146826300, -2146826200)


class CallError(SmartxlError, ValueError):
    """A function was called with arguments that do not fit; the text of the message lands in the cell."""

    def __init__(self, function: str, what: Text, remedy: Text) -> None:
        super().__init__(f"{MARK} {function}", what, remedy)
        self.function = function

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.function, self.what, self.remedy)


def cells(values: object) -> Cells:
    """Any argument (range, row, number, None) as a matrix of cells: one value is 1×1, a flat list one row."""
    return np.array(values, dtype=object, ndmin=2)


def each(function: Callable[[object], object], values: Cells) -> Cells:
    """A function of one cell, applied to all of them."""
    # NaN among objects raises the processor's "invalid" flag, which numpy would report as a warning.
    with np.errstate(all="ignore"):
        return np.asarray(np.frompyfunc(function, 1, 1)(values), dtype=object)


def numbers(values: Cells) -> FloatArray:
    """The numbers of a range, NaN for all else: blanks, text, dates and, as in SUM, TRUE and FALSE."""
    if _kinds(values) <= _PLAIN:
        return np.asarray(values, dtype=np.float64)
    return np.asarray(each(_number, values), dtype=np.float64)


def blanks(values: Cells) -> NDArray[np.bool_]:
    """Where nothing stands: None, "" or NaN."""
    return np.asarray(each(_is_blank, values), dtype=np.bool_)


def error_in(values: Cells) -> str | None:
    """The text of the first error in a range: an Excel error, or the message of a wrong call further back."""
    if _kinds(values) <= _NO_ERRORS:
        return None
    return next((text for value in values.ravel().tolist() if (text := _error(value))), None)


def _kinds(values: Cells) -> set[type]:
    """The types that occur: one look at them saves a look at each of many thousand cells."""
    return set(map(type, values.ravel().tolist()))


def _number(value: object) -> float:
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | Decimal | np.number):
        return float("nan")
    return float(value)


def _is_blank(value: object) -> bool:
    return value is None or value == "" or value != value  # noqa: PLR0124 (NaN)


def _error(value: object) -> str | None:
    if isinstance(value, str):
        for mark in _MARKS:
            if mark in value:
                return value[value.index(mark) :]
        return value if _EXCEL_ERROR.fullmatch(value) else None
    # Newer errors (#SPILL!, #CALC!) reach xlwings as bare COM codes; cells hold floats, never integers.
    return "#VALUE!" if isinstance(value, int) and value in _ERROR_CODES else None
