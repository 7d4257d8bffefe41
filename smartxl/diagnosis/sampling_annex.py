"""The annex of sampling records: of each unit what was sampled and which file it was read from, then every item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from smartxl.diagnosis.exchange import count_cells
from smartxl.diagnosis.facts import NONE, RoundFacts, number
from smartxl.model.answers import Answer, Choice, Field, State
from smartxl.model.choices import ChoiceWords
from smartxl.model.definition import Item, Unit
from smartxl.model.report import Paragraph, ParagraphRole, ReportSection, ReportTable, TableColumn, Words

__all__ = ["sampling_sections"]

_UNITS, _ITEMS = 60, 15
"""How many rows paper shows."""
_DIGEST = 8  # characters of a digest that tell files apart

Record = tuple[Item, Answer | None]
"""An item of a catalogue and its answer; None where no file of the unit counts."""


def sampling_sections(facts: RoundFacts) -> tuple[ReportSection, ...]:
    """The annex; none where nothing is sampled."""
    found = {(answer.unit, answer.key): answer for answer in facts.answers}
    records = [(item, found.get((item.unit, item.key))) for item in facts.definition.catalogue.items]
    if not records:
        return ()
    phrases = facts.phrases
    by_unit: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_unit[record[0].unit].append(record)
    units = [unit for unit in facts.definition.roster.units if unit.code in by_unit]
    lead = phrases.say("sampling.lead", units=number(len(units)), items=number(len(records)))
    blocks = (
        Paragraph(lead),
        Paragraph(phrases.say("sampling.note"), ParagraphRole.NOTE),
        _unit_table(facts, units, by_unit),
    )
    ordered = [record for unit in units for record in by_unit[unit.code]]
    items = ReportSection("sampling.items", phrases.text("sampling.items"), (_item_table(facts, ordered),))
    return (ReportSection("sampling", phrases.text("sampling.title"), blocks, (items,)),)


def _unit_table(facts: RoundFacts, units: Sequence[Unit], records: Mapping[str, list[Record]]) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.unit"), 2.6),
        *(TableColumn(head(key), 0.9, numeric=True) for key in _COUNTS),
        TableColumn(head("column.sampled_on"), 1.7),
        TableColumn(head("column.received"), 1.4),
        TableColumn(head("column.file_digest"), 1.6),
    )
    rows = tuple(_unit_row(facts, unit, records[unit.code]) for unit in units)
    return ReportTable("sampling.units", head("sampling.caption"), columns, rows, limit=_UNITS)


_COUNTS = ("column.listed", "column.applicable", "column.answered")


def _unit_row(facts: RoundFacts, unit: Unit, records: Sequence[Record]) -> tuple[Words, ...]:
    answers = [answer for _, answer in records if answer is not None]
    applicable = len(records) - sum(answer.state is State.NOT_APPLICABLE for answer in answers)
    form = facts.records.units.get(unit.code)
    return (
        (facts.unit_name(unit),),
        *count_cells(
            len(records),
            applicable,
            sum(answer.state is State.VALUE for answer in answers),
        ),
        _days(answers),
        (form.received.isoformat(),) if form else NONE,
        (form.digest[:_DIGEST],) if form else NONE,
    )


def _days(answers: Sequence[Answer]) -> Words:
    """The first and the last day of sampling; without the year where it is one."""
    days = sorted(day for answer in answers if isinstance(day := answer.fields.get(Field.DATE), date))
    if not days:
        return NONE
    if days[0] == days[-1]:
        return (days[0].isoformat(),)
    if days[0].year == days[-1].year:
        return (f"{days[0]:%m-%d}–{days[-1]:%m-%d}",)
    return (f"{days[0].isoformat()} – {days[-1].isoformat()}",)


def _item_table(facts: RoundFacts, records: Sequence[Record]) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.unit"), 2),
        TableColumn(head("column.indicator"), 2),
        TableColumn(head("column.item"), 3),
        TableColumn(head("column.reached"), 1.2),
        TableColumn(head("column.address"), 2),
        TableColumn(head("column.sampled_on"), 1.3),
        TableColumn(head("column.cell"), 1.2),
    )
    words = ChoiceWords(facts.definition.framework)
    rows = tuple(_item_row(facts, words, item, answer) for item, answer in records)
    return ReportTable("sampling.items", head("sampling.items_caption"), columns, rows, limit=_ITEMS)


def _item_row(facts: RoundFacts, words: ChoiceWords, item: Item, answer: Answer | None) -> tuple[Words, ...]:
    fields = answer.fields if answer else {}
    address, day = str(fields.get(Field.ADDRESS, "")), fields.get(Field.DATE)
    place = f"{answer.sheet} {answer.cell}".strip() if answer else ""
    return (
        (facts.unit_name(facts.definition.roster.by_code[item.unit]),),
        (f"{item.leaf} {facts.say(facts.definition.framework.by_code[item.leaf].name)}",),
        (facts.say(item.title),),
        (_level(facts, words, answer),),
        (address,) if address else NONE,
        (day.isoformat(),) if isinstance(day, date) else NONE,
        (place,) if place else NONE,
    )


def _level(facts: RoundFacts, words: ChoiceWords, answer: Answer | None) -> str:
    """How an item stands, in words."""
    if answer is None or answer.state is State.BLANK:
        return facts.phrases.text("improve.blank")
    if answer.state is not State.VALUE:
        applies = answer.state is State.PENDING
        return facts.phrases.text("sampling.pending" if applies else "sampling.not_applicable")
    level = answer.fields.get(Field.LEVEL)
    if answer.score_input and isinstance(level, Choice):
        return str(words.word(answer.key, Field.LEVEL, level, facts.lang))
    return facts.phrases.text("sampling.reviewed" if answer.score_input else "improve.nothing")
