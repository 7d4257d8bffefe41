"""TOPSIS: how near a unit is to the best, and how far from the worst (Hwang & Yoon 1981). Each usual variant has a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.scoring.evaluation.inputs import DecisionTable, Directions, Weighting, decision, said
from smartxl.scoring.evaluation.scaling import COSTS_WORDS, SCALE_WORDS, Costs, Normalisation, scaled
from smartxl.scoring.library.frames import FloatArray
from smartxl.text import Text

__all__ = ["Topsis", "WeightPlace", "Worst", "topsis"]

_WHERE = "topsis"


class WeightPlace(StrEnum):
    """Where the weights stand."""

    VALUES = "values"  # they multiply the scaled values: the distance is √Σ(w·Δ)²
    DISTANCE = "distance"  # they stand inside the distance: √Σ w·Δ²


class Worst(StrEnum):
    """What the worst point is."""

    OBSERVED = "observed"  # of each indicator the worst value among the units
    ZERO = "zero"  # 0 of each indicator; more has to be better of all


_WEIGHED_WORDS = {
    WeightPlace.VALUES: Text("权重乘在值上", "weights multiply the values"),
    WeightPlace.DISTANCE: Text("权重在距离内", "weights inside the distance"),
}
_WORST_WORDS = {
    Worst.OBSERVED: Text("负理想解取最差值", "the worst is the worst value observed"),
    Worst.ZERO: Text("负理想解取 0", "the worst is 0"),
}


@dataclass(frozen=True, slots=True)
class Topsis:
    """`table`: units × (`to_best`, `to_worst`, `closeness`), closeness 0 to 1, NaN for a unit that took no part.

    `variant` says in words which TOPSIS this is; `left_out`: unit → keys without a value.
    """

    table: pd.DataFrame
    variant: Text
    left_out: Mapping[object, tuple[str, ...]]

    @property
    def closeness(self) -> pd.Series[float]:
        """D⁻ / (D⁺ + D⁻): 1 at the best point, 0 at the worst; NaN where the two are one (no unit differs)."""
        return self.table["closeness"]


def topsis(
    data: pd.DataFrame,
    weights: Weighting | None = None,
    *,
    directions: Directions | None = None,
    scale: Normalisation | str = Normalisation.VECTOR,
    costs: Costs | str = Costs.SWAP,
    weighed: WeightPlace | str = WeightPlace.VALUES,
    worst: Worst | str = Worst.OBSERVED,
) -> Topsis:
    """Distances to the best and the worst point, and the closeness to the best.

    `data`: units × indicators; `weights` by key, of exactly the columns, on any scale (those of 熵权 TOPSIS are
    `smartxl.scoring.weights.entropy(data).values`), equal ones without; `directions`: 1 (more is better) or -1 by key. A unit
    with a missing value takes no part: its numbers are NaN, and `left_out` names it.

    Raises SmartxlError for a worst point of 0 beside costs that are not turned round or negative values, for what a scale
    does not allow (see `Normalisation`, `Costs`), and as `decision` does; UnknownName for keys that are not the columns.
    """
    kinds = (
        choice(Normalisation, scale, _WHERE, "scale"),
        choice(Costs, costs, _WHERE, "costs"),
        choice(WeightPlace, weighed, _WHERE, "weighed"),
        choice(Worst, worst, _WHERE, "worst"),
    )
    found = decision(_WHERE, data, weights, directions)
    values, signs = scaled(found, kinds[0], kinds[1])
    best, low = _points(found, values, signs, kinds[3])
    factors = found.shares if kinds[2] is WeightPlace.VALUES else np.sqrt(found.shares)
    to_best, to_worst = (np.sqrt((((values - point) * factors) ** 2).sum(axis=1)) for point in (best, low))
    both = to_best + to_worst
    closeness = np.divide(to_worst, both, out=np.full_like(both, np.nan), where=both > 0)
    table = found.frame(np.column_stack([to_best, to_worst, closeness]), ("to_best", "to_worst", "closeness"))
    words = [SCALE_WORDS[kinds[0]], _WEIGHED_WORDS[kinds[2]], _WORST_WORDS[kinds[3]]]
    if found.costs.any():
        words.insert(1, COSTS_WORDS[kinds[1]])
    return Topsis(table, said(*words), found.left_out)


def _points(
    found: DecisionTable, values: FloatArray, signs: FloatArray, worst: Worst
) -> tuple[FloatArray, FloatArray]:
    """The best and the worst point, shape (keys,) each."""
    turned = values * signs
    best = turned.max(axis=0, initial=-np.inf) * signs
    if worst is Worst.OBSERVED:
        return best, turned.min(axis=0, initial=np.inf) * signs
    if (signs < 0).any():
        raise SmartxlError(
            _WHERE,
            Text("逆向指标的 0 不是最差", "of a cost 0 is not the worst"),
            Text('写 costs="subtract" 或 "reciprocal"', 'give costs="subtract" or "reciprocal"'),
        )
    found.refuse(
        values < 0,
        Text("有负值，0 就不是最差", "with a negative value 0 is not the worst"),
        Text('用 worst="observed"，或先平移', 'use worst="observed", or shift it first'),
    )
    return best, np.zeros_like(best)
