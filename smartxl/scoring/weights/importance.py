"""Nominal weight beside effective importance: what an indicator does to the result (Paruolo et al. 2013)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.rules import shown
from smartxl.scoring.weights.result import FloatArray, Weights
from smartxl.scoring.weights.spline import PenalisedSpline, spline_basis
from smartxl.scoring.weights.units import UnitRule, data_of
from smartxl.text import Text

__all__ = [
    "IMPORTANCE_RULE",
    "Binned",
    "Importance",
    "ImportanceResult",
    "LocalLinear",
    "Smoother",
    "correlation_ratio",
    "importance",
    "smoothed",
]

IMPORTANCE_RULE = UnitRule(20, source="our default: a smoother through fewer points follows each of them")
"""The default rule."""

_METHOD = "importance"
_FACTORS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class LocalLinear:
    """E[y|x] by local linear regression with a Gaussian kernel.

    `bandwidth` in units of x; None chooses, by leave-one-out error, one of 0.5 to 10 times σ·n^(-1/5).
    """

    bandwidth: float | None = None

    def __str__(self) -> str:
        chosen = "leave-one-out" if self.bandwidth is None else f"{self.bandwidth:g}"
        return f"local linear, Gaussian kernel, bandwidth {chosen}"


@dataclass(frozen=True, slots=True)
class Binned:
    """E[y|x] as the mean of y in `bins` groups of equal counts (equal x never parted); None: one group per value.

    Pearson's η². By chance alone it is near (groups - 1)/(units - 1), so few groups are better than many.
    """

    bins: int | None = 5

    def __str__(self) -> str:
        return (
            "means of equal values" if self.bins is None else f"means of {self.bins} groups of equal counts"
        )


Smoother = LocalLinear | Binned | PenalisedSpline
"""Any way to estimate E[y|x]."""


@dataclass(frozen=True, slots=True)
class Importance:
    """One indicator: its weight, r² and correlation ratio S with the composite, and its part of all S (sum 1)."""

    key: str
    nominal: float
    r_squared: float
    correlation_ratio: float
    effective: float


@dataclass(frozen=True, slots=True)
class ImportanceResult:
    """All indicators in the order of the columns, and the conventions behind the numbers."""

    indicators: tuple[Importance, ...]
    conventions: Mapping[str, str]
    notes: tuple[str, ...]

    def frame(self) -> pd.DataFrame:
        """One row per indicator (index: key): nominal, r_squared, correlation_ratio, effective."""
        rows = [[i.nominal, i.r_squared, i.correlation_ratio, i.effective] for i in self.indicators]
        names = ["nominal", "r_squared", "correlation_ratio", "effective"]
        return pd.DataFrame(rows, columns=names, index=[i.key for i in self.indicators])


def importance(
    frame: pd.DataFrame,
    weights: Weights,
    composite: pd.Series[float] | None = None,
    smoother: Smoother | None = None,
    *,
    rule: UnitRule = IMPORTANCE_RULE,
) -> ImportanceResult:
    """How much of the composite's variance each indicator (index: units, columns: keys) accounts for on its own.

    S = Var(E[y|x]) / Var(y), between 0 and 1; r² is S if the relation is a straight line. Without `composite` (matched by
    unit) it is the weighted mean of the values as given, so give normalised scores. An indicator with one value
    for all units has importance 0, and a note. Raises SmartxlError for keys or units that do not match, a
    composite that does not vary, too few units.
    """
    chosen = smoother or LocalLinear()
    data = data_of(frame, _METHOD, rule)
    nominal = weights.aligned(data.keys)
    result = data.values @ nominal if composite is None else _composite(composite, data.units)
    if np.ptp(shown(result)) == 0:
        raise SmartxlError(
            Text(f"权重（{_METHOD}）", f"weights ({_METHOD})"),
            Text("各单位的综合值相同", "the composite is the same for all units"),
            Text("没有可解释的差别", "there is nothing to explain"),
        )
    ratios = np.array([correlation_ratio(column, result, chosen) for column in data.values.T])
    linear = np.array([_r_squared(column, result) for column in data.values.T])
    total = float(ratios.sum())
    effective = ratios / total if total > 0 else np.zeros_like(ratios)
    rows = zip(data.keys, *(a.tolist() for a in (nominal, linear, ratios, effective)), strict=True)
    constant = [key for key, same in zip(data.keys, np.ptp(data.values, axis=0) == 0, strict=True) if same]
    return ImportanceResult(
        tuple(Importance(*row) for row in rows),
        {
            "composite": "weighted arithmetic mean" if composite is None else "given",
            "smoother": str(chosen),
            "effective": "correlation ratio, divided by the sum",
            "units": f"{len(data.units)}; needed: {rule}",
        },
        (f"importance 0, because the units do not differ: {', '.join(constant)}",) if constant else (),
    )


def _composite(composite: pd.Series[float], units: tuple[str, ...]) -> FloatArray:
    values = composite.set_axis(list(map(str, composite.index)))
    wrong = sorted(set(units).symmetric_difference(values.index)) or [
        *values.index[values.index.duplicated()],
        *values.index[values.isna()],
    ]
    if wrong:
        raise SmartxlError(
            Text(f"权重（{_METHOD}）", f"weights ({_METHOD})"),
            Text(
                f"综合值与单位不一致：{', '.join(wrong)}",
                f"the composite does not match the units: {', '.join(wrong)}",
            ),
            Text("每个单位一个数", "one number per unit"),
        )
    return np.asarray(values.loc[list(units)], dtype=np.float64)


def correlation_ratio(x: FloatArray, y: FloatArray, smoother: Smoother) -> float:
    """S = Σ (fitted - mean)² / Σ (y - mean y)², between 0 and 1; shapes (units,). 0 where x or y does not vary.

    Raises SmartxlError for fewer than 2 bins, or a bandwidth of 0 or less.
    """
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    fitted = smoothed(x, y, smoother)
    explained = ((fitted - fitted.mean()) ** 2).sum() / ((y - y.mean()) ** 2).sum()
    return float(min(explained, 1.0))


def smoothed(x: FloatArray, y: FloatArray, smoother: Smoother) -> FloatArray:
    """E[y|x] at each x, shapes (units,). Raises as `correlation_ratio`."""
    if isinstance(smoother, Binned):
        return _group_means(_groups(x, smoother.bins), y)
    if isinstance(smoother, PenalisedSpline):
        basis = spline_basis(x, smoother)
        return basis.fitted(y, basis.smoothing(y))
    return _fit(x, y, _bandwidth(x, y) if smoother.bandwidth is None else _positive(smoother.bandwidth))


def _r_squared(x: FloatArray, y: FloatArray) -> float:
    a, b = x - x.mean(), y - y.mean()
    size = float((a @ a) * (b @ b))
    return min(float((a @ b) ** 2) / size, 1.0) if np.ptp(x) > 0 and size > 0 else 0.0


def _groups(x: FloatArray, bins: int | None) -> FloatArray:
    """A group number for each x: the part of the ranking in which its (mean) rank lies, so equal values stay together."""
    _, place, counts = np.unique(x, return_inverse=True, return_counts=True)
    if bins is None:
        return place.astype(np.float64)
    if bins < 2:
        raise SmartxlError(
            Text(f"权重（{_METHOD}）", f"weights ({_METHOD})"),
            Text(f"组数 {bins}", f"{bins} bins"),
            Text("写不小于 2 的数", "use 2 or more"),
        )
    middle = (np.cumsum(counts) - counts / 2) / len(x)
    return np.asarray(np.floor(bins * middle)[place], dtype=np.float64)


def _group_means(groups: FloatArray, y: FloatArray) -> FloatArray:
    _, place = np.unique(groups, return_inverse=True)
    means = np.bincount(place, weights=y) / np.bincount(place)
    return np.asarray(means[place], dtype=np.float64)


def _positive(bandwidth: float) -> float:
    if not 0 < bandwidth < math.inf:
        raise SmartxlError(
            Text(f"权重（{_METHOD}）", f"weights ({_METHOD})"),
            Text(f"带宽 {bandwidth!r}", f"bandwidth {bandwidth!r}"),
            Text("写大于 0 的数", "use a number above 0"),
        )
    return bandwidth


def _hat(x: FloatArray, bandwidth: float) -> FloatArray:
    """The matrix that maps y to fitted values, shape (units, units)."""
    gap = x[None, :] - x[:, None]
    kernel = np.exp(-0.5 * (gap / bandwidth) ** 2)
    zero, one, two = (((gap**power) * kernel).sum(axis=1, keepdims=True) for power in (0, 1, 2))
    bottom = zero * two - one**2
    # Where the kernel sees one x only there is no slope: the local mean.
    alone = bottom <= 1e-12 * zero * zero * bandwidth**2
    line = kernel * (two - gap * one) / np.where(alone, 1.0, bottom)
    return np.asarray(np.where(alone, kernel / zero, line), dtype=np.float64)


def _fit(x: FloatArray, y: FloatArray, bandwidth: float) -> FloatArray:
    return np.asarray(_hat(x, bandwidth) @ y, dtype=np.float64)


def _bandwidth(x: FloatArray, y: FloatArray) -> float:
    """Of `_FACTORS` · σ · n^(-1/5) the one with the smallest leave-one-out error; of equals the largest."""
    unit = float(x.std(ddof=1)) * len(x) ** -0.2
    errors = []
    for factor in _FACTORS:
        hat = _hat(x, factor * unit)
        left = 1 - np.diagonal(hat)
        # A point that only its own value fits has no leave-one-out prediction: the worst there is.
        error = np.inf if (left < 1e-9).any() else float((((y - hat @ y) / left) ** 2).sum())
        errors.append(error)
    least = min(errors)
    best = max(i for i, error in enumerate(errors) if error <= least * (1 + 1e-9) + 1e-300)
    return float(_FACTORS[best] * unit)
