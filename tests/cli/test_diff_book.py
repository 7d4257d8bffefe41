"""`diff-book`: two workbooks, whoever made them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

import smartxl

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """A list, and the same with a row more and one price changed."""
    paths = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    rows: list[list[object]] = [["道路", 3], ["桥梁", 4], ["绿化", 5]]
    for path, items in zip(paths, (rows, [["排水", 1], ["道路", 3], ["桥梁", 6], ["绿化", 5]]), strict=True):
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = "预算"
        lines: list[list[object]] = [["项目", "金额"], *items, ["合计", f"=SUM(B2:B{len(items) + 1})"]]
        for row in lines:
            sheet.append(row)
        book.save(path)
    return paths


def test_what_differs_is_told_in_words_and_as_json(run: Run, two: tuple[Path, Path]) -> None:
    told = run("diff-book", *two, code=1).output
    assert "+ '预算'!2:2  排水 · 1" in told
    assert "'预算'!B4（原 B3）  桥梁 | 金额  4 → 6" in told
    assert "由此变化的结果 1 个：'预算' 1" in told
    assert "rows were matched by: 项目" in run("diff-book", *two, "--lang", "en", code=1).output
    record = json.loads(run("diff-book", *two, "--json", "--key", "项目", code=1).stdout)
    assert [change["kind"] for change in record["changes"]] == ["rows", "input"]
    assert record["results"] == [
        {
            "before_at": "'预算'!B5",
            "after_at": "'预算'!B6",
            "before": 12.0,
            "after": 15.0,
            "label": "合计 | 金额",
        }
    ]
    assert [change.kind for change in smartxl.diff_workbooks(*two).changes] == ["rows", "input"]


def test_a_workbook_is_the_same_as_itself(run: Run, two: tuple[Path, Path]) -> None:
    assert "两个工作簿相同（1 个公式）" in run("diff-book", two[0], two[0]).output
    assert json.loads(run("diff-book", two[0], two[0], "--json").stdout)["same"]


def test_what_cannot_be_read_or_is_no_column_is_told(
    run: Run, two: tuple[Path, Path], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    for pair in ((broken, two[0]), (two[0], broken), (two[0], tmp_path / "none.xlsx")):
        refusal = json.loads(run("diff-book", *pair, "--json", code=3).stdout)
        unread = next(path for path in pair if path != two[0])
        assert refusal["problems"][0]["where"].endswith(unread.name)
    assert "没有一张工作表有“税号”这一列" in run("diff-book", *two, "--key", "税号", code=2).output


def test_a_form_that_was_filled_in_differs_from_the_empty_one_by_its_answers(run: Run, filled: Path) -> None:
    form = next((filled / "inbox").glob("GA*.xlsx"))
    empty = next((filled / "workbooks").rglob(form.name))
    record = json.loads(run("diff-book", empty, form, "--json", code=1).stdout)
    assert {change["kind"] for change in record["changes"]} == {"input"}
    assert record["results"]
    assert record["unknown"] == 0
    assert run("diff-book", form, form)


def test_a_form_that_was_opened_and_saved_elsewhere_is_the_same(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    form = next((filled / "inbox").glob("GA*.xlsx"))
    copy = tmp_path / "copy.xlsx"
    load_workbook(form).save(copy)
    assert json.loads(run("diff-book", form, copy, "--json").stdout)["changes"] == []
