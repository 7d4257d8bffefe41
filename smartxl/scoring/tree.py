"""From indicators upwards: branches, the total with its pipeline, the SMART elements, the city."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartxl.model.combination import Unscored
from smartxl.model.framework import ROOT, Element, Framework, Node, UnitClass
from smartxl.model.scores import QuantityKind
from smartxl.rules import SETTLED_DIGITS, combine, round_half_away, rounded, run_pipeline, weighted_mean
from smartxl.scoring.floor import withheld
from smartxl.scoring.groups import Groups

__all__ = ["Columns", "KnownClass", "RolledUp", "add_up", "city_columns", "element_columns", "roll_up"]

FloatArray = NDArray[np.float64]
Columns = Mapping[str, FloatArray]
"""Node code (or element) → one number per unit, shape (units,)."""
_FULL_SCORE = 100.0


@dataclass(frozen=True)
class RolledUp:
    """Scores of all nodes and `ROOT`; the total before its rounding, settled; what unscored children counted with.

    `peers`: child code → one number for each group of peers, NaN where no peer has a score.
    """

    scores: Columns
    raw: FloatArray
    peers: Columns


@dataclass(frozen=True)
class _Class:
    """One class while it is rolled up: columns of its units, the class as a whole last.

    `node_weights`: node → its weight in each run, shape (runs, 1), where it is not the framework's.
    """

    framework: Framework
    code: str
    groups: Groups
    weights: FloatArray
    counts: Mapping[QuantityKind, Columns]
    node_weights: Mapping[str, FloatArray]

    def weight(self, node: Node) -> FloatArray | float:
        """The weight of a node: one number, or one in each run, shape (runs, 1)."""
        return self.node_weights.get(node.code, node.weights[self.code])

    def combined(self, code: str, columns: Columns, peers: Columns) -> FloatArray:
        """A node from its children, not rounded; `peers` as `stand_ins` gives them."""
        children = self.framework.basis(code, self.code)
        how = self.framework.combination(code)
        if not children:
            return np.where(self.counts[QuantityKind.ANSWERED][code] > 0, _FULL_SCORE, np.nan)
        scores = _side_by_side([columns[child.code] for child in children])
        applicable = self.counts[QuantityKind.APPLICABLE]
        applies = np.stack([applicable[child.code] > 0 for child in children], axis=-1)
        weights = _side_by_side([self.weight(child) for child in children])
        if weights.ndim > 1:  # others in each run
            scores = np.broadcast_to(scores, np.broadcast_shapes(scores.shape, weights.shape))
        spread = self._spread(children, peers) if how.over_peers else None
        return combine(how, scores, weights, applies=applies, peers=spread)

    def stand_ins(self, code: str, columns: Columns) -> Columns:
        """Child code → what a child without a score counts with in each group of peers, where that is its peers' score."""
        how = self.framework.combination(code)
        if not how.over_peers:
            return {}
        middle = np.nanmedian if how.unscored is Unscored.PEER_MEDIAN else np.nanmean

        def of_group(scores: FloatArray) -> FloatArray:
            if not scores.shape[-1]:  # a class without units
                return np.full(scores.shape[:-1], np.nan)
            nobody = np.asarray(np.isnan(scores).all(axis=-1))
            return np.where(nobody, np.nan, middle(np.where(nobody[..., None], 0.0, scores), axis=-1))

        return {
            child.code: self.groups.each(columns[child.code][..., :-1], of_group)
            for child in self.framework.basis(code, self.code)
        }

    def _spread(self, children: tuple[Node, ...], peers: Columns) -> FloatArray:
        """What each unit's children would count with; the class as a whole has no peers."""
        return _side_by_side(
            [_with_last(self.groups.spread(peers[child.code]), np.nan) for child in children]
        )

    def total(self, columns: Columns, peers: Columns, below: Mapping[str, NDArray[np.bool_]]) -> FloatArray:
        """The total before its rounding: the roll-up of the top level, then the pipeline.

        After a pipeline the class as a whole is the mean of its units' totals: a veto is a unit's own.
        """
        steps = self.framework.conventions.pipeline
        raw = self.combined(ROOT, columns, peers)
        if not steps:
            return withheld(self.framework, ROOT, raw, below)
        nodes = [n for n in self.framework.children(ROOT, self.code) if n.code in self.framework.adjusting]
        of_steps, weights = {n.code: columns[n.code] for n in nodes}, {n.code: self.weight(n) for n in nodes}
        raw = np.broadcast_arrays(raw, *of_steps.values(), *weights.values())[0]
        raw = run_pipeline(raw, steps, of_steps, weights)
        raw = withheld(self.framework, ROOT, raw, below)
        raw[..., -1] = weighted_mean(rounded(raw[..., :-1], self.framework.digits(ROOT)), self.weights)
        return raw


@dataclass(frozen=True)
class KnownClass:
    """What a class came to with other answers: its scores, and the counts of all nodes."""

    rolled: RolledUp
    counts: Mapping[QuantityKind, Columns]

    def has(self, scores: Columns, counts: Mapping[QuantityKind, Columns], codes: Sequence[str]) -> bool:
        """Whether these nodes have the very columns that they have here."""
        mine = self.counts[QuantityKind.APPLICABLE]
        theirs = counts[QuantityKind.APPLICABLE]
        return all(
            scores[code] is self.rolled.scores.get(code) and theirs[code] is mine.get(code) for code in codes
        )


