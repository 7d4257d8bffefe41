"""What the difference of a total is made of: what each node, convention and rounding brings to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from smartxl.text import Text

__all__ = ["Contribution", "ContributionKind"]


class ContributionKind(StrEnum):
    """Why a node brings something to a difference."""

    WEIGHT = "weight"  # it counts with another share of its parent
    SCORE = "score"  # an indicator has another score; or a node without one counts, or counts otherwise
    ROLLUP = "roll-up"  # its children are combined in another way; ref = node code or ROOT
    PIPELINE = "pipeline"  # veto, deduction, gate and bonus, and which units a class's mean is of; ref = ROOT
    SHARE = "share"  # of the city: a class counts with another share; ref = class aggregate
    ROUNDING = "rounding"  # the rounding of all nodes above the indicators; ref = ROOT

    @property
    def words(self) -> Text:
        """What it is called."""
        return _WORDS[self]


_WORDS = {
    ContributionKind.WEIGHT: Text("权重", "weight"),
    ContributionKind.SCORE: Text("得分", "score"),
    ContributionKind.ROLLUP: Text("汇总方法", "roll-up"),
    ContributionKind.PIPELINE: Text("否决与加减分", "pipeline"),
    ContributionKind.SHARE: Text("类别比重", "share of the class"),
    ContributionKind.ROUNDING: Text("取整", "rounding"),
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one thing brings to the difference of a total, in points; all of a total sum up to its difference."""

    ref: str
    kind: ContributionKind
    points: float
