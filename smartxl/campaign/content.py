"""The report of a campaign as content: conclusion, ranking, groups, indicators, who has no rank, conventions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from smartxl.campaign.comparison import CityComparison, GroupStatistics
from smartxl.model.framework import ROOT
from smartxl.model.report import (
    Block,
    ChartKind,
    ChartSeries,
    Cover,
    Figure,
    Paragraph,
    ParagraphRole,
    ReportChart,
    ReportContent,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
)
from smartxl.text import Lang, Text

__all__ = ["STATISTICS", "CampaignFacts", "campaign_content", "grouping_name", "points"]

_DIGITS = 4
_SHOWN = 20  # cities in a chart: as many as can be read
_NONE: Words = ("—",)
_ALL = Text("全部城市", "All cities")
_GROUPINGS = {"province": Text("省份", "Province"), "size": Text("规模", "Size")}
_CITY, _SCORE, _RANK = Text("城市", "City"), Text("得分", "Score"), Text("名次", "Rank")
STATISTICS = (
    ("least", Text("最低", "Lowest")),
    ("lower", Text("下四分位", "Lower quartile")),
    ("median", Text("中位", "Median")),
    ("upper", Text("上四分位", "Upper quartile")),
    ("greatest", Text("最高", "Highest")),
    ("mean", Text("平均", "Mean")),
)
"""Fields of `GroupStatistics` that are scores, and what they are called."""


def grouping_name(grouping: str) -> Text:
    """What a grouping is called; "" is all cities."""
    return _GROUPINGS.get(grouping, _ALL)


def points(comparison: CityComparison, value: float | None, node: str = ROOT) -> Figure | None:
    """A score with the decimals that the common definition declares, at most 4; None for none."""
    if value is None or np.isnan(value):
        return None
    digits = min(comparison.common.framework.digits(node), _DIGITS)
    return Figure(f"{value:z.{digits}f}", float(value))


@dataclass(frozen=True)
class CampaignFacts:
    """What the report is written from: the comparison, the reasons of cities that failed, the language."""

    comparison: CityComparison
    failed: dict[str, str]
    lang: Lang

    def say(self, text: Text) -> str:
        """The words in the report's language."""
        return text.get(self.lang)

    @cached_property
    def areas(self) -> list[tuple[str, str]]:
        """Code and name of the nodes of the top level."""
        framework = self.comparison.common.framework
        return [(node.code, self.say(node.name)) for node in framework.nodes if node.parent == ROOT]

    def statistics(self, node: str, grouping: str = "") -> list[GroupStatistics]:
        """The statistics of a node by the groups of a grouping."""
        found = self.comparison.statistics
        return [each for each in found if each.node == node and each.grouping == grouping]


def campaign_content(facts: CampaignFacts, day: date) -> ReportContent:
    """The report by a day."""
    sections = (
        ReportSection("result", facts.say(Text("总体结果", "Overall result")), tuple(_result(facts))),
        ReportSection("groups", facts.say(Text("分组比较", "Groups")), tuple(_groups(facts))),
        ReportSection("areas", facts.say(Text("分领域比较", "Areas")), tuple(_areas(facts))),
        *_unranked(facts),
        ReportSection(
            "method", facts.say(Text("排名的约定", "Conventions of the ranking")), tuple(_method(facts))
        ),
    )
    annex = ReportSection(
        "ranking", facts.say(Text("全部城市排名", "Ranking of all cities")), (_ranking(facts),)
    )
    return ReportContent(facts.lang, _cover(facts, day), sections, (annex,))


def _cover(facts: CampaignFacts, day: date) -> Cover:
    common = facts.comparison.common
    lines = (
        (facts.say(Text("组织单位", "Organiser")), facts.say(common.round.organiser)),
        (
            facts.say(Text("评估周期", "Period")),
            f"{common.round.start.isoformat()} – {common.round.due.isoformat()}",
        ),
        (
            facts.say(Text("指标体系", "Framework")),
            f"{facts.say(common.framework.title)} {common.framework.version}",
        ),
        (facts.say(Text("计分日期", "Scored on")), day.isoformat()),
    )
    subtitle = Text(f"多市比较报告　{common.round.name}", f"Comparison of cities, {common.round.name}")
    return Cover(facts.say(facts.comparison.rules.title), facts.say(subtitle), lines)


def _count(value: int) -> Figure:
    return Figure(f"{value:,}", value)


def _result(facts: CampaignFacts) -> Iterator[Block]:
    comparison = facts.comparison
    ranked, whole = len(comparison.order), len(comparison.cities)
    zh = facts.lang == "zh"
    said: Words = (
        (
            "参加评估的城市 ",
            _count(whole),
            " 个，排名 ",
            _count(ranked),
            " 个，没有名次 ",
            _count(whole - ranked),
            " 个。",
        )
        if zh
        else (
            _count(whole),
            " cities take part; ",
            _count(ranked),
            " are ranked, ",
            _count(whole - ranked),
            " have no rank.",
        )
    )
    yield Paragraph(said, ParagraphRole.CONCLUSION)
    if ranked:
        yield from _leaders(facts)
        yield _bars(facts)
        yield _quartile_table(facts, "result.quartiles")


