"""What stands in the cells of an .xlsx: constants, formulas and the values that the file shows for them.

The sheets' XML is read once; a formula and its cached value are two children of the same element, and
openpyxl gives only one of them at a time.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from openpyxl.formula.translate import Translator
from openpyxl.utils.escape import unescape
from openpyxl.xml.constants import PKG_REL_NS, REL_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from smartxl.cells import Area, Cell, a1, column_number, parse_a1
from smartxl.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from xml.etree.ElementTree import Element

__all__ = ["ErrorValue", "Formula", "Grid", "Value", "parse_area", "read_grid"]

Value = float | str | bool | None
"""What a cell shows: a number, text (or `ErrorValue`), TRUE/FALSE, nothing."""

_MAX_SPREAD = 100_000
_MAIN = f"{{{SHEET_MAIN_NS}}}"
_AREA = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?",
    re.IGNORECASE,
)


class ErrorValue(str):
    """An error such as #DIV/0!, told apart from the same characters typed as text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with its leading =. `area` is set for an array formula: the cells it fills."""

    text: str
    area: Area | None = None


@dataclass(frozen=True)
class Grid:
    """A workbook as cells. `cached` holds the shown value of every formula cell that has one.

    Cells below the head of an array formula are in `cached`, not in `constants`. `names`: name in capitals →
    area.
    """

    sheets: tuple[str, ...]
    constants: Mapping[Cell, Value]
    formulas: Mapping[Cell, Formula]
    cached: Mapping[Cell, Value]
    names: Mapping[str, Area] = field(default_factory=dict)

    def changed(self, values: Mapping[Cell, Value]) -> Grid:
        """The same with other constants in some cells of its sheets; formulas typed there are gone."""
        values = {cell: value for cell, value in values.items() if cell.sheet in self.sheets}
        formulas = {cell: formula for cell, formula in self.formulas.items() if cell not in values}
        return replace(self, constants={**self.constants, **values}, formulas=formulas)

    def settled(self, cells: Collection[Cell]) -> Grid:
        """The same with the formulas of `cells` replaced by the values that the file shows for them."""
        filled = {cell: self.cached.get(cell) for cell in cells}
        for area in (self.formulas[cell].area for cell in cells):
            filled |= {cell: self.cached.get(cell) for cell in (_cells(area) if area else ())}
        formulas = {cell: formula for cell, formula in self.formulas.items() if cell not in filled}
        return replace(self, constants={**self.constants, **filled}, formulas=formulas)


def parse_area(reference: str, sheet: str) -> Area | None:
    """A1 or A1:B9 with or without $ and a sheet, corners in any order; `sheet` holds where none is named.

    None for anything else (whole columns, structured, external and broken references, names).
    """
    match = _AREA.fullmatch(reference)
    if not match:
        return None
    quoted, bare, column, row, last_column, last_row = match.groups()
    name = quoted.replace("''", "'") if quoted else bare or sheet
    if "[" in name:
        return None
    rows = sorted((int(row), int(last_row or row)))
    columns = sorted(column_number(c.upper()) for c in (column, last_column or column))
    return Area(name, rows[0], columns[0], rows[1], columns[1])


