"""Reads a sheet: its rows without a parser where they are in the plain form that most programs write, else with one.

A form has thousands of cells, and a parser calls for each of their tags. What stands around the rows is always parsed, and
rows with anything but plain cells are: `SheetReader` says what they hold, and what is wrong with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from smartxl.xlsx.book import Place, RawSheet
from smartxl.xlsx.cellvalues import Contents, WrittenFormulas, plain_text
from smartxl.xlsx.gate import FileRefused
from smartxl.xlsx.plainxml import Framed, NotPlain, attributes_of, framed, sound, unescaped
from smartxl.xlsx.sheet import TEXTS, CellCounts, ReaderKind, SheetReader, place_of
from smartxl.xlsx.xmlpart import parse, parse_pieces, tree

__all__ = ["PlainReader", "read_sheet"]

_CELL, _REFERENCE, _END_OF_ROW = b"<c r=", '<c r="', "</row>"
_START_OF_CELL = "<c "
_ROWS, _END_OF_ROWS = b"<sheetData>", b"</sheetData>"
_IN_ROWS = 2  # elements around a row
_ADDRESS, _STYLE = "[A-Z]{1,3}+[1-9][0-9]{0,6}+", ' s="[0-9]++"'
_CELLS = re.compile(
    rf'(?:<c r="{_ADDRESS}"(?:{_STYLE}|)/>)*'
    rf'(?:<c r="({_ADDRESS})"(?: s="([0-9]++)"|)(?: t="([A-Za-z]++)"|)(?:/>|>'
    r"(?:(<f(?: [^<>&/]*+|))(?:/>|>([^<]*+)</f>)|)"
    r'(?:(<v>[^<]*+)</v>|<is><t(?: xml:space="preserve"|)>([^<]++)</t></is>|)</c>)|\Z|(.))',
    re.DOTALL,
)
"""Of each cell with contents the address, style, type, the formula's tag, formula, value, text; and what is none of this."""
_V, _F, _FORMULA = len("<v>"), len("<f "), "<f"
_SHEET_DATA, _CELLS_AND_ROWS = "sheetData", frozenset({"c", "row"})
_TOLD = frozenset({"col", "hyperlink", "mergeCell", "sheetFormatPr", "sheetView"})
"""Elements around the rows that say something of the cells."""
_LARGEST_AROUND = 2**16  # bytes around the rows: of more no tree is made


def read_sheet(
    name: str,
    part: str,
    data: bytes,
    contents: Contents,
    counts: CellCounts,
    targets: Mapping[str, str],
    kind: ReaderKind | None = None,
) -> RawSheet:
    """The sheet that a part holds, walked through by a reader of this kind; `targets` are those of its hyperlinks by their ids.

    Rows that a `PlainReader` cannot take as they are written are parsed, by another one of its kind. Raises FileRefused beyond
    the budget, and for what is damaged or was tampered with.
    """
    make = kind or PlainReader
    reader = make(name, part, contents, counts, targets)
    most = counts.budget.cells - counts.cells
    if len(data) > len(_CELL) * most and data.count(_CELL) > most:  # told before it is taken apart
        raise reader.too_many(counts.budget.cells, "cells")
    if isinstance(reader, PlainReader):
        merged = counts.merged_cells
        with suppress(NotPlain):
            return reader.read(_around_rows(data))
        counts.merged_cells = merged
        reader = make(name, part, contents, counts, targets)
    parse(part, data, reader)
    return reader.finished()


def _around_rows(data: bytes) -> Framed:
    start = data.find(_ROWS) + len(_ROWS)
    return framed(data, start, data.rfind(_END_OF_ROWS))


