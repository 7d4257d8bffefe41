"""`audit`: counts, rows by check, other limits, files, JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_counts_rows_and_what_cannot_be_judged(run: Run, filled: Path) -> None:
    shown = run("audit", filled, "--lang", "en").output
    assert "Compensability" in shown
    assert "[structure.children] number of children (3 – 7)" in shown
    assert "→ merge nodes that belong together" in shown
    assert "fewer than 10: relations are not reliable" in shown
    assert "nan" not in shown


def test_all_has_every_row_and_the_sources_of_the_limits(run: Run, filled: Path) -> None:
    short, whole = (run("audit", filled, *more).output for more in ((), ("--all",)))
    assert "JRC 审计" not in short
    assert "JRC 审计" in whole
    assert len(whole.splitlines()) > len(short.splitlines())


def test_json_has_verdicts_limits_and_weights(run: Run, filled: Path) -> None:
    found = json.loads(run("audit", filled, "--json").stdout)
    first = found[0]
    assert sum(first["verdicts"].values()) == len(first["rows"])
    assert {row["verdict"] for row in first["rows"]} <= {"pass", "flag", "fail", "not-assessable"}
    alpha = next(limit for limit in first["limits"] if limit["check"] == "coherence.alpha")
    assert (alpha["flag_low"], alpha["fail_low"]) == (0.7, 0.6)
    assert {row["node"] for row in first["weights"]} >= {"A", "B"}
    total = next(each for each in first["correlations"] if each["node"] == "TOTAL")
    assert all(row[place] in {None, 1.0} for place, row in enumerate(total["values"]))


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [
        pytest.param("structure.children=1:", "pass", id="open end"),
        pytest.param("structure.children=8:9", "flag", id="both"),
    ],
)
def test_another_limit(run: Run, filled: Path, limit: str, verdict: str) -> None:
    found = json.loads(run("audit", filled, "--json", "--threshold", limit).stdout)
    rows = [row for each in found for row in each["rows"] if row["check"] == "structure.children"]
    assert {row["verdict"] for row in rows} == {verdict}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["--threshold", "structure.children"], "检查=最小:最大", id="no number"),
        pytest.param(["--threshold", "structure.children=a"], "检查=最小:最大", id="a word"),
        pytest.param(["--threshold", "no.such=1"], "没有检查“no.such”", id="no such check"),
        pytest.param(["--class", "nobody"], "没有类别“nobody”", id="no such class"),
    ],
)
def test_what_is_refused(run: Run, filled: Path, arguments: list[str], told: str) -> None:
    assert told in run("audit", filled, *arguments, code=2).output


def test_strict_ends_with_1_where_a_row_fails(run: Run, filled: Path) -> None:
    """Under a limit that no indicator can keep."""
    run("audit", filled, "--strict")
    run("audit", filled, "--strict", "--threshold", "data.constant=1000", code=1)


def test_tables_for_a_spreadsheet(run: Run, filled: Path, tmp_path: Path) -> None:
    book, text = tmp_path / "audit.xlsx", tmp_path / "audit.csv"
    run("audit", filled, "--xlsx", book, "--csv", text)
    assert openpyxl.load_workbook(book).sheetnames == ["审计", "权重", "界限"]
    rows = list(csv.reader(text.read_text("utf-8-sig").splitlines()))
    assert rows[0][:5] == ["类别", "方面", "检查", "对象", "结论"]
    assert len(rows) == 1 + sum(
        len(each["rows"]) for each in json.loads(run("audit", filled, "--json").stdout)
    )
