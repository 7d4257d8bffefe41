"""Every plan of the example, walked cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from smartxl.cells import Cell, sheet_name_fault
from smartxl.errors import TemplateError
from smartxl.model.answers import Field
from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT, Measure
from smartxl.model.layout import Layout
from smartxl.model.plan import CheckKind, Computed, InputCell, SheetPlan, WorkbookPlan
from smartxl.model.scores import CITY, Quantity, QuantityKind
from smartxl.model.unanswered import Missing
from smartxl.planning import plan_city, plan_unit
from smartxl.scoring import score
from smartxl.text import Lang
from smartxl.verify import ALLOWED_FUNCTIONS

FUNCTION = re.compile(r"([A-Z][A-Z0-9_.]*)\(")
SX = {"SX_SCORE", "SX_WEIGHTED", "SX_RANK", "SX_STAGE"}
EDITIONS = ("unit", "smallest", "district", "city", "result", "result-udf", "city-en")


@pytest.fixture(scope="module")
def plans(example: Definition, layout: Layout) -> dict[str, WorkbookPlan]:
    units = example.roster.by_code
    return {
        "unit": plan_unit(example, layout, units["GAJ"], "zh"),
        "smallest": plan_unit(example, layout, units["SZB"], "en"),
        "district": plan_unit(example, layout, units["HD"], "zh"),
        "city": plan_city(example, layout, "zh"),
        "result": plan_city(example, layout, "zh", Edition.RESULT),
        "result-udf": plan_city(example, layout, "zh", Edition.RESULT_UDF),
        "city-en": plan_city(example, layout, "en"),
    }


@pytest.fixture(params=EDITIONS)
def plan(request: pytest.FixtureRequest, plans: dict[str, WorkbookPlan]) -> WorkbookPlan:
    return plans[request.param]


def contents(plan: WorkbookPlan) -> dict[Cell, object]:
    return {
        Cell(sheet.name, row.row, column): content
        for sheet in plan.sheets
        for row in sheet.rows
        for column, content in row.cells.items()
    }


@pytest.mark.slow
def test_every_drop_down_offers_what_stands_on_its_list(plan: WorkbookPlan) -> None:
    cells = contents(plan)
    checked = 0
    for content in cells.values():
        if isinstance(content, InputCell) and content.check.kind is CheckKind.LIST:
            source = content.check.source
            assert source is not None
            rows = range(source.first_row, source.last_row + 1)
            listed = tuple(str(cells[Cell(source.sheet, row, source.first_column)]) for row in rows)
            assert listed == content.check.options
            below = cells.get(Cell(source.sheet, source.last_row + 1, source.first_column))
            assert below is None, "the list goes on below its area"
            checked += 1
    assert checked > 10


def test_every_row_offers_the_levels_of_its_own_indicator(example: Definition, plan: WorkbookPlan) -> None:
    for section in (section for _, section in plan.sections() if section.leaf):
        indicator = example.framework.by_code[section.leaf].indicator
        assert indicator is not None
        if indicator.measure not in {Measure.SAMPLE, Measure.RUBRIC}:
            continue
        options = example.framework.scales[indicator.scale].options
        labels = tuple(option.label.get(plan.stamp.lang) for option in options)
        asked = Field.LEVEL if indicator.measure is Measure.SAMPLE else Field.VALUE
        assert {line.checks[asked].options for line in section.lines} == {labels}


@pytest.mark.slow
def test_keys_and_anchors_are_unique_and_stand_where_the_plan_says(plan: WorkbookPlan) -> None:
    cells = contents(plan)
    anchors: Counter[str] = Counter()
    for sheet in plan.sheets:
        keys = [line.key for section in sheet.sections for line in section.lines]
        assert len(keys) == len(set(keys))
        for section in sheet.sections:
            for line in section.lines:
                assert cells[Cell(sheet.name, line.row, sheet.key_column)] == line.key
                assert plan.names[line.anchor].first_row == line.row
                for field, column in line.inputs.items():
                    content = cells[Cell(sheet.name, line.row, column)]
                    assert content == InputCell(line.key, field, line.checks[field])
                anchors[line.anchor] += 1
    assert set(anchors.values()) == {1}


def test_formulas_use_allowed_functions_only(plan: WorkbookPlan) -> None:
    used = {
        name for _, c in plan.computed() if isinstance(c, Computed) for name in FUNCTION.findall(c.formula)
    }
    extra = SX if plan.stamp.edition == "result-udf" else set()
    assert used <= ALLOWED_FUNCTIONS | extra
    assert used & SX == extra


def test_every_computed_cell_has_a_quantity_of_the_engine(example: Definition, plan: WorkbookPlan) -> None:
    table = score(example, ())
    missing = [content.quantity for _, content in plan.computed() if not table.knows(content.quantity)]
    assert missing == []


def test_sheet_names_are_names_for_excel(plan: WorkbookPlan) -> None:
    assert [s.name for s in plan.sheets if sheet_name_fault(s.name)] == []


def test_the_city_workbook_shows_every_score_of_every_unit(
    example: Definition, plans: dict[str, WorkbookPlan]
) -> None:
    shown = {content.quantity for _, content in plans["city"].computed()}
    for unit in example.roster.units:
        nodes = [ROOT, *(node.code for node in example.leaves(unit))]
        assert {Quantity(QuantityKind.SCORE, unit.code, node) for node in nodes} <= shown
        assert {Quantity(kind, unit.code) for kind in (QuantityKind.RANK, QuantityKind.STAGE)} <= shown
    assert {Quantity(QuantityKind.SCORE, CITY, n.code) for n in example.framework.nodes} <= shown


def test_a_workbook_has_the_sheets_its_edition_promises(
    plans: dict[str, WorkbookPlan], example: Definition
) -> None:
    assert [s.name for s in plans["unit"].sheets if not s.hidden] == [
        "封面",
        "填报说明",
        "采样表",
        "佐证材料清单",
        "得分一览",
    ]
    names = [s.name for s in plans["result"].sheets if not s.hidden]
    assert names[:6] == ["全市结果", "汇总-市直部门", "汇总-区县", "短板清单", "问题清单", "指标与权重"]
    assert len(names) == 6 + len(example.roster.units)


def test_the_stamp_stands_on_its_hidden_sheet(plan: WorkbookPlan) -> None:
    told = {row.cells[1]: row.cells[2] for row in plan.by_name["_smartxl"].rows}
    asked = {key: told.pop(f"smartxl.asks.{key}") for key in _asked(plan)}
    assert told == plan.stamp.to_properties()
    assert all(asked.values())


def _asked(plan: WorkbookPlan) -> list[str]:
    """The rows of a form that come back: each says what it asks."""
    edition = Edition.of(plan.stamp.edition)
    scored = [section for _, section in plan.sections() if section.scored]
    return (
        [line.key for section in scored for line in section.lines] if edition and edition.comes_back else []
    )


def _section(plan: WorkbookPlan, leaf: str) -> str:
    quantity = Quantity(QuantityKind.SCORE, plan.stamp.unit, leaf)
    return next(
        c.formula
        for cell, c in plan.computed()
        if isinstance(c, Computed) and c.quantity == quantity and cell.sheet == "采样表"
    )


def test_the_missing_policy_changes_the_formula(example: Definition, layout: Layout) -> None:
    def with_policy(missing: Missing) -> str:
        nodes = tuple(
            replace(n, indicator=replace(n.indicator, missing=missing))
            if n.code == "B1" and n.indicator
            else n
            for n in example.framework.nodes
        )
        changed = replace(example, framework=replace(example.framework, nodes=nodes))
        return _section(plan_unit(changed, layout, example.roster.by_code["GAJ"], "zh"), "B1")

    assert "SUMIF(" in with_policy(Missing.LEAVE_OUT)
    assert '"不适用"' in with_policy(Missing.ZERO)
    assert with_policy(Missing.LEAVE_OUT) != with_policy(Missing.ZERO)


@pytest.mark.parametrize(
    ("sheet", "cell", "text", "message"),
    [
        pytest.param(
            "sampling", ("title", 2), "{{ sampling.titel }}", "did you mean sampling.title", id="misspelt"
        ),
        pytest.param(
            "sampling", ("item", 7), "", "no place for input.applicable", id="input-without-a-place"
        ),
    ],
)
def test_a_template_that_cannot_be_followed_is_named(
    example: Definition, layout: Layout, sheet: str, cell: tuple[str, int], text: str, message: str
) -> None:
    spoiled = _with_cell(layout, sheet, cell, text)
    with pytest.raises(TemplateError) as caught:
        plan_unit(example, spoiled, example.roster.by_code["SZB"], "zh")
    assert message in str(caught.value)
    assert "standard.xlsx sampling" in caught.value.where.zh


def test_a_template_without_an_item_row_is_named(example: Definition, layout: Layout) -> None:
    sampling = layout.sheets["sampling"]
    rows = tuple(row for row in sampling.rows if row.role != "item")
    spoiled = replace(layout, sheets={**layout.sheets, "sampling": replace(sampling, rows=rows)})
    with pytest.raises(TemplateError, match="no row has the role 'item'"):
        plan_unit(example, spoiled, example.roster.by_code["SZB"], "zh")


def _with_cell(layout: Layout, sheet: str, cell: tuple[str, int], text: str) -> Layout:
    role, column = cell
    old = layout.sheets[sheet]
    rows = tuple(replace(r, cells={**r.cells, column: text}) if r.role == role else r for r in old.rows)
    return replace(layout, sheets={**layout.sheets, sheet: replace(old, rows=rows)})


@pytest.mark.parametrize(
    ("number", "lang", "title"),
    [(0, "zh", "一、数据资源共享目录（A1）"), (0, "en", "1. Data resources in the sharing directory (A1)")],
    ids=["zh", "en"],
)
def test_sections_are_numbered_in_the_language(
    example: Definition, layout: Layout, number: int, lang: Lang, title: str
) -> None:
    plan = plan_unit(example, layout, example.roster.by_code["GAJ"], lang)
    sheets: list[SheetPlan] = [sheet for sheet in plan.sheets if sheet.sections]
    assert sheets[0].sections[number].title == title
