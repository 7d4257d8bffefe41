"""The chapter on the year that follows (年度计划): what happens in which month, who does it, and by when tasks are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from smartxl.diagnosis.facts import NONE, RoundFacts, number
from smartxl.diagnosis.suggested import ListedTask, indicator_label, unit_label
from smartxl.model.report import (
    Block,
    Paragraph,
    ParagraphRole,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
)
from smartxl.model.yearplan import DEFAULT_PLAN, YearPlan

__all__ = ["plan_section"]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line: the day, what is done by whom, and whether the day is only suggested."""

    day: date
    what: Words
    who: Words
    suggested: bool


def plan_section(facts: RoundFacts, tasks: Sequence[ListedTask]) -> ReportSection | None:
    """The chapter; None where nothing but the round's own dates is known."""
    plan = facts.definition.round.plan or DEFAULT_PLAN
    task_lines = list(_tasks(facts, plan, tasks))
    if not task_lines and not facts.definition.round.plan:
        return None
    entries = sorted([*_calendar(facts, plan), *task_lines], key=lambda entry: entry.day)
    phrases = facts.phrases
    blocks: list[Block] = [Paragraph(_quarters(facts, entries)), _table(facts, entries)]
    if any(entry.suggested for entry in entries):
        key = "plan.note" if facts.definition.round.plan else "plan.default_note"
        blocks.append(Paragraph(phrases.say(key), ParagraphRole.NOTE))
    return ReportSection("plan", phrases.text("plan.title"), tuple(blocks))


def _calendar(facts: RoundFacts, plan: YearPlan) -> Iterator[_Entry]:
    round_, phrases = facts.definition.round, facts.phrases
    organiser: Words = (facts.say(round_.organiser),)
    yield _Entry(round_.start, phrases.say("plan.start", round=round_.name), organiser, suggested=False)
    all_units = phrases.say("plan.all_units")
    yield _Entry(round_.due, phrases.say("plan.due"), all_units, suggested=False)
    for event in plan.events:
        who: Words = (facts.say(event.who),) if event.who.zh or event.who.en else organiser
        yield _Entry(event.on(round_.due), (facts.say(event.what),), who, suggested=round_.plan is None)


def _tasks(facts: RoundFacts, plan: YearPlan, tasks: Sequence[ListedTask]) -> Iterator[_Entry]:
    for entry in tasks:
        task = entry.task
        day = task.due or plan.task_due(facts.definition.round.due, entry.open)
        if day is None or task.state.closed:
            continue
        label = indicator_label(facts, task) if task.indicator else task.point or task.problem
        what = facts.phrases.say("plan.task", name=label)
        yield _Entry(day, what, _who(facts, entry), suggested=task.due is None)


def _who(facts: RoundFacts, entry: ListedTask) -> Words:
    task, phrases = entry.task, facts.phrases
    units = phrases.listed(unit_label(facts, code) for code in task.responsible)
    if not task.lead:
        return units or NONE
    lead = unit_label(facts, task.lead)
    return phrases.say("plan.lead_and", lead=lead, units=units) if units else (lead,)


def _quarters(facts: RoundFacts, entries: Sequence[_Entry]) -> Words:
    """How many things each quarter has."""
    phrases = facts.phrases
    counts = Counter((entry.day.year, (entry.day.month + 2) // 3) for entry in entries)
    said = phrases.listed(
        phrases.say("plan.quarter", year=str(year), quarter=str(quarter), count=number(count))
        for (year, quarter), count in sorted(counts.items())
    )
    return phrases.say("plan.lead", count=number(len(entries)), quarters=said)


def _table(facts: RoundFacts, entries: Sequence[_Entry]) -> ReportTable:
    phrases = facts.phrases
    columns = (
        TableColumn(phrases.text("column.month"), 1.6),
        TableColumn(phrases.text("column.day"), 0.6),
        TableColumn(phrases.text("column.what"), 3.6),
        TableColumn(phrases.text("column.who"), 3),
        TableColumn(phrases.text("column.date_kind"), 1.2),
    )
    rows = tuple(
        (
            phrases.say("plan.month", year=str(entry.day.year), month=str(entry.day.month)),
            (str(entry.day.day),),
            entry.what,
            entry.who,
            phrases.say("plan.suggested" if entry.suggested else "plan.fixed"),
        )
        for entry in entries
    )
    return ReportTable("plan.table", phrases.text("plan.caption"), columns, rows)
