"""The tables of a sheet: title lines, head, and what each line below is: a row, a section, a note, a sum, the head again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from smartxl.define.published.grid import SheetGrid
from smartxl.define.published.heads import HEAD_ROWS, PublishedHead, Words, find_head, head_key
from smartxl.text import plain

__all__ = ["LineKind", "PublishedTable", "TableLine", "is_note", "is_sum", "tables_of"]

_NOTE = re.compile(
    r"(?:备?注|说明|附注|填表说明|资料来源|数据来源|来源|notes?|sources?|remarks?)\s*\d*\s*[:.、)）]|[※*★▲]|[(（]?注\d*[:：)）]",
    re.I,
)
_SUM = re.compile(
    r"(?:合\s*计|小\s*计|总\s*计|总\s*分|累\s*计|共\s*计|总得分|sub-?total|(?:grand )?total)\s*(?:[(:（\d].*)?",
    re.I,
)
_CONTINUED = re.compile(r"[(（]?(?:续表?|接上(?:页|表))\s*\d*[)）]?")
_PAGE = re.compile(
    r"(?:第\s*)?[-—–]?\s*\d+\s*[-—–]?\s*(?:页(?:\s*[,，]?\s*共\s*\d+\s*页)?)|[-—–]\s*\d+\s*[-—–]"
)
_READ = 200  # characters of a line by which it is known
_ALIKE = 0.6
"""The share of a head's cells that a repeated head has again."""


class LineKind(Enum):
    """What a line below a head is."""

    ROW = auto()
    SECTION = auto()
    NOTE = auto()
    SUM = auto()
    PAGE = auto()


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of a table: its row on the sheet; of a section or a note the column of its text."""

    kind: LineKind
    row: int
    column: int = 0


@dataclass(frozen=True)
class PublishedTable:
    """A table: the title lines above it, its head, its lines in order."""

    grid: SheetGrid
    titles: tuple[str, ...]
    head: PublishedHead
    lines: tuple[TableLine, ...]

    def of(self, kind: LineKind) -> tuple[TableLine, ...]:
        """The lines of a kind."""
        return tuple(line for line in self.lines if line.kind is kind)


def is_note(text: str) -> bool:
    """Whether a line is a note below a table."""
    return _NOTE.match(plain(text[:_READ])) is not None


def is_sum(text: str) -> bool:
    """Whether a line sums up others."""
    return len(text) < _READ and _SUM.fullmatch(plain(text)) is not None


def tables_of(
    grid: SheetGrid, words: Words, needed: frozenset[str], levels: frozenset[str]
) -> tuple[PublishedTable, ...]:
    """All tables of a sheet. `levels` are the roles of columns whose text alone makes a row."""
    heads = list(_heads(grid, words, needed))
    tables = []
    above = 1
    for index, head in enumerate(heads):
        last = heads[index + 1].first - 1 if index + 1 < len(heads) else grid.height
        lines = tuple(_lines(grid, head, range(head.last + 1, last + 1), levels))
        tables.append(PublishedTable(grid, _titles(grid, above, head.first), head, lines))
        above = last + 1
    return tuple(tables)


def _heads(grid: SheetGrid, words: Words, needed: frozenset[str]) -> Iterator[PublishedHead]:
    """The heads that differ from the one before; titles above a head are not its rows."""
    row, before = 1, None
    while row <= grid.height:
        if before and _repeats(grid, row, before):
            row += 1
            continue
        head = find_head(grid, row, words, needed) if len(grid.filled(row)) > 1 else None
        if head and before is None:
            head = _lower(grid, head, words, needed)
        if head and (before is None or _differs(head, before)):
            yield head
            before = head
        row = head.last + 1 if head else row + 1


def _lower(grid: SheetGrid, head: PublishedHead, words: Words, needed: frozenset[str]) -> PublishedHead:
    """A head that begins one of the next rows, where that one is better understood: lines above tables may look like heads."""
    found = [
        find_head(grid, row, words, needed)
        for row in range(head.first + 1, min(head.first + HEAD_ROWS, grid.height + 1))
    ]
    return max([head, *filter(None, found)], key=lambda each: (each.known, -each.first))


def _differs(head: PublishedHead, before: PublishedHead) -> bool:
    """Another table has another head; one that has the same columns goes on with the table above."""
    return head.signature != before.signature and (len(head.columns) > 2 or head.known == len(head.columns))


def _repeats(grid: SheetGrid, row: int, head: PublishedHead) -> bool:
    """Whether a row is a row of the head again, as tables have it on every page."""
    filled = grid.filled(row)
    own = {column: head_key(grid.text(row, column)) for column in filled}
    for first in range(head.first, head.last + 1):
        same = sum(head_key(grid.text(first, column)) == text for column, text in own.items())
        if len(filled) > 1 and same >= max(2, _ALIKE * len(own)):
            return True
    return False


def _titles(grid: SheetGrid, first: int, last: int) -> tuple[str, ...]:
    """The lines between two tables, or above the first one."""
    found = (" ".join(grid.text(row, column) for column in grid.filled(row)) for row in range(first, last))
    return tuple(" ".join(text.split()) for text in found if text)


def _lines(
    grid: SheetGrid, head: PublishedHead, rows: Sequence[int], levels: frozenset[str]
) -> Iterator[TableLine]:
    noting = False
    named = {column.number for column in head.columns if column.role in levels}
    for row in rows:
        filled = grid.filled(row)
        if not filled or _repeats(grid, row, head):
            continue
        first = filled[0]
        text = grid.text(row, first)
        kind = _kind(grid, row, filled, named, noting=noting)
        noting = kind is LineKind.NOTE or (noting and kind is LineKind.PAGE)
        yield TableLine(kind, row, first) if text else TableLine(kind, row)


def _kind(grid: SheetGrid, row: int, filled: Sequence[int], named: set[int], *, noting: bool) -> LineKind:
    text = grid.text(row, filled[0])
    alone = len(filled) == 1
    if any(is_sum(grid.text(row, column)) for column in filled[:4]):
        return LineKind.SUM
    if _matches(_PAGE.fullmatch, text) or _matches(_CONTINUED.fullmatch, text):
        return LineKind.PAGE if alone else LineKind.ROW
    if is_note(text) and (alone or len(filled) == 2):
        return LineKind.NOTE
    if not alone:
        return LineKind.ROW
    if noting:
        return LineKind.NOTE
    wide = grid.spans(row, filled[0]) > 1
    return LineKind.ROW if filled[0] in named and not wide else LineKind.SECTION


def _matches(test: Callable[[str], re.Match[str] | None], text: str) -> bool:
    return len(text) < _READ and test(plain(text)) is not None
