"""What was typed into a row outside of its answers: it is not read, and must not vanish without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.model.plan import Computed, RowCheckFormula
from smartxl.typed.cleaned import show

if TYPE_CHECKING:
    from smartxl.model.plan import Content, Line, PlannedRow, SheetPlan
    from smartxl.xlsx.book import RawSheet
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["StrayText"]


class StrayText:
    """Looks beside the answers of a sheet's rows: into cells where nothing was planned, and over formulas.

    A number or text in place of a formula was typed only where the sheet has other formulas in that column: some programs
    save values alone. What respondents compute themselves beside the table is theirs.
    """

    def __init__(self, sheet_plan: SheetPlan, sheet: RawSheet, file: str) -> None:
        self.plan, self.sheet, self.file = sheet_plan, sheet, file
        self.rows: Mapping[int, PlannedRow] = sheet_plan.by_number
        self.width = max((*sheet_plan.column_styles, *sheet_plan.input_columns))
        self.live = {column for _, column in sheet.formulas}
        self.aside = sheet_plan.aside if self._shows_last_time() else 0
        self._free: dict[tuple[int, tuple[int, ...]], list[int]] = {}  # most rows are alike

    def _shows_last_time(self) -> bool:
        """Whether the form has a heading over the column of last time's answers: something above the first key."""
        if not self.plan.aside:
            return False
        rows = range(1, self.sheet.height + 1)
        first = next((row for row in rows if self.sheet.text(row, self.plan.key_column)), 0)
        return any(self.sheet.text(row, self.plan.aside) for row in range(1, first))

    def finding(self, unit: str, line: Line, row: int) -> Finding | None:
        """What stands beside the answers of a line that was found in `row`; the first of several things."""
        values = self.sheet.values[row - 1] if row <= self.sheet.height else ()
        column = next(self._typed(line, row, values), None)
        if column is None:
            return None
        where = (unit, self.sheet.name, a1(row, column), line.name)
        return Finding(FindingCode.TYPED_BESIDE, *where, found=show(values[column - 1]), file=self.file)

    def _typed(self, line: Line, row: int, values: tuple[CellValue, ...]) -> Iterator[int]:
        planned = self.rows[line.row].cells
        for column in (*self._free_columns(line, planned), *range(self.width + 1, len(values) + 1)):
            if column > len(values) or column == self.aside or (row, column) in self.sheet.formulas:
                continue
            if _says_something(values[column - 1]) and not _is_computed(
                planned.get(column), values[column - 1], is_live=column in self.live
            ):
                yield column

    def _free_columns(self, line: Line, planned: Mapping[int, Content]) -> list[int]:
        """The columns of the table in which a row has neither answers nor fixed contents."""
        key = id(line.inputs), tuple(planned)
        if key not in self._free:
            taken = {*line.inputs.values(), *line.shown.values(), self.plan.key_column}
            taken |= {
                c for c, content in planned.items() if not isinstance(content, Computed | RowCheckFormula)
            }
            self._free[key] = [column for column in range(1, self.width + 1) if column not in taken]
        return self._free[key]


def _says_something(value: CellValue) -> bool:
    return bool(value.strip()) if isinstance(value, str) else True


def _is_computed(planned: Content | None, value: CellValue, *, is_live: bool) -> bool:
    """Whether a value in place of a formula may be what the formula gave."""
    if isinstance(planned, RowCheckFormula):
        return not is_live or value in planned.words
    return isinstance(planned, Computed) and not is_live
