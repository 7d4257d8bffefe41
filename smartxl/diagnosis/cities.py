"""The chapter on other cities: totals and areas side by side, quartiles, and the place of the own city among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from smartxl.diagnosis.facts import NONE, RoundFacts, cell, number
from smartxl.diagnosis.others import OtherScores, points_text
from smartxl.diagnosis.same_basis import indicators_of
from smartxl.model.framework import ROOT
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
from smartxl.model.scores import CITY

__all__ = ["cities_section", "city_scores", "median_of", "place_said"]

_QUARTILES = 4
"""Of fewer cities, the own one among them, quartiles say nothing."""


@dataclass(frozen=True, slots=True)
class _City:
    """A city that is compared; `own`: the report's."""

    name: str
    round: str
    scores: RoundFacts | OtherScores
    own: bool = False

    def score(self, node: str = ROOT) -> Figure | None:
        return self.scores.score(CITY, node)


def _cities(facts: RoundFacts) -> list[_City]:
    """The own city first, all on one basis."""
    basis = facts.others.peer_basis
    own: RoundFacts | OtherScores = basis.own if basis else facts
    peers = basis.others if basis else facts.others.peers
    round_ = facts.definition.round
    return [
        _City(facts.say(round_.city), round_.name, own, own=True),
        *(_City(peer.label, peer.definition.round.name, peer) for peer in peers),
    ]


def city_scores(facts: RoundFacts, node: str = ROOT) -> list[Figure]:
    """The scores of a node in the own city and in the others, as far as they have one; none without other cities."""
    if not facts.others.peers:
        return []
    return [figure for city in _cities(facts) if (figure := city.score(node)) is not None]


def median_of(facts: RoundFacts, node: str = ROOT) -> Figure | None:
    """The median of the cities; None where none has a score."""
    return _quantile(facts, node, 0.5)


def _quantile(facts: RoundFacts, node: str, share: float) -> Figure | None:
    figures = city_scores(facts, node)
    if not figures:
        return None
    value = float(np.quantile([figure.value for figure in figures], share))
    sources = tuple(source for figure in figures for source in figure.sources)
    outside = tuple(source for figure in figures for source in figure.outside)
    return Figure(points_text(facts.definition, value, node), value, sources, outside)


def place_said(facts: RoundFacts) -> Words | None:
    """The place of the own city by its total, in a sentence; None where it or all others have no score."""
    own, figures = (_cities(facts)[0].score(), city_scores(facts)) if facts.others.peers else (None, [])
    median = median_of(facts)
    if own is None or len(figures) < 2 or median is None:
        return None
    tied = [city.name for city in _cities(facts)[1:] if (f := city.score()) and f.shown == own.shown]
    key = "cities.place_tied" if tied else "cities.place"
    parts = {"names": facts.phrases.listed(tied)} if tied else {}
    place = _place(own, figures)
    return facts.phrases.say(key, count=number(len(figures)), place=place, median=median, **parts)


def _place(own: Figure, figures: Sequence[Figure]) -> Figure:
    """The competition rank of a city's score among those of all, as they are shown."""
    above = sum(figure.value > own.value and figure.shown != own.shown for figure in figures)
    sources = tuple(source for figure in figures for source in figure.sources)
    outside = tuple(source for figure in figures for source in figure.outside)
    return Figure(f"{above + 1}", above + 1, sources, outside)


def cities_section(facts: RoundFacts) -> ReportSection | None:
    """The chapter; None where no other city is named, or nothing is there to compare with it."""
    others = facts.others
    if not facts.received or not (others.peers or others.silent or others.unlike):
        return None
    return ReportSection("cities", facts.phrases.text("cities.title"), tuple(_blocks(facts)))


