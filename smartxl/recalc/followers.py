"""What follows from some cells: the formulas that read them, and those that read these, without calculating any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartxl.recalc.order import in_order, needed
from smartxl.recalc.values import NotComputed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from smartxl.recalc.calculation import FormulaCell, Job
    from smartxl.recalc.planes import Ref
    from smartxl.recalc.workbook import Workbook

__all__ = ["Readers", "is_marked"]

Place = tuple[int, int]
Key = tuple[int, int, int]
_CHOOSE = frozenset({"INDIRECT", "OFFSET"})
"""Functions whose cells show only while they are calculated."""


class Readers:
    """The formulas of a workbook by what they are certain to read."""

    def __init__(self, book: Workbook, formulas: Sequence[FormulaCell]) -> None:
        self._jobs: dict[Key, Job] = {}
        self._heads: dict[Key, Key] = {}
        self._sheets = {sheet.index: sheet for sheet in book.sheets.values()}
        for formula in formulas:
            sheet = book.sheets[formula.sheet.casefold()]
            key = sheet.index, formula.row, formula.column
            if formula.fills:
                self._heads |= {(sheet.index, *place): key for place in formula.places()}
            try:
                self._jobs[key] = book.job(formula, sheet)
            except NotComputed:
                continue

    @property
    def unsure(self) -> tuple[FormulaCell, ...]:
        """The formulas that choose the cells they read while they are calculated (INDIRECT, OFFSET)."""
        return tuple(job.formula for job in self._jobs.values() if job.compiled.calls & _CHOOSE)

    def of(self, sheet: int, place: Place) -> Iterator[FormulaCell]:
        """The formulas that read a cell themselves; the sheet by its index."""
        for job in self._jobs.values():
            if any(ref.sheet.index == sheet and ref.holds(place) for ref in job.reads):
                yield job.formula

    def following(self, changed: Mapping[int, Iterable[Place]]) -> Iterator[FormulaCell]:
        """The formulas that read any of the cells (by index of their sheet), or a formula that does, each once."""
        marked = {index: np.zeros((s.rows, s.columns), bool) for index, s in self._sheets.items()}
        for index, places in changed.items():
            for row, column in places:
                if row <= marked[index].shape[0] and column <= marked[index].shape[1]:
                    marked[index][row - 1, column - 1] = True
        needs = needed(self._jobs, self._heads)
        left = [job for job, _ in in_order(self._jobs, needs)]
        found = True
        while found:  # once, but for formulas that need each other
            found = False
            again: list[Job] = []
            for job in left:
                if any(is_marked(marked[ref.sheet.index], ref) for ref in job.reads):
                    found = True
                    for row, column in job.formula.places():
                        marked[job.sheet.index][row - 1, column - 1] = True
                    yield job.formula
                else:
                    again.append(job)
            left = again


def is_marked(marked: NDArray[np.bool_], ref: Ref) -> bool:
    """Whether any cell of an area is marked in its sheet."""
    return bool(marked[ref.top - 1 : ref.bottom, ref.left - 1 : ref.right].any())
