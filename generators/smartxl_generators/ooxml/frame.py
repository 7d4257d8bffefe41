"""What surrounds the rows of a sheet: views, columns, protection, print set-up, as openpyxl writes its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import a1, column_letter
from smartxl.model.plan import SheetPlan
from smartxl_generators.ooxml import laidout
from smartxl_generators.ooxml.looks import columns_of
from smartxl_generators.ooxml.paper import set_page
from smartxl_generators.ooxml.parts import MAIN
from smartxl_generators.ooxml.xml import XmlPart, serialised

__all__ = ["SheetFrame", "frame_of", "protect"]


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """XML before the dimension, between dimension and rows, the protection, and what follows the links."""

    start: str
    before: str
    protection: str
    after: str


def frame_of(template: Worksheet | None, plan: SheetPlan, *, front: bool, protected: bool) -> SheetFrame:
    """The frame of a planned sheet; the `front` one opens first."""
    sheet = Workbook().worksheets[0]
    if plan.design is not None:
        laidout.set_up(sheet, plan.design)
    else:
        if template is not None:
            _set_up(sheet, template, plan)
        if not plan.hidden and plan.column_styles.get(1, 1) == 1:
            sheet.column_dimensions["A"].hidden = True  # the template's column of roles, or row keys
        for column in plan.hidden_columns:
            sheet.column_dimensions[column_letter(column)].hidden = True
    if plan.frozen != (0, 0):
        sheet.freeze_panes = a1(*plan.frozen)
    sheet.sheet_view.tabSelected = front
    if protected:
        protect(sheet)
    return SheetFrame(
        f'<worksheet xmlns="{MAIN}">{serialised(sheet.sheet_properties.to_tree())}',
        _joined((sheet.views, sheet.sheet_format, sheet.column_dimensions)),
        _joined((sheet.protection,)),
        _joined((sheet.print_options, sheet.page_margins, sheet.page_setup, sheet.HeaderFooter)),
    )


def protect(sheet: Worksheet) -> None:
    """Protects a sheet without a password: locked cells stay, but filtering, widths and heights are free."""
    rights = sheet.protection
    rights.sheet = True
    rights.autoFilter = rights.formatColumns = rights.formatRows = False


def _joined(parts: Iterable[XmlPart]) -> str:
    """The elements of those parts of a sheet that say anything."""
    trees = (part.to_tree() for part in parts if part)
    text = "".join(serialised(tree) for tree in trees if tree is not None)
    return text.encode("ascii", "xmlcharrefreplace").decode()  # as openpyxl writes headers and footers


def _set_up(sheet: Worksheet, template: Worksheet, plan: SheetPlan) -> None:
    """Takes over what belongs to the template sheet as a whole."""
    set_page(template, sheet)
    known = columns_of(template)
    for column, source in plan.column_styles.items():
        dimension = sheet.column_dimensions[column_letter(column)]
        dimension.width, dimension.hidden = known(source)
