"""The classes of a round: one column per indicator and node over the units of each class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartxl.model.definition import Definition, Unit
from smartxl.model.framework import Node, UnitClass
from smartxl.model.scores import QuantityKind
from smartxl.rules import build_peer, is_peer, rounded, weighted_mean
from smartxl.scoring.groups import Groups, peer_groups
from smartxl.scoring.leaves import block_counts, block_readings, block_scores
from smartxl.scoring.rows import RowTable
from smartxl.scoring.tree import Columns, RolledUp, add_up, element_columns, roll_up

__all__ = ["ClassResult", "class_results"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class ClassResult:
    """The columns of one class: its units in roster order, the class as a whole last.

    `readings` has no column for the class; `groups` are its groups of peers.
    """

    units: tuple[str, ...]
    rolled: RolledUp
    readings: Columns
    elements: Columns
    counts: Mapping[QuantityKind, Columns]
    groups: Groups


@dataclass(frozen=True)
class _Blocks:
    """Numbers of all blocks, with one more at the end for "not asked"."""

    places: Mapping[tuple[str, str], int]
    scores: FloatArray
    readings: FloatArray
    counts: Mapping[QuantityKind, FloatArray]

    def of(self, units: Sequence[Unit], leaf: str) -> NDArray[np.intp]:
        """Where the units' blocks of an indicator stand."""
        return np.array([self.places.get((unit.code, leaf), -1) for unit in units], dtype=np.intp)


def class_results(definition: Definition, rows: RowTable) -> Mapping[str, ClassResult]:
    """Class code → its result; a unit that is not asked has NaN (scores) or 0 (counts)."""
    blocks = _Blocks(
        {(block.unit.code, block.leaf.code): place for place, block in enumerate(rows.blocks)},
        np.append(block_scores(rows, definition.framework), np.nan),
        np.append(block_readings(rows), np.nan),
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
    leaf_scores: dict[str, FloatArray] = {}
    for code, place in where.items():
        scores = blocks.scores[place]
        if code in readings:
            scores = _among_peers(framework.by_code[code], groups, readings[code], blocks)
            scores = rounded(scores, framework.digits(code))
        leaf_scores[code] = np.append(scores, weighted_mean(scores, weights, framework.digits(code)))
    counts = {
        kind: add_up(framework, unit_class.code, _with_sums(numbers, where))
        for kind, numbers in blocks.counts.items()
    }
    return ClassResult(
        units=(*(unit.code for unit in units), unit_class.aggregate),
        rolled=roll_up(framework, unit_class.code, groups, weights, leaf_scores, counts),
        readings=readings,
        elements=element_columns(framework, unit_class.code, leaf_scores),
        counts=counts,
        groups=groups,
    )


def _with_sums(numbers: FloatArray, where: Mapping[str, NDArray[np.intp]]) -> Columns:
    return {code: np.append(numbers[place], numbers[place].sum()) for code, place in where.items()}


def _among_peers(node: Node, groups: Groups, readings: FloatArray, blocks: _Blocks) -> FloatArray:
    """The scores (units,) of an indicator whose rule compares readings within each group."""
    if node.indicator is None:
        return np.full(groups.size, np.nan)
    rule = build_peer(node.indicator.rule)
    reference = blocks.readings[blocks.places.get((rule.reference, node.code), -1)]
    return groups.within(readings, lambda x: rule.score(x, float(reference)))
