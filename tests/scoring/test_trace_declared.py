"""Traces where a framework declares pipelines and stand-ins: what they show leads to the engine's scores."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from smartxl.model.answers import Answer
from smartxl.model.combination import StepKind
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.scores import ScoreTable, Trace
from smartxl.rules import round_half_away
from smartxl.scoring import score, trace
from tests.rules.declared import DECLARED, UNITS, answers_of, project

pytestmark = pytest.mark.slow

Scored = tuple[Definition, tuple[Answer, ...], ScoreTable]


def scored(folder: Path, case: str) -> Scored:
    definition = project(folder, case)
    answers = tuple(answers_of(definition, Random(5), 0.3))  # noqa: S311
    return definition, answers, score(definition, answers)


@pytest.fixture(scope="module", params=DECLARED)
def declared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scored:
    return scored(tmp_path_factory.mktemp("declared"), request.param)


def number(part: Trace) -> float:
    value = part.stand_in if part.score is None else part.score
    assert value is not None
    return value


@pytest.mark.parametrize("unit", UNITS)
def test_under_a_mean_scores_stand_ins_and_weights_give_the_score(declared: Scored, unit: str) -> None:
    definition, answers, table = declared
    total = trace(definition, table, answers, unit)
    means = [p for p in total.parts if p.label.split()[0] == "P"]
    assert means
    for part in means:
        weighted = [(number(p), p.weight) for p in part.parts if p.weight is not None]
        if part.score is not None:
            digits = definition.framework.digits("P")
            mean = sum(value * weight for value, weight in weighted)
            assert part.score == pytest.approx(float(round_half_away(mean, digits)), abs=1e-9)


def test_a_stand_in_has_a_share_and_no_score(declared: Scored) -> None:
    definition, answers, table = declared
    traces = [
        part
        for unit in UNITS
        for group in trace(definition, table, answers, unit).parts
        for part in group.parts
    ]
    stand_ins = [part for part in traces if part.stand_in is not None]
    assert stand_ins
    for part in stand_ins:
        assert part.score is None
    assert all(
        part.score is not None or part.stand_in is not None for part in traces if part.weight is not None
    )


def test_the_last_step_of_a_pipeline_gives_the_total(tmp_path: Path) -> None:
    definition, answers, table = scored(tmp_path / "p", "pipeline")
    kinds = [step.kind for step in definition.framework.conventions.pipeline]
    assert kinds == [StepKind.VETO, StepKind.DEDUCT, StepKind.GATE, StepKind.BONUS]
    changed = set()
    for unit in UNITS:
        total = trace(definition, table, answers, unit)
        assert [step.step.kind for step in total.steps] == kinds
        last = total.steps[-1].total
        if total.score is None:
            assert last is None
        else:
            assert last is not None
            assert total.score == pytest.approx(float(round_half_away(last, 3)), abs=1e-12)
            changed |= {
                a.step.kind for a, b in zip(total.steps[1:], total.steps, strict=False) if a.total != b.total
            }
    assert changed >= {StepKind.DEDUCT}


def test_after_a_pipeline_a_class_is_the_mean_of_its_units(tmp_path: Path) -> None:
    definition, answers, table = scored(tmp_path / "p", "pipeline")
    total = trace(definition, table, answers, "@dep")
    assert [part.label.split()[0] for part in total.parts] == [f"单位{i}" for i in range(1, 6)]
    weights = [part.weight or 0.0 for part in total.parts]
    mean = sum(number(p) * w for p, w in zip(total.parts, weights, strict=True) if w)
    assert total.score == pytest.approx(
        float(round_half_away(mean, definition.framework.digits(ROOT))), abs=1e-9
    )


def test_without_a_pipeline_there_are_no_steps(tmp_path: Path) -> None:
    definition, answers, table = scored(tmp_path / "p", "as it comes")
    assert trace(definition, table, answers, "U1").steps == ()
