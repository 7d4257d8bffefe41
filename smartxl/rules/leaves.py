"""The leaf rules: how the answers under one indicator become its score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Self

import numpy as np

from smartxl.model.framework import Boundary, Missing, RuleSpec
from smartxl.rules.base import Face, FloatArray, Params, Refs, Rule
from smartxl.rules.rollup import band_index, band_index_formula
from smartxl.rules.rounding import round_half_away

__all__ = ["RULES", "build", "from_vector", "rule_faults"]

_SETTLED = 10


def _numbers(value: float | tuple[float, ...]) -> tuple[float, ...]:
    return tuple(float(v) for v in value) if isinstance(value, tuple) else (float(value),)


class _Scalars:
    """Rules whose parameters are single numbers, one dataclass field each."""

    name: ClassVar[str]

    @classmethod
    def from_params(cls, params: Params) -> Self:
        known = {f.name for f in fields(cls)}  # type: ignore[arg-type]
        if unknown := sorted(set(params) - known):
            allowed = ", ".join(sorted(known)) or "none"
            raise TypeError(f"unknown parameter {', '.join(unknown)} (rule {cls.name} takes: {allowed})")
        several = [name for name, value in params.items() if isinstance(value, tuple)]
        if several:
            raise TypeError(f"parameter {several[0]} takes one number")
        required = {f.name for f in fields(cls) if f.default is f.default_factory}  # type: ignore[arg-type]
        if missing := sorted(required - set(params)):
            raise TypeError(f"rule {cls.name} needs the parameter {', '.join(missing)}")
        return cls(**params)

    @classmethod
    def from_vector(cls, vector: FloatArray) -> Self:
        return cls(*(float(v) for v in vector))

    def parameters(self) -> Mapping[str, tuple[float, ...]]:
        return {f.name: (float(getattr(self, f.name)),) for f in fields(self)}  # type: ignore[arg-type]

    def _call(self, refs: Refs) -> str:
        return f'SX_SCORE("{self.name}",{refs.values}{"," + refs.vector if refs.vector else ""})'


def _value_of(refs: Refs, per: str) -> str:
    """One input: the cell. Two: `per` times the quotient."""
    return refs.cells[0] if len(refs.cells) == 1 else f"{per}*{refs.cells[0]}/{refs.cells[1]}"


def _value(x: FloatArray, per: float) -> FloatArray:
    if x.shape[1] == 1:
        return x[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x[:, 1] == 0, np.nan, per * x[:, 0] / x[:, 1])


def _guard(refs: Refs) -> str:
    """No score while an input is missing; a quotient needs a denominator."""
    return refs.unanswered() if len(refs.cells) == 1 else f"IF({refs.unanswered()},TRUE,{refs.cells[1]}=0)"


@dataclass(frozen=True, slots=True)
class Coverage(_Scalars):
    """Coverage of a sample: 100·Σ item points / Σ full points of the items that count (domain rule 2).

    Inputs of the numpy face: column 0 the sum of points, column 1 the sum of full points; which items are in the
    second sum is the leaf's missing policy (`smartxl.scoring`, and `denominator` for the Excel face).
    """

    name: ClassVar[str] = "coverage"

    def score(self, x: FloatArray) -> FloatArray:
        """100·points/full, NaN where nothing counts."""
        return _value(x, 100.0)

    def face(self, refs: Refs, missing: Missing = Missing.LEAVE_OUT) -> Face:
        """Blank points are left out of the sums; under `Missing.ZERO` only the not applicable are."""
        counted = f'SUMIF({refs.values},">=0",{refs.full})'
        if missing is Missing.ZERO:
            counted = f"(SUM({refs.full})-SUMIF({refs.states},{refs.not_applicable},{refs.full}))"
        value = f"100*SUM({refs.values})/{counted}"
        call = f'SX_SCORE("{self.name}",{refs.values},{refs.full})' if missing is Missing.LEAVE_OUT else value
        return Face(f"{counted}=0", value, call)


@dataclass(frozen=True, slots=True)
class Ratio(_Scalars):
    """100·n/N. Inputs: numerator, denominator."""

    name: ClassVar[str] = "ratio"

    def score(self, x: FloatArray) -> FloatArray:
        """100·n/N, NaN where N = 0."""
        return _value(x, 100.0)

    def face(self, refs: Refs) -> Face:
        """The same over two cells."""
        return Face(_guard(refs), _value_of(refs, "100"), self._call(refs))


@dataclass(frozen=True, slots=True)
class Goalposts(_Scalars):
    """100·clip((x - worst)/(best - worst), 0, 1): one formula for both directions, capped.

    With two inputs x is `per`·numerator/denominator. Source: OECD/JRC Handbook (2008), section 5.4 (min-max with
    fixed goalposts, as in the Human Development Index).
    """

    worst: float
    best: float
    per: float = 100.0
    name: ClassVar[str] = "goalposts"

    def __post_init__(self) -> None:
        if self.worst == self.best:
            raise ValueError(
                f"worst and best are both {self.worst:g}: there is nothing between them to score"
            )

    def score(self, x: FloatArray) -> FloatArray:
        """The share of the way from worst to best."""
        share = (_value(x, self.per) - self.worst) / (self.best - self.worst)
        return 100.0 * np.clip(share, 0.0, 1.0)

    def face(self, refs: Refs) -> Face:
        """The same over one or two cells and the three parameters."""
        worst, best, per = (refs.params[name] for name in ("worst", "best", "per"))
        share = f"({_value_of(refs, per)}-{worst})/({best}-{worst})"
        return Face(_guard(refs), f"100*MAX(0,MIN(1,{share}))", self._call(refs))


@dataclass(frozen=True, slots=True)
class BandPoints:
    """分档: the points of the band that x, settled to 10 decimals, lies in; `boundary` says who owns a threshold.

    `points[i]` goes to values from `thresholds[i]` on; below the first threshold the first points hold, so that the
    first threshold is only the lowest value expected.
    """

    thresholds: tuple[float, ...]
    points: tuple[float, ...]
    boundary: Boundary = Boundary.LOWER
    per: float = 100.0
    name: ClassVar[str] = "bands"

    def __post_init__(self) -> None:
        if len(self.thresholds) != len(self.points) or not self.thresholds:
            raise ValueError(
                f"{len(self.thresholds)} thresholds but {len(self.points)} points: give one for each"
            )
        if any(b <= a for a, b in zip(self.thresholds, self.thresholds[1:], strict=False)):
            raise ValueError("thresholds must increase")

    @classmethod
    def from_params(cls, params: Params) -> Self:
        """From `thresholds`, `points` and, optionally, `upper` (1: the lower band owns a threshold) and `per`."""
        allowed = {"thresholds", "points", "upper", "per"}
        if unknown := sorted(set(params) - allowed):
            raise TypeError(
                f"unknown parameter {', '.join(unknown)} (rule bands takes: {', '.join(sorted(allowed))})"
            )
        if missing := sorted({"thresholds", "points"} - set(params)):
            raise TypeError(f"rule bands needs the parameter {', '.join(missing)}")
        boundary = Boundary.UPPER if _numbers(params.get("upper", 0.0))[0] else Boundary.LOWER
        per = _numbers(params.get("per", 100.0))[0]
        return cls(_numbers(params["thresholds"]), _numbers(params["points"]), boundary, per)

    @classmethod
    def from_vector(cls, vector: FloatArray) -> Self:
        """From upper, per, thresholds…, points… in one column."""
        size = (len(vector) - 2) // 2
        boundary = Boundary.UPPER if vector[0] else Boundary.LOWER
        return cls(
            _numbers(tuple(vector[2 : 2 + size])),
            _numbers(tuple(vector[2 + size :])),
            boundary,
            float(vector[1]),
        )

    def parameters(self) -> Mapping[str, tuple[float, ...]]:
        """upper, per, thresholds, points."""
        upper = float(self.boundary is Boundary.UPPER)
        return {"upper": (upper,), "per": (self.per,), "thresholds": self.thresholds, "points": self.points}

    def score(self, x: FloatArray) -> FloatArray:
        """The points of each value's band."""
        # 100·0.29 is a hair below 29 in binary: unsettled, it would miss the band that 29 begins (Excel's own
        # comparison forgives this, other engines do not).
        settled = round_half_away(_value(x, self.per), _SETTLED)
        index = band_index(settled, self.thresholds, self.boundary)
        scores = np.asarray(self.points)[np.nan_to_num(index).astype(int)]
        return np.where(np.isnan(index), np.nan, scores)

    def face(self, refs: Refs) -> Face:
        """INDEX into the points by the number of thresholds reached."""
        settled = f"ROUND({_value_of(refs, refs.params['per'])},{_SETTLED})"
        index = band_index_formula(settled, refs.params["thresholds"], self.boundary)
        call = f'SX_SCORE("{self.name}",{refs.values},{refs.vector})'
        return Face(_guard(refs), f"INDEX({refs.params['points']},{index})", call)


