"""A sheet of unknown origin as its reader sees it: one text a cell; of merged cells the first has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from smartxl.define.entries import without_hidden
from smartxl.define.published.remark import CellSpot
from smartxl.text import number_text, plain
from smartxl.xlsx import RawSheet
from smartxl.xlsx.book import Place
from smartxl.xlsx.cellvalues import CellValue, Percent

__all__ = ["SheetGrid", "cell_text", "grid_of"]

_DIGITS = 12  # of a percentage: 0.07 is stored as 0.07000000000000001 by some programs


@dataclass(frozen=True)
class SheetGrid:
    """Rows and columns count from 1. `merged` says of every cell of a merged area which one is its first."""

    sheet: str
    texts: tuple[tuple[str, ...], ...]
    merged: Mapping[Place, Place]
    errors: Mapping[Place, str]
    width: int

    @property
    def height(self) -> int:
        """The last row with anything in it."""
        return len(self.texts)

    def text(self, row: int, column: int) -> str:
        """The text of a cell itself; "" in all cells of a merged area but the first."""
        line = self.texts[row - 1] if 0 < row <= len(self.texts) else ()
        return line[column - 1] if column <= len(line) else ""

    def covering(self, row: int, column: int) -> str:
        """The text that is seen in a cell, that of its merged area included."""
        return self.text(*self.merged.get((row, column), (row, column)))

    def filled(self, row: int) -> tuple[int, ...]:
        """The columns of a row in which something stands."""
        line = self.texts[row - 1]
        return tuple(column for column, text in enumerate(line, 1) if text)

    def spans(self, row: int, column: int) -> int:
        """How many columns a cell takes."""
        last = column
        while self.merged.get((row, last + 1)) == (row, column):
            last += 1
        return last - column + 1

    def continues(self, row: int, column: int) -> bool:
        """Whether a cell is covered by one of a row above."""
        return self.merged.get((row, column), (row, column))[0] < row

    def spot(self, row: int, column: int = 0) -> CellSpot:
        """The place of a cell."""
        return CellSpot(self.sheet, row, column or 1)


def grid_of(sheet: RawSheet) -> SheetGrid:
    """The grid of a sheet as it was read. Merged areas are followed as far as anything stands on the sheet."""
    texts = tuple(tuple(map(cell_text, row)) for row in sheet.values)
    width = max(map(len, texts), default=0)
    merged: dict[Place, Place] = {}
    for area in sheet.merged:
        first = (area.first_row, area.first_column)
        for row in range(area.first_row, min(area.last_row, len(texts)) + 1):
            for column in range(area.first_column, min(area.last_column, width) + 1):
                merged[row, column] = first
    lines = [list(line) for line in texts]
    for (row, column), first in merged.items():
        if first != (row, column) and column <= len(lines[row - 1]):
            lines[row - 1][column - 1] = ""
    return SheetGrid(sheet.name, tuple(map(tuple, lines)), merged, sheet.errors, width)


def cell_text(value: CellValue) -> str:
    """What is read in a cell: text without what cannot be seen, line breaks kept; numbers as they are shown."""
    if isinstance(value, str):
        return _lines(value)
    if isinstance(value, Percent):
        return f"{round(value * 100, _DIGITS):.12g}%"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return number_text(value) if isinstance(value, float | int) else str(value)


def _lines(text: str) -> str:
    if "\n" not in text and "\r" not in text:
        return _visible(text)
    lines = (_visible(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _visible(text: str) -> str:
    """Without hidden characters and blanks at the ends; full-width letters and signs stay as they were written."""
    seen = without_hidden(text).replace("\u3000", " ").replace("\xa0", " ").strip()
    return seen if plain(seen) else ""
