"""One line for each subject and one number for each round: the tables and the charts of the trend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from smartxl.diagnosis.changes import change_cell
from smartxl.diagnosis.facts import NONE, RoundFacts
from smartxl.model.framework import ROOT
from smartxl.model.report import (
    ChartKind,
    ChartSeries,
    Figure,
    ReportChart,
    ReportTable,
    TableColumn,
    Words,
    plain,
)

__all__ = ["TrendLine", "trend_chart", "trend_line", "trend_table"]

_SHOWN = 5
"""How many of the latest rounds a table shows, beside the first: as many as fit a page."""
_LINES = 6
"""More lines than that cannot be told apart in a chart."""


@dataclass(frozen=True, slots=True)
class TrendLine:
    """What a subject had in each round, this one last: scores, and what stands where there is none."""

    name: str
    figures: tuple[Figure | None, ...]
    blanks: tuple[Words, ...]


def trend_line(facts: RoundFacts, name: str, unit: str, node: str = ROOT) -> TrendLine:
    """The scores of a node of a unit, a class or the city in all rounds."""
    earlier = facts.others.earlier
    figures = (*(other.score(unit, node) for other in earlier), facts.score(unit, node))
    withheld = (*(o.withheld(unit) for o in earlier), facts.table.below_floor(unit, ROOT))
    ungraded = (facts.phrases.text("trend.ungraded"),)
    blanks = tuple(ungraded if below and node == ROOT else NONE for below in withheld)
    return TrendLine(name, figures, blanks)


def _names(facts: RoundFacts) -> tuple[str, ...]:
    """What the rounds are called, those with another framework with a star."""
    marked = (
        f"{other.label}*" if other.origin in facts.others.bases else other.label
        for other in facts.others.earlier
    )
    return (*marked, facts.definition.round.name)


def _places(count: int) -> list[int]:
    """Which rounds a table shows."""
    latest = range(max(0, count - _SHOWN), count)
    return sorted({0, *latest})


def trend_table(
    facts: RoundFacts,
    key: str,
    caption: str,
    head: str,
    lines: Sequence[TrendLine],
    *,
    strong: frozenset[int] = frozenset(),
    limit: int | None = None,
) -> ReportTable:
    """The lines with the change since the last round; of many rounds the first and the latest."""
    names = _names(facts)
    shown = _places(len(names))
    compares = facts.others.last is not None
    columns = (
        TableColumn(head, 2.6),
        *(TableColumn(names[place], 1, numeric=True) for place in shown),
        *([TableColumn(facts.phrases.text("column.change"), 1, numeric=True)] if compares else []),
    )
    rows = tuple(
        (
            (line.name,),
            *(_cell(line, place) for place in shown),
            *([change_cell(facts, line.figures[-1], line.figures[-2])] if compares else []),
        )
        for line in lines
    )
    return ReportTable(key, caption, columns, rows, strong, _note(facts, names, shown), limit)


def _cell(line: TrendLine, place: int) -> Words:
    figure = line.figures[place]
    return line.blanks[place] if figure is None else (figure,)


def _note(facts: RoundFacts, names: Sequence[str], shown: Sequence[int]) -> str:
    phrases = facts.phrases
    said = [phrases.text("trend.star")] if any(names[place].endswith("*") for place in shown) else []
    left = [name for place, name in enumerate(names) if place not in shown]
    if left:
        said.append(plain(phrases.say("trend.omitted", names=phrases.listed(left))))
    return ("" if facts.lang == "zh" else " ").join(said)


def trend_chart(
    facts: RoundFacts, key: str, caption: str, lines: Sequence[TrendLine]
) -> tuple[ReportChart, ...]:
    """The lines drawn; none where there are too many of them, or nowhere two numbers to draw a line between."""
    there = [line for line in lines if sum(figure is not None for figure in line.figures) > 1]
    if not there or len(lines) > _LINES:
        return ()
    series = tuple(ChartSeries(line.name, line.figures) for line in there)
    values = [figure.value for line in there for figure in line.figures if figure is not None]
    chart = ReportChart(
        key, caption, ChartKind.LINES, _names(facts), series, _alt(facts, there), _limits(values)
    )
    return (chart,)


def _limits(values: Sequence[float]) -> tuple[float, float]:
    """A scale in tens around the numbers, so that changes of a few points can be seen."""
    low, high = math.floor((min(values) - 5) / 10) * 10, math.ceil((max(values) + 5) / 10) * 10
    return max(low, min(0, low + 10)), min(high, max(100, math.ceil(max(values) / 10) * 10))


def _alt(facts: RoundFacts, lines: Sequence[TrendLine]) -> str:
    names = _names(facts)

    def said(line: TrendLine) -> str:
        pairs = (f"{name} {f.shown}" for name, f in zip(names, line.figures, strict=True) if f is not None)
        return plain(facts.phrases.say("result.alt", name=line.name, values=facts.phrases.listed(pairs)))

    return " ".join(map(said, lines))
