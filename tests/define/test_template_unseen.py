"""Inputs of a template that nobody would see are named with their cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.define.template_unseen import unseen_inputs
from smartxl.project.templates import check_templates
from smartxl_templates import template_path
from tests.reading.forms import patch

Change = Callable[[Worksheet], object]
ZERO = 0.125
"""Stands for 0, which openpyxl does not write."""


def hide(first: str, last: str) -> Change:
    """One entry of the file for several columns, as Excel writes it."""

    def change(sheet: Worksheet) -> None:
        dimension = sheet.column_dimensions[first]
        dimension.hidden = True
        dimension.min, dimension.max = (sheet[f"{letter}1"].column for letter in (first, last))
        for letter in map(chr, range(ord(first) + 1, ord(last) + 1)):
            del sheet.column_dimensions[letter]

    return change


def width(column: str, wide: float) -> Change:
    return lambda sheet: setattr(sheet.column_dimensions[column], "width", wide)


def row(number: int, **what: object) -> Change:
    def change(sheet: Worksheet) -> None:
        for name, value in what.items():
            setattr(sheet.row_dimensions[number], name, value)

    return change


def fold_columns(sheet: Worksheet) -> None:
    sheet.column_dimensions.group("K", "L", hidden=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "cells", "words"),
    [
        pytest.param(hide("H", "I"), ["H8", "I8", "H9", "H11", "I11"], "hidden column", id="hidden"),
        pytest.param(fold_columns, ["K8", "L8", "K9", "L9", "K11", "L11"], "hidden column", id="grouped"),
        pytest.param(width("K", ZERO), ["K8", "K9", "K11"], "hidden column K", id="zero-width"),
        pytest.param(width("K", 0.8), ["K8", "K9", "K11"], "0.8 wide", id="very-narrow"),
        pytest.param(row(8, hidden=True), ["G8", "H8", "I8", "J8"], "hidden row 8", id="hidden-row"),
        pytest.param(row(8, height=ZERO), ["G8", "H8", "I8", "J8"], "0 points high", id="zero-height"),
        pytest.param(row(8, height=2), ["G8", "H8", "I8", "J8"], "2 points high", id="very-low"),
        pytest.param(width("C", ZERO), [], "", id="no-input"),
        pytest.param(hide("D", "D"), ["D11"], "hidden column D", id="added"),
    ],
)
def test_an_input_that_cannot_be_seen(change: Change, cells: list[str], words: str, tmp_path: Path) -> None:
    book = load_workbook(template_path("standard"))
    sheet = book["sampling"]
    assert isinstance(sheet, Worksheet)
    change(sheet)
    path = tmp_path / "standard.xlsx"
    book.save(path)
    part = "xl/worksheets/sheet1.xml"
    path.write_bytes(patch(path.read_bytes(), {part: lambda xml: xml.replace(b'"0.125"', b'"0"')}))
    found = unseen_inputs(path)
    assert [problem.column.partition("!")[2] for problem in found][: len(cells) or None] == cells
    assert all(words in problem.what.en for problem in found)
    assert set(found) <= set(check_templates(path).problems)


def test_an_input_over_several_columns_is_seen_while_one_of_them_is(tmp_path: Path) -> None:
    book = load_workbook(template_path("standard"))
    sheet = book["sampling"]
    sheet.merge_cells("K8:L8")
    sheet.column_dimensions["K"].hidden = True
    book.save(tmp_path / "standard.xlsx")
    hidden = ["sampling!K9", "sampling!K11", "sampling!K16"]
    assert [p.column for p in unseen_inputs(tmp_path / "standard.xlsx")] == hidden


def test_all_inputs_of_the_packaged_template_are_seen() -> None:
    assert unseen_inputs(template_path("standard")) == ()
