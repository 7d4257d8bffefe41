"""`normalise`: rules column by column, directions, groups, periods, and what it refuses."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.framework import RuleSpec
from smartxl.rules import PEER_RULES, RULES, build, build_peer
from smartxl.scoring import Over, normalise

NAN = math.nan
MINMAX = RuleSpec("minmax")
GOALPOSTS = RuleSpec("goalposts", {"worst": 0.0, "best": 10.0})


@pytest.fixture
def data() -> pd.DataFrame:
    values = {"i1": [1.0, 2.0, 5.0, NAN], "i10": [10.0, 40.0, 20.0, 30.0], "i2": [0.0, 4.0, 10.0, 12.0]}
    return pd.DataFrame(values, index=["a", "b", "c", "d"])


def test_one_rule_for_all_columns(data: pd.DataFrame) -> None:
    found = normalise(data, MINMAX)
    assert found["i1"].tolist() == pytest.approx([0, 25, 100, NAN], nan_ok=True)
    assert found["i10"].tolist() == pytest.approx([0, 100, 100 / 3, 200 / 3])
    assert found.index.equals(data.index)
    assert found.columns.equals(data.columns)


def test_a_rule_for_each_column_by_key(data: pd.DataFrame) -> None:
    rules = {"i2": GOALPOSTS, "i1": MINMAX, "i10": RuleSpec("rank")}
    found = normalise(data, rules)
    assert found["i2"].tolist() == [0, 40, 100, 100]
    assert found["i10"].tolist() == [1, 4, 2, 3]
    assert found["i1"].tolist() == pytest.approx([0, 25, 100, NAN], nan_ok=True)


def test_directions_by_key(data: pd.DataFrame) -> None:
    found = normalise(data, MINMAX, directions={"i10": -1, "i2": 1, "i1": 1})
    assert found["i10"].tolist() == pytest.approx([100, 0, 200 / 3, 100 / 3])
    assert found["i2"].equals(normalise(data, MINMAX)["i2"])
    series = pd.Series({"i2": 1, "i1": 1, "i10": -1})
    assert normalise(data, MINMAX, directions=series).equals(found)


def test_directions_reach_every_rule_that_has_a_cost(data: pd.DataFrame) -> None:
    target = RuleSpec("target", {"target": 5.0})
    found = normalise(data[["i2"]], target, directions={"i2": -1})
    assert found["i2"].tolist() == pytest.approx([100, 100, 50, 500 / 12])


def test_digits_round_half_away_from_zero(data: pd.DataFrame) -> None:
    assert normalise(data[["i10"]], MINMAX, digits=1)["i10"].tolist() == [0, 100, 33.3, 66.7]
    halves = pd.DataFrame({"x": [2.5, -2.5]}, index=["a", "b"])
    assert normalise(halves, RuleSpec("direct", {"full": 100.0}), digits=0)["x"].tolist() == [3, -3]


def test_groups_have_their_own_peers(data: pd.DataFrame) -> None:
    groups = pd.Series({"d": "east", "c": "west", "b": "west", "a": "east"})
    found = normalise(data, MINMAX, groups=groups)
    assert found["i10"].tolist() == [0, 100, 0, 100]
    assert found["i1"].tolist() == pytest.approx([NAN, 0, 100, NAN], nan_ok=True)
    # Rules with targets of their own do not see groups.
    assert normalise(data, GOALPOSTS, groups=groups).equals(normalise(data, GOALPOSTS))


@pytest.fixture
def panel() -> pd.DataFrame:
    index = pd.MultiIndex.from_product([[2023, 2024], ["a", "b", "c"]], names=["year", "unit"])
    return pd.DataFrame({"x": [0.0, 5.0, 10.0, 10.0, 15.0, 20.0]}, index=index)


@pytest.mark.parametrize(
    ("over", "scores"), [(Over.PERIOD, [0, 50, 100, 0, 50, 100]), (Over.ALL, [0, 25, 50, 50, 75, 100])]
)
def test_peers_of_the_period_or_of_all(panel: pd.DataFrame, over: Over, scores: list[float]) -> None:
    assert normalise(panel, MINMAX, periods="year", over=over)["x"].tolist() == scores
    flat = panel.reset_index(drop=True)
    years = pd.Series(panel.index.get_level_values("year"), index=flat.index)
    assert normalise(flat, MINMAX, periods=years, over=over)["x"].tolist() == scores


def test_groups_of_a_panel_are_those_of_its_units(panel: pd.DataFrame) -> None:
    groups = pd.Series({"a": "g", "b": "h", "c": "h"})
    found = normalise(panel, MINMAX, groups=groups, periods="year", over=Over.ALL)
    assert found["x"].tolist() == pytest.approx([0, 0, 100 / 3, 100, 200 / 3, 100])
    found = normalise(panel, MINMAX, groups=groups, periods="year", over=Over.PERIOD)
    assert found["x"].tolist() == pytest.approx([NAN, 0, 100, NAN, 0, 100], nan_ok=True)


def test_a_reference_is_read_in_its_period_and_across_groups(panel: pd.DataFrame) -> None:
    spec = RuleSpec("distance", options={"to": "reference", "reference": "b", "form": "ratio"})
    found = normalise(panel, spec, periods="year", over=Over.PERIOD)
    assert found["x"].tolist() == pytest.approx([0, 100, 200, 1000 / 15, 100, 2000 / 15])
    groups = pd.Series({"a": "g", "b": "h", "c": "h"})
    assert normalise(panel, spec, groups=groups, periods="year", over=Over.PERIOD).equals(found)


def one_number_specs() -> list[RuleSpec]:
    params: dict[str, dict[str, float | tuple[float, ...]]] = {
        "bands": {"thresholds": (0.0, 0.5), "points": (10.0, 90.0)},
        "target": {"target": 1.0},
        "range": {"lowest": 0.0, "low": 0.2, "high": 0.5, "highest": 1.0},
        "efficacy": {"unacceptable": 0.1, "satisfactory": 0.9},
        "piecewise": {"values": (0.0, 1.0), "points": (0.0, 100.0)},
        "loggoalposts": {"worst": 0.1, "best": 1.0},
        "goalposts": {"worst": 0.0, "best": 1.0},
        "count": {"each": 10.0, "cap": 50.0},
        "deduction": {"each": (10.0,)},
        "bonus": {"target": 0.5, "bonus": 50.0, "penalty": 50.0},
        "criteria": {"points": (50.0,), "full": 50.0},
    }
    named = [
        RuleSpec(name, params.get(name, {}))
        for name in RULES
        if name not in {"own", "panel", "rubric", "survey"}
    ]
    fitting = [spec for spec in named if build(spec).sizes()[0] <= 1 <= build(spec).sizes()[1]]
    return [*fitting, RuleSpec("own", formula="100*x^2", inputs=("x",))]


@pytest.mark.parametrize("spec", one_number_specs(), ids=lambda spec: spec.name)
def test_every_rule_of_one_number_scores_as_it_does_alone(spec: RuleSpec) -> None:
    values = np.random.default_rng(5).random((40, 3)).round(2)
    values[::7, 1] = NAN
    frame = pd.DataFrame(values, columns=["i1", "i10", "i2"])
    found = normalise(frame, spec)
    for key in frame.columns:
        np.testing.assert_array_equal(found[key], build(spec).score(frame[[key]].to_numpy()))


@pytest.mark.parametrize("layout", ["C", "F"])
def test_many_units_and_columns_are_scored_in_parts(layout: Any) -> None:
    values = np.asarray(np.random.default_rng(6).random((5000, 30)), order=layout)
    frame = pd.DataFrame(values, copy=False).rename(columns=lambda number: f"i{number}")
    rule = build_peer(MINMAX)
    np.testing.assert_array_equal(normalise(frame, MINMAX), rule.score(values))
    groups = pd.Series(np.arange(5000) % 3, index=frame.index)
    mixed = {key: MINMAX if number % 2 else RuleSpec("zscore") for number, key in enumerate(frame.columns)}
    found = normalise(frame, mixed, groups=groups)
    np.testing.assert_array_equal(found["i1"][groups == 2], rule.score(values[groups == 2, 1]))


def test_rules_over_peers_are_all_reachable() -> None:
    assert set(PEER_RULES) == {
        "minmax", "zscore", "rank", "percentile", "distance", "aroundmean", "categories"
    }  # fmt: skip


def test_data_stay_as_they_were(data: pd.DataFrame) -> None:
    before = data.copy()
    normalise(data, MINMAX, directions={"i1": 1, "i2": -1, "i10": 1}, digits=1)
    assert data.equals(before)


def test_integers_and_nullable_numbers_are_numbers() -> None:
    frame = pd.DataFrame({"i1": [1, 2, 3], "i2": pd.array([1.0, None, 3.0], dtype="Float64")})
    found = normalise(frame, MINMAX)
    assert found["i1"].tolist() == [0, 50, 100]
    assert found["i2"].tolist() == pytest.approx([0, NAN, 100], nan_ok=True)


YEAR = pd.Series({"a": 1, "b": 1, "c": 2, "d": 2})
REFUSED: dict[str, tuple[Callable[[pd.DataFrame], object], str]] = {
    "unknown rule": (lambda d: normalise(d, RuleSpec("minmacs")), "i1: unknown rule 'minmacs'"),
    "wrong parameter": (
        lambda d: normalise(d, RuleSpec("goalposts", {"worst": 1.0, "best": 1.0})),
        "worst and best are both 1",
    ),
    "two numbers": (lambda d: normalise(d, RuleSpec("ratio")), "rule ratio takes 2 numbers"),
    "text": (
        lambda d: normalise(d.assign(i2=["1", "x", "", "4"]), MINMAX),
        "normalise, i2: the column is not numeric",
    ),
    "booleans": (lambda d: normalise(d.assign(i2=[True] * 4), MINMAX), "i2: the column is not numeric"),
    "infinite": (
        lambda d: normalise(d.replace(40.0, math.inf), MINMAX),
        "normalise, b/i10: the number is infinite",
    ),
    "unit twice": (lambda d: normalise(d.rename({"b": "a"}), MINMAX), "the unit a comes twice"),
    "column twice": (
        lambda d: normalise(d.rename(columns={"i2": "i1"}), MINMAX),
        "the column i1 comes twice",
    ),
    "direction 0": (
        lambda d: normalise(d, MINMAX, directions={"i1": 1, "i2": 0, "i10": 1}),
        "i2: 0 is no direction",
    ),
    "direction of goalposts": (
        lambda d: normalise(d, GOALPOSTS, directions={"i1": 1, "i2": -1, "i10": 1}),
        "the parameters of goalposts say which end is good",
    ),
    "cost said twice": (
        lambda d: normalise(d[["i1"]], RuleSpec("minmax", {"cost": 1.0}), directions={"i1": -1}),
        "both the rule and `directions` speak of cost",
    ),
    "a unit without a group": (
        lambda d: normalise(d, MINMAX, groups=pd.Series({"a": "x", "b": "y", "c": None})),
        "c, d has no group",
    ),
    "a group given twice": (
        lambda d: normalise(d, MINMAX, groups=pd.Series(["x", "y"], index=["a", "a"])),
        "the group of a is given twice",
    ),
    "periods without over": (lambda d: normalise(d, MINMAX, periods=YEAR), "`periods` are given without"),
    "over without periods": (lambda d: normalise(d, MINMAX, over=Over.ALL), "`over` is given without"),
    "no such level": (
        lambda d: normalise(d, MINMAX, periods="year", over=Over.ALL),
        "there is no index level 'year'",
    ),
    "a reference over all periods": (
        lambda d: normalise(
            d,
            RuleSpec("distance", options={"to": "reference", "reference": "a"}),
            periods=YEAR,
            over=Over.ALL,
        ),
        "the reference a has a reading in every period",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str, data: pd.DataFrame) -> None:
    call, message = REFUSED[case]
    with pytest.raises(SmartxlError) as caught:
        call(data)
    assert message in str(caught.value)
    assert caught.value.remedy.en


UNKNOWN: dict[str, tuple[Callable[[pd.DataFrame], object], str]] = {
    "column without a rule": (lambda d: normalise(d, {"i1": MINMAX, "i2": MINMAX}), "column i10 has no rule"),
    "rule without a column": (
        lambda d: normalise(d, dict.fromkeys(["i1", "i2", "i10", "i3"], MINMAX)),
        "rule i3 belongs to no column",
    ),
    "column without a direction": (
        lambda d: normalise(d, MINMAX, directions={"i1": 1, "i2": 1}),
        "column i10 has no direction",
    ),
    "unknown reference": (
        lambda d: normalise(d, RuleSpec("distance", options={"to": "reference", "reference": "z"})),
        "there is no reference unit 'z'",
    ),
    "a reference that is not in the period": (
        lambda d: normalise(
            d,
            RuleSpec("distance", options={"to": "reference", "reference": "a"}),
            periods=YEAR,
            over=Over.PERIOD,
        ),
        "no reference unit 'a' in the period 2",
    ),
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_unknown(case: str, data: pd.DataFrame) -> None:
    call, message = UNKNOWN[case]
    with pytest.raises(UnknownName, match=message):
        call(data)


def test_a_deeper_index_asks_for_its_periods(panel: pd.DataFrame) -> None:
    with pytest.raises(SmartxlError, match="levels year, unit, and no period is named"):
        normalise(panel, MINMAX)
    assert normalise(panel, GOALPOSTS)["x"].tolist() == [0, 50, 100, 100, 100, 100]
