"""Of the chapter on data sharing: what each unit has in the directory, and the needs that are not met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from smartxl.diagnosis.advice import standing_of
from smartxl.diagnosis.exchange import NeedCount, SharedRow, ShareStanding, count_cells, party_name
from smartxl.diagnosis.facts import NONE, RoundFacts, number
from smartxl.diagnosis.improve import OpenItem
from smartxl.model.answers import NO, Answer, Field
from smartxl.model.parties import Party, column_text
from smartxl.model.report import Paragraph, ReportSection, ReportTable, TableColumn, Words
from smartxl.model.sharing import SharingColumn

__all__ = ["supply_part", "unmet_part"]

_SUPPLIERS, _NEEDS = 10, 20
"""How many rows paper shows."""


def supply_part(facts: RoundFacts, rows: Sequence[SharedRow]) -> Iterator[ReportSection]:
    """Units with data that are not shared, most of them first; none where all are."""
    counts: dict[str, NeedCount] = defaultdict(NeedCount)
    names: dict[str, str] = {}
    for row in rows:
        for provider in row.providers:
            names.setdefault(provider.key, party_name(facts, provider))
            counts[provider.key].add(row.standing)
    ordered = sorted((key for key in counts if counts[key].left), key=lambda key: -counts[key].left)
    if not ordered:
        return
    head = facts.phrases.text
    numeric = (TableColumn(head(key), 1, numeric=True) for key in _SUPPLY)
    columns = (TableColumn(head("column.provider"), 3), *numeric)
    lines = tuple(
        ((names[key],), *count_cells(c.total, c.done, c.short, c.open))
        for key in ordered
        for c in (counts[key],)
    )
    said = facts.phrases.say("sharing.supply_lead", count=number(len(ordered)), all=number(len(counts)))
    table = ReportTable("sharing.supply", head("sharing.supply_caption"), columns, lines, limit=_SUPPLIERS)
    yield ReportSection("sharing.supply", head("sharing.supply_title"), (Paragraph(said), table))


_SUPPLY = ("column.resources", "column.shared", "column.unshared", "column.open")


def unmet_part(
    facts: RoundFacts, needs: Sequence[SharedRow], added: Sequence[Answer]
) -> Iterator[ReportSection]:
    """The needs that are not met, by provider, those that ask most first; then those that units added and are not met."""
    unmet = [row for row in needs if row.standing is not ShareStanding.DONE]
    extra = [answer for answer in added if answer.fields.get(Field.PROVIDED) == NO]
    if not unmet and not extra:
        return
    counts: dict[str, int] = defaultdict(int)
    for row in unmet:
        counts[_first(row)] += 1
    places = {key: place for place, key in enumerate(counts)}
    unmet.sort(key=lambda row: (not row.providers, -counts[_first(row)], places[_first(row)]))
    purpose = _purpose(facts, unmet)
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.provider"), 2),
        TableColumn(head("column.consumer"), 2),
        TableColumn(head("column.data"), 3),
        *([TableColumn(purpose[1], 2.2)] if purpose else []),
        TableColumn(head("column.now"), 1.2),
        TableColumn(head("column.place"), 1.8),
    )
    lines = (
        *(_line(facts, row, purpose[0] if purpose else None) for row in unmet),
        *(_added(facts, answer, with_purpose=purpose is not None) for answer in extra),
    )
    said = facts.phrases.say("sharing.unmet_lead", count=number(len(lines)))
    table = ReportTable("sharing.unmet", head("sharing.unmet_caption"), columns, lines, limit=_NEEDS)
    yield ReportSection("sharing.unmet", head("sharing.unmet_title"), (Paragraph(said), table))


def _first(row: SharedRow) -> str:
    return row.providers[0].key if row.providers else ""


def _purpose(facts: RoundFacts, rows: Sequence[SharedRow]) -> tuple[SharingColumn, str] | None:
    """The column that the declaration leaves free, where a table gives it a heading of its own and fills it in."""
    for row in rows:
        used = {row.sharing.provider, row.sharing.consumer, row.sharing.item}
        indicator = facts.definition.framework.by_code[row.item.leaf].indicator
        for column in (SharingColumn.AUDIENCE, SharingColumn.KIND):
            heading = indicator.heads.get(column) if indicator else None
            if heading and column not in used and column_text(row.item, column):
                return column, facts.say(heading)
    return None


def _line(facts: RoundFacts, row: SharedRow, purpose: SharingColumn | None) -> tuple[Words, ...]:
    """Provider, consumer, data, what for, level, and where the answer is to be seen."""
    return (
        _parties(facts, row.providers),
        _parties(facts, row.consumers),
        (facts.say(row.what),) if row.what.zh else NONE,
        *([(column_text(row.item, purpose),)] if purpose else []),
        (_level(facts, row),),
        _place(row.answer),
    )


def _parties(facts: RoundFacts, found: Sequence[Party]) -> Words:
    return facts.phrases.listed(party_name(facts, party) for party in found) if found else NONE


def _level(facts: RoundFacts, row: SharedRow) -> str:
    if row.answer is None:
        return facts.phrases.text("improve.blank")
    return standing_of(facts, OpenItem(row.item, row.answer, row.share))


def _place(answer: Answer | None) -> Words:
    """The address that was given, else sheet and cell of the answer."""
    if answer is None:
        return NONE
    address = str(answer.fields.get(Field.ADDRESS, ""))
    cell = f"{answer.sheet} {answer.cell}".strip() if answer.cell else ""
    return (address or cell,) if address or cell else NONE


def _added(facts: RoundFacts, answer: Answer, *, with_purpose: bool) -> tuple[Words, ...]:
    unit = facts.definition.roster.by_code[answer.unit]
    return (
        NONE,
        (facts.unit_name(unit),),
        (str(answer.fields[Field.NAME]),),
        *([NONE] if with_purpose else []),
        (facts.phrases.text("improve.nothing"),),
        _place(answer),
    )
