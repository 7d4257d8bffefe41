"""Reads a file with its settings (`smartxl.xlsx.settings`), in the same pass as its contents. `verify` needs both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from openpyxl.styles.numbers import BUILTIN_FORMATS

from smartxl.xlsx.gate import BUDGET, Budget
from smartxl.xlsx.open import open_book
from smartxl.xlsx.plainsheet import PlainReader
from smartxl.xlsx.settings import BookSettings, SavedLook, SavedName, SavedTable, SheetSettings
from smartxl.xlsx.sheet import CellCounts, SheetReader, place_of
from smartxl.xlsx.sheetnotes import SheetNotes, truth
from smartxl.xlsx.styles import REMEMBERED, format_codes, formats_apart
from smartxl.xlsx.xmlpart import Attributes, no_more_than, tree

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from smartxl.xlsx.book import Place, RawBook
    from smartxl.xlsx.cellvalues import Contents

__all__ = ["SettingsReader", "SettingsWatch", "open_saved", "style_of"]

_NUMBER_LENGTH = 8
_STYLED = re.compile(r'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?: s="([0-9]+)")?')
_NUMBERED = re.compile(
    r'<c r="[A-Z0-9]+"(?: s="[0-9]+")?(?: t="n")?>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]+)</v>'
)


def open_saved(
    content: bytes, file_name: str, *, passwords: Iterable[str] = (), budget: Budget = BUDGET
) -> RawBook:
    """A file with its settings. Raises FileRefused as `open_book` does."""
    watch = SettingsWatch()
    book = open_book(content, file_name, budget, passwords, watch=watch)
    return replace(book, settings=watch.settings())


class SettingsReader(PlainReader):
    """Walks through a sheet as every reader does, and keeps how it is set as well."""

    _reads_more = True
    __slots__ = ("_notes", "_numbers", "_row_styles", "_styles")

    def __init__(
        self, name: str, part: str, contents: Contents, counts: CellCounts, targets: Mapping[str, str]
    ) -> None:
        super().__init__(name, part, contents, counts, targets)
        self._notes = SheetNotes()
        self._styles: dict[Place, str] = {}
        self._row_styles: dict[int, str] = {}
        self._numbers: dict[Place, float] = {}

    def _pass_over(self, cell: Attributes) -> None:
        """The look of a cell without contents."""
        self._styles[self._place] = cell.get("s", "0")

    def _text_other(self, data: str) -> None:
        """Text of an operand or formula."""
        self._notes.text(data)

    def _start_other(self, tag: str, attributes: Attributes) -> None:
        super()._start_other(tag, attributes)
        if self._cell is None and ":" not in tag:  # one with a prefix comes again without
            self._notes.start(tag, attributes)

    def _end_other(self, tag: str) -> None:
        super()._end_other(tag)
        if self._cell is None and ":" not in tag:
            self._notes.end(tag)

    def settings(self) -> SheetSettings:
        """How the sheet is set, once it is read."""
        notes = self._notes
        return SheetSettings(
            self._styles,
            self._row_styles,
            tuple(notes.columns),
            notes.filtered,
            notes.protection,
            tuple(notes.validations),
            tuple(notes.conditions),
            notes.links,
            self._numbers,
            tuple(notes.ignored),
            frozenset(self._empty_texts()),
        )

    def _empty_texts(self) -> Iterator[Place]:
        formulas, errors = self.formulas, self.errors
        for place, value in self.values.items():
            if value == "" and place not in formulas and place not in errors:
                yield place

    def _start_row(self, attributes: Attributes) -> None:
        super()._start_row(attributes)
        if "s" in attributes and truth(attributes.get("customFormat")):
            self._row_styles[self._place[0]] = attributes["s"]

    def _take_cells(self, cells: str) -> None:
        super()._take_cells(cells)
        formats = self._contents.styles.formats
        for reference, styled in _STYLED.findall(cells):
            place, style = place_of(reference), styled or "0"
            self._styles[place] = style
            if style in formats and type(self.values.get(place, 0.0)) is not float:
                self._take_number(place, cells[cells.index(f'<c r="{reference}"') :])

    def _take_number(self, place: Place, cell: str) -> None:
        """The number of a cell that is read as a day, a time or a share."""
        if (found := _NUMBERED.match(cell)) is not None:
            self._numbers[place] = float(found[1])

    def _keep(self, cell: Attributes, text: str | None) -> None:
        super()._keep(cell, text)
        self._styles[self._place] = cell.get("s", "0")
        if text and cell.get("t", "n") == "n" and type(self.values[self._place]) is not float:
            self._numbers[self._place] = float(text)


class SettingsWatch:
    """Is shown the parts of a file while it is opened."""

    def __init__(self) -> None:
        self._readers: dict[str, SettingsReader] = {}
        self._looks: Mapping[str, SavedLook] = {}
        self._states: dict[str, str] = {}
        self._names: tuple[SavedName, ...] = ()
        self._calculation: dict[str, str] = {}
        self._tables: list[SavedTable] = []
        self._structure: dict[str, str] = {}

    def table(self, sheet: str, root: Element) -> None:
        """A table of a sheet."""
        self._tables.append(
            SavedTable(
                root.get("displayName", root.get("name", "")),
                sheet,
                root.get("ref", ""),
                tuple(each.get("name", "") for each in root.findall("{*}tableColumns/{*}tableColumn")),
                _count(root.get("headerRowCount"), 1),
                _count(root.get("totalsRowCount"), 0),
                root.find("{*}autoFilter/{*}filterColumn") is not None,
            )
        )

    def reader(
        self, name: str, part: str, contents: Contents, counts: CellCounts, targets: Mapping[str, str]
    ) -> SheetReader:
        """The reader of a sheet."""
        self._readers[name] = SettingsReader(name, part, contents, counts, targets)
        return self._readers[name]

    def workbook(self, root: Element) -> None:
        """The workbook part, whose sheets and names were counted before."""
        sheets = root.findall("{*}sheets/{*}sheet")
        self._states = {each.get("name", ""): each.get("state", "visible") for each in sheets}
        order = tuple(self._states)
        self._names = tuple(
            SavedName(
                each.get("name", ""),
                _scope(each.get("localSheetId"), order),
                each.text or "",
                truth(each.get("hidden")),
            )
            for each in root.findall("{*}definedNames/{*}definedName")
        )
        for each in root.findall("{*}calcPr"):
            self._calculation.update(each.attrib)
        for each in root.findall("{*}workbookProtection"):
            self._structure.update(each.attrib)

    def styles(self, part: str, data: bytes, budget: Budget) -> None:
        """The style part."""
        self._looks = _looks(part, data, budget)

    def settings(self) -> BookSettings:
        """How the file is set, once it is read."""
        sheets = {name: reader.settings() for name, reader in self._readers.items()}
        return BookSettings(
            sheets,
            self._states,
            self._names,
            self._looks,
            self._calculation,
            tuple(self._tables),
            self._structure,
        )


def _looks(part: str, data: bytes, budget: Budget) -> Mapping[str, SavedLook]:
    """The look of each number that cells may have."""
    formats, others = formats_apart(data)
    used, known = (_used if len(others) <= REMEMBERED else _used.__wrapped__)(part, others, budget)
    codes = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    codes |= format_codes(tree(part, formats), budget) if formats else known
    return {
        str(number): SavedLook(is_locked, codes.get(code, code), is_quoted)
        for number, (code, is_locked, is_quoted) in enumerate(used)
    }


@lru_cache(maxsize=64)
def _used(
    part: str, data: bytes, budget: Budget
) -> tuple[Sequence[tuple[str, bool, bool]], Mapping[str, str]]:
    """Of each style the number of its format, whether it is locked, and whether it begins with '; and the number formats.

    Remembered, since forms from one template have the same but for number formats, in which counts of rows stand.
    """
    root = tree(part, data)
    cells = no_more_than(budget.formats, "formats", root.findall("{*}cellXfs/{*}xf"))
    return tuple(map(style_of, cells)), format_codes(root.find("{*}numFmts"), budget)


def _count(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < _NUMBER_LENGTH else otherwise


def _scope(place: str | None, sheets: tuple[str, ...]) -> str:
    """The sheet that a name is of, by its number among the sheets."""
    known = place is not None and place.isdecimal() and int(place) < len(sheets)
    return sheets[int(place)] if place and known else ""


def style_of(xf: Element) -> tuple[str, bool, bool]:
    """Of the element of a style the number of its format, whether it is locked, and whether it begins with '."""
    locks = [each.get("locked") for each in xf.findall("{*}protection")]
    is_locked = all(truth(lock, default=True) for lock in locks)
    return xf.get("numFmtId", "0"), is_locked, truth(xf.get("quotePrefix"))
