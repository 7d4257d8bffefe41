"""A second engine in plain Python, written from docs/methods.md alone: no arrays, one unit after the other.

It shares with the first one the definition and nothing of its arithmetic. Indicators take the number reported (rule `given`
direct); everything above them is here.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from smartxl.model.answers import Answer, State
from smartxl.model.combination import Combination, Counted, NotApplicable, Peers, RollUp, Unscored
from smartxl.model.definition import Definition, Unit
from smartxl.model.framework import ROOT, Node

__all__ = ["second_engine"]

Number = float | None
CLASS = "d"
UNROUNDED = 15


@dataclass(frozen=True)
class Part:
    """One child: its score, its weight, whether it applies, and what its peers would put in its place."""

    score: Number
    weight: float
    applies: bool
    peers: Number = None

    @property
    def asked(self) -> bool:
        return self.applies or self.score is not None

    def counted(self, how: Combination) -> Number:
        if self.score is not None:
            return self.score
        if not self.asked:
            return 0.0 if how.not_applicable is NotApplicable.LOST else None
        if how.unscored is Unscored.ZERO:
            return 0.0
        return self.peers if how.over_peers else None


def rounded(value: Number, digits: int) -> Number:
    """Half away from zero, of the 15 digits that Excel shows."""
    if value is None or digits >= UNROUNDED:
        return value
    return float(Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def rolled_up(how: Combination, parts: Sequence[Part]) -> Number:
    """A node from its children."""
    if not any(part.asked for part in parts) or not covered(how, parts):
        return None
    counting = [(v, p.weight) for p in parts if (v := p.counted(how)) is not None and p.weight > 0]
    if not counting:
        return None
    whole = sum(part.weight for part in parts)
    return mean_of(how, counting, whole)


def covered(how: Combination, parts: Sequence[Part]) -> bool:
    sizes = [(p.weight if how.counted is Counted.WEIGHT else 1.0, p) for p in parts if p.asked]
    whole = sum(size for size, _ in sizes)
    if how.coverage <= 0:
        return True
    return whole > 0 and round(sum(s for s, p in sizes if p.score is not None) / whole, 10) >= how.coverage


def mean_of(how: Combination, counting: Sequence[tuple[float, float]], whole: float) -> Number:
    total = sum(weight for _, weight in counting)
    if how.method in {RollUp.MEAN, RollUp.SUM}:
        mean = sum(value * weight for value, weight in counting) / total
        return mean if how.method is RollUp.MEAN else mean * whole / 100
    if how.method is RollUp.WORST:
        return min(value for value, _ in counting)
    floored = [(v if how.floor is None else max(v, how.floor), w) for v, w in counting]
    positive_power = how.method is RollUp.POWER and how.power > 0
    if any(v < 0 if positive_power else v <= 0 for v, _ in floored):
        return None
    if how.method is RollUp.GEOMETRIC:
        return float(math.prod(v ** (w / total) for v, w in floored))
    power = -1.0 if how.method is RollUp.HARMONIC else how.power
    return float((sum(w * v**power for v, w in floored) / total) ** (1 / power))


@dataclass
class SecondEngine:
    """`known`: (unit or @class, node) → score and whether it applies."""

    definition: Definition
    known: dict[tuple[str, str], tuple[Number, bool]]

    @property
    def units(self) -> Sequence[Unit]:
        return self.definition.roster.units

    def indicators(self, answers: Mapping[tuple[str, str], Answer]) -> None:
        framework = self.definition.framework
        for node in framework.nodes:
            if node.indicator is None:
                continue
            digits = framework.digits(node.code)
            for unit in self.units:
                asked = not node.indicator.units or unit.code in node.indicator.units
                answer = answers.get((unit.code, f"{node.code}/x"))
                state = answer.state if answer else State.BLANK
                value = rounded(answer.score_input, digits) if answer and state is State.VALUE else None
                self.known[unit.code, node.code] = value, asked and state is not State.NOT_APPLICABLE
            own = [(self.known[unit.code, node.code], unit.weight) for unit in self.units]
            scored = [(value, weight) for (value, _), weight in own if value is not None]
            mean = sum(v * w for v, w in scored) / sum(w for _, w in scored) if scored else None
            self.known["@d", node.code] = rounded(mean, digits), any(applies for (_, applies), _ in own)

    def branch(self, code: str, children: Sequence[Node]) -> None:
        framework = self.definition.framework
        how = framework.combination(code)
        for unit in (*self.units, None):
            ref = "@d" if unit is None else unit.code
            # The class as a whole has no peers.
            own = replace(how, unscored=Unscored.LEAVE_OUT) if unit is None and how.over_peers else how
            parts = [
                Part(*self._own(ref, c), self._peers(how, unit, c)) if unit else Part(*self._own(ref, c))
                for c in children
            ]
            score = rounded(rolled_up(own, parts), framework.digits(code))
            self.known[ref, code] = score, any(part.applies for part in parts)

    def _own(self, ref: str, child: Node) -> tuple[Number, float, bool]:
        score, applies = self.known[ref, child.code]
        return score, child.weights[CLASS], applies

    def _peers(self, how: Combination, unit: Unit, child: Node) -> Number:
        of_class = self.definition.framework.conventions.peers is Peers.CLASS
        peers = [other for other in self.units if of_class or other.group == unit.group]
        scores = [s for other in peers if (s := self.known[other.code, child.code][0]) is not None]
        if not scores:
            return None
        return statistics.median(scores) if how.unscored is Unscored.PEER_MEDIAN else statistics.fmean(scores)


def second_engine(
    definition: Definition, answers: Sequence[Answer]
) -> Mapping[tuple[str, str], tuple[Number, bool]]:
    """(unit or @class, node or ROOT) → score and whether it applies, of a framework with one class and two levels."""
    engine = SecondEngine(definition, {})
    engine.indicators({(answer.unit, answer.key): answer for answer in answers})
    top = [node for node in definition.framework.nodes if node.parent == ROOT]
    for node in top:
        engine.branch(node.code, [c for c in definition.framework.nodes if c.parent == node.code])
    engine.branch(ROOT, top)
    return engine.known
