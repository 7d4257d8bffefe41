"""Rules that count points: criteria met, times done, faults found, bonus and penalty, experts' points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from smartxl.model.framework import Measure
from smartxl.rules.base import ALWAYS, ExcelScore, FloatArray, Refs
from smartxl.rules.faults import RuleFault
from smartxl.rules.parameters import Parameters, check_flag, no_reading, reading, reading_of
from smartxl.rules.traits import Written, cost_falls
from smartxl.text import Text

__all__ = ["MANY", "Bonus", "Count", "Criteria", "Deduction", "Panel"]

MANY = 250
"""The most inputs that one indicator may have."""


def _check_full(full: float) -> None:
    if full <= 0:
        raise RuleFault(
            Text(f"full 是 {full:g}：满分要大于 0", f"full is {full:g}: full points must be above 0")
        )


@dataclass(frozen=True, slots=True)
class Criteria(Parameters):
    """100·min(full, Σ points of the met criteria)/full; with `best` only the best met criterion counts.

    Inputs: 1 (met) or 0 (not met) for each criterion; any other number leaves the indicator without a score.
    """

    points: tuple[float, ...]
    full: float = 100.0
    best: float = 0.0
    name: ClassVar[str] = "criteria"
    lists: ClassVar[tuple[str, ...]] = ("points",)

    def __post_init__(self) -> None:
        check_flag("best", self.best)
        _check_full(self.full)
        if not self.points or min(self.points) < 0 or len(self.points) > MANY:
            raise RuleFault(
                Text(
                    f"points：写 1 至 {MANY} 个不小于 0 的数，每条标准一个",
                    f"points: give 1 to {MANY} numbers from 0 up, one for each criterion",
                )
            )

    def sizes(self) -> tuple[int, int]:
        """One for each criterion."""
        return len(self.points), len(self.points)

    def score(self, x: FloatArray) -> FloatArray:
        """The share of full points that the met criteria bring."""
        earned = x * np.asarray(self.points)
        total = earned.max(axis=1) if self.best else earned.sum(axis=1)
        return np.where(
            np.isin(x, (0.0, 1.0)).all(axis=1), 100.0 * np.minimum(self.full, total) / self.full, np.nan
        )

    def excel(self, refs: Refs) -> ExcelScore:
        """SUMPRODUCT of marks and points; around MAX it makes every program multiply the whole ranges."""
        points, full = refs.params["points"], refs.params["full"]
        total = f"SUMPRODUCT({refs.values},{points})"
        if self.best:
            total = f"SUMPRODUCT(MAX({refs.values}*{points}))"
        marks = f"COUNTIF({refs.values},0)+COUNTIF({refs.values},1)"
        guard = f"IF({refs.unanswered()},{ALWAYS},{marks}<{len(refs.cells)})"
        return ExcelScore(guard, f"100*MIN({full},{total})/{full}", self.call(refs))


@dataclass(frozen=True, slots=True)
class Count(Parameters):
    """每次记分，满分为止: 100·min(cap, n·each)/full. Input: how many times; below 0 there is no score."""

    each: float
    cap: float
    full: float = 100.0
    name: ClassVar[str] = "count"
    one_reading: ClassVar[bool] = True

    def __post_init__(self) -> None:
        _check_full(self.full)
        if self.each <= 0 or self.cap <= 0:
            raise RuleFault(
                Text(
                    f"each 是 {self.each:g}，cap 是 {self.cap:g}：都要大于 0",
                    f"each is {self.each:g}, cap {self.cap:g}: both must be above 0",
                )
            )
        if self.cap > self.full:
            raise RuleFault(
                Text(
                    f"cap {self.cap:g} 大于满分 {self.full:g}",
                    f"cap {self.cap:g} is above the full points {self.full:g}",
                )
            )

    @property
    def ends(self) -> tuple[float, float]:
        """From never to once more than counts."""
        return 0.0, 1 + self.cap / self.each

    def sizes(self) -> tuple[int, int]:
        """One: the number of times."""
        return 1, 1

    def score(self, x: FloatArray) -> FloatArray:
        """The share of full points."""
        times = x[:, 0]
        return np.where(times >= 0, 100.0 * np.minimum(self.cap, times * self.each) / self.full, np.nan)

    def excel(self, refs: Refs) -> ExcelScore:
        """The same over one cell."""
        each, cap, full = (refs.params[name] for name in ("each", "cap", "full"))
        guard = f"IF({refs.unanswered()},{ALWAYS},{refs.cells[0]}<0)"
        return ExcelScore(guard, f"100*MIN({cap},{refs.cells[0]}*{each})/{full}", self.call(refs))


@dataclass(frozen=True, slots=True)
class Deduction(Parameters):
    """扣分，扣完为止: 100·max(0, full - Σ nᵢ·eachᵢ)/full. Inputs: the number of faults of each kind.

    A number below 0 leaves the indicator without a score.
    """

    each: tuple[float, ...]
    full: float = 100.0
    name: ClassVar[str] = "deduction"
    either_way: ClassVar[bool] = True
    lists: ClassVar[tuple[str, ...]] = ("each",)

    def __post_init__(self) -> None:
        _check_full(self.full)
        if not self.each or min(self.each) <= 0 or len(self.each) > MANY:
            raise RuleFault(
                Text(
                    f"each：写 1 至 {MANY} 个大于 0 的数，每种差错一个",
                    f"each: give 1 to {MANY} numbers above 0, one for each kind of fault",
                )
            )

    @classmethod
    def falls(cls, params: Written) -> bool | None:  # noqa: ARG003 (whatever they are)
        """Every fault costs points."""
        return True

    def sizes(self) -> tuple[int, int]:
        """One for each kind of fault."""
        return len(self.each), len(self.each)

    def score(self, x: FloatArray) -> FloatArray:
        """What is left of the full points."""
        left = np.maximum(0.0, self.full - (x * np.asarray(self.each)).sum(axis=1))
        return np.where((x >= 0).all(axis=1), 100.0 * left / self.full, np.nan)

    def excel(self, refs: Refs) -> ExcelScore:
        """SUMPRODUCT of faults and points."""
        each, full = refs.params["each"], refs.params["full"]
        guard = f"IF({refs.unanswered()},{ALWAYS},MIN({refs.values})<0)"
        value = f"100*MAX(0,{full}-SUMPRODUCT({refs.values},{each}))/{full}"
        return ExcelScore(guard, value, self.call(refs))


@dataclass(frozen=True, slots=True)
class Bonus(Parameters):
    """base + clip(full·(x - target)/target, -penalty, bonus): in proportion to the deviation, capped both ways.

    With `cost` a value below the target earns the bonus. The score runs from base - penalty to base + bonus, so it
    may pass 100 or fall below 0. One input, or two whose quotient times `per` is x.
    """

    target: float
    bonus: float
    penalty: float
    base: float = 100.0
    full: float = 100.0
    cost: float = 0.0
    per: float = 100.0
    name: ClassVar[str] = "bonus"
    either_way: ClassVar[bool] = True
    one_reading: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_flag("cost", self.cost)
        _check_full(self.full)
        if self.target <= 0:
            raise RuleFault(
                Text(
                    f"target 是 {self.target:g}：按比例计偏差时目标要大于 0",
                    f"target is {self.target:g}: a deviation in proportion needs a target above 0",
                )
            )
        if self.bonus < 0 or self.penalty < 0:
            raise RuleFault(
                Text(
                    f"bonus 是 {self.bonus:g}，penalty 是 {self.penalty:g}：两个上限都要写不小于 0 的数",
                    f"bonus {self.bonus:g}, penalty {self.penalty:g}: write both caps as numbers from 0 up",
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

    def sizes(self) -> tuple[int, int]:
        """One, or numerator and denominator."""
        return 1, 2

    def score(self, x: FloatArray) -> FloatArray:
        """The base with its bonus or penalty."""
        sign = -1.0 if self.cost else 1.0
        deviation = sign * self.full * (reading(x, self.per) - self.target) / self.target
        return self.base + np.clip(deviation, -self.penalty, self.bonus)

    def excel(self, refs: Refs) -> ExcelScore:
        """The same over one or two cells."""
        target, bonus, penalty, base, full, per = (
            refs.params[name] for name in ("target", "bonus", "penalty", "base", "full", "per")
        )
        value = reading_of(refs, per)
        gap = f"({target}-{value})" if self.cost else f"({value}-{target})"
        expression = f"{base}+MAX(-{penalty},MIN({bonus},{full}*{gap}/{target}))"
        return ExcelScore(no_reading(refs), expression, self.call(refs))


@dataclass(frozen=True, slots=True)
class Panel(Parameters):
    """Expert panel: 100·(mean without the highest and the lowest points)/full. Inputs: each expert's points.

    An expert who gave none is left out; fewer than `least` experts give no score. Of equal extremes one is dropped.
    """

    least: float
    full: float = 100.0
    name: ClassVar[str] = "panel"
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.GIVEN})

    def __post_init__(self) -> None:
        _check_full(self.full)
        if not (self.least.is_integer() and 3 <= self.least <= MANY):
            raise RuleFault(
                Text(
                    f"least 是 {self.least:g}：要去掉两位专家，应请 3 至 {MANY} 位",
                    f"least is {self.least:g}: two experts are dropped, so ask for 3 to {MANY}",
                )
            )

    def sizes(self) -> tuple[int, int]:
        """As many as `least` or more."""
        return int(self.least), MANY

    def score(self, x: FloatArray) -> FloatArray:
        """The trimmed mean; a NaN is an expert without points."""
        missing = np.isnan(x)
        count = (~missing).sum(axis=1)
        highest = np.where(missing, -np.inf, x).max(axis=1)
        lowest = np.where(missing, np.inf, x).min(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = (np.where(missing, 0.0, x).sum(axis=1) - highest - lowest) / (count - 2)
        return np.where(count < self.least, np.nan, 100.0 * mean / self.full)

    def excel(self, refs: Refs) -> ExcelScore:
        """SUM, MAX, MIN and COUNT pass over what is blank or marked."""
        mean = f"(SUM({refs.values})-MAX({refs.values})-MIN({refs.values}))/(COUNT({refs.values})-2)"
        guard = f"COUNT({refs.values})<{refs.params['least']}"
        return ExcelScore(guard, f"100*{mean}/{refs.params['full']}", self.call(refs))
