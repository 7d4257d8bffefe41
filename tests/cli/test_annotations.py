"""`--sarif`, `--junit` and `--github` of the commands that check something."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook

from smartxl.lint import LINT_RULES, RemarkSeverity
from tests.cli.conftest import Run
from tests.cli.present.annotations.samples import junit_schema, sarif_schema


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which commands run, as a repository in CI."""
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def write_budget(path: Path, inserted: int = 0) -> None:
    """A workbook of which two totals show a wrong value, below some rows that were inserted."""
    book, rows = Workbook(), [("华东", 1, 2), ("华北", 3, 4)]
    sheet = book.worksheets[0]
    sheet.title = "销售"
    for _ in range(inserted):
        sheet.append(["…"])
    sheet.append(["地区", "一月", "二月", "合计"])
    for number, (region, one, two) in enumerate(rows, inserted + 2):
        sheet.append([region, one, two, f"=SUM(B{number}:C{number})"])
    written = io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name)
                .replace(b"</f><v></v>", b"</f><v>99</v>")
                .replace(b"</f><v/>", b"</f><v>99</v>"),
            )


def write_faulty(path: Path, inserted: int) -> None:
    """A workbook with a cell that shows an error, below some rows that were inserted."""
    book = Workbook()
    sheet = book.worksheets[0]
    for _ in range(inserted):
        sheet.append(["…"])
    sheet.append(["地区", "份额"])
    sheet.append(["华东", f"=1/(B{inserted + 1}-B{inserted + 1})"])
    sheet.append(["华北", "#DIV/0!"])
    book.save(path)


def sarif_of(path: Path) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(path.read_text("utf-8"))
    sarif_schema().validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def suites_of(path: Path) -> etree._Element:
    root = etree.parse(path).getroot()
    junit_schema().assertValid(root)
    return root


def marks_of(run: dict[str, Any]) -> list[str]:
    return [each["partialFingerprints"]["primaryLocationLineHash"] for each in run["results"]]


def test_verify_writes_both_beside_its_lines(run: Run, work: Path) -> None:
    write_budget(work / "预算.xlsx")
    told = run("verify", "预算.xlsx", "--sarif", "out/a.sarif", "--junit", "out/a.xml", code=1)
    assert "2 个与文件中的值不同" in told.stdout
    found = sarif_of(work / "out" / "a.sarif")
    assert [
        each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for each in found["results"]
    ] == [
        "销售!D2",
        "销售!D3",
    ]
    (suite,) = suites_of(work / "out" / "a.xml")
    assert suite.get("name") == "预算.xlsx"
    assert [len(case) for case in suite] == [1, 0]


def test_rows_that_are_inserted_above_change_no_fingerprint(run: Run, work: Path) -> None:
    for inserted in (0, 3):
        write_budget(work / "预算.xlsx", inserted)
        run("verify", "预算.xlsx", "--sarif", f"{inserted}.sarif", code=1)
    before, after = sarif_of(work / "0.sarif"), sarif_of(work / "3.sarif")
    assert before["results"] != after["results"]
    assert marks_of(before) == marks_of(after)
    assert len(set(marks_of(before))) == 2


def test_the_lines_for_github_take_the_place_of_the_list(run: Run, work: Path) -> None:
    write_budget(work / "预算.xlsx")
    lines = run("verify", "预算.xlsx", "--github", "--lang", "en", code=1).stdout.splitlines()
    assert lines[0] == "预算.xlsx"
    assert lines[2].startswith(
        "::error file=预算.xlsx,title=the value in the file is not what its formula gives ["
    )
    assert "::预算.xlsx 销售!D2: the file has 99, recalculated 3, formula =SUM(B2:C2) →" in lines[2]
    assert len(lines) == 4


def test_lint_writes_the_same_formats(run: Run, work: Path) -> None:
    for inserted in (0, 3):
        write_faulty(work / "预算.xlsx", inserted)
        run("lint", "预算.xlsx", "--sarif", f"{inserted}.sarif", "--junit", "a.xml", code=1)
    before, after = sarif_of(work / "0.sarif"), sarif_of(work / "3.sarif")
    assert "SXL101" in {each["ruleId"] for each in before["results"]}
    assert "note" not in {each["level"] for each in before["results"]}
    assert marks_of(before) == marks_of(after)
    grave = {code for code, rule in LINT_RULES.items() if rule.severity is not RemarkSeverity.NOTE}
    assert {rule["id"] for rule in before["tool"]["driver"]["rules"]} == grave
    (suite,) = suites_of(work / "a.xml")
    assert suite.get("tests") == str(len(grave))
    run("lint", "预算.xlsx", "--select", "SXL101,SXL121", "--notes", "--junit", "a.xml", code=1)
    assert suites_of(work / "a.xml").get("tests") == "2", "only what was asked"
    lines = run("lint", "预算.xlsx", "--github", code=1).stdout.splitlines()
    assert any(line.startswith("::error file=预算.xlsx,title=") and "[SXL101]::" in line for line in lines)
    assert not any(line.startswith("  ") for line in lines)


def test_github_and_json_exclude_each_other(run: Run, work: Path) -> None:
    assert "--github" in run("verify", "a.xlsx", "--github", "--json", code=2).output