@dataclass(frozen=True, slots=True)
class Rubric(_Scalars):
    """A level chosen from a scale → 100 × the share of points of the level. Input: that share."""

    name: ClassVar[str] = "rubric"

    def score(self, x: FloatArray) -> FloatArray:
        """100·share."""
        return 100.0 * x[:, 0]

    def face(self, refs: Refs) -> Face:
        """Looks the label up in the scale; a text that is no level has no score."""
        share = f"INDEX({refs.points},MATCH({refs.cells[0]},{refs.labels},0))"
        marked = f"COUNTIF({refs.states},{refs.not_applicable})+COUNTIF({refs.states},{refs.pending})"
        guard = f"OR(COUNTIF({refs.labels},{refs.cells[0]})=0,{marked}>0)"
        return Face(guard, f"100*{share}", f'SX_SCORE("{self.name}",{share})')


@dataclass(frozen=True, slots=True)
class Survey:
    """Counts per answer of a Likert scale → 100 × the mean share of points over all answers. Inputs: the counts."""

    points: tuple[float, ...]
    name: ClassVar[str] = "survey"

    @classmethod
    def from_params(cls, params: Params) -> Self:
        """From `points`, one for each answer, 0 to 1; the loader takes them from the leaf's scale."""
        if set(params) != {"points"}:
            raise TypeError(
                "rule survey takes its points from the scale of the indicator and no other parameter"
            )
        return cls(_numbers(params["points"]))

    @classmethod
    def from_vector(cls, vector: FloatArray) -> Self:
        """From the points in one column."""
        return cls(_numbers(tuple(vector)))

    def parameters(self) -> Mapping[str, tuple[float, ...]]:
        """points."""
        return {"points": self.points}

    def score(self, x: FloatArray) -> FloatArray:
        """100·Σ count·points / Σ count, NaN without any answer."""
        total = x.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(total == 0, np.nan, 100.0 * (x @ np.asarray(self.points)) / total)

    def face(self, refs: Refs) -> Face:
        """SUMPRODUCT of counts and points over the sum of counts."""
        points = refs.params["points"]
        guard = f"OR({refs.unanswered()},SUM({refs.values})=0)"
        value = f"100*SUMPRODUCT({refs.values},{points})/SUM({refs.values})"
        return Face(guard, value, f'SX_SCORE("{self.name}",{refs.values},{refs.vector})')


