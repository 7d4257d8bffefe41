"""What an engine is given: the inputs, formulas, names and tables of a workbook, and no value of any formula."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from smartxl.cells import Cell
from smartxl.recalc import NO_FUNCTIONS, FormulaCell, LoadedBook, SheetPlanes, Workbook, load_book, registered
from smartxl.recalc.structured import TableArea
from smartxl.verify.grid import Value
from smartxl.verify.values import scalar_of, value_of

if TYPE_CHECKING:
    from smartxl.xlsx import RawBook
    from smartxl.xlsx.settings import SavedName, SavedTable

__all__ = ["EngineInputs", "StoredValues", "inputs_of", "stored_values"]

Functions = Mapping[str, Callable[..., object]]


@dataclass(frozen=True)
class EngineInputs:
    """A workbook as an engine is given it.

    `constants`: the cells that hold no formula. `functions`: user-defined ones by name, called as xlwings calls a UDF that
    takes objects and `err_to_str`. `areas`: the tables as `smartxl.recalc` takes them.
    """

    sheets: tuple[str, ...]
    constants: Mapping[Cell, Value]
    formulas: tuple[FormulaCell, ...]
    names: tuple[SavedName, ...] = ()
    tables: tuple[SavedTable, ...] = ()
    areas: Mapping[str, TableArea] = field(default_factory=dict)
    from_1904: bool = False
    hidden_rows: Mapping[str, frozenset[int]] = field(default_factory=dict)
    functions: Functions = field(default_factory=dict)

    def changed(self, values: Mapping[Cell, Value]) -> EngineInputs:
        """The same with other constants in some cells; a formula that stood there is gone, None clears a cell."""
        kept = {
            cell: value for cell, value in (dict(self.constants) | dict(values)).items() if value is not None
        }
        formulas = tuple(
            each for each in self.formulas if Cell(each.sheet, each.row, each.column) not in values
        )
        return replace(self, constants=kept, formulas=formulas)

    def without(self, cells: Collection[Cell]) -> EngineInputs:
        """The same without some formulas, whose cells are blank then; an array formula goes as a whole."""
        if not cells:
            return self
        kept = tuple(
            each
            for each in self.formulas
            if not any(Cell(each.sheet, *place) in cells for place in each.places())
        )
        return replace(self, formulas=kept)

    def written(self, write: Callable[[FormulaCell], str]) -> EngineInputs:
        """The same with formulas as an engine wants them written."""
        return replace(self, formulas=tuple(each._replace(text=write(each)) for each in self.formulas))

    def cells(self) -> Iterator[tuple[Cell, FormulaCell]]:
        """Every cell that shows the value of a formula, those that an array formula fills among them."""
        for formula in self.formulas:
            for row, column in formula.places():
                yield Cell(formula.sheet, row, column), formula

    @cached_property
    def filled(self) -> frozenset[Cell]:
        """The cells of `cells`."""
        return frozenset(cell for cell, _ in self.cells())

    def workbook(self) -> Workbook:
        """The same for `smartxl.recalc`, to be calculated once."""
        sheets = {name.casefold(): self._planes(name, index) for index, name in enumerate(self.sheets)}
        for cell, value in self.constants.items():
            if cell not in self.filled:
                sheets[cell.sheet.casefold()].put(cell.row, cell.column, scalar_of(value))
        names = {(each.sheet.casefold(), each.name.casefold()): each.text for each in self.names}
        return Workbook(sheets, names, self.areas, self.from_1904, registered(self.functions))

    @cached_property
    def _extents(self) -> Mapping[str, tuple[int, int]]:
        """Sheet → last row and column in use."""
        extents: dict[str, tuple[int, int]] = {}
        for cell in (*self.constants, *self.filled):
            rows, columns = extents.get(cell.sheet, (1, 1))
            if cell.row > rows or cell.column > columns:
                extents[cell.sheet] = max(rows, cell.row), max(columns, cell.column)
        return extents

    def _planes(self, name: str, index: int) -> SheetPlanes:
        planes = SheetPlanes(name, index, *self._extents.get(name, (1, 1)))
        planes.hidden_rows = self.hidden_rows.get(name, frozenset())
        return planes


@dataclass(frozen=True)
class StoredValues:
    """What a file shows for its formulas: the value of every formula cell that has one, and which have none."""

    values: Mapping[Cell, Value]
    unsaved: frozenset[Cell]


def inputs_of(book: RawBook, functions: Functions = NO_FUNCTIONS) -> EngineInputs:
    """What a file that was read with its settings gives to engines. Raises UnreadableFile, see `load_book`."""
    loaded, settings = load_book(book), book.settings
    return EngineInputs(
        tuple(book.sheets),
        dict(_constants(loaded)),
        loaded.formulas,
        settings.names if settings else (),
        settings.tables if settings else (),
        loaded.workbook.tables,
        book.from_1904,
        {name: sheet.hidden_rows for name, sheet in book.sheets.items() if sheet.hidden_rows},
        functions,
    )


def stored_values(book: RawBook, loaded: LoadedBook | None = None) -> StoredValues:
    """What the file shows, which no engine is given. `loaded`: what `load_book` made of it, where that is known."""
    values: dict[Cell, Value] = {}
    unsaved: set[Cell] = set()
    for sheet, cells in (loaded or load_book(book)).cached.items():
        for place, stored in cells.items():
            of = book.sheets[sheet]
            if stored is None and (place in of.uncached or place not in of.formulas):
                unsaved.add(Cell(sheet, *place))
            else:
                values[Cell(sheet, *place)] = value_of(stored)
    return StoredValues(values, frozenset(unsaved))


def _constants(loaded: LoadedBook) -> Iterator[tuple[Cell, Value]]:
    for planes in loaded.workbook.sheets.values():
        for row, column in zip(*np.nonzero(planes.kind), strict=True):
            yield (
                Cell(planes.name, int(row) + 1, int(column) + 1),
                value_of(planes.get(int(row) + 1, int(column) + 1)),
            )
