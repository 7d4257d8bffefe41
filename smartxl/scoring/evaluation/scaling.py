"""How columns of different units of measurement are made comparable, and what becomes of costs."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from smartxl.scoring.evaluation.inputs import DecisionTable
from smartxl.scoring.library.frames import FloatArray
from smartxl.text import Text

__all__ = ["COSTS_WORDS", "SCALE_WORDS", "Costs", "Normalisation", "scaled"]


class Normalisation(StrEnum):
    """What a column x becomes."""

    VECTOR = "vector"  # x / √Σx²
    MIN_MAX = "min-max"  # (x - min) / (max - min); 0 where the units do not differ
    SUM = "sum"  # x / Σx
    MAX = "max"  # x / max
    MEAN = "mean"  # x / mean
    NONE = "none"  # x as it is: scores of one scale


class Costs(StrEnum):
    """What becomes of a column of which less is better, before it is scaled."""

    SWAP = "swap"  # it stays, and its least value is the best
    SUBTRACT = "subtract"  # max - x
    RECIPROCAL = "reciprocal"  # 1 / x


SCALE_WORDS = {
    Normalisation.VECTOR: Text("向量归一 x/√Σx²", "vector, x/√Σx²"),
    Normalisation.MIN_MAX: Text("极差归一", "min-max"),
    Normalisation.SUM: Text("占比 x/Σx", "sum, x/Σx"),
    Normalisation.MAX: Text("最大值归一 x/max", "maximum, x/max"),
    Normalisation.MEAN: Text("均值归一 x/mean", "mean, x/mean"),
    Normalisation.NONE: Text("不归一", "as given"),
}
COSTS_WORDS = {
    Costs.SWAP: Text("逆向指标以最小为优", "of costs the least is best"),
    Costs.SUBTRACT: Text("逆向指标取 max-x", "costs as max-x"),
    Costs.RECIPROCAL: Text("逆向指标取 1/x", "costs as 1/x"),
}


def scaled(found: DecisionTable, scale: Normalisation, costs: Costs) -> tuple[FloatArray, FloatArray]:
    """The scaled values, shape (units, keys), and 1 or −1 for each key: whether more or less is better afterwards.

    Raises SmartxlError for what a formula does not allow: 1/x of what is not above 0, and shares of a sum, maximum or mean
    where a value is negative. A column of zeros stays as it is.
    """
    values, signs = found.values, np.where(found.costs, -1.0, 1.0)
    if scale is Normalisation.MIN_MAX and costs is not Costs.RECIPROCAL:
        return _min_max(np.where(found.costs, -values, values)), np.ones_like(signs)
    if costs is not Costs.SWAP and found.costs.any():
        values, signs = _turned(found, costs), np.ones_like(signs)
    if scale is Normalisation.MIN_MAX:
        return _min_max(values), signs
    if scale in {Normalisation.SUM, Normalisation.MAX, Normalisation.MEAN}:
        found.refuse(
            values < 0,
            Text("占比类归一不能有负值", "a share has no meaning for a negative value"),
            Text("改用 vector 或 min-max，或先平移", "use vector or min-max, or shift it first"),
        )
    return values / _divisors(values, scale), signs


def _turned(found: DecisionTable, costs: Costs) -> FloatArray:
    values = found.values
    if costs is Costs.SUBTRACT:
        return np.where(found.costs, values.max(axis=0, initial=-np.inf) - values, values)
    found.refuse(
        found.costs & (values <= 0),
        Text("取倒数的值要大于 0", "1/x needs values above 0"),
        Text('改用 costs="subtract"', 'use costs="subtract"'),
    )
    return 1 / np.where(found.costs, values, 1.0) * np.where(found.costs, 1.0, values)


def _min_max(values: FloatArray) -> FloatArray:
    if not len(values):
        return values
    low, span = values.min(axis=0), np.ptp(values, axis=0)
    return np.asarray((values - low) / np.where(span > 0, span, 1.0))


def _divisors(values: FloatArray, scale: Normalisation) -> FloatArray:
    """Shape (keys,); 1 for a column of zeros."""
    if scale is Normalisation.VECTOR:
        # By its largest value first: squares of very large or very small numbers are none.
        most = np.abs(values).max(axis=0, initial=0.0)
        most = np.where(most > 0, most, 1.0)
        found = most * np.sqrt(((values / most) ** 2).sum(axis=0))
    elif scale is Normalisation.SUM:
        found = values.sum(axis=0)
    elif scale is Normalisation.MAX:
        found = values.max(axis=0, initial=0.0)
    elif scale is Normalisation.MEAN and len(values):
        found = values.mean(axis=0)
    else:
        found = np.ones(values.shape[1])
    return np.asarray(np.where(found > 0, found, 1.0))
