"""Returned workbooks: marks, comments and the list are added, and nothing else is touched."""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.findings import Counts, Finding, FindingCode
from smartxl.model.answers import Field
from smartxl.model.plan import WorkbookPlan
from smartxl.planning import plan_unit
from smartxl.reading import extract
from smartxl.scoring import score
from smartxl.text import Lang
from smartxl.xlsx import open_book
from smartxl_generators import write
from smartxl_generators.giveback import Returned, mark, told
from smartxl_generators.giveback.parts import MAIN
from tests.office.office import Office
from tests.xlsx.packages import as_strict, renamed

if TYPE_CHECKING:
    from .conftest import Example

RETURNED = Returned("市公安局", "示例市智慧城市诊断评估", "GAJ.xlsx", "2026年12月20日")
Marked = tuple[bytes, bytes, tuple[Finding, ...]]


def form_of(example: Example, unit: str, lang: Lang = "zh") -> tuple[WorkbookPlan, bytes]:
    definition = example.definition
    plan = plan_unit(definition, example.layout, definition.roster.by_code[unit], lang)
    answers = example.answers_of(unit) if lang == "zh" else []
    return plan, write(plan, example.template, definition, score(definition, answers), answers)


def spoiled(content: bytes, plan: WorkbookPlan) -> bytes:
    """A form in which something wrong was typed into every third row, and a comment of the respondent's own."""
    book = load_workbook(io.BytesIO(content))
    sheet = book[plan.sheets[2].name]
    assert isinstance(sheet, Worksheet)
    lines = [
        line for _, section in plan.sections() for line in section.lines if Field.PROVIDED in line.inputs
    ]
    for line in lines[::3]:
        cell = sheet.cell(line.row, line.inputs[Field.PROVIDED])
        cell.value, cell.data_type = "=也许", "s"
    sheet.cell(lines[0].row, lines[0].inputs[Field.PROVIDED]).comment = Comment("科室的备注", "李四")
    sheet.cell(lines[1].row, lines[1].inputs[Field.PROVIDED]).comment = Comment("没有问题的备注", "李四")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def returned(example: Example) -> dict[str, Marked]:
    """What came, what went back, and the findings: the largest unit, the smallest, one in English."""
    cases: dict[str, tuple[str, Lang]] = {
        "largest": ("GAJ", "zh"),
        "smallest": ("SZB", "zh"),
        "english": ("HD", "en"),
    }
    made = {}
    for name, (unit, lang) in cases.items():
        plan, blank = form_of(example, unit, lang)
        content = spoiled(blank, plan)
        findings = extract(plan, example.definition, open_book(content, "GAJ.xlsx")).findings
        made[name] = content, mark(content, findings, RETURNED, lang), findings
    return made


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as container:
        return {name: container.read(name) for name in container.namelist()}


def comments(content: bytes) -> dict[str, str]:
    book: Workbook = load_workbook(io.BytesIO(content))
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", ["largest", "smallest", "english"])
def test_intake_reads_the_same_of_it(example: Example, returned: dict[str, Marked], name: str) -> None:
    came, went, findings = returned[name]
    unit, lang = {"largest": ("GAJ", "zh"), "smallest": ("SZB", "zh"), "english": ("HD", "en")}[name]
    plan, _ = form_of(example, unit, "en" if lang == "en" else "zh")
    before, after = (extract(plan, example.definition, open_book(c, "GAJ.xlsx")) for c in (came, went))
    assert after.submission.answers == before.submission.answers
    assert after.findings == before.findings == findings
    assert any(finding.code is FindingCode.NOT_IN_LIST for finding in findings)


def test_what_is_not_touched_comes_out_byte_for_byte(returned: dict[str, Marked]) -> None:
    came, went, _ = returned["smallest"]
    before, after = parts(came), parts(went)
    changed = {name for name in before if after.get(name) != before[name]}
    assert set(before) <= set(after)
    allowed = re.compile(
        r"\[Content|xl/(workbook|styles|worksheets/|_rels/workbook|comments/|drawings/commentsDrawing)"
    )
    assert [name for name in sorted(changed) if not allowed.match(name)] == []
    for name in ("docProps/custom.xml", "xl/theme/theme1.xml"):
        assert after[name] == before[name]


def test_cells_keep_their_own_look(returned: dict[str, Marked]) -> None:
    """A mark lies over a cell: rows and cells are as they came."""
    came, went, _ = returned["smallest"]
    for name in (n for n in parts(came) if n.startswith("xl/worksheets/sheet")):
        old, new = (
            etree.fromstring(parts(content)[name]).find(f"{{{MAIN}}}sheetData") for content in (came, went)
        )
        assert old is not None
        assert new is not None
        assert etree.tostring(old, method="c14n") == etree.tostring(new, method="c14n")


def test_marking_again_changes_nothing(returned: dict[str, Marked]) -> None:
    _, went, findings = returned["smallest"]
    again = mark(went, findings, RETURNED, "zh")
    assert parts(again) == parts(went)


@pytest.mark.slow
def test_what_was_answered_is_taken_away(returned: dict[str, Marked]) -> None:
    came, went, _ = returned["smallest"]
    clean = mark(went, (), RETURNED, "zh")
    assert comments(clean) == comments(came)
    assert b"smartxl.mark" not in b"".join(parts(clean).values())
    assert load_workbook(io.BytesIO(clean)).sheetnames[1:] == load_workbook(io.BytesIO(came)).sheetnames


