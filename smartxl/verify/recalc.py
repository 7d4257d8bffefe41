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
from smartxl.verify.shapes import FormulaReader, ReadParts
from smartxl.verify.values import scalar_of, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from smartxl.cells import Area
    from smartxl.recalc.compiled import Compiled
    from smartxl.verify.grid import Formula, Grid, Value

__all__ = ["ALLOWED_FUNCTIONS", "KnownFormulas", "Recalculation", "Recalculator", "reader_for", "recalculate"]

ALLOWED_FUNCTIONS = frozenset(
    {"IF", "IFERROR", "NOT", "ISNUMBER", "ABS", "EXP", "LN", "ROUND", "SUM", "AVERAGE", "MEDIAN", "DEVSQ", "MIN", "MAX",
     "SUMPRODUCT", "AND", "OR", "COUNT", "COUNTA", "INDEX", "MATCH", "RANK", "COUNTIF", "SUMIF", "COUNTIFS", "SUMIFS"}
)  # fmt: skip
"""The functions of Excel that our own workbooks may call: those that every spreadsheet program computes alike."""
_MANY = 5000  # formulas, without what they refer to


@dataclass(frozen=True)
class Recalculation:
    """The value of every formula cell (and of the cells an array formula fills), and how many shapes there
    were.

    Errors are text such as "#DIV/0!"; a formula that refers to a blank cell gives 0, as in Excel.
    """

    values: Mapping[Cell, Value]
    shapes: int


@dataclass(frozen=True, slots=True)
class KnownFormulas:
    """Formulas that were taken apart and compiled: forms of many plans have the same but for what they refer to.

    Of workbooks whose formulas call the same functions.
    """

    parts: dict[str, ReadParts] = field(default_factory=dict)
    trees: dict[tuple[str, bool], Compiled] = field(default_factory=dict)

    def forget_many(self) -> None:
        """Forgets all of more than any plans have: people may write formulas of their own into their forms."""
        for each in (self.parts, self.trees):
            if len(each) > _MANY:
                each.clear()


def reader_for(
    grid: Grid,
    functions: Mapping[str, Callable[..., object]] = NO_FUNCTIONS,
    known: KnownFormulas | None = None,
) -> FormulaReader:
    """A reader of this workbook's formulas, which may call the allowed functions and `functions`."""
    allowed = ALLOWED_FUNCTIONS | {name.upper() for name in functions}
    return FormulaReader(grid.sheets, grid.names, allowed, known.parts if known else None)


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
        known = self._reader
        if known is None or known[0] != grid.sheets or known[1] != grid.names:
            known = self._reader = grid.sheets, grid.names, reader_for(grid, self._functions, self._known)
        return known[2]

    def recalculate(self, grid: Grid) -> Recalculation:
        """The value of every formula of a workbook. Raises VerifyError."""
        known = self._prepared
        if known is not None and known.fits(grid):
            known.calculation.clear()
        else:
            known = self._prepared = self._prepare(grid)
        book = known.book
        _fill(book, grid)
        missing = next(known.calculation.run(), None)
        if missing is not None:
            raise _refused(missing)
        sheets = {name: book.sheets[name.casefold()] for name in grid.sheets}
        values = {cell: value_of(sheets[cell.sheet].get(cell.row, cell.column)) for cell in known.cells}
        return Recalculation(values, known.shapes)

    def _prepare(self, grid: Grid) -> _PreparedFormulas:
        self._known.forget_many()
        shapes = self.reader(grid).shapes(grid.formulas)
        book = Workbook(
            _sheets(grid), dict(_names(grid)), functions=self._registered, trees=self._known.trees
        )
        formulas = [_formula(cell, each) for cell, each in grid.formulas.items()]
        cells = tuple(cell for head, formula in grid.formulas.items() for cell in formula.cells(head))
        return _PreparedFormulas(grid, book, RepeatedCalculation(book, formulas), cells, len(shapes))


@dataclass(frozen=True, slots=True)
class _PreparedFormulas:
    """The formulas of a workbook taken apart, in sheets as large as those of `grid`; `cells` show their values."""

    grid: Grid
    book: Workbook
    calculation: RepeatedCalculation
    cells: tuple[Cell, ...]
    shapes: int

    def fits(self, grid: Grid) -> bool:
        """Whether another workbook has the same formulas, and no cell beyond those that there is room for."""
        mine = self.grid
        return (
            (grid.sheets, grid.names) == (mine.sheets, mine.names)
            and grid.formulas == mine.formulas
            and all(self._has_room(*corner) for corner in grid.corners.items())
        )

    def _has_room(self, name: str, corner: tuple[int, int]) -> bool:
        sheet = self.book.sheets[name.casefold()]
        return corner[0] <= sheet.rows and corner[1] <= sheet.columns


def _sheets(grid: Grid) -> dict[str, SheetPlanes]:
    """The sheets, blank, as large as what stands on them."""
    return {
        name.casefold(): SheetPlanes(name, index, *grid.corners[name])
        for index, name in enumerate(grid.sheets)
    }


def _fill(book: Workbook, grid: Grid) -> None:
    """Puts the constants into the sheets."""
    values: dict[str, dict[tuple[int, int], Scalar]] = {name: {} for name in grid.sheets}
    for (sheet, row, column), value in grid.constants.items():
        if value is not None:
            values[sheet][row, column] = scalar_of(value)
    for name, cells in values.items():
        book.sheets[name.casefold()].put_all(cells)


def _names(grid: Grid) -> Iterator[tuple[tuple[str, str], str]]:
    for name, found in grid.names.items():
        corners = area_text(found.first_row, found.first_column, found.last_row, found.last_column, "$")
        yield ("", name.casefold()), qualified(found.sheet, corners)


def _formula(cell: Cell, formula: Formula) -> FormulaCell:
    area = formula.area
    fills = ArrayFormula(area.first_row, area.first_column, area.last_row, area.last_column) if area else None
    return FormulaCell(cell.sheet, cell.row, cell.column, formula.text, fills)


def _refused(missing: Uncomputed) -> VerifyError:
    """Why a formula is not recalculated; of a circle the cells that form it."""
    remedy = Text("换一种写法", "write it otherwise")
    return VerifyError(str(Cell(missing.sheet, missing.row, missing.column)), missing.why, remedy)
