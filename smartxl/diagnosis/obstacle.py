"""Where points are lost, and how well the areas go together: two measures that Chinese diagnoses report.

Degree of obstacle (障碍度): O_j = F_j·I_j / Σ F·I with the contribution F_j, the weight of an indicator in the total,
and the deviation I_j = 1 − score/100. Coupling coordination (耦合协调度): D = √(C·T) with C = n·(Π U)^(1/n) / Σ U, which is 1
for equal values whatever n is, and T the arithmetic mean; grades in tenths after Liao Chongbin (1999), Tropical
Geography 19(2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from smartxl.model.definition import Definition
from smartxl.model.framework import Node
from smartxl.model.scores import QuantityKind, ScoreTable

__all__ = ["GRADES", "Coupling", "LeafLoss", "coupling", "leaf_losses"]

GRADES = 10
"""How many grades coupling coordination has, each a tenth wide."""


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
    """The indicators of a unit or of a class as a whole that have a score, the largest loss first.

    Adjusting indicators are left out: they have no share in the roll-up. Weights are normalised over what has a score.
    """
    framework = definition.framework
    scored = [
        (leaf, score)
        for leaf in framework.leaves(unit_class)
        if not framework.adjusts(leaf)
        and (score := table.get(QuantityKind.SCORE, subject, leaf.code)) is not None
    ]
    if not scored:
        return ()
    weights = np.array([framework.effective_weight(leaf.code, unit_class) for leaf, _ in scored])
    weights = weights / weights.sum() if weights.sum() > 0 else weights
    lost = weights * np.maximum(100 - np.array([score for _, score in scored]), 0)
    shares = lost / lost.sum() if lost.sum() > 0 else np.zeros_like(lost)
    found = [
        LeafLoss(leaf, score, weight, points, share)
        for (leaf, score), weight, points, share in zip(
            scored, weights.tolist(), lost.tolist(), shares.tolist(), strict=True
        )
    ]
    return tuple(sorted(found, key=lambda loss: -loss.lost))


@dataclass(frozen=True, slots=True)
class Coupling:
    """Coupling `c`, development `t` and coordination `d`, each 0 to 1; `grade` from 0 to 9."""

    c: float
    t: float
    d: float

    @property
    def grade(self) -> int:
        """The tenth that `d` lies in; 1 lies in the highest."""
        return min(int(self.d * GRADES + 1e-9), GRADES - 1)


def coupling(scores: Sequence[float]) -> Coupling | None:
    """How well areas with these scores (0 to 100) go together; None for fewer than two, or a score out of that range."""
    values = np.array(scores) / 100
    if len(values) < 2 or (values < 0).any() or (values > 1).any():
        return None
    mean = float(values.mean())
    c = float(np.prod(values) ** (1 / len(values)) / mean) if mean > 0 else 0.0
    return Coupling(min(c, 1.0), mean, float(np.sqrt(min(c, 1.0) * mean)))
