"""Recalculating a workbook's own formulas, shape by shape, with the functions of `formulas`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from smartxl.cells import Area, Cell
from smartxl.verify.functions import ALLOWED_FUNCTIONS
from smartxl.verify.graph import levels
from smartxl.verify.grid import ErrorValue, Grid, Value
from smartxl.verify.program import Batch, PerCell, PerCellScalar, SharedValue, compile_shape
from smartxl.verify.shapes import FormulaReader, FormulaShape, Shaped
from smartxl.verify.values import EMPTY, Objects, error_value, is_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["Recalculation", "reader_for", "recalculate"]

_NO_FUNCTIONS: Mapping[str, Callable[..., object]] = MappingProxyType({})


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
    programs = {
        entry.shape: compile_shape(cell, entry.shape, functions)
        for cell, entry in _first_of_each_shape(shaped).items()
    }
    sheets = _CellValues(grid)
    spreads = {cell: formula.area for cell, formula in grid.formulas.items() if formula.area is not None}
    for level in levels({cell: entry.areas for cell, entry in shaped.items()}, spreads):
        for shape, cells in _by_shape(level, shaped).items():
            slots = sheets.slots([shaped[cell].areas for cell in cells])
            batch = programs[shape].run(slots, len(cells))
            for row, cell in enumerate(cells):
                sheets.put(cell, spreads.get(cell), batch.at(row))
    return Recalculation(sheets.results, len(programs))


def _first_of_each_shape(shaped: Mapping[Cell, Shaped]) -> Mapping[Cell, Shaped]:
    first: dict[FormulaShape, Cell] = {}
    for cell, entry in shaped.items():
        first.setdefault(entry.shape, cell)
    return {cell: shaped[cell] for cell in first.values()}


def _by_shape(cells: Sequence[Cell], shaped: Mapping[Cell, Shaped]) -> Mapping[FormulaShape, list[Cell]]:
    groups: dict[FormulaShape, list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[shaped[cell].shape].append(cell)
    return groups


class _CellValues:
    """The values of all cells as `formulas` wants them: constants first, results as they come."""

    def __init__(self, grid: Grid) -> None:
        self.results: dict[Cell, Value] = {}
        self._cells: dict[str, dict[tuple[int, int], object]] = {sheet: {} for sheet in grid.sheets}
        for cell, value in grid.constants.items():
            self._cells[cell.sheet][cell.row, cell.column] = _incoming(value)

    def slots(self, areas: Sequence[tuple[Area, ...]]) -> list[Batch]:
        """What each placeholder stands for in each cell."""
        return [self._slot(column) for column in zip(*areas, strict=True)]

    def put(self, cell: Cell, area: Area | None, value: object) -> None:
        """Stores a result; over an array formula's cells each gets its own part of it."""
        if area is None:
            self._store(
                cell,
                value if not isinstance(value, np.ndarray) or value.size == 1 else error_value("#VALUE!"),
            )
            return
        values = value if isinstance(value, np.ndarray) else np.asarray([[value]], dtype=object)
        for row, column in _offsets(area):
            part = _part(values, row, column)
            self._store(Cell(area.sheet, area.first_row + row, area.first_column + column), part)

    def _store(self, cell: Cell, value: object) -> None:
        single = value.item() if isinstance(value, np.ndarray) else value
        value = 0.0 if single is EMPTY else single
        self._cells[cell.sheet][cell.row, cell.column] = value
        self.results[cell] = _outgoing(value)

    def _slot(self, areas: Sequence[Area]) -> Batch:
        if all(area == areas[0] for area in areas):
            return SharedValue(self._values(areas[0]))
        if all(area.first_row == area.last_row and area.first_column == area.last_column for area in areas):
            column = np.empty((len(areas), 1), dtype=object)
            for row, area in enumerate(areas):
                column[row, 0] = self._cells[area.sheet].get((area.first_row, area.first_column), EMPTY)
            return PerCellScalar(column, reference=True)
        return PerCell([self._values(area) for area in areas])

    def _values(self, area: Area) -> Objects:
        cells = self._cells[area.sheet]
        values = np.empty(
            (area.last_row - area.first_row + 1, area.last_column - area.first_column + 1), dtype=object
        )
        for row, column in _offsets(area):
            values[row, column] = cells.get((area.first_row + row, area.first_column + column), EMPTY)
        return values


def _offsets(area: Area) -> Iterator[tuple[int, int]]:
    columns = range(area.last_column - area.first_column + 1)
    return ((row, column) for row in range(area.last_row - area.first_row + 1) for column in columns)


def _part(values: Objects, row: int, column: int) -> object:
    """The part of an array's result for one cell; a single row or column is repeated, beyond is #N/A."""
    rows, columns = values.shape
    row, column = 0 if rows == 1 else row, 0 if columns == 1 else column
    return values[row, column] if row < rows and column < columns else error_value("#N/A")


def _incoming(value: Value) -> object:
    if value is None:
        return EMPTY
    return error_value(value) if isinstance(value, ErrorValue) else value


def _outgoing(value: object) -> Value:
    if is_error(value):
        return ErrorValue(str(value))
    if isinstance(value, bool | str):
        return value
    return float(value)  # type: ignore[arg-type]
