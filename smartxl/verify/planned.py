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
from smartxl.model.rowcells import PatternCells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from smartxl.model.plan import Content, SheetPlan, WorkbookPlan
    from smartxl.xlsx.book import Place

__all__ = ["PlannedCells", "PlannedConstants"]


@dataclass(frozen=True)
class PlannedConstants:
    """One sheet: what it shows that is neither computed nor answered, and its columns with inputs."""

    plan: SheetPlan
    values: Mapping[Place, str | float]
    inputs: frozenset[int]

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return self.plan.name

    @property
    def known(self) -> set[Place]:
        """All cells with contents."""
        return {(row.row, column) for row in self.plan.rows for column in row.cells}

    @property
    def filled(self) -> Iterator[Place]:
        """The cells that are answered, or show what was answered."""
        for row in self.plan.rows:
            yield from ((row.row, c) for c, each in row.cells.items() if isinstance(each, InputCell | Shown))


class PlannedCells:
    """The cells of a plan by what they are: those that show quantities (`computed`), those that say what is wrong with their
    row (`remarks`), those with formulas of no quantity (`plain`), and `constants`, what is neither computed nor answered, sheet
    by sheet."""

    def __init__(self, plan: WorkbookPlan) -> None:
        self.computed: dict[Cell, Computed | Spread] = {}
        self.remarks: dict[Cell, RowCheckFormula] = {}
        self.plain: dict[Cell, PlainFormula] = {}
        self.constants = tuple(map(self._sorted, plan.sheets))

    def _sorted(self, sheet: SheetPlan) -> PlannedConstants:
        """Sorts the cells of a sheet; gives the constants."""
        values: dict[Place, str | float] = {}
        columns: set[int] = set()
        for row in sheet.rows:
            number, cells = row.row, row.cells
            contents: Iterable[tuple[int, Content]]
            if isinstance(cells, PatternCells):  # of which only what is computed is made
                columns.update(cells.pattern.filled)
                contents = cells.but_filled()
            else:
                contents = cells.items()
            for column, content in contents:
                if isinstance(content, str | float):
                    values[number, column] = content
                elif isinstance(content, InputCell | Shown):
                    columns.add(column)
                elif isinstance(content, Link):
                    values[number, column] = content.text
                elif isinstance(content, PreviousAnswer):
                    if isinstance(content.value, str | float):
                        values[number, column] = content.value
                else:
                    self._keep(Cell(sheet.name, number, column), content)
        shown = {place: value for place, value in values.items() if value != ""}
        return PlannedConstants(sheet, shown, frozenset(columns))

    def _keep(self, cell: Cell, content: Content) -> None:
        """Keeps a formula by what it is for."""
        if isinstance(content, Computed | Spread):
            self.computed[cell] = content
        elif isinstance(content, RowCheckFormula):
            self.remarks[cell] = content
        elif isinstance(content, PlainFormula):
            self.plain[cell] = content

    @cached_property
    def formulas(self) -> Mapping[Cell, str]:
        """The formula of every cell that has one."""
        computed = {c: each.formula for c, each in self.computed.items() if isinstance(each, Computed)}
        remarks = {cell: content.formula for cell, content in self.remarks.items()}
        return computed | remarks | {cell: content.formula for cell, content in self.plain.items()}

    @cached_property
    def _filled(self) -> set[Cell]:
        """The cells that are answered, or show what was answered."""
        return {Cell(sheet.name, *place) for sheet in self.constants for place in sheet.filled}

    def expects(self, cell: Cell) -> bool:
        """Whether a formula in a cell is no surprise: it has one, or it is an input, where one may be typed."""
        return cell in self.computed or cell in self.remarks or cell in self.plain or cell in self._filled
