"""Chapter 4, what would move the score most: items raised one by one, each scored again by the engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from smartxl.diagnosis.arithmetic import arithmetic, rise
from smartxl.diagnosis.facts import RoundFacts, cell, number
from smartxl.diagnosis.improve import OpenItem, Raised, at_full, gain, raised
from smartxl.model.answers import Choice, Field
from smartxl.model.framework import ROOT, Scale
from smartxl.model.report import (
    Block,
    Figure,
    Listing,
    Paragraph,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
)
from smartxl.model.scores import CITY, Quantity, QuantityKind, ScoreTable

__all__ = [
    "effect_of",
    "full_level",
    "gained",
    "improve_section",
    "open_said",
    "place_of",
    "score_in",
    "split",
    "standing_of",
]

_TOLD, _SPELT_OUT = 20, 3


def improve_section(facts: RoundFacts) -> ReportSection:
    """Chapter 4: sampled items and levels that move the city's score most, each scored again by the engine."""
    phrases = facts.phrases
    found = raised(facts.definition, facts.answers, facts.table, facts.scorer, facts.raisable, _TOLD)
    blocks: tuple[Block, ...] = (Paragraph(phrases.say(_nothing(facts))),)
    if found:
        blocks = (
            Paragraph(phrases.say("improve.lead")),
            Listing(tuple(_said(facts, entry) for entry in found[:_SPELT_OUT])),
            *arithmetic(facts, found[0]),
            _raised_table(facts, found),
        )
    return ReportSection("improve", phrases.text("improve.title"), blocks)


def _nothing(facts: RoundFacts) -> str:
    """Why nothing is raised: there is nothing of the kind, or all of it is at its highest."""
    indicators = [node.indicator for node in facts.definition.framework.nodes if node.indicator]
    return "improve.none" if any(i.measure.earns_share for i in indicators) else "improve.no_items"


def _said(facts: RoundFacts, entry: Raised) -> Words:
    item = entry.open.item
    unit = facts.definition.roster.by_code[item.unit]
    return facts.phrases.say(
        "improve.best",
        unit=facts.unit_name(unit),
        item=facts.say(item.title),
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
        TableColumn(head("column.unit"), 1.7),
        TableColumn(head("column.indicator"), 1.7),
        TableColumn(head("column.item"), 2.6),
        TableColumn(head("column.now_to"), 1.7),
        TableColumn(head("column.place"), 1.4),
        TableColumn(head("column.gain_leaf"), 1, numeric=True),
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
        (facts.say(item.title),),
        (f"{standing_of(facts, entry.open)} → {full_level(facts, entry.open)}",),
        (place_of(entry.open),),
        cell(rise(facts, entry, item.unit, item.leaf)),
        (gained(facts, entry.gain_unit, item.unit),),
        (gained(facts, entry.gain_city, CITY),),
    )


def place_of(entry: OpenItem) -> str:
    """The sheet and cell that a unit answered in, "—" for none."""
    answer = entry.answer
    return f"{answer.sheet}!{answer.cell}" if answer.cell else "—"


def full_level(facts: RoundFacts, entry: OpenItem) -> str:
    """The level of an item that earns its full points; of several the first."""
    scale = _scale(facts, entry)
    best = max(scale.options, key=lambda option: option.points) if scale else None
    return facts.say(best.label) if best else facts.phrases.text("improve.provided")


def standing_of(facts: RoundFacts, entry: OpenItem) -> str:
    """How an item stands: its level, not provided, or not answered."""
    if entry.share is None:
        return facts.phrases.text("improve.blank")
    level = entry.answer.fields.get(Field.LEVEL)
    if not isinstance(level, Choice):
        return facts.phrases.text("improve.nothing")
    scale = _scale(facts, entry)
    options = dict(zip(scale.points, scale.options, strict=True)) if scale else {}
    return facts.say(options[level].label) if level in options else str(level)


def _scale(facts: RoundFacts, entry: OpenItem) -> Scale | None:
    indicator = facts.definition.framework.by_code[entry.item.leaf].indicator
    return facts.definition.framework.scales.get(indicator.scale) if indicator else None


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


def effect_of(facts: RoundFacts, entries: Sequence[OpenItem]) -> float:
    """What the city gains when all of these items are raised to full points."""
    return gain(facts.table, facts.scorer(at_full(entries)), CITY)
