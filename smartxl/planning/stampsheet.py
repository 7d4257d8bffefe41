"""The hidden sheet with a workbook's stamp, for files whose document properties were lost, and with what its rows ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.model.plan import Content, PlannedRow, SheetPlan
from smartxl.stamp import QUESTION, STAMP_SHEET, Stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["stamp_sheet"]


def stamp_sheet(stamp: Stamp, asked: Mapping[str, str] | None = None) -> SheetPlan:
    """Names in the first column, values in the second; `asked` is what the rows of a form ask, by their keys."""
    rows = []
    values = {**stamp.to_properties(), **{QUESTION + key: text for key, text in (asked or {}).items()}}
    for row, (name, value) in enumerate(values.items(), 1):
        cells: dict[int, Content] = {1: name, 2: value}
        rows.append(PlannedRow(row, 0, cells))
    return SheetPlan(STAMP_SHEET, "", tuple(rows), hidden=True)
