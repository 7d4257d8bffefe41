"""The chapter on ranks where units are compared in groups: whose rank it is can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.brief import brief_contents
from smartxl.diagnosis.unit import unit_contents
from smartxl.model.combination import Peers
from smartxl.model.definition import Definition
from smartxl.model.report import ReportChart
from smartxl.text import Lang
from tests.diagnosis.comparing import DAY, chapter, keys, report_of, said, scored, table, with_units

SHARES = {"P1": 0.5, "P2": 0.8, "P3": 0.6, "P4": 0.7}
GROUPS = {"P1": "大型", "P2": "小型", "P3": "大型", "P4": "小型"}


@pytest.fixture
def grouped(folder: Path) -> Definition:
    """Four units of one class, in two groups that stand mixed in the roster."""
    return in_groups(load(folder), GROUPS)


def in_groups(definition: Definition, groups: Mapping[str, str]) -> Definition:
    """The definition with these units instead of P1 and P2, each in its group."""
    model = next(unit for unit in definition.roster.units if unit.code == "P1")
    units = [replace(model, code=code, group=group) for code, group in groups.items()]
    items = tuple(
        replace(item, unit=code)
        for code in groups
        for item in definition.catalogue.items
        if item.unit == "P1"
    )
    others = tuple(unit for unit in definition.roster.units if unit.unit_class != model.unit_class)
    left = tuple(i for i in definition.catalogue.items if i.unit in {unit.code for unit in others})
    conventions = replace(definition.framework.conventions, peers=Peers.GROUP)
    framework = replace(definition.framework, conventions=conventions)
    catalogue = replace(definition.catalogue, items=(*items, *left))
    return replace(with_units(definition, (*units, *others)), framework=framework, catalogue=catalogue)


@pytest.mark.parametrize(
    ("lang", "head", "sentence"),
    [
        ("zh", "分组", "名次为各组之内的名次"),
        ("en", "Group", "Ranks are those within each group"),
    ],
)
def test_ranks_of_groups_stand_group_by_group(
    grouped: Definition, lang: Lang, head: str, sentence: str
) -> None:
    content, _ = report_of(scored(grouped, SHARES, lang))
    heads, *rows = table(content, "ranking.table.dep")
    assert heads[1] == head
    assert [row[:2] for row in rows] == [["1", "大型"], ["2", "大型"], ["1", "小型"], ["2", "小型"]]
    assert sentence in said(content, "ranking.dep")


def test_bars_stand_in_the_order_of_the_table(grouped: Definition) -> None:
    content, _ = report_of(scored(grouped, SHARES))
    bars = next(b for b in chapter(content, "ranking.dep").blocks if isinstance(b, ReportChart))
    values = [figure.value for figure in bars.series[0].values if figure]
    assert values[0] > values[1] < values[2] > values[3]


def test_one_ranking_names_no_groups(grouped: Definition) -> None:
    one = replace(grouped.framework, conventions=replace(grouped.framework.conventions, peers=Peers.CLASS))
    content, _ = report_of(scored(replace(grouped, framework=one), SHARES))
    assert "分组" not in table(content, "ranking.table.dep")[0]
    assert "各组" not in said(content, "ranking.dep")


@pytest.mark.parametrize(
    ("groups", "rooms"),
    [
        pytest.param(2, (5, 3, 3, 2, 1), id="two"),
        pytest.param(4, (2, 1, 1, 1, 0), id="four"),
        pytest.param(7, (1, 0, 0, 0, 0), id="seven"),
    ],
)
def test_the_brief_has_the_first_of_each_group(folder: Path, groups: int, rooms: tuple[int, ...]) -> None:
    """Where there are more groups than rows it has no table: the first of some groups would stand for all."""
    units = [f"P{number}" for number in range(1, 29)]
    shares = {code: 1 - place / 40 for place, code in enumerate(units)}
    members = {code: f"第{place % groups}组" for place, code in enumerate(units)}
    content, facts = report_of(scored(in_groups(load(folder), members), shares))
    briefs = brief_contents(facts, content, DAY)
    for each, brief in zip(rooms, briefs, strict=False):
        if not each:
            assert "ranking.table.dep" not in keys(brief)
            continue
        _, *rows = table(brief, "ranking.table.dep")
        first = [[str(rank), f"第{group}组"] for group in range(groups) for rank in range(1, each + 1)]
        assert [row[:2] for row in rows] == first


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [("zh", "在 2 个{name}（小型）中排第 2 位"), ("en", "It ranks 2 of 2 ({name}, 小型)")],
)
def test_the_page_of_a_unit_counts_its_group(grouped: Definition, lang: Lang, sentence: str) -> None:
    _, facts = report_of(scored(grouped, SHARES, lang))
    name = facts.say(grouped.framework.unit_class("dep").name)
    unit = grouped.roster.by_code["P4"]
    page = unit_contents(facts, unit, DAY)[0]
    assert sentence.format(name=name) in said(page, page.sections[0].key)
