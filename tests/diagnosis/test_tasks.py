"""The chapter of tasks and the list behind it: what is suggested, what people decided, what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.suggested import indicator_label, listed_tasks
from smartxl.diagnosis.tasks import tasks_section
from smartxl.model.answers import Answer, State
from smartxl.model.definition import Definition
from smartxl.model.report import Figure, Paragraph, ReportSection, ReportTable, plain
from smartxl.model.scores import CITY, QuantityKind
from smartxl.model.tasks import ORGANISER, Task, TaskList, TaskPart, TaskState
from smartxl.project.frameworks import packaged_framework
from smartxl.simulate import respond
from tests.diagnosis.test_content import answered, content_of

MIXED = {"P1": 0.5, "P2": 0.8, "D1": 0.25}


@pytest.fixture
def definition(folder: Path) -> Definition:
    return load(folder)


def facts_of(definition: Definition, *kept: Task, removed: Sequence[str] = ()) -> RoundFacts:
    _, facts = content_of(definition, answered(definition, MIXED))
    return replace(facts, kept_tasks=TaskList(kept, tuple(removed)))


def rows(facts: RoundFacts) -> list[list[str]]:
    section = tasks_section(facts, listed_tasks(facts))
    table = next((block for block in section.blocks if isinstance(block, ReportTable)), None)
    return [[plain(words) for words in row] for row in table.rows] if table else []


def lead_of(section: ReportSection) -> str:
    return next(plain(block.words) for block in section.blocks if isinstance(block, Paragraph))


def test_a_task_says_what_the_engine_says(definition: Definition) -> None:
    facts = facts_of(definition)
    first = listed_tasks(facts)[0]
    assert first.task.key == "A1/dep"
    assert set(first.task.responsible) == {"P1", "P2"}
    assert first.task.score == facts.value(QuantityKind.SCORE, "@dep", "A1")
    assert first.task.target == 100.0
    assert first.task.expected is not None
    gain = tasks_section(facts, [first]).blocks[1]
    assert isinstance(gain, ReportTable)
    (figure,) = gain.rows[0][-1]
    assert isinstance(figure, Figure)
    assert figure.value == first.task.expected
    assert {source.unit for source in figure.sources} == {CITY}


def test_what_people_decided_is_told(definition: Definition) -> None:
    kept = Task(
        "A1/dep", "A1", "dep", "只补两项", lead=ORGANISER, due=date(2027, 1, 31), edited=(TaskPart.POINT,)
    )
    row = rows(facts_of(definition, kept))[0]
    assert (row[2], row[4], row[6]) == ("只补两项", "智慧办", "2027-01-31")
    assert row[3] == "深度不足 4 项"


def test_dropped_tasks_are_left_out_and_the_others_keep_their_numbers(definition: Definition) -> None:
    every = rows(facts_of(definition))
    dropped = Task("A1/dep", "A1", "dep", state=TaskState.DROPPED)
    assert rows(facts_of(definition, dropped)) == every[1:]
    removed = rows(facts_of(definition, removed=["A1/dep"]))
    assert [row[1:] for row in removed] == [row[1:] for row in every[1:]]
    assert removed[0][0] == "1"


def test_nothing_to_do_is_said_as_it_is(definition: Definition) -> None:
    facts = facts_of(definition)
    assert lead_of(tasks_section(facts, ())) == "没有需要整改的短板。"
    every = [
        replace(entry, task=replace(entry.task, state=TaskState.DROPPED)) for entry in listed_tasks(facts)
    ]
    assert lead_of(tasks_section(facts, every)) == "所列任务均不再办理。"
    done = [
        replace(entry, task=replace(entry.task, lead="P1", due=date(2027, 1, 1)))
        for entry in listed_tasks(facts)
    ]
    assert "已由领导小组办公室确定" in lead_of(tasks_section(facts, done))


def test_an_indicator_of_several_classes_names_the_class(definition: Definition) -> None:
    facts = facts_of(definition)
    labels = {entry.task.key: indicator_label(facts, entry.task) for entry in listed_tasks(facts)}
    assert labels["A1/dep"].endswith("（部门）")
    assert labels["A1/dis"].endswith("（区县）")
    assert indicator_label(facts, Task("own-1")) == ""
    assert indicator_label(facts, Task("own-1", "A2")) == "A2 上云率"
    assert indicator_label(facts, Task("own-1", "不存在")) == "不存在"


def test_of_a_number_those_with_the_lowest_scores_are_named(definition: Definition) -> None:
    answers = answered(definition, dict.fromkeys(MIXED, 1.0))
    numbers = (("P1", "n", 1.0), ("P1", "N", 4.0), ("P2", "n", 3.0), ("P2", "N", 4.0))
    answers += [Answer(unit, f"A2/{code}", State.VALUE, value) for unit, code, value in numbers]
    _, facts = content_of(definition, answers)
    task = next(entry.task for entry in listed_tasks(facts) if entry.task.indicator == "A2")
    assert task.responsible == ("P1", "P2")
    assert (task.expected, task.target) == (None, None)
    assert "上云数" in task.point


def test_a_level_is_not_called_a_number() -> None:
    """Indicators that are a level of a scale have a level to reach, the others a number."""
    definition = packaged_framework("mohurd-2012").definition
    problems = {
        entry.task.problem for entry in listed_tasks(content_of(definition, respond(definition, "zh", 7))[1])
    }
    assert problems == {"等级未达到最高"}
