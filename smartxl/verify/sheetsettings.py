"""How the cells of a sheet are set, beside the plan: locks, number formats, what is hidden, merged areas, links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from smartxl.cells import area, parse_area
from smartxl.verify.areasettings import differing_conditions, differing_validations
from smartxl.verify.report import Difference, DifferenceKind
from smartxl.xlsx.plainformat import given_by_typing, plain_format
from smartxl.xlsx.spot import Spot, areas_spot, columns_spot, rows_spot

if TYPE_CHECKING:
    from smartxl.cells import Area
    from smartxl.xlsx import RawSheet
    from smartxl.xlsx.book import Place
    from smartxl.xlsx.rulewords import Options
    from smartxl.xlsx.settings import BookSettings, SheetSettings

__all__ = ["PlacedSheet", "differing_sheet"]

_RIGHTS = (
    *("formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "insertHyperlinks"),
    *("deleteColumns", "deleteRows", "sort", "autoFilter", "pivotTables"),
)
_PASSWORDS = ("password", "hashValue")
_Numbered = TypeVar("_Numbered")
_ON, _OFF = frozenset({"1", "true"}), frozenset({"0", "false"})


@dataclass(frozen=True, slots=True)
class PlacedSheet:
    """A sheet, how it is set, and the settings of its workbook, which know its looks."""

    sheet: RawSheet
    settings: SheetSettings
    book: BookSettings

    def is_locked(self, place: Place) -> bool:
        """Whether a cell is locked, which may follow from its row or column."""
        return self.book.look(self.settings.style_at(place)).locked

    def number_format(self, place: Place) -> str:
        """The number format of a cell."""
        return self.book.look(self.settings.style_at(place)).number_format


def differing_sheet(
    planned: PlacedSheet, found: PlacedSheet, inputs: Callable[[], Collection[Place]], options: Options
) -> Iterator[Difference]:
    """What is set otherwise than planned. `inputs` gives the cells that are answered, whose formats programs change."""
    name = planned.sheet.name
    yield from _protection(name, planned.settings, found.settings)
    if not _look_alike(planned, found):
        yield from _locks(planned, found)
        yield from _formats(planned, found, inputs())
    yield from differing_validations(name, planned.settings, found.settings, options)
    yield from _hidden(planned, found)
    yield from differing_conditions(name, planned.settings, found.settings)
    yield from _merges(name, planned.sheet, found.sheet)
    yield from _links(name, planned.settings, found.settings)


def _protection(sheet: str, planned: SheetSettings, found: SheetSettings) -> Iterator[Difference]:
    """Whether locks hold, what is allowed all the same, and whether there is a password."""
    mine, theirs = planned.protection, found.protection
    due, shown = mine.get("sheet") in _ON, theirs.get("sheet") in _ON
    kind, spot = DifferenceKind.LOCK, Spot(sheet)
    if due != shown:
        words = {True: "protected", False: "unprotected"}
        yield Difference(spot, None, words[shown], words[due], "", kind)
    elif due:
        more = [right for right in _RIGHTS if mine.get(right) not in _OFF and theirs.get(right) in _OFF]
        password = ["password" for key in _PASSWORDS if theirs.get(key) and not mine.get(key)]
        if more or password:
            yield Difference(spot, None, ", ".join(("protected", *more, *password)), "protected", "", kind)


def _look_alike(planned: PlacedSheet, found: PlacedSheet) -> bool:
    """Whether all cells have the same looks, as in a file that no other program saved: their numbers may be others."""
    mine, theirs = planned.settings, found.settings
    if (mine.row_styles, mine.columns) != (theirs.row_styles, theirs.columns):
        return False
    if list(mine.styles) != list(theirs.styles):
        return False
    pairs = {*zip(mine.styles.values(), theirs.styles.values(), strict=True)}
    pairs |= {(number, number) for number in mine.row_styles.values()}
    return all(planned.book.look(due) == found.book.look(shown) for due, shown in pairs)


def _locks(planned: PlacedSheet, found: PlacedSheet) -> Iterator[Difference]:
    """Cells that are locked or open against the plan, and rows and columns that are open as a whole."""
    name, kind = planned.sheet.name, DifferenceKind.LOCK
    mine, theirs = (_open(each.settings.styles.items(), each.book) for each in (planned, found))
    closed = [place for place in mine - theirs if found.is_locked(place)]
    opened = [place for place in theirs - mine if planned.is_locked(place)]
    if closed:
        yield Difference(areas_spot(name, closed), None, "locked", "unlocked", "", kind)
    if opened:
        yield Difference(areas_spot(name, opened), None, "unlocked", "locked", "", kind)
    columns = _open_columns(found) - _open_columns(planned)
    if columns:
        yield Difference(columns_spot(name, columns), None, "unlocked", "locked", "", kind)
    mine_rows, their_rows = (_open(each.settings.row_styles.items(), each.book) for each in (planned, found))
    if rows := their_rows - mine_rows:
        yield Difference(rows_spot(name, rows), None, "unlocked", "locked", "", kind)


def _open(styles: Iterable[tuple[_Numbered, str]], book: BookSettings) -> set[_Numbered]:
    """The cells or rows whose look is not locked."""
    unlocked = {number for number, look in book.looks.items() if not look.locked}
    return {place for place, number in styles if number in unlocked}


def _open_columns(placed: PlacedSheet) -> set[int]:
    """The columns whose cells are not locked unless they say so themselves."""
    columns = (entry for entry in placed.settings.columns if not placed.book.look(entry.style).locked)
    return {column for entry in columns for column in range(entry.first, entry.last + 1)}


def _formats(planned: PlacedSheet, found: PlacedSheet, inputs: Collection[Place]) -> Iterator[Difference]:
    """Number formats of inputs and of cells with contents; each pair of what is planned and what is found is told once."""
    together: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in planned.settings.styles:
        row, column = place
        if (
            place not in inputs
            and place not in planned.sheet.formulas
            and planned.sheet.at(row, column) == ""
        ):
            continue
        due, shown = planned.number_format(place), found.number_format(place)
        same = due == shown or plain_format(due) == plain_format(shown)
        if not same and not (place in inputs and given_by_typing(shown)):
            together[due, shown].append(place)
    for (due, shown), places in together.items():
        spot = areas_spot(planned.sheet.name, places)
        yield Difference(spot, None, shown, due, "", DifferenceKind.FORMAT)


def _hidden(planned: PlacedSheet, found: PlacedSheet) -> Iterator[Difference]:
    """Rows and columns that are hidden or shown against the plan; what a filter hides is somebody looking for something."""
    name, kind, mine, theirs = planned.sheet.name, DifferenceKind.HIDDEN, planned.sheet, found.sheet
    height = max((row for row, _ in planned.settings.styles), default=0)
    width = max((entry.last for entry in planned.settings.columns), default=0)
    first, _, last, _ = found.settings.filtered or (0, 0, 0, 0)
    rows = theirs.hidden_rows - mine.hidden_rows - frozenset(range(first + 1, last + 1))
    for spot, numbers, shown, due in (
        (rows_spot, {row for row in rows if row <= height}, "hidden", "visible"),
        (rows_spot, mine.hidden_rows - theirs.hidden_rows, "visible", "hidden"),
        (
            columns_spot,
            {c for c in theirs.hidden_columns - mine.hidden_columns if c <= width},
            "hidden",
            "visible",
        ),
        (columns_spot, mine.hidden_columns - theirs.hidden_columns, "visible", "hidden"),
    ):
        if numbers:
            yield Difference(spot(name, numbers), None, shown, due, "", kind)


def _reference(merged: Area) -> str:
    corners = (merged.first_row, merged.first_column, merged.last_row, merged.last_column)
    return area(*corners)


def _merges(sheet: str, planned: RawSheet, found: RawSheet) -> Iterator[Difference]:
    kind, mine, theirs = DifferenceKind.MERGE, set(planned.merged), set(found.merged)
    for areas, shown, due in (
        (theirs - mine, "merged", "not merged"),
        (mine - theirs, "not merged", "merged"),
    ):
        for merged in sorted(areas, key=lambda found: (found.first_row, found.first_column)):
            yield Difference(Spot(sheet, _reference(merged)), None, shown, due, "", kind)


def _links(sheet: str, planned: SheetSettings, found: SheetSettings) -> Iterator[Difference]:
    """Links that no longer lead where they are planned to; those that somebody added are no difference."""
    for cell, target in planned.links.items():
        shown = found.links.get(cell, "")
        if shown != target and parse_area(shown.removeprefix("#"), sheet) != parse_area(target, sheet):
            yield Difference(Spot(sheet, cell), None, shown, target, "", DifferenceKind.LINK)
