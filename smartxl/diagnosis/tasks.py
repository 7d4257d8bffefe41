"""The chapter of tasks: for each weakness what to do, who leads, who has most to do, and what the city gains by it."""

from __future__ import annotations

from collections.abc import Sequence

from smartxl.diagnosis.advice import gained
from smartxl.diagnosis.facts import NONE, RoundFacts, number
from smartxl.diagnosis.followup import follow_up_section
from smartxl.diagnosis.suggested import ListedTask, indicator_label, unit_label
from smartxl.model.report import Paragraph, ParagraphRole, ReportSection, ReportTable, TableColumn, Words
from smartxl.model.scores import CITY
from smartxl.model.tasks import TaskState

__all__ = ["tasks_section"]


def tasks_section(facts: RoundFacts, tasks: Sequence[ListedTask]) -> ReportSection:
    """The chapter: one table of the tasks that somebody is to work on; lead and date as far as they were decided."""
    phrases = facts.phrases
    title = phrases.text("tasks.title")
    before = follow_up_section(facts)
    parts = (before,) if before else ()
    wanted = [
        (place, entry)
        for place, entry in enumerate(tasks, 1)  # as the workbook of the list has them
        if entry.task.state is not TaskState.DROPPED
    ]
    if not wanted:
        return ReportSection(
            "tasks", title, (Paragraph(phrases.say("tasks.dropped" if tasks else "tasks.none")),), parts
        )
    columns = (
        TableColumn(phrases.text("column.no"), 0.55, numeric=True),
        TableColumn(phrases.text("column.indicator"), 1.5),
        TableColumn(phrases.text("column.point"), 2.4),
        TableColumn(phrases.text("column.problem"), 1.7),
        TableColumn(phrases.text("column.lead"), 1.1),
        TableColumn(phrases.text("column.responsible"), 1.9),
        TableColumn(phrases.text("column.due"), 1.1),
        TableColumn(phrases.text("column.expected"), 1.15, numeric=True),
    )
    rows = tuple(_row(facts, place, entry) for place, entry in wanted)
    table = ReportTable("tasks.table", phrases.text("tasks.caption"), columns, rows)
    decided = all(entry.task.lead and entry.task.due for _, entry in wanted)
    lead = phrases.say("tasks.decided" if decided else "tasks.lead")
    note = Paragraph(phrases.say("tasks.note"), ParagraphRole.NOTE)
    return ReportSection("tasks", title, (Paragraph(lead), table, note), parts)


def _row(facts: RoundFacts, place: int, entry: ListedTask) -> tuple[Words, ...]:
    task = entry.task
    units = [unit_label(facts, code) for code in task.responsible]
    return (
        (number(place),),
        (indicator_label(facts, task),) if task.indicator else NONE,
        entry.point,
        entry.problem,
        (unit_label(facts, task.lead),),
        facts.phrases.listed(units) if units else NONE,
        (task.due.isoformat() if task.due else "",),
        NONE if task.expected is None else (gained(facts, task.expected, CITY),),
    )
