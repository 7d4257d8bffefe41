"""The reader of sheets gives what openpyxl gives, however a program writes the same cells."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.xlsx import RawBook, open_book
from smartxl.xlsx.cellvalues import CellValue, Percent, plain_text
from smartxl.xlsx.gate import BUDGET
from smartxl.xlsx.sharedstrings import strings_in
from tests.office.office import Office
from tests.reading.forms import patch, write_form

PART = "xl/worksheets/sheet1.xml"


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_openpyxl(value: CellValue) -> object:
    """openpyxl gives every day as a moment."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return None if value == "" else value


def check_against_openpyxl(content: bytes, book: RawBook) -> None:
    for sheet in load_workbook(io.BytesIO(content), data_only=True).worksheets:
        raw = book.sheets[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                place = (cell.row or 0, cell.column or 0)
                if cell.data_type == "e":
                    assert place in raw.errors
                    assert raw.at(*place) == ""
                else:
                    assert as_openpyxl(raw.at(*place)) == cell.value, (sheet.title, cell.coordinate)


def test_a_form_is_read_as_openpyxl_reads_it() -> None:
    form = write_form()
    form.sheet["M3"], form.sheet["M4"], form.sheet["M5"] = "=1+1", True, datetime(2026, 9, 1, 8, 30)
    form.sheet["M6"].value, form.sheet["M6"].data_type = "#N/A", "e"
    form.sheet["M7"], form.sheet["M8"] = "a<b> & 'c' \"d\"\n二行", time(8, 30)
    form.sheet.merge_cells("N3:O4")
    content = form.save()
    check_against_openpyxl(content, open_book(content, "x"))


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_form_saved_by_libreoffice_is_read_as_openpyxl_reads_it(office: Office, tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").write_bytes(write_form().save())
    content = office.convert(tmp_path / "form.xlsx", tmp_path / "out").read_bytes()
    check_against_openpyxl(content, open_book(content, "x"))


def in_sheet(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        assert old in part
        return part.replace(old, new)

    return change


def prefixed(part: bytes) -> bytes:
    return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part).replace(b"xmlns=", b"xmlns:x=")


OTHERWISE: dict[str, Callable[[bytes], bytes]] = {
    "prefix": prefixed,
    "UTF-16": lambda part: part.decode().encode("utf-16"),
    "comment": in_sheet(b"<sheetData>", b"<sheetData><!-- <c r='A1'/> -->"),
    "CDATA": in_sheet(b"<v>12</v>", b"<v><![CDATA[12]]></v>"),
    "instruction": in_sheet(b"</sheetData>", b"<?x y?></sheetData>"),
    "no row numbers": lambda part: re.sub(rb'<row r="([0-9]+)"', rb'<row x="\1"', part),
    "spaces": in_sheet(b"<v>12</v>", b"\n <v>12</v>\n"),
    "pieces": lambda part: part.replace(b"<is><t>", b"<is><r><t>").replace(b"</t></is>", b"</t></r></is>"),
    "read aloud": in_sheet(b"</t></is>", b"</t><rPh sb='0' eb='1'><t>yomi</t></rPh></is>"),
    "single quotes": lambda part: re.sub(rb'<c r="([A-Z]+[0-9]+)"', rb"<c r='\1'", part),
}


@pytest.mark.parametrize("change", OTHERWISE.values(), ids=OTHERWISE)
def test_cells_written_otherwise_are_the_same_cells(change: Callable[[bytes], bytes]) -> None:
    content = write_form().save()
    changed = patch(content, {PART: change})
    assert open_book(changed, "x").sheets == open_book(content, "x").sheets


def numbered(style: int, code: str = "") -> bytes:
    formats = f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>' if code else ""
    return f'<styleSheet>{formats}<cellXfs count="1"><xf numFmtId="{style}"/></cellXfs></styleSheet>'.encode()


@pytest.mark.parametrize(
    ("style", "code", "number", "value"),
    [
        (0, "", "46266", 46266.0),
        (14, "", "46266", date(2026, 9, 1)),
        (22, "", "46266.5", datetime(2026, 9, 1, 12)),
        (31, "", "46266", date(2026, 9, 1)),
        (57, "", "46266", date(2026, 9, 1)),
        (20, "", "0.75", time(18)),
        (46, "", "1.5", timedelta(hours=36)),
        (9, "", "0.85", Percent(0.85)),
        (200, "yyyy&quot;年&quot;m&quot;月&quot;", "46266", date(2026, 9, 1)),
        (200, "[h]:mm", "1.5", timedelta(hours=36)),
        (200, "0.00&quot;days&quot;", "3", 3.0),
        (200, "[Red]0.00", "3", 3.0),
        (200, "General", "3", 3.0),
        (14, "", "1", date(1900, 1, 1)),
        (14, "", "1E300", 1e300),
        (14, "", "-5", -5.0),
    ],
)
def test_formats_say_what_is_a_day(style: int, code: str, number: str, value: CellValue) -> None:
    form = write_form()
    content = patch(
        form.save(),
        {
            "xl/styles.xml": lambda _: numbered(style, code),
            PART: in_sheet(b"<v>12</v>", f"<v>{number}</v>".encode()),
        },
    )
    place = (form.row("A3/n"), 6)
    found = open_book(content, "x").sheets["采样表"].at(*place)
    assert (found, type(found)) == (value, type(value))


def test_days_that_count_from_1904() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)
    assert isinstance(book.active, Worksheet)
    book.active["A1"] = datetime(2026, 9, 1)
    assert open_book(saved(book), "x").sheets["Sheet"].at(1, 1) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("strings", "found"),
    [
        ("<si><t>甲</t></si><si><t/></si>", ["甲", ""]),
        ('<si><t xml:space="preserve"> 乙 </t><phoneticPr fontId="1" type="noConversion"/></si>', [" 乙 "]),
        (
            "<si><r><t>丙</t></r><r><rPr><b/></rPr><t>丁</t></r><rPh sb='0' eb='1'><t>ding</t></rPh></si>",
            ["丙丁"],
        ),
        ("<si><t>a&amp;b&#10;c_x000D__xD83D__x0000_</t></si>", ["a&b\nc\r_xD83D__x0000_"]),
    ],
    ids=["plain", "of Chinese Excel", "pieces", "escapes"],
)
def test_strings_that_cells_share(strings: str, found: list[str]) -> None:
    part = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{strings}</sst>'
    assert strings_in("xl/sharedStrings.xml", part.encode(), BUDGET).texts == found


