"""Between which scores an indicator, a node and the total can lie, for all answers that are allowed.

Wide rather than narrow: what may be left out, or is unbounded, is taken into account, so that what lies outside the bounds can
never happen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from smartxl.model.combination import Combination, NotApplicable, RollUp, Step, StepKind, Unscored
from smartxl.model.framework import LARGEST, ROOT, Framework, Indicator, Measure
from smartxl.model.relations import RelationKind
from smartxl.model.unanswered import Missing
from smartxl.rules import build, is_peer
from smartxl.rules.base import Rule
from smartxl.rules.points import Criteria, Deduction, Panel

__all__ = ["ScoreBounds", "TotalBounds", "leaf_bounds", "node_bounds", "total_bounds"]

_FULL = 100.0


@dataclass(frozen=True, slots=True)
class ScoreBounds:
    """The lowest and the highest score; infinite where nothing bounds it."""

    low: float
    high: float

    @property
    def is_known(self) -> bool:
        """Whether both ends are numbers."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    def with_zero(self) -> ScoreBounds:
        """The same where 0 may stand in for a score."""
        return ScoreBounds(min(self.low, 0.0), max(self.high, 0.0))

    def scaled(self, factor: float) -> ScoreBounds:
        """The same times a number from 0 up."""
        return ScoreBounds(self.low * factor, self.high * factor) if factor else ScoreBounds(0.0, 0.0)

    @classmethod
    def around(cls, bounds: Iterable[ScoreBounds]) -> ScoreBounds:
        """From the lowest to the highest of several."""
        known = list(bounds)
        return cls(min(b.low for b in known), max(b.high for b in known))


_UNKNOWN = ScoreBounds(-math.inf, math.inf)


def leaf_bounds(framework: Framework, indicator: Indicator) -> ScoreBounds:
    """Of an indicator whose rows are all answered."""
    scale = framework.scales.get(indicator.scale)
    points = [option.points for option in scale.options] if scale else []
    if indicator.measure is Measure.SAMPLE:
        return ScoreBounds(0.0, _FULL * max(points, default=1.0))
    if points:
        return ScoreBounds(_FULL * min(points), _FULL * max(points))
    return _UNKNOWN if is_peer(indicator.rule) else _rule_bounds(indicator)


def _rule_bounds(indicator: Indicator) -> ScoreBounds:
    rule = build(indicator.rule)
    if isinstance(rule, Criteria):
        best = max(rule.points) if rule.best else sum(rule.points)
        return ScoreBounds(0.0, _FULL * min(rule.full, best) / rule.full)
    if isinstance(rule, Panel):
        low, high = zip(*(item.bounds for item in indicator.inputs), strict=True)
        return _finite(_FULL * min(low) / rule.full, _FULL * max(high) / rule.full)
    if isinstance(rule, Deduction):
        return ScoreBounds(0.0, _FULL)
    return _scored(rule, *_readings(indicator, rule)) if rule.one_reading else _UNKNOWN


def _readings(indicator: Indicator, rule: Rule) -> tuple[float, float]:
    """The least and the largest reading: of one input, or of the quotient of two."""
    bounds = [item.bounds for item in indicator.inputs]
    if len(bounds) == 1:
        return bounds[0]
    per = float(getattr(rule, "per", _FULL))
    codes = [item.code for item in indicator.inputs]
    if min(low for low, _ in bounds) < 0 or per < 0:
        return -LARGEST, LARGEST
    is_share = any(
        check.kind is RelationKind.AT_MOST and [part.rpartition("/")[2] for part in check.parts] == codes[:1]
        and check.whole.rpartition("/")[2] == codes[1]
        for check in indicator.checks
    )  # fmt: skip
    return (0.0, per) if is_share else (0.0, LARGEST)


