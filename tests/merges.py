"""openpyxl takes half of the time of loading a form to draw the edges of its merged cells: the same result, found once.

For each merged cell it makes a border and looks it up among those of the workbook. They are few: what was found for a pair
of borders stands for the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl.cell.cell import MergedCell
from openpyxl.styles.borders import Border
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook import Workbook
from openpyxl.worksheet.merge import MergedCellRange

__all__ = ["edges_found_each", "edges_found_once"]

_ORIGINAL = MergedCellRange.format
_FOUND: WeakKeyDictionary[Workbook, dict[tuple[str, int, int], int]] = WeakKeyDictionary()


@contextmanager
def edges_found_once() -> Iterator[None]:
    """Workbooks are loaded the quick way within the block."""
    with _formatting(_format):
        yield


@contextmanager
def edges_found_each() -> Iterator[None]:
    """Workbooks are loaded as openpyxl itself does within the block."""
    with _formatting(_ORIGINAL):
        yield


@contextmanager
def _formatting(way: Callable[[MergedCellRange], None]) -> Iterator[None]:
    before = MergedCellRange.format
    MergedCellRange.format = way  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        MergedCellRange.format = before  # type: ignore[method-assign]


def _format(self: MergedCellRange) -> None:
    found = _FOUND.setdefault(self.ws.parent, {})  # type: ignore[arg-type]
    start: Any = self.start_cell
    for name in ("top", "left", "right", "bottom"):
        side = getattr(start.border, name)
        if side and side.style is None:
            continue
        border = start._style.borderId
        for place in getattr(self, name):
            cell = _cell(self, place)
            key = (name, border, cell._style.borderId)
            if key not in found:
                cell.border += Border(**{name: side})
                found[key] = cell._style.borderId
            cell._style.borderId = found[key]
    protection = start._style.protectionId
    for place in self.cells:
        cell = _cell(self, place)
        key = ("protection", protection, 0)
        if key not in found:
            cell.protection = copy(start.protection)
            found[key] = cell._style.protectionId
        cell._style.protectionId = found[key]


def _cell(area: MergedCellRange, place: tuple[int, int]) -> Any:
    """The cell, with a style of its own."""
    cell: Any = area.ws._cells.get(place)
    if cell is None:
        cell = area.ws._cells[place] = MergedCell(area.ws, *place)
    if not cell._style:
        cell._style = StyleArray()
    return cell
