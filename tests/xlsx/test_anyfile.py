"""Forms in other formats: told by their bytes, never by their names, and read as they are shown."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
import xlwt

from smartxl.cells import Area
from smartxl.findings import FindingCode as Code
from smartxl.xlsx import FileRefused, RawSheet, open_any
from smartxl.xlsx.cellvalues import CellValue, Percent
from smartxl.xlsx.gate import Budget
from tests.xlsx.hostile import good
from tests.xlsx.otherforms import ods, table

NAMES = ("a.xlsx", "a.xls", "a.ods", "a.csv", "表", "a.et")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "content",
    [good(), ods(table("<table:table-row/>")), "一,二\n三,四\n".encode()],
    ids=["xlsx", "ods", "csv"],
)
def test_a_name_changes_nothing(content: bytes, name: str) -> None:
    book, due = open_any(content, name), open_any(content, "b.bin")
    assert [sheet.values for sheet in book.sheets.values()] == [s.values for s in due.sheets.values()]
    assert book.file_name == name
    assert book.digest == due.digest


def cell(inside: str, attributes: str = "", kind: str = "table-cell") -> str:
    return f"<table:{kind} {attributes}>{inside}</table:{kind}>"


def typed(kind: str, name: str, value: str, shown: str = "") -> str:
    return cell(f"<text:p>{shown}</text:p>", f'office:value-type="{kind}" office:{name}="{value}"')


def sheet_of(*rows: str) -> RawSheet:
    return next(iter(open_any(ods(table(*rows)), "a.ods").sheets.values()))


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


VALUES: dict[str, tuple[str, CellValue]] = {
    "a number": (typed("float", "value", "1.5", "2"), 1.5),
    "money": (typed("currency", "value", "12", "12 元"), 12.0),
    "a percentage": (typed("percentage", "value", "1.2", "120%"), Percent(1.2)),
    "a day": (typed("date", "date-value", "2026-09-02", "9/2"), date(2026, 9, 2)),
    "a moment": (typed("date", "date-value", "2026-09-02T14:30:00", "x"), datetime(2026, 9, 2, 14, 30)),
    "a time": (typed("time", "time-value", "PT14H30M00S", "14:30"), time(14, 30)),
    "a duration": (typed("time", "time-value", "PT30H00M00S", "30:00"), timedelta(hours=30)),
    "yes": (typed("boolean", "boolean-value", "true", "TRUE"), True),
    "a text": (cell("<text:p>是</text:p>", 'office:value-type="string"'), "是"),
    "a text of another value": (cell("", 'office:value-type="string" office:string-value="否"'), "否"),
    "two paragraphs": (
        cell("<text:p>一</text:p><text:p>二</text:p>", 'office:value-type="string"'),
        "一\n二",
    ),
    "blanks and runs": (
        cell("<text:p>a<text:s text:c='2'/>b<text:span>c</text:span><text:line-break/>d</text:p>"),
        "a  bc\nd",
    ),
    "a comment is no text": (
        cell("<office:annotation><text:p>批注</text:p></office:annotation><text:p>x</text:p>"),
        "x",
    ),
    "nothing": (cell(""), ""),
}


@pytest.mark.parametrize(("inside", "value"), VALUES.values(), ids=VALUES)
def test_what_stands_in_a_cell_of_an_ods(inside: str, value: CellValue) -> None:
    read = sheet_of(row(inside, cell("<text:p>|</text:p>"))).at(1, 1)
    assert (read, type(read)) == (value, type(value))


def test_repeated_rows_and_columns_of_an_ods() -> None:
    sheet = sheet_of(
        row(more='table:number-rows-repeated="2"'),
        row(
            cell("", 'table:number-columns-repeated="2"'),
            typed("float", "value", "3"),
            more='table:number-rows-repeated="2"',
        ),
        row(cell("<text:p>x</text:p>", 'table:number-columns-repeated="2"')),
    )
    assert sheet.values == ((), (), ("", "", 3.0), ("", "", 3.0), ("x", "x"))


def test_merges_errors_and_formulas_of_an_ods() -> None:
    sheet = sheet_of(
        row(
            cell("<text:p>a</text:p>", 'table:number-rows-spanned="2" table:number-columns-spanned="2"'),
            cell("", kind="covered-table-cell"),
            cell(
                "<text:p>#DIV/0!</text:p>",
                'table:formula="of:=1/0" calcext:value-type="error" office:value-type="string"',
            ),
        ),
        row(cell("<text:p>hidden</text:p>", kind="covered-table-cell"), cell("", kind="covered-table-cell")),
    )
    assert sheet.merged == (Area("t", 1, 1, 2, 2),)
    assert sheet.at(2, 1) == "hidden"
    assert sheet.errors == {(1, 3): "#DIV/0!"}
    assert sheet.formulas == {(1, 3): "1/0"}


def test_a_flat_ods_is_read_as_well() -> None:
    flat = ods(table(row(cell("<text:p>x</text:p>"))), packed=False)
    assert open_any(flat, "a.fods").sheets["t"].values == (("x",),)


def xls() -> bytes:
    """A workbook as Excel 97 saves it, with what its reader tells."""
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("采样表")
    shown = {1: "0.0%", 2: "yyyy-mm-dd", 3: "0.00", 4: "[h]:mm"}
    for column, code in shown.items():
        sheet.write(0, column, 0.85 if column == 1 else 46267, xlwt.easyxf(num_format_str=code))
    sheet.write(1, 0, "是")
    sheet.write(1, 2, label=True)
    sheet.write_merge(2, 3, 0, 1, "合并")
    book.save(out)
    return out.getvalue()


def test_what_stands_in_an_xls() -> None:
    sheet = open_any(xls(), "a.csv").sheets["采样表"]
    assert sheet.values[0] == ("", Percent(0.85), date(2026, 9, 2), 46267.0, timedelta(days=46267))
    assert isinstance(sheet.at(1, 2), Percent)
    assert sheet.values[1] == ("是", "", True)
    assert (sheet.at(3, 1), sheet.merged) == ("合并", (Area("采样表", 3, 1, 4, 2),))


SMALL = Budget(rows=10, columns=5, cells=20, merges=2, merged_cells=30, text=50, sheets=2)
COSTLY = {
    "a far row": table(row(more='table:number-rows-repeated="10"'), row(cell("<text:p>x</text:p>"))),
    "a far column": table(row(cell("", 'table:number-columns-repeated="5"'), cell("<text:p>x</text:p>"))),
    "many cells": table(
        row(
            cell("<text:p>x</text:p>", 'table:number-columns-repeated="4"'),
            more='table:number-rows-repeated="8"',
        )
    ),
    "many merged cells": table(
        row(cell("x", 'table:number-rows-spanned="9" table:number-columns-spanned="9"'))
    ),
    "a long text": table(row(cell(f"<text:p>{'x' * 51}</text:p>"))),
    "many sheets": table() + table() + table(),
}


@pytest.mark.parametrize("content", COSTLY.values(), ids=COSTLY)
def test_what_costs_too_much_is_refused(content: str) -> None:
    with pytest.raises(FileRefused) as raised:
        open_any(ods(content), "a.ods", SMALL)
    assert raised.value.finding.code is Code.TOO_BIG
    assert raised.value.finding.file == "a.ods"


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, data in parts.items():
            container.writestr(name.replace("__", "/") + ".xml", data)
    return out.getvalue()


REFUSED = {
    "no sound XML": (packed(content=b"<a>"), Code.DAMAGED),
    "a document type": (packed(content=b"<!DOCTYPE a><a/>"), Code.SUSPICIOUS),
    "encrypted": (
        packed(content=b"x", **{"META-INF__manifest": b"<manifest:encryption-data/>"}),
        Code.ENCRYPTED,
    ),
    "no value of its type": (ods(table(row(typed("float", "value", "many")))), Code.DAMAGED),
    "an .xls cut off": (bytes.fromhex("D0CF11E0A1B11AE1") + b"no more", Code.DAMAGED),
    "Word": (bytes.fromhex("D0CF11E0A1B11AE1") + "WordDocument".encode("utf-16-le"), Code.NOT_A_WORKBOOK),
    "a web page": (b"<html><table><tr><td>1,2</td></tr></table></html>", Code.TEXT_OR_PAGE),
    "a word": (b"not a workbook", Code.TEXT_OR_PAGE),
    "a zip": (packed(other=b"<a/>"), Code.OTHER_PACKAGE),
    "nothing": (b"", Code.EMPTY_FILE),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_none_of_these_says_what_it_is(content: bytes, code: Code) -> None:
    with pytest.raises(FileRefused) as raised:
        open_any(content, "a.xlsx")
    assert raised.value.finding.code is code
