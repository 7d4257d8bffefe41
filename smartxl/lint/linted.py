"""A workbook as rules see it: opened once, each sheet as arrays, its formulas by their shape."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from smartxl.cells import Cell
from smartxl.lint.shapes import RelativeFormula, shapes_of
from smartxl.model.plan import Spread
from smartxl.recalc import FormulaCell, LoadedBook, Scalar, SheetPlanes, Workbook, load_book
from smartxl.recalc.arrays import BLANK
from smartxl.xlsx.settings import BookSettings, SheetSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from smartxl.lint.profile import ProgramProfile
    from smartxl.model.plan import WorkbookPlan
    from smartxl.text import Text
    from smartxl.xlsx import RawBook, RawSheet
    from smartxl.xlsx.book import Place
    from smartxl.xlsx.faults import PackageFault
    from smartxl.xlsx.settings import Span

__all__ = ["UNKNOWN", "LintBook", "LintSheet"]

UNKNOWN = 9
"""The kind of a formula cell of which neither the file has a value nor we can calculate one."""


@dataclass(frozen=True)
class LintSheet:
    """One sheet. Arrays are (rows, columns) up to the last cell in use, from 0: row 1 of the sheet is row 0 of an array.

    `kind` says what each cell shows (BLANK, NUMBER, TEXT, LOGICAL, ERROR of `smartxl.recalc.arrays`, or UNKNOWN), `number`
    has the numbers, `value` the values; of formulas what the file shows, else what we calculate. `shape` has the number of
    each formula's shape in `shapes`, -1 where there is no formula; `planned` is True at formulas that stand as the plan
    has them, of which nothing is to be said.
    """

    raw: RawSheet
    settings: SheetSettings
    kind: NDArray[np.uint8]
    number: NDArray[np.float64]
    value: NDArray[np.object_]
    shape: NDArray[np.int32]
    planned: NDArray[np.bool_]
    shapes: tuple[RelativeFormula, ...]
    formulas: tuple[FormulaCell, ...]

    @property
    def name(self) -> str:
        """As its tab says."""
        return self.raw.name

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns in use."""
        return self.kind.shape[0], self.kind.shape[1]

    @cached_property
    def is_formula(self) -> NDArray[np.bool_]:
        """Where formulas stand."""
        return self.shape >= 0

    def part(self, span: Span) -> tuple[slice, slice]:
        """An area as far as the sheet is in use, to index arrays with."""
        top, left, bottom, right = span
        return slice(top - 1, min(bottom, self.size[0])), slice(left - 1, min(right, self.size[1]))

    def kind_at(self, row: int, column: int) -> int:
        """What one cell shows; BLANK beyond the cells in use."""
        rows, columns = self.size
        inside = 1 <= row <= rows and 1 <= column <= columns
        return int(self.kind[row - 1, column - 1]) if inside else BLANK

    def kinds_at(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.uint8]:
        """What several cells show."""
        inside = (rows >= 1) & (rows <= self.size[0]) & (columns >= 1) & (columns <= self.size[1])
        found = np.full(rows.shape, BLANK, np.uint8)
        found[inside] = self.kind[rows[inside] - 1, columns[inside] - 1]
        return found

    def formula(self, row: int, column: int) -> str:
        """The formula of a cell (with its =), "" where there is none."""
        return self._texts.get((row, column), "")

    @cached_property
    def _texts(self) -> Mapping[Place, str]:
        return {(cell.row, cell.column): cell.text for cell in self.formulas}


