"""`mark`: what speaks against accepting a unit is said, needs a reason, and is kept with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

import smartxl
from smartxl.ledger import Standing

Run = Callable[..., Result]


@pytest.fixture
def below(filled: Path) -> Path:
    """The filled project with a floor of coverage that no unit reaches, and a form of GA with a wrong answer."""
    path = filled / "framework.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("conventions:\n", "conventions:\n  coverage_floor: { unit: 1 }\n"), "utf-8")
    return filled


def spoil(folder: Path) -> None:
    """GA sends its form again, with a number that is none."""
    form = next((folder / "inbox").glob("GA-*.xlsx"))
    book = load_workbook(form)
    sheet = book["采样表"]
    column = next(c.column for row in sheet.iter_rows() for c in row if c.value == "数值/等级" and c.column)
    row = next(cell.row for cell in sheet["A"] if cell.value == "A2/n")
    sheet.cell(row, column).value = "很多"
    book.save(form)


def events(run: Run, folder: Path, unit: str = "GA") -> list[tuple[str, str]]:
    entries = json.loads(run("history", folder, unit, "--json").stdout)["entries"]
    return [(entry["event"], entry["why"]) for entry in entries if "event" in entry]


@pytest.mark.slow
def test_nothing_against_it_needs_no_reason(filled: Path, run: Run) -> None:
    assert run("mark", filled, "GA", "accepted").output.strip() == "市公安局：现为“通过”"
    assert events(run, filled)[-1] == ("accepted", "")
    for state in ("returned", "exempt"):
        assert "没有理由" in run("mark", filled, "GA", state, code=2).output


@pytest.mark.slow
def test_what_must_be_fixed_is_said_and_kept(filled: Path, run: Run) -> None:
    (filled / "ledger.sqlite").unlink()
    spoil(filled)
    run("collect", filled, code=None)
    told = run("mark", filled, "GA", "accepted", code=2).output
    assert "必须修改的问题 1 项" in told
    assert "--why" in told
    refused = json.loads(run("mark", filled, "GA", "accepted", "--json", code=2).stdout)
    assert (refused["ok"], len(refused["problems"])) == (False, 1)
    assert "必须修改的问题 1 项" in refused["problems"][0]["what"]
    assert events(run, filled)[-1][0] == "received"
    said = run("mark", filled, "GA", "accepted", "--why", "电话核实").output
    assert "注意，通过时仍有：必须修改的问题 1 项" in said
    assert events(run, filled)[-1] == ("accepted", "电话核实（通过时：必须修改的问题 1 项）")
    assert "电话核实（通过时：必须修改的问题 1 项）" in run("history", filled, "GA").stdout


@pytest.mark.slow
def test_coverage_below_the_floor(below: Path, run: Run) -> None:
    run("collect", below, code=None)
    city = smartxl.open_project(below)
    units = [unit for unit in city.status().view.overview.units if unit.below_floor]
    assert units
    unit = units[0].unit.code
    with pytest.raises(smartxl.SmartxlError, match="below the floor of 100%"):
        city.mark(unit, "accepted", "  ")
    record = json.loads(run("mark", below, unit, "accepted", "--why", "x", "--json").stdout)
    assert (record["state"], record["below_floor"], record["counts"]) == ("accepted", True, True)
    assert "低于下限 100%" in record["why"]


def test_a_unit_of_which_nothing_came_is_not_accepted(project: Path) -> None:
    city = smartxl.open_project(project)
    with pytest.raises(smartxl.SmartxlError, match=r"accepted cannot follow"):
        city.mark("GA", "accepted")
    assert city.mark("GA", "exempt", "机构改革").state is Standing.EXEMPT
