"""A workbook calculated again and again: formulas taken apart and put in order once, with other inputs each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartxl.recalc.calculation import Calculation, Uncomputed
from smartxl.recalc.followers import is_marked
from smartxl.recalc.order import in_order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from smartxl.recalc.calculation import FormulaCell, Job
    from smartxl.recalc.workbook import Workbook

__all__ = ["RepeatedCalculation"]

Key = tuple[int, int, int]


class RepeatedCalculation:
    """The formulas of a workbook with `names`, to be calculated for one set of inputs after the other.

    Before each `begin` makes all cells blank; then the inputs are put into the sheets, and `run` calculates. Several may take
    turns with one workbook.
    """

    def __init__(
        self, book: Workbook, names: Mapping[tuple[str, str], str], formulas: Sequence[FormulaCell]
    ) -> None:
        self._book, self._names = book, names
        book.begin(names)
        self._calculation = Calculation(book)
        self._calculation.prepare(formulas)
        self._order = tuple(in_order(self._calculation.jobs, self._calculation.needs()))
        self._marks = [(sheet, sheet.marks()) for sheet in book.sheets.values()]

    def begin(self) -> None:
        """Makes all cells blank, and lets all formulas wait."""
        self._book.begin(self._names)
        for sheet, marks in self._marks:
            sheet.mark(marks)

    def run(self) -> Iterator[Uncomputed]:
        """Calculates all formulas into the sheets; yields those that are not computed."""
        for job, is_certain in self._order:
            self._calculation.settle(job, checks=not is_certain)
        return self._uncomputed()

    @property
    def is_certain(self) -> bool:
        """Whether it is known of all formulas what they read before they are calculated."""
        return all(is_certain and not job.compiled.operands for job, is_certain in self._order)

    def run_on(self, changed: Collection[Key]) -> Iterator[Uncomputed]:
        """The same after contents of some cells (index of the sheet, row, column) were changed since the last run: only what
        follows from these is calculated anew. It must be certain what formulas read."""
        self._book.memo.clear()
        for job in self._following(changed):
            for row, column in job.formula.places():
                job.sheet.waiting[row - 1, column - 1] = True
            self._calculation.settle(job, checks=False)
        return self._uncomputed()

    def _following(self, changed: Collection[Key]) -> Iterator[Job]:
        """The formulas that read any of the cells, or a formula that does, in their order."""
        found = set(changed)
        marked = {sheet.index: np.zeros((sheet.rows, sheet.columns), bool) for sheet, _ in self._marks}
        for sheet, row, column in found:
            marked[sheet][row - 1, column - 1] = True
        for job, _ in self._order:
            if found.isdisjoint(job.cells) and not any(
                is_marked(marked[ref.sheet.index], ref) for ref in job.areas
            ):
                continue
            for row, column in job.formula.places():
                found.add((job.sheet.index, row, column))
                marked[job.sheet.index][row - 1, column - 1] = True
            yield job

    def _uncomputed(self) -> Iterator[Uncomputed]:
        for sheet, _ in self._marks:
            for (row, column), why in sheet.unknown.items():
                yield Uncomputed(sheet.name, row, column, why)
