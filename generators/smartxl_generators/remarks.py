"""Makes the check column stand out (faults in red and bold), and last round's answers that nobody has touched yet."""

from __future__ import annotations

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import a1, text_literal
from smartxl.model.answers import RowFault
from smartxl.model.plan import Carried, Remark, SheetPlan

__all__ = ["add_carried_formats", "add_remark_formats"]

_FAULT_FONT, _FAULT_FILL = Font(bold=True, color="FF9C0006"), PatternFill(bgColor="FFFFC7CE")
_CARRIED_FONT = Font(italic=True, color="FF7F7F7F")
_BLANK_FONT, _DONE_FONT = Font(color="FF808080"), Font(color="FF2E7D32")


def add_remark_formats(sheet: Worksheet, plan: SheetPlan) -> None:
    """Adds the conditional formats of a sheet's remarks."""
    found = [
        (row.row, column, content)
        for row in plan.rows
        for column, content in row.cells.items()
        if isinstance(content, Remark)
    ]
    if not found:
        return
    first, column, remark = found[0]
    cell, reach = a1(first, column), f"{a1(first, column)}:{a1(found[-1][0], column)}"
    none, blank = (text_literal(remark.word(fault)) for fault in (RowFault.NONE, RowFault.BLANK))
    keys = [
        text_literal(word)
        for fault, word in zip(RowFault, remark.words, strict=True)
        if fault not in {RowFault.NONE, RowFault.BLANK}
    ]
    fault = f"OR({','.join(f'{cell}={word}' for word in keys)})"
    for formula, font, fill in (
        (fault, _FAULT_FONT, _FAULT_FILL),
        (f"{cell}={blank}", _BLANK_FONT, None),
        (f"{cell}={none}", _DONE_FONT, None),
    ):
        rule = FormulaRule(formula=[formula], font=font, fill=fill)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(reach, rule)


def add_carried_formats(sheet: Worksheet, plan: SheetPlan) -> None:
    """An input that still shows last round's answer is grey and in italics."""
    found = [
        (row.row, column, content.columns)
        for row in plan.rows
        for column, content in row.cells.items()
        if isinstance(content, Carried)
    ]
    for row, shown, columns in found:
        for column in columns:
            cell = a1(row, column)
            formula = f'AND({cell}<>"",{cell}={a1(row, shown, "$")})'
            rule = FormulaRule(formula=[formula], font=_CARRIED_FONT)  # type: ignore[no-untyped-call]
            sheet.conditional_formatting.add(cell, rule)
