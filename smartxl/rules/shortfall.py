"""Degree of obstacle (障碍度): the share of each indicator in the points that a unit lacks.

O_j = F_j·I_j / Σ F·I, with the contribution F_j, the weight of an indicator in the total, and the deviation I_j of its score
from full marks. The formula of the diagnosis, of SX_OBSTACLE and of `smartxl.scoring.evaluation`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from smartxl.rules.base import FloatArray

__all__ = ["lost_points", "shares_of_loss"]


def lost_points(scores: ArrayLike, weights: ArrayLike, full: float = 100.0) -> FloatArray:
    """w·(full − s), 0 where a score is above full marks; NaN where there is no score. Shapes are broadcast."""
    return np.asarray(np.multiply(weights, np.maximum(full - np.asarray(scores, dtype=np.float64), 0.0)))


def shares_of_loss(lost: FloatArray) -> FloatArray:
    """Each loss over all of its row (the last axis), NaN passed over; NaN throughout a row that lacks nothing."""
    whole = np.nansum(lost, axis=-1, keepdims=True)
    return np.asarray(lost / np.where(whole > 0, whole, np.nan))
