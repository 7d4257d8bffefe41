"""How much room a text of several lines has in a merged cell."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment

from smartxl.model.plan import PlannedRow
from smartxl_generators.ooxml.looks import SheetLooks


@pytest.mark.parametrize(("hidden", "room"), [((), 30.0), ((3,), 20.0), ((2, 3), 20.0)])
def test_columns_that_are_hidden_give_none(hidden: tuple[int, ...], room: float) -> None:
    """Where all of it is hidden nobody reads it, and the row is not made high for it."""
    sheet = Workbook().worksheets[0]
    sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = 20, 10
    sheet.merge_cells("B1:C1")
    sheet["B1"].alignment = Alignment(wrap_text=True)
    looks = SheetLooks(sheet, {1: 1, 2: 2, 3: 3}, 1, hidden)
    found = looks.row(PlannedRow(row=1, style_row=1, cells={})).cells[1].room
    assert found == pytest.approx(
        (room - 1.2) * 10 / 11
    )  # less what borders take, in characters of 10 points
