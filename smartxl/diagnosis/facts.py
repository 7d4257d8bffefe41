"""What a report is written from, with every number as a `Figure` that knows its quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from smartxl.diagnosis.improve import OpenItem, Scorer, open_items, open_levels
from smartxl.diagnosis.others import NOTHING_ELSE, Comparisons, points_text
from smartxl.diagnosis.phrases import Phrases
from smartxl.findings import Finding
from smartxl.model.answers import Answer
from smartxl.model.combination import Peers
from smartxl.model.definition import Definition, Item, Unit
from smartxl.model.framework import ROOT, Node
from smartxl.model.needs import NO_NEEDS, Needs
from smartxl.model.report import Figure, Words
from smartxl.model.robustness import NOTHING_TRIED, Robustness
from smartxl.model.roundrecords import NO_RECORDS, RoundRecords
from smartxl.model.scores import CITY, Quantity, QuantityKind, ScoreTable
from smartxl.model.tasks import NO_TASKS, PreviousTasks, TaskList
from smartxl.rules import band_index
from smartxl.text import Lang, Text

__all__ = ["NONE", "RoundFacts", "cell", "number", "percent"]

NONE: Words = ("—",)
"""What stands where there is no number."""


@dataclass(frozen=True)
class RoundFacts:
    """A scored round: definition, scores, the answers and findings that count, and the words of the report.

    `others` are the scores that it is compared with. `late`: units whose first form that
    counts came after the due date → the day. `tried`: what is known of how sure the result is.
    """

    definition: Definition
    table: ScoreTable
    answers: Sequence[Answer]
    findings: Sequence[Finding]
    phrases: Phrases
    scorer: Scorer
    conventions: Sequence[str] = ()
    kept_tasks: TaskList = NO_TASKS
    records: RoundRecords = NO_RECORDS
    others: Comparisons = NOTHING_ELSE
    late: Mapping[str, date] = field(default_factory=dict)
    last_tasks: PreviousTasks | None = None
    needs: Needs = NO_NEEDS
    tried: Robustness = NOTHING_TRIED

    @property
    def lang(self) -> Lang:
        """The language of the report."""
        return self.phrases.lang

    @cached_property
    def received(self) -> frozenset[str]:
        """Units of which a submission counts."""
        return frozenset(answer.unit for answer in self.answers)

    @property
    def all_late(self) -> bool:
        """Whether all forms came late, and not one alone: taken in together they tell of no unit whether it was."""
        return len(self.late) == len(self.received) > 1

    @cached_property
    def open(self) -> tuple[OpenItem, ...]:
        """Sampled items below their full points."""
        return open_items(self.definition, self.answers)

    @cached_property
    def items(self) -> Mapping[tuple[str, str], Item]:
        """Unit and row key → the sampled item."""
        return {(item.unit, item.key): item for item in self.definition.catalogue.items}

    @cached_property
    def raisable(self) -> tuple[OpenItem, ...]:
        """The same and the levels of rubrics below the highest."""
        return (*self.open, *open_levels(self.definition, self.answers, self.lang))

    @cached_property
    def subjects(self) -> tuple[tuple[str, str], ...]:
        """The city and the classes as a whole: code and name."""
        classes = self.definition.framework.classes
        return ((CITY, self.phrases.text("column.city")), *((c.aggregate, self.say(c.name)) for c in classes))

    @property
    def grouped(self) -> bool:
        """Whether units are ranked in the groups of their class, not all of it together."""
        return self.definition.framework.conventions.peers is Peers.GROUP

    def peers(self, unit: Unit) -> tuple[Unit, ...]:
        """The units among which a unit is ranked, itself too."""
        of_class = self.definition.roster.of_class(unit.unit_class)
        return tuple(other for other in of_class if other.group == unit.group) if self.grouped else of_class

    def say(self, text: Text) -> str:
        """A text in the language of the report."""
        return text.get(self.lang)

    def unit_name(self, unit: Unit) -> str:
        """What a unit is called."""
        return self.say(unit.name)

    def value(self, kind: QuantityKind, unit: str, ref: str = "") -> float | None:
        """The value of a quantity."""
        return self.table.get(kind, unit, ref)

    def score(self, unit: str, node: str = ROOT) -> Figure | None:
        """The score of a node as it is published; None where there is none."""
        value = self.value(QuantityKind.SCORE, unit, node)
        if value is None:
            return None
        return Figure(self.points(value, node), value, (Quantity(QuantityKind.SCORE, unit, node),))

    def points(self, value: float, node: str = ROOT) -> str:
        """Points with the decimals of a node's score, at most 4."""
        return points_text(self.definition, value, node)

    def coverage(self, unit: str, node: str = ROOT) -> Figure | None:
        """The share of applicable rows that are answered."""
        value = self.value(QuantityKind.COVERAGE, unit, node)
        return None if value is None else percent(value, Quantity(QuantityKind.COVERAGE, unit, node))

    def count(self, kind: QuantityKind, unit: str, ref: str = ROOT) -> Figure:
        """A number of rows."""
        value = self.value(kind, unit, ref) or 0.0
        return Figure(f"{value:,.0f}", value, (Quantity(kind, unit, ref),))

    def rank(self, unit: str) -> Figure | None:
        """The rank of a unit in its class or group."""
        value = self.value(QuantityKind.RANK, unit)
        return None if value is None else Figure(f"{value:g}", value, (Quantity(QuantityKind.RANK, unit),))

    def stage(self, unit: str) -> str:
        """The name of a stage, "" for none."""
        value = self.value(QuantityKind.STAGE, unit)
        names = self.definition.framework.conventions.stages.names
        return "" if value is None else self.say(names[int(value)])

    def stage_of(self, score: Figure | None) -> str:
        """The name of the stage that a score would be in if it were a total, "" for none."""
        names = self.definition.framework.conventions.stages.names
        return "" if score is None else self.say(names[self._band(score)])

    def to_next(self, score: Figure | None, node: str = ROOT) -> tuple[Figure, str] | None:
        """How many points a score lacks to the next stage, and its name; None in the highest, or without a score.

        It is shown with the decimals of the scores of `node`.
        """
        stages = self.definition.framework.conventions.stages
        if score is None or (following := self._band(score) + 1) >= len(stages.names):
            return None
        missing = stages.thresholds[following] - score.value
        return Figure(self.points(missing, node), missing, score.sources), self.say(stages.names[following])

    def _band(self, score: Figure) -> int:
        stages = self.definition.framework.conventions.stages
        return int(band_index(score.value, stages.thresholds, stages.boundary))

    def areas(self, unit_class: str = "") -> tuple[Node, ...]:
        """The nodes of the top level that enter the total, of a class or of any."""
        framework = self.definition.framework
        return tuple(
            node
            for node in framework.nodes
            if node.parent == ROOT
            and node.code not in framework.adjusting
            and (not unit_class or unit_class in node.weights)
        )


def percent(value: float, *sources: Quantity) -> Figure:
    """A share of 1 in percent, to one decimal."""
    return Figure(f"{100 * value:.1f}%", value, sources)


def number(value: float) -> Figure:
    """A count that the report itself makes."""
    return Figure(f"{value:,.0f}", value)


def cell(figure: Figure | None) -> Words:
    """A number in a table, or the mark for none."""
    return NONE if figure is None else (figure,)
