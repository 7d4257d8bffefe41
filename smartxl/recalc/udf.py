"""Functions of the user's own, called with what xlwings would hand them and answering as xlwings would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from smartxl.recalc.arrays import Arr
from smartxl.recalc.functions.given import Given, array_of
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.registry import Function
from smartxl.recalc.values import CellError, Scalar

__all__ = ["NO_FUNCTIONS", "registered"]

NO_FUNCTIONS: Mapping[str, Callable[..., object]] = MappingProxyType({})
"""Where a workbook may call no function of the user's own."""


def registered(functions: Mapping[str, Callable[..., object]]) -> Mapping[str, Function]:
    """Functions by name in capitals, to be called as xlwings calls a UDF that takes objects and `err_to_str`.

    Ranges arrive as 2-D object arrays, single cells and values as scalars; blanks as None, errors as text. In the result None
    and NaN become "", a flat list is a row, and what an exception says is the cell's text.
    """
    return {
        name.upper(): Function(name.upper(), "", 0, "s", _as_called(call)) for name, call in functions.items()
    }


def _as_called(function: Callable[..., object]) -> Callable[..., Scalar | Arr]:
    def call(*arguments: Given) -> Scalar | Arr:
        try:
            result = function(*map(_given, arguments))
        except Exception as error:  # whatever goes wrong, Excel's cell shows its text
            return str(error)
        if isinstance(result, np.ndarray | list | tuple):
            rows = np.atleast_2d(np.asarray(result, dtype=object))
            return Arr.of([[_shown(one) for one in row] for row in rows])
        return _shown(result)

    return call


def _given(argument: Given) -> Any:  # noqa: ANN401  (what a UDF is given)
    if isinstance(argument, Ref | Arr | Union):
        array = array_of(argument)
        if array.size != 1:
            values = np.empty(array.size, dtype=object)
            values[:] = [_plain(value) for value in array.flat()]
            return values.reshape(array.shape)
        argument = array.at(0, 0)
    return _plain(argument)


def _plain(value: Scalar) -> Any:  # noqa: ANN401
    return value.code if isinstance(value, CellError) else value


def _shown(value: Any) -> Scalar:  # noqa: ANN401  (what a UDF answers)
    if value is None or (isinstance(value, float | np.floating) and bool(np.isnan(value))):
        return ""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    return float(value) if isinstance(value, int | float | np.number) else str(value)
