"""`smartxl findings`: grouped, gravest first, the total stated, nothing left out; as a workbook, as CSV, as JSON."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from smartxl.cli.main import main
from smartxl.findings import Finding, FindingCode, Severity, group
from smartxl_generators.findingslist import write_findings
from smartxl_generators.listing import ListColumn, ListSheet, write_lists
from tests.reading.forms import DEFINITION

Run = Callable[..., Result]
NOW = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def careless_once(filled_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four wrong numbers in one unit, one text that looks like a formula in another, one file that is none."""
    folder = Path(shutil.copytree(filled_once, tmp_path_factory.mktemp("careless") / "town"))
    (folder / "ledger.sqlite").unlink()
    spoil(folder, "GA", dict.fromkeys(("A2/n", "A2/N", "B2/o1", "B2/o2"), "不清楚"))
    spoil(folder, "DQ", {"A2/n": "=cmd|' /C calc'!A0"})
    (folder / "inbox" / "坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    CliRunner().invoke(main, ["collect", str(folder)])
    return folder


@pytest.fixture
def careless(careless_once: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(careless_once, tmp_path / "careless"))


def spoil(project: Path, unit: str, typed: dict[str, str]) -> None:
    """Types texts where numbers belong; keys that the form does not have are passed over."""
    path = next((project / "inbox").glob(f"{unit}-*.xlsx"))
    book = load_workbook(path)
    for row in book["采样表"].iter_rows():
        if row[0].value in typed:
            cell = next(c for c in row if isinstance(c.value, int | float) and not c.protection.locked)
            cell.value = typed[str(row[0].value)]
            cell.data_type = "s"
    book.save(path)


def record(run: Run, project: Path, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("findings", project, "--json", *options, code=None).stdout)
    return found


def test_groups_state_their_size_and_add_up_to_the_total(run: Run, careless: Path) -> None:
    found = record(run, careless)
    assert sum(entry["count"] for entry in found["groups"]) == found["total"] > 3
    assert all(entry["count"] == len(entry["findings"]) for entry in found["groups"])
    (pair,) = [entry for entry in found["groups"] if entry["unit"] == "GA" and entry["count"] > 1]
    assert pair["code"] == "V02-not-a-number"
    assert ":" in pair["cells"]
    output = run("findings", careless, code=1).output
    assert f"问题共 {found['total']} 条" in output
    assert pair["cells"] in output.replace("\n", "")


def test_the_gravest_come_first_then_the_order_of_the_roster(run: Run, careless: Path) -> None:
    entries = record(run, careless)["groups"]
    order, units = [severity.value for severity in Severity], ["GA", "JY", "DQ", ""]
    ranks = [(order.index(entry["severity"]), units.index(entry["unit"])) for entry in entries]
    assert ranks == sorted(ranks)


def test_one_unit_alone(run: Run, careless: Path) -> None:
    mine = record(run, careless, "--unit", "东区")
    assert {entry["unit"] for entry in mine["groups"]} == {"DQ"}
    assert "没有名为“西区”的单位" in run("findings", careless, "--unit", "西区", code=2).output


@pytest.mark.slow
def test_an_unreadable_file_is_listed_until_one_of_its_name_is_accepted(run: Run, careless: Path) -> None:
    bad = [entry for entry in record(run, careless)["groups"] if entry["file"] == "坏.xlsx"]
    assert [entry["unit"] for entry in bad] == [""]
    good = next((careless / "inbox").glob("JY-*.xlsx"))
    book = load_workbook(good)
    book.save(careless / "inbox" / "坏.xlsx")
    run("collect", careless, code=None)
    assert not [e for e in record(run, careless)["groups"] if e["file"] == "坏.xlsx" and not e["unit"]]


def test_nothing_found_is_said(run: Run, filled: Path, tmp_path: Path) -> None:
    assert "没有发现问题。" in run("findings", filled).output
    assert "No findings." in run("findings", filled, "--lang", "en").output
    target = tmp_path / "none.xlsx"
    run("findings", filled, "--xlsx", target)
    book = load_workbook(target)
    assert [sheet["A4"].value for sheet in book.worksheets] == ["没有发现问题。"] * 2


def test_the_workbook_has_groups_and_every_finding_as_text(run: Run, careless: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "问题.xlsx"
    run("findings", careless, "--xlsx", target, code=1)
    found = record(run, careless)
    book = load_workbook(target)
    groups, details = book["问题清单"], book["问题明细"]
    assert f"合计 {found['total']} 条" in str(groups["A2"].value)
    assert groups.max_row == 3 + len(found["groups"])
    assert details.max_row == 3 + found["total"]
    assert [cell.value for cell in groups[3]] == [
        "程度",
        "组",
        "单位名称",
        "所在位置",
        "处数",
        "问题",
        "处理办法",
        "文件",
    ]
    assert groups.auto_filter.ref == f"A3:H{groups.max_row}"
    assert groups.freeze_panes == "A4"
    cells = [cell for sheet in (groups, details) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any("=cmd|" in str(cell.value) for cell in cells)
    assert {cell.value for cell in groups["A"][3:]} <= {severity.label.zh for severity in Severity}


def test_the_workbook_and_the_csv_list_the_same(run: Run, careless: Path, tmp_path: Path) -> None:
    book, lines = tmp_path / "f.xlsx", tmp_path / "f.csv"
    run("findings", careless, "--xlsx", book, "--csv", lines, code=1)
    details = load_workbook(book)["问题明细"].iter_rows(min_row=3, values_only=True)
    with lines.open(encoding="utf-8-sig", newline="") as file:
        listed = [[text.removeprefix("'") for text in row] for row in csv.reader(file)]
    assert [["" if v is None else str(v) for v in row] for row in details] == listed
    assert {"单位名称", "处理办法", "代码"} <= set(listed[0])


def test_the_csv_has_one_finding_a_line_and_no_formula(run: Run, careless: Path, tmp_path: Path) -> None:
    target = tmp_path / "f.csv"
    run("findings", careless, "--csv", target, "--lang", "en", code=1)
    content = target.read_bytes()
    heads, *rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert content.startswith(b"\xef\xbb\xbf")
    assert len(rows) == record(run, careless)["total"]
    assert (heads[0], heads[-2]) == ("Severity", "Code of finding")
    assert "'=cmd|' /C calc'!A0" in {cell for row in rows for cell in row}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.slow
def test_the_result_workbook_lists_groups_with_their_severity(run: Run, careless: Path) -> None:
    run("report", careless)
    sheet = load_workbook(next((careless / "reports").glob("*.xlsx")))["问题清单"]
    heads = {str(cell.value): place for place, cell in enumerate(sheet[3])}
    rows = [row for row in sheet.iter_rows(min_row=4) if row[1].value]
    severities = [row[heads["程度"]].value for row in rows]
    order = [severity.label.zh for severity in Severity]
    assert severities == sorted(severities, key=lambda word: order.index(str(word)))
    total = sum(int(str(row[heads["处数"]].value)) for row in rows)
    assert f"合计 {total} 条" in str(sheet["B2"].value)
    assert len(rows) < total


@pytest.mark.slow
def test_the_result_workbook_says_when_nothing_was_found(run: Run, filled: Path) -> None:
    run("report", filled)
    sheet = load_workbook(next((filled / "reports").glob("*.xlsx")))["问题清单"]
    assert sheet["B2"].value == "没有发现问题。"


@pytest.mark.slow
def test_many_findings_are_all_there() -> None:
    findings = [
        Finding(FindingCode.NOT_A_NUMBER, "GAJ", f"表{number % 7}", f"G{number + 10}", f"事项{number}", "x")
        for number in range(900)
    ]
    book = load_workbook(io.BytesIO(write_findings(DEFINITION, group(findings), "zh", NOW)))
    assert book["问题明细"].max_row == 903
    assert sum(int(str(cell.value)) for cell in book["问题清单"]["E"][3:]) == 900


def test_what_excel_does_not_take_is_cut_or_left_out() -> None:
    sheet = ListSheet(
        "表", "题", "说明", (ListColumn("一", 10), ListColumn("二", 10)), [["x" * 40_000, "\x00=1\x07"]], "无"
    )
    row = load_workbook(io.BytesIO(write_lists([sheet], "题", NOW)))["表"][4]
    assert len(str(row[0].value)) == 32_767
    assert (row[1].value, row[1].data_type) == ("=1", "s")


def test_the_same_findings_give_the_same_bytes() -> None:
    groups = group([Finding(FindingCode.NO_LEVEL, "GAJ", "采样表", "G12", "户口", "是", "甲、乙")])
    assert write_findings(DEFINITION, groups, "en", NOW) == write_findings(DEFINITION, groups, "en", NOW)


@pytest.mark.slow
@pytest.mark.openxml
def test_the_workbook_is_valid_open_xml(ooxml_validator: str, tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    findings = [Finding(FindingCode.NO_LEVEL, "GAJ", "表", "G1", "=1")]
    path.write_bytes(write_findings(DEFINITION, group(findings), "zh", NOW))
    done = subprocess.run([ooxml_validator, str(path)], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["errors"] == []
