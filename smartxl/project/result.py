"""Scores of the submissions that count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.findings import Finding
from smartxl.ledger import late_arrivals
from smartxl.model.answers import Answer
from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY, ScoreTable, Trace
from smartxl.project.folder import ProjectFolder
from smartxl.project.sources import COLLECT_FIRST
from smartxl.scoring import score, trace
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    from datetime import date, datetime

    from smartxl.ledger import CountedAnswers
    from smartxl.model.definition import Definition

__all__ = [
    "CountedRound",
    "ScoredRound",
    "counted_findings",
    "counted_round",
    "late_units",
    "score_project",
    "scored_round",
    "scores_as_of",
]


@dataclass(frozen=True, slots=True)
class CountedRound:
    """What counts of every unit of which something counts, and the answers that are scored."""

    units: tuple[CountedAnswers, ...]
    answers: Sequence[Answer]


def counted_round(project: ProjectFolder) -> CountedRound:
    """What counts now, read from the ledger once."""
    with project.ledger() as ledger:
        units = ledger.count(project.definition)
        return CountedRound(units, project.scored_in(ledger, units))


def score_project(project: ProjectFolder) -> tuple[ScoreTable, Sequence[Answer]]:
    """Scores the submissions that count."""
    answers = project.scored_answers()
    return score(project.definition, answers), answers


@dataclass(frozen=True, slots=True)
class ScoredRound:
    """What counts, scored: the definition and the answers that the scores were worked out from."""

    definition: Definition
    table: ScoreTable
    answers: Sequence[Answer]
    lang: Lang

    @property
    def scoring(self) -> str:
        """The digest of what answers were worth."""
        return self.definition.identity.scoring

    def trace(self, node: str = ROOT, unit: str = CITY) -> Trace:
        """How the score of a node came about for a unit (code or name), a class or the city. Raises UnknownName."""
        return trace(self.definition, self.table, self.answers, unit, node, lang=self.lang)


def scored_round(project: ProjectFolder, now: datetime, as_of: str | date | None) -> ScoredRound:
    """What counts now, or counted `as_of` (see `asof.former_state`), scored."""
    if as_of is not None:
        return ScoredRound(*scores_as_of(project, as_of, now), project.lang)
    project.note_scoring(now)
    today = project.at(now.date())
    return ScoredRound(today.definition, *score_project(today), project.lang)


def scores_as_of(
    project: ProjectFolder, when: str | date, now: datetime
) -> tuple[Definition, ScoreTable, Sequence[Answer]]:
    """The definition, the scores and the answers of a former state; see `asof.former_state`."""
    from smartxl.project.asof import former_state

    with project.ledger(now=now) as ledger:
        state = former_state(project.definition, ledger, when, now)
        answers = type(project)(project.root, state.definition, project.lang).scored_in(state.ledger)
    return state.definition, score(state.definition, answers), answers


def counted_findings(project: ProjectFolder, counted: Sequence[CountedAnswers]) -> list[Finding]:
    """The findings of the submissions that count. Raises ProjectError where none does."""
    if not counted:
        what = Text("没有计入的报送，没有可报告的内容", "no submission counts, so there is nothing to report")
        raise ProjectError(str(project.root), what, COLLECT_FIRST)
    with project.ledger() as ledger:
        return [
            *ledger.findings(digest for entry in counted for digest in entry.rows),
            *(finding for entry in counted for finding in entry.findings),
        ]


def late_units(project: ProjectFolder) -> Mapping[str, date]:
    """Unit → the day on which its first form that counts came, of those that were late."""
    with project.ledger(as_read=True) as ledger:
        return late_arrivals(project.definition, ledger.records())
