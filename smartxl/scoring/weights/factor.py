"""Weights from principal components with varimax rotation (OECD/JRC Handbook 6.1; Nicoletti et al. 2000)."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.scoring.weights.result import FloatArray, Weights, normalised
from smartxl.scoring.weights.units import Data, UnitRule, data_of
from smartxl.text import Text

__all__ = [
    "FACTOR_RULE",
    "FactorResult",
    "Retain",
    "components",
    "factor",
    "pointing_up",
    "retained",
    "varimax",
]

FACTOR_RULE = UnitRule(10, 3.0, "3:1 rule of the OECD/JRC Handbook, Grossman et al. 1991")
"""The default rule. The Handbook's own example, 23 units with 8 indicators, falls short of it by one unit."""

_SHARE, _TOTAL = 0.10, 0.60
_NOISE = 1e-12
_SWEEPS, _STILL = 200, 1e-10


class Retain(StrEnum):
    """Which components are kept, largest first, at least one."""

    KAISER = "eigenvalue above 1"
    SHARE = "more than 10 % of the variance each"


@dataclass(frozen=True, slots=True, eq=False)
class FactorResult:
    """Weights and what they rest on.

    `eigenvalues` of the correlation matrix, descending, shape (keys,). `loadings` after rotation: index keys, columns
    F1, F2 …; `explained`: the variance of each rotated factor (sum of its squared loadings).
    """

    weights: Weights
    eigenvalues: FloatArray
    loadings: pd.DataFrame
    explained: pd.Series[float]


def factor(
    frame: pd.DataFrame,
    *,
    retain: Retain | str | int = Retain.KAISER,
    rotate: bool = True,
    rule: UnitRule = FACTOR_RULE,
) -> FactorResult:
    """Weights in proportion to each indicator's largest squared loading, divided by the sum.

    The Handbook's two steps, squared loading over the factor's variance times the factor's share of the variance
    kept, come to this. `retain` is a rule or a number of components. Directions play no part: loadings are squared.
    Invariant under any linear change of a column. Raises SmartxlError for constant columns, too few units, a number
    of components outside 1 … keys.
    """
    data = data_of(frame, "factor analysis", rule)
    retain = choice(Retain, retain, data.where, "retain") if isinstance(retain, str) else retain
    data.refuse_constant(Text("它与任何指标都不相关", "it correlates with nothing"))
    eigenvalues, vectors = components(data.values)
    count = retained(eigenvalues, retain)
    loadings = vectors[:, :count] * np.sqrt(eigenvalues[:count])
    if rotate:
        loadings = varimax(loadings)
    loadings = pointing_up(loadings)
    squared = loadings**2
    total = float(eigenvalues[:count].sum() / eigenvalues.sum())
    weights = normalised(
        data.keys,
        squared.max(axis=1),
        "factor analysis",
        _conventions(data, retain, count, rotate, rule),
        _notes(total),
    )
    names = [f"F{i + 1}" for i in range(count)]
    return FactorResult(
        weights,
        eigenvalues,
        pd.DataFrame(loadings, index=list(data.keys), columns=names),
        pd.Series(squared.sum(axis=0), index=names, dtype="float64"),
    )


def components(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Eigenvalues, descending, and vectors of the correlation matrix of complete columns that vary, shape (units, keys)."""
    correlation = np.atleast_2d(np.corrcoef(values, rowvar=False))
    found, vectors = np.linalg.eigh(correlation)
    return found[::-1].clip(min=0), vectors[:, ::-1]


def pointing_up(loadings: FloatArray) -> FloatArray:
    """The sign of a factor is free: each column so that its sum is not negative, as most of its indicators point its way."""
    return np.asarray(loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0), dtype=np.float64)


def retained(eigenvalues: FloatArray, retain: Retain | int) -> int:
    """How many components are kept. Raises SmartxlError for a number outside 1 … keys."""
    if isinstance(retain, Retain):
        limit = 1.0 if retain is Retain.KAISER else _SHARE * float(eigenvalues.sum())
        return max(1, int((eigenvalues > limit + _NOISE).sum()))
    if not 1 <= retain <= len(eigenvalues):
        raise SmartxlError(
            Text("权重（因子分析）", "weights (factor analysis)"),
            Text(
                f"{len(eigenvalues)} 个指标取 {retain} 个成分",
                f"{retain} components of {len(eigenvalues)} indicators",
            ),
            Text(f"取 1 至 {len(eigenvalues)} 个", f"keep 1 to {len(eigenvalues)}"),
        )
    return retain


def _conventions(
    data: Data, retain: Retain | int, count: int, rotate: bool, rule: UnitRule
) -> dict[str, str]:
    kept = retain.value if isinstance(retain, Retain) else "number stated"
    return {
        "extraction": "principal components of the correlation matrix",
        "retained": f"{count} of {len(data.keys)}: {kept}",
        "rotation": "varimax, Kaiser-normalised rows" if rotate else "none",
        "weight": "largest squared loading, divided by the sum",
        "units": f"{len(data.units)}; needed: {rule}",
    }


def _notes(total: float) -> list[str]:
    if total > _TOTAL:
        return []
    return [
        f"the components kept explain {total:.0%} of the variance; the Handbook asks for more than "
        f"{_TOTAL:.0%}"
    ]


def varimax(loadings: FloatArray) -> FloatArray:
    """Loadings, shape (keys, factors), turned so that the variance of squared loadings is largest (Kaiser 1958).

    Rows are brought to length 1 for the rotation and back after it; two factors at a time are turned by the angle that
    is best for them, until none turns any more. Communalities and their total do not change.
    """
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    rows = np.divide(loadings, length, out=np.zeros_like(loadings), where=length > 0)
    for _ in range(_SWEEPS):
        largest = 0.0
        for i, j in itertools.combinations(range(rows.shape[1]), 2):
            angle = _best_angle(rows[:, i], rows[:, j])
            cosine, sine = math.cos(angle), math.sin(angle)
            rows[:, [i, j]] = rows[:, [i, j]] @ np.array([[cosine, -sine], [sine, cosine]])
            largest = max(largest, abs(angle))
        if largest < _STILL:
            break
    return np.asarray(rows * length, dtype=np.float64)


def _best_angle(first: FloatArray, second: FloatArray) -> float:
    """Kaiser's angle for one pair of factors; 0 where every angle is as good."""
    count = len(first)
    gap, product = first**2 - second**2, 2 * first * second
    top = 2 * float(gap @ product) - 2 * float(gap.sum() * product.sum()) / count
    bottom = float(gap @ gap - product @ product) - float(gap.sum() ** 2 - product.sum() ** 2) / count
    if math.hypot(top, bottom) < _NOISE * count:
        return 0.0
    return math.atan2(top, bottom) / 4