def _scored(rule: Rule, low: float, high: float) -> ScoreBounds:
    """The lowest and the highest score over all readings: at the ends, at every number of the parameters, and between them."""
    numbers = [number for values in rule.parameters().values() for number in values if low < number < high]
    marks = sorted({low, *numbers, high})
    readings = np.asarray([*marks, *((a + b) / 2 for a, b in pairwise(marks))])
    scores = rule.score(readings[:, np.newaxis])
    known = scores[np.isfinite(scores)]
    return _finite(float(known.min()), float(known.max())) if known.size else _UNKNOWN


def _finite(low: float, high: float) -> ScoreBounds:
    """Without ends that only the largest number of all would reach."""
    far = LARGEST / 1e6
    return ScoreBounds(-math.inf if low < -far else low, math.inf if high > far else high)


@dataclass(frozen=True, slots=True)
class TotalBounds:
    """The total of a class before each step of the pipeline, and at the end."""

    before: tuple[ScoreBounds, ...]
    end: ScoreBounds


def node_bounds(framework: Framework, unit_class: str) -> Mapping[str, ScoreBounds]:
    """Every node of a class, and `ROOT` for the total before the pipeline."""
    found: dict[str, ScoreBounds] = {}
    zero = Missing.ZERO in {
        framework.conventions.unanswered.before_due,
        framework.conventions.unanswered.after_due,
    }
    for node in framework.leaves(unit_class):
        if node.indicator:
            bounds = leaf_bounds(framework, node.indicator)
            is_zero = zero or node.indicator.missing is Missing.ZERO
            found[node.code] = bounds.with_zero() if is_zero else bounds
    for node in reversed(framework.branches(unit_class)):
        found[node.code] = _combined(framework, node.code, unit_class, found)
    found[ROOT] = _combined(framework, ROOT, unit_class, found)
    return found


def _combined(
    framework: Framework, code: str, unit_class: str, found: Mapping[str, ScoreBounds]
) -> ScoreBounds:
    children = [n for n in framework.basis(code, unit_class) if n.weights[unit_class] and n.code in found]
    if not children:  # nothing to combine: a total that starts from full points
        return ScoreBounds(_FULL, _FULL)
    how = framework.combination(code)
    around = _floored(ScoreBounds.around(found[node.code] for node in children), how)
    if how.unscored is Unscored.ZERO or how.not_applicable is NotApplicable.LOST:
        around = around.with_zero()
    if how.method is RollUp.SUM:
        return around.scaled(sum(node.weights[unit_class] for node in children) / _FULL)
    return around


def _floored(bounds: ScoreBounds, how: Combination) -> ScoreBounds:
    return (
        bounds if how.floor is None else ScoreBounds(max(bounds.low, how.floor), max(bounds.high, how.floor))
    )


def total_bounds(framework: Framework, unit_class: str, nodes: Mapping[str, ScoreBounds]) -> TotalBounds:
    """The total through the pipeline."""
    now, recorded = nodes[ROOT], list[float]()
    before = []
    for step in framework.conventions.pipeline:
        before.append(now)
        if step.kind is StepKind.VETO:
            recorded.append(step.record)
        elif step.kind is not StepKind.GATE:
            now = _adjusted(now, step, step_points(framework, unit_class, nodes, step))
    ends = [now, *(ScoreBounds(record, record) for record in recorded)]
    return TotalBounds(tuple(before), ScoreBounds.around(ends))


def step_points(framework: Framework, unit_class: str, nodes: Mapping[str, ScoreBounds], step: Step) -> float:
    """The most points that the nodes of a step bring together, before its cap."""
    named = [framework.by_code[code] for code in step.nodes if code in nodes]
    return sum(max(0.0, nodes[n.code].high) * n.weights.get(unit_class, 0.0) / _FULL for n in named)


def _adjusted(now: ScoreBounds, step: Step, most: float) -> ScoreBounds:
    points = most if step.cap is None else min(most, step.cap)
    if step.kind is StepKind.BONUS:
        return replace(now, high=now.high + points)
    return replace(now, low=min(now.low, max(0.0, now.low - points)))
