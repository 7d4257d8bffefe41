"""Scores that stand only on enough answered rows: the condition around a formula."""

from __future__ import annotations

from typing import NamedTuple

from smartxl.model.framework import Indicator, Measure
from smartxl.model.unanswered import Missing
from smartxl.planning.context import Context
from smartxl.rules import below_floor_expression

__all__ = ["RowCounts", "graded", "without_score"]


class RowCounts(NamedTuple):
    """Where it stands how many rows are answered, and how many apply: cells, or sums of cells in brackets."""

    answered: str
    applicable: str


def graded(context: Context, code: str, rows: RowCounts, formula: str, *, shown: bool = True) -> str:
    """A unit's formula for a node's score that gives "not graded" where fewer rows are answered than the floor asks.

    What is not `shown` to readers gives "" there.
    """
    framework = context.definition.framework
    if not framework.withholds(code):
        return formula
    below = below_floor_expression(rows.answered, rows.applicable, framework.floor(code))
    word = context.ungraded(code) if shown else '""'
    return f"=IF({below},{word},{formula[1:]})"


def without_score(context: Context, indicator: Indicator, rows: RowCounts) -> str:
    """What an indicator's cell gives where its rule has no score: 0 while rows are open and worth 0, else "".

    A sample has its open items in its sums.
    """
    is_zero = context.definition.missing(indicator) is Missing.ZERO
    if not is_zero or indicator.measure is Measure.SAMPLE:
        return '""'
    return f'IF({rows.applicable}>{rows.answered},0,"")'
