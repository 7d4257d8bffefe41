"""Written files, read back with openpyxl and taken apart as zip."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from smartxl.define.template import read_layout
from smartxl.model.answers import PENDING, Answer, Field, State
from smartxl.model.plan import CheckKind, Computed, InputCell, WorkbookPlan
from smartxl.planning import plan_city, plan_unit
from smartxl.reading import extract, read_stamp
from smartxl.scoring import score
from smartxl.verify import verify
from smartxl.xlsx import open_book
from smartxl_generators import Template, write
from smartxl_templates import template_path

if TYPE_CHECKING:
    from .conftest import Example

UNIT = "HD"


@pytest.fixture(scope="module")
def plan(example: Example) -> WorkbookPlan:
    return plan_unit(example.definition, example.layout, example.definition.roster.by_code[UNIT], "zh")


@pytest.fixture(scope="module")
def content(example: Example, plan: WorkbookPlan) -> bytes:
    return write(plan, example.template, example.definition, example.table, example.answers_of(UNIT))


@pytest.fixture(scope="module")
def book(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def test_the_same_arguments_give_the_same_bytes(example: Example, plan: WorkbookPlan, content: bytes) -> None:
    other = plan_unit(example.definition, example.layout, example.definition.roster.by_code["YH"], "zh")
    write(other, example.template, example.definition, example.table)
    assert (
        write(plan, example.template, example.definition, example.table, example.answers_of(UNIT)) == content
    )


def test_the_stamp_is_in_the_document_properties(plan: WorkbookPlan, content: bytes) -> None:
    raw = open_book(content, "x.xlsx")
    assert read_stamp(raw) == plan.stamp


def test_inputs_are_unlocked_and_all_the_rest_is_locked(plan: WorkbookPlan, book: Workbook) -> None:
    for sheet in plan.sheets:
        inputs = {
            (row.row, column)
            for row in sheet.rows
            for column, content in row.cells.items()
            if isinstance(content, InputCell)
        }
        written = book[sheet.name]
        assert written.protection.sheet
        open_cells = {
            (c.row, c.column) for row in written.iter_rows() for c in row if not c.protection.locked
        }
        assert open_cells == inputs


def test_protection_leaves_filtering_and_widths_free(book: Workbook) -> None:
    rights = book["采样表"].protection
    assert (rights.autoFilter, rights.formatColumns, rights.formatRows) == (False, False, False)
    assert rights.password is None
    assert book["采样表"].auto_filter.ref.startswith("B5:R")


def test_every_input_is_validated_as_planned(plan: WorkbookPlan, book: Workbook) -> None:
    kinds = {
        CheckKind.LIST: "list",
        CheckKind.NUMBER: "decimal",
        CheckKind.DATE: "date",
        CheckKind.TEXT: "textLength",
    }
    sheet = plan.by_name["采样表"]
    validations = book["采样表"].data_validations.dataValidation
    for row in sheet.rows:
        for column, content in row.cells.items():
            if not isinstance(content, InputCell):
                continue
            cell = book["采样表"].cell(row.row, column).coordinate
            found = [v for v in validations if cell in v.sqref]
            assert [v.type for v in found] == [kinds[content.check.kind]], cell
            if content.check.kind is CheckKind.LIST:
                assert found[0].formula1 == str(content.check.source)
                assert found[0].showDropDown in {None, False}
            assert found[0].showErrorMessage
            assert found[0].errorStyle in {None, "stop"}


def test_every_formula_carries_the_engines_value(
    example: Example, plan: WorkbookPlan, content: bytes
) -> None:
    shown = load_workbook(io.BytesIO(content), data_only=True)
    checked = 0
    for cell, computed in plan.computed():
        value = example.table.of(computed.quantity)
        expected = None if value is None else computed.labels[int(value)] if computed.labels else value
        found = shown[cell.sheet].cell(cell.row, cell.column).value
        assert (found or None) == (expected or None), cell
        checked += 1
    assert checked > 100
    with ZipFile(io.BytesIO(content)) as package:
        sheets = [package.read(n) for n in package.namelist() if n.startswith("xl/worksheets/")]
    assert not [xml for xml in sheets if re.search(rb"</f><v ?/>|</f></c>", xml)]


def test_names_lead_to_the_rows_of_their_keys(plan: WorkbookPlan, book: Workbook) -> None:
    sheet = plan.by_name["采样表"]
    for section in sheet.sections:
        for line in section.lines:
            reference = book.defined_names[line.anchor].attr_text
            assert reference == f"'采样表'!$A${line.row}:$M${line.row}"
            assert book["采样表"].cell(line.row, 1).value == line.key


@pytest.mark.slow
@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-x", "@here", '=HYPERLINK("http://x")', "a\x0bb"])
def test_text_is_never_a_formula(example: Example, plan: WorkbookPlan, text: str) -> None:
    key = plan.by_name["采样表"].sections[0].lines[0].key
    answer = Answer(UNIT, key, State.PENDING, None, {Field.APPLICABLE: PENDING, Field.NOTE: text})
    table = score(example.definition, [answer])
    written = load_workbook(io.BytesIO(write(plan, example.template, example.definition, table, [answer])))
    line = plan.by_name["采样表"].sections[0].lines[0]
    cell = written["采样表"].cell(line.row, line.inputs[Field.NOTE])
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.value == text.replace("\x0b", "")


def test_an_answer_that_is_an_empty_text_leaves_its_cell_open(example: Example, plan: WorkbookPlan) -> None:
    line = plan.by_name["采样表"].sections[0].lines[0]
    answer = Answer(UNIT, line.key, State.PENDING, None, {Field.APPLICABLE: PENDING, Field.NOTE: ""})
    table = score(example.definition, [answer])
    written = load_workbook(io.BytesIO(write(plan, example.template, example.definition, table, [answer])))
    assert not written["采样表"].cell(line.row, line.inputs[Field.NOTE]).protection.locked


def test_answers_come_back_as_they_went_out(example: Example, plan: WorkbookPlan, content: bytes) -> None:
    extraction = extract(plan, example.definition, open_book(content, "x.xlsx"))
    assert extraction.findings == ()
    answers = (a for a in extraction.submission.answers if a.scores)
    back = {a.key: (a.state, a.score_input, dict(a.fields)) for a in answers}
    sent = {a.key: (a.state, a.score_input, dict(a.fields)) for a in example.answers_of(UNIT)}
    assert back == sent
    days = [f[Field.DATE] for _, _, f in back.values() if Field.DATE in f]
    assert days
    assert all(isinstance(day, date) for day in days)


def test_the_visual_side_comes_from_the_template(book: Workbook) -> None:
    template = load_workbook(template_path("standard"))["sampling"]
    item = next(row[0].row for row in template.iter_rows() if row[0].value == "item")
    written = book["采样表"]
    assert written.column_dimensions["D"].width == template.column_dimensions["D"].width
    assert written.cell(8, 4).font.name == template.cell(item, 4).font.name
    assert written.cell(8, 8).fill.fgColor.rgb == template.cell(item, 8).fill.fgColor.rgb
    assert written.page_setup.orientation == "landscape"
    assert written.print_title_rows == "$5:$5"
    assert written.column_dimensions["A"].hidden


@pytest.mark.slow
def test_a_restyled_template_is_followed(example: Example, tmp_path: Path) -> None:
    """Another title, another width, and the columns for address and note in each other's place."""
    changed = load_workbook(template_path("standard"))
    sheet = changed["sampling"]
    for row in (*range(5, 10), 12, 15, 16):
        address, note = sheet.cell(row, 11), sheet.cell(row, 13)
        address.value, note.value = note.value, address.value
    sheet["B1"] = "我市专用：{{ unit.name }}"
    sheet.column_dimensions["D"].width = 61
    path = tmp_path / "ours.xlsx"
    changed.save(path)
    unit = example.definition.roster.by_code[UNIT]
    plan = plan_unit(example.definition, read_layout(path), unit, "zh")
    template = Template.load(path.read_bytes(), path.name)
    content = write(plan, template, example.definition, example.table, example.answers_of(UNIT))
    written = load_workbook(io.BytesIO(content))["采样表"]
    assert written["B1"].value == f"我市专用：{unit.name.zh}"
    assert written.column_dimensions["D"].width == 61
    assert plan.by_name["采样表"].sections[0].lines[0].inputs[Field.NOTE] == 11
    assert verify(plan, content, example.table, {}).ok


