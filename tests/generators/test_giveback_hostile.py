"""Returned workbooks and letters when what was received is odd, old or meant to do harm."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.errors import UnreadableFile
from smartxl.findings import Counts, Finding, FindingCode
from smartxl.ledger import NO_ROWS, RowTotals
from smartxl.text import Lang
from smartxl_generators.giveback import Letter, Returned, day, letter_docx, letter_text, mark
from smartxl_generators.giveback.comments import MAX_COMMENT

RETURNED = Returned("单位", "评估", "a.xlsx", "2026年12月20日")
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-1",
    "@SUM(A1)",
    "a\x00\x01b\x7f",
    "\ufffe\uffff\ud800",
    "</t></is></c>",
    "]]>",
    "&amp;<",
)
Change = Callable[[Workbook], object]


def book_bytes(*changes: Change, sheet: str = "采样表") -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    page["B2"] = "也许"
    for change in changes:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def finding(cell: str = "B2", *, sheet: str = "采样表", item: str = "事项", found: str = "也许") -> Finding:
    return Finding(FindingCode.NOT_IN_LIST, "U", sheet, cell, item, found, "是、否")


def open_(content: bytes) -> Workbook:
    book: Workbook = load_workbook(io.BytesIO(content))
    return book


def with_parts(content: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
    return out.getvalue()


def all_texts(content: bytes) -> list[str]:
    book = open_(content)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    return [str(cell.value) for cell in cells] + [cell.comment.text for cell in cells if cell.comment]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_text_of_a_respondent_is_text(text: str) -> None:
    went = mark(book_bytes(), [finding(item=text, found=text)], RETURNED, "zh")
    texts = all_texts(went)
    kept = re.sub(r"[\x00-\x1f\x7f\ufffe\uffff\ud800]", "", text)
    assert [t for t in texts if f"“{kept}”填写的“{kept}”" in t], "in the list"
    assert len([t for t in texts if f"“{kept}”填写的“{kept}”" in t]) == 2, "and in the comment"


@pytest.mark.slow
@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_the_file(item: str, found: str) -> None:
    went = mark(book_bytes(), [finding(item=item, found=found)], RETURNED, "en")
    assert len(all_texts(went)) > 10


def test_long_comments_are_cut_and_many_are_put_together() -> None:
    several = [finding(item=str(number), found="长" * 1_900) for number in range(30)]
    own = Comment("自" * 20_000, "张三")
    went = mark(
        book_bytes(lambda book: setattr(sheet_in(book)["B2"], "comment", own)), several, RETURNED, "zh"
    )
    comment = sheet_in(open_(went))["B2"].comment
    assert comment is not None
    assert len(comment.text) <= MAX_COMMENT
    assert comment.text.startswith("自" * 20_000)
    alone = sheet_in(open_(mark(book_bytes(), several, RETURNED, "zh")))["B2"].comment
    assert alone is not None
    assert "另有 22 条" in alone.text
    numbers = [row[1].value for row in open_(went)["问题清单"].iter_rows(min_row=7)]
    assert numbers[-1] == 30, "the list has all of them"


def sheet_in(book: Workbook, name: str = "采样表") -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_links_to_sheets_with_odd_names() -> None:
    name = 'it\'s <a> & "b"'
    went = mark(book_bytes(sheet=name), [finding(sheet=name)], RETURNED, "zh")
    links = [c.hyperlink.location for row in open_(went)["问题清单"].iter_rows() for c in row if c.hyperlink]
    assert links == ["'it''s <a> & \"b\"'!B2"]


def test_findings_of_sheets_and_cells_that_are_not_there_have_no_link() -> None:
    odd = [
        finding("", sheet=""),
        finding("", sheet="没有"),
        finding("A1:B3"),
        finding("Z99999999"),
        finding("哪里"),
    ]
    went = mark(book_bytes(), odd, RETURNED, "zh")
    sheet = open_(went)["问题清单"]
    links = [str(c.hyperlink.location) for row in sheet.iter_rows() for c in row if c.hyperlink]
    assert sorted(links) == ["'采样表'!A1", "'采样表'!A1", "'采样表'!A1"]
    bands = [str(row[1].value) for row in sheet.iter_rows(min_row=7) if isinstance(row[1].value, str)]
    assert bands == ["整个文件（1 条）", "采样表（3 条）", "没有（1 条）"]


def test_a_sheet_of_the_respondents_with_our_name_stays() -> None:
    went = mark(book_bytes(lambda book: book.create_sheet("问题清单")), [finding()], RETURNED, "zh")
    again = mark(went, [finding()], RETURNED, "zh")
    assert open_(again).sheetnames == ["问题清单 (2)", "采样表", "问题清单"]


def test_names_and_print_ranges_stay_with_their_sheets() -> None:
    def name(book: Workbook) -> None:
        other = book.create_sheet("附")
        other.defined_names["own"] = DefinedName("own", attr_text="'附'!$A$1")
        other.print_title_rows = "1:2"
        sheet_in(book).print_area = "A1:C9"

    content = book_bytes(name)
    for times in (1, 2):
        content = mark(content, [finding()], RETURNED, "zh")
        book = open_(content)
        assert book.sheetnames == ["问题清单", "采样表", "附"], times
        assert set(book["附"].defined_names) == {"own"}
        assert book["附"].print_title_rows == "$1:$2"
        assert sheet_in(book).print_area == "'采样表'!$A$1:$C$9"


def test_a_conversation_is_left_alone() -> None:
    talk = Comment("[Threaded comment]", "tc={0123}")
    came = book_bytes(lambda book: setattr(sheet_in(book)["B2"], "comment", talk))
    went = open_(mark(came, [finding()], RETURNED, "zh"))
    comment = sheet_in(went)["B2"].comment
    assert comment is not None
    assert comment.text == "[Threaded comment]"


def test_pictures_in_the_head_of_a_page_are_no_comments() -> None:
    """They are drawn in a part of the same kind, and must not be taken for the boxes of comments."""
    came = book_bytes(lambda book: setattr(sheet_in(book)["B2"], "comment", Comment("a", "b")))
    part = "xl/worksheets/sheet1.xml"
    came = with_parts(came, {part: lambda xml: xml.replace(b"legacyDrawing ", b"legacyDrawingHF ")})
    went = mark(came, [finding()], RETURNED, "zh")
    with ZipFile(io.BytesIO(went)) as container:
        xml = container.read(part)
        drawings = [name for name in container.namelist() if name.endswith(".vml")]
    assert xml.index(b"<legacyDrawing ") < xml.index(b"<legacyDrawingHF ")
    assert len(drawings) == 2


DOCTYPE = b'<!DOCTYPE a [<!ENTITY b "c">]>'
SPOILT: dict[str, dict[str, Callable[[bytes], bytes]]] = {
    "styles with a document type": {"xl/styles.xml": lambda xml: DOCTYPE + xml},
    "styles that are no XML": {"xl/styles.xml": lambda _: b"<styleSheet>"},
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_cannot_be_edited_is_refused_in_plain_words(name: str) -> None:
    with pytest.raises(UnreadableFile, match="cannot be edited"):
        mark(with_parts(book_bytes(), SPOILT[name]), [finding()], RETURNED, "zh")


def test_no_zip_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="cannot be edited"):
        mark(b"PK no more", [finding()], RETURNED, "zh")


@pytest.mark.slow
def test_many_findings_take_seconds_and_none_is_left_out() -> None:
    many = [finding(f"B{row}", found=str(row)) for row in range(1, 4_001)]
    begin = time.perf_counter()
    went = mark(book_bytes(), many, RETURNED, "zh")
    assert time.perf_counter() - begin < 8
    with ZipFile(io.BytesIO(went)) as container:
        comments = container.read("xl/comments1.xml")
        listed = next(container.read(n) for n in container.namelist() if "findings" in n)
    assert comments.count(b"<comment ") == listed.count(b"<hyperlink ") == 4_000


def letter(lang: Lang = "zh", **changes: object) -> Letter:
    values: dict[str, object] = {
        "lang": lang,
        "unit": "市中国（示例）自由贸易试验区管理委员会政务服务和大数据管理局行政审批服务中心",
        "title": "评估",
        "round": "2026-1",
        "organiser": "智慧办",
        "contact": "010-0000 0000",
        "written": date(2026, 11, 3),
        "due": date(2026, 12, 20),
        "received": date(2026, 11, 2),
        "counts": Counts(5, 2, 0, 1),
        "rows": RowTotals(60, 50, 6),
        "workbook": "a.xlsx",
    }
    return Letter(**(values | changes))  # type: ignore[arg-type]


def test_a_chinese_letter_is_set_as_offices_set_theirs() -> None:
    content = letter_docx(letter())
    assert content == letter_docx(letter()), "the same bytes"
    paper = Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in paper.paragraphs]
    assert texts[1].endswith("行政审批服务中心：")
    assert texts[-2:] == ["智慧办", "2026年11月3日"]
    assert any("应填 60 项，已填 50 项，待改 6 项，未填 4 项" in text for text in texts)
    assert any("未填的 4 项请一并补填" in text and "2026年12月20日前" in text for text in texts)
    assert [[c.text for c in row.cells][:2] for row in paper.tables[0].rows][1:] == [
        ["必须修改", "5"],
        ["修改或说明", "2"],
    ], "what asks for nothing is not counted"
    fonts = {names.get(qn("w:eastAsia")) for names in paper.element.body.iter(qn("w:rFonts"))}
    assert fonts == {"仿宋", "黑体"}


def test_a_letter_about_an_unread_file_asks_for_the_blank_form() -> None:
    unread = (Finding(FindingCode.ENCRYPTED, file="\x07锁.xlsx"),)
    text = letter_text(
        letter(
            received=None,
            counts=Counts(0, 0, 0, 0),
            rows=NO_ROWS,
            workbook="",
            blank="表.xlsx",
            unread=unread,
        )
    )
    assert "“锁.xlsx”设有打开密码" in text
    assert "随函附空白采样表“表.xlsx”" in text
    assert "共发现问题" not in text
    assert "1. " not in text, "a single step has no number"


def test_days_are_written_as_letters_write_them() -> None:
    assert day(date(2026, 3, 9), "zh") == "2026年3月9日"
    assert day(date(2026, 3, 9), "en") == "2026-03-09"
