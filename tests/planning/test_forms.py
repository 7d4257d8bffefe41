"""What a form has beside the items of the definition: evidence, added rows, what numbers mean, the edition on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smartxl.model.answers import Field
from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.model.framework import Indicator, Measure
from smartxl.model.keys import UNSCORED
from smartxl.model.layout import Layout
from smartxl.model.plan import Computed, InputCell, RowCheckFormula, SheetPlan, WorkbookPlan
from smartxl.model.relations import Relation, RelationKind
from smartxl.planning import PreviousAnswers, plan_city, plan_unit

UNIT = "GXJ"


def indicator_of(definition: Definition, code: str) -> Indicator:
    indicator = definition.framework.by_code[code].indicator
    assert indicator is not None
    return indicator


def with_indicator(definition: Definition, code: str, indicator: Indicator) -> Definition:
    nodes = tuple(
        replace(n, indicator=indicator) if n.code == code else n for n in definition.framework.nodes
    )
    return replace(definition, framework=replace(definition.framework, nodes=nodes))


def plan_of(
    definition: Definition,
    layout: Layout,
    edition: Edition = Edition.UNIT,
    last: PreviousAnswers | None = None,
) -> WorkbookPlan:
    return plan_unit(definition, layout, definition.roster.by_code[UNIT], "zh", edition, last=last)


def inputs(sheet: SheetPlan) -> set[str]:
    return {c.key for row in sheet.rows for c in row.cells.values() if isinstance(c, InputCell)}


@pytest.mark.parametrize("rows", [1, 30, 120])
def test_the_register_is_as_long_as_declared_and_numbered(
    example: Definition, layout: Layout, rows: int
) -> None:
    definition = replace(example, round=replace(example.round, evidence_rows=rows))
    sheet = plan_of(definition, layout).by_name["佐证材料清单"]
    (section,) = sheet.sections
    assert [line.name for line in section.lines] == [f"E{number:02}" for number in range(1, rows + 1)]
    assert all(line.key.startswith(UNSCORED) for line in section.lines)
    assert set(section.lines[0].inputs) == {Field.NAME, Field.ADDRESS, Field.DATE, Field.USED_BY}
    assert not sheet.scored


def test_a_column_that_nothing_asks_for_is_hidden(example: Definition, layout: Layout) -> None:
    """So that no cell looks open and is locked, and the guide says nothing of it."""
    without = replace(example, framework=replace(example.framework, channels=()))
    for definition, hidden in ((example, False), (without, True)):
        plan = plan_of(definition, layout)
        sheet = plan.by_name["采样表"]
        heads = {column for row in sheet.rows for column, cell in row.cells.items() if cell == "提供渠道"}
        assert bool(heads & sheet.hidden_columns) == hidden
        guide = [cell for row in plan.by_name["填报说明"].rows for cell in row.cells.values()]
        assert ("提供渠道" in guide) != hidden


def test_without_rows_there_is_no_register(example: Definition, layout: Layout) -> None:
    definition = replace(example, round=replace(example.round, evidence_rows=0))
    names = [sheet.name for sheet in plan_of(definition, layout).sheets if not sheet.hidden]
    assert names == ["封面", "填报说明", "采样表", "得分一览"]


def test_rows_are_numbered_over_the_whole_sheet(example: Definition, layout: Layout) -> None:
    """So that evidence can name one by its number."""
    sheet = plan_of(example, layout).by_name["采样表"]
    rows = {row.row: row.cells for row in sheet.rows}
    lines = [line for section in sheet.scored for line in section.lines]
    assert [rows[line.row][2] for line in lines] == list(range(1, len(lines) + 1))


def test_added_rows_follow_their_section_and_nothing_counts_them(example: Definition, layout: Layout) -> None:
    sheet = plan_of(example, layout).by_name["采样表"]
    (added,) = (section for section in sheet.sections if not section.scored)
    before = next(section for section in sheet.scored if section.leaf == added.leaf)
    spare = indicator_of(example, added.leaf).spare
    assert [line.name for line in added.lines] == [f"增{number}" for number in range(1, spare + 1)]
    assert added.lines[0].row == before.lines[-1].row + 2
    first, last = added.lines[0].row, added.lines[-1].row
    formulas = [c.formula for row in sheet.rows for c in row.cells.values() if isinstance(c, Computed)]
    assert not any(
        f"{column}{row}" in f for f in formulas for column in "GN" for row in range(first, last + 1)
    )
    assert Field.NAME in added.lines[0].inputs
    assert (
        Field.REVIEW
        not in plan_of(example, layout, Edition.EVALUATOR).by_name["采样表"].sections[2].lines[0].inputs
    )


@pytest.mark.slow
def test_the_city_workbook_shows_what_units_added(example: Definition, layout: Layout) -> None:
    sheet = plan_city(example, layout, "zh").by_name["工业和信息化局"]
    keys = {line.key for section in sheet.sections if not section.scored for line in section.lines}
    assert keys == {f"~A2/{number}" for number in range(1, 6)}
    assert keys <= inputs(sheet)


def remark_of(plan: WorkbookPlan, key: str) -> RowCheckFormula:
    return next(remark for _, remark in plan.row_checks() if remark.key == key)


def test_a_number_is_compared_with_last_time_where_that_is_declared(
    example: Definition, layout: Layout
) -> None:
    blank = remark_of(plan_of(example, layout), "B5/x")
    filled = remark_of(plan_of(example, layout, last=PreviousAnswers("2025", {"B5/x": 12.0})), "B5/x")
    assert blank.formula == filled.formula, "verify reads both by the same plan"
    assert (blank.last, filled.last) == (None, 12.0)
    assert "50%" in filled.formula
    assert "≤ 500" in filled.formula
    assert (
        remark_of(plan_of(example, layout, last=PreviousAnswers("2025", {"A3/n": 12.0})), "A3/n").last is None
    )


def test_limits_are_told_with_all_their_digits(example: Definition, layout: Layout) -> None:
    indicator = indicator_of(example, "B5")
    (asked,) = indicator.inputs
    wide = replace(asked, minimum=0.0, maximum=12_345_678.0, low=None, high=1_234_567.0)
    plan = plan_of(with_indicator(example, "B5", replace(indicator, inputs=(wide,))), layout)
    line = next(line for _, section in plan.sections() for line in section.lines if line.key == "B5/x")
    assert "12345678" in line.checks[Field.VALUE].prompt
    assert "≤ 1234567" in line.checks[Field.VALUE].prompt
    assert "≤ 1234567" in remark_of(plan, "B5/x").formula
    points = plan.by_name["采样表"].rows[line.row - 1].cells.values()
    assert any("<=12345678)" in cell.formula for cell in points if isinstance(cell, Computed))


def test_nothing_is_compared_where_the_column_may_stand_elsewhere(
    example: Definition, layout: Layout
) -> None:
    """Right of the column that only some forms have, another one moves into its place in the others."""
    sampling = layout.sheets["sampling"]
    wider = replace(
        layout, sheets={**layout.sheets, "sampling": replace(sampling, last_column=sampling.last_column + 1)}
    )
    assert "ABS(" in remark_of(plan_of(example, layout), "B5/x").formula
    assert "ABS(" not in remark_of(plan_of(example, wider), "B5/x").formula


def test_jumps_of_several_indicators_are_known_by_row(example: Definition) -> None:
    jump = Relation(RelationKind.JUMP, ("A3/n", "A3/N"), tolerance=20)
    definition = with_indicator(example, "A3", replace(indicator_of(example, "A3"), checks=(jump,)))
    assert definition.framework.jumps == {"A3/n": 20, "A3/N": 20, "B5/x": 50}


def test_the_meaning_of_numbers_and_levels_stands_beside_them(example: Definition, layout: Layout) -> None:
    sheet = plan_of(example, layout).by_name["采样表"]
    rows = {row.row: row.cells for row in sheet.rows}
    said = {line.key: rows[line.row] for section in sheet.scored for line in section.lines}
    asked = "评估期内月均更新信息条数；门户网站首发信息，不含转载和自动抓取；佐证：后台统计截图"
    assert (said["B5/x"][5], said["B5/x"][9]) == (f"{asked}；网站后台统计", "条/月")
    levels = str(said["D4/level"][9]).split("\n")
    assert levels[0] == "A 无专项政策（0）：无产业数字化专项政策"
    assert len(levels) == 4


def print_of(definition: Definition, layout: Layout, unit: str = UNIT) -> WorkbookPlan:
    return plan_unit(definition, layout, definition.roster.by_code[unit], "zh", Edition.PRINT)


def test_paper_has_every_row_and_nothing_to_type_into(example: Definition, layout: Layout) -> None:
    plan, form = print_of(example, layout), plan_of(example, layout)
    assert plan.stamp.edition == "print"
    assert [sheet.name for sheet in plan.sheets if not sheet.hidden] == ["采样表", "佐证材料清单", "填报说明"]
    cells = [c for sheet in plan.sheets for row in sheet.rows for c in row.cells.values()]
    assert not any(isinstance(c, InputCell | Computed | RowCheckFormula) for c in cells)
    assert not plan.names
    names = {line.name for section in form.by_name["采样表"].sections for line in section.lines}
    shown = "\n".join(c for c in cells if isinstance(c, str))
    assert {name for name in names if name not in shown} == set()
    assert not any(c.startswith(UNSCORED) for c in cells if isinstance(c, str))


def test_choices_are_boxes(example: Definition, layout: Layout) -> None:
    sheet = print_of(example, layout).by_name["采样表"]
    texts = [c for row in sheet.rows for c in row.cells.values() if isinstance(c, str)]
    assert "□是  □否" in texts
    assert "□静态公布\n□条件检索\n□实时查询" in texts  # few
    assert "□1 □2 □3 □4 □5" in texts  # many: a line above says what they mean
    assert any("1 办事指南  2 表格下载" in text for text in texts)
    assert any(text.startswith("□A 无专项政策（0）：") for text in texts)
    assert "________ 条/月" in texts


def test_what_is_no_row_stays_with_the_row_below(example: Definition, layout: Layout) -> None:
    sheet = print_of(example, layout).by_name["采样表"]
    titles = {row.row for row in sheet.rows if str(row.cells.get(1, "")).startswith(("一、", "二、", "十、"))}
    assert len(titles) == 3
    for row in titles:
        assert {row, row + 1} <= sheet.keep
    last = sheet.rows[-1].row
    assert {last - 1, last - 2} <= sheet.keep
    assert last not in sheet.keep


def test_indicators_with_numbers_need_no_headings_of_their_own(example: Definition, layout: Layout) -> None:
    paper = layout.sheets["paper"]
    rows = tuple(row for row in paper.rows if row.role != "entry_heading")
    plain = replace(layout, sheets={**layout.sheets, "paper": replace(paper, rows=rows)})
    kpis = [n for n in example.leaves(example.roster.by_code[UNIT]) if n.indicator]
    entries = sum(n.indicator.measure is not Measure.SAMPLE for n in kpis if n.indicator)
    before, after = (print_of(example, lay).by_name["采样表"] for lay in (layout, plain))
    assert entries > 2
    assert len(before.rows) == len(after.rows)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["GXJ", "HD"])
def test_headers_know_the_unit_and_the_round(example: Definition, layout: Layout, unit: str) -> None:
    plan = plan_unit(example, layout, example.roster.by_code[unit], "zh")
    shown = {sheet.page.get("unit.name") for sheet in plan.sheets if sheet.template}
    assert shown == {example.roster.by_code[unit].name.zh}
    city = plan_city(example, layout, "zh")
    assert city.by_name["全市结果"].page["round.name"] == "2026-1"
    assert "unit.name" not in city.by_name["全市结果"].page
    assert city.by_name["工业和信息化局"].page["unit.name"] == "市工业和信息化局"


def test_a_template_without_rows_for_it_gives_added_items_the_looks_of_others(
    example: Definition, layout: Layout
) -> None:
    """A city's own form has no such rows: what is declared must come out all the same."""
    sampling = layout.sheets["sampling"]
    rows = tuple(row for row in sampling.rows if row.role not in {"spare", "added"})
    plain = replace(layout, sheets={**layout.sheets, "sampling": replace(sampling, rows=rows)})
    before, after = (plan_of(example, lay).by_name["采样表"] for lay in (layout, plain))
    assert [s.lines for s in after.sections] == [s.lines for s in before.sections]
    added = next(section for section in after.sections if not section.scored)
    cells = {row.row: row.cells for row in after.rows}
    assert set(cells[added.band_row].values()) >= {
        "清单以外的同类事项可在下面各行自行补充；补充的事项只供评估方核定，本轮不计分，也不计入填报进度。"
    }
    for line in added.lines:
        found = {c.field: column for column, c in cells[line.row].items() if isinstance(c, InputCell)}
        assert found == line.inputs
