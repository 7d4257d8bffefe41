"""Rewards and penalties (奖惩): by which rules units are suggested for them. Told, never scored."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from smartxl.text import Text

__all__ = ["RewardCondition", "RewardKind", "RewardRule"]


class RewardKind(StrEnum):
    """What a rule suggests."""

    REWARD = "reward"
    PENALTY = "penalty"


@dataclass(frozen=True, slots=True)
class RewardCondition:
    """What must be true of a unit: all that is not None.

    `rank`: among the first so many of its peers, `last`: among the last so many. `stage_from`: at least in the stage of this
    place (from 0), `stage_below`: in a lower one. `score` and `progress` (points since the last round): at least so much,
    `score_below` and `progress_below`: less. `late`: its first form that counts came after the due date; `missing`: none did;
    `vetoed`: a node of a veto applies.
    """

    rank: int | None = None
    last: int | None = None
    stage_from: int | None = None
    stage_below: int | None = None
    score: float | None = None
    score_below: float | None = None
    progress: float | None = None
    progress_below: float | None = None
    late: bool | None = None
    missing: bool | None = None
    vetoed: bool | None = None

    @property
    def declared(self) -> tuple[str, ...]:
        """The names of what it asks for."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) is not None)

    @property
    def graded(self) -> bool:
        """Whether it asks for anything that only a unit with a grade has: rank, stage, score, progress."""
        return bool(set(self.declared) - {"late", "missing", "vetoed"})


@dataclass(frozen=True, slots=True)
class RewardRule:
    """A reward or a penalty in words, for units of some classes (codes; all without any) of which the condition is true."""

    kind: RewardKind
    says: Text
    when: RewardCondition
    classes: tuple[str, ...] = ()
