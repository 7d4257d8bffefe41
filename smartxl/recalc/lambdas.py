"""Functions as values: LAMBDA, names that are lambdas, and MAP, REDUCE, SCAN, BYROW, BYCOL, MAKEARRAY, ISOMITTED.

Source: Microsoft, "LAMBDA function", and each function's page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from smartxl.recalc.arrays import Arr
from smartxl.recalc.compiled import Compiler, special
from smartxl.recalc.functionvalues import OMITTED, Lambda, applied
from smartxl.recalc.place import Part, PlaceOf, spread
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.tree import LeftOut, Node, Operand
from smartxl.recalc.values import ERRORS, VALUE, FailedError, NotComputed, Scalar, as_number
from smartxl.text import Text

__all__: list[str] = []

_CALC = ERRORS["#CALC!"]
_MOST = 1_000_000


def _parameter(node: Node) -> tuple[str, bool]:
    """The name of a parameter, and whether it may be left out."""
    if not isinstance(node, Operand):
        raise NotComputed(Text("LAMBDA 的参数名", "the names of parameters of LAMBDA"))
    name = node.text.lower()
    return name.replace("_xlop.", "_xlpm.", 1), name.startswith("_xlop.")


@special("LAMBDA")
def _lambda(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:  # noqa: ARG001
    if not arguments:
        raise NotComputed(Text("LAMBDA 的参数个数", "the number of arguments of LAMBDA"))
    named = [_parameter(node) for node in arguments[:-1]]
    body = compiler.part(arguments[-1], True)
    names, optional = tuple(name for name, _ in named), sum(may for _, may in named)
    return lambda at: Lambda(names, body, dict(at.bound), optional)


@special("ISOMITTED")
def _isomitted(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:  # noqa: ARG001
    name, _ = _parameter(arguments[0]) if len(arguments) == 1 else ("", False)
    return lambda at: at.bound.get(name, 0) is OMITTED


def _element(value: object) -> Scalar:
    """A single value of what a function gave. Raises FailedError for several."""
    found = spread(value)  # type: ignore[arg-type]  # a function as a value is refused below
    if isinstance(found, Arr):
        if found.size != 1:
            raise FailedError(_CALC)
        return found.at(0, 0)
    if isinstance(found, Lambda):
        raise FailedError(_CALC)
    return 0.0 if found is None else found


def _outcome(function: object, values: Sequence[Any], at: PlaceOf) -> Scalar:
    try:
        return _element(applied(function, values, at))
    except FailedError as failed:
        return failed.error


def _grid(value: Any) -> list[list[Any]]:  # noqa: ANN401  (references, arrays and values)
    """The elements of what was given, as references where it refers to cells. Raises FailedError."""
    if isinstance(value, Union | Lambda):
        raise FailedError(VALUE)
    if isinstance(value, Ref):
        if value.rows * value.columns > _MOST:
            raise NotComputed(Text("整行或整列的数组运算", "arithmetic over whole rows or columns"))
        return [
            [value.moved(row, column, 1, 1) for column in range(value.columns)] for row in range(value.rows)
        ]
    if isinstance(value, Arr):
        rows: list[list[Any]] = value.obj.tolist()
        return rows
    return [[value]]


def _parts(compiler: Compiler, name: str, arguments: Sequence[Node], least: int, most: int) -> list[Part]:
    if not least <= len(arguments) <= most or any(isinstance(node, LeftOut) for node in arguments):
        raise NotComputed(Text(f"{name} 的参数个数", f"the number of arguments of {name}"))
    return [compiler.part(node, True) for node in arguments]


@special("MAP")
def _map(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:  # noqa: ARG001
    *given, function = _parts(compiler, "MAP", arguments, 2, 254)

    def value(at: PlaceOf) -> Arr:
        grids = [_grid(part(at)) for part in given]
        rows, columns = max(len(grid) for grid in grids), max(len(grid[0]) for grid in grids)
        if any((len(grid), len(grid[0])) != (rows, columns) for grid in grids):
            raise NotComputed(Text("MAP 的数组大小不一", "MAP of arrays that differ in size"))
        call = function(at)
        return Arr.of(
            [
                [_outcome(call, [grid[row][column] for grid in grids], at) for column in range(columns)]
                for row in range(rows)
            ]
        )

    return value


@special("REDUCE")
def _reduce(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:  # noqa: ARG001
    first, given, function = _parts(compiler, "REDUCE", arguments, 3, 3)

    def value(at: PlaceOf) -> Any:  # noqa: ANN401  (whatever the function gives)
        total, grid, call = first(at), _grid(given(at)), function(at)
        for row in grid:
            for one in row:
                total = applied(call, [total, one], at)
        return total

    return value


@special("SCAN")
def _scan(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:  # noqa: ARG001
    first, given, function = _parts(compiler, "SCAN", arguments, 3, 3)

    def value(at: PlaceOf) -> Arr:
        total, grid, call = first(at), _grid(given(at)), function(at)
        rows: list[list[Scalar]] = []
        for row in grid:
            shown: list[Scalar] = []
            for one in row:
                total = _element(applied(call, [total, one], at))
                shown.append(total)
            rows.append(shown)
        return Arr.of(rows)

    return value


def _lines(value: Any, *, across: bool) -> list[Any]:  # noqa: ANN401
    """The rows of what was given, or with `across` its columns, as references where it refers to cells."""
    if isinstance(value, Ref):
        if max(value.rows, value.columns) > _MOST // 10:
            raise NotComputed(Text("整行或整列的数组运算", "arithmetic over whole rows or columns"))
        if across:
            return [value.moved(0, column, value.rows, 1) for column in range(value.columns)]
        return [value.moved(row, 0, 1, value.columns) for row in range(value.rows)]
    array = value if isinstance(value, Arr) else Arr.of([[value]])
    rows, columns = array.shape
    if across:
        return [array.part(0, column, rows, 1) for column in range(columns)]
    return [array.part(row, 0, 1, columns) for row in range(rows)]


def _by(name: str, *, across: bool) -> None:
    def make(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:  # noqa: ARG001
        given, function = _parts(compiler, name, arguments, 2, 2)

        def value(at: PlaceOf) -> Arr:
            lines, call = _lines(given(at), across=across), function(at)
            found = [_outcome(call, [line], at) for line in lines]
            return Arr.of([found]) if across else Arr.of([[one] for one in found])

        return value

    special(name)(make)


_by("BYROW", across=False)
_by("BYCOL", across=True)


@special("MAKEARRAY")
def _makearray(compiler: Compiler, arguments: Sequence[Node], array: bool) -> Part:  # noqa: ARG001
    rows, columns, function = _parts(compiler, "MAKEARRAY", arguments, 3, 3)

    def value(at: PlaceOf) -> Arr:
        sizes = [spread(part(at)) for part in (rows, columns)]
        if any(isinstance(size, Arr) for size in sizes):
            raise NotComputed(Text("以数组为大小的 MAKEARRAY", "MAKEARRAY of sizes that are arrays"))
        if any(isinstance(size, str) for size in sizes):
            raise FailedError(VALUE)
        high, wide = (int(as_number(_element(size))) for size in sizes)
        if high < 1 or wide < 1:
            raise FailedError(VALUE)
        if high * wide > _MOST:
            raise NotComputed(Text("过大的数组", "an array that is too large"))
        call = function(at)
        return Arr.of(
            [
                [_outcome(call, [float(row), float(column)], at) for column in range(1, wide + 1)]
                for row in range(1, high + 1)
            ]
        )

    return value
