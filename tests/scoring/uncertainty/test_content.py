"""How sure the result of a round is, as content: who is out and why, what is told of each unit, which choices matter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smartxl.model.answers import Answer
from smartxl.model.combination import RollUp
from smartxl.model.definition import Definition
from smartxl.model.framework import RuleSpec
from smartxl.model.scenarios import CombinationChange, Scenario
from smartxl.model.unanswered import BelowFloor, CoverageFloor
from smartxl.model.uncertaintydesign import (
    AnswerError,
    Exclusion,
    RuleRange,
    ScenarioOptions,
    UncertaintyDesign,
    WeightConcentration,
    WeightSets,
    WeightShares,
)
from smartxl.scoring.uncertainty import RoundAnalysis, robustness_of

Answers = tuple[Answer, ...]
FEW = UncertaintyDesign(runs=40, points=16)


def with_floor(city: Definition, floor: CoverageFloor) -> Definition:
    framework = city.framework
    conventions = replace(framework.conventions, coverage_floor=floor)
    return replace(city, framework=replace(framework, conventions=conventions))


def test_who_is_below_the_coverage_floor_is_out_and_it_is_said(city: Definition, answers: Answers) -> None:
    ranks, _ = robustness_of(with_floor(city, CoverageFloor(0.6)), answers, design=FEW)
    departments = {unit.unit: unit for unit in ranks.groups[0].units}
    assert departments["U2"].out.zh == "覆盖率低于下限"
    assert (departments["U2"].median, departments["U2"].shares, departments["U2"].scores) == (None, (), None)
    assert ranks.groups[0].units[-1].out.en
    assert all("U2" not in {pair.ahead, pair.behind} for pair in ranks.groups[0].neighbours)
    assert "below 60 % have no score" in ranks.notes[0].en


def test_who_is_only_flagged_takes_part(city: Definition, answers: Answers) -> None:
    floor = CoverageFloor(0.6, below=BelowFloor.FLAGGED)
    ranks, _ = robustness_of(with_floor(city, floor), answers, design=FEW)
    assert {unit.unit for unit in ranks.groups[0].units if unit.median is not None} == {"U1", "U2", "U3"}
    assert not any("coverage" in note.en for note in ranks.notes)


def test_what_is_told_of_a_unit(city: Definition, answers: Answers) -> None:
    ranks, found = robustness_of(city, answers, design=FEW)
    for unit in ranks.groups[0].units:
        assert sum(share for _, share in unit.shares) == pytest.approx(1)
        assert sum(unit.stages) == pytest.approx(1)
        assert unit.scores is not None
        assert unit.scores.low <= unit.scores.value <= unit.scores.high
    assert [whole.unit for whole in ranks.wholes] == ["@department", "@district", "@city"]
    assert ranks.wholes[2].scores is not None
    assert {tornado.unit for tornado in found.tornados} >= {"@department", "@district"}
    assert {out.node for out in found.left_out if out.unit_class == "department"} == {
        "i1",
        "i2",
        "i10",
        "g",
        "s",
    }


def test_the_same_arguments_give_the_same_content(city: Definition, answers: Answers) -> None:
    one, two = (robustness_of(city, answers, design=FEW, sobol=True, jobs=jobs) for jobs in (1, 2))
    assert one == two


def test_choices_in_words(city: Definition, answers: Answers) -> None:
    mean = Scenario("mean", rollup=CombinationChange(RollUp.MEAN))
    worst = Scenario("worst", rollup=CombinationChange(RollUp.WORST))
    vary = (
        *(WeightShares(0.25, ("A", "B"), each=True), WeightConcentration(50, ("B",))),
        *(WeightSets(stated="ahp"), RuleRange("g", "best", 0.1, 0.3), AnswerError(0.05, ("d",))),
        *(ScenarioOptions("rollup level 1", (mean, worst)), Exclusion(("s",))),
    )
    analysis = RoundAnalysis(city, answers, UncertaintyDesign(vary, 12), {"ahp": {"E1": {"i1": 40.0}}})
    told = analysis.uncertainty_of(analysis.runs()).design
    assert [(choice.name.get("zh"), choice.how.get("zh")) for choice in told] == [
        ("权重", "±25%：A, B"),
        ("权重 #2", "狄利克雷分布，集中度 50：B"),
        ("权重 #3", "各位专家的答复（层次分析法）"),
        ("g 指标g best", "0.1 至 0.3"),
        ("答案误差", "±5%：d"),
        ("汇总方法（第 1 级）", "mean / worst"),
        ("剔除指标", "每次剔除一个，或不剔除：s"),
    ]
    single = analysis.sobol()[0].lines[:2]
    assert [(line.choice.key, line.choice.how.en) for line in single] == [
        ("weights A", "±25 %"),
        ("weights B", "±25 %"),
    ]


def test_rules_that_compare_units_are_tried_without_each(city: Definition, answers: Answers) -> None:
    framework = city.framework
    nodes = tuple(
        replace(node, indicator=replace(node.indicator, rule=RuleSpec("minmax")))
        if node.indicator and node.code == "g"
        else node
        for node in framework.nodes
    )
    compared = replace(city, framework=replace(framework, nodes=nodes))
    _, found = robustness_of(compared, answers, design=FEW)
    assert [note.en.split(":")[0] for note in found.notes] == ["Districts"]
