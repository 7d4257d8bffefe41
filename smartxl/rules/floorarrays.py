"""Whether enough rows are answered for a score, of many units at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smartxl.rules.floor import whole_numbers

__all__ = ["below_floor"]


def below_floor(answered: ArrayLike, applicable: ArrayLike, floor: float) -> NDArray[np.bool_]:
    """True where answered / applicable is less than `floor` (0 to 1, a decimal number); False where nothing applies.

    Counts of rows, of one shape.
    """
    part, whole = whole_numbers(floor)
    return np.asarray(whole * np.asarray(answered) < part * np.asarray(applicable), dtype=np.bool_)
