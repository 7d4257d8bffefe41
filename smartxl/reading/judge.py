"""What the cells of one row mean: its state, what it scores, and what is wrong with it.

The state of a clean row is the one that the row's own formula gives: marked not applicable or pending, else
not provided (0), else provided with a level, else blank. Where an answer that decides cannot be used, the row
is blank and has a must-fix finding; nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Field, Scalar, State
from smartxl.reading.explain import explained, note_of
from smartxl.typed.cleaned import show
from smartxl.typed.row import RowPlace, TypedRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.model.plan import Line
    from smartxl.typed.vocabulary import Vocabulary

__all__ = ["Judged", "RowPlace", "judge_row"]

_DETAILS = (Field.CHANNEL, Field.ADDRESS, Field.DATE)
_LEFT = (Field.CHANNEL, Field.ADDRESS)
_ANSWERS = (Field.VALUE, Field.PROVIDED, Field.LEVEL)


@dataclass(frozen=True, slots=True)
class Judged:
    """One row of a file: state, what it scores (None unless the state is VALUE), cleaned fields, findings."""

    row: int
    state: State
    score_input: float | None
    fields: Mapping[Field, Scalar]
    findings: tuple[Finding, ...]

    @property
    def untouched(self) -> bool:
        """Whether nothing at all was typed into the row."""
        return not self.fields and not self.findings


def judge_row(place: RowPlace, line: Line, words: Vocabulary) -> Judged:
    """Reads, cleans and judges the inputs of a row."""
    row = _RowJudge(place, line, words)
    row.read()
    state, score = row.settle()
    findings = explained(row.findings, note_of(row.fields)) if row.findings else ()
    return Judged(place.row, state, score, row.fields, findings)


class _RowJudge(TypedRow):
    """What a row means."""

    __slots__ = ()

    def settle(self) -> tuple[State, float | None]:
        """The state of the row and what it scores."""
        if Field.NAME in self.line.inputs:
            self._own_row()
            return State.BLANK, None
        mark = self._option(Field.APPLICABLE)
        if mark in {1, 2}:
            self._marked(reason_due=mark == 1)
            return (State.NOT_APPLICABLE if mark == 1 else State.PENDING), None
        reviewed = self._reviewed()
        if reviewed is not None:
            return State.VALUE, reviewed
        score = self._entry() if Field.VALUE in self.line.inputs else self._item()
        if score is None:
            self._details_without_answer()
        elif Field.PROVIDED in self.fields:
            self._details_of_item()
        if score is None or Field.APPLICABLE in self.unusable:
            return State.BLANK, None
        return State.VALUE, score

    def _own_row(self) -> None:
        """A row that the unit adds itself, an item or a piece of evidence: kept, and never scored."""
        first = self._first(*self.line.inputs)
        if first is None:
            return
        if Field.NAME not in self.fields and Field.NAME not in self.unusable:
            self.report(FindingCode.NO_NAME, Field.NAME, show(self.fields[first]))
        if Field.PROVIDED not in self.line.inputs:
            return
        if self._item() is None:
            self._answer_missing(first)
        else:
            self._details_of_item()

    def _reviewed(self) -> float | None:
        """What the evaluator put in place of the unit's answer."""
        value = self.fields.get(Field.REVIEW)
        if isinstance(value, str):
            return self.words.points.get(value)
        number = _number(value)
        return number if number is None or Field.VALUE in self.line.inputs else number / self.line.full

    def _option(self, entry: Field) -> int | None:
        """The position of a field's answer in its list, which is its meaning; None when it is blank."""
        value = self.fields.get(entry)
        return self.line.checks[entry].options.index(str(value)) if value is not None else None

    def _marked(self, *, reason_due: bool) -> None:
        mark = str(self.fields[Field.APPLICABLE])
        if reason_due and Field.NOTE in self.line.inputs and not note_of(self.fields):
            self.report(FindingCode.NO_REASON, Field.NOTE, mark)
        answer = self._first(Field.VALUE, Field.LEVEL, Field.PROVIDED)
        if answer is not None:
            self.report(FindingCode.MARKED_WITH_ANSWER, answer, mark, show(self.fields[answer]))
        else:
            self._leftover(mark)

    def _leftover(self, said: str) -> None:
        """Details of an answer that is gone."""
        left = self._first(*_LEFT)
        if left is not None:
            self.report(FindingCode.LEFTOVER, left, said, show(self.fields[left]))

    def _first(self, *entries: Field) -> Field | None:
        return next((entry for entry in entries if entry in self.fields), None)

    def _entry(self) -> float | None:
        """The number, or the points of the level."""
        value = self.fields.get(Field.VALUE)
        return self.words.points.get(value) if isinstance(value, str) else _number(value)

    def _item(self) -> float | None:
        """The share of full points of a sampled item."""
        if Field.PROVIDED not in self.fields:
            if Field.PROVIDED in self.unusable or Field.LEVEL not in self.fields:
                return None
            self._imply_provided()
        return self._not_provided() if self._option(Field.PROVIDED) == 1 else self._level()

    def _not_provided(self) -> float:
        """Scored as the row's formula does, also beside a level."""
        if Field.LEVEL in self.fields:
            no, level = str(self.fields[Field.PROVIDED]), str(self.fields[Field.LEVEL])
            self.report(FindingCode.NO_WITH_LEVEL, Field.LEVEL, no, level)
        return 0.0

    def _imply_provided(self) -> None:
        if Field.PROVIDED in self.line.inputs:
            yes = self.line.checks[Field.PROVIDED].options[0]
            self.fields[Field.PROVIDED] = yes
            self.report(FindingCode.LEVEL_IMPLIES_YES, Field.PROVIDED, str(self.fields[Field.LEVEL]), yes)

    def _level(self) -> float | None:
        if Field.LEVEL not in self.line.inputs:
            return 1.0
        level = self.fields.get(Field.LEVEL)
        if level is None and Field.LEVEL not in self.unusable:
            options = "、".join(self.line.checks[Field.LEVEL].options)
            self.report(FindingCode.NO_LEVEL, Field.LEVEL, str(self.fields[Field.PROVIDED]), options)
        return self.words.points.get(str(level))

    def _details_of_item(self) -> None:
        """An item that is provided can be found somewhere; of one that is not, only the day of the look is left."""
        said = str(self.fields[Field.PROVIDED])
        if self._option(Field.PROVIDED) == 1:
            if Field.LEVEL not in self.fields:
                self._leftover(said)
        elif Field.ADDRESS in self.line.inputs.keys() - self.fields.keys() - self.unusable:
            self.report(FindingCode.NO_ADDRESS, Field.ADDRESS, said)

    def _details_without_answer(self) -> None:
        detail = self._first(*_DETAILS)
        if detail is not None:
            self._answer_missing(detail)

    def _answer_missing(self, detail: Field) -> None:
        """Something was typed into the row, and not the answer that it belongs to."""
        if any(entry in self.fields or entry in self.unusable for entry in _ANSWERS):
            return
        answer = next(entry for entry in _ANSWERS if entry in self.line.inputs)
        self.report(FindingCode.DETAILS_WITHOUT_ANSWER, answer, show(self.fields[detail]))


def _number(value: Scalar | None) -> float | None:
    return value if isinstance(value, float) else None
