"""Which sheet of a workbook holds which part of a definition, and what stands in its rows.

A sheet is known by its name, in either language and also with a number behind it, else by its row of headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.cells import area, column_letter
from smartxl.define.authoring.columns import LEVEL, AuthoringColumn, columns_of, find_column
from smartxl.define.authoring.words import WORDS
from smartxl.define.yamlfile import ValueMark
from smartxl.errors import Problem
from smartxl.text import Text, fold, shorten

if TYPE_CHECKING:
    from smartxl.xlsx import RawBook, RawSheet
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["AuthoringTable", "FoundSheets", "SheetEntry", "sheet_tables"]

_HEAD_WITHIN = 20  # rows
_WIDEST, _LONGEST = 300, 20_000  # columns, rows
_SURE = 3  # headings by which a sheet of another name is known
_HELPER = "#"  # of columns that only calculate
_NUMBERED = re.compile(r"[\s_-]*(?:[((][^()]*[))]|[0-9]{1,3})$")
_NOTES = frozenset({"说明", "备注", "附注", "guide", "notes", "note", "readme"})
_FILLED = frozenset({"code", "below", LEVEL.rstrip(":"), "title", "place", "params", "formula"})
_REPEATED = frozenset({"code", LEVEL.rstrip(":"), "place"})
_TABLES = frozenset({"roster", "items"})


@dataclass(frozen=True)
class SheetEntry:
    """A row in which something stands: column id → value, and where each column is."""

    sheet: str
    number: int
    cells: Mapping[str, CellValue]
    places: Mapping[str, int]
    heads: Mapping[str, str]

    def text(self, column: str) -> str:
        """What a column says, as text."""
        value = self.cells.get(column, "")
        if isinstance(value, float):
            return f"{value:.15g}"
        return str(value).strip()

    def mark(self, column: str = "", below: Mapping[str | int, ValueMark] | None = None) -> ValueMark:
        """Where a column of the row stands; the row's first cell where it has no such column."""
        place = self.places.get(column)
        letter = column_letter(place) if place else ""
        return ValueMark(self.number, below or {}, self.sheet, letter, self.heads.get(column, ""))


@dataclass(frozen=True)
class AuthoringTable:
    """A sheet that was recognised: what it holds, its row of headings, its columns and its rows."""

    kind: str
    sheet: str
    head: int
    columns: Mapping[int, AuthoringColumn]
    entries: tuple[SheetEntry, ...] = ()

    @property
    def ids(self) -> Mapping[str, AuthoringColumn]:
        """Its columns by their ids."""
        return {column.id: column for column in self.columns.values()}


@dataclass
class _SheetFinder:
    file: str
    book: RawBook
    problems: list[Problem] = field(default_factory=list)
    classes: dict[str, Text] = field(default_factory=dict)

    def say(self, sheet: str, row: int | None, column: int, what: Text, remedy: Text, head: str = "") -> None:
        letter = column_letter(column) if column else ""
        self.problems.append(Problem(self.file, row, head, what, remedy, sheet, letter))


@dataclass(frozen=True)
class FoundSheets:
    """The tables of a workbook; the sheets of units and of items are given as they are, by their names."""

    tables: tuple[AuthoringTable, ...]
    roster: Mapping[str, RawSheet]
    items: Mapping[str, RawSheet]
    problems: tuple[Problem, ...]


def sheet_tables(file: str, book: RawBook) -> FoundSheets:
    """All sheets of a workbook that hold a part of a definition."""
    finder = _SheetFinder(file, book)
    kinds = dict(_kinds(finder))
    order = sorted(kinds.items(), key=lambda pair: pair[1][0] != "classes")  # whose names head the weights
    tables: list[AuthoringTable] = []
    for name, (kind, head) in order:
        if kind in _TABLES:
            continue
        table = _table(finder, book.sheets[name], kind, head)
        tables.append(table)
        if kind == "classes":
            for entry in table.entries:
                finder.classes[entry.text("code")] = Text(entry.text("name.zh"), entry.text("name.en"))
    roster, items = (
        {name: book.sheets[name] for name, (kind, _) in kinds.items() if kind == wanted}
        for wanted in ("roster", "items")
    )
    return FoundSheets(tuple(tables), roster, items, tuple(finder.problems))


def _shown(book: RawBook) -> Iterator[RawSheet]:
    for sheet in book.sheets.values():
        if sheet.height and not sheet.name.startswith("_") and (not sheet.hidden or _by_name(sheet.name)):
            yield sheet