def _blocks(facts: RoundFacts) -> Iterator[Block]:
    phrases, basis = facts.phrases, facts.others.peer_basis
    if said := place_said(facts):
        yield Paragraph(said, ParagraphRole.CONCLUSION)
    if facts.others.silent:
        yield Paragraph(phrases.say("cities.silent", names=phrases.listed(facts.others.silent)))
    if facts.others.unlike:
        yield Paragraph(phrases.say("cities.unlike", names=phrases.listed(facts.others.unlike)))
    if not facts.others.peers:
        return
    if basis and not basis.leaves:
        yield Paragraph(phrases.say("cities.nothing_common"))
        return
    if basis:
        common, now = number(len(basis.leaves)), number(indicators_of(facts))
        yield Paragraph(phrases.say("cities.basis", common=common, now=now))
    cities = sorted(_cities(facts), key=_by_score)
    yield from _bars(facts, cities)
    yield _table(facts, cities)
    if len(city_scores(facts)) >= _QUARTILES:
        yield _quartiles(facts)
        yield Paragraph(phrases.say("cities.quartiles_note"), ParagraphRole.NOTE)


def _by_score(city: _City) -> tuple[bool, float]:
    figure = city.score()
    return figure is None, -figure.value if figure else 0.0


def _nodes(facts: RoundFacts) -> list[tuple[str, str]]:
    """Code and name of the total and of the areas that are compared."""
    compared = _cities(facts)[0].scores.definition.framework.by_code
    areas = [(node.code, facts.say(node.name)) for node in facts.areas() if node.code in compared]
    return [(ROOT, facts.phrases.text("cities.total")), *areas]


def _bars(facts: RoundFacts, cities: Sequence[_City]) -> Iterator[ReportChart]:
    scored = [(city.name, figure) for city in cities if (figure := city.score()) is not None]
    if len(scored) < 2:
        return
    names, figures = tuple(name for name, _ in scored), tuple(figure for _, figure in scored)
    caption = facts.phrases.text("cities.chart")
    pairs = facts.phrases.listed(f"{name} {figure.shown}" for name, figure in scored)
    alt = plain(facts.phrases.say("result.alt", name=caption, values=pairs))
    values = [figure.value for figure in figures]
    limits = (min(0.0, *values), max(100.0, *values))
    series = (ChartSeries(facts.phrases.text("column.score"), figures),)
    yield ReportChart("cities.chart", caption, ChartKind.BARS, names, series, alt, limits)


def _table(facts: RoundFacts, cities: Sequence[_City]) -> ReportTable:
    head, nodes, totals = facts.phrases.text, _nodes(facts), city_scores(facts)
    columns = (
        TableColumn(head("column.rank"), 0.7, numeric=True),
        TableColumn(head("column.city_name"), 1.6),
        TableColumn(head("column.round"), 1.3),
        *(TableColumn(name, 1, numeric=True) for _, name in nodes),
    )
    rows = tuple(
        (
            (_place(total, totals),) if (total := city.score()) else NONE,
            (city.name,),
            (city.round,),
            *(cell(city.score(code)) for code, _ in nodes),
        )
        for city in cities
    )
    strong = frozenset(place for place, city in enumerate(cities) if city.own)
    return ReportTable("cities.table", head("cities.caption"), columns, rows, strong)


def _quartiles(facts: RoundFacts) -> ReportTable:
    head = facts.phrases.text
    shares = {"lowest": 0.0, "lower": 0.25, "median": 0.5, "upper": 0.75, "highest": 1.0}
    heads = {
        "lowest": head("column.lowest"),
        "lower": head("column.lower"),
        "median": head("column.median"),
        "upper": head("column.upper"),
        "highest": head("column.highest"),
    }
    columns = (
        TableColumn(head("column.subject"), 2.4),
        TableColumn(head("column.own_city"), 1, numeric=True),
        *(TableColumn(heads[key], 1, numeric=True) for key in shares),
        TableColumn(head("column.standing"), 0.9, numeric=True),
    )
    own = _cities(facts)[0]
    rows = tuple(
        (
            (name,),
            cell(own.score(code)),
            *(cell(_quantile(facts, code, share)) for share in shares.values()),
            (_place(figure, city_scores(facts, code)),) if (figure := own.score(code)) else NONE,
        )
        for code, name in _nodes(facts)
    )
    return ReportTable("cities.quartiles", head("cities.quartiles"), columns, rows, frozenset({0}))
