"""`collect --note`, `--last`, and what it says of a file that does not count."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tests.cli.test_review import column_of, rows_of

Run = Callable[..., Result]
ASKED = "          - { code: N, name: { zh: 全部, en: All }, unit: { zh: 件, en: cases }, min: 0 }\n"
JUMP = ASKED + "        checks: [{ kind: jump, inputs: [n, N], tolerance: 50 }]\n"


def form_of(project: Path) -> Path:
    return next((project / "inbox").glob("GA-*.xlsx"))


def retype(path: Path, target: Path, key: str, change: Callable[[float], float]) -> None:
    """A copy of a form with another number in one row."""
    book = load_workbook(path)
    sheet = book["采样表"]
    assert isinstance(sheet, Worksheet)
    cell = sheet.cell(rows_of(sheet)[key], column_of(sheet, "数值/等级"))
    assert isinstance(cell.value, int | float)
    sheet[cell.coordinate] = change(cell.value)
    book.save(target)


@pytest.mark.slow
def test_what_was_said_of_a_file_is_kept_with_it(run: Run, filled: Path) -> None:
    path = filled / "inbox" / "GA-更正.xlsx"
    retype(form_of(filled), path, "A2/N", lambda n: n + 1)
    run("collect", filled, path, "--note", "王科长电话更正", code=None)
    assert "王科长电话更正" in run("history", filled, "GA").stdout


@pytest.mark.slow
def test_numbers_are_compared_with_those_of_the_last_round(run: Run, filled: Path, tmp_path: Path) -> None:
    following = tmp_path / "next"
    shutil.copytree(filled, following, ignore=shutil.ignore_patterns("ledger*", "workbooks", ".smartxl"))
    framework = following / "framework.yaml"
    text = framework.read_text("utf-8")
    assert ASKED in text
    framework.write_text(text.replace(ASKED, JUMP, 1), "utf-8")
    form = form_of(following)
    retype(form, form, "A2/N", lambda n: 10 * n + 100)

    def codes(*options: str | Path) -> set[str]:
        ledger = following / "ledger.sqlite"
        for path in following.glob("ledger.sqlite*"):
            path.rename(tmp_path / f"{path.name}-{len(list(tmp_path.iterdir()))}")
        report = json.loads(run("collect", following, *options, "--json", code=None).stdout)
        assert ledger.exists()
        return {finding["code"] for entry in report["files"] for finding in entry["findings"]}

    jump = codes("--last", filled) - codes()
    assert len(jump) == 1
    assert "jump" in jump.pop()


@pytest.mark.slow
def test_an_emptier_file_that_comes_later_is_said_not_to_count(run: Run, filled: Path) -> None:
    first, path = form_of(filled), filled / "inbox" / "GA-2.xlsx"
    book = load_workbook(first)
    sheet = book["采样表"]
    assert isinstance(sheet, Worksheet)
    for row in rows_of(sheet).values():
        for head in ("是否适用", "是否提供", "数值/等级"):
            if isinstance(cell := sheet.cell(row, column_of(sheet, head)), Cell):
                cell.value = None
    book.save(path)
    out = run("collect", filled, path, code=None).output
    assert f"GA-2.xlsx 已保存，计入的仍是 {first.name}" in out
