"""Two workbooks compared: rows and columns matched first, then what differs in cells that belong together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from smartxl.bookdiff.cellchanges import cell_changes, differing_cells
from smartxl.bookdiff.changes import BookChange, BookChangeKind, BookDiff
from smartxl.bookdiff.content import Codes, content_of_book
from smartxl.bookdiff.guards import differing_names, guard_changes
from smartxl.bookdiff.keys import has_key, headings
from smartxl.bookdiff.layout import layout_changes
from smartxl.bookdiff.results import compared_results
from smartxl.bookdiff.sheetmaps import book_map
from smartxl.errors import UnknownName
from smartxl.recalc import NO_FUNCTIONS, registered
from smartxl.text import Text, both
from smartxl.xlsx.labels import CellLabels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from smartxl.bookdiff.cellchanges import CellDifference
    from smartxl.bookdiff.content import ComparedBook
    from smartxl.bookdiff.mapping import BookMap, SheetMap
    from smartxl.xlsx import RawBook

__all__ = ["diff_books"]

_ORDER = {kind: place for place, kind in enumerate(BookChangeKind)}
_LONGEST = 120


def diff_books(
    before: RawBook,
    after: RawBook,
    keys: Sequence[str] = (),
    functions: Mapping[str, Callable[..., object]] = NO_FUNCTIONS,
) -> BookDiff:
    """Compares two files that were read with their settings.

    `keys`: headings or letters of columns by which rows are known, where that shall not be found out; `functions`: the user's
    own. Raises UnreadableFile, UnknownName for a key that no sheet has.
    """
    codes = Codes()
    one, other = content_of_book(before, codes), content_of_book(after, codes)
    for book in (one, other):
        book.loaded.workbook.functions = registered(functions)
    _check_keys(keys, one)
    mapped = book_map(one, other, keys)
    labels = {name: CellLabels(sheet) for name, sheet in after.sheets.items()}

    def label(pair: SheetMap, place: tuple[int, int]) -> str:
        return labels[pair.after.name].of(*place)

    differing = {pair.after.index: list(differing_cells(mapped, pair)) for pair in mapped.pairs}
    changed_names = tuple(differing_names(mapped, one, other))
    names = {change.label for change in changed_names}
    results = compared_results(mapped, one, other, differing, names, label)
    changes = [
        *layout_changes(mapped),
        *_of_cells(mapped, differing, label),
        *changed_names,
        *guard_changes(mapped, one, other),
        *results.stored,
    ]
    return BookDiff(
        before.file_name,
        after.file_name,
        tuple(sorted(changes, key=lambda change: _ORDER[change.kind])),
        results.shifts,
        len(other.loaded.formulas),
        results.compared,
        results.unknown,
        tuple((pair.after.name, pair.key) for pair in mapped.pairs if pair.key),
    )


def _of_cells(
    book: BookMap,
    differing: Mapping[int, Sequence[CellDifference]],
    label: Callable[[SheetMap, tuple[int, int]], str],
) -> Iterator[BookChange]:
    for pair in book.pairs:
        yield from cell_changes(pair, differing[pair.after.index], partial(label, pair))


def _check_keys(keys: Sequence[str], before: ComparedBook) -> None:
    """Raises UnknownName for a key that is a heading of no sheet and no letter of a column."""
    for key in keys:
        if not any(has_key(key, sheet) for sheet in before.sheets.values()):
            what = Text(f"没有一张工作表有“{key}”这一列", f"no sheet has a column {key!r}")
            first = next(iter(before.sheets.values()), None)
            known = ", ".join(headings(first)) if first else ""
            raise UnknownName(
                "--key",
                what,
                Text("写列的标题或字母，如 ", "write its heading or its letter, such as ")
                + both(known or "A"),
            )
