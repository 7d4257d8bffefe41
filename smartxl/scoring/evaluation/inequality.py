"""Inequality by group: Theil's T and L and the Gini coefficient, with what lies within and between the groups."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.scoring.checks import refuse_no_series, refuse_panel
from smartxl.scoring.library.frames import FloatArray, frame_of, label_of, matching, table_of
from smartxl.text import Text

__all__ = ["GiniResult", "Theil", "TheilResult", "gini", "theil"]


class Theil(StrEnum):
    """Which of Theil's indices, of values y with population shares p and the mean μ."""

    T = "t"  # Σ p·(y/μ)·ln(y/μ)
    L = "l"  # Σ p·ln(μ/y), the mean logarithmic deviation


@dataclass(frozen=True, slots=True)
class TheilResult:
    """`total` = `within` + `between`. `groups`: group × (`population`, `value`, `mean`, `index`, `contribution`).

    `population` and `value` are shares of the whole, `index` is that of the group alone, `contribution` its part of `within`.
    `left_out`: units without a value.
    """

    total: float
    within: float
    between: float
    groups: pd.DataFrame
    left_out: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class GiniResult:
    """`total` = `within` + `between` + `overlap`; overlap is what Dagum calls transvariation.

    `groups` as of `TheilResult`, `index` being the group's Gini. `pairs`: group × group, Dagum's extended Gini of two
    groups, on the diagonal a group's own. `left_out`: units without a value.
    """

    total: float
    within: float
    between: float
    overlap: float
    groups: pd.DataFrame
    pairs: pd.DataFrame
    left_out: tuple[object, ...]


def theil(
    values: pd.Series,
    groups: pd.Series | None = None,
    *,
    population: pd.Series | None = None,
    index: Theil | str = Theil.T,
) -> TheilResult:
    """Theil's index of the units' values, and its decomposition by group (one group without `groups`).

    `population` weighs the units, which then have `values` as means a head; equal weights without. T takes 0 (0·ln 0 = 0),
    L does not. A unit without a value takes no part.

    Raises SmartxlError for a negative value (or 0 under L), a population that is not above 0, values that sum to 0, a unit
    without group or population; UnknownName for labels of other units.

    Source: Theil (1967), Economics and Information Theory; Shorrocks (1980), Econometrica 48(3).
    """
    kind = choice(Theil, index, "theil", "index")
    data = _data("theil", values, groups, population)
    if kind is Theil.L and (data.y == 0).any():
        raise SmartxlError(
            f"theil, {label_of(data.units[int(np.argmax(data.y == 0))])}",
            Text("L 指数的值要大于 0", "L needs values above 0"),
            Text('用 index="t"', 'use index="t"'),
        )
    of_group = data.means / data.mean
    each = np.array([_theil(y, p, kind) for y, p in data.parts])
    weights = data.population * of_group if kind is Theil.T else data.population
    within = float(weights @ each)
    between = _theil(data.means, data.population, kind)
    table = data.table(each, weights * each)
    return TheilResult(within + between, within, between, table, data.left_out)


