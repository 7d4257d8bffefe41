"""What a plan says of the cells that are compared, worked out once for all files of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.cells import Cell
from smartxl.model.plan import (
    Computed,
    InputCell,
    Link,
    PlainFormula,
    PreviousAnswer,
    RowCheckFormula,
    Shown,
    Spread,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from smartxl.model.plan import Content, SheetPlan, WorkbookPlan

__all__ = ["PlannedCells", "PlannedConstants"]


@dataclass(frozen=True)
class PlannedConstants:
    """One sheet: what it shows that is neither computed nor answered, its columns with inputs, and all cells with contents."""

    name: str
    values: Mapping[Cell, str | float]
    inputs: frozenset[int]
    known: Collection[Cell]


class PlannedCells:
    """The cells of a plan by what they are: those that show quantities (`computed`), those that say what is wrong with their
    row (`remarks`), those with formulas of no quantity (`plain`), those that are answered (`inputs`), and `constants`, what is
    neither computed nor answered, sheet by sheet."""

    def __init__(self, plan: WorkbookPlan) -> None:
        self.computed: dict[Cell, Computed | Spread] = {}
        self.remarks: dict[Cell, RowCheckFormula] = {}
        self.plain: dict[Cell, PlainFormula] = {}
        self.inputs: set[Cell] = set()
        self.constants = tuple(map(self._sorted, plan.sheets))

    def _sorted(self, sheet: SheetPlan) -> PlannedConstants:
        """Sorts the cells of a sheet; gives the constants."""
        name = sheet.name
        cells: dict[Cell, Content] = {
            Cell(name, row.row, column): content
            for row in sheet.rows
            for column, content in row.cells.items()
        }
        values: dict[Cell, str | float] = {}
        columns: set[int] = set()
        for cell, content in cells.items():
            if isinstance(content, str | float):
                values[cell] = content
            elif isinstance(content, Computed | Spread):
                self.computed[cell] = content
            elif isinstance(content, InputCell | Shown):
                self.inputs.add(cell)
                columns.add(cell.column)
            elif isinstance(content, RowCheckFormula):
                self.remarks[cell] = content
            elif isinstance(content, PlainFormula):
                self.plain[cell] = content
            elif isinstance(content, Link):
                values[cell] = content.text
            elif isinstance(content, PreviousAnswer) and isinstance(content.value, str | float):
                values[cell] = content.value
        shown = {cell: value for cell, value in values.items() if value != ""}
        return PlannedConstants(name, shown, frozenset(columns), cells.keys())

    @cached_property
    def formulas(self) -> Mapping[Cell, str]:
        """The formula of every cell that has one."""
        computed = {c: each.formula for c, each in self.computed.items() if isinstance(each, Computed)}
        remarks = {cell: content.formula for cell, content in self.remarks.items()}
        return computed | remarks | {cell: content.formula for cell, content in self.plain.items()}

    def expects(self, cell: Cell) -> bool:
        """Whether a formula in a cell is no surprise: it has one, or it is an input, where one may be typed."""
        return cell in self.computed or cell in self.remarks or cell in self.plain or cell in self.inputs
