"""The thorough reader of sheets: any XML that is allowed, walked element by element.

For what the quick reader leaves: prefixes, comments, other encodings, cells without addresses or out of order, texts in
pieces; and for what was tampered with, which is named. It costs about ten times as much.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from smartxl.cells import a1, parse_a1
from smartxl.findings import FindingCode
from smartxl.xlsx.cellvalues import CellValue, Contents, plain_text
from smartxl.xlsx.sheetdata import SheetData
from smartxl.xlsx.xmlpart import Attributes, Handlers, walk

__all__ = ["read_thoroughly"]


def read_thoroughly(sheet: SheetData, data: bytes, contents: Contents) -> None:
    """Reads a sheet part into `sheet`. Raises FileRefused beyond the budget, and for what is damaged."""
    found = _CellWalk(sheet, contents)
    walk(sheet.container, sheet.part, data, Handlers(found.start, found.text, found.end))


@dataclass(slots=True)
class _CellWalk:
    """Where a walk through a sheet stands: the cell, and what was read of it."""

    sheet: SheetData
    contents: Contents
    row: int = 0
    column: int = 0
    kind: str = "n"
    style: int = 0
    in_cell: bool = False
    in_value: bool = False
    aloud: bool = False
    in_rows: bool = False
    values: int = 0
    size: int = 0
    pieces: list[str] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)

    def start(self, tag: str, attributes: Attributes) -> None:
        """A row, a cell, something in a cell, or a merged area."""
        if self.in_value:  # of a value in pieces programs show different ones
            raise self._suspicious(f"<{tag}> in <v>")
        if tag == "c":
            self._cell(attributes)
        elif tag == "row":
            self._row(attributes.get("r"))
        elif tag == "sheetData":
            self.in_rows = True
        elif tag == "AlternateContent" and self.in_rows:  # programs differ in which of the contents they show
            raise self._suspicious(tag)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif self.in_cell:
            self._inside(tag)

    def _inside(self, tag: str) -> None:
        if tag == "f":
            self.sheet.formulas.append((self.row, self.column))
            self.sheet.check_place(self.row, self.column)
        elif tag == "rPh":
            self.aloud = True
        elif tag in {"v", "is"}:
            self.values += 1
            if self.values > 1:
                raise self._suspicious("2 × <v>")
        self.in_value = tag == "v" or (tag == "t" and not self.aloud)

    def text(self, data: str) -> None:
        """Text of a value, as long as the budget lasts."""
        if self.in_value:
            self.size += len(data)
            limit = self.sheet.container.budget.text
            if self.size > limit:
                found = f"{self.sheet.name}: > {limit} characters"
                raise self.sheet.container.refuse(FindingCode.TOO_BIG, found, str(limit))
            self.pieces.append(data)

    def end(self, tag: str) -> None:
        """A cell is whole and is kept."""
        self.in_value = False
        if tag == "rPh":
            self.aloud = False
        elif tag == "sheetData":
            self.in_rows = False
        elif tag == "c" and self.in_cell:
            self.in_cell = False
            self._keep("".join(self.pieces))

    def _row(self, number: str | None) -> None:
        if number is not None and not (number.isdecimal() and number.isascii() and len(number) < 8):
            raise self._damaged(f"row {number[:20]}")
        self.row, self.column = int(number) if number is not None else self.row + 1, 0

    def _cell(self, attributes: Attributes) -> None:
        self.sheet.walk()
        try:
            reference = attributes.get("r")
            self.row, self.column = parse_a1(reference) if reference else (self.row, self.column + 1)
        except ValueError as error:
            raise self._damaged(str(error)[:60]) from error
        if (self.row, self.column) in self.seen:
            raise self._suspicious("× 2")
        self.seen.add((self.row, self.column))
        style = attributes.get("s", "0")
        self.kind = attributes.get("t", "n")
        self.style = int(style) if style.isdecimal() and len(style) < 8 else 0
        self.in_cell, self.values, self.size, self.pieces = True, 0, 0, []

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        try:
            self.sheet.merge(*parse_a1(first), *parse_a1(last or first))
        except ValueError as error:
            raise self._damaged(f"mergeCell {reference[:20]}") from error

    def _keep(self, text: str) -> None:
        formula = self.sheet.formulas[-1:] == [(self.row, self.column)]
        if self.kind == "e" and (text or formula):
            self.sheet.errors.append((self.row, self.column))
        elif text:
            self.sheet.check_place(self.row, self.column)
            try:
                value = self._value(text)
            except ValueError as error:
                raise self.sheet.damaged(self.row, self.column, error) from error
            values = self.sheet.rows.setdefault(self.row, [])
            values += [""] * (self.column - len(values))
            values[self.column - 1] = value

    def _value(self, text: str) -> CellValue:
        if self.kind in {"str", "inlineStr"}:
            return plain_text(text)
        if self.kind == "s":
            return self.contents.shared(text.strip())
        if self.kind == "b":
            return self.contents.truth(text)
        return self.contents.day(text) if self.kind == "d" else self.contents.numbers(self.style)(text)

    def _suspicious(self, what: str) -> Exception:
        """The exception for a place that two programs would read differently."""
        place = f"{self.sheet.name} {a1(max(self.row, 1), max(self.column, 1))} {what}"
        return self.sheet.container.refuse(FindingCode.SUSPICIOUS, place)

    def _damaged(self, what: str) -> Exception:
        return self.sheet.container.refuse(FindingCode.DAMAGED, f"{self.sheet.part}: {what}")