def gini(
    values: pd.Series, groups: pd.Series | None = None, *, population: pd.Series | None = None
) -> GiniResult:
    """The Gini coefficient Σ p_i·p_j·|y_i − y_j| / 2μ of the units' values, and its decomposition by group.

    Of n units without population the largest is (n − 1)/n; there is no correction for small samples. Within: Σ p·s·G of the
    groups, with p and s their shares of population and value; between: the Gini of the groups' means; overlap: the rest.
    Arguments and errors as of `theil`; 0 is allowed.

    Sources: Bhattacharya & Mahalanobis (1967), JASA 62; Dagum (1997), Empirical Economics 22.
    """
    data = _data("gini", values, groups, population)
    shares = data.population * data.means / data.mean
    count = len(data.parts)
    pairs = np.empty((count, count))
    for one in range(count):
        for other in range(one, count):
            pairs[one, other] = pairs[other, one] = _extended(data.parts[one], data.parts[other])
    own = np.diag(pairs)
    parts = data.population * shares * own
    between = _gini(data.means, data.population)
    total = float(data.population @ (pairs @ shares))
    within = float(parts.sum())
    labels = pd.Index(data.labels)
    return GiniResult(
        total,
        within,
        between,
        total - within - between,
        data.table(own, parts),
        frame_of(pairs, labels, labels),
        data.left_out,
    )


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Values of the units that have one, and of each group its share of the population, its mean, and (values, shares)."""

    units: pd.Index
    y: FloatArray
    mean: float
    labels: list[object]
    population: FloatArray
    means: FloatArray
    parts: list[tuple[FloatArray, FloatArray]]
    left_out: tuple[object, ...]

    def table(self, index: FloatArray, contribution: FloatArray) -> pd.DataFrame:
        columns = {
            "population": self.population,
            "value": self.population * self.means / self.mean,
            "mean": self.means,
            "index": index,
            "contribution": contribution,
        }
        return pd.DataFrame(columns, index=pd.Index(self.labels, name="group"))


def _data(where: str, values: pd.Series, groups: pd.Series | None, population: pd.Series | None) -> _Grouped:
    refuse_no_series(values, where, "value")
    table = table_of(values.to_frame("value"), where)
    refuse_panel(table.index, where)
    y = table.values[:, 0]
    has = ~np.isnan(y)
    p = np.ones(len(y)) if population is None else _numbers(f"{where}, population", table.index, population)
    table.refuse(
        (y < 0)[:, None], Text("值为负", "the value is negative"), Text("改正，或换指标", "correct it")
    )
    wrong = has & ~(p > 0)
    table.refuse(
        wrong[:, None],
        Text("人口（权数）要大于 0", "the population is above 0"),
        Text("补上或改正", "give or correct it"),
    )
    if not (y[has] * p[has]).sum() > 0:
        raise SmartxlError(
            where, Text("没有大于 0 的值", "no value is above 0"), Text("给出数据", "give data")
        )
    labels = _labels(f"{where}, groups", table.index, groups, has)
    y, p, units = y[has], p[has] / p[has].sum(), table.index[has]
    codes, names = pd.factorize(labels)
    each = np.bincount(codes, weights=p).astype(np.float64)
    means = np.bincount(codes, weights=p * y) / each
    parts = [(y[codes == code], p[codes == code] / each[code]) for code in range(len(names))]
    left_out = tuple(table.index[~has].tolist())
    return _Grouped(units, y, float(p @ y), list(names), each, means, parts, left_out)


def _per_unit(where: str, index: pd.Index, given: pd.Series, kind: str) -> pd.Series:
    """A series in the order of the units, which must be those of the values."""
    refuse_no_series(given, where, kind)
    units, stated = list(map(label_of, index)), list(map(label_of, given.index))
    return given.iloc[matching(where, units, stated, needs="unit", has=kind)]


def _numbers(where: str, index: pd.Index, population: pd.Series) -> FloatArray:
    ordered = _per_unit(where, index, population, "weight")
    return table_of(ordered.to_frame("population"), where).values[:, 0]


def _labels(where: str, index: pd.Index, groups: pd.Series | None, has: np.ndarray) -> np.ndarray:
    if groups is None:
        return np.full(int(has.sum()), "", dtype=object)
    ordered = _per_unit(where, index, groups, "group")[has]
    if ordered.isna().any():
        units = [label_of(unit) for unit in ordered.index[ordered.isna()]]
        raise SmartxlError(
            f"{where}, {units[0]}",
            Text("没有组", "there is no group"),
            Text("给每个单位写组", "give every unit a group"),
        )
    return ordered.to_numpy(dtype=object)


def _theil(y: FloatArray, p: FloatArray, kind: Theil) -> float:
    """Of values with population shares of sum 1; 0 of a group that has nothing."""
    mean = float(p @ y)
    if mean == 0:
        return 0.0
    ratio = y / mean
    logs = np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
    # Rounding of equal values may give -1e-17.
    return max(float(p @ (ratio * logs)) if kind is Theil.T else -float(p @ logs), 0.0)


def _gini(y: FloatArray, p: FloatArray) -> float:
    return _extended((y, p), (y, p))


def _extended(one: tuple[FloatArray, FloatArray], other: tuple[FloatArray, FloatArray]) -> float:
    """Σ p_i·q_j·|y_i − z_j| / (mean y + mean z), by sorting; 0 where both have nothing."""
    (y, p), (z, q) = one, other
    whole = float(p @ y + q @ z)
    if whole == 0:
        return 0.0
    order = np.argsort(z, kind="stable")
    below = np.searchsorted(z[order], y, side="right")
    counts = np.concatenate([[0.0], np.cumsum(q[order])])
    sums = np.concatenate([[0.0], np.cumsum(q[order] * z[order])])
    apart = y * (2 * counts[below] - counts[-1]) + sums[-1] - 2 * sums[below]
    return max(float(p @ apart), 0.0) / whole
