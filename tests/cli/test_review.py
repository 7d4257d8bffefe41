"""The evaluator's edition: the unit's answers, open for the review, which counts before what the unit sends."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

Run = Callable[..., Result]


def total(run: Run, project: Path, unit: str) -> float:
    rows = json.loads(run("score", project, "--json").stdout)
    return float(next(row["total"] for row in rows if row["code"] == unit))


def rows_of(sheet: Worksheet) -> dict[str, int]:
    """Row key → row."""
    return {str(c.value): c.row for c in sheet["A"] if c.value and "/" in str(c.value)}


def column_of(sheet: Worksheet, head: str) -> int:
    return next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == head)


@pytest.fixture
def review(run: Run, filled: Path) -> Path:
    """The review workbook of one unit, with the answers that were collected."""
    run("collect", filled)
    run("build", filled, "--edition", "evaluator")
    return next((filled / "reviews").glob("GA-*.xlsx"))


def cell(path: Path, key: str, head: str) -> Cell:
    sheet = load_workbook(path)["采样表"]
    found = sheet.cell(rows_of(sheet)[key], column_of(sheet, head))
    assert isinstance(found, Cell)
    return found


def send_back(path: Path, project: Path, changes: dict[tuple[str, str], object], name: str = "") -> None:
    """Fills in a workbook and puts it into the inbox."""
    book = load_workbook(path)
    sheet = book["采样表"]
    for (key, head), value in changes.items():
        sheet.cell(rows_of(sheet)[key], column_of(sheet, head)).value = value  # type: ignore[assignment]
    book.save(project / "inbox" / (name or path.name))


def first_keys(path: Path) -> list[str]:
    return list(rows_of(load_workbook(path)["采样表"]))


@pytest.mark.slow
def test_the_review_columns_are_open_to_the_evaluator_only(run: Run, filled: Path, review: Path) -> None:
    run("build", filled)
    form = next((filled / "workbooks").glob("**/GA-*.xlsx"))
    key = first_keys(form)[0]
    for head in ("复核结果", "复核意见"):
        assert cell(form, key, head).protection.locked
        assert not cell(review, key, head).protection.locked
    assert cell(form, key, "是否提供").value is None
    assert "一致" in run("verify", review).output


@pytest.mark.slow
def test_a_review_replaces_the_points_of_a_row(run: Run, filled: Path, review: Path) -> None:
    before = total(run, filled, "GA")
    changes: dict[tuple[str, str], object] = {
        (key, "复核结果"): 0 for key in first_keys(review) if key.startswith("A1/")
    }
    assert changes
    send_back(review, filled, changes)
    out = run("collect", filled).output
    assert "取代" in out
    assert total(run, filled, "GA") < before
    run("report", filled)
    assert "完全一致" in run("verify", next((filled / "reports").glob("*.xlsx"))).output


@pytest.mark.slow
def test_what_a_unit_sends_after_its_review_is_kept_and_does_not_count(
    run: Run, filled: Path, review: Path
) -> None:
    send_back(review, filled, {(first_keys(review)[0], "复核意见"): "已核"})
    run("collect", filled)
    reviewed = total(run, filled, "GA")
    form = next((filled / "inbox").glob("GA-*采样表.xlsx"))
    send_back(form, filled, {(key, "是否提供"): "否" for key in first_keys(form)[:1]}, "再次.xlsx")
    assert "计入的仍是" in run("collect", filled, code=None).output
    assert total(run, filled, "GA") == reviewed
    again = json.loads(run("collect", filled, "--json", code=None).stdout)
    assert "再次.xlsx" in {entry["file"] for entry in again["files"]}


@pytest.mark.slow
def test_points_beyond_the_full_ones_are_refused(run: Run, filled: Path, review: Path) -> None:
    before = total(run, filled, "GA")
    key = next(key for key in first_keys(review) if key.startswith("A1/"))
    send_back(review, filled, {(key, "复核结果"): 99})
    assert "99" in run("collect", filled, code=1).output
    assert total(run, filled, "GA") == before


def test_a_ledger_of_before_the_review_is_taken_over(run: Run, filled: Path) -> None:
    run("collect", filled)
    before = run("score", filled, "--json").stdout
    path = filled / "ledger.sqlite"
    shutil.copy(path, path.with_suffix(".copy"))
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE submissions DROP COLUMN edition")
        connection.execute("UPDATE ledger SET value = '2' WHERE name = 'schema'")
    assert run("score", filled, "--json").stdout == before
