"""Opening: a workbook becomes plain data, anything else is refused in clear words."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from openpyxl import Workbook

from smartxl.cells import Area
from smartxl.errors import UnreadableFile
from smartxl.findings import FindingCode
from smartxl.stamp import STAMP_SHEET
from smartxl.text import Text
from smartxl.xlsx import FileRefused, open_book
from smartxl.xlsx.gate import BUDGET, Budget
from tests.reading.forms import DEFINITION, FILE, SHEET, patch, write_form

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)
GOOD_FILE = write_form().save()


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        for name in names:
            container.writestr(name, "x")
    return buffer.getvalue()


def corrupt() -> bytes:
    """A flipped byte inside the packed sheet: the container opens, the part does not."""
    with zipfile.ZipFile(io.BytesIO(GOOD_FILE)) as container:
        info = container.getinfo("xl/worksheets/sheet1.xml")
    at = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    return GOOD_FILE[:at] + bytes([GOOD_FILE[at] ^ 0xFF]) + GOOD_FILE[at + 1 :]


REFUSED: dict[str, tuple[Callable[[], bytes], FindingCode, str]] = {
    "empty": (lambda: b"", FindingCode.EMPTY_FILE, ""),
    "pdf": (lambda: b"%PDF-1.4 x", FindingCode.NOT_A_WORKBOOK, "PDF"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n", FindingCode.NOT_A_WORKBOOK, "PNG"),
    "binary": (lambda: bytes(range(256)), FindingCode.NOT_A_WORKBOOK, "00 01"),
    "old xls": (lambda: OLE, FindingCode.OLD_XLS, ""),
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), FindingCode.ENCRYPTED, ""),
    "csv": ("编码,答案\n".encode, FindingCode.TEXT_OR_PAGE, "CSV"),
    "csv of Excel": (lambda: ("编码\t答案\n" * 900).encode("gb18030"), FindingCode.TEXT_OR_PAGE, "CSV"),
    "csv in utf-16": (lambda: "编码\t答案\n".encode("utf-16"), FindingCode.TEXT_OR_PAGE, "CSV"),
    "web page": (lambda: b"\xef\xbb\xbf <HTML><table>", FindingCode.TEXT_OR_PAGE, "HTML"),
    "xml": (lambda: b"<?xml version='1.0'?><Workbook/>", FindingCode.TEXT_OR_PAGE, "XML"),
    "text": ("已填报".encode, FindingCode.TEXT_OR_PAGE, "TXT"),
    "zip": (lambda: archive("a.xlsx"), FindingCode.OTHER_PACKAGE, "zip"),
    "word": (lambda: archive("word/document.xml"), FindingCode.OTHER_PACKAGE, "Word"),
    "ods": (lambda: archive("mimetype", "content.xml"), FindingCode.OTHER_PACKAGE, ".ods"),
    "xlsb": (lambda: archive("xl/workbook.bin"), FindingCode.OTHER_PACKAGE, ".xlsb"),
    "half a file": (lambda: GOOD_FILE[: len(GOOD_FILE) // 2], FindingCode.DAMAGED, "zip"),
    "flipped byte": (corrupt, FindingCode.DAMAGED, "sheet1.xml"),
    "empty workbook part": (lambda: archive("xl/workbook.xml"), FindingCode.DAMAGED, "workbook.xml.rels"),
    "broken sheet": (
        lambda: patch(GOOD_FILE, {"xl/worksheets/sheet1.xml": lambda part: part[:-30]}),
        FindingCode.DAMAGED,
        "sheet1.xml",
    ),
    "bad address": (
        lambda: patch(
            GOOD_FILE, {"xl/worksheets/sheet1.xml": lambda part: part.replace(b'r="B1"', b'r="1B"')}
        ),
        FindingCode.DAMAGED,
        "sheet1.xml",
    ),
    "broken strings": (
        lambda: patch(GOOD_FILE, {"xl/sharedStrings.xml": lambda part: part[:-9]}),
        FindingCode.DAMAGED,
        "sharedStrings.xml",
    ),
    "parent folder": (
        lambda: patch(GOOD_FILE, {"../evil": lambda part: b"x"}),
        FindingCode.SUSPICIOUS,
        "../evil",
    ),
    "same name twice": (
        lambda: patch(GOOD_FILE, {"XL/workbook.xml": lambda part: b"x"}),
        FindingCode.SUSPICIOUS,
        "xl/workbook.xml",
    ),
    "bomb": (
        lambda: patch(GOOD_FILE, {"xl/media/a.bin": lambda part: bytes(8 * 2**20)}),
        FindingCode.SUSPICIOUS,
        "xl/media/a.bin",
    ),
    "document type": (
        lambda: patch(
            GOOD_FILE,
            {"xl/workbook.xml": lambda part: '<!DOCTYPE a [<!ENTITY b "c">]>'.encode("utf-16")},
        ),
        FindingCode.SUSPICIOUS,
        "DOCTYPE",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_what_it_is(name: str) -> None:
    make, code, found = REFUSED[name]
    with pytest.raises(UnreadableFile) as raised:
        open_book(make(), "公安局.xlsx")
    assert isinstance(raised.value, FileRefused)
    finding = raised.value.finding
    assert (finding.code, finding.file) == (code, "公安局.xlsx")
    assert found in finding.found
    assert raised.value.where.zh == "公安局.xlsx"
    assert raised.value.what == Text(finding.message("zh"), finding.message("en"))
    assert raised.value.remedy == Text(finding.remedy("zh"), finding.remedy("en"))


def far(reference: str) -> bytes:
    form = write_form()
    form.sheet[reference] = "x"
    return form.save()


@pytest.mark.parametrize(
    ("content", "budget"),
    [
        (far("XFD1"), BUDGET),
        (far("A20001"), BUDGET),
        (far("A1048576"), BUDGET),
        (GOOD_FILE, replace(BUDGET, file_bytes=1000)),
        (GOOD_FILE, replace(BUDGET, entries=5)),
        (GOOD_FILE, replace(BUDGET, unpacked_bytes=5000)),
    ],
    ids=["column", "row", "last row", "bytes", "parts", "unpacked"],
)
def test_beyond_the_budget(content: bytes, budget: Budget) -> None:
    with pytest.raises(FileRefused) as raised:
        open_book(content, FILE, budget)
    assert raised.value.finding.code is FindingCode.TOO_BIG
    assert raised.value.finding.expected


def test_too_many_merges() -> None:
    form = write_form()
    for row in range(20, 24):
        form.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    with pytest.raises(FileRefused) as raised:
        open_book(form.save(), FILE, replace(BUDGET, merges=3))
    assert raised.value.finding.code is FindingCode.TOO_BIG


def test_a_far_cell_that_is_only_coloured_does_no_harm() -> None:
    form = write_form()
    form.sheet["XFD1048576"].number_format = "0.00"
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="N1:XFD9"/></mergeCells>'
    change = {"xl/worksheets/sheet1.xml": lambda part: part.replace(b"</sheetData>", merge)}
    assert open_book(patch(form.save(), change), FILE).sheets[SHEET].height == 14


def test_a_workbook_becomes_plain_data() -> None:
    form = write_form()
    form.sheet["M3"], form.sheet["M4"], form.sheet["M5"] = 5, True, "=1+1"
    form.sheet["M6"].value, form.sheet["M6"].data_type = "#N/A", "e"
    form.sheet.merge_cells("N3:O4")
    content = form.save()
    book = open_book(content, FILE)
    sheet = book.sheets[SHEET]
    assert list(book.sheets) == [SHEET, STAMP_SHEET]
    assert book.digest == hashlib.sha256(content).hexdigest()
    assert [sheet.at(row, 13) for row in (3, 4, 5, 6, 99)] == [5.0, True, "", "", ""]
    assert (set(sheet.errors), set(sheet.formulas)) == ({(6, 13)}, {(5, 13)})
    assert sheet.merged == (Area(SHEET, 3, 14, 4, 15),)
    assert sheet.text(4, 1) == "B2/BS001"
    assert book.names["sx_001"] == "'采样表'!$A$4:$K$4"
    assert book.properties["smartxl.digest"] == DEFINITION.identity.of("GAJ")
    assert not book.macros


def test_cells_without_addresses_are_counted() -> None:
    book = Workbook()
    book.worksheets[0].append(["a", "#N/A", 3])
    book.worksheets[0]["B1"].data_type = "e"
    buffer = io.BytesIO()
    book.save(buffer)
    strip = {"xl/worksheets/sheet1.xml": lambda part: re.sub(rb'<c r="..?"', b"<c", part)}
    sheet = open_book(patch(buffer.getvalue(), strip), FILE).sheets["Sheet"]
    assert set(sheet.errors) == {(1, 2)}
    assert sheet.at(1, 3) == 3.0


def test_a_workbook_without_properties_or_strings_opens() -> None:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    book = open_book(buffer.getvalue(), FILE)
    assert (book.properties, book.names, book.sheets["Sheet"].values) == ({}, {}, ())


def test_a_chart_sheet_is_left_out() -> None:
    form = write_form()
    form.book.create_chartsheet("图表")
    assert "图表" not in open_book(form.save(), FILE).sheets
