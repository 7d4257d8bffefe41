"""The hidden sheet with a workbook's stamp, for files whose document properties were lost, and with what its rows ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.model.plan import PlannedRow, SheetPlan
from smartxl.model.rowcells import Hole, PatternCells, RowPattern
from smartxl.stamp import QUESTION, STAMP_SHEET, Stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["stamp_sheet"]

_PAIR = RowPattern(0, {}, {1: Hole(0), 2: Hole(1)})


def stamp_sheet(stamp: Stamp, asked: Mapping[str, str] | None = None) -> SheetPlan:
    """Names in the first column, values in the second; `asked` is what the rows of a form ask, by their keys."""
    values = {**stamp.to_properties(), **{QUESTION + key: text for key, text in (asked or {}).items()}}
    rows = (_row(row, pair) for row, pair in enumerate(values.items(), 1))
    return SheetPlan(STAMP_SHEET, "", tuple(rows), hidden=True)


def _row(row: int, pair: tuple[str, str]) -> PlannedRow:
    """A name and its value, which may be ""."""
    return PlannedRow(row, 0, PatternCells(_PAIR, row, "", pair) if pair[1] else {1: pair[0], 2: ""})
