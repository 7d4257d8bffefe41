"""What the texts around a cell call it."""

from __future__ import annotations

import pytest

from smartxl.cells import Area
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
LIST = RawSheet(
    "名录",
    (
        ("", "", "", "", "2025", "", "2026"),
        ("区", "项目", "单位", "负责人", "预算", "决算", "预算"),
        ("东", "道路", "万元", "张", 1.0, 2.0, 3.0),
        ("", "桥梁", "万元", "张", 1.0, 2.0, 3.0),
        ("西", "道路", "万元", "李", 1.0, 2.0, 3.0),
        ("", "桥梁", "万元", "李", 1.0, 2.0, 3.0, "", "无", 4.0),
    ),
    merged=(Area("名录", 3, 1, 4, 1), Area("名录", 5, 1, 6, 1), Area("名录", 1, 5, 1, 6)),
    hidden_columns=frozenset({3}),
)
TITLED = RawSheet("题", (("说明一句",), ("项目", "得分"), ("甲", 1.0)), merged=(Area("题", 1, 1, 1, 2),))
TEXTS = RawSheet("文", (("标题",), ("编号", "名称"), ("a", "甲"), ("b", "乙"), ("c", "丙")))


@pytest.mark.parametrize(
    ("sheet", "cell", "label"),
    [
        pytest.param(SHEET, (3, 2), "华东 | 一月", id="row-and-column"),
        pytest.param(SHEET, (4, 3), "华 北 | 二月", id="results-of-formulas-are-no-labels"),
        pytest.param(SHEET, (5, 2), "一月", id="no-text-left"),
        pytest.param(SHEET, (5, 3), "二月", id="above-a-gap"),
        pytest.param(SHEET, (1, 1), "", id="nothing-around"),
        pytest.param(SHEET, (900, 3), "二月", id="below-the-last-row"),
        pytest.param(SHEET, (3, 900), "华东", id="right-of-the-last-column"),
        pytest.param(LIST, (3, 5), "道路 | 2025 · 预算", id="not-the-category-nor-the-unit"),
        pytest.param(LIST, (4, 6), "桥梁 | 2025 · 决算", id="under-a-merged-heading"),
        pytest.param(LIST, (6, 7), "桥梁 | 预算", id="a-heading-that-is-not-merged-is-not-above"),
        pytest.param(LIST, (6, 10), "无", id="another-table-beside"),
        pytest.param(TITLED, (3, 2), "甲 | 得分", id="a-title-over-all-is-no-heading"),
        pytest.param(TEXTS, (5, 2), "c | 名称", id="a-text-below-texts"),
        pytest.param(TEXTS, (2, 2), "编号", id="a-heading-itself"),
    ],
)
def test_a_cell_is_called_by_the_texts_around(sheet: RawSheet, cell: tuple[int, int], label: str) -> None:
    assert CellLabels(sheet).of(*cell) == label
