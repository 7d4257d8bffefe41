"""Lists as a workbook to read, filter and print: no formula in it, and no text that could become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import a1, area, column_letter
from smartxl.text import shorten
from smartxl_generators.ooxml.looks import lines_of
from smartxl_generators.package import SheetFacts, package

__all__ = ["ListColumn", "ListSheet", "write_lists"]

_TITLE, _INTRO, _HEAD, _FIRST = 1, 2, 3, 4
_CELL_LIMIT = 32_767
_FONT = "微软雅黑"
_LINE_HEIGHT, _TALLEST, _PADDING = 15.0, 400.0, 2  # points; Excel's limit is 409
_INK, _MAIN, _LINE = "FF1C2733", "FF0F5273", "FFD9E0E6"
_EDGE = Side(style="thin", color=_LINE)
_GRID = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)


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
    book = Workbook()
    book.remove(book.worksheets[0])
    facts = []
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet)
        facts.append(SheetFacts({}, frozenset()))
    properties = book.properties
    properties.title, properties.creator, properties.lastModifiedBy = title, "smartxl", "smartxl"
    properties.created = properties.modified = moment
    return package(book, facts, moment)


def _write(target: Worksheet, sheet: ListSheet) -> None:
    last = len(sheet.columns)
    for column, entry in enumerate(sheet.columns, 1):
        target.column_dimensions[column_letter(column)].width = entry.width
    _line(target, _TITLE, last, sheet.title, Font(name=_FONT, size=16, bold=True, color=_MAIN), 30)
    _line(target, _INTRO, last, sheet.intro, Font(name=_FONT, size=10, color=_INK), 22)
    head = _ListingLook(
        Font(name=_FONT, size=10, bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor=_MAIN)
    )
    for column, entry in enumerate(sheet.columns, 1):
        head.put(target, _HEAD, column, entry.head, centred=True)
    target.row_dimensions[_HEAD].height = 24
    plain = _ListingLook(Font(name=_FONT, size=10, color=_INK))
    tinted = {
        word: _ListingLook(Font(name=_FONT, size=10, bold=True, color=f"FF{colour}"))
        for word, colour in sheet.tints.items()
    }
    for row, values in enumerate(sheet.rows, _FIRST):
        for column, value in enumerate(values, 1):
            look = tinted.get(str(value), plain) if column == 1 else plain
            look.put(target, row, column, value, centred=sheet.columns[column - 1].centred)
        target.row_dimensions[row].height = _height(sheet.columns, values)
    if not sheet.rows:
        _line(target, _FIRST, last, sheet.nothing, Font(name=_FONT, size=11, color=_INK), 30)
    _finish(target, last, max(_HEAD, _HEAD + len(sheet.rows)))


@dataclass(frozen=True, slots=True)
class _ListingLook:
    """What cells of a kind look like."""

    font: Font
    fill: PatternFill | None = None

    def put(self, target: Worksheet, row: int, column: int, value: str | float, *, centred: bool) -> None:
        """Writes a value into a cell, as text or number, never as a formula."""
        cell = cast("Cell", target.cell(row, column))
        _put(cell, value)
        cell.font, cell.border = self.font, _GRID
        if self.fill is not None:
            cell.fill = self.fill
        cell.alignment = Alignment(
            horizontal="center" if centred else "left", vertical="center", wrap_text=True
        )


def _put(cell: Cell, value: str | float) -> None:
    if not isinstance(value, str):
        cell.value = value
    elif value:
        cell.value = shorten(ILLEGAL_CHARACTERS_RE.sub("", value), _CELL_LIMIT)
        cell.data_type = "s"  # whatever it begins with
        cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}


def _height(columns: Sequence[ListColumn], values: Sequence[str | float]) -> float:
    """The height that the longest text of a row takes: LibreOffice does not find it by itself."""
    lines = max(
        lines_of(str(value), column.width - _PADDING) for column, value in zip(columns, values, strict=True)
    )
    return min(_TALLEST, _LINE_HEIGHT * lines + 4)


def _line(target: Worksheet, row: int, last: int, text: str, font: Font, height: float) -> None:
    """A text across the whole width."""
    cell = cast("Cell", target.cell(row, 1))
    _put(cell, text)
    cell.font, cell.alignment = font, Alignment(vertical="center", wrap_text=True)
    target.merged_cells.add(area(row, 1, row, last))
    target.row_dimensions[row].height = height


def _finish(target: Worksheet, last: int, bottom: int) -> None:
    target.sheet_view.showGridLines = False
    target.freeze_panes = a1(_FIRST, 1)
    target.auto_filter.ref = area(_HEAD, 1, bottom, last)
    target.print_title_rows = f"{_HEAD}:{_HEAD}"
    target.page_setup.orientation, target.page_setup.paperSize = "landscape", 9
    target.page_margins.left = target.page_margins.right = 0.4
    target.page_margins.top = target.page_margins.bottom = 0.5
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    if target.oddFooter is not None:
        target.oddFooter.center.text = "&A    &P / &N"
