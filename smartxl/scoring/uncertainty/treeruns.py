"""A tree over one table of leaf scores, for many runs at once that differ in weights and roll-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from smartxl.model.combination import UNROUNDED, Combination, RollUp, Unscored
from smartxl.rules import combine, rounded
from smartxl.rules.base import FloatArray
from smartxl.rules.statistics import column_mean
from smartxl.scoring.library.tree import Tree

__all__ = ["TreeRuns"]

_AT_ONCE = 4_000_000
"""Numbers that a node with an awkward roll-up is worked on at a time."""


@dataclass(frozen=True, slots=True, eq=False)
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
            node = _NodeRuns(ways[code], np.stack(of_children, axis=1), self._columns(tuple(children), found))
            found[code] = rounded(node.score(), self.digits.get(code, UNROUNDED))
            for child in children:  # nobody needs it any more
                found.pop(child, None)
        return found[self.tree.root]

    def _columns(self, children: tuple[str, ...], found: Mapping[str, FloatArray]) -> list[FloatArray]:
        places = {code: place for place, code in enumerate(self.tree.leaves)}
        return [found[code] if code in found else self.leaves[None, :, places[code]] for code in children]


@dataclass(frozen=True, slots=True, eq=False)
class _NodeRuns:
    """A node in many runs: weights (runs, m), and of each child the scores (runs or 1, units)."""

    how: Combination
    weights: FloatArray
    columns: list[FloatArray]

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
        fixed = [place for place, column in enumerate(self.columns) if len(column) == 1]
        if fixed:
            stacked = np.concatenate([self.columns[place] for place in fixed])
            known = ~np.isnan(stacked)
            mine, complete = self.weights[:, fixed], bool(known.all())
            summed = mine @ (stacked if complete else np.where(known, stacked, 0.0))
            whole = mine.sum(axis=1)[:, None] if complete else mine @ known.astype(np.float64)
        else:
            summed, whole = np.zeros(shape), np.zeros((shape[0], 1))
        for place, column in enumerate(self.columns):
            if len(column) > 1:
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
