"""The reader of sheets: any sound XML becomes a `RawSheet`, or is refused.

Programs write the same cells in many ways (prefixes, encodings, cells without addresses or out of order, texts in runs, shared
strings or strings in the cell); expat takes all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar

from smartxl.cells import MAX_COLUMN, MAX_ROW, Area, a1, parse_a1
from smartxl.findings import FindingCode
from smartxl.xlsx.appearance import Appearance, RunCollector
from smartxl.xlsx.book import Place, RawSheet
from smartxl.xlsx.cellvalues import CellValue, Contents, WrittenFormulas, plain_text
from smartxl.xlsx.gate import Budget, FileRefused, refused
from smartxl.xlsx.xmlpart import Attributes, too_deep, too_long

__all__ = ["TEXTS", "CellCounts", "ReaderKind", "SheetReader", "place_of"]

_IN_CELL = frozenset({"c", "v", "f", "is", "t"})
_LONGEST = 7  # digits of the number of a row
TEXTS = frozenset({"str", "inlineStr"})
"""The types of cells whose text stands in them."""
_LOOKS = frozenset({"col", "hyperlink", "sheetFormatPr", "sheetView"})
_TRUE = frozenset({"1", "true"})
_ONE_DIGIT = frozenset({"", "."})  # what follows the first figure of a number below 10

ReaderKind = Callable[[str, str, Contents, "CellCounts", Mapping[str, str]], "SheetReader"]
"""What makes a reader: of a sheet's name, part, what its cells refer to, how many there were before, targets of links."""

place_of = lru_cache(maxsize=2**14)(parse_a1)
"""C12 → (12, 3), remembered: the same cells stand in form after form. Raises ValueError."""


@dataclass(slots=True)
class CellCounts:
    """Cells, also empty ones, and merged cells of all sheets so far; the budget is that of the file."""

    budget: Budget
    cells: int = 0
    merged_cells: int = 0