def _kinds(finder: _SheetFinder) -> Iterator[tuple[str, tuple[str, int]]]:
    """Sheet name → what it holds, and its row of headings (0 for none)."""
    for sheet in _shown(finder.book):
        kind = _by_name(sheet.name)
        if kind == "guide" or fold(sheet.name) in _NOTES:
            continue
        if kind:
            head, found = _head_row(sheet, kind)
            if not found and kind not in _TABLES:
                first = "、".join(c.word.zh for c in list(columns_of(kind).values())[:4])
                what = Text("找不到表头行", "there is no row of headings")
                remedy = Text(
                    f"在表的上方一行写列名，如：{first}", f"write the headings above the table: {first}"
                )
                finder.say(sheet.name, 1, 1, what, remedy)
                continue
            yield sheet.name, (kind, head)
            continue
        scores = {other: _head_row(sheet, other) for other in WORDS.of("sheet") if other != "guide"}
        best = max(scores, key=lambda other: scores[other][1])
        if scores[best][1] >= _SURE:
            yield sheet.name, (best, scores[best][0])
        else:
            _unknown_sheet(finder, sheet.name)


def _by_name(name: str) -> str:
    wanted = {fold(name), _NUMBERED.sub("", fold(name))}
    for kind, word in WORDS.of("sheet").items():
        if {fold(word.zh), fold(word.en)} & wanted:
            return kind
    return ""


def _unknown_sheet(finder: _SheetFinder, name: str) -> None:
    words = {spelling: word for word in WORDS.of("sheet").values() for spelling in (word.zh, word.en)}
    near = get_close_matches(name, words, n=1, cutoff=0.4)
    guess = words[near[0]] if near else None
    zh, en = (
        "、".join(w.zh for w in WORDS.of("sheet").values()),
        ", ".join(w.en for w in WORDS.of("sheet").values()),
    )
    finder.say(
        name,
        None,
        0,
        Text(
            f"不认识工作表“{name}”，其中的内容没有位置",
            f"the sheet {name!r} is not known, and nothing reads it",
        ),
        Text(
            (f"是否为“{guess.zh}”？" if guess else "") + f"改名为 {zh} 之一；只是备注的，改名为“备注”",
            (f"did you mean {guess.en!r}? " if guess else "")
            + f"call it one of {en}; where it holds notes only, call it Notes",
        ),
    )


def _head_row(sheet: RawSheet, kind: str) -> tuple[int, int]:
    """The row with most headings of a kind, and how many those are; 0, 0 for none."""
    best = (0, 0)
    for row in range(1, min(sheet.height, _HEAD_WITHIN) + 1):
        cells = sheet.values[row - 1][:_WIDEST]
        texts = [value for value in cells if isinstance(value, str) and value.strip()]
        found = {column.id for text in texts if (column := find_column(kind, text, {}))}
        if len(found) > best[1]:
            best = row, len(found)
    least = 2 if kind != "weights" else 1
    return best if best[1] >= least else (0, 0)


def _table(finder: _SheetFinder, sheet: RawSheet, kind: str, head: int) -> AuthoringTable:
    columns = dict(_columns(finder, sheet, kind, head))
    filled = _merged(finder, sheet, columns, head)
    places = {column.id: place for place, column in columns.items() if not column.shown}
    heads = {column.id: str(sheet.at(head, place)).strip() for place, column in columns.items()}
    entries = []
    if sheet.height > head + _LONGEST:
        what = Text(f"超过 {_LONGEST:,} 行", f"more than {_LONGEST:,} rows")
        remedy = Text("删去表下方多余的内容", "delete what stands below the table")
        finder.say(sheet.name, sheet.height, 1, what, remedy)
    for row in range(head + 1, min(sheet.height, head + _LONGEST) + 1):
        cells = dict(_cells(finder, sheet, row, places, heads, filled))
        own = [name for name in cells if (row, places[name]) not in filled]
        if own:
            entries.append(SheetEntry(sheet.name, row, cells, places, heads))
    return AuthoringTable(kind, sheet.name, head, columns, tuple(entries))


def _columns(
    finder: _SheetFinder, sheet: RawSheet, kind: str, head: int
) -> Iterator[tuple[int, AuthoringColumn]]:
    filled = _first_rows(sheet, head)
    taken: dict[str, int] = {}
    for place in range(1, min(max(filled, default=0), _WIDEST) + 1):
        heading = str(sheet.at(head, place)).strip()
        if heading.startswith(_HELPER) or place not in filled:
            continue
        column = find_column(kind, heading, finder.classes) if heading else None
        if column is None and kind == "weights" and _is_idle(sheet, place, head):
            continue  # of a class that was given another name
        if column is None:
            _unknown_column(finder, sheet.name, kind, filled[place], place, heading)
        elif column.id in taken:
            first = column_letter(taken[column.id])
            what = Text(
                f"列“{heading}”出现两次（先在 {first} 列）", f"the column {heading!r} stands twice ({first})"
            )
            finder.say(sheet.name, head, place, what, Text("删除其中一列", "delete one of them"), heading)
        else:
            taken[column.id] = place
            yield place, column
    if far := next((place for place in filled if place > _WIDEST), 0):
        what = Text(f"第 {_WIDEST} 列以后的内容不读取", f"nothing beyond column {_WIDEST} is read")
        remedy = Text("移到左边，或删去", "move it to the left, or delete it")
        finder.say(sheet.name, filled[far], far, what, remedy)


