"""Forms in which indicators share a table, filled in and treated badly; and those of before there were tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.define.template import read_layout
from smartxl.findings import FindingCode
from smartxl.model.answers import Answer, Field
from smartxl.model.definition import Definition
from smartxl.model.plan import SheetPlan, WorkbookPlan
from smartxl.planning import plan_answers, plan_unit
from smartxl.project.frameworks import packaged_framework
from smartxl.reading import Extraction, extract
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.xlsx import open_book
from smartxl_generators import Template, write
from smartxl_templates import template_path

FRAMEWORKS = ("icf", "mohurd-2012", "xinxing-2016")
Damage = Callable[[Worksheet], None]


@dataclass(frozen=True)
class Form:
    """A filled form of the first unit of a framework."""

    definition: Definition
    plan: WorkbookPlan
    answers: tuple[Answer, ...]
    content: bytes

    @property
    def sheet(self) -> SheetPlan:
        return next(sheet for sheet in self.plan.sheets if sheet.template == "sampling")

    def read(self, content: bytes, generation: str = "") -> Extraction:
        layout, unit = read_layout(template_path("standard")), self.plan.stamp.unit
        generation = generation or self.plan.stamp.generation
        plan = plan_answers(
            self.definition, layout, self.definition.roster.by_code[unit], "zh", generation=generation
        )
        return extract(plan, self.definition, open_book(content, "a.xlsx"))

    def damaged(self, damage: Damage) -> Extraction:
        book: Workbook = load_workbook(BytesIO(self.content))
        sheet = book[self.sheet.name]
        assert isinstance(sheet, Worksheet)
        damage(sheet)
        out = BytesIO()
        book.save(out)
        return self.read(out.getvalue())


@cache
def form(name: str, generation: str = "2") -> Form:
    definition = packaged_framework(name).definition
    unit = definition.roster.units[0]
    answers = tuple(answer for answer in respond(definition, "zh", 7) if answer.unit == unit.code)
    template = Template.load(template_path("standard").read_bytes(), "standard.xlsx")
    layout = read_layout(template_path("standard"))
    plan = plan_unit(definition, layout, unit, "zh", generation=generation)
    content = write(plan, template, definition, score(definition, answers), answers)
    return Form(definition, plan, answers, content)


def fields_of(extraction: Extraction) -> Mapping[str, Mapping[Field, object]]:
    return {answer.key: dict(answer.fields) for answer in extraction.submission.answers}


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_form_of_before_there_were_tables_is_read_as_it_was(name: str) -> None:
    now, before = form(name), form(name, "")
    assert "smartxl.generation" not in before.plan.stamp.to_properties()
    assert now.plan.stamp.check_code == before.plan.stamp.check_code
    ours, theirs = now.read(now.content), before.read(before.content)
    assert theirs.findings == ours.findings
    assert fields_of(theirs) == fields_of(ours)
    assert any(fields for fields in fields_of(ours).values())
    tables = [score(now.definition, each.submission.answers) for each in (ours, theirs)]
    assert tables[0].values == tables[1].values


def swap_rows(first: int, second: int) -> Damage:
    def damage(sheet: Worksheet) -> None:
        """As a sort does: all cells of a row go with its key."""
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(first, column), sheet.cell(second, column)
            if not (type(one).__name__ == "MergedCell" or type(other).__name__ == "MergedCell"):
                one.value, other.value = other.value, one.value

    return damage


def test_rows_of_a_table_that_were_sorted_are_read_by_their_keys() -> None:
    filled = form("icf")
    rows = [line.row for line in filled.sheet.parts[0][0].lines + filled.sheet.parts[0][3].lines]
    found = filled.damaged(swap_rows(rows[0], rows[1]))
    assert fields_of(found) == fields_of(filled.read(filled.content))
    assert [finding.code for finding in found.findings] == [FindingCode.ROWS_SORTED]


def test_a_row_of_a_table_that_was_deleted_is_named_after_its_indicator() -> None:
    filled = form("icf")
    line = filled.sheet.parts[1][2].lines[0]

    def delete(sheet: Worksheet) -> None:
        for merge in [m for m in sheet.merged_cells.ranges if m.min_row >= line.row]:
            sheet.unmerge_cells(str(merge))  # they would stay where they are
        sheet.delete_rows(line.row)

    found = filled.damaged(delete)
    missing = [f for f in found.findings if f.code is FindingCode.ROW_MISSING]
    assert [finding.item for finding in missing] == ["失业与待业人员培训"]
    whole = fields_of(filled.read(filled.content))
    assert {k: v for k, v in fields_of(found).items() if k != line.key} == {
        k: v for k, v in whole.items() if k != line.key
    }


def test_answers_that_were_merged_are_told_at_their_rows() -> None:
    filled = form("icf")
    first, second = (section.lines[0] for section in filled.sheet.parts[1][:2])
    column = first.inputs[Field.VALUE]

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells(start_row=first.row, start_column=column, end_row=second.row, end_column=column)

    found = filled.damaged(merge)
    told = [f for f in found.findings if f.code is FindingCode.MERGED_ANSWERS]
    assert [finding.item for finding in told] == [first.name, second.name]


def test_a_name_that_was_pasted_over_another_bars_its_row() -> None:
    filled = form("icf")
    first, second = (section.lines[0] for section in filled.sheet.parts[1][:2])

    def paste(sheet: Worksheet) -> None:
        sheet.cell(second.row, 4).value = first.name

    found = filled.damaged(paste)
    (told,) = (f for f in found.findings if f.code is FindingCode.OTHER_LABEL)
    assert (told.cell, told.item, told.found) == (f"D{second.row}", second.name, first.name)


def test_a_level_that_is_none_is_told_at_the_row_of_its_indicator() -> None:
    filled = form("mohurd-2012")
    line = filled.sheet.parts[3][1].lines[0]

    def write_wrong(sheet: Worksheet) -> None:
        sheet.cell(line.row, line.inputs[Field.VALUE]).value = "差不多"

    found = filled.damaged(write_wrong)
    told = [f for f in found.findings if f.item == line.name]
    assert [(f.cell, f.found) for f in told] == [(f"H{line.row}", "差不多")]


def test_what_was_typed_over_the_title_of_a_table_is_no_answer() -> None:
    filled = form("icf")
    band = filled.sheet.parts[1][0].band_row

    def note(sheet: Worksheet) -> None:
        sheet.cell(band, 13).value = "本表由科技局填写"

    found = filled.damaged(note)
    assert fields_of(found) == fields_of(filled.read(filled.content))
    assert [(f.code, f.cell) for f in found.findings] == [(FindingCode.ROW_WITHOUT_KEY, f"M{band}")]
