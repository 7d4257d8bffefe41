"""A unit contests its result, the evaluator decides: both are kept, with the scores before and after."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl import open_project
from smartxl.project.reporting import round_facts

Run = Callable[..., Result]
APPEAL, RESULT, REASON = "申诉", "复核结果", "复核意见"
ITEM, OTHER, NUMBER = "A1/001", "A1/002", "B3/x"


def rows_of(sheet: Worksheet) -> dict[str, int]:
    """Row key → row."""
    return {str(cell.value): cell.row for cell in sheet["A"] if cell.value and "/" in str(cell.value)}


def column_of(sheet: Worksheet, head: str) -> int | None:
    return next((cell.column for row in sheet.iter_rows() for cell in row if cell.value == head), None)


def sheet_of(path: Path) -> Worksheet:
    """The sheet, to be looked at."""
    return loaded(path.read_bytes())


@lru_cache(maxsize=8)
def loaded(content: bytes) -> Worksheet:
    found = load_workbook(BytesIO(content))["采样表"]
    assert isinstance(found, Worksheet)
    return found


def value(path: Path, key: str, head: str) -> object:
    sheet = sheet_of(path)
    column = column_of(sheet, head)
    assert column is not None
    return sheet.cell(rows_of(sheet)[key], column).value


def send_back(path: Path, project: Path, changes: Mapping[tuple[str, str], object], name: str = "") -> None:
    """Fills in a workbook and puts it into the inbox."""
    book = load_workbook(path)
    sheet = book["采样表"]
    for (key, head), said in changes.items():
        cell = sheet.cell(rows_of(sheet)[key], column_of(sheet, head))  # type: ignore[arg-type]
        cell.value = said  # type: ignore[assignment]
        if isinstance(said, str):
            cell.data_type = "s"  # as text, whatever it begins with
    book.save(project / "inbox" / (name or path.name))


def built(run: Run, project: Path, edition: str) -> Path:
    run("build", project, "--edition", edition)
    return next((project / ("appeals" if edition == "appeal" else "reviews")).glob("GA-*.xlsx"))


def listed(run: Run, project: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Contested rows by key, and the unit."""
    found = json.loads(run("appeals", project, "--json").stdout)
    (unit,) = found["units"]
    return {row["key"]: row for row in found["rows"]}, unit


def units(run: Run, project: Path) -> object:
    return json.loads(run("status", project, "--json").stdout)["units"]


def total(run: Run, project: Path) -> float:
    rows = json.loads(run("score", project, "--json").stdout)
    return float(next(row["total"] for row in rows if row["code"] == "GA"))


@pytest.fixture
def contested(run: Run, filled: Path) -> Path:
    """A project in which a unit has contested two rows and nothing is decided."""
    said = {(ITEM, APPEAL): "已上线全流程办理，截图见附件", (NUMBER, APPEAL): "口径不同"}
    send_back(built(run, filled, "appeal"), filled, said)
    run("collect", filled)
    return filled