def _is_idle(sheet: RawSheet, place: int, head: int) -> bool:
    """Whether nothing stands in a column below its heading."""
    return not any(str(sheet.at(row, place)).strip() for row in range(head + 1, sheet.height + 1))


def _first_rows(sheet: RawSheet, head: int) -> Mapping[int, int]:
    """Column → the first row, from the headings on, in which something stands."""
    found: dict[int, int] = {}
    for row, cells in enumerate(sheet.values[head - 1 :], head):
        for place, value in enumerate(cells, 1):
            if place not in found and str(value).strip():
                found[place] = row
    return found


def _unknown_column(finder: _SheetFinder, sheet: str, kind: str, row: int, place: int, heading: str) -> None:
    known = {c.word.zh: c.word for c in columns_of(kind).values()} | {
        c.word.en: c.word for c in columns_of(kind).values()
    }
    known |= {
        text: name for name in finder.classes.values() for text in (name.zh, name.en) if kind == "weights"
    }
    if not heading:
        what = Text("此列没有列名，内容不会被读取", "the column has no heading, so nothing reads it")
        finder.say(
            sheet, row, place, what, Text("在表头行写上列名，或清空此列", "name it, or clear the column")
        )
        return
    near = get_close_matches(heading, known, n=1, cutoff=0.4)
    guess = known[near[0]] if near else None
    words = list(dict.fromkeys(known.values()))
    finder.say(
        sheet,
        row,
        place,
        Text(f"不认识列名“{shorten(heading, 40)}”", f"unknown heading {shorten(heading, 40)!r}"),
        Text(
            (f"是否为“{guess.zh}”？" if guess else "") + "可用列名：" + "、".join(w.zh for w in words),
            (f"did you mean {guess.en!r}? " if guess else "") + "known: " + ", ".join(w.en for w in words),
        ),
        heading,
    )


def _kind_of(column: AuthoringColumn) -> str:
    return column.key.partition(":")[0]


def _merged(
    finder: _SheetFinder, sheet: RawSheet, columns: Mapping[int, AuthoringColumn], head: int
) -> Mapping[tuple[int, int], tuple[int, int]]:
    """The cells that a merged cell above them stands for, where that is how people write; others are problems."""
    filled: dict[tuple[int, int], tuple[int, int]] = {}
    for merge in sheet.merged:
        mine = [p for p in range(merge.first_column, merge.last_column + 1) if p in columns]
        if merge.last_row <= head or not mine:
            continue
        place = merge.first_column
        column = columns.get(place)
        upright = merge.first_column == merge.last_column and merge.first_row > head and column is not None
        if upright and column is not None and (column.shown or _kind_of(column) in _FILLED):
            if _kind_of(column) in _REPEATED and column.id != "below:code":
                rows = range(merge.first_row + 1, min(merge.last_row, sheet.height) + 1)
                filled |= {(row, place): (merge.first_row, place) for row in rows}
            continue
        where = area(merge.first_row, merge.first_column, merge.last_row, merge.last_column)
        what = Text(
            f"{where} 是合并单元格，只有左上角一格有内容",
            f"{where} are merged, so only the first cell has a value",
        )
        remedy = Text(
            "取消合并，每行分别填写（指标名称、代码可以上下合并）", "unmerge them and fill in each row"
        )
        finder.say(sheet.name, merge.first_row, place, what, remedy, str(sheet.at(head, place)))
    return filled


def _cells(
    finder: _SheetFinder,
    sheet: RawSheet,
    row: int,
    places: Mapping[str, int],
    heads: Mapping[str, str],
    filled: Mapping[tuple[int, int], tuple[int, int]],
) -> Iterator[tuple[str, CellValue]]:
    for name, place in places.items():
        spot = filled.get((row, place), (row, place))
        if spot in sheet.errors or (spot in sheet.uncached and not str(sheet.at(*spot)).strip()):
            shown = sheet.errors.get(spot, "")
            what = Text(f"公式没有得出值 {shown}".strip(), f"the formula gives no value {shown}".strip())
            remedy = Text("改正公式，或直接填写内容", "mend the formula, or type the value")
            finder.say(sheet.name, row, place, what, remedy, heads.get(name, ""))
            continue
        value = sheet.at(*spot)
        if not isinstance(value, str) or value.strip():
            yield name, value