def roll_up(
    framework: Framework,
    unit_class: str,
    groups: Groups,
    weights: FloatArray,
    leaves: Columns,
    counts: Mapping[QuantityKind, Columns],
    below: Mapping[str, NDArray[np.bool_]],
    known: KnownClass | None = None,
    node_weights: Mapping[str, FloatArray] | None = None,
) -> RolledUp:
    """Scores of all nodes of a class and of `ROOT`, each level combined and rounded as the framework says.

    `leaves`: indicator → scores (units + 1,), the class as a whole last; `counts`: those of all nodes, likewise.
    `weights` (units,) are those of the units; `below`: node → units below its coverage floor, which have no score of it.
    `known`: the same of other answers; nodes whose children have the very columns of that are as they were.
    `node_weights`: node → its weight in each of many runs, shape (runs, 1), in place of the framework's. Then, and where
    `leaves` have runs before units, all columns that depend on them have shape (runs, units + 1).
    """
    of_class = _Class(framework, unit_class, groups, weights, counts, node_weights or {})
    columns, peers = dict(leaves), dict[str, FloatArray]()
    for node in reversed(framework.branches(unit_class)):
        children = [child.code for child in framework.basis(node.code, unit_class)]
        if known is not None and children and known.has(columns, counts, children):
            peers |= {code: known.rolled.peers[code] for code in children if code in known.rolled.peers}
            columns[node.code] = known.rolled.scores[node.code]
            continue
        peers |= of_class.stand_ins(node.code, columns)
        combined = withheld(framework, node.code, of_class.combined(node.code, columns, peers), below)
        columns[node.code] = rounded(combined, framework.digits(node.code))
    peers |= of_class.stand_ins(ROOT, columns)
    total = of_class.total(columns, peers, below)
    columns[ROOT] = rounded(total, framework.digits(ROOT))
    return RolledUp(columns, round_half_away(total, SETTLED_DIGITS), peers)


def _side_by_side(columns: Sequence[FloatArray | float]) -> FloatArray:
    """Columns, of which some may have runs before units, along a new last axis."""
    return np.stack(np.broadcast_arrays(*columns), axis=-1)


def _with_last(columns: FloatArray, last: float) -> FloatArray:
    """One more number behind the last axis."""
    return np.concatenate((columns, np.full((*columns.shape[:-1], 1), last)), axis=-1)


def add_up(framework: Framework, unit_class: str, leaves: Columns, known: Columns | None = None) -> Columns:
    """Counts of all nodes and `ROOT`: the sum of the children's; as `known`, where the children have the columns of that."""
    columns = dict(leaves)
    for code in (*(node.code for node in reversed(framework.branches(unit_class))), ROOT):
        codes = [child.code for child in framework.children(code, unit_class) if child.code in columns]
        children = [columns[child] for child in codes]
        if known is not None and children and all(columns[child] is known.get(child) for child in codes):
            columns[code] = known[code]
        elif children:
            columns[code] = np.asarray(np.stack(children).sum(axis=0), dtype=np.float64)
    return columns


def element_columns(framework: Framework, unit_class: str, leaves: Columns) -> Columns:
    """Scores of the five SMART elements: the mean of an element's indicators by their share of the total.

    An element without indicators in this class has no column.
    """
    columns: dict[str, FloatArray] = {}
    for element in Element:
        members = framework.of_element(element, unit_class)
        if members:
            weights = [framework.effective_weight(leaf.code, unit_class) * 100 for leaf in members]
            stacked = np.stack([leaves[leaf.code] for leaf in members], axis=-1)
            columns[element.value] = weighted_mean(stacked, weights, framework.element_digits)
    return columns


def city_columns(
    classes: tuple[UnitClass, ...], aggregates: Mapping[str, Columns], digits: Callable[[str], int]
) -> Columns:
    """The city's scores from those of its classes (class code → columns of one number), by their shares."""
    refs = tuple(dict.fromkeys(ref for columns in aggregates.values() for ref in columns))
    by_digits: dict[int, list[str]] = {}
    for ref in refs:
        by_digits.setdefault(digits(ref), []).append(ref)
    found: dict[str, FloatArray] = {}
    for places, alike in by_digits.items():
        found.update(zip(alike, _over_classes(classes, aggregates, alike, places), strict=True))
    return {ref: found[ref] for ref in refs}


def _over_classes(
    classes: tuple[UnitClass, ...], aggregates: Mapping[str, Columns], refs: Sequence[str], digits: int
) -> FloatArray:
    """The scores of nodes that are rounded alike, shape (nodes, 1)."""
    none = np.full(1, np.nan)
    of_classes = [np.stack([aggregates[c.code].get(ref, none) for ref in refs]) for c in classes]
    return weighted_mean(np.stack(of_classes, axis=-1), [c.share for c in classes], digits)
