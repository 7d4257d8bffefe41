"""What a workbook shows that is neither computed nor answered, beside the plan: names, weights, points, keys, lists, gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import Cell
from smartxl.verify.compare import same_value
from smartxl.verify.placed import PlacedValues
from smartxl.verify.planned import PlannedCells
from smartxl.verify.report import Difference, DifferenceKind
from smartxl.verify.rowedits import RowEdits, row_edits
from smartxl.xlsx.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from smartxl.model.plan import WorkbookPlan
    from smartxl.verify.grid import Grid, Value
    from smartxl.verify.planned import PlannedConstants
    from smartxl.xlsx.book import Place

__all__ = ["ComparedConstants", "compare_constants"]

_EXACT = 1e-12
_SEVERAL = 3
"""Cells that differ before rows are suspected to have been inserted or deleted."""


@dataclass(frozen=True, slots=True)
class ComparedConstants:
    """How many there are, those that are not as planned, and the sheets whose rows do not stand where they were planned."""

    count: int
    differences: tuple[Difference, ...]
    shifted: Mapping[str, RowEdits]


def compare_constants(
    plan: WorkbookPlan, grid: Grid, taken: Collection[str] = (), planned: PlannedCells | None = None
) -> ComparedConstants:
    """Compares the constants of a workbook with its plan; the sheets `taken` as they are left out.

    In a sheet that nobody answers, what the plan does not have differs too. A formula in place of a constant is told as one.
    `planned` are the plan's cells, where they were worked out before.
    """
    by_sheet = PlacedValues.of(grid.constants).by_sheet
    count, differences, shifted = 0, list[list[Difference]](), dict[str, RowEdits]()
    for sheet in (planned or PlannedCells(plan)).constants:
        if sheet.name in taken or sheet.name not in grid.sheets:
            continue
        comparison = _SheetConstants(sheet, grid, by_sheet.get(sheet.name, {}))
        count += len(sheet.values)
        found = comparison.differences({})
        edits = comparison.edits() if len(found) > _SEVERAL else None
        if edits:
            shifted[sheet.name] = edits
            found = [*_told(sheet.name, edits), *comparison.differences(edits.places)]
        differences.append(found)
    differences.sort(key=len)  # a changed key moves the whole list of gaps: the few explain the many
    return ComparedConstants(count, tuple(each for found in differences for each in found), shifted)


def _told(sheet: str, edits: RowEdits) -> Iterator[Difference]:
    """Each inserted and deleted row."""
    kind = DifferenceKind.ROWS
    for row in edits.deleted:
        yield Difference(Spot(sheet, f"{row}:{row}"), None, "deleted", None, "", kind)
    for row in edits.inserted:
        yield Difference(Spot(sheet, f"{row}:{row}"), None, "inserted", None, "", kind)


class _SheetConstants:
    """The constants of one sheet as planned and as found."""

    def __init__(self, sheet: PlannedConstants, grid: Grid, found: Mapping[Place, Value]) -> None:
        self._sheet, self._grid, self._found = sheet, grid, found

    def edits(self) -> RowEdits | None:
        """What was done to the rows, None for nothing clear."""
        found = {place: _plain(value) for place, value in self._found.items() if value not in {None, ""}}
        planned = {place: _plain(value) for place, value in self._sheet.values.items()}
        return row_edits(planned, found, self._sheet.inputs)

    def differences(self, places: Mapping[int, int]) -> list[Difference]:
        """Constants that are not as planned, the rows standing at `places` (planned → found; empty: where they are planned)."""
        name, kind, different = self._sheet.name, DifferenceKind.CONSTANT, []
        for place, value in self._sheet.values.items():
            row = places.get(place[0], 0) if places else place[0]
            shown = self._found.get((row, place[1]) if places else place)
            if shown == value and type(shown) is type(value):  # which is so nearly everywhere
                continue
            here = Cell(name, row, place[1])
            if (
                row
                and here not in self._grid.formulas
                and not same_value(_plain(shown), _plain(value), _EXACT)
            ):
                different.append(Difference(here, None, shown, value, "", kind))
        return [*different, *([] if places or self._sheet.inputs else self._extra())]

    def _extra(self) -> Iterator[Difference]:
        """What stands where the plan has nothing."""
        extra = (
            self._found.keys() - self._sheet.values.keys()
        )  # mostly none: then what else is planned is not asked for
        for place in sorted(extra - self._sheet.known) if extra else ():
            if (value := self._found[place]) != "":
                cell = Cell(self._sheet.name, *place)
                yield Difference(cell, None, value, None, "", DifferenceKind.CONSTANT)


def _plain(value: Value) -> Value:
    """Text as every program saves it: with one sign for the end of a line."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
