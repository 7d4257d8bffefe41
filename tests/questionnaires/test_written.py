"""The files: locks, lists, limits, hidden parts, the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import a1, sheet_name_fault
from smartxl.errors import TemplateError
from smartxl.model.framework import ROOT
from smartxl.model.plan import InputCell, WorkbookPlan
from smartxl.questionnaires.scale import THRESHOLDS, options, value_of
from smartxl.text import Text
from smartxl.verify import read_grid, reader_for
from smartxl_generators import Template
from smartxl_generators.workbook import write_blank
from smartxl_templates import wording
from tests.questionnaires.forms import (
    MOMENT,
    WORDINGS,
    ahp_form,
    definition,
    delphi_form,
    framed,
    leaf,
    tally_form,
    written,
)

LONG = "全市政务服务事项一网通办平台与部门业务系统对接" * 5
NAMED = definition([3, 2])
LONG_NAMED = framed(
    [replace(n, name=Text(LONG)) if n.code in {"G1", "G1.1"} else n for n in NAMED.framework.nodes]
)
SURVEYED = framed([leaf("A", ROOT, {"dep": 50.0}, survey=True), leaf("B", ROOT, {"dep": 50.0}, survey=True)])
PLANS = {
    "ahp zh": ahp_form(LONG_NAMED),
    "ahp en": ahp_form(NAMED, lang="en"),
    "delphi zh": delphi_form(LONG_NAMED),
    "delphi en": delphi_form(NAMED, lang="en"),
    "survey zh": tally_form(SURVEYED),
    "survey en": tally_form(SURVEYED, lang="en"),
}
every_plan = pytest.mark.parametrize("plan", [pytest.param(plan, id=name) for name, plan in PLANS.items()])


def opened(plan: WorkbookPlan) -> Workbook:
    return load_workbook(io.BytesIO(written(plan)))


def validated(sheet: Worksheet) -> Iterator[str]:
    for validation in sheet.data_validations.dataValidation:
        for area in validation.sqref.ranges:
            yield from (f"{sheet.cell(r, c).coordinate}" for r, c in area.cells)


@every_plan
def test_exactly_the_inputs_are_unlocked_and_each_is_validated(plan: WorkbookPlan) -> None:
    book = opened(plan)
    for page in plan.sheets:
        sheet = book[page.name]
        inputs = {
            a1(row.row, column)
            for row in page.rows
            for column, content in row.cells.items()
            if isinstance(content, InputCell)
        }
        unlocked = {
            cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
        }
        assert unlocked == inputs
        assert sorted(validated(sheet)) == sorted(inputs)
        assert sheet.protection.sheet


@every_plan
def test_limits_of_excel_are_kept(plan: WorkbookPlan) -> None:
    book = opened(plan)
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    for sheet in book.worksheets:
        assert sheet_name_fault(sheet.title) is None
        for validation in sheet.data_validations.dataValidation:
            assert len(validation.prompt or "") <= 255
            assert len(validation.error or "") <= 255
            assert len(validation.formula1 or "") <= 255
        for row in sheet.iter_rows():
            assert all(len(str(cell.value)) <= 8192 for cell in row if cell.value is not None)
            assert (sheet.row_dimensions[row[0].row or 1].height or 15) <= 409


@every_plan
def test_formulas_call_only_what_every_spreadsheet_knows(plan: WorkbookPlan) -> None:
    grid = read_grid(written(plan))
    reader = reader_for(grid)
    for cell, formula in grid.formulas.items():
        reader.read(cell, formula.text)


@pytest.mark.slow
@every_plan
def test_keys_and_helper_sheets_are_hidden_and_the_first_sheet_opens(plan: WorkbookPlan) -> None:
    book = opened(plan)
    assert book.active is book.worksheets[0]
    assert [s.title for s in book.worksheets if s.sheet_state == "hidden"] == [
        p.name for p in plan.sheets if p.hidden
    ]
    for page in plan.sheets:
        if page.design and page.design.hidden_columns:
            assert book[page.name].column_dimensions["A"].hidden
            assert book[page.name].row_dimensions[1].hidden


@every_plan
def test_the_same_plan_gives_the_same_bytes(plan: WorkbookPlan) -> None:
    assert written(plan) == written(plan)


def test_a_template_without_a_look_says_which() -> None:
    template = Template("mine.xlsx", opened(PLANS["survey zh"]))
    template.book.create_sheet("sampling")
    template.book.create_sheet("cover")
    with pytest.raises(TemplateError, match=r"mine\.xlsx.*holds \{\{"):
        write_blank(PLANS["survey zh"], template, MOMENT)


def test_a_workbook_without_protection_when_the_round_asks_for_none() -> None:
    plan = replace(PLANS["ahp zh"], protect=False)
    assert not any(sheet.protection.sheet for sheet in opened(plan).worksheets)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_scale_is_symmetric_and_its_words_are_read_back(lang: str) -> None:
    scale = options(wording(lang))
    assert [option.value for option in scale] == pytest.approx(
        [1 / option.value for option in reversed(scale)]
    )
    assert len({option.label for option in scale}) == 17
    assert [value_of(option.label, WORDINGS) for option in scale] == [option.value for option in scale]
    assert value_of(" ◀  3 左边稍微重要 ", WORDINGS) == 3.0
    assert value_of("左边", WORDINGS) is None


def test_the_nearest_answer_changes_half_way_between_two() -> None:
    assert [round(t * t) for t in THRESHOLDS] == [2, 6, 12, 20, 30, 42, 56, 72]
