"""Rank sum ratio (秩和比, RSR) with its distribution, regression on probits and grades (Tian Fengtiao 1988, 1993)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from scipy.stats import f as f_distribution
from scipy.stats import norm, rankdata

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.rules import shown
from smartxl.scoring.checks import whole_number
from smartxl.scoring.evaluation.inputs import DecisionTable, Directions, Weighting, decision, said
from smartxl.scoring.evaluation.scaling import Costs, Normalisation, scaled
from smartxl.scoring.library.frames import FloatArray
from smartxl.text import Text

__all__ = ["RankKind", "Regression", "Rsr", "rsr"]

_WHERE = "rsr"
_LEAST, _MOST = 3, 10
_LOW, _WIDTH = 2.0, 6.0
"""The grades divide the probits from 2 to 8 (three standard deviations to each side) into equal parts."""


class RankKind(StrEnum):
    """How values become ranks: 1 for the worst, n for the best."""

    INTEGER = "integer"  # their places; equal values share the mean of theirs
    NON_INTEGER = "non-integer"  # 1 + (n − 1)·(x − min)/(max − min)


@dataclass(frozen=True, slots=True)
class Regression:
    """RSR = intercept + slope·probit by least squares over the distinct values of RSR; NaN where fewer than two (of the
    test: three) exist. `f` with 1 and k − 2 degrees of freedom for k distinct values, and its `p_value`.
    """

    intercept: float
    slope: float
    r_squared: float
    f: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Rsr:
    """`table`: units × (`rsr`, `probit`, `fitted`, `grade`); RSR 1/n to 1; grade 1 for the lowest up to the number asked for.

    `distribution`: one row for each value of RSR, ascending: `f`, `cumulative`, `mean_rank`, `percent`, `probit`, `fitted`.
    `ranks`: units × indicators. `left_out`: unit → keys without a value.
    """

    table: pd.DataFrame
    distribution: pd.DataFrame
    regression: Regression
    ranks: pd.DataFrame
    variant: Text
    left_out: Mapping[object, tuple[str, ...]]


def rsr(
    data: pd.DataFrame,
    weights: Weighting | None = None,
    *,
    directions: Directions | None = None,
    ranking: RankKind | str = RankKind.INTEGER,
    grades: int = 3,
) -> Rsr:
    """RSR = Σ w·R / n over n units, its distribution as probits, the regression on them, and grades.

    The percentage of a value is its mean rank over n, that of the highest 1 − 1/(4n); the probit is 5 + Φ⁻¹. Grades are cut
    at the probits 2 + 6·i/k (of 3: 4 and 6), which on the line is to cut the fitted RSR there. Where units do not differ
    in an indicator all have the mean rank. Units with a missing value take no part.

    Raises SmartxlError for a number of grades that is not from 3 to 10, and as `decision` does; UnknownName for keys that
    are not the columns.

    Source: Tian Fengtiao, 秩和比法及其应用, Beijing 1993.
    """
    how = choice(RankKind, ranking, _WHERE, "ranking")
    count = whole_number(grades, _WHERE, "grades")
    if not _LEAST <= count <= _MOST:
        raise SmartxlError(
            _WHERE, Text(f"分 {count} 档", f"{count} grades"), Text("分 3 至 10 档", "ask for 3 to 10")
        )
    found = decision(_WHERE, data, weights, directions)
    ranks = _ranks(found, how)
    ratios = shown(ranks @ found.shares / max(len(ranks), 1))
    distribution, places = _distribution(ratios)
    line = _regression(distribution)
    distribution["fitted"] = line.intercept + line.slope * distribution["probit"]
    each = distribution.iloc[places]
    probits = each["probit"].to_numpy()
    graded = 1.0 + np.searchsorted(_cuts(count), probits, side="right")
    table = found.frame(
        np.column_stack([ratios, probits, each["fitted"].to_numpy(), graded]),
        ("rsr", "probit", "fitted", "grade"),
    )
    words = said(
        Text("整秩", "integer ranks") if how is RankKind.INTEGER else Text("非整秩", "non-integer ranks"),
        Text(
            "加权 WRSR" if weights is not None else "等权",
            "weighted" if weights is not None else "equal weights",
        ),
        Text(f"分 {count} 档", f"{count} grades"),
    )
    return Rsr(table, distribution, line, found.frame(ranks, found.keys), words, found.left_out)


def _ranks(found: DecisionTable, how: RankKind) -> FloatArray:
    """Shape (units, keys)."""
    turned = np.where(found.costs, -found.values, found.values)
    if how is RankKind.INTEGER or not len(turned):
        return np.asarray(rankdata(turned, axis=0), dtype=np.float64)
    values, _ = scaled(found, Normalisation.MIN_MAX, Costs.SWAP)
    middle = (len(values) + 1) / 2
    return np.where(found.constant, middle, 1 + (len(values) - 1) * values)


def _distribution(ratios: FloatArray) -> tuple[pd.DataFrame, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """The distinct values, ascending, and the row of each unit."""
    values, places, times = np.unique(ratios, return_inverse=True, return_counts=True)
    cumulative, units = np.cumsum(times), max(len(ratios), 1)
    mean_rank = cumulative - (times - 1) / 2
    percent = mean_rank / units
    percent[-1:] = 1 - 1 / (4 * units)
    frame = pd.DataFrame(
        {
            "f": times,
            "cumulative": cumulative,
            "mean_rank": mean_rank,
            "percent": percent,
            "probit": 5 + norm.ppf(percent),
        },
        index=pd.Index(values, name="rsr"),
    )
    return frame, places


def _regression(distribution: pd.DataFrame) -> Regression:
    x, y = distribution["probit"].to_numpy(), distribution.index.to_numpy(dtype=np.float64)
    if len(x) < 2:
        return Regression(*(np.nan,) * 5)
    about = x - x.mean()
    slope = float(about @ y / (about @ about))
    intercept = float(y.mean() - slope * x.mean())
    left = y - intercept - slope * x
    whole = float(((y - y.mean()) ** 2).sum())
    unexplained, freedom = float(left @ left), len(x) - 2
    if not freedom:
        return Regression(intercept, slope, 1.0, np.nan, np.nan)
    f = (whole - unexplained) * freedom / unexplained if unexplained > 0 else np.inf
    return Regression(intercept, slope, 1 - unexplained / whole, f, float(f_distribution.sf(f, 1, freedom)))


def _cuts(grades: int) -> FloatArray:
    return _LOW + _WIDTH * np.arange(1, grades) / grades
