"""From the city to the cell: every number is the score table's, and rows are where a trace finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path

import pytest

from smartxl.cells import qualified
from smartxl.define.load import load
from smartxl.diagnosis.drilldown import city_drilldown, unit_drilldown
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.obstacle import leaf_losses
from smartxl.diagnosis.phrases import Phrases
from smartxl.model.answers import NO, Answer, Field, State, option_choice
from smartxl.model.definition import Definition
from smartxl.model.drilldown import DrillDown, DrillRow, DrillScore
from smartxl.model.framework import ROOT
from smartxl.model.report import Figure, plain
from smartxl.model.scores import CITY, QuantityKind
from smartxl.model.unanswered import BelowFloor, CoverageFloor
from smartxl.scoring import trace
from smartxl.scoring.engine import score
from smartxl.scoring.rescore import rescorer
from smartxl.simulate import respond
from smartxl_templates import statements


@pytest.fixture
def definition(folder: Path) -> Definition:
    return load(folder)


def facts_of(definition: Definition, answers: Iterable[Answer]) -> RoundFacts:
    every = list(answers)
    table = score(definition, every)
    phrases = Phrases("zh", statements("zh"))
    return RoundFacts(definition, table, every, (), phrases, rescorer(definition, every))


def placed(definition: Definition, seed: int = 7) -> list[Answer]:
    """Simulated answers, each in a cell of its own."""
    told = respond(definition, "zh", seed)
    return [answer._replace(sheet="采样表", cell=f"I{row}") for row, answer in enumerate(told, 8)]


def drill(facts: RoundFacts, files: Mapping[tuple[str, str], str] | None = None) -> DrillDown:
    return city_drilldown(facts, files or {})


def figures(down: DrillDown) -> Iterator[Figure]:
    for told in down.scores.values():
        yield from (
            f for f in (getattr(told, each.name) for each in fields(DrillScore)) if isinstance(f, Figure)
        )
    for row in every_row(down):
        yield from (f for f in (*row.said, row.points) if isinstance(f, Figure))


def every_row(down: DrillDown) -> Iterator[DrillRow]:
    for rows in down.rows.values():
        yield from rows


def test_every_number_is_in_the_score_table(definition: Definition) -> None:
    facts = facts_of(definition, placed(definition))
    down, seen = drill(facts), 0
    for figure in figures(down):
        assert all(source in facts.table.values for source in figure.sources)
        digits = figure.shown.replace(",", "").removesuffix("%")
        scale = 100 if figure.shown.endswith("%") else 1
        if "e" not in digits:
            half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
            assert abs(float(digits) - scale * figure.value) <= half + 1e-9
        seen += bool(figure.sources)
    assert seen > 60


def test_subjects_and_nodes_have_the_scores_of_the_table(definition: Definition) -> None:
    facts = facts_of(definition, placed(definition))
    down = drill(facts)
    assert [s.code for s in down.subjects] == [CITY, "@dep", "@dis", *facts.definition.roster.by_code]
    for (subject, node), told in down.scores.items():
        expected = [facts.value(kind, subject, node) for kind in (QuantityKind.SCORE, QuantityKind.COVERAGE)]
        assert [f.value if f else None for f in (told.score, told.coverage)] == expected
        assert told.applicable.value == facts.value(QuantityKind.APPLICABLE, subject, node)
    for unit in definition.roster.units:
        asked = {leaf.code for leaf in definition.leaves(unit)}
        leaves = {n for s, n in down.scores if s == unit.code and n in definition.framework.by_code}
        assert asked == {n for n in leaves if definition.framework.by_code[n].is_leaf}


def test_what_nodes_lose_is_what_their_indicators_lose(definition: Definition) -> None:
    facts = facts_of(definition, placed(definition))
    down = drill(facts)
    for subject, unit_class in (("@dep", "dep"), ("@dis", "dis"), ("P1", "dep")):
        losses = leaf_losses(definition, facts.table, subject, unit_class)
        for loss in losses:
            told = down.scores[subject, loss.leaf.code]
            assert told.lost
            assert told.lost.value == pytest.approx(loss.lost)
            assert told.obstacle
            assert told.obstacle.value == pytest.approx(loss.obstacle)
        whole = down.scores[subject, ROOT]
        assert whole.lost
        assert whole.lost.value == pytest.approx(sum(loss.lost for loss in losses))
        assert whole.weight is None
    city, dep, dis = (down.scores[subject, ROOT].lost for subject in (CITY, "@dep", "@dis"))
    assert city
    assert dep
    assert dis
    assert city.value == pytest.approx(0.6 * dep.value + 0.4 * dis.value)  # by the shares of the classes


def test_a_class_without_a_total_has_no_part_in_what_the_city_loses(definition: Definition) -> None:
    answers = [
        answer if answer.unit != "D1" else Answer("D1", answer.key, State.NOT_APPLICABLE)
        for answer in placed(definition)
    ]
    down = drill(facts_of(definition, answers))
    city, dep = (down.scores[subject, ROOT].lost for subject in (CITY, "@dep"))
    assert city
    assert dep
    assert city.value == pytest.approx(dep.value)
    assert down.scores["D1", ROOT].score is None
    assert down.scores["D1", ROOT].lost is None


def test_rows_are_where_a_trace_finds_them(definition: Definition) -> None:
    answers = placed(definition)
    files = {
        (answer.unit, answer.key): f"{answer.unit}-{number}.xlsx" for number, answer in enumerate(answers)
    }
    facts = facts_of(definition, answers)
    down = drill(facts, files)
    for (unit, leaf), rows in down.rows.items():
        parts = trace(definition, facts.table, answers, unit, leaf).parts
        assert [f"{row.code} {row.name}" for row in rows] == [part.label for part in parts]
        assert [row.state for row in rows] == [part.state for part in parts]
        assert [qualified(row.sheet, row.cell) if row.cell else "" for row in rows] == [
            p.place for p in parts
        ]
        assert [row.file for row in rows] == [
            files.get((unit, f"{leaf}/{row.code}"), "") if row.cell else "" for row in rows
        ]
    assert {(answer.unit, answer.leaf) for answer in answers if answer.scores} <= down.rows.keys()


def said(definition: Definition, answer: Answer) -> DrillRow:
    down = drill(facts_of(definition, [answer]))
    rows = down.rows[answer.unit, answer.leaf]
    return next(row for row in rows if f"{answer.leaf}/{row.code}" == answer.key)


FULL, HALF = {Field.PROVIDED: "yes", Field.LEVEL: option_choice(2)}, {Field.LEVEL: option_choice(1)}


@pytest.mark.parametrize(
    ("state", "share", "told", "words", "points"),
    [
        (State.VALUE, 1.0, FULL, "办理", "2"),
        (State.VALUE, 0.5, HALF, "指南", "1"),
        (State.VALUE, 0.0, {Field.PROVIDED: NO}, "未提供", "0"),
        (State.VALUE, 0.25, {**HALF, Field.REVIEW: 0.5}, "指南", "0.5"),
        (State.BLANK, None, {}, "未填报", None),
        (State.PENDING, None, {}, "待核实", None),
        (State.NOT_APPLICABLE, None, {}, "不适用", None),
    ],
    ids=["full", "half", "not provided", "reviewed", "blank", "pending", "not applicable"],
)
def test_what_was_answered_is_said(
    definition: Definition,
    state: State,
    share: float | None,
    told: Mapping[Field, str | float],
    words: str,
    points: str | None,
) -> None:
    item = definition.catalogue.items[0]
    items = (replace(item, points=2.0), *definition.catalogue.items[1:])
    twice = replace(definition, catalogue=replace(definition.catalogue, items=items))
    row = said(twice, Answer(item.unit, item.key, state, share, told))
    assert plain(row.said) == words
    assert (row.points.shown if row.points else None) == points
    assert row.full
    assert row.full.shown == "2"
    if Field.REVIEW in told:
        assert ("复核结果", "0.5") in row.told


def test_a_number_is_told_with_its_unit_and_brings_no_points(definition: Definition) -> None:
    row = said(definition, Answer("P1", "A2/n", State.VALUE, 12.5, {Field.VALUE: 12.5}))
    assert plain(row.said) == "12.5 个"
    assert row.points is row.full is None


def test_a_level_is_told_out_of_100(definition: Definition) -> None:
    row = said(definition, Answer("P1", "B1/level", State.VALUE, 0.5, {Field.VALUE: option_choice(1)}))
    assert (plain(row.said), row.points and row.points.shown, row.full and row.full.shown) == (
        "指南",
        "50",
        "100",
    )


def test_a_unit_alone_tells_nothing_of_others(definition: Definition) -> None:
    facts = facts_of(definition, placed(definition))
    down = unit_drilldown(facts, {}, definition.roster.by_code["P1"])
    assert [subject.code for subject in down.subjects] == ["P1"]
    assert {subject for subject, _ in down.scores} == {"P1"}
    assert {unit for unit, _ in down.rows} == {"P1"}
    assert {node for _, node in down.scores} == {node.code for node in down.nodes}


def test_one_class_is_no_level_of_its_own(definition: Definition) -> None:
    framework = replace(definition.framework, classes=definition.framework.classes[:1])
    units = tuple(unit for unit in definition.roster.units if unit.unit_class == "dep")
    items = tuple(item for item in definition.catalogue.items if item.unit in {unit.code for unit in units})
    alone = replace(
        definition,
        framework=framework,
        roster=replace(definition.roster, units=units),
        catalogue=replace(definition.catalogue, items=items),
    )
    down = drill(facts_of(alone, placed(alone)))
    assert [(subject.code, subject.above) for subject in down.subjects] == [
        (CITY, ""),
        *((unit.code, CITY) for unit in units),
    ]


def test_where_nothing_applies_there_are_rows_and_no_scores(definition: Definition) -> None:
    answers = [Answer(answer.unit, answer.key, State.NOT_APPLICABLE) for answer in placed(definition)]
    down = drill(facts_of(definition, answers))
    assert all(told.score is None and told.lost is None for told in down.scores.values())
    assert {plain(row.said) for row in every_row(down)} == {"不适用"}


@pytest.mark.parametrize(
    ("below", "note"),
    [(BelowFloor.LEFT_OUT, "暂不定级"), (BelowFloor.FLAGGED, "未达覆盖率下限")],
    ids=["withheld", "flagged"],
)
def test_who_answered_too_little_is_told(definition: Definition, below: BelowFloor, note: str) -> None:
    conventions = replace(
        definition.framework.conventions, coverage_floor=CoverageFloor(unit=0.9, below=below)
    )
    floored = replace(definition, framework=replace(definition.framework, conventions=conventions))
    down = drill(facts_of(floored, [answer for answer in placed(floored) if answer.key.startswith("A1")]))
    assert down.scores["P1", ROOT].note == note
    assert (down.scores["P1", ROOT].score is None) is (below is BelowFloor.LEFT_OUT)
    assert down.scores["D1", ROOT].note == ""


def test_what_was_never_answered_has_no_place(definition: Definition) -> None:
    rows = list(every_row(drill(facts_of(definition, []))))
    assert {(plain(row.said), row.file, row.sheet, row.cell) for row in rows} == {("未填报", "", "", "")}
