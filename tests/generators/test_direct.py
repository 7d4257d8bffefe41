"""The writer of sheets: what it shares between files changes none of them, and what it writes reads back."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.xml.functions import fromstring

from smartxl.cells import Area
from smartxl.model.answers import PENDING, Answer, Field, State
from smartxl.model.plan import Check, CheckKind, SheetPlan
from smartxl.planning import plan_unit
from smartxl.scoring import score
from smartxl.text import LANGUAGES, Lang
from smartxl_generators import Template, write
from smartxl_generators.ooxml.archive import archive, packed
from smartxl_generators.ooxml.ranges import validations
from smartxl_generators.ooxml.styles import StyleBase, Styles
from smartxl_generators.ooxml.xml import attribute, encoded, escaped, inline_text, number
from smartxl_templates import template_path

if TYPE_CHECKING:
    from .conftest import Example

UNITS = ("GAJ", "SZB", "HD", "JYJ")


def fresh() -> Template:
    path = template_path("standard")
    return Template.load(path.read_bytes(), path.name)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_does_not_depend_on_the_files_before_it(example: Example, lang: Lang) -> None:
    """Looks, shapes, frames, checks and forms of rows are kept: the second file of a template uses the first one's."""
    definition, blank = example.definition, score(example.definition, ())
    plans = [plan_unit(definition, example.layout, definition.roster.by_code[c], lang) for c in UNITS]
    alone = {plan.file_name: write(plan, fresh(), definition, blank) for plan in plans}
    together = fresh()
    for plan in (*plans, *reversed(plans)):
        assert write(plan, together, definition, blank) == alone[plan.file_name]


@pytest.mark.slow
def test_a_filled_file_does_not_depend_on_the_blank_one_before_it(example: Example) -> None:
    definition, unit = example.definition, example.definition.roster.by_code["HD"]
    plan, answers = plan_unit(definition, example.layout, unit, "zh"), example.answers_of("HD")
    template = fresh()
    alone = write(plan, fresh(), definition, example.table, answers)
    write(plan, template, definition, score(definition, ()))
    assert write(plan, template, definition, example.table, answers) == alone


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "plain",
        " blank before and after ",
        "two\nlines",
        "a < b & c > d",
        '"quoted"',
        "=1+1",
        "-",
        "办理进度查询、2026",
        "\u3000全角空格",
        "emoji 😀",
        "]]>",
        "&amp;",
    ],
)
def test_a_text_comes_back_as_it_was(example: Example, text: str) -> None:
    """A note as an answer: unlocked, never a formula."""
    definition, unit = example.definition, example.definition.roster.by_code["SZB"]
    plan = plan_unit(definition, example.layout, unit, "zh")
    sheet = next(s for s in plan.sheets if s.sections)
    line = sheet.sections[0].lines[0]
    answer = Answer("SZB", line.key, State.PENDING, None, {Field.APPLICABLE: PENDING, Field.NOTE: text})
    content = write(plan, example.template, definition, score(definition, [answer]), [answer])
    cell = load_workbook(io.BytesIO(content))[sheet.name].cell(line.row, line.inputs[Field.NOTE])
    assert (cell.value, cell.data_type, cell.protection.locked) == (text, "s", False)
    assert cell.quotePrefix == (text[0] in "=-")


def test_names_of_items_are_escaped_wherever_they_stand(example: Example) -> None:
    name = '<城>&"市" =A1'
    item = next(i for i in example.definition.catalogue.items if i.unit == "SZB")
    items = tuple(replace(i, name=name) if i == item else i for i in example.definition.catalogue.items)
    definition = replace(example.definition, catalogue=replace(example.definition.catalogue, items=items))
    plan = plan_unit(definition, example.layout, definition.roster.by_code["SZB"], "zh")
    content = write(plan, example.template, definition, score(definition, ()))
    book = load_workbook(io.BytesIO(content))
    assert name in {cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}


