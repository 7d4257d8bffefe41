"""Values as `formulas` passes them: Python scalars, 2-D object arrays, errors and blanks.

An argument is a scalar when it was written or computed, and an array when it is a reference or a list of
values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import schedula
from formulas.tokens.operand import Error, XlError
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "EMPTY",
    "Objects",
    "error_value",
    "is_error",
    "is_number",
    "is_text",
    "mapped",
    "number_in",
    "scalar",
    "table",
]

Objects = NDArray[np.object_]

EMPTY = schedula.EMPTY
"""A blank cell."""


def error_value(text: str) -> object:
    """The error of `formulas` that is written like this; #VALUE! for one that it does not know."""
    return Error.errors.get(text.upper(), Error.errors["#VALUE!"])


def is_error(value: object) -> bool:
    """Whether a value is an error such as #N/A."""
    return isinstance(value, XlError)


def is_number(value: object) -> bool:
    """Whether a value is a number, which neither TRUE nor the text "90" is."""
    return isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_)


def is_text(value: object) -> bool:
    """Whether a value is text; errors and blanks are strings to Python."""
    return isinstance(value, str) and not isinstance(value, schedula.Token)


def number_in(value: object) -> float | None:
    """The number that a value is or reads as, None when it is none."""
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def scalar(value: object) -> object:
    """The only element of an array with one; anything else as it is."""
    return value.item() if isinstance(value, np.ndarray) and value.size == 1 else value


def table(value: object) -> Objects:
    """A value as an object array (rows, columns)."""
    return np.atleast_2d(np.asarray(value, dtype=object))


def mapped(function: Callable[[object], object], values: Objects) -> Objects:
    """`function` of each element, as an object array of the same shape."""
    results: Objects = np.asarray(np.frompyfunc(function, 1, 1)(values), dtype=object)
    return results
