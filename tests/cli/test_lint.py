"""`lint` on the command line: files, folders, words, JSON, exit codes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from openpyxl import Workbook

import smartxl
from smartxl.cells import a1
from smartxl.cli.lint import lint
from smartxl.lint import LintBook, ProgramProfile, RuleChoice, lint_book
from smartxl.project.verifier import plan_of_file
from smartxl.xlsx.saved import open_saved

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
    assert "2 workbooks: 1 error, 0 warnings, 0 notes" in told
    assert "1 个错误" in run("lint", folder / "wrong.xlsx", code=1).output
    assert run("lint", folder / "clean.xlsx").exit_code == 0


def test_notes_are_counted_and_listed_when_they_are_asked_for(run: Run, tmp_path: Path) -> None:
    rates = book(tmp_path / "a" / "rates.xlsx", [3, "=A1*0.13"], [5, "=A2*0.13"])
    told = run("lint", rates, "--lang", "en").output
    assert "0 warnings, 1 note\nnotes (--notes lists them): SXL121 × 1\n" in told
    assert "SXL121 note Sheet!B1:B2" in run("lint", rates, "--notes", "--lang", "en").output


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
    assert "4 workbooks: 1 error, 0 warnings, 0 notes, 2 unreadable" in told


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


def test_of_our_own_workbooks_a_number_over_any_planned_formula_is_told(filled: Path) -> None:
    """Also where the cells beside it tell nothing, since the plan does."""
    project = smartxl.open_project(filled)
    form = next((filled / "inbox").glob("*.xlsx"))
    raw = open_saved(form.read_bytes(), form.name)
    plan = plan_of_file(project, raw, form)
    cell = next(cell for cell in LintBook(raw, None, plan).planned_formulas)
    sheet = raw.sheets[cell.sheet]
    values = [list(row) for row in sheet.values]
    values[cell.row - 1][cell.column - 1] = 77.25
    formulas = {place: text for place, text in sheet.formulas.items() if place != (cell.row, cell.column)}
    typed = replace(sheet, formulas=formulas, values=tuple(map(tuple, values)))
    changed = replace(raw, sheets={**raw.sheets, cell.sheet: typed})
    assert lint_book(LintBook(raw, None, plan), RuleChoice(("SXL105",))).remarks == ()
    (remark,) = lint_book(LintBook(changed, None, plan), RuleChoice(("SXL105",))).remarks
    assert (remark.sheet, remark.area) == (cell.sheet, a1(cell.row, cell.column))


def test_every_profile_may_be_asked_for() -> None:
    """They are written out in the command, so that its help needs no linter."""
    option = next(param for param in lint.params if param.name == "profile")
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == tuple(ProgramProfile)
