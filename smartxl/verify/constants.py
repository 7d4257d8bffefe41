"""What a workbook shows that is neither computed nor answered, beside the plan: names, weights, points, keys, lists, gaps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import Cell
from smartxl.model.plan import InputCell, Link, PreviousAnswer, Shown
from smartxl.verify.compare import same_value
from smartxl.verify.report import Difference, DifferenceKind
from smartxl.verify.rowedits import RowEdits, row_edits
from smartxl.verify.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from smartxl.model.plan import SheetPlan, WorkbookPlan
    from smartxl.verify.grid import Grid, Value

__all__ = ["ComparedConstants", "compare_constants", "planned_constants"]

_EXACT = 1e-12
_SEVERAL = 3
"""Cells that differ before rows are suspected to have been inserted or deleted."""


@dataclass(frozen=True, slots=True)
class ComparedConstants:
    """How many there are, those that are not as planned, and the sheets whose rows do not stand where they were planned."""

    count: int
    differences: tuple[Difference, ...]
    shifted: Mapping[str, RowEdits]


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


def compare_constants(plan: WorkbookPlan, grid: Grid, taken: Collection[str] = ()) -> ComparedConstants:
    """Compares the constants of a workbook with its plan; the sheets `taken` as they are left out.

    In a sheet that nobody answers, what the plan does not have differs too. A formula in place of a constant is told as one.
    """
    by_sheet: dict[str, dict[Cell, Value]] = defaultdict(dict)
    for cell, value in grid.constants.items():
        by_sheet[cell.sheet][cell] = value
    count, differences, shifted = 0, list[list[Difference]](), dict[str, RowEdits]()
    for sheet in plan.sheets:
        if sheet.name in taken or sheet.name not in grid.sheets:
            continue
        comparison = _SheetConstants(sheet, grid, by_sheet[sheet.name])
        count += len(comparison.planned)
        found = comparison.differences({})
        edits = comparison.edits() if len(found) > _SEVERAL else None
        if edits:
            shifted[sheet.name] = edits
            found = [*_told(sheet.name, edits), *comparison.differences(edits.places)]
        differences.append(found)
    differences.sort(key=len)  # a changed key moves the whole list of gaps: the few explain the many
    return ComparedConstants(count, tuple(each for found in differences for each in found), shifted)


def _told(sheet: str, edits: RowEdits) -> Iterator[Difference]:
    """Each inserted and deleted row."""
    kind = DifferenceKind.ROWS
    for row in edits.deleted:
        yield Difference(Spot(sheet, f"{row}:{row}"), None, "deleted", None, "", kind)
    for row in edits.inserted:
        yield Difference(Spot(sheet, f"{row}:{row}"), None, "inserted", None, "", kind)


class _SheetConstants:
    """The constants of one sheet as planned and as found."""

    def __init__(self, sheet: SheetPlan, grid: Grid, found: Mapping[Cell, Value]) -> None:
        self._sheet, self._grid, self._found = sheet, grid, found
        self.planned = planned_constants(sheet)
        contents = [(column, content) for row in sheet.rows for column, content in row.cells.items()]
        self._inputs = {column for column, content in contents if isinstance(content, InputCell | Shown)}

    def edits(self) -> RowEdits | None:
        """What was done to the rows, None for nothing clear."""
        found = {cell: _plain(value) for cell, value in self._found.items() if value not in {None, ""}}
        planned = {cell: _plain(value) for cell, value in self.planned.items()}
        return row_edits(planned, found, self._inputs)

    def differences(self, places: Mapping[int, int]) -> list[Difference]:
        """Constants that are not as planned, the rows standing at `places` (planned → found; empty: where they are planned)."""
        name, kind, different = self._sheet.name, DifferenceKind.CONSTANT, []
        for cell, value in self.planned.items():
            row = places.get(cell.row, 0) if places else cell.row
            here = Cell(name, row, cell.column) if places else cell
            shown = self._grid.constants.get(here)
            if (
                row
                and here not in self._grid.formulas
                and not same_value(_plain(shown), _plain(value), _EXACT)
            ):
                different.append(Difference(here, None, shown, value, "", kind))
        return [*different, *([] if places or self._inputs else self._extra())]

    def _extra(self) -> Iterator[Difference]:
        """What stands where the plan has nothing."""
        known = {Cell(self._sheet.name, row.row, column) for row in self._sheet.rows for column in row.cells}
        for cell in sorted(self._found.keys() - known):
            if self._found[cell] != "":
                yield Difference(cell, None, self._found[cell], None, "", DifferenceKind.CONSTANT)


def _plain(value: Value) -> Value:
    """Text as every program saves it: with one sign for the end of a line."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
