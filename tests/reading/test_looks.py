"""A cell that looks otherwise than its value is read as it is shown, or asked about; never silently taken."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date

import pytest
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Answer, Field
from tests.reading.drawings import BOX, PICTURE, drawing, with_drawing, with_part
from tests.reading.forms import (
    ENTRY_COLUMNS,
    FIRST,
    LEVEL,
    NUMBER,
    RATE,
    THIRD,
    Form,
    answers_of,
    patch,
    read_form,
    worded,
    write_form,
)

Work = Callable[[Cell], None]


def cell_of(form: Form, key: str, entry: Field) -> Cell:
    columns = ENTRY_COLUMNS if key in {NUMBER, RATE, LEVEL} else {**ENTRY_COLUMNS, **FIRST_COLUMNS}
    cell = form.sheet.cell(form.row(key), columns[entry])
    assert isinstance(cell, Cell)
    return cell


FIRST_COLUMNS = {Field.PROVIDED: 6, Field.LEVEL: 7, Field.CHANNEL: 8}


def given(key: str, entry: Field, *work: Work) -> tuple[Answer, list[Finding], Form]:
    form = write_form()
    for each in work:
        each(cell_of(form, key, entry))
    extraction = read_form(form.save())
    assert not extraction.refused
    return answers_of(extraction)[key], list(extraction.findings), form


def stores(value: object) -> Work:
    def work(cell: Cell) -> None:
        cell.value = value  # type: ignore[assignment]

    return work


def formatted(code: str) -> Work:
    def work(cell: Cell) -> None:
        cell.number_format = code

    return work


def in_font(**changes: object) -> Work:
    def work(cell: Cell) -> None:
        font = copy(cell.font)
        cell.font = Font(**{"name": font.name, "sz": font.sz, **changes})

    return work


def on_ground(colour: Color | str) -> Work:
    def work(cell: Cell) -> None:
        cell.fill = PatternFill("solid", fgColor=colour)

    return work


def in_runs(*runs: tuple[str, InlineFont | None]) -> Work:
    def work(cell: Cell) -> None:
        cell.value = CellRichText(*(TextBlock(font, text) if font else text for text, font in runs))

    return work


STRUCK, RAISED, LOWERED = (
    InlineFont(strike=True),
    InlineFont(vertAlign="superscript"),
    InlineFont(vertAlign="subscript"),
)
WHITE = InlineFont(color=Color("FFFFFFFF"))


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code.partition("-")[0] for finding in findings]


ASKED: dict[str, tuple[str, Field, tuple[Work, ...], str, str, str]] = {
    "a unit that scales": (NUMBER, Field.VALUE, (stores(0.85), formatted('0"万"')), "V21", "0.85", "1万"),
    "thousands": (NUMBER, Field.VALUE, (stores(12000), formatted("0,")), "V21", "12000", "12"),
    "millions": (NUMBER, Field.VALUE, (stores(1234567), formatted("0.0,,")), "V21", "1234567", "1.2"),
    "another unit": (NUMBER, Field.VALUE, (stores(50), formatted('0"元"')), "V21", "50", "50元"),
    "approximately": (NUMBER, Field.VALUE, (stores(50), formatted('">"0')), "V21", "50", ">50"),
    "no minus": (NUMBER, Field.VALUE, (stores(0.4), formatted("0")), "V21", "0.4", "0"),
    "a fraction": (NUMBER, Field.VALUE, (stores(0.85), formatted("# ?/?")), "V21", "0.85", "6/7"),
    "a constant": (NUMBER, Field.VALUE, (stores(100), formatted('"103"')), "V21", "100", "103"),
    "a condition": (NUMBER, Field.VALUE, (stores(5), formatted('[<10]"少";0')), "V21", "5", "少"),
    "three semicolons": (NUMBER, Field.VALUE, (stores(5), formatted(";;;")), "V23", "5", "—"),
    "three semicolons over words": (LEVEL, Field.VALUE, (formatted(";;;"),), "V23", "二级", "—"),
    "zero that is not shown": (NUMBER, Field.VALUE, (stores(0), formatted("#")), "V23", "0", "—"),
    "white": (NUMBER, Field.VALUE, (in_font(color="FFFFFFFF"),), "V23", "12", "—"),
    "white of the theme": (NUMBER, Field.VALUE, (in_font(color=Color(theme=0)),), "V23", "12", "—"),
    "nearly white": (NUMBER, Field.VALUE, (in_font(color=Color(theme=0, tint=-0.05)),), "V23", "12", "—"),
    "white by number": (NUMBER, Field.VALUE, (in_font(color=Color(indexed=9)),), "V23", "12", "—"),
    "white by format": (NUMBER, Field.VALUE, (formatted("[White]0"),), "V23", "12", "—"),
    "red on red": (NUMBER, Field.VALUE, (in_font(color="FFFF0000"), on_ground("FFFF0000")), "V23", "12", "—"),
    "black on black": (NUMBER, Field.VALUE, (on_ground("FF000000"),), "V23", "12", "—"),
    "a white run": (NUMBER, Field.VALUE, (in_runs(("5", WHITE), ("60", None)),), "V23", "560", "60"),
    "struck out": (NUMBER, Field.VALUE, (in_font(strike=True),), "V22", "12", "—"),
    "a level struck out": (LEVEL, Field.VALUE, (in_font(strike=True),), "V22", "二级", "—"),
    "yes struck out": (FIRST, Field.PROVIDED, (in_font(strike=True),), "V22", "是", "—"),
    "the old number struck out": (
        NUMBER,
        Field.VALUE,
        (in_runs(("50", STRUCK), ("60", None)),),
        "V22",
        "5060",
        "60",
    ),
    "not struck out": (
        NUMBER,
        Field.APPLICABLE,
        (in_runs(("不", STRUCK), ("适用", None)),),
        "V22",
        "不适用",
        "适用",
    ),
    "a note struck out": (FIRST, Field.NOTE, (stores("旧的"), in_font(strike=True)), "V22", "旧的", "—"),
    "a footnote": (NUMBER, Field.VALUE, (in_runs(("70", None), ("1", RAISED)),), "V03", "70¹", ""),
    "a power": (NUMBER, Field.VALUE, (in_runs(("10", None), ("3", RAISED)),), "V03", "10³", ""),
    "a lowered figure": (NUMBER, Field.VALUE, (in_runs(("10", None), ("2", LOWERED)),), "V03", "10₂", ""),
    "raised as a whole": (NUMBER, Field.VALUE, (in_font(vertAlign="superscript"),), "V21", "12", "¹²"),
    "a level with a footnote": (
        LEVEL,
        Field.VALUE,
        (in_runs(("二级", None), ("2", RAISED)),),
        "V01",
        "二级²",
        "一级、二级",
    ),
    "a month": (
        FIRST,
        Field.DATE,
        (stores(date(2026, 9, 1)), formatted('yyyy"年"m"月"')),
        "V17",
        "2026年9月",
        "2026-09-01",
    ),
    "a weekday": (
        FIRST,
        Field.DATE,
        (stores(date(2026, 9, 1)), formatted("aaaa")),
        "V17",
        "星期二",
        "2026-09-01",
    ),
    "a time of the day": (
        FIRST,
        Field.DATE,
        (stores(date(2026, 9, 1)), formatted("h:mm")),
        "V17",
        "0:00",
        "2026-09-01",
    ),
    "a picture of WPS": (FIRST, Field.ADDRESS, (stores('=_xlfn.DISPIMG("ID_0A1B",1)'),), "V24", "", ""),
    "a picture from the web": (
        FIRST,
        Field.ADDRESS,
        (stores('=_xlfn.IMAGE("https://www.example.gov.cn/1.png")'),),
        "V24",
        "",
        "",
    ),
}


def test_an_approximate_number_by_its_format_is_read_and_asked_about() -> None:
    answer, findings, _ = given(NUMBER, Field.VALUE, stores(50), formatted('"约"0'))
    assert answer.score_input == 50
    assert [(f.found, f.expected) for f in findings if f.code is FindingCode.APPROXIMATE] == [("约50", "50")]


@pytest.mark.parametrize("case", ASKED)
def test_it_is_asked_and_not_taken(case: str) -> None:
    key, entry, work, code, found, expected = ASKED[case]
    answer, findings, form = given(key, entry, *work)
    (finding,) = (f for f in findings if f.cell == cell_of(form, key, entry).coordinate)
    assert (finding.code.partition("-")[0], finding.found, finding.expected) == (code, found, expected)
    assert entry not in answer.fields


READ: dict[str, tuple[str, Field, tuple[Work, ...], object]] = {
    "decimals": (NUMBER, Field.VALUE, (stores(85.46), formatted("0.0")), 85.46),
    "thousands separated": (NUMBER, Field.VALUE, (stores(1234567), formatted("#,##0")), 1234567.0),
    "money": (NUMBER, Field.VALUE, (stores(1234.5), formatted("¥#,##0.00")), 1234.5),
    "money as accounts have it": (
        NUMBER,
        Field.VALUE,
        (stores(0), formatted('_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)')),
        0.0,
    ),
    "its own unit": (NUMBER, Field.VALUE, (stores(50), formatted('0"个"')), 50.0),
    "ten thousands, rounded": (NUMBER, Field.VALUE, (stores(12345), formatted('0!.0,"万"')), 12345.0),
    "zeros before it": (NUMBER, Field.VALUE, (stores(85), formatted("0000")), 85.0),
    "an exponent": (NUMBER, Field.VALUE, (stores(1234567), formatted("0.00E+00")), 1234567.0),
    "a fraction that is exact": (NUMBER, Field.VALUE, (stores(2.25), formatted("# ?/?")), 2.25),
    "percent": (RATE, Field.VALUE, (stores(0.854), formatted("0%")), 85.4),
    "the sign of percent": (RATE, Field.VALUE, (stores(85.4), formatted('0.0"%"')), 85.4),
    "a day in Chinese": (
        FIRST,
        Field.DATE,
        (stores(date(2026, 9, 2)), formatted("[$-804]aaaa yyyy/m/d")),
        date(2026, 9, 2),
    ),
    "a day of the month": (
        FIRST,
        Field.DATE,
        (stores(date(2026, 9, 2)), formatted('m"月"d"日"')),
        date(2026, 9, 2),
    ),
    "a code with zeros": (FIRST, Field.NOTE, (stores(101), formatted("0000")), "0101"),
    "a version": (FIRST, Field.NOTE, (stores(3.1), formatted("0.00")), "3.10"),
    "a month in words": (
        FIRST,
        Field.NOTE,
        (stores(date(2026, 9, 1)), formatted('yyyy"年"m"月"')),
        "2026年9月",
    ),
    "square metres": (FIRST, Field.NOTE, (in_runs(("120 m", None), ("2", RAISED)),), "120 m²"),
    "water": (FIRST, Field.NOTE, (in_runs(("H", None), ("2", LOWERED), ("O", None)),), "H₂O"),
    "white on blue": (NUMBER, Field.VALUE, (in_font(color="FFFFFFFF"), on_ground("FF1F4E79")), 12.0),
    "bold and red": (NUMBER, Field.VALUE, (in_font(color="FFC00000", b=True),), 12.0),
    "a run in bold": (
        LEVEL,
        Field.VALUE,
        (in_runs(("二", InlineFont(b=True, color=Color("FF000000"))), ("级", None)),),
        "二级",
    ),
    "a blank struck out": (LEVEL, Field.VALUE, (in_runs(("二级", None), (" ", STRUCK)),), "二级"),
}


@pytest.mark.parametrize("case", READ)
def test_it_is_read_as_it_is_shown(case: str) -> None:
    key, entry, work, value = READ[case]
    answer, findings, form = given(key, entry, *work)
    assert worded(form.plan, answer)[entry] == value
    assert not set(codes(findings)) & {"V21", "V22", "V23", "V03"}


@pytest.mark.parametrize(
    ("note", "settled"),
    [
        ("显示有误，以 0.85 为准", True),
        ("0.85 is right", True),
        ("10.85", False),
        ("0.851 左右", False),
        ("本单位负责", False),
    ],
)
def test_a_note_that_names_the_value_settles_it(note: str, settled: bool) -> None:
    form = write_form()
    cell = cell_of(form, NUMBER, Field.VALUE)
    cell.value, cell.number_format = 0.85, '0"万"'
    form.put(NUMBER, Field.NOTE, note)
    extraction = read_form(form.save())
    finding = next(f for f in extraction.findings if f.cell == cell.coordinate)
    assert finding.code.startswith("L09") is settled
    assert answers_of(extraction)[NUMBER].score_input == (0.85 if settled else None)


def hide_row(form: Form) -> None:
    form.sheet.row_dimensions[form.row(NUMBER)].hidden = True


def flatten_row(form: Form) -> None:
    form.sheet.row_dimensions[form.row(NUMBER)].height = 0.75


def close_group(form: Form) -> None:
    form.sheet.row_dimensions.group(form.row(NUMBER), form.row(RATE), hidden=True)


def hide_column(form: Form) -> None:
    form.sheet.column_dimensions["F"].hidden = True


def narrow_column(form: Form) -> None:
    form.sheet.column_dimensions["F"].width = 0.1


def no_height(form: Form) -> None:
    form.sheet.sheet_format.zeroHeight = True


@pytest.mark.parametrize(
    "hide",
    [hide_row, flatten_row, close_group, hide_column, narrow_column, no_height],
    ids=lambda f: f.__name__,
)
def test_a_hidden_answer_is_read_and_asked_about(hide: Callable[[Form], None]) -> None:
    form = write_form()
    hide(form)
    extraction = read_form(form.save())
    row = form.row(NUMBER)
    found = [f for f in extraction.findings if f.code.startswith("R19") and f.cell == f"F{row}"]
    assert [f.found for f in found] == ["12"]
    assert answers_of(extraction)[NUMBER].score_input == 12


def test_a_hidden_row_without_answers_is_no_matter() -> None:
    form = write_form(answers={})
    hide_row(form)
    assert read_form(form.save()).findings == ()


@pytest.mark.parametrize(
    ("text", "link", "kept", "code"),
    [
        ("办事入口", "https://www.example.gov.cn/1", "办事入口 <https://www.example.gov.cn/1>", "V25"),
        (
            "https://www.example.gov.cn/2",
            "https://www.example.gov.cn/1",
            "https://www.example.gov.cn/2 <https://www.example.gov.cn/1>",
            "V26",
        ),
        ("https://www.example.gov.cn/1", "http://www.example.gov.cn/1/", "https://www.example.gov.cn/1", ""),
        (
            "网上 <大厅>",
            "https://www.example.gov.cn/%E5%A4%A7",
            "网上 <大厅> <https://www.example.gov.cn/%E5%A4%A7>",
            "V25",
        ),
        (
            "https://www.example.gov.cn/大",
            "https://www.example.gov.cn/%E5%A4%A7",
            "https://www.example.gov.cn/大",
            "",
        ),
    ],
    ids=["words", "another address", "the same", "with brackets", "the same, encoded"],
)
def test_where_a_link_leads_is_kept(text: str, link: str, kept: str, code: str) -> None:
    def linked(cell: Cell) -> None:
        cell.value = text
        cell.hyperlink = link

    answer, findings, _ = given(FIRST, Field.ADDRESS, linked)
    assert answer.fields[Field.ADDRESS] == kept
    assert [c for c in codes(findings) if c in {"V25", "V26"}] == ([code] if code else [])


def test_a_comment_is_named_and_ours_is_not() -> None:
    form = write_form()
    cell = cell_of(form, NUMBER, Field.VALUE)
    cell.comment = Comment("张三:\n实为 70 个", "张三")
    cell_of(form, RATE, Field.VALUE).comment = Comment("〔退回核对〕\n必须修改：x。\n→ y。", "smartxl")
    cell_of(form, LEVEL, Field.VALUE).comment = Comment(
        "〔退回核对〕\n必须修改：x。\n→ y。\n已改为三级", "smartxl"
    )
    found = [(f.cell, f.item, f.found) for f in read_form(form.save()).findings if f.code.startswith("R20")]
    level = cell_of(form, LEVEL, Field.VALUE).coordinate
    assert found == [(cell.coordinate, "上云系统数", "张三: 实为 70 个"), (level, "等级", "已改为三级")]


def test_a_text_box_is_named_and_its_rows_note_settles_it() -> None:
    form = write_form()
    content = form.save()
    box = drawing(BOX.format(text="数据以附件为准"), form.row(NUMBER), 14)
    (found,) = read_form(with_drawing(content, box)).findings
    assert (found.code, found.cell, found.item, found.found) == (
        FindingCode.TEXT_BOX,
        f"N{form.row(NUMBER)}",
        "上云系统数",
        "数据以附件为准",
    )
    form.put(NUMBER, Field.NOTE, "文本框为内部备注")
    (found,) = read_form(with_drawing(form.save(), box)).findings
    assert found.code is FindingCode.EXPLAINED


@pytest.mark.parametrize(
    ("column", "named"), [(6, True), (4, False), (20, False)], ids=["answer", "label", "beside"]
)
def test_a_picture_over_answers_is_named(column: int, named: bool) -> None:
    form = write_form()
    row = form.row(NUMBER)
    found = read_form(with_drawing(form.save(), drawing(PICTURE, row, column, height=2))).findings
    assert [(f.code, f.cell) for f in found] == ([(FindingCode.PICTURE_OVER, f"F{row}")] if named else [])


MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
THREAD = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def test_a_conversation_is_named_once_with_each_thing_said() -> None:
    form = write_form()
    spot = f"F{form.row(NUMBER)}"
    said = "".join(
        f'<threadedComment ref="{spot}" id="{number}"><text>{text}</text></threadedComment>'
        for number, text in enumerate(("实为 70", "已核"))
    )
    xml = f'<ThreadedComments xmlns="{THREAD}">{said}</ThreadedComments>'
    content = with_part(form.save(), "threadedComment", "threadedComments/threadedComment1.xml", xml)
    assert [(f.cell, f.found) for f in read_form(content).findings] == [(spot, "实为 70"), (spot, "已核")]


def test_a_picture_in_a_cell_of_excel_is_no_error() -> None:
    form = write_form()
    cell = cell_of(form, FIRST, Field.ADDRESS)
    cell.value, cell.data_type = "#VALUE!", "e"
    old = f'<c r="{cell.coordinate}" t="e">'.encode()
    changes = {
        "xl/worksheets/sheet1.xml": lambda part: part.replace(old, old.replace(b" t=", b' vm="1" t=')),
        "xl/richData/richValueRel.xml": lambda _: b"<richValueRels/>",
    }
    found = [f for f in read_form(patch(form.save(), changes)).findings if f.cell == cell.coordinate]
    assert [f.code for f in found] == [FindingCode.PICTURE]


@pytest.mark.parametrize(("row", "column"), [(1, 20), (2, 2), (14, 4), (15, 4), (18, 9), (12, 20)], ids=str)
def test_each_piece_outside_of_the_table_is_named(row: int, column: int) -> None:
    form = write_form()
    pieces = [(row, column), (row, column + 2)]
    for at in pieces:
        form.sheet.cell(*at, f"第{at[1]}列")
    found = {f.cell for f in read_form(form.save()).findings if f.code.startswith(("R11", "R17"))}
    planned = {(r.row, c) for r in form.plan.sheets[0].rows for c in r.cells}
    assert found == {a1(*at) for at in pieces if at not in planned}


@pytest.mark.parametrize("char", ["\uffff", "\ufffe", "\ufdd0"], ids=ascii)
def test_no_characters_are_taken_out_of_answers(char: str) -> None:
    form = write_form()
    form.put(FIRST, Field.NOTE, "intranet")
    odd = f"intra_x{ord(char):04X}_net".encode()  # as programs write what no XML may hold
    content = patch(form.save(), {"xl/worksheets/sheet1.xml": lambda part: part.replace(b"intranet", odd)})
    extraction = read_form(content)
    assert answers_of(extraction)[FIRST].fields[Field.NOTE] == "intranet"
    assert codes(list(extraction.findings)) == ["V11"]


def test_zeros_that_a_sheet_hides_are_asked_about() -> None:
    form = write_form()
    form.sheet.sheet_view.showZeros = False
    form.put(NUMBER, Field.VALUE, 0)
    form.put(RATE, Field.VALUE, 1.5)
    extraction = read_form(form.save())
    assert [f.code for f in extraction.findings] == [FindingCode.UNSEEN]
    assert answers_of(extraction)[NUMBER].score_input is None
    assert answers_of(extraction)[RATE].score_input == 1.5


def test_a_box_that_only_newer_programs_show_is_named_once() -> None:
    form = write_form()
    xml = drawing(BOX.format(text="以附件为准"), form.row(NUMBER), 14)
    start, end = xml.index("<xdr:twoCellAnchor>"), xml.index("</xdr:wsDr>")
    choices = "".join(f"<mc:{name}>{xml[start:end]}</mc:{name}>" for name in ("Choice", "Fallback"))
    odd = f'<mc:AlternateContent xmlns:mc="{MARKUP}">{choices}</mc:AlternateContent>'
    (found,) = read_form(with_drawing(form.save(), xml[:start] + odd + xml[end:])).findings
    assert (found.code, found.found) == (FindingCode.TEXT_BOX, "以附件为准")


def test_a_note_that_is_no_text_is_asked_about_once() -> None:
    form = write_form()
    form.put(THIRD, Field.NOTE, '=_xlfn.DISPIMG("ID_0A1B",1)')
    assert [f.code for f in read_form(form.save()).findings] == [FindingCode.PICTURE]


def test_pictures_over_whole_columns_cost_little() -> None:
    form = write_form()
    xml = drawing(PICTURE, 1, 6, height=1_000_000)
    start, end = xml.index("<xdr:twoCellAnchor>"), xml.index("</xdr:wsDr>")
    content = with_drawing(form.save(), xml[:start] + xml[start:end] * 500 + xml[end:])
    found = read_form(content).findings
    assert [f.cell for f in found] == ["F4"] * 500
