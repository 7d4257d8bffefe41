"""Reads what a template workbook says into a `Layout`."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.datetime import to_excel
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import Area
from smartxl.errors import UnreadableTemplate
from smartxl.model.layout import Layout, LayoutRow, SheetLayout
from smartxl.text import Text

__all__ = ["open_template", "read_layout"]

_ROLE_COLUMN = 1
_BORDERS = ("left", "right", "top", "bottom")


def read_layout(path: Path) -> Layout:
    """The rows and placeholders of every sheet of a template. Raises UnreadableTemplate for what is no workbook."""
    return _layout(path, _bytes_of(path))


@lru_cache(maxsize=8)
def _layout(path: Path, content: bytes) -> Layout:
    """The same content is read once: openpyxl takes longer for it than a form takes to be written."""
    sheets = _opened(path, content).worksheets
    return Layout(path.name, {s.title: _read_sheet(s) for s in sheets if isinstance(s, Worksheet)})


def open_template(path: Path) -> Workbook:
    """The workbook of a template, to be looked at. Raises UnreadableTemplate."""
    return _opened(path, _bytes_of(path))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


@lru_cache(maxsize=1)  # checking a template looks at it three times
def _opened(path: Path, content: bytes) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: `losses` tells it with its place
            return load_workbook(BytesIO(content))
    except (OSError, BadZipFile, InvalidFileException, KeyError, SyntaxError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> UnreadableTemplate:
    what = Text("模板读不了，不是完好的 .xlsx 工作簿", f"the template cannot be read ({error})")
    return UnreadableTemplate(
        str(path),
        what,
        Text(
            "用 Excel 或 LibreOffice 保存的 .xlsx 工作簿",
            "give an .xlsx workbook saved by Excel or LibreOffice",
        ),
    )


def _read_sheet(sheet: Worksheet) -> SheetLayout:
    # Only the cells that the file has: LibreOffice formats empty ones far away.
    cells = {place: cell for place, cell in sheet._cells.items() if isinstance(cell, Cell)}
    written = {place: cell for place, cell in sorted(cells.items()) if cell.value is not None}
    areas = sheet.merged_cells.ranges
    merges = tuple(Area(sheet.title, m.min_row, m.min_col, m.max_row, m.max_col) for m in areas)
    last_row = max((*(row for row, _ in written), *(m.last_row for m in merges)), default=0)
    seen = (column for (row, column), cell in cells.items() if row <= last_row and _is_seen(cell))
    last_column = max(
        (*seen, *(column for _, column in written), *(m.last_column for m in merges)), default=0
    )
    texts: dict[int, dict[int, str | float]] = {row: {} for row in range(1, last_row + 1)}
    roles = dict.fromkeys(texts, "")
    for (row, column), cell in written.items():
        if column == _ROLE_COLUMN:
            roles[row] = str(cell.value).strip()
        else:
            texts[row][column] = _content(cell)
    rows = tuple(LayoutRow(roles[row], row, texts[row]) for row in texts)
    return SheetLayout(sheet.title, rows, last_column, merges)


def _is_seen(cell: Cell) -> bool:
    """Whether an empty cell shows something: a fill or a border."""
    if not cell.has_style:
        return False
    return cell.fill.fill_type is not None or any(
        getattr(cell.border, side) is not None and getattr(cell.border, side).style for side in _BORDERS
    )


def _content(cell: Cell) -> str | float:
    """A number or a date as Excel's number, so that it keeps its format; anything else as text.

    A carriage return, which openpyxl leaves in the spelling of the file, is left out: a line feed follows it.
    """
    value = cell.value
    if isinstance(value, datetime | date | time):
        return float(to_excel(value))  # type: ignore[no-untyped-call]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return str(value).replace("_x000D_", "")
