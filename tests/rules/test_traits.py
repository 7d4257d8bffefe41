"""What stands on a rule: the measures it scores, whether more is better, between which numbers it tells apart."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from smartxl.model.framework import Measure, RuleSpec
from smartxl.rules import PEER_RULES, RULES, Rule, build, build_any, rule_class, rules_of

OF_NUMBERS = (
    *("goalposts", "bands", "target", "range", "efficacy", "piecewise", "loggoalposts"),
    *("criteria", "count", "deduction", "bonus", "own"),
)
ONE_WAY = {"coverage", "ratio", "rubric", "survey", "direct", "criteria", "count", "panel"}
EACH_ALONE = {"coverage", "rubric", "survey", "criteria", "deduction", "panel", "own"}
SPECS = {
    "goalposts": RuleSpec("goalposts", {"worst": 10.0, "best": 50.0}),
    "goalposts, less is better": RuleSpec("goalposts", {"worst": 50.0, "best": 10.0}),
    "loggoalposts": RuleSpec("loggoalposts", {"worst": 1.0, "best": 100.0}),
    "loggoalposts, less is better": RuleSpec("loggoalposts", {"worst": 100.0, "best": 1.0}),
    "efficacy": RuleSpec("efficacy", {"unacceptable": 40.0, "satisfactory": 90.0}),
    "efficacy, less is better": RuleSpec("efficacy", {"unacceptable": 90.0, "satisfactory": 40.0}),
    "bands": RuleSpec("bands", {"thresholds": (0.0, 50.0, 80.0), "points": (0.0, 60.0, 100.0)}),
    "bands, less is better": RuleSpec("bands", {"thresholds": (1.0, 5.0, 8.0), "points": (100.0, 60.0, 0.0)}),
    "piecewise": RuleSpec("piecewise", {"values": (0.0, 8.0), "points": (10.0, 90.0)}),
    "piecewise, less is better": RuleSpec("piecewise", {"values": (1.0, 8.0), "points": (90.0, 10.0)}),
    "target": RuleSpec("target", {"target": 95.0}),
    "target, less is better": RuleSpec("target", {"target": 95.0, "cost": 1.0}),
    "bonus": RuleSpec("bonus", {"target": 50.0, "bonus": 50.0, "penalty": 50.0}),
    "bonus, less is better": RuleSpec("bonus", {"target": 50.0, "bonus": 50.0, "penalty": 50.0, "cost": 1.0}),
}


@pytest.mark.parametrize(
    ("measure", "names"),
    [
        (Measure.SAMPLE, ("coverage",)),
        (Measure.RUBRIC, ("rubric",)),
        (Measure.SURVEY, ("survey",)),
        (Measure.KPI, ("ratio", *OF_NUMBERS, *PEER_RULES)),
        (Measure.GIVEN, ("direct", "panel", *OF_NUMBERS, *PEER_RULES)),
    ],
)
def test_the_rules_of_a_measure(measure: Measure, names: tuple[str, ...]) -> None:
    assert rules_of(measure) == names


def test_every_rule_scores_some_measure() -> None:
    assert {name for measure in Measure for name in rules_of(measure)} == {*RULES, *PEER_RULES}


def test_which_rules_can_be_turned_and_which_score_one_reading() -> None:
    rules = {name: rule for name in (*RULES, *PEER_RULES) if (rule := rule_class(name))}
    assert {name for name, rule in rules.items() if not rule.either_way} == ONE_WAY
    assert {name for name, rule in rules.items() if not rule.one_reading} == EACH_ALONE
    assert rule_class("unheard of") is None


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_the_best_number_earns_most_and_the_direction_is_that_from_worst_to_best(spec: RuleSpec) -> None:
    rule = build(spec)
    worst, best = rule.ends
    low, high = rule.score(np.array([[worst], [best]]))
    assert low < high
    assert rule.falls(spec.params) == (worst > best)


@pytest.mark.parametrize(
    ("rule", "params"),
    [
        ("goalposts", {}),
        ("goalposts", {"worst": 1.0}),
        ("goalposts", {"worst": 1.0, "best": 1.0}),
        ("efficacy", {"unacceptable": "much", "satisfactory": 1.0}),
        ("bands", {"points": ()}),
        ("bands", {"points": 3.0}),
        ("piecewise", {"points": (5.0, 9.0, 5.0)}),
        ("target", {"target": 5.0, "cost": (1.0,)}),
        ("range", {"lowest": 0.0, "low": 1.0, "high": 2.0, "highest": 3.0}),
        ("own", {}),
        ("count", {"each": 1.0, "cap": 3.0}),
        ("categories", {"cost": "yes"}),
    ],
)
def test_faulty_parameters_and_rules_that_do_not_say_have_no_direction(
    rule: str, params: dict[str, object]
) -> None:
    assert cast("type[Rule]", rule_class(rule)).falls(params) is None


@pytest.mark.parametrize(
    ("rule", "params", "falls"),
    [
        ("deduction", {"each": (2.0,)}, True),
        ("minmax", {}, False),
        ("minmax", {"cost": 1.0}, True),
        ("categories", {"thresholds": (0.0, 50.0), "points": (100.0, 0.0)}, True),
        ("categories", {"thresholds": (0.0, 50.0), "points": (100.0, 0.0), "cost": 1.0}, False),
    ],
)
def test_the_direction_of_faults_and_of_rules_over_peers(
    rule: str, params: dict[str, object], falls: bool
) -> None:
    assert cast("type[Rule]", rule_class(rule)).falls(params) is falls


def test_the_range_rises_to_its_full_points_and_other_rules_take_percent() -> None:
    assert build(RuleSpec("range", {"lowest": 1.0, "low": 3.0, "high": 5.0, "highest": 9.0})).ends == (
        1.0,
        3.0,
    )
    assert build(RuleSpec("count", {"each": 2.0, "cap": 6.0})).ends == (0.0, 4.0)
    assert build(RuleSpec("direct", {"full": 20.0})).ends == (0.0, 20.0)
    assert build(RuleSpec("ratio")).ends == build_any(RuleSpec("minmax")).ends == (0.0, 100.0)