def test_characters_that_xml_cannot_carry_are_left_out() -> None:
    assert encoded("a\x00b\x01\x1f\ufffe\uffff\ud800c\td\ne").decode() == "abc\td\ne"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (3.0, "3"), (-2.5, "-2.5"), (0.1, "0.1"), (1e15, "1000000000000000.0"), (1e300, "1e+300")],
)
def test_whole_numbers_have_no_point(value: float, text: str) -> None:
    assert number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_as_it_was(value: float) -> None:
    assert float(number(value)) == value


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_no_text_breaks_the_xml(text: str) -> None:
    wanted = text.replace("\ufffe", "").replace("\uffff", "")
    element = fromstring(encoded(f'<a b="{attribute(text)}">{escaped(text)}{inline_text(text)}</a>'))
    assert (element.get("b"), element.text or "", element[0].text or "") == (wanted, wanted, wanted)


def test_parts_are_whole_and_have_no_time(example: Example) -> None:
    parts = [packed("a.xml", "文字" * 1000), packed("b/c.xml", b"")]
    with ZipFile(io.BytesIO(archive(parts))) as package:
        assert package.testzip() is None
        assert [package.read(name) for name in ("a.xml", "b/c.xml")] == [("文字" * 1000).encode(), b""]
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def check(number: int) -> Check:
    return Check(CheckKind.LIST, ("a",), Area("x", number, 1, number, 1))


@pytest.mark.slow
@given(st.dictionaries(st.integers(1, 4), st.lists(st.sets(st.integers(1, 30), min_size=1), min_size=1)))
def test_areas_cover_the_cells_of_a_check_and_no_others(places: dict[int, list[set[int]]]) -> None:
    """Column → sets of rows as they are met: the same cells again, in areas that neither overlap nor touch."""
    cells = [(check(1), column, sorted(rows)) for column, found in places.items() for rows in _apart(found)]
    xml = validations(cells, "error", "title")
    assert xml.count("<dataValidation ") == (1 if places else 0)
    areas = xml.partition('sqref="')[2].partition('"')[0].split()
    covered = [
        (column, row)
        for first_column, first, last_column, last in map(range_boundaries, areas)
        for column in range(int(first_column or 0), int(last_column or 0) + 1)
        for row in range(int(first or 0), int(last or 0) + 1)
    ]
    wanted = {(column, row) for _, column, rows in cells for row in rows}
    assert sorted(covered) == sorted(wanted)
    stretches = sum((column, row - 1) not in wanted for column, row in wanted)
    assert len(areas) == stretches


def _apart(found: list[set[int]]) -> list[set[int]]:
    """A row is in one shape only."""
    seen: set[int] = set()
    apart = []
    for rows in found:
        apart.append(rows - seen)
        seen |= rows
    return [rows for rows in apart if rows]


def test_different_checks_have_validations_of_their_own() -> None:
    xml = validations([(check(1), 1, [1]), (check(2), 1, [2]), (check(1), 2, [1, 3])], "error", "title")
    assert xml.count("<dataValidation ") == 2
    assert 'sqref="A1:A1 B1:B1 B3:B3"' in xml


def test_a_variant_of_a_style_has_a_number_and_a_format_of_its_own(example: Example) -> None:
    base = StyleBase(fresh().book)
    styles = Styles(base)
    plain, open_, counted = (
        styles.number(5, False, '"已填 "0'),
        styles.number(5, True),
        styles.number(5, True, '"已填 "0'),
    )
    assert len({5, plain, open_, counted}) == 4
    assert styles.number(5, True) == open_
    xml = styles.xml().decode()
    assert xml.count("已填") == 1
    assert xml.count('locked="0"') == "".join(base.elements).count('locked="0"') + 2


def test_a_sheet_without_a_template_is_plain(example: Example) -> None:
    plan = plan_unit(example.definition, example.layout, example.definition.roster.by_code["SZB"], "zh")
    content = write(plan, example.template, example.definition, score(example.definition, ()))
    book = load_workbook(io.BytesIO(content))
    plain: list[SheetPlan] = [sheet for sheet in plan.sheets if not sheet.template]
    assert plain
    for sheet in plain:
        assert book[sheet.name].sheet_state == "hidden"
        for row in sheet.rows:
            for column, value in row.cells.items():
                found = book[sheet.name].cell(row.row, column).value
                assert ("" if found is None else found) == value
