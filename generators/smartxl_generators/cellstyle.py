"""The style of a cell as openpyxl keeps it: numbers that point into the workbook's style tables.

openpyxl copies such an array in a microsecond; its public setters look fonts and borders up for each cell.
"""

from __future__ import annotations

from copy import copy

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Protection
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["restyled", "set_style", "style_of"]


def style_of(cell: Cell | MergedCell) -> StyleArray:
    """The style of a cell."""
    style: StyleArray = cell._style  # type: ignore[union-attr]
    return style


def set_style(cell: Cell | MergedCell, style: StyleArray) -> None:
    """Gives a cell a style of the same workbook, or of one that its style tables were copied from."""
    cell._style = style  # type: ignore[union-attr]


def restyled(sheet: Worksheet, style: StyleArray, *, unlocked: bool, number_format: str) -> StyleArray:
    """A style with the lock off, or with another number format."""
    probe = Cell(sheet, row=1, column=1)
    set_style(probe, copy(style))
    if unlocked:
        probe.protection = Protection(locked=False)
    if number_format:
        probe.number_format = number_format
    return style_of(probe)
