"""Rules that hold one number (or a quotient of two) against targets and standards."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np

from smartxl.rules.base import ALWAYS, ExcelScore, FloatArray, Params, Refs
from smartxl.rules.faults import RuleFault
from smartxl.rules.parameters import Parameters, check_flag, no_reading, numbers, reading, reading_of
from smartxl.rules.rounding import round_half_away
from smartxl.rules.traits import Written, along, cost_falls, ends_fall, points_fall
from smartxl.text import Text

__all__ = ["Efficacy", "LogGoalposts", "Piecewise", "Target", "TargetRange"]

_SETTLED = 10
_FAR = 100.0


class _OneReading(Parameters):
    """Rules of one input, or of two whose quotient times `per` is the reading; each can be turned round."""

    either_way: ClassVar[bool] = True
    one_reading: ClassVar[bool] = True

    def sizes(self) -> tuple[int, int]:
        """One, or numerator and denominator."""
        return 1, 2


@dataclass(frozen=True, slots=True)
class Target(_OneReading):
    """Ratio to a target, capped: 100·clip(x/target, 0, 1); with `cost` 100·min(1, target/x).

    Under cost x = 0 or less has no quotient: it earns `zero`, which is 100 unless declared otherwise.
    """

    target: float
    cost: float = 0.0
    zero: float = 100.0
    per: float = 100.0
    name: ClassVar[str] = "target"

    def __post_init__(self) -> None:
        check_flag("cost", self.cost)
        if self.target <= 0:
            raise RuleFault(
                Text(
                    f"target 是 {self.target:g}：比率的目标要大于 0",
                    f"target is {self.target:g}: a ratio needs a target above 0",
                )
            )

    @classmethod
    def falls(cls, params: Written) -> bool | None:
        """As its parameters say."""
        return cost_falls(params)

    @property
    def ends(self) -> tuple[float, float]:
        """On both sides of the target."""
        return (2 * self.target, self.target / 2) if self.cost else (0.0, 1.1 * self.target)

    def score(self, x: FloatArray) -> FloatArray:
        """The share of the target that is reached, capped."""
        value = reading(x, self.per)
        if not self.cost:
            return 100.0 * np.clip(value / self.target, 0.0, 1.0)
        with np.errstate(divide="ignore", over="ignore"):
            return np.where(value <= 0, self.zero, 100.0 * np.minimum(1.0, self.target / value))

    def excel(self, refs: Refs) -> ExcelScore:
        """The same over one or two cells."""
        value, target = reading_of(refs, refs.params["per"]), refs.params["target"]
        expression = f"100*MAX(0,MIN(1,{value}/{target}))"
        if self.cost:
            expression = f"IF({value}<=0,{refs.params['zero']},100*MIN(1,{target}/({value})))"
        return ExcelScore(no_reading(refs), expression, self.call(refs))


@dataclass(frozen=True, slots=True)
class TargetRange(_OneReading):
    """Full points inside [low, high], falling linearly to 0 at `lowest` and at `highest`."""

    lowest: float
    low: float
    high: float
    highest: float
    per: float = 100.0
    name: ClassVar[str] = "range"

    def __post_init__(self) -> None:
        if not self.lowest < self.low <= self.high < self.highest:
            raise RuleFault(
                Text(
                    f"lowest {self.lowest:g}、low {self.low:g}、high {self.high:g}、highest {self.highest:g} "
                    "要依次增大（只有 low 和 high 可以相等）",
                    f"lowest {self.lowest:g}, low {self.low:g}, high {self.high:g}, highest "
                    f"{self.highest:g}: "
                    "they must increase (only low and high may be equal)",
                )
            )

    @property
    def ends(self) -> tuple[float, float]:
        """The rising slope."""
        return self.lowest, self.low

    def score(self, x: FloatArray) -> FloatArray:
        """The lesser of the two slopes, between 0 and 100."""
        value = reading(x, self.per)
        rising = (value - self.lowest) / (self.low - self.lowest)
        falling = (self.highest - value) / (self.highest - self.high)
        return 100.0 * np.clip(np.minimum(rising, falling), 0.0, 1.0)

    def excel(self, refs: Refs) -> ExcelScore:
        """The same over one or two cells."""
        lowest, low, high, highest, per = (
            refs.params[name] for name in ("lowest", "low", "high", "highest", "per")
        )
        value = reading_of(refs, per)
        rising, falling = f"({value}-{lowest})/({low}-{lowest})", f"({highest}-{value})/({highest}-{high})"
        return ExcelScore(no_reading(refs), f"100*MAX(0,MIN(1,{rising},{falling}))", self.call(refs))


@dataclass(frozen=True, slots=True)
class Efficacy(_OneReading):
    """功效系数: base + span·d with d = (x - unacceptable)/(satisfactory - unacceptable); neither floor nor cap.

    `geometric` 1: base·((base + span)/base)^d, the same values at both standards and a constant ratio between, with
    d held within ±100 lest a slip of the pen overflow. `limits` (lowest, highest score) bounds the result if declared.
    """

    unacceptable: float
    satisfactory: float
    base: float = 60.0
    span: float = 40.0
    geometric: float = 0.0
    per: float = 100.0
    limits: tuple[float, ...] = ()
    name: ClassVar[str] = "efficacy"
    lists: ClassVar[tuple[str, ...]] = ("limits",)

    def __post_init__(self) -> None:
        check_flag("geometric", self.geometric)
        if self.unacceptable == self.satisfactory:
            raise RuleFault(
                Text(
                    f"unacceptable 和 satisfactory 都是 {self.unacceptable:g}：两者要不同",
                    f"unacceptable and satisfactory are both {self.unacceptable:g}: they must differ",
                )
            )
        if self.span <= 0:
            raise RuleFault(
                Text(f"span 是 {self.span:g}：要大于 0", f"span is {self.span:g}: it must be above 0")
            )
        if self.geometric and not (self.base >= 1 and self.span <= 1000):
            raise RuleFault(
                Text(
                    "geometric 要求 base 不小于 1、span 不大于 1000",
                    "geometric needs a base of at least 1 and a span of at most 1000",
                )
            )
        if self.limits and not (len(self.limits) == 2 and self.limits[0] < self.limits[1]):
            raise RuleFault(
                Text(
                    "limits 是两个数：最低分和最高分",
                    "limits are two numbers: the lowest and the highest score",
                )
            )

    @classmethod
    def falls(cls, params: Written) -> bool | None:
        """As its parameters say."""
        return ends_fall(params, "unacceptable", "satisfactory")

    @property
    def ends(self) -> tuple[float, float]:
        """Its standards."""
        return self.unacceptable, self.satisfactory

    def score(self, x: FloatArray) -> FloatArray:
        """The efficacy coefficient; it may be negative or above 100."""
        distance = (reading(x, self.per) - self.unacceptable) / (self.satisfactory - self.unacceptable)
        scores = self.base + self.span * distance
        if self.geometric:
            scores = self.base * ((self.base + self.span) / self.base) ** np.clip(distance, -_FAR, _FAR)
        return np.clip(scores, self.limits[0], self.limits[1]) if self.limits else scores

    def excel(self, refs: Refs) -> ExcelScore:
        """The same over one or two cells."""
        lowest, highest, base, span, per = (
            refs.params[name] for name in ("unacceptable", "satisfactory", "base", "span", "per")
        )
        distance = f"({reading_of(refs, per)}-{lowest})/({highest}-{lowest})"
        value = f"{base}+{span}*{distance}"
        if self.geometric:
            value = f"{base}*(({base}+{span})/{base})^MAX(-{_FAR:g},MIN({_FAR:g},{distance}))"
        if self.limits:
            limits = refs.params["limits"]
            value = f"MAX(INDEX({limits},1),MIN(INDEX({limits},2),{value}))"
        return ExcelScore(no_reading(refs), value, self.call(refs))


@dataclass(frozen=True, slots=True)
class Piecewise(_OneReading):
    """Piecewise-linear standards: `points[i]` at the standard `values[i]`, linear between.

    x, settled to 10 decimals, earns `below` under the first standard and `above` over the last; where these are not
    declared, the first and the last points hold.
    """

    values: tuple[float, ...]
    points: tuple[float, ...]
    below: float
    above: float
    per: float = 100.0
    name: ClassVar[str] = "piecewise"
    lists: ClassVar[tuple[str, ...]] = ("values", "points")

    def __post_init__(self) -> None:
        if len(self.values) != len(self.points) or len(self.values) < 2:
            raise RuleFault(
                Text(
                    f"values 有 {len(self.values)} 个，points 有 {len(self.points)} 个：要一一对应，至少 2 "
                    "个",
                    f"{len(self.values)} values but {len(self.points)} points: give one for each, at least 2",
                )
            )
        if any(b <= a for a, b in pairwise(self.values)):
            raise RuleFault(
                Text(
                    "values 要依次增大（越小越好时，让 points 依次减小）",
                    "values must increase (where less is better, let the points fall)",
                )
            )

    @classmethod
    def defaults(cls, params: Params) -> Params:
        """The points of both ends go on beyond them."""
        points = numbers(params.get("points", ()))
        return {"below": points[0], "above": points[-1]} if points else {}

    @classmethod
    def falls(cls, params: Written) -> bool | None:
        """As its parameters say."""
        return points_fall(params)

    @property
    def ends(self) -> tuple[float, float]:
        """Along its standards."""
        return along(self.values, self.points)

    def score(self, x: FloatArray) -> FloatArray:
        """Points between the standards on either side."""
        value = round_half_away(reading(x, self.per), _SETTLED)
        scores = np.interp(value, self.values, self.points, left=self.below, right=self.above)
        return np.where(np.isnan(value), np.nan, scores)

    def excel(self, refs: Refs) -> ExcelScore:
        """The segment is found by MATCH; the last standard belongs to the last segment."""
        values, points, below, above, per = (
            refs.params[name] for name in ("values", "points", "below", "above", "per")
        )
        value = f"ROUND({reading_of(refs, per)},{_SETTLED})"
        start = f"MIN({len(self.values) - 1},MATCH({value},{values},1))"
        v0, v1 = f"INDEX({values},{start})", f"INDEX({values},{start}+1)"
        p0, p1 = f"INDEX({points},{start})", f"INDEX({points},{start}+1)"
        between = f"{p0}+({p1}-{p0})*({value}-{v0})/({v1}-{v0})"
        expression = f"IF({value}<MIN({values}),{below},IF({value}>MAX({values}),{above},{between}))"
        return ExcelScore(no_reading(refs), expression, self.call(refs))


@dataclass(frozen=True, slots=True)
class LogGoalposts(_OneReading):
    """100·clip((ln x - ln worst)/(ln best - ln worst), 0, 1); x ≤ 0 has no score.

    Source: UNDP Human Development Report, technical note 1 (income index).
    """

    worst: float
    best: float
    per: float = 100.0
    name: ClassVar[str] = "loggoalposts"

    def __post_init__(self) -> None:
        if self.worst <= 0 or self.best <= 0:
            raise RuleFault(
                Text(
                    f"worst 是 {self.worst:g}，best 是 {self.best:g}：取对数时两者都要大于 0",
                    f"worst {self.worst:g}, best {self.best:g}: a logarithm needs both above 0",
                )
            )
        if self.worst == self.best:
            raise RuleFault(
                Text(
                    f"worst 和 best 都是 {self.worst:g}：两者之间没有可计分的范围",
                    f"worst and best are both {self.worst:g}: there is nothing between them to score",
                )
            )

    @classmethod
    def falls(cls, params: Written) -> bool | None:
        """As its parameters say."""
        return ends_fall(params, "worst", "best")

    @property
    def ends(self) -> tuple[float, float]:
        """Its goalposts."""
        return self.worst, self.best

    def score(self, x: FloatArray) -> FloatArray:
        """The share of the way from worst to best on the logarithmic scale."""
        value = reading(x, self.per)
        logarithm = np.log(np.where(value > 0, value, np.nan))
        share = (logarithm - np.log(self.worst)) / (np.log(self.best) - np.log(self.worst))
        return np.asarray(100.0 * np.clip(share, 0.0, 1.0))

    def excel(self, refs: Refs) -> ExcelScore:
        """The same over one or two cells."""
        worst, best, per = (refs.params[name] for name in ("worst", "best", "per"))
        value = reading_of(refs, per)
        share = f"(LN({value})-LN({worst}))/(LN({best})-LN({worst}))"
        guard = f"IF({no_reading(refs)},{ALWAYS},{value}<=0)"
        return ExcelScore(guard, f"100*MAX(0,MIN(1,{share}))", self.call(refs))
