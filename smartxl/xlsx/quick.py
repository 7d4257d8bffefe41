"""The quick reader of sheets: for XML as plain as Excel, WPS, LibreOffice and openpyxl write it.

One pass of a regular expression takes the rows apart. All of it must be accounted for: where anything else stands between
cells, cells are out of order, or a cell's kind does not fit its contents, the sheet is left to the thorough reader. What
stands around the rows is checked by expat.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import compress, count
from operator import lt, ne

from smartxl.cells import column_letter, column_number
from smartxl.findings import FindingCode
from smartxl.xlsx.cellvalues import CellValue, Contents
from smartxl.xlsx.markup import is_plain, levels, resolved
from smartxl.xlsx.sheetdata import SheetData
from smartxl.xlsx.xmlpart import check_xml

__all__ = ["read_quickly"]

_SPREADSHEET = (
    b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"',
    b'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"',
)
_CELL = re.compile(
    r'<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"([^<>/]*+)>(?!(?:<v ?/>|<v></v>)?</c>)'
    r"(<f(?:[^<>]*/>|[^<>]*+>[^<]*+</f>))?"
    r'(?:<v>([^<]*+)</v>|<v ?/>|<is><t(?: xml:space="preserve")?>([^<]*+)</t></is>)?</c>'
)
_GROUPS = 7  # the text before a cell with contents, then its six
_BETWEEN = re.compile(
    r'(?:\s*(?:<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"[^<>/]*(?:/>|>(?:<v ?/>|<v></v>)?</c>)'
    r'|</row>|<row(?: [A-Za-z0-9:]+="[^"<>]*")* ?/?>))*\s*'
)
_ATTRIBUTES = re.compile(r'(?: [a-z]+="[^"<>]*")*')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"<>]*)"')
_NO_XML = bytes(set(range(32)) - set(b"\t\n\r"))
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})" ?/>')
_LONGEST = 8  # digits of a number that means something
_COLUMNS = {column_letter(column): column for column in range(1, 257)}
_FIRST, _LAST, _NO_ROWS, _ROW_END = b"<sheetData>", b"</sheetData>", b"<sheetData/>", b"</row>"
_LONG = 50_000  # characters of texts that need not be looked at one by one
_AT_ONCE, _LONGEST_ROW = 2**18, 2**22  # bytes of rows that are taken apart together, and of one row
_Convert = Callable[[str | None], CellValue | None]
"""The value of a cell as it is written → what it is; None for an error."""


class _NotPlain(Exception):
    """What only the thorough reader understands; never leaves this module."""


def read_quickly(sheet: SheetData, data: bytes, contents: Contents) -> bool:
    """Reads a sheet part into `sheet`; False, with nothing to be used, when it is not plain enough.

    Raises FileRefused beyond the budget and for contents that no program writes.
    """
    start, end = data.find(_FIRST), data.rfind(_LAST)
    if start < 0 and end < 0:
        start = end = data.find(_NO_ROWS)
    else:
        start += len(_FIRST)
    head, tail = data[:start], data[end:]
    if start > end or not (is_plain(head) and is_plain(tail) and any(name in head for name in _SPREADSHEET)):
        return False
    check_xml(sheet.container, sheet.part, head + tail)
    _check_depth(sheet, head, tail)
    rows = _RowParser(sheet, contents)
    try:
        for piece in _pieces(data, start, end):
            if len(piece) > _LONGEST_ROW or len(piece.translate(None, _NO_XML)) != len(piece):
                return False
            rows.take(piece.decode())
    except (_NotPlain, UnicodeDecodeError):
        return False
    return _merges(sheet, tail)


def _check_depth(sheet: SheetData, head: bytes, tail: bytes) -> None:
    limit = sheet.container.budget.depth
    if max((levels(part) for part in (head, tail) if part.count(b"</") > limit), default=0) > limit:
        raise sheet.container.refuse(FindingCode.SUSPICIOUS, f"{sheet.part}: > {limit} levels")


def _pieces(data: bytes, start: int, end: int) -> Iterator[bytes]:
    """Whole rows, some at a time, so that memory does not grow with the sheet."""
    while end - start > _AT_ONCE:
        stop = data.rfind(_ROW_END, start, start + _AT_ONCE)
        if stop < 0:
            stop = data.find(_ROW_END, start, end)
        if stop < 0:
            break
        yield data[start : stop + len(_ROW_END)]
        start = stop + len(_ROW_END)
    yield data[start:end]


def _merges(sheet: SheetData, tail: bytes) -> bool:
    merges = _MERGE.findall(tail)
    for first, first_row, last, last_row in merges:
        first_column, last_column = column_number(first.decode()), column_number(last.decode())
        sheet.merge(int(first_row), first_column, int(last_row), last_column)
    return len(merges) == tail.count(b"mergeCell ")


class _RowParser:
    """Takes rows apart, some at a time and in their order; lists of cells are handled as a whole where they can be."""

    def __init__(self, sheet: SheetData, contents: Contents) -> None:
        self.sheet, self.contents = sheet, contents
        self.last_row = 0
        self.converts: dict[str, _Convert] = {}

    def take(self, piece: str) -> None:
        """Some rows. Raises _NotPlain when there is anything that is not understood."""
        parts = _CELL.split(piece)
        between = "".join(parts[::_GROUPS])
        if not _BETWEEN.fullmatch(between):
            raise _NotPlain
        self.sheet.count(len(parts) // _GROUPS + between.count("<c "))
        letters, numbers, attributes, formulas, raws, texts = (parts[n::_GROUPS] for n in range(1, _GROUPS))
        columns = [_COLUMNS.get(name) or column_number(name) for name in letters]
        values = self._values(attributes, raws, texts, lambda at: (int(numbers[at]), columns[at]))
        start = 0
        for stop in _ends_of_rows(numbers):
            self._row(int(numbers[start]), columns[start:stop], values[start:stop])
            start = stop
        computed = zip(numbers, columns, formulas, strict=True)
        self.sheet.formulas += [(int(number), column) for number, column, formula in computed if formula]

    def _row(self, row: int, columns: list[int], values: list[CellValue | None]) -> None:
        if row <= self.last_row or not all(map(lt, columns, columns[1:])):
            raise _NotPlain
        self.last_row = row
        self.sheet.check_place(row, columns[-1])
        placed: list[CellValue] = [""] * columns[-1]
        for column, value in zip(columns, values, strict=True):
            if value is not None:
                placed[column - 1] = value
            else:
                self.sheet.errors.append((row, column))
        while placed and placed[-1] == "":
            placed.pop()
        self.sheet.rows[row] = placed

    def _values(
        self,
        attributes: list[str],
        raws: list[str | None],
        texts: list[str | None],
        place: Callable[[int], tuple[int, int]],
    ) -> list[CellValue | None]:
        """What stands in cells; None for an error."""
        for written in set(attributes) - self.converts.keys():
            self.converts[written] = self._convert(written)
        text_of = self._text if _is_written_otherwise(raws) or _is_written_otherwise(texts) else str
        values: list[CellValue | None] = []
        try:
            for convert, raw, text in zip(
                [self.converts[written] for written in attributes], raws, texts, strict=True
            ):
                if text is not None:
                    if convert is not _inline or raw:
                        raise _NotPlain
                    values.append(text_of(text))
                elif convert is _text_value:
                    values.append(text_of(raw or ""))
                else:
                    values.append(convert(raw))
        except ValueError as error:
            raise self.sheet.damaged(*place(len(values)), error) from error
        return values

    def _text(self, raw: str) -> str:
        """A text as it is meant, no longer than a cell can show."""
        text = resolved(raw)
        self.sheet.check_text(text)
        return text

    def _convert(self, attributes: str) -> _Convert:
        """What cells with these attributes hold; they repeat themselves."""
        if not _ATTRIBUTES.fullmatch(attributes):
            raise _NotPlain
        named = dict(_ATTRIBUTE.findall(attributes))
        style = named.get("s", "0")
        number = int(style) if style.isdecimal() and len(style) < _LONGEST else 0
        return self._of_kind(named.get("t", "n"), number)

    def _of_kind(self, kind: str, style: int) -> _Convert:
        lookups: dict[str, Callable[[str], CellValue]] = {
            "n": self.contents.numbers(style),
            "s": self.contents.shared,
            "b": self.contents.truth,
            "d": self.contents.day,
        }
        if kind in lookups:
            return partial(_looked_up, lookups[kind])
        if kind not in _OTHER_KINDS:
            raise _NotPlain
        return _OTHER_KINDS[kind]


def _is_written_otherwise(texts: list[str | None]) -> bool:
    """Whether some text may not be written as it is meant, or may be too long."""
    joined = "".join(filter(None, texts))
    return len(joined) > _LONG or any(sign in joined for sign in ("&", "_x", "\r"))


def _looked_up(lookup: Callable[[str], CellValue], raw: str | None) -> CellValue | None:
    return lookup(raw) if raw else ""


def _text_value(raw: str | None) -> CellValue | None:
    """What a formula gave, as text."""
    return raw


def _inline(_: str | None) -> CellValue | None:
    """A text that stands in the cell itself, and so not as a value."""
    raise _NotPlain


def _error(_: str | None) -> CellValue | None:
    return None


_OTHER_KINDS: dict[str, _Convert] = {"str": _text_value, "inlineStr": _inline, "e": _error}


def _ends_of_rows(numbers: list[str]) -> Iterator[int]:
    """Where the row number changes, and the end."""
    yield from compress(count(1), map(ne, numbers, numbers[1:]))
    if numbers:
        yield len(numbers)
