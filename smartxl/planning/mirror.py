"""A cell that shows what another one shows, wherever in the workbook that stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from smartxl.cells import Cell
from smartxl.model.plan import Computed, Content, Link, PlainFormula, SheetPlan, Spread
from smartxl.model.scores import Quantity

__all__ = ["mirrored", "number_format", "places_of"]

Placed = tuple[Cell, Computed | Spread]


def places_of(sheet: SheetPlan) -> Mapping[Quantity, Placed]:
    """Quantity → where it stands on a sheet, and as what."""
    found: dict[Quantity, Placed] = {}
    for row in sheet.rows:
        for column, content in row.cells.items():
            if isinstance(content, Computed | Spread):
                found.setdefault(content.quantity, (Cell(sheet.name, row.row, column), content))
    return found


def mirrored(content: Content, reference: str) -> Computed | PlainFormula:
    """What a cell shows, by a reference to it: its quantity, or the text or number that stands there. Blank stays blank."""
    formula = f'=IF({reference}="","",{reference})'
    if isinstance(content, Computed):
        return content._replace(formula=formula, spread=1)
    if isinstance(content, Spread):
        return Computed(formula, content.quantity, content.labels)
    text = content.text if isinstance(content, Link) else content
    return PlainFormula(formula, text if isinstance(text, str | float | int) else "")


def number_format(contents: Iterable[Content]) -> str:
    """The number format of the first of some cells that has one of its own, "" for none."""
    formats = (content.number_format for content in contents if isinstance(content, Computed))
    return next((code for code in formats if code), "")
