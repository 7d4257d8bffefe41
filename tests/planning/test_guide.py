"""The guide explains every heading of its workbook, and shows a filled-in row of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.model.answers import ABOUT_DATA
from smartxl.model.definition import Definition, Unit
from smartxl.model.edition import Edition
from smartxl.model.framework import Measure
from smartxl.model.layout import Layout
from smartxl.model.plan import SheetPlan, WorkbookPlan
from smartxl.planning import plan_unit
from smartxl.text import LANGUAGES, Lang
from smartxl_templates import BLANK, framework_folder, framework_names, template_path, wording

FRAMEWORKS = (*framework_names(), BLANK)
HEADED = {"heading", "table_heading", "table_head"}
"""Rows with the headings of the sections; those that stay in view name several columns at once."""
EDITIONS = (Edition.UNIT, Edition.EVALUATOR, Edition.APPEAL)
BETWEEN = {"zh": "、", "en": ", "}
SMALL_HEADS = {"head"}  # of the sheets with scores and evidence


@cache
def packaged(name: str) -> Definition:
    found = load(framework_folder(name))
    return replace(found, round=replace(found.round, evidence_rows=5))


@pytest.fixture(scope="module")
def standard() -> Layout:
    return read_layout(template_path("standard"))


def of_each_class(definition: Definition) -> list[Unit]:
    """The unit of each class that is asked about most indicators."""
    return [
        max(definition.roster.of_class(c.code), key=lambda unit: len(list(definition.leaves(unit))))
        for c in definition.framework.classes
    ]


def texts(layout: Layout, sheet: SheetPlan, roles: set[str]) -> Iterator[str]:
    """The words in the rows of some roles."""
    own = {row.row: row.role for row in layout.sheets[sheet.template].rows}
    for row in sheet.rows:
        if own[row.style_row] in roles:
            hidden = sheet.hidden_columns
            yield from (str(t) for c, t in row.cells.items() if t != "" and c > 1 and c not in hidden)


def explained(layout: Layout, plan: WorkbookPlan, lang: Lang) -> tuple[set[str], str]:
    """What the guide explains, each heading alone and all as they stand there."""
    guide = next(sheet for sheet in plan.sheets if sheet.template == "guide")
    said = list(texts(layout, guide, {"heading"}))[::2]
    separator = BETWEEN[lang]
    return {name for names in said for name in names.split(separator)}, separator.join(said)


def between(head: str, lang: Lang) -> bool:
    """Whether a heading has in it what stands between headings."""
    return BETWEEN[lang] in head


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_heading_is_explained(name: str, lang: Lang, standard: Layout) -> None:
    definition = packaged(name)
    for unit in of_each_class(definition):
        for edition in EDITIONS:
            plan = plan_unit(definition, standard, unit, lang, edition)
            known, whole = explained(standard, plan, lang)
            for sheet in plan.sheets:
                roles = HEADED if sheet.template == "sampling" else SMALL_HEADS
                if sheet.template in {"sampling", "scores", "evidence"}:
                    heads = {text.removesuffix("（%）") for text in texts(standard, sheet, roles)}
                    missing = {head for head in heads - known if not between(head, lang) or head not in whole}
                    assert missing == set(), (edition, sheet.name)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_row_of_each_kind_is_worked(name: str, lang: Lang, standard: Layout) -> None:
    definition = packaged(name)
    for unit in of_each_class(definition):
        plan = plan_unit(definition, standard, unit, lang)
        guide = next(sheet for sheet in plan.sheets if sheet.template == "guide")
        cells = list(texts(standard, guide, {"example"}))
        columns, values = cells[::2], cells[1::2]
        indicators = [node.indicator for node in definition.leaves(unit) if node.indicator]
        measures = {indicator.measure for indicator in indicators}
        assert values.count(wording(lang)["check.none"]) == len(measures)
        results = columns.count(wording(lang)["guide.example_score"])
        assert results == len(measures - {Measure.SAMPLE})
        asked = {field for indicator in indicators for field in indicator.asks}
        assert {field for field in ABOUT_DATA if wording(lang)[f"head.{field}"] in columns} == asked


@pytest.mark.parametrize(
    ("name", "item"), [("website-2019", "信息发布"), ("mohurd-2012", "智慧城市发展规划纲要")]
)
def test_a_fault_is_no_example(name: str, item: str, standard: Layout) -> None:
    """Full points for a veto would read as praise."""
    definition = packaged(name)
    plan = plan_unit(definition, standard, definition.roster.units[0], "zh")
    guide = next(sheet for sheet in plan.sheets if sheet.template == "guide")
    lines = [str(text) for row in guide.rows for text in row.cells.values() if str(text).endswith("为例：")]
    assert item in lines[0]


@pytest.mark.slow
def test_a_form_without_scales_has_no_heading_for_them(standard: Layout) -> None:
    for name in FRAMEWORKS:
        definition = packaged(name)
        for unit in of_each_class(definition):
            scaled = any(n.indicator and n.indicator.scale for n in definition.leaves(unit))
            for edition in (Edition.UNIT, Edition.PRINT):
                plan = plan_unit(definition, standard, unit, "zh", edition)
                guide = next(s for s in plan.sheets if s.template in {"guide", "paper_guide"})
                shown = {text for row in guide.rows for text in row.cells.values() if isinstance(text, str)}
                assert (wording("zh")["guide.scales"] in shown) == scaled, (name, edition)
