"""Copies of forms in other formats (.ods, .xls, .csv) as plain values: for moving answers, never for collecting.

What such a file may cost is counted before a reader builds its table.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePath
from xml.parsers import expat

import python_calamine

from smartxl.findings import Finding, FindingCode
from smartxl.xlsx.book import RawSheet
from smartxl.xlsx.cellvalues import CellValue
from smartxl.xlsx.gate import BUDGET, OLE, Budget, FileRefused

__all__ = ["is_other", "read_other"]

_CONTENT = "content.xml"
_XLS_BYTES = 16 * 2**20  # it has 65,536 rows at most, so that size is all that there is to limit
_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = ",\t;"
Table = tuple[tuple[CellValue, ...], ...]


def is_other(content: bytes, file_name: str) -> bool:
    """Whether a file is one of these, by its first bytes; a text file also by its name."""
    if content.startswith(b"PK"):
        return PurePath(file_name).suffix.casefold() == ".ods"
    return content.startswith(OLE) or PurePath(file_name).suffix.casefold() in {".csv", ".txt", ".tsv"}


def read_other(content: bytes, file_name: str, budget: Budget = BUDGET) -> tuple[RawSheet, ...]:
    """The sheets of such a file, formulas as their results. Raises FileRefused, with a finding that says why."""
    if content.startswith((b"PK", OLE)):
        tables = _tables(content, file_name, budget)
    else:
        tables = {PurePath(file_name).stem: _text_table(content, file_name, budget)}
    return tuple(RawSheet(name, table) for name, table in tables.items())


def _refused(code: FindingCode, file_name: str, found: str = "", expected: str = "") -> FileRefused:
    return FileRefused(Finding(code, found=found, expected=expected, file=file_name))


def _tables(content: bytes, file_name: str, budget: Budget) -> Mapping[str, Table]:
    if content.startswith(b"PK"):
        _check_ods(content, file_name, budget)
    elif len(content) > _XLS_BYTES:
        raise _refused(FindingCode.TOO_BIG, file_name, f"{len(content) >> 20} MB", f"{_XLS_BYTES >> 20} MB")
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return {
                name: _fitting(
                    tuple(
                        tuple(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                    ),
                    file_name,
                    budget,
                )
                for name in book.sheet_names
            }
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise _refused(FindingCode.DAMAGED, file_name, type(error).__name__) from error
    except FileRefused:
        raise
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what the reader raises where it gives up
            raise
        raise _refused(FindingCode.DAMAGED, file_name, "calamine") from error


def _fitting(table: Table, file_name: str, budget: Budget) -> Table:
    if len(table) > budget.rows or any(len(row) > budget.columns for row in table):
        raise _refused(FindingCode.TOO_BIG, file_name, str(len(table)), str(budget.rows))
    return table


def _check_ods(content: bytes, file_name: str, budget: Budget) -> None:
    """The table of contents, then the cells that the file says it has: one can stand for a million."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            entries = container.infolist()
            size = sum(entry.file_size for entry in entries)
            if size > budget.unpacked_bytes or len(entries) > budget.entries:
                found, limit = f"{size >> 20} MB", f"{budget.unpacked_bytes >> 20} MB"
                raise _refused(FindingCode.TOO_BIG, file_name, found, limit)
            _Reach(file_name, budget).check(container.read(_CONTENT))
    except (zipfile.BadZipFile, KeyError, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise _refused(FindingCode.DAMAGED, file_name, "zip") from error
    except expat.ExpatError as error:
        raise _refused(FindingCode.DAMAGED, file_name, _CONTENT) from error


class _Reach:
    """Walks through the content of an .ods file and counts how far its filled cells reach."""

    def __init__(self, file_name: str, budget: Budget) -> None:
        self._file_name, self._budget = file_name, budget
        self._row = self._rows = self._column = 0

    def check(self, content: bytes) -> None:
        """Raises FileRefused beyond the budget, or for a document type."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._doctype
        parser.Parse(content, True)

    def _doctype(self, *_: object) -> None:
        raise _refused(FindingCode.SUSPICIOUS, self._file_name, "DOCTYPE")

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table:table":
            self._row = self._rows = 0
        elif tag == "table:table-row":
            self._row += self._rows
            self._rows, self._column = _times(attributes, "table:number-rows-repeated"), 0
        elif tag in {"table:table-cell", "table:covered-table-cell"}:
            self._column += _times(attributes, "table:number-columns-repeated")
            is_filled = "office:value-type" in attributes or "table:formula" in attributes
            last = self._row + self._rows
            if is_filled and (last > self._budget.rows or self._column > self._budget.columns):
                found, limit = f"{last} × {self._column}", f"{self._budget.rows} × {self._budget.columns}"
                raise _refused(FindingCode.TOO_BIG, self._file_name, found, limit)


def _times(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _text_table(content: bytes, file_name: str, budget: Budget) -> Table:
    if len(content) > budget.file_bytes:
        raise _refused(
            FindingCode.TOO_BIG, file_name, f"{len(content) >> 20} MB", f"{budget.file_bytes >> 20} MB"
        )
    text = _decoded(content, file_name)
    head = text[:4096]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _refused(FindingCode.DAMAGED, file_name, str(error)) from error
    return _fitting(tuple(tuple(row) for row in rows), file_name, budget)


def _decoded(content: bytes, file_name: str) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(FindingCode.NOT_A_WORKBOOK, file_name, content[:8].hex(" "))
