"""Builds the sheets of a questionnaire.

Rows and columns count from 1. Column 1 holds the keys of rows and row 1 the keys of columns (`ColumnKey`); both are hidden, so
that a row or column that was moved is still found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.model.plan import CheckKind, Content, InputCell, PlannedRow, Section, SheetPlan, WorkbookPlan
from smartxl.model.sheetdesign import Look, SheetDesign
from smartxl.planning.limits import check_limits
from smartxl.planning.stampsheet import stamp_sheet
from smartxl.text import file_name, lines_of

if TYPE_CHECKING:
    from smartxl.stamp import Stamp

__all__ = ["KEY_COLUMN", "KEY_ROW", "ColumnKey", "PageBuilder", "hidden_sheet", "questionnaire"]

KEY_COLUMN, KEY_ROW = 1, 1
_LINE_HEIGHT = 15.0
_LEAST_HEIGHT = 21.0
_PLAIN_WIDTH, _PADDING = 8.43, 1.5


class ColumnKey(StrEnum):
    """The key of a column, as it stands in row 1."""

    KEY = "#key"
    LEFT = "#left"
    RIGHT = "#right"
    ANSWER = "#answer"
    REASON = "#reason"


class PageBuilder:
    """Collects the cells of one sheet; rows become as high as their longest text needs."""

    def __init__(self, name: str, widths: Mapping[int, float]) -> None:
        self.name = name
        self.widths = widths
        self._cells: dict[int, dict[int, Content]] = {}
        self._looks: dict[int, dict[int, Look]] = {}
        self._heights: dict[int, float] = {}
        self._merges: list[tuple[int, int, int]] = []

    def put(
        self, row: int, column: int, value: Content, look: Look | None = None, number_format: str = ""
    ) -> None:
        """Sets one cell; without a look it is plain."""
        self._cells.setdefault(row, {})[column] = value
        if look is not None:
            shown = replace(look, number_format=number_format) if number_format else look
            self._looks.setdefault(row, {})[column] = shown
        if isinstance(value, InputCell):
            self.grow(row, 1)
        elif isinstance(value, str) and row > KEY_ROW and column > KEY_COLUMN:
            self.grow_for(row, column, value)

    def grow_for(self, row: int, column: int, text: str) -> None:
        """Makes a row high enough for a text in a column."""
        self.grow(row, lines_of(text, _room(self.widths.get(column, _PLAIN_WIDTH))))

    def across(self, row: int, first: int, last: int, value: Content, look: Look, lines: int = 1) -> None:
        """Sets a cell merged over several columns; all of them get the look, so that borders are whole."""
        self._cells.setdefault(row, {})[first] = value
        self._looks.setdefault(row, {}).update(dict.fromkeys(range(first, last + 1), look))
        if last > first:
            self._merges.append((row, first, last))
        width = sum(self.widths.get(column, _PLAIN_WIDTH) for column in range(first, last + 1))
        self.grow(row, max(lines, lines_of(value, _room(width)) if isinstance(value, str) else 1))

    def grow(self, row: int, lines: int) -> None:
        """Makes a row high enough for so many lines."""
        height = max(lines * _LINE_HEIGHT + 6, _LEAST_HEIGHT)
        self._heights[row] = max(height, self._heights.get(row, 0.0))

    def mark(self, marks: Mapping[int, str]) -> None:
        """Writes the keys of the columns into row 1."""
        for column, mark in marks.items():
            self.put(KEY_ROW, column, str(mark))

    def sheet(
        self,
        sections: tuple[Section, ...] = (),
        *,
        frozen: tuple[int, int] = (0, 0),
        repeated: tuple[int, int] = (0, 0),
        break_after: int = 0,
        scale: int = 100,
        hidden_columns: tuple[int, ...] = (),
    ) -> SheetPlan:
        """The planned sheet; the row of keys is hidden where columns are."""
        design = SheetDesign(
            self._looks,
            self.widths,
            self._heights,
            tuple(self._merges),
            frozenset(row for row, cells in self._cells.items() if any(map(_is_text, cells.values()))),
            hidden_columns,
            frozenset({KEY_ROW} if hidden_columns else ()),
            repeated,
            break_after,
            scale,
        )
        blank: dict[int, dict[int, Content]] = {row: {} for row in design.hidden_rows}
        rows = _rows(blank | self._cells)
        return SheetPlan(self.name, "", rows, sections, key_column=KEY_COLUMN, frozen=frozen, design=design)


def hidden_sheet(name: str, cells: Mapping[int, Mapping[int, Content]]) -> SheetPlan:
    """A sheet that nobody looks at; `cells`: row → column → content."""
    return SheetPlan(name, "", _rows(cells), hidden=True)


def questionnaire(
    stamp: Stamp, sheets: tuple[SheetPlan, ...], title: str, name: str, *, protect: bool
) -> WorkbookPlan:
    """The whole workbook with its stamp; `name` is that of the file. Raises TemplateError for what Excel cannot hold."""
    plan = WorkbookPlan(
        stamp, "", (*sheets, stamp_sheet(stamp)), {}, title, file_name(name) + ".xlsx", protect
    )
    check_limits(plan)
    return plan


def _rows(cells: Mapping[int, Mapping[int, Content]]) -> tuple[PlannedRow, ...]:
    return tuple(PlannedRow(row, 0, contents) for row, contents in sorted(cells.items()))


def _is_text(content: Content) -> bool:
    """Whether a respondent writes words into a cell."""
    return isinstance(content, InputCell) and content.check.kind is CheckKind.TEXT


def _room(width: float) -> float:
    """How many Latin characters a line holds in columns so wide."""
    return max(width - _PADDING, 2.0)
