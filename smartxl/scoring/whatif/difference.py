"""Why a total differs under another definition of the same tree: what each node brings to it, down to the indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.differences import Contribution, ContributionKind
from smartxl.model.framework import ROOT, Framework
from smartxl.model.scores import CITY, QuantityKind
from smartxl.rules import weighted_mean
from smartxl.rules.base import FloatArray
from smartxl.scoring.classes import ClassResult, class_results
from smartxl.scoring.rows import gather
from smartxl.scoring.whatif.images import CountedChildren, NodeChange, change_of

__all__ = ["explain_difference"]

Parts = dict[tuple[str, ContributionKind], FloatArray]
"""(node, kind) → points of each unit, the class as a whole last; shape (units + 1,)."""
_NOTHING = 1e-9


def explain_difference(
    before: Definition, after: Definition, answers: Iterable[Answer]
) -> Mapping[str, tuple[Contribution, ...]]:
    """Unit, class (`@department`) or city → what its total after, less that before, is made of; the parts sum up to it.

    Both definitions have one tree and one roster, as `apply` leaves them. The largest part comes first, the rounding last. A
    unit that has no total before or after has no parts. What a weight and a score do together is shared half and half.
    """
    given = tuple(answers)
    old, new = (class_results(each, gather(each, given)) for each in (before, after))
    found: dict[str, tuple[Contribution, ...]] = {}
    wholes: dict[str, dict[tuple[str, ContributionKind], float]] = {}
    for unit_class in before.framework.classes:
        code = unit_class.code
        change = _ClassChange(before.framework, after.framework, old[code], new[code])
        parts = change.total(np.array([u.weight for u in before.roster.of_class(code)], dtype=np.float64))
        for place, unit in enumerate(old[code].units):
            own = {key: float(points[place]) for key, points in parts.items()}
            found[unit] = _sorted(own)
            wholes[unit] = own
    found[CITY] = _sorted(_of_city(before.framework, after.framework, old, new, wholes))
    return found


def _sorted(parts: Mapping[tuple[str, ContributionKind], float]) -> tuple[Contribution, ...]:
    """Without what is nothing; nothing at all where there is no difference to explain."""
    if any(np.isnan(points) for points in parts.values()):
        return ()
    listed = [Contribution(ref, kind, points) for (ref, kind), points in parts.items()]
    last = [part for part in listed if part.kind is ContributionKind.ROUNDING]
    rest = [part for part in listed if part.kind is not ContributionKind.ROUNDING]
    told = [part for part in rest if abs(part.points) > _NOTHING]
    told.sort(key=lambda part: -abs(part.points))
    left = sum(part.points for part in (*rest, *last)) - sum(part.points for part in told)
    if abs(left) > _NOTHING:
        return (*told, Contribution(ROOT, ContributionKind.ROUNDING, left))
    if told:  # the last digits, so that the sum is the difference
        told[0] = replace(told[0], points=told[0].points + left)
    return tuple(told)


@dataclass
class _ClassChange:
    """One class under both definitions."""

    framework: Framework
    other: Framework
    before: ClassResult
    after: ClassResult
    _known: dict[str, Parts] = field(default_factory=dict)

    def total(self, weights: FloatArray) -> Parts:
        """The parts of the change of the total; `weights` (units,) are those of the units."""
        difference = self._difference(ROOT)
        steps = self.framework.conventions.pipeline
        parts = self._of_children(ROOT) if self.framework.basis(ROOT, self.before.code) else {}
        base = sum(parts.values(), np.zeros_like(difference))
        if steps:
            raw = self.after.rolled.raw - self.before.rolled.raw
            parts[ROOT, ContributionKind.PIPELINE] = np.where(np.isnan(raw), 0.0, raw - base)
            base = base + parts[ROOT, ContributionKind.PIPELINE]
        _add(parts, (ROOT, ContributionKind.ROUNDING), difference - base)
        return self._mean_of_units(parts, weights) if steps else parts

    def _mean_of_units(self, parts: Parts, weights: FloatArray) -> Parts:
        """After a pipeline the class is the mean of its units' totals; of them those count that have one before and after."""
        difference = self._difference(ROOT)
        counted = ~np.isnan(difference[:-1])
        for points in parts.values():
            mean = weighted_mean(np.where(counted, points[:-1], np.nan), weights) if counted.any() else 0.0
            points[-1] = float(mean)
        told = sum(points[-1] for points in parts.values())
        parts[ROOT, ContributionKind.PIPELINE][-1] += difference[-1] - told
        return parts

    def _difference(self, code: str) -> FloatArray:
        old, new = self.before.rolled.scores, self.after.rolled.scores
        return np.asarray(new[code] - old[code], dtype=np.float64)

    def _of_children(self, code: str) -> Parts:
        """The parts of the change of a node before its rounding."""
        children = [child.code for child in self.framework.basis(code, self.before.code)]
        change = self._change(code, children)
        parts: Parts = {}
        if np.any(change.method):
            parts[code, ContributionKind.ROLLUP] = change.method
        for place, child in enumerate(children):
            weight, factor = change.weight[:, place], change.value[:, place]
            own = self._difference(child)
            scored = ~np.isnan(own)
            _add(parts, (child, ContributionKind.WEIGHT), np.where(scored, weight, 0.0))
            other = np.where(scored, 0.0, weight + factor * change.values[:, place])
            _add(parts, (child, ContributionKind.SCORE), other)
            if np.any(own[scored]):
                for key, points in self._of_node(child).items():
                    _add(parts, key, factor * np.where(scored & (factor != 0), points, 0.0))
        return parts

    def _of_node(self, code: str) -> Parts:
        """The parts of the change of a node's score."""
        if code not in self._known:
            difference = self._difference(code)
            if self.framework.by_code[code].is_leaf:
                self._known[code] = {(code, ContributionKind.SCORE): difference}
            else:
                parts = self._of_children(code)
                told = sum(parts.values(), np.zeros_like(difference))
                _add(parts, (ROOT, ContributionKind.ROUNDING), difference - told)
                self._known[code] = parts
        return self._known[code]

    def _change(self, code: str, children: list[str]) -> NodeChange:
        old, new = (
            _counted(framework, result, code, children)
            for framework, result in ((self.framework, self.before), (self.other, self.after))
        )
        return change_of(old, new)


