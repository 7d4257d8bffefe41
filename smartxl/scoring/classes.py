"""The classes of a round: one column per indicator and node over the units of each class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartxl.model.definition import Definition, Unit
from smartxl.model.framework import Framework, Node, UnitClass
from smartxl.model.scores import QuantityKind
from smartxl.rules import build_peer, is_peer, rounded, weighted_mean
from smartxl.scoring.floor import below_floors, withheld
from smartxl.scoring.groups import Groups, peer_groups
from smartxl.scoring.leaves import block_counts, block_readings, block_scores, worth_zero
from smartxl.scoring.rows import RowTable
from smartxl.scoring.tree import Columns, RolledUp, add_up, element_columns, roll_up

__all__ = ["ClassResult", "class_results"]

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class ClassResult:
    """The columns of one class: its units in roster order, the class as a whole last.

    `readings` and `below` have no column for the class. `below`: node with a coverage floor → whether a unit lies below
    it. `groups` are its groups of peers.
    """

    units: tuple[str, ...]
    rolled: RolledUp
    readings: Columns
    elements: Columns
    counts: Mapping[QuantityKind, Columns]
    below: Mapping[str, BoolArray]
    groups: Groups


@dataclass(frozen=True)
class _Blocks:
    """Numbers of all blocks, with one more at the end for "not asked"."""

    places: Mapping[tuple[str, str], int]
    scores: FloatArray
    readings: FloatArray
    zero: BoolArray
    counts: Mapping[QuantityKind, FloatArray]

    def of(self, units: Sequence[Unit], leaf: str) -> NDArray[np.intp]:
        """Where the units' blocks of an indicator stand."""
        return np.array([self.places.get((unit.code, leaf), -1) for unit in units], dtype=np.intp)


def class_results(definition: Definition, rows: RowTable) -> Mapping[str, ClassResult]:
    """Class code → its result; a unit that is not asked has NaN (scores) or 0 (counts)."""
    blocks = _Blocks(
        {(block.unit.code, block.leaf.code): place for place, block in enumerate(rows.blocks)},
        np.append(block_scores(rows, definition), np.nan),
        np.append(block_readings(rows), np.nan),
        np.append(worth_zero(rows, definition), False),
        {kind: np.append(numbers, 0.0) for kind, numbers in block_counts(rows).items()},
    )
    return {c.code: _class_result(definition, c, blocks) for c in definition.framework.classes}


def _class_result(definition: Definition, unit_class: UnitClass, blocks: _Blocks) -> ClassResult:
    framework, units = definition.framework, definition.roster.of_class(unit_class.code)
    weights = np.array([unit.weight for unit in units], dtype=np.float64)
    groups = peer_groups(framework.conventions.peers, unit_class, units)
    where = {leaf.code: blocks.of(units, leaf.code) for leaf in framework.leaves(unit_class.code)}
    readings = {
        leaf.code: blocks.readings[where[leaf.code]]
        for leaf in framework.leaves(unit_class.code)
        if leaf.indicator and is_peer(leaf.indicator.rule)
    }
    counts = {
        kind: add_up(framework, unit_class.code, _with_sums(numbers, where))
        for kind, numbers in blocks.counts.items()
    }
    below = below_floors(framework, unit_class.code, counts)
    leaf_scores: dict[str, FloatArray] = {}
    for code, place in where.items():
        scores = blocks.scores[place]
        if code in readings:
            scores = _among_peers(framework.by_code[code], groups, readings[code], blocks)
            scores = np.where(np.isnan(scores) & blocks.zero[place], 0.0, scores)
            scores = rounded(scores, framework.digits(code))
        scores = withheld(framework, code, scores, below)
        shared = _shared_in_class(framework, code, scores, below)
        leaf_scores[code] = np.append(scores, weighted_mean(shared, weights, framework.digits(code)))
    return ClassResult(
        units=(*(unit.code for unit in units), unit_class.aggregate),
        rolled=roll_up(framework, unit_class.code, groups, weights, leaf_scores, counts, below),
        readings=readings,
        elements=element_columns(framework, unit_class.code, leaf_scores),
        counts=counts,
        below=below,
        groups=groups,
    )


def _shared_in_class(
    framework: Framework, leaf: str, scores: FloatArray, below: Mapping[str, BoolArray]
) -> FloatArray:
    """The scores of an indicator that its class's mean is made of, NaN for units without a share in it."""
    for node in framework.excluding(leaf):
        scores = np.where(below[node], np.nan, scores)
    return scores


def _with_sums(numbers: FloatArray, where: Mapping[str, NDArray[np.intp]]) -> Columns:
    return {code: np.append(numbers[place], numbers[place].sum()) for code, place in where.items()}


def _among_peers(node: Node, groups: Groups, readings: FloatArray, blocks: _Blocks) -> FloatArray:
    """The scores (units,) of an indicator whose rule compares readings within each group."""
    if node.indicator is None:
        return np.full(groups.size, np.nan)
    rule = build_peer(node.indicator.rule)
    reference = blocks.readings[blocks.places.get((rule.reference, node.code), -1)]
    return groups.within(readings, lambda x: rule.score(x, float(reference)))
