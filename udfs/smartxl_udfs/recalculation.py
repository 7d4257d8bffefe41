"""The worksheet functions for the `formulas` package, which recalculates workbooks without Excel."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import schedula
from formulas.functions import Array, Error, XlError, wrap_func

from smartxl_udfs import functions
from smartxl_udfs.ranges import CallError, Cells, cells, each, error_in

__all__ = ["for_formulas"]


def for_formulas() -> Mapping[str, Callable[..., Any]]:
    """Function name → function as `formulas.get_functions()` keeps it: `formulas.get_functions().update(…)`.

    Results are arrays with "" for "no score". An error cell gives that error and a wrong call #VALUE!, both
    as real error values, where Excel, to which xlwings cannot return any, shows their text.
    """
    return {name: wrap_func(_adapted(getattr(functions, name))) for name in functions.__all__}


def _adapted(function: Callable[..., Cells]) -> Callable[..., Cells]:
    @functools.wraps(function)
    def adapted(*arguments: object) -> Cells:
        try:
            result = function(*(_incoming(argument) for argument in arguments))
        except CallError as fault:
            result = cells(str(fault))
        out: Cells = each(_outgoing, result).view(Array)
        return out

    return adapted


def _incoming(argument: object) -> object:
    """A range stays a matrix; a single value, which `formulas` may wrap in an array, becomes itself."""
    values = each(_plain, cells(argument))
    return values if isinstance(argument, np.ndarray) and argument.size > 1 else values.flat[0]


def _plain(value: object) -> object:
    if value is schedula.EMPTY:
        return None
    return str(value) if isinstance(value, XlError) else value


def _outgoing(value: object) -> object:
    if error := error_in(cells(value)):
        return Error.errors.get(error, Error.errors["#VALUE!"])
    return "" if value is None or value != value else value  # noqa: PLR0124 (NaN)
