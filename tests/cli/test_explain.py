"""`explain`: a cell of any workbook, and of a form beside its plan."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

import smartxl

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def budget(tmp_path: Path) -> Path:
    path = tmp_path / "budget.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "预算"
    for row in (
        ["项目", "金额"],
        ["道路", 3],
        ["桥梁", 4],
        ["合计", "=SUM(B2:B3)"],
        ["含税", "=IF(B4>5,B4*1.1,0)"],
    ):
        sheet.append(row)
    book.save(path)
    return path


def test_a_cell_is_explained_in_words_and_as_json(run: Run, budget: Path) -> None:
    told = run("explain", budget, "预算!B5", "--steps", "--dependents").output
    assert "'预算'!B5 = 7.7  含税 | 金额" in told
    assert "B4>5 为 TRUE，取 B4*1.1" in told
    assert "2 格：数 2，合计 7，最小 3，最大 4" in told
    assert "没有公式用到它" in told
    assert "takes B4*1.1" in run("explain", budget, "预算!B5", "--lang", "en").output
    record = json.loads(run("explain", budget, "预算!B5", "--json", "--all").stdout)
    assert [each["cell"] for each in record["cells"]] == [
        f"'预算'!{cell}" for cell in ("B5", "B4", "B2", "B3")
    ]
    assert (
        record["cells"][0]["value"]
        == smartxl.explain_cell(budget, "预算!B5").target.value
        == pytest.approx(7.7)
    )


def test_a_sheet_that_there_is_not_is_told_with_the_nearest(run: Run, budget: Path) -> None:
    assert "是不是：预算" in run("explain", budget, "预 算表!B5", code=2).output
    problems = json.loads(run("explain", budget, "B0", "--json", code=2).stdout)["problems"]
    assert "不是一个单元格的地址" in problems[0]["what"]


@pytest.mark.parametrize(
    "content", [pytest.param(b"", id="empty"), pytest.param(b"PK\x03\x04" + b"x" * 99, id="cut")]
)
def test_what_is_no_workbook_is_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(content)
    assert run("explain", path, "A1", code=3).output
    assert run("explain", tmp_path / "none.xlsx", "A1", code=3).output


def test_a_planned_cell_says_which_quantity_it_is(run: Run, filled: Path) -> None:
    form = next((filled / "inbox").glob("GA*.xlsx"))
    book = load_workbook(form)
    cells = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]
    project = smartxl.open_project(filled)
    told = {cell: project.explain(form, cell, depth=0).target for cell in cells[:: max(1, len(cells) // 6)]}
    words = [each.quantity.zh for each in told.values() if each.quantity]
    assert words
    assert any(re.fullmatch(r".+，单位：市公安局，指标：.+", each) for each in words)
    assert not any(each.why or each.differs for each in told.values())