class PlainReader(SheetReader):
    """Is told of what stands around the rows, and takes these as they are written."""

    __slots__ = ()

    def read(self, sheet: Framed) -> RawSheet:
        """The sheet. Raises NotPlain where a parser has to tell what it holds, or what is wrong with it."""
        if self._reads_more or len(sheet.head) + len(sheet.tail) > _LARGEST_AROUND:
            parse_pieces(self._part, self._pieces(sheet), self)
        else:
            self._take_around(sheet)
        return self.finished()

    def _pieces(self, sheet: Framed) -> Iterator[bytes]:
        yield sheet.head
        self.take(sheet.inside)
        self.formulas = dict(WrittenFormulas(self.formulas))
        yield sheet.tail

    def _take_around(self, sheet: Framed) -> None:
        """Keeps what the elements around the rows say, as a parser tells of them one by one, and what stands in the rows."""
        around = _told_around(sheet.head, sheet.tail, self._counts.budget.depth)
        self._tell(around.before)
        self._depth, self._in_rows = _IN_ROWS, True
        self.take(sheet.inside)
        self._as_written, self._in_rows = True, False
        self._tell(around.behind)

    def _tell(self, elements: Sequence[_ToldElement]) -> None:
        for tag, attributes in elements:
            self._depth = 0
            self._start_other(tag, attributes)

    def take(self, rows: str) -> None:
        """Keeps the cells of all rows. Raises NotPlain where a parser has to tell what they are, or what is wrong with them."""
        start, *found = rows.split("<row ")
        if start or self._depth != _IN_ROWS or not self._in_rows or self._cell is not None or not sound(rows):
            raise NotPlain
        try:
            for row in found:
                self._take_row(row)
            if found and (last := found[-1].rfind(_REFERENCE)) >= 0:
                self._place = place_of(found[-1][last + len(_REFERENCE) :].partition('"')[0])
        except (FileRefused, ValueError) as error:  # which the parser tells where it comes to that
            raise NotPlain from error

    def _take_row(self, row: str) -> None:
        head, _, cells = row.partition(">")
        is_closed = head.endswith("/") if not cells else cells.endswith(_END_OF_ROW)
        attributes = attributes_of(head.removesuffix("/"))
        if not is_closed or len(cells) > self._longest or "r" not in attributes:
            raise NotPlain
        self._start_row(attributes)
        self._take_cells(cells[: -len(_END_OF_ROW)])
        if self._left < 0:
            raise NotPlain

    def _take_cells(self, cells: str) -> None:
        values, looks, runs, value_of = self.values, self._looks, self._shared_runs, self._contents.value
        last_row, last_column = self._last_row, self._last_column
        self._left -= cells.count(_START_OF_CELL)
        for reference, said, kind, formula, formula_text, value, text, odd in _CELLS.findall(cells):
            if not (text or value or formula):
                if odd:
                    raise NotPlain
                continue
            place = place_of(reference)
            if place in values or place[0] > last_row or place[1] > last_column:
                raise NotPlain
            content, style = text or value[_V:], said or "0"
            if "&" in content:
                content = unescaped(content)
            if style in looks:
                self.appearances[place] = looks[style]
            if kind in TEXTS:
                values[place] = plain_text(content) if "_x" in content else content
            else:
                values[place] = value_of(kind or "n", style, content) if content and kind != "e" else ""
                if not content or kind == "e" or (kind == "s" and runs and content.strip() in runs):
                    self._take_more(place, kind, style, content)
            if formula:
                self._take_formula(place, formula, formula_text, has_value=bool(text or value))

    def _take_more(self, place: Place, kind: str, style: str, content: str) -> None:
        """Keeps what there is to a cell but its value: an error, a text with looks of its own, that a value is lacking."""
        if kind == "e":
            self.errors[place] = content
        elif content:
            self._keep_runs(place, kind, style, content)
        if not content:
            self.uncached.add(place)

    def _take_formula(self, place: Place, tag: str, text: str, *, has_value: bool) -> None:
        """Keeps a formula as it is written; what its tag says: that it is one of an array, or shared."""
        if tag != _FORMULA and "t" in (attributes := attributes_of(tag[_F:])):
            self._keep_formula(place, text, attributes)
        self.formulas[place] = text
        if not has_value:
            self.uncached.add(place)


_ToldElement = tuple[str, Mapping[str, str]]
"""The tag of an element without its prefix, and its attributes."""


class _Around(NamedTuple):
    """The elements before and behind the rows that say something of the cells."""

    before: Sequence[_ToldElement]
    behind: Sequence[_ToldElement]


@lru_cache(maxsize=32)  # around some sheets the same stands in form after form
def _told_around(head: bytes, tail: bytes, depth: int) -> _Around:
    """What stands around the rows. Raises NotPlain for cells, for elements too far in each other, and what is no sound XML."""
    try:
        root = tree("", head + tail)
    except FileRefused as error:  # which the parser tells, unless there is something else before it
        raise NotPlain from error
    found = [(each.tag.rpartition("}")[2], each) for each in root.iter()]
    tags = [tag for tag, _ in found]
    rows = tags.index(_SHEET_DATA) if tags.count(_SHEET_DATA) == 1 else 0
    if found[rows][1] not in root or not _CELLS_AND_ROWS.isdisjoint(tags) or _is_deep(root, depth):
        raise NotPlain
    told = [
        (at, (tag, {key.replace("}", ":"): value for key, value in each.items()}))
        for at, (tag, each) in enumerate(found)
        if tag in _TOLD
    ]
    return _Around([each for at, each in told if at < rows], [each for at, each in told if at > rows])


def _is_deep(root: Element, most: int) -> bool:
    level, depth = [root], 0
    while level and depth <= most:
        level, depth = [each for element in level for each in element], depth + 1
    return bool(level)