def read_grid(content: bytes, name: str = "workbook") -> Grid:
    """Reads the bytes of an .xlsx. Raises UnreadableFile (with `name`) when they are none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _WorkbookReader(archive).grid()
    except (zipfile.BadZipFile, KeyError, SyntaxError, ValueError, IndexError) as error:
        raise UnreadableFile(
            name, f"is not a readable .xlsx workbook ({error})", "save it again as .xlsx"
        ) from error


class _WorkbookReader:
    """Reads values, formulas and names out of the parts of a workbook."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.workbook = self._xml("xl/workbook.xml")
        self.shared = self._shared_strings()
        self.constants: dict[Cell, Value] = {}
        self.formulas: dict[Cell, Formula] = {}
        self.cached: dict[Cell, Value] = {}

    def grid(self) -> Grid:
        """All sheets. Raises ValueError for a workbook without any."""
        parts = dict(self._sheet_parts())
        if not parts:
            raise ValueError("it has no sheets")
        for sheet, part in parts.items():
            self._read_sheet(sheet, self._xml(part))
        self._move_spread_values()
        return Grid(tuple(parts), self.constants, self.formulas, self.cached, dict(self._names()))

    def _xml(self, part: str) -> Element:
        return fromstring(self.archive.read(part))

    def _sheet_parts(self) -> Iterator[tuple[str, str]]:
        relations = self._xml("xl/_rels/workbook.xml.rels")
        targets = {r.get("Id"): r.get("Target", "") for r in relations.iter(f"{{{PKG_REL_NS}}}Relationship")}
        for sheet in self.workbook.iter(f"{_MAIN}sheet"):
            target = targets[sheet.get(f"{{{REL_NS}}}id")]
            if "chartsheet" not in target:
                yield sheet.attrib["name"], posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")

    def _shared_strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.archive.namelist():
            return []
        return [_text(item) for item in self._xml("xl/sharedStrings.xml").iter(f"{_MAIN}si")]

    def _names(self) -> Iterator[tuple[str, Area]]:
        for entry in self.workbook.iter(f"{_MAIN}definedName"):
            area = parse_area(entry.text or "", "")
            if area and area.sheet and entry.get("localSheetId") is None:
                yield entry.attrib["name"].upper(), area

    def _read_sheet(self, sheet: str, root: Element) -> None:
        masters: dict[str, Translator] = {}
        for row_number, row in enumerate(root.iter(f"{_MAIN}row"), start=1):
            for column_number_, node in enumerate(row.iter(f"{_MAIN}c"), start=1):
                place = node.get("r")
                at = parse_a1(place) if place else (int(row.get("r", row_number)), column_number_)
                self._read_cell(Cell(sheet, *at), node, masters)

    def _read_cell(self, cell: Cell, node: Element, masters: dict[str, Translator]) -> None:
        value = self._value(node)
        formula = node.find(f"{_MAIN}f")
        if formula is not None:
            self.formulas[cell] = _formula(cell, formula, masters)
            self.cached[cell] = value
        elif value is not None:
            self.constants[cell] = value

    def _value(self, node: Element) -> Value:
        kind = node.get("t", "n")
        if kind == "inlineStr":
            return _text(node)
        entry = node.find(f"{_MAIN}v")
        return None if entry is None else self._parsed(kind, entry.text or "")

    def _parsed(self, kind: str, text: str) -> Value:
        match kind:
            case "s":
                return self.shared[int(text)]
            case "b":
                return text == "1"
            case "e":
                return ErrorValue(text)
            case "str" | "d":
                return str(unescape(text))
            case _:
                return float(text) if text else None

    def _move_spread_values(self) -> None:
        """The cells under an array formula carry a value and no formula: they are not constants."""
        for head, formula in self.formulas.items():
            if formula.area is None:
                continue
            for cell in _cells(formula.area):
                if cell != head:
                    self.cached[cell] = self.constants.pop(cell, None)


def _cells(area: Area) -> Iterator[Cell]:
    for row in range(area.first_row, area.last_row + 1):
        for column in range(area.first_column, area.last_column + 1):
            yield Cell(area.sheet, row, column)


def _spread(area: Area | None) -> Area | None:
    if area and (area.last_row - area.first_row) * (area.last_column - area.first_column + 1) > _MAX_SPREAD:
        raise ValueError(f"an array formula fills more than {_MAX_SPREAD:,} cells")
    return area


def _text(node: Element) -> str:
    """The runs of a string without its phonetic guides."""
    runs = [t.text or "" for part in node for t in part.iter(f"{_MAIN}t") if part.tag != f"{_MAIN}rPh"]
    return unescape("".join(runs))


def _formula(cell: Cell, node: Element, masters: dict[str, Translator]) -> Formula:
    """A cell's formula; a shared one is written out for its cell, as Excel saves only the first in full."""
    text = "=" + unescape(node.text or "").strip()
    kind, index = node.get("t"), node.get("si", "")
    if kind == "array":
        return Formula(text, _spread(parse_area(node.get("ref", ""), cell.sheet)))
    if kind != "shared":
        return Formula(text)
    place = a1(cell.row, cell.column)
    if node.text:
        masters[index] = Translator(text, origin=place)
    return Formula(str(masters[index].translate_formula(place)))
