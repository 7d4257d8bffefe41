"""`formulas`: the package's ExcelModel, with correct functions in place of those that come out otherwise than in Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import schedula
from formulas import ExcelModel, get_functions
from formulas.cell import Cell as PackageCell
from formulas.cell import Ref as PackageName
from formulas.errors import BaseError
from formulas.tokens.operand import Error, XlError
from openpyxl.formula.tokenizer import TokenizerError

from smartxl.cells import Cell, a1, area
from smartxl.recalc import registered
from smartxl.recalc.operators import ARRAY_OPERATORS
from smartxl.text import Text
from smartxl.verify.engines.base import EngineValues, with_dependents
from smartxl.verify.engines.bridge import (
    NotComputedThere,
    as_operator,
    as_registered,
    plain_result,
    registered_with_formulas,
)
from smartxl.verify.engines.calls import called_functions, held_back, of_days_from_1904, unknown_function
from smartxl.verify.engines.crossing import FormulaWriter
from smartxl.verify.engines.installed import version_of
from smartxl.verify.engines.replaced import correct_function, replaced
from smartxl.verify.engines.screened import UNREADABLE, Known, screened, written_for_formulas
from smartxl.verify.grid import ErrorValue, Value

if TYPE_CHECKING:
    from smartxl.recalc import FormulaCell
    from smartxl.verify.engines.inputs import EngineInputs
    from smartxl.xlsx.settings import SavedName

__all__ = ["FormulasPackage"]

_FILE = "book.xlsx"
_NO_VALUE = Text(
    "没有算出值：循环引用，或函数不计算这样的参数",
    "it gives no value: a circular reference, or arguments that a function does not compute",
)
_REFUSALS = (
    BaseError,
    TokenizerError,
    ValueError,
    AttributeError,
    TypeError,
    LookupError,
    schedula.DispatcherError,
)
"""What reading a formula may raise there."""


class FormulasPackage:
    """The package `formulas`. `replaces`: with the functions and operators of `replaced`; without, as it is."""

    name = "formulas"
    calls_functions = True

    def __init__(self, *, replaces: bool = True) -> None:
        self._replaces = replaces

    def version(self) -> str:
        """That of the package."""
        return version_of(self.name)

    def values(self, inputs: EngineInputs) -> EngineValues:
        """The values of all formulas. Raises VerifyError."""
        functions = {name: as_registered(entry) for name, entry in registered(inputs.functions).items()}
        operators = {}
        if self._replaces:
            others = replaced(self.name)
            functions |= {
                each.name: as_registered(correct_function(each.name))
                for each in others
                if not each.is_operator
            }
            operators = {
                each.name: as_operator(ARRAY_OPERATORS[each.name]) for each in others if each.is_operator
            }
        with registered_with_formulas(functions, operators):
            return _values(inputs)


def _values(inputs: EngineInputs) -> EngineValues:
    missing = dict(held_back(inputs)) | dict(of_days_from_1904(inputs))
    model = _Model(inputs)
    for cell, value in inputs.constants.items():
        if cell not in inputs.filled:
            model.add_constant(cell, value)
    for formula in inputs.formulas:
        cells = [Cell(formula.sheet, *place) for place in formula.places()]
        why = missing.get(cells[0]) or model.add_formula(formula)
        if why is not None:
            missing |= dict.fromkeys(cells, why)
    found = dict(model.values())
    missing |= {cell: _NO_VALUE for cell in inputs.filled if cell not in found and cell not in missing}
    lost = with_dependents(inputs, missing)
    return EngineValues({cell: value for cell, value in found.items() if cell not in lost}, lost)


class _Model:
    """An ExcelModel that is given cell by cell, so that a formula which it cannot read costs no other."""

    def __init__(self, inputs: EngineInputs) -> None:
        self._model = ExcelModel()
        dispatcher: Any = self._model.dsp
        dispatcher.raises = ""  # what fails has no value; it is not logged
        self._formulas: list[tuple[FormulaCell, PackageCell]] = []
        self._writer = FormulaWriter(registered(inputs.functions))
        self._references: dict[str, object] = {}
        local = [each.name for each in inputs.names if each.sheet]
        self._known = Known(inputs.sheets, [each.name for each in inputs.names], local)
        self._known = Known(inputs.sheets, [*self._named(inputs.names)], local)

    def _named(self, names: Iterable[SavedName]) -> Iterator[str]:
        """Adds the names of the whole workbook; gives those that the package reads."""
        context = _context("")
        for each in names:
            if each.sheet or each.name.startswith("_xlnm."):
                continue
            try:
                name = PackageName(each.name.upper(), self._text_of(each), context).compile(context=context)
                name.add(self._model.dsp, context=context)
            except _REFUSALS:
                continue
            self._references[name.output] = None
            self._model.cells[name.output] = name
            yield each.name

    def _text_of(self, name: SavedName) -> str:
        return written_for_formulas(f"={name.text}", self._known)

    def add_constant(self, cell: Cell, value: Value) -> None:
        """A cell without a formula."""
        given = Error.errors.get(value, Error.errors["#VALUE!"]) if isinstance(value, ErrorValue) else value
        place = a1(cell.row, cell.column)
        self._add(PackageCell(place, given, self._context(cell.sheet), check_formula=False), cell.sheet)

    def add_formula(self, formula: FormulaCell) -> Text | None:
        """A formula, or why it is not given to the package."""
        unknown = called_functions(formula.text) - get_functions().keys()
        if unknown:
            return unknown_function(min(unknown))
        why, fills = screened(formula.text, self._known), formula.fills
        if why is not None:
            return why
        place = a1(formula.row, formula.column)
        if fills:
            place = area(fills.top, fills.left, fills.bottom, fills.right)
        try:
            cell = PackageCell(place, self._written(formula), self._context(formula.sheet))
            cell.compile(references=self._references, context=self._context(formula.sheet))
        except _REFUSALS:
            return UNREADABLE
        self._add(cell, formula.sheet)
        self._formulas.append((formula, cell))
        return None

    def _written(self, formula: FormulaCell) -> str:
        return written_for_formulas(self._writer.written(formula), self._known)

    def _context(self, sheet: str) -> dict[str, object]:
        return _context(self._known.sheets[sheet.casefold()])

    def _add(self, cell: PackageCell, sheet: str) -> None:
        if cell.add(self._model.dsp, context=self._context(sheet)):
            self._model.cells[cell.output] = cell

    def values(self) -> Iterator[tuple[Cell, Value]]:
        """Calculates; the formula cells that have a value, and their values."""
        self._model.finish(complete=False)
        solution: Any = self._model.calculate()
        for formula, cell in self._formulas:
            result = solution.get(cell.output)
            if result is None:
                continue
            top, left = (
                (formula.fills.top, formula.fills.left) if formula.fills else (formula.row, formula.column)
            )
            for row, column in formula.places():
                with suppress(NotComputedThere):
                    yield Cell(formula.sheet, row, column), _value(result.value[row - top, column - left])


def _context(sheet: str) -> dict[str, object]:
    return {"excel": _FILE.upper(), "filename": _FILE, "directory": "", "sheet": sheet}


def _value(value: object) -> Value:
    """What a cell shows of a value of the package. Raises NotComputedThere."""
    if value is schedula.EMPTY:
        return 0.0
    found: Value = plain_result(value)
    return ErrorValue(str(found)) if isinstance(found, XlError) else found
