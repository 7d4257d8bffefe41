"""What is wrong with the tables of sheets: names, areas, headings that differ from the cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smartxl.text import Text
from smartxl.xlsx.cellvalues import plain_text
from smartxl.xlsx.faults.areas import meet, span_of
from smartxl.xlsx.faults.fault import FaultKind, FaultNotes
from smartxl.xlsx.faults.numbers import whole_number
from smartxl.xlsx.faults.order import OF_TABLE, check_order
from smartxl.xlsx.faults.workbookpart import FORBIDDEN, is_cell_like

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from smartxl.xlsx.book import Place
    from smartxl.xlsx.settings import Span

__all__ = ["Headings", "TableFaults", "TablePart"]

Headings = Mapping[tuple[int, int], str | None]
"""The texts of cells, None for what is no text; a cell that is not there is blank."""

_OF_R1C1 = re.compile(r"[RrCc]\d")
_NO_AREA = Text("表格的区域不成立", "a table with an area that is none")
_NO_ROWS = Text("表格除表头外没有数据行", "a table without rows below its headings")
_WIDTH = Text("表格的列数与区域的宽度不同", "a table with more or fewer columns than its area")
_COLUMN_TWICE = Text("表格有两列同名", "a table with two columns of one name")
_ID_TWICE = Text("表格或其列的编号重复", "two tables, or two columns of a table, of one number")
_HEADING = Text(
    "表头单元格与表格的列名不同", "a heading cell that differs from the name of the table's column"
)
_NO_TEXT = Text("表头单元格不是文字", "a heading cell of a table that is no text")
_NAME = Text(
    "表格名称不合规，或像单元格地址", "a table name with signs that it cannot have, or like a cell address"
)
_NAME_TWICE = Text("两个表格同名", "two tables of one name")
_NAME_TAKEN = Text("表格与定义的名称同名", "a table has the name of a defined name")
_OVERLAP = Text("表格互相重叠", "tables that overlap")
_FILTER = Text("表格的筛选区域与表格不符", "the filter of a table has another area than the table")
_OVER_FILTER = Text("工作表的筛选与表格重叠", "the filter of a sheet overlaps a table")
_OVER_MERGE = Text("表格内有合并单元格", "merged cells in a table")


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table: its part, its root element, and the area of all of it, None where that is none."""

    part: str
    root: Element
    area: Span | None

    @classmethod
    def of(cls, part: str, root: Element) -> TablePart:
        """The table that a part holds."""
        return cls(part, root, span_of(root.get("ref", "")))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns, escapes read."""
        return tuple(plain_text(each.get("name", "")) for each in self.root.findall("{*}tableColumns/*"))

    @property
    def headers(self) -> int:
        """How many rows are headings."""
        return _count(self.root, "headerRowCount", 1)

    @property
    def totals(self) -> int:
        """How many rows are totals."""
        return _count(self.root, "totalsRowCount", 0)

    @property
    def heading_cells(self) -> tuple[Place, ...]:
        """The cells of its headings, from left to right."""
        if self.area is None or not self.headers:
            return ()
        top, left, _, right = self.area
        return tuple((top, column) for column in range(left, right + 1))


@dataclass
class TableFaults:
    """Checks the tables of all sheets, whose names and numbers are unique in the workbook; `names` are the defined ones."""

    notes: FaultNotes
    names: frozenset[str]
    _seen: set[str] = field(default_factory=set)
    _numbers: set[str] = field(default_factory=set)

    def check(
        self,
        sheet: str,
        tables: Iterable[TablePart],
        headings: Headings,
        merges: Iterable[Span],
        filtered: Span | None,
    ) -> None:
        """Notes what is wrong with the tables of one sheet."""
        areas: list[Span] = []
        merged = tuple(merges)
        for table in tables:
            say = _Saying(self.notes, table, sheet)
            self._name(table, say)
            _check_columns(table, say)
            _check_filter(table, say)
            _check_headings(table, headings, say)
            if table.area is None:
                say(_NO_AREA, table.root.get("ref", ""))
                continue
            if any(meet(table.area, other) for other in areas):
                say(_OVERLAP, table.root.get("ref", ""), table.area)
            if filtered and meet(table.area, filtered):
                say(_OVER_FILTER, table.root.get("ref", ""), filtered, FaultKind.FILTERS)
            for span in merged:
                if meet(table.area, span):
                    say(_OVER_MERGE, table.root.get("ref", ""), span, FaultKind.MERGES)
            areas.append(table.area)

    def _name(self, table: TablePart, say: _Saying) -> None:
        name = table.root.get("displayName", table.root.get("name", ""))
        number = table.root.get("id", "")
        is_odd = name[:1] in {"", "."} or FORBIDDEN.search(name) or _OF_R1C1.match(name)
        if is_odd or is_cell_like(name):
            say(_NAME, name)
        if name.casefold() in self._seen:
            say(_NAME_TWICE, name)
        if name.casefold() in self.names:
            say(_NAME_TAKEN, name)
        if number in self._numbers:
            say(_ID_TWICE, f"{name}: {number[:20]}")
        self._seen.add(name.casefold())
        self._numbers.add(number)


@dataclass(frozen=True)
class _Saying:
    notes: FaultNotes
    table: TablePart
    sheet: str

    def __call__(
        self, what: Text, excerpt: str, span: Span | None = None, kind: FaultKind = FaultKind.TABLES
    ) -> None:
        where = span or self.table.area
        self.notes.add(
            kind, self.table.part, what, excerpt, sheet=self.sheet, spans=(where,) if where else ()
        )


def _check_columns(table: TablePart, say: _Saying) -> None:
    check_order(table.root, OF_TABLE, table.part, say.notes, say.sheet)
    columns, seen, numbers = table.columns, set[str](), set[str]()
    if table.area:
        top, left, bottom, right = table.area
        if len(columns) != right - left + 1:
            say(_WIDTH, f"{len(columns)} ≠ {right - left + 1}")
        if bottom - top + 1 - table.headers - table.totals < 1:
            say(_NO_ROWS, table.root.get("ref", ""))
    for name, each in zip(columns, table.root.findall("{*}tableColumns/*"), strict=True):
        number = each.get("id", "")
        if name.casefold() in seen:
            say(_COLUMN_TWICE, name)
        if number in numbers:
            say(_ID_TWICE, f"{name}: {number[:20]}")
        seen.add(name.casefold())
        numbers.add(number)


def _check_filter(table: TablePart, say: _Saying) -> None:
    found = table.root.find("{*}autoFilter")
    if found is None or table.area is None:
        return
    area = span_of(found.get("ref", ""))
    top, left, bottom, right = table.area
    if area != (top, left, bottom - table.totals, right):
        say(_FILTER, f"{found.get('ref', '')} ≠ {table.root.get('ref', '')}")


def _check_headings(table: TablePart, headings: Headings, say: _Saying) -> None:
    for place, name in zip(table.heading_cells, table.columns, strict=False):
        text = headings.get(place, "")
        if text is None:
            say(_NO_TEXT, name, (*place, *place))
        elif _plain(text) != _plain(name):
            say(_HEADING, f"{text!r} ≠ {name!r}", (*place, *place))


def _plain(text: str) -> str:
    return plain_text(text).replace("\r\n", "\n").casefold()


def _count(root: Element, attribute: str, otherwise: int) -> int:
    number = whole_number(root.get(attribute, ""))
    return otherwise if number is None else number
