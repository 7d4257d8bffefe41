"""More odd files: what two programs would read differently is refused, and what only looks odd is read without a change."""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
from collections.abc import Callable
from functools import cache

import pytest

from smartxl.findings import FindingCode as Code
from smartxl.model.answers import Answer
from smartxl.model.received import FileReading
from smartxl.reading import FileReader
from tests.reading.forms import DEFINITION, make_plan, patch
from tests.xlsx.hostile import (
    BOOK,
    BOOK_RELS,
    PROPERTIES,
    SHEET,
    STRINGS,
    STYLES,
    changed,
    good,
    parts,
    with_part,
    without,
)

Make = Callable[[], bytes]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
YES = b'<c r="F4" t="inlineStr"><is><t>&#26159;</t></is></c>'
NUMBER = b'<c r="F10" t="n"><v>12</v></c>'
DAY = b'<c r="J4" s="1" t="n"><v>46267</v></c>'
RATE = b'<c r="F11" t="n"><v>85.5</v></c>'
PACKAGE = "_rels/.rels"
COMPATIBLE = b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'


def instead(old: bytes, new: bytes) -> Make:
    """The form with something else in the sheet."""
    return changed(SHEET, old, new)


def encoded(part: str, name: str, codec: str = "") -> Make:
    """A part that says that it is in some encoding, and perhaps is."""

    def change(data: bytes) -> bytes:
        text = re.sub(r"^<\?xml[^>]*\?>\s*", "", data.decode("utf-8-sig"))
        return f'<?xml version="1.0" encoding="{name}"?>{text}'.encode(codec or "utf-8")

    return with_part(part, change)


def related(part: str, old: bytes, new: bytes, **copies: str) -> Make:
    """A relation that leads elsewhere, with copies of parts there."""

    def make() -> bytes:
        assert old in parts()[part]
        added = {to.replace("__", "/"): parts()[of] for to, of in copies.items()}
        named = {to + ".xml": (lambda _, data=data: data) for to, data in added.items()}
        return patch(good(), {part: lambda data: data.replace(old, new), **named})

    return make


def strings(*items: str, number: int) -> Make:
    """The answer of the first item as a shared string, among others."""
    table = "".join(items)
    head = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    cell = b'<c r="F4" t="s"><v>%d</v></c>' % number
    return lambda: patch(
        good(),
        {
            STRINGS: lambda _: f"{head}{table}</sst>".encode(),
            SHEET: lambda data: data.replace(YES, cell),
        },
    )


def percent(declared: str) -> Make:
    """The rate as a share that its cell shows in percent, the format declared as some program does."""
    cell = b'<c r="F11" s="2"><v>0.855</v></c>'
    return lambda: patch(
        good(),
        {
            STYLES: lambda data: data.replace(
                b"</numFmts>", f"<numFmt {declared}/></numFmts>".encode()
            ).replace(b"</cellXfs>", b'<xf numFmtId="170"/></cellXfs>'),
            SHEET: lambda data: data.replace(RATE, cell),
        },
    )


def bare_format() -> bytes:
    """The first cell format without a word: <xf/>."""
    return patch(
        percent('numFmtId="170" formatCode="0.0%"')(),
        {STYLES: lambda data: re.sub(rb'(<cellXfs count="2">)<xf [^>]*/>', rb"\1<xf/>", data)},
    )


def packed(*, large: bool = False, stream: bool = False, folders: bool = False) -> bytes:
    """The form packed as other programs pack it: for large files, without seeking, with its folders."""
    buffer = Streamed() if stream else io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in parts().items():
            with container.open(name, "w", force_zip64=large) as part:
                part.write(data)
        if folders:
            container.writestr("xl/", b"")
            container.writestr("xl/worksheets/", b"")
    return buffer.getvalue()


