"""Rules whose points come from a scale: a level that was chosen, a survey's counts per answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from smartxl.model.framework import Measure
from smartxl.rules.base import ExcelScore, FloatArray, Params, Refs
from smartxl.rules.faults import RuleFault
from smartxl.rules.parameters import Parameters, finite_numbers, numbers
from smartxl.rules.traits import RuleTraits
from smartxl.text import Text

__all__ = ["Rubric", "Survey"]


@dataclass(frozen=True, slots=True)
class Rubric(Parameters):
    """A level chosen from a scale → 100 × the share of points of the level. Input: that share."""

    name: ClassVar[str] = "rubric"
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.RUBRIC})

    def sizes(self) -> tuple[int, int]:
        """One."""
        return 1, 1

    def score(self, x: FloatArray) -> FloatArray:
        """100·share."""
        return 100.0 * x[:, 0]

    def excel(self, refs: Refs) -> ExcelScore:
        """Looks the label up in the scale; a text that is no level has no score."""
        share = f"INDEX({refs.points},MATCH({refs.cells[0]},{refs.labels},0))"
        marked = f"COUNTIF({refs.states},{refs.not_applicable})+COUNTIF({refs.states},{refs.pending})"
        guard = f"OR(COUNTIF({refs.labels},{refs.cells[0]})=0,{marked}>0)"
        return ExcelScore(guard, f"100*{share}", f'SX_SCORE("{self.name}",{share})')


@dataclass(frozen=True, slots=True)
class Survey(RuleTraits):
    """Counts per answer of a Likert scale → 100 × the mean share of points over all answers. Inputs: the counts."""

    points: tuple[float, ...]
    name: ClassVar[str] = "survey"
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.SURVEY})

    @classmethod
    def from_params(cls, params: Params) -> Self:
        """From `points`, one for each answer, 0 to 1; the loader takes them from the leaf's scale."""
        if set(params) != {"points"}:
            raise RuleFault(
                Text(
                    "规则 survey 按指标的选项组计分，没有其他参数",
                    "rule survey takes its points from the scale of the indicator and no other parameter",
                )
            )
        return cls(numbers(params["points"]))

    @classmethod
    def from_vector(cls, vector: FloatArray) -> Self:
        """From the points in one column. Raises ValueError for one that is not finite."""
        return cls(finite_numbers(cls.name, vector))

    def parameters(self) -> Mapping[str, tuple[float, ...]]:
        """points."""
        return {"points": self.points}

    def sizes(self) -> tuple[int, int]:
        """One for each answer."""
        return len(self.points), len(self.points)

    def score(self, x: FloatArray) -> FloatArray:
        """100·Σ count·points / Σ count, NaN without any answer."""
        total = x.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(total == 0, np.nan, 100.0 * (x @ np.asarray(self.points)) / total)

    def excel(self, refs: Refs) -> ExcelScore:
        """SUMPRODUCT of counts and points over the sum of counts."""
        points = refs.params["points"]
        guard = f"OR({refs.unanswered()},SUM({refs.values})=0)"
        value = f"100*SUMPRODUCT({refs.values},{points})/SUM({refs.values})"
        return ExcelScore(guard, value, f'SX_SCORE("{self.name}",{refs.values},{refs.vector})')
