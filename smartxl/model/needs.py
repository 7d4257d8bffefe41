"""What a city needs of an assessment (需求分析): its texts, and which parts of an indicator system were chosen and why.

Content for scheme and report: nothing here is scored. What was chosen is in the definition itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smartxl.text import Text

__all__ = [
    "NO_NEEDS",
    "Needs",
    "NeedsPart",
    "NeedsTopic",
    "PartAnswer",
    "PartChoice",
    "PartPriority",
    "PartRow",
]


class NeedsTopic(StrEnum):
    """What city office and consultant write about, in the order of the worksheet."""

    POSITION = "position"
    STRATEGY = "strategy"
    DIRECTION = "direction"
    STATE = "state"
    AIM = "aim"


class PartChoice(StrEnum):
    """Whether a part of an indicator system is used."""

    SELECTED = "selected"
    LEFT_OUT = "left-out"
    RESERVE = "reserve"  # left out this time, kept in mind for a later round


class PartPriority(StrEnum):
    """How much a part matters to the city: told, and never scored."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class NeedsPart:
    """A domain or an indicator as somebody decided about it. `module`: code of the module that it belongs to, "" for none;
    `share` is what a module takes of the total, percent, and `who` answers it, as it was written ("" for all).

    A part that follows the one above it has no choice of its own: it is not listed.
    """

    code: str
    name: Text
    leaf: bool
    choice: PartChoice
    reason: str = ""
    priority: PartPriority | None = None
    module: str = ""
    share: float | None = None
    who: str = ""


@dataclass(frozen=True)
class Needs:
    """`texts`: topic → what was written; `parts`: those with a reason, a priority, or another choice than the usual one."""

    texts: Mapping[NeedsTopic, str] = field(default_factory=dict)
    parts: tuple[NeedsPart, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.texts or self.parts)


NO_NEEDS = Needs()
"""Of a project in which no needs worksheet was taken in."""


@dataclass(frozen=True, slots=True)
class PartRow:
    """A domain or an indicator that can be chosen. `parent` is `ROOT` for a top one, also of a module.

    `module`: code of the module that it is or belongs to, "" for what the definition has itself. `told` says who answers,
    `weight` what it weighs among its siblings now.
    """

    code: str
    name: Text
    parent: str
    level: int
    leaf: bool
    told: Text
    weight: str
    module: str = ""

    @property
    def joins(self) -> bool:
        """Whether it is a module itself, which takes a share of the total where it is used."""
        return self.module == self.code

    @property
    def usual(self) -> PartChoice:
        """What holds where nobody chooses, and what it stands below is used."""
        return PartChoice.LEFT_OUT if self.joins else PartChoice.SELECTED


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """What was written about a part: a choice, a priority, a reason; of a module its share in percent and who answers it."""

    choice: PartChoice | None = None
    share: float | None = None
    priority: PartPriority | None = None
    reason: str = ""
    who: str = ""
