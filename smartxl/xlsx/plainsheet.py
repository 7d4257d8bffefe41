"""Reads a sheet: its rows without a parser where they are in the plain form that most programs write, else with one.

A form has thousands of cells, and a parser calls for each of their tags. What stands around the rows is always parsed, and
rows with anything but plain cells are: `SheetReader` says what they hold, and what is wrong with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from smartxl.xlsx.book import Place, RawSheet
from smartxl.xlsx.cellvalues import CellValue, Contents, plain_text
from smartxl.xlsx.gate import FileRefused
from smartxl.xlsx.plainxml import Framed, NotPlain, attributes_of, framed, unescaped
from smartxl.xlsx.sheet import TEXTS, CellCounts, ReaderKind, SheetReader, place_of
from smartxl.xlsx.xmlpart import parse, parse_pieces

__all__ = ["PlainReader", "read_sheet"]

_CELL = b"<c r="
_ROWS, _END_OF_ROWS = b"<sheetData>", b"</sheetData>"
_IN_ROWS = 2  # elements around a row
_EMPTY = r'<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]+")?/>'
_CELLS = re.compile(
    rf"(?:{_EMPTY})*+(?:"
    r'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?>'
    r"(?:(<f(?: [^<>&]*?)?)(?:/>|>([^<]*)</f>))?"
    r'(?:(<v>[^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]+)</t></is>)?</c>'
    r"|\Z)|(.)",
    re.DOTALL,
)
"""Cells without contents are passed over. Of others the address, style, type, formula's tag, formula, value, text; and what
is none of this."""
_V, _F = len("<v>"), len("<f ")
_BETWEEN = "\0"  # stands in no XML
_NONE: Mapping[str, str] = {}


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
            return _read_plain(_around_rows(data), reader, part)
        counts.merged_cells = merged
        reader = make(name, part, contents, counts, targets)
    parse(part, data, reader)
    return reader.finished()


def _around_rows(data: bytes) -> Framed:
    start = data.find(_ROWS) + len(_ROWS)
    return framed(data, start, data.rfind(_END_OF_ROWS))


def _read_plain(sheet: Framed, reader: PlainReader, part: str) -> RawSheet:
    def pieces() -> Iterator[bytes]:
        yield sheet.head
        reader.take(sheet.inside)
        yield sheet.tail

    parse_pieces(part, pieces(), reader)
    return reader.finished()


class PlainReader(SheetReader):
    """Is told of what stands around the rows, and takes these as they are written."""

    __slots__ = ()

    def take(self, rows: str) -> None:
        """Keeps the cells of all rows. Raises NotPlain where a parser has to tell what they are, or what is wrong with them."""
        start, *found = rows.split("<row ")
        self._left -= rows.count("<c ")
        if start or self._left < 0 or self._depth != _IN_ROWS or not self._in_rows or self._cell is not None:
            raise NotPlain
        try:
            for row in found:
                self._take_row(row)
        except (FileRefused, ValueError) as error:  # which the parser tells where it comes to that
            raise NotPlain from error
        self._finish_formulas()

    def _take_row(self, row: str) -> None:
        head, _, cells = row.partition(">")
        is_closed = head.endswith("/") if not cells else cells.endswith("</row>")
        if not is_closed or len(cells) > self._longest:
            raise NotPlain
        self._start_row(attributes_of(head.removesuffix("/")))
        self._take_cells(cells.removesuffix("</row>"))
        if (last := cells.rfind('<c r="')) >= 0:
            self._place = place_of(cells[last + 6 : cells.index('"', last + 6)])

    def _take_cells(self, cells: str) -> None:
        values, looks, runs, value_of = self.values, self._looks, self._shared_runs, self._value_of
        last_row, last_column = self._last_row, self._last_column
        for reference, styled, kind, formula, formula_text, value, text, odd in _CELLS.findall(cells):
            content = value[_V:] or text
            if content or formula:
                place = place_of(reference)
                if place in values or place[0] > last_row or place[1] > last_column:
                    raise NotPlain
                style = styled or "0"
                values[place] = value_of(kind, style, content) if content and kind != "e" else ""
                if formula or style in looks or kind == "e" or (runs and kind == "s" and content in runs):
                    self._take_more(place, kind, style, content if value or text else None)
                    if formula:
                        self._take_formula(place, formula, formula_text)
            elif odd:
                raise NotPlain

    def _value_of(self, kind: str, style: str, content: str) -> CellValue:
        """What a cell holds. Raises ValueError for what is none of its type."""
        if "&" in content:
            content = unescaped(content)
        if kind == "inlineStr":
            return plain_text(content) if "_x" in content else content
        return self._contents.value(kind or "n", style, content)

    def _take_more(self, place: Place, kind: str, style: str, content: str | None) -> None:
        """Keeps what there is to a cell but its value."""
        if style in self._looks:
            self.appearances[place] = self._looks[style]
        if kind == "e":
            self.errors[place] = unescaped(content or "")
        elif content and self._shared_runs:
            self._keep_runs(place, kind, style, content)
        if not content and (content is None or kind not in TEXTS):
            self.uncached.add(place)

    def _take_formula(self, place: Place, tag: str, text: str) -> None:
        """Keeps a formula as it is written; see `_finish_formulas`."""
        attributes = attributes_of(tag[_F:]) if tag[_F:] else _NONE
        if "t" in attributes:
            self._keep_formula(place, text, attributes)
        self.formulas[place] = text

    def _finish_formulas(self) -> None:
        """Makes formulas what they mean: all at once, as nearly all of them have quotes and comparisons."""
        if self.formulas:
            texts = plain_text(unescaped(_BETWEEN.join(self.formulas.values()))).split(_BETWEEN)
            self.formulas = {place: text.strip() for place, text in zip(self.formulas, texts, strict=True)}
