"""The shape of what framework.yaml says about rows without an answer: their worth, and the coverage floor."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from smartxl.define.entries import YamlModel
from smartxl.model.unanswered import BelowFloor, CoverageFloor, Missing, Unanswered

__all__ = ["CoverageFloorEntry", "UnansweredEntry"]

_DECIMALS = 4


def _exact(share: float) -> float:
    """Shares are compared with counts of rows exactly, which takes few decimals."""
    if round(share, _DECIMALS) != share:
        raise PydanticCustomError("decimals", "has more than {most} decimals", {"most": _DECIMALS})
    return share


_Share = Annotated[float, Field(ge=0, le=1), AfterValidator(_exact)]


class UnansweredEntry(YamlModel):
    """What an unanswered row is worth."""

    before_due: Missing = Field(
        Missing.LEAVE_OUT, description="up to the due date, the day itself included: leave-out or zero"
    )
    after_due: Missing = Field(Missing.LEAVE_OUT, description="after the due date: leave-out or zero")

    def unanswered(self) -> Unanswered:
        """As the model holds it."""
        return Unanswered(self.before_due, self.after_due)


class CoverageFloorEntry(YamlModel):
    """How many of the applicable rows must be answered for a score."""

    unit: _Share = Field(
        0.0, description="share of a unit's applicable rows, 0 to 1 with at most 4 decimals, e.g. 0.6"
    )
    node: _Share = Field(0.0, description="the same of the rows below each group, e.g. 0.5")
    indicator: _Share = Field(0.0, description="the same of the rows of each indicator, e.g. 0.5")
    below: BelowFloor = Field(
        BelowFloor.LEFT_OUT,
        description="below it: left-out (no score, stage or rank, no share in the class mean), counted (a share in the "
        "class mean only) or flagged (all as above it, and told)",
    )

    def floor(self) -> CoverageFloor:
        """As the model holds it."""
        return CoverageFloor(self.unit, self.node, self.indicator, self.below)
