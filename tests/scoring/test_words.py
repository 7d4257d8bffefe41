"""Options of the library: words do what the members do, and what is no option is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from smartxl.errors import SmartxlError
from smartxl.model.combination import Combination, Counted, NotApplicable, RollUp, Ties, Unscored
from smartxl.model.framework import RuleSpec
from smartxl.scoring import Over, Tree, TreeNode, composite, copeland, coverage, normalise, outranking, ranks
from smartxl.scoring import treatment as treat
from smartxl.scoring import weights as weigh

DATA = pd.DataFrame({"a": [1.0, 2.0, 4.0, 4.0], "b": [3.0, None, 1.0, 7.0]}, index=["u", "v", "w", "x"])
FULL = pd.DataFrame(np.random.default_rng(1).uniform(1, 9, (24, 3)), columns=["a", "b", "c"])
PANEL = pd.concat({2023: FULL, 2024: FULL + 1}, names=["year", "unit"])
TREE = Tree((TreeNode("top", ""), TreeNode("a", "top", 60), TreeNode("b", "top", 40)))
PERIODS = pd.concat({2023: DATA, 2024: DATA + 1}, names=["year", "unit"])
MATRIX = weigh.Judgements.from_frame(pd.DataFrame([[1, 3], [1 / 3, 1]], index=["a", "b"], columns=["a", "b"]))
ANY = weigh.UnitRule(2)

ALIKE: dict[str, tuple[Any, Any]] = {
    "combination": (
        Combination("geometric", unscored="zero", not_applicable="lost", counted="count"),  # type: ignore[arg-type]
        Combination(
            RollUp.GEOMETRIC, unscored=Unscored.ZERO, not_applicable=NotApplicable.LOST, counted=Counted.COUNT
        ),
    ),
    "coverage": (coverage(DATA, TREE, counted="count"), coverage(DATA, TREE, counted=Counted.COUNT)),
    "ties": (ranks(DATA, ties="dense"), ranks(DATA, ties=Ties.DENSE)),
    "half ranks": (ranks(DATA, ties="mid"), ranks(DATA, ties=Ties.MID)),
    "over a period": (
        normalise(PERIODS, RuleSpec("minmax"), periods="year", over="period"),
        normalise(PERIODS, RuleSpec("minmax"), periods="year", over=Over.PERIOD),
    ),
    "over all": (
        ranks(PERIODS, periods="year", over="all"),
        ranks(PERIODS, periods="year", over=Over.ALL),
    ),
    "method of a tree": (
        Tree((TreeNode("top", "", how="geometric"), TreeNode("a", "top"))),  # type: ignore[arg-type]
        Tree((TreeNode("top", "", how=Combination(RollUp.GEOMETRIC)), TreeNode("a", "top"))),
    ),
    "rule": (normalise(DATA, "minmax"), normalise(DATA, RuleSpec("minmax"))),
    "digits of numpy": (normalise(DATA, "minmax", digits=np.int64(1)), normalise(DATA, "minmax", digits=1)),  # type: ignore[arg-type]
    "digits of numpy in a tree": (composite(DATA, TREE, digits=np.int64(1)), composite(DATA, TREE, digits=1)),  # type: ignore[arg-type]
    "base": (treat.Log("10"), treat.Log(treat.Base.TEN)),  # type: ignore[arg-type]
    "shape": (treat.shape(FULL, "population"), treat.shape(FULL, treat.Estimator.POPULATION)),
    "outlier rule": (
        treat.OutlierRule(estimator="population"),  # type: ignore[arg-type]
        treat.OutlierRule(estimator=treat.Estimator.POPULATION),
    ),
    "filler": (treat.impute(DATA, "median").data, treat.impute(DATA, treat.Filler.MEDIAN).data),
    "scaling": (weigh.entropy(FULL, scaling="min-max"), weigh.entropy(FULL, scaling=weigh.Scaling.MIN_MAX)),
    "retain": (
        weigh.factor(FULL, retain="share").loadings,
        weigh.factor(FULL, retain=weigh.Retain.SHARE).loadings,
    ),
    "priority": (weigh.ahp(MATRIX, "geometric_mean"), weigh.ahp(MATRIX, weigh.Priority.GEOMETRIC_MEAN)),
    "bounds": (weigh.Bounds(of="weight-share"), weigh.Bounds(of=weigh.Bounded.WEIGHT_SHARE)),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("case", ALIKE)
def test_a_word_is_the_member(case: str) -> None:
    by_word, by_member = ALIKE[case]
    if isinstance(by_member, pd.DataFrame):
        pd.testing.assert_frame_equal(by_word, by_member)
    else:
        assert by_word == by_member


REFUSED: dict[str, tuple[Callable[[], object], str, str]] = {
    "typo": (lambda: Combination(unscored="zeros"), "'zeros' is no unscored", "leave-out, zero"),  # type: ignore[arg-type]
    "coverage in percent": (lambda: Combination(coverage=70), "no share", "0.7 for 70 %"),
    "coverage is no number": (lambda: Combination(coverage=float("nan")), "no share", "from 0 to 1"),
    "floor": (lambda: Combination(floor=0.0), "floor is 0.0", "above 0"),
    "power": (lambda: Combination(power=float("inf")), "power is inf", "number"),
    "power 0": (
        lambda: Tree((TreeNode("t", "", how=Combination("power", power=0)), TreeNode("a", "t"))),  # type: ignore[arg-type]
        "power 0 is the geometric mean",
        "geometric",
    ),
    "ties": (lambda: ranks(DATA, ties="low"), "'low' is no ties", "dense"),
    "over": (lambda: ranks(PERIODS, periods="year", over="year"), "'year' is no over", "period"),
    "base": (lambda: treat.Log("2"), "'2' is no base", "e, 10"),  # type: ignore[arg-type]
    "scaling": (lambda: weigh.entropy(FULL, scaling="minmax"), "no scaling", "as-given, min-max"),
    "rule": (lambda: normalise(DATA, "minmx"), "unknown rule 'minmx'", "methods.md"),
    "no rule": (lambda: normalise(DATA, 3), "a int is no rule", "RuleSpec"),  # type: ignore[arg-type]
    "digits": (lambda: ranks(DATA, digits=1.5), "digits is 1.5", "whole number"),  # type: ignore[call-overload]
    "a series": (lambda: normalise(DATA["a"], "minmax"), "a Series is no table", "to_frame"),  # type: ignore[arg-type]
    "a list": (lambda: composite([[1.0]], TREE), "a list is no table", "DataFrame"),  # type: ignore[arg-type]
    "a list treated": (lambda: treat.treat([1.0]), "a list is no table", "DataFrame"),  # type: ignore[arg-type]
    "a series weighed": (lambda: weigh.entropy(FULL["a"]), "a Series is no table", "to_frame"),  # type: ignore[arg-type]
    "weights without keys": (lambda: copeland(FULL, [1, 1, 1]), "a list has no keys", "by key"),  # type: ignore[arg-type]
    "groups without units": (
        lambda: ranks(DATA, groups=["k", "k", "l", "l"]),  # type: ignore[call-overload]
        "a list does not say whose group is which",
        "Series",
    ),
    "no tree": (lambda: composite(DATA, {"a": 1}), "a dict is no tree", "from_frame"),  # type: ignore[arg-type]
    "no combination": (lambda: TreeNode("t", "", how=3), "does not say how to combine", "Combination"),  # type: ignore[arg-type]
    "one transform": (lambda: treat.transform(FULL, treat.Log()), "says no indicator", "fromkeys"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_option_is_refused(case: str) -> None:
    call, what, remedy = REFUSED[case]
    with pytest.raises(SmartxlError) as caught:
        call()
    assert what in caught.value.what.en
    assert remedy in caught.value.remedy.en


POOLED: dict[str, Callable[[], object]] = {
    "impute": lambda: treat.impute(PANEL, "mean"),
    "treat": lambda: treat.treat(PANEL),
    "winsorise": lambda: treat.winsorise(PANEL),
    "transform": lambda: treat.transform(PANEL, {"a": treat.RangeLog()}),
    "shape": lambda: treat.shape(PANEL),
    "copeland": lambda: copeland(PANEL, {"a": 1, "b": 1, "c": 1}),
    "outranking": lambda: outranking(PANEL, {"a": 1, "b": 1, "c": 1}),
    "entropy": lambda: weigh.entropy(PANEL),
    "CRITIC": lambda: weigh.critic(PANEL),
    "factor": lambda: weigh.factor(PANEL),
    "benefit of the doubt": lambda: weigh.benefit_of_doubt(PANEL),
    "importance": lambda: weigh.importance(PANEL, weigh.equal(["a", "b", "c"])),
}


@pytest.mark.parametrize("name", POOLED)
def test_periods_are_not_pooled_without_a_word(name: str) -> None:
    with pytest.raises(SmartxlError, match="levels year, unit") as caught:
        POOLED[name]()
    assert "one period at a time" in caught.value.remedy.en or "periods" in caught.value.remedy.en


def test_what_looks_at_one_unit_takes_periods() -> None:
    sizes = pd.Series(2.0, index=PANEL.index, name="size").to_frame()
    halved = treat.denominate(PANEL, sizes, {"a": "size"}).data
    assert halved["a"].tolist() == (PANEL["a"] / 2).tolist()
    assert treat.impute_previous(PANEL, PANEL).data.equals(PANEL)


SUM, SAME = 0.1 + 0.2, 0.3
"""Two ways to one number, whose last bits differ."""


def test_equal_is_one_thing_for_all() -> None:
    pair = pd.DataFrame({"a": [SUM, SAME, 0.1]}, index=["u", "v", "w"])
    assert ranks(pair)["a"].tolist() == [1, 1, 3]
    assert outranking(pair, {"a": 1}).loc["u", "v"] == 0.5
    assert copeland(pair, {"a": 1}).tolist() == [1.0, 1.0, -2.0]
    assert treat.shape(pair.iloc[:2])["skewness"].isna().all()


def test_columns_that_are_equal_weigh_nothing() -> None:
    twins = pd.DataFrame({"a": [SUM, SAME] * 6, "b": range(12)})
    assert weigh.standard_deviation(twins, scaling="as-given").values["a"] == 0
    with pytest.raises(SmartxlError, match="all units have the same value"):
        weigh.critic(twins)


def test_equal_extremes_are_pulled_in_together() -> None:
    column = pd.DataFrame({"a": [*range(1, 30), 1000 * SUM, 1000 * SAME]}).astype(float)
    done = treat.winsorise(column, treat.OutlierRule(skewness=1, kurtosis=1))
    assert done.data["a"].tolist()[-2:] == [29.0, 29.0]


@pytest.mark.parametrize("seed", range(4))
def test_the_benefit_of_the_doubt_is_at_most_1_and_equal_is_equal(seed: int) -> None:
    values = np.random.default_rng(seed).uniform(0.1, 1, (30, 5))
    values[7] = values[3] * (1 + 1e-16)
    values[9] = values.max(axis=0) * 1.01
    values[11] = values[9]
    scores = weigh.benefit_of_doubt(pd.DataFrame(values, columns=list("abcde"))).scores.tolist()
    assert max(scores) == 1.0
    assert scores[9] == scores[11] == 1.0
    assert scores[7] == scores[3]


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
@pytest.mark.parametrize("name", ["goalposts", "distance"])
def test_parameters_are_finite(name: str, wrong: float) -> None:
    rule = RuleSpec("goalposts", {"worst": 0.0, "best": wrong})
    if name == "distance":
        rule = RuleSpec("distance", {"target": wrong}, options={"to": "target"})
    with pytest.raises(SmartxlError, match="write a finite number"):
        normalise(DATA, rule)
