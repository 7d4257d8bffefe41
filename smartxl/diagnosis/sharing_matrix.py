"""Of the chapter on data sharing: the matrix of who needs how much from whom, and whom units ask most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from smartxl.diagnosis.exchange import NeedCount, SharedRow, count_cells, pairs, party_name
from smartxl.diagnosis.facts import RoundFacts, number
from smartxl.model.report import (
    Block,
    ChartKind,
    ChartSeries,
    Figure,
    Paragraph,
    ParagraphRole,
    ReportChart,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)

__all__ = ["matrix_part"]

_ROWS, _COLUMNS = 10, 14
"""How many units a readable matrix has down and across, the rest summed as the last one."""
_ON_PAPER, _MOST = 10, 3


@dataclass(frozen=True)
class _Exchange:
    """The needs that have a consumer, counted by provider, by consumer and by both; the most needs first."""

    facts: RoundFacts
    rows: Sequence[SharedRow]

    @cached_property
    def names(self) -> dict[str, str]:
        """Key of a party → what it is called."""
        found: dict[str, str] = {}
        for row in self.rows:
            for party in (*row.providers, *row.consumers):
                found.setdefault(party.key, party_name(self.facts, party))
        return found

    @cached_property
    def pairs(self) -> dict[tuple[str, str], NeedCount]:
        """(Provider, consumer) → their needs."""
        return dict(pairs(self.rows))

    def ordered(self, side: int, *, unmet: bool = False) -> list[str]:
        """The providers (side 0) or consumers (side 1), most needs (or `unmet` ones) first, then in the order of the tables."""
        totals: dict[str, int] = defaultdict(int)
        left: dict[str, int] = defaultdict(int)
        for pair, count in self.pairs.items():
            totals[pair[side]] += count.total
            left[pair[side]] += count.left
        return sorted(totals, key=lambda key: (-left[key] * unmet, -totals[key]))

    def of_provider(self, key: str) -> NeedCount:
        """All needs of one provider."""
        found = [count for (provider, _), count in self.pairs.items() if provider == key]
        return NeedCount(
            *(sum(getattr(count, name) for count in found) for name in ("done", "short", "open"))
        )

    def asking(self, key: str) -> int:
        """How many ask it."""
        return sum(provider == key for provider, _ in self.pairs)


def matrix_part(facts: RoundFacts, rows: Sequence[SharedRow]) -> Iterator[ReportSection]:
    """The part; none where nobody asks anybody else."""
    exchange = _Exchange(facts, [row for row in rows if row.consumers])
    if not exchange.pairs:
        return
    title = facts.phrases.text("sharing.matrix")
    blocks = (Paragraph(_most(facts, exchange)), *_heat(facts, exchange), _table(facts, exchange))
    yield ReportSection("sharing.matrix", title, blocks)


def _most(facts: RoundFacts, exchange: _Exchange) -> Words:
    """The three that are asked most, with all that are tied with the third; where these are many, the first alone."""
    ranked = [(exchange.of_provider(key).total, key) for key in exchange.ordered(0)]
    least = ranked[min(_MOST, len(ranked)) - 1][0]
    chosen = [line for line in ranked if line[0] >= least]
    if len(chosen) > 2 * _MOST:
        chosen = [line for line in ranked if line[0] == ranked[0][0]]
    if len(chosen) > 2 * _MOST:
        return facts.phrases.say("sharing.most_tied", count=number(len(chosen)), items=number(chosen[0][0]))
    named = (
        facts.phrases.say("sharing.asked", name=exchange.names[key], items=number(total))
        for total, key in chosen
    )
    return facts.phrases.say("sharing.most", names=facts.phrases.listed(named))


def _heat(facts: RoundFacts, exchange: _Exchange) -> Iterator[Block]:
    """Providers down, consumers across; left out where one row or column says all, or nothing is open."""
    down, across = (exchange.ordered(side, unmet=True) for side in (0, 1))
    if min(len(down), len(across)) < 2 or not any(count.left for count in exchange.pairs.values()):
        return
    lines, columns = _capped(facts, exchange, down, _ROWS), _capped(facts, exchange, across, _COLUMNS)
    series = tuple(
        ChartSeries(name, tuple(_left(exchange, providers, consumers) for _, providers in lines))
        for name, consumers in columns
    )
    values = [figure.value for entry in series for figure in entry.values if figure is not None]
    caption = facts.phrases.text("sharing.heat")
    limits = (0.0, max(5.0, *values))  # a key of whole numbers
    names = tuple(name for name, _ in lines)
    alt = plain(facts.phrases.say("sharing.alt", rows=number(len(down)), columns=number(len(across))))
    yield ReportChart("sharing.heat", caption, ChartKind.HEAT, names, series, alt, limits)
    yield Paragraph(facts.phrases.say("sharing.heat_note"), ParagraphRole.NOTE)


def _capped(
    facts: RoundFacts, exchange: _Exchange, keys: Sequence[str], most: int
) -> list[tuple[str, frozenset[str]]]:
    """A line for each, beyond `most` one for all the rest together."""
    shown = keys if len(keys) <= most else keys[: most - 1]
    lines = [(exchange.names[key], frozenset({key})) for key in shown]
    rest = frozenset(keys[len(shown) :])
    if rest:
        lines.append((plain(facts.phrases.say("sharing.rest", count=number(len(rest)))), rest))
    return lines


def _left(exchange: _Exchange, providers: frozenset[str], consumers: frozenset[str]) -> Figure | None:
    found = [
        exchange.pairs[provider, consumer]
        for provider in providers
        for consumer in consumers
        if (provider, consumer) in exchange.pairs
    ]
    return number(sum(count.left for count in found)) if found else None


def _table(facts: RoundFacts, exchange: _Exchange) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.provider"), 3),
        *(
            TableColumn(head(key), 1, numeric=True)
            for key in ("column.asking", "column.needs", "column.met", "column.unmet", "column.open")
        ),
    )
    rows: list[tuple[Words, ...]] = []
    for key in exchange.ordered(0):
        count = exchange.of_provider(key)
        numbers = (exchange.asking(key), count.total, count.done, count.short, count.open)
        rows.append(((exchange.names[key],), *count_cells(*numbers)))
    return ReportTable("sharing.providers", head("sharing.providers"), columns, tuple(rows), limit=_ON_PAPER)