def _leaders(facts: CampaignFacts) -> Iterator[Block]:
    comparison = facts.comparison
    first = [place for place in comparison.order if comparison.ranks[place] == 1]
    names = ("、" if facts.lang == "zh" else ", ").join(facts.say(comparison.cities[p].name) for p in first)
    best = points(comparison, comparison.scores[first[0]])
    whole = facts.statistics(ROOT)
    median = points(comparison, whole[0].median) if whole else None
    if best is None:
        return
    said: list[str | Figure] = (
        [f"得分最高的是{names}，", best, " 分"]
        if facts.lang == "zh"
        else [f"{names} has the highest score, ", best]
    )
    if median is not None:
        said += ["；中位数 ", median, " 分"] if facts.lang == "zh" else ["; the median is ", median]
    yield Paragraph((*said, "。" if facts.lang == "zh" else "."))


def _bars(facts: CampaignFacts) -> ReportChart:
    comparison = facts.comparison
    shown = comparison.order[:_SHOWN]
    names = tuple(facts.say(comparison.cities[place].name) for place in shown)
    figures = tuple(points(comparison, comparison.scores[place]) for place in shown)
    caption = Text("各市得分", "Scores of the cities")
    if len(comparison.order) > _SHOWN:
        caption = Text(f"得分最高的 {_SHOWN} 个城市", f"The {_SHOWN} cities with the highest scores")
    values = [figure.value for figure in figures if figure]
    alt = "; ".join(f"{name} {f.shown if f else '—'}" for name, f in zip(names, figures, strict=True))
    limits = (min(0.0, *values), max(100.0, *values))
    series = (ChartSeries(facts.say(_SCORE), figures),)
    return ReportChart("result.bars", facts.say(caption), ChartKind.BARS, names, series, alt, limits)


def _statistics_columns(facts: CampaignFacts, head: Text) -> tuple[TableColumn, ...]:
    return (
        TableColumn(facts.say(head), 2.2),
        TableColumn(facts.say(Text("城市数", "Cities")), 0.9, numeric=True),
        *(TableColumn(facts.say(name), 1, numeric=True) for _, name in STATISTICS),
    )


def _statistics_row(facts: CampaignFacts, name: str, found: GroupStatistics) -> tuple[Words, ...]:
    figures = (points(facts.comparison, getattr(found, key), found.node) for key, _ in STATISTICS)
    return ((name,), (_count(found.count),), *((f,) if f else _NONE for f in figures))


def _quartile_table(facts: CampaignFacts, key: str) -> ReportTable:
    nodes = [(ROOT, facts.say(Text("总分", "Total"))), *facts.areas]
    rows = tuple(
        _statistics_row(facts, name, each) for node, name in nodes for each in facts.statistics(node)
    )
    caption = facts.say(Text("总分和各领域的分布", "Distribution of the total and of the areas"))
    columns = _statistics_columns(facts, Text("领域", "Area"))
    return ReportTable(key, caption, columns, rows, frozenset({0}))


def _groups(facts: CampaignFacts) -> Iterator[Block]:
    if not facts.comparison.within:
        said = Text(
            "城市表没有省份或规模，没有分组。", "The table of cities has no provinces or sizes to group by."
        )
        yield Paragraph((facts.say(said),))
    for grouping in facts.comparison.within:
        name = grouping_name(grouping)
        rows = tuple(_statistics_row(facts, each.group, each) for each in facts.statistics(ROOT, grouping))
        caption = Text(f"按{name.zh}分组的总分", f"Totals by {name.en.lower()}")
        columns = _statistics_columns(facts, name)
        yield ReportTable(f"groups.{grouping}", facts.say(caption), columns, rows)
    least = facts.comparison.rules.least
    note = Text(
        f"不足 {least} 个有名次的城市的组，不公布统计。",
        f"Nothing is told of a group of fewer than {least} ranked cities.",
    )
    yield Paragraph((facts.say(note),), ParagraphRole.NOTE)


def _areas(facts: CampaignFacts) -> Iterator[Block]:
    comparison = facts.comparison
    groups = [each.group for each in facts.statistics(ROOT, "province") if each.median is not None]
    if groups and len(facts.areas) > 1:
        by_node = {
            node: {s.group: s.median for s in facts.statistics(node, "province")} for node, _ in facts.areas
        }
        series = tuple(
            ChartSeries(name, tuple(points(comparison, by_node[node].get(g), node) for g in groups))
            for node, name in facts.areas
        )
        caption = facts.say(Text("各省份各领域得分的中位数", "Medians of the areas by province"))
        yield ReportChart("areas.heat", caption, ChartKind.HEAT, tuple(groups), series, caption)
    yield _best_table(facts)


