"""Giving back: marked, corrected, collected again, and the findings are gone."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cli.main import main
from tests.office.office import Office
from tests.xlsx.packages import as_strict, renamed

Run = Callable[..., Result]
UNTIL = ("--until", "2199-12-20")
SAMPLING = "采样表"
# Head, what is typed over the right answer: row after row.
FAULTS = (("是否提供", "也许"), ("是否提供", "=HYPERLINK(1)"), ("采样日期", "2026.13.1"))


def sheet_of(book: Workbook) -> Worksheet:
    sheet = book[SAMPLING]
    assert isinstance(sheet, Worksheet)
    return sheet


def column(sheet: Worksheet, head: str) -> int:
    return next(c for c in range(1, 30) if head in {sheet.cell(row, c).value for row in range(1, 9)})


def first_row(sheet: Worksheet) -> int:
    return next(row for row in range(1, 99) if str(sheet.cell(row, 1).value).startswith("A1/"))


def spoil(path: Path) -> dict[str, object]:
    """Types something wrong into three cells; address → what stood there."""
    book = load_workbook(path)
    sheet = sheet_of(book)
    before: dict[str, object] = {}
    for offset, (head, wrong) in enumerate(FAULTS):
        cell = sheet.cell(first_row(sheet) + offset, column(sheet, head))
        before[cell.coordinate] = cell.value
        cell.value, cell.data_type = wrong, "s"
    sheet["D5"].comment = Comment("请核对\n张三", "张三")
    book.save(path)
    return before


@pytest.fixture(scope="module")
def spoiled_once(
    filled_once: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, object]]:
    folder = Path(shutil.copytree(filled_once, tmp_path_factory.mktemp("spoiled") / "town"))
    before = spoil(next((folder / "inbox").glob("GA-*.xlsx")))
    assert CliRunner().invoke(main, ["collect", str(folder)]).exit_code == 1
    return folder, before


@pytest.fixture
def spoiled(spoiled_once: tuple[Path, dict[str, object]], tmp_path: Path) -> tuple[Path, dict[str, object]]:
    """A project in which one unit sent three wrong answers, and what they were; each test has a copy of its own."""
    folder, before = spoiled_once
    return Path(shutil.copytree(folder, tmp_path / "town")), before


def returned_of(project: Path, suffix: str = ".xlsx") -> Path:
    return next((project / "returns").glob(f"GA-*退回*{suffix}"))


def scores(run: Run, project: Path) -> object:
    return json.loads(run("score", project, "--json").stdout)


def must_fix(run: Run, project: Path) -> int:
    report = json.loads(run("collect", project, "--json", code=None).stdout)
    kinds = [f["severity"] for entry in report["files"] if entry["unit"] == "GA" for f in entry["findings"]]
    return kinds.count("must-fix")


def send(returned: Path, project: Path) -> None:
    shutil.copy(returned, project / "inbox" / "again.xlsx")


def test_only_who_has_something_to_correct_gets_a_file_back(
    run: Run, spoiled: tuple[Path, dict[str, object]]
) -> None:
    project, _ = spoiled
    said = run("return", project, *UNTIL).output
    names = sorted(path.name for path in (project / "returns").iterdir())
    assert names == ["GA-市公安局-退回函.docx", "GA-市公安局-退回核对.xlsx"]
    assert "市公安局：必须修改 3 条" in said


def test_a_clean_round_gives_nothing_back(run: Run, filled: Path) -> None:
    assert json.loads(run("return", filled, *UNTIL, "--json").stdout)["units"] == []
    assert not (filled / "returns").exists()


def test_the_marks_are_where_the_findings_are(run: Run, spoiled: tuple[Path, dict[str, object]]) -> None:
    project, before = spoiled
    run("return", project, *UNTIL)
    book = load_workbook(returned_of(project))
    assert book.sheetnames[0] == "问题清单"
    sheet = sheet_of(book)
    commented = {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}
    assert set(commented) == {*before, "D5"}
    assert commented["D5"].startswith("请核对\n张三\n\n〔退回核对〕"), (
        "a respondent's comment stays, and is asked about"
    )
    for address in before:
        assert "必须修改" in commented[address]
    marked = {
        str(area.sqref)
        for area in sheet.conditional_formatting
        if "smartxl.mark" in str(area.rules[0].formula)
    }
    assert {cell for area in marked for cell in area.split()} >= set(before)
    links = [c.hyperlink.location for row in book["问题清单"].iter_rows() for c in row if c.hyperlink]
    assert {f"'采样表'!{address}" for address in before} <= set(links)
    texts = [str(c.value) for row in book["问题清单"].iter_rows() for c in row]
    assert any(text.startswith("待改 3 项") and "必须修改 3 条" in text for text in texts)
    assert not [c for row in book["问题清单"].iter_rows() for c in row if c.data_type == "f"]


@pytest.mark.slow
def test_corrected_in_the_returned_file_the_findings_are_gone(
    run: Run, filled_once: Path, spoiled: tuple[Path, dict[str, object]]
) -> None:
    project, before = spoiled
    run("return", project, *UNTIL)
    send(returned_of(project), project)
    assert must_fix(run, project) == 3 + 3, "sent back as it is, it says the same"
    book = load_workbook(returned_of(project))
    for address, value in before.items():
        sheet_of(book)[address].value = value
    sheet_of(book)["D5"].comment = None
    book.save(project / "inbox" / "again.xlsx")
    next((project / "inbox").glob("GA-*.xlsx")).unlink()
    assert must_fix(run, project) == 0
    assert scores(run, project) == scores(run, filled_once), "the answers are what they were before"
    assert json.loads(run("return", project, *UNTIL, "--json").stdout)["units"] == []


@pytest.mark.slow
@pytest.mark.libreoffice
def test_corrected_in_libreoffice_the_findings_are_gone(
    run: Run, office: Office, spoiled: tuple[Path, dict[str, object]], tmp_path: Path
) -> None:
    project, before = spoiled
    run("return", project, *UNTIL)
    first, *rest = before
    partly, whole = tmp_path / "partly.xlsx", tmp_path / "whole.xlsx"
    edits = [(SAMPLING, first, str(before[first]).removesuffix(" 00:00:00"))]
    assert office.typed(returned_of(project), partly, edits) == [], "the cells are open"
    next((project / "inbox").glob("GA-*.xlsx")).unlink()
    send(partly, project)
    assert must_fix(run, project) == 2
    run("return", project, *UNTIL)
    book = load_workbook(returned_of(project))
    sheet = sheet_of(book)
    assert book.sheetnames.count("问题清单") == 1
    assert {c.coordinate for row in sheet.iter_rows() for c in row if c.comment} == {*rest, "D5"}
    for address in rest:
        sheet[address].value = before[address]
    book.save(whole)
    send(whole, project)
    assert must_fix(run, project) == 0


@pytest.mark.parametrize(("form", "lang"), [("docx", "zh"), ("txt", "zh"), ("docx", "en"), ("txt", "en")])
def test_the_letter_names_deadline_counts_and_what_to_do(
    run: Run, spoiled: tuple[Path, dict[str, object]], form: str, lang: str
) -> None:
    project, _ = spoiled
    report = json.loads(run("return", project, *UNTIL, "--format", form, "--lang", lang, "--json").stdout)
    (entry,) = report["units"]
    workbook, letter = (Path(path) for path in entry["files"])
    text = read_letter(letter)
    due = "2199年12月20日" if lang == "zh" else "2199-12-20"
    assert due in text
    assert workbook.name in text
    assert ("市公安局" if lang == "zh" else "Public Security") in text
    assert ("智慧办" if lang == "zh" else "Smart Office") in text
    assert entry["must_fix"] == 3
    assert "3" in text


def read_letter(path: Path) -> str:
    if path.suffix == ".txt":
        return path.read_text("utf-8")
    paper = Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


@pytest.mark.slow
def test_what_could_not_be_read_gets_a_letter_and_a_blank_form(run: Run, filled: Path) -> None:
    (filled / "inbox" / "JY-市教育局-采样表(1).csv").write_text("序号,编码\n1,A\n", "utf-8")
    (filled / "inbox" / "谁的.csv").write_text("序号,编码\n1,B\n", "utf-8")
    run("collect", filled, code=3)
    report = json.loads(run("return", filled, *UNTIL, "--json", code=1).stdout)
    (entry,) = report["units"]
    assert entry["unit"] == "JY"
    assert [entry["file"] for entry in report["unassigned"]] == ["谁的.csv"]
    letter = next(Path(path) for path in entry["files"] if path.endswith(".docx"))
    assert "JY-市教育局-采样表(1).csv" in read_letter(letter)


SENT: dict[str, Callable[[bytes], bytes]] = {
    "Strict": as_strict,
    "other part names": lambda data: renamed(data, {"xl/workbook.xml": "xl/workbook2.xml"}),
}


def encrypted(content: bytes) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt("示例 2026", out)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("send", [*SENT.values(), encrypted], ids=[*SENT, "encrypted"])
def test_forms_of_any_package_come_back_marked(
    run: Run, filled: Path, send: Callable[[bytes], bytes]
) -> None:
    path = next((filled / "inbox").glob("GA-*.xlsx"))
    spoil(path)
    path.write_bytes(send(path.read_bytes()))
    password = ("--password", "示例 2026")
    run("collect", filled, path, *password, code=1)
    given = json.loads(run("return", filled, *UNTIL, *password, "--json").stdout)
    (entry,) = given["units"]
    assert [Path(name).name for name in entry["files"]] == [
        "GA-市公安局-退回核对.xlsx",
        "GA-市公安局-退回函.docx",
    ]
    assert "问题清单" in load_workbook(entry["files"][0]).sheetnames


@pytest.mark.slow
def test_what_cannot_be_marked_is_said_and_is_1(run: Run, filled: Path) -> None:
    path = next((filled / "inbox").glob("GA-*.xlsx"))
    spoil(path)
    path.write_bytes(encrypted(path.read_bytes()))
    run("collect", filled, path, "--password", "示例 2026", code=1)
    given = json.loads(run("return", filled, *UNTIL, "--json", code=1).stdout)
    (entry,) = given["units"]
    assert "--password" in entry["unmarked"]


@pytest.mark.slow
def test_a_refused_form_comes_back_with_a_blank_one(run: Run, project: Path) -> None:
    run("build", project)
    (project / "inbox").mkdir()
    for path in (project / "workbooks").glob("*/GA-*.xlsx"):
        shutil.copy(path, project / "inbox")
    for name in ("framework.yaml", "assessment.yaml"):
        file = project / name
        file.write_text(file.read_text("utf-8").replace("code: small", "code: other", 1), "utf-8")
    run("collect", project, code=1)
    (entry,) = json.loads(run("return", project, *UNTIL, "--json").stdout)["units"]
    names = [Path(path).name for path in entry["files"]]
    assert names == ["GA-市公安局-退回核对.xlsx", "GA-市公安局-采样表.xlsx", "GA-市公安局-退回函.docx"]
    blank = next(Path(path) for path in entry["files"] if path.endswith("采样表.xlsx"))
    shutil.copy(blank, project / "inbox")
    assert '"accepted"' in run("collect", project, "--json", code=None).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "已过"),
        (("--until", "2001-01-01"), "已过"),
        (("--until", "tomorrow"), "tomorrow"),
        ((*UNTIL, "--unit", "公安厅"), "公安厅"),
        ((*UNTIL, "--format", "pdf"), "pdf"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run, spoiled: tuple[Path, dict[str, object]], arguments: tuple[str, ...], said: str
) -> None:
    project, _ = spoiled
    assessment = project / "assessment.yaml"
    assessment.write_text(
        assessment.read_text("utf-8").replace("2026-09-01", "2001-01-01").replace("2026-10-31", "2001-02-01"),
        "utf-8",
    )
    assert said in run("return", project, *arguments, code=2).output


@pytest.mark.slow
def test_it_can_be_written_elsewhere(
    run: Run, spoiled: tuple[Path, dict[str, object]], tmp_path: Path
) -> None:
    project, _ = spoiled
    run("return", tmp_path / "out", "--project", project, "--unit", "市公安局", *UNTIL)
    assert len(list((tmp_path / "out").glob("GA-*"))) == 2
    run("return", project / "给单位", *UNTIL)
    assert len(list((project / "给单位").glob("GA-*"))) == 2
    assert "未变" not in run("return", project / "给单位", *UNTIL).output, "again, nothing is in the way"


def test_rows_that_need_no_answer_are_not_missing(run: Run, spoiled: tuple[Path, dict[str, object]]) -> None:
    """The register of evidence and rows of one's own may stay empty."""
    folder, _ = spoiled
    (given,) = (
        entry
        for entry in json.loads(run("return", folder, *UNTIL, "--json", code=None).stdout)["units"]
        if entry["unit"] == "GA"
    )
    (unit,) = (
        u for u in json.loads(run("status", folder, "--json", code=None).stdout)["units"] if u["unit"] == "GA"
    )
    assert given["rows"] == unit["rows"] == given["filled"] + given["to_correct"] + given["open"]
