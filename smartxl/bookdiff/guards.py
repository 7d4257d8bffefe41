"""What guards a workbook, where it differs: names, tables, calculation, protection, what is hidden and merged, and areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.bookdiff.areachanges import SetSheets, area_changes
from smartxl.bookdiff.changes import BookChange, BookChangeKind
from smartxl.bookdiff.forms import form_of, reference_of
from smartxl.cells import area, quote_sheet
from smartxl.xlsx.rulewords import calculation_modes, list_options
from smartxl.xlsx.spot import Spot, columns_spot, rows_spot

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from smartxl.bookdiff.content import ComparedBook
    from smartxl.bookdiff.mapping import AxisMap, BookMap, SheetMap
    from smartxl.cells import Area
    from smartxl.xlsx.settings import BookSettings, SavedName, SheetSettings

__all__ = ["differing_names", "guard_changes"]

_BUILT_IN = "_XLNM."
"""Print areas, repeated rows, filters: every program has its own way with them."""
_ON, _OFF = frozenset({"1", "true"}), frozenset({"0", "false"})
_RIGHTS = (
    *("formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "insertHyperlinks"),
    *("deleteColumns", "deleteRows", "sort", "autoFilter", "pivotTables"),
)
_PASSWORDS = ("password", "hashValue")


def differing_names(book: BookMap, before: ComparedBook, after: ComparedBook) -> Iterator[BookChange]:
    """Names that refer elsewhere, and tables of other areas or columns; `label` of each is the name itself."""
    mine, theirs = before.raw.settings, after.raw.settings
    if mine is None or theirs is None:
        return
    ones, others = _names(book, mine, moved=True), _names(book, theirs, moved=False)
    for key in sorted(ones.keys() | others.keys()):
        one, other = ones.get(key), others.get(key)
        if one is None or other is None or not _refer_alike(book, one.text, other.text):
            name = one.name if one else other.name if other else ""
            at = [f"{quote_sheet(e.sheet)}!{name}" if e.sheet else name for e in (one, other) if e]
            yield BookChange(
                BookChangeKind.NAME,
                at[0] if one else "",
                at[-1] if other else "",
                one.text if one else None,
                other.text if other else None,
                label=name,
            )
    yield from _tables(book, mine, theirs)


def _names(book: BookMap, settings: BookSettings, *, moved: bool) -> Mapping[tuple[str, str], SavedName]:
    """Name and sheet (as it is called after) → name; hidden ones are programs' own."""
    found = {}
    for name in settings.names:
        if name.hidden or name.name.upper().startswith(_BUILT_IN):
            continue
        pair = book.by_name.get(name.sheet.casefold()) if moved and name.sheet else None
        found[name.name.upper(), (pair.after.name if pair else name.sheet).casefold()] = name
    return found


def _refer_alike(book: BookMap, before: str, after: str) -> bool:
    one, other = (form_of("=" + text.removeprefix("=")) for text in (before, after))
    return before == after if not book.pairs else book.same_formula(book.pairs[0], one, other)


def _tables(book: BookMap, mine: BookSettings, theirs: BookSettings) -> Iterator[BookChange]:
    ones = {table.name.casefold(): table for table in mine.tables}
    others = {table.name.casefold(): table for table in theirs.tables}
    for key in sorted(ones.keys() | others.keys()):
        one, other = ones.get(key), others.get(key)
        pair = book.by_name.get(one.sheet.casefold()) if one else None
        if one and other and pair and pair.after.name == other.sheet:
            alike = _same_area(pair, one.area, other.area)
            added = set(pair.columns.added)
            if alike and (one.columns == other.columns or pair.columns.removed or added):
                continue
        yield BookChange(
            BookChangeKind.TABLE,
            f"{quote_sheet(one.sheet)}!{one.area}" if one else "",
            f"{quote_sheet(other.sheet)}!{other.area}" if other else "",
            f"{one.area}: {', '.join(one.columns)}" if one else None,
            f"{other.area}: {', '.join(other.columns)}" if other else None,
            label=one.name if one else other.name if other else "",
        )


def _same_area(pair: SheetMap, before: str, after: str) -> bool:
    one, other = reference_of(before), reference_of(after)
    return (
        one is not None
        and other is not None
        and pair.rows.alike(one.top, one.bottom, other.top, other.bottom)
        and pair.columns.alike(one.left, one.right, other.left, other.right)
    )


