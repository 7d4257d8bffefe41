"""What a row takes from its template row: the styles of its cells, its merges, its height."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, Self

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import column_letter
from smartxl.model.plan import PlannedRow
from smartxl.text import WIDE, lines_of
from smartxl_generators.ooxml.xml import serialised

__all__ = [
    "NO_LOOK",
    "ROW",
    "LookCell",
    "Looks",
    "RichText",
    "RowLook",
    "SheetLooks",
    "columns_of",
    "height_of",
    "most_in_a_line",
    "text_height",
]

_PLAIN_HEIGHT = 18.0  # of a template row that states none, in points
_LINE = 1.5  # the height of a line by the size of its font; Chinese fonts are high
_MARGIN = 3.0  # above and below the lines of a cell
_FALLBACK_WIDTH = 8.43
_PADDING = 1.2


ROW = "\x01"
"""Stands for the number of the row in the XML of a look: no text of a workbook has this character."""


@dataclass(frozen=True, slots=True)
class RichText:
    """A text of the template, and the element that shows it in several fonts."""

    text: str
    element: str

    @classmethod
    def of(cls, value: object) -> Self | None:
        """The text of a template's cell, None for one in a single font."""
        return cls(str(value), serialised(value.to_tree())) if isinstance(value, CellRichText) else None


@dataclass(frozen=True, slots=True)
class LookCell:
    """One cell of a template row: the number of its style, and how many Latin characters a line of it holds, None where
    text is not wrapped; a line is `line` points high. `start` begins its element, `styled` goes on with its style, `text`
    with what stands before an inline text; `blank` is the whole element of a cell without a value, "" where none is written;
    `rich` is the template's own text where its characters differ in font or colour."""

    column: int
    style: int
    room: float | None
    start: str
    styled: str
    text: str
    blank: str
    rich: RichText | None = None
    line: float = 0.0

    @classmethod
    def of(
        cls,
        column: int,
        style: int,
        room: float | None,
        *,
        always: bool,
        rich: RichText | None = None,
        line: float = 0.0,
    ) -> Self:
        """The look of a cell that is `always` written, or only with a value."""
        start = f'<c r="{column_letter(column)}{ROW}"'
        styled = f'{start} s="{style}"' if style else start
        blank = f"{styled}/>" if always else ""
        return cls(column, style, room, start, styled, f'{styled} t="inlineStr"><is><t>', blank, rich, line)


@dataclass(frozen=True, slots=True)
class RowLook:
    """The look of all planned rows that follow one template row; `merges` are areas with `ROW` for the row's number,
    `height` is None for a row without a template. A row `grows` with what is typed into it: None where it does when it
    has inputs."""

    cells: tuple[LookCell, ...]
    merges: tuple[str, ...]
    height: float | None
    hidden: bool = False
    grows: bool | None = None

    def with_columns(self, columns: Iterable[int]) -> list[LookCell]:
        """Its cells, and plain ones in columns that the template does not have."""
        mine = {cell.column for cell in self.cells}
        plain = [LookCell.of(c, 0, None, always=False) for c in columns if c not in mine]
        return sorted((*self.cells, *plain), key=lambda cell: cell.column)


NO_LOOK = RowLook((), (), None)
"""The look of a row without a template."""


class Looks(Protocol):
    """The looks of the rows of one sheet. Rows with the same key look alike."""

    def key(self, planned: PlannedRow) -> Hashable:
        """What the look of a row depends on."""
        ...

    def row(self, planned: PlannedRow) -> RowLook:
        """The look of a row."""
        ...


