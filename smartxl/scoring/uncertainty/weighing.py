"""What both models of an index share where weights alone are changed: which nodes are siblings, and totals under weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from smartxl.rules.base import FloatArray
from smartxl.scoring.uncertainty.runs import RunModel

__all__ = ["NodeWeights", "SiblingSet", "WeighableModel", "WeightedRun", "at_share", "weights_of_runs"]

NodeWeights = Mapping[tuple[str, str], FloatArray]
"""(node, class) → its weight in each run, shape (runs,); the class of an index over a table is ""."""


@dataclass(frozen=True, slots=True)
class SiblingSet:
    """The children of a node in a class of units, with their weights."""

    unit_class: str
    parent: str
    weights: Mapping[str, float]

    @property
    def whole(self) -> float:
        """The sum of the weights."""
        return sum(self.weights.values())

    @property
    def movable(self) -> tuple[str, ...]:
        """The children whose share can be another: others beside them have a weight."""
        return tuple(code for code, own in self.weights.items() if self.whole - own > 0)


class WeighableModel(RunModel, Protocol):
    """An index whose totals are calculated under other weights."""

    @property
    def siblings(self) -> tuple[SiblingSet, ...]:
        """All nodes with their siblings, class by class."""
        ...

    def places_of(self, unit_class: str) -> Sequence[int]:
        """The places of the units of a class."""
        ...

    def weighted(self, weights: NodeWeights, runs: int) -> FloatArray:
        """Totals (runs, units) by which units are ranked; what is not named keeps its weight."""
        ...

    @property
    def unrounded(self) -> Self:
        """The same index, in which nothing above the leaves is rounded."""
        ...


@dataclass(frozen=True, slots=True)
class WeightedRun:
    """A run in which a child of some siblings has another share of them (0 to 1), and the others keep their proportions."""

    siblings: SiblingSet
    node: str
    share: float

    def weights(self) -> Iterator[tuple[tuple[str, str], float]]:
        """The weights of all these siblings."""
        whole, own = self.siblings.whole, self.siblings.weights[self.node]
        for code, weight in self.siblings.weights.items():
            other = weight * (1 - self.share) * whole / (whole - own)
            yield (code, self.siblings.unit_class), self.share * whole if code == self.node else other


def weights_of_runs(runs: Sequence[WeightedRun]) -> NodeWeights:
    """The weights of all runs, each with one set of siblings that have others."""
    sets = {(run.siblings.unit_class, run.siblings.parent): run.siblings for run in runs}
    found = {
        (code, each.unit_class): np.full(len(runs), weight, dtype=np.float64)
        for each in sets.values()
        for code, weight in each.weights.items()
    }
    for place, run in enumerate(runs):
        for key, weight in run.weights():
            found[key][place] = weight
    return found


def at_share(model: WeighableModel, runs: Sequence[WeightedRun]) -> FloatArray:
    """Totals (runs, units) of runs with one other weight each."""
    return model.weighted(weights_of_runs(runs), len(runs))
