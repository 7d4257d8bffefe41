"""A received file as plain data: values, errors, formulas, merges, names, properties; nothing is ever run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from smartxl.xlsx.book import RawBook, RawSheet
from smartxl.xlsx.cellvalues import CellValue
from smartxl.xlsx.container import open_container
from smartxl.xlsx.decrypt import unlocked
from smartxl.xlsx.gate import BUDGET, Budget, is_encrypted
from smartxl.xlsx.parts import check_the_rest, read_index, read_links, read_properties
from smartxl.xlsx.savedby import saved_by
from smartxl.xlsx.sheetparts import SheetParts

__all__ = ["CellValue", "RawBook", "RawSheet", "digest_of", "open_book"]


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def open_book(
    content: bytes,
    file_name: str,
    budget: Budget = BUDGET,
    passwords: Iterable[str] = (),
    *,
    at_once: bool = True,
) -> RawBook:
    """Reads a workbook from its bytes; of an encrypted one with the first of the passwords that opens it.

    Not `at_once`: small sheets of an ordinary kind are read when they are asked for, and what is wrong with them is raised
    then. Raises FileRefused (an UnreadableFile), which carries the finding.
    """
    plain = unlocked(content, file_name, passwords) if is_encrypted(content) else content
    container = open_container(plain, file_name, budget)
    index = read_index(container)
    sheets = SheetParts(container, index, at_once=at_once)
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
