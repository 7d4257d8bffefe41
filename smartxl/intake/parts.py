"""The XML parts of a workbook: its sheets, names and properties, and what its cells hide from a reader.

Read with expat and without document types, so that no entity is ever expanded.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from smartxl.cells import MAX_COLUMN, MAX_ROW, Area, a1, parse_a1
from smartxl.findings import Finding, FindingCode
from smartxl.intake.gate import Budget, FileRefused

__all__ = ["CellScan", "Index", "PartReader", "scan_cells"]

_WORKSHEET = "/worksheet"
Attributes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Index:
    """The workbook part: sheet name → part, defined name → what it refers to."""

    sheets: Mapping[str, str]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CellScan:
    """What calamine does not say of a sheet: error cells and formula cells (row, column), merged areas."""

    errors: frozenset[tuple[int, int]]
    formulas: frozenset[tuple[int, int]]
    merged: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class PartReader:
    """Reads parts of a container that passed the gate. Raises FileRefused for a damaged or hostile part."""

    container: zipfile.ZipFile
    file_name: str
    budget: Budget

    def refuse(self, code: FindingCode, found: str, expected: str = "") -> FileRefused:
        """The exception for this file."""
        return FileRefused(Finding(code, found=found, expected=expected, file=self.file_name))

    def index(self) -> Index:
        """The sheets, in order, and the defined names."""
        relations: dict[str, tuple[str, str]] = {}
        sheets: list[tuple[str, str]] = []
        names = _NameCollector()

        def relation(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship":
                relations[attributes.get("Id", "")] = (
                    attributes.get("Type", ""),
                    attributes.get("Target", ""),
                )

        def workbook(tag: str, attributes: Attributes) -> None:
            names.start(tag, attributes)
            if tag == "sheet":
                link = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
                sheets.append((attributes.get("name", ""), link))

        self.parse("xl/_rels/workbook.xml.rels", relation)
        self.parse("xl/workbook.xml", workbook, names.text, names.end)
        parts = {}
        for name, link in sheets:
            kind, target = relations.get(link, ("", ""))
            if kind.endswith(_WORKSHEET):
                parts[name] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        return Index(parts, names.found)

    def properties(self) -> dict[str, str]:
        """The custom document properties as text; empty when the file has none."""
        if "docProps/custom.xml" not in self.container.namelist():
            return {}
        collected = _PropertyCollector()
        self.parse("docProps/custom.xml", collected.start, collected.text)
        return collected.found

    def parse(
        self,
        part: str,
        start: Callable[[str, Attributes], None] | None = None,
        text: Callable[[str], None] | None = None,
        end: Callable[[], None] | None = None,
    ) -> None:
        """Walks through a part; tags come without their prefix."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        if start is not None:
            parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
        if text is not None:
            parser.CharacterDataHandler = text
        if end is not None:
            parser.EndElementHandler = lambda _: end()
        parser.StartDoctypeDeclHandler = self._doctype(part)
        try:
            parser.Parse(self.container.read(part), True)
        except (
            expat.ExpatError,
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
        ) as error:
            raise self.refuse(FindingCode.DAMAGED, part) from error

    def _doctype(self, part: str) -> Callable[..., None]:
        def found(*_: object) -> None:
            raise self.refuse(FindingCode.SUSPICIOUS, f"{part}: DOCTYPE")

        return found


class _NameCollector:
    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._name = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        local = "localSheetId" in attributes
        self._name = attributes.get("name", "") if tag == "definedName" and not local else ""

    def text(self, data: str) -> None:
        if self._name:
            self.found[self._name] = self.found.get(self._name, "") + data

    def end(self) -> None:
        self._name = ""


class _PropertyCollector:
    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._name = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "property":
            self._name = attributes.get("name", "")
            self.found[self._name] = ""

    def text(self, data: str) -> None:
        if self._name:
            self.found[self._name] += data.strip()


@dataclass(slots=True)
class _CellWalk:
    """The state of a walk through a sheet: where it stands, and what it saw."""

    reader: PartReader
    sheet: str
    row: int = 0
    column: int = 0
    errors: set[tuple[int, int]] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._cell(attributes)
        elif tag in {"v", "is"}:
            self._content()
        elif tag == "f":
            self.formulas.add((self.row, self.column))
        elif tag == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self.row, self.column = parse_a1(reference) if reference else (self.row, self.column + 1)
        if attributes.get("t") == "e":
            self.errors.add((self.row, self.column))

    def _content(self) -> None:
        budget = self.reader.budget
        if self.row > min(budget.rows, MAX_ROW) or self.column > min(budget.columns, MAX_COLUMN):
            found = f"{self.sheet} {a1(self.row, self.column)}"
            raise self.reader.refuse(FindingCode.TOO_BIG, found, a1(budget.rows, budget.columns))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        self.merged.append(Area(self.sheet, *parse_a1(first), *parse_a1(last or first)))
        if len(self.merged) > self.reader.budget.merges:
            raise self.reader.refuse(
                FindingCode.TOO_BIG,
                f"{self.sheet}: > {self.reader.budget.merges} merges",
                str(self.reader.budget.merges),
            )


def scan_cells(reader: PartReader, sheet: str, part: str) -> CellScan:
    """Looks through a sheet before a reader builds its table. Raises FileRefused beyond the budget."""
    walk = _CellWalk(reader, sheet)
    try:
        reader.parse(part, walk.start)
    except ValueError as error:
        raise reader.refuse(FindingCode.DAMAGED, part) from error
    return CellScan(frozenset(walk.errors), frozenset(walk.formulas), tuple(walk.merged))
