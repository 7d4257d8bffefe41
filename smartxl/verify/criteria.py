"""Criteria of COUNTIF, SUMIF and their plurals, where `formulas` reads them otherwise than Excel.

What Excel does: ">=0" and its like see numbers only; "<>" alone counts what is not blank, "<>x" everything
but x, blanks included; * ? ~ are wildcards over the whole text; a blank criterion means 0; TRUE is not 1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from smartxl.verify.values import EMPTY, is_error, is_number, is_text, mapped, number_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from smartxl.verify.values import Objects

__all__ = ["plain_criterion"]

_OPERATOR = re.compile(r"(?P<operator><=|>=|<>|<|>|=|)(?P<operand>.*)", re.DOTALL)
_WILD = re.compile(r"~([*?~])|([*?])|([^*?~]+|~)")


def plain_criterion(values: Objects, criterion: object) -> tuple[Objects, object]:
    """An equivalent pair of values (same shape) and criterion over which all readings agree."""
    if criterion is EMPTY:
        return _marked(values, lambda value: _is(value, 0.0))
    if not isinstance(criterion, str) or is_error(criterion):
        return _marked(values, lambda value: _is(value, criterion))
    operator, operand = _OPERATOR.fullmatch(criterion).groups()  # type: ignore[union-attr] # it matches any text
    number = number_in(operand)
    if operator not in {"", "=", "<>"}:
        return (_only_numbers(values, operator) if number is not None else values), criterion
    if not operator and number is None and not any(mark in operand for mark in "*?~"):
        return values, criterion
    return _marked(values, lambda value: _equals(value, operand) ^ (operator == "<>"))


def _marked(values: Objects, meets: Callable[[object], bool]) -> tuple[Objects, float]:
    """1 where a value meets a criterion and 0 elsewhere, with the criterion 1."""
    return mapped(lambda value: 1.0 if meets(value) else 0.0, values), 1.0


def _only_numbers(values: Objects, operator: str) -> Objects:
    """What is no number becomes the infinity that never meets the comparison.

    (FALSE would not do: `formulas` remembers the outcome for 0 and for FALSE as one.)
    """
    never = -np.inf if operator.startswith(">") else np.inf
    return mapped(lambda value: value if is_number(value) else never, values)


def _is(value: object, criterion: object) -> bool:
    """Whether a cell meets a criterion that is no text: numbers also meet their text, TRUE only TRUE."""
    if isinstance(value, bool) or isinstance(criterion, bool) or is_error(criterion):
        return type(value) is type(criterion) and value == criterion
    return value is not EMPTY and number_in(value) == number_in(criterion) is not None


def _equals(value: object, operand: str) -> bool:
    """Whether a cell meets "=operand"; an empty operand asks for a blank cell."""
    if not operand or value is EMPTY:
        return value is EMPTY and not operand
    number = number_in(operand)
    if number is not None:
        return _is(value, number)
    pattern = "".join(_pattern(*match.groups()) for match in _WILD.finditer(operand))
    return is_text(value) and re.fullmatch(pattern, str(value), re.IGNORECASE | re.DOTALL) is not None


def _pattern(escaped: str | None, wild: str | None, plain: str | None) -> str:
    if wild:
        return ".*" if wild == "*" else "."
    return re.escape(escaped or plain or "")