@pytest.mark.slow
def test_long_names_get_the_height_they_need(example: Example) -> None:
    unit = example.definition.roster.by_code["SZB"]
    item = next(i for i in example.definition.catalogue.items if i.unit == "SZB")
    long = "关于" + "进一步规范" * 21 + "的办理事项"
    items = tuple(replace(i, name=long) if i == item else i for i in example.definition.catalogue.items)
    definition = replace(example.definition, catalogue=replace(example.definition.catalogue, items=items))
    plan = plan_unit(definition, example.layout, unit, "zh")
    written = load_workbook(io.BytesIO(write(plan, example.template, definition, score(definition, ()))))[
        "采样表"
    ]
    line = next(line for s in plan.by_name["采样表"].sections for line in s.lines if line.name == long)
    assert (written.row_dimensions[line.row].height or 0) >= 15 * 6


@pytest.mark.slow
def test_the_city_workbook_has_its_radars(example: Example) -> None:
    plan = plan_city(example.definition, example.layout, "zh")
    content = write(plan, example.template, example.definition, example.table, example.answers)
    with ZipFile(io.BytesIO(content)) as package:
        charts = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/charts/chart")]
    assert len(charts) == 2
    assert all("radarChart" in chart and chart.count("<ser>") == 3 for chart in charts)
    assert any(isinstance(c, Computed) for _, c in plan.computed())
