"""`formualizer`: an engine in Rust, which is installed with the extra `engines`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from smartxl.cells import Cell
from smartxl.errors import VerifyError
from smartxl.recalc import ERRORS, Scalar, registered
from smartxl.recalc.arrays import Arr
from smartxl.text import Text
from smartxl.verify.engines.base import EngineValues, with_dependents
from smartxl.verify.engines.calls import called_functions, held_back, unknown_function
from smartxl.verify.engines.cleanbook import clean_book
from smartxl.verify.engines.crossing import with_crossings
from smartxl.verify.engines.installed import version_of
from smartxl.verify.grid import ErrorValue, Value

if TYPE_CHECKING:
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


class Formualizer:
    """The package `formualizer`."""

    name = "formualizer"
    calls_functions = True

    def version(self) -> str:
        """That of the package. Raises VerifyError."""
        return version_of(self.name)

    def values(self, inputs: EngineInputs) -> EngineValues:
        """The values of all formulas. Raises VerifyError where it does not load the workbook, or gives up on all of it."""
        self.version()
        missing = dict(held_back(inputs))
        missing |= {cell: why for cell, why in _unknown(inputs).items() if cell not in missing}
        given = inputs.without(missing)
        try:
            book = _calculated(given)
        except Exception as error:  # whatever the extension raises
            what = Text("formualizer 未能计算这个工作簿", "formualizer could not calculate this workbook")
            raise VerifyError(self.name, what, Text(str(error), str(error))) from error
        values: dict[Cell, Value] = {}
        for cell in given.filled:
            value = _read(book.get_value(cell.sheet, cell.row, cell.column))
            if isinstance(value, Text):
                missing[cell] = value
            else:
                values[cell] = value
        lost = with_dependents(inputs, missing)
        return EngineValues({cell: value for cell, value in values.items() if cell not in lost}, lost)


def _calculated(inputs: EngineInputs) -> Any:  # noqa: ANN401  (the package is optional)
    own = registered(inputs.functions)
    content = clean_book(inputs.written(lambda formula: with_crossings(formula, own)))
    book = import_module("formualizer").Workbook.from_bytes(content)
    book.set_changelog_enabled(False)  # it would keep every value
    book.set_temporal_egress("serial")
    for name, area in inputs.areas.items():  # its reader passes over tables
        corners = area.top, area.left, area.bottom, area.right
        totals = bool(area.totals)
        book.add_table(
            name, area.sheet, corners, area.columns, header_row=bool(area.headers), totals_row=totals
        )
    for name, function in own.items():
        book.register_function(name, _as_called(function))
    book.evaluate_all()
    return book


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
    if value is None:
        return _NO_VALUE
    if isinstance(value, bool | str):
        return value
    return float(value) if isinstance(value, int | float) else _NO_VALUE


def _as_called(function: Function) -> Callable[..., object]:
    """A function of the user's own as formualizer calls it: cells and values as scalars, ranges as lists of rows."""

    def call(*arguments: object) -> object:
        found = function.call(*map(_given, arguments))
        return [list(row) for row in found.obj.tolist()] if isinstance(found, Arr) else found

    return call


def _given(argument: object) -> Scalar | Arr:
    return (
        Arr.of([[_scalar(one) for one in row] for row in argument])
        if isinstance(argument, list)
        else _scalar(argument)
    )


def _scalar(value: object) -> Scalar:
    if value is None:
        return None
    found = _read(value)
    if isinstance(found, ErrorValue):
        return ERRORS[found]
    return ERRORS["#NAME?"] if isinstance(found, Text) else found
