"""The part of the overall result that stands it beside the last round, the targets of the round and other cities."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from smartxl.diagnosis.changes import change_cell, change_said, stage_said
from smartxl.diagnosis.cities import city_scores, median_of, place_said
from smartxl.diagnosis.facts import NONE, RoundFacts, cell, number
from smartxl.model.framework import ROOT
from smartxl.model.report import (
    Block,
    ChartKind,
    ChartSeries,
    Figure,
    Paragraph,
    ReportChart,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)
from smartxl.model.scores import CITY
from smartxl.text import number_text

__all__ = ["compared_section"]


@dataclass(frozen=True, slots=True)
class _Subject:
    """A row of the table: the score of a node of the city, or the total of a class."""

    name: str
    unit: str
    node: str


def compared_section(facts: RoundFacts) -> ReportSection | None:
    """The part; None where there is nothing to compare with."""
    if not facts.received:
        return None
    blocks = (*_last(facts), *_target(facts), *_cities(facts), *_table(facts), *_radar(facts))
    return ReportSection("compared", facts.phrases.text("compared.title"), blocks) if blocks else None


def _last(facts: RoundFacts) -> Iterator[Block]:
    phrases, last = facts.phrases, facts.others.last
    now, then = facts.score(CITY), last.score(CITY) if last else None
    if last is None or now is None or then is None:
        return
    said = phrases.say(
        "compared.last",
        last=last.label,
        before=then,
        change=change_said(facts, now, then),
        stage=stage_said(facts, last),
    )
    basis = facts.others.last_basis
    again = (basis.own.score(CITY), basis.others[0].score(CITY)) if basis else (None, None)
    if basis and again[0] and again[1]:
        common = number(len(basis.leaves))
        said += phrases.say("compared.basis", common=common, change=change_said(facts, again[0], again[1]))
    yield Paragraph(said)


def _target(facts: RoundFacts) -> Iterator[Block]:
    now, target = facts.score(CITY), _target_of(facts, ROOT)
    if now is None or target is None:
        return
    gap = float(facts.points(now.value - target.value))
    points = Figure(facts.points(abs(now.value - target.value)), abs(now.value - target.value), now.sources)
    if gap == 0:
        yield Paragraph(facts.phrases.say("compared.target_exact", target=target))
        return
    key = "compared.target_met" if gap > 0 else "compared.target_missed"
    yield Paragraph(facts.phrases.say(key, target=target, points=points))


def _target_of(facts: RoundFacts, node: str) -> Figure | None:
    target = dict(facts.definition.round.targets).get(node)
    return None if target is None else Figure(number_text(target), target)


def _cities(facts: RoundFacts) -> Iterator[Block]:
    said, basis = place_said(facts), facts.others.peer_basis
    if said is None:
        return
    if basis:
        said += facts.phrases.say("compared.peer_basis", common=number(len(basis.leaves)))
    yield Paragraph(said)


def _subjects(facts: RoundFacts) -> list[_Subject]:
    """City, classes and areas, then further nodes that have a target."""
    framework = facts.definition.framework
    classes = facts.subjects[1:] if len(framework.classes) > 1 and facts.others.last else ()
    nodes = list(facts.areas())
    shown = {ROOT, *(node.code for node in nodes)}
    wanted = {code for code, _ in facts.definition.round.targets} - shown
    nodes += [node for node in framework.nodes if node.code in wanted]
    return [
        *(_Subject(name, code, ROOT) for code, name in (facts.subjects[0], *classes)),
        *(_Subject(facts.say(node.name), CITY, node.code) for node in nodes),
    ]


_Column = tuple[TableColumn, Callable[[_Subject], Words]]


def _table(facts: RoundFacts) -> Iterator[ReportTable]:
    subjects, head = _subjects(facts), facts.phrases.text
    columns: list[_Column] = [
        (TableColumn(head("column.subject"), 2.6), lambda s: (s.name,)),
        (TableColumn(head("column.score"), 1, numeric=True), lambda s: cell(facts.score(s.unit, s.node))),
        *_last_columns(facts),
        *_target_columns(facts),
        *_city_columns(facts),
    ]
    if len(columns) > 2:
        rows = tuple(tuple(content(subject) for _, content in columns) for subject in subjects)
        heads = tuple(column for column, _ in columns)
        note = head("changes.star") if facts.others.last_basis else ""
        yield ReportTable("result.compared", head("compared.caption"), heads, rows, frozenset({0}), note)


def _last_columns(facts: RoundFacts) -> Iterator[_Column]:
    last, head = facts.others.last, facts.phrases.text
    if last is None:
        return
    star = "*" if facts.others.last_basis else ""
    yield (
        TableColumn(head("column.last") + star, 1, numeric=True),
        lambda s: cell(last.score(s.unit, s.node)),
    )
    yield (
        TableColumn(head("column.change"), 1, numeric=True),
        lambda s: change_cell(facts, facts.score(s.unit, s.node), last.score(s.unit, s.node)),
    )


def _target_columns(facts: RoundFacts) -> Iterator[_Column]:
    head = facts.phrases.text
    if not facts.definition.round.targets:
        return
    yield (
        TableColumn(head("column.target"), 1, numeric=True),
        lambda s: cell(_target_of(facts, s.node)) if s.unit == CITY else NONE,
    )
    yield (
        TableColumn(head("column.to_target"), 1, numeric=True),
        lambda s: _to_target(facts, s.node) if s.unit == CITY else NONE,
    )


def _to_target(facts: RoundFacts, node: str) -> Words:
    now, target = facts.score(CITY, node), _target_of(facts, node)
    if now is None or target is None:
        return NONE
    gap = round(now.value - target.value, 9)
    if not float(facts.points(gap, node)):
        return (facts.phrases.text("compared.reached"),)
    return (Figure(f"{'+' if gap > 0 else ''}{facts.points(gap, node)}", gap, now.sources),)


def _city_columns(facts: RoundFacts) -> Iterator[_Column]:
    """The median of the cities, where the scores are those that were published."""
    if facts.others.peer_basis is None and len(city_scores(facts)) > 2:
        yield (
            TableColumn(facts.phrases.text("column.median"), 1, numeric=True),
            lambda s: cell(median_of(facts, s.node)) if s.unit == CITY else NONE,
        )


def _radar(facts: RoundFacts) -> Iterator[ReportChart]:
    """The areas now, last time, as targets, and the cities' median: those that have a number everywhere."""
    areas, phrases = facts.areas(), facts.phrases
    if len(areas) < 3:
        return
    codes = [node.code for node in areas]
    every: list[tuple[str, Sequence[Figure | None]]] = [
        (facts.definition.round.name, [facts.score(CITY, code) for code in codes])
    ]
    if last := facts.others.last:
        every.append((last.label, [last.score(CITY, code) for code in codes]))
    every.append((phrases.text("column.target"), [_target_of(facts, code) for code in codes]))
    if facts.others.peer_basis is None and len(city_scores(facts)) > 2:
        every.append((phrases.text("column.median"), [median_of(facts, code) for code in codes]))
    series = tuple(ChartSeries(name, tuple(values)) for name, values in every if None not in values)
    if len(series) > 1 and series[0].name == facts.definition.round.name:
        names = tuple(facts.say(node.name) for node in areas)
        caption = phrases.text("compared.chart")
        alt = " ".join(_alt(facts, names, entry) for entry in series)
        yield ReportChart("result.compared_chart", caption, ChartKind.RADAR, names, series, alt)


def _alt(facts: RoundFacts, names: Sequence[str], entry: ChartSeries) -> str:
    pairs = (f"{name} {figure.shown}" for name, figure in zip(names, entry.values, strict=True) if figure)
    return plain(facts.phrases.say("result.alt", name=entry.name, values=facts.phrases.listed(pairs)))
