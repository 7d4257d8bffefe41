"""A received file as plain data: values, errors, formulas, merges, names, properties; nothing is ever run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from smartxl.intake.book import RawBook, RawSheet
from smartxl.intake.cellvalues import CellValue, Contents
from smartxl.intake.container import Container, open_container
from smartxl.intake.decrypt import unlocked
from smartxl.intake.gate import BUDGET, Budget, is_encrypted
from smartxl.intake.lookups import read_formats, read_strings
from smartxl.intake.parts import Index, check_the_rest, read_index, read_links, read_properties
from smartxl.intake.quick import read_quickly
from smartxl.intake.savedby import saved_by
from smartxl.intake.sheetdata import SheetData
from smartxl.intake.thorough import read_thoroughly

__all__ = ["CellValue", "RawBook", "RawSheet", "digest_of", "open_book"]


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def open_book(
    content: bytes, file_name: str, budget: Budget = BUDGET, passwords: Iterable[str] = ()
) -> RawBook:
    """Reads a workbook from its bytes; of an encrypted one with the first of the passwords that opens it.

    Raises FileRefused (an UnreadableFile), which carries the finding.
    """
    plain = unlocked(content, file_name, passwords) if is_encrypted(content) else content
    container = open_container(plain, file_name, budget)
    index = read_index(container)
    sheets = {sheet.name: sheet for sheet in _sheets(container, index)}
    properties, links = read_properties(container), read_links(container)
    check_the_rest(container)
    macros = any(name.endswith("vbaProject.bin") or "/macrosheets/" in name for name in container.entries)
    return RawBook(
        file_name,
        digest_of(content),
        sheets,
        index.names,
        properties,
        macros,
        links,
        index.from_1904,
        saved_by(container),
    )


def _sheets(container: Container, index: Index) -> Iterator[RawSheet]:
    contents = Contents(read_strings(container), read_formats(container), index.from_1904)
    counted = walked = merged = 0
    for name, part in index.sheets.items():
        data = container.read(part)
        sheet = SheetData(container, name, part, counted, walked, merged)
        if not read_quickly(sheet, data, contents):
            sheet = SheetData(container, name, part, counted, walked, merged)
            read_thoroughly(sheet, data, contents)
        counted, walked, merged = sheet.counted, sheet.walked, sheet.merged_cells
        yield sheet.sheet()