def _best_table(facts: CampaignFacts) -> ReportTable:
    comparison = facts.comparison
    columns = (
        TableColumn(facts.say(Text("领域", "Area")), 2),
        TableColumn(facts.say(Text("得分最高的城市", "City with the highest score")), 2.4),
        TableColumn(facts.say(_SCORE), 1, numeric=True),
        TableColumn(facts.say(Text("中位", "Median")), 1, numeric=True),
    )
    rows = []
    for node, name in facts.areas:
        column = np.where(np.isnan(comparison.ranks), np.nan, comparison.nodes[node])
        if np.isnan(column).all():
            continue
        best = int(np.nanargmax(column))
        median = next((each.median for each in facts.statistics(node)), None)
        figures = (points(comparison, column[best], node), points(comparison, median, node))
        city = facts.say(comparison.cities[best].name)
        rows.append(((name,), (city,), *((f,) if f else _NONE for f in figures)))
    return ReportTable(
        "areas.best", facts.say(Text("各领域领先的城市", "Leading cities")), columns, tuple(rows)
    )


def _unranked(facts: CampaignFacts) -> Iterator[ReportSection]:
    comparison = facts.comparison
    rows = tuple(
        ((city.code,), (facts.say(city.name),), (facts.say(why.told),), (facts.failed.get(city.code, ""),))
        for city in comparison.cities
        if (why := comparison.unranked.get(city.code))
    )
    if not rows:
        return
    columns = (
        TableColumn(facts.say(Text("代码", "Code")), 1),
        TableColumn(facts.say(_CITY), 1.6),
        TableColumn(facts.say(Text("原因", "Reason")), 1.2),
        TableColumn(facts.say(Text("说明", "What to do")), 4),
    )
    title = facts.say(Text("没有名次的城市", "Cities without a rank"))
    yield ReportSection("unranked", title, (ReportTable("unranked.table", title, columns, rows),))


def _method(facts: CampaignFacts) -> Iterator[Block]:
    rules, common = facts.comparison.rules, facts.comparison.common
    leaves = sum(node.is_leaf for node in common.framework.nodes)
    for told in (
        Text(
            f"各市按 {leaves} 项共有指标比较；共有指标的问法、选项和计分规则逐项核对相同。本地指标只进入各市自己的总分。",
            f"Cities are compared by {leaves} common indicators, whose questions, options and rules were checked to be the "
            "same. Local indicators enter a city's own total only.",
        ),
        Text(
            f"共有指标的行至少 {rules.coverage:.0%} 有得分，城市才有名次。",
            f"A city needs scores in {rules.coverage:.0%} of the rows of common indicators to be ranked.",
        ),
        Text(
            "同分同名次（1、2、2、4）。四分位 1 为最好的四分之一。分位数为线性插值。",
            "Equal scores share a rank (1, 2, 2, 4). Quartile 1 is the best quarter. Quantiles are linear.",
        ),
    ):
        yield Paragraph((facts.say(told),))


def _ranking(facts: CampaignFacts) -> ReportTable:
    comparison = facts.comparison
    within = tuple(comparison.within)
    heads = {"province": Text("省内名次", "In province"), "size": Text("同规模名次", "In size group")}
    columns = (
        TableColumn(facts.say(_RANK), 0.7, numeric=True),
        TableColumn(facts.say(_CITY), 2),
        *(TableColumn(facts.say(grouping_name(name)), 1.1) for name in within),
        TableColumn(facts.say(_SCORE), 1, numeric=True),
        TableColumn(facts.say(Text("四分位", "Quartile")), 0.8, numeric=True),
        *(TableColumn(facts.say(heads[name]), 1, numeric=True) for name in within),
        TableColumn(facts.say(Text("覆盖率", "Coverage")), 0.9, numeric=True),
    )
    rows = tuple(
        (
            _whole(comparison.ranks[place]),
            (facts.say(comparison.cities[place].name),),
            *((getattr(comparison.cities[place], name),) for name in within),
            (figure,) if (figure := points(comparison, comparison.scores[place])) else _NONE,
            _whole(comparison.quartiles[place]),
            *(_whole(comparison.within[name][place]) for name in within),
            _share(comparison.coverage[place]),
        )
        for place in comparison.order
    )
    return ReportTable(
        "ranking.table", facts.say(Text("全部城市排名", "Ranking of all cities")), columns, rows
    )


def _whole(value: float) -> Words:
    return _NONE if np.isnan(value) else (Figure(f"{value:.0f}", float(value)),)


def _share(value: float) -> Words:
    return _NONE if np.isnan(value) else (Figure(f"{value:.1%}", float(value)),)
