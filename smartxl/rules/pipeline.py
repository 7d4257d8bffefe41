"""What follows the roll-up of the total, in the declared order: veto, deduction, gate, bonus. As arrays and as a formula.

The national check of government websites is such a pipeline: any 单项否决 ends it, the site is 不合格; else the 扣分指标 are
taken off 100, below 60 is 不合格; above 80 the 加分指标, up to 30, are added. It names no number for a vetoed site; 肇庆市
(2019) records 59. Source: 国务院办公厅秘书局, 国办秘函〔2019〕19号, 政府网站与政务新媒体检查指标, 指标说明.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from smartxl.model.combination import Boundary, Step, StepKind
from smartxl.rules.base import FloatArray
from smartxl.rules.rounding import NEGLIGIBLE, NEGLIGIBLE_EXCEL, round_half_away

__all__ = ["pipeline_expression", "run_pipeline"]

_SETTLED = 10


def run_pipeline(
    base: FloatArray,
    steps: Sequence[Step],
    scores: Mapping[str, FloatArray],
    weights: Mapping[str, FloatArray | float],
) -> FloatArray:
    """The unrounded totals (units,) after the steps, of the totals `base` (units,) before them; NaN stays NaN.

    `scores`: code of a step's node → its scores (units,), NaN for none; a node that is not among them is one that the
    class does not have. `weights`: code → weight, the points that a score of 100 brings. Scores, weights (runs, 1) and the
    base may have runs before units, the base wherever others do. A node without a score brings
    no points and no veto. Points count with their sign: a negative score (rule bonus) takes off in a bonus step and
    gives back in a deduct step, and `cap` (0 or more) bounds a step's sum from above only. A total after a deduct step
    is 0 or more, one below 0 before it too. Whether a total is short of a gate is decided on their difference settled
    to 10 decimals. Raises KeyError for a node that brings points and has no weight.
    """
    total = np.array(base, dtype=np.float64)
    going = ~np.isnan(total)
    for step in steps:
        present = [code for code in step.nodes if code in scores]
        if step.kind is StepKind.VETO:
            hit = np.zeros_like(going)
            for code in present:
                hit |= going & (scores[code] >= NEGLIGIBLE)
            total[hit] = step.record
            going &= ~hit
        elif step.kind is StepKind.GATE:
            beyond = round_half_away(total - step.least, _SETTLED)
            going &= (beyond >= 0) if step.boundary is Boundary.LOWER else (beyond > 0)
        else:
            points = _points(step, [(scores[code], weights[code]) for code in present])
            after = np.maximum(0.0, total - points) if step.kind is StepKind.DEDUCT else total + points
            total = np.where(going, after, total)
    return total


def _points(step: Step, parts: Sequence[tuple[FloatArray, FloatArray | float]]) -> FloatArray:
    earned = np.asarray(sum(np.where(np.isnan(score), 0.0, score) * weight for score, weight in parts) / 100)
    return earned if step.cap is None else np.minimum(step.cap, earned)


def pipeline_expression(
    base: str,
    steps: Sequence[Step],
    cells: Mapping[str, str],
    weights: Mapping[str, str],
    numbers: Mapping[tuple[int, str], str],
) -> str:
    """`run_pipeline` as an Excel expression without =, of the arithmetic expression `base`, which is a number.

    `cells`: code of a step's node → the one cell of its score, in which any text means "no score"; a node that is not
    among them is one that the class does not have. `weights`: code → reference or literal. `numbers`: (index of the
    step, "record", "least" or "cap") → reference; a number without one is typed in. `base` is repeated once for every
    gate before a bonus, and twice for a gate before a veto or a deduction. The caller deals with "no total":

        IF(<no total>,"",ROUND(<this expression>,digits))
    """
    at = _StepCells(cells, weights, numbers)
    links = [at.link(index, step) for index, step in enumerate(steps)]
    links = [link for link in links if link.amount or link.kind in {StepKind.DEDUCT, StepKind.GATE}]
    while links and links[-1].kind is StepKind.GATE:  # nothing is left to follow it
        links.pop()
    return _total(base, links)


@dataclass(frozen=True, slots=True)
class _StepFormula:
    """A step in a sheet. `amount`: its points, or the condition of a veto, "" where the class has none of its nodes.

    `number`: the record of a veto, the least of a gate.
    """

    kind: StepKind
    amount: str
    number: str
    boundary: Boundary

    def short(self, value: str) -> str:
        """The condition that a value stays before the gate."""
        sign = "<" if self.boundary is Boundary.LOWER else "<="
        return f"ROUND({value}-{self.number},{_SETTLED}){sign}0"


@dataclass(frozen=True, slots=True)
class _StepCells:
    """Where the scores, the weights and the numbers of the steps stand on a sheet."""

    cells: Mapping[str, str]
    weights: Mapping[str, str]
    numbers: Mapping[tuple[int, str], str]

    def link(self, index: int, step: Step) -> _StepFormula:
        """A step with the references that its formula takes."""
        number = ""
        if step.kind is StepKind.VETO:
            number = self._number(index, "record", step.record)
        elif step.kind is StepKind.GATE:
            number = self._number(index, "least", step.least)
        return _StepFormula(step.kind, self._amount(index, step), number, step.boundary)

    def _number(self, index: int, name: str, value: float) -> str:
        """A reference, or the number itself, in brackets where its sign would follow another."""
        typed = f"{value:.15g}" if value >= 0 else f"({value:.15g})"
        return self.numbers.get((index, name), typed)

    def _amount(self, index: int, step: Step) -> str:
        """Of one cell each, MAX and SUM pass over text where the operators > and * would not."""
        present = [code for code in step.nodes if code in self.cells]
        if not present or step.kind is StepKind.GATE:
            return ""
        if step.kind is StepKind.VETO:
            return f"MAX({','.join(self.cells[code] for code in present)})>={NEGLIGIBLE_EXCEL}"
        terms = [f"SUM({self.cells[code]})*{self.weights[code]}" for code in present]
        points = f"{terms[0]}/100" if len(terms) == 1 else f"({'+'.join(terms)})/100"
        return points if step.cap is None else f"MIN({self._number(index, 'cap', step.cap)},{points})"


def _total(value: str, links: Sequence[_StepFormula]) -> str:
    if not links:
        return value
    link, rest = links[0], links[1:]
    if link.kind is StepKind.DEDUCT:
        return _total(f"MAX(0,{value}-{link.amount})" if link.amount else f"MAX(0,{value})", rest)
    if link.kind is StepKind.BONUS:
        return _total(f"{value}+{link.amount}", rest)
    if link.kind is StepKind.VETO:
        return f"IF({link.amount},{link.number},{_total(value, rest)})"
    if all(later.kind in {StepKind.GATE, StepKind.BONUS} for later in rest):
        return f"{value}+{_gain(value, links)}"
    return f"IF({link.short(value)},{value},{_total(value, rest)})"


def _gain(value: str, links: Sequence[_StepFormula]) -> str:
    """What gates and bonuses, of which the last is a bonus, add to a value."""
    link, rest = links[0], links[1:]
    if link.kind is StepKind.GATE:
        return f"IF({link.short(value)},0,{_gain(value, rest)})"
    if not rest:
        return link.amount
    return f"{link.amount}+{_gain(f'{value}+{link.amount}', rest)}"
