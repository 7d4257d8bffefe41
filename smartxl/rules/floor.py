"""Whether enough rows are answered for a score: of one unit and as a formula; `floorarrays` has the same for arrays.

All are exact: both sides are whole numbers, so that 3 of 5 rows reach 0.6 in every program.
"""

from __future__ import annotations

from fractions import Fraction

__all__ = ["below_floor_expression", "is_below_floor", "whole_numbers"]

_PERCENT = 100


def is_below_floor(answered: int, applicable: int, floor: float) -> bool:
    """Whether answered / applicable is less than `floor` (0 to 1, a decimal number); False where nothing applies."""
    part, whole = whole_numbers(floor)
    return whole * answered < part * applicable


def below_floor_expression(answered: str, applicable: str, floor: float) -> str:
    """The same condition over two cells or sums of cells, without =: `100*H5<60*I5`."""
    part, whole = whole_numbers(floor)
    return f"{whole}*{answered}<{part}*{applicable}"


def whole_numbers(floor: float) -> tuple[int, int]:
    """A share as `part` of `whole`: of 100 where it is a whole percentage."""
    share = Fraction(repr(float(floor)))
    whole = _PERCENT if _PERCENT % share.denominator == 0 else share.denominator
    return int(share * whole), whole
