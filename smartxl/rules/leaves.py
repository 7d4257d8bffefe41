"""The rules of the first definitions: samples, shares, goalposts, bands, points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from smartxl.model.combination import Boundary
from smartxl.model.framework import Measure
from smartxl.model.unanswered import Missing
from smartxl.rules.base import ExcelScore, FloatArray, Params, Refs
from smartxl.rules.faults import RuleFault
from smartxl.rules.parameters import Parameters, finite_numbers, no_reading, numbers, reading, reading_of
from smartxl.rules.rollup import band_index, band_index_formula
from smartxl.rules.traits import RuleTraits, Written, along, ends_fall, points_fall
from smartxl.text import Text

__all__ = ["BandPoints", "Coverage", "Direct", "Goalposts", "Ratio"]


@dataclass(frozen=True, slots=True)
class Coverage(Parameters):
    """Coverage of a sample: 100·Σ item points / Σ full points of the items that count (domain rule 2).

    Inputs of `score`: column 0 the sum of points, column 1 the sum of full points; which items are in the second sum is
    the leaf's missing policy (`smartxl.scoring`, and `Refs.missing` of the formula).
    """

    name: ClassVar[str] = "coverage"
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.SAMPLE})

    def sizes(self) -> tuple[int, int]:
        """Two: the sums."""
        return 2, 2

    def score(self, x: FloatArray) -> FloatArray:
        """100·points/full, NaN where nothing counts."""
        return reading(x, 100.0)

    def excel(self, refs: Refs) -> ExcelScore:
        """Blank points are left out of the sums; under `Missing.ZERO` only the not applicable are."""
        counted = f'SUMIF({refs.values},">=0",{refs.full})'
        if refs.missing is Missing.ZERO:
            counted = f"(SUM({refs.full})-SUMIF({refs.states},{refs.not_applicable},{refs.full}))"
        value = f"100*SUM({refs.values})/{counted}"
        call = (
            f'SX_SCORE("{self.name}",{refs.values},{refs.full})'
            if refs.missing is Missing.LEAVE_OUT
            else value
        )
        return ExcelScore(f"{counted}=0", value, call)


@dataclass(frozen=True, slots=True)
class Ratio(Parameters):
    """100·n/N. Inputs: numerator, denominator."""

    name: ClassVar[str] = "ratio"
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.KPI})
    one_reading: ClassVar[bool] = True

    def sizes(self) -> tuple[int, int]:
        """Two: numerator, denominator."""
        return 2, 2

    def score(self, x: FloatArray) -> FloatArray:
        """100·n/N, NaN where N = 0."""
        return reading(x, 100.0)

    def excel(self, refs: Refs) -> ExcelScore:
        """The same over two cells."""
        return ExcelScore(no_reading(refs), reading_of(refs, "100"), self.call(refs))


@dataclass(frozen=True, slots=True)
class Goalposts(Parameters):
    """100·clip((x - worst)/(best - worst), 0, 1): one formula for both directions, capped.

    With two inputs x is `per`·numerator/denominator. Source: OECD/JRC Handbook (2008), section 5.4 (min-max with
    fixed goalposts, as in the Human Development Index).
    """

    worst: float
    best: float
    per: float = 100.0
    name: ClassVar[str] = "goalposts"
    either_way: ClassVar[bool] = True
    one_reading: ClassVar[bool] = True

    def __post_init__(self) -> None:
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

    def sizes(self) -> tuple[int, int]:
        """One, or numerator and denominator."""
        return 1, 2

    def score(self, x: FloatArray) -> FloatArray:
        """The share of the way from worst to best."""
        share = (reading(x, self.per) - self.worst) / (self.best - self.worst)
        return 100.0 * np.clip(share, 0.0, 1.0)

    def excel(self, refs: Refs) -> ExcelScore:
        """The same over one or two cells and the three parameters."""
        worst, best, per = (refs.params[name] for name in ("worst", "best", "per"))
        share = f"({reading_of(refs, per)}-{worst})/({best}-{worst})"
        return ExcelScore(no_reading(refs), f"100*MAX(0,MIN(1,{share}))", self.call(refs))


@dataclass(frozen=True, slots=True)
class BandPoints(RuleTraits):
    """分档: the points of the band that x, settled to 10 decimals, lies in; `boundary` says who owns a threshold.

    `points[i]` goes to values from `thresholds[i]` on; below the first threshold the first points hold, so that the
    first threshold is only the lowest value expected.
    """

    thresholds: tuple[float, ...]
    points: tuple[float, ...]
    boundary: Boundary = Boundary.LOWER
    per: float = 100.0
    name: ClassVar[str] = "bands"
    either_way: ClassVar[bool] = True
    one_reading: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if len(self.thresholds) != len(self.points) or not self.thresholds:
            raise RuleFault(
                Text(
                    f"thresholds 有 {len(self.thresholds)} 个，points 有 {len(self.points)} 个：要一一对应",
                    f"{len(self.thresholds)} thresholds but {len(self.points)} points: give one for each",
                )
            )
        if any(b <= a for a, b in zip(self.thresholds, self.thresholds[1:], strict=False)):
            raise RuleFault(Text("thresholds 要依次增大", "thresholds must increase"))

    @classmethod
    def from_params(cls, params: Params) -> Self:
        """From `thresholds`, `points` and, optionally, `upper` (1: the lower band owns a threshold) and `per`."""
        allowed = {"thresholds", "points", "upper", "per"}
        if unknown := sorted(set(params) - allowed):
            raise RuleFault(
                Text(
                    f"规则 bands 没有参数 {', '.join(unknown)}（可用的有：{', '.join(sorted(allowed))}）",
                    f"unknown parameter {', '.join(unknown)} (rule bands takes: "
                    f"{', '.join(sorted(allowed))})",
                )
            )
        if missing := sorted({"thresholds", "points"} - set(params)):
            raise RuleFault(
                Text(
                    f"规则 bands 缺少参数 {', '.join(missing)}",
                    f"rule bands needs the parameter {', '.join(missing)}",
                )
            )
        boundary = Boundary.UPPER if numbers(params.get("upper", 0.0))[0] else Boundary.LOWER
        per = numbers(params.get("per", 100.0))[0]
        return cls(numbers(params["thresholds"]), numbers(params["points"]), boundary, per)

    @classmethod
    def from_vector(cls, vector: FloatArray) -> Self:
        """From upper, per, thresholds…, points… in one column. Raises ValueError when they do not fit."""
        given = finite_numbers(cls.name, vector)
        if len(given) < 2:
            told = Text("规则 bands 缺少参数 upper, per", "rule bands needs the parameter upper, per")
            raise RuleFault(told)
        size = (len(given) - 2) // 2
        boundary = Boundary.UPPER if given[0] else Boundary.LOWER
        return cls(given[2 : 2 + size], given[2 + size :], boundary, given[1])

    def parameters(self) -> Mapping[str, tuple[float, ...]]:
        """upper, per, thresholds, points."""
        upper = float(self.boundary is Boundary.UPPER)
        return {"upper": (upper,), "per": (self.per,), "thresholds": self.thresholds, "points": self.points}

    @classmethod
    def falls(cls, params: Written) -> bool | None:
        """As its parameters say."""
        return points_fall(params)

    @property
    def ends(self) -> tuple[float, float]:
        """Along its thresholds."""
        return along(self.thresholds, self.points)

    def sizes(self) -> tuple[int, int]:
        """One, or numerator and denominator."""
        return 1, 2

    def score(self, x: FloatArray) -> FloatArray:
        """The points of each value's band."""
        index = band_index(reading(x, self.per), self.thresholds, self.boundary)
        scores = np.asarray(self.points)[np.nan_to_num(index).astype(int)]
        return np.where(np.isnan(index), np.nan, scores)

    def excel(self, refs: Refs) -> ExcelScore:
        """INDEX into the points by the number of thresholds reached."""
        value = reading_of(refs, refs.params["per"])
        index = band_index_formula(value, refs.params["thresholds"], self.boundary)
        call = f'SX_SCORE("{self.name}",{refs.values},{refs.vector})'
        return ExcelScore(no_reading(refs), f"INDEX({refs.params['points']},{index})", call)


@dataclass(frozen=True, slots=True)
class Direct(Parameters):
    """Points given directly, out of `full`: 100·x/full."""

    full: float = 100.0
    name: ClassVar[str] = "direct"
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.GIVEN})
    one_reading: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.full <= 0:
            raise RuleFault(
                Text(
                    f"full 是 {self.full:g}：满分要大于 0",
                    f"full is {self.full:g}: full points must be above 0",
                )
            )

    @property
    def ends(self) -> tuple[float, float]:
        """From nothing to full points."""
        return 0.0, self.full

    def sizes(self) -> tuple[int, int]:
        """One."""
        return 1, 1

    def score(self, x: FloatArray) -> FloatArray:
        """100·x/full."""
        return 100.0 * x[:, 0] / self.full

    def excel(self, refs: Refs) -> ExcelScore:
        """The same over one cell."""
        return ExcelScore(refs.unanswered(), f"100*{refs.cells[0]}/{refs.params['full']}", self.call(refs))
