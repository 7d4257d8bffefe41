"""Simulated answers of packaged frameworks: inside the limits, read in one way only, faults and vetoes few."""

from __future__ import annotations

from functools import cache

import pytest

from smartxl.model.answers import Answer, State
from smartxl.model.combination import StepKind
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.scores import QuantityKind
from smartxl.project.frameworks import packaged_framework
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.typed.numbers import asked_for, either


@cache
def packaged(name: str) -> Definition:
    return packaged_framework(name).definition


def of_kind(definition: Definition, kind: StepKind, answers: tuple[Answer, ...]) -> list[float]:
    """The numbers answered below the nodes of a kind of step."""
    framework = definition.framework
    nodes = {code for step in framework.conventions.pipeline if step.kind is kind for code in step.nodes}
    return [
        answer.score_input
        for answer in answers
        if answer.score_input is not None
        and framework.top(framework.by_code[answer.key.partition("/")[0]]).code in nodes
    ]


@pytest.mark.parametrize("seed", range(7, 10))
@pytest.mark.parametrize("name", ["u4ssc", "iso37122", "pudong-2012", "website-2019", "mohurd-2012"])
def test_numbers_lie_inside_of_their_limits_and_are_no_riddle(name: str, seed: int) -> None:
    """A rule that rewards little aims below 0 for the ablest; 0.7 where percent are asked may be 70."""
    definition = packaged(name)
    asked = {
        row.key: row.asked
        for unit in definition.roster.units
        for node in definition.leaves(unit)
        for row in definition.rows(unit, node)
        if row.asked
    }
    for answer in respond(definition, "zh", seed):
        if answer.state is State.VALUE and answer.key in asked and answer.score_input is not None:
            entry = asked[answer.key]
            low, high = entry.bounds
            assert low <= answer.score_input <= high, answer
            unit = asked_for((entry.unit.zh, entry.unit.en), entry.minimum, entry.maximum)
            assert not either(answer.score_input, unit), answer


def test_vetoes_and_faults_are_the_exception() -> None:
    """Better units have fewer of them, so that an example of a check has sites that pass and sites that do not."""
    definition = packaged("website-2019")
    answers = respond(definition, "zh", 7)
    vetoes = of_kind(definition, StepKind.VETO, answers)
    assert vetoes
    assert sum(number > 0 for number in vetoes) < len(vetoes) / 2
    table = score(definition, answers)
    assert any(
        total > 60
        for total in (table.get(QuantityKind.SCORE, u.code, ROOT) or 0.0 for u in definition.roster.units)
    )


def test_penalties_do_not_grow_with_ability() -> None:
    definition = packaged("mohurd-2012")
    for seed in range(5):
        times = of_kind(definition, StepKind.DEDUCT, respond(definition, "zh", seed))
        assert times
        assert max(times) <= 2
