"""What a framework declares of rows without an answer: what they are worth, and how many a score can do without."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["ALWAYS_LEFT_OUT", "NO_FLOOR", "BelowFloor", "CoverageFloor", "Missing", "Unanswered"]


class Missing(StrEnum):
    """What an unanswered row does to its indicator's score; the coverage shows it either way."""

    LEAVE_OUT = "leave-out"  # a sample: out of both sums; others: the indicator has no score
    ZERO = "zero"  # a sample: its full points stay in the denominator; others: the indicator scores 0


class BelowFloor(StrEnum):
    """What becomes of a unit, and of a node of it, that answered fewer rows than the coverage floor asks."""

    LEFT_OUT = "left-out"  # no score, stage or rank; its indicators have no share in the means of its class
    COUNTED = "counted"  # no score, stage or rank; its indicators keep their share in these means
    FLAGGED = "flagged"  # it is scored, ranked and graded as others are, and only told


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What an unanswered row is worth up to the due date, the day itself included, and after it."""

    before_due: Missing = Missing.LEAVE_OUT
    after_due: Missing = Missing.LEAVE_OUT

    @property
    def changes(self) -> bool:
        """Whether it makes a difference by which day a score is calculated."""
        return self.before_due is not self.after_due


@dataclass(frozen=True, slots=True)
class CoverageFloor:
    """The share of applicable rows, 0 to 1, that must be answered: of a unit as a whole, a node, an indicator.

    0 asks for nothing. Shares have at most four decimals, so that they compare exactly with counts of rows. `below` says
    what becomes of what lies under its floor.
    """

    unit: float = 0.0
    node: float = 0.0
    indicator: float = 0.0
    below: BelowFloor = BelowFloor.LEFT_OUT

    @property
    def withholds(self) -> bool:
        """Whether there is no score below the floor."""
        return self.below is not BelowFloor.FLAGGED


ALWAYS_LEFT_OUT = Unanswered()
"""Unanswered rows where nothing is declared."""
NO_FLOOR = CoverageFloor()
"""The coverage floor where none is declared."""
