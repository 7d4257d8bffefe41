"""Rounds and cities in memory, compared: what the tests of the comparisons start from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from smartxl.diagnosis.content import report_content
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.phrases import Phrases
from smartxl.model.answers import Answer, State
from smartxl.model.definition import Definition, Roster, Unit
from smartxl.model.framework import Node, RuleSpec
from smartxl.model.report import (
    Figure,
    Listing,
    Paragraph,
    ReportChart,
    ReportContent,
    ReportSection,
    ReportTable,
    plain,
)
from smartxl.project.comparing import compared
from smartxl.project.result import ScoredRound
from smartxl.scoring.engine import score
from smartxl.scoring.rescore import rescorer
from smartxl.text import Lang, Text
from smartxl_templates import statements

DAY = date(2026, 11, 1)
Shares = Mapping[str, float]
"""Unit → the share of their points that all its sampled items bring."""


def scored(definition: Definition, shares: Shares, lang: Lang = "zh", **numbers: float) -> ScoredRound:
    """Sampled items at a share of their points; `numbers`: what P1 and P2 answer under an indicator's row (A2_n=3)."""
    answers = [
        Answer(item.unit, item.key, State.VALUE, shares[item.unit])
        for item in definition.catalogue.items
        if item.unit in shares
    ]
    for unit in ("P1", "P2"):
        rows = ((name.replace("_", "/"), value) for name, value in numbers.items() if unit in shares)
        answers += [Answer(unit, key, State.VALUE, value) for key, value in rows]
    return ScoredRound(definition, score(definition, answers), answers, lang)


def named(definition: Definition, name: str, city: str = "") -> Definition:
    """The definition of another round, or of another city."""
    round_ = replace(definition.round, name=name)
    return replace(definition, round=replace(round_, city=Text(city)) if city else round_)


def with_units(definition: Definition, units: Sequence[Unit]) -> Definition:
    return replace(definition, roster=Roster(tuple(units)))


def with_nodes(definition: Definition, nodes: Sequence[Node]) -> Definition:
    framework = replace(definition.framework, nodes=tuple(nodes))
    return replace(definition, framework=framework)


def changed(definition: Definition, code: str, /, **fields: Any) -> Definition:
    """The definition with another node, or another indicator where the fields are an indicator's."""

    def other(node: Node) -> Node:
        if node.code != code:
            return node
        if node.indicator and fields.keys() <= {"measure", "rule", "inputs", "missing", "scale", "heads"}:
            return replace(node, indicator=replace(node.indicator, **fields))
        return replace(node, **fields)

    return with_nodes(definition, [other(node) for node in definition.framework.nodes])


def without(definition: Definition, *codes: str) -> Definition:
    """The definition without some indicators; their siblings keep their weights, which then no longer sum to 100."""
    kept = [node for node in definition.framework.nodes if node.code not in codes]
    items = tuple(item for item in definition.catalogue.items if item.leaf not in codes)
    return with_nodes(replace(definition, catalogue=replace(definition.catalogue, items=items)), kept)


def other_rule(definition: Definition, code: str) -> Definition:
    return changed(definition, code, rule=RuleSpec("coverage", {"full": 99.0}))


def facts_of(
    own: ScoredRound,
    rounds: Sequence[tuple[Definition, ScoredRound | None]] = (),
    cities: Sequence[tuple[Definition, ScoredRound | None]] = (),
) -> RoundFacts:
    phrases = Phrases(own.lang, statements(own.lang))
    definition = own.definition
    return RoundFacts(
        definition,
        own.table,
        own.answers,
        (),
        phrases,
        rescorer(definition, own.answers),
        others=compared(own, rounds, cities),
    )


def report_of(
    own: ScoredRound, rounds: Sequence[ScoredRound] = (), cities: Sequence[ScoredRound] = ()
) -> tuple[ReportContent, RoundFacts]:
    """The report of a round beside others in which answers count."""
    facts = facts_of(
        own, [(other.definition, other) for other in rounds], [(other.definition, other) for other in cities]
    )
    return report_content(facts, DAY), facts


def chapter(content: ReportContent, key: str) -> ReportSection:
    return next(section for section in content.walk() if section.key == key)


def said(content: ReportContent, key: str) -> str:
    """The sentences of a section and all below it."""
    blocks = (block for section in chapter(content, key).walk() for block in section.blocks)
    return "\n".join(
        text
        for block in blocks
        if isinstance(block, Paragraph | Listing)
        for text in ([plain(block.words)] if isinstance(block, Paragraph) else map(plain, block.items))
    )


def table(content: ReportContent, key: str) -> list[list[str]]:
    """The heads and the rows of a table, as they are shown."""
    found = next(b for b in content.blocks() if isinstance(b, ReportTable) and b.key == key)
    return [[column.head for column in found.columns], *([plain(cell) for cell in row] for row in found.rows)]


def keys(content: ReportContent) -> list[str]:
    return [block.key for block in content.blocks() if isinstance(block, ReportTable | ReportChart)]


def figures(content: ReportContent) -> Iterator[Figure]:
    for block in content.blocks():
        if isinstance(block, ReportChart):
            yield from (f for series in block.series for f in series.values if f is not None)
            continue
        words = [block.words] if isinstance(block, Paragraph) else []
        words += block.items if isinstance(block, Listing) else []
        words += [cell for row in block.rows for cell in row] if isinstance(block, ReportTable) else []
        yield from (run for text in words for run in text if isinstance(run, Figure))
