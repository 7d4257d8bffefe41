"""The plan of the year: the round's dates, what is declared, and by when tasks are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.plan import plan_section
from smartxl.diagnosis.suggested import listed_tasks
from smartxl.model.definition import Definition
from smartxl.model.report import Paragraph, ReportTable, plain
from smartxl.model.tasks import Task, TaskList, TaskState
from smartxl.model.yearplan import PlanEvent, TaskDays, YearPlan
from smartxl.text import Text
from tests.diagnosis.test_content import answered, content_of

PLAN = YearPlan(
    (PlanEvent(Text("公布", "publish"), after=30), PlanEvent(Text("验收", "accept"), Text("专班"), day=date(2027, 6, 1))),
    (TaskDays(1, 60), TaskDays(3, 90)),
    10,
    120,
)  # fmt: skip


@pytest.fixture
def definition(folder: Path) -> Definition:
    return load(folder)


def rows(definition: Definition, kept: TaskList | None = None) -> Sequence[Sequence[str]]:
    _, facts = content_of(definition, answered(definition, {"P1": 0.5, "P2": 0.8, "D1": 0.25}))
    facts = replace(facts, kept_tasks=kept or TaskList())
    section = plan_section(facts, listed_tasks(facts))
    table = next((b for b in section.blocks if isinstance(b, ReportTable)), None) if section else None
    return [[plain(cell) for cell in row] for row in table.rows] if table else []


def test_what_is_declared_stands_in_the_order_of_days(definition: Definition) -> None:
    declared = replace(definition, round=replace(definition.round, plan=PLAN))
    found = rows(declared)
    days = [(row[0], int(row[1])) for row in found if row[0].startswith("2027年")]
    assert days == sorted(days)
    said = {row[2]: row for row in found}
    assert said["公布"][1:] == ["30", "公布", "智慧办", "已定"]
    assert said["验收"][3] == "专班"
    assert said["填报截止"][0] == "2026年10月"
    tasks = [row for row in found if row[2].startswith("完成整改")]
    assert tasks
    assert {row[4] for row in tasks} == {"建议"}
    assert {(row[0], row[1]) for row in tasks} <= {
        ("2027年1月", "9"),
        ("2027年2月", "8"),
        ("2027年3月", "10"),
    }


def test_a_date_of_the_task_list_takes_the_place_of_a_suggestion(definition: Definition) -> None:
    done = Task("own-1", point="已办完", due=date(2027, 1, 1), state=TaskState.DONE)
    own = Task("own-2", point="另办一事", lead="P1", due=date(2027, 2, 3))
    found = rows(definition, TaskList((done, own)))
    assert ["2027年2月", "3", "完成整改：另办一事", "市公安局", "已定"] in found
    assert not [row for row in found if "已办完" in row[2]]


def test_nothing_known_is_no_chapter(definition: Definition) -> None:
    _, facts = content_of(definition, [])
    assert plan_section(facts, ()) is None


def test_default_days_are_said_to_be_suggestions(definition: Definition) -> None:
    _, facts = content_of(definition, answered(definition, {"P1": 0.5}))
    section = plan_section(facts, listed_tasks(facts))
    assert section is not None
    notes = [plain(block.words) for block in section.blocks if isinstance(block, Paragraph)]
    assert "默认安排" in notes[-1]


@pytest.mark.parametrize(("items", "days"), [(0, 130), (1, 70), (2, 70), (3, 100), (99, 100)])
def test_how_long_a_task_has(items: int, days: int) -> None:
    due = PLAN.task_due(date(2026, 10, 31), items)
    assert due is not None
    assert (due - date(2026, 10, 31)).days == days
    assert YearPlan().task_due(date(2026, 10, 31), items) is None
