"""What Excel cannot hold, found before anything is written."""

from __future__ import annotations

from collections import Counter

from smartxl.cells import MAX_ROW, sheet_name_fault
from smartxl.errors import TemplateError
from smartxl.model.plan import Computed, InputCell, SheetPlan, WorkbookPlan

__all__ = ["MAX_CELL_TEXT", "MAX_FORMULA", "MAX_PROMPT", "check_limits"]

MAX_FORMULA = 8_192
MAX_PROMPT = 255
MAX_CELL_TEXT = 32_767


def check_limits(plan: WorkbookPlan) -> None:
    """Raises TemplateError for the first sheet, formula, prompt or text that Excel would refuse or repair."""
    repeated = [name for name, count in Counter(s.name.casefold() for s in plan.sheets).items() if count > 1]
    if repeated:
        raise TemplateError(
            plan.file_name, f"two sheets are called {repeated[0]!r}", "give the units distinct names"
        )
    for sheet in plan.sheets:
        if fault := sheet_name_fault(sheet.name):
            raise TemplateError(
                f"{plan.file_name} {sheet.name!r}",
                f"the sheet name cannot be used: {fault}",
                "shorten the name",
            )
        if len(sheet.rows) > MAX_ROW:
            raise TemplateError(
                f"{plan.file_name} {sheet.name}", "more rows than a sheet holds", "split the catalogue"
            )
        _check_cells(plan, sheet)


def _check_cells(plan: WorkbookPlan, sheet: SheetPlan) -> None:
    for row in sheet.rows:
        where = f"{plan.file_name} {sheet.name} row {row.row}"
        for content in row.cells.values():
            if isinstance(content, Computed) and len(content.formula) > MAX_FORMULA:
                raise TemplateError(
                    where, "a formula is longer than 8192 characters", "put fewer rows under one node"
                )
            if isinstance(content, InputCell) and len(content.check.prompt) > MAX_PROMPT:
                raise TemplateError(where, "a prompt is longer than 255 characters", "shorten it")
            if isinstance(content, str) and len(content) > MAX_CELL_TEXT:
                raise TemplateError(where, "a text is longer than 32767 characters", "shorten it")
