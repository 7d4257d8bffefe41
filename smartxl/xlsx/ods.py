"""OpenDocument spreadsheets (.ods, and .fods that are not packed) as sheets, for moving answers.

One element can stand for a million cells, so what a file costs is counted while it is read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from smartxl.cells import MAX_COLUMN, MAX_ROW, Area
from smartxl.findings import FindingCode
from smartxl.xlsx.book import Place, RawSheet
from smartxl.xlsx.cellvalues import CellValue, Percent
from smartxl.xlsx.gate import Budget, megabytes, refused
from smartxl.xlsx.xmlpart import Attributes, has_doctype, parse, too_deep, too_long

__all__ = ["content_of_ods", "is_ods", "read_ods"]

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_ASIDE = frozenset({"annotation", "frame", "shapes", "tracked-changes", "ruby-text"})
"""What holds text of its own that is not the cell's."""
_DURATION = re.compile(r"PT(?:(\d{1,6})H)?(?:(\d{1,2})M)?(?:(\d{1,2})(?:[.,]\d+)?S)?")
_DAY = timedelta(days=1)


def is_ods(content: bytes) -> bool:
    """Whether a file is a packed OpenDocument spreadsheet, by its first bytes or by its parts."""
    if not content.startswith(b"PK"):
        return False
    if _MIMETYPE in content[:200]:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            names = set(container.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return False
    return _CONTENT in names and "_rels/.rels" not in names


def content_of_ods(content: bytes, budget: Budget) -> bytes:
    """The part that holds the sheets. Raises FileRefused for what is too large, damaged or encrypted."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            entries = container.infolist()
            size = sum(entry.file_size for entry in entries)
            if size > budget.unpacked_bytes or len(entries) > budget.entries:
                raise refused(FindingCode.TOO_BIG, megabytes(size), megabytes(budget.unpacked_bytes))
            manifest = container.read(_MANIFEST) if _MANIFEST in container.namelist() else b""
            if b"encryption-data" in manifest:
                raise refused(FindingCode.ENCRYPTED)
            return container.read(_CONTENT)
    except (zipfile.BadZipFile, KeyError, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise refused(FindingCode.DAMAGED, "zip") from error


def read_ods(part: bytes, budget: Budget) -> tuple[RawSheet, ...]:
    """The sheets in order. Raises FileRefused beyond the budget, for a document type, and for no sound XML."""
    if has_doctype(part):
        raise refused(FindingCode.SUSPICIOUS, f"{_CONTENT}: DOCTYPE")
    reader = _ContentReader(budget)
    parse(_CONTENT, part, reader)
    return tuple(sheet.finished() for sheet in reader.sheets)


@dataclass
class _TableCells:
    """What stands in the cells of one table so far."""

    name: str
    values: dict[Place, CellValue] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)

    def finished(self) -> RawSheet:
        """The sheet, whose rows end with their last value."""
        rows: list[list[CellValue]] = [[] for _ in range(max((row for row, _ in self.values), default=0))]
        for (row, column), value in sorted(self.values.items()):
            cells = rows[row - 1]
            cells += [""] * (column - len(cells))
            cells[column - 1] = value
        return RawSheet(self.name, tuple(map(tuple, rows)), self.errors, self.formulas, tuple(self.merged))


class _ContentReader:
    """Walks through the content; `start`, `text` and `end` are called for every element of it."""

    def __init__(self, budget: Budget) -> None:
        self.sheets: list[_TableCells] = []
        self._budget, self._left, self._merged = budget, budget.cells, 0
        self._row = self._column = self._rows = self._columns = 0
        self._start_of_rows: Place = (0, 0)
        self._cell: Attributes | None = None
        self._in_row: list[tuple[Place, CellValue, str, str]] = []
        self._paragraphs: list[str] = []
        self._depth = self._aside = self._tables = 0
        self._in_paragraph = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """A table, a row, a cell, its text, or anything else."""
        name = tag.rpartition(":")[2]
        self._depth += 1
        if self._depth > self._budget.depth:
            raise too_deep(_CONTENT, self._budget)
        if name in _ASIDE or self._aside:
            self._aside += 1
        elif name == "table":
            self._start_table(attributes)
        elif name == "table-row":
            self._row += self._rows
            self._rows, self._column, self._columns = _times(attributes, "number-rows-repeated"), 0, 0
        elif name in _CELLS:
            self._column += self._columns
            self._columns = _times(attributes, "number-columns-repeated")
            self._cell, self._paragraphs = attributes, []
        elif self._cell is not None:
            self._start_text(name, attributes)

    def _start_table(self, attributes: Attributes) -> None:
        if self._tables == 0:
            if len(self.sheets) >= self._budget.sheets:
                raise refused(
                    FindingCode.TOO_BIG, f"> {self._budget.sheets} sheets", str(self._budget.sheets)
                )
            self.sheets.append(_TableCells(_attribute(attributes, "name") or f"#{len(self.sheets) + 1}"))
            self._row = self._rows = 0
        self._tables += 1

    def _start_text(self, name: str, attributes: Attributes) -> None:
        if name == "p":
            self._in_paragraph += 1
            self._paragraphs.append("")
        elif self._in_paragraph:
            blanks = {"s": " " * min(_times(attributes, "c"), 1000), "tab": "\t", "line-break": "\n"}
            self._paragraphs[-1] += blanks.get(name, "")

    def text(self, data: str) -> None:
        """Text of a cell, as long as the budget lasts."""
        if self._in_paragraph and not self._aside:
            self._paragraphs[-1] += data.replace("\n", " ")
            if len(self._paragraphs[-1]) > self._budget.text:
                raise too_long(self.sheets[-1].name, self._budget)

    def end(self, tag: str) -> None:
        """A text, a cell, a row or a table is whole."""
        name = tag.rpartition(":")[2]
        self._depth -= 1
        if self._aside:
            self._aside -= 1
        elif name == "p" and self._in_paragraph:
            self._in_paragraph -= 1
        elif name in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "table-row":
            self._end_row()
        elif name == "table":
            self._tables -= 1

    def _end_cell(self, cell: Attributes) -> None:
        formula, kind = _attribute(cell, "formula"), _attribute(cell, "value-type")
        shown = "\n".join(self._paragraphs)
        if kind or formula or shown:
            self._check_reach(self._row + self._rows, self._column + self._columns)
            error = shown if cell.get("calcext:value-type") == "error" else ""
            value = "" if error else _value(kind, cell, shown)
            self._in_row += [
                ((self._row + 1, self._column + each), value, formula, error)
                for each in range(1, self._columns + 1)
            ]
        self._merge(cell)

    def _merge(self, cell: Attributes) -> None:
        height, width = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if height * width == 1:
            return
        row, column = self._row + 1, self._column + 1
        sheet = self.sheets[-1]
        self._merged += height * width
        if len(sheet.merged) >= self._budget.merges or self._merged > self._budget.merged_cells:
            raise refused(FindingCode.TOO_BIG, f"{sheet.name}: {self._merged} merged cells")
        last_row, last_column = min(row + height - 1, MAX_ROW), min(column + width - 1, MAX_COLUMN)
        sheet.merged.append(Area(sheet.name, row, column, last_row, last_column))

    def _end_row(self) -> None:
        """Keeps what stands in a row, as often as the row is repeated."""
        sheet = self.sheets[-1]
        self._left -= len(self._in_row) * self._rows
        if self._left < 0:
            raise refused(FindingCode.TOO_BIG, f"> {self._budget.cells} cells", str(self._budget.cells))
        for (row, column), value, formula, error in self._in_row:
            for place in ((row + more, column) for more in range(self._rows)):
                sheet.values[place] = value
                if formula:
                    sheet.formulas[place] = formula.partition(":=")[2] or formula.lstrip("=")
                if error:
                    sheet.errors[place] = error
        self._in_row = []

    def _check_reach(self, row: int, column: int) -> None:
        budget = self._budget
        if row > budget.rows or column > budget.columns:
            raise refused(FindingCode.TOO_BIG, f"{row} × {column}", f"{budget.rows} × {budget.columns}")


def _attribute(attributes: Attributes, name: str) -> str:
    """An attribute of any namespace: those of a cell are called differently enough."""
    for prefix in ("office:", "table:", "text:"):
        if prefix + name in attributes:
            return attributes[prefix + name]
    return ""


def _times(attributes: Attributes, name: str) -> int:
    text = _attribute(attributes, name) or "1"
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _value(kind: str, cell: Attributes, shown: str) -> CellValue:
    """What a cell holds. Raises FileRefused for a value that is none of its type."""
    try:
        if kind in {"float", "currency"}:
            return float(_attribute(cell, "value"))
        if kind == "percentage":
            return Percent(_attribute(cell, "value"))
        if kind == "boolean":
            return _attribute(cell, "boolean-value") == "true"
        if kind == "date":
            return _day(_attribute(cell, "date-value"))
        if kind == "time":
            return _time(_attribute(cell, "time-value"))
    except ValueError as error:
        raise refused(FindingCode.DAMAGED, f"{_CONTENT}: {str(error)[:60]}") from error
    return shown or _attribute(cell, "string-value")


def _day(text: str) -> date | datetime:
    moment = datetime.fromisoformat(text[:26]).replace(tzinfo=None)
    return moment if moment.time() != time() else moment.date()


def _time(text: str) -> time | timedelta:
    match = _DURATION.fullmatch(text)
    if not match:
        raise ValueError(f"no time {text[:20]}")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    passed = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return (datetime.min + passed).time() if passed < _DAY else passed
