"""Forms that carry the answers of the round before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
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


@pytest.mark.slow
def test_a_prefilled_form_comes_back_like_any_other(run: Run, filled: Path, following: Path) -> None:
    run("build", following, "--prefill", filled)
    (following / "inbox").mkdir(exist_ok=True)
    for path in (following / "workbooks").glob("*/*.xlsx"):
        shutil.copy(path, following / "inbox")
        assert "一致" in run("verify", path).output
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
    levels = {
        sheet_of(following).cell(row, column_of(sheet_of(following), "深度级别")).value
        for row in rows_of(sheet_of(following)).values()
    }
    assert "指南" not in levels


def test_a_project_that_received_nothing_has_nothing_to_carry(
    run: Run, filled: Path, following: Path
) -> None:
    assert "no submission counts there" in run("build", filled, "--prefill", following, code=2).output
