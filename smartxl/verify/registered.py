"""Functions of the user's own, called with what xlwings would hand them and answering as xlwings would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartxl.verify.values import EMPTY, is_error, mapped, scalar, table

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["as_xlwings_calls"]


def as_xlwings_calls(function: Callable[..., object]) -> Callable[..., object]:
    """Ranges arrive as 2-D object arrays, single cells and values as scalars; blanks as None, errors as text.

    In the result None and NaN become "", a flat list is a row, and what an exception says is the cell's text.
    """

    def call(*args: object) -> object:
        try:
            result = function(*map(_given, args))
        except Exception as error:  # whatever goes wrong, Excel's cell shows its text
            return str(error)
        if isinstance(result, np.ndarray | list | tuple):
            return mapped(_shown, table(result))
        return _shown(result)

    return call


def _given(argument: object) -> object:
    value = scalar(argument)
    if isinstance(value, np.ndarray):
        return mapped(_given, value)
    if value is EMPTY:
        return None
    return str(value) if is_error(value) else value


def _shown(value: object) -> object:
    missing = value is None or (isinstance(value, float | np.floating) and bool(np.isnan(value)))
    return "" if missing else value
