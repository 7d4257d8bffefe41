"""What a difference is made of: by hand on a small city, and that the parts sum up to it whatever changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartxl.define import load
from smartxl.define.check_scenarios import scenario_faults
from smartxl.model.answers import Answer
from smartxl.model.combination import UNROUNDED, RollUp, Step, StepKind, Unscored
from smartxl.model.definition import Definition
from smartxl.model.differences import Contribution, ContributionKind
from smartxl.model.framework import ROOT
from smartxl.model.scenarios import CombinationChange, MissingPolicy, Scenario, Siblings
from smartxl.model.scores import CITY, QuantityKind, ScoreTable
from smartxl.model.variation import apply
from smartxl.scoring import score
from smartxl.scoring.whatif import explain_difference, scenario_outcome, scenario_outcomes
from smartxl.simulate import respond
from smartxl_templates import framework_folder, framework_names

Answers = tuple[Answer, ...]
WEIGHT, SCORE, ROLLUP = ContributionKind.WEIGHT, ContributionKind.SCORE, ContributionKind.ROLLUP
ROUNDING = ContributionKind.ROUNDING
EXACT = 1e-11
METHODS = [
    CombinationChange(RollUp.MEAN),
    CombinationChange(RollUp.GEOMETRIC, floor=1.0),
    CombinationChange(RollUp.HARMONIC, floor=5.0),
    CombinationChange(RollUp.POWER, power=-2.0, floor=1.0),
    CombinationChange(RollUp.POWER, power=3.0),
    CombinationChange(RollUp.WORST),
    CombinationChange(RollUp.SUM),
    CombinationChange(unscored=Unscored.ZERO),
]


def totals(before: ScoreTable, after: ScoreTable, unit: str) -> tuple[float, float] | None:
    found = [table.get(QuantityKind.SCORE, unit, ROOT) for table in (before, after)]
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def check_sums(
    definition: Definition, changed: Definition, answers: Sequence[Answer]
) -> Mapping[str, tuple[Contribution, ...]]:
    before, after = score(definition, answers), score(changed, answers)
    parts = explain_difference(definition, changed, answers)
    units = {unit.code for unit in definition.roster.units}
    assert set(parts) == units | {c.aggregate for c in definition.framework.classes} | {CITY}
    for unit, found in parts.items():
        both = totals(before, after, unit)
        told = sum(part.points for part in found)
        assert told == pytest.approx(both[1] - both[0] if both else 0.0, abs=EXACT), unit
        assert both is not None or not found
    return parts


def points(parts: Sequence[Contribution]) -> dict[tuple[str, str], float]:
    return {(part.ref, part.kind.value): part.points for part in parts}


def unrounded(city: Definition) -> Definition:
    return apply(city, Scenario("s", digits=UNROUNDED))


def test_a_weight_by_hand(city: Definition, answers: Answers) -> None:
    """U1: A and B by 60 : 40, then by 80 : 20; each counts by how far it lies from the middle of both totals."""
    city = unrounded(city)
    changed = apply(city, Scenario("s", weights={"A@department": 80}))
    table = score(city, answers)
    a, b = (table.get(QuantityKind.SCORE, "U1", code) or 0.0 for code in ("A", "B"))
    middle = 0.7 * a + 0.3 * b
    assert points(check_sums(city, changed, answers)["U1"]) == pytest.approx(
        {("A", "weight"): 0.2 * (a - middle), ("B", "weight"): -0.2 * (b - middle)}
    )


def test_a_parameter_and_the_weight_above_share_their_joint_effect(
    city: Definition, answers: Answers
) -> None:
    """D1: d brings 80 of 100, then 40; its node C half of the total, then 70 %."""
    city = unrounded(city)
    changed = apply(city, Scenario("s", weights={"C": 70}, rules={"d.full": 20.0}))
    parts = points(check_sums(city, changed, answers)["D1"])
    assert parts["d", "score"] == pytest.approx((0.5 + 0.7) / 2 * (40 - 80))
    assert parts["C", "weight"] + parts["A", "weight"] == pytest.approx(0.2 * (60 - 50))


def test_what_counts_as_zero_is_told_of_the_node_that_was_left_out(
    city: Definition, answers: Answers
) -> None:
    """U2 has no score of s: it counts as 0 by its 40 % of B."""
    city = unrounded(city)
    changed = apply(city, Scenario("s", combine={"B": CombinationChange(unscored=Unscored.ZERO)}))
    parts = points(check_sums(city, changed, answers)["U2"])
    assert parts["s", "score"] < 0
    assert {kind for ref, kind in parts if ref == "s"} == {"score"}


def test_another_method_is_told_of_its_node(city: Definition, answers: Answers) -> None:
    city = unrounded(city)
    changed = apply(city, Scenario("s", combine={ROOT: CombinationChange(RollUp.GEOMETRIC)}))
    assert {(part.ref, part.kind) for part in check_sums(city, changed, answers)["U1"]} == {(ROOT, ROLLUP)}


def test_a_geometric_mean_of_other_weights_is_told_of_its_weights(city: Definition, answers: Answers) -> None:
    city = apply(unrounded(city), Scenario("s", rollup=CombinationChange(RollUp.GEOMETRIC)))
    changed = apply(city, Scenario("s", weights={"A@department": 80}))
    found = check_sums(city, changed, answers)["U1"]
    assert {(part.ref, part.kind) for part in found} == {("A", WEIGHT), ("B", WEIGHT)}


def test_shares_of_classes_are_told_of_the_city(city: Definition, answers: Answers) -> None:
    changed = apply(city, Scenario("s", shares={"district": 70}))
    parts = check_sums(city, changed, answers)
    assert {part.kind for part in parts[CITY]} >= {ContributionKind.SHARE}
    assert not parts["U1"]


STEPS = {
    "a veto": (Step(StepKind.VETO, ("C",), record=59.0),),
    "a deduction": (Step(StepKind.DEDUCT, ("C",), cap=20.0),),
    "a gate and a bonus": (Step(StepKind.GATE, least=50.0), Step(StepKind.BONUS, ("C",), cap=30.0)),
}


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_with_a_pipeline(city: Definition, answers: Answers, steps: tuple[Step, ...]) -> None:
    conventions = replace(city.framework.conventions, pipeline=steps)
    city = replace(city, framework=replace(city.framework, conventions=conventions))
    scenario = Scenario("s", weights={"i2@department": 60, "C": 90}, rules={"d.full": 12.0})
    check_sums(city, apply(city, scenario), answers)


def test_nothing_changed_is_no_difference(city: Definition, answers: Answers) -> None:
    assert not any(explain_difference(city, city, answers).values())


def scenarios() -> st.SearchStrategy[Scenario]:
    """Weights, parameters and conventions of the small city, some of each."""
    weights = st.fixed_dictionaries(
        {},
        optional={"A@department": st.floats(0, 99), "i2@department": st.floats(0, 99), "g": st.floats(1, 99)},
    )
    rules = st.fixed_dictionaries({}, optional={"d.full": st.floats(8, 40), "g.worst": st.floats(0.8, 3)})
    change = st.sampled_from(METHODS)
    return st.builds(
        Scenario,
        st.just("s"),
        weights=weights,
        equal=st.booleans(),
        siblings=st.sampled_from(Siblings),
        rules=rules,
        missing=st.none() | st.sampled_from(MissingPolicy),
        rollup=st.none() | change,
        combine=st.dictionaries(st.sampled_from([ROOT, "A", "B"]), change, max_size=2),
        digits=st.none() | st.sampled_from([0, 1, 4, UNROUNDED]),
        shares=st.fixed_dictionaries({}, optional={"district": st.floats(0, 100)}),
    )


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=scenarios(), second=scenarios())
def test_the_parts_always_sum_up(
    city: Definition, answers: Answers, first: Scenario, second: Scenario
) -> None:
    """From any definition to any other one with its tree."""
    check_sums(apply(city, first), apply(city, second), answers)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenario=scenarios())
def test_there_and_back_is_the_same_with_other_signs(
    city: Definition, answers: Answers, scenario: Scenario
) -> None:
    changed = apply(city, scenario)
    there, back = (explain_difference(*pair, answers) for pair in ((city, changed), (changed, city)))
    for unit, parts in there.items():
        assert points(parts) == pytest.approx(
            {key: -value for key, value in points(back[unit]).items()}, abs=EXACT
        )


PACKAGED = {
    "equal weights": Scenario("s", equal=True),
    "zero": Scenario("s", missing=MissingPolicy.ZERO),
    "geometric": Scenario(
        "s", missing=MissingPolicy.PEER_MEAN, rollup=CombinationChange(RollUp.GEOMETRIC, floor=1.0), digits=4
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", framework_names())
def test_packaged_frameworks(name: str) -> None:
    definition = load(framework_folder(name))
    some = [answer for number, answer in enumerate(respond(definition, "zh", 7)) if number % 9]
    units = [unit.code for unit in definition.roster.units]
    for scenario in PACKAGED.values():
        assert not scenario_faults(definition.framework, scenario, units)
        parts = check_sums(definition, apply(definition, scenario), some)
        rounding = [part.points for found in parts.values() for part in found if part.kind is ROUNDING]
        assert max(map(abs, rounding), default=0) < 0.02


def test_declared_scenarios_are_scored_on_the_same_answers(city: Definition, answers: Answers) -> None:
    declared = (Scenario("等权", equal=True), Scenario("zero", missing=MissingPolicy.ZERO))
    city = replace(city, round=replace(city.round, scenarios=declared))
    found = scenario_outcomes(city, iter(answers))
    assert [outcome.key for outcome in found] == ["等权", "zero"]
    assert found[0].changes[0].en == "all siblings have the same weight"
    assert found[1].table.values == score(apply(city, declared[1]), answers).values
    assert scenario_outcome(city, answers, declared[0]).table.values == found[0].table.values
