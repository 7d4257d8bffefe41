"""Traits of a rule: the measures it scores, whether more is better, the numbers between which scores differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from smartxl.model.framework import Measure

__all__ = ["NUMBERS", "RuleTraits", "Written", "along", "cost_falls", "ends_fall", "points_fall"]

NUMBERS = frozenset({Measure.KPI, Measure.GIVEN})
"""The measures whose rows are any numbers."""
Written = Mapping[str, object]
"""Parameters as an author wrote them: they may be faulty."""


class RuleTraits:
    """`measures` are those that the rule scores; `either_way`: its parameters can make less be better.

    `one_reading`: what it scores is one number, an input or the quotient of two; otherwise each input counts by itself.
    """

    measures: ClassVar[frozenset[Measure]] = NUMBERS
    either_way: ClassVar[bool] = False
    one_reading: ClassVar[bool] = False

    @classmethod
    def falls(cls, params: Written) -> bool | None:  # noqa: ARG003 (of some rules the parameters say it)
        """Whether a greater number earns fewer points; None where the parameters do not say."""
        return None

    @property
    def ends(self) -> tuple[float, float]:
        """The numbers of the lowest and the highest score; 0 and 100 where the parameters name none."""
        return 0.0, 100.0


def ends_fall(params: Written, worst: str, best: str) -> bool | None:
    """Of a rule with a worst and a best number."""
    low, high = params.get(worst), params.get(best)
    if not isinstance(low, float) or not isinstance(high, float) or low == high:
        return None
    return low > high


def cost_falls(params: Written) -> bool | None:
    """Of a rule that is turned by `cost`."""
    cost = params.get("cost", 0.0)
    return cost == 1 if isinstance(cost, float) else None


def points_fall(params: Written) -> bool | None:
    """Of a rule with points for rising numbers: whether the last are fewer than the first; None where they are equal."""
    points = params.get("points")
    if not isinstance(points, tuple) or not points or points[0] == points[-1]:
        return None
    return bool(points[0] > points[-1])


def along(numbers: tuple[float, ...], points: tuple[float, ...]) -> tuple[float, float]:
    """From the number with the fewest points to the one with the most; the last is passed a little."""
    return (numbers[0], numbers[-1] * 1.1) if points[0] <= points[-1] else (numbers[-1], numbers[0])