def _add(parts: Parts, key: tuple[str, ContributionKind], points: FloatArray) -> None:
    if np.any(points):
        parts[key] = parts[key] + points if key in parts else points


def _counted(framework: Framework, result: ClassResult, code: str, children: list[str]) -> CountedChildren:
    """The children of a node as the engine combines them."""
    how, rolled = framework.combination(code), result.rolled
    applicable = result.counts[QuantityKind.APPLICABLE]
    scores = np.stack([rolled.scores[child] for child in children], axis=-1)
    applies = np.stack([applicable[child] > 0 for child in children], axis=-1)
    weights = np.array([framework.by_code[child].weights[result.code] for child in children])
    peers = None
    if how.over_peers:
        spread = [np.append(result.groups.spread(rolled.peers[child]), np.nan) for child in children]
        peers = np.stack(spread, axis=-1)
    return CountedChildren.of(how, scores, weights, applies, peers)


def _of_city(
    before: Framework,
    after: Framework,
    old: Mapping[str, ClassResult],
    new: Mapping[str, ClassResult],
    wholes: Mapping[str, Mapping[tuple[str, ContributionKind], float]],
) -> Mapping[tuple[str, ContributionKind], float]:
    """The parts of the city's total: those of its classes by their shares, and the shares themselves."""
    totals = [
        {c.code: float(results[c.code].rolled.scores[ROOT][-1]) for c in framework.classes}
        for framework, results in ((before, old), (after, new))
    ]
    shares = [_shares(framework, own) for framework, own in zip((before, after), totals, strict=True)]
    whole = [
        float(
            weighted_mean(
                np.array([own[c.code] for c in framework.classes]),
                [c.share for c in framework.classes],
                framework.digits(ROOT),
            )
        )
        for framework, own in zip((before, after), totals, strict=True)
    ]
    parts: dict[tuple[str, ContributionKind], float] = {}
    centre = sum(whole) / 2
    for unit_class in before.classes:
        for key, points in _of_class(unit_class.code, unit_class.aggregate, totals, shares, centre, wholes):
            parts[key] = parts.get(key, 0.0) + points
    rounding = (ROOT, ContributionKind.ROUNDING)
    parts[rounding] = parts.get(rounding, 0.0) + whole[1] - whole[0] - sum(parts.values())
    return parts


def _of_class(
    code: str,
    aggregate: str,
    totals: list[dict[str, float]],
    shares: list[Mapping[str, float]],
    centre: float,
    wholes: Mapping[str, Mapping[tuple[str, ContributionKind], float]],
) -> Iterator[tuple[tuple[str, ContributionKind], float]]:
    known = [own[code] for own in totals if not np.isnan(own[code])]
    if not known:
        return
    share = sum(each[code] for each in shares) / 2
    yield (
        (aggregate, ContributionKind.SHARE),
        (shares[1][code] - shares[0][code]) * (sum(known) / len(known) - centre),
    )
    if len(known) == len(totals):
        for key, points in wholes[aggregate].items():
            yield key, share * points


def _shares(framework: Framework, totals: Mapping[str, float]) -> Mapping[str, float]:
    """Class → its share of the city's total; 0 for one without a total."""
    given = {c.code: 0.0 if np.isnan(totals[c.code]) else c.share for c in framework.classes}
    whole = sum(given.values())
    return {code: share / whole if whole else 0.0 for code, share in given.items()}
