"""The sheets of an OpenDocument spreadsheet. One element can stand for a million cells, so what they cost is counted first.

The file says of each number what it shows: no format need be understood to read a cell as it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartxl.cells import MAX_COLUMN, MAX_ROW, Area
from smartxl.findings import FindingCode
from smartxl.xlsx.appearance import Appearance, shifted
from smartxl.xlsx.book import ObjectKind, RawSheet, SheetObject
from smartxl.xlsx.cellvalues import CellValue
from smartxl.xlsx.gate import Budget, refused
from smartxl.xlsx.odscells import TableCells, value_of
from smartxl.xlsx.odsstyles import OdsStyles, ShownText
from smartxl.xlsx.xmlpart import Attributes, too_deep, too_long

__all__ = ["ContentReader"]

_PART = "content.xml"
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_OBJECTS = frozenset({"annotation", "frame", "custom-shape", "rect", "ellipse", "caption", "polygon", "path"})
_SKIPPED = frozenset({"tracked-changes", "forms", "ruby-text"})
_HIDDEN = frozenset({"collapse", "filter"})
_CELL, _TEXT, _ROW, _COLUMN = "table-cell", "text", "table-row", "table-column"


@dataclass(slots=True)
class _OpenCell:
    """A cell that is being read: its attributes, and the pieces of its paragraphs with the styles of their runs."""

    attributes: Attributes
    style: str
    paragraphs: list[list[tuple[str, str]]] = field(default_factory=list)
    link: str = ""


@dataclass(frozen=True, slots=True)
class _Content:
    """What stands in a cell."""

    column: int
    value: CellValue
    formula: str
    error: str
    look: Appearance | None


class ContentReader:
    """Walks through the content; `start`, `text` and `end` are called for every element of it."""

    def __init__(self, budget: Budget, styles: OdsStyles) -> None:
        self._sheets: list[TableCells] = []
        self._budget, self._styles, self._left, self._merged = budget, styles, budget.cells, 0
        self._row = self._column = self._rows = self._columns = 0
        self._row_style = ""
        self._cell: _OpenCell | None = None
        self._in_row: list[_Content] = []
        self._spans: list[str] = []
        self._object: list[str] | None = None  # its texts, while one is read
        self._object_kind = ObjectKind.BOX
        self._depth = self._inside = self._tables = self._closed = self._in_paragraph = 0

    def finished(self) -> tuple[tuple[RawSheet, ...], Mapping[str, tuple[SheetObject, ...]]]:
        """The sheets in order, and by their names what lies on them."""
        objects = {sheet.name: tuple(sheet.objects) for sheet in self._sheets if sheet.objects}
        return tuple(sheet.finished() for sheet in self._sheets), objects

    def start(self, tag: str, attributes: Attributes) -> None:
        """A style, a table, a row, a cell, its text, or something that lies on the sheet."""
        name = tag.rpartition(":")[2]
        self._depth += 1
        if self._depth > self._budget.depth:
            raise too_deep(_PART, self._budget)
        if self._inside:
            self._inside += 1
            self._start_inside(name)
        elif name in _SKIPPED or (name in _OBJECTS and self._tables):
            self._inside = 1
            self._object = None if name in _SKIPPED else []
            self._object_kind = ObjectKind.COMMENT if name == "annotation" else ObjectKind.BOX
        elif name == "table":
            self._start_table(attributes)
        elif not self._tables:
            self._styles.start(name, attributes)
        elif self._cell is not None and name not in _CELLS:
            self._start_text(self._cell, name, attributes)
        else:
            self._start_grid(name, attributes)

    def _start_inside(self, name: str) -> None:
        if self._object is None:
            return
        if name == "image":
            self._object_kind = ObjectKind.PICTURE
        elif name == "p":
            self._in_paragraph += 1
            self._object.append("")

    def _start_table(self, attributes: Attributes) -> None:
        if self._tables == 0:
            if len(self._sheets) >= self._budget.sheets:
                raise refused(
                    FindingCode.TOO_BIG, f"> {self._budget.sheets} sheets", str(self._budget.sheets)
                )
            name = attributes.get("table:name") or f"#{len(self._sheets) + 1}"
            is_hidden = self._styles.is_hidden(attributes.get("table:style-name", ""))
            self._sheets.append(TableCells(name, is_hidden))
            self._row = self._rows = self._closed = 0
        self._tables += 1

    def _start_grid(self, name: str, attributes: Attributes) -> None:
        if name in {"table-row-group", "table-column-group"} and (
            self._closed or attributes.get("table:display") == "false"
        ):
            self._closed += 1
        elif name == "table-column":
            self._start_columns(attributes)
        elif name == "table-row":
            self._start_rows(attributes)
        elif name in _CELLS:
            self._column += self._columns
            self._columns = _times(attributes, "table:number-columns-repeated")
            of_column = self._sheets[-1].column_styles[self._column : self._column + 1]
            style = attributes.get("table:style-name") or self._row_style or "".join(of_column)
            self._cell = _OpenCell(attributes, style)

    def _start_columns(self, attributes: Attributes) -> None:
        sheet = self._sheets[-1]
        first = len(sheet.column_styles)
        times = min(_times(attributes, "table:number-columns-repeated"), self._budget.columns - first)
        sheet.column_styles += [attributes.get("table:default-cell-style-name", "")] * times
        if self._is_hidden(attributes, _COLUMN):
            sheet.hidden_columns |= set(range(first + 1, first + times + 1))

    def _start_rows(self, attributes: Attributes) -> None:
        self._row += self._rows
        self._rows, self._column, self._columns = _times(attributes, "table:number-rows-repeated"), 0, 0
        self._row_style = attributes.get("table:default-cell-style-name", "")
        if self._is_hidden(attributes, _ROW):
            last = min(self._row + self._rows, self._budget.rows)
            self._sheets[-1].hidden_rows |= set(range(self._row + 1, last + 1))

    def _is_hidden(self, attributes: Attributes, family: str) -> bool:
        is_flat = self._styles.is_flat(family, attributes.get("table:style-name", ""))
        return bool(self._closed) or is_flat or attributes.get("table:visibility") in _HIDDEN

    def _start_text(self, cell: _OpenCell, name: str, attributes: Attributes) -> None:
        if name == "p":
            self._in_paragraph += 1
            cell.paragraphs.append([])
        elif name == "span":
            self._spans.append(attributes.get("text:style-name", ""))
        elif name == "a":
            cell.link = attributes.get("xlink:href", "")
        elif self._in_paragraph:
            blanks = {"s": " " * min(_times(attributes, "text:c"), 1000), "tab": "\t", "line-break": "\n"}
            self._add(cell, blanks.get(name, ""))

    def text(self, data: str) -> None:
        """Text of a cell or of what lies on the sheet, as long as the budget lasts."""
        if not self._in_paragraph:
            return
        if self._inside:
            if self._object:
                self._object[-1] += data
                self._check_length(len(self._object[-1]))
        elif self._cell is not None:
            self._add(self._cell, data.replace("\n", " "))

    def _add(self, cell: _OpenCell, text: str) -> None:
        pieces, style = cell.paragraphs[-1], self._spans[-1] if self._spans else ""
        if pieces and pieces[-1][1] == style:
            pieces[-1] = (pieces[-1][0] + text, style)
        elif text:
            pieces.append((text, style))
        self._check_length(sum(len(piece) for piece, _ in pieces))

    def _check_length(self, length: int) -> None:
        if length > self._budget.text:
            raise too_long(self._sheets[-1].name, self._budget)

    def end(self, tag: str) -> None:
        """A text, a cell, a row, a table or an object is whole."""
        name = tag.rpartition(":")[2]
        self._depth -= 1
        if self._inside:
            self._end_inside(name)
        elif not self._tables:
            self._styles.end(name)
        elif name == "p" and self._in_paragraph:
            self._in_paragraph -= 1
        elif name == "span" and self._spans:
            self._spans.pop()
        elif name in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "table-row":
            self._end_row()
        elif name in {"table-row-group", "table-column-group"} and self._closed:
            self._closed -= 1
        elif name == "table":
            self._tables -= 1

    def _end_inside(self, name: str) -> None:
        self._inside -= 1
        if name == "p" and self._in_paragraph and self._object is not None:
            self._in_paragraph -= 1
        if self._inside or self._object is None:
            return
        text, sheet = "\n".join(self._object), self._sheets[-1]
        place = (self._row + 1, self._column + 1) if self._cell else (1, 1)
        if (text.strip() or self._object_kind is ObjectKind.PICTURE) and len(
            sheet.objects
        ) < self._budget.merges:
            sheet.objects.append(SheetObject(self._object_kind, place, place, text))
        self._object = None

    def _end_cell(self, cell: _OpenCell) -> None:
        attributes = cell.attributes
        formula, kind = attributes.get("table:formula", ""), attributes.get("office:value-type", "")
        shown, look = self._seen(cell, kind)
        if kind or formula or shown:
            self._check_reach(self._row + self._rows, self._column + self._columns)
            error = shown if attributes.get("calcext:value-type") == "error" else ""
            value = "" if error else value_of(kind, attributes, shown)
            self._in_row += [
                _Content(self._column + each, value, formula, error, look)
                for each in range(1, self._columns + 1)
            ]
        self._merge(attributes)

    def _seen(self, cell: _OpenCell, kind: str) -> tuple[str, Appearance | None]:
        """The text that a cell shows, and its look where that says something else than the value."""
        base, ground = self._styles.look(_CELL, cell.style), ""
        ground, left, texts = base.ground, [], []
        struck = unseen = False
        for paragraph in cell.paragraphs:
            pieces = [(text, self._styles.look(_TEXT, style).over(base)) for text, style in paragraph]
            texts.append("".join(shifted(text, look.shift) for text, look in pieces))
            gone = [bool(look.struck) or look.unseen_on(ground) for _, look in pieces]
            struck = struck or any(look.struck for _, look in pieces)
            unseen = unseen or any(look.unseen_on(ground) for _, look in pieces)
            left.append("".join(text for (text, _), is_gone in zip(pieces, gone, strict=True) if not is_gone))
        shown = "\n".join(texts)
        is_number = kind in {"float", "currency", "percentage"}
        is_part = kind == "date" and not self._styles.shows_day(base.data)
        seen = ShownText(shown) if (is_number or is_part) and cell.paragraphs else None
        look = Appearance(
            seen, "", struck, unseen, "\n".join(left) if struck or unseen else "", link=cell.link
        )
        return shown, None if look == Appearance() else look

    def _merge(self, cell: Attributes) -> None:
        height, width = (
            _times(cell, "table:number-rows-spanned"),
            _times(cell, "table:number-columns-spanned"),
        )
        if height * width == 1:
            return
        row, column = self._row + 1, self._column + 1
        sheet = self._sheets[-1]
        self._merged += height * width
        if len(sheet.merged) >= self._budget.merges or self._merged > self._budget.merged_cells:
            raise refused(FindingCode.TOO_BIG, f"{sheet.name}: {self._merged} merged cells")
        last_row, last_column = min(row + height - 1, MAX_ROW), min(column + width - 1, MAX_COLUMN)
        sheet.merged.append(Area(sheet.name, row, column, last_row, last_column))

    def _end_row(self) -> None:
        """Keeps what stands in a row, as often as the row is repeated."""
        sheet = self._sheets[-1]
        self._left -= len(self._in_row) * self._rows
        if self._left < 0:
            raise refused(FindingCode.TOO_BIG, f"> {self._budget.cells} cells", str(self._budget.cells))
        for found in self._in_row:
            for place in ((self._row + more, found.column) for more in range(1, self._rows + 1)):
                sheet.values[place] = found.value
                if found.formula:
                    sheet.formulas[place] = found.formula.partition(":=")[2] or found.formula.lstrip("=")
                if found.error:
                    sheet.errors[place] = found.error
                if found.look:
                    sheet.looks[place] = found.look
        self._in_row = []

    def _check_reach(self, row: int, column: int) -> None:
        budget = self._budget
        if row > budget.rows or column > budget.columns:
            raise refused(FindingCode.TOO_BIG, f"{row} × {column}", f"{budget.rows} × {budget.columns}")


def _times(attributes: Attributes, name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 9 else 1
