"""Opens a table that people made (.csv, or a workbook of Excel, WPS or LibreOffice) and reads the rows of all its sheets."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smartxl.define.tablehead import find_head, head_problems
from smartxl.define.tablesheet import TableReader, TableRow
from smartxl.define.textfile import decoded, read_bytes
from smartxl.errors import Problem
from smartxl.findings import FindingCode
from smartxl.text import Text
from smartxl.xlsx import FileRefused, RawSheet, open_any
from smartxl.xlsx.gate import OLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from smartxl.define.columns import Columns

__all__ = ["ReadTable", "read_sheets", "read_table", "refusal_of"]

_WORKBOOKS = (b"PK", OLE)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """The usable rows of a file, its problems, and what is worth telling; `complete` is False where rows were left out."""

    name: str
    rows: tuple[TableRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    complete: bool = False
    notes: tuple[Text, ...] = ()


def read_table(path: Path, name: str, columns: Columns) -> ReadTable:
    """Reads a table, which messages call `name`; blank rows are passed over. Never raises for what the file contains."""
    content = read_bytes(path, name)
    if isinstance(content, Problem):
        return ReadTable(name, problems=(content,))
    if content.startswith(_WORKBOOKS) or path.suffix.casefold() != ".csv":
        return _read_workbook(path, content, name, columns)
    text = decoded(content, name)
    if isinstance(text, Problem):
        return ReadTable(name, problems=(text,))
    return _read_text(text, name, columns)


def _read_text(text: str, name: str, columns: Columns) -> ReadTable:
    sheet, broken = _sheet_of(text, name)
    head = find_head(name, "", sheet, columns, is_table=True)
    if head is None:
        what = Text("文件是空的", "the file is empty")
        known = ",".join(column.name for column in columns.columns)
        called = "、".join(column.heads[0] for column in columns.columns)
        remedy = Text(f"第一行写列名：{called}", f"begin with the row {known}")
        empty = Problem(name, 1, "", what, remedy)
        return ReadTable(name, problems=tuple(broken or [empty]))
    reader = TableReader(head, sheet, columns)
    problems = [*broken, *head_problems(head, columns)]
    if head.lacks(columns):
        return ReadTable(name, problems=tuple(problems))
    reader.read()
    return ReadTable(
        name,
        tuple(reader.rows),
        (*problems, *reader.problems),
        reader.complete and not broken,
        tuple(_named(name, reader.notes)),
    )


def _sheet_of(text: str, name: str) -> tuple[RawSheet, list[Problem]]:
    """The records of a .csv as far as the file can be read."""
    records: list[tuple[str, ...]] = []
    try:
        records.extend(tuple(record) for record in csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        what = Text("此行无法读取", f"the row cannot be read ({error})")
        remedy = Text(
            '检查此行的双引号：带引号的内容里，一个 " 要写成两个',
            'check the quotation marks in this row: a " inside a quoted cell is written twice',
        )
        return RawSheet("", tuple(records)), [Problem(name, len(records) + 1, "", what, remedy)]
    return RawSheet("", tuple(records)), []


def _read_workbook(path: Path, content: bytes, name: str, columns: Columns) -> ReadTable:
    try:
        sheets = tuple(open_any(content, path.name).sheets.values())
    except FileRefused as error:
        return ReadTable(name, problems=(refusal_of(name, error),))
    notes: list[Text] = []
    shown = [sheet for sheet in sheets if not sheet.hidden and sheet.height]
    heads = [(sheet, find_head(name, sheet.name, sheet, columns, is_table=False)) for sheet in shown]
    readers = [TableReader(head, sheet, columns) for sheet, head in heads if head]
    if not readers:
        return ReadTable(name, problems=(_no_table(name, sheets, columns),))
    if unread := [sheet.name for sheet, head in heads if head is None]:
        notes.append(
            Text(
                f"没有所需列名、因而没有读取的工作表：{'、'.join(unread)}",
                f"sheets without the heads, which are not read: {', '.join(unread)}",
            )
        )
    if hidden := [sheet.name for sheet in sheets if sheet.hidden]:
        notes.append(
            Text(
                f"隐藏的工作表没有读取：{'、'.join(hidden)}",
                f"hidden sheets are not read: {', '.join(hidden)}",
            )
        )
    return _together(name, readers, columns, notes)


def read_sheets(name: str, sheets: Iterable[RawSheet], columns: Columns) -> ReadTable:
    """Reads sheets of a workbook that hold a table for certain; messages call the workbook `name`."""
    readers: list[TableReader] = []
    headless: list[Problem] = []
    for sheet in sheets:
        head = find_head(name, sheet.name, sheet, columns, is_table=True)
        if head is None:
            headless.append(_no_head(name, sheet, columns))
        else:
            readers.append(TableReader(head, sheet, columns))
    table = _together(name, readers, columns, [])
    return replace(table, problems=(*headless, *table.problems), complete=table.complete and not headless)


def _no_head(name: str, sheet: RawSheet, columns: Columns) -> Problem:
    heads = columns.by_name.values()
    what = Text("找不到列名", "there are no heads")
    remedy = Text(
        f"在表格上方一行写出列名：{'、'.join(column.heads[0] for column in heads)}",
        f"write them above the table: {', '.join(column.name for column in heads)}",
    )
    return Problem(name, 1, "", what, remedy, sheet.name, "A")


def _together(name: str, readers: Iterable[TableReader], columns: Columns, notes: list[Text]) -> ReadTable:
    rows: list[TableRow] = []
    problems: list[Problem] = []
    told = list(_named(name, notes))
    complete = True
    for reader in readers:
        problems += head_problems(reader.head, columns)
        if not reader.head.lacks(columns):
            reader.read()
            rows += reader.rows
            problems += reader.problems
            complete = complete and reader.complete
            told += _named(f"{name} {reader.head.sheet}", reader.notes)
        else:
            complete = False
    return ReadTable(name, tuple(rows), tuple(problems), complete, tuple(told))


def _named(place: str, notes: Iterable[Text]) -> Iterator[Text]:
    return (Text(f"{place}：{note.zh}", f"{place}: {note.en}") for note in notes)


def _no_table(name: str, sheets: Iterable[RawSheet], columns: Columns) -> Problem:
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    known = "、".join(columns.by_name[column].heads[0] for column in columns.required)
    what = Text(f"没有一张工作表有所需的列：{known}", f"no sheet has the columns that are needed: {known}")
    also = Text(
        f"；隐藏的工作表不读取（{'、'.join(hidden)}），需要时请取消隐藏",
        f"; hidden sheets are not read ({', '.join(hidden)}): unhide them where they belong",
    )
    remedy = Text(
        f"在表格上方一行写出列名，每列一格{also.zh if hidden else ''}",
        f"name them in the row above the table, one head a cell{also.en if hidden else ''}",
    )
    return Problem(name, None, "", what, remedy)


_REFUSED = {
    FindingCode.ENCRYPTED: Text("取消打开密码后保存", "remove the password for opening, and save it"),
    FindingCode.PROTECTED: Text(
        "请有权限的人解密后另存为普通 .xlsx",
        "have it decrypted by somebody with rights, and saved as a plain .xlsx",
    ),
    FindingCode.TOO_BIG: Text(
        "删去多余的内容、图片和远处的单元格后保存",
        "delete superfluous contents, pictures and far cells, and save it",
    ),
}
_SAVE_ANEW = Text(
    "在 Excel 或 WPS 中打开，另存为“Excel 工作簿（.xlsx）”",
    "open it in Excel or WPS and save it as an Excel workbook (.xlsx)",
)


def refusal_of(name: str, error: FileRefused) -> Problem:
    """Why a workbook cannot be read, as a problem of a definition."""
    finding = error.finding
    what = Text(finding.message("zh"), finding.message("en"))
    return Problem(name, None, "", what, _REFUSED.get(finding.code, _SAVE_ANEW), unreadable=True)
