"""Weights from the spread of the data: entropy, standard deviation, CRITIC, MEREC.

All take a frame (index: units, columns: indicator keys) and refuse with fewer units than their rule asks for. None
of them knows what matters: they weigh what differs. See docs/weights.md for formulas and sources.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.model.options import choice
from smartxl.scoring.weights.result import FloatArray, Weights, normalised
from smartxl.scoring.weights.units import Data, UnitRule, data_of, min_max
from smartxl.text import Text

__all__ = ["CRITIC_RULE", "SPREAD_RULE", "Scaling", "critic", "entropy", "merec", "standard_deviation"]

SPREAD_RULE = UnitRule(10, source="our default: the spread over fewer units is chance")
"""The default rule of entropy, standard deviation and MEREC."""

CRITIC_RULE = UnitRule(10, 1.0, "our default: with fewer units than indicators correlations are chance")
"""The default rule of CRITIC."""


class Scaling(StrEnum):
    """What happens to the values before their spread is measured."""

    AS_GIVEN = "values as given"
    MIN_MAX = "min-max over the units, costs turned round"


def entropy(
    frame: pd.DataFrame,
    *,
    scaling: Scaling | str = Scaling.AS_GIVEN,
    costs: Collection[str] = (),
    rule: UnitRule = SPREAD_RULE,
) -> Weights:
    """Entropy weights (Shannon; Zeleny 1982): 1 - e, e = -Σ p ln p / ln n, p = x / Σx, 0·ln 0 = 0.

    With `AS_GIVEN` the direction of an indicator plays no part. Invariant when a column is multiplied by a positive
    number. Raises SmartxlError for negative values (as given), a column of zeros, constant columns under
    min-max, too few units.
    """
    scaling = choice(Scaling, scaling, "weights (entropy)", "scaling")
    data = data_of(frame, "entropy", rule, costs)
    scaled = _scaled(data, scaling)
    data.refuse_where(
        scaled < 0,
        Text("负值的占比没有熵", "a share of a negative value has no entropy"),
        Text("用 scaling=Scaling.MIN_MAX，或平移", "use scaling=Scaling.MIN_MAX, or shift it"),
    )
    data.refuse_where(
        np.broadcast_to(scaled.sum(axis=0) == 0, scaled.shape),
        Text("值都是 0，没有占比", "all values are 0, so nobody has a share"),
        Text("不用该指标", "leave the indicator out"),
    )
    share = scaled / scaled.sum(axis=0)
    logs = np.log(share, out=np.zeros_like(share), where=share > 0)
    redundancy = 1 + (share * logs).sum(axis=0) / np.log(len(data.units))
    redundancy = np.where(_constant(data), 0.0, redundancy.clip(min=0))
    return _weights(data, redundancy, "entropy", rule, {"scaling": scaling.value})


def standard_deviation(
    frame: pd.DataFrame,
    *,
    scaling: Scaling | str = Scaling.MIN_MAX,
    costs: Collection[str] = (),
    rule: UnitRule = SPREAD_RULE,
) -> Weights:
    """Weights in proportion to the standard deviation (Diakoulaki, Mavrotas & Papayannakis 1995).

    With `MIN_MAX` invariant under any positive linear change of a column; as given, the units of measurement
    decide. Raises SmartxlError for constant columns under min-max, too few units.
    """
    scaling = choice(Scaling, scaling, "weights (standard deviation)", "scaling")
    data = data_of(frame, "standard deviation", rule, costs)
    spread = np.std(_scaled(data, scaling), axis=0, ddof=1)
    spread = np.where(_constant(data), 0.0, spread)
    chosen = {"scaling": scaling.value, "deviation": "ddof 1 (any ddof gives the same weights)"}
    return _weights(data, spread, "standard deviation", rule, chosen)


def critic(frame: pd.DataFrame, *, costs: Collection[str] = (), rule: UnitRule = CRITIC_RULE) -> Weights:
    """CRITIC weights (Diakoulaki et al. 1995): σ_j · Σ_k (1 - r_jk) on min-max values, r Pearson's correlation.

    Invariant under any positive linear change of a column. Raises SmartxlError for constant columns, too few units,
    or when all indicators say the same (all correlations 1).
    """
    data = data_of(frame, "CRITIC", rule, costs)
    scaled = min_max(data)
    spread = np.std(scaled, axis=0, ddof=1)
    correlation = np.atleast_2d(np.corrcoef(scaled, rowvar=False))
    # Twin columns correlate at 1 - 2e-16: their conflict is none.
    conflict = (1 - correlation).clip(min=0)
    conflict[conflict < _NOISE] = 0.0
    chosen = {
        "scaling": Scaling.MIN_MAX.value,
        "deviation": "ddof 1 (any ddof gives the same weights)",
        "correlation": "Pearson",
    }
    return _weights(data, spread * conflict.sum(axis=1), "CRITIC", rule, chosen)


def merec(frame: pd.DataFrame, *, costs: Collection[str] = (), rule: UnitRule = SPREAD_RULE) -> Weights:
    """MEREC weights (Keshavarz-Ghorabaee et al. 2021): what taking an indicator away does to the units' results.

    Benefits as min/x, costs as x/max; S = ln(1 + mean |ln n|); the weight is Σ |S without j - S|. Invariant when a
    column is multiplied by a positive number. Raises SmartxlError for values of 0 or less, too few units.
    """
    data = data_of(frame, "MEREC", rule, costs)
    data.refuse_where(
        data.values <= 0,
        Text("MEREC 对比值取对数，值要大于 0", "MEREC takes logarithms of ratios, so values must be above 0"),
        Text("平移，或不用该指标", "shift or leave it out"),
    )
    ratio = np.where(
        data.is_cost, data.values / data.values.max(axis=0), data.values.min(axis=0) / data.values
    )
    logs = np.abs(np.log(ratio))
    whole = logs.sum(axis=1, keepdims=True)
    count = len(data.keys)
    without = np.log1p((whole - logs) / count)
    effect = np.abs(without - np.log1p(whole / count)).sum(axis=0)
    chosen = {
        "normalisation": "benefit min/x, cost x/max",
        "divisor": "all indicators, also when one is away",
    }
    return _weights(data, effect, "MEREC", rule, chosen)


_NOISE = 1e-12


def _scaled(data: Data, scaling: Scaling) -> FloatArray:
    return min_max(data) if scaling is Scaling.MIN_MAX else data.values


def _constant(data: Data) -> NDArray[np.bool_]:
    """Shape (keys,): a constant 0.1 has a deviation of some 1e-17, which is arithmetic and no weight."""
    return np.asarray(np.ptp(data.values, axis=0) == 0, dtype=np.bool_)


def _weights(
    data: Data, raw: FloatArray, method: str, rule: UnitRule, conventions: dict[str, str]
) -> Weights:
    declared = conventions | {"units": f"{len(data.units)}; needed: {rule}"}
    if data.costs:
        declared["costs"] = ", ".join(key for key in data.keys if key in data.costs)
    silent = [key for key, value in zip(data.keys, raw.tolist(), strict=True) if value == 0]
    notes = [f"weight 0, because the units do not differ: {', '.join(silent)}"] if silent else []
    return normalised(data.keys, raw, method, declared, notes)
