"""Parts of tables: Table1[Amount], Table1[[#This Row],[Amount]], [@Amount]."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.recalc.planes import Ref
from smartxl.recalc.values import REF, VALUE, FailedError, NotComputed
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.recalc.place import CalculatedBook, PlaceOf

__all__ = ["TableArea", "table_reference"]

_ITEM = re.compile(r"\[#(all|data|headers|totals|this row)\]", re.IGNORECASE)
_COLUMN = re.compile(r"\[((?:[^\[\]']|'.)+)\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TableArea:
    """A table: its sheet, the corners of all of it, its heading and total rows, and the names of its columns."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    columns: tuple[str, ...]
    headers: int = 1
    totals: int = 0

    def rows(
        self, book: CalculatedBook, first: int, last: int, left: int | None = None, right: int | None = None
    ) -> Ref:
        """Some rows of it, of some columns."""
        sheet = book.sheets[self.sheet.casefold()]
        return Ref(sheet, first, left or self.left, last, right or self.right)

    def body(self, book: CalculatedBook) -> Ref:
        """Its data."""
        return self.rows(book, self.top + self.headers, self.bottom - self.totals)

    def column(self, name: str) -> int:
        """The column of a name, counted from 1 on the sheet. Raises FailedError."""
        wanted = _plain(re.sub(r"'(.)", r"\1", name))
        for index, column in enumerate(self.columns):
            if _plain(column) == wanted:
                return self.left + index
        raise FailedError(REF)


def _plain(name: str) -> str:
    """A heading without regard to case, and to how its lines end."""
    return " ".join(name.split()).casefold()


def table_reference(text: str, tables: Mapping[str, TableArea], at: PlaceOf) -> Ref:
    """The cells that a structured reference names. Raises FailedError, and NotComputed for what is none."""
    name, bracket, rest = text.partition("[")
    if re.match(r"\[\d+\]", text) or "!" in text:
        raise NotComputed(Text(f"外部引用 {text}", f"the external reference {text}"))
    table = tables.get(name.casefold()) if name else _around(tables, at)
    if table is None:
        raise NotComputed(Text(f"表引用 {text}", f"the table of {text}"))
    inner = f"[{rest}" if bracket else ""
    body = inner[1:-1] if inner.endswith("]") else inner
    if body.startswith("@"):
        body = (
            f"[#This Row],{body[1:] if body[1:].startswith('[') else '[' + body[1:] + ']'}"
            if body[1:]
            else "[#This Row]"
        )
    elif (body and not body.startswith(("[", "#"))) or body.startswith("#"):
        body = f"[{body}]"
    items = {found.casefold() for found in _ITEM.findall(body)}
    names = _COLUMN.findall(_ITEM.sub("", body))
    left, right = (table.column(names[0]), table.column(names[-1])) if names else (table.left, table.right)
    first, last = _rows(table, items, at)
    return table.rows(at.book, first, last, min(left, right), max(left, right))


def _rows(table: TableArea, items: set[str], at: PlaceOf) -> tuple[int, int]:
    first, last = table.top + table.headers, table.bottom - table.totals
    if "this row" in items:
        if not first <= at.row <= last:
            raise FailedError(VALUE)
        return at.row, at.row
    if "all" in items:
        return table.top, table.bottom
    top = table.top if "headers" in items else first
    bottom = table.bottom if "totals" in items else last
    if items == {"headers"}:
        bottom = table.top + table.headers - 1
    if items == {"totals"}:
        top = table.bottom - table.totals + 1
    if top > bottom:
        raise FailedError(REF)
    return top, bottom


def _around(tables: Mapping[str, TableArea], at: PlaceOf) -> TableArea | None:
    """The table that the formula itself stands in."""
    for table in tables.values():
        if table.sheet.casefold() == at.sheet.name.casefold() and (
            table.top <= at.row <= table.bottom and table.left <= at.column <= table.right
        ):
            return table
    return None
