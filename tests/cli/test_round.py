"""A round by hand, command by command."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import Result
from openpyxl import load_workbook

Run = Callable[..., Result]


def workbook_of(folder: Path, unit: str) -> Path:
    return next(folder.glob(f"**/{unit}-*.xlsx"))


def total(run: Run, project: Path) -> dict[str, float]:
    rows = json.loads(run("score", project, "--json").stdout)
    return {row["code"]: row["total"] for row in rows}


@pytest.mark.slow
def test_build_writes_one_workbook_for_each_unit_and_the_city(run: Run, project: Path) -> None:
    run("build", project)
    names = sorted(path.name for path in (project / "workbooks").glob("**/*.xlsx"))
    assert names == [
        "DQ-东区-采样表.xlsx",
        "GA-市公安局-采样表.xlsx",
        "JY-市教育局-采样表.xlsx",
        "小城-全市工作簿.xlsx",
    ]
    assert (project / "workbooks" / "部门" / names[1]).is_file()


@pytest.mark.slow
def test_building_again_changes_nothing(run: Run, project: Path) -> None:
    run("build", project)
    before = {p: p.stat().st_mtime_ns for p in project.glob("workbooks/**/*.xlsx")}
    assert "未变 4" in run("build", project).output
    assert {p: p.stat().st_mtime_ns for p in project.glob("workbooks/**/*.xlsx")} == before


@pytest.mark.slow
def test_a_changed_workbook_is_not_overwritten(run: Run, project: Path) -> None:
    run("build", project)
    path = workbook_of(project, "GA")
    path.write_bytes(path.read_bytes() + b"changed by hand")
    assert "被改动过" in run("build", project, code=2).output
    assert path.read_bytes().endswith(b"changed by hand")
    run("build", project, "--force")
    assert path.with_name(f"{path.stem}.old1.xlsx").read_bytes().endswith(b"changed by hand")
    assert not path.read_bytes().endswith(b"changed by hand")


@pytest.mark.slow
def test_a_clean_round_has_no_findings_and_equal_numbers(run: Run, filled: Path) -> None:
    assert "已读过 3" in run("collect", filled).output
    run("report", filled)
    run("report", filled, "--udf")
    reports = sorted((filled / "reports").glob("*.xlsx"))
    assert len(reports) == 2
    output = run("verify", *reports, *sorted((filled / "inbox").glob("*.xlsx"))).output
    assert output.count("完全一致") == 5


@pytest.mark.slow
def test_verify_finds_a_broken_formula(run: Run, filled: Path) -> None:
    run("report", filled)
    path = next((filled / "reports").glob("*.xlsx"))
    book = load_workbook(path)
    sheet = book["公安局"]
    points = next(row[13] for row in sheet.iter_rows(min_row=6) if row[0].value == "A1/001")
    points.value = "=0.123"
    book.save(path)
    report = json.loads(run("verify", path, "--json", code=1).stdout)[str(path)]
    assert not report["ok"]
    address = f"'公安局'!{points.coordinate}"
    broken = {d["kind"]: d for d in report["differences"] if d["cell"] == address}
    assert {"formula", "value"} <= set(broken)
    assert broken["value"]["workbook"] == 0.123
    assert broken["value"]["formula"] == "=0.123"
    sections = {d["cell"] for d in report["differences"] if d["kind"] == "value"}
    assert len(sections) > 1, "what is calculated from the broken cell differs too"
    assert address in run("verify", path, code=1).output


@pytest.mark.slow
def test_a_changed_answer_changes_the_score_as_the_formulas_say(run: Run, filled: Path) -> None:
    before = total(run, filled)
    path = workbook_of(filled / "inbox", "GA")
    book = load_workbook(path)
    sheet = book["采样表"]
    for row in sheet.iter_rows(min_row=6):
        if str(row[0].value).startswith("A1/"):
            row[6].value, row[7].value, row[8].value = None, "否", None
    book.save(path)
    run("collect", filled)
    after = total(run, filled)
    assert after["GA"] < before["GA"]
    assert after["JY"] == before["JY"]
    trace = run("score", filled, "--trace", "A1", "--unit", "公安局").output
    assert trace.splitlines()[0].endswith(": 0")


@pytest.mark.slow
def test_messy_answers_are_read_and_reported(run: Run, project: Path) -> None:
    run("build", project)
    run("fill", project, "--messy", "--seed", "4")
    record = json.loads(run("collect", project, "--json", code=None).stdout)
    assert [f["outcome"] for f in record["files"]] == ["accepted"] * 3
    assert record["findings"] == sum(len(f["findings"]) for f in record["files"]) > 0


@pytest.mark.slow
def test_status_says_who_has_answered(run: Run, project: Path) -> None:
    run("build", project)
    run("fill", project)
    workbook_of(project / "inbox", "JY").unlink()
    run("collect", project)
    rows = {
        row["unit"]: row for row in json.loads(run("status", project, "--json", code=None).stdout)["units"]
    }
    assert {code: row["state"] for code, row in rows.items()} == {
        "GA": "received",
        "JY": "not-received",
        "DQ": "received",
    }
    assert rows["GA"]["rows"] == 3 + 2 + 1 + 2 + 1
    assert "未收到" in run("status", project, code=None).output


@pytest.mark.slow
def test_fill_depends_on_the_seed_alone(run: Run, project: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(project, tmp_path / "again"))
    third = Path(shutil.copytree(project, tmp_path / "third"))
    run("fill", project, "--seed", "1")
    run("fill", other, "--seed", "1")
    run("fill", third, "--seed", "2")
    first, second, different = (workbook_of(p / "inbox", "GA").read_bytes() for p in (project, other, third))
    assert first == second
    assert first != different


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages_go_all_the_way(run: Run, project: Path, lang: str) -> None:
    for command in ("build", "fill", "collect", "status", "score", "report"):
        run(command, project, "--lang", lang)
    reports = list((project / "reports").glob("*.xlsx"))
    assert "Smalltown" in reports[0].name if lang == "en" else "小城" in reports[0].name
    run("verify", *reports)


def test_csv_and_json_hold_the_same_scores(run: Run, filled: Path) -> None:
    lines = run("score", filled, "--csv").stdout.splitlines()
    rows = [dict(zip(lines[0].split(","), line.split(","), strict=True)) for line in lines[1:]]
    assert {row["code"]: float(row["total"]) for row in rows} == total(run, filled)
    assert set(total(run, filled)) == {"GA", "JY", "DQ", "@dep", "@dis", "@city"}


def test_a_trace_leads_to_the_cell(run: Run, filled: Path) -> None:
    output = run("score", filled, "--trace", "A1", "--unit", "GA").output
    line = next(line for line in output.splitlines() if "居民身份证换领" in line)
    assert re.search(r"'采样表'!I\d+$", line)
    assert "GA-市公安局-采样表.xlsx" in output.splitlines()[-1]


@pytest.mark.slow
def test_names_of_classes_are_no_way_out_of_the_folder(run: Run, project: Path) -> None:
    """Two classes of one long name that Excel and the file system would refuse."""
    framework = (project / "framework.yaml").read_text("utf-8")
    name = "../../部/门*" + "很长的名称" * 8
    changed = framework.replace("zh: 部门", f"zh: '{name}'").replace("zh: 区县", f"zh: '{name}'")
    assert changed != framework
    (project / "framework.yaml").write_text(changed, "utf-8")
    run("check", project)
    run("build", project)
    written = sorted(path.relative_to(project).parts[0] for path in project.parent.rglob("*.xlsx"))
    assert written == ["workbooks"] * 4


@pytest.mark.slow
def test_a_chinese_round_is_reported_in_english_with_its_answers_translated(run: Run, filled: Path) -> None:
    run("report", filled, "--lang", "en")
    path = next((filled / "reports").glob("Smalltown*.xlsx"))
    cells = {str(c.value) for row in load_workbook(path)["Public Security"].iter_rows() for c in row}
    assert {"Yes", "No"} & cells
    assert not {"是", "否", "指南", "办理"} & cells
    report = json.loads(run("verify", path, "--json").stdout)[str(path)]
    assert report["ok"]
    assert report["reread"] == 0, "the sheet's own formulas read the answers as they stand"


def test_changed_weights_score_at_once_and_the_former_score_can_be_had(run: Run, filled: Path) -> None:
    before = json.loads(run("score", filled, "--json").stdout)
    framework = filled / "framework.yaml"
    framework.write_text(
        framework.read_text("utf-8")
        .replace("dep: 60, dis: 100", "dep: 55, dis: 100")
        .replace("weight: { dep: 40 }", "weight: { dep: 45 }"),
        "utf-8",
    )
    now = json.loads(run("score", filled, "--json").stdout)
    assert {row["scoring"] for row in now} != {row["scoring"] for row in before}
    assert [row["total"] for row in now] != [row["total"] for row in before]
    assert [row["coverage"] for row in now] == [row["coverage"] for row in before]
    former = before[0]["scoring"]
    assert json.loads(run("score", filled, "--as-of", former[:8], "--json").stdout) == before
    assert f"计分标识 {former[:12]}" in run("score", filled, "--as-of", former[:8]).output
    assert now[0]["scoring"][:12] in run("status", filled).output
    told = json.loads(run("history", filled, "--json").stdout)["scorings"]
    assert [entry["scoring"] for entry in told][-2:] == [former, now[0]["scoring"]]
    assert former[:12] in run("history", filled).output
    run("score", filled, "--as-of", "zz", code=2)
    assert now[0]["scoring"][:12] in run("report", filled).output
    (result,) = (filled / "reports").glob("*.xlsx")
    texts = {str(cell.value) for row in load_workbook(result)["指标与权重"].iter_rows() for cell in row}
    assert any(now[0]["scoring"][:12] in text for text in texts)


def test_a_changed_form_is_told_by_collect_with_the_way(run: Run, filled: Path) -> None:
    framework = filled / "framework.yaml"
    text = framework.read_text("utf-8")
    changed = text.replace("unit: { zh: 条, en: items }", "unit: { zh: 件, en: cases }")
    assert changed != text
    framework.write_text(changed, "utf-8")
    told = run("collect", filled, code=None).output
    assert "填报文件按较早的定义生成" in told
    assert "smartxl fresh" in told


@pytest.mark.slow
def test_shown_values_are_checked_also_where_answers_were_cleaned(run: Run, project: Path) -> None:
    run("build", project)
    run("fill", project, "--messy", "--seed", "4")
    reports = json.loads(run("verify", "--json", *sorted((project / "inbox").glob("*.xlsx"))).stdout)
    path = next(Path(name) for name, report in reports.items() if report["reread"])
    _change_first_shown_value(path)
    report = json.loads(run("verify", "--json", path, code=1).stdout)[str(path)]
    assert [d["kind"] for d in report["differences"]] == ["cached"]


def _change_first_shown_value(path: Path) -> None:
    with ZipFile(path) as package:
        parts = {info: package.read(info) for info in package.infolist()}
    with ZipFile(path, "w") as package:
        for info, content in parts.items():
            if info.filename == "xl/worksheets/sheet4.xml":
                changed, count = re.subn(rb"(</f><v>)[0-9.]+", rb"\g<1>99.9", content, count=1)
                assert count == 1
                parts[info] = changed
            package.writestr(info, parts[info])


@pytest.mark.slow
def test_the_newer_of_two_versions_counts_whatever_their_names(run: Run, filled: Path) -> None:
    first = workbook_of(filled / "inbox", "GA")
    newer = first.with_name("GA-again(1).xlsx")
    book = load_workbook(first)
    for row in book["采样表"].iter_rows(min_row=6):
        if str(row[0].value).startswith("A1/"):
            row[6].value, row[7].value, row[8].value = None, "否", None
    book.save(newer)
    os.utime(first, (1_000_000_000, 1_000_000_000))
    (filled / "ledger.sqlite").unlink()
    run("collect", filled)
    trace = run("score", filled, "--trace", "A1", "--unit", "GA").output
    assert "GA-again(1).xlsx" in trace.splitlines()[-1]
