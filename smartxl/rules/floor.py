"""Whether enough rows are answered for a score: as arrays and as a formula, exact in both."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["below_floor", "below_floor_expression"]

_PERCENT = 100


def below_floor(answered: ArrayLike, applicable: ArrayLike, floor: float) -> NDArray[np.bool_]:
    """True where answered / applicable is less than `floor` (0 to 1, a decimal number); False where nothing applies.

    Counts of rows, of one shape. Both sides are whole numbers, so that 3 of 5 rows reach 0.6 in every program.
    """
    part, whole = _whole_numbers(floor)
    return np.asarray(whole * np.asarray(answered) < part * np.asarray(applicable), dtype=np.bool_)


def below_floor_expression(answered: str, applicable: str, floor: float) -> str:
    """The same condition over two cells or sums of cells, without =: `100*H5<60*I5`."""
    part, whole = _whole_numbers(floor)
    return f"{whole}*{answered}<{part}*{applicable}"


def _whole_numbers(floor: float) -> tuple[int, int]:
    """A share as `part` of `whole`: of 100 where it is a whole percentage."""
    share = Fraction(repr(float(floor)))
    whole = _PERCENT if _PERCENT % share.denominator == 0 else share.denominator
    return int(share * whole), whole
