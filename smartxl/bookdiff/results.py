"""Results that differ: what follows from the changes is recalculated in both workbooks, and nothing else."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.bookdiff.changes import BookChange, BookChangeKind, ResultShift
from smartxl.bookdiff.forms import reference_of
from smartxl.cells import Cell
from smartxl.recalc import CellError, Readers
from smartxl.recalc.stored import agrees
from smartxl.xlsx.spot import areas_spot

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from smartxl.bookdiff.cellchanges import CellDifference
    from smartxl.bookdiff.changes import ChangedValue
    from smartxl.bookdiff.content import ComparedBook, ComparedSheet
    from smartxl.bookdiff.forms import FormulaForm
    from smartxl.bookdiff.mapping import BookMap, SheetMap
    from smartxl.recalc import Scalar

__all__ = ["ResultComparison", "compared_results"]

Place = tuple[int, int]
Key = tuple[int, int, int]
_MOST = 0.5
"""The share of formulas from which all of them are calculated: that is quicker than to ask what each needs."""
_BY_PLACE = re.compile(r"\b(?:ROWS?|COLUMNS?|OFFSET|INDIRECT|CELL|ADDRESS)\(")
_CHANGES_BY_ITSELF = re.compile(r"\b(?:NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|CELL|INFO)\(")


@dataclass(frozen=True)
class ResultComparison:
    """Results that differ though their formulas do not; values of formulas stored otherwise; how many were compared.

    `own`: index of the sheet after and place → results before and after of formulas that differ themselves.
    """

    shifts: tuple[ResultShift, ...]
    stored: tuple[BookChange, ...]
    own: Mapping[Key, tuple[ChangedValue, ChangedValue]]
    compared: int
    unknown: int


def compared_results(
    book: BookMap,
    before: ComparedBook,
    after: ComparedBook,
    differing: Mapping[int, Collection[CellDifference]],
    names: Collection[str],
    label: Callable[[SheetMap, Place], str],
) -> ResultComparison:
    """`differing`: the cells that differ, by the index of their sheet after; `names`: names and tables that differ."""
    run = _ResultRun(book, before, after, differing, label)
    run.calculate(names)
    return run.found()


class _ResultRun:
    def __init__(
        self,
        book: BookMap,
        before: ComparedBook,
        after: ComparedBook,
        differing: Mapping[int, Collection[CellDifference]],
        label: Callable[[SheetMap, Place], str],
    ) -> None:
        self._book, self._before, self._after, self._label = book, before, after, label
        self._pairs = {pair.after.index: pair for pair in book.pairs}
        self._own = {(index, *each.after) for index, cells in differing.items() for each in cells}
        self._unmoved = {
            id(sheet)
            for pair in book.pairs
            if pair.is_same
            for sheet in (
                before.sheets[pair.before.name.casefold()],
                after.sheets[pair.after.name.casefold()],
            )
        }
        self._places: list[Key] = []

    def calculate(self, names: Collection[str]) -> None:
        """Recalculates in both workbooks what may follow from the changes."""
        formulas = self._after.loaded.formulas
        changed = self._changed(names)
        if not any(changed.values()):
            return
        sheets = self._after.loaded.workbook.sheets
        following = Readers(self._after.loaded.workbook, formulas).following(changed)
        found = {
            (sheets[each.sheet.casefold()].index, *place) for each in following for place in each.places()
        }
        forms = {(s.index, *place) for s in self._after.sheets.values() for place in s.formulas}
        found |= {(index, *place) for index, places in changed.items() for place in places} & forms
        self._places = sorted(found)
        backs = [key for key in map(self._back, self._places) if key]
        few = len(found) < _MOST * len(forms)
        for book, keys in ((self._after, self._places), (self._before, backs)):
            for _ in book.loaded.workbook.calculate(book.loaded.formulas, keys if few else None):
                pass  # why cells are not computed stands in their sheets

    def _changed(self, names: Collection[str]) -> Mapping[int, set[Place]]:
        """Cells after that differ, are new, or whose formulas may give another value for what was moved or is gone."""
        changed = self._new()
        for index, row, column in self._own:
            changed[index].add((row, column))
        words = [name.upper() for name in names]
        for sheet in self._after.sheets.values():
            for place, form in sheet.formulas.items():
                if any(word in form.around.upper() for word in words) or self._is_moved(
                    sheet, form, self._after
                ):
                    changed[sheet.index].add(place)
        for pair in self._book.pairs:
            for place, form in pair.before.formulas.items():
                there = pair.place(*place)
                if there is not None and self._is_moved(pair.before, form, self._before):
                    changed[pair.after.index].add(there)
        return changed

    def _new(self) -> dict[int, set[Place]]:
        """Cells after in rows, columns and sheets that were added."""
        new: dict[int, set[Place]] = defaultdict(set)
        for pair in self._book.pairs:
            height, width = range(1, pair.after.height + 1), range(1, pair.after.width + 1)
            new[pair.after.index] |= {(row, column) for row in pair.rows.added for column in width}
            new[pair.after.index] |= {(row, column) for column in pair.columns.added for row in height}
        for sheet in self._book.added:
            new[sheet.index] |= set(sheet.formulas)
        return new

    def _is_moved(self, sheet: ComparedSheet, form: FormulaForm, book: ComparedBook) -> bool:
        """Whether a formula reads several cells of a sheet whose rows or columns were moved, or asks where cells are."""
        if self._book.is_same:
            return False
        if _BY_PLACE.search(form.around) or "[" in form.around:
            return True
        for text in form.references:
            ref = reference_of(text)
            if ref and (ref.top, ref.left) != (ref.bottom, ref.right):
                to = book.sheets.get(ref.sheet.casefold()) if ref.sheet else sheet
                if to is None or id(to) not in self._unmoved:
                    return True
        return False

    def _back(self, key: Key) -> Key | None:
        """Where a cell was."""
        pair = self._pairs.get(key[0])
        if pair is None or key[1] > pair.after.height or key[2] > pair.after.width:
            return None
        row, column = int(pair.rows.back[key[1]]), int(pair.columns.back[key[2]])
        return (pair.before.index, row, column) if row and column else None

    def found(self) -> ResultComparison:
        """What was recalculated, side by side; and what is stored for the rest."""
        shifts: list[ResultShift] = []
        own: dict[Key, tuple[ChangedValue, ChangedValue]] = {}
        compared = unknown = 0
        differs: set[Key] = set()
        for key in self._places:
            back = self._back(key)
            pair = self._pairs.get(key[0])
            if back is None or pair is None:
                continue
            at, was = (key[1], key[2]), (back[1], back[2])
            if was not in pair.before.formulas or at not in pair.after.formulas:
                continue
            if at in pair.after.constants.unknown or was in pair.before.constants.unknown:
                unknown += key not in self._own
                continue
            one, other = pair.before.value(was), pair.after.value(at)
            compared += 1
            if _agree(one, other, pair.after.formulas[at].text):
                continue
            differs.add(key)
            if key in self._own:
                own[key] = _shown(one), _shown(other)
                continue
            where = str(Cell(pair.before.name, *was)), str(Cell(pair.after.name, *at))
            shifts.append(ResultShift(*where, _shown(one), _shown(other), self._label(pair, at)))
        stored = tuple(change for pair in self._book.pairs for change in self._stored(pair, differs))
        return ResultComparison(tuple(shifts), stored, own, compared, unknown)

    def _stored(self, pair: SheetMap, differs: set[Key]) -> Iterator[BookChange]:
        """Formulas that are the same, give the same, and for which the files have different values."""
        cached = self._before.loaded.cached[pair.before.name], self._after.loaded.cached[pair.after.name]
        unsaved = (
            self._before.raw.sheets[pair.before.name].uncached,
            self._after.raw.sheets[pair.after.name].uncached,
        )
        columns: dict[int, list[tuple[Place, Place]]] = defaultdict(list)
        for was, form in pair.before.formulas.items():
            at = pair.place(*was)
            key = (pair.after.index, *at) if at else None
            if at is None or key in differs or key in self._own or at not in cached[1]:
                continue
            if was in unsaved[0] or at in unsaved[1] or _CHANGES_BY_ITSELF.search(form.around):
                continue
            if not _agree(cached[0].get(was), cached[1].get(at), form.text):
                columns[at[1]].append((was, at))
        for places in columns.values():
            (was, at), *_ = places
            yield BookChange(
                BookChangeKind.STORED,
                str(areas_spot(pair.before.name, [each[0] for each in places])),
                str(areas_spot(pair.after.name, [each[1] for each in places])),
                _shown(cached[0].get(was)),
                _shown(cached[1].get(at)),
                len(places),
                self._label(pair, at),
            )


def _agree(one: Scalar, other: Scalar, formula: str) -> bool:
    """Whether two values of a formula are the same, whichever comes first; nothing is an empty text, or 0."""
    if one is None or other is None:
        return one is other or (other if one is None else one) in ("", 0.0)
    return agrees(one, other, formula)


def _shown(value: Scalar) -> ChangedValue:
    return value.code if isinstance(value, CellError) else value
