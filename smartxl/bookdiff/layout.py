"""Sheets, rows and columns that were added, removed, renamed or put in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.bookdiff.alignment import most_in_order
from smartxl.bookdiff.cellchanges import shown_value
from smartxl.bookdiff.changes import BookChange, BookChangeKind
from smartxl.cells import quote_sheet
from smartxl.text import number_text, shorten
from smartxl.xlsx.spot import columns_spot, rows_spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from smartxl.bookdiff.content import ComparedSheet
    from smartxl.bookdiff.mapping import AxisMap, BookMap, SheetMap
    from smartxl.xlsx.spot import Spot

__all__ = ["layout_changes"]

_CELLS, _LONGEST = 4, 60


def layout_changes(book: BookMap) -> Iterator[BookChange]:
    """All of them, sheet by sheet."""
    kind = BookChangeKind.SHEET
    for sheet in book.removed:
        yield BookChange(kind, quote_sheet(sheet.name), "", sheet.name, None, sheet.height)
    for sheet in book.added:
        yield BookChange(kind, "", quote_sheet(sheet.name), None, sheet.name, sheet.height)
    kept = set(most_in_order((pair.before.index, pair.after.index) for pair in book.pairs))
    for pair in book.pairs:
        before, after = pair.before.name, pair.after.name
        stands = pair.before.index, pair.after.index
        if stands not in kept:
            numbers = float(stands[0] + 1), float(stands[1] + 1)
            yield BookChange(kind, quote_sheet(before), quote_sheet(after), *numbers)
        if before != after:
            yield BookChange(kind, quote_sheet(before), quote_sheet(after), before, after)
        yield from _rows(pair)
        yield from _columns(pair)


def _rows(pair: SheetMap) -> Iterator[BookChange]:
    yield from _gone_and_new(pair, BookChangeKind.ROWS, pair.rows, rows_spot, _row_excerpt)
    if pair.moved:
        places = rows_spot(pair.before.name, (each[0] for each in pair.moved))
        others = rows_spot(pair.after.name, (each[1] for each in pair.moved))
        first, other = pair.moved[0]
        texts = _row_excerpt(pair.before, first), _row_excerpt(pair.after, other)
        yield BookChange(BookChangeKind.ORDER, _few(str(places)), _few(str(others)), *texts, len(pair.moved))


def _columns(pair: SheetMap) -> Iterator[BookChange]:
    kind = BookChangeKind.COLUMNS
    yield from _gone_and_new(pair, kind, pair.columns, columns_spot, _column_excerpt)
    stands = [
        (n, int(pair.columns.there[n])) for n in range(1, pair.columns.size + 1) if pair.columns.there[n]
    ]
    kept = set(most_in_order(stands))
    for column, other in stands:
        if (column, other) not in kept:
            where = columns_spot(pair.before.name, [column]), columns_spot(pair.after.name, [other])
            texts = _column_excerpt(pair.before, column), _column_excerpt(pair.after, other)
            yield BookChange(kind, str(where[0]), str(where[1]), *texts)


def _gone_and_new(
    pair: SheetMap,
    kind: BookChangeKind,
    axis: AxisMap,
    spot: Callable[[str, Iterable[int]], Spot],
    excerpt: Callable[[ComparedSheet, int], str],
) -> Iterator[BookChange]:
    """Rows or columns that are in one of two sheets only, those that follow each other as one."""
    for run in _runs(axis.removed):
        where = str(spot(pair.before.name, run))
        yield BookChange(kind, where, "", excerpt(pair.before, run[0]), None, len(run))
    for run in _runs(axis.added):
        where = str(spot(pair.after.name, run))
        yield BookChange(kind, "", where, None, excerpt(pair.after, run[0]), len(run))


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _few(spot: str) -> str:
    """Areas, of which there may be hundreds."""
    return shorten(spot, _LONGEST)


def _row_excerpt(sheet: ComparedSheet, row: int) -> str:
    return _excerpt(sheet, [(row, column) for column in range(1, sheet.width + 1)])


def _column_excerpt(sheet: ComparedSheet, column: int) -> str:
    return _excerpt(sheet, [(row, column) for row in range(1, sheet.height + 1)])


def _excerpt(sheet: ComparedSheet, places: Sequence[tuple[int, int]]) -> str:
    """What stands first in a row or column."""
    parts: list[str] = []
    for place in places:
        value = shown_value(sheet, place)
        if value is not None and value != "":
            parts.append(number_text(value) if isinstance(value, float) else str(value))
        if len(parts) == _CELLS:
            break
    return shorten(" · ".join(parts), _LONGEST)
