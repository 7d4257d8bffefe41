"""Recalculating a workbook's own formulas, which may call only what every spreadsheet program computes alike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from smartxl.cells import Cell, qualified
from smartxl.cells import area as area_text
from smartxl.errors import VerifyError
from smartxl.recalc import (
    ERRORS,
    ArrayFormula,
    CellError,
    FormulaCell,
    Scalar,
    SheetPlanes,
    Uncomputed,
    Workbook,
    registered,
)
from smartxl.text import Text
from smartxl.verify.grid import ErrorValue, Formula, Grid, Value
from smartxl.verify.shapes import FormulaReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from smartxl.cells import Area

__all__ = ["ALLOWED_FUNCTIONS", "Recalculation", "reader_for", "recalculate"]

_NO_FUNCTIONS: Mapping[str, Callable[..., object]] = MappingProxyType({})
ALLOWED_FUNCTIONS = frozenset(
    {"IF", "IFERROR", "NOT", "ISNUMBER", "ABS", "EXP", "LN", "ROUND", "SUM", "AVERAGE", "MEDIAN", "DEVSQ", "MIN", "MAX",
     "SUMPRODUCT", "AND", "OR", "COUNT", "COUNTA", "INDEX", "MATCH", "RANK", "COUNTIF", "SUMIF", "COUNTIFS", "SUMIFS"}
)  # fmt: skip
"""The functions of Excel that our own workbooks may call: those that every spreadsheet program computes alike."""


@dataclass(frozen=True)
class Recalculation:
    """The value of every formula cell (and of the cells an array formula fills), and how many shapes there
    were.

    Errors are text such as "#DIV/0!"; a formula that refers to a blank cell gives 0, as in Excel.
    """

    values: Mapping[Cell, Value]
    shapes: int


def reader_for(grid: Grid, functions: Mapping[str, Callable[..., object]] = _NO_FUNCTIONS) -> FormulaReader:
    """A reader of this workbook's formulas, which may call the allowed functions and `functions`."""
    return FormulaReader(grid.sheets, grid.names, ALLOWED_FUNCTIONS | {name.upper() for name in functions})


def recalculate(grid: Grid, functions: Mapping[str, Callable[..., object]] = _NO_FUNCTIONS) -> Recalculation:
    """Computes every formula from the constants; cached values are not looked at.

    `functions` are further ones by name (any case), called as xlwings calls a UDF that takes objects and
    `err_to_str`: ranges as 2-D object arrays, single cells as scalars, blanks as None; they return a scalar
    or an array. Raises VerifyError for a formula that is not recalculated faithfully and for circles.
    """
    reader = reader_for(grid, functions)
    shaped = {
        cell: reader.read(cell, formula.text, array=formula.area is not None)
        for cell, formula in grid.formulas.items()
    }
    book = Workbook(_sheets(grid), dict(_names(grid)), functions=registered(functions))
    missing = next(book.calculate([_formula(cell, each) for cell, each in grid.formulas.items()]), None)
    if missing is not None:
        raise _refused(missing)
    values = {
        cell: _value(book, cell) for head in grid.formulas for cell in _filled(head, grid.formulas[head])
    }
    return Recalculation(values, len({each.shape for each in shaped.values()}))


def _sheets(grid: Grid) -> dict[str, SheetPlanes]:
    """The sheets with their constants, as large as what stands on them."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(lambda: [(1, 1)])
    for cell in (
        *grid.constants,
        *(each for head in grid.formulas for each in _filled(head, grid.formulas[head])),
    ):
        places[cell.sheet].append((cell.row, cell.column))
    sheets = {
        name.casefold(): SheetPlanes(name, index, *map(max, zip(*places[name], strict=True)))
        for index, name in enumerate(grid.sheets)
    }
    for cell, value in grid.constants.items():
        if value is not None:
            sheets[cell.sheet.casefold()].put(cell.row, cell.column, _scalar(value))
    return sheets


def _scalar(value: Value) -> Scalar:
    if isinstance(value, ErrorValue):
        return ERRORS.get(str(value), ERRORS["#VALUE!"])
    return value if value is None or isinstance(value, bool | str) else float(value)


def _names(grid: Grid) -> Iterator[tuple[tuple[str, str], str]]:
    for name, found in grid.names.items():
        corners = area_text(found.first_row, found.first_column, found.last_row, found.last_column, "$")
        yield ("", name.casefold()), qualified(found.sheet, corners)


def _formula(cell: Cell, formula: Formula) -> FormulaCell:
    area = formula.area
    fills = ArrayFormula(area.first_row, area.first_column, area.last_row, area.last_column) if area else None
    return FormulaCell(cell.sheet, cell.row, cell.column, formula.text, fills)


def _filled(head: Cell, formula: Formula) -> Iterable[Cell]:
    area: Area | None = formula.area
    if area is None:
        return (head,)
    rows, columns = range(area.first_row, area.last_row + 1), range(area.first_column, area.last_column + 1)
    return (Cell(area.sheet, row, column) for row in rows for column in columns)


def _value(book: Workbook, cell: Cell) -> Value:
    value = book.sheets[cell.sheet.casefold()].get(cell.row, cell.column)
    return ErrorValue(value.code) if isinstance(value, CellError) else value


def _refused(missing: Uncomputed) -> VerifyError:
    """Why a formula is not recalculated; of a circle the cells that form it."""
    remedy = Text("换一种写法", "write it otherwise")
    return VerifyError(str(Cell(missing.sheet, missing.row, missing.column)), missing.why, remedy)
