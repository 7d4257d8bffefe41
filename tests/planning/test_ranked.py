"""The places that formulas give to units: no two alike, ties in the order of the summary, units without a rank last."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from smartxl.planning.ranked import place_formula
from smartxl.verify import read_grid, recalculate


@pytest.mark.parametrize(
    ("ranks", "places"),
    [
        pytest.param([3, 1, 2], [3, 1, 2], id="no-ties"),
        pytest.param([1, 3, 1, ""], [1, 3, 2, 4], id="competition"),
        pytest.param([2.5, 1, 2.5], [2, 1, 3], id="mid"),
        pytest.param([1, 2, 1, 3], [1, 3, 2, 4], id="dense"),
        pytest.param(["", 1, None, 2], [3, 1, 4, 2], id="some-unranked"),
        pytest.param(["", ""], [1, 2], id="nobody-ranked"),
        pytest.param([1], [1], id="one-unit"),
    ],
)
def test_every_unit_has_a_place_of_its_own(ranks: list[object], places: list[int]) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    last = len(ranks)
    for row, rank in enumerate(ranks, 1):
        sheet.cell(row, 1, row)
        if rank is not None:
            sheet.cell(row, 2).value = rank  # type: ignore[assignment]
        sheet.cell(row, 3, place_formula(f"B{row}", f"$B$1:$B${last}", f"$B$1:$B${row}", f"A{row}"))
    content = io.BytesIO()
    book.save(content)
    results = recalculate(read_grid(content.getvalue(), "book")).values
    assert [results[cell] for cell in sorted(results)] == places
