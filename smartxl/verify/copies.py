"""Filled copies of one plan, verified one after the other: what follows from the plan alone is worked out once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from smartxl.errors import VerifyError
from smartxl.recalc import NO_FUNCTIONS
from smartxl.verify.compare import compare, same_value
from smartxl.verify.constants import compare_constants
from smartxl.verify.grid import grid_of
from smartxl.verify.planned import PlannedCells
from smartxl.verify.recalc import Recalculator
from smartxl.verify.report import Difference, DifferenceKind, VerifyReport
from smartxl.verify.settings import differing_settings
from smartxl.xlsx import open_book
from smartxl.xlsx.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from smartxl.cells import Cell
    from smartxl.model.plan import WorkbookPlan
    from smartxl.model.scores import ScoreTable
    from smartxl.verify.grid import Grid, Value
    from smartxl.verify.recalc import KnownFormulas, Recalculation
    from smartxl.verify.shapes import FormulaReader
    from smartxl.xlsx import RawBook

__all__ = ["PlanVerifier", "recalculated_as_typed", "verify"]

_AS_TYPED: Mapping[Cell, Value] = MappingProxyType({})
_TOLERANCE = 1e-9
Comparison = Callable[[], list[Difference]]
"""Gives what differs."""


def _when_asked(comparison: Comparison) -> Comparison:
    return comparison


def verify(
    plan: WorkbookPlan,
    content: bytes | RawBook,
    table: ScoreTable,
    functions: Mapping[str, Callable[..., object]] = NO_FUNCTIONS,
    *,
    built: RawBook | None = None,
    read_as: Mapping[Cell, Value] = _AS_TYPED,
    taken: Collection[str] = (),
    clock: Callable[[], float] = time.perf_counter,
) -> VerifyReport:
    """Recalculates an .xlsx and compares every planned cell with `table` (to 1e-9), and all else with the plan.

    `content` is the file, or what was read of it with its settings. `functions`: the user-defined functions that the
    formulas call (see `recalculate`). `built` is the same workbook as it is written: how the file is set is compared with it.
    `read_as`: input cells as intake understood them (full-width digits, √ for 是); where that is not what was typed, the
    formulas are given what intake understood, and the values that the file shows are compared with the formulas over what
    was typed. Constants (names, weights, points, keys, lists) are compared with the plan, but for the sheets `taken` as they
    are. Formulas of which the plan knows nothing, and planned ones changed into something that cannot be recalculated, are
    reported and taken at the value they show. Raises UnreadableFile; and VerifyError when nothing else differs and a planned
    formula cannot be recalculated or formulas refer to each other in a circle.
    """
    known = PlanVerifier(plan, functions, built)
    return known.verify(content, table, read_as=read_as, taken=taken, clock=clock)


class PlanVerifier:
    """Verifies files of one plan, each as `verify` does; its arguments are explained there.

    `known`: formulas that were taken apart for other plans.
    """

    def __init__(
        self,
        plan: WorkbookPlan,
        functions: Mapping[str, Callable[..., object]] = NO_FUNCTIONS,
        built: RawBook | None = None,
        known: KnownFormulas | None = None,
    ) -> None:
        self._plan, self._built = plan, built
        self._recalculator = Recalculator(functions, known)

    @cached_property
    def _cells(self) -> PlannedCells:
        return PlannedCells(self._plan)

    def verify(
        self,
        content: bytes | RawBook,
        table: ScoreTable,
        *,
        read_as: Mapping[Cell, Value] = _AS_TYPED,
        taken: Collection[str] = (),
        filled: Callable[[], RawBook] | None = None,
        ahead: Callable[[], Recalculation | None] | None = None,
        beside: Callable[[Comparison], Comparison] = _when_asked,
        clock: Callable[[], float] = time.perf_counter,
    ) -> VerifyReport:
        """What verifying a file comes to.

        `filled` gives the workbook as it is written with the answers of the file, where that which was built has none. It is
        asked for last of all, and only where the file is set otherwise than that, or none was built. `ahead` gives what
        `recalculated_as_typed` gave of the same file and functions: it is taken where every formula is planned, and
        understood as it was typed. `beside` is given the comparison of how the file is set, and gives what gives its outcome:
        it may begin it beside what is done here.
        """
        start = clock()
        plan = self._plan
        book = open_book(content, plan.file_name, as_shown=False) if isinstance(content, bytes) else content
        settings = beside(partial(self._settings, book, taken, (), filled))  # as where no rows were shifted
        typed = grid_of(book)
        constants = compare_constants(plan, typed, taken, self._cells)
        changes, failed = _reread(typed, read_as), None
        try:
            report = self._recalculated(typed, changes, table, ahead)
        except VerifyError as error:
            report, failed = VerifyReport(len(typed.formulas), 0, 0, ()), error
        if constants.shifted:
            settings = partial(self._settings, book, taken, constants.shifted, filled)
        causes = [*constants.differences, *settings()]
        if failed is not None:
            if not causes:
                raise failed
            causes.append(_not_recalculated(failed))
        return replace(
            report,
            differences=(*causes, *_in_sheets_found(report.differences, typed)),
            constants=constants.count,
            reread=len(changes),
            saved_by=book.saved_by,
            seconds=clock() - start,
        )

    def _settings(
        self,
        book: RawBook,
        taken: Collection[str],
        shifted: Collection[str],
        filled: Callable[[], RawBook] | None,
    ) -> list[Difference]:
        found = []
        if self._built is not None:
            found = list(differing_settings(self._plan, self._built, book, taken, shifted))
        if filled and (found or self._built is None):
            return list(differing_settings(self._plan, filled(), book, taken, shifted))
        return found

    def _recalculated(
        self,
        typed: Grid,
        changes: Mapping[Cell, Value],
        table: ScoreTable,
        ahead: Callable[[], Recalculation | None] | None,
    ) -> VerifyReport:
        """Formulas, their values recalculated with `changes` to what was typed, and the values that the file shows."""
        grid = typed.changed(changes) if changes else typed
        reader = self._recalculator.reader(grid)
        settled = self._settled(grid, reader)
        known = ahead() if ahead and settled is typed else None
        results = known or self._recalculator.recalculate(settled)
        report = compare(
            self._plan, grid, results.values, table, reader, shapes=results.shapes, planned=self._cells
        )
        if not changes:
            return report
        as_typed = self._recalculator.recalculate_on(self._settled(typed, reader), settled)
        stale = self._stale(typed, as_typed)
        others = (each for each in report.differences if each.kind is not DifferenceKind.CACHED)
        return replace(report, differences=(*others, *stale))

    def _settled(self, grid: Grid, reader: FormulaReader) -> Grid:
        """With values in place of the formulas that are not recalculated."""
        aside = set(self._set_aside(grid, reader))
        return grid.settled(aside) if aside else grid

    def _stale(self, grid: Grid, typed: Recalculation) -> Iterator[Difference]:
        """Values that the file shows although its formulas give others for what was typed."""
        for cell, content in self._cells.computed.items():
            shown, value = grid.cached.get(cell), typed.values.get(cell)
            if not same_value(shown, value, _TOLERANCE):
                formula = grid.formulas.get(cell)
                text = formula.text if formula else ""
                yield Difference(cell, content.quantity, shown, value, text, DifferenceKind.CACHED)

    def _set_aside(self, grid: Grid, reader: FormulaReader) -> Iterator[Cell]:
        """Formula cells that are not recalculated."""
        planned = self._cells.formulas
        for cell, formula in grid.formulas.items():
            if cell not in planned:
                yield cell
            elif planned[cell] != formula.text:
                try:
                    reader.read(cell, formula.text)
                except VerifyError:
                    yield cell


def recalculated_as_typed(
    book: RawBook, functions: Mapping[str, Callable[..., object]] = NO_FUNCTIONS
) -> Recalculation | None:
    """All formulas of a file that was read with its settings, recalculated over what was typed; None where some are not.

    Raises UnreadableFile.
    """
    try:
        return Recalculator(functions).recalculate(grid_of(book))
    except VerifyError:
        return None


def _not_recalculated(error: VerifyError) -> Difference:
    where = Spot("", error.place("en"))
    return Difference(where, None, error.what, None, "", DifferenceKind.RECALCULATION)


def _reread(typed: Grid, read_as: Mapping[Cell, Value]) -> Mapping[Cell, Value]:
    """The input cells that intake understood otherwise than they were typed."""
    pairs = ((cell, value, typed.constants.get(cell)) for cell, value in read_as.items())
    return {cell: value for cell, value, shown in pairs if (shown or None) != (value or None)}


def _in_sheets_found(differences: Iterable[Difference], grid: Grid) -> Iterator[Difference]:
    """Differences but for the cells of sheets that are missing, which is told once."""
    found = {sheet.casefold() for sheet in grid.sheets}
    return (each for each in differences if each.cell.sheet.casefold() in found)
