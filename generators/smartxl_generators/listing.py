"""Lists as a workbook to read, filter and print: no formula in it, and no text that could become one."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import area
from smartxl.model.plan import Content, PlannedRow, SheetPlan
from smartxl.model.scores import ScoreTable
from smartxl.model.sheetdesign import Look, SheetDesign
from smartxl.text import lines_of, shorten
from smartxl_generators.ooxml.archive import archive
from smartxl_generators.ooxml.book import BookWriter
from smartxl_generators.ooxml.contents import BookContents
from smartxl_generators.ooxml.prototype import Prototype
from smartxl_generators.template import Template

__all__ = ["ListColumn", "ListSheet", "write_lists"]

_TITLE, _INTRO, _HEAD, _FIRST = 1, 2, 3, 4
_CELL_LIMIT = 32_767
_FONT = "微软雅黑"
_LINE_HEIGHT, _TALLEST, _PADDING = 15.0, 400.0, 2  # points; Excel's limit is 409
_INK, _MAIN, _LINE = "FF1C2733", "FF0F5273", "FFD9E0E6"
_EDGE = Side(style="thin", color=_LINE)
_GRID = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its head and its width; text that belongs together in a few words is centred."""

    head: str
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One sheet: title and introduction above, then heads and rows; `nothing` stands in place of no rows.

    `tints` maps what stands in the first column to the colour of its text (RRGGBB).
    """

    name: str
    title: str
    intro: str
    columns: Sequence[ListColumn]
    rows: Sequence[Sequence[str | float]]
    nothing: str
    tints: Mapping[str, str] = field(default_factory=dict)


def write_lists(sheets: Iterable[ListSheet], title: str, moment: datetime) -> bytes:
    """The workbook as bytes. The same arguments give the same bytes."""
    lists = tuple(sheets)
    looks = _looks(frozenset(colour for sheet in lists for colour in sheet.tints.values()))
    contents = BookContents(tuple(_ListBuilder(sheet).planned() for sheet in lists), title)
    return archive(BookWriter(Prototype.of(looks), contents, ScoreTable({}), {}).parts(moment))


class _ListBuilder:
    """One list as a planned sheet."""

    def __init__(self, sheet: ListSheet) -> None:
        self._sheet = sheet
        self._last = len(sheet.columns)
        self._rows: list[PlannedRow] = []
        self._looks: dict[int, Mapping[int, Look]] = {}
        self._heights: dict[int, float] = {}
        self._merges: list[tuple[int, int, int]] = []

    def planned(self) -> SheetPlan:
        """Title, introduction, heads and rows."""
        sheet = self._sheet
        self._across(sheet.title, "title", 30)
        self._across(sheet.intro, "intro", 22)
        self._add([column.head for column in sheet.columns], ["head"] * self._last, 24)
        for values in sheet.rows:
            self._add(values, list(self._looks_of(values)), _height(sheet.columns, values))
        if not sheet.rows:
            self._across(sheet.nothing, "nothing", 30)
        design = SheetDesign(
            self._looks,
            {column: entry.width for column, entry in enumerate(sheet.columns, 1)},
            self._heights,
            tuple(self._merges),
            repeated=(_HEAD, _HEAD),
        )
        reach = area(_HEAD, 1, _HEAD + len(sheet.rows), self._last)
        rows = tuple(self._rows)
        return SheetPlan(sheet.name, "", rows, frozen=(_FIRST, 1), filter_range=reach, design=design)

    def _across(self, text: str, look: str, height: float) -> None:
        """A text across the whole width."""
        self._add([text], [look], height)
        self._merges.append((len(self._rows), 1, self._last))

    def _add(self, values: Sequence[str | float], looks: Sequence[str], height: float) -> None:
        row = len(self._rows) + 1
        cells: dict[int, Content] = {column: _content(value) for column, value in enumerate(values, 1)}
        self._rows.append(PlannedRow(row, 0, cells))
        self._looks[row] = {column: Look(_LOOKS, look) for column, look in enumerate(looks, 1)}
        self._heights[row] = height

    def _looks_of(self, values: Sequence[str | float]) -> Iterable[str]:
        for column, entry in enumerate(self._sheet.columns):
            colour = self._sheet.tints.get(str(values[0]), "") if column == 0 else ""
            yield _text_look(colour, centred=entry.centred)


def _content(value: str | float) -> str | float:
    return shorten(value, _CELL_LIMIT) if isinstance(value, str) else value


def _height(columns: Sequence[ListColumn], values: Sequence[str | float]) -> float:
    """The height that the longest text of a row takes: LibreOffice does not find it by itself."""
    lines = max(
        lines_of(str(value), column.width - _PADDING) for column, value in zip(columns, values, strict=True)
    )
    return min(_TALLEST, _LINE_HEIGHT * lines + 4)


def _text_look(colour: str, *, centred: bool) -> str:
    """What the look of a cell in the list is called; `colour` is "" for that of all text."""
    return f"{colour or 'text'} {'centre' if centred else 'left'}"


@lru_cache(maxsize=4)
def _looks(colours: frozenset[str]) -> Template:
    """The looks of lists as a template: the text of a cell is the name of its look."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _LOOKS
    plain = Alignment(vertical="center", wrap_text=True)
    _add_look(sheet, "title", Font(name=_FONT, size=16, bold=True, color=_MAIN), plain)
    _add_look(sheet, "intro", Font(name=_FONT, size=10, color=_INK), plain)
    _add_look(sheet, "nothing", Font(name=_FONT, size=11, color=_INK), plain)
    centre, left = (Alignment(horizontal=h, vertical="center", wrap_text=True) for h in ("center", "left"))
    fill = PatternFill("solid", fgColor=_MAIN)
    _add_look(sheet, "head", Font(name=_FONT, size=10, bold=True, color="FFFFFFFF"), centre, _GRID, fill)
    for colour in ("", *sorted(colours)):
        ink = f"FF{colour}" if colour else _INK
        font = Font(name=_FONT, size=10, bold=bool(colour), color=ink)
        _add_look(sheet, _text_look(colour, centred=True), font, centre, _GRID)
        _add_look(sheet, _text_look(colour, centred=False), font, left, _GRID)
    content = io.BytesIO()
    book.save(content)
    return Template.load(content.getvalue(), _LOOKS)


def _add_look(
    sheet: Worksheet,
    name: str,
    font: Font,
    alignment: Alignment,
    border: Border | None = None,
    fill: PatternFill | None = None,
) -> None:
    cell = sheet.cell(sheet.max_row + 1, 1, name)
    cell.font, cell.alignment = font, alignment
    if border is not None:
        cell.border = border
    if fill is not None:
        cell.fill = fill
