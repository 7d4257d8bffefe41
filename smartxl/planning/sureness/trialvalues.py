"""What the formulas of a trial give for one unit: the same roll-ups over numbers, from the scores of the round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from smartxl.model.framework import ROOT, Framework
from smartxl.model.scores import QuantityKind, ScoreTable
from smartxl.planning.context import Context
from smartxl.planning.sureness.trialnodes import shown_score
from smartxl.rules import combine, rounded, run_pipeline

__all__ = ["Shown", "TrialValues"]

Shown = float | str
"""What a cell shows: a number, or the words for none."""


@dataclass(frozen=True)
class TrialValues:
    """The scores of a unit, or of a class as a whole, to be rolled up with other weights.

    After a pipeline a class as a whole has no total of its own.
    """

    context: Context
    table: ScoreTable
    unit: str
    unit_class: str

    @property
    def framework(self) -> Framework:
        """The framework whose roll-ups hold."""
        return self.context.definition.framework

    def score(self, code: str) -> Shown:
        """What the summary shows of a node."""
        return shown_score(self.context, self.table, self.unit, code)

    def combined(self, code: str, scores: Mapping[str, Shown], weights: Mapping[str, float]) -> Shown:
        """A branch or `ROOT` from what its children show, by these weights; `scores` without a child: as the summary has it."""
        framework = self.framework
        is_whole = self.unit == framework.unit_class(self.unit_class).aggregate
        if code == ROOT and framework.conventions.pipeline and is_whole:
            return ""
        if framework.withholds(code) and self.table.below_floor(self.unit, code):
            return self.context.ungraded_word(code)
        basis = [node.code for node in framework.basis(code, self.unit_class)]
        shown = [scores.get(child, self.score(child)) for child in basis]
        applies = [bool(self.table.get(QuantityKind.APPLICABLE, self.unit, child)) for child in basis]
        numbers = [value if isinstance(value, float) else np.nan for value in shown]
        how = framework.combination(code)
        value = combine(how, numbers, [weights[child] for child in basis], applies=applies)
        if code == ROOT:
            value = self._after_pipeline(value)
        result = float(np.asarray(rounded(value, framework.digits(code))).reshape(-1)[0])
        if not np.isnan(result):
            return result
        return "" if code == ROOT or any(applies) else self.context.mark_word

    def _after_pipeline(self, value: np.ndarray) -> np.ndarray:
        framework = self.framework
        nodes = [n for n in framework.children(ROOT, self.unit_class) if n.code in framework.adjusting]
        scores = {n.code: np.array([_number(self.score(n.code))]) for n in nodes}
        weights = {n.code: n.weights[self.unit_class] for n in nodes}
        return run_pipeline(np.atleast_1d(value), framework.conventions.pipeline, scores, weights)


def _number(shown: Shown) -> float:
    return shown if isinstance(shown, float) else np.nan
