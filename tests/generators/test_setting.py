"""How a workbook is set is known without writing it: the same as what is read from the bytes that are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle

from smartxl.define.template import read_layout
from smartxl.diagnosis import diagnose
from smartxl.model.answers import Answer, Field, Scalar
from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.model.plan import InputCell, Shown, WorkbookPlan
from smartxl.planning import PreviousAnswers, plan_city, plan_unit
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.text import Lang
from smartxl.xlsx import RawBook, RawSheet
from smartxl.xlsx.book import Place
from smartxl.xlsx.cellvalues import CellValue
from smartxl.xlsx.gate import LARGE_BUDGET
from smartxl.xlsx.saved import open_saved
from smartxl.xlsx.settings import SavedLook
from smartxl_generators import Template, write
from smartxl_generators.setting import as_set
from smartxl_templates import template_path
from tests.generated import maker

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Example

OF_A_SHEET = ("row_styles", "columns", "filtered", "protection", "validations", "conditions", "links")
PLAIN = ("name", "merged", "formulas", "hidden_rows", "hidden_columns", "hidden", "height")
Made = tuple[WorkbookPlan, Template, Definition, Sequence[Answer]]


def read_back(made: Made) -> tuple[RawBook, RawBook]:
    """The workbook as it is written and read, and as it is set."""
    plan, template, definition, answers = made
    table = score(definition, answers)
    written = write(plan, template, definition, table, answers)
    return (
        open_saved(written, plan.file_name, budget=LARGE_BUDGET),
        as_set(plan, template, table, answers),
    )


def looks(book: RawBook, sheet: str) -> dict[Place, SavedLook]:
    """The look of each cell that a sheet says something of, in the order of the file."""
    assert book.settings is not None
    return {place: book.settings.look(each) for place, each in book.settings.sheets[sheet].styles.items()}


def constants(sheet: RawSheet, answered: set[Place]) -> Iterator[tuple[Place, CellValue]]:
    """What stands there that no answer changes."""
    for row, values in enumerate(sheet.values, 1):
        for column, value in enumerate(values, 1):
            place = row, column
            if value != "" and place not in answered and place not in sheet.formulas:
                yield place, value


def inputs(plan: WorkbookPlan, sheet: str) -> set[Place]:
    contents = ((row.row, cell) for row in plan.by_name[sheet].rows for cell in row.cells.items())
    return {(row, column) for row, (column, each) in contents if isinstance(each, InputCell | Shown)}


def assert_set_alike(made: Made) -> None:
    written, expected = read_back(made)
    one, other = written.settings, expected.settings
    assert one is not None
    assert other is not None
    assert (one.states, one.names, one.calculation) == (other.states, other.names, other.calculation)
    assert (one.structure, one.tables, written.links) == (other.structure, other.tables, expected.links)
    assert written.from_1904 == expected.from_1904
    assert list(one.sheets) == list(other.sheets) == list(expected.sheets)
    for name, sheet in one.sheets.items():
        assert list(looks(written, name).items()) == list(looks(expected, name).items())
        for key in OF_A_SHEET:
            assert getattr(sheet, key) == getattr(other.sheets[name], key), f"{name}: {key}"
        for key in PLAIN:
            assert getattr(written.sheets[name], key) == getattr(expected.sheets[name], key), f"{name}: {key}"
        answered = inputs(made[0], name)
        shown, known = (list(constants(book.sheets[name], answered)) for book in (written, expected))
        assert shown == known


def form(example: Example, unit: str, lang: Lang = "zh", last: PreviousAnswers | None = None) -> WorkbookPlan:
    units = example.definition.roster.by_code
    return plan_unit(example.definition, example.layout, units[unit], lang, last=last)


def filled(example: Example, unit: str, lang: Lang) -> list[Answer]:
    """Answers of which one begins as a formula does, and one is a day."""
    part = example.definition.only([example.definition.roster.by_code[unit]])
    answers = list(respond(part, lang, 3))
    more: dict[Field, Scalar] = {Field.NOTE: "=1+1", Field.DATE: date(2026, 3, 1)}
    return [answers[0]._replace(fields={**answers[0].fields, **more}), *answers[1:]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("unit", ["SZB", "GAJ", "HD"])
@pytest.mark.parametrize("is_filled", [False, True], ids=["blank", "filled"])
def test_forms(example: Example, unit: str, lang: Lang, *, is_filled: bool) -> None:
    answers = filled(example, unit, lang) if is_filled else []
    part = example.definition.only([example.definition.roster.by_code[unit]])
    assert_set_alike((form(example, unit, lang), example.template, part, answers))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_forms_with_last_times_answers(example: Example, lang: Lang) -> None:
    section = next(form(example, "GAJ").sections())[1]
    last = PreviousAnswers("2025", {line.key: 12.0 for line in section.lines})
    plan = form(example, "GAJ", lang, last)
    assert_set_alike((plan, example.template, example.definition, example.answers_of("GAJ")))


@pytest.mark.parametrize("edition", [each for each in Edition if each.comes_back], ids=str)
def test_other_forms_of_a_unit(example: Example, edition: Edition) -> None:
    unit = example.definition.roster.by_code["SZB"]
    plan = plan_unit(example.definition, example.layout, unit, "zh", edition)
    assert_set_alike((plan, example.template, example.definition, example.answers_of("SZB")))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("edition", [Edition.CITY, Edition.RESULT], ids=str)
def test_workbooks_of_all_units(example: Example, lang: Lang, edition: Edition) -> None:
    """With the report's sheets, whose looks come from no template sheet, and charts."""
    few = example.few()
    answers = [answer for answer in example.answers if answer.unit in few.roster.by_code]
    diagnosis = diagnose(few, answers, ()) if edition.has_result else None
    plan = plan_city(few, example.layout, lang, edition, diagnosis=diagnosis)
    assert_set_alike((plan, example.template, few, answers if edition.has_result else []))


def edited() -> Workbook:
    """The standard template with what nobody sees, and with formats of a city's own."""
    book = load_workbook(template_path("standard"), rich_text=True)
    sheet = book["sampling"]
    sheet.column_dimensions["F"].hidden = True
    sheet.column_dimensions["G"].width = 0.5
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[3].height = 1.0
    red = DifferentialStyle(fill=PatternFill(bgColor="FFC7CE"))
    sheet.conditional_formatting.add("M7:M8", Rule("cellIs", operator="equal", formula=["0"], dxf=red))
    book["cover"].merge_cells("J2:K4")
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and "{{" in cell.value:
                cell.number_format = '0.00"\n<分>"'
    return book


def test_an_edited_template(example: Example, tmp_path: Path) -> None:
    made = made_with(edited(), example, "GAJ", tmp_path)
    sheet = next(sheet.name for sheet in made[0].answerable)
    assert len(read_back(made)[0].sheets[sheet].hidden_rows) > 1
    assert_set_alike(made)


def test_a_template_of_a_citys_own(example: Example, tmp_path: Path) -> None:
    """The city's old form: merged headings, a picture, a text in two colours."""
    assert_set_alike(made_with(maker("own_form").template_of_form(), example, "SZB", tmp_path))


def made_with(book: Workbook, example: Example, unit: str, folder: Path) -> Made:
    path = folder / "own.xlsx"
    book.save(path)
    units = example.definition.roster.by_code
    plan = plan_unit(example.definition, read_layout(path), units[unit], "zh")
    template = Template.load(path.read_bytes(), path.name)
    return plan, template, example.definition, example.answers_of(unit)
