"""Several units' sheets in one file: the answers of one unit are taken out of it, and nobody else's."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.carryover.carry import CellOutcome
from smartxl.project import Project
from smartxl.reading import extract, read_stamp
from smartxl.xlsx import open_book

Run = Callable[..., Result]
SAMPLING = "采样表"


def sheet_of(book: Workbook, name: str = SAMPLING) -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def form_of(project: Path, code: str) -> Path:
    return next((project / "inbox").glob(f"{code}-*.xlsx"))


def answers_in(project: Path, form: Path) -> dict[str, Any]:
    """What intake reads in a form, which must be without a flaw: row key → fields."""
    home = Project.open(project)
    book = open_book(form.read_bytes(), form.name)
    extraction = extract(home.form_plan(read_stamp(book)), home.definition, book)
    assert not extraction.findings
    return {answer.key: dict(answer.fields) for answer in extraction.submission.answers if answer.fields}


def row_of(sheet: Worksheet, key: str) -> int:
    """The first row whose key begins so."""
    return next(row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value).startswith(key))


def copy_values(source: Worksheet, target: Worksheet, first: int = 1) -> None:
    """The values of a sheet, keys and all, pasted into another; formulas as their results."""
    for row in source.iter_rows():
        for cell in row:
            if cell.value is not None:
                target.cell(cell.row + first - 1, cell.column).value = cell.value


def mark_keys(sheet: Worksheet, code: str) -> None:
    for (cell,) in sheet.iter_rows(max_col=1):
        if "/" in str(cell.value):
            cell.value = f"{cell.value}@{code}"


def joined(project: Path, host: str, guest: str, sheets: Sequence[str] = (SAMPLING,)) -> Path:
    """The guest's sheets copied by value into the host's file; the guest's own file is gone."""
    path, theirs = form_of(project, host), form_of(project, guest)
    book, other = load_workbook(path), load_workbook(theirs, data_only=True)
    for name in sheets:
        copy_values(sheet_of(other, name), book.create_sheet(f"{guest} {name}"))
    book.save(path)
    theirs.unlink()
    return path


def fresh(run: Run, *arguments: str | Path) -> dict[str, Any]:
    result = run("fresh", *arguments, "--json", code=None)
    report: dict[str, Any] = json.loads(result.stdout)
    fates = [CellOutcome(entry["fate"]) for entry in report["answers"]]
    complete = bool(fates) and all(fate.arrived for fate in fates)
    forgotten = bool(report["left_out"]) and "--unit" not in arguments
    assert result.exit_code == (0 if complete and not forgotten else 1)
    return report


def collected(run: Run, project: Path) -> dict[str, dict[str, Any]]:
    report = json.loads(run("collect", project, "--json", code=None).stdout)
    return {entry["unit"]: entry for entry in report["files"]}


def scores(run: Run, project: Path) -> object:
    return json.loads(run("score", project, "--json").stdout)


@pytest.mark.slow
def test_a_whole_round_of_two_units_in_one_file(run: Run, filled: Path, tmp_path: Path) -> None:
    due = scores(run, filled)
    home = Path(shutil.copytree(filled, tmp_path / "again"))
    (home / "ledger.sqlite").unlink()
    ours, theirs = (answers_in(home, form_of(home, code)) for code in ("GA", "JY"))
    both = joined(home, "GA", "JY")
    (finding,) = collected(run, home)["GA"]["findings"]
    assert finding["code"] == "S14-sheet-of-other-form"
    assert "smartxl fresh" in finding["remedy"]
    assert "--unit" in finding["remedy"]
    report = fresh(run, both, "--unit", "JY")
    assert report["left_out"] == [SAMPLING]
    assert {entry["sheet"] for entry in report["answers"]} == {f"JY {SAMPLING}"}
    assert set(report["counts"]) == {"moved"}
    assert answers_in(home, Path(report["form"])) == theirs
    shutil.copy(report["form"], home / "inbox")
    taken = collected(run, home)
    assert (taken["JY"]["outcome"], taken["JY"]["findings"]) == ("accepted", [])
    assert scores(run, home) == due
    own = fresh(run, both)
    assert own["unit"] == "GA"
    assert own["left_out"] == [f"JY {SAMPLING}"]
    assert answers_in(home, Path(own["form"])) == ours


@pytest.mark.slow
def test_the_screen_names_the_sheets_that_it_left_alone(run: Run, filled: Path) -> None:
    both = joined(filled, "GA", "JY")
    said = run("fresh", both, code=1).output
    assert f"JY {SAMPLING}" in said
    assert "--unit" in said
    assert f"JY {SAMPLING}" in run("fresh", both, "--lang", "en", code=1).output


