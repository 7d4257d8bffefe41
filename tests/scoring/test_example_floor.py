"""The packaged example: a unit that answers only what flatters it is not graded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.model.answers import Answer, State
from smartxl.model.definition import Definition, Roster
from smartxl.model.framework import ROOT
from smartxl.model.plan import Computed
from smartxl.model.scores import CITY, QuantityKind, ScoreTable
from smartxl.model.unanswered import NO_FLOOR
from smartxl.planning import plan_unit
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.verify import verify
from smartxl_generators import Template, write
from smartxl_templates import example_folder, template_path
from smartxl_udfs import FUNCTIONS

SEED, POLICE = 7, "GAJ"
ROWS = 15


@pytest.fixture(scope="module")
def example() -> Definition:
    return load(example_folder())


@pytest.fixture(scope="module")
def answers(example: Definition) -> Sequence[Answer]:
    """All of the example's, of 市公安局 three rows that do not apply and the 15 best of the 138 others."""
    every = respond(example, "zh", SEED)
    own = [answer for answer in every if answer.unit == POLICE]
    aside = [answer for answer in own if answer.state is State.NOT_APPLICABLE][:3]
    shares = [a for a in own if a.state is State.VALUE and (a.score_input or 0) <= 1]
    best = sorted(shares, key=lambda answer: -(answer.score_input or 0))[:ROWS]
    return [*(answer for answer in every if answer.unit != POLICE), *aside, *best]


def without_floor(example: Definition) -> Definition:
    conventions = replace(example.framework.conventions, coverage_floor=NO_FLOOR)
    return replace(example, framework=replace(example.framework, conventions=conventions))


def graded(table: ScoreTable) -> list[float | None]:
    """Total, rank and stage of 市公安局."""
    kinds = (QuantityKind.SCORE, ROOT), (QuantityKind.RANK, ""), (QuantityKind.STAGE, "")
    return [table.get(kind, POLICE, ref) for kind, ref in kinds]


def test_fifteen_rows_of_138_no_longer_lead_the_city(example: Definition, answers: Sequence[Answer]) -> None:
    before, after = score(without_floor(example), answers), score(example, answers)
    assert before.get(QuantityKind.ANSWERED, POLICE, ROOT) == ROWS
    assert before.get(QuantityKind.APPLICABLE, POLICE, ROOT) == 138
    assert graded(before) == [100.0, 1.0, 3.0]  # 飞跃期, the first of 47
    assert graded(after) == [None, None, None]
    assert after.below_floor(POLICE, ROOT)
    assert after.get(QuantityKind.UNITS_BELOW, CITY, ROOT) == 1
    assert after.get(QuantityKind.COVERAGE, POLICE, ROOT) == ROWS / 138


def test_it_has_no_share_in_the_class_mean(example: Definition, answers: Sequence[Answer]) -> None:
    """The class is scored as if the unit were not on the roster."""
    table = score(example, answers)
    others = tuple(unit for unit in example.roster.units if unit.code != POLICE)
    alone = score(replace(example, roster=Roster(others)), [a for a in answers if a.unit != POLICE])
    nodes = (ROOT, *(node.code for node in example.framework.nodes))
    for unit in ("@department", CITY):
        of_all = [table.get(QuantityKind.SCORE, unit, code) for code in nodes]
        assert of_all == [alone.get(QuantityKind.SCORE, unit, code) for code in nodes]


@pytest.mark.slow
def test_its_own_form_says_the_same(example: Definition, answers: Sequence[Answer]) -> None:
    path = template_path("standard")
    table = score(example, answers)
    plan = plan_unit(example, read_layout(path), example.roster.by_code[POLICE], "zh")
    own = [answer for answer in answers if answer.unit == POLICE]
    content = write(plan, Template.load(path.read_bytes(), path.name), example, table, own)
    report = verify(plan, content, table, FUNCTIONS)
    assert report.ok, "\n".join(list(report.lines("en"))[:9])
    totals = [
        cell.sheet
        for cell, computed in plan.computed()
        if isinstance(computed, Computed) and computed.ungraded
    ]
    assert totals == ["封面", "采样表", "得分一览"]
