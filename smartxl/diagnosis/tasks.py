"""Chapter 7, the task list: for each weakness what to do, who has most to do, and what the city gains by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from smartxl.diagnosis.advice import effect_of, gained, split
from smartxl.diagnosis.facts import NONE, RoundFacts, cell, number
from smartxl.diagnosis.improve import OpenItem
from smartxl.diagnosis.obstacle import LeafLoss, leaf_losses
from smartxl.model.framework import UnitClass
from smartxl.model.report import (
    Paragraph,
    ParagraphRole,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
)
from smartxl.model.scores import CITY

__all__ = ["tasks_section"]

_PER_CLASS, _RESPONSIBLE = 5, 3
"""How many weaknesses of a class become tasks, and how many units with the most open items each of them names."""


def tasks_section(facts: RoundFacts) -> ReportSection:
    """The chapter: one table, to be completed by the lead office."""
    phrases = facts.phrases
    rows = tuple(
        row for unit_class in facts.definition.framework.classes for row in _of_class(facts, unit_class)
    )
    title = phrases.text("tasks.title")
    if not rows:
        return ReportSection("tasks", title, (Paragraph(phrases.say("tasks.none")),))
    columns = (
        TableColumn(phrases.text("column.class"), 1.3),
        TableColumn(phrases.text("column.indicator"), 1.8),
        TableColumn(phrases.text("column.score"), 1.15, numeric=True),
        TableColumn(phrases.text("column.problem"), 2),
        TableColumn(phrases.text("column.responsible"), 2.4),
        TableColumn(phrases.text("column.lead"), 1.1),
        TableColumn(phrases.text("column.due"), 0.9),
        TableColumn(phrases.text("column.expected"), 1.15, numeric=True),
    )
    note = Paragraph(phrases.say("tasks.note"), ParagraphRole.NOTE)
    table = ReportTable("tasks.table", phrases.text("tasks.caption"), columns, rows)
    return ReportSection("tasks", title, (Paragraph(phrases.say("tasks.lead")), table, note))


def _of_class(facts: RoundFacts, unit_class: UnitClass) -> Iterator[tuple[Words, ...]]:
    if not facts.received:
        return
    losses = leaf_losses(facts.definition, facts.table, unit_class.aggregate, unit_class.code)
    units = {unit.code for unit in facts.definition.roster.of_class(unit_class.code)}
    for loss in [loss for loss in losses if loss.lost > 0][:_PER_CLASS]:
        entries = [e for e in facts.open if e.item.leaf == loss.leaf.code and e.item.unit in units]
        yield _row(facts, unit_class, loss, entries)


def _row(
    facts: RoundFacts, unit_class: UnitClass, loss: LeafLoss, entries: Sequence[OpenItem]
) -> tuple[Words, ...]:
    return (
        (facts.say(unit_class.name),),
        (f"{loss.leaf.code} {facts.say(loss.leaf.name)}",),
        cell(facts.score(unit_class.aggregate, loss.leaf.code)),
        _problem(facts, entries),
        _responsible(facts, entries),
        ("",),
        ("",),
        (gained(facts, effect_of(facts, entries), CITY),) if entries else NONE,
    )


def _problem(facts: RoundFacts, entries: Sequence[OpenItem]) -> Words:
    if not entries:
        return facts.phrases.say("tasks.number")
    missing, low, unanswered = split(entries)
    return facts.phrases.say("tasks.items", missing=number(missing), low=number(low), open=number(unanswered))


def _responsible(facts: RoundFacts, entries: Sequence[OpenItem]) -> Words:
    """The units with the most points open among these items."""
    open_points: dict[str, float] = defaultdict(float)
    for entry in entries:
        open_points[entry.item.unit] += entry.item.points * (1 - (entry.share or 0.0))
    most = sorted(open_points.items(), key=lambda line: -line[1])[:_RESPONSIBLE]
    units = facts.definition.roster.by_code
    return facts.phrases.listed(facts.unit_name(units[code]) for code, _ in most) if most else NONE