class SheetReader:
    """Walks through a sheet, and keeps what stands in its cells.

    What two programs would read differently is refused: elements inside a value, two values of a cell, two cells in one place,
    cells that only some programs read. `start`, `text` and `end` are called ten thousand times for a form, so they call little
    themselves.
    """

    _reads_more: ClassVar[bool] = False
    """Whether a reader keeps more than what stands in cells; others are spared a call for each."""
    __slots__ = (
        *(
            "_aloud",
            "_as_written",
            "_cell",
            "_contents",
            "_counts",
            "_depth",
            "_formula",
            "_formula_attributes",
        ),
        *("_in_rows", "_in_string", "_last_column", "_last_row", "_left", "_longest", "_looks"),
        *("_name", "_part", "_place", "_run", "_shared_runs", "_tag", "_targets", "_text"),
        *("_value", "appearances", "arrays", "errors", "formulas", "heads", "hidden_columns"),
        *("hidden_rows", "hides_zeros", "links", "merged", "rows_start_hidden", "shared"),
        *("uncached", "values"),
    )

    def __init__(
        self, name: str, part: str, contents: Contents, counts: CellCounts, targets: Mapping[str, str]
    ) -> None:
        self._name, self._part, self._contents, self._counts = name, part, contents, counts
        budget = counts.budget
        self._left, self._longest = budget.cells - counts.cells, budget.text
        self._last_row, self._last_column = min(budget.rows, MAX_ROW), min(budget.columns, MAX_COLUMN)
        self._place: Place = (0, 0)
        self._cell: Attributes | None = None  # None outside of a cell
        self._value: str | None = None
        self._formula: str | None = None
        self._formula_attributes: Attributes = {}
        self._tag = self._text = ""  # v, f or t while its text is read, and that
        self._depth = 0
        self._in_rows = self._in_string = self._aloud = False
        self._as_written = False  # whether formulas are as they are written
        self._looks, self._shared_runs = contents.styles.looks, contents.strings.runs
        self._targets = targets
        self.links: dict[str, str] = {}
        self._run: RunCollector | None = None  # of the string in a cell that has runs
        self.appearances: dict[Place, Appearance] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.rows_start_hidden = self.hides_zeros = False
        self.values: dict[Place, CellValue] = {}  # of all cells with contents: "" for an error
        self.errors: dict[Place, str] = {}
        self.formulas: dict[Place, str] = {}
        self.arrays: dict[Place, str] = {}
        self.shared: dict[Place, Place] = {}
        self.heads: dict[str, Place] = {}
        self.uncached: set[Place] = set()
        self.merged: list[Area] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        """A cell, its value or formula, or anything else."""
        if self._tag:
            raise self._suspicious(f"<{tag}> in <{self._tag}>")
        if tag == "c":
            self._left -= 1
            if self._left < 0:
                raise self.too_many(self._counts.budget.cells, "cells")
            if self._cell is not None:
                raise self._suspicious("<c> in <c>")
            self._cell, self._value, self._formula = attributes, None, None
            reference = attributes.get("r")
            try:
                self._place = place_of(reference) if reference else (self._place[0], self._place[1] + 1)
            except ValueError as error:
                raise self._damaged(f": {str(error)[:60]}") from error
        elif self._cell is not None and tag in _IN_CELL:
            self._start_content(tag, attributes)
        else:
            self._start_other(tag, attributes)

    def text(self, data: str) -> None:
        """Text of a value or a formula, as long as the budget lasts."""
        if self._tag:
            self._text += data
            if len(self._text) > self._longest:
                raise too_long(self._name, self._counts.budget)
        elif self._reads_more and self._cell is None:
            self._text_other(data)

    def end(self, tag: str) -> None:
        """A text or a cell is whole."""
        if self._tag:
            if self._tag == "f":
                self._formula = self._text
            elif self._tag == "v":
                self._value = self._text
            elif self._in_string and not self._aloud:
                seen = self._run.add(self._text) if self._run else self._text
                self._value = (self._value or "") + seen
            self._tag = ""
        elif self._cell is None or tag not in _IN_CELL:
            self._end_other(tag)
        elif tag == "c":
            if self._value or self._formula is not None:
                self._keep(self._cell, self._value)
            elif self._reads_more:
                self._pass_over(self._cell)
            self._cell = None
        else:
            self._in_string = False

    def _text_other(self, data: str) -> None:
        """Text outside of cells, for a reader that `_reads_more`."""

    def _pass_over(self, cell: Attributes) -> None:
        """A cell without contents, for a reader that `_reads_more`."""

    def _start_content(self, tag: str, attributes: Attributes) -> None:
        """A value, a formula, or a string and a run of it."""
        if tag == "t":
            self._tag, self._text = tag, ""
        elif (self._formula if tag == "f" else self._value) is not None:
            raise self._suspicious("2 × <f>" if tag == "f" else "2 × <v>")
        elif tag == "is":
            self._value, self._in_string = "", True
        else:
            self._tag, self._text = tag, ""
            if tag == "f":
                self._formula_attributes = attributes

    def _start_other(self, tag: str, attributes: Attributes) -> None:
        """Anything that is not in a cell, and runs of its text; a tag with a prefix as the one without."""
        if ":" in tag:
            self.start(tag.rpartition(":")[2], attributes)
            return
        self._depth += 1
        if self._depth > self._counts.budget.depth:
            raise too_deep(self._part, self._counts.budget)
        if tag == "row":
            self._start_row(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif (
            tag == "AlternateContent" and self._in_rows
        ):  # programs differ in which of the contents they show
            raise self._suspicious(tag)
        elif tag == "rPh":
            self._aloud = True
        elif tag == "sheetData":
            self._in_rows = True
        elif tag in _LOOKS or self._in_string:
            self._start_look(tag, attributes)

    def _start_look(self, tag: str, attributes: Attributes) -> None:
        """What changes how a sheet looks: a run of a string, columns, what rows are like, a hyperlink."""
        if self._in_string:
            self._run = self._run or RunCollector()
            self._run.start(tag, attributes)
        elif tag == "col":
            if "hidden" in attributes or attributes.get("width", "9")[1:2] in _ONE_DIGIT:
                self._start_column(attributes)
        elif tag == "hyperlink":
            self._start_link(attributes)
        elif tag == "sheetView":
            self.hides_zeros = attributes.get("showZeros", "1") not in _TRUE
        else:
            self.rows_start_hidden = attributes.get("zeroHeight", "0") in _TRUE

    def _end_other(self, tag: str) -> None:
        if ":" in tag:
            self.end(tag.rpartition(":")[2])
            return
        self._depth -= 1
        if tag == "rPh":
            self._aloud = False
        elif tag == "sheetData":
            self._in_rows = False

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        if self._cell is not None:
            raise self._suspicious("<row> in <c>")
        if number is None:
            self._place = (self._place[0] + 1, 0)
        elif number.isdecimal() and number.isascii() and len(number) <= _LONGEST:
            self._place = (int(number), 0)
        else:
            raise self._damaged(f": row {number[:20]}")
        if "hidden" in attributes or self.rows_start_hidden or attributes.get("ht", "15")[1:2] in _ONE_DIGIT:
            self._start_odd_row(attributes)

    def _start_odd_row(self, attributes: Attributes) -> None:
        """A row that is low, or hidden: by hand, by a filter, in a group that is closed."""
        told = attributes.get("hidden", "1" if self.rows_start_hidden and "ht" not in attributes else "0")
        if told in _TRUE or _is_small(attributes.get("ht", "15"), "01"):
            self.hidden_rows.add(self._place[0])

    def _start_column(self, attributes: Attributes) -> None:
        if attributes.get("hidden", "0") in _TRUE or _is_small(attributes.get("width", "9"), "0"):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.hidden_columns.update(range(int(first), min(int(last), self._last_column) + 1))

    def _start_link(self, attributes: Attributes) -> None:
        """A hyperlink of a cell, or of the first of several: into the web, or to a place in the workbook."""
        number = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        target, place = self._targets.get(number, ""), attributes.get("location", "")
        self.links[attributes.get("ref", "").partition(":")[0]] = target + (f"#{place}" if place else "")

    def _keep(self, cell: Attributes, text: str | None) -> None:
        """Keeps a cell with contents. Raises FileRefused where one stands already, and where no form of ours reaches."""
        place = row, column = self._place
        if place in self.values or not 0 < row <= self._last_row or column > self._last_column:
            raise self._fault_of_place(row, column)
        if self._formula is not None:
            self._keep_formula(place, self._formula, self._formula_attributes)
        kind, style = cell.get("t", "n"), cell.get("s", "0")
        self.values[place] = ""
        if style in self._looks:
            self.appearances[place] = self._looks[style]
        if kind == "e":
            self.errors[place] = text or ""
            if "vm" in cell and self._contents.has_pictures:
                self.appearances[place] = Appearance(picture=True)
        elif text:
            try:
                self.values[place] = self._contents.value(kind, style, text)
            except ValueError as error:
                raise self._damaged(f" {a1(row, column)}: {error}") from error
            if self._run or self._shared_runs:
                self._keep_runs(place, kind, style, text)
        if not text and (text is None or kind not in TEXTS):
            self.uncached.add(place)

    def _keep_runs(self, place: Place, kind: str, style: str, text: str) -> None:
        """Keeps the look of a text that has runs of its own, in place of its cell's."""
        collector, self._run = self._run, None
        shared = self._shared_runs.get(text.strip(), ()) if kind == "s" else ()
        runs = collector.take() if collector else shared
        if runs:
            look = self._contents.styles.look(style, runs)
            self.appearances.pop(place, None)
            if look is not None:
                self.appearances[place] = look

    def _keep_formula(self, place: Place, text: str, attributes: Attributes) -> None:
        """Keeps a formula; of a shared one that has no text of its own, the cell that has it."""
        self.formulas[place] = (plain_text(text) if "_x" in text else text).strip()
        kind = attributes.get("t")
        if kind == "array":
            self.arrays[place] = attributes.get("ref", "")
        elif kind == "shared":
            head = attributes.get("si", "")
            if text:
                self.heads[head] = place
            elif head in self.heads:
                self.shared[place] = self.heads[head]

    def _merge(self, reference: str) -> None:
        """A merged area. Raises FileRefused for too many, or too large ones together."""
        first, _, last = reference.partition(":")
        try:
            area = Area(self._name, *place_of(first), *place_of(last or first))
        except ValueError as error:
            raise self._damaged(f": mergeCell {reference[:20]}") from error
        height, width = area.last_row - area.first_row + 1, area.last_column - area.first_column + 1
        if height < 1 or width < 1 or area.last_row > MAX_ROW or area.last_column > MAX_COLUMN:
            raise self._damaged(": mergeCell")
        budget, counts = self._counts.budget, self._counts
        self.merged.append(area)
        counts.merged_cells += height * width
        if len(self.merged) > budget.merges:
            raise self.too_many(budget.merges, "merges")
        if counts.merged_cells > budget.merged_cells:
            found = f"{self._name}: {counts.merged_cells} merged cells"
            raise refused(FindingCode.TOO_BIG, found, str(budget.merged_cells))

    def _damaged(self, what: str) -> FileRefused:
        """The exception for a sheet that cannot be read."""
        return refused(FindingCode.DAMAGED, f"{self._part}{what}")

    def _suspicious(self, what: str) -> FileRefused:
        """The exception for a place that two programs would read differently."""
        row, column = self._place
        return refused(FindingCode.SUSPICIOUS, f"{self._name} {a1(max(row, 1), max(column, 1))} {what}")

    def _fault_of_place(self, row: int, column: int) -> FileRefused:
        if not row:
            return self._damaged(": <c> before <row>")
        if (row, column) in self.values:
            return self._suspicious("× 2")
        budget = self._counts.budget
        return refused(
            FindingCode.TOO_BIG, f"{self._name} {a1(row, column)}", a1(budget.rows, budget.columns)
        )

    def too_many(self, limit: int, what: str) -> FileRefused:
        """The exception for a sheet that costs more than any form of ours."""
        return refused(FindingCode.TOO_BIG, f"{self._name}: > {limit} {what}", str(limit))

    def finished(self) -> RawSheet:
        """The sheet, whose rows end with their last value; its cells count for those that follow, also the empty ones."""
        self._counts.cells = self._counts.budget.cells - self._left
        rows: list[list[CellValue]] = []
        row, last = [], 0
        for (number, column), value in self.values.items():
            if number != last:
                rows += [[] for _ in range(len(rows), number)]
                row, last = rows[number - 1], number
            if value != "":
                missing = column - len(row)
                if missing == 1:
                    row.append(value)
                    continue
                if missing > 1:
                    row += [""] * missing
                row[column - 1] = value
        values = tuple(map(tuple, rows))
        if self.links:
            self._keep_links()
        if self.hides_zeros:
            zeros = (place for place, value in self.values.items() if type(value) is float and not value)
            self.appearances |= dict.fromkeys(zeros, Appearance(unseen=True))
        more = self.arrays, self.shared, frozenset(self.uncached), self.appearances
        hidden = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        formulas = WrittenFormulas(self.formulas) if self._as_written and self.formulas else self.formulas
        return RawSheet(self._name, values, self.errors, formulas, tuple(self.merged), *more, *hidden)

    def _keep_links(self) -> None:
        """Tells of cells with contents where a click on them leads to."""
        for reference, target in self.links.items():
            try:
                place = place_of(reference)
            except ValueError:
                continue  # of a place that does not exist
            if place in self.values and target:
                self.appearances[place] = replace(self.appearances.get(place, Appearance()), link=target)


def _is_small(number: str, first: str) -> bool:
    """Whether a row is too low, or a column too narrow, to show anything: below 2 points, or a character."""
    return number[:1] in first and number[1:2] in _ONE_DIGIT
