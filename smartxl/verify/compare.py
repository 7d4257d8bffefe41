"""A workbook against the engine: every planned cell's formula, recalculated value and shown value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

from smartxl.cells import Area, Cell
from smartxl.errors import VerifyError
from smartxl.model.plan import Computed, PlainFormula, RowCheckFormula, Spread, WorkbookPlan
from smartxl.model.returnedcheck import own_check
from smartxl.verify.planned import PlannedCells
from smartxl.verify.report import Difference, DifferenceKind, VerifyReport

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.model.scores import Quantity, ScoreTable
    from smartxl.verify.grid import Grid, Value
    from smartxl.verify.shapes import FormulaReader

__all__ = ["PlannedValue", "compare", "expected_values", "same_formula", "same_value"]


def compare(
    plan: WorkbookPlan,
    grid: Grid,
    results: Mapping[Cell, Value],
    table: ScoreTable,
    reader: FormulaReader,
    *,
    shapes: int = 0,
    tolerance: float = 1e-9,
    planned: PlannedCells | None = None,
) -> VerifyReport:
    """Compares `grid` with the plan, and `results` (formula cell → recalculated value) with the engine's
    table.

    `tolerance` is absolute for values below 1 and relative above. Blank, "" and "no value" are the same.
    `reader` reads the grid's formulas, so that writing a formula otherwise ($, quotes, blanks, case) is no
    difference. `planned` are the plan's cells, where they were worked out before.
    """
    cells = planned or PlannedCells(plan)
    comparison = _Comparison(grid, results, table, reader, tolerance)
    differences = [d for cell, content in cells.computed.items() for d in comparison.of_cell(cell, content)]
    differences += [d for cell, content in cells.remarks.items() for d in comparison.of_remark(cell, content)]
    differences += [d for cell, content in cells.plain.items() for d in comparison.of_plain(cell, content)]
    surprising = (cell for cell in grid.formulas if not cells.expects(cell))
    differences += map(comparison.unplanned, sorted(surprising))
    checked = len(cells.computed) + len(cells.plain)
    return VerifyReport(len(grid.formulas), shapes, checked, tuple(differences))


@dataclass(frozen=True, slots=True)
class PlannedValue:
    """What a planned cell must show, and the quantity that it is; None for a formula of no quantity."""

    value: Value
    quantity: Quantity | None


def expected_values(plan: WorkbookPlan, table: ScoreTable) -> Mapping[Cell, PlannedValue]:
    """What the planned cells with formulas must show by the score table."""
    planned = {
        cell: PlannedValue(_engine(content, table), content.quantity)
        for cell, content in plan.computed()
        if table.knows(content.quantity)
    }
    return planned | {cell: PlannedValue(content.shown, None) for cell, content in plan.plain_formulas()}


def same_value(a: Value, b: Value, tolerance: float) -> bool:
    """Equality of what two cells show; None, "" and NaN are all "no value"."""
    a, b = _no_value(a), _no_value(b)
    if _is_number(a) and _is_number(b):
        return abs(a - b) <= tolerance * max(1.0, abs(a), abs(b))
    return isinstance(a, bool) == isinstance(b, bool) and a == b


def same_formula(cell: Cell, planned: str, found: str, reader: FormulaReader) -> bool:
    """Whether two formulas of a cell compute the same from the same cells."""
    if planned == found:
        return True
    try:
        return reader.read(cell, planned) == reader.read(cell, found)
    except VerifyError:
        return False


def _engine(content: Computed | Spread, table: ScoreTable) -> Value:
    value = table.of(content.quantity) if table.knows(content.quantity) else None
    if value is None or math.isnan(value):
        return content.without_value(table) if isinstance(content, Computed) else None
    return content.labels[int(value)] if content.labels else float(value)


def _is_number(value: Value) -> TypeGuard[float]:
    return isinstance(value, float | int) and not isinstance(value, bool)


def _no_value(value: Value) -> Value:
    return None if value == "" or (isinstance(value, float) and math.isnan(value)) else value


@dataclass(frozen=True)
class _Comparison:
    """A workbook's values, recalculated and as saved, beside the engine's."""

    grid: Grid
    results: Mapping[Cell, Value]
    table: ScoreTable
    reader: FormulaReader
    tolerance: float

    def of_cell(self, cell: Cell, content: Computed | Spread) -> Iterator[Difference]:
        """What is wrong with one planned cell."""
        formula = self.grid.formulas.get(cell)
        text = formula.text if formula else ""
        if not self.table.knows(content.quantity) or cell not in self.results:
            shown = self.grid.cached.get(cell, self.grid.constants.get(cell))
            engine = _engine(content, self.table)
            yield Difference(cell, content.quantity, shown, engine, text, DifferenceKind.MISSING)
            return
        engine = _engine(content, self.table)
        found = {DifferenceKind.VALUE: self.results[cell], DifferenceKind.CACHED: self.grid.cached.get(cell)}
        for kind, value in found.items():
            if not same_value(value, engine, self.tolerance):
                yield Difference(cell, content.quantity, value, engine, text, kind)
        if not self._as_planned(cell, content):
            yield Difference(cell, content.quantity, self.results[cell], engine, text, DifferenceKind.FORMULA)

    def of_remark(self, cell: Cell, content: RowCheckFormula) -> Iterator[Difference]:
        """A remark is as planned and shows what its formula gives; the engine knows nothing of it."""
        formula = self.grid.formulas.get(cell)
        shown, value = self.grid.cached.get(cell), self.results.get(cell)
        if formula is None or cell not in self.results:
            yield Difference(cell, None, shown, None, formula.text if formula else "", DifferenceKind.MISSING)
        elif content.formula != formula.text and not same_formula(
            cell, content.formula, f"={own_check(formula.text[1:])}", self.reader
        ):
            yield Difference(cell, None, shown, value, formula.text, DifferenceKind.FORMULA)
        elif not same_value(shown, value, self.tolerance):
            yield Difference(cell, None, shown, value, formula.text, DifferenceKind.CACHED)

    def of_plain(self, cell: Cell, content: PlainFormula) -> Iterator[Difference]:
        """A formula of no quantity is as planned, gives what it was planned to give, and shows it."""
        formula = self.grid.formulas.get(cell)
        text = formula.text if formula else ""
        if formula is None or cell not in self.results:
            shown = self.grid.constants.get(cell)
            yield Difference(cell, None, shown, content.shown, text, DifferenceKind.MISSING)
            return
        found = {DifferenceKind.VALUE: self.results[cell], DifferenceKind.CACHED: self.grid.cached.get(cell)}
        for kind, value in found.items():
            if not same_value(value, content.shown, self.tolerance):
                yield Difference(cell, None, value, content.shown, text, kind)
        if not same_formula(cell, content.formula, text, self.reader):
            yield Difference(cell, None, self.results[cell], content.shown, text, DifferenceKind.FORMULA)

    def unplanned(self, cell: Cell) -> Difference:
        """A formula of which the plan knows nothing."""
        text, value = self.grid.formulas[cell].text, self.results.get(cell, self.grid.cached.get(cell))
        return Difference(cell, None, value, None, text, DifferenceKind.UNPLANNED)

    def _as_planned(self, cell: Cell, content: Computed | Spread) -> bool:
        """A spread cell has no formula of its own; an array formula must also fill the planned cells."""
        formula = self.grid.formulas.get(cell)
        if isinstance(content, Spread):
            return formula is None
        area = Area(cell.sheet, cell.row, cell.column, cell.row + content.spread - 1, cell.column)
        right_area = formula is not None and formula.area in ({area} if content.spread > 1 else {None, area})
        return (
            right_area
            and formula is not None
            and same_formula(cell, content.formula, formula.text, self.reader)
        )
