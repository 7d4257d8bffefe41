"""Values as a file shows them and as `smartxl.recalc` calculates with them."""

from __future__ import annotations

from smartxl.recalc import ERRORS, CellError, Scalar
from smartxl.verify.grid import ErrorValue, Value

__all__ = ["scalar_of", "value_of"]


def scalar_of(value: Value) -> Scalar:
    """What to calculate with."""
    if isinstance(value, ErrorValue):
        return ERRORS.get(str(value), ERRORS["#VALUE!"])
    return value if value is None or isinstance(value, bool | str) else float(value)


def value_of(scalar: Scalar) -> Value:
    """What a cell shows."""
    return ErrorValue(scalar.code) if isinstance(scalar, CellError) else scalar
