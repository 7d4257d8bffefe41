"""Inputs and formulas that differ in cells that belong together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartxl.bookdiff.changes import BookChange, BookChangeKind
from smartxl.bookdiff.forms import relative_text
from smartxl.cells import Cell
from smartxl.recalc import CellError
from smartxl.xlsx.spot import areas_spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from smartxl.bookdiff.changes import ChangedValue
    from smartxl.bookdiff.content import ComparedSheet
    from smartxl.bookdiff.mapping import BookMap, SheetMap

__all__ = ["CellDifference", "cell_changes", "differing_cells", "shown_value"]

Place = tuple[int, int]
_RUN = 3
"""So many numbers that count rows, and count them anew, are told as one."""


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that differs, where it was and where it is; whether a formula stands in either."""

    before: Place
    after: Place
    formula: bool


def differing_cells(book: BookMap, pair: SheetMap) -> Iterator[CellDifference]:
    """The cells of two sheets that belong together and hold something else, in the order of rows."""
    rows, columns = np.nonzero(pair.rows.there)[0], np.nonzero(pair.columns.there)[0]
    there, across = pair.rows.there[rows], pair.columns.there[columns]
    mine = pair.before.codes[np.ix_(rows - 1, columns - 1)]
    theirs = pair.after.codes[np.ix_(there - 1, across - 1)]
    found = [
        ((int(rows[i]), int(columns[j])), (int(there[i]), int(across[j])))
        for i, j in zip(*np.nonzero(mine != theirs), strict=True)
    ]
    different = {before for before, _ in found}
    for place, form in pair.before.formulas.items():
        other = pair.place(*place)
        if other is not None and place not in different:
            after = pair.after.formulas.get(other)
            if after is not None and not book.same_formula(pair, form, after):
                found.append((place, other))
    for mine_at, theirs_at in sorted(found):
        has_formula = mine_at in pair.before.formulas or theirs_at in pair.after.formulas
        yield CellDifference(mine_at, theirs_at, has_formula)


def cell_changes(
    pair: SheetMap, differing: Iterable[CellDifference], label: Callable[[Place], str]
) -> Iterator[BookChange]:
    """Each input that differs; each formula with the cells of its column in which it differs alike.

    `label`: what a cell of the second workbook is called.
    """
    inputs: dict[int, list[CellDifference]] = defaultdict(list)
    formulas: dict[tuple[int, str, str], list[CellDifference]] = defaultdict(list)
    for each in differing:
        if each.formula:
            texts = _relative(pair.before, each.before), _relative(pair.after, each.after)
            formulas[(each.after[1], *texts)].append(each)
        else:
            inputs[each.after[1]].append(each)
    for cells in inputs.values():
        if len(cells) >= _RUN and _is_numbering(pair, cells):
            yield _together(BookChangeKind.NUMBERING, pair, cells, "")
            continue
        for each in cells:
            yield _together(BookChangeKind.INPUT, pair, [each], label(each.after))
    for cells in formulas.values():
        yield _together(BookChangeKind.FORMULA, pair, cells, label(cells[0].after))


def _relative(sheet: ComparedSheet, place: Place) -> str:
    """A formula as it reads from its cell; of a value only that it is one."""
    form = sheet.formulas.get(place)
    return relative_text(form, *place) if form else "" if sheet.value(place) is None else "value"


def _together(kind: BookChangeKind, pair: SheetMap, cells: list[CellDifference], label: str) -> BookChange:
    before, after = cells[0].before, cells[0].after
    return BookChange(
        kind,
        _spot(pair.before.name, [each.before for each in cells]),
        _spot(pair.after.name, [each.after for each in cells]),
        shown_value(pair.before, before),
        shown_value(pair.after, after),
        len(cells),
        label,
    )


def _spot(sheet: str, places: list[Place]) -> str:
    return str(Cell(sheet, *places[0])) if len(places) == 1 else str(areas_spot(sheet, places))


def shown_value(sheet: ComparedSheet, place: Place) -> ChangedValue:
    """What stands in a cell: its formula, else its value."""
    form = sheet.formulas.get(place)
    if form:
        return f"{{{form.text}}}" if form.array else form.text
    value = sheet.value(place)
    return value.code if isinstance(value, CellError) else value


def _is_numbering(pair: SheetMap, cells: list[CellDifference]) -> bool:
    """Whether a column counts the rows before and after."""
    return all(
        _counts(sheet, places)
        for sheet, places in (
            (pair.before, sorted(each.before for each in cells)),
            (pair.after, sorted(each.after for each in cells)),
        )
    )


def _counts(sheet: ComparedSheet, places: list[Place]) -> bool:
    """Whether each of these numbers is one more than the number above it."""
    for row, column in places:
        value, above = sheet.value((row, column)), sheet.value((row - 1, column)) if row > 1 else None
        if not isinstance(value, float) or isinstance(value, bool):
            return False
        if (value != above + 1) if isinstance(above, float) else value != 1:
            return False
    return True