@pytest.mark.slow
@pytest.mark.parametrize("by", ["keys", "code", "title"])
def test_one_sign_is_enough(run: Run, filled: Path, by: str) -> None:
    """Whose a sheet is, is told by the unit in its keys, by its check code, or by the name in its title."""
    theirs = answers_in(filled, form_of(filled, "JY"))
    both = joined(filled, "GA", "JY")
    book = load_workbook(both)
    sheet = sheet_of(book, f"JY {SAMPLING}")
    if by == "keys":
        mark_keys(sheet, "JY")
    kept = {"keys": "", "code": "校验码", "title": "采样表（"}[by]
    for row in sheet.iter_rows(max_row=4):
        for cell in row:
            if not (kept and kept in str(cell.value)):
                cell.value = None
    book.save(both)
    report = fresh(run, both, "--unit", "市教育局")
    assert answers_in(filled, Path(report["form"])) == theirs


@pytest.mark.slow
def test_the_register_comes_along_and_stays_apart(run: Run, project: Path) -> None:
    assessment = project / "assessment.yaml"
    assessment.write_text(f"{assessment.read_text('utf-8')}options: {{ evidence_rows: 3 }}\n", "utf-8")
    run("build", project)
    run("fill", project)
    before = {code: answers_in(project, form_of(project, code)) for code in ("GA", "JY")}
    register = load_workbook(form_of(project, "GA")).sheetnames[3]
    for code in before:
        path = form_of(project, code)
        book = load_workbook(path)
        sheet = sheet_of(book, register)
        for cell in sheet[row_of(sheet, "~")]:
            if not cell.protection.locked:
                cell.value = f"{code} 材料" if cell.data_type != "d" else cell.value
        book.save(path)
    typed = {code: len(answers) for code, answers in before.items()}
    both = joined(project, "GA", "JY", (SAMPLING, register))
    for code in before:
        report = fresh(run, both, "--unit", code)
        values = [e["value"] for e in report["answers"] if e["value"].endswith("材料")]
        assert set(values) == {f"{code} 材料"}
        assert len({e["old_key"] for e in report["answers"]}) == typed[code] + 1
        assert len(report["left_out"]) == 2


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["workbooks", "reports"])
@pytest.mark.parametrize("code", ["JY", "DQ"])
def test_out_of_the_workbook_of_all_units(run: Run, filled: Path, folder: str, code: str) -> None:
    run("report", filled)
    theirs = answers_in(filled, form_of(filled, code))
    city = next((filled / folder).glob("小城-*.xlsx"))
    if folder == "workbooks":  # nobody has filled it in yet
        book = load_workbook(city)
        other = load_workbook(form_of(filled, code), data_only=True)
        target = next(
            s
            for s in book.worksheets
            if f"（{ {'JY': '市教育局', 'DQ': '东区'}[code] }）" in str(s["B1"].value)
        )
        for row in sheet_of(other).iter_rows():
            for column, cell in enumerate(row, 1):
                if "/" in str(row[0].value) and not cell.protection.locked:
                    target.cell(row_of(target, str(row[0].value)), column).value = cell.value
        book.save(city)
    report = fresh(run, city, "--unit", code)
    assert answers_in(filled, Path(report["form"])) == theirs
    assert set(report["counts"]) == {"moved"}


@pytest.mark.slow
def test_what_is_not_there_is_said(run: Run, filled: Path) -> None:
    own = form_of(filled, "GA")
    said = run("fresh", own, "--unit", "JY", code=2).output
    assert "市教育局" in said
    assert SAMPLING in said
    assert not (filled / "fresh").exists()
    run("build", filled)
    city = next((filled / "workbooks").glob("小城-*.xlsx"))
    assert "--unit" in run("fresh", city, code=2).output


@pytest.mark.slow
def test_rows_that_say_whose_they_are_stay_with_their_unit(run: Run, filled: Path) -> None:
    """A row of another unit among the rows: told, and never taken for one of ours that has the same key."""
    own = form_of(filled, "GA")
    before = answers_in(filled, own)
    book = load_workbook(own)
    sheet = sheet_of(book)
    last = sheet.max_row + 1
    for column, cell in enumerate(sheet[row_of(sheet, "A1/001")], 1):
        if cell.data_type != "f":
            sheet.cell(last, column).value = cell.value
    sheet.cell(last, 1).value, sheet.cell(last, 4).value, sheet.cell(last, 8).value = (
        "A1/001@JY",
        "教师资格认定",
        "否",
    )
    book.save(own)
    report = fresh(run, own)
    told = [entry for entry in report["answers"] if entry["fate"] == "other-unit"]
    assert {entry["old_name"] for entry in told} == {"教师资格认定"}
    assert answers_in(filled, Path(report["form"])) == before
