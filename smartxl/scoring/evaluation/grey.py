"""Grey relation (灰色关联): how much a unit's series resembles the reference (Deng Julong 1982, 1989)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.scoring.evaluation.inputs import (
    DecisionTable,
    Directions,
    Weighting,
    decision,
    said,
    share_option,
)
from smartxl.scoring.evaluation.scaling import COSTS_WORDS, SCALE_WORDS, Costs, Normalisation, scaled
from smartxl.scoring.evaluation.topsis import WeightPlace
from smartxl.scoring.library.frames import FloatArray, by_key, matching
from smartxl.text import Text

__all__ = ["GreyRelation", "grey_relation"]

_WHERE = "grey_relation"
_WEIGHED_WORDS = {
    WeightPlace.VALUES: Text("权重乘在值上", "weights multiply the values"),
    WeightPlace.DISTANCE: Text("关联系数加权平均", "weighted mean of the coefficients"),
}


@dataclass(frozen=True, slots=True)
class GreyRelation:
    """`grades`: one for each unit, 0 to 1, NaN for a unit that took no part; `coefficients`: units × indicators.

    `variant` says in words which formula this is; `left_out`: unit → keys without a value.
    """

    grades: pd.Series[float]
    coefficients: pd.DataFrame
    variant: Text
    left_out: Mapping[object, tuple[str, ...]]


def grey_relation(
    data: pd.DataFrame,
    weights: Weighting | None = None,
    *,
    directions: Directions | None = None,
    reference: Mapping[str, float] | pd.Series | None = None,
    scale: Normalisation | str = Normalisation.MIN_MAX,
    costs: Costs | str = Costs.SWAP,
    rho: float = 0.5,
    weighed: WeightPlace | str = WeightPlace.DISTANCE,
    against_worst: bool = False,
) -> GreyRelation:
    """Grades of relation with the best value of each indicator, or with a `reference` by key in the units of the data.

    ξ = (Δmin + ρ·Δmax) / (Δ + ρ·Δmax) over all units and indicators; the grade is the mean of the coefficients by `weights`
    (equal ones without: Deng's). `weighed="values"` multiplies the scaled values by the weights and takes the plain mean;
    `against_worst` gives best / (best + worst), the grey TOPSIS. Where no value differs from the reference all ξ are 1.
    `reference` asks for `scale="none"`: it would have to be scaled with the data. Units with a missing value take no part.

    Raises SmartxlError for ρ that is not above 0 and at most 1, a reference beside a scale or `against_worst`, and as
    `topsis` does; UnknownName for keys that are not the columns.

    Source: Deng Julong (1989), Introduction to grey system theory, Journal of Grey System 1(1).
    """
    kinds = (choice(Normalisation, scale, _WHERE, "scale"), choice(Costs, costs, _WHERE, "costs"))
    how = choice(WeightPlace, weighed, _WHERE, "weighed")
    share_option(_WHERE, "rho", rho, above=True)
    found = decision(_WHERE, data, weights, directions)
    values, signs = scaled(found, *kinds)
    goal = None if reference is None else _stated(found, reference, kinds[0], against_worst=against_worst)
    if how is WeightPlace.VALUES:
        values = values * found.shares
        goal = None if goal is None else goal * found.shares
    turned = values * signs
    to_best = np.abs(values - (turned.max(axis=0, initial=-np.inf) * signs if goal is None else goal))
    shares = np.full(len(found.keys), 1 / len(found.keys)) if how is WeightPlace.VALUES else found.shares
    coefficients = _coefficients(to_best, rho)
    grades = coefficients @ shares
    if against_worst:
        worst = _coefficients(np.abs(values - turned.min(axis=0, initial=np.inf) * signs), rho) @ shares
        grades = grades / (grades + worst)
    words = _words(found, kinds, how, goal, rho, against_worst=against_worst)
    return GreyRelation(
        found.series(grades, "grade"), found.frame(coefficients, found.keys), words, found.left_out
    )


def _coefficients(apart: FloatArray, rho: float) -> FloatArray:
    least, most = apart.min(initial=np.inf), apart.max(initial=0.0)
    if most == 0:
        return np.ones_like(apart)
    return np.asarray((least + rho * most) / (apart + rho * most))


def _stated(
    found: DecisionTable,
    reference: Mapping[str, float] | pd.Series,
    scale: Normalisation,
    *,
    against_worst: bool,
) -> FloatArray:
    """The reference in the order of the keys."""
    if scale is not Normalisation.NONE or against_worst:
        raise SmartxlError(
            f"{_WHERE}, reference",
            Text(
                "给定参考序列时不能再归一，也没有负理想",
                "a given reference goes with no scale and no worst point",
            ),
            Text(
                '先把数据与参考一起归一，再写 scale="none"',
                'scale data and reference first, then give scale="none"',
            ),
        )
    stated = by_key(reference, f"{_WHERE}, reference")
    matching(_WHERE, found.table.keys, tuple(stated), needs="column", has="reference")
    return np.array([stated[key] for key in found.keys], dtype=np.float64)


def _words(
    found: DecisionTable,
    kinds: tuple[Normalisation, Costs],
    how: WeightPlace,
    goal: FloatArray | None,
    rho: float,
    *,
    against_worst: bool,
) -> Text:
    best, given = (
        Text("参考取最优值", "reference: the best values"),
        Text("参考为给定序列", "reference: as given"),
    )
    words = [SCALE_WORDS[kinds[0]], best if goal is None else given, Text(f"ρ={rho:g}", f"ρ = {rho:g}")]
    if found.costs.any():
        words.insert(1, COSTS_WORDS[kinds[1]])
    words.append(_WEIGHED_WORDS[how])
    if against_worst:
        words.append(Text("相对贴近度", "relative to the worst"))
    return said(*words)
