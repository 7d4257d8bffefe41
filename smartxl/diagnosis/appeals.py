"""Of the chapter on quality: what units contested, what was decided, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator

from smartxl.diagnosis.facts import NONE, RoundFacts, cell, number
from smartxl.model.framework import ROOT
from smartxl.model.report import (
    Figure,
    OutsideQuantity,
    Paragraph,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
)
from smartxl.model.roundrecords import AppealedRow, AppealedUnit
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.text import shorten

__all__ = ["appeals_part"]

_UNITS, _ROWS = 15, 15
"""How many rows paper shows."""
_LONGEST = 60  # characters of what a unit or the evaluator says
_ORIGIN = "appeal"
"""The scores before the appeals."""


def appeals_part(facts: RoundFacts) -> Iterator[ReportSection]:
    """The part; none where nobody contests anything."""
    units = facts.records.appeals
    if not units:
        return
    said = facts.phrases.say(
        "appeals.lead",
        units=number(len(units)),
        rows=number(sum(entry.rows for entry in units)),
        adopted=number(sum(entry.adopted for entry in units)),
        upheld=number(sum(entry.upheld for entry in units)),
        pending=number(sum(entry.pending for entry in units)),
    )
    title = facts.phrases.text("appeals.title")
    yield ReportSection("quality.appeals", title, (Paragraph(said), _unit_table(facts), _row_table(facts)))


def _unit_table(facts: RoundFacts) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.unit"), 3),
        *(TableColumn(head(key), 1, numeric=True) for key in _COUNTS),
        TableColumn(head("column.before"), 1.1, numeric=True),
        TableColumn(head("column.after"), 1.1, numeric=True),
    )
    rows = tuple(_unit_row(facts, entry) for entry in facts.records.appeals)
    return ReportTable("quality.appeals", head("appeals.units"), columns, rows, limit=_UNITS)


_COUNTS = ("column.contested", "column.adopted", "column.upheld", "column.pending")


def _unit_row(facts: RoundFacts, entry: AppealedUnit) -> tuple[Words, ...]:
    source = Quantity(QuantityKind.SCORE, entry.unit, ROOT)
    return (
        (facts.unit_name(facts.definition.roster.by_code[entry.unit]),),
        *((number(count),) for count in (entry.rows, entry.adopted, entry.upheld, entry.pending)),
        _before(facts, entry.before, source),
        cell(facts.score(entry.unit)),
    )


def _before(facts: RoundFacts, value: float | None, source: Quantity) -> Words:
    if value is None:
        return NONE
    return (Figure(facts.points(value), value, (), (OutsideQuantity(_ORIGIN, source),)),)


def _row_table(facts: RoundFacts) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.unit"), 2),
        TableColumn(head("column.item"), 2.5),
        TableColumn(head("column.appeal"), 3),
        TableColumn(head("column.ruling"), 1),
        TableColumn(head("column.reply"), 2.5),
        TableColumn(head("column.before"), 1, numeric=True),
        TableColumn(head("column.after"), 1, numeric=True),
    )
    rows = tuple(_row(facts, entry) for entry in facts.records.appealed)
    return ReportTable("quality.appealed", head("appeals.rows"), columns, rows, limit=_ROWS)


def _row(facts: RoundFacts, entry: AppealedRow) -> tuple[Words, ...]:
    source = Quantity(QuantityKind.ITEM, entry.unit, entry.key)
    after = None if entry.after is None else Figure(facts.points(entry.after), entry.after, (source,))
    rulings = {"adopted": "column.adopted", "upheld": "column.upheld"}
    return (
        (facts.unit_name(facts.definition.roster.by_code[entry.unit]),),
        (entry.item,),
        (shorten(entry.text, _LONGEST),),
        (facts.phrases.text(rulings.get(entry.ruling, "column.pending")),),
        (shorten(entry.words, _LONGEST),) if entry.words else NONE,
        _before(facts, entry.before, source),
        cell(after),
    )
