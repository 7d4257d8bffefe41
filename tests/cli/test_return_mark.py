"""`return --mark`: that packages were given back is recorded, once for each submission."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Run = Callable[..., Result]
UNTIL = ("--until", "2199-12-20")


def spoil(path: Path, wrong: str = "也许") -> None:
    """Types something wrong into the first open cell of the first row."""
    book = load_workbook(path)
    sheet = book["采样表"]
    assert isinstance(sheet, Worksheet)
    row = next(row for row in range(1, 99) if str(sheet.cell(row, 1).value).startswith("A1/"))
    sheet.cell(row, 8).value = wrong
    book.save(path)


@pytest.fixture
def spoiled(run: Run, filled: Path) -> Path:
    """A project in which two units sent something wrong."""
    for code in ("GA", "JY"):
        spoil(next((filled / "inbox").glob(f"{code}-*.xlsx")))
    run("collect", filled, code=1)
    return filled


def returned(run: Run, project: Path, *arguments: str) -> dict[str, bool]:
    """Unit → whether the run recorded that it was given back."""
    units = json.loads(run("return", project, *UNTIL, *arguments, "--json").stdout)["units"]
    return {entry["unit"]: entry["recorded"] for entry in units}


def states(run: Run, project: Path) -> dict[str, str]:
    units = json.loads(run("status", project, "--json", code=None).stdout)["units"]
    return {entry["unit"]: entry["state"] for entry in units}


def returns_of(run: Run, project: Path, unit: str) -> list[dict[str, Any]]:
    entries = json.loads(run("history", project, unit, "--json").stdout)["entries"]
    return [entry for entry in entries if entry.get("event") == "returned"]


@pytest.mark.slow
def test_who_when_and_why_is_recorded_once(run: Run, spoiled: Path) -> None:
    assert returned(run, spoiled, "--mark") == {"GA": True, "JY": True}
    assert states(run, spoiled) == {"GA": "returned", "JY": "returned", "DQ": "received"}
    (event,) = returns_of(run, spoiled, "GA")
    assert event["who"]
    assert event["at"][:4] == str(date.today().year)
    assert "必须修改 1 条" in event["why"]
    assert "2199-12-20" in event["why"]
    assert event["digest"]
    assert returned(run, spoiled, "--mark") == {"GA": False, "JY": False}
    assert len(returns_of(run, spoiled, "GA")) == 1


@pytest.mark.slow
def test_without_the_option_nothing_is_recorded(run: Run, spoiled: Path) -> None:
    assert returned(run, spoiled) == {"GA": False, "JY": False}
    assert states(run, spoiled)["GA"] == "received"


@pytest.mark.slow
def test_a_new_submission_with_faults_is_returned_again(run: Run, spoiled: Path) -> None:
    returned(run, spoiled, "--mark")
    again = Path(shutil.copy(next((spoiled / "inbox").glob("GA-*.xlsx")), spoiled / "inbox" / "again.xlsx"))
    spoil(again, "大概")
    run("collect", spoiled, code=1)
    assert states(run, spoiled)["GA"] == "resubmitted"
    assert returned(run, spoiled, "--mark") == {"GA": True, "JY": False}
    assert len(returns_of(run, spoiled, "GA")) == 2


@pytest.mark.slow
def test_an_acceptance_is_undone_by_name_only(run: Run, spoiled: Path) -> None:
    run("mark", spoiled, "GA", "accepted", "--why", "电话核实")
    run("mark", spoiled, "JY", "exempt", "--why", "撤并")
    said = run("return", spoiled, *UNTIL, "--mark").output
    assert "市公安局" in said.splitlines()[-2]
    assert "--unit" in said.splitlines()[-2]
    assert states(run, spoiled) == {"GA": "accepted", "JY": "exempt", "DQ": "received"}
    assert returned(run, spoiled, "--mark", "--unit", "GA") == {"GA": True}
    assert states(run, spoiled)["GA"] == "returned"


@pytest.mark.slow
def test_what_came_from_nobody_was_not_received(run: Run, filled: Path) -> None:
    """A unit of which only an unreadable file came gets a letter; there is no submission to return."""
    next((filled / "inbox").glob("JY-*.xlsx")).unlink()
    (filled / "ledger.sqlite").unlink()
    (filled / "inbox" / "JY-市教育局.csv").write_text("序号,编码\n1,A\n", "utf-8")
    run("collect", filled, code=3)
    assert returned(run, filled, "--mark") == {"JY": False}
    assert states(run, filled)["JY"] == "not-received"


@pytest.mark.slow
def test_the_screen_says_how_many_were_recorded(run: Run, spoiled: Path) -> None:
    assert "2" in run("return", spoiled, *UNTIL, "--mark").output.splitlines()[-1]
    assert "recorded" in run("return", spoiled, *UNTIL, "--mark", "--lang", "en").output.splitlines()[-1]
