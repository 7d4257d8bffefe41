"""`smartxl status`: the page, the list of reminders, and questions that many got wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import load_workbook

from smartxl.ledger import EventKind
from smartxl.project import Project

Run = Callable[..., Result]
NOW = datetime(2026, 10, 1, tzinfo=UTC)


def collected(run: Run, project: Path, *, without: str = "", **typed: str) -> None:
    """Collects anew, after the number x of B3 was changed in the forms of some units, and one was taken away."""
    (project / "ledger.sqlite").unlink(missing_ok=True)
    for unit, text in typed.items():
        path = next((project / "inbox").glob(f"{unit}-*.xlsx"))
        book = load_workbook(path)
        sheet = book["采样表"]
        for row in sheet.iter_rows():
            if row[0].value == "B3/x":
                next(
                    cell for cell in row if isinstance(cell.value, int | float) and not cell.protection.locked
                ).value = text
        book.save(path)
    if without:
        next((project / "inbox").glob(f"{without}-*.xlsx")).unlink()
    run("collect", project, code=None)


def status(run: Run, project: Path, *options: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("status", project, "--json", *options, code=None).stdout)
    return found


def test_the_record_has_sections_and_files(run: Run, filled: Path) -> None:
    record = status(run, filled)
    units = {row["unit"]: row for row in record["units"]}
    assert record["due"] == "2026-10-31"
    sections = units["GA"]["sections"]
    assert {leaf: found["rows"] for leaf, found in sections.items()} == {
        "A1": 3,
        "A2": 2,
        "B1": 1,
        "B2": 2,
        "B3": 1,
    }
    assert sum(found["filled"] for found in sections.values()) == units["GA"]["filled"]
    assert units["GA"]["counts"]
    assert units["GA"]["file"] == "GA-市公安局-采样表.xlsx"
    assert units["GA"]["last_received"] >= units["GA"]["received_at"]


@pytest.mark.slow
def test_the_page_is_written_where_it_was_asked_for(run: Run, filled: Path, tmp_path: Path) -> None:
    project = filled
    collected(run, project, without="JY")
    page = tmp_path / "out" / "进度.html"
    assert "进度.html" in run("status", project, "--html", page, code=None).output
    html = page.read_text("utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert "市教育局" in html
    assert "未收到" in html
    english = tmp_path / "status.html"
    run("status", project, "--html", english, "--lang", "en", code=None)
    assert "To be reminded" in english.read_text("utf-8")


def reminders(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.slow
def test_reminders_name_the_contact_the_deadline_and_what_is_missing(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    project = filled
    roster = project / "roster.csv"
    roster.write_text(
        roster.read_text("utf-8").replace(
            "JY,市教育局,Education,dep,", "JY,市教育局,Education,dep,+86 10 6600"
        ),
        "utf-8",
    )
    collected(run, project, without="JY")
    target = tmp_path / "催办.csv"
    run("status", project, "--reminders", target, code=None)
    heads, *rows = reminders(target)
    assert heads == [
        "代码",
        "单位",
        "类别",
        "联系方式",
        "状态",
        "截止日期",
        "剩余天数",
        "未填项数",
        "待改项数",
        "必须修改",
        "尚缺",
    ]
    (entry,) = [row for row in rows if row[0] == "JY"]
    assert entry[:6] == ["JY", "市教育局", "部门", "'+86 10 6600", "未收到", "2026-10-31"]
    assert entry[7:9] == ["7", "0"]
    assert entry[10].startswith("A1 在线办事 未填 1 项、待改 0 项；A2 网办率 未填 2 项、待改 0 项")


def test_where_a_unit_stands_is_as_the_ledger_says(run: Run, filled: Path, tmp_path: Path) -> None:
    """Who is exempt is asked nothing and not reminded; who was returned is."""
    project = Project.open(filled)
    with project.ledger() as ledger:
        ledger.mark(project.definition, "JY", EventKind.EXEMPT, "机构改革", NOW)
        ledger.mark(project.definition, "GA", EventKind.RETURNED, "请补充", NOW)
    units = {row["unit"]: row for row in status(run, filled)["units"]}
    assert {code: row["state"] for code, row in units.items()} == {
        "GA": "returned",
        "JY": "exempt",
        "DQ": "received",
    }
    assert (units["JY"]["rows"], units["JY"]["counts"]) == (0, False)
    target = tmp_path / "r.csv"
    output = run("status", filled, "--reminders", target, code=None).output
    assert "免报" in output
    assert "已收到 2 / 2 个单位" in output
    assert "JY" not in {row[0] for row in reminders(target)[1:]}


def test_nobody_is_reminded_of_what_is_complete(run: Run, filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.csv"
    run("status", filled, "--reminders", target)
    record = status(run, filled)
    done = {row["unit"] for row in record["units"] if row["filled"] == row["rows"]}
    assert {row[0] for row in reminders(target)[1:]} == {"GA", "JY", "DQ"} - done


@pytest.mark.slow
def test_a_question_that_many_got_wrong_is_told(run: Run, project: Path) -> None:
    roster = project / "roster.csv"
    roster.write_text(roster.read_text("utf-8") + "WJ,市卫健委,Health,dep,,1\n", "utf-8")
    run("build", project)
    run("fill", project)
    collected(run, project, GA="很多", JY="不少")
    output = run("status", project, code=1).output
    assert "2/3  B3 更新 月均  [V02-not-a-number]" in output
    (question,) = status(run, project)["wrong"]
    assert (question["units"], question["asked"]) == (["GA", "JY"], 3)
    assert status(run, project, "--wrong-share", "0.7")["wrong"] == []
    assert "--wrong-share" in run("status", project, "--wrong-share", "0", code=2).output


def test_a_folder_that_cannot_be_written_is_said_plainly(run: Run, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    assert "无法写入" in run("status", filled, "--html", tmp_path / "file" / "s.html", code=2).output


def _table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
