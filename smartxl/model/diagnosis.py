"""What the scores say about the city: where points were lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartxl.findings import Finding
from smartxl.model.answers import Choice
from smartxl.model.keys import leaf_of
from smartxl.model.report import ReportContent, ReportSection
from smartxl.model.robustness import NOTHING_TRIED, Robustness
from smartxl.model.scores import NO_SCORES, ScoreTable
from smartxl.text import Text

__all__ = ["Diagnosis", "Gap", "ResultReport"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A sampled item that earns less than its full points, with the key of its row.

    `level` is the level reached, None when the item is not provided. `lost` is full points minus points.
    """

    unit: str
    key: str
    item: Text
    level: Choice | None
    lost: float
    address: str

    @property
    def leaf(self) -> str:
        """The code of its indicator."""
        return leaf_of(self.key)


@dataclass(frozen=True)
class ResultReport:
    """What the result workbook says in words and tables: the whole report, the brief, and the rank of each unit that has one.

    `least` is the least total score where it is negative, else 0; `total` the city's. `short`: it is to be printed, each
    chapter on as few pages as it is read on. `tried` is what is known of how sure the result is, `table` its scores,
    `details` the tables behind the chapter on it, by the key of the sheet that has them.
    """

    content: ReportContent
    brief: ReportContent
    ranks: Mapping[str, float]
    least: float = 0.0
    total: float | None = None
    short: bool = False
    tried: Robustness = NOTHING_TRIED
    table: ScoreTable = NO_SCORES
    details: Mapping[str, ReportSection] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Gaps, largest loss first, and the findings of the submissions that count; the report, where it is written with them."""

    gaps: tuple[Gap, ...] = ()
    findings: tuple[Finding, ...] = ()
    report: ResultReport | None = None
