"""The functions and operators of own formulas: element by element on arrays, NaN for an Excel error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from smartxl.rules.base import FloatArray
from smartxl.rules.rounding import round_half_away
from smartxl.rules.statistics import shown

__all__ = ["COMPARISONS", "FUNCTIONS", "OPERATORS", "Operation"]

_MANY = 255


@dataclass(frozen=True, slots=True)
class Operation:
    """A function or operator over `low` to `high` arguments that broadcast against each other.

    `takes`: for each argument (the last stands for all further ones) True for a condition, False for a number, None
    for either. `gives`: the same of the result; None when it is what the arguments marked None are, all alike.
    """

    call: Callable[..., FloatArray]
    low: int
    high: int
    takes: tuple[bool | None, ...]
    gives: bool | None


def _finite(value: FloatArray) -> FloatArray:
    return np.where(np.isfinite(value), value, np.nan)


def _comparing(compare: Callable[[FloatArray, FloatArray], object]) -> Operation:
    def call(x: FloatArray, y: FloatArray) -> FloatArray:
        result = np.asarray(compare(shown(x), shown(y)), dtype=np.float64)
        return np.where(np.isnan(x) | np.isnan(y), np.nan, result)

    return Operation(call, 2, 2, (False,), True)


def _folding(
    combine: Callable[[FloatArray, FloatArray], FloatArray], *, condition: bool = False
) -> Operation:
    """A function of any number of arguments; an error in one of them is the result."""
    return Operation(lambda *args: _finite(reduce(combine, args)), 1, _MANY, (condition,), condition)


def _if_error(x: FloatArray, other: FloatArray) -> FloatArray:
    return np.where(np.isnan(x), other, x)


def _if(condition: FloatArray, yes: FloatArray, no: FloatArray) -> FloatArray:
    return np.where(np.isnan(condition), np.nan, np.where(condition != 0, yes, no))


def _round(x: FloatArray, digits: FloatArray) -> FloatArray:
    return round_half_away(x, int(digits))


def _counting(call: Callable[..., FloatArray], count: int) -> Operation:
    return Operation(lambda *args: _finite(call(*args)), count, count, (False,), False)


# In arithmetic a condition counts 1 or 0, in every program.
def _arithmetic(call: Callable[..., FloatArray], count: int = 2) -> Operation:
    return Operation(lambda *args: _finite(call(*args)), count, count, (None,), False)


FUNCTIONS: Mapping[str, Operation] = {
    "ABS": _counting(np.abs, 1),
    "AND": _folding(np.multiply, condition=True),
    "AVERAGE": Operation(lambda *args: _finite(reduce(np.add, args) / len(args)), 1, _MANY, (False,), False),
    "IF": Operation(_if, 3, 3, (True, None), None),
    "IFERROR": Operation(_if_error, 2, 2, (None,), None),
    "LN": _counting(np.log, 1),
    "MAX": _folding(np.maximum),
    "MIN": _folding(np.minimum),
    "NOT": Operation(lambda x: 1.0 - x, 1, 1, (True,), True),
    "OR": _folding(lambda x, y: x + y - x * y, condition=True),
    "ROUND": _counting(_round, 2),
    "SUM": _folding(np.add),
}
"""Function name → operation: what an own formula may call."""

OPERATORS: Mapping[str, Operation] = {
    "+": _arithmetic(np.add),
    "-": _arithmetic(np.subtract),
    "*": _arithmetic(np.multiply),
    "/": _arithmetic(np.divide),
    "^": _arithmetic(np.power),
    "%": _arithmetic(lambda x: x / 100.0, 1),
    "u-": _arithmetic(np.negative, 1),
    "u+": _arithmetic(np.positive, 1),
    "=": _comparing(np.equal),
    "<>": _comparing(np.not_equal),
    "<": _comparing(np.less),
    "<=": _comparing(np.less_equal),
    ">": _comparing(np.greater),
    ">=": _comparing(np.greater_equal),
}
"""Operator, as the parser of `formulas` names it → operation."""

COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
"""The operators that compare."""
