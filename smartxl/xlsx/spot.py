"""Where something differs that is no single cell: an area, some rows or columns, a sheet, a defined name, the workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import a1, column_letter, joined, qualified, quote_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Spot", "areas_spot", "columns_spot", "rows_spot"]

_FEW = 12
"""Areas that one spot lists; there may be hundreds, and the first ones say where to look."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """`reference` in a sheet is G8:G19, C:D, 12:14, or "" for the sheet itself; without a sheet, a name or "" for the file."""

    sheet: str = ""
    reference: str = ""

    def __str__(self) -> str:
        if not self.sheet:
            return self.reference or "workbook"
        return qualified(self.sheet, self.reference) if self.reference else quote_sheet(self.sheet)


def areas_spot(sheet: str, places: Iterable[tuple[int, int]]) -> Spot:
    """The areas that some cells (row, column) make, of each column for itself: G8:G19,G22."""
    runs = [*joined((column, row, row) for row, column in places)]
    parts = [
        a1(first, column) if first == last else f"{a1(first, column)}:{a1(last, column)}"
        for column, first, last in runs[:_FEW]
    ]
    return Spot(sheet, ",".join([*parts, *(["…"] if len(runs) > _FEW else [])]))


def columns_spot(sheet: str, columns: Iterable[int]) -> Spot:
    """Some columns: C:D."""
    return Spot(sheet, ",".join(f"{column_letter(a)}:{column_letter(b)}" for a, b in _runs(columns)))


def rows_spot(sheet: str, rows: Iterable[int]) -> Spot:
    """Some rows: 12:14."""
    return Spot(sheet, ",".join(f"{first}:{last}" for first, last in _runs(rows)))


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    return ((first, last) for _, first, last in joined((1, number, number) for number in numbers))
