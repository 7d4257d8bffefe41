"""What is published of how the packaged indicator systems score, with the numbers of their authors."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from smartxl.model.answers import Answer, Field, State
from smartxl.model.framework import ROOT, Measure
from smartxl.model.provenance import Provenance
from smartxl.model.scores import QuantityKind
from smartxl.project.frameworks import packaged_framework
from smartxl.scoring.engine import score


def scores(name: str, unit: str, numbers: Mapping[str, float]) -> dict[str, float | None]:
    """Node → score of a unit that answers these rows (`indicator/input`) and no other."""
    definition = packaged_framework(name).definition
    answers = [Answer(unit, key, State.VALUE, number, {}, "", "") for key, number in numbers.items()]
    table = score(definition, answers)
    nodes = (ROOT, *(node.code for node in definition.framework.nodes))
    return {node: table.get(QuantityKind.SCORE, unit, node) for node in nodes}


@pytest.mark.parametrize(
    ("shares", "percent"),
    [
        ({"EC-ICT-T-1C": 50, "EC-ICT-T-2C": 70, "EC-ICT-T-3A": 96}, 75.0),  # 2, 3, 4 points of 12
        (
            {"EC-ICT-T-1C": 95, "EC-ICT-T-2C": 33, "EC-ICT-T-3A": 66},
            75.0,
        ),  # a limit belongs to the points above it
        ({"EC-ICT-T-1C": 32.9, "EC-ICT-T-3A": 94.9}, 50.0),  # 1 and 3 of 8: what is not reported is left out
    ],
)
def test_u4ssc_counts_points_of_those_that_could_be_had(shares: Mapping[str, float], percent: float) -> None:
    found = scores("u4ssc", "C1", {f"{code}/x": number for code, number in shares.items()})
    assert found["G-EC-ICT-T"] == percent


def test_u4ssc_gives_points_for_little_of_a_cost() -> None:
    # target 4 percent unemployed: 4/4 = 100 %, 4/6 = 67 %, 4/10 = 40 %, 4/20 = 20 % of the target
    points = [scores("u4ssc", "C1", {"EC-P-EM-1C/x": rate})["EC-P-EM-1C"] for rate in (4, 6, 10, 20)]
    assert points == [100, 75, 50, 25]


def test_the_example_of_u4ssc_with_four_indicators() -> None:
    # points 1, 3, 4, 1 of 16 are 56.25 percent
    numbers = {"EC-I-WS-1C": 20, "EC-I-WS-2C": 80, "EC-I-WS-4C": 99, "EC-I-WS-5C": 10}
    found = scores("u4ssc", "C1", {f"{code}/x": number for code, number in numbers.items()})
    assert found["G-EC-I-WS"] == 56.25


def test_every_spoke_of_the_wheel_weighs_the_same() -> None:
    framework = packaged_framework("cohen-wheel").definition.framework
    tops = [node for node in framework.nodes if node.parent == ROOT]
    assert [round(node.weights["town"]) for node in tops] == [17] * 6
    assert all(len(framework.children(node.code, "town")) == 3 for node in tops)


CLEAN = {
    **{f"V{number}/v": 0.0 for number in range(1, 7)},
    **{
        f"K{group}{number}/n": 0.0
        for group, count in {"A": 4, "B": 3, "C": 2, "D": 3}.items()
        for number in range(1, count + 1)
    },
    **{f"J{number}/p": 0.0 for number in range(1, 5)},
}


@pytest.mark.parametrize(
    ("numbers", "total"),
    [
        ({}, 100.0),
        ({"KA1/n": 2, "J1/p": 6, "J4/p": 10}, 112.0),  # 100 - 4 + 16
        (
            {"KA1/n": 99, "KA2/n": 99, "KA3/n": 1},
            80.0,
        ),  # deductions end with the points of their indicator: 8 + 10 + 2
        ({"KA1/n": 99, "KA2/n": 99, "KA3/n": 1, "J1/p": 6}, 80.0),  # exactly 80 earns no bonus
        ({"KA1/n": 99, "KA2/n": 99, "J1/p": 6}, 88.0),
        ({"V1/v": 1, "J1/p": 6}, 59.0),
        ({"V2/v": 4.9}, 100.0),
        ({"V2/v": 5}, 59.0),
    ],
    ids=["clean", "bonus", "capped", "at the gate", "above it", "veto", "seldom down", "often down"],
)
def test_a_website_is_vetoed_then_deducted_from_then_rewarded(
    numbers: Mapping[str, float], total: float
) -> None:
    assert scores("website-2019", "W1", {**CLEAN, **numbers})[ROOT] == total


def test_the_national_pilots_have_4_11_57() -> None:
    framework = packaged_framework("mohurd-2012").definition.framework
    nodes = [node for node in framework.nodes if not framework.adjusts(node)]
    assert [sum(node.level == level for node in nodes) for level in (1, 2, 3)] == [4, 11, 57]


@pytest.mark.parametrize(("value", "points"), [(15, 50), (30, 100), (45, 100)])
def test_pudong_counts_the_ratio_to_the_target(value: float, points: float) -> None:
    assert scores("pudong-2012", "A1", {"1.2.1/x": value})["1.2.1"] == points


def test_new_type_smart_cities_have_8_21_54() -> None:
    framework = packaged_framework("xinxing-2016").definition.framework
    assert [sum(node.level == level for node in framework.nodes) for level in (1, 2, 3)] == [8, 21, 54]
    tops = [node.weights["town"] for node in framework.children(ROOT, "town")]
    assert tops == [37, 9, 8, 7, 7, 8, 4, 20]
    points = [node.weights["town"] * 37 / 100 for node in framework.children("L1", "town")]
    assert points == pytest.approx([8, 3, 3, 3, 3, 3, 7, 5, 2], abs=1e-4)
    assert framework.by_code["L1P1-A1"].weights["town"] == 30
    assert framework.by_code["L1P9-A1"].weights["town"] == 50


def test_new_type_smart_cities_are_rounded_at_every_level() -> None:
    # 1/13, 2/13, 2/13 with 30, 35, 35: 7.69, 15.38, 15.38 make 13.07, though unrounded it were 13.08; 1/7 makes 14.29
    parts = {"L1P1-A1": (1, 13), "L1P1-A2": (2, 13), "L1P1-A3": (2, 13), "L1P9-A1": (1, 7), "L1P9-A2": (1, 7)}
    numbers = {
        f"{code}/{key}": float(number)
        for code, pair in parts.items()
        for key, number in zip("nN", pair, strict=True)
    }
    found = scores("xinxing-2016", "C1", numbers)
    assert (found["L1P1-A1"], found["L1P1"], found["L1P9"], found["L1"]) == (7.69, 13.07, 14.29, 13.31)


def test_european_cities_have_6_31_74_and_unweighted_means() -> None:
    framework = packaged_framework("eu-2007").definition.framework
    assert [sum(node.level == level for node in framework.nodes) for level in (1, 2, 3)] == [6, 31, 74]
    for parent in (ROOT, *(node.code for node in framework.nodes if not node.is_leaf)):
        weights = [node.weights["town"] for node in framework.children(parent, "town")]
        assert max(weights) - min(weights) < 0.05


def test_european_cities_are_scored_by_standard_deviations_and_coverage() -> None:
    rates = {"C1": 4.0, "C2": 6.0, "C3": 8.0}  # unemployed: mean 6, deviation (8/3)^½
    definition = packaged_framework("eu-2007").definition
    answers = [
        Answer(unit, key, State.VALUE, number, {}, "", "")
        for unit, rate in rates.items()
        for key, number in {"1.5.1/x": rate, "6.2.1/x": 70 + rate}.items()
    ]
    table = score(definition, answers)
    found = {
        code: [table.get(QuantityKind.SCORE, unit, code) for unit in rates]
        for code in ("1.5.1", "1.5", "6.2")
    }
    assert found["1.5.1"] == pytest.approx([1.5**0.5, 0, -(1.5**0.5)])
    assert found["1.5"] == found["1.5.1"]  # one of its two indicators is enough
    assert found["6.2"] == pytest.approx([-(1.5**0.5), 0, 1.5**0.5])  # one of its four


def test_iso_37122_has_19_themes_and_80_indicators_without_definitions() -> None:
    framework = packaged_framework("iso37122").definition.framework
    assert [sum(node.level == level for node in framework.nodes) for level in (1, 2)] == [19, 80]
    assert all(node.code.split(".")[0] == node.parent for node in framework.nodes if node.is_leaf)
    indicators = [node.indicator for node in framework.nodes if node.indicator]
    assert [
        text
        for each in indicators
        for row in each.inputs
        for text in (row.meaning.zh, each.source.zh)
        if text
    ] == []
    costs = [node.code for node in framework.nodes if node.indicator and node.indicator.direction < 0]
    assert costs == ["7.8", "10.3", "10.4", "18.2", "21.3"]


def test_six_factors_of_intelligent_communities_weigh_the_same_and_every_choice_asks_for_its_story() -> None:
    framework = packaged_framework("icf").definition.framework
    factors = framework.children(ROOT, "community")
    assert [round(node.weights["community"]) for node in factors] == [17] * 6
    indicators = [node.indicator for node in framework.nodes if node.indicator]
    assert {indicator.measure for indicator in indicators} == {Measure.RUBRIC}
    assert all("叙述" in each.evidence.zh and "Narrative" in each.evidence.en for each in indicators)


def test_a_choice_scores_and_its_story_does_not() -> None:
    definition = packaged_framework("icf").definition
    story = {Field.NOTE: "两个合作项目，2,400 人参加", Field.ADDRESS: "https://example.org"}
    for fields in ({}, story):
        answer = Answer("C1", "KW2/level", State.VALUE, 0.7, fields, "", "")
        table = score(definition, [answer])
        assert table.get(QuantityKind.SCORE, "C1", "KW2") == 70


def test_of_the_draft_of_2012_three_parts_are_published_and_no_indicator() -> None:
    framework = packaged_framework("miit-2012").definition.framework
    tops = framework.children(ROOT, "town")
    assert [node.name.zh for node in tops] == ["智慧准备", "智慧管理", "智慧服务"]
    published = [node.code for node in framework.nodes if node.provenance.name is Provenance.PUBLISHED]
    assert published == [node.code for node in tops]
    assert {(n.provenance.name, n.provenance.rule) for n in framework.nodes if n.is_leaf} == {
        (Provenance.DEFAULT, Provenance.DEFAULT)
    }
