"""A round calculated many times: to the last digit what the engine gives for the definition that each run stands for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.answers import Answer
from smartxl.model.combination import Peers, Ranking, RollUp, Step, StepKind, Ties, Unscored
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, RuleSpec
from smartxl.model.scenarios import CombinationChange, MissingPolicy, Scenario
from smartxl.model.scores import CITY, QuantityKind, ScoreTable
from smartxl.model.unanswered import CoverageFloor
from smartxl.model.uncertaintydesign import (
    AnswerError,
    ChoiceOptions,
    Exclusion,
    RuleRange,
    ScenarioOptions,
    UncertaintyDesign,
    Variation,
    WeightConcentration,
    WeightSets,
    WeightShares,
)
from smartxl.model.variation import apply
from smartxl.project.frameworks import packaged_framework, packaged_frameworks
from smartxl.rules.base import FloatArray
from smartxl.scoring import score
from smartxl.scoring.uncertainty import RoundModel, given_runs, uncertainty
from smartxl.simulate import respond

Answers = tuple[Answer, ...]


def engine_totals(definition: Definition, table: ScoreTable, units: tuple[str, ...]) -> FloatArray:
    raw = definition.framework.ranks_raw
    kinds = [
        QuantityKind.RAW if raw and unit in definition.roster.by_code else QuantityKind.SCORE
        for unit in units
    ]
    found = [table.get(kind, unit, ROOT) for kind, unit in zip(kinds, units, strict=True)]
    return np.array([math.nan if value is None else value for value in found])


def assert_is_the_engine(definition: Definition, answers: Answers) -> None:
    model = RoundModel(definition, answers, UncertaintyDesign(()))
    runs = uncertainty(model, runs=1)
    table = score(definition, answers)
    expected = engine_totals(definition, table, model.units)
    np.testing.assert_array_equal(runs.totals[0], expected)
    np.testing.assert_array_equal(runs.base_totals, expected)
    for unit, rank in runs.ranks.iloc[0].items():
        of_engine = table.get(QuantityKind.RANK, str(unit)) if unit in definition.roster.by_code else None
        assert math.isnan(rank) if of_engine is None else rank == of_engine


def changed(definition: Definition, **conventions: object) -> Definition:
    framework = definition.framework
    declared = replace(framework.conventions, **conventions)  # type: ignore[arg-type]
    return replace(definition, framework=replace(framework, conventions=declared))


CONVENTIONS: Mapping[str, Mapping[str, object]] = {
    "as it is": {},
    "ranked raw": {"ranking": Ranking(Ties.MID, raw=True)},
    "unrounded": {"digits": 15},
    "groups": {"peers": Peers.GROUP},
    "coverage floor": {"coverage_floor": CoverageFloor(0.5, 0.5, 0.5)},
    "pipeline": {"pipeline": (Step(StepKind.DEDUCT, ("B",)), Step(StepKind.VETO, ("C",), record=59.0))},
}


@pytest.mark.parametrize("conventions", CONVENTIONS.values(), ids=CONVENTIONS)
def test_the_round_as_it_stands_is_the_engines(
    city: Definition, answers: Answers, conventions: Mapping[str, object]
) -> None:
    assert_is_the_engine(changed(city, **conventions), answers)


@pytest.mark.parametrize("unscored", list(Unscored))
@pytest.mark.parametrize("method", [RollUp.MEAN, RollUp.SUM, RollUp.GEOMETRIC, RollUp.HARMONIC, RollUp.WORST])
def test_roll_ups_are_the_engines(
    city: Definition, answers: Answers, method: RollUp, unscored: Unscored
) -> None:
    scenario = Scenario("", rollup=CombinationChange(method, unscored=unscored))
    assert_is_the_engine(apply(city, scenario), answers)


@pytest.mark.slow
@pytest.mark.parametrize("name", [framework.name for framework in packaged_frameworks()])
def test_packaged_frameworks_are_the_engines(name: str) -> None:
    definition = packaged_framework(name).definition
    answers = respond(definition, "zh", 7)
    assert_is_the_engine(definition, tuple(a for number, a in enumerate(answers) if number % 17))


EVERYTHING: tuple[Variation, ...] = (
    WeightShares(0.3, ("A", "B", "C", "i1", "i2")),
    WeightConcentration(30, ("B",)),
    RuleRange("g", "best", 0.1, 0.4),
    ScenarioOptions("d.full", (Scenario("8", rules={"d.full": 8.0}), Scenario("12", rules={"d.full": 12.0}))),
    ScenarioOptions(
        "rollup",
        tuple(
            Scenario(m.value, rollup=CombinationChange(m, floor=1.0 if m is RollUp.GEOMETRIC else None))
            for m in (RollUp.MEAN, RollUp.GEOMETRIC)
        ),
    ),
    ScenarioOptions("missing", tuple(Scenario(p.value, missing=p) for p in MissingPolicy)),
    Exclusion(("i2", "s")),
)


def of_run(definition: Definition, design: UncertaintyDesign, taken: Mapping[str, object]) -> Definition:
    """The definition that a run stands for, from its parameters alone."""
    for variation in design.vary:
        if isinstance(variation, ScenarioOptions):
            definition = apply(
                definition, next(s for s in variation.options if s.name == taken[variation.about])
            )
    framework = definition.framework
    nodes = []
    for node in framework.nodes:
        weights = {c: float(str(taken.get(f"weight {node.code}@{c}", w))) for c, w in node.weights.items()}
        indicator = node.indicator
        if indicator and node.code == "g":
            rule = RuleSpec(
                indicator.rule.name, {**indicator.rule.params, "best": float(str(taken["g.best"]))}
            )
            indicator = replace(indicator, rule=rule)
        nodes.append(replace(node, weights=weights, indicator=indicator))
    return replace(definition, framework=replace(framework, nodes=tuple(nodes)))


def test_a_run_is_the_engine_with_its_parameters(city: Definition, answers: Answers) -> None:
    design = UncertaintyDesign(EVERYTHING, runs=40)
    model = RoundModel(city, answers, design)
    runs = uncertainty(model)
    assert runs.parameters["missing"].nunique() == 4
    for run in range(20):
        taken = {str(name): value for name, value in runs.parameters.iloc[run].items()}
        definition = of_run(city, design, taken)
        expected = engine_totals(definition, score(definition, answers), model.units)
        np.testing.assert_array_equal(runs.totals[run], expected)


def test_a_parameter_of_a_rule_over_peers_varies(city: Definition, answers: Answers) -> None:
    framework = city.framework
    nodes = tuple(
        replace(
            node, indicator=replace(node.indicator, rule=RuleSpec("zscore", {"centre": 50.0, "spread": 10.0}))
        )
        if node.indicator and node.code == "i2"
        else node
        for node in framework.nodes
    )
    compared = replace(city, framework=replace(framework, nodes=nodes))
    vary = (RuleRange("i2", "spread", 5, 20), RuleRange("i2", "centre", 40, 60), AnswerError(0.1, ("g",)))
    runs = uncertainty(RoundModel(compared, answers, UncertaintyDesign(vary[:2], runs=12)))
    for run in range(12):
        taken = runs.parameters.T[run]
        params = {"centre": float(taken["i2.centre"]), "spread": float(taken["i2.spread"])}
        own = tuple(
            replace(node, indicator=replace(node.indicator, rule=RuleSpec("zscore", params)))
            if node.indicator and node.code == "i2"
            else node
            for node in nodes
        )
        definition = replace(city, framework=replace(framework, nodes=own))
        expected = engine_totals(definition, score(definition, answers), tuple(map(str, runs.units)))
        np.testing.assert_array_equal(runs.totals[run], expected)
    both = uncertainty(RoundModel(compared, answers, UncertaintyDesign(vary, runs=12)))
    assert np.unique(both.totals[:, 0]).size > 6


def test_a_parameter_of_a_rule_that_an_option_replaces_is_refused(city: Definition, answers: Answers) -> None:
    ranks = Scenario("ranks", rules={"g.rule": "rank"})
    vary = (RuleRange("g", "best", 0.1, 0.4), ScenarioOptions("g.rule", (Scenario("now"), ranks)))
    with pytest.raises(SmartxlError, match=r"g\.best"):
        RoundModel(city, answers, UncertaintyDesign(vary))


def test_weights_of_siblings_keep_their_sum(city: Definition, answers: Answers) -> None:
    taken = uncertainty(RoundModel(city, answers, UncertaintyDesign(EVERYTHING, runs=50))).parameters
    np.testing.assert_allclose(taken[["weight A@department", "weight B@department"]].sum(axis=1), 100)
    np.testing.assert_allclose(taken[["weight g@department", "weight s@department"]].sum(axis=1), 100)
    out = taken[taken["excluded"] == "i2"]
    assert (out["weight i2@department"] == 0).all()
    # i2 is all that A has in districts: A goes with it, and C has everything.
    np.testing.assert_allclose(out["weight C@district"], 100)


def test_every_run_can_be_run_again(city: Definition, answers: Answers) -> None:
    design = UncertaintyDesign((*EVERYTHING, AnswerError(0.1)), runs=80)
    model = RoundModel(city, answers, design)
    runs = uncertainty(model)
    some = runs.parameters.iloc[[5, 41]]
    again = given_runs(RoundModel(city, answers, design), some)
    pd.testing.assert_frame_equal(again.scores, runs.scores.loc[some.index])


def test_two_processes_give_the_same_bytes(city: Definition, answers: Answers) -> None:
    model = RoundModel(city, answers, UncertaintyDesign((*EVERYTHING, AnswerError(0.1)), runs=300))
    one, two = uncertainty(model), uncertainty(model, jobs=2)
    assert one.totals.tobytes() == two.totals.tobytes()
    pd.testing.assert_frame_equal(one.parameters, two.parameters)


def test_errors_of_answers_move_only_what_they_are_about(city: Definition, answers: Answers) -> None:
    runs = uncertainty(
        RoundModel(city, answers, UncertaintyDesign((AnswerError(0.2, ("d",)),), runs=30))
    ).scores
    assert runs["D1"].nunique() > 5
    assert runs["U1"].nunique() == 1
    # 8 of 10 points within ±20 % beside an indicator of 50: from 57 to 73.
    assert runs["D1"].between(57, 73).all()


def test_sets_of_experts_are_taken_whole(city: Definition, answers: Answers) -> None:
    stated = {"ahp": {"张": {"A": 90.0}, "李": {"A": 10.0}}}
    design = UncertaintyDesign((WeightSets(stated="ahp"),), runs=30)
    taken = uncertainty(RoundModel(city, answers, design, stated)).parameters
    assert taken.groupby("weights")["weight B@department"].unique().map(list).to_dict() == {
        "张": [10.0],
        "李": [90.0],
    }


MISTAKES = {
    "a node": (WeightShares(0.2, ("Z9",)), "no node Z9"),
    "a step of a table": (ChoiceOptions("treat", ("none",)), "no step 'treat'"),
    "experts without answers": (WeightSets(stated="delphi"), "no answers of experts"),
    "no sets": (WeightSets(), "no sets"),
}


@pytest.mark.parametrize(("variation", "said"), MISTAKES.values(), ids=MISTAKES)
def test_what_the_definition_does_not_have(
    city: Definition, answers: Answers, variation: Variation, said: str
) -> None:
    with pytest.raises((SmartxlError, UnknownName), match=said):
        RoundModel(city, answers, UncertaintyDesign((variation,)))


def test_the_city_and_its_classes_have_no_rank(city: Definition, answers: Answers) -> None:
    runs = uncertainty(RoundModel(city, answers, UncertaintyDesign(runs=5)))
    assert runs.ranks[["@department", "@district", CITY]].isna().all(axis=None)
    assert runs.scores[CITY].notna().all()
