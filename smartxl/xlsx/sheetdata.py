"""A sheet while it is read: what was found so far, held to the budget."""

from __future__ import annotations

from dataclasses import dataclass, field

from smartxl.cells import MAX_COLUMN, MAX_ROW, Area, a1
from smartxl.findings import FindingCode
from smartxl.xlsx.book import RawSheet
from smartxl.xlsx.cellvalues import CellValue
from smartxl.xlsx.container import Container

__all__ = ["SheetData"]


@dataclass(slots=True)
class SheetData:
    """`rows` by number, each as long as its last value; `counted`, `walked` and `merged_cells` are of the whole file so far.

    Cells are counted by the quick reader, walked by the thorough one.
    """

    container: Container
    name: str
    part: str
    counted: int = 0
    walked: int = 0
    merged_cells: int = 0
    rows: dict[int, list[CellValue]] = field(default_factory=dict)
    errors: list[tuple[int, int]] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)

    def count(self, cells: int) -> None:
        """Cells that stand in the file, also empty ones. Raises FileRefused for too many."""
        self.counted += cells
        self._limit_cells(self.counted, self.container.budget.cells)

    def walk(self) -> None:
        """One more cell for the thorough reader. Raises FileRefused for too many."""
        self.walked += 1
        self._limit_cells(self.walked, self.container.budget.walked_cells)

    def _limit_cells(self, cells: int, limit: int) -> None:
        if cells > limit:
            raise self.container.refuse(FindingCode.TOO_BIG, f"{self.name}: > {limit} cells", str(limit))

    def check_place(self, row: int, column: int) -> None:
        """Raises FileRefused for a cell with contents where no form of ours reaches."""
        budget = self.container.budget
        if row > min(budget.rows, MAX_ROW) or column > min(budget.columns, MAX_COLUMN):
            found = f"{self.name} {a1(row, column)}"
            raise self.container.refuse(FindingCode.TOO_BIG, found, a1(budget.rows, budget.columns))

    def check_text(self, text: str) -> None:
        """Raises FileRefused for more characters than a cell can show."""
        limit = self.container.budget.text
        if len(text) > limit:
            found = f"{self.name}: {len(text)} characters"
            raise self.container.refuse(FindingCode.TOO_BIG, found, str(limit))

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """A merged area. Raises FileRefused for too many, or too large ones together."""
        budget = self.container.budget
        height, width = last_row - first_row + 1, last_column - first_column + 1
        if height < 1 or width < 1 or not first_row or last_row > MAX_ROW or last_column > MAX_COLUMN:
            raise self.container.refuse(FindingCode.DAMAGED, f"{self.part}: mergeCell")
        self.merged.append(Area(self.name, first_row, first_column, last_row, last_column))
        self.merged_cells += height * width
        if len(self.merged) > budget.merges:
            found = f"{self.name}: > {budget.merges} merges"
            raise self.container.refuse(FindingCode.TOO_BIG, found, str(budget.merges))
        if self.merged_cells > budget.merged_cells:
            found = f"{self.name}: {self.merged_cells} merged cells"
            raise self.container.refuse(FindingCode.TOO_BIG, found, str(budget.merged_cells))

    def damaged(self, row: int, column: int, error: ValueError | None = None) -> Exception:
        """The exception for a cell that cannot be read."""
        what = f": {error}" if error else ""
        return self.container.refuse(FindingCode.DAMAGED, f"{self.part} {a1(row, column)}{what}")

    def sheet(self) -> RawSheet:
        """What was read."""
        filled = {row: tuple(values) for row, values in self.rows.items() if values}
        height = max(
            [*filled, *(row for row, _ in self.errors), *(row for row, _ in self.formulas)], default=0
        )
        values = tuple(filled.get(row, ()) for row in range(1, height + 1))
        return RawSheet(
            self.name, values, frozenset(self.errors), frozenset(self.formulas), tuple(self.merged)
        )
