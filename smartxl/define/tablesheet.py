"""Reads the rows of one table on a sheet: what is no row of it (blank rows, sums, remarks) is passed over, and told."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.define.check_common import number_list
from smartxl.define.entries import hidden_characters, without_hidden
from smartxl.define.tablecell import TypedCell, cell_text
from smartxl.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.define.columns import Columns
    from smartxl.define.tablehead import Head
    from smartxl.errors import FilePlace, Problem
    from smartxl.xlsx import RawSheet
    from smartxl.xlsx.book import Place

__all__ = ["RowMark", "TableReader", "TableRow"]

_TOTALS = frozenset({"合计", "总计", "小计", "共计", "累计", "total", "subtotal"})
_TOTAL = re.compile(
    r"(?:合计|总计|小计|共计|累计|total|subtotal)\b|(?:合计|总计|小计|共计|累计)(?:[:： (（]|\d|$)"
)
_REMARK = re.compile(r"[*※]?(?:注|备注|说明|填表|填报|制表|审核|联系|note)[^:：]{0,6}[:：1１]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RowMark:
    """Where a row stands: its table, and its number in Excel."""

    head: Head
    number: int

    def problem(self, column: str, what: Text, remedy: Text) -> Problem:
        """A problem in this row, of a column by its name."""
        return self.head.problem(self.number, column, what, remedy)

    def spot(self, column: str) -> FilePlace:
        """Where the row's cell stands, of a column by its name."""
        return self.head.spot(self.number, column)

    @property
    def told(self) -> Text:
        """The row as a problem of another one names it."""
        file = f"{self.head.file} {self.head.sheet}".strip()
        return Text(f"{file} 第 {self.number} 行", f"{file} row {self.number}")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: where it stands, and every column's text, "" where blank."""

    mark: RowMark
    cells: Mapping[str, str]

    @property
    def number(self) -> int:
        """Its number in Excel."""
        return self.mark.number


