"""Cells of other formats look as they do in an .xlsx: formats, struck-out and white text, hidden rows, comments, pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from smartxl.xlsx import RawBook, RawSheet, open_any
from smartxl.xlsx.appearance import Appearance
from smartxl.xlsx.book import ObjectKind
from tests.office.office import Office
from tests.xlsx.otherforms import ods, table


@dataclass(frozen=True)
class Seen:
    """A cell: its value, what its format shows (None: the value), whether text is struck out or unseen, what is left."""

    value: object
    shown: str | None = None
    struck: bool = False
    unseen: bool = False
    left: str = ""
    link: str = ""


def seen(sheet: RawSheet, row: int, column: int) -> Seen:
    value, look = sheet.at(row, column), sheet.appearances.get((row, column), Appearance())
    return Seen(value, look.shown(value), look.struck, look.unseen, look.left, look.link)


STYLES = (
    '<number:date-style style:name="month"><number:year/><number:month/></number:date-style>'
    '<number:date-style style:name="day"><number:month/><number:day/></number:date-style>'
    '<style:style style:name="m" style:family="table-cell" style:data-style-name="month"/>'
    '<style:style style:name="d" style:family="table-cell" style:data-style-name="day"/>'
    '<style:style style:name="base" style:family="table-cell"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="struck" style:family="table-cell" style:parent-style-name="base"/>'
    '<style:style style:name="whole" style:family="table-cell" style:parent-style-name="base">'
    '<style:text-properties style:text-line-through-style="none"/></style:style>'
    '<style:style style:name="white" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>'
    '<style:style style:name="red" style:family="table-cell"><style:table-cell-properties '
    'fo:background-color="#ff0000"/><style:text-properties fo:color="#ff0000"/></style:style>'
    '<style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-type="single"/>'
    "</style:style>"
    '<style:style style:name="U" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="V" style:family="text"><style:text-properties style:text-position="-33% 58%"/></style:style>'
    '<style:style style:name="W" style:family="text"><style:text-properties fo:color="#fefefe"/></style:style>'
    '<style:style style:name="flat" style:family="table-row"><style:table-row-properties style:row-height="0in"/>'
    "</style:style>"
)


def number(style: str, value: str, shown: str | None) -> str:
    inside = "" if shown is None else f"<text:p>{shown}</text:p>"
    value_type = f'office:value-type="float" office:value="{value}"'
    return f'<table:table-cell table:style-name="{style}" {value_type}>{inside}</table:table-cell>'


def text(inside: str, style: str = "") -> str:
    named = f'table:style-name="{style}" ' if style else ""
    return f'<table:table-cell {named}office:value-type="string"><text:p>{inside}</text:p></table:table-cell>'


def day(style: str, shown: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="date" office:date-value="2026-09-02">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def span(style: str, inside: str) -> str:
    return f'<text:span text:style-name="{style}">{inside}</text:span>'


ODS: dict[str, tuple[str, Seen]] = {
    "a scale": (number("", "3", "3万"), Seen(3.0, "3万")),
    "nothing shown": (number("", "3", ""), Seen(3.0, "")),
    "a program that says nothing": (number("", "3", None), Seen(3.0)),
    "a month": (day("m", "2026-09"), Seen(date(2026, 9, 2), "2026-09")),
    "a day": (day("d", "9/2"), Seen(date(2026, 9, 2))),
    "a day of no known format": (day("x", "2 Sep"), Seen(date(2026, 9, 2))),
    "struck out": (text("70", "struck"), Seen("70", struck=True)),
    "not struck out as its parent is": (text("70", "whole"), Seen("70")),
    "white on white": (text("70", "white"), Seen("70", unseen=True)),
    "red on red": (text("70", "red"), Seen("70", unseen=True)),
    "a part struck out": (text(span("S", "50") + "60"), Seen("5060", struck=True, left="60")),
    "a part white": (text(span("W", "不") + "适用"), Seen("不适用", unseen=True, left="适用")),
    "raised": (text("70" + span("U", "1")), Seen("70¹")),
    "lowered": (text("H" + span("V", "2") + "O"), Seen("H₂O")),
    "a link": (
        text('<text:a xlink:href="https://x.example">点此</text:a>'),
        Seen("点此", link="https://x.example"),
    ),
}


@pytest.mark.parametrize(("cell", "expected"), ODS.values(), ids=ODS)
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "flat"])
def test_how_a_cell_of_an_ods_looks(cell: str, expected: Seen, packed: bool) -> None:
    content = ods(table(f"<table:table-row>{cell}</table:table-row>"), STYLES, packed=packed)
    assert seen(open_any(content, "a").sheets["t"], 1, 1) == expected


def test_the_style_of_a_column_holds_for_its_cells() -> None:
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="struck"/>'
    content = ods(
        table(f"<table:table-row>{text('a')}{text('b')}</table:table-row>", columns=columns), STYLES
    )
    sheet = open_any(content, "a").sheets["t"]
    assert (seen(sheet, 1, 1).struck, seen(sheet, 1, 2).struck) == (False, True)


def test_what_is_hidden_in_an_ods() -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2" table:visibility="filter"/><table:table-row/>'
        '<table:table-row-group table:display="false"><table:table-row/></table:table-row-group>'
        '<table:table-row table:style-name="flat"/><table:table-row/>'
    )
    columns = (
        '<table:table-column table:number-columns-repeated="3"/>'
        '<table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>'
    )
    sheet = open_any(ods(table(rows, columns=columns), STYLES), "a").sheets["t"]
    assert sheet.hidden_rows == frozenset((1, 2, 4, 5))
    assert sheet.hidden_columns == frozenset((4, 5))


def test_what_lies_on_a_sheet_of_an_ods() -> None:
    creator = "<dc:creator xmlns:dc='d'>张三</dc:creator>"
    comment = f"<office:annotation>{creator}<text:p>应为</text:p><text:p>70</text:p></office:annotation>"
    box = "<draw:frame><draw:text-box><text:p>另有</text:p></draw:text-box></draw:frame>"
    picture = "<draw:frame><draw:image/></draw:frame>"
    first = text("x").replace("<text:p>", comment + "<text:p>")
    row = f"<table:table-row>{first}<table:table-cell>{box}{picture}</table:table-cell></table:table-row>"
    shapes = "<table:shapes><draw:custom-shape><text:p>上方</text:p></draw:custom-shape></table:shapes>"
    book = open_any(ods(table(shapes, row)), "a")
    assert [(each.kind, each.first, each.text) for each in book.objects["t"]] == [
        (ObjectKind.BOX, (1, 1), "上方"),
        (ObjectKind.COMMENT, (1, 1), "应为\n70"),
        (ObjectKind.BOX, (1, 2), "另有"),
        (ObjectKind.PICTURE, (1, 2), ""),
    ]
    assert book.sheets["t"].values == (("x",),)


def xls() -> RawSheet:
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("t")
    for column, code in enumerate(('0"万"', "0,", ";;;", "yyyy-mm", "yyyy-mm-dd", "0.00")):
        value = 46267 if "yy" in code else 3 if column != 1 else 12000
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    struck = xlwt.easyxf("font: struck_out on")
    sheet.write(1, 0, 70, struck)
    sheet.write(1, 1, 70, xlwt.easyxf("font: colour white"))
    sheet.write(1, 2, 70, xlwt.easyxf("font: colour red; pattern: pattern solid, fore_colour red"))
    sheet.write_rich_text(1, 3, [("50", struck.font), "60"])
    raised = xlwt.Font()
    raised.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    sheet.write_rich_text(1, 4, ["70", ("1", raised)])
    sheet.write(1, 5, "普通")
    sheet.row(3).hidden = True
    sheet.col(7).hidden = True
    book.save(out)
    return open_any(out.getvalue(), "a").sheets["t"]


def test_how_cells_of_an_xls_look() -> None:
    sheet = xls()
    assert [seen(sheet, 1, column) for column in range(1, 7)] == [
        Seen(3.0, "3万"),
        Seen(12000.0, "12"),
        Seen(3.0, ""),
        Seen(date(2026, 9, 2), "2026-09"),
        Seen(date(2026, 9, 2)),
        Seen(3.0, "3.00"),
    ]
    assert [seen(sheet, 2, column) for column in range(1, 7)] == [
        Seen(70.0, struck=True),
        Seen(70.0, unseen=True),
        Seen(70.0, unseen=True),
        Seen("5060", struck=True, left="60"),
        Seen("70¹"),
        Seen("普通"),
    ]
    assert (4 in sheet.hidden_rows, 8 in sheet.hidden_columns) == (True, True)


def office_book() -> bytes:
    """A workbook with one cell of each kind, as Excel users make it."""
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    formats = ("0%", '0"万"', "0,", "0000", ";;;", "yyyy-mm", "yyyy-mm-dd")
    for column, code in enumerate(formats, 1):
        cell = sheet.cell(1, column, date(2026, 9, 2) if "yy" in code else 0.85 if code == "0%" else 12000)
        cell.number_format = code
    sheet["A2"], sheet["B2"], sheet["C2"] = 70, 70, 70
    sheet["A2"].font = Font(strike=True)
    sheet["B2"].font = Font(color="FFFFFFFF")
    sheet["C2"].font, sheet["C2"].fill = Font(color="FFFF0000"), PatternFill("solid", fgColor="FFFF0000")
    sheet["D2"] = CellRichText(TextBlock(InlineFont(strike=True), "50"), TextBlock(InlineFont(), "60"))
    sheet["E2"] = CellRichText(
        TextBlock(InlineFont(), "70"), TextBlock(InlineFont(vertAlign="superscript"), "1")
    )
    sheet["F2"] = "点此"
    sheet["F2"].hyperlink = "https://x.example/a"
    sheet["A3"] = "x"
    sheet["A3"].comment = Comment("批注", "张三")
    sheet["A4"], sheet["H1"] = "藏", "藏"
    sheet.row_dimensions[4].hidden = sheet.column_dimensions["H"].hidden = True
    sheet.merge_cells("A5:B6")
    book.save(out)
    return out.getvalue()


def told(book: RawBook) -> tuple[object, ...]:
    sheet = next(iter(book.sheets.values()))
    cells = [seen(sheet, row, column) for row in (1, 2) for column in range(1, 8)]
    usual = [
        Seen(c.value, "" if c.struck or c.unseen else c.shown, c.struck, c.unseen, c.left, c.link)
        for c in cells
    ]
    objects = [(each.kind, each.first, each.text) for found in book.objects.values() for each in found]
    merged = [(a.first_row, a.first_column, a.last_row, a.last_column) for a in sheet.merged]
    return usual, objects, merged, 4 in sheet.hidden_rows, 8 in sheet.hidden_columns


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["ods", "xls", "fods"])
def test_what_libreoffice_makes_of_a_workbook_looks_the_same(
    office: Office, suffix: str, tmp_path: Path
) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(office_book())
    converted = office.convert(source, tmp_path, suffix).read_bytes()
    assert told(open_any(converted, "a")) == told(open_any(source.read_bytes(), "a"))
