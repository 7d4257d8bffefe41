"""`lint` on the command line: files, folders, words, JSON, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

import smartxl

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def book(path: Path, *rows: list[object]) -> Path:
    path.parent.mkdir(exist_ok=True)
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a clean workbook, one with errors, and what Excel leaves beside one that is open."""
    book(tmp_path / "a" / "clean.xlsx", [1, 2])
    book(tmp_path / "a" / "wrong.xlsx", ["=1/0"], ["=1/0"])
    (tmp_path / "a" / "~$clean.xlsx").write_bytes(b"x")
    return tmp_path / "a"


def test_a_folder_is_linted_file_by_file(run: Run, folder: Path) -> None:
    told = run("lint", folder, "--lang", "en", code=1).output
    assert "SXL101 error Sheet!A1:A2 (2 cells): the formula comes to the error #DIV/0!" in told
    assert "=1/0" in told
    assert "2 workbooks: 1 errors, 0 warnings, 0 notes" in told
    assert "1 个错误" in run("lint", folder / "wrong.xlsx", code=1).output
    assert run("lint", folder / "clean.xlsx").exit_code == 0


def test_the_record_has_every_file(run: Run, folder: Path) -> None:
    records = json.loads(run("lint", folder, "--json", code=1).stdout)
    assert [Path(name).name for name in records] == ["clean.xlsx", "wrong.xlsx"]
    (remark,) = records[str(folder / "wrong.xlsx")]["remarks"]
    assert (remark["code"], remark["rule"], remark["areas"]) == ("SXL101", "error-value", ["A1:A2"])


def test_what_cannot_be_read_is_told_and_the_others_are_linted(run: Run, folder: Path) -> None:
    (folder / "broken.xlsx").write_bytes(b"PK nothing")
    told = run("lint", folder, folder / "none.xlsx", "--lang", "en", code=3).output
    assert "not linted" in told
    assert "there is no such file" in told
    assert "4 workbooks: 1 errors, 0 warnings, 0 notes, 2 unreadable" in told


def test_rules_are_chosen_by_the_beginnings_of_their_codes(run: Run, folder: Path) -> None:
    assert run("lint", folder, "--ignore", "sxl101").exit_code == 0
    assert run("lint", folder, "--select", "SXL1", code=1).exit_code == 1
    assert "SXL9" in run("lint", folder, "--select", "SXL9", code=2).output


def test_a_switch_without_a_reason_stops_all(run: Run, folder: Path) -> None:
    switches = folder / "smartxl-lint.toml"
    switches.write_text('[[off]]\ncode = "SXL101"\n', "utf-8")
    assert "smartxl-lint.toml:1 reason" in run("lint", folder, "--lang", "en", code=2).output
    switches.write_text('[[off]]\ncode = "SXL101"\nreason = "as an example"\n', "utf-8")
    assert "2 places passed over" in run("lint", folder, "--lang", "en").output


def test_a_form_of_a_project_is_read_beside_its_plan(run: Run, filled: Path) -> None:
    form = next((filled / "inbox").glob("*.xlsx"))
    record = json.loads(run("lint", form, "--json").stdout)[str(form)]
    assert record["with_plan"]
    assert record["ok"]
    project = smartxl.open_project(filled)
    assert list(project.lint("inbox")) == sorted((filled / "inbox").glob("*.xlsx"))


def test_python_has_the_same(folder: Path) -> None:
    report = smartxl.lint_workbook(folder / "wrong.xlsx")
    assert [(each.code, each.place("en")) for each in report.remarks] == [("SXL101", "Sheet!A1:A2 (2 cells)")]
    with pytest.raises(smartxl.UnreadableFile):
        smartxl.lint_workbook(folder / "none.xlsx")
    with pytest.raises(smartxl.ProjectError):
        smartxl.lint_workbook(folder / "wrong.xlsx", select=["XYZ"])