class Streamed(io.BytesIO):
    """A file that cannot be read back: sizes come after the data."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError

    def seek(self, *_: int) -> int:
        raise OSError


@cache
def other_answer() -> bytes:
    return patch(good(), {SHEET: lambda data: data.replace(b"<v>12</v>", b"<v>99</v>")})


def in_comment() -> bytes:
    """A whole other form in the comment of the container."""
    end = good().rfind(b"PK\5\6") + 20
    return good()[:end] + struct.pack("<H", len(other_answer())) + other_answer()


def reversed_rows() -> bytes:
    def change(data: bytes) -> bytes:
        rows = re.findall(rb"<row.*?</row>", data)
        return (
            data[: data.index(b"<row")]
            + b"".join(reversed(rows))
            + data[data.rindex(b"</row>") + len(b"</row>") :]
        )

    return with_part(SHEET, change)()


REFUSED: dict[str, tuple[Make, Code, str]] = {
    # two archives in one file
    "another archive before it": (lambda: other_answer() + good(), Code.SUSPICIOUS, "B + zip"),
    "another archive in its comment": (in_comment, Code.SUSPICIOUS, "B + zip"),
    "noise before it": (lambda: b"PK\3\4" + bytes(99) + good(), Code.SUSPICIOUS, "103 B + zip"),
    # parts that other programs look for elsewhere
    "another workbook part": (
        related(PACKAGE, b"xl/workbook.xml", b"xl/other.xml", xl__other=BOOK),
        Code.SUSPICIOUS,
        "xl/other.xml",
    ),
    "another properties part": (
        related(PACKAGE, b"docProps/custom.xml", b"docProps/own.xml", docProps__own=PROPERTIES),
        Code.SUSPICIOUS,
        "own.xml",
    ),
    "other styles": (
        related(BOOK_RELS, b'"styles.xml"', b'"st.xml"', xl__st=STYLES),
        Code.SUSPICIOUS,
        "st.xml",
    ),
    "other strings": (
        related(
            BOOK_RELS,
            b"</Relationships>",
            f'<Relationship Type="{OFFICE}sharedStrings" Target="s.xml" Id="s"/></Relationships>'.encode(),
            xl__s=STRINGS,
        ),
        Code.SUSPICIOUS,
        "s.xml",
    ),
    "package relations are noise": (with_part(PACKAGE, lambda _: b"noise"), Code.DAMAGED, PACKAGE),
    "package relations missing": (without(PACKAGE), Code.DAMAGED, PACKAGE),
    # cells with several contents
    "two values": (instead(b"<v>12</v>", b"<v>1</v><v>2</v>"), Code.SUSPICIOUS, "F10"),
    "a value in a value": (instead(b"<v>12</v>", b"<v>1<v>2</v></v>"), Code.SUSPICIOUS, "F10"),
    "a text beside the value": (instead(b"<v>12</v>", b"<v>12</v><is><t>3</t></is>"), Code.SUSPICIOUS, "F10"),
    "a value in an extension": (
        instead(b"<v>12</v>", b'<v>12</v><extLst><ext uri="x"><v>3</v></ext></extLst>'),
        Code.SUSPICIOUS,
        "F10",
    ),
    "a cell for some programs": (
        instead(
            NUMBER,
            COMPATIBLE
            + b'<mc:Choice Requires="x99">'
            + NUMBER.replace(b"12", b"77")
            + b"</mc:Choice></mc:AlternateContent>",
        ),
        Code.SUSPICIOUS,
        "AlternateContent",
    ),
    "neither true nor false": (instead(YES, b'<c r="F4" t="b"><v>2</v></c>'), Code.DAMAGED, "F4"),
    # encodings that no reader of XML has
    **{
        f"{name} in {part}": (encoded(part, name), Code.DAMAGED, part)
        for part, name in (
            (SHEET, "GBK"),
            (SHEET, "utf-7"),
            (SHEET, "idna"),
            (SHEET, "rot13"),
            (BOOK, "GB2312"),
            (STYLES, "big5"),
            (STRINGS, "GB18030"),
            (PROPERTIES, "Shift_JIS"),
            (BOOK_RELS, "euc-kr"),
        )
    },
    "UTF-32": (with_part(SHEET, lambda data: data.decode().encode("utf-32")), Code.DAMAGED, SHEET),
    "two byte order marks": (with_part(SHEET, lambda data: b"\xef\xbb\xbf" * 2 + data), Code.DAMAGED, SHEET),
    "a sheet name in percent signs": (
        changed(BOOK_RELS, b"sheet1.xml", b"%2e%2e/%2e%2e/etc/passwd"),
        Code.DAMAGED,
        "%2e",
    ),
    "full-width figures": (instead(b"<v>12</v>", "<v>１２</v>".encode()), Code.DAMAGED, "F10"),
    "no time": (instead(DAY, b'<c r="J4" t="d"><v>12:61:00</v></c>'), Code.DAMAGED, "J4"),
}

UNCHANGED: dict[str, Make] = {
    "packed for large files": lambda: packed(large=True),
    "packed as a stream": lambda: packed(stream=True),
    "packed with folders": lambda: packed(folders=True),
    "zeros behind it": lambda: good() + bytes(9_000),
    "absolute target of the workbook": related(PACKAGE, b'"xl/workbook.xml"', b'"/xl/workbook.xml"'),
    "target with a way back": related(
        BOOK_RELS, b"/xl/worksheets/sheet1.xml", b"../xl/worksheets/sheet1.xml"
    ),
    "an empty string first": strings("<si/>", "<si><t>是</t></si>", "<si><t>否</t></si>", number=1),
    "a string with a blank in its tag first": strings(
        "<si ><t>否</t></si>", "<si><t>是</t></si>", "<si><t>否</t></si>", number=1
    ),
    "an empty string in between": strings("<si><t>否</t></si>", "<si/>", "<si><t>是</t></si>", number=2),
    "an empty string last": strings("<si><t>否</t></si>", "<si><t>是</t></si>", "<si/>", number=1),
    "a string in pieces, read aloud": strings(
        '<si><r><t></t></r><r><t>是</t></r><rPh sb="0" eb="1"><t>shi</t></rPh></si>', number=0
    ),
    "UTF-16": encoded(SHEET, "UTF-16", "utf-16"),
    "Latin 1": encoded(SHEET, "ISO-8859-1", "ascii"),
    "UTF-8 byte order marks": lambda: patch(
        good(), dict.fromkeys(parts(), lambda data: b"\xef\xbb\xbf" + data)
    ),
    "a number in pieces": instead(b"<v>12</v>", b"<v>1<!-- 9 --><![CDATA[2]]></v>"),
    "rows in a comment": with_part(SHEET, lambda data: data.replace(b"<row", b"<!-- <row --><?x?><row")),
    "rows upside down": reversed_rows,
    "rows without numbers": with_part(SHEET, lambda data: re.sub(rb'<row r="\d+"', b"<row", data)),
    "a day as text": instead(DAY, b'<c r="J4" t="d"><v>2026-09-02</v></c>'),
    "metadata of a cell": instead(b'<c r="F10" t="n">', b'<c r="F10" t="n" cm="1" vm="1">'),
    "giant attribute": instead(b'<row r="10">', b'<row r="10" spans="' + b"1 " * 10**6 + b'">'),
    "hidden from everybody": changed(BOOK, b'state="visible"', b'state="veryHidden"'),
}

CLEANED: dict[str, Make] = {
    "true as a word": instead(YES, b'<c r="F4" t="b"><v>true</v></c>'),
    "true with a blank": instead(YES, b'<c r="F4" t="b"><v> 1</v></c>'),
    "percent": percent('numFmtId="170" formatCode="0.0%"'),
    "percent, code first": percent('formatCode="0.0%" numFmtId="170"'),
    "percent, other quotes": percent("numFmtId='170' formatCode='0.0%'"),
    "percent, a bare >": percent('numFmtId="170" formatCode="[>9]0%;0.0%"'),
    "percent, a line each": percent('\nnumFmtId="170"\nformatCode="0.0%"'),
    "percent, a bare format first": bare_format,
}


def read(content: bytes) -> FileReading:
    started = time.process_time()
    reading = FileReader(DEFINITION, lambda stamp: make_plan(stamp.unit)).read(content, "a.xlsx")
    assert time.process_time() - started < 5
    return reading


@cache
def truth() -> tuple[Answer, ...]:
    return read(good()).answers


@pytest.mark.parametrize(("make", "code", "found"), REFUSED.values(), ids=REFUSED)
def test_what_can_be_read_in_two_ways_is_refused(make: Make, code: Code, found: str) -> None:
    reading = read(make())
    assert [finding.code for finding in reading.findings] == [code]
    assert found in reading.findings[0].found
    assert reading.answers == ()


@pytest.mark.parametrize("make", UNCHANGED.values(), ids=UNCHANGED)
def test_what_only_looks_odd_is_read_as_it_is(make: Make) -> None:
    content = make()
    assert content != good()
    reading = read(content)
    assert reading.findings == ()
    assert reading.answers == truth()


@pytest.mark.parametrize("make", CLEANED.values(), ids=CLEANED)
def test_an_answer_written_otherwise_is_the_same_answer(make: Make) -> None:
    reading = read(make())
    assert {finding.code for finding in reading.findings} == {Code.CLEANED}
    assert reading.answers == truth()
