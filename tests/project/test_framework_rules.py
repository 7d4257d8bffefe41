"""What is published of how the packaged indicator systems score, with the numbers of their authors."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from smartxl.model.answers import Answer, State
from smartxl.model.framework import ROOT
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
