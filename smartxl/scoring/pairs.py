"""Correlations of columns, pair by pair over the units that have both, as R's `cor(use = "pairwise.complete.obs")`."""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from smartxl.rules import shown
from smartxl.rules.base import FloatArray

__all__ = ["CorrelationKind", "pairwise"]

_LEAST = 2


class CorrelationKind(StrEnum):
    """Which correlation: of the values, of their mid-ranks, or Kendall's τ-b."""

    PEARSON = "pearson"
    SPEARMAN = "spearman"
    KENDALL = "kendall"


def pairwise(
    first: FloatArray, second: FloatArray, kind: CorrelationKind = CorrelationKind.PEARSON
) -> tuple[FloatArray, FloatArray]:
    """Correlations and how many units have both, shapes (columns of first, columns of second).

    NaN where fewer than 2 units have both or one of the two does not vary over them. Values that agree in 15 significant digits
    are equal, and share the mean of their ranks.
    """
    here, there = ~np.isnan(first), ~np.isnan(second)
    units = here.T.astype(np.float64) @ there.astype(np.float64)
    if kind is CorrelationKind.PEARSON:
        if here.all() and there.all():
            return _complete(first, second), units
        return np.stack([_with_each(column, second) for column in first.T]), units
    found = np.full(units.shape, np.nan)
    settled = shown(first), shown(second)
    for i, j in np.ndindex(found.shape):
        both = here[:, i] & there[:, j]
        if both.sum() >= _LEAST:
            found[i, j] = _of_ranks(settled[0][both, i], settled[1][both, j], kind)
    return found, units


def _with_each(x: FloatArray, second: FloatArray) -> FloatArray:
    """Pearson's correlation of one column with each of others, over the units that both have, shape (columns,)."""
    both = ~np.isnan(x)[:, None] & ~np.isnan(second)
    a, b = np.where(both, x[:, None], 0.0), np.where(both, second, 0.0)
    count = np.maximum(both.sum(axis=0), 1)
    one, two = (np.where(both, v - v.sum(axis=0) / count, 0.0) for v in (a, b))
    flat = _flat(np.where(both, shown(a), np.nan)) | _flat(np.where(both, shown(b), np.nan))
    size = np.sqrt((one**2).sum(axis=0) * (two**2).sum(axis=0))
    return np.asarray(((one * two).sum(axis=0) / np.where(flat, np.nan, size)).clip(-1, 1), dtype=np.float64)


def _flat(values: FloatArray) -> NDArray[np.bool_]:
    """Whether a column has fewer than two different values, shape (columns,)."""
    top, bottom = np.fmax.reduce(values, axis=0), np.fmin.reduce(values, axis=0)
    return np.asarray(~(top > bottom), dtype=np.bool_)


def _complete(first: FloatArray, second: FloatArray) -> FloatArray:
    if len(first) < _LEAST:
        return np.full((first.shape[1], second.shape[1]), np.nan)
    return np.asarray((_unit(first).T @ _unit(second)).clip(-1, 1), dtype=np.float64)


def _unit(values: FloatArray) -> FloatArray:
    """Columns with mean 0 and length 1; NaN where all values agree in 15 digits."""
    centred = values - values.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    return np.asarray(centred / np.where(_flat(shown(values)), np.nan, length), dtype=np.float64)


def _of_ranks(x: FloatArray, y: FloatArray, kind: CorrelationKind) -> float:
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return math.nan
    if kind is CorrelationKind.KENDALL:
        return float(np.asarray(stats.kendalltau(x, y), dtype=np.float64)[0])
    return float(_complete(stats.rankdata(x)[:, None], stats.rankdata(y)[:, None])[0, 0])