class SheetLooks:
    """The rows of one template sheet, as they look in a sheet with the given columns.

    `columns` maps a column to the template column whose width it takes; the key column is never wrapped. Columns that are
    `hidden` give no room to the texts of merged cells.
    """

    def __init__(
        self, template: Worksheet, columns: Mapping[int, int], key_column: int, hidden: Collection[int] = ()
    ) -> None:
        self._template, self._columns, self._key = template, columns, key_column
        self._merges: dict[int, list[tuple[int, int]]] = {}
        self._tall: set[tuple[int, int]] = set()
        for merged in template.merged_cells.ranges:
            own = [column for column, source in columns.items() if merged.min_col <= source <= merged.max_col]
            if merged.min_row != merged.max_row:
                rows = range(merged.min_row, merged.max_row + 1)
                self._tall |= {(row, column) for row in rows for column in own}
            elif len(own) > 1:
                self._merges.setdefault(merged.min_row, []).append((min(own), max(own)))
        for found in self._merges.values():
            found.sort()
        known = columns_of(template)
        self._widths = {column: known(source)[0] for column, source in columns.items()}
        self._hidden = frozenset(hidden)

    def key(self, planned: PlannedRow) -> Hashable:
        """The template row, and the columns that have the look of others."""
        return planned.style_row, tuple(planned.style_columns.items())

    def row(self, planned: PlannedRow) -> RowLook:
        """The look of the planned rows that follow a template row, some columns with the look of others."""
        style_row, style_columns = planned.style_row, planned.style_columns
        if not style_row:
            return NO_LOOK
        cells = tuple(
            self._cell(style_row, style_columns.get(column, column), column)
            for column in sorted(self._columns)
        )
        spans = self._merges.get(style_row, [])
        merges = tuple(f"{column_letter(first)}{ROW}:{column_letter(last)}{ROW}" for first, last in spans)
        dimension = self._template.row_dimensions[style_row]
        height = float(dimension.height or _PLAIN_HEIGHT)
        return RowLook(cells, merges, height, bool(dimension.hidden))

    def _cell(self, style_row: int, source_column: int, column: int) -> LookCell:
        source = self._template.cell(style_row, source_column)
        room = self._room(source, style_row, column)
        rich = RichText.of(source.value)
        line = _LINE * float(source.font.size or 10) if room is not None else 0.0
        return LookCell.of(column, source.style_id, room, always=source.has_style, rich=rich, line=line)

    def _room(self, source: Cell | MergedCell, style_row: int, column: int) -> float | None:
        if source.alignment is None or not source.alignment.wrap_text:
            return None
        if column == self._key or (style_row, column) in self._tall:
            return None
        width = self._widths.get(column, _FALLBACK_WIDTH)
        for first, last in self._merges.get(style_row, ()):
            if first <= column <= last:
                shown = set(range(first, last + 1)) - self._hidden
                width = sum(self._widths.get(c, _FALLBACK_WIDTH) for c in shown) or width
        return max(width - _PADDING, 2.0) * 10 / (source.font.size or 10)


def columns_of(template: Worksheet) -> Callable[[int], tuple[float, bool]]:
    """Template column → its width in characters, and whether it is hidden. One entry of the file may speak of many."""
    given = float(template.sheet_format.defaultColWidth or _FALLBACK_WIDTH)
    entries = []
    for dimension in template.column_dimensions.values():
        dimension.reindex()
        first, last = dimension.min or 1, dimension.max or 1
        entries.append((first, last, float(dimension.width), bool(dimension.hidden)))

    def look_up(column: int) -> tuple[float, bool]:
        return next(((w, h) for first, last, w, h in entries if first <= column <= last), (given, False))

    return look_up


def most_in_a_line(room: float) -> int:
    """How many characters of any kind fit where a line holds `room` Latin ones."""
    return int(room / WIDE)


def text_height(text: str, room: float, fits: int, line: float) -> float:
    """How high a text of several lines is in points, 0 for one line: `fits` characters surely fit into one, which is `line`
    high."""
    if len(text) <= fits and "\n" not in text:
        return 0.0
    lines = lines_of(text, room)
    return lines * line if lines > 1 else 0.0


def height_of(height: float, text: float) -> float:
    """The height of the template's row, or more where a `text` of several lines is higher; 0 for none."""
    return max(height, text + _MARGIN) if text else height
