"""Rounding as Excel does it, in the one place where a level rounds."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smartxl.model.combination import UNROUNDED

__all__ = [
    "NEGLIGIBLE",
    "NEGLIGIBLE_EXCEL",
    "SETTLED_DIGITS",
    "round_half_away",
    "rounded",
    "rounded_expression",
]

SETTLED_DIGITS = 12
"""Decimals to which totals are settled that are ranked before their rounding: equal ones shall be equal to the last bit."""
NEGLIGIBLE, NEGLIGIBLE_EXCEL = 1e-12, "1E-12"
"""A score nearer to 0 than this is 0 wherever 0 is told apart, as a number and as a formula writes it.

Spreadsheets do not agree on smaller numbers: Excel has none between 0 and 2.2251E-308, LibreOffice has them but refuses
to calculate them, and 1/x or x^-2 of them is no number at all. 0.1+0.2-0.3 is 0 in Excel and 5.6E-17 in binary arithmetic.
"""
_EXCEL_DIGITS = 15


def round_half_away(values: ArrayLike, digits: int) -> NDArray[np.float64]:
    """Excel's ROUND: half away from zero, after the value was taken to 15 significant digits.

    2.675 is stored as 2.67499999999999982; Excel shows and rounds it as 2.675, so ROUND(2.675, 2) is 2.68, where
    Python's round gives 2.67. NaN stays NaN. Shape is kept; 0-dimensional input gives a 0-dimensional array.

    Source: Microsoft, "ROUND function" and "Floating-point arithmetic may give inaccurate results in Excel".
    """
    x = np.asarray(values, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        magnitude = np.floor(np.log10(np.abs(x)))
        # The step of the 15th significant digit of x, seen from the digit that is rounded to.
        scaled = np.abs(x) * 10.0**digits
        places = np.clip(_EXCEL_DIGITS - 1 - magnitude - digits, 0, _EXCEL_DIGITS)
        settled = np.round(scaled * 10.0**places) / 10.0**places
        whole = np.floor(settled + 0.5) / 10.0**digits
    # + 0.0: what rounds to zero from below is 0, not -0.
    return np.where(np.isfinite(x) & (x != 0), np.copysign(whole, x), x) + 0.0


def rounded(values: ArrayLike, digits: int) -> NDArray[np.float64]:
    """Values rounded to a level's decimals; `UNROUNDED` leaves them.

    To 0 decimals they are settled to 12 first: LibreOffice's ROUND takes a value to 15 digits only for 1 decimal and
    more, and would make 77 of 77.5 less its last bit, where Excel makes 78.
    """
    if digits >= UNROUNDED:
        return np.asarray(values, dtype=np.float64)
    return round_half_away(values if digits else round_half_away(values, SETTLED_DIGITS), digits)


def rounded_expression(value: str, digits: int) -> str:
    """The same of an Excel expression."""
    if digits >= UNROUNDED:
        return value
    return f"ROUND({value},{digits})" if digits else f"ROUND(ROUND({value},{SETTLED_DIGITS}),0)"
