"""Proof that a workbook's own formulas give the engine's numbers.

    report = verify(plan, content, table, functions)

reads the file, recalculates every planned formula with the functions of `formulas`, and compares the results
and the values that the file shows with the score table. `office_values` is a second, independent
recalculation.
"""

from __future__ import annotations

import time
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from smartxl.errors import VerifyError
from smartxl.model.plan import Computed, WorkbookPlan
from smartxl.verify.compare import compare, differing_constants, same_value
from smartxl.verify.functions import ALLOWED_FUNCTIONS, function_table
from smartxl.verify.grid import ErrorValue, Formula, Grid, Value, read_grid
from smartxl.verify.office import find_soffice, office_values
from smartxl.verify.program import compile_shape
from smartxl.verify.recalc import Recalculation, reader_for, recalculate
from smartxl.verify.report import Difference, DifferenceKind, VerifyReport

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from smartxl.cells import Cell
    from smartxl.model.scores import ScoreTable
    from smartxl.verify.shapes import FormulaReader, FormulaShape

__all__ = [
    "ALLOWED_FUNCTIONS",
    "Difference",
    "DifferenceKind",
    "ErrorValue",
    "Formula",
    "Grid",
    "Recalculation",
    "Value",
    "VerifyError",
    "VerifyReport",
    "compare",
    "find_soffice",
    "office_values",
    "read_grid",
    "reader_for",
    "recalculate",
    "verify",
]

_AS_TYPED: Mapping[Cell, Value] = MappingProxyType({})
_TOLERANCE = 1e-9
_NO_FUNCTIONS: Mapping[str, Callable[..., object]] = MappingProxyType({})


def verify(
    plan: WorkbookPlan,
    content: bytes,
    table: ScoreTable,
    functions: Mapping[str, Callable[..., object]] = _NO_FUNCTIONS,
    *,
    read_as: Mapping[Cell, Value] = _AS_TYPED,
    taken: Collection[str] = (),
    clock: Callable[[], float] = time.perf_counter,
) -> VerifyReport:
    """Recalculates the .xlsx in `content` and compares every planned cell with `table` (to 1e-9).

    `functions`: the user-defined functions that the formulas call (see `recalculate`). `read_as`: input cells
    as intake understood them (full-width digits, √ for 是); where that is not what was typed, the formulas are given
    what intake understood, and the values that the file shows are compared with the formulas over what was typed.
    Constants (names, weights, points, keys, lists) are compared with the plan, but for the sheets `taken` as they are.
    Formulas of which the plan knows nothing, and planned ones changed into something that cannot be recalculated, are
    reported and taken at the value they show. Raises UnreadableFile, and VerifyError when a planned formula cannot be
    recalculated or formulas refer to each other in a circle.
    """
    start = clock()
    typed = read_grid(content, plan.file_name)
    changes = {
        cell: value
        for cell, value in read_as.items()
        if (typed.constants.get(cell) or None) != (value or None)
    }
    grid = typed.changed(changes)
    reader = reader_for(grid, functions)
    results = recalculate(grid.settled(set(_set_aside(plan, grid, reader, functions))), functions)
    report = compare(plan, grid, results.values, table, reader, shapes=results.shapes)
    differences = report.differences
    if changes:
        aside = set(_set_aside(plan, typed, reader, functions))
        stale = _stale(plan, typed, recalculate(typed.settled(aside), functions))
        differences = (*(d for d in differences if d.kind is not DifferenceKind.CACHED), *stale)
    compared, constants = differing_constants(plan, typed, taken)
    return replace(
        report,
        differences=(*constants, *differences),
        constants=compared,
        reread=len(changes),
        seconds=clock() - start,
    )


def _stale(plan: WorkbookPlan, grid: Grid, typed: Recalculation) -> Iterator[Difference]:
    """Values that the file shows although its formulas give others for what was typed."""
    for cell, content in plan.computed():
        shown, value = grid.cached.get(cell), typed.values.get(cell)
        if not same_value(shown, value, _TOLERANCE):
            formula = grid.formulas.get(cell)
            text = formula.text if formula else ""
            yield Difference(cell, content.quantity, shown, value, text, DifferenceKind.CACHED)


def _set_aside(
    plan: WorkbookPlan, grid: Grid, reader: FormulaReader, functions: Mapping[str, Callable[..., object]]
) -> Iterator[Cell]:
    """Formula cells that are not recalculated."""
    planned = {cell: content.formula for cell, content in plan.computed() if isinstance(content, Computed)}
    planned |= {cell: content.formula for cell, content in plan.row_checks()}
    table = function_table(functions)
    known: set[FormulaShape] = set()
    for cell, formula in grid.formulas.items():
        if cell not in planned:
            yield cell
        elif planned[cell] != formula.text:
            try:
                shape = reader.read(cell, formula.text).shape
                if shape not in known:
                    compile_shape(cell, shape, table)
                    known.add(shape)
            except VerifyError:
                yield cell
