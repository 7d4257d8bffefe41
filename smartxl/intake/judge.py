"""What the cells of one row mean: its state, what it scores, and what is wrong with it.

The state of a clean row is the one that the row's own formula gives: marked not applicable or pending, else
not provided (0), else provided with a level, else blank. Where an answer that decides cannot be used, the row
is blank and has a must-fix finding; nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.intake.clean import (
    EXCEL_EPOCH,
    Cleaned,
    clean_choice,
    clean_date,
    clean_number,
    clean_text,
    show,
)
from smartxl.model.answers import Field, Scalar, State
from smartxl.model.plan import Check, CheckKind, Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.intake.open import RawSheet
    from smartxl.intake.vocabulary import Vocabulary

__all__ = ["Judged", "Place", "judge_row"]

_DETAILS = (Field.CHANNEL, Field.ADDRESS, Field.DATE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row was found: file, unit, sheet, row; `covered` are cells that a merge hides (row, column)."""

    file: str
    unit: str
    sheet: RawSheet
    row: int
    covered: frozenset[tuple[int, int]] = frozenset()


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


def judge_row(place: Place, line: Line, words: Vocabulary) -> Judged:
    """Reads, cleans and judges the inputs of a row."""
    row = _Row(place, line, words)
    row.read()
    state, score = row.settle()
    return Judged(place.row, state, score, row.fields, tuple(row.findings))


@dataclass(slots=True)
class _Row:
    place: Place
    line: Line
    words: Vocabulary
    fields: dict[Field, Scalar] = field(default_factory=dict)
    unusable: set[Field] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def report(self, code: FindingCode, entry: Field, found: str = "", expected: str = "") -> None:
        place, column = self.place, self.line.inputs[entry]
        cell = a1(place.row, column)
        name, file = place.sheet.name, place.file
        self.findings.append(Finding(code, place.unit, name, cell, self.line.name, found, expected, file))

    def read(self) -> None:
        """Fills `fields` with what can be used; `unusable` names the fields where something else stands."""
        for entry, column in self.line.inputs.items():
            if (self.place.row, column) in self.place.covered:
                continue
            cleaned = self._cell(entry, column)
            if cleaned.code is not None:
                self.report(cleaned.code, entry, cleaned.found, cleaned.expected)
            if cleaned.value is not None:
                self.fields[entry] = cleaned.value
            elif cleaned.unusable:
                self.unusable.add(entry)

    def _cell(self, entry: Field, column: int) -> Cleaned:
        sheet, spot = self.place.sheet, (self.place.row, column)
        value = sheet.at(*spot)
        if spot in sheet.errors:
            return Cleaned(None, FindingCode.ERROR_VALUE)
        if spot in sheet.formulas:
            if value == "":
                return Cleaned(None, FindingCode.FORMULA_WITHOUT_VALUE)
            self.report(FindingCode.FORMULA, entry, show(value))
        check = self.line.checks[entry]
        if check.kind is CheckKind.LIST:
            return clean_choice(value, check.options, self.words.variants.get(entry, {}))
        if check.kind is CheckKind.NUMBER:
            return _within(clean_number(value, self.words.units.get(self.line.key, ())), check)
        if check.kind is CheckKind.DATE:
            return _in_period(clean_date(value), check)
        return _short_enough(clean_text(value), check)

    def settle(self) -> tuple[State, float | None]:
        """The state of the row and what it scores."""
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
        if score is None or Field.APPLICABLE in self.unusable:
            return State.BLANK, None
        return State.VALUE, score

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
        if reason_due and Field.NOTE in self.line.inputs and Field.NOTE not in self.fields:
            self.report(FindingCode.NO_REASON, Field.NOTE, mark)
        answer = self._first(Field.VALUE, Field.LEVEL, Field.PROVIDED)
        if answer is not None:
            self.report(FindingCode.MARKED_WITH_ANSWER, answer, mark, show(self.fields[answer]))

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

    def _details_without_answer(self) -> None:
        answers = (Field.VALUE, Field.PROVIDED, Field.LEVEL)
        detail = self._first(*_DETAILS)
        if detail is None or any(entry in self.fields or entry in self.unusable for entry in answers):
            return
        answer = next(entry for entry in answers if entry in self.line.inputs)
        self.report(FindingCode.DETAILS_WITHOUT_ANSWER, answer, show(self.fields[detail]))


def _number(value: Scalar | None) -> float | None:
    return value if isinstance(value, float) else None


def _within(cleaned: Cleaned, check: Check) -> Cleaned:
    """A number outside its range is no answer."""
    value, low, high = cleaned.value, check.minimum, check.maximum
    if not isinstance(value, float) or _inside(value, low, high):
        return cleaned
    return Cleaned(None, FindingCode.OUT_OF_RANGE, show(value), _interval(low, high))


def _inside(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _interval(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"≥ {low:g}" if low is not None else f"≤ {high:g}"
    return f"{low:g} – {high:g}"


def _in_period(cleaned: Cleaned, check: Check) -> Cleaned:
    """A date outside the period is kept, and reported."""
    if not isinstance(cleaned.value, date):
        return cleaned
    serial = float((cleaned.value - EXCEL_EPOCH).days)
    if _inside(serial, check.minimum, check.maximum):
        return cleaned
    period = " – ".join(
        (EXCEL_EPOCH + timedelta(days=int(day))).isoformat() if day is not None else "…"
        for day in (check.minimum, check.maximum)
    )
    return Cleaned(cleaned.value, FindingCode.DATE_OUT_OF_RANGE, cleaned.value.isoformat(), period)


def _short_enough(cleaned: Cleaned, check: Check) -> Cleaned:
    """A text that is too long is kept, and reported."""
    value, limit = cleaned.value, check.maximum
    if not isinstance(value, str) or limit is None or len(value) <= limit:
        return cleaned
    return Cleaned(value, FindingCode.TOO_LONG, str(len(value)), f"{limit:g}")
