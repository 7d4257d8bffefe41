"""Sheets that are laid out by their plan: rows, print set-up and page breaks without a template sheet to follow."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import Area, column_letter, qualified
from smartxl.model.plan import Computed, PlainFormula, PlannedRow, SheetPlan
from smartxl.model.sheetdesign import OUR_FUNCTIONS, Look, SheetDesign
from smartxl_generators.ooxml.conditions import absent_xml, flagged_xml, shading_xml
from smartxl_generators.ooxml.extras import Extras
from smartxl_generators.ooxml.looks import ROW, LookCell, RowLook
from smartxl_generators.ooxml.paper import PRINT_TITLES, column_breaks, row_breaks

__all__ = ["LaidOutLooks", "laid_out_extras", "set_up"]

_A4 = 9
_FOOTER = "&A    &P / &N"


class LaidOutLooks:
    """The rows of one sheet; `style_of` gives the number that a look has among the styles of the workbook."""

    def __init__(self, design: SheetDesign, style_of: Callable[[Look], int]) -> None:
        self._design, self._style_of = design, style_of
        self._merges: dict[int, list[str]] = {}
        for row, first, last in design.merges:
            self._merges.setdefault(row, []).append(f"{column_letter(first)}{ROW}:{column_letter(last)}{ROW}")

    def key(self, planned: PlannedRow) -> Hashable:
        """Looks, merges and height, and how the row behaves."""
        design, row = self._design, planned.row
        looks = tuple(design.looks.get(row, {}).items())
        behaviour = row in design.growing, row in design.hidden_rows
        return looks, tuple(self._merges.get(row, ())), design.heights.get(row), behaviour

    def row(self, planned: PlannedRow) -> RowLook:
        """The look of a row; its height is planned for its texts already."""
        design, row = self._design, planned.row
        cells = tuple(
            LookCell.of(column, self._style_of(look), None, always=True)
            for column, look in sorted(design.looks.get(row, {}).items())
        )
        merges = tuple(self._merges.get(row, ()))
        return RowLook(
            cells, merges, design.heights.get(row), row in design.hidden_rows, row in design.growing
        )


def set_up(sheet: Worksheet, design: SheetDesign) -> None:
    """Columns and print set-up: A4, as wide as a page unless the design says where a page ends."""
    for column, width in design.widths.items():
        sheet.column_dimensions[column_letter(column)].width = width
    for column in design.hidden_columns:
        sheet.column_dimensions[column_letter(column)].hidden = True
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "portrait" if design.portrait else "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = _FOOTER
    if design.break_after:
        sheet.page_setup.scale = design.scale
    else:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, design.pages


def laid_out_extras(plan: SheetPlan, design: SheetDesign, first_priority: int) -> Extras:
    """Page breaks, repeated rows and shades, whose conditions are numbered behind the plan's own."""
    breaks = column_breaks([design.break_after] if design.break_after else [])
    breaks = row_breaks(list(design.row_breaks)) + breaks
    calls = tuple(_calls(plan)) if design.calls else ()
    rules = flagged_xml(design.flagged, first_priority)
    rules += absent_xml(calls, first_priority + len(design.flagged))
    rules += shading_xml(design.shadings, first_priority + len(design.flagged) + len(calls))
    return Extras(rules=rules, breaks=breaks, names=_repeated(plan.name, design))


def _calls(plan: SheetPlan) -> Iterator[Area]:
    """The cells that each call of smartxl's functions fills."""
    for planned in plan.rows:
        for column, content in planned.cells.items():
            if isinstance(content, Computed | PlainFormula) and OUR_FUNCTIONS in content.formula:
                rows, columns = content.spread if isinstance(content, PlainFormula) else (content.spread, 1)
                last = planned.row + rows - 1, column + columns - 1
                yield Area(plan.name, planned.row, column, *last)


def _repeated(sheet: str, design: SheetDesign) -> tuple[tuple[str, str], ...]:
    """The name of the columns and rows that stand on every printed page, as Excel knows it; none where none do."""
    columns, rows = design.repeated_columns, design.repeated
    parts = [f"${column_letter(columns[0])}:${column_letter(columns[1])}"] if columns[0] else []
    parts += [f"${rows[0]}:${rows[1]}"] if rows[0] else []
    return ((PRINT_TITLES, ",".join(qualified(sheet, part) for part in parts)),) if parts else ()
