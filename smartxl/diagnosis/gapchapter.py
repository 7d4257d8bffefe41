"""Chapter 5, items below their full level: by indicator, by unit, and one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from smartxl.diagnosis.advice import effect_of, gained, split
from smartxl.diagnosis.facts import RoundFacts, number
from smartxl.diagnosis.improve import OpenItem
from smartxl.diagnosis.openitems import open_items_table
from smartxl.model.answers import State
from smartxl.model.report import (
    Block,
    Paragraph,
    ParagraphRole,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
)
from smartxl.model.scores import CITY

__all__ = ["gaps_section"]


def gaps_section(facts: RoundFacts) -> ReportSection | None:
    """Chapter 5, None where nothing is sampled: by indicator and by unit, weighed by what the city gains when all is raised."""
    title, phrases = facts.phrases.text("gaps.title"), facts.phrases
    if not facts.definition.catalogue.items:
        return None
    if not facts.open:
        return ReportSection("gaps", title, (Paragraph(phrases.say("gaps.none")),))
    tables = (
        _lines(facts, "gaps.by_indicator", "column.indicator", lambda entry: entry.item.leaf, _leaves(facts)),
        _lines(facts, "gaps.by_unit", "column.unit", lambda entry: entry.item.unit, _units(facts)),
    )
    note = Paragraph(phrases.say("gaps.effect_note"), ParagraphRole.NOTE)
    blocks: tuple[Block, ...] = (Paragraph(_counts(facts)), *tables, note, open_items_table(facts))
    return ReportSection("gaps", title, blocks)


def _counts(facts: RoundFacts) -> Words:
    sampled = {item.key for item in facts.definition.catalogue.items}
    rows = [a for a in facts.answers if a.key in sampled and a.state is not State.NOT_APPLICABLE]
    missing, low, unanswered = split(facts.open)
    return facts.phrases.say(
        "gaps.lead", rows=number(len(rows)), missing=number(missing), low=number(low), open=number(unanswered)
    )


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
