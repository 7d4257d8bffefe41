"""A received file as plain data: values, errors, formulas, merges, names, properties; nothing is ever run."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import python_calamine

from smartxl.findings import FindingCode
from smartxl.intake.gate import BUDGET, Budget, open_container
from smartxl.intake.parts import PartReader, scan_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.cells import Area

__all__ = ["CellValue", "RawBook", "RawSheet", "digest_of", "open_book"]

CellValue = str | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet. `values[row - 1][column - 1]` is "" where nothing stands; the sets hold (row, column).

    An error cell has the value "" and stands in `errors`; a formula cell has its cached value.
    """

    name: str
    values: tuple[tuple[CellValue, ...], ...]
    errors: frozenset[tuple[int, int]]
    formulas: frozenset[tuple[int, int]]
    merged: tuple[Area, ...]

    @property
    def height(self) -> int:
        """The last row with anything in it."""
        return len(self.values)

    def at(self, row: int, column: int) -> CellValue:
        """The value of a cell, "" for none, also beyond the last row or column."""
        if row > len(self.values) or column > len(self.values[row - 1]):
            return ""
        return self.values[row - 1][column - 1]

    def text(self, row: int, column: int) -> str:
        """The text of a cell, trimmed; "" for anything that is not text."""
        value = self.at(row, column)
        return value.strip() if isinstance(value, str) else ""


@dataclass(frozen=True)
class RawBook:
    """One file: its name, the SHA-256 of its bytes, its worksheets, defined names and custom properties."""

    file_name: str
    digest: str
    sheets: Mapping[str, RawSheet]
    names: Mapping[str, str]
    properties: Mapping[str, str]
    macros: bool = False


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def open_book(content: bytes, file_name: str, budget: Budget = BUDGET) -> RawBook:
    """Reads a workbook from its bytes. Raises FileRefused (an UnreadableFile), which carries the finding."""
    with open_container(content, file_name, budget) as container:
        reader = PartReader(container, file_name, budget)
        index = reader.index()
        scans = {name: scan_cells(reader, name, part) for name, part in index.sheets.items()}
        properties = reader.properties()
        macros = "xl/vbaProject.bin" in container.namelist()
        _verify_strings(reader)
    tables = _tables(content, reader, tuple(index.sheets))
    sheets = {
        name: RawSheet(name, tables[name], scan.errors, scan.formulas, scan.merged)
        for name, scan in scans.items()
    }
    return RawBook(file_name, digest_of(content), sheets, index.names, properties, macros)


def _verify_strings(reader: PartReader) -> None:
    """The strings of all cells: damaged or hostile ones are found here and not inside the reader."""
    if "xl/sharedStrings.xml" in reader.container.namelist():
        reader.parse("xl/sharedStrings.xml")


def _tables(
    content: bytes, reader: PartReader, names: tuple[str, ...]
) -> dict[str, tuple[tuple[CellValue, ...], ...]]:
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return {
                name: tuple(
                    tuple(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                )
                for name in names
            }
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError) as error:
        raise reader.refuse(FindingCode.DAMAGED, type(error).__name__) from error
