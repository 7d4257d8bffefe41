"""The total of one unit with one weight changed: cells from the weight's siblings up to the total, and what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smartxl.cells import a1, area
from smartxl.model.framework import ROOT, Node
from smartxl.model.plan import PlainFormula
from smartxl.planning.context import Context
from smartxl.planning.nodes import NodeCells, node_formula
from smartxl.planning.sureness.trialvalues import Shown, TrialValues
from smartxl.rules import Children

__all__ = ["TrialGround", "WeightTrial", "above", "cells_needed"]


def above(context: Context, node: Node) -> list[str]:
    """The codes above a node, `ROOT` last."""
    codes = [node.parent]
    while codes[-1] != ROOT:
        codes.append(context.definition.framework.by_code[codes[-1]].parent)
    return codes


def cells_needed(context: Context, unit_class: str, node: Node) -> int:
    """How many cells the trial of a node takes."""
    framework = context.definition.framework
    return sum(len(framework.basis(code, unit_class)) + 1 for code in above(context, node))


@dataclass(frozen=True)
class TrialGround:
    """What the trials of a class start from, side by side as on the summary: `columns` node → column.

    The row `scores` has the scores of the unit that is looked at, `weights` the weights of now; `share` is the cell with the
    size of the change, `whole` the condition under which a class as a whole is looked at, `total` the cell of its total.
    """

    context: Context
    values: TrialValues
    columns: Mapping[str, int]
    scores: int
    weights: int
    share: str
    whole: str
    total: str

    def score(self, code: str) -> str:
        """The cell of a score."""
        return self.total if code == ROOT else a1(self.scores, self.columns[code], "$")

    def weight(self, code: str) -> str:
        """The cell of a weight."""
        return a1(self.weights, self.columns[code], "$")

    def across(self, row: int, codes: Sequence[str]) -> str:
        """The cells of siblings in one of the two rows."""
        columns = [self.columns[code] for code in codes]
        return area(row, min(columns), row, max(columns), "$")


class WeightTrial:
    """One node whose weight changes by a share of itself (`change`, -0.1 or 0.1), in cells from row and column `at` on.

    `cells`: column → what stands there in the row of the node; `total` the formula of the total. `free` is the next column.
    """

    def __init__(self, ground: TrialGround, node: Node, at: tuple[int, int], change: float) -> None:
        self.ground, self.node, self.change = ground, node, change
        self.context, self.values = ground.context, ground.values
        self.framework, self.code = self.context.definition.framework, ground.values.unit_class
        self.row, self.free = at
        self.cells: list[tuple[int, PlainFormula]] = []
        self.total = self._chain()

    def _basis(self, code: str) -> list[str]:
        return [child.code for child in self.framework.basis(code, self.code)]

    def _put(self, formula: str, shown: Shown) -> str:
        """One more cell; its reference."""
        reference = a1(self.row, self.free)
        self.cells.append((self.free, PlainFormula(formula, shown)))
        self.free += 1
        return reference

    def _chain(self) -> PlainFormula:
        path = above(self.context, self.node)
        siblings = self._basis(path[0])
        weights, cells = self._changed(siblings)
        children = self._children(siblings, self.ground.across(self.ground.scores, siblings), cells)
        scores: dict[str, Shown] = {}
        for at, code in enumerate(path):
            formula, shown = self._formula(code, children), self.values.combined(code, scores, weights)
            if code == ROOT:
                return PlainFormula(formula, shown)
            reference, parents = self._put(formula, shown), self._basis(path[at + 1])
            scores = {code: shown}
            weights = {each: self.framework.by_code[each].weights[self.code] for each in parents}
            children = self._with(parents, code, reference, shown)
        return PlainFormula('=""', "")

    def _changed(self, siblings: Sequence[str]) -> tuple[Mapping[str, float], list[str]]:
        """The weights of the siblings with the change, and their cells: what one gives, the others take in proportion."""
        now = {code: self.framework.by_code[code].weights[self.code] for code in siblings}
        whole, own = sum(now.values()), now[self.node.code]
        tried = min(whole, own * (1 + self.change))
        sign = "+" if self.change > 0 else "-"
        every = f"SUM({self.ground.across(self.ground.weights, siblings)})"
        mine = self.ground.weight(self.node.code)
        changed = f"MIN({every},{mine}*(1{sign}{self.ground.share}))"
        weights, cells = {}, []
        for code in siblings:
            theirs = self.ground.weight(code)
            if code == self.node.code:
                weights[code] = tried
                cells.append(self._put(f"={changed}", tried))
            else:
                weights[code] = now[code] * (whole - tried) / (whole - own) if whole != own else now[code]
                rest = f"{theirs}*({every}-{changed})/({every}-{mine})"
                cells.append(self._put(f"=IF({every}={mine},{theirs},{rest})", weights[code]))
        return weights, cells

    def _with(self, siblings: Sequence[str], changed: str, reference: str, shown: Shown) -> Children:
        """The scores of a node's siblings with its own new one, by the weights of now."""
        cells = []
        for code in siblings:
            cell = reference if code == changed else self.ground.score(code)
            value = shown if code == changed else self.values.score(code)
            cells.append(self._put(f'=IF({cell}="","",{cell})', value))
        first, last = self.free - len(siblings), self.free - 1
        return Children(
            area(self.row, first, self.row, last),
            self.ground.across(self.ground.weights, siblings),
            tuple(cells),
            tuple(self.ground.weight(code) for code in siblings),
            mark=self.context.mark,
            ungraded=self.context.ungraded(*siblings),
        )

    def _children(self, siblings: Sequence[str], scores: str, cells: Sequence[str]) -> Children:
        first, last = self.free - len(siblings), self.free - 1
        return Children(
            scores,
            area(self.row, first, self.row, last),
            tuple(self.ground.score(code) for code in siblings),
            tuple(cells),
            mark=self.context.mark,
            ungraded=self.context.ungraded(*siblings),
        )

    def _formula(self, code: str, children: Children) -> str:
        """The score of a node above; what is not graded stays so, and a class as a whole has no pipeline of its own."""
        present = self.framework.children(ROOT, self.code) if code == ROOT else ()
        adjusting = [node.code for node in present if node.code in self.framework.adjusting]
        cells = NodeCells(
            self.code,
            children,
            "1",
            {each: self.ground.score(each) for each in adjusting},
            {each: self.ground.weight(each) for each in adjusting},
        )
        formula = node_formula(self.context, code, cells)
        if self.framework.withholds(code):
            base, word = self.ground.score(code), self.context.ungraded(code)
            formula = f"=IF({base}={word},{word},{formula[1:]})"
        if code == ROOT and self.framework.conventions.pipeline:
            formula = f'=IF({self.ground.whole},"",{formula[1:]})'
        return formula
