"""What an address names: a cell, an area, a name, a table or a part of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.cells import MAX_COLUMN, MAX_ROW, a1, area, column_number, qualified, quote_sheet, unquoted_sheet
from smartxl.errors import BookError, UnknownName
from smartxl.recalc.place import PlaceOf
from smartxl.recalc.planes import Pending, Ref
from smartxl.recalc.values import FailedError, NotComputed
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from smartxl.recalc import SheetPlanes, Workbook
    from smartxl.recalc.structured import TableArea

__all__ = ["AddressBook", "Key", "spelt"]

Key = tuple[int, int, int]
"""Index of a sheet, row and column."""

_CELLS = re.compile(r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})?")
_COLUMNS = re.compile(r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}")
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
_PLAIN = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]")
_FEW, _MOST = 5, 2_000_000


def spelt(ref: Ref) -> str:
    """The address of an area, as short as Excel writes it: Loan!B4, 'Old loans'!A1:B9."""
    name = ref.sheet.name
    plain = _PLAIN.fullmatch(name) and not _LIKE_A_CELL.fullmatch(name)
    cells = a1(ref.top, ref.left) if ref.is_cell else area(ref.top, ref.left, ref.bottom, ref.right)
    return f"{name}!{cells}" if plain else qualified(name, cells)


@dataclass(frozen=True)
class AddressBook:
    """The sheets, names and tables of a workbook; `file` is its name in messages."""

    book: Workbook
    file: str

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets, in their order."""
        return tuple(sheet.name for sheet in self.book.sheets.values())

    def find(self, address: str) -> Ref:
        """The cells that an address names, as far as the sheet is in use where it names whole columns or rows.

        Sheet!B4, 'Sheet 1'!A1:D9, Sheet!A:A, B4 where there is one sheet only, names, Sheet!Name, Table, Table[Column].
        Raises UnknownName, and BookError for a name that stands for no cells.
        """
        owner, mark, rest = (
            address.strip().rpartition("!") if "[" not in address else ("", "", address.strip())
        )
        if mark:
            return self._on(self.sheet(unquoted_sheet(owner), address), rest, address)
        if _CELLS.fullmatch(rest) or _COLUMNS.fullmatch(rest):
            return self._on(self._only_sheet(address), rest, address)
        return self._stands_for(rest, next(iter(self.book.sheets.values())), address)

    def sheet(self, name: str, address: str) -> SheetPlanes:
        """A sheet by name, without regard to case. Raises UnknownName with near names."""
        found = self.book.sheets.get(name.casefold())
        if found is None:
            what = Text(f"没有工作表 {name}", f"there is no sheet {name}")
            raise UnknownName(self._where(address), what, _near(name, self.sheets))
        return found

    def table(self, name: str) -> TableArea:
        """A table by name, without regard to case. Raises UnknownName with near names."""
        found = self.book.tables.get(name.strip().casefold())
        if found is None:
            what = Text(f"没有表 {name}", f"there is no table {name}")
            raise UnknownName(self._where(name), what, _near(name, self.book.tables))
        return found

    def _only_sheet(self, address: str) -> SheetPlanes:
        if len(self.book.sheets) > 1:
            what = Text("没有说明是哪个工作表", "it does not say on which sheet")
            sheets = self.sheets[:_FEW]
            known = ", ".join(f"{quote_sheet(sheet)}!{address}" for sheet in sheets)
            raise UnknownName(self._where(address), what, Text(f"例如 {known}", f"write one of {known}"))
        return next(iter(self.book.sheets.values()))

    def _on(self, sheet: SheetPlanes, rest: str, address: str) -> Ref:
        if not (_CELLS.fullmatch(rest) or _COLUMNS.fullmatch(rest)):
            return self._stands_for(f"{quote_sheet(sheet.name)}!{rest}", sheet, address)
        if any(
            int(row) > MAX_ROW or column_number(column.upper()) > MAX_COLUMN
            for column, row in _CELL.findall(rest)
        ):
            what = Text("超出了工作表", "it lies beyond the sheet")
            raise UnknownName(
                self._where(address), what, Text("最后一格是 XFD1048576", "the last cell is XFD1048576")
            )
        return self._stands_for(f"{quote_sheet(sheet.name)}!{rest}", sheet, address)

    def _stands_for(self, text: str, sheet: SheetPlanes, address: str) -> Ref:
        try:
            found = self.book.operand(text, PlaceOf(self.book, sheet, 1, 1))
        except (FailedError, NotComputed):
            name = address.rpartition("!")[2].partition("[")[0]
            what = Text(f"没有名称、表或列 {address}", f"there is no name, table or column {address}")
            raise UnknownName(self._where(address), what, _near(name, self._names())) from None
        except (Pending, RecursionError):  # a name that stands for itself
            found = None
        if not isinstance(found, Ref):
            what = Text("这个名称代表的不是一块单元格", "this name stands for no area of cells")
            raise BookError(self._where(address), what, Text("写单元格地址", "give the address of cells"))
        ref = _in_use(found)
        if ref.rows * ref.columns > _MOST:
            what = Text(f"有 {_MOST:,} 个以上的单元格", f"it has more than {_MOST:,} cells")
            raise BookError(self._where(address), what, Text("写小一些的区域", "name a smaller area"))
        return ref

    def _names(self) -> Iterator[str]:
        yield from (name for _, name in self.book.names)
        for name, table in self.book.tables.items():
            yield name
            yield from (f"{name}[{column}]" for column in table.columns)
        yield from self.sheets

    def _where(self, address: str) -> str:
        return f"{self.file} {address}"


def _in_use(ref: Ref) -> Ref:
    """Whole columns and rows as far as their sheet is in use."""
    bottom = ref.sheet.rows if ref.top == 1 and ref.bottom == MAX_ROW else ref.bottom
    right = ref.sheet.columns if ref.left == 1 and ref.right == MAX_COLUMN else ref.right
    return Ref(ref.sheet, ref.top, ref.left, bottom, right)


def _near(name: str, known: Iterable[str]) -> Text:
    """Names that look like one that is not there, else the first ones that are."""
    by_fold = {each.casefold(): each for each in known}
    near = get_close_matches(name.casefold(), list(by_fold), n=3, cutoff=0.5)
    if near:
        listed = ", ".join(by_fold[each] for each in near)
        return Text(f"是不是 {listed}？", f"did you mean {listed}?")
    listed = ", ".join(list(by_fold.values())[:_FEW])
    return (
        Text(f"有的是：{listed}", f"there are: {listed}")
        if listed
        else Text("文件中没有名称", "the file has no names")
    )
