"""What became of the tasks of the round before, at its boundaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.content import report_content
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.followup import TaskOutcome, follow_up, follow_up_section
from smartxl.model.definition import Definition
from smartxl.model.report import Paragraph, ReportTable, plain
from smartxl.model.tasks import ORGANISER, PreviousTasks, Task, TaskState
from smartxl.text import LANGUAGES, Lang
from tests.diagnosis.comparing import DAY, named, report_of, scored, without

THEN = {"P1": 0.4, "P2": 0.4, "D1": 0.5}


@pytest.fixture
def definition(folder: Path) -> Definition:
    return load(folder)


def facts_with(
    definition: Definition, now: dict[str, float], tasks: Sequence[Task], before: Definition | None = None, lang: Lang = "zh"
) -> tuple[RoundFacts, PreviousTasks]:  # fmt: skip
    earlier = before or named(definition, "2025-1")
    _, facts = report_of(scored(definition.at(DAY), now, lang), [scored(earlier, THEN, lang)])
    previous = PreviousTasks(earlier, tuple(tasks))
    return replace(facts, last_tasks=previous), previous


def task(target: float | None = 100.0, **others: object) -> Task:
    return replace(Task("A1/dep", "A1", "dep", "补足", target=target), **others)  # type: ignore[arg-type]


OUTCOMES: dict[str, tuple[float, float | None, TaskOutcome]] = {
    "full": (1.0, 100.0, TaskOutcome.REACHED),
    "exactly what was expected": (0.6, 60.0, TaskOutcome.REACHED),
    "just below": (0.59, 60.0, TaskOutcome.RISEN),
    "no expectation": (0.9, None, TaskOutcome.RISEN),
    "the same": (0.4, 100.0, TaskOutcome.LEVEL),
    "less": (0.3, 100.0, TaskOutcome.FALLEN),
}


@pytest.mark.parametrize(("now", "target", "outcome"), OUTCOMES.values(), ids=OUTCOMES)
def test_what_a_task_brought(
    definition: Definition, now: float, target: float | None, outcome: TaskOutcome
) -> None:
    facts, previous = facts_with(definition, {"P1": now, "P2": now, "D1": 0.5}, [task(target)])
    (result,) = follow_up(facts, previous)
    assert result.outcome is outcome
    assert result.now is not None
    assert result.then is not None
    assert result.now.value == pytest.approx(100 * now)
    assert result.then.outside


def test_an_indicator_that_is_gone_is_not_compared(definition: Definition) -> None:
    before = named(definition, "2025-1")
    facts, previous = facts_with(without(definition, "A2"), THEN, [task(indicator="A2")], before)
    (result,) = follow_up(facts, previous)
    assert (result.outcome, result.now) == (TaskOutcome.OTHER, None)


def test_tasks_without_an_indicator_or_a_score_are_told_by_their_words(definition: Definition) -> None:
    own = Task("own-1", point="建立通报制度", lead=ORGANISER, state=TaskState.DONE, done=date(2026, 8, 1))
    open_ = task(due=date(2026, 10, 1), lead="P2")
    facts, _ = facts_with(definition, THEN, [own, open_])
    section = follow_up_section(facts)
    assert section is not None
    table = next(block for block in section.blocks if isinstance(block, ReportTable))
    rows = [[plain(words) for words in row] for row in table.rows]
    assert rows[0][:4] == ["建立通报制度", "智慧办", "—", "已完成（2026-08-01）"]
    assert rows[0][4:] == ["—"] * 4
    assert rows[1][1:4] == ["市教育局", "2026-10-01", "未开始（逾期）"]
    lead = next(plain(block.words) for block in section.blocks if isinstance(block, Paragraph))
    assert lead == "上轮（2025-1）共下达 2 项任务：未开始 1 项、已完成 1 项，其中逾期 1 项。"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_part_of_the_chapter_of_tasks(definition: Definition, lang: Lang) -> None:
    facts, _ = facts_with(definition, {"P1": 0.6, "P2": 0.9, "D1": 0.5}, [task()], lang=lang)
    content = report_content(facts, DAY)
    chapter = next(section for section in content.sections if section.key == "tasks")
    assert [part.key for part in chapter.parts] == ["followup"]
    assert follow_up_section(replace(facts, last_tasks=None)) is None
