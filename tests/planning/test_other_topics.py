"""Forms and workbooks of other topics: no word, column, row or chart of a smart city where the definition has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from smartxl.define import load
from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.model.framework import Measure
from smartxl.model.layout import Layout
from smartxl.model.plan import Link, WorkbookPlan
from smartxl.model.sheetdesign import Chart
from smartxl.planning import plan_city, plan_unit
from smartxl.text import LANGUAGES, Lang, Text
from smartxl_templates import framework_folder, framework_names

EDITIONS = (Edition.UNIT, Edition.EVALUATOR, Edition.APPEAL, Edition.PRINT)
FOREIGN = re.compile("智慧|SMART|[Ss]mart|市|[Cc]it(y|ies)|采样[表填]|采样日期|[Ss]ampl")
NUMBERS_ONLY = "pudong-2012"


@pytest.fixture(scope="module")
def county() -> Definition:
    """A county whose townships report numbers, nothing of which is named after a city."""
    whole = load(framework_folder(NUMBERS_ONLY))
    kept = tuple(n for n in whole.framework.nodes if not n.indicator or n.indicator.measure is Measure.KPI)
    nodes = tuple(
        replace(
            node,
            name=Text(f"领域{node.code}", f"Area {node.code}"),
            element=None,
            indicator=replace(
                node.indicator,
                source=Text("县统计局", "Statistics"),
                evidence=Text(""),
                inputs=tuple(
                    replace(each, name=Text("比例", "Share"), meaning=Text(""))
                    for each in node.indicator.inputs
                ),
            )
            if node.indicator
            else None,
        )
        for node in kept
    )
    framework = replace(
        whole.framework,
        title=Text("农村公共服务指标", "Rural services"),
        classes=tuple(replace(c, name=Text("乡镇", "Townships")) for c in whole.framework.classes),
        nodes=nodes,
    )
    round_ = replace(
        whole.round,
        title=Text("青山县农村公共服务评价", "Review of rural services, Qingshan County"),
        city=Text("青山县", "Qingshan County"),
        organiser=Text("县农业农村局", "Rural office"),
    )
    units = tuple(
        replace(unit, name=Text(f"第{n}镇", f"Township {n}"), contact="")
        for n, unit in enumerate(whole.roster.units, 1)
    )
    return replace(whole, round=round_, framework=framework, roster=replace(whole.roster, units=units))


def shown(plan: WorkbookPlan) -> Iterator[str]:
    """All that can be read in a workbook but its formulas."""
    yield from (plan.title, plan.file_name)
    for sheet in plan.sheets:
        yield from () if sheet.hidden else (sheet.name,)
        for row in () if sheet.name.startswith("_") else sheet.rows:
            for content in row.cells.values():
                if isinstance(content, str):
                    yield content
                elif isinstance(content, Link):
                    yield content.text
                elif isinstance(content, Chart):
                    yield content.title


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_county_reads_of_its_county(county: Definition, layout: Layout, lang: Lang) -> None:
    unit = county.roster.units[0]
    plans = [plan_unit(county, layout, unit, lang, edition) for edition in EDITIONS]
    plans.append(plan_city(county, layout, lang))
    found = {text for plan in plans for text in shown(plan) if FOREIGN.search(text)}
    assert found == set()
    words = {text for plan in plans for text in shown(plan)}
    assert {"全县结果", "填报表"} <= words if lang == "zh" else {"County", "Form"} <= words
    assert {c.title for c in _charts(plans[-1])} == {
        "各领域得分雷达图" if lang == "zh" else "Scores of the areas"
    }


@pytest.mark.parametrize(
    ("name", "rows"), [("mohurd-2012", 4), ("website-2019", 0), ("icf", 6), ("u4ssc", 3)]
)
def test_vetoes_and_bonus_points_are_not_drawn_beside_areas(name: str, rows: int, layout: Layout) -> None:
    """A penalty of 100 is no strength: the radar has the areas that the total is combined from."""
    charts = list(_charts(plan_city(load(framework_folder(name)), layout, "zh")))
    assert [c.labels.last_row - c.labels.first_row + 1 for c in charts] == [rows][: rows > 0]


def _charts(plan: WorkbookPlan) -> Iterator[Chart]:
    cells = (content for sheet in plan.sheets for row in sheet.rows for content in row.cells.values())
    return (content for content in cells if isinstance(content, Chart))


@pytest.mark.slow
@pytest.mark.parametrize("name", framework_names())
def test_smart_elements_stand_where_a_node_has_one(name: str, layout: Layout) -> None:
    definition = load(framework_folder(name))
    plans = [
        plan_unit(definition, layout, definition.roster.units[0], "zh"),
        plan_city(definition, layout, "zh"),
    ]
    told = any("SMART" in text for plan in plans for text in shown(plan))
    assert told == definition.has_elements
