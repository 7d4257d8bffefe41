"""A definition with a scenario applied: siblings keep their total, what is not named stays, forms ask the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.define import load
from smartxl.model.combination import RollUp, Step, StepKind, Unscored
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.scenarios import CombinationChange, MissingPolicy, Parameter, Scenario, Siblings
from smartxl.model.unanswered import CoverageFloor, Missing
from smartxl.model.variation import apply
from smartxl_templates import example_folder

DEFINITION = load(example_folder())
TOP = {"A": 25.0, "B": 40.0, "C": 25.0, "D": 10.0}
"""The weights of the top level of departments."""


def weights(definition: Definition, parent: str, unit_class: str = "department") -> dict[str, float]:
    nodes = definition.framework.children(parent, unit_class)
    return {node.code: node.weights[unit_class] for node in nodes}


def varied(of_top: Mapping[str, float], siblings: Siblings = Siblings.SHARE) -> Definition:
    named = {f"{code}@department": value for code, value in of_top.items()}
    return apply(DEFINITION, Scenario("s", weights=named, siblings=siblings))


WEIGHTS: dict[str, tuple[Siblings, Mapping[str, float], Mapping[str, float]]] = {
    "the others share the rest": (
        Siblings.SHARE,
        {"B": 20},
        {"A": 80 * 25 / 60, "B": 20, "C": 80 * 25 / 60, "D": 80 * 10 / 60},
    ),
    "one counts for nothing": (
        Siblings.SHARE,
        {"B": 0},
        {"A": 100 * 25 / 60, "B": 0, "C": 100 * 25 / 60, "D": 100 * 10 / 60},
    ),
    "two are named": (Siblings.SHARE, {"A": 20, "B": 30}, {"A": 20, "B": 30, "C": 250 / 7, "D": 100 / 7}),
    "all are named": (Siblings.SHARE, {"A": 10, "B": 20, "C": 30, "D": 40}, {}),
    "the others keep their numbers": (
        Siblings.KEEP,
        {"B": 140},
        {"A": 12.5, "B": 70, "C": 12.5, "D": 5},
    ),
}


@pytest.mark.parametrize(("siblings", "named", "expected"), WEIGHTS.values(), ids=WEIGHTS)
def test_weights_of_siblings(
    siblings: Siblings, named: Mapping[str, float], expected: Mapping[str, float]
) -> None:
    found = varied(named, siblings)
    assert weights(found, ROOT) == pytest.approx(dict(expected or named), rel=1e-12)
    assert weights(found, ROOT, "district") == weights(DEFINITION, ROOT, "district")
    assert weights(found, "A") == weights(DEFINITION, "A")


def test_a_weight_of_all_classes_and_of_one() -> None:
    found = apply(DEFINITION, Scenario("s", weights={"B": 50, "B@district": 60}))
    assert (weights(found, ROOT)["B"], weights(found, ROOT, "district")["B"]) == (50, 60)


def test_equal_weights_come_before_those_that_are_named() -> None:
    found = apply(DEFINITION, Scenario("s", equal=True, weights={"A1": 50}))
    assert set(weights(found, ROOT).values()) == {25.0}
    assert set(weights(found, "B", "district").values()) == {50.0}
    assert weights(found, "A") == pytest.approx(
        {"A1": 50, **dict.fromkeys(["A2", "A3", "A4", "A5", "A6"], 10)}
    )


def test_nodes_of_the_pipeline_stand_aside() -> None:
    framework = DEFINITION.framework
    steps = (Step(StepKind.BONUS, ("D",)),)
    conventions = replace(framework.conventions, pipeline=steps)
    definition = replace(DEFINITION, framework=replace(framework, conventions=conventions))
    found = apply(definition, Scenario("s", weights={"D": 30}))
    assert weights(found, ROOT) == {**TOP, "D": 30}


def test_points_that_are_summed_keep_their_total_or_their_numbers() -> None:
    framework = DEFINITION.framework
    conventions = replace(
        framework.conventions, total=replace(framework.conventions.total, method=RollUp.SUM)
    )
    points = replace(DEFINITION, framework=replace(framework, conventions=conventions))
    share = apply(points, Scenario("s", weights={"B@department": 70}))
    keep = apply(points, Scenario("s", weights={"B@department": 70}, siblings=Siblings.KEEP))
    assert weights(share, ROOT) == pytest.approx({"A": 12.5, "B": 70, "C": 12.5, "D": 5})
    assert weights(keep, ROOT) == {**TOP, "B": 70}


@given(st.floats(0.01, 100))
def test_scaling_all_siblings_changes_nothing(factor: float) -> None:
    scaled = {code: weight * factor for code, weight in TOP.items()}
    assert varied(scaled, Siblings.KEEP).framework == DEFINITION.framework


@given(st.sampled_from(sorted(TOP)), st.floats(0, 99.9))
def test_the_total_stays_and_so_do_the_proportions_of_the_others(code: str, weight: float) -> None:
    found = weights(varied({code: weight}), ROOT)
    assert sum(found.values()) == pytest.approx(100, rel=1e-12)
    (one, *_), others = [c for c in TOP if c != code], [c for c in TOP if c != code]
    assert [found[c] / found[one] for c in others] == pytest.approx([TOP[c] / TOP[one] for c in others])


def test_the_weights_that_there_are_change_nothing() -> None:
    assert varied(TOP).framework == varied({"B": 40}).framework == DEFINITION.framework


def test_parameters_and_rules() -> None:
    changed: dict[str, Parameter] = {
        "B5.points": (0.0, 10.0, 20.0, 30.0, 100.0),
        "A4.rule": "minmax",
        "A4.cost": 0.0,
        "D6.full": 20.0,
    }
    nodes = apply(DEFINITION, Scenario("s", rules=changed)).framework.by_code
    rules = {code: node.indicator.rule for code, node in nodes.items() if node.indicator}
    assert rules["B5"].params["points"] == changed["B5.points"]
    assert rules["B5"].params["thresholds"] == (0.0, 1.0, 4.0, 10.0, 20.0)
    assert (rules["A4"].name, dict(rules["A4"].params)) == ("minmax", {"cost": 0.0})
    assert rules["D6"].params == {"full": 20.0}
    formula = {"A4.rule": "own", "A4.formula": "MIN(100,x)"}
    own = apply(DEFINITION, Scenario("s", rules=formula)).framework.by_code["A4"].indicator
    before = DEFINITION.framework.by_code["A4"].indicator
    assert own is not None
    assert before is not None
    assert (own.rule.formula, own.rule.inputs) == ("MIN(100,x)", tuple(i.code for i in before.inputs))


def test_what_is_missing_counts_in_one_way_everywhere() -> None:
    zero = apply(DEFINITION, Scenario("s", missing=MissingPolicy.ZERO))
    assert {zero.missing(n.indicator) for n in zero.framework.nodes if n.indicator} == {Missing.ZERO}
    assert zero.framework.combination(ROOT).unscored is Unscored.ZERO
    peers = apply(zero, Scenario("s", missing=MissingPolicy.PEER_MEAN))
    assert {peers.missing(n.indicator) for n in peers.framework.nodes if n.indicator} == {Missing.LEAVE_OUT}
    assert peers.framework.combination("A").unscored is Unscored.PEER_MEAN
    assert peers.overdue == zero.overdue


def test_roll_ups_of_all_and_of_some() -> None:
    scenario = Scenario(
        "s",
        rollup=CombinationChange(RollUp.GEOMETRIC, floor=1.0),
        combine={"B": CombinationChange(RollUp.WORST), "C": CombinationChange(coverage=0.5)},
    )
    framework = apply(DEFINITION, scenario).framework
    found = {code: framework.combination(code) for code in (ROOT, "A", "B", "C")}
    assert [how.method.value for how in found.values()] == ["geometric", "geometric", "worst", "geometric"]
    assert [how.floor for how in found.values()] == [1.0, 1.0, None, 1.0]
    assert found["C"].coverage == 0.5


def test_other_conventions() -> None:
    floor = CoverageFloor(unit=0.9)
    scenario = Scenario(
        "s",
        digits=4,
        total_digits=1,
        coverage_floor=floor,
        shares={"district": 50.0},
        stages=(0.0, 60.0, 75.0, 90.0),
    )
    framework = apply(DEFINITION, scenario).framework
    assert (framework.digits("A1"), framework.digits("A"), framework.digits(ROOT)) == (4, 4, 1)
    assert framework.conventions.coverage_floor == floor
    assert {c.code: c.share for c in framework.classes} == {"department": 50.0, "district": 50.0}
    assert framework.conventions.stages.thresholds == (0.0, 60.0, 75.0, 90.0)


def test_forms_ask_the_same() -> None:
    scenario = Scenario(
        "s", equal=True, missing=MissingPolicy.ZERO, rollup=CombinationChange(RollUp.GEOMETRIC), digits=4
    )
    before, after = DEFINITION.identity, apply(DEFINITION, scenario).identity
    assert after.form == before.form
    assert after.scoring != before.scoring


def test_nothing_in_it_changes_nothing() -> None:
    assert apply(DEFINITION, Scenario("s", siblings=Siblings.KEEP)) is DEFINITION
