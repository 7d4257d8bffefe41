"""Fuzzy comprehensive evaluation (模糊综合评价): from memberships of indicators in grades to those of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.rules import shown
from smartxl.scoring.checks import listed, refuse_no_frame, refuse_panel
from smartxl.scoring.evaluation.inputs import Weighting, lacking_keys, said
from smartxl.scoring.library.frames import (
    FloatArray,
    by_key,
    frame_of,
    label_of,
    matching,
    table_of,
)
from smartxl.scoring.library.weighing import weight_shares
from smartxl.text import Text

__all__ = ["Fuzzy", "FuzzyOperator", "fuzzy", "memberships"]

_WHERE = "fuzzy"


class FuzzyOperator(StrEnum):
    """How weights w and memberships r of the indicators j become the membership b of a grade."""

    MIN_MAX = "min-max"  # M(∧,∨): max min(w, r), what decides is one factor
    PRODUCT_MAX = "product-max"  # M(·,∨): max w·r, one factor stands out
    MIN_SUM = "min-sum"  # M(∧,⊕): min(1, Σ min(w, r))
    PRODUCT_SUM = "product-sum"  # M(·,⊕): min(1, Σ w·r), the weighted mean


_OPERATOR_WORDS = {
    FuzzyOperator.MIN_MAX: "M(∧,∨)",
    FuzzyOperator.PRODUCT_MAX: "M(·,∨)",
    FuzzyOperator.MIN_SUM: "M(∧,⊕)",
    FuzzyOperator.PRODUCT_SUM: "M(·,⊕)",
}


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """`memberships`: units × grades, NaN for a unit that took no part.

    `grade`: the grade of the largest membership, None where the largest comes twice or there is none. `value`: the mean of the
    grades' values by membership, NaN without values. `left_out`: unit → indicators without memberships.
    """

    memberships: pd.DataFrame
    grade: pd.Series
    value: pd.Series[float]
    variant: Text
    left_out: Mapping[object, tuple[str, ...]]


def memberships(scores: pd.DataFrame, points: Mapping[str, float] | pd.Series) -> pd.DataFrame:
    """Memberships of scores in grades: (unit, indicator) × grades, each row of sum 1; a row of NaN for no score.

    `points`: grade → the score that belongs to it wholly. Between two points the membership goes over in a straight line,
    beyond the outer ones it is whole (triangles, at both ends half trapezoids). Raises SmartxlError for fewer than two points,
    points that are equal or no numbers, and as `normalise` does for data.
    """
    where = "memberships"
    table = table_of(scores, where)
    refuse_panel(table.index, where)
    stated = by_key(points, f"{where}, points")
    names = sorted(stated, key=lambda name: stated[name])
    places = np.array([stated[name] for name in names], dtype=np.float64)
    if len(places) < 2 or not np.isfinite(places).all() or (np.diff(places) <= 0).any():
        raise SmartxlError(
            f"{where}, points",
            Text("等级的分值点要有两个以上、各不相同", "grades need two or more points that differ"),
            Text("写 {'优': 90, '良': 70}", "give {'good': 90, 'poor': 50}"),
        )
    place = np.interp(table.values.ravel(), places, np.arange(len(places)))
    found = np.clip(1 - np.abs(place[:, None] - np.arange(len(places))), 0, 1)
    order = [names.index(name) for name in stated]
    index = pd.MultiIndex.from_product([table.index, table.keys], names=["unit", "indicator"])
    return frame_of(np.ascontiguousarray(found[:, order]), index, pd.Index(list(stated)))


def fuzzy(
    belonging: pd.DataFrame,
    weights: Weighting | None = None,
    *,
    operator: FuzzyOperator | str = FuzzyOperator.PRODUCT_SUM,
    values: Mapping[str, float] | pd.Series | None = None,
    power: float = 1.0,
    normalised: bool = True,
) -> Fuzzy:
    """Memberships of units in grades, of those of their indicators.

    `belonging`: (unit, indicator) × grades, 0 to 1, as of `memberships` or of votes; `weights` by indicator, of exactly
    these, with the sum 1 in the formulas, equal ones without. `normalised`: each unit's memberships over their sum.
    `values`: grade → number, for the weighted mean Σ b^power·v / Σ b^power. Several levels: the result of one is the
    `belonging` of the next. A unit of which an indicator that weighs has a missing membership takes no part.

    Raises SmartxlError for memberships outside 0 to 1, an index that is not (unit, indicator), a unit without one of the
    indicators; UnknownName for weights or values of other names.
    """
    how = choice(FuzzyOperator, operator, _WHERE, "operator")
    units, keys, cube = _cube(belonging)
    columns = frame_of(np.empty((0, len(keys))), pd.Index([]), pd.Index(keys))
    shares = weight_shares(
        table_of(columns, _WHERE), dict.fromkeys(keys, 1.0) if weights is None else weights
    )
    weighs = shares > 0
    missing = np.isnan(cube).any(axis=2) & weighs
    with np.errstate(invalid="ignore", divide="ignore"):
        found = _composed(np.where(weighs[:, None], cube, 0.0), shares, how)
        if normalised:
            found = found / found.sum(axis=1, keepdims=True)
    found[missing.any(axis=1)] = np.nan
    grades = tuple(map(str, belonging.columns))
    mean = _weighted_mean(found, grades, values, power)
    words = said(
        _told(how), Text("归一" if normalised else "不归一", "normalised" if normalised else "not normalised")
    )
    return Fuzzy(
        frame_of(found, units, pd.Index(grades)),
        _largest(found, grades, units),
        pd.Series(mean, index=units, name="value"),
        words,
        lacking_keys(units, keys, missing),
    )


def _told(how: FuzzyOperator) -> Text:
    """What an operator is called, alike in both languages."""
    return Text(_OPERATOR_WORDS[how], _OPERATOR_WORDS[how])


def _cube(belonging: pd.DataFrame) -> tuple[pd.Index, tuple[str, ...], FloatArray]:
    """The units, the indicators, and memberships of shape (units, indicators, grades)."""
    refuse_no_frame(belonging, _WHERE)
    if belonging.index.nlevels != 2:
        raise SmartxlError(
            _WHERE,
            Text("索引要有两级：单位、指标", "the index needs two levels: unit, indicator"),
            Text(
                "用 memberships(…)，或 pd.concat({单位: 表})",
                "use memberships(…), or pd.concat({unit: table})",
            ),
        )
    table = table_of(belonging, _WHERE)
    outside = (table.values < 0) | (table.values > 1)
    table.refuse(
        outside,
        Text("隶属度不在 0 至 1 之间", "a membership is not between 0 and 1"),
        Text("改正", "correct it"),
    )
    units, indicators = (table.index.get_level_values(level) for level in (0, 1))
    names, keys = units.unique(), indicators.unique()
    if not len(names) and isinstance(
        table.index, pd.MultiIndex
    ):  # of no unit the indicators are known all the same
        keys = table.index.levels[1]
    if len(table.index) != len(names) * len(keys):
        short = units.value_counts()
        wrong = [label_of(unit) for unit in names if short[unit] != len(keys)]
        raise SmartxlError(
            f"{_WHERE}, {listed(wrong)}",
            Text("缺少其他单位有的指标", "an indicator that other units have is missing"),
            Text("补上一行，没有隶属度就留空", "give its row, blank where there is no membership"),
        )
    cube = np.empty((len(names), len(keys), len(table.keys)))
    cube[names.get_indexer(units), keys.get_indexer(indicators)] = table.values
    return names, tuple(map(str, keys)), cube


def _composed(cube: FloatArray, shares: FloatArray, how: FuzzyOperator) -> FloatArray:
    """Shape (units, grades)."""
    weights = shares[:, None]
    taken = (
        np.minimum(cube, weights) if how in {FuzzyOperator.MIN_MAX, FuzzyOperator.MIN_SUM} else cube * weights
    )
    if how in {FuzzyOperator.MIN_MAX, FuzzyOperator.PRODUCT_MAX}:
        return np.asarray(taken.max(axis=1))
    return np.asarray(np.minimum(taken.sum(axis=1), 1.0))


def _largest(found: FloatArray, grades: tuple[str, ...], units: pd.Index) -> pd.Series:
    settled = shown(np.nan_to_num(found, nan=-1.0))
    most = settled.max(axis=1, keepdims=True)
    alone = ((settled == most).sum(axis=1) == 1) & (most[:, 0] > 0)
    places = settled.argmax(axis=1).tolist()
    named = [grades[place] if one else None for place, one in zip(places, alone.tolist(), strict=True)]
    return pd.Series(named, index=units, name="grade", dtype=object)


def _weighted_mean(
    found: FloatArray, grades: tuple[str, ...], values: Mapping[str, float] | pd.Series | None, power: float
) -> FloatArray:
    if values is None:
        return np.full(len(found), np.nan)
    stated = by_key(values, f"{_WHERE}, values")
    matching(_WHERE, grades, tuple(stated), needs="column", has="weight")
    worth = np.array([stated[grade] for grade in grades], dtype=np.float64)
    if not power > 0:
        raise SmartxlError(
            _WHERE,
            Text(f"power 是 {power!r}", f"power is {power!r}"),
            Text("写大于 0 的数", "give a number above 0"),
        )
    raised = found**power
    with np.errstate(invalid="ignore"):
        return np.asarray(raised @ worth / raised.sum(axis=1))
