"""Parts are found through their relations, whatever they are called; Strict Open XML and its moments are read like others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from smartxl.findings import FindingCode as Code
from smartxl.model.answers import Answer
from smartxl.reading import FileReader
from smartxl.xlsx import open_book
from smartxl.xlsx.cellvalues import Contents
from smartxl.xlsx.strict import as_transitional
from tests.reading.forms import DEFINITION, make_plan, patch
from tests.xlsx.hostile import BOOK, BOOK_RELS, PROPERTIES, STYLES, good
from tests.xlsx.packages import as_strict, renamed
from tests.xlsx.rawzip import parts_of, write_raw

PACKAGES: dict[str, Callable[[bytes], bytes]] = {
    "another name of the workbook": lambda data: renamed(data, {BOOK: "xl/workbook2.xml"}),
    "a workbook in capitals": lambda data: renamed(data, {BOOK: "xl/Workbook.xml"}),
    "another name of the properties": lambda data: renamed(data, {PROPERTIES: "docProps/custom2.xml"}),
    "another name of the styles": lambda data: renamed(data, {STYLES: "xl/styles1.xml"}),
    "all of them": lambda data: renamed(
        data, {BOOK: "xl/book.xml", PROPERTIES: "docProps/own.xml", STYLES: "xl/st.xml"}
    ),
    "a target in capitals": lambda data: patch(
        data, {"_rels/.rels": lambda part: part.replace(b"xl/workbook.xml", b"XL/Workbook.xml")}
    ),
    "Strict": as_strict,
    "Strict under other names": lambda data: renamed(as_strict(data), {BOOK: "xl/workbook2.xml"}),
}


def answers(content: bytes) -> list[Answer]:
    reading = FileReader(DEFINITION, lambda stamp: make_plan(stamp.unit)).read(content, "a.xlsx")
    assert not [f for f in reading.findings if f.code.value.startswith("F")], reading.findings
    return list(reading.answers)


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
def test_the_same_is_read(package: Callable[[bytes], bytes]) -> None:
    content = package(good())
    assert answers(content) == answers(good())
    assert open_book(content, "a.xlsx").properties == open_book(good(), "a.xlsx").properties


OTHERS = {
    "a document": ("word/document2.xml", b"<document/>", "zip"),
    "a binary workbook": ("xl/workbook2.bin", b"\x83\x01", ".xlsb"),
}


@pytest.mark.parametrize(("part", "data", "found"), OTHERS.values(), ids=OTHERS)
def test_a_package_without_a_workbook_says_so(part: str, data: bytes, found: str) -> None:
    named = {
        **parts_of(good()),
        part: data,
        f"{part.partition('/')[0]}/_rels/{part.split('/')[1]}.rels": b"<r/>",
    }
    relations = named["_rels/.rels"].replace(b"xl/workbook.xml", part.encode())
    content = write_raw(
        {name: data for name, data in named.items() if name != BOOK} | {"_rels/.rels": relations}
    )
    reading = FileReader(DEFINITION, lambda stamp: make_plan(stamp.unit)).read(content, "a.xlsx")
    assert [(f.code, f.found) for f in reading.findings] == [(Code.OTHER_PACKAGE, found)]


MOMENTS = {
    "2026-09-02": date(2026, 9, 2),
    "2026-09-02T00:00:00": date(2026, 9, 2),
    "2026-09-02T14:30:00": datetime(2026, 9, 2, 14, 30),
    "2026-09-02T14:30:00Z": datetime(2026, 9, 2, 14, 30),
    "14:30:00": time(14, 30),
    "T14:30:05": time(14, 30, 5),
    "1899-12-31T14:30:00": time(14, 30),
}


@pytest.mark.parametrize(("text", "value"), MOMENTS.items(), ids=MOMENTS)
def test_moments_of_iso(text: str, value: object) -> None:
    assert Contents().value("d", "0", text) == value


def test_strict_parts_get_the_namespaces_that_all_programs_know() -> None:
    usual, strict = parts_of(good()), parts_of(as_strict(good()))
    for part in (BOOK, BOOK_RELS, PROPERTIES, STYLES, "_rels/.rels"):
        assert as_transitional(strict[part]) == usual[part]
    assert as_transitional(usual[BOOK]) == usual[BOOK]


def test_an_address_of_the_standard_in_a_text_stays() -> None:
    text = b"<c><is><t>see xmlns, http://purl.oclc.org/ooxml/spreadsheetml/main</t></is></c>"
    assert as_transitional(text) == text
