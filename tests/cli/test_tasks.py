"""`tasks`: the list goes out as a workbook, comes back by way of the gate, and stays as people decided."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook
from pydantic import TypeAdapter

import smartxl
from smartxl.cli.present.schemas import RECORDS
from smartxl.questionnaires.tasklist import TaskColumn
from tests.cli.conftest import Run
from tests.xlsx.otherforms import ods, table

COLUMNS = {column: place for place, column in enumerate(TaskColumn, 2)}
OPENED_BY = "示例 2026"


@pytest.fixture
def listed(filled: Path, run: Run) -> Path:
    run("tasks", filled)
    return filled


def workbook(project: Path) -> Path:
    return next((project / "reports").glob("*整改任务.xlsx"))


def fill_in(path: Path, values: dict[TaskColumn, str | datetime], row: int = 5) -> None:
    book = load_workbook(path)
    for column, value in values.items():
        book.worksheets[0].cell(row, COLUMNS[column]).value = value
    book.save(path)


def printed(run: Run, *arguments: str | Path) -> tuple[dict[str, Any], int]:
    result = run("tasks", *arguments, "--json", code=None)
    data: dict[str, Any] = json.loads(result.stdout)
    if "ok" not in data:
        strict = TypeAdapter(RECORDS["tasks-collect" if "notices" in data else "tasks"])
        assert json.loads(strict.dump_json(strict.validate_python(data))) == data
    return data, result.exit_code


@pytest.mark.slow
def test_what_was_filled_in_stays_and_is_in_the_report(listed: Path, run: Run) -> None:
    path = workbook(listed)
    fill_in(
        path, {TaskColumn.LEAD: "市教育局", TaskColumn.DUE: datetime(2026, 9, 30), TaskColumn.NOTE: "快办"}
    )
    assert "被改动过" in run("tasks", listed, code=2).output
    told = run("tasks", "collect", listed, code=1).output
    assert "没有牵头单位" in told
    assert "逾期任务 1 项" in told
    data, code = printed(run, listed)
    assert code == 0
    first = data["tasks"][0]
    assert (first["lead"], first["due"], first["note"], first["overdue"]) == (
        "JY",
        "2026-09-30",
        "快办",
        True,
    )
    again = load_workbook(path).worksheets[0]
    assert again.cell(5, COLUMNS[TaskColumn.LEAD]).value == "市教育局"
    assert again.cell(5, COLUMNS[TaskColumn.DUE]).value == datetime(2026, 9, 30)
    run("report", listed, "--format", "html")
    page = next((listed / "reports").glob("*.html")).read_text("utf-8")
    assert "2026-09-30" in page


@pytest.mark.slow
def test_a_result_workbook_is_sound_whatever_is_decided_later(listed: Path, run: Run) -> None:
    run("report", listed)
    result = next((listed / "reports").glob("*结果.xlsx"))
    fill_in(workbook(listed), {TaskColumn.LEAD: "市教育局", TaskColumn.DUE: datetime(2027, 1, 31)})
    run("tasks", "collect", listed, code=1)
    assert run("verify", result).exit_code == 0


def test_the_same_list_gives_the_same_bytes(listed: Path, run: Run) -> None:
    before = workbook(listed).read_bytes()
    run("tasks", listed)
    assert workbook(listed).read_bytes() == before


def test_both_languages_have_a_workbook_of_the_same_tasks(listed: Path, run: Run) -> None:
    fill_in(workbook(listed), {TaskColumn.PROBLEM: "改写的问题"})
    run("tasks", "collect", listed, code=1)
    data, _ = printed(run, listed, "--lang", "en")
    assert data["tasks"][0]["problem"] == "改写的问题"
    assert Path(data["file"]).name.endswith("tasks.xlsx")
    taken, _ = printed(run, "collect", listed, data["file"])
    assert [task["key"] for task in taken["tasks"]] == [task["key"] for task in data["tasks"]]
    kept = json.loads((listed / "tasks.json").read_text("utf-8"))["tasks"]
    assert [task["edited"] for task in kept if task["edited"]] == [["problem"]]


def encrypted(content: bytes) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(OPENED_BY, out)
    return out.getvalue()


SENT: dict[str, tuple[Callable[[bytes], bytes], int]] = {
    "encrypted": (encrypted, 1),
    "an .ods": (lambda _: ods(table()), 3),
    "half of it": (lambda data: data[: len(data) // 2], 3),
    "text": (lambda _: b"1,2\n", 3),
}


@pytest.mark.slow
@pytest.mark.parametrize(("make", "code"), SENT.values(), ids=SENT)
def test_a_list_passes_the_gate(listed: Path, run: Run, make: Callable[[bytes], bytes], code: int) -> None:
    path = workbook(listed)
    fill_in(path, {TaskColumn.LEAD: "市教育局"})
    path.write_bytes(make(path.read_bytes()))
    data, exit_code = printed(run, "collect", listed, "--password", OPENED_BY)
    assert exit_code == code
    assert (data["tasks"][0]["lead"] == "JY") == (code == 1)


def test_another_workbook_of_the_project_is_no_task_list(listed: Path, run: Run) -> None:
    form = next((listed / "workbooks").rglob("GA-*.xlsx"))
    assert "这不是整改任务表" in run("tasks", "collect", listed, form, code=3).output


def test_a_project_without_answers_has_no_tasks(project: Path, run: Run) -> None:
    assert "没有计入的报送" in run("tasks", project, code=2).output


def test_a_list_that_is_not_there(listed: Path, run: Run) -> None:
    workbook(listed).unlink()
    assert "没有这个文件" in run("tasks", "collect", listed, code=2).output


def test_overdue_is_by_the_day_that_is_given(listed: Path) -> None:
    fill_in(workbook(listed), {TaskColumn.DUE: datetime(2026, 11, 30)})
    tasks = smartxl.open_project(listed).tasks
    tasks.collect(now=datetime(2026, 11, 1).astimezone())
    for day, overdue in ((30, False), (31, True)):
        now = datetime(2026, 11 if day == 30 else 12, min(day, 30)).astimezone()
        assert tasks.list(now=now)[0].overdue is overdue


def test_where_the_list_is_expected_is_told_once(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(filled.parent)
    told = run("tasks", "collect", filled.name, code=2).output
    assert f"应在 {Path(filled.name) / 'reports'}" in told
