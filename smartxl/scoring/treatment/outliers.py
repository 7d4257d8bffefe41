"""When a column counts as having outliers, and how its extremes are pulled in, one column at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.rules import shown
from smartxl.scoring.treatment.moments import Estimator, Shape, shape_of
from smartxl.scoring.treatment.table import BoolArray, FloatArray
from smartxl.text import Text

__all__ = ["OutlierRule", "Pulled", "pull_in"]


@dataclass(frozen=True, slots=True)
class OutlierRule:
    """A column has outliers when |skewness| ≥ `skewness` and kurtosis ≥ `kurtosis`, both; at most `most` points move.

    The defaults are those of the JRC's COIN Tool and of COINr. `most` None: no limit. Raises SmartxlError for a
    threshold of skewness that is not above 0, one that is no number, or a negative `most`.
    """

    skewness: float = 2.0
    kurtosis: float = 3.5
    estimator: Estimator = Estimator.SAMPLE
    most: int | None = 5

    def __post_init__(self) -> None:
        estimator = choice(Estimator, self.estimator, "outlier rule", "estimator")
        object.__setattr__(self, "estimator", estimator)
        if not (self.skewness > 0 and math.isfinite(self.skewness) and math.isfinite(self.kurtosis)):
            found = Text(
                f"偏度 {self.skewness}、峰度 {self.kurtosis} 不能作界限",
                f"skewness {self.skewness!r} and kurtosis {self.kurtosis!r} are no thresholds",
            )
            raise SmartxlError(
                Text("离群值规则", "outlier rule"),
                found,
                Text("写有限的数，偏度要大于 0", "give finite numbers, that of skewness above 0"),
            )
        if self.most is not None and self.most < 0:
            raise SmartxlError(
                Text("离群值规则", "outlier rule"),
                Text(f"不能移动 {self.most} 个点", f"{self.most} points cannot be moved"),
                Text("写不小于 0 的数，或用 None 不设上限", "give 0 or more, or None for no limit"),
            )

    def passes(self, shape: Shape) -> bool | None:
        """False for a column with outliers; None where the moments it would take are not defined."""
        small = (_below(abs(shape.skewness), self.skewness), _below(shape.kurtosis, self.kurtosis))
        if True in small:
            return True
        return None if None in small else False

    def __str__(self) -> str:
        return f"|skewness| ≥ {self.skewness:g} and kurtosis ≥ {self.kurtosis:g}"


def _below(found: float, limit: float) -> bool | None:
    return None if math.isnan(found) else found < limit


@dataclass(frozen=True, slots=True, eq=False)
class Pulled:
    """A winsorised column, shape (units,), the units moved down and up, and whether it stopped before it got constant."""

    values: FloatArray
    high: BoolArray
    low: BoolArray
    stopped: bool

    @property
    def count(self) -> int:
        """How many points moved."""
        return int(self.high.sum() + self.low.sum())


def pull_in(values: FloatArray, rule: OutlierRule) -> Pulled:
    """Winsorise one column, shape (units,), until it passes or `most` points have moved; NaN stays NaN.

    A step takes all values at the extreme on the side of the skewness (high when it is 0 or more) to the next value
    inside. The limit is looked at before a step, so values that tie may pass it. A step that would leave one single
    value is not taken. This is COINr's `winsorise`, except that COINr fails at such a step.
    """
    values = values.copy()
    high, low = np.zeros(len(values), dtype=np.bool_), np.zeros(len(values), dtype=np.bool_)
    pulled = Pulled(values, high, low, stopped=False)
    shape = shape_of(values, rule.estimator)
    while rule.passes(shape) is False and (rule.most is None or pulled.count < rule.most):
        seen = shown(values)
        levels = np.unique(seen[~np.isnan(seen)])
        if len(levels) < 3:
            return Pulled(values, high, low, stopped=True)
        upper = shape.skewness >= 0
        extreme, inside = (levels[-1], levels[-2]) if upper else (levels[0], levels[1])
        there = seen == extreme
        (high if upper else low)[there] = True
        values[there] = values[seen == inside][0]
        shape = shape_of(values, rule.estimator)
    return pulled
