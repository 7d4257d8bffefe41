"""What surrounds the rows of a sheet: views, columns, protection, print set-up, as openpyxl writes them for an empty sheet."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import a1, column_letter
from smartxl.model.plan import SheetPlan
from smartxl_generators.ooxml import laidout
from smartxl_generators.ooxml.looks import columns_of
from smartxl_generators.ooxml.paper import set_page
from smartxl_generators.protection import protect

__all__ = ["SheetFrame", "frame_of"]

_PARTS = re.compile(
    r"(?P<start><worksheet.*?)<dimension[^>]*/>(?P<before>.*?)<sheetData(?:/>|>.*?</sheetData>)"
    r"(?P<protection>(?:<sheetProtection[^>]*/>)?)(?P<after>.*)</worksheet>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """XML before the dimension, between dimension and rows, the protection, and what follows the links."""

    start: str
    before: str
    protection: str
    after: str


def frame_of(
    sheet: Worksheet, template: Worksheet | None, plan: SheetPlan, *, front: bool, protected: bool
) -> SheetFrame:
    """The frame of a planned sheet, made with an empty `sheet` of a scratch workbook; the `front` one opens first."""
    if plan.layout is not None:
        laidout.set_up(sheet, plan.layout)
    elif template is not None:
        _set_up(sheet, template, plan)
    if plan.frozen != (0, 0):
        sheet.freeze_panes = a1(*plan.frozen)
    if (
        not plan.layout and not plan.hidden and plan.column_styles.get(1, 1) == 1
    ):  # the template's column of roles, or row keys
        sheet.column_dimensions["A"].hidden = True
    sheet.sheet_view.tabSelected = front
    if protected:
        protect(sheet)
    out = io.BytesIO()
    WorksheetWriter(sheet, out).write()
    match = _PARTS.search(out.getvalue().decode())
    if match is None:
        raise ValueError("openpyxl wrote a sheet in an order that is not known here")
    return SheetFrame(**match.groupdict())


def _set_up(sheet: Worksheet, template: Worksheet, plan: SheetPlan) -> None:
    """Takes over what belongs to the template sheet as a whole."""
    set_page(template, sheet)
    known = columns_of(template)
    for column, source in plan.column_styles.items():
        dimension = sheet.column_dimensions[column_letter(column)]
        dimension.width, dimension.hidden = known(source)
