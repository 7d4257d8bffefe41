"""Answers of old and damaged forms in the current one: every answer is told of, and those with a place arrive."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.carryover.carry import CellOutcome
from tests.office.office import Office

Run = Callable[..., Result]
Damage = Callable[[Workbook], object]
SAMPLING = "采样表"


def sheet_of(book: Workbook) -> Worksheet:
    sheet = book[SAMPLING]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.fixture
def old(filled: Path) -> Path:
    """The form that a unit filled in."""
    return next((filled / "inbox").glob("GA-*.xlsx"))


def damaged(path: Path, damage: Damage) -> Path:
    book = load_workbook(path)
    damage(book)
    book.save(path)
    return path


def answers_in(run: Run, project: Path, form: Path) -> dict[str, Any]:
    """What intake reads in a form: row key → fields."""
    from smartxl.project import Project
    from smartxl.reading import extract, read_stamp
    from smartxl.xlsx import open_book

    home = Project.open(project)
    book = open_book(form.read_bytes(), form.name)
    extraction = extract(home.form_plan(read_stamp(book)), home.definition, book)
    assert not extraction.refused
    return {answer.key: dict(answer.fields) for answer in extraction.submission.answers if answer.fields}


def fresh(run: Run, *arguments: str | Path) -> dict[str, Any]:
    result = run("fresh", *arguments, "--json", code=None)
    report: dict[str, Any] = json.loads(result.stdout)
    fates = [CellOutcome(entry["fate"]) for entry in report["answers"]]
    complete = bool(fates) and all(fate.arrived for fate in fates)
    forgotten = bool(report["left_out"]) and "--unit" not in arguments
    assert result.exit_code == (0 if complete and not forgotten else 1)
    return report


def drop_keys(book: Workbook) -> None:
    sheet_of(book).delete_cols(1)


def drop_stamp(book: Workbook) -> None:
    book.remove(book["_smartxl"])
    for name in list(book.custom_doc_props.names):  # type: ignore[attr-defined]
        del book.custom_doc_props[name]  # type: ignore[attr-defined]


def swap_columns(book: Workbook) -> None:
    sheet = sheet_of(book)
    for row in range(1, sheet.max_row + 1):
        one, other = sheet.cell(row, 11), sheet.cell(row, 13)
        if "MergedCell" not in {type(one).__name__, type(other).__name__}:
            one.value, other.value = other.value, one.value


def new_column(book: Workbook) -> None:
    sheet_of(book).insert_cols(5)


def rename_sheet(book: Workbook) -> None:
    sheet_of(book).title = "Sheet1"


DAMAGES: dict[str, tuple[Damage, tuple[str, ...], str]] = {
    "nothing": (lambda _: None, (), "moved"),
    "keys deleted": (drop_keys, (), "by-name"),
    "stamp deleted": (drop_stamp, ("--unit", "GA"), "moved"),
    "columns exchanged": (swap_columns, (), "moved"),
    "a column inserted": (new_column, (), "moved"),
    "sheet renamed": (rename_sheet, (), "moved"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DAMAGES)
def test_all_answers_arrive(run: Run, filled: Path, old: Path, name: str) -> None:
    damage, arguments, fate = DAMAGES[name]
    before = answers_in(run, filled, old)
    report = fresh(run, damaged(old, damage), *arguments)
    assert answers_in(run, filled, Path(report["form"])) == before
    assert report["counts"] == {fate: sum(len(fields) for fields in before.values())}


@pytest.mark.slow
def test_an_old_edition_is_told_row_by_row(run: Run, filled: Path, old: Path) -> None:
    """One item has another key, one moved as declared, one is gone; an indicator has another code."""
    before = answers_in(run, filled, old)
    framework = filled / "framework.yaml"
    text = framework.read_text("utf-8").replace("code: B1\n", "code: B9\n").replace("zh: 指南", "zh: 新指南")
    framework.write_text(text + "moved: { B1: B9 }\n", "utf-8")
    (filled / "catalogue" / "01.csv").write_text(
        "unit,leaf,item_code,item_name,moved_from\n"
        "GA,A1,901,居民身份证换领,\n"
        "GA,A1,902,户口迁移与落户,002\n"
        "JY,A1,001,教师资格认定,\n"
        "@dis,A1,Q1,低保申请,\n",
        "utf-8",
    )
    report = fresh(run, old)
    fates: dict[str, set[str]] = {}
    for entry in report["answers"]:
        fates.setdefault(entry["old_key"], set()).add(entry["fate"])
    assert fates["A1/001"] <= {"by-name", "not-usable"}
    assert fates["A1/002"] <= {"renamed", "not-usable"}
    assert fates["A1/003"] == {"no-place"}
    assert fates["A2/n"] == {"moved"}
    assert fates["B1/level"] <= {"renamed", "not-usable"}
    new = {entry["old_key"]: entry["key"] for entry in report["answers"]}
    assert (new["A1/001"], new["A1/002"], new["B1/level"]) == ("A1/901", "A1/902", "B9/level")
    assert len(report["answers"]) == sum(len(fields) for fields in before.values())
    after = answers_in(run, filled, Path(report["form"]))
    arrived = Counter(e["key"] for e in report["answers"] if e["fate"] in {"moved", "renamed", "by-name"})
    assert {key: len(fields) for key, fields in after.items()} == arrived
    shutil.copy(report["form"], filled / "inbox" / "new.xlsx")
    outcomes = json.loads(run("collect", filled, "--json", code=None).stdout)["files"]
    assert {entry["outcome"] for entry in outcomes if entry["file"] == "new.xlsx"} == {"accepted"}


@pytest.mark.slow
def test_rows_of_the_units_own_and_the_evidence_come_along(run: Run, project: Path) -> None:
    assessment, framework = project / "assessment.yaml", project / "framework.yaml"
    assessment.write_text(f"{assessment.read_text('utf-8')}options: {{ evidence_rows: 3 }}\n", "utf-8")
    text = framework.read_text("utf-8")
    framework.write_text(text.replace("missing: zero", "missing: zero\n        spare: 2", 1), "utf-8")
    run("build", project)
    old = Path(shutil.copy(next((project / "workbooks").glob("*/GA-*.xlsx")), project / "old.xlsx"))

    def type_in(book: Workbook) -> None:
        for sheet in book.worksheets:
            for row in range(1, sheet.max_row + 1):
                if str(sheet.cell(row, 1).value).startswith("~"):
                    for column in range(2, 14):
                        cell = sheet.cell(row, column)
                        if not cell.protection.locked and sheet.cell(4, column).value in {
                            "材料名称",
                            "网址或文件名",
                        }:
                            cell.value = f"材料{row}"
                    if not sheet.cell(row, 4).protection.locked and sheet.title == SAMPLING:
                        sheet.cell(row, 4).value, sheet.cell(row, 8).value = f"自加{row}", "否"

    report = fresh(run, damaged(old, type_in))
    before = answers_in(run, project, old)
    assert sum(key.startswith("~") for key in before) == 2 + 3
    assert answers_in(run, project, Path(report["form"])) == before
    assert report["counts"] == {"moved": sum(len(fields) for fields in before.values())}


@pytest.mark.slow
def test_what_does_not_fit_is_kept_word_for_word(run: Run, filled: Path, old: Path) -> None:
    typed = ("也许 =1+1", "＝2026年的事", 10**9)

    def spoil(book: Workbook) -> None:
        sheet = sheet_of(book)
        rows = [number for number in range(1, sheet.max_row + 1) if "/" in str(sheet.cell(number, 1).value)]
        sheet.cell(rows[0], 8).value = typed[0]
        sheet.cell(rows[1], 12).value = typed[1]
        sheet.cell(rows[-1], 8).value = typed[2]

    report = fresh(run, damaged(old, spoil))
    lost = [entry["value"] for entry in report["answers"] if entry["fate"] == "not-usable"]
    assert lost == [str(value) for value in typed]
    assert all(entry["why"] for entry in report["answers"] if entry["fate"] == "not-usable")
    with Path(report["list"]).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[6] for row in rows[1:4]] == [lost[0], f"'{lost[1]}", lost[2]]
    assert len(rows) == 1 + len(report["answers"])


@pytest.mark.slow
def test_rows_that_contradict_are_not_guessed(run: Run, filled: Path, old: Path) -> None:
    def double(book: Workbook) -> None:
        sheet = sheet_of(book)
        row = next(c.row for (c,) in sheet.iter_rows(max_col=1) if c.value == "A2/n")
        for column in range(1, 14):
            sheet.cell(sheet.max_row + (column == 1), column).value = sheet.cell(row, column).value
        sheet.cell(sheet.max_row, 8).value = 12345

    report = fresh(run, damaged(old, double))
    told = {entry["value"] for entry in report["answers"] if entry["fate"] == "conflict"}
    assert "12345" in told
    assert "A2/n" not in answers_in(run, filled, Path(report["form"]))


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_copies_in_other_formats(
    run: Run, filled: Path, old: Path, office: Office, suffix: str, tmp_path: Path
) -> None:
    before = answers_in(run, filled, old)
    report = fresh(
        run, office.convert(old, tmp_path, suffix), "--project", filled, "-o", tmp_path / "new.xlsx"
    )
    assert answers_in(run, filled, tmp_path / "new.xlsx") == before
    assert set(report["counts"]) == {"moved"}


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_sheet_exported_as_text(run: Run, filled: Path, old: Path, encoding: str) -> None:
    before = answers_in(run, filled, old)
    rows = sheet_of(load_workbook(old, data_only=True)).iter_rows(values_only=True)
    with (filled / "old.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(["" if v is None else str(v) for v in row] for row in rows)
    report = fresh(run, filled / "old.csv", "--unit", "GA")
    assert answers_in(run, filled, Path(report["form"])) == before
    assert set(report["counts"]) == {"moved"}


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("none.xlsx", None, 3, "没有这个文件"),
        ("a.xlsx", b"not a workbook", 3, "TXT"),
        ("a.csv", "序号,编码\n1,A\n".encode(), 2, "--unit"),
        ("a.ods", b"PK\x03\x04 and no more", 3, "已损坏"),
        ("a.xls", bytes.fromhex("D0CF11E0A1B11AE1") + b"no more", 3, "已损坏"),
    ],
)
def test_what_cannot_be_read_is_said(
    run: Run, filled: Path, name: str, content: bytes | None, code: int, said: str
) -> None:
    path = filled / name
    if content is not None:
        path.write_bytes(content)
    assert said in run("fresh", path, code=code).output


@pytest.mark.slow
def test_a_password_opens_an_encrypted_form(run: Run, filled: Path, old: Path) -> None:
    before, out = answers_in(run, filled, old), io.BytesIO()
    OOXMLFile(io.BytesIO(old.read_bytes())).encrypt("示例 2026", out)
    old.write_bytes(out.getvalue())
    assert "--password" in run("fresh", old, code=3).output
    assert "密码都不对" in run("fresh", old, "--password", "wrong", code=3).output
    report = fresh(run, old, "--password", "示例 2026")
    assert answers_in(run, filled, Path(report["form"])) == before


@pytest.mark.slow
def test_the_screen_tells_the_same(run: Run, filled: Path, old: Path) -> None:
    said = run("fresh", old, "-o", filled / "new.xlsx").output
    assert "市公安局：旧表答案" in said
    assert (filled / "new.xlsx").is_file()
    assert (filled / "new-转移清单.csv").is_file()
    assert "moved" in run("fresh", old, "--lang", "en").output
