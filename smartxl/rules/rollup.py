"""From leaf scores upwards: weighted mean and band. Each as arrays and as a formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from smartxl.model.combination import Boundary
from smartxl.rules.base import FloatArray
from smartxl.rules.rounding import round_half_away, rounded, rounded_expression

__all__ = [
    "ANY_NUMBER",
    "band_index",
    "band_index_formula",
    "weighted_mean",
    "weighted_mean_formula",
]


_SETTLED = 10
ANY_NUMBER = '">-1E+300"'
"""A criterion that every number passes and "" does not; ">=0" would drop a negative score's weight."""


def weighted_mean(scores: ArrayLike, weights: ArrayLike, digits: int | None = None) -> FloatArray:
    """Weighted arithmetic mean of the last axis over the scores that exist, rounded to `digits` when given.

    scores (…, m) with NaN for "no score"; weights (m,) or the shape of scores, matched by position: the caller
    matches by key. Weights renormalise over the existing scores; NaN where there is none or their weights sum to 0.
    """
    x = np.asarray(scores, dtype=np.float64)
    unknown = np.isnan(x)
    w = np.where(unknown, 0.0, np.asarray(weights, dtype=np.float64))
    total = w.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(total == 0, np.nan, (np.where(unknown, 0.0, x) * w).sum(axis=-1) / total)
    return mean if digits is None else rounded(mean, digits)


def weighted_mean_formula(
    scores: str, weights: str, digits: int, *, udf: bool = False, where: Sequence[str] = ()
) -> str:
    """The same over two ranges of one shape, where "no score" is ""; with its leading =.

    `where` are conditions over ranges of that shape, each 1 or 0: what does not meet all of them takes no part. SX_WEIGHTED
    knows none, so that `udf` must be off with them.
    """
    if where:
        conditions = ",".join(where)
        total = f"SUMPRODUCT({conditions},1*ISNUMBER({scores}),{weights})"
        mean = rounded_expression(f"SUMPRODUCT({conditions},{scores},{weights})/{total}", digits)
        return f'=IF({total}=0,"",{mean})'
    if udf:
        return f"=SX_WEIGHTED({scores},{weights},{digits})"
    total = f"SUMIF({scores},{ANY_NUMBER},{weights})"
    mean = rounded_expression(f"SUMPRODUCT({scores},{weights})/{total}", digits)
    return f'=IF({total}=0,"",{mean})'


def band_index(scores: ArrayLike, thresholds: Sequence[float], boundary: Boundary) -> FloatArray:
    """The index of the band each score lies in, 0 for the first; below the first threshold the first band holds.

    Scores are settled to 10 decimals first: 100·0.29 is a hair below 29 in binary, and would miss the band that 29 begins
    (Excel's own comparison forgives this, other engines do not).
    """
    x = round_half_away(scores, _SETTLED)
    side: Literal["left", "right"] = "right" if boundary is Boundary.LOWER else "left"
    index = np.maximum(np.searchsorted(np.asarray(thresholds), np.nan_to_num(x), side=side) - 1, 0)
    return np.where(np.isnan(x), np.nan, index.astype(np.float64))


def band_index_formula(score: str, thresholds: str, boundary: Boundary) -> str:
    """The same counted from 1, as INDEX counts; no leading =."""
    compare = "<=" if boundary is Boundary.LOWER else "<"
    return f"MAX(1,SUMPRODUCT(1*({thresholds}{compare}ROUND({score},{_SETTLED}))))"
