"""What was typed beside the cells for answers: nobody reads it there, and it must not vanish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.intake.typed import show
from smartxl.model.plan import CheckKind, Computed, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.intake.cellvalues import CellValue
    from smartxl.intake.open import RawSheet
    from smartxl.model.plan import Content, Line, SheetPlan

__all__ = ["typed_beside"]


def typed_beside(
    sheet_plan: SheetPlan, sheet: RawSheet, rows: Mapping[str, tuple[int, ...]], file: str
) -> Iterator[Finding]:
    """Rows of lines with anything typed into cells that are for no answer; the first such cell of each."""
    planned = {row.row: row.cells for row in sheet_plan.rows}
    for section in sheet_plan.sections:
        for line in section.lines:
            for row in rows.get(line.key, ()):
                column = _first_typed(sheet_plan, sheet, line, planned.get(line.row, {}), row)
                if column:
                    where = (section.unit, sheet.name, a1(row, column), line.name)
                    found = show(sheet.at(row, column))
                    yield Finding(FindingCode.TYPED_BESIDE, *where, found=found, file=file)


def _first_typed(
    sheet_plan: SheetPlan, sheet: RawSheet, line: Line, planned: Mapping[int, Content], row: int
) -> int:
    """The first column in which something was typed that is for no answer; 0 for none."""
    values = sheet.values[row - 1] if row <= sheet.height else ()
    own = (*line.inputs.values(), *line.shown.values(), sheet_plan.key_column)
    for column, value in enumerate(values, 1):
        if value == "" or column in own:
            continue
        content = planned.get(column)
        if content == value or (row, column) in sheet.formulas:
            continue
        if _is_typed(sheet, line, content, value, row):
            return column
    return 0


def _is_typed(sheet: RawSheet, line: Line, content: Content | None, value: CellValue, row: int) -> bool:
    """Whether a person typed into a cell with these contents; numbers and texts may have been sorted or pasted as values."""
    if isinstance(value, str) and not value.strip():
        return False
    if content is None:
        return True
    if isinstance(content, float | int):
        return isinstance(value, str)
    if isinstance(
        content, Computed | Remark
    ):  # all formulas gone: the sheet was pasted over itself as values
        return bool(sheet.formulas) and (isinstance(value, str) or _is_blank(sheet, line, row))
    return isinstance(content, str) and _is_blank(sheet, line, row) and _is_an_answer(line, value)


def _is_blank(sheet: RawSheet, line: Line, row: int) -> bool:
    spots = [(row, column) for column in line.inputs.values()]
    return all(sheet.at(*spot) == "" and spot not in sheet.errors for spot in spots)


def _is_an_answer(line: Line, value: CellValue) -> bool:
    """Whether what stands in the place of a fixed text could be an answer: a number, or a choice from a list."""
    lists = (check.options for check in line.checks.values() if check.kind is CheckKind.LIST)
    return not isinstance(value, str) or any(value.strip() in options for options in lists)
