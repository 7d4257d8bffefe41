"""Does to workbooks in LibreOffice Calc what people do to forms; one office for all of them.

Run by a Python that has `uno` (Debian: python3-uno), not by the tests' own:

    damage_in_calc.py SOFFICE JOBS.json

JOBS.json is a list of {"source": …, "target": …, "steps": [[operation, sheet, argument …], …]}; the operations are the
functions below. Addresses are as Calc shows them (B4, B4:K9).
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import TableSortField
from com.sun.star.table.TableOrientation import ROWS

SINGLE_LINE = 1  # com.sun.star.awt.FontStrikeout.SINGLE


def option(name: str, value: object) -> Any:
    return PropertyValue(Name=name, Value=value)


def connect(soffice: str, profile: Path) -> tuple[subprocess.Popen[bytes], Any]:
    pipe = f"smartxl{uuid4().hex}"
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={pipe};urp;"]
    command += ["--headless", "--norestore", "--nologo", "--nodefault"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
        else:
            manager = context.ServiceManager
            return process, manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    process.kill()
    raise SystemExit("LibreOffice did not answer")


def load(desktop: Any, path: str) -> Any:
    return desktop.loadComponentFromURL(Path(path).resolve().as_uri(), "_blank", 0, (option("Hidden", True),))


def area(document: Any, sheet: str, address: str) -> Any:
    return document.Sheets.getByName(sheet).getCellRangeByName(address)


def insert_rows(document: Any, sheet: str, row: int, count: int) -> None:
    document.Sheets.getByName(sheet).Rows.insertByIndex(row - 1, count)


def delete_rows(document: Any, sheet: str, row: int, count: int) -> None:
    document.Sheets.getByName(sheet).Rows.removeByIndex(row - 1, count)


def insert_columns(document: Any, sheet: str, column: int, count: int) -> None:
    document.Sheets.getByName(sheet).Columns.insertByIndex(column - 1, count)


def delete_columns(document: Any, sheet: str, column: int, count: int) -> None:
    document.Sheets.getByName(sheet).Columns.removeByIndex(column - 1, count)


def sort(document: Any, sheet: str, address: str, column: int) -> None:
    """Descending by a column of the range, which counts from 0."""
    field = TableSortField(Field=column, IsAscending=False)
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    settings = (
        option("SortFields", fields),
        option("ContainsHeader", False),
        option("BindFormatsToContent", True),
    )
    uno.invoke(
        area(document, sheet, address), "sort", (uno.Any("[]com.sun.star.beans.PropertyValue", settings),)
    )


def cut(document: Any, sheet: str, source: str, target: str) -> None:
    page = document.Sheets.getByName(sheet)
    page.moveRange(page.getCellRangeByName(target).CellAddress, page.getCellRangeByName(source).RangeAddress)


def copy(document: Any, sheet: str, source: str, target: str) -> None:
    page = document.Sheets.getByName(sheet)
    page.copyRange(page.getCellRangeByName(target).CellAddress, page.getCellRangeByName(source).RangeAddress)


def merge(document: Any, sheet: str, address: str) -> None:
    """As a person does it: what the hidden cells held is thrown away."""
    place = area(document, sheet, address)
    rows, columns = place.Rows.Count, place.Columns.Count
    for row in range(rows):
        for column in range(columns):
            if row or column:
                place.getCellByPosition(column, row).setString("")
    place.merge(True)


def write(document: Any, sheet: str, address: str, value: str | float) -> None:
    cell = area(document, sheet, address)
    if isinstance(value, str):
        cell.setString(value)
    else:
        cell.setValue(value)


def clear(document: Any, sheet: str, address: str) -> None:
    area(document, sheet, address).clearContents(1 | 2 | 4 | 16)


def rename(document: Any, sheet: str, name: str) -> None:
    document.Sheets.getByName(sheet).Name = name


def copy_sheet(document: Any, sheet: str, name: str) -> None:
    document.Sheets.copyByName(sheet, name, document.Sheets.Count)


def remove_sheet(document: Any, sheet: str) -> None:
    document.Sheets.removeByName(sheet)


def show(document: Any, sheet: str) -> None:
    document.Sheets.getByName(sheet).IsVisible = True


def show_column(document: Any, sheet: str, column: int) -> None:
    document.Sheets.getByName(sheet).Columns.getByIndex(column - 1).IsVisible = True


def hide_rows(document: Any, sheet: str, row: int, count: int) -> None:
    for number in range(row - 1, row - 1 + count):
        document.Sheets.getByName(sheet).Rows.getByIndex(number).IsVisible = False


def filter_rows(document: Any, sheet: str, address: str) -> None:
    """A filter that hides every row in whose first column nothing stands."""
    place = area(document, sheet, address)
    descriptor = place.createFilterDescriptor(True)
    condition = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
    condition.Field, condition.Operator = 0, uno.Enum("com.sun.star.sheet.FilterOperator", "NOT_EMPTY")
    descriptor.setFilterFields((condition,))
    place.filter(descriptor)


def as_table(document: Any, sheet: str) -> None:
    """Makes a list of the rows, as "format as table" does."""
    place = area(document, sheet, "B5:R40").RangeAddress
    document.DatabaseRanges.addNewByName("表1", place)
    document.DatabaseRanges.getByName("表1").AutoFilter = True


def import_sheet(document: Any, sheet: str, other: Any, name: str) -> None:
    """Copies a sheet of another workbook to the end of this one and gives it a name."""
    place = document.Sheets.importSheet(other, sheet, document.Sheets.Count)
    document.Sheets.getByIndex(place).Name = name


def number_format(document: Any, sheet: str, address: str, code: str) -> None:
    """A code as English programs write it."""
    formats, locale = document.NumberFormats, uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
    key = formats.queryKey(code, locale, False)
    area(document, sheet, address).NumberFormat = key if key >= 0 else formats.addNew(code, locale)


def strike(document: Any, sheet: str, address: str) -> None:
    area(document, sheet, address).CharStrikeout = SINGLE_LINE


def colour(document: Any, sheet: str, address: str, digits: str) -> None:
    area(document, sheet, address).CharColor = int(digits, 16)


def ground(document: Any, sheet: str, address: str, digits: str) -> None:
    area(document, sheet, address).CellBackColor = int(digits, 16)


def runs(document: Any, sheet: str, address: str, *parts: str) -> None:
    """Texts, each with its look: "strike", "superscript", "subscript" or "" for none."""
    text = area(document, sheet, address)
    text.setString("")
    cursor = text.createTextCursor()
    for words, look in zip(parts[::2], parts[1::2], strict=True):
        cursor.gotoEnd(False)
        text.insertString(cursor, words, False)
        for _ in words:
            cursor.goLeft(1, True)
        cursor.CharStrikeout = SINGLE_LINE if look == "strike" else 0
        cursor.CharEscapement = {"superscript": 33, "subscript": -33}.get(look, 0)
        cursor.CharEscapementHeight = 58 if "script" in look else 100
        cursor.gotoEnd(False)


def formula(document: Any, sheet: str, address: str, text: str) -> None:
    area(document, sheet, address).setFormula(text.replace(",", ";"))


def hide_row(document: Any, sheet: str, address: str) -> None:
    area(document, sheet, address).Rows.getByIndex(0).IsVisible = False


def hide_column(document: Any, sheet: str, address: str) -> None:
    area(document, sheet, address).Columns.getByIndex(0).IsVisible = False


def close_group(document: Any, sheet: str, address: str) -> None:
    page, place = document.Sheets.getByName(sheet), area(document, sheet, address).RangeAddress
    page.group(place, ROWS)
    page.hideDetail(place)


def comment(document: Any, sheet: str, address: str, text: str) -> None:
    cell = area(document, sheet, address)
    document.Sheets.getByName(sheet).Annotations.insertNew(cell.CellAddress, text)


def link(document: Any, sheet: str, address: str, words: str, target: str) -> None:
    text = area(document, sheet, address)
    text.setString("")
    field = document.createInstance("com.sun.star.text.TextField.URL")
    field.Representation, field.URL = words, target
    text.insertTextContent(text.createTextCursor(), field, False)


def box(document: Any, sheet: str, address: str, text: str) -> None:
    shape = _placed(document, sheet, address, "com.sun.star.drawing.CustomShape")
    shape.setString(text)


def picture(document: Any, sheet: str, address: str, path: str) -> None:
    shape = _placed(document, sheet, address, "com.sun.star.drawing.GraphicObjectShape")
    shape.GraphicURL = Path(path).resolve().as_uri()


def _placed(document: Any, sheet: str, address: str, kind: str) -> Any:
    """A shape on a cell, of its size."""
    cell, shape = area(document, sheet, address), document.createInstance(kind)
    document.Sheets.getByName(sheet).DrawPage.add(shape)
    shape.Anchor = cell
    shape.setPosition(cell.Position)
    shape.setSize(cell.Size)
    return shape


OPERATIONS = {
    function.__name__: function
    for function in (
        insert_rows, delete_rows, insert_columns, delete_columns, sort, cut, copy, merge, write, clear, rename, copy_sheet,
        remove_sheet, show, show_column, hide_rows, filter_rows, as_table, import_sheet,
        number_format, strike, colour, ground, runs, formula, hide_row, hide_column, close_group, comment,
        link, box, picture,
    )
}  # fmt: skip


def do(desktop: Any, job: dict[str, Any]) -> None:
    document = load(desktop, job["source"])
    others: dict[str, Any] = {}
    for name in document.Sheets.ElementNames:
        document.Sheets.getByName(name).unprotect("")
    for operation, sheet, *arguments in job["steps"]:
        if operation == "import_sheet":
            others.setdefault(arguments[0], load(desktop, arguments[0]))
            arguments[0] = others[arguments[0]]
        OPERATIONS[operation](document, sheet, *arguments)
    document.calculateAll()
    document.storeToURL(
        Path(job["target"]).resolve().as_uri(), (option("FilterName", "Calc MS Excel 2007 XML"),)
    )
    for each in (document, *others.values()):
        each.close(True)


def main(soffice: str, jobs: list[dict[str, Any]]) -> None:
    profile = Path(tempfile.mkdtemp(prefix="calc"))
    process, desktop = connect(soffice, profile)
    try:
        for job in jobs:
            do(desktop, job)
    finally:
        with contextlib.suppress(Exception):  # a LibreOffice that died already has nothing to end
            desktop.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        shutil.rmtree(profile, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(Path(sys.argv[2]).read_text("utf-8")))
