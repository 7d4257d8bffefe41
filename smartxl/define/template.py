"""Reads what a template workbook says into a `Layout`."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.errors import TemplateError
from smartxl.model.layout import Layout, LayoutRow, SheetLayout

__all__ = ["read_layout"]

_ROLE_COLUMN = 1


def read_layout(path: Path) -> Layout:
    """The rows and placeholders of every sheet of a template. Raises TemplateError for what is no workbook."""
    try:
        book = load_workbook(path)
    except (OSError, BadZipFile, InvalidFileException, KeyError) as error:
        raise TemplateError(
            str(path),
            f"the template cannot be read ({error})",
            "give an .xlsx workbook saved by Excel or LibreOffice",
        ) from error
    return Layout(path.name, {sheet.title: _read_sheet(sheet) for sheet in book.worksheets})


def _read_sheet(sheet: Worksheet) -> SheetLayout:
    rows = []
    for number, cells in enumerate(sheet.iter_rows(min_col=_ROLE_COLUMN), 1):
        role = cells[0].value
        if role:
            texts = {cell.column: str(cell.value) for cell in cells[1:] if cell.value is not None}
            rows.append(LayoutRow(str(role).strip(), number, texts))
    return SheetLayout(sheet.title, tuple(rows), sheet.max_column)