@pytest.mark.slow
def test_only_the_appeal_can_be_filled_in(run: Run, filled: Path) -> None:
    path = built(run, filled, "appeal")
    sheet, form = sheet_of(path), next((filled / "inbox").glob("GA-*.xlsx"))
    rows = rows_of(sheet)
    open_cells = {
        (cell.row, cell.column) for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    assert open_cells == {(row, column_of(sheet, APPEAL)) for row in rows.values()}
    assert sheet.protection.sheet
    for key in (ITEM, OTHER):
        for head in ("是否提供", "深度级别", "采样日期"):
            assert value(path, key, head) == value(form, key, head)
    assert "一致" in run("verify", path).output


@pytest.mark.slow
def test_an_appeal_changes_neither_what_counts_nor_the_state(run: Run, filled: Path) -> None:
    before, state = total(run, filled), units(run, filled)
    send_back(built(run, filled, "appeal"), filled, {(ITEM, APPEAL): "不服"})
    told = run("collect", filled).output
    assert "取代" not in told
    assert "不计入" not in told
    assert total(run, filled) == before
    assert units(run, filled) == state
    record = json.loads(run("history", filled, "GA", "--json").stdout)
    assert [entry["edition"] for entry in record["entries"] if "edition" in entry] == ["unit", "appeal"]
    assert len(record["counting"][0]["files"]) == 1


@pytest.mark.slow
def test_a_round_from_appeal_to_decision(run: Run, contested: Path) -> None:
    before = total(run, contested)
    rows, unit = listed(run, contested)
    assert {row["decision"] for row in rows.values()} == {"pending"}
    assert (unit["before"], unit["after"], unit["pending"]) == (before, before, 2)
    review = built(run, contested, "evaluator")
    assert value(review, ITEM, APPEAL) == "已上线全流程办理，截图见附件"
    assert value(review, OTHER, APPEAL) is None
    points = rows[ITEM]["before"]
    decided = 0 if points else 1
    send_back(review, contested, {(ITEM, RESULT): decided, (NUMBER, REASON): "以指标定义为准"})
    run("collect", contested)
    rows, unit = listed(run, contested)
    assert (rows[ITEM]["decision"], rows[ITEM]["before"], rows[ITEM]["after"]) == ("adopted", points, decided)
    assert (rows[NUMBER]["decision"], rows[NUMBER]["words"]) == ("upheld", "以指标定义为准")
    assert rows[NUMBER]["before"] == rows[NUMBER]["after"]
    assert (unit["before"], unit["after"]) == (before, total(run, contested))
    assert unit["after"] != before
    records = round_facts(open_project(contested)).records
    (appealing,) = records.appeals
    assert (appealing.rows, appealing.adopted, appealing.upheld, appealing.before) == (2, 1, 1, before)
    assert {row.key: row.ruling for row in records.appealed} == {ITEM: "adopted", NUMBER: "upheld"}
    assert records.units["GA"].digest
    assert (unit["adopted"], unit["upheld"], unit["pending"]) == (1, 1, 0)
    history = run("history", contested, "GA").output
    assert "申诉表" in history
    assert "复核表" in history


@pytest.mark.slow
def test_the_review_shows_appeals_locked_and_only_to_whom_they_concern(run: Run, contested: Path) -> None:
    review = built(run, contested, "evaluator")
    sheet = sheet_of(review)
    column = column_of(sheet, APPEAL)
    assert column is not None
    assert sheet.cell(rows_of(sheet)[ITEM], column).protection.locked
    assert "一致" in run("verify", review).output
    other = next((contested / "reviews").glob("JY-*.xlsx"))
    assert column_of(sheet_of(other), APPEAL) is None


@pytest.mark.slow
def test_a_remark_of_an_earlier_review_decides_nothing(run: Run, filled: Path) -> None:
    send_back(built(run, filled, "evaluator"), filled, {(ITEM, REASON): "已核", (ITEM, RESULT): 1})
    run("collect", filled)
    path = built(run, filled, "appeal")
    assert (value(path, ITEM, RESULT), value(path, ITEM, REASON)) == (1, "已核")
    send_back(path, filled, {(ITEM, APPEAL): "不服"})
    run("collect", filled)
    review = built(run, filled, "evaluator")
    send_back(review, filled, {(OTHER, REASON): "已核"}, "第二次.xlsx")
    run("collect", filled)
    assert listed(run, filled)[0][ITEM]["decision"] == "pending"
    send_back(review, filled, {(ITEM, REASON): "再核，维持"}, "第三次.xlsx")
    run("collect", filled)
    row = listed(run, filled)[0][ITEM]
    assert (row["decision"], row["words"], row["before"], row["after"]) == ("upheld", "再核，维持", 1, 1)


@pytest.mark.slow
def test_the_last_appeal_counts_and_shows_what_was_contested(run: Run, contested: Path) -> None:
    again = built(run, contested, "appeal")
    assert value(again, ITEM, APPEAL) == "已上线全流程办理，截图见附件"
    send_back(again, contested, {(ITEM, APPEAL): None, (OTHER, APPEAL): "=1+1 有误"}, "再次申诉.xlsx")
    run("collect", contested)
    rows, unit = listed(run, contested)
    assert set(rows) == {OTHER, NUMBER}
    assert unit["file"] == "再次申诉.xlsx"
    target = contested / "appeals.csv"
    run("appeals", contested, "--csv", target, "--xlsx", target.with_suffix(".xlsx"))
    assert "'=1+1 有误" in target.read_text("utf-8-sig")
    book = load_workbook(target.with_suffix(".xlsx"))
    assert len(book.sheetnames) == 2
    texts = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "=1+1 有误"]
    assert [cell.data_type for cell in texts] == ["s"]


def test_there_is_nothing_to_contest_before_a_file_counts(run: Run, project: Path) -> None:
    assert "没有计入的报送" in run("build", project, "--edition", "appeal", code=2).output
    assert "没有" in run("appeals", project).output or "0 项" in run("appeals", project).output


def test_an_appeal_is_no_form_to_refresh_choose_or_compare(run: Run, contested: Path) -> None:
    form, appeal = (next((contested / "inbox").glob(f"GA-*{kind}.xlsx")) for kind in ("采样表", "申诉表"))
    assert "这是申诉表" in run("fresh", appeal, "--project", contested, code=2).output
    assert "不能计入" in run("choose", contested, appeal.name, "--why", "x", code=2).output
    assert "其中一个是申诉表" in run("compare", contested, form.name, appeal.name, code=2).output


@pytest.mark.slow
def test_evidence_beside_an_appeal_is_kept_without_a_register(run: Run, filled: Path) -> None:
    path = built(run, filled, "appeal")
    (filled / "inbox" / path.stem).mkdir()
    (filled / "inbox" / path.stem / "截图.png").write_bytes(b"picture")
    send_back(path, filled, {(ITEM, APPEAL): "见截图"})
    assert "截图.png" not in run("collect", filled).output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "guide", "appeal"), [("zh", "申诉说明", "申诉"), ("en", "About appeals", "Appeal")]
)
def test_the_guide_explains_the_appeal(run: Run, filled: Path, lang: str, guide: str, appeal: str) -> None:
    """What is shown, what can be filled in, until when, and what follows; not how answers are filled in."""
    run("build", filled)
    run("build", filled, "--edition", "appeal", "--lang", lang)
    form = load_workbook(next((filled / "appeals").glob("GA-*.xlsx")))
    plain = load_workbook(next((filled / "workbooks").glob("*/GA-*.xlsx")))["填报说明"]
    texts = {str(cell.value) for row in form[guide].iter_rows() for cell in row if cell.value}
    assert any(appeal in text for text in texts)
    assert any(("期限" if lang == "zh" else "within the time") in text for text in texts)
    same = texts & {str(cell.value) for row in plain.iter_rows() for cell in row if cell.value}
    assert not [text for text in same if "填写" in text and len(text) > 6]
