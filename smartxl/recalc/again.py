"""A workbook calculated again and again: formulas taken apart and put in order once, with other inputs each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.recalc.calculation import Calculation, Uncomputed
from smartxl.recalc.order import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from smartxl.recalc.calculation import FormulaCell
    from smartxl.recalc.workbook import Workbook

__all__ = ["RepeatedCalculation"]


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
        for sheet, _ in self._marks:
            for (row, column), why in sheet.unknown.items():
                yield Uncomputed(sheet.name, row, column, why)
