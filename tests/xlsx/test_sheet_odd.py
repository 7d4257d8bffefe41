"""Files that no usual program writes: read as they are meant, or refused in words; never something else in silence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from smartxl.errors import UnreadableFile
from smartxl.findings import FindingCode
from smartxl.xlsx import FileRefused, open_book
from smartxl.xlsx.book import RawSheet
from tests.reading.forms import FILE, SHEET, patch, write_form

GOOD = write_form().save()
PART, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def cells(row: str, strings: str = "<si><t>甲</t></si>") -> bytes:
    """The form with one row of cells, and these shared strings."""
    sheet = f'<worksheet {MAIN}><sheetData><row r="1">{row}</row></sheetData></worksheet>'
    shared = f"<sst {MAIN}>{strings}</sst>"
    return patch(GOOD, {PART: lambda _: sheet.encode(), STRINGS: lambda _: shared.encode()})


def read(content: bytes) -> RawSheet:
    return open_book(content, FILE).sheets[SHEET]


@pytest.mark.parametrize(
    "strings",
    [
        "<si/><si><t>否</t></si>",
        "<si ><t>a</t></si><si><t>否</t></si>",
        "<si></si><si><t>否</t></si>",
        "<si><t/></si><si><t>否</t></si><si/>",
        "\n<si><t>a</t></si>\n<si><t>否</t></si>\n",
        "<si><r><t>a</t></r></si><si><t>否</t></si>",
    ],
    ids=["first empty", "blank in the tag", "nothing in it", "empty text", "laid out", "rich"],
)
def test_shared_strings_are_counted_from_the_first(strings: str) -> None:
    assert read(cells('<c r="A1" t="s"><v>1</v></c>', strings)).at(1, 1) == "否"


@pytest.mark.parametrize("mark", ["", "<!-- x -->"], ids=["alone", "with a comment"])
@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("true", True), (" 1", True), ("0", False), ("false", False)]
)
def test_yes_and_no(written: str, meant: bool, mark: str) -> None:
    assert read(cells(f'{mark}<c r="A1" t="b"><v>{written}</v></c>')).at(1, 1) is meant


def encoded(name: str) -> Callable[[bytes], bytes]:
    return lambda data: f'<?xml version="1.0" encoding="{name}"?>'.encode() + data.partition(b"?>")[2]


def in_front(other: bytes) -> bytes:
    """Another archive before the form: programs differ in which of the two they see."""
    return other + GOOD


def in_comment() -> bytes:
    """Another archive in the comment of the form."""
    other, whole = io.BytesIO(), io.BytesIO(GOOD)
    with zipfile.ZipFile(other, "w") as inner:
        inner.writestr("xl/workbook.xml", "<workbook/>")
    with zipfile.ZipFile(whole, "a") as outer:
        outer.comment = other.getvalue()
    return whole.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (cells('<c r="A1" t="b"><v>2</v></c>'), FindingCode.DAMAGED),
        (cells('<!-- x --><c r="A1" t="b"><v>yes</v></c>'), FindingCode.DAMAGED),
        (cells('<c r="A1"><v>1</v><v>2</v></c>'), FindingCode.SUSPICIOUS),
        (cells('<c r="A1"><v>1</v><is><t>2</t></is></c>'), FindingCode.SUSPICIOUS),
        (cells('<c r="A1"><v>1</v><extLst><ext><v>2</v></ext></extLst></c>'), FindingCode.SUSPICIOUS),
        (patch(GOOD, {PART: encoded("gbk")}), FindingCode.DAMAGED),
        (patch(GOOD, {"xl/workbook.xml": encoded("gb2312")}), FindingCode.DAMAGED),
        (patch(GOOD, {"docProps/custom.xml": encoded("utf-7")}), FindingCode.DAMAGED),
        (in_front(GOOD), FindingCode.SUSPICIOUS),
        (in_front(b"PK\x03\x04 and more"), FindingCode.SUSPICIOUS),
        (in_comment(), FindingCode.SUSPICIOUS),
    ],
    ids=[
        "two",
        "yes",
        "two values",
        "a value and a text",
        "a value further in",
        "gbk",
        "gb2312",
        "utf-7",
        "two forms",
        "something in front",
        "in the comment",
    ],
)
def test_what_is_not_understood_is_refused(content: bytes, code: FindingCode) -> None:
    with pytest.raises(UnreadableFile) as refused:
        open_book(content, FILE)
    assert isinstance(refused.value, FileRefused)
    assert refused.value.finding.code is code
