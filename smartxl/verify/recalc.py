"""Recalculating a workbook's own formulas, which may call only what every spreadsheet program computes alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smartxl.cells import Cell, qualified
from smartxl.cells import area as area_text
from smartxl.errors import VerifyError
from smartxl.recalc import (
    NO_FUNCTIONS,
    ArrayFormula,
    FormulaCell,
    RepeatedCalculation,
    Scalar,
    SheetPlanes,
    Uncomputed,
    Workbook,
    registered,
)
from smartxl.text import Text
from smartxl.verify.placed import PlacedValues
from smartxl.verify.shapes import FormulaReader, KnownShapes, ReadParts
from smartxl.verify.values import scalar_of, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from smartxl.cells import Area
    from smartxl.recalc.compiled import Compiled
    from smartxl.recalc.registry import Function
    from smartxl.verify.grid import Formula, Grid, Value
    from smartxl.xlsx.book import Place

__all__ = ["ALLOWED_FUNCTIONS", "KnownFormulas", "Recalculation", "Recalculator", "reader_for", "recalculate"]

ALLOWED_FUNCTIONS = frozenset(
    {"IF", "IFERROR", "NOT", "ISNUMBER", "ABS", "EXP", "LN", "ROUND", "SUM", "AVERAGE", "MEDIAN", "DEVSQ", "MIN", "MAX",
     "SUMPRODUCT", "AND", "OR", "COUNT", "COUNTA", "INDEX", "MATCH", "RANK", "COUNTIF", "SUMIF", "COUNTIFS", "SUMIFS"}
)  # fmt: skip
"""The functions of Excel that our own workbooks may call: those that every spreadsheet program computes alike."""
_MANY = 5000  # formulas, without what they refer to
_MANY_CELLS = 20_000  # cells with formulas
_FEW_SHEETS = 4  # kinds of workbooks by their sheets
_LARGE = 100_000  # cells of a workbook
_AS_IT_IS = frozenset({str, float, bool})
"""What is calculated with as it is shown, but for errors, which are texts of a kind of their own."""


@dataclass(frozen=True)
class Recalculation:
    """The value of every formula cell (and of the cells an array formula fills), and how many shapes there
    were.

    Errors are text such as "#DIV/0!"; a formula that refers to a blank cell gives 0, as in Excel.
    """

    values: Mapping[Cell, Value]
    shapes: int


@dataclass(slots=True)
class _KnownCells:
    """What workbooks with the same sheets have in common: what their cells refer to, their formulas taken apart, and the sheets
    to calculate in, large enough for each of them."""

    book: Workbook
    shapes: KnownShapes = field(default_factory=KnownShapes)
    formulas: dict[tuple[Cell, str], FormulaCell] = field(default_factory=dict)

    @property
    def has_many(self) -> bool:
        """Whether it has more than the forms of a round have."""
        cells = sum(sheet.rows * sheet.columns for sheet in self.book.sheets.values())
        return cells > _LARGE or max(len(self.formulas), len(self.shapes.shapes)) > _MANY_CELLS


@dataclass(frozen=True, slots=True)
class KnownFormulas:
    """Formulas that were taken apart and compiled: forms of many plans have the same, or the same but for what they refer to.

    Of workbooks whose formulas call the same functions.
    """

    parts: dict[str, ReadParts] = field(default_factory=dict)
    trees: dict[tuple[str, bool], Compiled] = field(default_factory=dict)
    cells: dict[tuple[str, ...], _KnownCells] = field(default_factory=dict)

    def forget_many(self) -> None:
        """Forgets all of more than any plans have: people may write formulas of their own into their forms."""
        for each in (self.parts, self.trees):
            if len(each) > _MANY:
                each.clear()
        if len(self.cells) > _FEW_SHEETS or any(each.has_many for each in self.cells.values()):
            self.cells.clear()

    def of(self, grid: Grid, functions: Mapping[str, Function]) -> _KnownCells:
        """What is known of a workbook's sheets, with room for its cells."""
        known = self.cells.get(grid.sheets)
        if known is None:
            sheets = {
                name.casefold(): SheetPlanes(name, index, 1, 1) for index, name in enumerate(grid.sheets)
            }
            known = _KnownCells(Workbook(sheets, functions=functions, trees=self.trees, kept={}))
            self.cells[grid.sheets] = known
        for name, corner in grid.corners.items():
            known.book.sheets[name.casefold()].reach(*corner)
        return known


def reader_for(
    grid: Grid,
    functions: Mapping[str, Callable[..., object]] = NO_FUNCTIONS,
    parts: dict[str, ReadParts] | None = None,
    known: KnownShapes | None = None,
) -> FormulaReader:
    """A reader of this workbook's formulas, which may call the allowed functions and `functions`.

    `parts` and `known` are what was taken apart before, as of `FormulaReader`.
    """
    allowed = ALLOWED_FUNCTIONS | {name.upper() for name in functions}
    return FormulaReader(grid.sheets, grid.names, allowed, parts, known)


def recalculate(grid: Grid, functions: Mapping[str, Callable[..., object]] = NO_FUNCTIONS) -> Recalculation:
    """Computes every formula from the constants; cached values are not looked at.

    `functions` are further ones by name (any case), called as xlwings calls a UDF that takes objects and
    `err_to_str`: ranges as 2-D object arrays, single cells as scalars, blanks as None; they return a scalar
    or an array. Raises VerifyError for a formula that is not recalculated faithfully and for circles.
    """
    return Recalculator(functions).recalculate(grid)


