"""The contract of a questionnaire: what stands in every cell before it is written, and what is asked in which row.

Rows and columns count from 1. Column 1 holds the keys of rows and row 1 the keys of columns (`ColumnKey`); both are hidden, so
that a row or column that was moved is still found.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.model.plan import Check

if TYPE_CHECKING:
    from smartxl.cells import Cell
    from smartxl.stamp import Stamp

__all__ = [
    "Ask",
    "CellLook",
    "ColumnKey",
    "Jump",
    "PageBuilder",
    "PageCell",
    "PageFormula",
    "Questionnaire",
    "QuestionnaireSheet",
    "lines_of",
]

_LINE_HEIGHT = 15.0
_LEAST_HEIGHT = 21.0


class CellLook(StrEnum):
    """How a cell looks; the writer takes each look from the project's template workbook."""

    TITLE = "title"
    INTRO = "intro"
    BAND = "band"
    HEAD = "head"
    TEXT = "text"
    CENTRE = "centre"
    CHOICE = "choice"
    WORDS = "words"
    RESULT = "result"
    COVER_TITLE = "cover-title"
    COVER_SUBTITLE = "cover-subtitle"
    LABEL = "label"
    VALUE = "value"
    HEADING = "heading"
    STEP = "step"
    PLAIN = "plain"


class ColumnKey(StrEnum):
    """The key of a column, as it stands in row 1."""

    KEY = "#key"
    LEFT = "#left"
    RIGHT = "#right"
    ANSWER = "#answer"
    REASON = "#reason"


@dataclass(frozen=True, slots=True)
class PageFormula:
    """A formula (with its leading =) and what it gives while nothing is filled in."""

    text: str
    blank: str | float = ""


@dataclass(frozen=True, slots=True)
class Jump:
    """Text that leads to a cell of the same workbook."""

    text: str
    target: Cell


@dataclass(frozen=True, slots=True)
class PageCell:
    """One cell. A `check` makes it an input: unlocked, with its drop-down list or limits."""

    value: str | float | PageFormula | Jump
    look: CellLook
    number_format: str = ""
    check: Check | None = None


@dataclass(frozen=True)
class QuestionnaireSheet:
    """One sheet. `widths` and `heights` by column and row, `merges` as (row, first, last) columns.

    `frozen`: first row and column that scroll. `repeated`: first and last row printed on every page. `break_after`: the
    column after which a printed page ends, 0 for none (then the sheet is one page wide). `scale`: percent, when printed.
    """

    name: str
    cells: Mapping[tuple[int, int], PageCell]
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    merges: tuple[tuple[int, int, int], ...] = ()
    frozen: tuple[int, int] = (0, 0)
    repeated: tuple[int, int] = (0, 0)
    break_after: int = 0
    scale: int = 100
    hidden_columns: tuple[int, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A row that is asked about: its key, the sheet it was planned in, what a finding calls it, its fixed texts.

    `shows`: column key → the text that stands there and must still stand there when the file comes back. An `optional` row
    may be missing.
    """

    key: str
    sheet: str
    name: str
    shows: Mapping[str, str]
    optional: bool = False


@dataclass(frozen=True)
class Questionnaire:
    """A whole workbook: who is asked by whom (`stamp`), its sheets, and every row that is asked about."""

    stamp: Stamp
    pages: tuple[QuestionnaireSheet, ...]
    asks: tuple[Ask, ...]
    title: str
    file_name: str
    protect: bool


class PageBuilder:
    """Collects the cells of one page; rows become as high as their longest text needs."""

    def __init__(self, name: str, widths: Mapping[int, float]) -> None:
        self.name = name
        self.widths = widths
        self.cells: dict[tuple[int, int], PageCell] = {}
        self.heights: dict[int, float] = {}
        self.merges: list[tuple[int, int, int]] = []

    def put(
        self,
        row: int,
        column: int,
        value: str | float | PageFormula | Jump,
        look: CellLook,
        number_format: str = "",
        check: Check | None = None,
    ) -> None:
        """Sets one cell."""
        self.cells[row, column] = PageCell(value, look, number_format, check)
        if isinstance(value, str) and row > 1 and column > 1:
            self.grow(row, lines_of(value, self.widths.get(column, 8.43)))

    def across(
        self,
        row: int,
        first: int,
        last: int,
        value: str | float | PageFormula | Jump,
        look: CellLook,
        lines: int = 1,
    ) -> None:
        """Sets a cell merged over several columns; all of them get the look, so that borders are whole."""
        for column in range(first + 1, last + 1):
            self.cells[row, column] = PageCell("", look)
        self.cells[row, first] = PageCell(value, look)
        if last > first:
            self.merges.append((row, first, last))
        room = sum(self.widths.get(column, 8.43) for column in range(first, last + 1))
        self.grow(row, max(lines, lines_of(value, room) if isinstance(value, str) else 1))

    def grow(self, row: int, lines: int) -> None:
        """Makes a row high enough for so many lines."""
        height = max(lines * _LINE_HEIGHT + 6, _LEAST_HEIGHT)
        self.heights[row] = max(height, self.heights.get(row, 0.0))

    def mark(self, marks: Mapping[int, ColumnKey]) -> None:
        """Writes the keys of the columns into row 1."""
        for column, mark in marks.items():
            self.put(1, column, mark.value, CellLook.PLAIN)


def lines_of(text: str, width: float) -> int:
    """How many lines a wrapped text needs in a column so wide (in Latin characters; a Chinese one takes two)."""
    room = max(width - 1.5, 2.0)
    return sum(max(1, math.ceil(_width(line) / room)) for line in text.split("\n"))


def _width(text: str) -> float:
    return sum(1.95 if unicodedata.east_asian_width(char) in "WF" else 1.0 for char in text)
