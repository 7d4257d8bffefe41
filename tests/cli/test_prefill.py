"""Forms that carry the answers of the round before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.cli.test_review import column_of, rows_of

Run = Callable[..., Result]


@pytest.fixture
def following(run: Run, filled: Path, tmp_path: Path) -> Path:
    """The same project one round later: a level was renamed, an item is new, one is gone."""
    run("collect", filled)
    folder = tmp_path / "next"
    shutil.copytree(
        filled, folder, ignore=shutil.ignore_patterns("inbox", "workbooks", "ledger*", ".smartxl", "reviews")
    )
    assessment = folder / "assessment.yaml"
    assessment.write_text(assessment.read_text("utf-8").replace("round: 2026-1", "round: 2027-1"), "utf-8")
    return folder


def sheet_of(project: Path) -> Worksheet:
    sheet = load_workbook(next((project / "workbooks").glob("**/GA-*.xlsx")))["采样表"]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.slow
def test_last_rounds_answers_are_filled_in_and_shown_beside(run: Run, filled: Path, following: Path) -> None:
    run("build", following, "--prefill", filled)
    new, old = sheet_of(following), load_workbook(next((filled / "inbox").glob("GA-*.xlsx")))["采样表"]
    key = next(key for key in rows_of(new) if key.startswith("A1/"))
    for head in ("是否提供", "采样地址"):
        assert (
            new.cell(rows_of(new)[key], column_of(new, head)).value
            == old.cell(rows_of(old)[key], column_of(old, head)).value
        )
    assert new.cell(rows_of(new)[key], column_of(new, "采样日期")).value is None
    previous = [new.cell(row, column_of(new, "上轮结果")).value for row in rows_of(new).values()]
    assert any(isinstance(value, float | int) for value in previous)
    assert any(isinstance(value, str) for value in previous)
    assert "2026-1" in str(new["B4"].value)
    fonts = [rule.dxf.font for rules in new.conditional_formatting for rule in rules.rules if rule.dxf]
    assert any(font.i for font in fonts if font)


def touch(path: Path, target: Path, typed: date | None = date(2026, 9, 9)) -> None:
    """A form with the day of the look filled in, in the first row that it has."""
    book = load_workbook(path)
    sheet = book["采样表"]
    row = min(row for key, row in rows_of(sheet).items() if not key.startswith("~"))
    if typed:
        sheet.cell(row, column_of(sheet, "采样日期")).value = typed
    book.save(target)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["the same bytes", "saved again"])
def test_a_form_that_came_back_as_it_went_out_is_told_and_does_not_count(
    run: Run, filled: Path, following: Path, how: str
) -> None:
    run("build", following, "--prefill", filled)
    (following / "inbox").mkdir(exist_ok=True)
    for path in (following / "workbooks").glob("*/*.xlsx"):
        target = following / "inbox" / path.name
        shutil.copy(path, target) if how == "the same bytes" else touch(path, target, None)
    report = json.loads(run("collect", following, "--json", code=1).stdout)
    codes = {(entry["outcome"], *(f["code"] for f in entry["findings"])) for entry in report["files"]}
    assert codes == {("refused", "S21-untouched-prefill")}
    status = json.loads(run("status", following, "--json", code=None).stdout)["units"]
    assert {(unit["filled"], unit["untouched_prefill"], unit["must_fix"]) for unit in status} == {
        (0, True, 1)
    }
    assert "原样退回、未核对、未计入的单位 3 个：市公安局" in run("status", following, code=None).output
    page = following / "status.html"
    run("status", following, "--html", page, code=None)
    assert page.read_text("utf-8").count("<em>上轮答案原样退回</em>") == 3
    reminders = following / "reminders.csv"
    run("status", following, "--reminders", reminders, code=None)
    assert reminders.read_text("utf-8-sig").count("原样退回，请逐行核对") == 3
    shutil.rmtree(following / "inbox")
    (following / "inbox").mkdir()
    for path in (following / "workbooks").glob("*/*.xlsx"):
        touch(path, following / "inbox" / path.name)
    run("collect", following, code=None)
    assert "原样退回" not in run("status", following, code=None).output


@pytest.mark.slow
def test_a_round_that_matches_nothing_is_refused(run: Run, filled: Path, following: Path) -> None:
    said = run("build", following, "--prefill", filled).output
    assert "上轮答案：3 / 3 个单位有；" in said
    roster = following / "roster.csv"
    text = roster.read_text("utf-8")
    roster.write_text(text.replace("JY,", "JYJ,"), "utf-8")
    items = next((following / "catalogue").glob("*.csv"))
    items.write_text(items.read_text("utf-8").replace("JY,", "JYJ,"), "utf-8")
    said = run("build", following, "--prefill", filled).output
    assert "2 / 3 个单位有" in said
    assert "上轮的 1 个单位本轮没有：JY" in said
    roster.write_text(text.replace("JY,", "X1,").replace("GA,", "X2,").replace("DQ,", "X3,"), "utf-8")
    items.write_text(
        items.read_text("utf-8").replace("JYJ,", "X1,").replace("GA,", "X2,").replace("DQ,", "X3,"), "utf-8"
    )
    for command in (["build", following, "--prefill", filled], ["collect", following, "--last", filled]):
        told = run(*command, code=2).output
        assert "本轮单位代码为 X1, X2, X3，那里为 DQ, GA, JY" in told


@pytest.mark.slow
def test_a_prefilled_form_comes_back_like_any_other(run: Run, filled: Path, following: Path) -> None:
    run("build", following, "--prefill", filled)
    (following / "inbox").mkdir(exist_ok=True)
    for path in (following / "workbooks").glob("*/*.xlsx"):
        assert "一致" in run("verify", path).output
        touch(path, following / "inbox" / path.name)
    report = json.loads(run("collect", following, "--json", code=None).stdout)
    assert [entry["outcome"] for entry in report["files"]] == ["accepted"] * 3
    assert not [f for entry in report["files"] for f in entry["findings"] if "S" in f["code"][:1]]
    before = {r["code"]: r["total"] for r in json.loads(run("score", filled, "--json").stdout)}
    after = {r["code"]: r["total"] for r in json.loads(run("score", following, "--json").stdout)}
    assert after == before


@pytest.mark.slow
def test_what_does_not_fit_any_more_is_left_blank(run: Run, filled: Path, following: Path) -> None:
    framework = following / "framework.yaml"
    text = framework.read_text("utf-8")
    assert "zh: 指南" in text
    framework.write_text(text.replace("zh: 指南", "zh: 新指南"), "utf-8")
    catalogue = next((following / "catalogue").glob("*.csv"))
    lines = catalogue.read_text("utf-8").splitlines()
    catalogue.write_text("\n".join([lines[0], *lines[2:]]) + "\n", "utf-8")
    run("build", following, "--prefill", filled)
    sheet = sheet_of(following)
    levels = {sheet.cell(row, column_of(sheet, "深度级别")).value for row in rows_of(sheet).values()}
    assert "指南" not in levels


def test_a_project_that_received_nothing_has_nothing_to_carry(
    run: Run, filled: Path, following: Path
) -> None:
    assert "那里没有计入的报送" in run("build", filled, "--prefill", following, code=2).output
