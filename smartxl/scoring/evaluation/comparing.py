"""Methods side by side on the same scores and weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.combination import Ties
from smartxl.model.options import choice
from smartxl.rules import rank, shown
from smartxl.scoring.evaluation.agreement import Agreement, agreement
from smartxl.scoring.evaluation.coupled import coupling
from smartxl.scoring.evaluation.dea import dea
from smartxl.scoring.evaluation.fuzzy import fuzzy, memberships
from smartxl.scoring.evaluation.grey import grey_relation
from smartxl.scoring.evaluation.inputs import DecisionTable, Weighting, decision, said
from smartxl.scoring.evaluation.rsr import rsr
from smartxl.scoring.evaluation.topsis import topsis
from smartxl.scoring.evaluation.vikor import vikor
from smartxl.scoring.library.copeland import copeland
from smartxl.scoring.library.frames import frame_of
from smartxl.scoring.weights.data_driven import Scaling, entropy
from smartxl.text import Text

__all__ = ["METHOD_TITLES", "EvaluationMethod", "MethodResults", "compare_methods"]

_WHERE = "compare_methods"


class EvaluationMethod(StrEnum):
    """A method in the variant in which it is compared; the results say it in words."""

    MEAN = "mean"
    TOPSIS = "topsis"
    TOPSIS_DISTANCE = "topsis-distance"
    ENTROPY_TOPSIS = "entropy-topsis"
    GREY = "grey"
    RSR = "rsr"
    RSR_VALUES = "rsr-values"
    VIKOR = "vikor"
    FUZZY = "fuzzy"
    COPELAND = "copeland"
    DEA = "dea"
    COUPLING = "coupling"


METHOD_TITLES = {
    EvaluationMethod.MEAN: Text("加权平均", "Weighted mean"),
    EvaluationMethod.TOPSIS: Text("TOPSIS", "TOPSIS"),
    EvaluationMethod.TOPSIS_DISTANCE: Text("TOPSIS（权重在距离内）", "TOPSIS (weights in the distance)"),
    EvaluationMethod.ENTROPY_TOPSIS: Text("熵权 TOPSIS", "Entropy TOPSIS"),
    EvaluationMethod.GREY: Text("灰色关联", "Grey relation"),
    EvaluationMethod.RSR: Text("秩和比 RSR", "Rank sum ratio"),
    EvaluationMethod.RSR_VALUES: Text("非整秩 RSR", "Rank sum ratio (non-integer)"),
    EvaluationMethod.VIKOR: Text("VIKOR", "VIKOR"),
    EvaluationMethod.FUZZY: Text("模糊综合评价", "Fuzzy evaluation"),
    EvaluationMethod.COPELAND: Text("Copeland", "Copeland"),
    EvaluationMethod.DEA: Text("DEA", "DEA"),
    EvaluationMethod.COUPLING: Text("耦合协调度", "Coupling coordination"),
}


@dataclass(frozen=True, slots=True)
class MethodResults:
    """`results`: units × methods, more is better by all (VIKOR as 1 − Q), NaN for a unit that took no part.

    `ranks`: competition ranks of them, 1 for the best. `variants`: method → which of those of its name. `refused`: method → why
    it has no results (too few units …). `details`: method → its own result (`Topsis`, `Vikor`, `Rsr` …), of the complete units;
    of entropy TOPSIS its `Weights`. `left_out`: unit → keys without a score.
    """

    results: pd.DataFrame
    ranks: pd.DataFrame
    variants: Mapping[str, Text]
    agreement: Agreement
    refused: Mapping[str, Text]
    left_out: Mapping[object, tuple[str, ...]]
    details: Mapping[str, object]


def compare_methods(
    scores: pd.DataFrame,
    weights: Weighting | None = None,
    *,
    methods: Iterable[EvaluationMethod | str] | None = None,
    points: Mapping[str, float] | pd.Series | None = None,
    areas: pd.DataFrame | None = None,
) -> MethodResults:
    """Results and ranks of units by several methods (all by default), on scores of one scale, more being better.

    `scores`: units × indicators, 0 to 100; `weights` by key, equal ones without. `points`: the grades of the fuzzy evaluation,
    see `memberships`, by default at 10, 30, 50, 70 and 90. `areas`: units × areas, 0 to 100, which `coupling` needs.
    Entropy TOPSIS takes entropy weights in place of `weights`; DEA takes one input of 1 for all. What a method refuses stands
    in `refused`, unless it is wrong for all. A unit with a missing score takes no part.

    Raises SmartxlError as `decision` does, and for a method that there is not.
    """
    asked = tuple(EvaluationMethod) if methods is None else tuple(methods)
    chosen = tuple(dict.fromkeys(choice(EvaluationMethod, name, _WHERE, "method") for name in asked))
    found = decision(_WHERE, scores, weights)
    grades = {"1": 10.0, "2": 30.0, "3": 50.0, "4": 70.0, "5": 90.0} if points is None else points
    order = _Order(found, grades, areas)
    results, refused, variants, details = {}, {}, {}, {}
    for method in chosen:
        try:
            numbers, words, detail = _METHODS[method](order)
        except SmartxlError as error:
            refused[str(method)] = error.what
            continue
        results[str(method)] = np.asarray(numbers.reindex(found.units).to_numpy(dtype=np.float64))
        variants[str(method)], details[str(method)] = words, detail
    stacked = np.column_stack(list(results.values())) if results else np.empty((len(found.units), 0))
    frame = found.frame(shown(stacked), tuple(results))
    ranks = pd.DataFrame(rank(frame.to_numpy(), Ties.COMPETITION), frame.index, frame.columns)
    return MethodResults(
        frame, ranks.astype("Int64"), variants, agreement(frame), refused, found.left_out, details
    )


@dataclass(frozen=True, slots=True)
class _Order:
    """What is compared: complete units with the keys that weigh."""

    found: DecisionTable
    points: Mapping[str, float] | pd.Series
    areas: pd.DataFrame | None
    scores: pd.DataFrame = field(init=False)
    weights: Mapping[str, float] = field(init=False)

    def __post_init__(self) -> None:
        found = self.found
        object.__setattr__(self, "scores", frame_of(found.values, found.units, pd.Index(found.keys)))
        object.__setattr__(self, "weights", dict(zip(found.keys, found.shares.tolist(), strict=True)))


_Answer = tuple["pd.Series[float]", Text, object]


def _mean(order: _Order) -> _Answer:
    found = pd.Series(order.found.values @ order.found.shares, index=order.found.units)
    return found, Text("Σ w·s", "Σ w·s"), found


def _topsis(order: _Order) -> _Answer:
    found = topsis(order.scores, order.weights)
    return found.closeness, found.variant, found


def _topsis_distance(order: _Order) -> _Answer:
    found = topsis(order.scores, order.weights, scale="min-max", weighed="distance")
    return found.closeness, found.variant, found


def _entropy_topsis(order: _Order) -> _Answer:
    weights = entropy(order.scores, scaling=Scaling.AS_GIVEN)
    found = topsis(order.scores, weights.values)
    told = Text("熵权（原值占比）", "entropy weights of the values as given")
    return found.closeness, said(told, found.variant), weights


def _grey(order: _Order) -> _Answer:
    found = grey_relation(order.scores, order.weights)
    return found.grades, found.variant, found


def _rsr(order: _Order) -> _Answer:
    found = rsr(order.scores, order.weights)
    return found.table["rsr"], found.variant, found


def _rsr_values(order: _Order) -> _Answer:
    found = rsr(order.scores, order.weights, ranking="non-integer")
    return found.table["rsr"], found.variant, found


def _vikor(order: _Order) -> _Answer:
    found = vikor(order.scores, order.weights)
    return 1 - found.table["q"], said(Text("1-Q", "1 - Q"), found.variant), found


def _fuzzy(order: _Order) -> _Answer:
    found = fuzzy(memberships(order.scores, order.points), order.weights, values=order.points)
    return found.value, said(found.variant, Text("等级分加权平均", "mean of the grades' points")), found


def _copeland(order: _Order) -> _Answer:
    found = copeland(order.scores, order.weights)
    return found, Text("加权多数，净胜场", "weighted majority, wins less losses"), found


def _dea(order: _Order) -> _Answer:
    one = pd.DataFrame({"input": 1.0}, index=order.scores.index)
    found = dea(one, order.scores)
    return found.efficiency, said(found.variant, Text("投入均为 1", "one input of 1 for all")), found


def _coupling(order: _Order) -> _Answer:
    if order.areas is None:
        raise SmartxlError(
            _WHERE,
            Text("没有给出领域得分", "no scores of areas were given"),
            Text("给出 areas", "give `areas`"),
        )
    found = coupling(order.areas, full=100.0)
    return found.table["d"], found.variant, found


_METHODS: Mapping[EvaluationMethod, Callable[[_Order], _Answer]] = {
    EvaluationMethod.MEAN: _mean,
    EvaluationMethod.TOPSIS: _topsis,
    EvaluationMethod.TOPSIS_DISTANCE: _topsis_distance,
    EvaluationMethod.ENTROPY_TOPSIS: _entropy_topsis,
    EvaluationMethod.GREY: _grey,
    EvaluationMethod.RSR: _rsr,
    EvaluationMethod.RSR_VALUES: _rsr_values,
    EvaluationMethod.VIKOR: _vikor,
    EvaluationMethod.FUZZY: _fuzzy,
    EvaluationMethod.COPELAND: _copeland,
    EvaluationMethod.DEA: _dea,
    EvaluationMethod.COUPLING: _coupling,
}
