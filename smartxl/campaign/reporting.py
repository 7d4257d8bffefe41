"""The report of a campaign in its formats: a workbook of lists, Word, a page, PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np

from smartxl.campaign.comparison import CityComparison
from smartxl.campaign.content import STATISTICS, CampaignFacts, campaign_content, grouping_name, points
from smartxl.errors import ProjectError, SmartxlError, UnknownName
from smartxl.model.campaign import GROUPINGS
from smartxl.model.draft import ReportDraft
from smartxl.model.framework import ROOT
from smartxl.project.outputs import Built, Outputs
from smartxl.project.publishing import DOCUMENTS, Publication
from smartxl.text import Lang, Text, file_name
from smartxl_generators.listing import ListColumn, ListSheet, write_lists

__all__ = ["KINDS", "write_campaign_report"]

KINDS = ("xlsx", *DOCUMENTS)
_CODE, _CITY = Text("代码", "Code"), Text("城市", "City")
_NOTHING = Text("没有", "None")


def write_campaign_report(
    comparison: CityComparison,
    failed: Mapping[str, SmartxlError],
    root: Path,
    kinds: Sequence[str],
    lang: Lang,
    now: datetime,
    *,
    force: bool,
) -> tuple[Built, ...]:
    """Writes reports of the kinds wanted into `reports/` of a campaign.

    Raises UnknownName for a kind that there is not, ProjectError where no city has a rank.
    """
    if unknown := next((kind for kind in kinds if kind not in KINDS), None):
        what = Text(f"没有“{unknown}”这种报告", f"there is no report of kind {unknown!r}")
        raise UnknownName("--format", what, Text(f"可用：{', '.join(KINDS)}", f"one of: {', '.join(KINDS)}"))
    if not comparison.order:
        what = Text(
            "没有一个城市有名次，没有可报告的内容", "no city has a rank, so there is nothing to report"
        )
        raise ProjectError(
            str(root), what, Text("先收回文件：smartxl campaign collect", "collect files first")
        )
    facts = CampaignFacts(comparison, {code: error.said(lang) for code, error in failed.items()}, lang)
    title = comparison.rules.title.get(lang)
    stem = file_name(f"{title}-{comparison.common.round.name}")
    organiser = comparison.common.round.organiser.get(lang)
    publication = Publication(ReportDraft(((campaign_content(facts, now.date()),),)), now.date(), organiser)
    with Outputs(root, force) as outputs:
        return tuple(
            Built(path, outputs.write(path, content))
            for kind in dict.fromkeys(kinds)
            for path in (root / "reports" / f"{stem}.{kind}",)
            for content in (
                write_lists(_sheets(facts), title, now) if kind == "xlsx" else DOCUMENTS[kind](publication),
            )
        )


def _sheets(facts: CampaignFacts) -> Iterator[ListSheet]:
    comparison = facts.comparison
    yield _ranking(facts)
    yield _nodes(facts)
    for grouping in ("", *comparison.within):
        yield _groups(facts, grouping)
    yield _units(facts)
    yield _unranked(facts)


def _number(value: float | None) -> str | float:
    return "" if value is None or np.isnan(value) else float(value)


def _ranking(facts: CampaignFacts) -> ListSheet:
    comparison, say = facts.comparison, facts.say
    rows = [
        [
            _number(comparison.ranks[place]),
            city.code,
            city.name.get(facts.lang),
            city.province,
            city.size,
            _number(comparison.scores[place]),
            _number(comparison.quartiles[place]),
            *(_number(column[place]) for column in comparison.within.values()),
            f"{comparison.coverage[place]:.1%}",
            _number(comparison.details[city.code].total),
            comparison.details[city.code].stage,
        ]
        for place in comparison.order
        for city in (comparison.cities[place],)
    ]
    intro = Text(
        "按共有指标的得分排名，同分同名次；四分位 1 为最好的四分之一。“本市总分”按各市自己的定义，含本地指标。",
        "Ranked by the score of common indicators, equal scores share a rank; quartile 1 is the best quarter. "
        "The own total follows each city's own definition, with its local indicators.",
    )
    name = Text("排名", "Ranking")
    return ListSheet(say(name), say(name), say(intro), _ranking_columns(facts), rows, say(_NOTHING))


def _ranking_columns(facts: CampaignFacts) -> list[ListColumn]:
    say = facts.say
    within = (
        Text(f"{grouping_name(name).zh}内名次", f"Rank in {grouping_name(name).en.lower()}")
        for name in facts.comparison.within
    )
    return [
        ListColumn(say(Text("名次", "Rank")), 8, centred=True),
        ListColumn(say(_CODE), 14, centred=True),
        ListColumn(say(_CITY), 28),
        *(ListColumn(say(grouping_name(name)), 14) for name in GROUPINGS),
        ListColumn(say(Text("得分", "Score")), 12, centred=True),
        ListColumn(say(Text("四分位", "Quartile")), 12, centred=True),
        *(ListColumn(say(head), 18, centred=True) for head in within),
        ListColumn(say(Text("覆盖率", "Coverage")), 10, centred=True),
        ListColumn(say(Text("本市总分", "Own total")), 12, centred=True),
        ListColumn(say(Text("本市等级", "Own stage")), 12, centred=True),
    ]


def _nodes(facts: CampaignFacts) -> ListSheet:
    comparison, say = facts.comparison, facts.say
    nodes = comparison.common.framework.nodes
    columns = [
        ListColumn(say(_CODE), 12, centred=True),
        ListColumn(say(_CITY), 24),
        *(ListColumn(f"{node.code} {node.name.get(facts.lang)}", 16, centred=True) for node in nodes),
    ]
    rows = [
        [
            city.code,
            city.name.get(facts.lang),
            *(_number(comparison.nodes[node.code][place]) for node in nodes),
        ]
        for place, city in enumerate(comparison.cities)
    ]
    name = Text("指标得分", "Indicators")
    intro = Text("各市共有指标的得分；空白为没有得分。", "Scores of common indicators; blank: no score.")
    return ListSheet(say(name), say(name), say(intro), columns, rows, say(_NOTHING))


def _groups(facts: CampaignFacts, grouping: str) -> ListSheet:
    say, names = facts.say, {node.code: node.name for node in facts.comparison.common.framework.nodes}
    columns = [
        ListColumn(say(grouping_name(grouping)), 16),
        ListColumn(say(_CODE), 10, centred=True),
        ListColumn(say(Text("指标", "Indicator")), 34),
        ListColumn(say(Text("城市数", "Cities")), 11, centred=True),
        *(ListColumn(say(head), 14, centred=True) for _, head in STATISTICS),
    ]
    rows: list[list[str | float]] = []
    for each in facts.comparison.statistics:
        if each.grouping != grouping:
            continue
        total = each.node == ROOT
        shown = (getattr(each, key) for key, _ in STATISTICS)
        figures = (points(facts.comparison, value, each.node) for value in shown)
        rows.append(
            [
                each.group or say(grouping_name("")),
                "" if total else each.node,
                say(Text("总分", "Total") if total else names[each.node]),
                each.count,
                *(float(figure.shown) if figure else "" for figure in figures),
            ]
        )
    name = Text(f"分布-{grouping_name(grouping).zh}", f"By {grouping_name(grouping).en.lower()}")
    intro = Text("只统计有名次的城市；分位数为线性插值。", "Ranked cities only; quantiles are linear.")
    return ListSheet(say(name), say(name), say(intro), columns, rows, say(_NOTHING))


def _units(facts: CampaignFacts) -> ListSheet:
    say, names = facts.say, {city.code: city.name for city in facts.comparison.cities}
    classes = {entry.code: entry.name for entry in facts.comparison.common.framework.classes}
    heads = ((Text("总分", "Total"), 11), (Text("覆盖率", "Coverage"), 10), (Text("等级", "Stage"), 12))
    columns = [
        ListColumn(say(_CITY), 24),
        ListColumn(say(_CODE), 12, centred=True),
        ListColumn(say(Text("单位", "Unit")), 34),
        ListColumn(say(Text("类别", "Class")), 14),
        *(ListColumn(say(head), width, centred=True) for head, width in heads),
    ]
    rows = [
        [
            names[code].get(facts.lang),
            unit.code,
            unit.name,
            classes[unit.unit_class].get(facts.lang) if unit.unit_class in classes else unit.unit_class,
            _number(unit.total),
            "" if unit.coverage is None else f"{unit.coverage:.1%}",
            unit.stage,
        ]
        for code, found in facts.comparison.details.items()
        for unit in found.unit_totals
    ]
    name = Text("各单位", "Units")
    intro = Text("各市各单位按本市定义的总分。", "Units by the definition of their city.")
    return ListSheet(say(name), say(name), say(intro), columns, rows, say(_NOTHING))


def _unranked(facts: CampaignFacts) -> ListSheet:
    say = facts.say
    columns = [
        ListColumn(say(_CODE), 14, centred=True),
        ListColumn(say(_CITY), 24),
        ListColumn(say(Text("原因", "Reason")), 16),
        ListColumn(say(Text("说明", "What to do")), 80),
    ]
    rows = [
        [city.code, city.name.get(facts.lang), say(why.told), facts.failed.get(city.code, "")]
        for city in facts.comparison.cities
        if (why := facts.comparison.unranked.get(city.code))
    ]
    name = Text("没有名次", "Without a rank")
    intro = Text("没有名次的城市和原因。", "Cities without a rank, and why.")
    return ListSheet(say(name), say(name), say(intro), columns, rows, say(_NOTHING))
