"""`verify` of workbooks that lie in no project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_a_workbook_of_no_project_is_verified_by_its_own_formulas(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    book = Workbook()
    book.worksheets[0].append([1, 2, "=SUM(A1:B1)", "=NOW()"])
    book.save(path)
    record = json.loads(run("verify", path, "--json").stdout)[str(path)]
    assert (record["ok"], record["formulas"], record["unsaved"]) == (True, 2, 1)
    assert [each["cell"] for each in record["not_computed"]] == ["'Sheet'!D1"]
    assert "changes with time" in run("verify", path, "--lang", "en").output


def test_a_form_outside_of_its_project_is_verified_by_its_own_formulas(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    source = next((filled / "inbox").glob("*.xlsx"))
    copy = tmp_path / source.name
    copy.write_bytes(source.read_bytes())
    record = json.loads(run("verify", copy, "--json").stdout)[str(copy)]
    assert record["ok"]
    assert record["not_computed"] == []
    assert record["formulas"] > 20
    book = load_workbook(copy)
    assert record["formulas"] == sum(
        isinstance(cell.value, str) and cell.value.startswith("=")
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    )


def test_of_a_folder_all_workbooks_in_and_below_it_are_verified(run: Run, tmp_path: Path) -> None:
    for name in ("a.xlsx", "below/b.xlsx", ".venv/c.xlsx", "below/~$b.xlsx"):
        path = tmp_path / "books" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Workbook().save(path)
    (tmp_path / "empty").mkdir()
    found = json.loads(run("verify", tmp_path / "books", "--json").stdout)
    assert [Path(path).name for path in found] == ["a.xlsx", "b.xlsx"]
    assert "没有工作簿" in run("verify", tmp_path / "empty").stderr


@pytest.mark.parametrize("command", ["verify", "lint"])
def test_what_is_no_workbook_is_told_to_who_owns_it(run: Run, tmp_path: Path, command: str) -> None:
    """In no words for who was sent a form."""
    (tmp_path / "坏.xlsx").write_bytes(b"no workbook")
    told = run(command, tmp_path / "坏.xlsx", code=3).output
    assert "打不开的，换成完好的文件" in told
    assert "填报" not in told
