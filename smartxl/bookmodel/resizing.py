"""A workbook whose table has more or fewer rows than in the file: what refers to the table by its name follows.

What refers to its cells by address would follow in Excel or not, as the rows were added: such a table is not resized.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.formula.translate import Translator

from smartxl.bookmodel.addresses import AddressBook, spelt
from smartxl.cells import a1
from smartxl.errors import BookError
from smartxl.recalc import FormulaCell, LoadedBook, SheetPlanes, Workbook
from smartxl.recalc.place import PlaceOf
from smartxl.recalc.planes import Pending, Ref
from smartxl.recalc.values import FailedError, NotComputed
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.bookmodel.live import LiveBook
    from smartxl.recalc.calculation import Job
    from smartxl.recalc.structured import TableArea

__all__ = ["resized"]

_REMEDY = Text("给同样多的行", "give as many rows as the table has")


def resized(live: LiveBook, addresses: AddressBook, name: str, rows: int) -> LoadedBook:
    """The file with a table of so many rows: new ones blank, but for formulas as in the last row. Raises BookError."""
    table = addresses.table(name)
    change = _Resize(live, table, rows, f"{addresses.file} {name}")
    change.check()
    book = live.book
    sheets = {key: _copy(live, sheet) for key, sheet in book.sheets.items()}
    tables = {**book.tables, name.strip().casefold(): replace(table, bottom=change.bottom)}
    formulas = {(each.sheet, each.row, each.column): each for each in live.formulas.values()}
    sheet = sheets[table.sheet.casefold()]
    sheet.reach(change.bottom, table.right)
    for row in range(change.bottom + 1, table.bottom + 1):
        for column in range(table.left, table.right + 1):
            sheet.put(row, column, None)
            formulas.pop((sheet.name, row, column), None)
    formulas |= {(each.sheet, each.row, each.column): each for each in change.filled()}
    again = Workbook(sheets, book.names, tables, book.from_1904, book.functions)
    return LoadedBook(again, tuple(formulas.values()), {})


def _copy(live: LiveBook, sheet: SheetPlanes) -> SheetPlanes:
    """The inputs of a sheet as they are in the file."""
    copy = SheetPlanes(sheet.name, sheet.index, sheet.rows, sheet.columns)
    copy.kind, copy.num, copy.obj = sheet.kind.copy(), sheet.num.copy(), sheet.obj.copy()
    copy.hidden_rows, copy.filtered = sheet.hidden_rows, list(sheet.filtered)
    for (index, row, column), value in live.inputs_in_file():
        if index == sheet.index:
            copy.put(row, column, value)
    return copy


class _Resize:
    """A table, and the rows that it is to have."""

    def __init__(self, live: LiveBook, table: TableArea, rows: int, where: str) -> None:
        self._live, self._table, self._where = live, table, where
        self._first = table.top + table.headers
        self.bottom = self._first + rows - 1
        self._sheet = live.book.sheets[table.sheet.casefold()]

    def check(self) -> None:
        """Raises BookError where the table cannot have so many rows."""
        table = self._table
        if table.totals or self.bottom < self._first:
            raise self._refused(
                Text("表有汇总行，或没有数据行", "the table has a row of totals, or would have no rows")
            )
        for row in range(table.bottom + 1, self.bottom + 1):
            for column in range(table.left, table.right + 1):
                if self._sheet.get(row, column) is not None or self._formula(row, column):
                    cell = spelt(Ref(self._sheet, row, column, row, column))
                    raise self._refused(Text(f"下面的 {cell} 不是空的", f"{cell} below it is not blank"))
        for job, _ in self._live.order:
            for ref in () if self._goes(job) else self._by_address(job):
                if not self._stays(job, ref):
                    cell, area = str(job.cell), spelt(ref)
                    what = (
                        f"{cell} 的公式按地址引用 {area}",
                        f"the formula of {cell} refers to {area} by address",
                    )
                    raise self._refused(Text(*what))

    def filled(self) -> Iterator[FormulaCell]:
        """The formulas of the new rows, as in the last one. Raises BookError for array formulas."""
        last = self._table.bottom
        for column in range(self._table.left, self._table.right + 1):
            formula = self._formula(last, column)
            if formula is None:
                continue
            for row in range(last + 1, self.bottom + 1):
                if formula.fills:
                    raise self._refused(Text("表中有数组公式", "the table has array formulas"))
                text = Translator(formula.text, origin=a1(last, column)).translate_formula(a1(row, column))
                yield FormulaCell(self._sheet.name, row, column, str(text))

    def _formula(self, row: int, column: int) -> FormulaCell | None:
        return self._live.formulas.get((self._sheet.index, row, column))

    def _by_address(self, job: Job) -> Iterator[Ref]:
        """The areas of the table's sheet and columns that a formula names by address, itself or by a name."""
        refs = list(job.refs)
        at = PlaceOf(self._live.book, job.sheet, job.formula.row, job.formula.column)
        for text in job.compiled.operands:
            if "[" not in text and text.casefold() not in self._live.book.tables:
                with suppress(FailedError, NotComputed, Pending):
                    found = self._live.book.operand(text, at)
                    refs += [found] if isinstance(found, Ref) else []
        for ref in refs:
            beside = ref.right < self._table.left or ref.left > self._table.right
            if ref.sheet is self._sheet and not beside:
                yield ref

    def _goes(self, job: Job) -> bool:
        """Whether a formula stands in a row that goes."""
        in_columns = self._table.left <= job.formula.column <= self._table.right
        return job.sheet is self._sheet and in_columns and self.bottom < job.formula.row <= self._table.bottom

    def _stays(self, job: Job, ref: Ref) -> bool:
        """Whether an area means the same whatever rows come or go."""
        longest, shortest = max(self.bottom, self._table.bottom), min(self.bottom, self._table.bottom)
        if ref.bottom < self._first or ref.top > longest:
            return True
        if ref.top <= self._first and ref.bottom > longest:
            return True
        own_row = job.sheet is self._sheet and ref.top == ref.bottom == job.formula.row
        return (own_row and job.formula.row <= longest) or ref.bottom < shortest

    def _refused(self, what: Text) -> BookError:
        rows = self.bottom - self._first + 1
        told = Text(f"不能改为 {rows} 行：", f"it cannot have {rows} rows: ") + what
        return BookError(self._where, told, _REMEDY)
