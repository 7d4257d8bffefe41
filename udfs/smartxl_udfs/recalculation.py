"""The worksheet functions for the `formulas` package, which recalculates workbooks without Excel."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import schedula
from formulas.functions import Array, Error, XlError, wrap_func

from smartxl_udfs.ranges import Cells, cells, each, error_in
from smartxl_udfs.registry import DECLARED, DeclaredFunction, FunctionArgument

__all__ = ["for_formulas"]


def for_formulas() -> Mapping[str, Callable[..., Any]]:
    """Function name → function as `formulas.get_functions()` keeps it: `formulas.get_functions().update(…)`.

    Results are arrays with "" for "no score". An error cell gives that error and a wrong call #VALUE!, both
    as real error values, where Excel, to which xlwings cannot return any, shows their text.
    """
    return {name: wrap_func(_adapted(declared)) for name, declared in DECLARED.items()}


def _adapted(declared: DeclaredFunction) -> Callable[..., Cells]:
    @functools.wraps(declared.call)
    def adapted(*arguments: object) -> Cells:
        pairs = zip(arguments, declared.arguments, strict=False)
        result = declared.call(*(_incoming(given, argument) for given, argument in pairs))
        out: Cells = each(_outgoing, result).view(Array)
        return out

    return adapted


def _incoming(given: object, argument: FunctionArgument) -> object:
    """A range stays a matrix; a single value, which `formulas` may wrap in an array, becomes itself.

    An argument that is left out between two commas arrives as 0, which no range is.
    """
    if argument.is_range and argument.optional and isinstance(given, int) and given == 0:
        return None
    values = each(_plain, cells(given))
    return values if isinstance(given, np.ndarray) and given.size > 1 else values.flat[0]


def _plain(value: object) -> object:
    if value is schedula.EMPTY:
        return None
    return str(value) if isinstance(value, XlError) else value


def _outgoing(value: object) -> object:
    if error := error_in(cells(value)):
        return Error.errors.get(error, Error.errors["#VALUE!"])
    return "" if value is None or value != value else value  # noqa: PLR0124 (NaN)
