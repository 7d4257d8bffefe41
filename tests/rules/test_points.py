"""Criteria, counts, deductions, bonus and penalty, expert panels: worked examples, faults, laws."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.model.framework import RuleSpec
from smartxl.rules import build, from_vector, rule_faults, weighted_mean

NAN = math.nan
Params = Mapping[str, float | tuple[float, ...]]

CRITERIA: Params = {"points": (30.0, 30.0, 40.0)}
BEST: Params = {"points": (3.0, 5.0, 8.0), "full": 8.0, "best": 1.0}
ONCE: Params = {"each": 1.0, "cap": 3.0, "full": 3.0}
FAULTS_FOUND: Params = {"each": (2.0, 5.0), "full": 20.0}
BONUS: Params = {"target": 50.0, "bonus": 50.0, "penalty": 50.0}
PANEL: Params = {"least": 3.0}

CASES: list[tuple[str, str, Params, list[float], float]] = [
    ("criteria", "criteria", CRITERIA, [1.0, 0.0, 1.0], 70.0),
    ("no criterion", "criteria", CRITERIA, [0.0, 0.0, 0.0], 0.0),
    ("criteria capped", "criteria", {"points": (60.0, 60.0)}, [1.0, 1.0], 100.0),
    ("criteria of 10 points", "criteria", {"points": (4.0, 6.0), "full": 10.0}, [0.0, 1.0], 60.0),
    ("criteria, one half met", "criteria", CRITERIA, [1.0, 0.5, 1.0], NAN),
    ("criteria, one missing", "criteria", CRITERIA, [1.0, NAN, 1.0], NAN),
    ("best row", "criteria", BEST, [1.0, 1.0, 0.0], 62.5),
    ("best row, all", "criteria", BEST, [1.0, 1.0, 1.0], 100.0),
    ("best row, none", "criteria", BEST, [0.0, 0.0, 0.0], 0.0),
    # 每次1分，满3分止
    ("twice of three", "count", ONCE, [2.0], 200 / 3),
    ("five times of three", "count", ONCE, [5.0], 100.0),
    ("never", "count", ONCE, [0.0], 0.0),
    ("a part of the full points", "count", {"each": 1.0, "cap": 3.0}, [5.0], 3.0),
    ("fewer than none", "count", ONCE, [-1.0], NAN),
    ("count missing", "count", ONCE, [NAN], NAN),
    ("no faults", "deduction", FAULTS_FOUND, [0.0, 0.0], 100.0),
    ("faults of two kinds", "deduction", FAULTS_FOUND, [3.0, 1.0], 45.0),
    # 扣完为止
    ("nothing left", "deduction", FAULTS_FOUND, [3.0, 9.0], 0.0),
    ("fewer faults than none", "deduction", FAULTS_FOUND, [-3.0, 9.0], NAN),
    ("deduction missing", "deduction", FAULTS_FOUND, [NAN, 9.0], NAN),
    ("at the target", "bonus", BONUS, [50.0], 100.0),
    ("10 % over", "bonus", BONUS, [55.0], 110.0),
    ("10 % under", "bonus", BONUS, [45.0], 90.0),
    ("bonus capped", "bonus", BONUS, [500.0], 150.0),
    ("penalty capped", "bonus", BONUS, [0.0], 50.0),
    ("points alone", "bonus", {**BONUS, "base": 0.0, "bonus": 10.0, "penalty": 15.0}, [0.0], -15.0),
    ("points of 20", "bonus", {**BONUS, "base": 0.0, "full": 20.0}, [75.0], 10.0),
    ("cost under the target", "bonus", {**BONUS, "cost": 1.0}, [45.0], 110.0),
    ("bonus of a quotient", "bonus", BONUS, [3.0, 5.0], 120.0),
    ("bonus missing", "bonus", BONUS, [NAN], NAN),
    ("panel", "panel", PANEL, [80.0, 95.0, 60.0, 85.0], 82.5),
    ("panel of equals", "panel", PANEL, [80.0, 80.0, 80.0], 80.0),
    ("panel, two highest", "panel", PANEL, [90.0, 90.0, 60.0, 70.0], 80.0),
    ("panel out of 10", "panel", {"least": 3.0, "full": 10.0}, [8.0, 9.0, 5.0], 80.0),
    ("panel, one gave none", "panel", PANEL, [80.0, NAN, 60.0, 90.0], 80.0),
    ("panel, too few", "panel", {"least": 4.0}, [80.0, NAN, 60.0, 90.0], NAN),
    ("panel of nobody", "panel", PANEL, [NAN, NAN, NAN], NAN),
]
EACH = pytest.mark.parametrize(
    ("name", "params", "inputs", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)


@EACH
def test_score(name: str, params: Params, inputs: list[float], expected: float) -> None:
    np.testing.assert_allclose(
        build(RuleSpec(name, params)).score(np.array([inputs])), [expected], rtol=1e-13
    )


@EACH
def test_parameters_in_a_column_make_the_same_rule(
    name: str, params: Params, inputs: list[float], expected: float
) -> None:
    rule = build(RuleSpec(name, params))
    column = np.array([number for numbers in rule.parameters().values() for number in numbers])
    assert from_vector(name, column) == rule
    low, high = rule.sizes()
    assert low <= len(inputs) <= high


FAULTS: list[tuple[str, Params, str]] = [
    ("criteria", {}, "needs the parameter points"),
    ("criteria", {"points": ()}, "give 1 to 250 numbers"),
    ("criteria", {"points": (-1.0, 5.0)}, "from 0 up"),
    ("criteria", {"points": (1.0,), "best": 3.0}, "best is 3"),
    ("criteria", {"points": (1.0,), "full": 0.0}, "full is 0"),
    ("count", {"each": 1.0}, "needs the parameter cap"),
    ("count", {"each": 0.0, "cap": 3.0}, "both must be above 0"),
    ("count", {"each": 1.0, "cap": -3.0}, "both must be above 0"),
    ("count", {"each": 1.0, "cap": 30.0, "full": 20.0}, "cap 30 is above the full points 20"),
    ("count", {"each": 1.0, "cap": 3.0, "full": 0.0}, "full is 0"),
    ("deduction", {}, "needs the parameter each"),
    ("deduction", {"each": (1.0, 0.0)}, "above 0, one for each kind of fault"),
    ("deduction", {"each": (1.0,), "full": -5.0}, "full is -5"),
    ("bonus", {"target": 5.0}, "needs the parameter bonus, penalty"),
    ("bonus", {**BONUS, "target": 0.0}, "target above 0"),
    ("bonus", {**BONUS, "penalty": -15.0}, "from 0 up"),
    ("bonus", {**BONUS, "cost": -1.0}, "cost is -1"),
    ("panel", {}, "needs the parameter least"),
    ("panel", {"least": 2.0}, "ask for 3"),
    ("panel", {"least": 3.5}, "least is 3.5"),
    ("panel", {"least": 3.0, "full": 0.0}, "full is 0"),
]


@pytest.mark.parametrize(
    ("name", "params", "words"), FAULTS, ids=[f"{name}: {words}" for name, _, words in FAULTS]
)
def test_faults_are_told_in_words(name: str, params: Params, words: str) -> None:
    (fault,) = rule_faults(RuleSpec(name, params))
    assert words in fault.en


def test_one_criterion_may_be_written_without_a_list() -> None:
    assert build(RuleSpec("criteria", {"points": 50.0})) == build(RuleSpec("criteria", {"points": (50.0,)}))


@given(
    points=st.lists(st.floats(0, 100), min_size=3, max_size=9),
    order=st.randoms(use_true_random=False),
    extreme=st.floats(0, 1000),
)
def test_a_panel_has_no_order_and_no_say_for_one_extreme(
    points: list[float], order: object, extreme: float
) -> None:
    rule = build(RuleSpec("panel", {"least": 3.0}))
    shuffled = sorted(points, key=lambda _: order.random())  # type: ignore[attr-defined]
    (once,), (again,) = rule.score(np.array([points])), rule.score(np.array([shuffled]))
    np.testing.assert_allclose(once, again, atol=1e-9)
    (with_one,) = rule.score(np.array([[*points, 100.0 + extreme]]))
    assert min(points) - 1e-9 <= with_one <= max(points) + 1e-9


@given(marks=st.lists(st.sampled_from([0.0, 1.0]), min_size=3, max_size=3), met=st.integers(0, 2))
def test_meeting_one_more_criterion_never_costs(marks: list[float], met: int) -> None:
    for best in (0.0, 1.0):
        rule = build(RuleSpec("criteria", {"points": (30.0, 30.0, 60.0), "best": best}))
        more = [1.0 if place == met else mark for place, mark in enumerate(marks)]
        before, after = rule.score(np.array([marks, more]))
        assert before <= after


def test_a_negative_score_keeps_its_weight_in_the_mean() -> None:
    (score,) = build(RuleSpec("efficacy", {"unacceptable": 6.0, "satisfactory": 12.0})).score(
        np.array([[-12.0]])
    )
    assert score == -60
    assert weighted_mean([score, 90.0, NAN], [1, 2, 7]) == 40