@dataclass(frozen=True, slots=True)
class Direct(_Scalars):
    """Points given directly, out of `full`: 100·x/full."""

    full: float = 100.0
    name: ClassVar[str] = "direct"

    def __post_init__(self) -> None:
        if self.full <= 0:
            raise ValueError(f"full is {self.full:g}: full points must be above 0")

    def score(self, x: FloatArray) -> FloatArray:
        """100·x/full."""
        return 100.0 * x[:, 0] / self.full

    def face(self, refs: Refs) -> Face:
        """The same over one cell."""
        return Face(refs.unanswered(), f"100*{refs.cells[0]}/{refs.params['full']}", self._call(refs))


RULES: Mapping[str, type[Rule]] = {
    rule.name: rule for rule in (Coverage, Ratio, Goalposts, BandPoints, Rubric, Survey, Direct)
}
"""Rule name → rule class."""


def build(spec: RuleSpec) -> Rule:
    """The rule that a definition names. Raises KeyError, TypeError or ValueError (see `rule_faults`)."""
    return RULES[spec.name].from_params(spec.params)


def from_vector(name: str, vector: FloatArray) -> Rule:
    """The rule by name with its parameters in one column, as they stand on the list sheet."""
    return RULES[name].from_vector(vector)


def rule_faults(spec: RuleSpec) -> tuple[str, ...]:
    """What is wrong with a rule's name or parameters, in words; empty when nothing is."""
    if spec.name not in RULES:
        return (f"unknown rule {spec.name!r} (known: {', '.join(RULES)})",)
    try:
        build(spec)
    except (TypeError, ValueError) as error:
        return (str(error),)
    return ()