@pytest.mark.slow
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text(max_size=8), st.floats(-1e9, 1e9), st.booleans()), max_size=6)
    )
)
def test_any_values_are_read_as_openpyxl_reads_them(rows: list[list[str | float | bool | None]]) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append([None if isinstance(v, str) and not v.isprintable() else v for v in row])
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"
    content = saved(book)
    check_against_openpyxl(content, open_book(content, "x"))


def test_an_escape_that_is_half_a_character_stays_as_it_is() -> None:
    assert plain_text("_xD83D_ _x4E2D_ _x0001_") == "_xD83D_ 中 _x0001_"


SHEET_OF_FORMULAS = (
    '<row r="1"><c r="A1"><f> 1+1 </f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><f>A1&amp;"x"</f></c></row>'
    '<row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">B2*2</f><v>4</v></c>'
    '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    '<row r="3"><c r="A3"><f t="shared" si="0"/><v>6</v></c><c r="B3"><f t="shared" si="9"/><v>6</v></c></row>'
    '<row r="4"><c r="A4"><f t="array" ref="A4:A5">B4:B5*2</f><v>1</v></c><c r="B4" t="e"><v>#N/A</v></c></row>'
)


def test_formulas_have_their_texts() -> None:
    rows = f"<sheetData>{SHEET_OF_FORMULAS}</sheetData>".encode()
    change = {PART: lambda part: re.sub(rb"<sheetData ?/>|<sheetData></sheetData>", lambda _: rows, part)}
    content = patch(saved(Workbook()), change)
    sheet = open_book(content, "x").sheets["Sheet"]
    texts = {
        (1, 1): "1+1",
        (1, 2): '""',
        (1, 3): 'A1&"x"',
        (2, 1): "B2*2",
        (2, 2): "1/0",
        (3, 1): "",
        (3, 2): "",
    }
    assert sheet.formulas == {**texts, (4, 1): "B4:B5*2"}
    assert sheet.shared == {(3, 1): (2, 1)}
    assert sheet.arrays == {(4, 1): "A4:A5"}
    assert sheet.uncached == {(1, 3)}
    assert sheet.errors == {(2, 2): "#DIV/0!", (4, 2): "#N/A"}
    assert sheet.values == ((2.0,), (4.0,), (6.0, 6.0), (1.0,))


def test_numbers_as_they_are_written_not_as_their_cells_show_them() -> None:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.active["A1"], book.active["A2"] = datetime(2026, 9, 1, 12), 0.5
    book.active["A2"].number_format = "0%"
    found = [open_book(saved(book), "x", as_shown=False).sheets["Sheet"].at(row, 1) for row in (1, 2)]
    assert [(value, type(value)) for value in found] == [(46266.5, float), (0.5, float)]
