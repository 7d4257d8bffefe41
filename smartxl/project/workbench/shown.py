"""What the formulas of a workbench show: the workbook is written, calculated by us, and written again with the values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from smartxl.cells import Cell
from smartxl.errors import ProjectError
from smartxl.model.plan import Content, PlainFormula, PlannedRow, SheetPlan, WorkbookPlan
from smartxl.recalc import CellError, Uncomputed, Workbook, load_book, registered
from smartxl.text import Text
from smartxl.xlsx.saved import open_saved

if TYPE_CHECKING:
    from smartxl.project.workbench.plan import PlannedWorkbench

__all__ = ["calculated", "with_values"]


def calculated(content: bytes, name: str) -> Workbook:
    """A written workbook with every formula calculated, the SX_ functions too. Raises ProjectError for one that is not."""
    from smartxl_udfs import FUNCTIONS

    loaded = load_book(open_saved(content, name))
    loaded.workbook.functions = {**loaded.workbook.functions, **registered(FUNCTIONS)}
    missing = tuple(loaded.workbook.calculate(loaded.formulas))
    if missing:
        raise _uncomputed(name, missing[0])
    return loaded.workbook


def _uncomputed(name: str, cell: Uncomputed) -> ProjectError:
    where = f"{name} {Cell(cell.sheet, cell.row, cell.column)}"
    remedy = Text("这是 smartxl 的错误，请报告", "this is a mistake of smartxl: please report it")
    return ProjectError(where, cell.why, remedy)


def with_values(planned: PlannedWorkbench, workbook: Workbook) -> WorkbookPlan:
    """The plan with what every formula shows, in the cells of array formulas too, and the values that are kept."""
    return replace(
        planned.plan, sheets=tuple(_sheet(sheet, workbook, planned.kept) for sheet in planned.plan.sheets)
    )


def _sheet(sheet: SheetPlan, workbook: Workbook, kept: Mapping[Cell, Cell]) -> SheetPlan:
    filled: dict[int, dict[int, Content]] = {}
    rows = {row.row: row for row in sheet.rows}
    for row in sheet.rows:
        for column, content in row.cells.items():
            if isinstance(content, PlainFormula):
                for place, value in _values(sheet.name, row.row, column, content, workbook):
                    filled.setdefault(place[0], {})[place[1]] = value
    for cell, source in kept.items():
        if cell.sheet == sheet.name:
            filled.setdefault(cell.row, {})[cell.column] = _shown(workbook, source)
    for number, contents in filled.items():
        row = rows.get(number, PlannedRow(number, 0, {}))
        rows[number] = row._replace(cells={**row.cells, **contents})
    return replace(sheet, rows=tuple(row for _, row in sorted(rows.items())))


def _values(
    sheet: str, row: int, column: int, formula: PlainFormula, workbook: Workbook
) -> Iterator[tuple[tuple[int, int], Content]]:
    """The formula with what it shows, and the values of the other cells that it fills."""
    high, wide = formula.spread
    yield (row, column), replace(formula, shown=_shown(workbook, Cell(sheet, row, column)))
    for down in range(high):
        for across in range(wide):
            if down or across:
                cell = Cell(sheet, row + down, column + across)
                yield (cell.row, cell.column), _shown(workbook, cell)


def _shown(workbook: Workbook, cell: Cell) -> str | float:
    value = workbook.sheets[cell.sheet.casefold()].get(cell.row, cell.column)
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool) or value is None:
        return float(value or 0.0)
    return value
