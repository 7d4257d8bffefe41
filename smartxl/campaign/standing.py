"""Where one city stands among the others of its campaign: a chapter of the city's own report."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from smartxl.campaign.comparison import CityComparison, GroupStatistics
from smartxl.campaign.content import grouping_name, points
from smartxl.model.framework import ROOT
from smartxl.model.report import (
    Block,
    Figure,
    Paragraph,
    ParagraphRole,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
)
from smartxl.text import Lang, Text

__all__ = ["standing_section"]

_NONE: Words = ("—",)


def standing_section(comparison: CityComparison, code: str, lang: Lang) -> ReportSection:
    """The chapter on a city's place: rank among all and in its groups, and each area beside the quartiles of the others."""
    title = Text("在各市中的位置", "Place among the cities").get(lang)
    return ReportSection("standing", title, tuple(_blocks(comparison, code, lang)))


def _blocks(comparison: CityComparison, code: str, lang: Lang) -> Iterator[Block]:
    place = next(number for number, city in enumerate(comparison.cities) if city.code == code)
    why = comparison.unranked.get(code)
    if why is not None:
        said = Text(f"本市没有名次：{why.told.zh}。", f"This city has no rank: {why.told.en}.")
        yield Paragraph((said.get(lang),), ParagraphRole.CONCLUSION)
    else:
        yield Paragraph(tuple(_ranks(comparison, place, lang)), ParagraphRole.CONCLUSION)
    city = comparison.cities[place]
    for grouping in ("", *comparison.within):
        group = getattr(city, grouping) if grouping else ""
        found = {s.node: s for s in comparison.statistics if (s.grouping, s.group) == (grouping, group)}
        if ROOT in found and found[ROOT].median is not None:
            yield _table(comparison, place, found, lang)
    note = Text(
        "按各市共有的指标比较，与本市自己的总分可能不同；分位数为线性插值。",
        "By the indicators that all cities have, which may differ from the city's own total; quantiles are linear.",
    )
    yield Paragraph((note.get(lang),), ParagraphRole.NOTE)


def _ranks(comparison: CityComparison, place: int, lang: Lang) -> Iterator[str | Figure]:
    rank, score = comparison.ranks[place], points(comparison, comparison.scores[place])
    count = len(comparison.order)
    zh = lang == "zh"
    yield "共有指标得分 " if zh else "The score of common indicators is "
    yield score or "—"
    yield f" 分，在 {count} 个城市中列第 " if zh else f", rank among {count} cities: "
    yield Figure(f"{rank:.0f}", float(rank))
    for grouping, ranks in comparison.within.items():
        if np.isnan(ranks[place]):
            continue
        group = getattr(comparison.cities[place], grouping)
        named = f"，在“{group}”（{grouping_name(grouping).zh}）中列第 "
        yield named if zh else f"; in {group} ({grouping_name(grouping).en.lower()}): "
        yield Figure(f"{ranks[place]:.0f}", float(ranks[place]))
    yield "。" if zh else "."


def _table(
    comparison: CityComparison, place: int, found: dict[str, GroupStatistics], lang: Lang
) -> ReportTable:
    heads = (
        Text("本市", "This city"), Text("最低", "Lowest"), Text("下四分位", "Lower quartile"), Text("中位", "Median"),
        Text("上四分位", "Upper quartile"), Text("最高", "Highest"),
    )  # fmt: skip
    columns = (
        TableColumn(Text("领域", "Area").get(lang), 2.4),
        *(TableColumn(head.get(lang), 1, numeric=True) for head in heads),
    )
    areas = [node for node in comparison.common.framework.nodes if node.parent == ROOT]
    lines = [(ROOT, Text("总分", "Total"), comparison.scores[place])]
    lines += [(node.code, node.name, comparison.nodes[node.code][place]) for node in areas]
    rows = tuple(
        (
            (name.get(lang),),
            *(
                (figure,) if (figure := points(comparison, value, node)) else _NONE
                for value in (own, each.least, each.lower, each.median, each.upper, each.greatest)
            ),
        )
        for node, name, own in lines
        if (each := found.get(node))
    )
    first = found[ROOT]
    group = Text(first.group) if first.grouping else grouping_name("")
    caption = Text(
        f"与{group.zh}（{first.count} 个）比较", f"Beside {group.get('en').lower()} ({first.count})"
    )
    return ReportTable(
        f"standing.{first.grouping or 'all'}", caption.get(lang), columns, rows, frozenset({0})
    )
