"""A tree over one table of leaf scores, for many runs at once that differ in weights and roll-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from smartxl.model.combination import UNROUNDED, Combination, RollUp, Unscored
from smartxl.rules import combine, rounded
from smartxl.rules.base import FloatArray
from smartxl.rules.statistics import column_mean
from smartxl.scoring.library.tree import Tree

__all__ = ["TreeRuns"]

_AT_ONCE = 4_000_000
"""Numbers that a node with an awkward roll-up is worked on at a time."""


@dataclass(frozen=True, eq=False)
class TreeRuns:
    """`leaves` (units, leaves) are the scores of the tree's leaves in its own order, NaN for none.

    `digits`: inner node → decimals to which it is rounded before it is used further up; one that is not named is not.
    """

    tree: Tree
    leaves: FloatArray
    digits: Mapping[str, int] = field(default_factory=dict)

    def scores(
        self,
        weights: Mapping[str, FloatArray],
        runs: int,
        hows: Mapping[str, Combination] | None = None,
    ) -> FloatArray:
        """The scores of the root, shape (runs, units).

        `weights`: node → its weight in each run, shape (runs,); a node that is not named keeps its own. `hows`: inner node →
        how it is combined in place of its own way. Equal to `composite` but for the last bits of a sum.
        """
        ways = {node.code: node.how for node in self.tree.nodes} | dict(hows or {})
        found: dict[str, FloatArray] = {}
        for code in reversed(self.tree.inner):
            children = self.tree.children(code)
            of_children = [
                np.broadcast_to(weights.get(child, np.float64(weight)), runs)
                for child, weight in children.items()
            ]
            columns = self._columns(tuple(children), found)
            node = _NodeRuns(ways[code], np.stack(of_children, axis=1), columns, self._fixed(code))
            found[code] = rounded(node.score(), self.digits.get(code, UNROUNDED))
            for child in children:  # nobody needs it any more
                found.pop(child, None)
        return found[self.tree.root]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {code: place for place, code in enumerate(self.tree.leaves)}

    @cached_property
    def _kept(self) -> dict[str, _FixedColumns]:
        return {}

    def _fixed(self, code: str) -> _FixedColumns:
        """The children of a node that are leaves, side by side; worked out once."""
        if code not in self._kept:
            children = list(self.tree.children(code))
            mine = [place for place, child in enumerate(children) if child in self._places]
            scores = self.leaves[:, [self._places[children[place]] for place in mine]].T
            known = ~np.isnan(scores)
            complete = bool(known.all())
            kept = np.ascontiguousarray(scores if complete else np.where(known, scores, 0.0))
            self._kept[code] = _FixedColumns(mine, kept, None if complete else known.astype(np.float64))
        return self._kept[code]

    def _columns(self, children: tuple[str, ...], found: Mapping[str, FloatArray]) -> list[FloatArray]:
        return [
            found[code] if code in found else self.leaves[None, :, self._places[code]] for code in children
        ]


@dataclass(frozen=True, slots=True, eq=False)
class _FixedColumns:
    """Children whose scores are the same in all runs: their places, scores (m, units) with 0 for none, 1 where there is one.

    `known` is None where all have scores.
    """

    places: list[int]
    scores: FloatArray
    known: FloatArray | None


@dataclass(frozen=True, slots=True, eq=False)
class _NodeRuns:
    """A node in many runs: weights (runs, m), and of each child the scores (runs or 1, units)."""

    how: Combination
    weights: FloatArray
    columns: list[FloatArray]
    fixed: _FixedColumns

    def score(self) -> FloatArray:
        """Shape (runs, units), not rounded."""
        if self.how.method is RollUp.MEAN and not self.how.reason_matters:
            return self._mean()
        runs, units = len(self.weights), self.columns[0].shape[1]
        step = max(1, _AT_ONCE // (units * len(self.columns)))
        parts = [self._combined(slice(start, start + step)) for start in range(0, runs, step)]
        return np.concatenate(parts)

    def _mean(self) -> FloatArray:
        """Children that are the same in all runs go through one product of matrices."""
        shape = (len(self.weights), self.columns[0].shape[1])
        fixed = self.fixed
        if fixed.places:
            mine = self.weights[:, fixed.places]
            summed = mine @ fixed.scores
            whole = mine.sum(axis=1)[:, None] if fixed.known is None else mine @ fixed.known
        else:
            summed, whole = np.zeros(shape), np.zeros((shape[0], 1))
        for place, column in enumerate(self.columns):
            if place not in fixed.places:
                weight, known = self.weights[:, place, None], ~np.isnan(column)
                complete = bool(known.all())
                summed += column * weight if complete else np.where(known, column * weight, 0.0)
                whole = whole + (weight if complete else np.where(known, weight, 0.0))
        with np.errstate(divide="ignore", invalid="ignore"):
            summed /= whole
        if not (whole > 0).all():
            summed[np.broadcast_to(whole <= 0, shape)] = np.nan
        return np.asarray(summed)

    def _combined(self, rows: slice) -> FloatArray:
        weights = self.weights[rows]
        shape = (len(weights), self.columns[0].shape[1])
        taken = [
            np.broadcast_to(column[rows] if len(column) > 1 else column, shape) for column in self.columns
        ]
        peers = np.stack([self._middle(column) for column in taken], axis=-1) if self.how.over_peers else None
        return combine(self.how, np.stack(taken, axis=-1), weights[:, None, :], peers=peers)

    def _middle(self, column: FloatArray) -> FloatArray:
        """What a unit without a score counts with in each run, shape (runs, 1)."""
        if self.how.unscored is Unscored.PEER_MEDIAN:
            empty = np.asarray(np.isnan(column).all(axis=1))
            middle = np.nanmedian(np.where(empty[:, None], 0.0, column), axis=1)
            return np.where(empty, np.nan, middle)[:, None]
        return column_mean(column.T)[:, None]
