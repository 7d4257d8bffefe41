"""What a framework declares of its arithmetic: roll-ups, missing scores, the pipeline, ranks, whose band a threshold is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.text import Text

__all__ = [
    "COMPETITION_RANK",
    "UNROUNDED",
    "WEIGHTED_MEAN",
    "Boundary",
    "Combination",
    "Counted",
    "NotApplicable",
    "Peers",
    "Ranking",
    "RollUp",
    "Step",
    "StepKind",
    "Ties",
    "Unscored",
]

UNROUNDED = 15
"""The number of decimals that stands for "not rounded": a score has no more."""


class Boundary(StrEnum):
    """Which band owns a score that lies exactly on a threshold."""

    LOWER = "lower"  # a threshold is the first score of its band: score >= threshold
    UPPER = "upper"  # a threshold is the last score of the band before: score > threshold


class RollUp(StrEnum):
    """How the scores below a node become its score; w are the weights of the children that count."""

    MEAN = "mean"  # Σ w·s / Σ w
    SUM = "sum"  # the points Σ w·s / 100, scaled up for what does not count: may pass 100
    GEOMETRIC = "geometric"  # Π s^(w/Σ w)
    HARMONIC = "harmonic"  # Σ w / Σ (w/s)
    POWER = "power"  # (Σ w·s^p / Σ w)^(1/p)
    WORST = "worst"  # the lowest score of a child that has a weight


class Unscored(StrEnum):
    """What a child that applies but has no score does to its parent."""

    LEAVE_OUT = "leave-out"  # the weights of the others renormalise
    ZERO = "zero"  # it counts as 0
    PEER_MEAN = "peer-mean"  # it counts with the mean of its peers' scores (left out where no peer has one)
    PEER_MEDIAN = "peer-median"  # the same with the median


class NotApplicable(StrEnum):
    """What a child that does not apply to a unit does to the parent."""

    SPREAD = "spread"  # its points go to its siblings in proportion to their weights
    LOST = "lost"  # its points cannot be earned: it counts as 0


class Counted(StrEnum):
    """What the coverage of a node counts: children, or their weights."""

    COUNT = "count"
    WEIGHT = "weight"


class Ties(StrEnum):
    """The rank of equal scores."""

    COMPETITION = "competition"  # 1 2 2 4
    DENSE = "dense"  # 1 2 2 3
    MID = "mid"  # 1 2.5 2.5 4


class Peers(StrEnum):
    """Whom a unit is compared with: by rules over peers, by imputed peer scores and by ranks."""

    CLASS = "class"
    GROUP = "group"  # the units of the class that have the same group in the roster


class StepKind(StrEnum):
    """A step of the pipeline that follows the roll-up of the total."""

    VETO = "veto"  # any of the nodes scores above 0: the total is `record`, and nothing follows
    DEDUCT = "deduct"  # the nodes' points are taken off, at most `cap`, not below 0
    GATE = "gate"  # a total short of `least` stays as it is, and nothing follows
    BONUS = "bonus"  # the nodes' points are added, at most `cap`


@dataclass(frozen=True, slots=True)
class Combination:
    """How a node is made of its children.

    `power` is the exponent p of `POWER`. Under a geometric, harmonic or power mean (p below 0) a score of 0 or less
    has no image: with a `floor` (above 0) every score counts at least as that, without one the node has no score.
    A node has a score only when, of the children that apply, a share of at least `coverage` (0 to 1) has one of its
    own, counted by `counted`. Choices may be given as words. Raises SmartxlError for a word that is none, a coverage that
    is no share, and a power or floor that cannot be one.
    """

    method: RollUp = RollUp.MEAN
    power: float = 1.0
    floor: float | None = None
    unscored: Unscored = Unscored.LEAVE_OUT
    not_applicable: NotApplicable = NotApplicable.SPREAD
    coverage: float = 0.0
    counted: Counted = Counted.WEIGHT

    def __post_init__(self) -> None:
        for name, kind in _CHOICES.items():
            object.__setattr__(self, name, choice(kind, getattr(self, name), _WHERE, name))
        if not 0 <= self.coverage <= 1:
            what = Text(
                f"coverage 是 {self.coverage!r}，不是比例",
                f"coverage is {self.coverage!r}, which is no share",
            )
            raise SmartxlError(
                _WHERE, what, Text("写 0 至 1 的数：0.7 即 70%", "give a share from 0 to 1: 0.7 for 70 %")
            )
        if not math.isfinite(self.power):
            raise SmartxlError(
                _WHERE,
                Text(f"power 是 {self.power!r}", f"power is {self.power!r}"),
                Text("写不为 0 的数", "give a number other than 0"),
            )
        if self.floor is not None and not 0 < self.floor < math.inf:
            raise SmartxlError(
                _WHERE,
                Text(f"floor 是 {self.floor!r}", f"floor is {self.floor!r}"),
                Text("写大于 0 的数，或不写", "give a number above 0, or none"),
            )

    @property
    def over_peers(self) -> bool:
        """Whether the scores of other units enter."""
        return self.unscored in {Unscored.PEER_MEAN, Unscored.PEER_MEDIAN}

    @property
    def reason_matters(self) -> bool:
        """Whether the reason why a child has no score changes the result."""
        return (
            self.unscored is not Unscored.LEAVE_OUT
            or self.not_applicable is not NotApplicable.SPREAD
            or self.coverage > 0
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the pipeline (see `StepKind`); `nodes` are codes of the top level.

    A node's points are weight·score/100, so its weight is the most it can bring. `boundary`: a total that lies
    exactly on `least` passes the gate (`LOWER`) or does not (`UPPER`). A step without a `cap` has none.
    """

    kind: StepKind
    nodes: tuple[str, ...] = ()
    record: float = 0.0
    least: float = 0.0
    boundary: Boundary = Boundary.LOWER
    cap: float | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """How units are ranked: by their total as it is rounded, or `raw`, before its rounding."""

    ties: Ties = Ties.COMPETITION
    raw: bool = False


_WHERE = "combination"
_CHOICES: dict[str, type[RollUp | Unscored | NotApplicable | Counted]] = {
    "method": RollUp,
    "unscored": Unscored,
    "not_applicable": NotApplicable,
    "counted": Counted,
}
WEIGHTED_MEAN = Combination()
"""How a node is combined that declares nothing."""
COMPETITION_RANK = Ranking()
"""How units are ranked where nothing is declared."""
