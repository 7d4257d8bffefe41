"""Builds the sheets of the report inside a workbook: rows below each other, in the looks of the template's sheet `report`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from smartxl.cells import Area, area
from smartxl.model.plan import Content, Link, PlainFormula, PlannedRow, SheetPlan
from smartxl.model.sheetdesign import Look, Shading, SheetDesign
from smartxl.text import lines_of

__all__ = [
    "BACK",
    "CAPTION",
    "CENTRE",
    "CONCLUSION",
    "FIGURE",
    "HEAD",
    "HEADING",
    "INTRO",
    "LINK",
    "NOTE",
    "NUMBER",
    "SENTENCE",
    "STRONG_NUMBER",
    "STRONG_TEXT",
    "SUBJECT",
    "TEXT",
    "TITLE",
    "UPRIGHT",
    "ReportPage",
    "Styled",
]


def _look(name: str) -> Look:
    return Look("report", f"{{{{ report.{name} }}}}")


TITLE, BACK, INTRO, HEADING = _look("title"), _look("back"), _look("intro"), _look("heading")
CONCLUSION, SENTENCE, NOTE = _look("conclusion"), _look("sentence"), _look("note")
SUBJECT, FIGURE = _look("subject"), _look("figure")
CAPTION, HEAD, UPRIGHT = _look("caption"), _look("head"), _look("upright")
TEXT, NUMBER, CENTRE, LINK = _look("text"), _look("number"), _look("centre"), _look("link")
STRONG_TEXT, STRONG_NUMBER = _look("strong_text"), _look("strong_number")
_UNBROKEN = frozenset({UPRIGHT, TITLE, BACK, HEADING, NUMBER, STRONG_NUMBER, FIGURE})

Styled = tuple[Content, Look]
"""A content and how it looks."""
_LEAST = {TITLE.text: 30.0, HEADING.text: 24.0, SUBJECT.text: 24.0, HEAD.text: 20.0}
_PLAIN, _TALLEST = 16.0, 400.0  # points; Excel's limit is 409
_LINE, _MARGIN = 1.5, 3.0  # a line by the size of its font; Chinese fonts are high
_SIZES = {CONCLUSION: 10.5, SENTENCE: 10.0, SUBJECT: 10.0}
_SMALL = 9.0  # of all other texts that break, in points
_PADDING, _SEAM = (
    1.6,
    0.7,
)  # of a cell, and what each further column of a merged one is wider than its width says
_POINTS_TO_CENTIMETRE = 28.35


class ReportPage:
    """Collects the rows of one sheet, which are as high as their longest text; `widths` are those of its columns from A on."""

    def __init__(self, name: str, widths: Sequence[float]) -> None:
        self.name, self.widths = name, tuple(widths)
        self._rows: list[PlannedRow] = []
        self._looks: dict[int, Mapping[int, Look]] = {}
        self._heights: dict[int, float] = {}
        self._merges: list[tuple[int, int, int]] = []
        self._shadings: list[Shading] = []

    @property
    def next_row(self) -> int:
        """Where the next row will stand."""
        return len(self._rows) + 1

    @property
    def last_column(self) -> int:
        """The last column that has a width."""
        return len(self.widths)

    @property
    def height(self) -> float:
        """How high all rows are together, in points."""
        return sum(self._heights.values())

    def add(
        self, cells: Sequence[Styled], spans: Sequence[int] = (), *, least: float = 0.0, first: int = 1
    ) -> int:
        """A row of cells from the column `first` on, each over as many columns as `spans` says, one by default; its number."""
        row, column, needed = self.next_row, first, 0.0
        contents: dict[int, Content] = {}
        looks: dict[int, Look] = {}
        for (content, look), span in zip(cells, spans or (1,) * len(cells), strict=True):
            end = column + span - 1
            if not isinstance(content, str) or content:
                contents[column] = content
            looks |= dict.fromkeys(range(column, end + 1), look)
            if span > 1:
                self._merges.append((row, column, end))
            needed = max(needed, self._needed(content, look, column, end))
            column = end + 1
        tallest = max((_LEAST.get(look.text, _PLAIN) for _, look in cells), default=_PLAIN)
        self._rows.append(PlannedRow(row, 0, contents))
        self._looks[row] = looks
        self._heights[row] = max(least, tallest, min(_TALLEST, needed))
        return row

    def across(self, content: Content, look: Look, *, least: float = 0.0) -> int:
        """One cell over all columns; its row's number."""
        return self.add([(content, look)], [self.last_column], least=least)

    def title(self, text: str, back: Link | str) -> None:
        """The title, and at its right the way back ("" for none)."""
        last = 2 if self.last_column > 4 else 1
        self.add([(text, TITLE), (back, BACK)], [self.last_column - last, last])

    def room(self, centimetres: float) -> int:
        """Empty rows for a chart so high; the number of the first."""
        first = self.next_row
        for row in range(first, first + self.rows_in(centimetres)):
            self._rows.append(PlannedRow(row, 0, {}))
            self._looks[row], self._heights[row] = {}, _PLAIN
        return first

    @staticmethod
    def rows_in(centimetres: float) -> int:
        """How many empty rows are at least so high."""
        return math.ceil(centimetres * _POINTS_TO_CENTIMETRE / _PLAIN)

    def put(self, row: int, column: int, content: Content) -> None:
        """Puts something into an empty cell: a chart beside another."""
        planned = self._rows[row - 1]
        self._rows[row - 1] = planned._replace(cells={**planned.cells, column: content})

    def shade(self, first_row: int, first_column: int, last_row: int, last_column: int, lowest: int) -> None:
        """Shades the numbers of some cells and marks the `lowest` of each of their columns."""
        cells = Area(self.name, first_row, first_column, last_row, last_column)
        self._shadings.append(Shading(cells, lowest))

    def sheet(
        self,
        *,
        portrait: bool = False,
        pages: int = 0,
        frozen: tuple[int, int] = (0, 0),
        filtered: tuple[int, int] = (0, 0),
        repeated: int = 0,
        hidden_columns: tuple[int, ...] = (),
    ) -> SheetPlan:
        """The planned sheet; `filtered`: a row of heads and the last row below it, `repeated`: a row on every printed page."""
        design = SheetDesign(
            self._looks,
            dict(enumerate(self.widths, 1)),
            self._heights,
            tuple(self._merges),
            hidden_columns=hidden_columns,
            repeated=(repeated, repeated),
            shadings=tuple(self._shadings),
            portrait=portrait,
            pages=pages,
        )
        head, last = filtered
        visible = self.last_column - len(hidden_columns)
        reach = area(head, 1, last, visible) if head else ""
        return SheetPlan(self.name, "", tuple(self._rows), frozen=frozen, filter_range=reach, design=design)

    def _needed(self, content: Content, look: Look, first: int, last: int) -> float:
        """How high several lines of a text are in its columns, 0 for one; what stands upright has a row of its own height."""
        text = content.text if isinstance(content, Link) else content
        text = text.shown if isinstance(text, PlainFormula) else text
        if not isinstance(text, str) or look in _UNBROKEN:
            return 0.0
        size = _SIZES.get(look, _SMALL)
        room = (sum(self.widths[first - 1 : last]) + _SEAM * (last - first) - _PADDING) * 10 / size
        lines = lines_of(text, max(room, 2.0))
        return lines * _LINE * size + _MARGIN if lines > 1 else 0.0
