"""What is no formula is compared with the plan too, and told before what follows from it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

import smartxl
from smartxl.verify import DifferenceKind, VerifyReport
from tests.cli.conftest import write_project

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


def verified(city: smartxl.Project, path: Path, change: Change, folder: Path) -> tuple[VerifyReport, str]:
    target, cell = changed(path, change, folder)
    return city.verify(target), cell


def test_what_smartxl_wrote_is_as_planned(city: smartxl.Project) -> None:
    for path in (result(city), form(city), next(city.workbooks.glob("*.xlsx"))):
        report = city.verify(path)
        assert report.differences == ()
        assert report.constants > 200


@pytest.mark.parametrize("change", [swap_units, change_a_weight, drop_gaps])
def test_a_changed_constant_is_named_first(city: smartxl.Project, change: Change, tmp_path: Path) -> None:
    report, cell = verified(city, result(city), change, tmp_path)
    constants = [d for d in report.differences if d.kind is DifferenceKind.CONSTANT]
    assert any(str(difference.cell).startswith(cell) for difference in constants)
    assert report.differences[0].kind is DifferenceKind.CONSTANT
    assert cell in "\n".join(list(report.lines("zh"))[:8])


def test_what_is_not_planned_in_a_sheet_that_nobody_answers(city: smartxl.Project, tmp_path: Path) -> None:
    def add(book: Workbook) -> str:
        book["全市结果"]["Z99"] = "多出来的一行"
        return "'全市结果'!Z99"

    report, cell = verified(city, result(city), add, tmp_path)
    assert [str(d.cell) for d in report.differences if d.kind is DifferenceKind.CONSTANT] == [cell]


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
