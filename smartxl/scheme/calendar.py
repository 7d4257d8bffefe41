"""The chapter on the calendar: what happens until the due date, and what follows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.diagnosis.facts import number
from smartxl.model.report import Paragraph, ParagraphRole, ReportSection, ReportTable, TableColumn, Words
from smartxl.model.yearplan import DEFAULT_MILESTONES, DEFAULT_PLAN, WEEKEND

if TYPE_CHECKING:
    from datetime import date

    from smartxl.scheme.facts import SchemeFacts
    from smartxl.text import Text

__all__ = ["calendar_section"]


@dataclass(frozen=True, slots=True)
class _CalendarDay:
    """A day, what is done by whom, and what the day follows from."""

    day: date
    what: str
    who: str
    basis: Words


def calendar_section(facts: SchemeFacts) -> ReportSection:
    """The chapter."""
    phrases, round_ = facts.phrases, facts.definition.round
    days = sorted([*_within(facts), *_after(facts)], key=lambda entry: entry.day)
    length = number((round_.due - round_.start).days + 1)
    after = max((entry.day for entry in days), default=round_.due) - round_.due
    if after.days > 0:
        lead = phrases.say("scheme.calendar_lead", days=length, after=number(after.days))
    else:
        lead = phrases.say("scheme.calendar_lead_alone", days=length)
    notes = (*_weekend(facts, days), Paragraph(phrases.say("scheme.holiday_note"), ParagraphRole.NOTE))
    return ReportSection(
        "calendar", phrases.text("scheme.calendar"), (Paragraph(lead), _table(facts, days), *notes)
    )


def _within(facts: SchemeFacts) -> Iterator[_CalendarDay]:
    """Until the due date, and that itself."""
    phrases, round_ = facts.phrases, facts.definition.round
    usual = "scheme.by_share" if round_.milestones else "scheme.by_default"
    for entry in round_.milestones or DEFAULT_MILESTONES:
        basis = phrases.say(usual if entry.day is None else "scheme.given")
        yield _CalendarDay(
            entry.on(round_.start, round_.due), facts.say(entry.what), _who(facts, entry.who), basis
        )
    who, basis = phrases.text("scheme.all_units"), phrases.say("scheme.deadline")
    yield _CalendarDay(round_.due, phrases.text("scheme.due"), who, basis)


def _after(facts: SchemeFacts) -> Iterator[_CalendarDay]:
    """The events of the plan of the year."""
    phrases, round_ = facts.phrases, facts.definition.round
    for event in (round_.plan or DEFAULT_PLAN).events:
        after = phrases.say("scheme.after_due", days=number(event.after))
        basis = phrases.say("scheme.given") if event.day else after
        yield _CalendarDay(event.on(round_.due), facts.say(event.what), _who(facts, event.who), basis)


def _who(facts: SchemeFacts, who: Text) -> str:
    return facts.say(who) or facts.say(facts.definition.round.organiser)


def _table(facts: SchemeFacts, days: Sequence[_CalendarDay]) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("scheme.day"), 1.4),
        TableColumn(head("scheme.weekday"), 0.9),
        TableColumn(head("column.what"), 4),
        TableColumn(head("column.who"), 2.4),
        TableColumn(head("scheme.kind"), 1.9),
    )
    rows = tuple(
        ((entry.day.isoformat(),), (_weekday(facts, entry.day),), (entry.what,), (entry.who,), entry.basis)
        for entry in days
    )
    return ReportTable("scheme.calendar", head("scheme.calendar_caption"), columns, rows)


def _weekday(facts: SchemeFacts, day: date) -> str:
    names = facts.phrases.text("scheme.weekdays")
    return (names.split() if " " in names else list(names))[day.weekday()]


def _weekend(facts: SchemeFacts, days: Sequence[_CalendarDay]) -> Iterator[Paragraph]:
    """Which dates fall on a weekend."""
    found = [entry.day for entry in days if entry.day.weekday() in WEEKEND]
    if found:
        listed = facts.phrases.listed(day.isoformat() for day in dict.fromkeys(found))
        said = facts.phrases.say("scheme.weekend_note", count=number(len(dict.fromkeys(found))), days=listed)
        yield Paragraph(said, ParagraphRole.NOTE)