@dataclass
class TableReader:
    """Reads the rows below a head. `complete` is False where rows had to be left out; `notes` are what is worth telling."""

    head: Head
    sheet: RawSheet
    columns: Columns
    rows: list[TableRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    complete: bool = True
    _passed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def read(self) -> None:
        """All rows."""
        self._covered = dict(self._covered_cells())
        self._implied = {
            c.name: self.head.title
            for c in self.columns.columns
            if c.by_sheet and c.name not in self.head.places
        }
        self._wide = {
            (area.first_row, area.first_column)
            for area in self.sheet.merged
            if area.last_column > area.first_column
        }
        for number in range(self.head.last_row + 1, self.sheet.height + 1):
            self._read_row(number)
        self.notes += self._notes()

    def _covered_cells(self) -> Iterator[tuple[Place, int]]:
        """The cells that a merged one above covers, of the columns that are read → its row."""
        read = set(self.head.places.values())
        for area in self.sheet.merged:
            if area.last_row > area.first_row > self.head.last_row and area.first_column in read:
                for row in range(area.first_row + 1, min(area.last_row, self.sheet.height) + 1):
                    yield (row, area.first_column), area.first_row

    def _read_row(self, number: int) -> None:
        if not self.head.sheet:
            self._check_width(number)
        found = {
            name: cell_text(self.sheet, (number, place), self.columns.by_name[name].holds)
            for name, place in self.head.places.items()
        }
        texts = {name: cell.text for name, cell in found.items() if cell.text or cell.what}
        if not texts:
            return
        if self.columns.by_hand and (reason := self._no_row(number, texts)):
            self._passed[reason].append(number)
            return
        mark = RowMark(self.head, number)
        cells = dict.fromkeys(self.columns.by_name, "") | self._implied
        faults = dict(self._faults(mark, found, cells))
        self.problems += faults.values()
        missing = [c.name for c in self.columns.columns if c.filled and not cells[c.name]]
        for name in missing:
            if name not in faults:
                self.problems.append(mark.problem(name, *self._blank(name)))
        unusable = missing or any(found[name].what for name in faults)
        self.complete = self.complete and not unusable
        if not unusable:
            self.rows.append(TableRow(mark, cells))

    def _faults(
        self, mark: RowMark, found: Mapping[str, TypedCell], cells: dict[str, str]
    ) -> Iterator[tuple[str, Problem]]:
        """Fills in the cells, and gives the problem of each column that has one."""
        for name, cell in found.items():
            covered = self._covered.get((mark.number, self.head.places[name])) if not cell.text else None
            if cell.what:
                yield name, mark.problem(name, cell.what, cell.remedy)
            elif covered and not self.columns.by_name[name].spans:
                yield name, mark.problem(name, *_merged(covered))
            text = self._above(covered, name) if covered else cell.text
            cells[name] = without_hidden(text).strip()
            if hidden := hidden_characters(text):
                what = Text(
                    f"“{cells[name]}”含有看不见的字符：{hidden}",
                    f"{cells[name]!r} holds what cannot be seen: {hidden}",
                )
                yield (
                    name,
                    mark.problem(name, what, Text("重新输入该单元格的文字", "type the cell's text anew")),
                )

    def _above(self, row: int, name: str) -> str:
        """What a merged cell says that begins in a row above."""
        column = self.columns.by_name[name]
        return cell_text(self.sheet, (row, self.head.places[name]), column.holds).text if column.spans else ""

    def _blank(self, name: str) -> tuple[Text, Text]:
        called = self.head.texts[self.head.places[name]] if name in self.head.places else name
        what = Text(f"“{called}”空着", f"{called} is blank")
        return what, Text("请填写，或删去此行", "fill it in, or delete the row")

    def _check_width(self, number: int) -> None:
        """Cells of a .csv beyond the heads: a comma without quotation marks."""
        cells, width = self.sheet.values[number - 1], len(self.head.texts)
        if any(str(cell).strip() for cell in cells[width:]):
            what = Text(
                f"此行有 {len(cells)} 格，列名只有 {width} 个",
                f"the row has {len(cells)} cells, the heading {width}",
            )
            remedy = Text(
                '含逗号的内容要加英文双引号 "…"', 'put a cell that holds a comma in quotation marks "…"'
            )
            self.problems.append(self.head.problem(number, "", what, remedy))

    def _no_row(self, number: int, texts: Mapping[str, str]) -> str:
        """Why a row is none of the table, as a key of `_PASSED`; "" where it is one."""
        if all(fold(text) == fold(self.head.texts[self.head.places[name]]) for name, text in texts.items()):
            return "head"
        first = next(
            (text for column in range(1, self.head.width + 1) if (text := self.sheet.text(number, column))),
            "",
        )
        if fold(first) in _TOTALS:
            return "total"
        if all(texts.get(c.name) or c.name in self._implied for c in self.columns.columns if c.filled):
            return ""
        if _TOTAL.match(fold(first)):
            return "total"
        only = [name for name in texts if texts[name]]
        if len(only) == 1 and _REMARK.match(first):
            return "remark"
        is_wide = any((number, place) in self._wide for place in self.head.texts)
        return "title" if len(only) == 1 and is_wide else ""

    def _notes(self) -> Iterator[Text]:
        for reason, numbers in self._passed.items():
            what = _PASSED[reason]
            rows = number_list(numbers)
            yield Text(f"第 {rows} 行是{what.zh}，没有读取", f"{what.en} in rows {rows}: not read")
        if hidden := [row.number for row in self.rows if row.number in self.sheet.hidden_rows]:
            yield Text(
                f"隐藏的行也读取了：第 {number_list(hidden)} 行",
                f"rows that are hidden were read: {number_list(hidden)}",
            )
        if columns := [t for p, t in self.head.texts.items() if t and self._is_passed_over(p, t)]:
            yield Text(
                f"没有读取的列：{'、'.join(columns)}", f"columns that are not read: {', '.join(columns)}"
            )
        if places := self._strays():
            yield Text(f"没有列名的单元格没有读取：{places}", f"cells without a head were not read: {places}")

    def _is_passed_over(self, place: int, text: str) -> bool:
        return place in self.head.passed_over or (
            self.columns.under(text) is None and not self.columns.near(text)
        )

    def _strays(self) -> str:
        """The first cell with something in it under no head."""
        for number in range(self.head.last_row + 1, self.sheet.height + 1):
            for place, value in enumerate(self.sheet.values[number - 1], 1):
                if self.head.sheet and str(value).strip() and not self.head.texts.get(place):
                    return f"{a1(number, place)} …"
        return ""


_PASSED = {
    "head": Text("重复的列名", "the heads again"),
    "total": Text("合计", "sums"),
    "remark": Text("说明文字", "remarks"),
    "title": Text("小标题", "titles between the rows"),
}


def _merged(row: int) -> tuple[Text, Text]:
    what = Text(f"单元格与第 {row} 行合并", f"the cell is merged with the one in row {row}")
    return what, Text("取消合并，每行各填一格", "unmerge it, and fill in each row")
