"""What is told of one cell: what it is called, its formula, its value, and what the file has for it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from smartxl.precedents.explanation import CellKind, ExplainedCell
from smartxl.recalc import CellError
from smartxl.recalc.stored import agrees
from smartxl.recalc.written import literal
from smartxl.xlsx.cellvalues import typed_number
from smartxl.xlsx.labels import CellLabels
from smartxl.xlsx.numberformat import NumberFormat, kind_of_format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from smartxl.cells import Cell
    from smartxl.precedents.explanation import CellShown
    from smartxl.recalc import FormulaCell, LoadedBook, Scalar
    from smartxl.recalc.planes import Ref, SheetPlanes
    from smartxl.text import Text
    from smartxl.xlsx import RawBook

__all__ = ["CellTeller", "shown"]

_PLAIN = frozenset({"", "general", "g/通用格式", "@"})


def shown(value: Scalar) -> CellShown:
    """A value as data; an error is its text."""
    return value.code if isinstance(value, CellError) else value


class CellTeller:
    """Tells cells of a workbook in which what is told was calculated."""

    def __init__(self, book: RawBook, loaded: LoadedBook) -> None:
        self._book, self._loaded = book, loaded
        self._labels: dict[str, CellLabels] = {}
        self._results: dict[str, NDArray[np.bool_]] = {}

    @cached_property
    def _formulas(self) -> Mapping[tuple[str, int, int], FormulaCell]:
        return {
            (formula.sheet, *place): formula
            for formula in self._loaded.formulas
            for place in formula.places()
        }

    def sheet(self, name: str) -> SheetPlanes:
        """The cells of a sheet."""
        return self._loaded.workbook.sheets[name.casefold()]

    def formula_of(self, cell: Cell) -> FormulaCell | None:
        """The formula whose value, or a part of it, a cell shows."""
        return self._formulas.get((cell.sheet, cell.row, cell.column))

    def why(self, cell: Cell) -> Text | None:
        """Why a cell is not computed."""
        return self.sheet(cell.sheet).unknown.get((cell.row, cell.column))

    def results_in(self, ref: Ref) -> int:
        """How many cells of a range are results of formulas."""
        sheet = ref.sheet
        if sheet.name not in self._results:
            plane = self._results[sheet.name] = np.zeros((sheet.rows, sheet.columns), bool)
            for row, column in self._loaded.cached[sheet.name]:
                plane[row - 1, column - 1] = True
        return int(self._results[sheet.name][ref.top - 1 : ref.bottom, ref.left - 1 : ref.right].sum())

    def told(self, cell: Cell, level: int) -> ExplainedCell:
        """A cell without its sources."""
        formula = self.formula_of(cell)
        value = self.sheet(cell.sheet).get(cell.row, cell.column)
        labels = self._labels.get(cell.sheet)
        if labels is None:
            labels = self._labels[cell.sheet] = CellLabels(self._book.sheets[cell.sheet])
        at = cell.row, cell.column
        kind = CellKind.FORMULA if formula else CellKind.BLANK if value is None else CellKind.INPUT
        stored = self._loaded.cached[cell.sheet].get(at)
        why = self.why(cell)
        differs = formula is not None and why is None and self._differs(cell, formula, stored, value)
        return ExplainedCell(
            cell,
            kind,
            level,
            labels.of_row(*at),
            labels.of_column(*at),
            formula.text if formula else "",
            None if why else shown(value),
            "" if why else self._seen(cell, value),
            shown(stored),
            differs,
            why,
        )

    def _differs(self, cell: Cell, formula: FormulaCell, stored: Scalar, value: Scalar) -> bool:
        unsaved = stored is None and (cell.row, cell.column) in self._book.sheets[cell.sheet].uncached
        return not unsaved and not agrees(stored, value, formula.text)

    def _seen(self, cell: Cell, value: Scalar) -> str:
        """A number as its format shows it, "" where that is how it is."""
        settings = self._book.settings
        if settings is None or not isinstance(value, float) or cell.sheet not in settings.sheets:
            return ""
        style = settings.sheets[cell.sheet].style_at((cell.row, cell.column))
        code = settings.look(style).number_format
        if code.casefold() in _PLAIN:
            return ""
        typed = typed_number(value, kind_of_format("", code), from_1904=self._book.from_1904)
        seen = NumberFormat(code).shown(value if isinstance(typed, float) else typed) or ""
        return "" if seen == literal(value) else seen
