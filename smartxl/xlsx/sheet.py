"""The reader of sheets: any sound XML becomes a `RawSheet`, or is refused.

Programs write the same cells in many ways (prefixes, encodings, cells without addresses or out of order, texts in runs, shared
strings or strings in the cell); expat takes all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from smartxl.cells import MAX_COLUMN, MAX_ROW, Area, a1, parse_a1
from smartxl.findings import FindingCode
from smartxl.xlsx.book import Place, RawSheet
from smartxl.xlsx.cellvalues import CellValue, Contents, plain_text
from smartxl.xlsx.gate import Budget, FileRefused, refused
from smartxl.xlsx.xmlpart import Attributes, check_depth, check_text, local, parse

__all__ = ["Counts", "read_sheet"]

_VALUES = frozenset({"v", "is"})
_LONGEST = 7  # digits of the number of a row
_TEXTS = frozenset({"str", "inlineStr"})

_place_of = lru_cache(maxsize=2**14)(parse_a1)  # the same cells stand in form after form


@dataclass(slots=True)
class Counts:
    """Cells, also empty ones, and merged cells of all sheets so far; the budget is that of the file."""

    budget: Budget
    cells: int = 0
    merged_cells: int = 0


def read_sheet(name: str, part: str, data: bytes, contents: Contents, counts: Counts) -> RawSheet:
    """The sheet that a part holds. Raises FileRefused beyond the budget, and for what is damaged or was tampered with."""
    sheet = _SheetData(name, part, contents, counts)
    if counts.cells + data.count(b"<c r=") > counts.budget.cells:  # told before it is taken apart
        raise sheet.too_many(counts.budget.cells, "cells")
    handler = _SheetHandler(sheet)
    parse(part, data, handler)
    handler.finish()
    return sheet.finished()


class _SheetHandler:
    """Walks through a sheet and gives what stands in its cells to `_SheetData`.

    What two programs would read differently is refused: elements inside a value, two values of a cell, cells that only
    some programs read. `start`, `text` and `end` are called ten thousand times for a form, so they call little themselves.
    """

    __slots__ = (
        *("_aloud", "_cell", "_depth", "_formula", "_formula_attributes", "_in_rows", "_in_string", "_left"),
        *("_longest", "_place", "_sheet", "_tag", "_text", "_value"),
    )

    def __init__(self, sheet: _SheetData) -> None:
        self._sheet = sheet
        self._left, self._longest = sheet.budget.cells - sheet.counts.cells, sheet.budget.text
        self._place: Place = (0, 0)
        self._cell: Attributes | None = None  # None outside of a cell
        self._value: str | None = None
        self._formula: str | None = None
        self._formula_attributes: Attributes = {}
        self._tag = self._text = ""  # v, f or t while its text is read, and that
        self._depth = 0
        self._in_rows = self._in_string = self._aloud = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """A cell, its value or formula, or anything else."""
        if self._tag:
            raise self._sheet.suspicious(self._place, f"<{tag}> in <{self._tag}>")
        if tag == "c":
            self._left -= 1
            if self._left < 0 or self._cell is not None:
                raise self._fault_of_cell()
            self._cell, self._value, self._formula = attributes, None, None
            try:
                reference = attributes.get("r")
                self._place = _place_of(reference) if reference else (self._place[0], self._place[1] + 1)
            except ValueError as error:
                raise self._sheet.damaged(f": {str(error)[:60]}") from error
        elif self._cell is None:
            self._start_other(tag, attributes)
        elif tag == "t":
            self._tag, self._text = tag, ""
        elif tag in _VALUES:
            self._start_value(tag)
        elif tag == "f":
            self._start_formula(attributes)
        else:
            self._start_other(tag, attributes)

    def text(self, data: str) -> None:
        """Text of a value or a formula, as long as the budget lasts."""
        if self._tag:
            self._text += data
            if len(self._text) > self._longest:
                check_text(self._sheet.name, len(self._text), self._sheet.budget)

    def end(self, tag: str) -> None:
        """A text or a cell is whole."""
        if self._tag:
            if self._tag == "f":
                self._formula = self._text
            elif self._tag == "v":
                self._value = self._text
            elif self._in_string and not self._aloud:
                self._value = (self._value or "") + self._text
            self._tag = ""
        elif self._cell is None:
            self._end_other(tag)
        elif tag == "c":
            if self._formula is not None:
                self._sheet.keep_formula(self._place, self._formula, self._formula_attributes)
                self._sheet.keep(self._place, self._cell, self._value)
            elif self._value:
                self._sheet.keep(self._place, self._cell, self._value)
            self._cell = None
        elif tag == "is":
            self._in_string = False
        else:
            self._end_other(tag)

    def _start_value(self, tag: str) -> None:
        if self._value is not None:
            raise self._sheet.suspicious(self._place, "2 × <v>")
        if tag == "v":
            self._tag, self._text = tag, ""
        else:
            self._value, self._in_string = "", True

    def _start_formula(self, attributes: Attributes) -> None:
        if self._formula is not None:
            raise self._sheet.suspicious(self._place, "2 × <f>")
        self._tag, self._text, self._formula_attributes = "f", "", attributes

    def _fault_of_cell(self) -> FileRefused:
        if self._cell is not None:
            return self._sheet.suspicious(self._place, "<c> in <c>")
        return self._sheet.too_many(self._sheet.budget.cells, "cells")

    def _start_other(self, tag: str, attributes: Attributes) -> None:
        """Anything that is not in a cell, and runs of its text; a tag with a prefix as the one without."""
        name = local(tag)
        if name != tag:
            self.start(name, attributes)
            return
        self._depth += 1
        check_depth(self._sheet.part, self._depth, self._sheet.budget)
        if name == "row":
            self._start_row(attributes.get("r"))
        elif name == "mergeCell":
            self._sheet.merge(attributes.get("ref", ""))
        elif (
            name == "AlternateContent" and self._in_rows
        ):  # programs differ in which of the contents they show
            raise self._sheet.suspicious(self._place, name)
        elif name == "rPh":
            self._aloud = True
        elif name == "sheetData":
            self._in_rows = True

    def _end_other(self, tag: str) -> None:
        name = local(tag)
        if name != tag:
            self.end(name)
            return
        self._depth -= 1
        if name == "rPh":
            self._aloud = False
        elif name == "sheetData":
            self._in_rows = False

    def _start_row(self, number: str | None) -> None:
        if self._cell is not None:
            raise self._sheet.suspicious(self._place, "<row> in <c>")
        if number is None:
            self._place = (self._place[0] + 1, 0)
        elif number.isdecimal() and number.isascii() and len(number) <= _LONGEST:
            self._place = (int(number), 0)
        else:
            raise self._sheet.damaged(f": row {number[:20]}")

    def finish(self) -> None:
        """Counts the cells of the sheet, also the empty ones, for those that follow."""
        self._sheet.counts.cells = self._sheet.budget.cells - self._left


class _SheetData:
    """What was found of a sheet, held to the budget. `counts` are those of the whole file."""

    def __init__(self, name: str, part: str, contents: Contents, counts: Counts) -> None:
        self.name, self.part, self.contents, self.counts, self.budget = (
            name,
            part,
            contents,
            counts,
            counts.budget,
        )
        self.values: dict[Place, CellValue] = {}
        self.errors: dict[Place, str] = {}
        self.formulas: dict[Place, str] = {}
        self.uncached: set[Place] = set()
        self.arrays: dict[Place, str] = {}
        self.shared: dict[Place, Place] = {}
        self.heads: dict[str, Place] = {}
        self.merged: list[Area] = []
        self.last_row, self.last_column = min(self.budget.rows, MAX_ROW), min(self.budget.columns, MAX_COLUMN)

    def keep(self, place: Place, cell: Attributes, text: str | None) -> None:
        """Keeps a value. Raises FileRefused for a second one in its place, where no form reaches, and for what is none."""
        row, column = place
        if place in self.values or not 0 < row <= self.last_row or column > self.last_column:
            raise self._fault_of_place(row, column)
        kind = cell.get("t", "n")
        value: CellValue = ""
        if kind == "e":
            self.errors[place] = text or ""
        elif text:
            try:
                value = self.contents.value(kind, cell.get("s", "0"), text)
            except ValueError as error:
                raise self.damaged(f" {a1(row, column)}: {error}") from error
        self.values[place] = value
        if not text and (text is None or kind not in _TEXTS):
            self.uncached.add(place)

    def keep_formula(self, place: Place, text: str, attributes: Attributes) -> None:
        """Keeps a formula; of a shared one that has no text of its own, the cell that has it."""
        self.formulas[place] = plain_text(text).strip()
        kind = attributes.get("t")
        if kind == "array":
            self.arrays[place] = attributes.get("ref", "")
        elif kind == "shared":
            head = attributes.get("si", "")
            if text:
                self.heads[head] = place
            elif head in self.heads:
                self.shared[place] = self.heads[head]

    def _fault_of_place(self, row: int, column: int) -> FileRefused:
        if not row:
            return self.damaged(": <c> before <row>")
        if (row, column) in self.values:
            return self.suspicious((row, column), "× 2")
        found = f"{self.name} {a1(row, column)}"
        return refused(FindingCode.TOO_BIG, found, a1(self.budget.rows, self.budget.columns))

    def merge(self, reference: str) -> None:
        """A merged area. Raises FileRefused for too many, or too large ones together."""
        budget, counts = self.budget, self.counts
        area = self._area(reference)
        self.merged.append(area)
        counts.merged_cells += (area.last_row - area.first_row + 1) * (
            area.last_column - area.first_column + 1
        )
        if len(self.merged) > budget.merges:
            raise self.too_many(budget.merges, "merges")
        if counts.merged_cells > budget.merged_cells:
            found = f"{self.name}: {counts.merged_cells} merged cells"
            raise refused(FindingCode.TOO_BIG, found, str(budget.merged_cells))

    def _area(self, reference: str) -> Area:
        first, _, last = reference.partition(":")
        try:
            area = Area(self.name, *_place_of(first), *_place_of(last or first))
        except ValueError as error:
            raise self.damaged(f": mergeCell {reference[:20]}") from error
        is_inside = area.last_row <= MAX_ROW and area.last_column <= MAX_COLUMN
        if not is_inside or area.first_row > area.last_row or area.first_column > area.last_column:
            raise self.damaged(": mergeCell")
        return area

    def damaged(self, what: str) -> FileRefused:
        """The exception for a sheet that cannot be read."""
        return refused(FindingCode.DAMAGED, f"{self.part}{what}")

    def suspicious(self, place: Place, what: str) -> FileRefused:
        """The exception for a place that two programs would read differently."""
        row, column = place
        return refused(FindingCode.SUSPICIOUS, f"{self.name} {a1(max(row, 1), max(column, 1))} {what}")

    def too_many(self, limit: int, what: str) -> FileRefused:
        """The exception for a sheet that costs more than any form of ours."""
        return refused(FindingCode.TOO_BIG, f"{self.name}: > {limit} {what}", str(limit))

    def finished(self) -> RawSheet:
        """The sheet; its rows end with their last value."""
        rows: list[list[CellValue]] = [[] for _ in range(max((row for row, _ in self.values), default=0))]
        for (number, column), value in self.values.items():
            if value != "":
                row = rows[number - 1]
                if len(row) < column:
                    row += [""] * (column - len(row))
                row[column - 1] = value
        values = tuple(map(tuple, rows))
        more = self.arrays, self.shared, frozenset(self.uncached)
        return RawSheet(self.name, values, self.errors, self.formulas, tuple(self.merged), *more)
