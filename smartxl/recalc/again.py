"""A workbook calculated again and again: formulas taken apart and put in order once, with other inputs each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartxl.recalc.calculation import Calculation, Uncomputed
from smartxl.recalc.order import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smartxl.recalc.calculation import FormulaCell
    from smartxl.recalc.workbook import Workbook

__all__ = ["RepeatedCalculation"]


class RepeatedCalculation:
    """The formulas of a workbook, to be calculated for one set of inputs after the other.

    Before each but the first, `clear` makes all cells blank; then the inputs are put into the sheets, and `run` calculates.
    """

    def __init__(self, book: Workbook, formulas: Sequence[FormulaCell]) -> None:
        self._book = book
        self._calculation = Calculation(book)
        self._calculation.prepare(formulas)
        self._order = tuple(in_order(dict(self._calculation.jobs), self._calculation.needs()))
        sheets = book.sheets.values()
        self._waiting = [(sheet, sheet.waiting.copy(), dict(sheet.unknown)) for sheet in sheets]

    def clear(self) -> None:
        """Makes all cells blank, and lets all formulas wait."""
        self._book.memo.clear()
        for sheet, waiting, unknown in self._waiting:
            sheet.kind.fill(0)
            sheet.num.fill(0.0)
            sheet.obj.fill(None)
            np.copyto(sheet.waiting, waiting)
            sheet.unknown.clear()
            sheet.unknown.update(unknown)

    def run(self) -> Iterator[Uncomputed]:
        """Calculates all formulas into the sheets; yields those that are not computed."""
        for job, is_certain in self._order:
            self._calculation.settle(job, checks=not is_certain)
        for sheet, _, _ in self._waiting:
            for (row, column), why in sheet.unknown.items():
                yield Uncomputed(sheet.name, row, column, why)