def test_another_language_replaces_the_first(returned: dict[str, Marked]) -> None:
    _, went, findings = returned["smallest"]
    english = mark(went, findings, RETURNED, "en")
    assert load_workbook(io.BytesIO(english)).sheetnames[:2] == ["Findings", "封面"]
    assert not any("退回核对" in text for text in comments(english).values())


@pytest.mark.slow
def test_the_respondents_own_comments_stay(returned: dict[str, Marked]) -> None:
    came, went, _ = returned["smallest"]
    for place, own in comments(came).items():
        assert comments(went)[place].startswith(own)
    both = [text for text in comments(went).values() if text.startswith("科室的备注\n")]
    assert len(both) == 1
    assert "必须修改" in both[0]


def test_every_finding_is_listed_and_the_total_stated(returned: dict[str, Marked]) -> None:
    _, went, findings = returned["largest"]
    sheet = load_workbook(io.BytesIO(went))["问题清单"]
    numbers = [row[1].value for row in sheet.iter_rows(min_row=7) if isinstance(row[1].value, int)]
    assert numbers == list(range(1, len(findings) + 1))
    links = [str(row[3].hyperlink.location) for row in sheet.iter_rows(min_row=7) if row[3].hyperlink]
    assert sorted(links) == sorted(f"'{f.sheet}'!{f.cell}" for f in findings if f.cell)
    told = str(sheet["B3"].value)
    asks = sum(finding.severity.asks for finding in findings)
    assert f"须处理的问题 {asks} 条" in told
    assert f"供核对的 {len(findings) - asks} 条" in told
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.paperSize, sheet.print_title_rows) == (9, "$6:$6")
    assert sheet.protection.sheet


def test_only_the_list_is_open_when_the_file_opens(returned: dict[str, Marked]) -> None:
    """Sheets that are selected together would be typed into together."""
    book = load_workbook(io.BytesIO(returned["smallest"][1]))
    assert book.active is book.worksheets[0]
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == ["问题清单"]
    assert [sheet.sheet_state for sheet in book.worksheets[-2:]] == ["hidden", "hidden"]


def test_counts_in_words() -> None:
    assert told(Counts(2, 0, 1, 0), "zh") == "必须修改 2 条，提示 1 条"
    assert told(Counts(0, 3, 0, 4), "en") == "fix or explain 3, fixed for you 4"


Validate = Callable[[bytes], set[str]]


@pytest.fixture
def validate(ooxml_validator: str, tmp_path: Path) -> Validate:
    def run(content: bytes) -> set[str]:
        path = tmp_path / "returned.xlsx"
        path.write_bytes(content)
        done = subprocess.run(
            [ooxml_validator, str(path)], capture_output=True, text=True, timeout=120, check=False
        )
        return {f"{e['path']} {e['description']}" for e in json.loads(done.stdout)["errors"]}

    return run


@pytest.mark.slow
@pytest.mark.openxml
@pytest.mark.parametrize("name", ["largest"])
def test_nothing_is_there_that_excel_would_repair(
    example: Example, returned: dict[str, Marked], validate: Validate, name: str
) -> None:
    came, went, _ = returned[name]
    assert validate(went) <= validate(came), "openpyxl's own mistakes in the form that came are not ours"


@pytest.mark.slow
@pytest.mark.openxml
def test_a_form_as_it_was_written_is_valid_when_marked(example: Example, validate: Validate) -> None:
    _, content = form_of(example, "SZB")
    findings = (Finding(FindingCode.NOT_IN_LIST, "SZB", "采样表", "H8", "事项", "也许", "是、否"),)
    assert validate(mark(content, findings, RETURNED, "zh")) == set()


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_opens_it_and_what_it_saves_can_be_marked_again(
    example: Example, returned: dict[str, Marked], office: Office, tmp_path: Path
) -> None:
    _, went, findings = returned["smallest"]
    path = tmp_path / "returned.xlsx"
    path.write_bytes(went)
    office.convert(path, tmp_path / "saved")
    saved = (tmp_path / "saved" / "returned.xlsx").read_bytes()
    again = mark(saved, findings, RETURNED, "zh")
    assert comments(again) == comments(went)
    assert load_workbook(io.BytesIO(again)).sheetnames == load_workbook(io.BytesIO(went)).sheetnames
    assert b"".join(parts(again).values()).count(b"smartxl.mark") == b"".join(parts(went).values()).count(
        b"smartxl.mark"
    )


PACKED = {
    "Strict": as_strict,
    "other names": lambda data: renamed(data, {"xl/workbook.xml": "xl/workbook2.xml"}),
}


@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
def test_a_form_of_another_package_is_marked_as_well(
    example: Example, pack: Callable[[bytes], bytes]
) -> None:
    plan, blank = form_of(example, "SZB")
    content = spoiled(blank, plan)
    findings = extract(plan, example.definition, open_book(content, "SZB.xlsx")).findings
    usual, other = (mark(data, findings, RETURNED, "zh") for data in (content, pack(content)))
    with ZipFile(io.BytesIO(usual)) as one, ZipFile(io.BytesIO(other)) as two:
        sheets = [name for name in one.namelist() if name.startswith("xl/worksheets/")]
        assert sheets
        assert all(one.read(name) == two.read(name) for name in sheets)
