"""What the texts around a cell call it: an address of it that stays when rows are inserted above."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.text import plain, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.xlsx.book import RawSheet

__all__ = ["CellLabels"]

_LONGEST = 60


class CellLabels:
    """Of the cells of one sheet: what their row and their column are called, by texts that are no formulas.

    A row is called by the leftmost text in it: with a letter in it, in a column that is shown and that no empty column parts
    from the cell, not the same as the one above or below it (a unit, a category), and not merged over rows; where there is
    none such, by the nearest text to the left. A column is called by the nearest text above the cell; above a text, by the
    heading: the first of the rows right above that hold nothing but texts. A heading merged over several columns stands
    before that, unless it stands alone in its row, as titles do.
    """

    def __init__(self, sheet: RawSheet) -> None:
        self._sheet = sheet
        self._rows_of_texts: dict[int, list[int]] = {}
        self._texts_of_rows: dict[int, list[int]] = {}

    def of(self, row: int, column: int) -> str:
        """`华东 | 一月`: what its row and its column are called, "" for none. Rows and columns count from 1."""
        return " | ".join(part for part in (self.of_row(row, column), self.of_column(row, column)) if part)

    def of_row(self, row: int, column: int) -> str:
        """What the row of a cell is called, "" for nothing."""
        texts = self._columns_of_texts(row)
        texts = texts[: bisect_left(texts, column)]
        beside = texts[bisect_left(texts, self._starts.get(column - 1, column)) :]
        own = next((each for each in beside if self._is_own(row, each)), texts[-1] if texts else 0)
        return self._text(row, own) if own else ""

    def of_column(self, row: int, column: int) -> str:
        """What the column of a cell is called, "" for nothing."""
        place = self._heading(row, column)
        if not place:
            return ""
        over = next((first for first, last in self._wide.get(place - 1, ()) if first <= column <= last), 0)
        parts = [self._text(place - 1, over)] if over else []
        return " · ".join(filter(None, [*parts, self._text(place, column)]))

    def _columns_of_texts(self, row: int) -> list[int]:
        """The columns in which a row has a text."""
        if row not in self._texts_of_rows:
            width = len(self._sheet.values[row - 1]) if 1 <= row <= self._sheet.height else 0
            self._texts_of_rows[row] = [each for each in range(1, width + 1) if self._text(row, each)]
        return self._texts_of_rows[row]

    def _is_own(self, row: int, column: int) -> bool:
        text = self._text(row, column)
        return (
            any(map(str.isalpha, text))
            and column not in self._sheet.hidden_columns
            and text not in (self._text(row - 1, column), self._text(row + 1, column))
            and (row, column) not in self._tall
        )

    def _heading(self, row: int, column: int) -> int:
        """The row of what stands above a cell, 0 for none."""
        if self._text(row, column) and row - 1 in self._of_texts:
            first = row - 1
            while first - 1 in self._of_texts:
                first -= 1
            return first if self._text(first, column) else 0
        rows = self._rows_of_texts.get(column)
        if rows is None:
            height = range(1, self._sheet.height + 1)
            rows = self._rows_of_texts[column] = [each for each in height if self._text(each, column)]
        place = bisect_left(rows, row)
        return rows[place - 1] if place else 0

    @cached_property
    def _starts(self) -> Mapping[int, int]:
        """Column with anything in it → the first of those around it that no empty column parts from it."""
        used = {c for row in self._sheet.values for c, value in enumerate(row, start=1) if value != ""}
        starts: dict[int, int] = {}
        for column in sorted(used):
            starts[column] = starts.get(column - 1, column)
        return starts

    @cached_property
    def _of_texts(self) -> frozenset[int]:
        """The rows with at least two texts and nothing else."""
        rows = enumerate(self._sheet.values, start=1)
        found = ((row, [c for c, v in enumerate(cells, 1) if v != ""]) for row, cells in rows)
        return frozenset(
            row for row, columns in found if len(columns) > 1 and all(self._text(row, c) for c in columns)
        )

    @cached_property
    def _tall(self) -> frozenset[tuple[int, int]]:
        """The first cells of areas that are merged over rows."""
        merged = self._sheet.merged
        return frozenset((a.first_row, a.first_column) for a in merged if a.last_row > a.first_row)

    @cached_property
    def _wide(self) -> Mapping[int, list[tuple[int, int]]]:
        """Row → first and last column of areas merged over columns in that row, where another text stands too.

        A text alone is a title or a note.
        """
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for each in self._sheet.merged:
            if each.last_column > each.first_column and each.last_row == each.first_row <= self._sheet.height:
                found[each.first_row].append((each.first_column, each.last_column))
        values = self._sheet.values
        return {
            row: areas
            for row, areas in found.items()
            if sum(isinstance(value, str) and value != "" for value in values[row - 1]) > 1
        }

    def _text(self, row: int, column: int) -> str:
        if row < 1:
            return ""
        text = self._sheet.text(row, column)
        return shorten(plain(text), _LONGEST) if text and (row, column) not in self._sheet.formulas else ""
