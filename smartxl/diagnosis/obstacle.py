"""Where points are lost, and how well the areas go together: two measures that Chinese diagnoses report.

Degree of obstacle (障碍度): `smartxl.rules.shortfall`. Coupling coordination (耦合协调度), `smartxl.rules.coupling`, with
C = n·(Π U)^(1/n) / Σ U, which is 1 for equal values whatever n is, and T the arithmetic mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from smartxl.model.combination import Combination, NotApplicable, Unscored
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, Framework, Node
from smartxl.model.scores import QuantityKind, ScoreTable
from smartxl.rules import (
    COUPLING_GRADES,
    CouplingFormula,
    coordination,
    coupling_degree,
    grade_of_tenths,
    lost_points,
    shares_of_loss,
)

__all__ = ["GRADES", "Coupling", "LeafLoss", "coupling", "leaf_losses"]

GRADES = COUPLING_GRADES


@dataclass(frozen=True, slots=True)
class LeafLoss:
    """What an indicator loses: its `weight` in the total (0 to 1), `lost` in points of it, `obstacle` of all that is lost."""

    leaf: Node
    score: float
    weight: float
    lost: float
    obstacle: float


def leaf_losses(
    definition: Definition, table: ScoreTable, subject: str, unit_class: str
) -> tuple[LeafLoss, ...]:
    """The indicators of a unit or of a class as a whole that count, the largest loss first.

    Their weights are those that the total was made with: at every node they are normalised over the children that count, so
    under a mean the losses are what the total lacks of 100. What counts as 0 without a score loses all of its weight.
    Adjusting indicators are left out: they have no share in the roll-up.
    """
    counting = tuple(_Carried(definition.framework, table, subject, unit_class).below(ROOT, 1.0))
    lost = lost_points([score for _, score, _ in counting], [weight for _, _, weight in counting])
    shares = np.nan_to_num(shares_of_loss(lost))
    found = [
        LeafLoss(leaf, score, weight, points, share)
        for (leaf, score, weight), points, share in zip(counting, lost.tolist(), shares.tolist(), strict=True)
    ]
    return tuple(sorted(found, key=lambda loss: -loss.lost))


@dataclass(frozen=True, slots=True)
class _Carried:
    """The weights that a subject's indicators carry in its total."""

    framework: Framework
    table: ScoreTable
    subject: str
    unit_class: str

    def below(self, parent: str, share: float) -> Iterator[tuple[Node, float, float]]:
        """The indicators below a node that has a share of the total (0 to 1): each with what it counts with, and its share."""
        how = self.framework.combination(parent)
        children = (
            (child, self._counted(how, child)) for child in self.framework.basis(parent, self.unit_class)
        )
        counting = [(child, score) for child, score in children if score is not None]
        for (child, score), weight in zip(
            counting, self._shares([c for c, _ in counting], share), strict=True
        ):
            if child.is_leaf:
                yield child, score, weight
            elif self._score(child) is None:
                yield from self._nothing(child.code, weight)
            else:
                yield from self.below(child.code, weight)

    def _nothing(self, parent: str, share: float) -> Iterator[tuple[Node, float, float]]:
        """The indicators below a node that counts as 0."""
        children = self.framework.children(parent, self.unit_class)
        asked = [child for child in children if self.table.applies(self.subject, child.code)] or children
        for child, weight in zip(asked, self._shares(asked, share), strict=True):
            if child.is_leaf:
                yield child, 0.0, weight
            else:
                yield from self._nothing(child.code, weight)

    def _shares(self, nodes: Sequence[Node], share: float) -> list[float]:
        weights = [node.weights[self.unit_class] for node in nodes]
        whole = sum(weights)
        return [share * weight / whole if whole else 0.0 for weight in weights]

    def _score(self, node: Node) -> float | None:
        return self.table.get(QuantityKind.SCORE, self.subject, node.code)

    def _counted(self, how: Combination, child: Node) -> float | None:
        """Its score, 0 where it counts as that without one, None where it takes no part."""
        score = self._score(child)
        if score is not None:
            return score
        if self.table.applies(self.subject, child.code):
            return 0.0 if how.unscored is Unscored.ZERO else None
        return 0.0 if how.not_applicable is NotApplicable.LOST else None


@dataclass(frozen=True, slots=True)
class Coupling:
    """Coupling `c`, development `t` and coordination `d`, each 0 to 1; `grade` from 0 to 9."""

    c: float
    t: float
    d: float

    @property
    def grade(self) -> int:
        """The tenth that `d` lies in; 1 lies in the highest."""
        return int(grade_of_tenths(self.d))


def coupling(scores: Sequence[float]) -> Coupling | None:
    """How well areas with these scores (0 to 100) go together; None for fewer than two, or a score out of that range."""
    values = np.array(scores) / 100
    if len(values) < 2 or (values < 0).any() or (values > 1).any():
        return None
    mean, c = float(values.mean()), float(coupling_degree(values, CouplingFormula.ROOT))
    return Coupling(c, mean, float(coordination(c, mean)))