def test_a_file_that_cannot_be_read_is_an_error_of_the_suite(run: Run, work: Path) -> None:
    (work / "坏.xlsx").write_bytes(b"no workbook")
    run("verify", "坏.xlsx", "nothing.xlsx", "--sarif", "a.sarif", "--junit", "a.xml", code=3)
    assert [suite.get("errors") for suite in suites_of(work / "a.xml")] == ["1", "1"]
    found = sarif_of(work / "a.sarif")
    assert {each["ruleId"] for each in found["results"]} == {"file-unreadable"}


@pytest.mark.slow
def test_a_form_that_was_changed_is_told_by_cause_and_consequence(run: Run, filled: Path, work: Path) -> None:
    path = next((filled / "inbox").glob("GA-*.xlsx"))
    book = load_workbook(path)
    sheet = book["采样表"]
    cell = next(
        c for row in sheet.iter_rows() for c in row if isinstance(c.value, str) and c.value[:1] == "="
    )
    cell.value = "=1+1"
    book.save(path)
    run("verify", path, "--sarif", "a.sarif", "--junit", "a.xml", code=1)
    found = sarif_of(work / "a.sarif")
    changed = [each for each in found["results"] if each["ruleId"] == "verify-formula"]
    assert [each["locations"][0]["logicalLocations"][0]["name"] for each in changed] == [cell.coordinate]
    assert changed[0]["level"] == "error"
    (suite,) = suites_of(work / "a.xml")
    assert int(suite.get("tests", "0")) >= 18


def test_mistakes_of_a_definition_have_file_and_line(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.parent)
    text = (project / "framework.yaml").read_text("utf-8")
    (project / "framework.yaml").write_text(text.replace("rule: ratio", "rule: nonsense"), "utf-8")
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "rule: ratio" in each)
    run("check", "town", "--sarif", "a.sarif", "--junit", "a.xml", code=2)
    places = [
        each["locations"][0]["physicalLocation"] for each in sarif_of(project.parent / "a.sarif")["results"]
    ]
    assert places[0]["artifactLocation"]["uri"] == "town/framework.yaml"
    assert places[0]["region"] == {"startLine": line}
    (suite,) = suites_of(project.parent / "a.xml")
    assert f"town/framework.yaml:{line}: " in str(suite[0][0].text)
    assert f"::error file=town/framework.yaml,line={line}," in run("check", "town", "--github", code=2).stdout


def test_advice_is_a_note_and_fails_where_it_is_to(run: Run, project: Path, work: Path) -> None:
    run("check", project, "--sarif", "a.sarif", "--junit", "a.xml")
    assert {each["level"] for each in sarif_of(work / "a.sarif")["results"]} == {"note"}
    assert suites_of(work / "a.xml").get("failures") == "0"
    run("check", project, "--strict", "--junit", "a.xml", code=1)
    assert suites_of(work / "a.xml").get("failures") != "0"


def test_a_folder_that_is_no_project_is_told_too(run: Run, work: Path) -> None:
    (work / "town").mkdir()
    run("check", "town", "--sarif", "a.sarif", code=2)
    assert [each["ruleId"] for each in sarif_of(work / "a.sarif")["results"]] == ["file-refused"]


def test_findings_are_told_at_the_files_in_the_inbox(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(filled)
    path = next(Path("inbox").glob("GA-*.xlsx"))
    book = load_workbook(path)
    sheet = book["采样表"]
    opened = [
        c for row in sheet.iter_rows() for c in row if not c.protection.locked and c.value not in (None, "")
    ]
    opened[0].value = "不知道"
    book.save(path)
    run("collect", ".", code=None)
    run("findings", ".", "--sarif", "a.sarif", "--junit", "a.xml", code=None)
    found = sarif_of(Path("a.sarif"))["results"]
    assert found
    uris = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in found}
    assert all(uri.startswith("inbox/") for uri in uris)
    suites_of(Path("a.xml"))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no /dev")
def test_a_device_is_written_to_and_not_replaced(work: Path) -> None:
    write_budget(work / "a.xlsx")
    command = [sys.executable, "-m", "smartxl", "verify", "a.xlsx", "--sarif", "/dev/stdout"]
    root = Path(__file__).parent.parent.parent
    path = os.pathsep.join(str(root / part) for part in ("", "generators", "udfs", "workbook_templates"))
    done = subprocess.run(
        command, capture_output=True, cwd=work, env={**os.environ, "PYTHONPATH": path}, check=False
    )
    assert b'"version": "2.1.0"' in done.stdout
    assert Path("/dev/stdout").is_symlink()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["verify", "lint"])
def test_a_report_is_written_also_where_nobody_reads_the_screen(work: Path, command: str) -> None:
    write_budget(work / "预算.xlsx")
    arguments = [
        sys.executable,
        "-m",
        "smartxl",
        command,
        "预算.xlsx",
        "--sarif",
        "a.sarif",
        "--junit",
        "a.xml",
    ]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.close()
    sarif_of(work / "a.sarif")
    junit_schema().assertValid(etree.parse(work / "a.xml"))
