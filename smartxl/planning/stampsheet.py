"""The hidden sheet with a workbook's stamp, for files whose document properties were lost."""

from __future__ import annotations

from smartxl.model.plan import Content, PlannedRow, SheetPlan
from smartxl.stamp import STAMP_SHEET, Stamp

__all__ = ["stamp_sheet"]


def stamp_sheet(stamp: Stamp) -> SheetPlan:
    """Names in the first column, values in the second."""
    rows = []
    for row, (name, value) in enumerate(stamp.to_properties().items(), 1):
        cells: dict[int, Content] = {1: name, 2: value}
        rows.append(PlannedRow(row, 0, cells))
    return SheetPlan(STAMP_SHEET, "", tuple(rows), hidden=True)
