"""The hostile laboratory: files that hurt a reader, each with the finding that it must end with."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape

from smartxl.cells import column_letter
from smartxl.findings import FindingCode as Code
from tests.reading.forms import patch, write_form
from tests.xlsx.rawzip import Raw, parts_of, repeated, write_raw

__all__ = ["HOSTILE", "Case", "good"]

BOOK, BOOK_RELS, SHEET = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"
STRINGS, STYLES, PROPERTIES = "xl/sharedStrings.xml", "xl/styles.xml", "docProps/custom.xml"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
BILLION = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
QUADRATIC = f'<!DOCTYPE a [<!ENTITY b "{"b" * 50_000}">]>'
_STRINGS_OF_EXCEL = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns='
    b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="1"><si><t>x</t></si></sst>'
)
XXE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/evil.dtd">'


@dataclass(frozen=True)
class Case:
    """A hostile file: the code that it ends with, and what that finding says it found."""

    make: Callable[[], bytes]
    code: Code
    found: str = ""
    suffix: str = ".xlsx"


@cache
def good() -> bytes:
    """A correct form, with shared strings as Excel writes them."""
    return patch(write_form().save(), {STRINGS: lambda _: _STRINGS_OF_EXCEL})


@cache
def parts() -> Mapping[str, bytes]:
    return parts_of(good())


def changed(part: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    """The form with something else in one part."""

    def make() -> bytes:
        assert old in parts()[part], (part, old)
        return patch(good(), {part: lambda data: data.replace(old, new, 1)})

    return make


def with_part(part: str, make: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """The form with a part changed, or with one that it did not have."""
    return lambda: patch(good(), {part: make})


def without(*names: str) -> Callable[[], bytes]:
    return lambda: write_raw({name: data for name, data in parts().items() if name not in names})


def raw(*entries: Callable[[], Raw], **more: bytes) -> Callable[[], bytes]:
    return lambda: write_raw(parts(), [entry() for entry in entries], **more)


def doctype(part: str, declared: str) -> Callable[[], bytes]:
    def change(data: bytes) -> bytes:
        head, mark, rest = data.rpartition(b"?>")
        return head + mark + declared.encode() + rest

    return with_part(part, change)


def cells(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """The form with more rows below its own."""
    return with_part(SHEET, lambda data: data.replace(b"</sheetData>", make() + b"</sheetData>"))


def after_cells(make: Callable[[], bytes]) -> Callable[[], bytes]:
    return with_part(SHEET, lambda data: data.replace(b"</sheetData>", b"</sheetData>" + make()))


def cell(reference: str, inside: bytes = b"<v>1</v>", more: str = "") -> Callable[[], bytes]:
    row = b'<row r="90"><c r="' + reference.encode() + b'"' + more.encode() + b">" + inside + b"</c></row>"
    return cells(lambda: row)


def merges(references: Iterator[str]) -> bytes:
    return (
        b"<mergeCells>" + b"".join(f'<mergeCell ref="{r}"/>'.encode() for r in references) + b"</mergeCells>"
    )


def sheet_part(rows: bytes) -> bytes:
    return (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + rows
        + b"</sheetData></worksheet>"
    )


def huge(block: bytes, times: int, head: bytes = b"", tail: bytes = b"") -> Callable[[], Raw]:
    start, _, end = sheet_part(b"|").partition(b"|")
    return lambda: repeated(SHEET, start + head, block, times, tail + end)


def blanks(rows: int) -> bytes:
    """Rows of 100 cells in which nothing stands."""
    letters = [column_letter(column).encode() for column in range(1, 101)]
    row = b'<row r="%d">' + b"".join(b'<c r="' + name + b'%d" s="1"/>' for name in letters) + b"</row>"
    return b"".join(row % ((number,) * 101) for number in range(1, rows + 1))


def many_names() -> bytes:
    names = b"".join(b'<definedName name="n%d">1</definedName>' % n for n in range(100_000))
    return patch(good(), {BOOK: lambda data: data.replace(b"<definedNames>", b"<definedNames>" + names)})


def many_sheets() -> bytes:
    office = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    one = b"<sheet " + office + b' name="s%d" sheetId="%d" r:id="rId1"/>'
    sheets = b"".join(one % (n, n + 50) for n in range(3000))
    return patch(good(), {BOOK: lambda data: data.replace(b"</sheets>", sheets + b"</sheets>")})


def many_parts() -> bytes:
    return write_raw({**parts(), **{f"xl/media/{n}.png": b"x" for n in range(6000)}})


def lying(declared: int) -> Callable[[], Raw]:
    """A part of 20 MB that declares a few bytes, with their checksum."""
    data = sheet_part(b" " * 20 * 2**20)
    return lambda: Raw.of(SHEET, data, size=declared, crc=zlib.crc32(data[:declared]))


def overlapping() -> bytes:
    """Many entries that share the packed bytes of one."""
    first = next(iter(parts()))
    packed = Raw.of(first, parts()[first])
    twins = (Raw(f"xl/media/{n}.bin", packed.packed, packed.size, packed.crc, offset=0) for n in range(1000))
    return write_raw(parts(), twins)


def rich_tower(levels: int) -> bytes:
    return b"<si><t>x</t>" + b"<r>" * levels + b"</r>" * levels + b"</si>"


def tower_of(levels: int) -> Callable[[], bytes]:
    return after_cells(lambda: b"<a>" * levels + b"</a>" * levels)


def far_merges(count: int) -> Callable[[], bytes]:
    return after_cells(lambda: merges(f"A{row}:B{row}" for row in range(100, 100 + count)))


def prefixed(count: int) -> bytes:
    """A sheet whose tags all have a prefix: as few programs write them."""
    rows = b"".join(
        b'<x:row r="%d"><x:c r="A%d"><x:v>1</x:v></x:c></x:row>' % (n, n) for n in range(1, count)
    )
    name = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<x:worksheet xmlns:x="' + name + b'"><x:sheetData>' + rows + b"</x:sheetData></x:worksheet>"


def properties(count: int, text: str) -> Callable[[], bytes]:
    made = "".join(
        f'<property fmtid="f" pid="{n}" name="p{n}"><a>{text}</a></property>' for n in range(count)
    )
    return with_part(
        PROPERTIES, lambda data: data.replace(b"</Properties>", made.encode() + b"</Properties>")
    )


def formats(count: int) -> bytes:
    return b'<styleSheet><cellXfs count="1">' + b'<xf numFmtId="14"/>' * count + b"</cellXfs></styleSheet>"


def linked() -> bytes:
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://x/externalLinkPath" Target="file:///C:/secret/data.xlsx" TargetMode="External"/></Relationships>'
    )
    return patch(
        good(),
        {
            "xl/externalLinks/externalLink1.xml": lambda _: b"<externalLink/>",
            "xl/externalLinks/_rels/externalLink1.xml.rels": lambda _: relations,
        },
    )


def retarget(target: str, mode: str = "Internal") -> Callable[[], bytes]:
    def change(data: bytes) -> bytes:
        old = b'Target="/xl/worksheets/sheet1.xml"'
        assert old in data
        return data.replace(old, f'Target="{escape(target)}" TargetMode="{mode}"'.encode())

    return with_part(BOOK_RELS, change)


def package(*names: str, **contents: bytes) -> Callable[[], bytes]:
    return lambda: write_raw({**dict.fromkeys(names, b"x"), **contents})


HOSTILE: dict[str, Case] = {
    # too much
    "merge bomb": Case(after_cells(lambda: merges(iter(["A1:XFD1048576"]))), Code.TOO_BIG, "merged cells"),
    "two far cells": Case(
        cells(lambda: b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), Code.TOO_BIG, "1048576"
    ),
    "far column": Case(cell("XFD90"), Code.TOO_BIG, "XFD90"),
    "200,000 merges": Case(far_merges(200_000), Code.TOO_BIG, "merges"),
    "100,000 names": Case(many_names, Code.TOO_BIG, "names"),
    "400 MB of rows": Case(raw(huge(b'<row r="9"><c r="A9"/></row>' * 40_000, 380)), Code.TOO_BIG, "MB"),
    "one string of 400 MB": Case(
        raw(huge(b"a" * 2**20, 400, b'<row r="1"><c r="A1" t="str"><v>', b"</v></c></row>")),
        Code.TOO_BIG,
        "MB",
    ),
    "one string of 3 MB": Case(
        cell("A90", b"<v>" + b"ab" * 1_500_000 + b"</v>", ' t="str"'), Code.TOO_BIG, "characters"
    ),
    "a bomb of 100 MB": Case(
        raw(lambda: repeated("xl/media/a.bin", b"", bytes(2**20), 100, b"")), Code.SUSPICIOUS, "1 :"
    ),
    "1,050,000 cells": Case(with_part(SHEET, lambda _: sheet_part(blanks(10_500))), Code.TOO_BIG, "cells"),
    "a row without end": Case(
        raw(huge(b"".join(b'<c r="A%d"/>' % n for n in range(3000)), 400, b'<row r="1">', b"</row>")),
        Code.TOO_BIG,
        "cells",
    ),
    "200,000 prefixed cells": Case(with_part(SHEET, lambda _: prefixed(200_000)), Code.TOO_BIG, ""),
    "3,000 sheets": Case(many_sheets, Code.TOO_BIG, "sheets"),
    "6,000 parts": Case(many_parts, Code.TOO_BIG, "parts"),
    "80,000 formats": Case(with_part(STYLES, lambda _: formats(80_000)), Code.TOO_BIG, "formats"),
    "5,000 properties": Case(properties(5_000, "x"), Code.TOO_BIG, "properties"),
    "a property of 1 MB": Case(properties(1, "长短" * 200_000), Code.TOO_BIG, "characters"),
    "1,000 levels": Case(tower_of(1_000), Code.SUSPICIOUS, "levels"),
    "500,000 levels": Case(tower_of(500_000), Code.SUSPICIOUS, "levels"),
    "1,000 levels in a text": Case(
        with_part(STRINGS, lambda data: data.replace(b"</sst>", rich_tower(1_000) + b"</sst>")),
        Code.SUSPICIOUS,
        "levels",
    ),
    "65 MB": Case(lambda: b"PK\3\4" + bytes(65 * 2**20), Code.TOO_BIG, "65 MB"),
    # containers that lie
    "lying size": Case(raw(lying(1_000)), Code.SUSPICIOUS, "1000 bytes"),
    "larger than it is": Case(
        raw(lambda: Raw.of(SHEET, parts()[SHEET], size=10**6)), Code.SUSPICIOUS, "1000000 bytes"
    ),
    "4 GB declared": Case(raw(lambda: Raw.of(SHEET, b"x", size=0xFFFFFFF0)), Code.TOO_BIG, "MB"),
    "two headers": Case(
        raw(lambda: Raw.of(SHEET, parts()[SHEET], local_name=STYLES)), Code.SUSPICIOUS, "two headers"
    ),
    "overlapping entries": Case(overlapping, Code.SUSPICIOUS, "overlap"),
    "entry twice": Case(raw(lambda: Raw.of("xl/Workbook.xml", b"x")), Code.SUSPICIOUS, "× 2"),
    "zip slip": Case(raw(lambda: Raw.of("../../evil.sh", b"x")), Code.SUSPICIOUS, "evil.sh"),
    "absolute name": Case(raw(lambda: Raw.of("/etc/cron.d/evil", b"x")), Code.SUSPICIOUS, "cron"),
    "name of Windows": Case(raw(lambda: Raw.of("C:\\evil.exe", b"x")), Code.SUSPICIOUS, "evil"),
    "name with a zero": Case(raw(lambda: Raw.of("xl/a.xml\0.exe", b"x")), Code.SUSPICIOUS, "a.xml"),
    "name of 60,000 characters": Case(raw(lambda: Raw.of("x" * 60_000, b"x")), Code.SUSPICIOUS, "xxx"),
    "other packing": Case(raw(lambda: Raw.of(SHEET, b"x", method=14)), Code.SUSPICIOUS, "method 14"),
    "encrypted entries": Case(raw(lambda: Raw.of(SHEET, b"x", flags=1)), Code.ENCRYPTED),
    "wrong checksum": Case(raw(lambda: Raw.of(SHEET, parts()[SHEET], crc=1)), Code.DAMAGED, "sheet1.xml"),
    "no deflate stream": Case(raw(lambda: Raw(SHEET, b"\xff" * 99, 99, 1)), Code.DAMAGED, "sheet1.xml"),
    "half a file": Case(lambda: good()[: len(good()) // 2], Code.DAMAGED, "zip"),
    "without its end": Case(lambda: good()[:-30], Code.DAMAGED, "zip"),
    "nested zip": Case(lambda: write_raw({"form.xlsx": good()}), Code.OTHER_PACKAGE, "zip"),
    # other files under the name of a workbook
    "old xls": Case(lambda: OLE + bytes(4000), Code.OLD_XLS, ".xls", ".xls"),
    "WPS et": Case(lambda: OLE + bytes(5000), Code.OLD_XLS, ".et", ".et"),
    "Word doc": Case(
        lambda: OLE + bytes(600) + "WordDocument".encode("utf-16-le"), Code.NOT_A_WORKBOOK, "Word"
    ),
    "encrypted": Case(lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), Code.ENCRYPTED),
    "web page": Case(lambda: b"<html><table><tr><td>1", Code.TEXT_OR_PAGE, "HTML", ".xls"),
    "csv": Case("编码,答案\n1,2\n".encode, Code.TEXT_OR_PAGE, "CSV"),
    "flat ods": Case(
        lambda: (
            b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
        ),
        Code.TEXT_OR_PAGE,
        "OpenDocument",
        ".fods",
    ),
    "ods": Case(package("mimetype", "content.xml"), Code.OTHER_PACKAGE, ".ods", ".ods"),
    "xlsb": Case(package("xl/workbook.bin"), Code.OTHER_PACKAGE, ".xlsb"),
    "docx": Case(package("word/document.xml"), Code.OTHER_PACKAGE, "Word"),
    "program": Case(lambda: b"MZ" + bytes(100), Code.NOT_A_WORKBOOK, "program"),
    "empty": Case(lambda: b"", Code.EMPTY_FILE),
    "one byte": Case(lambda: b"P", Code.TEXT_OR_PAGE, "TXT"),
    "noise": Case(lambda: bytes(range(256)) * 40, Code.NOT_A_WORKBOOK, "00 01"),
    # XML that reaches out or does not end
    **{
        f"{name} in {part.rpartition('/')[2]}": Case(doctype(part, text), Code.SUSPICIOUS, "DOCTYPE")
        for part in (
            BOOK,
            BOOK_RELS,
            SHEET,
            STRINGS,
            STYLES,
            PROPERTIES,
            "xl/theme/theme1.xml",
            "[Content_Types].xml",
        )
        for name, text in (("XXE", XXE), ("entities", BILLION))
    },
    "quadratic entities": Case(doctype(STRINGS, QUADRATIC), Code.SUSPICIOUS, "DOCTYPE"),
    "remote document type": Case(doctype(SHEET, REMOTE), Code.SUSPICIOUS, "DOCTYPE"),
    "undeclared entity": Case(cell("A90", b"<v>&b;</v>", ' t="str"'), Code.DAMAGED, "sheet1.xml"),
    "invalid UTF-8": Case(cell("A90", b"<v>\xff\xfe</v>", ' t="str"'), Code.DAMAGED, "sheet1.xml"),
    "control characters": Case(cell("A90", b"<v>\x01\x02</v>", ' t="str"'), Code.DAMAGED, "sheet1.xml"),
    "zero as a reference": Case(cell("A90", b"<v>&#0;</v>", ' t="str"'), Code.DAMAGED, "sheet1.xml"),
    "unknown encoding": Case(
        with_part(SHEET, lambda data: b'<?xml version="1.0" encoding="evil"?>' + data),
        Code.DAMAGED,
        "sheet1.xml",
    ),
    # cells that no program writes
    "row 99999999999": Case(cell("A99999999999"), Code.DAMAGED, "sheet1.xml"),
    "row number without end": Case(
        cells(lambda: b'<row r="' + b"9" * 5000 + b'"><c><v>1</v></c></row>'), Code.DAMAGED, "row 999"
    ),
    "address A0": Case(cell("A0"), Code.DAMAGED, "'A0'"),
    "address ZZZZ9": Case(cell("ZZZZ9"), Code.DAMAGED, "'ZZZZ9'"),
    "address ZZZ9": Case(cell("ZZZ90"), Code.TOO_BIG, "ZZZ90"),
    "negative row": Case(cell("A-1"), Code.DAMAGED, "'A-1'"),
    "cell twice": Case(cell("A90", b'<v>1</v></c><c r="A90"><v>2</v>'), Code.SUSPICIOUS, "A90 × 2"),
    "no number": Case(cell("A90", b"<v>abc</v>"), Code.DAMAGED, "A90"),
    "NaN": Case(cell("A90", b"<v>NaN</v>"), Code.DAMAGED, "A90"),
    "number with underscores": Case(cell("A90", b"<v>1_000</v>"), Code.DAMAGED, "A90"),
    "string out of range": Case(cell("A90", b"<v>99999</v>", ' t="s"'), Code.DAMAGED, "A90"),
    "string number -1": Case(cell("A90", b"<v>-1</v>", ' t="s"'), Code.DAMAGED, "A90"),
    "merge backwards": Case(after_cells(lambda: merges(iter(["C3:A1"]))), Code.DAMAGED, "mergeCell"),
    "merge of nothing": Case(after_cells(lambda: merges(iter(["evil"]))), Code.DAMAGED, "mergeCell"),
    # parts that are not there, or elsewhere
    "sheet missing": Case(without(SHEET), Code.DAMAGED, "sheet1.xml"),
    "relations missing": Case(without(BOOK_RELS), Code.DAMAGED, "workbook.xml.rels"),
    "content types missing": Case(without("[Content_Types].xml"), Code.DAMAGED, "Content_Types"),
    "sheet outside": Case(retarget("../../etc/passwd"), Code.SUSPICIOUS, "etc/passwd"),
    "sheet on the web": Case(retarget("http://127.0.0.1:9/x.xml", "External"), Code.SUSPICIOUS, "http"),
    "sheet of Windows": Case(retarget("file:///C:/x.xml"), Code.SUSPICIOUS, "file"),
    "one part, two sheets": Case(retarget("/xl/worksheets/sheet2.xml"), Code.SUSPICIOUS, "× 2"),
    "no relation": Case(changed(BOOK_RELS, b'Id="rId1"', b'Id="rId99"'), Code.DAMAGED, "workbook.xml"),
    "two stamps in one": Case(
        changed(PROPERTIES, b'name="smartxl.unit"', b'name="smartxl.round"'),
        Code.SUSPICIOUS,
        "smartxl.round × 2",
    ),
    "chart sheet": Case(
        changed(BOOK_RELS, b"relationships/worksheet", b"relationships/chartsheet"), Code.SHEET_MISSING
    ),
    # harmless to us, and said
    "external links": Case(linked, Code.EXTERNAL_LINKS, "data.xlsx"),
    "macros": Case(with_part("xl/vbaProject.bin", lambda _: b"evil"), Code.MACROS),
    "macro sheet of Excel 4": Case(with_part("xl/macrosheets/sheet1.xml", lambda _: b"<x/>"), Code.MACROS),
    "infinite number": Case(changed(SHEET, b"<v>12</v>", b"<v>1E999</v>"), Code.NOT_A_NUMBER),
    "formula in a circle": Case(changed(SHEET, b"<v>12</v>", b"<f>F10+F10</f>"), Code.FORMULA_WITHOUT_VALUE),
    "shared formula of nobody": Case(
        changed(SHEET, b"<v>12</v>", b'<f t="shared" si="77"/><v>12</v>'), Code.FORMULA
    ),
    "error value": Case(changed(SHEET, b"<v>12</v>", b"<f>1/0</f>"), Code.FORMULA_WITHOUT_VALUE),
}
