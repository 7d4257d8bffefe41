"""Chapters 4 and 5: what would move the score most, and the items below their full level, by indicator and by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from smartxl.diagnosis.facts import RoundFacts, cell, number
from smartxl.diagnosis.improve import OpenItem, Raised, gain, raised, with_full
from smartxl.model.answers import Choice, Field, State
from smartxl.model.framework import ROOT
from smartxl.model.report import (
    Block,
    Figure,
    Listing,
    Paragraph,
    ParagraphRole,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
)
from smartxl.model.scores import CITY, Quantity, QuantityKind, ScoreTable

__all__ = [
    "effect_of",
    "gained",
    "gaps_section",
    "improve_section",
    "open_said",
    "score_in",
    "split",
    "standing_of",
]

_TOLD, _SPELT_OUT = 20, 3


def improve_section(facts: RoundFacts) -> ReportSection:
    """Chapter 4: sampled items that move the city's score most, each scored again by the engine."""
    phrases = facts.phrases
    found = raised(facts.definition, facts.answers, facts.table, facts.scorer, facts.open, _TOLD)
    if not found:
        return ReportSection(
            "improve", phrases.text("improve.title"), (Paragraph(phrases.say("improve.none")),)
        )
    blocks = (
        Paragraph(phrases.say("improve.lead")),
        Listing(tuple(_said(facts, entry) for entry in found[:_SPELT_OUT])),
        _raised_table(facts, found),
    )
    return ReportSection("improve", phrases.text("improve.title"), blocks)


def _said(facts: RoundFacts, entry: Raised) -> Words:
    item = entry.open.item
    unit = facts.definition.roster.by_code[item.unit]
    return facts.phrases.say(
        "improve.best",
        unit=facts.unit_name(unit),
        item=item.name,
        indicator=facts.say(facts.definition.framework.by_code[item.leaf].name),
        before=cell(facts.score(item.unit, item.leaf)),
        after=cell(score_in(facts, entry.table, item.unit, item.leaf)),
        gain_unit=gained(facts, entry.gain_unit, item.unit),
        gain_city=gained(facts, entry.gain_city, CITY),
    )


def score_in(facts: RoundFacts, table: ScoreTable, unit: str, node: str) -> Figure | None:
    """The score of a node in other scores of the same round."""
    value = table.get(QuantityKind.SCORE, unit, node)
    source = Quantity(QuantityKind.SCORE, unit, node)
    return None if value is None else Figure(facts.points(value, node), value, (source,))


def gained(facts: RoundFacts, value: float, unit: str) -> Figure:
    """By how many points the total of a unit, or of the city, rises."""
    return Figure(facts.points(value), value, (Quantity(QuantityKind.SCORE, unit, ROOT),))


def _raised_table(facts: RoundFacts, found: Sequence[Raised]) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.unit"), 2),
        TableColumn(head("column.indicator"), 2),
        TableColumn(head("column.item"), 3.5),
        TableColumn(head("column.now"), 1.2),
        TableColumn(head("column.gain_unit"), 1, numeric=True),
        TableColumn(head("column.gain_city"), 1, numeric=True),
    )
    rows = tuple(_raised_row(facts, entry) for entry in found)
    return ReportTable("improve.table", head("improve.caption"), columns, rows)


def _raised_row(facts: RoundFacts, entry: Raised) -> tuple[Words, ...]:
    item = entry.open.item
    return (
        (facts.unit_name(facts.definition.roster.by_code[item.unit]),),
        (facts.say(facts.definition.framework.by_code[item.leaf].name),),
        (item.name,),
        (standing_of(facts, entry.open),),
        (gained(facts, entry.gain_unit, item.unit),),
        (gained(facts, entry.gain_city, CITY),),
    )


def standing_of(facts: RoundFacts, entry: OpenItem) -> str:
    """How an item stands: its level, not provided, or not answered."""
    if entry.share is None:
        return facts.phrases.text("improve.blank")
    level = entry.answer.fields.get(Field.LEVEL)
    if not entry.share or not isinstance(level, Choice):
        return facts.phrases.text("improve.nothing")
    indicator = facts.definition.framework.by_code[entry.item.leaf].indicator
    scale = facts.definition.framework.scales[indicator.scale] if indicator else None
    options = dict(zip(scale.points, scale.options, strict=True)) if scale else {}
    return facts.say(options[level].label) if level in options else str(level)


