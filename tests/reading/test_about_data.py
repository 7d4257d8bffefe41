"""Quality, origin and year of numbers: asked in the form, read, kept, and missed where they are not told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.findings import FindingCode
from smartxl.model.answers import HIGH, LOW, Answer, Field, RowStanding, Scalar, State
from smartxl.model.definition import Definition, Roster
from smartxl.model.edition import Edition
from smartxl.planning import plan_answers, plan_unit
from smartxl.rules import FaultJudge
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.verify import verify
from smartxl.xlsx.saved import open_saved
from smartxl_generators import Template, write
from smartxl_templates import framework_folder, template_path
from smartxl_udfs import FUNCTIONS
from tests.reading.test_register import Desk, Fields

UNIT, KEY, PLAIN = "C1", "EC-ICT-ICT-1C/x", "EC-ICT-ICT-2C/x"
Q, FROM, Y, V, N = Field.QUALITY, Field.ORIGIN, Field.YEAR, Field.VALUE, Field.NOTE
ALL: Mapping[Field, Scalar] = {V: 87.5, Q: HIGH, FROM: "统计年鉴", Y: 2025.0}


@pytest.fixture(scope="module")
def definition() -> Definition:
    """One city of the packaged indicators that ask all three; the second indicator asks none."""
    whole = load(framework_folder("u4ssc"))
    nodes = tuple(
        replace(node, indicator=replace(node.indicator, asks=()))
        if node.indicator and node.code == PLAIN.partition("/")[0]
        else node
        for node in whole.framework.nodes
    )
    roster = Roster((whole.roster.by_code[UNIT],))
    return replace(whole, framework=replace(whole.framework, nodes=nodes), roster=roster)


class CityDesk(Desk):
    """Forms of that city."""

    def form(self, answers: Fields) -> bytes:
        given = [Answer(UNIT, key, State.BLANK, None, fields) for key, fields in answers.items()]
        return write(self.plan, self.template, self.definition, score(self.definition, ()), given)


@pytest.fixture(scope="module")
def desk(definition: Definition) -> Desk:
    path = template_path("standard")
    plan = plan_unit(definition, read_layout(path), definition.roster.units[0], "zh")
    return CityDesk(definition, plan, Template.load(path.read_bytes(), path.name))


def told(**more: Any) -> Mapping[Field, Scalar]:
    """All that is asked, with some of it another, or None: nothing."""
    changed = {Field(name): value for name, value in more.items()}
    return {field: value for field, value in {**ALL, **changed}.items() if value is not None}


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        (told(), set()),
        (told(quality=None), {FindingCode.NO_QUALITY}),
        (told(origin=None), {FindingCode.NO_ORIGIN}),
        (told(year=None), {FindingCode.NO_YEAR}),
        ({V: 87.5}, {FindingCode.NO_QUALITY, FindingCode.NO_ORIGIN, FindingCode.NO_YEAR}),
        ({V: 87.5, N: "本市未作统计"}, {FindingCode.EXPLAINED}),
        (told(quality="很好"), {FindingCode.NOT_IN_LIST}),
        (told(year=2027.0), {FindingCode.OUT_OF_RANGE}),
        (told(year=2019.0), {FindingCode.UNUSUAL}),
        (told(year=2019.0, note="五年普查一次"), {FindingCode.EXPLAINED}),
        (told(year="2025年"), {FindingCode.CLEANED}),
        (told(value=None), {FindingCode.DETAILS_WITHOUT_ANSWER}),
    ],
    ids=lambda value: "-".join(sorted(map(str, value))) or "nothing",
)
def test_what_is_not_told_is_found(
    desk: Desk, fields: Mapping[Field, Scalar], codes: set[FindingCode]
) -> None:
    assert {finding.code for finding in desk.found({KEY: fields})} == codes


def test_what_is_told_is_kept_with_the_answer(desk: Desk) -> None:
    answers = {answer.key: answer for answer in desk.read(desk.form({KEY: ALL})).submission.answers}
    assert {field: answers[KEY].fields[field] for field in ALL} == ALL
    assert answers[KEY].score_input == 87.5


def test_an_indicator_that_asks_nothing_has_no_such_cells(desk: Desk) -> None:
    lines = {line.key: line for sheet in desk.plan.answerable for line in sheet.lines}
    assert {Q, FROM, Y} <= lines[KEY].inputs.keys()
    assert not {Q, FROM, Y} & lines[PLAIN].inputs.keys()
    assert desk.found({PLAIN: {V: 30.0}}) == []


@pytest.mark.parametrize("edition", [Edition.UNIT, Edition.EVALUATOR, Edition.APPEAL])
def test_a_lean_plan_has_the_same_inputs(definition: Definition, edition: Edition) -> None:
    layout, unit = read_layout(template_path("standard")), definition.roster.units[0]
    whole = plan_unit(definition, layout, unit, "zh", edition)
    lean = plan_answers(definition, layout, unit, "zh", edition)
    assert [(line.key, line.row, line.inputs) for sheet in whole.answerable for line in sheet.lines] == [
        (line.key, line.row, line.inputs) for sheet in lean.answerable for line in sheet.lines
    ]


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        (told(), RowStanding.FILLED),
        (told(quality=LOW), RowStanding.FILLED),
        (told(origin=None), RowStanding.TO_CORRECT),
        (told(origin=None, note="本市未作统计"), RowStanding.FILLED),
        (told(year=2027.0), RowStanding.TO_CORRECT),
    ],
    ids=str,
)
def test_a_row_counts_as_the_form_says(
    definition: Definition, fields: Mapping[Field, Scalar], standing: RowStanding
) -> None:
    answer = Answer(UNIT, KEY, State.VALUE, 87.5, fields)
    assert FaultJudge(definition).standing(answer) is standing


@pytest.mark.slow
def test_the_check_column_counts_them_too(desk: Desk) -> None:
    answers = [
        Answer(UNIT, KEY, State.VALUE, 87.5, told(year=None)),
        Answer(UNIT, PLAIN, State.VALUE, 30.0, {V: 30.0}),
    ]
    table = score(desk.definition, answers)
    content = write(desk.plan, desk.template, desk.definition, table, answers)
    saved = open_saved(content, "x.xlsx")
    assert verify(desk.plan.with_shown(), saved, table, FUNCTIONS).differences == ()


def test_a_definition_without_such_questions_has_no_such_columns(definition: Definition) -> None:
    nodes = tuple(
        replace(node, indicator=replace(node.indicator, asks=())) if node.indicator else node
        for node in definition.framework.nodes
    )
    plain = replace(definition, framework=replace(definition.framework, nodes=nodes))
    layout = read_layout(template_path("standard"))
    plan = plan_unit(plain, layout, plain.roster.units[0], "zh")
    shown = {text for sheet in plan.sheets for row in sheet.rows for text in row.cells.values()}
    assert not {"数据质量", "数据出处", "数据年份"} & shown
    assert plain.identity.form != definition.identity.form
    assert plain.identity.earlier != definition.identity.earlier


def test_simulated_units_tell_all_that_is_asked(definition: Definition) -> None:
    answered = [answer for answer in respond(definition, "zh", 1) if answer.state is State.VALUE]
    asks = {node.code: node.indicator.asks for node in definition.framework.nodes if node.indicator}
    assert all(set(asks[answer.leaf]) <= answer.fields.keys() for answer in answered)
    years = {answer.fields[Y] for answer in answered if Y in answer.fields}
    assert years <= {2024.0, 2025.0}
