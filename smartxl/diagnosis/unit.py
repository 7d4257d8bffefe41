"""The report of one unit: its result, areas beside its class, where it loses points, what to raise first, every open item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from smartxl.diagnosis.advice import gained, standing_of
from smartxl.diagnosis.cover import cover
from smartxl.diagnosis.facts import NONE, RoundFacts, cell, number
from smartxl.diagnosis.improve import OpenItem, Raised, raised
from smartxl.diagnosis.strengths import losses_blocks
from smartxl.model.answers import Field
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT
from smartxl.model.report import (
    Block,
    Paragraph,
    ParagraphRole,
    ReportContent,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)

__all__ = ["unit_content"]

_TOLD = 10


def unit_content(facts: RoundFacts, unit: Unit, day: date) -> ReportContent:
    """The report of one unit by a day."""
    title = plain(facts.phrases.say("unit.title", unit=facts.unit_name(unit)))
    own = [entry for entry in facts.open if entry.item.unit == unit.code]
    sections = (
        ReportSection("result", title, tuple(_result(facts, unit))),
        _areas(facts, unit),
        ReportSection("losses", facts.phrases.text("unit.losses"), tuple(_losses(facts, unit))),
        _improve(facts, own),
        _items(facts, own),
    )
    filled = tuple(section for section in sections if section.blocks)
    return ReportContent(facts.lang, cover(facts, day, title), filled)


def _result(facts: RoundFacts, unit: Unit) -> Iterator[Block]:
    yield Paragraph(_conclusion(facts, unit), ParagraphRole.CONCLUSION)
    rank = facts.rank(unit.code)
    if rank is not None and facts.score(unit.code) is not None:
        peers = [
            u for u in facts.definition.roster.of_class(unit.unit_class) if facts.score(u.code) is not None
        ]
        name = facts.say(facts.definition.framework.unit_class(unit.unit_class).name)
        said = facts.phrases.say("unit.ranked", count=number(len(peers)), rank=rank, **{"class": name})
        yield Paragraph(said)


def _conclusion(facts: RoundFacts, unit: Unit) -> Words:
    phrases, name, score = facts.phrases, facts.unit_name(unit), facts.score(unit.code)
    if score is None and facts.table.below_floor(unit.code, ROOT):
        return phrases.say("unit.ungraded", unit=name, coverage=cell(facts.coverage(unit.code)))
    if score is None:
        return phrases.say("unit.unscored", unit=name)
    step = facts.to_next(unit.code)
    distance = phrases.say("result.distance", points=step[0], next=step[1]) if step else ()
    stage = facts.stage(unit.code)
    return phrases.say("unit.conclusion", unit=name, score=score, stage=stage, distance=distance)


def _areas(facts: RoundFacts, unit: Unit) -> ReportSection:
    head, title = facts.phrases.text, facts.phrases.text("unit.areas")
    columns = (
        TableColumn(head("column.area"), 3),
        TableColumn(head("unit.own"), 1, numeric=True),
        TableColumn(head("unit.mean"), 1, numeric=True),
        TableColumn(head("column.coverage"), 1, numeric=True),
    )
    rows = tuple(
        (
            (facts.say(node.name),),
            cell(facts.score(unit.code, node.code)),
            cell(facts.score(f"@{unit.unit_class}", node.code)),
            cell(facts.coverage(unit.code, node.code)),
        )
        for node in facts.areas(unit.unit_class)
        if facts.table.applies(unit.code, node.code)
    )
    return ReportSection("areas", title, (ReportTable("unit.areas", title, columns, rows),) if rows else ())


def _losses(facts: RoundFacts, unit: Unit) -> Iterator[Block]:
    if facts.score(unit.code) is not None:
        yield from losses_blocks(facts, unit.code, unit.unit_class, facts.unit_name(unit))


def _improve(facts: RoundFacts, own: Sequence[OpenItem]) -> ReportSection:
    found = raised(facts.definition, facts.answers, facts.table, facts.scorer, own, _TOLD)
    by_own_gain = sorted(found, key=lambda entry: -round(entry.gain_unit, 9))
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.indicator"), 2),
        TableColumn(head("column.item"), 4),
        TableColumn(head("column.now"), 1.2),
        TableColumn(head("column.gain_unit"), 1, numeric=True),
    )
    rows = tuple(_raised_row(facts, entry) for entry in by_own_gain)
    blocks: tuple[Block, ...] = ()
    if rows:
        table = ReportTable("unit.improve", head("unit.improve_caption"), columns, rows)
        blocks = (Paragraph(facts.phrases.say("unit.improve_lead")), table)
    return ReportSection("improve", head("unit.improve"), blocks)


def _raised_row(facts: RoundFacts, entry: Raised) -> tuple[Words, ...]:
    item = entry.open.item
    return (
        (facts.say(facts.definition.framework.by_code[item.leaf].name),),
        (item.name,),
        (standing_of(facts, entry.open),),
        (gained(facts, entry.gain_unit, item.unit),),
    )


def _items(facts: RoundFacts, own: Sequence[OpenItem]) -> ReportSection:
    head, title = facts.phrases.text, facts.phrases.text("unit.items")
    if not own:
        return ReportSection("items", title, (Paragraph(facts.phrases.say("unit.items_none")),))
    columns = (
        TableColumn(head("column.indicator"), 2),
        TableColumn(head("column.item"), 4),
        TableColumn(head("column.now"), 1.2),
        TableColumn(head("column.address"), 2.5),
    )
    rows = tuple(_item_row(facts, entry) for entry in own)
    lead = Paragraph(facts.phrases.say("unit.items_lead", count=number(len(own))))
    return ReportSection(
        "items", title, (lead, ReportTable("unit.items", head("unit.items_caption"), columns, rows))
    )


def _item_row(facts: RoundFacts, entry: OpenItem) -> tuple[Words, ...]:
    address = str(entry.answer.fields.get(Field.ADDRESS, ""))
    return (
        (facts.say(facts.definition.framework.by_code[entry.item.leaf].name),),
        (entry.item.name,),
        (standing_of(facts, entry),),
        (address,) if address else NONE,
    )
