"""The rows of units as they are told at the end of a drill-down: what was answered, what it brings, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from smartxl.diagnosis.facts import RoundFacts
from smartxl.model.answers import ABOUT_DATA, Answer, Choice, Field, Scalar, State
from smartxl.model.choices import ChoiceWords
from smartxl.model.definition import AskedRow, Unit
from smartxl.model.drilldown import DrillRow
from smartxl.model.framework import Measure, Node
from smartxl.model.keys import code_of
from smartxl.model.report import Figure, Words
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.model.spoken import own_wording
from smartxl.text import number_text

__all__ = ["RowTeller"]

_TOLD = (
    *(Field.CHANNEL, Field.ADDRESS, Field.DATE, *ABOUT_DATA, Field.NOTE),
    *(Field.REVIEW, Field.REVIEW_NOTE),
)
"""The inputs that are shown beside the deciding one."""
_DIGITS = 4
_LEVEL_POINTS = 100.0


@dataclass(frozen=True)
class RowTeller:
    """Tells rows in the language of the report; `files`: unit and row key → the file that the answer was read from."""

    facts: RoundFacts
    files: Mapping[tuple[str, str], str]
    _words: dict[tuple[str, Field, Choice], str] = field(default_factory=dict, repr=False)

    def rows(self, units: Iterable[Unit]) -> Mapping[tuple[str, str], tuple[DrillRow, ...]]:
        """Unit and indicator → its rows, in the order of the form."""
        definition = self.facts.definition
        return {
            (unit.code, leaf.code): tuple(
                self._row(unit.code, leaf, row) for row in definition.rows(unit, leaf)
            )
            for unit in units
            for leaf in definition.leaves(unit)
        }

    @cached_property
    def _answers(self) -> Mapping[tuple[str, str], Answer]:
        return {(answer.unit, answer.key): answer for answer in self.facts.answers}

    @cached_property
    def _choices(self) -> ChoiceWords:
        return ChoiceWords(self.facts.definition.framework)

    def _row(self, unit: str, leaf: Node, row: AskedRow) -> DrillRow:
        answer = self._answers.get((unit, row.key)) or Answer(unit, row.key, State.BLANK)
        points, full = self._points(leaf, row, answer)
        return DrillRow(
            code_of(row.key),
            self.facts.say(row.name),
            answer.state,
            self._said(leaf, row, answer),
            points,
            full,
            tuple(self._told(leaf, answer)),
            self.files.get((unit, row.key), "") if answer.cell else "",
            answer.sheet,
            answer.cell,
        )

    def _points(self, leaf: Node, row: AskedRow, answer: Answer) -> tuple[Figure | None, Figure | None]:
        """What a row brings of what it may bring; of a level out of 100, of a number that a rule scores nothing."""
        if leaf.indicator is None or not leaf.indicator.measure.earns_share:
            return None, None
        times = 1.0 if leaf.indicator.measure is Measure.SAMPLE else _LEVEL_POINTS
        source = Quantity(QuantityKind.ITEM, answer.unit, answer.key)
        value = self.facts.value(*source)
        points = None if value is None else Figure(_short(times * value), times * value, (source,))
        return points, Figure(_short(times * row.full), times * row.full)

    def _said(self, leaf: Node, row: AskedRow, answer: Answer) -> Words:
        phrases, said = self.facts.phrases, self._wording
        if answer.state is State.NOT_APPLICABLE:
            return (said["answer.not_applicable"],)
        if answer.state is State.PENDING:
            return (said["answer.pending"],)
        if answer.state is State.BLANK or answer.score_input is None:
            return (phrases.text("improve.blank"),)
        if leaf.indicator is not None and not leaf.indicator.measure.earns_share:
            source = Quantity(QuantityKind.ITEM, answer.unit, answer.key)
            number = Figure(number_text(answer.score_input), answer.score_input, (source,))
            return (number, f" {self.facts.say(row.asked.unit)}") if row.asked else (number,)
        decided = (
            answer.fields.get(Field.LEVEL)
            or answer.fields.get(Field.REVIEW)
            or answer.fields.get(Field.VALUE)
        )
        is_nothing = not answer.score_input and Field.REVIEW not in answer.fields
        if is_nothing or not isinstance(decided, Choice):
            return (phrases.text("improve.nothing"),)
        return (self._word(leaf, Field.LEVEL, decided),)

    def _told(self, leaf: Node, answer: Answer) -> Iterator[tuple[str, str]]:
        for asked in _TOLD:
            value = answer.fields.get(asked, "")
            if value != "":
                yield self._head(leaf, asked), self._shown(leaf, asked, value)

    def _head(self, leaf: Node, asked: Field) -> str:
        own = leaf.indicator.heads.get(asked.value) if leaf.indicator else None
        if own:
            return self.facts.say(own)
        of_entry = f"entry.{asked.value}"
        sampled = leaf.indicator is not None and leaf.indicator.measure is Measure.SAMPLE
        return self._wording[f"head.{asked.value}" if sampled or of_entry not in self._wording else of_entry]

    @property
    def _wording(self) -> Mapping[str, str]:
        return own_wording(self.facts.definition, self.facts.lang)

    def _shown(self, leaf: Node, asked: Field, value: Scalar) -> str:
        if isinstance(value, Choice):
            return self._word(leaf, asked, value)
        return number_text(value) if isinstance(value, float) else str(value)

    def _word(self, leaf: Node, asked: Field, value: Choice) -> str:
        known = leaf.code, asked, value
        if known not in self._words:
            self._words[known] = str(self._choices.word(leaf.code, asked, value, self.facts.lang))
        return self._words[known]


def _short(points: float) -> str:
    return number_text(round(points, _DIGITS))