def guard_changes(book: BookMap, before: ComparedBook, after: ComparedBook) -> Iterator[BookChange]:
    """All others."""
    mine, theirs = before.raw.settings, after.raw.settings
    if mine is None or theirs is None:
        return
    ones, others = calculation_modes(before.raw), calculation_modes(after.raw)
    for mode in sorted(ones ^ others):
        yield BookChange(
            BookChangeKind.CALCULATION, "", "", *((mode, None) if mode in ones else (None, mode))
        )
    options = list_options(before.raw), list_options(after.raw)
    for pair in book.pairs:
        one, other = pair.before.name, pair.after.name
        settings = mine.sheets.get(one), theirs.sheets.get(other)
        where = quote_sheet(one), quote_sheet(other)
        states = mine.states.get(one, "visible"), theirs.states.get(other, "visible")
        if states[0] != states[1]:
            yield BookChange(BookChangeKind.HIDDEN, *where, *states)
        if settings[0] is None or settings[1] is None:
            continue
        rights = _protection(settings[0]), _protection(settings[1])
        if rights[0] != rights[1]:
            yield BookChange(BookChangeKind.PROTECTION, *where, *rights)
        yield from area_changes(SetSheets(book, pair, settings[0], settings[1], (mine, theirs), options))
        yield from _hidden(pair, before, after)
        yield from _merges(pair, before, after)


def _protection(settings: SheetSettings) -> str:
    """Whether a sheet is protected, and what is allowed all the same."""
    attributes = settings.protection
    if attributes.get("sheet") not in _ON:
        return "unprotected"
    allowed = [right for right in _RIGHTS if attributes.get(right) in _OFF]
    password = ["password"] if any(attributes.get(key) for key in _PASSWORDS) else []
    return ", ".join(("protected", *allowed, *password))


def _hidden(pair: SheetMap, before: ComparedBook, after: ComparedBook) -> Iterator[BookChange]:
    """Rows and columns that are hidden in one of the two."""
    one, other = before.raw.sheets[pair.before.name], after.raw.sheets[pair.after.name]
    for axis, spot, mine, theirs in (
        (pair.rows, rows_spot, one.hidden_rows, other.hidden_rows),
        (pair.columns, columns_spot, one.hidden_columns, other.hidden_columns),
    ):
        yield from _hidden_of(pair, axis, spot, mine, theirs)


def _hidden_of(
    pair: SheetMap,
    axis: AxisMap,
    spot: Callable[[str, Iterable[int]], Spot],
    mine: Collection[int],
    theirs: Collection[int],
) -> Iterator[BookChange]:
    found = {n: axis.of(n) for n in mine if n <= axis.size}
    shown = [(n, there) for n, there in found.items() if there and there not in theirs]
    hidden = [
        (int(axis.back[n]), n)
        for n in theirs
        if n <= axis.other and axis.back[n] and int(axis.back[n]) not in mine
    ]
    for pairs, states in ((shown, ("hidden", "visible")), (hidden, ("visible", "hidden"))):
        if pairs:
            where = (
                spot(pair.before.name, (n for n, _ in pairs)),
                spot(pair.after.name, (n for _, n in pairs)),
            )
            yield BookChange(BookChangeKind.HIDDEN, str(where[0]), str(where[1]), *states, len(pairs))


def _merges(pair: SheetMap, before: ComparedBook, after: ComparedBook) -> Iterator[BookChange]:
    """Areas that are merged in one of the two; those that grew or shrank with rows in them are the same."""
    ones, others = before.raw.sheets[pair.before.name].merged, after.raw.sheets[pair.after.name].merged
    left = {_corners(each) for each in others}
    if pair.is_same:
        ones = tuple(each for each in ones if _corners(each) not in left)
        left -= {_corners(each) for each in before.raw.sheets[pair.before.name].merged}
    at_corner = {other[:2]: other for other in left}
    for one in sorted(map(_corners, ones)):
        near = at_corner.get(pair.place(*one[:2]) or (0, 0))
        same = near if near is not None and _alike(pair, one, near) else None
        if same is not None:
            left.discard(same)
        elif all(pair.place(*at) for at in (one[:2], one[2:])):
            yield BookChange(
                BookChangeKind.MERGE, str(Spot(pair.before.name, area(*one))), "", "merged", None
            )
    for other in sorted(left):
        if all(
            axis.back[n] for axis, n in ((pair.rows, other[0]), (pair.columns, other[1])) if n <= axis.other
        ):
            yield BookChange(
                BookChangeKind.MERGE, "", str(Spot(pair.after.name, area(*other))), None, "merged"
            )


def _corners(found: Area) -> tuple[int, int, int, int]:
    return found.first_row, found.first_column, found.last_row, found.last_column


def _alike(pair: SheetMap, one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    rows = pair.rows.alike(one[0], one[2], other[0], other[2])
    return rows and pair.columns.alike(one[1], one[3], other[1], other[3])