class Recalculator:
    """Recalculates workbooks as `recalculate` does; of those that have the same formulas these are taken apart once.

    What it takes apart it adds to `known`.
    """

    def __init__(
        self,
        functions: Mapping[str, Callable[..., object]] = NO_FUNCTIONS,
        known: KnownFormulas | None = None,
    ) -> None:
        self._functions, self._registered = functions, registered(functions)
        self._known = known or KnownFormulas()
        self._reader: tuple[tuple[str, ...], Mapping[str, Area], FormulaReader] | None = None
        self._prepared: _PreparedFormulas | None = None

    def reader(self, grid: Grid) -> FormulaReader:
        """The reader of a workbook's formulas: the same for workbooks with the same sheets and names."""
        reader = self._reader
        if reader is None or reader[0] != grid.sheets or reader[1] != grid.names:
            known = self._known.of(grid, self._registered)
            made = reader_for(grid, self._functions, self._known.parts, known.shapes)
            reader = self._reader = grid.sheets, grid.names, made
        return reader[2]

    def recalculate(self, grid: Grid) -> Recalculation:
        """The value of every formula of a workbook. Raises VerifyError."""
        known = self._prepared
        if known is None or not known.fits(grid):
            known = self._prepared = self._prepare(grid)
        known.make_room(grid)
        known.calculation.begin()
        _fill(known.book, grid)
        return known.result(known.calculation.run())

    def recalculate_on(self, grid: Grid, before: Grid) -> Recalculation:
        """The same right after `before`, which may differ in few constants: of equal formulas only those that follow from
        these are calculated anew."""
        known = self._prepared
        if known is None or not known.fits(grid) or not known.calculation.is_certain:
            return self.recalculate(grid)
        known.make_room(grid)
        return known.result(known.calculation.run_on(_refill(known.book, grid, before)))

    def _prepare(self, grid: Grid) -> _PreparedFormulas:
        self._known.forget_many()
        shapes = self.reader(grid).shapes(grid.formulas)
        known = self._known.of(grid, self._registered)
        formulas = [_formula(cell, each, known.formulas) for cell, each in grid.formulas.items()]
        cells = tuple(cell for head, formula in grid.formulas.items() for cell in formula.cells(head))
        calculation = RepeatedCalculation(known.book, dict(_names(grid)), formulas)
        return _PreparedFormulas(grid, known.book, calculation, cells, len(shapes))


@dataclass(frozen=True, slots=True)
class _PreparedFormulas:
    """The formulas of a workbook taken apart; `cells` show their values."""

    grid: Grid
    book: Workbook
    calculation: RepeatedCalculation
    cells: tuple[Cell, ...]
    shapes: int

    def fits(self, grid: Grid) -> bool:
        """Whether another workbook has the same formulas."""
        mine = self.grid
        return (grid.sheets, grid.names) == (mine.sheets, mine.names) and grid.formulas == mine.formulas

    def result(self, uncomputed: Iterator[Uncomputed]) -> Recalculation:
        """What was calculated. Raises VerifyError where something was not."""
        missing = next(uncomputed, None)
        if missing is not None:
            raise _refused(missing)
        sheets = {name: self.book.sheets[name.casefold()] for name in self.grid.sheets}
        values = {cell: value_of(sheets[cell.sheet].get(cell.row, cell.column)) for cell in self.cells}
        return Recalculation(values, self.shapes)

    def make_room(self, grid: Grid) -> None:
        """Lets the sheets reach to the last cell of a workbook."""
        for name, corner in grid.corners.items():
            self.book.sheets[name.casefold()].reach(*corner)


def _fill(book: Workbook, grid: Grid) -> None:
    """Puts the constants into the sheets."""
    for name, cells in PlacedValues.of(grid.constants).by_sheet.items():
        values: dict[Place, Scalar] = {
            place: value if type(value) in _AS_IT_IS else scalar_of(value) for place, value in cells.items()
        }
        book.sheets[name.casefold()].put_all(values)


def _refill(book: Workbook, grid: Grid, before: Grid) -> set[tuple[int, int, int]]:
    """Puts the constants that are others than before into the sheets; where they stand."""
    changed = set()
    mine, theirs = (PlacedValues.of(each.constants).by_sheet for each in (grid, before))
    for name in mine.keys() | theirs.keys():
        sheet, now, then = book.sheets[name.casefold()], mine.get(name, {}), theirs.get(name, {})
        for place in now.keys() | then.keys():
            value, old = now.get(place), then.get(place)
            if value is not old and (value != old or type(value) is not type(old)):
                sheet.put(*place, scalar_of(value))
                changed.add((sheet.index, *place))
    return changed


def _names(grid: Grid) -> Iterator[tuple[tuple[str, str], str]]:
    for name, found in grid.names.items():
        corners = area_text(found.first_row, found.first_column, found.last_row, found.last_column, "$")
        yield ("", name.casefold()), qualified(found.sheet, corners)


def _formula(cell: Cell, formula: Formula, known: dict[tuple[Cell, str], FormulaCell]) -> FormulaCell:
    area, text = formula.area, formula.text
    if area is not None:
        fills = ArrayFormula(area.first_row, area.first_column, area.last_row, area.last_column)
        return FormulaCell(*cell, text, fills)
    found = known.get((cell, text))
    if found is None:
        found = known[cell, text] = FormulaCell(*cell, text)
    return found


def _refused(missing: Uncomputed) -> VerifyError:
    """Why a formula is not recalculated; of a circle the cells that form it."""
    remedy = Text("换一种写法", "write it otherwise")
    return VerifyError(str(Cell(missing.sheet, missing.row, missing.column)), missing.why, remedy)
