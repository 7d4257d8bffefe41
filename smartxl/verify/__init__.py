"""Proof that a workbook is as planned, and that its own formulas give the engine's numbers.

    report = verify(plan, content, table, functions, built=…)

compares what is no formula with the plan, and how the file is set with the workbook as it is built; recalculates every planned
formula (`smartxl.recalc`), and compares the results and the values that the file shows with the score table.
`office_values` is a second, independent recalculation.
"""

from __future__ import annotations

import time
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from smartxl.errors import VerifyError
from smartxl.model.plan import Computed, WorkbookPlan
from smartxl.verify.anybook import BookReport, NotRecalculated, StoredDifference, recalculated
from smartxl.verify.compare import compare, same_value
from smartxl.verify.constants import compare_constants
from smartxl.verify.grid import ErrorValue, Formula, Grid, Value, grid_of, read_grid
from smartxl.verify.office import find_soffice, office_pdf, office_values
from smartxl.verify.recalc import ALLOWED_FUNCTIONS, Recalculation, reader_for, recalculate
from smartxl.verify.report import Difference, DifferenceKind, VerifyReport
from smartxl.verify.settings import differing_settings
from smartxl.verify.spot import Spot
from smartxl.xlsx import RawBook, open_book

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from smartxl.cells import Cell
    from smartxl.model.scores import ScoreTable
    from smartxl.verify.shapes import FormulaReader

__all__ = [
    "ALLOWED_FUNCTIONS",
    "BookReport",
    "Difference",
    "DifferenceKind",
    "ErrorValue",
    "Formula",
    "Grid",
    "NotRecalculated",
    "Recalculation",
    "Spot",
    "StoredDifference",
    "Value",
    "VerifyError",
    "VerifyReport",
    "compare",
    "find_soffice",
    "office_pdf",
    "office_values",
    "read_grid",
    "reader_for",
    "recalculate",
    "recalculated",
    "verify",
]

_AS_TYPED: Mapping[Cell, Value] = MappingProxyType({})
_TOLERANCE = 1e-9
_NO_FUNCTIONS: Mapping[str, Callable[..., object]] = MappingProxyType({})


def verify(
    plan: WorkbookPlan,
    content: bytes | RawBook,
    table: ScoreTable,
    functions: Mapping[str, Callable[..., object]] = _NO_FUNCTIONS,
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
    start = clock()
    book = open_book(content, plan.file_name, as_shown=False) if isinstance(content, bytes) else content
    typed = grid_of(book)
    constants = compare_constants(plan, typed, taken)
    causes = list(constants.differences)
    if built:
        causes += differing_settings(plan, built, book, taken, constants.shifted)
    changes = _reread(typed, read_as)
    try:
        report = _recalculated(plan, typed, changes, table, functions)
    except VerifyError as error:
        if not causes:
            raise
        causes.append(
            Difference(
                Spot("", error.place("en")),
                None,
                error.what,
                None,
                "",
                DifferenceKind.RECALCULATION,
            )
        )
        report = VerifyReport(len(typed.formulas), 0, 0, ())
    return replace(
        report,
        differences=(*causes, *_in_sheets_found(report.differences, typed)),
        constants=constants.count,
        reread=len(changes),
        saved_by=book.saved_by,
        seconds=clock() - start,
    )


def _reread(typed: Grid, read_as: Mapping[Cell, Value]) -> Mapping[Cell, Value]:
    """The input cells that intake understood otherwise than they were typed."""
    pairs = ((cell, value, typed.constants.get(cell)) for cell, value in read_as.items())
    return {cell: value for cell, value, shown in pairs if (shown or None) != (value or None)}


def _in_sheets_found(differences: Iterable[Difference], grid: Grid) -> Iterator[Difference]:
    """Differences but for the cells of sheets that are missing, which is told once."""
    found = {sheet.casefold() for sheet in grid.sheets}
    return (each for each in differences if each.cell.sheet.casefold() in found)


def _recalculated(
    plan: WorkbookPlan,
    typed: Grid,
    changes: Mapping[Cell, Value],
    table: ScoreTable,
    functions: Mapping[str, Callable[..., object]],
) -> VerifyReport:
    """Formulas, their values recalculated with `changes` to what was typed, and the values that the file shows."""
    grid = typed.changed(changes)
    reader = reader_for(grid, functions)
    results = recalculate(grid.settled(set(_set_aside(plan, grid, reader))), functions)
    report = compare(plan, grid, results.values, table, reader, shapes=results.shapes)
    if not changes:
        return report
    aside = set(_set_aside(plan, typed, reader))
    stale = _stale(plan, typed, recalculate(typed.settled(aside), functions))
    others = (each for each in report.differences if each.kind is not DifferenceKind.CACHED)
    return replace(report, differences=(*others, *stale))


def _stale(plan: WorkbookPlan, grid: Grid, typed: Recalculation) -> Iterator[Difference]:
    """Values that the file shows although its formulas give others for what was typed."""
    for cell, content in plan.computed():
        shown, value = grid.cached.get(cell), typed.values.get(cell)
        if not same_value(shown, value, _TOLERANCE):
            formula = grid.formulas.get(cell)
            text = formula.text if formula else ""
            yield Difference(cell, content.quantity, shown, value, text, DifferenceKind.CACHED)


def _set_aside(plan: WorkbookPlan, grid: Grid, reader: FormulaReader) -> Iterator[Cell]:
    """Formula cells that are not recalculated."""
    planned = {cell: content.formula for cell, content in plan.computed() if isinstance(content, Computed)}
    planned |= {cell: content.formula for cell, content in plan.row_checks()}
    planned |= {cell: content.formula for cell, content in plan.plain_formulas()}
    for cell, formula in grid.formulas.items():
        if cell not in planned:
            yield cell
        elif planned[cell] != formula.text:
            try:
                reader.read(cell, formula.text)
            except VerifyError:
                yield cell
