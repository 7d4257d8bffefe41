"""How much the results of several methods agree: Spearman's ρ and Kendall's τ-b of their ranks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, rankdata

from smartxl.rules import shown
from smartxl.scoring.library.frames import FloatArray, frame_of, table_of

__all__ = ["Agreement", "agreement"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`spearman` and `kendall`: methods × methods, −1 to 1; NaN where fewer than two units have
    both, or all are equal in one.
    """

    spearman: pd.DataFrame
    kendall: pd.DataFrame


def agreement(results: pd.DataFrame) -> Agreement:
    """Correlation of ranks of units × methods, each pair over the units that have a result by both.

    Results that agree in 15 significant digits are equal; equal ones share the mean of their ranks. It must be the same end
    that is good in all. Raises SmartxlError as `normalise` does for data.
    """
    table = table_of(results, "agreement")
    values, count = shown(table.values), len(table.keys)
    spearman, kendall = np.full((count, count), np.nan), np.full((count, count), np.nan)
    for one in range(count):
        if len(np.unique(values[~np.isnan(values[:, one]), one])) > 1:
            spearman[one, one] = kendall[one, one] = 1.0
    for one, other in combinations(range(count), 2):
        pair = values[:, [one, other]]
        pair = pair[~np.isnan(pair).any(axis=1)]
        spearman[one, other] = spearman[other, one] = _spearman(pair)
        kendall[one, other] = kendall[other, one] = _kendall(pair)
    labels = pd.Index(table.keys)
    return Agreement(frame_of(spearman, labels, labels), frame_of(kendall, labels, labels))


def _tells(pair: FloatArray) -> bool:
    return len(pair) > 1 and bool((np.ptp(pair, axis=0) > 0).all())


def _spearman(pair: FloatArray) -> float:
    if not _tells(pair):
        return float("nan")
    ranks = rankdata(pair, axis=0)
    about = ranks - ranks.mean(axis=0)
    return float(about[:, 0] @ about[:, 1] / np.sqrt((about**2).sum(axis=0).prod()))


def _kendall(pair: FloatArray) -> float:
    if not _tells(pair):
        return float("nan")
    return float(np.asarray(kendalltau(pair[:, 0], pair[:, 1]))[0])
