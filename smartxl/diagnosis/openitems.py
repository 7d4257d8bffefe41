"""Every item below its full level with the cell that it was answered in, those that weigh most for the city first."""

from __future__ import annotations

from smartxl.diagnosis.advice import full_level, place_of, standing_of
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.improve import OpenItem, estimates
from smartxl.model.report import ReportTable, TableColumn, Words

__all__ = ["open_items_table"]

_ON_PAPER = 20


def open_items_table(facts: RoundFacts) -> ReportTable:
    """The table; on paper the first rows of it."""
    head, worth = facts.phrases.text, estimates(facts.definition, facts.answers, facts.table)
    columns = (
        TableColumn(head("column.unit"), 1.8),
        TableColumn(head("column.indicator"), 1.8),
        TableColumn(head("column.item"), 3.4),
        TableColumn(head("column.now"), 1.3),
        TableColumn(head("column.to"), 1.3),
        TableColumn(head("column.place"), 1.4),
    )
    ordered = sorted(facts.open, key=lambda entry: -round(worth(entry), 12))
    rows = tuple(_row(facts, entry) for entry in ordered)
    return ReportTable("gaps.items", head("gaps.items"), columns, rows, limit=_ON_PAPER)


def _row(facts: RoundFacts, entry: OpenItem) -> tuple[Words, ...]:
    item = entry.item
    return (
        (facts.unit_name(facts.definition.roster.by_code[item.unit]),),
        (facts.say(facts.definition.framework.by_code[item.leaf].name),),
        (facts.say(item.title),),
        (standing_of(facts, entry),),
        (full_level(facts, entry),),
        (place_of(entry),),
    )
