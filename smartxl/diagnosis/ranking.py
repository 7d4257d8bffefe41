"""Chapter 2, the ranking of each class: bars, grade, coverage, and how its units stand in each area."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from smartxl.diagnosis.changes import rank_change
from smartxl.diagnosis.facts import NONE, RoundFacts, cell, number
from smartxl.model.definition import Unit
from smartxl.model.framework import UnitClass
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
from smartxl.model.scores import QuantityKind

__all__ = ["ranking_section"]

_NAMED = 3
"""How many units with one score are named."""


def ranking_section(facts: RoundFacts) -> ReportSection:
    """The chapter, a part for each class."""
    parts = tuple(_of_class(facts, unit_class) for unit_class in facts.definition.framework.classes)
    return ReportSection("ranking", facts.phrases.text("ranking.title"), (), parts)


def _of_class(facts: RoundFacts, unit_class: UnitClass) -> ReportSection:
    units = facts.definition.roster.of_class(unit_class.code)
    scored = [unit for unit in units if facts.received and facts.score(unit.code) is not None]
    groups = _groups(facts, units)

    def place(unit: Unit) -> tuple[int, float, int]:
        group = groups.index(unit.group) if groups else 0
        return group, facts.value(QuantityKind.RANK, unit.code) or 0.0, units.index(unit)

    ranked = sorted(scored, key=place)
    blocks = list(_statements(facts, unit_class, ranked, units))
    if ranked:
        # The table fills the page that a chart as high as a page would leave empty.
        blocks += [_table(facts, unit_class, ranked), _bars(facts, unit_class, ranked)]
        blocks += _heat(facts, unit_class, ranked)
    name = facts.say(unit_class.name)
    title = plain(facts.phrases.say("ranking.class", name=name))
    return ReportSection(f"ranking.{unit_class.code}", title, tuple(blocks))


def _groups(facts: RoundFacts, units: Sequence[Unit]) -> list[str]:
    """The groups in which units are ranked, in the order of the roster; none where all are ranked together."""
    if not facts.grouped:
        return []
    groups = list(dict.fromkeys(unit.group for unit in units))
    return groups if len(groups) > 1 else []


def _statements(
    facts: RoundFacts, unit_class: UnitClass, ranked: Sequence[Unit], units: Sequence[Unit]
) -> Iterator[Block]:
    yield Paragraph(_ends(facts, unit_class, ranked))
    if ranked and _groups(facts, units):
        yield Paragraph(facts.phrases.say("ranking.grouped"))
    if len(ranked) > 1:
        yield Paragraph(_stages(facts, ranked))
        yield from _ties(facts, ranked)
    left = [unit for unit in units if unit not in ranked]
    if left:
        names = facts.phrases.listed(facts.unit_name(unit) for unit in left)
        yield Paragraph(facts.phrases.say("ranking.unranked", names=names))


def _ends(facts: RoundFacts, unit_class: UnitClass, ranked: Sequence[Unit]) -> Words:
    phrases, name = facts.phrases, facts.say(unit_class.name)
    if not ranked:
        return phrases.say("ranking.none", name=name)
    by_score = sorted(ranked, key=lambda unit: -_points(facts, unit))
    first, last = by_score[0], by_score[-1]
    first_score, last_score = cell(facts.score(first.code)), cell(facts.score(last.code))
    if len(ranked) == 1:
        return phrases.say("ranking.one", name=name, first=facts.unit_name(first), first_score=first_score)
    if _points(facts, first) == _points(facts, last):
        return phrases.say("ranking.equal", name=name, count=number(len(ranked)), score=first_score)
    return phrases.say(
        "ranking.first",
        name=name,
        count=number(len(ranked)),
        first=_with_ties(facts, first, ranked),
        first_score=first_score,
        last=_with_ties(facts, last, ranked),
        last_score=last_score,
        mean=_mean(facts, ranked),
    )


def _points(facts: RoundFacts, unit: Unit) -> float:
    """The score of a unit as it is shown."""
    figure = facts.score(unit.code)
    return float(figure.shown) if figure is not None else 0.0


def _with_ties(facts: RoundFacts, unit: Unit, ranked: Sequence[Unit]) -> Words:
    """A unit, with those that have the same score."""
    tied = [other for other in ranked if _points(facts, other) == _points(facts, unit)]
    if len(tied) == 1:
        return (facts.unit_name(unit),)
    names = facts.phrases.listed(facts.unit_name(other) for other in tied[:_NAMED])
    key = "ranking.together" if len(tied) <= _NAMED else "ranking.together_more"
    return facts.phrases.say(key, names=names, count=number(len(tied)))


def _mean(facts: RoundFacts, ranked: Sequence[Unit]) -> Figure:
    figures = [figure for unit in ranked if (figure := facts.score(unit.code)) is not None]
    mean = sum(figure.value for figure in figures) / len(figures)
    return Figure(facts.points(mean), mean, tuple(source for figure in figures for source in figure.sources))


def _stages(facts: RoundFacts, ranked: Sequence[Unit]) -> Words:
    stages = facts.definition.framework.conventions.stages
    counts = Counter(facts.value(QuantityKind.STAGE, unit.code) for unit in ranked)
    said = [
        facts.phrases.say("ranking.stage_count", stage=facts.say(name), count=number(counts[place]))
        for place, name in reversed(list(enumerate(stages.names)))
        if counts[place]
    ]
    return facts.phrases.say("ranking.stages", stages=facts.phrases.listed(said))


def _ties(facts: RoundFacts, ranked: Sequence[Unit]) -> Iterator[Block]:
    groups: dict[tuple[str, float | None], list[Unit]] = defaultdict(list)
    for unit in ranked:
        groups[unit.group, facts.value(QuantityKind.RANK, unit.code)].append(unit)
    for tied in groups.values():
        if 1 < len(tied) < len(ranked):  # that all are equal is said before
            names = facts.phrases.listed(facts.unit_name(unit) for unit in tied)
            yield Paragraph(
                facts.phrases.say("ranking.tied", names=names, rank=cell(facts.rank(tied[0].code)))
            )


def _bars(facts: RoundFacts, unit_class: UnitClass, ranked: Sequence[Unit]) -> ReportChart:
    name = facts.say(unit_class.name)
    caption = plain(facts.phrases.say("ranking.chart", name=name))
    figures = tuple(facts.score(unit.code) for unit in ranked)
    stages = facts.definition.framework.conventions.stages
    bands = tuple(zip(stages.thresholds, map(facts.say, stages.names), strict=True))
    names = tuple(facts.unit_name(unit) for unit in ranked)
    values = [figure.value for figure in figures if figure is not None]
    return ReportChart(
        f"ranking.bars.{unit_class.code}",
        caption,
        ChartKind.BARS,
        names,
        (ChartSeries(facts.phrases.text("column.score"), figures),),
        plain(_ends(facts, unit_class, ranked)),
        (min(0.0, *values), max(100.0, *values)),
        bands,
    )


def _table(facts: RoundFacts, unit_class: UnitClass, ranked: Sequence[Unit]) -> ReportTable:
    head, last = facts.phrases.text, facts.others.last
    star, note = ("*", head("changes.star")) if facts.others.last_basis else ("", "")
    groups = _groups(facts, facts.definition.roster.of_class(unit_class.code))
    columns = (
        TableColumn(head("column.rank"), 0.8, numeric=True),
        *([TableColumn(head("column.group"), 1.2)] if groups else []),
        TableColumn(head("column.unit"), 3),
        TableColumn(head("column.score"), 1, numeric=True),
        TableColumn(head("column.stage"), 1.2),
        TableColumn(head("column.coverage"), 1, numeric=True),
        *([TableColumn(head("column.rank_change") + star, 1.3)] if last else []),
    )
    rows = tuple(
        (
            cell(facts.rank(unit.code)),
            *([(unit.group,) if unit.group else NONE] if groups else []),
            (facts.unit_name(unit),),
            cell(facts.score(unit.code)),
            (facts.stage(unit.code),) if facts.stage(unit.code) else NONE,
            cell(facts.coverage(unit.code)),
            *([rank_change(facts, last, unit)] if last else []),
        )
        for unit in ranked
    )
    caption = plain(facts.phrases.say("ranking.caption", name=facts.say(unit_class.name)))
    return ReportTable(f"ranking.table.{unit_class.code}", caption, columns, rows, note=note)


def _heat(facts: RoundFacts, unit_class: UnitClass, ranked: Sequence[Unit]) -> Iterator[ReportChart]:
    """Units × areas; none where there is one unit or one area."""
    areas = facts.areas(unit_class.code)
    if len(ranked) < 2 or len(areas) < 2:
        return
    names = tuple(facts.unit_name(unit) for unit in ranked)
    series = tuple(
        ChartSeries(facts.say(node.name), tuple(facts.score(unit.code, node.code) for unit in ranked))
        for node in areas
    )
    caption = plain(facts.phrases.say("ranking.heat", name=facts.say(unit_class.name)))
    values = [f.value for entry in series for f in entry.values if f is not None]
    limits = (min(0.0, *values), max(100.0, *values))
    yield ReportChart(
        f"ranking.heat.{unit_class.code}", caption, ChartKind.HEAT, names, series, caption, limits
    )
