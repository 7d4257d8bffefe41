"""`formualizer`: an engine in Rust, which is installed with the extra `engines`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from smartxl.cells import Cell
from smartxl.errors import VerifyError
from smartxl.recalc import ERRORS, FUNCTIONS, CellError, Scalar, registered
from smartxl.recalc.arrays import Arr
from smartxl.recalc.values import FailedError, NotComputed
from smartxl.text import Text
from smartxl.verify.engines.base import EngineValues, with_dependents
from smartxl.verify.engines.calls import called_functions, held_back, of_days_from_1904, unknown_function
from smartxl.verify.engines.cleanbook import clean_book
from smartxl.verify.engines.crossing import FormulaWriter
from smartxl.verify.engines.installed import version_of
from smartxl.verify.engines.lifted import call_lifted, reference_to
from smartxl.verify.engines.replaced import correct_function, replaced
from smartxl.verify.grid import ErrorValue, Value

if TYPE_CHECKING:
    from smartxl.recalc import FormulaCell
    from smartxl.recalc.place import Value as Given
    from smartxl.recalc.registry import Function
    from smartxl.verify.engines.inputs import EngineInputs

__all__ = ["Formualizer"]

_ERRORS = {
    **{"Div": "#DIV/0!", "Na": "#N/A", "Value": "#VALUE!", "Ref": "#REF!", "Num": "#NUM!", "Null": "#NULL!"},
    "Calc": "#CALC!",
}
_NOT_COMPUTED = {
    "Name": Text("不认识其中的函数或名称", "it does not know a function or name in it"),
    "NImpl": Text("尚未实现", "not implemented there"),
    "Circ": Text("循环引用", "circular reference"),
    "Error": Text("公式无法解析", "it cannot read the formula"),
    "Spill": Text("结果溢出到非空单元格", "the result spills over cells that are in use"),
}
_NO_VALUE = Text("没有算出值", "it gives no value")
_ARGUMENTS = Text("函数不计算这样的参数", "arguments that a function does not compute")
_KINDS = {code: kind for kind, code in _ERRORS.items()} | {"#NAME?": "Name", "#SPILL!": "Spill"}
_ELEMENTWISE = "SXE_"
_CATCHING = frozenset(
    {"IFERROR", "IFNA", "ISERROR", "ISERR", "ISNA", "ERROR.TYPE", "AGGREGATE", "COUNT", "COUNTIF"}
)


class Formualizer:
    """The package `formualizer`. `replaces`: with the functions of `replaced`, and functions over arrays; without, as it is."""

    name = "formualizer"
    calls_functions = True

    def __init__(self, *, replaces: bool = True) -> None:
        self._replaces = replaces

    def version(self) -> str:
        """That of the package. Raises VerifyError."""
        return version_of(self.name)

    def values(self, inputs: EngineInputs) -> EngineValues:
        """The values of all formulas. Raises VerifyError where it does not load the workbook, or gives up on all of it."""
        self.version()
        missing = dict(held_back(inputs)) | dict(of_days_from_1904(inputs))
        missing |= {cell: why for cell, why in _unknown(inputs).items() if cell not in missing}
        given = inputs.without(missing)
        registering = _Registering(given, replaces=self._replaces)
        try:
            book = registering.calculated()
        except Exception as error:  # whatever the extension raises
            what = Text(
                f"整个工作簿未能计算（{error}）", f"it could not calculate the workbook at all ({error})"
            )
            remedy = Text("换一个引擎", "take another engine")
            raise VerifyError(self.name, what, remedy) from error
        values: dict[Cell, Value] = {}
        for cell, formula in given.cells():
            value = _read(book.get_value(cell.sheet, cell.row, cell.column))
            if isinstance(value, Text):
                missing[cell] = value
            elif registering.may_hide(formula):
                missing[cell] = _ARGUMENTS
            else:
                values[cell] = value
        lost = with_dependents(inputs, missing)
        return EngineValues({cell: value for cell, value in values.items() if cell not in lost}, lost)


class _Registering:
    """A workbook in formualizer, with the functions that are registered for it."""

    def __init__(self, inputs: EngineInputs, *, replaces: bool) -> None:
        self._inputs = inputs
        self._own = registered(inputs.functions)
        self._replaced = (
            {each.name: correct_function(each.name) for each in replaced("formualizer")} if replaces else {}
        )
        self._writer = FormulaWriter(self._own, _ELEMENTWISE if replaces else "")
        self._refused: set[str] = set()

    def calculated(self) -> Any:  # noqa: ANN401  (the package is optional)
        """The workbook, calculated. Raises whatever the package does."""
        book = import_module("formualizer").Workbook.from_bytes(
            clean_book(self._inputs.written(self._writer.written))
        )
        book.set_changelog_enabled(False)  # it would keep every value
        book.set_temporal_egress("serial")
        for name, area in self._inputs.areas.items():  # its reader passes over tables
            corners, totals = (area.top, area.left, area.bottom, area.right), bool(area.totals)
            book.add_table(
                name, area.sheet, corners, area.columns, header_row=bool(area.headers), totals_row=totals
            )
        for name, entry in self._replaced.items():
            book.register_function(name, self._as_replaced(entry), allow_override_builtin=True)
        for name in self._writer.lifted:
            book.register_function(f"{_ELEMENTWISE}{name}", self._as_replaced(FUNCTIONS[name]))
        for name, function in self._own.items():
            book.register_function(name, _as_called(function), allow_override_builtin=True)
        book.evaluate_all()
        return book

    def may_hide(self, formula: FormulaCell) -> bool:
        """Whether a formula catches an error that stands for arguments which a replaced function does not compute."""
        called = called_functions(formula.text) if self._refused else frozenset()
        return bool(called & self._refused and called & _CATCHING)

    def _as_replaced(self, entry: Function) -> Callable[..., object]:
        """A function of ours as formualizer calls it; arguments that it does not compute are an error that is not computed."""

        def call(*arguments: object) -> object:
            try:
                return _taken(call_lifted(entry, [_ranged(one) for one in arguments]))
            except FailedError as failed:
                return _out(failed.error)
            except NotComputed:
                self._refused.add(entry.name)
                return _error("NImpl")

        return call


def _unknown(inputs: EngineInputs) -> Mapping[Cell, Text]:
    """The formula cells that call a function which formualizer does not have."""
    called = {cell: called_functions(formula.text) for cell, formula in inputs.cells()}
    own = {name.upper() for name in inputs.functions}
    names = sorted(set().union(*called.values()) - own)
    probe = import_module("formualizer").Workbook()
    probe.add_sheet("S")
    for row, name in enumerate(names, 1):
        probe.set_formula("S", row, 1, f"={name}()")
    probe.evaluate_all()
    unknown = {
        name
        for row, name in enumerate(names, 1)
        if _read(probe.get_value("S", row, 1)) is _NOT_COMPUTED["Name"]
    }
    found = {cell: min(names & unknown) for cell, names in called.items() if names & unknown}
    return {cell: unknown_function(name) for cell, name in found.items()}


def _read(value: object) -> Value | Text:
    """A value as the package gives it, or why there is none."""
    if isinstance(value, dict):
        kind = str(value.get("kind"))
        return ErrorValue(_ERRORS[kind]) if kind in _ERRORS else _NOT_COMPUTED.get(kind, _NO_VALUE)
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float) and math.isfinite(value):
        return float(value)
    return _NO_VALUE


def _as_called(function: Function) -> Callable[..., object]:
    """A function of the user's own as formualizer calls it: cells and values as scalars, ranges as lists of rows."""
    return lambda *arguments: _taken(function.call(*map(_given, arguments)))


def _taken(value: object) -> object:
    if isinstance(value, Arr):
        return [[_out(one) for one in row] for row in value.obj.tolist()]
    return _out(value)


def _out(value: object) -> object:
    return _error(_KINDS[value.code]) if isinstance(value, CellError) else value


def _error(kind: str) -> object:
    return {"type": "Error", "kind": kind}


def _ranged(argument: object) -> Given:
    found = _given(argument)
    return reference_to(found) if isinstance(found, Arr) else found


def _given(argument: object) -> Scalar | Arr:
    if isinstance(argument, list):
        return Arr.of([[_scalar(one) for one in row] for row in argument])
    return _scalar(argument)


def _scalar(value: object) -> Scalar:
    if value is None:
        return None
    found = _read(value)
    if isinstance(found, ErrorValue):
        return ERRORS[found]
    return ERRORS["#NAME?"] if isinstance(found, Text) else found
