"""What the texts around a cell call it."""

from __future__ import annotations

import pytest

from smartxl.xlsx import RawSheet
from smartxl.xlsx.labels import CellLabels

SHEET = RawSheet(
    "表",
    (
        ("销售", "", ""),
        ("地区", "一月", "二月"),
        ("华东", 1.0, 2.0),
        ("华  北", "算出的文字", 4.0),
        ("", 5.0, 6.0),
    ),
    formulas={(4, 2): 'IF(B3>0,"算出的文字","")'},
)


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        pytest.param((3, 2), "华东 | 一月", id="row-and-column"),
        pytest.param((4, 3), "华 北 | 二月", id="results-of-formulas-are-no-labels"),
        pytest.param((5, 2), "一月", id="no-text-left"),
        pytest.param((5, 3), "二月", id="above-a-gap"),
        pytest.param((1, 1), "", id="nothing-around"),
        pytest.param((900, 3), "二月", id="below-the-last-row"),
        pytest.param((3, 900), "华东", id="right-of-the-last-column"),
    ],
)
def test_a_cell_is_called_by_the_nearest_texts(cell: tuple[int, int], label: str) -> None:
    assert CellLabels(SHEET).of(*cell) == label
