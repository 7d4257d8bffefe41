"""Benefit of the doubt: each unit is seen in its best light, by linear programming (OECD/JRC Handbook 6.2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.rules import round_half_away
from smartxl.scoring.checks import in_chinese
from smartxl.scoring.weights.result import FloatArray, Weights, normalised
from smartxl.scoring.weights.units import Data, UnitRule, data_of
from smartxl.text import Text

__all__ = ["DOUBT_RULE", "Bounded", "Bounds", "DoubtResult", "benefit_of_doubt"]

DOUBT_RULE = UnitRule(10, 2.0, "our default, after Golany & Roll 1989: fewer, and most units come out best")
"""The default rule."""

_METHOD = "benefit of the doubt"
_ROUNDING = 1e-9
_SETTLED = 9


class Bounded(StrEnum):
    """What the bounds hold for."""

    PIE_SHARE = "share of the unit's score, w·x / Σ w·x"
    WEIGHT_SHARE = "share of the sum of weights, w / Σ w"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lower and upper bound, 0 to 1, of every indicator's share; `by_key` states others for single keys."""

    lower: float = 0.0
    upper: float = 1.0
    of: Bounded = Bounded.PIE_SHARE
    by_key: Mapping[str, tuple[float, float]] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "of", choice(Bounded, self.of, _WHERE, "of"))

    def arrays(self, keys: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
        """Lower and upper bounds in the order of the keys; SmartxlError where no shares can sum to 1."""
        single = self.by_key or {}
        unknown = sorted(set(single) - set(keys))
        if unknown:
            raise SmartxlError(
                _WHERE,
                Text(
                    f"{', '.join(unknown)} 有界限，但不是列",
                    f"bounds for {', '.join(unknown)}, which is no column",
                ),
                Text("用列的键", "use the keys"),
            )
        pairs = np.array([single.get(key, (self.lower, self.upper)) for key in keys], dtype=np.float64)
        lower, upper = pairs[:, 0], pairs[:, 1]
        for key, low, high in zip(keys, lower, upper, strict=True):
            if not 0 <= low <= high <= 1:
                raise SmartxlError(
                    f"{_WHERE}, {key}",
                    Text(f"界限 {low:g} 至 {high:g}", f"bounds {low:g} to {high:g}"),
                    Text("0 ≤ 下限 ≤ 上限 ≤ 1", "0 ≤ lower ≤ upper ≤ 1"),
                )
        if lower.sum() > 1 + _ROUNDING or upper.sum() < 1 - _ROUNDING:
            what = Text(
                f"下限之和是 {lower.sum():.4g}，上限之和是 {upper.sum():.4g}",
                f"lower bounds sum to {lower.sum():.4g} and upper bounds to {upper.sum():.4g}",
            )
            raise SmartxlError(
                _WHERE, what, Text("留出余地：Σ 下限 ≤ 1 ≤ Σ 上限", "leave room: Σ lower ≤ 1 ≤ Σ upper")
            )
        return lower, upper

    def __str__(self) -> str:
        others = "".join(f"; {key} {low:g} to {high:g}" for key, (low, high) in (self.by_key or {}).items())
        return f"{self.lower:g} to {self.upper:g}{others}; {self.of.value}"


_WHERE = f"weights ({_METHOD})"


@dataclass(frozen=True, slots=True, eq=False)
class DoubtResult:
    """Scores between 0 and 1 (index: units), each unit's own weights and pie shares (index: units, columns: keys).

    The score is unique and settled to 9 decimals, so that what the solver leaves over makes none larger than 1 and does not
    part equal ones; the weights behind it need not be. Weights apply to the values as given. `mean_shares` are the
    mean pie shares over the units with a score above 0: one set of weights for all, to look at, not to score with.
    """

    scores: pd.Series[float]
    weights: pd.DataFrame
    shares: pd.DataFrame
    mean_shares: Weights


def benefit_of_doubt(
    frame: pd.DataFrame,
    bounds: Bounds | None = None,
    *,
    rule: UnitRule = DOUBT_RULE,
) -> DoubtResult:
    """For each unit the weights w ≥ 0 that make Σ w·x largest, while no unit's Σ w·x passes 1, within bounds.

    Values are non-negative, more is better (turn costs round first). With pie shares invariant when a column is
    multiplied by a positive number; with weight shares the scale of the values matters. Raises SmartxlError for
    negative values, a column or unit of zeros, a zero where a pie share must be above 0, bounds without room, too few
    units.
    """
    limits = bounds or Bounds()
    data = data_of(frame, _METHOD, rule)
    lower, upper = limits.arrays(data.keys)
    _check(data, limits, lower)
    # Columns of like size are kinder to the solver; the scores do not change.
    size = data.values.max(axis=0)
    found = np.stack([_solve(data, unit, size, limits.of, lower, upper) for unit in range(len(data.units))])
    pies = found * data.values
    sums = pies.sum(axis=1)
    shares = np.divide(pies, sums[:, None], out=np.zeros_like(pies), where=sums[:, None] > 0)
    scores = np.minimum(round_half_away(sums, _SETTLED), 1.0)
    conventions = {
        "bounds": str(limits),
        "scale": "best possible 1",
        "weights": "mean over units of pie shares",
        "units": f"{len(data.units)}; needed: {rule}",
    }
    notes = ("scores are unique, the weights behind them need not be",)
    index, columns = list(data.units), list(data.keys)
    return DoubtResult(
        pd.Series(scores, index=index, dtype="float64"),
        pd.DataFrame(found, index=index, columns=columns),
        pd.DataFrame(shares, index=index, columns=columns),
        normalised(data.keys, shares.mean(axis=0), _METHOD, conventions, notes),
    )


def _check(data: Data, limits: Bounds, lower: FloatArray) -> None:
    values = data.values
    data.refuse_where(
        values < 0,
        Text("值不能小于 0", "values must be 0 or more"),
        Text("先归一化，例如 min-max", "normalise them first, for example by min-max"),
    )
    nothing = (values == 0).all(axis=1)
    _refuse_empty(data.where, "unit", [u for u, empty in zip(data.units, nothing, strict=True) if empty])
    unused = (values == 0).all(axis=0)
    _refuse_empty(data.where, "indicator", [k for k, empty in zip(data.keys, unused, strict=True) if empty])
    if limits.of is Bounded.PIE_SHARE:
        data.refuse_where(
            (values == 0) & (lower > 0),
            Text(
                "值为 0，达不到下限要求的得分占比",
                "a value of 0 cannot be the share of the score that the lower bound demands",
            ),
            Text(
                "改为限制权重占比，把下限降为 0，或平移这些值",
                "bound weight shares, lower the bound to 0, or shift the values",
            ),
        )


def _refuse_empty(where: str, kind: str, names: Collection[str]) -> None:
    if names:
        raise SmartxlError(
            f"{where}, {', '.join(names)}",
            Text(f"{in_chinese(kind)}的值都是 0", f"all values of the {kind} are 0"),
            Text(f"不用该{in_chinese(kind)}", f"leave the {kind} out"),
        )


def _solve(
    data: Data, unit: int, size: FloatArray, of: Bounded, lower: FloatArray, upper: FloatArray
) -> FloatArray:
    """The unit's weights, shape (keys,), for values as given."""
    scaled = data.values / size
    # Bounds are linear: lower · whole ≤ part ≤ upper · whole, with parts w·x or w and whole their sum.
    parts = scaled[unit] if of is Bounded.PIE_SHARE else 1 / size
    whole = np.broadcast_to(parts, (len(parts), len(parts)))
    limits = np.concatenate(
        [scaled, lower[:, None] * whole - np.diag(parts), np.diag(parts) - upper[:, None] * whole]
    )
    ceiling = np.append(np.ones(len(scaled)), np.zeros(2 * len(parts)))
    answer = linprog(-scaled[unit], A_ub=limits, b_ub=ceiling, bounds=(0, None), method="highs")
    if not answer.success:
        raise SmartxlError(
            f"{data.where}, {data.units[unit]}",
            Text("线性规划没有解出", f"the linear program failed: {answer.message}"),
            Text("检查界限", "check the bounds"),
        )
    return np.asarray(answer.x / size, dtype=np.float64)
