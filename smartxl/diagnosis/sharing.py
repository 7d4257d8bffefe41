"""The chapter on data sharing: what is shared, who needs what from whom, and which needs are open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from smartxl.diagnosis.exchange import NeedCount, SharedRow, added_needs, shared_rows
from smartxl.diagnosis.facts import RoundFacts, number, percent
from smartxl.diagnosis.sharing_lists import supply_part, unmet_part
from smartxl.diagnosis.sharing_matrix import matrix_part
from smartxl.model.report import Block, Paragraph, ParagraphRole, ReportSection, Words
from smartxl.model.sharing import SharingKind

__all__ = ["sharing_sections"]

_NAMED = 10
"""How many names a sentence lists."""


def sharing_sections(facts: RoundFacts) -> tuple[ReportSection, ...]:
    """The chapter; none where no table with rows is declared to be about sharing."""
    rows = shared_rows(facts.definition, facts.answers)
    added = added_needs(facts.definition, facts.answers)
    if not rows and not added:
        return ()
    needs = [row for row in rows if row.sharing.kind is SharingKind.DEMAND]
    supplies = [row for row in rows if row.sharing.kind is SharingKind.SUPPLY]
    parts = (*supply_part(facts, supplies), *matrix_part(facts, rows), *unmet_part(facts, needs, added))
    blocks = (*_totals(facts, supplies, needs), *_oddities(facts, rows, needs, len(added)), *_levels(facts))
    return (ReportSection("sharing", facts.phrases.text("sharing.title"), blocks, parts),)


def _totals(facts: RoundFacts, supplies: Sequence[SharedRow], needs: Sequence[SharedRow]) -> Iterator[Block]:
    for some, every, rows in (
        ("sharing.supply", "sharing.supply_all", supplies),
        ("sharing.demand", "sharing.demand_all", needs),
    ):
        if not rows:
            continue
        count = NeedCount()
        for row in rows:
            count.add(row.standing)
        units = {party.key for row in rows for party in row.owners}
        said = facts.phrases.say(
            every if count.done == count.total else some,
            units=number(len(units)),
            items=number(count.total),
            done=number(count.done),
            share=percent(count.done / count.total),
            short=number(count.short),
            open=number(count.open),
        )
        yield Paragraph(said, ParagraphRole.CONCLUSION)


def _oddities(
    facts: RoundFacts, rows: Sequence[SharedRow], needs: Sequence[SharedRow], added: int
) -> Iterator[Block]:
    phrases = facts.phrases
    strangers = {
        party.key: party.name
        for row in rows
        for party in (*row.providers, *row.consumers)
        if party.unit is None
    }
    if strangers:
        yield Paragraph(
            phrases.say(
                "sharing.strangers", count=number(len(strangers)), names=_some(facts, strangers.values())
            )
        )
    own = {row.item.unit for row in rows if row.within}
    if own:
        names = _some(facts, (facts.unit_name(u) for u in facts.definition.roster.units if u.code in own))
        count = sum(row.within for row in rows)
        yield Paragraph(phrases.say("sharing.own", count=number(count), names=names))
    for key, count in (
        ("sharing.unnamed", sum(not row.providers for row in needs)),
        ("sharing.several", sum(len(row.providers) > 1 for row in needs)),
        ("sharing.added", added),
    ):
        if count:
            yield Paragraph(phrases.say(key, count=number(count)))


def _some(facts: RoundFacts, names: Iterable[str]) -> Words:
    """The first names, and that there are more."""
    every = list(names)
    listed = facts.phrases.listed(every[:_NAMED])
    return facts.phrases.say("sharing.some", names=listed) if len(every) > _NAMED else listed


def _levels(facts: RoundFacts) -> Iterator[Block]:
    """From which level on data count as shared, where a table declares one."""
    framework, told = facts.definition.framework, []
    for node in framework.nodes:
        sharing = node.indicator.sharing if node.indicator else None
        if node.indicator and sharing and sharing.met:
            label = framework.scales[node.indicator.scale].options[sharing.met - 1].label
            told.append(facts.phrases.say("sharing.level", leaf=facts.say(node.name), level=facts.say(label)))
    if told:
        yield Paragraph(
            facts.phrases.say("sharing.levels", levels=facts.phrases.listed(told)), ParagraphRole.NOTE
        )
