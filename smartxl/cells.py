"""Cell addresses and sheet names, as Excel spells them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from smartxl.text import Text

__all__ = [
    "MAX_COLUMN",
    "MAX_ROW",
    "Area",
    "Cell",
    "a1",
    "area",
    "column_letter",
    "column_number",
    "joined",
    "parse_a1",
    "parse_area",
    "qualified",
    "quote_sheet",
    "sheet_name_fault",
    "text_literal",
    "unquoted_sheet",
]

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_A1 = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_AREA = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?",
    re.IGNORECASE,
)
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class Cell(NamedTuple):
    """One cell of one sheet; row and column count from 1. There are very many: tuples are made and compared soonest."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{quote_sheet(self.sheet)}!{a1(self.row, self.column)}"


class Area(NamedTuple):
    """A rectangle of one sheet, corners included; rows and columns count from 1."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        return qualified(
            self.sheet, area(self.first_row, self.first_column, self.last_row, self.last_column, "$")
        )


@cache
def column_letter(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def a1(row: int, column: int, lock: str = "") -> str:
    """(12, 3) → C12; `lock` is "" (relative), "$" (absolute), "r" (row fixed: C$12) or "c" (column fixed: $C12)."""
    if not lock:
        return f"{column_letter(column)}{row}"
    column_mark = "$" if lock in {"$", "c"} else ""
    row_mark = "$" if lock in {"$", "r"} else ""
    return f"{column_mark}{column_letter(column)}{row_mark}{row}"


def area(first_row: int, first_column: int, last_row: int, last_column: int, lock: str = "") -> str:
    """A range such as C12:C40, also for one cell (C12:C12), so that a formula's shape never depends on size."""
    return f"{a1(first_row, first_column, lock)}:{a1(last_row, last_column, lock)}"


def parse_a1(reference: str) -> tuple[int, int]:
    """C12 → (12, 3). Raises ValueError for anything else."""
    match = _A1.fullmatch(reference)
    if not match:
        raise ValueError(f"not a cell address: {reference!r}")
    return int(match[2]), column_number(match[1])


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
    top = bottom = int(row)
    left = right = column_number(column.upper())
    if last_column:
        top, bottom = sorted((top, int(last_row)))
        left, right = sorted((left, column_number(last_column.upper())))
    return Area(name, top, left, bottom, right)


def joined(runs: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Runs of cells (column, first row, last row) as few as possible: those that touch or overlap are one.

    In the order of columns and rows.
    """
    column = first = last = 0
    for next_column, start, end in sorted(runs):
        if next_column == column and start <= last + 1:
            last = max(last, end)
            continue
        if column:
            yield column, first, last
        column, first, last = next_column, start, end
    if column:
        yield column, first, last


def quote_sheet(name: str) -> str:
    """A sheet name as it stands in a formula; always quoted, since names are Chinese or contain blanks."""
    return "'" + name.replace("'", "''") + "'"


def unquoted_sheet(name: str) -> str:
    """A sheet name without the quotes that a formula may put around it."""
    return name[1:-1].replace("''", "'") if len(name) > 1 and name[0] == name[-1] == "'" else name


def qualified(sheet: str, reference: str) -> str:
    """'公安局'!C12"""
    return f"{quote_sheet(sheet)}!{reference}"


@lru_cache(maxsize=256)
def sheet_name_fault(name: str) -> Text | None:
    """Why Excel would refuse a sheet name (None when it would not): 31 UTF-16 units, no [ ] : * ? / \\ or quotes at an end."""
    if not name.strip():
        return Text("名称为空", "empty")
    if len(name.encode("utf-16-le")) // 2 > 31:
        return Text("超过 31 个字", "longer than 31 characters")
    if _FORBIDDEN.search(name):
        return Text("含有 [ ] : * ? / \\ 之一", "contains one of [ ] : * ? / \\")
    if name[0] == "'" or name[-1] == "'":
        return Text("开头或末尾是单引号", "begins or ends with an apostrophe")
    return Text("是 Excel 的保留名称", "reserved by Excel") if name.casefold() == "history" else None


@lru_cache(maxsize=4096)
def text_literal(text: str) -> str:
    """A string as a formula writes it: quotes doubled; what programs may take for an escape (_x0041_) in two pieces."""
    pieces = _ESCAPE.sub("_\0", text).split("\0") if "_x" in text else (text,)
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
