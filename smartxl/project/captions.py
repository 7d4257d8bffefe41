"""The numbers of tables and charts in a result workbook, which count those that no answers tell of too."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl.model.plan import Content, PlannedRow, SheetPlan, WorkbookPlan
    from smartxl.xlsx import RawBook, RawSheet

__all__ = ["numbered_as"]

_CAPTION = re.compile(r"(表|图|Table|Figure) \d+　(?=.)")


def numbered_as(plan: WorkbookPlan, book: RawBook) -> WorkbookPlan:
    """The plan with the captions of its report numbered as in the workbook, where that has the same captions.

    A table of what was found in files is in the report when it is written, and not in what follows from the answers alone.
    """
    return replace(
        plan,
        sheets=tuple(
            _sheet(sheet, book.sheets[sheet.name]) if sheet.chapter and sheet.name in book.sheets else sheet
            for sheet in plan.sheets
        ),
    )


def _sheet(sheet: SheetPlan, found: RawSheet) -> SheetPlan:
    return replace(sheet, rows=tuple(_row(row, found) for row in sheet.rows))


def _row(row: PlannedRow, found: RawSheet) -> PlannedRow:
    cells = {column: _cell(content, found, row.row, column) for column, content in row.cells.items()}
    return row if cells == row.cells else row._replace(cells=cells)


def _cell(content: Content, found: RawSheet, row: int, column: int) -> Content:
    if not isinstance(content, str) or not _CAPTION.match(content):
        return content
    shown = found.at(row, column)
    same = isinstance(shown, str) and _CAPTION.sub("", shown, count=1) == _CAPTION.sub("", content, count=1)
    return shown if same and isinstance(shown, str) and shown[0] == content[0] else content