def gaps_section(facts: RoundFacts) -> ReportSection:
    """Chapter 5: counts, by indicator and by unit, each line weighed by what the city gains when all of it is raised."""
    title, phrases = facts.phrases.text("gaps.title"), facts.phrases
    if not facts.open:
        return ReportSection("gaps", title, (Paragraph(phrases.say("gaps.none")),))
    tables = (
        _lines(facts, "gaps.by_indicator", "column.indicator", lambda entry: entry.item.leaf, _leaves(facts)),
        _lines(facts, "gaps.by_unit", "column.unit", lambda entry: entry.item.unit, _units(facts)),
    )
    note = Paragraph(phrases.say("gaps.effect_note"), ParagraphRole.NOTE)
    blocks: tuple[Block, ...] = (Paragraph(_counts(facts)), *tables, note)
    return ReportSection("gaps", title, blocks)


def _counts(facts: RoundFacts) -> Words:
    sampled = {item.key for item in facts.definition.catalogue.items}
    rows = [a for a in facts.answers if a.key in sampled and a.state is not State.NOT_APPLICABLE]
    missing, low, unanswered = split(facts.open)
    return facts.phrases.say(
        "gaps.lead", rows=number(len(rows)), missing=number(missing), low=number(low), open=number(unanswered)
    )


def split(entries: Iterable[OpenItem]) -> tuple[int, int, int]:
    """How many are not provided, below their full level, not answered."""
    shares = [entry.share for entry in entries]
    unanswered = sum(share is None for share in shares)
    missing = sum(share == 0 for share in shares)
    return missing, len(shares) - unanswered - missing, unanswered


def open_said(facts: RoundFacts, entries: Iterable[OpenItem]) -> Words:
    """How many items are not provided, below depth, not answered, as far as there are any."""
    keys = ("tasks.missing", "tasks.low", "tasks.open")
    counts = zip(keys, split(entries), strict=True)
    return facts.phrases.listed(facts.phrases.say(key, count=number(count)) for key, count in counts if count)


def _leaves(facts: RoundFacts) -> Mapping[str, str]:
    return {n.code: f"{n.code} {facts.say(n.name)}" for n in facts.definition.framework.nodes if n.is_leaf}


def _units(facts: RoundFacts) -> Mapping[str, str]:
    return {unit.code: facts.unit_name(unit) for unit in facts.definition.roster.units}


def _lines(
    facts: RoundFacts, key: str, of: str, group_of: Callable[[OpenItem], str], names: Mapping[str, str]
) -> ReportTable:
    groups: dict[str, list[OpenItem]] = defaultdict(list)
    for entry in facts.open:
        groups[group_of(entry)].append(entry)
    lines = [(effect_of(facts, entries), names[code], entries) for code, entries in groups.items()]
    lines.sort(key=lambda line: (-round(line[0], 9), -len(line[2])))
    head = facts.phrases.text
    columns = (
        TableColumn(head(of), 3.5),
        TableColumn(head("column.missing"), 1, numeric=True),
        TableColumn(head("column.low"), 1, numeric=True),
        TableColumn(head("column.open"), 1, numeric=True),
        TableColumn(head("column.effect"), 1.4, numeric=True),
    )
    rows = tuple(
        (((name,), *_numbers(entries), (gained(facts, effect, CITY),))) for effect, name, entries in lines
    )
    return ReportTable(key, head(key), columns, rows)


def _numbers(entries: Sequence[OpenItem]) -> Iterator[Words]:
    return ((number(count),) for count in split(entries))


def effect_of(facts: RoundFacts, entries: Sequence[OpenItem]) -> float:
    """What the city gains when all of these items are raised to full points."""
    return gain(facts.table, facts.scorer(with_full(facts.answers, entries)), CITY)
