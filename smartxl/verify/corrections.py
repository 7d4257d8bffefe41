"""Wrappers under which functions of `formulas` agree with Excel: what they misread never reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartxl.verify.criteria import plain_criterion
from smartxl.verify.values import (
    EMPTY,
    error_value,
    is_error,
    is_number,
    is_text,
    mapped,
    number_in,
    scalar,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Call = Callable[..., object]
    Convert = Callable[[object], object]

__all__ = [
    "comparing",
    "counting",
    "counting_all",
    "each_criterion",
    "logical",
    "multiplying",
    "numbers_only",
    "placed",
    "ranked",
    "summing_if",
    "text_hidden",
    "with_criteria",
]

_BLANK = object()  # stands for a blank cell where `formulas` would make it 0


def _converting(function: Call, element: Convert, single: Convert) -> Call:
    """Converts every element of array arguments and every scalar argument."""

    def call(*args: object) -> object:
        return function(*(mapped(element, a) if isinstance(a, np.ndarray) else single(a) for a in args))

    return call


def _same(value: object) -> object:
    return value


def _number_or_empty(value: object) -> object:
    return value if is_number(value) or is_error(value) else EMPTY


def numbers_only(function: Call) -> Call:
    """SUM, AVERAGE, MIN, MAX: text that looks like a number, TRUE and FALSE in a range are passed over."""
    return _converting(function, _number_or_empty, _same)


def counting(function: Call) -> Call:
    """COUNT: the same; of the values written "7" and TRUE count, "x" counts no more than an error does."""

    def single(value: object) -> object:
        return error_value("#VALUE!") if is_text(value) and number_in(value) is None else value

    return _converting(function, _number_or_empty, single)


def counting_all(function: Call) -> Call:
    """COUNTA counts whatever is not blank."""

    def one(value: object) -> object:
        return EMPTY if value is EMPTY else 1.0

    return _converting(function, one, one)


def comparing(operator: Call) -> Call:
    """Comparisons see numbers as Excel shows them, to 15 significant digits: 0.1+0.2=0.3."""

    def fifteen_digits(value: object) -> object:
        return float(f"{value:.15g}") if isinstance(value, float) else value

    return _converting(operator, fifteen_digits, fifteen_digits)


def text_hidden(function: Call) -> Call:
    """ISNUMBER: the text "90" is no number."""

    def hidden(value: object) -> object:
        return "text" if is_text(value) else value

    return _converting(function, hidden, hidden)


def logical(function: Call) -> Call:
    """AND, OR: text in a range is passed over, text that was written or computed is an error."""

    def call(*args: object) -> object:
        return error_value("#VALUE!") if any(map(is_text, args)) else function(*args)

    return call


def multiplying(function: Call) -> Call:
    """SUMPRODUCT: all of one shape; whatever is no number counts as 0."""

    def number(value: object) -> object:
        return value if is_number(value) or is_error(value) else 0.0

    def call(*args: object) -> object:
        tables = [mapped(number, table(arg)) for arg in args]
        same = all(each.shape == tables[0].shape for each in tables)
        return function(*tables) if same else error_value("#VALUE!")

    return call


def with_criteria(function: Call, first: int) -> Call:
    """COUNTIF, SUMIF and plurals: pairs of range and criterion, from argument `first` on."""

    def call(*args: object) -> object:
        prepared = list(args)
        for at in range(first, len(args) - 1, 2):
            prepared[at], prepared[at + 1] = plain_criterion(table(args[at]), scalar(args[at + 1]))
        return function(*prepared)

    return call


def each_criterion(function: Call) -> Call:
    """COUNTIF: an array of criteria gives an array of counts."""

    def call(among: object, criterion: object) -> object:
        if not isinstance(criterion, np.ndarray) or criterion.size == 1:
            return function(among, criterion)
        return mapped(lambda one: function(among, one), criterion)

    return call


def summing_if(function: Call, at: int) -> Call:
    """SUMIF, SUMIFS: only numbers of the range `at` are summed; SUMIF without one sums its first."""

    def call(*args: object) -> object:
        full = [*args, args[0]] if at == len(args) else list(args)
        full[at] = mapped(_number_or_empty, table(full[at]))
        return function(*full)

    return call


def ranked(function: Call) -> Call:
    """RANK among the numbers of a range."""

    def call(number: object, among: object, *order: object) -> object:
        return function(number, mapped(_number_or_empty, table(among)), *order)

    return call


def placed(function: Call) -> Call:
    """INDEX: 0 names a whole row or column, which has no place in one cell: an error here. A blank cell stays one."""

    def call(array: object, *places: object) -> object:
        zero = any((np.asarray(place, dtype=object) == 0).any() for place in places[:2])
        if zero:
            return error_value("#VALUE!")
        return mapped(_uncovered, table(function(mapped(_covered, table(array)), *places)))

    return call


def _covered(value: object) -> object:
    return _BLANK if value is EMPTY else value


def _uncovered(value: object) -> object:
    return EMPTY if value is _BLANK else value
