"""The formula of a node over other weights than the workbook counts with: indicators' scores stay on the class's summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from smartxl.cells import a1, area, qualified
from smartxl.model.framework import ROOT, Framework
from smartxl.model.plan import Computed
from smartxl.model.robustness import ScenarioOutcome
from smartxl.model.scores import CITY, Quantity, QuantityKind, ScoreTable
from smartxl.planning.context import Context
from smartxl.planning.nodes import NodeCells, node_formula
from smartxl.planning.summary_place import SummaryPlace
from smartxl.rules import Children

__all__ = ["TrialNodes", "is_live", "shown_score", "trial_context"]


def trial_context(context: Context, outcome: ScenarioOutcome) -> Context:
    """The workbook's context with the definition of a scenario: its weights, roll-ups and decimals."""
    return replace(context, definition=outcome.definition)


def is_live(context: Context, outcome: ScenarioOutcome, table: ScoreTable) -> bool:
    """Whether formulas over the indicators' scores in the workbook give a scenario's result.

    They do not where an indicator scores otherwise, where peers' scores stand in for missing ones, or where the scenario
    asks why a score is missing and the workbook does not show it.
    """
    own, other = context.definition.framework, outcome.definition.framework
    return (
        [(n.code, n.parent) for n in own.nodes] == [(n.code, n.parent) for n in other.nodes]
        and own.conventions.coverage_floor == other.conventions.coverage_floor
        and own.conventions.pipeline == other.conventions.pipeline
        and own.conventions.peers == other.conventions.peers
        and (own.reason_matters or not other.reason_matters)
        and not any(other.combination(code).over_peers for code in _groups(other))
        and _same_leaves(own, table, outcome.table)
    )


def _groups(framework: Framework) -> Sequence[str]:
    return (ROOT, *(node.code for node in framework.nodes if not node.is_leaf))


def _same_leaves(framework: Framework, table: ScoreTable, other: ScoreTable) -> bool:
    """Whether all indicators have the same scores, of units and of classes as a whole."""
    leaves = {node.code for node in framework.nodes if node.is_leaf}
    return all(
        other.values.get(quantity) == value
        for quantity, value in table.values.items()
        if quantity.kind is QuantityKind.SCORE and quantity.ref in leaves and quantity.unit != CITY
    )


def shown_score(context: Context, table: ScoreTable, unit: str, code: str) -> float | str:
    """What a cell shows of a score: the number, or the words for none."""
    value = table.get(QuantityKind.SCORE, unit, code)
    if value is not None:
        return value
    mark = "" if code == ROOT else context.mark_word
    content = Computed(
        "", Quantity(QuantityKind.SCORE, unit, code), mark=mark, ungraded=context.ungraded_word(code)
    )
    return content.without_value(table)


@dataclass(frozen=True)
class TrialNodes:
    """Where one trial of a class finds its numbers.

    `columns`: branch (or `ROOT`) → its column on the trial's own sheet; `weights`: node → the column of its weight there, in
    the row `weight_row`, siblings side by side in the order of the summary.
    """

    context: Context
    unit_class: str
    place: SummaryPlace
    columns: Mapping[str, int]
    weights: Mapping[str, int]
    weight_row: int

    @property
    def framework(self) -> Framework:
        """The framework that is tried."""
        return self.context.definition.framework

    def formula(self, code: str, row: int, summary_row: int, *, of_unit: bool, raw: bool = False) -> str:
        """The score of a branch or `ROOT` in a row of the sheet, whose unit stands in a row of the summary."""
        basis = [node.code for node in self.framework.basis(code, self.unit_class)]
        present = self.framework.children(ROOT, self.unit_class) if code == ROOT else ()
        adjusting = [node.code for node in present if node.code in self.framework.adjusting]
        cells = NodeCells(
            self.unit_class,
            self._children(basis, row, summary_row) if basis else None,
            qualified(self.place.sheet, self.place.cell(summary_row, QuantityKind.ANSWERED)),
            {c: self._cell(c, row, summary_row) for c in adjusting},
            {c: self._weight(c) for c in adjusting},
        )
        formula = node_formula(self.context, code, cells, raw=raw, peers=of_unit)
        return self.graded(code, summary_row, formula, raw=raw) if of_unit else formula

    def graded(self, code: str, summary_row: int, formula: str, *, raw: bool) -> str:
        """What the workbook does not grade is not graded here."""
        if not self.framework.withholds(code):
            return formula
        word, base = (
            self.context.ungraded(code),
            qualified(self.place.sheet, self.place.cell(summary_row, f"score.{code}")),
        )
        shown = '""' if raw else word
        return f"=IF({base}={word},{shown},{formula[1:]})"

    def _children(self, codes: Sequence[str], row: int, summary_row: int) -> Children:
        weights = [self.weights[code] for code in codes]
        return Children(
            scores=self._across(codes, row, summary_row),
            weights=area(self.weight_row, min(weights), self.weight_row, max(weights), "$"),
            cells=tuple(self._cell(code, row, summary_row) for code in codes),
            shares=tuple(self._weight(code) for code in codes),
            mark=self.context.mark,
            ungraded=self.context.ungraded(*codes),
        )

    def _weight(self, code: str) -> str:
        return a1(self.weight_row, self.weights[code], "$")

    def _cell(self, code: str, row: int, summary_row: int) -> str:
        if code in self.columns:
            return a1(row, self.columns[code])
        return qualified(self.place.sheet, self.place.cell(summary_row, f"score.{code}"))

    def _across(self, codes: Sequence[str], row: int, summary_row: int) -> str:
        if codes[0] in self.columns:
            columns = [self.columns[code] for code in codes]
            return area(row, min(columns), row, max(columns))
        columns = [self.place.columns[f"score.{code}"] for code in codes]
        return qualified(self.place.sheet, area(summary_row, min(columns), summary_row, max(columns)))
