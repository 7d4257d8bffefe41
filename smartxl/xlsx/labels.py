"""What the texts around a cell call it: an address of it that stays when rows are inserted above."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from smartxl.text import plain, shorten

if TYPE_CHECKING:
    from smartxl.xlsx.book import RawSheet

__all__ = ["CellLabels"]

_LONGEST = 60


class CellLabels:
    """Of the cells of one sheet: the nearest text left of a cell, and the nearest text above it, that are no formulas."""

    def __init__(self, sheet: RawSheet) -> None:
        self._sheet = sheet
        self._rows_of_texts: dict[int, list[int]] = {}

    def of(self, row: int, column: int) -> str:
        """`华东 | 一月`: what its row and its column are called, "" for none. Rows and columns count from 1."""
        return " | ".join(part for part in (self._left(row, column), self._above(row, column)) if part)

    def _left(self, row: int, column: int) -> str:
        return next(filter(None, (self._text(row, each) for each in range(column - 1, 0, -1))), "")

    def _above(self, row: int, column: int) -> str:
        rows = self._rows_of_texts.get(column)
        if rows is None:
            height = range(1, self._sheet.height + 1)
            rows = self._rows_of_texts[column] = [each for each in height if self._text(each, column)]
        place = bisect_left(rows, row)
        return self._text(rows[place - 1], column) if place else ""

    def _text(self, row: int, column: int) -> str:
        text = self._sheet.text(row, column)
        return shorten(plain(text), _LONGEST) if text and (row, column) not in self._sheet.formulas else ""
