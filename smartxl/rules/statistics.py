"""Statistics of each column that pass over NaN, and numbers as a spreadsheet compares them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from smartxl.rules.base import FloatArray

__all__ = ["column_count", "column_highest", "column_lowest", "column_mean", "column_spread", "shown"]

_LAST = 14
_POWERS = 10.0 ** np.arange(301)


def shown(values: ArrayLike) -> FloatArray:
    """Numbers to 15 significant digits, as Excel and LibreOffice compare them: 0.1 + 0.2 is 0.3. Shape is kept.

    Two readings that were computed in two ways are equal then although their last bits differ. NaN and numbers of
    1e15 and more, or closer to 0 than 1e-286, stay as they are.
    """
    x = np.asarray(values, dtype=np.float64)
    with np.errstate(divide="ignore"):
        shift = _LAST - np.floor(np.log10(np.abs(x)))
    settles = (shift >= 0) & (shift < len(_POWERS))
    step = _POWERS[np.where(settles, shift, 0.0).astype(np.intp)]
    return np.where(settles, np.round(x * step) / step, x)


def column_lowest(x: FloatArray) -> FloatArray:
    """The lowest number of each column, axis 0; NaN where there is none."""
    lowest: FloatArray = np.fmin.reduce(x, axis=0, initial=np.nan)
    return lowest


def column_highest(x: FloatArray) -> FloatArray:
    """The highest number of each column, axis 0; NaN where there is none."""
    highest: FloatArray = np.fmax.reduce(x, axis=0, initial=np.nan)
    return highest


def column_count(x: FloatArray) -> FloatArray:
    """How many numbers each column has, axis 0."""
    return np.asarray(np.count_nonzero(~np.isnan(x), axis=0), dtype=np.float64)


def column_mean(x: FloatArray) -> FloatArray:
    """The mean of each column's numbers, axis 0; NaN where there is none."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.nansum(x, axis=0) / column_count(x))


def column_spread(deviations: FloatArray, ddof: float) -> FloatArray:
    """The standard deviation of each column, from its numbers' deviations from their mean; n - `ddof` is the divisor.

    NaN where that is not above 0.
    """
    divisor = column_count(deviations) - ddof
    variance = np.nansum(deviations * deviations, axis=0) / np.where(divisor > 0, divisor, np.nan)
    return np.asarray(np.sqrt(variance))
