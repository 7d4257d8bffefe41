"""What a plan says of the cells that are compared, worked out once for all files of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.cells import Cell
from smartxl.model.plan import Computed, InputCell, Link, PreviousAnswer, Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.model.plan import PlainFormula, RowCheckFormula, SheetPlan, Spread, WorkbookPlan

__all__ = ["PlannedCells", "PlannedConstants", "planned_constants"]


def planned_constants(sheet: SheetPlan) -> dict[Cell, str | float]:
    """What a sheet shows that is neither computed nor answered."""
    found: dict[Cell, str | float] = {}
    for row in sheet.rows:
        for column, content in row.cells.items():
            value = content.text if isinstance(content, Link) else content
            value = value.value if isinstance(value, PreviousAnswer) else value
            if isinstance(value, str | float) and value != "":
                found[Cell(sheet.name, row.row, column)] = value
    return found


@dataclass(frozen=True)
class PlannedConstants:
    """One sheet: what it shows that is neither computed nor answered, its columns with inputs, and all cells with contents."""

    name: str
    values: Mapping[Cell, str | float]
    inputs: frozenset[int]
    known: frozenset[Cell]

    @classmethod
    def of(cls, sheet: SheetPlan) -> PlannedConstants:
        """What is planned for a sheet."""
        contents = [(column, content) for row in sheet.rows for column, content in row.cells.items()]
        inputs = frozenset(column for column, content in contents if isinstance(content, InputCell | Shown))
        known = frozenset(Cell(sheet.name, row.row, column) for row in sheet.rows for column in row.cells)
        return cls(sheet.name, planned_constants(sheet), inputs, known)


class PlannedCells:
    """The cells of a plan by what they are."""

    def __init__(self, plan: WorkbookPlan) -> None:
        self.plan = plan

    @cached_property
    def computed(self) -> Mapping[Cell, Computed | Spread]:
        """The cells that show quantities."""
        return dict(self.plan.computed())

    @cached_property
    def remarks(self) -> Mapping[Cell, RowCheckFormula]:
        """The cells that say what is wrong with their row."""
        return dict(self.plan.row_checks())

    @cached_property
    def plain(self) -> Mapping[Cell, PlainFormula]:
        """The cells with formulas of no quantity."""
        return dict(self.plan.plain_formulas())

    @cached_property
    def formulas(self) -> Mapping[Cell, str]:
        """The formula of every cell that has one."""
        computed = {c: each.formula for c, each in self.computed.items() if isinstance(each, Computed)}
        remarks = {cell: content.formula for cell, content in self.remarks.items()}
        return computed | remarks | {cell: content.formula for cell, content in self.plain.items()}

    @cached_property
    def calculated(self) -> frozenset[Cell]:
        """The cells in which a formula is no surprise: those that have one, and inputs, where one may be typed."""
        inputs = (
            Cell(sheet.name, row.row, column)
            for sheet in self.plan.sheets
            for row in sheet.rows
            for column, content in row.cells.items()
            if isinstance(content, InputCell | Shown)
        )
        return frozenset((*self.computed, *self.remarks, *self.plain, *inputs))

    @cached_property
    def constants(self) -> tuple[PlannedConstants, ...]:
        """What is neither computed nor answered, sheet by sheet."""
        return tuple(PlannedConstants.of(sheet) for sheet in self.plan.sheets)
