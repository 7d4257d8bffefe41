"""Whether a file still has every row where it was planned, so that nobody need look for them.

Most files come back so. Whatever differs in the least is left to the long way (`locate`), which says what it means: where
this says yes, that would find every row in its place and have nothing to report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.cells import Area, column_letter
from smartxl.reading.cut_answers import scored_columns
from smartxl.reading.sheet_owner import check_codes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smartxl.model.plan import Content, Line, PlannedRow, SheetPlan, WorkbookPlan
    from smartxl.xlsx.book import RawBook, RawSheet
    from smartxl.xlsx.open import CellValue

__all__ = ["is_as_planned"]


def is_as_planned(plan: WorkbookPlan, book: RawBook) -> bool:
    """Whether the file has the planned sheets and no others, and all that can be answered stands as planned."""
    if not book.sheets.keys() <= plan.by_name.keys():
        return False
    return all(
        sheet.name in book.sheets and _PlannedSheetCheck(plan, sheet, book).holds()
        for sheet in plan.answerable
    )


class _PlannedSheetCheck:
    """A planned sheet beside the one of the same name."""

    def __init__(self, plan: WorkbookPlan, sheet_plan: SheetPlan, book: RawBook) -> None:
        self.plan, self.sheet_plan, self.book = plan, sheet_plan, book
        self.sheet: RawSheet = book.sheets[sheet_plan.name]
        self.lines: dict[int, Line] = {line.row: line for line in sheet_plan.lines}
        self.inputs = sheet_plan.input_columns

    def holds(self) -> bool:
        """Whether they agree."""
        sheet = self.sheet
        return (
            not sheet.errors
            and sheet.height <= len(self.sheet_plan.rows)
            and check_codes(sheet) <= {self.plan.stamp.check_code}
            and not any(self._covers(merge) for merge in sheet.merged)
            and self._names_hold()
            and all(self._row_holds(row) for row in self.sheet_plan.rows)
        )

    def _covers(self, merge: Area) -> bool:
        """Whether a merged area takes in answers of which it is not itself the cell."""
        rows = range(merge.first_row, min(merge.last_row, self.sheet.height) + 1)
        columns = range(merge.first_column, merge.last_column + 1)
        inside = [
            (row, column)
            for row in rows
            if row in self.lines
            for column in self.lines[row].inputs.values()
            if column in columns
        ]
        return inside not in ([], [(merge.first_row, merge.first_column)])

    def _names_hold(self) -> bool:
        """Whether every line's defined name refers to its row."""
        names, planned = self.book.names, self.plan.names
        sheet = self.sheet_plan.name
        quoted = f"""'{sheet.replace("'", "''")}'!"""
        for line in self.lines.values():
            reference, area = names.get(line.anchor, ""), planned.get(line.anchor)
            if area is None or reference.removeprefix(quoted).removeprefix(f"{sheet}!") != _absolute(area):
                return False
        return True

    def _row_holds(self, row: PlannedRow) -> bool:
        values = self.sheet.values[row.row - 1] if row.row <= self.sheet.height else ()
        line = self.lines.get(row.row)
        if line is None:
            return self._frame_holds(row, values)
        return _shows(row.cells.items(), values) and not self._lost_its_answer(row, line, values)

    def _frame_holds(self, row: PlannedRow, values: tuple[CellValue, ...]) -> bool:
        """Whether a row that is no line has no key, and over answers what was planned: its headings, and nothing typed."""
        columns = (self.sheet_plan.key_column, *self.inputs)
        planned, formulas = row.cells, self.sheet.formulas
        if not _shows(((column, planned.get(column)) for column in columns), values):
            return False
        return all(
            isinstance(planned.get(column), str) or (row.row, column) in formulas
            for column in columns
            if column <= len(values) and values[column - 1] != ""
        )

    def _lost_its_answer(self, row: PlannedRow, line: Line, values: tuple[CellValue, ...]) -> bool:
        """Whether a row has points and no answer: it was cut out."""
        if any(values[column - 1] != "" for column in scored_columns(line) if column <= len(values)):
            return False
        points = row.points_column
        return 0 < points <= len(values) and isinstance(values[points - 1], float)


def _shows(planned: Iterable[tuple[int, Content | None]], values: tuple[CellValue, ...]) -> bool:
    """Whether cells show the texts that were planned there."""
    width = len(values)
    return not any(
        type(text) is str and text != (values[column - 1] if column <= width else "")
        for column, text in planned
    )


def _absolute(area: Area) -> str:
    first, last = column_letter(area.first_column), column_letter(area.last_column)
    return f"${first}${area.first_row}:${last}${area.last_row}"
