"""Copies a template sheet into another template: cells, looks, merges, widths, heights, page; no pictures, no rules."""

from __future__ import annotations

from copy import copy

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from smartxl_generators.ooxml.paper import set_page

__all__ = ["copy_sheet"]

_LOOKS = ("font", "fill", "border", "alignment", "protection")


def copy_sheet(source: Worksheet, book: Workbook) -> None:
    """Adds a sheet of the same name at the end of another workbook."""
    target = book.create_sheet(source.title)
    for row in source.iter_rows():
        for cell in row:
            _copy_cell(cell, target)
    for merged in source.merged_cells.ranges:
        target.merge_cells(str(merged))
    for letter, column in source.column_dimensions.items():
        new = target.column_dimensions[letter]
        new.width, new.hidden, new.min, new.max = column.width, column.hidden, column.min, column.max
    for number, line in source.row_dimensions.items():
        target.row_dimensions[number].height = line.height
        target.row_dimensions[number].hidden = line.hidden
    set_page(source, target)
    target.print_title_rows = source.print_title_rows


def _copy_cell(cell: Cell | MergedCell, target: Worksheet) -> None:
    if isinstance(cell, MergedCell) and not cell.has_style:
        return
    new = target[cell.coordinate]
    if isinstance(cell, Cell) and isinstance(new, Cell):
        new.value = cell.value
    if cell.has_style:
        for look in _LOOKS:
            setattr(new, look, copy(getattr(cell, look)))
        new.number_format = cell.number_format
