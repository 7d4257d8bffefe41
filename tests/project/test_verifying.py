"""What is no formula is compared with the plan too, and told before what follows from it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

import smartxl
from smartxl.model.returnedcheck import returned_check
from smartxl.reading import read_stamp
from smartxl.verify import DifferenceKind
from smartxl.xlsx import open_book
from tests.cli.conftest import write_project
from tests.office.office import Office
from tests.verify.mutants import KINDS, Package, mutants

Change = Callable[[Workbook], str]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> smartxl.Project:
    """A small round with its result."""
    city = smartxl.open_project(write_project(tmp_path_factory.mktemp("verifying") / "city"))
    city.build()
    city.collect(*city.fill().paths)
    city.report()
    return city


def result(city: smartxl.Project) -> Path:
    return next(city.reports.glob("*.xlsx"))


def form(city: smartxl.Project) -> Path:
    return min(city.workbooks.glob("*/*.xlsx"), key=lambda path: path.stat().st_size)


def changed(path: Path, change: Change, folder: Path) -> tuple[Path, str]:
    book = load_workbook(path)
    cell = change(book)
    target = folder / path.name
    book.save(target)
    return target, cell


def find(sheet: Worksheet, text: str) -> Cell:
    return next(cell for row in sheet for cell in row if isinstance(cell, Cell) and cell.value == text)


def swap_units(book: Workbook) -> str:
    """The names of two units in the ranking."""
    sheet = book["汇总-部门"]
    one, other = find(sheet, "市公安局"), find(sheet, "市教育局")
    one.value, other.value = other.value, one.value
    return f"'{sheet.title}'!{one.coordinate}"


def change_a_weight(book: Workbook) -> str:
    """The first planned weight of the list of indicators."""
    sheet = book["指标与权重"]
    cell, weight = next(
        (c, c.value)
        for row in sheet
        for c in row
        if isinstance(c, Cell) and isinstance(c.value, int | float) and c.value > 10
    )
    cell.value = weight + 5
    return f"'指标与权重'!{cell.coordinate}"


def drop_gaps(book: Workbook) -> str:
    """The contents of ten rows of the list of gaps."""
    sheet = book["短板清单"]
    top = next(row for row in range(1, 30) for column in (1, 2, 3) if sheet.cell(row, column).value == 1)
    for row in range(top, top + 10):
        for column in range(1, sheet.max_column + 1):
            sheet.cell(row, column).value = None
    return f"'{sheet.title}'!"


def add_a_line(book: Workbook) -> str:
    """Something in a sheet that nobody answers."""
    book["全市结果"]["Z99"] = "多出来的一行"
    return "'全市结果'!Z99"


def test_a_form_as_smartxl_wrote_it_is_as_planned(city: smartxl.Project) -> None:
    report = city.verify(form(city))
    assert report.differences == ()
    assert report.constants > 200


def test_what_smartxl_wrote_is_as_planned(city: smartxl.Project) -> None:
    for path in (result(city), next(city.workbooks.glob("*.xlsx"))):
        report = city.verify(path)
        assert report.differences == ()
        assert report.constants > 200


def test_changed_constants_are_named_first_and_what_follows_is_one_line(
    city: smartxl.Project, tmp_path: Path
) -> None:
    cells: list[str] = []

    def change(book: Workbook) -> str:
        cells.extend(each(book) for each in (swap_units, change_a_weight, add_a_line, drop_gaps))
        return ""

    target, _ = changed(result(city), change, tmp_path)
    report = city.verify(target)
    causes = [str(difference.cell) for difference in report.causes]
    assert all(any(cause.startswith(cell) for cause in causes) for cell in cells)
    assert {difference.kind for difference in report.causes} == {DifferenceKind.CONSTANT}
    assert {difference.kind for difference in report.consequences} >= {DifferenceKind.VALUE}
    assert next(line for line in report.lines("zh") if line.startswith("由此引起")).count("!") == 3


@pytest.mark.parametrize("seed", range(3))
def test_seeded_changes_of_constants_are_all_found(city: smartxl.Project, seed: int, tmp_path: Path) -> None:
    """Texts and numbers that a form plans, each changed alone in one of 12 places of a book."""
    path, places = form(city), set[str]()

    def change(book: Workbook) -> str:
        cells = [
            (sheet, cell)
            for sheet in book
            for row in sheet
            for cell in row
            if isinstance(cell, Cell)
            and cell.value not in {None, ""}
            and not str(cell.value).startswith("=")
            and cell.protection.locked
        ]
        for sheet, cell in random.Random(seed).sample(cells, 12):  # noqa: S311  (no secret)
            cell.value = cell.value + 1 if isinstance(cell.value, int | float) else f"{cell.value}改"
            places.add(f"'{sheet.title}'!{cell.coordinate}")
        return ""

    target, _ = changed(path, change, tmp_path)
    report = city.verify(target)
    found = {str(d.cell) for d in report.differences if d.kind is DifferenceKind.CONSTANT}
    assert places <= found


def edited(path: Path, part: str, old: str, new: str, folder: Path) -> Path:
    """The workbook with a piece of the XML of a part replaced, where it stands first."""
    target = folder / path.name
    target.write_bytes(Package.of(path.read_bytes()).changed(part, old, new).content())
    return target


@pytest.mark.parametrize(
    "kind", ["lock", "validation gone", "name", "hidden column", "format", "formula alike"]
)
def test_one_edit_is_one_difference(city: smartxl.Project, kind: str, tmp_path: Path) -> None:
    path = form(city)
    (mutant,) = mutants(Package.of(path.read_bytes()), 5, 1, {kind: KINDS[kind]})
    (tmp_path / path.name).write_bytes(mutant.package.content())
    report = city.verify(tmp_path / path.name)
    assert len({str(difference.cell) for difference in report.differences}) == 1
    assert report.causes[0].kind.value == kind.partition(" ")[0]


def test_a_renamed_sheet_is_the_cause_of_formulas_that_cannot_be_recalculated(
    city: smartxl.Project, tmp_path: Path
) -> None:
    report = city.verify(edited(form(city), "xl/workbook.xml", 'name="采样表"', 'name="采样"', tmp_path))
    first = report.causes[0]
    assert (str(first.cell), first.kind, first.workbook) == ("'采样表'", DifferenceKind.SHEET, "采样")
    assert any(d.kind is DifferenceKind.RECALCULATION for d in report.causes)
    assert not any(d.cell.sheet == "采样表" for d in report.differences[1:])


def test_the_program_that_stored_another_value_is_named(city: smartxl.Project, tmp_path: Path) -> None:
    """A second program that rounds otherwise: the formula is as planned, what it stored beside it is not."""
    path = form(city)
    package = Package.of(path.read_bytes())
    (mutant,) = mutants(package, 3, 1, {"stored value": KINDS["stored value"]})
    target = tmp_path / path.name
    target.write_bytes(mutant.package.content())
    target = edited(target, "docProps/app.xml", ">smartxl<", ">LibreOffice/25.2<", tmp_path)
    report = city.verify(target)
    assert [difference.kind for difference in report.causes] == [DifferenceKind.CACHED]
    assert report.saved_by == "LibreOffice/25.2"
    assert "LibreOffice/25.2" in "\n".join(report.lines("en"))


def test_a_check_that_a_return_put_words_around_is_as_planned(city: smartxl.Project, tmp_path: Path) -> None:
    path = form(city)
    plan = city.unit_plan(read_stamp(open_book(path.read_bytes(), path.name)).unit, "zh")
    _, check = next(plan.row_checks())
    own = check.formula[1:]
    ours, returned = (
        f"<f>{escape(text)}</f>" for text in (own, returned_check(own, 'B1="no such text"', "见清单"))
    )
    assert city.verify(edited(path, "xl/worksheets/sheet3.xml", ours, returned, tmp_path)).differences == ()


def test_rows_that_a_filter_hides_are_no_difference(city: smartxl.Project, tmp_path: Path) -> None:
    path, sheet = form(city), "xl/worksheets/sheet3.xml"
    xml = Package.of(path.read_bytes()).parts[sheet]
    (area,) = re.findall(r'<autoFilter ref="([^"]*)"/>', xml)
    chosen = '<filterColumn colId="1"><filters><filter val="x"/></filters></filterColumn>'
    filtered = edited(
        path,
        sheet,
        f'<autoFilter ref="{area}"/>',
        f'<autoFilter ref="{area}">{chosen}</autoFilter>',
        tmp_path,
    )
    row = re.findall(r'<row r="8"[^>]*>', xml)[0]
    hidden = edited(filtered, sheet, row, row.replace("<row ", '<row hidden="1" '), tmp_path)
    assert city.verify(hidden).differences == ()
    unfiltered = edited(path, sheet, row, row.replace("<row ", '<row hidden="1" '), tmp_path)
    assert [str(d.cell) for d in city.verify(unfiltered).differences] == ["'采样表'!8:8"]


@pytest.mark.slow
@pytest.mark.libreoffice
def test_what_libreoffice_saves_again_agrees(city: smartxl.Project, office: Office, tmp_path: Path) -> None:
    for path in (form(city), result(city), next(city.inbox.glob("*.xlsx"))):
        office.convert(path, tmp_path)
        report = city.verify(tmp_path / path.name)
        assert report.differences == ()
        assert report.saved_by.startswith("LibreOffice")