@dataclass
class LintBook:
    """A workbook: what was read of it with its settings, its sheets, and the program that it is to be opened in.

    `plan`: of a workbook of ours what the project plans for it; what stands as it is planned needs no remark.
    `faults`: what is wrong with its package.
    """

    raw: RawBook
    profile: ProgramProfile | None = None
    plan: WorkbookPlan | None = None
    faults: tuple[PackageFault, ...] = ()

    @property
    def settings(self) -> BookSettings:
        """How the file is set."""
        return self.raw.settings or BookSettings({}, {}, (), {}, {})

    @cached_property
    def loaded(self) -> LoadedBook:
        """The workbook as it is calculated."""
        return load_book(self.raw)

    @property
    def calculated(self) -> Workbook:
        """The workbook once it is calculated."""
        return self._calculation[0]

    @property
    def uncomputed(self) -> Mapping[tuple[str, int, int], Text]:
        """The formula cells (sheet, row, column) that cannot be calculated, and why."""
        return self._calculation[1]

    @cached_property
    def _calculation(self) -> tuple[Workbook, Mapping[tuple[str, int, int], Text]]:
        missing = self.loaded.workbook.calculate(self.loaded.formulas)
        reasons = {(each.sheet, each.row, each.column): each.why for each in missing}
        return self.loaded.workbook, reasons

    def computed(self, sheet: str, row: int, column: int) -> Scalar:
        """What the formula of a cell comes to; None for one in `uncomputed`."""
        if (sheet, row, column) in self.uncomputed:
            return None
        return self.calculated.sheets[sheet.casefold()].get(row, column)

    @cached_property
    def sheets(self) -> Mapping[str, LintSheet]:
        """The sheets with cells by name, in the order of the file."""
        by_sheet: dict[str, list[FormulaCell]] = {name: [] for name in self.raw.sheets}
        for cell in self.loaded.formulas:
            by_sheet[cell.sheet].append(cell)
        return {name: self._sheet(sheet, by_sheet[name]) for name, sheet in self.raw.sheets.items()}

    def sheet(self, name: str) -> LintSheet | None:
        """A sheet by its name in whatever case, as references write it."""
        return self._by_name.get(name.casefold())

    def shapes(self) -> Iterator[tuple[LintSheet, RelativeFormula]]:
        """All shapes of formulas with their sheets, without the cells in which they stand as the plan has them."""
        for sheet in self.sheets.values():
            for shape in sheet.shapes:
                left = shape.without(sheet.planned) if self.plan else shape
                if left is not None:
                    yield sheet, left

    @cached_property
    def _by_name(self) -> Mapping[str, LintSheet]:
        return {name.casefold(): sheet for name, sheet in self.sheets.items()}

    @cached_property
    def planned_formulas(self) -> Mapping[Cell, str]:
        """The formulas that the plan of a workbook of ours has (with their =)."""
        if self.plan is None:
            return {}
        quantities = self.plan.computed(), self.plan.row_checks(), self.plan.plain_formulas()
        return {cell: each.formula for cell, each in chain(*quantities) if not isinstance(each, Spread)}

    def _sheet(self, raw: RawSheet, formulas: Sequence[FormulaCell]) -> LintSheet:
        shown = _shown(self, raw)
        shapes = shapes_of(raw.name, formulas)
        numbers = np.full(shown.kind.shape, -1, np.int32)
        for number, shape in enumerate(shapes):
            numbers[shape.rows - 1, shape.columns - 1] = number
        planned = np.zeros(shown.kind.shape, bool)
        for cell in formulas:
            at = (cell.row - 1, cell.column - 1)
            if cell.fills:  # an array formula stands in all the cells that it fills
                fills = cell.fills
                numbers[fills.top - 1 : fills.bottom, fills.left - 1 : fills.right] = numbers[at]
            planned[at] = self.planned_formulas.get(Cell(raw.name, cell.row, cell.column)) == cell.text
        settings = self.settings.sheets.get(raw.name, SheetSettings())
        return LintSheet(
            raw, settings, shown.kind, shown.num, shown.obj, numbers, planned, shapes, tuple(formulas)
        )


def _shown(book: LintBook, raw: RawSheet) -> SheetPlanes:
    """The cells of a sheet with what the file shows for formulas, and what we calculate where it has nothing for them."""
    unknown = book.uncomputed if raw.uncached else {}  # asking for it calculates
    cells = book.loaded.workbook.sheets[raw.name.casefold()].copy()
    for (row, column), value in book.loaded.cached[raw.name].items():
        if (row, column) not in raw.uncached:
            cells.put(row, column, "" if value is None else value)
        elif (raw.name, row, column) in unknown:
            cells.kind[row - 1, column - 1] = UNKNOWN
    return cells
