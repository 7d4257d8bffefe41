"""What the cells of one row mean: its answers, its state, what it scores, and what is wrong with it.

The state of a clean row is the one that the row's own formula gives: marked not applicable or pending, else
not provided (0), else provided with a level, else blank. Where an answer that decides cannot be used, the row
is blank and has a must-fix finding; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.answers import ABOUT_DATA, NO, NOT_APPLICABLE, PENDING, YES, Choice, Field, Scalar, State
from smartxl.model.plan import CheckKind
from smartxl.reading.notes import explained, explained_by, names, note_of
from smartxl.rules.rowpoints import item_share
from smartxl.text import shorten, spelt_out
from smartxl.typed import (
    ASKED,
    Cleaned,
    clean,
    clean_as_seen,
    is_address,
    look_of,
    says_nothing,
    show,
    target_beside,
    unusual,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from smartxl.model.plan import Line
    from smartxl.typed import Vocabulary
    from smartxl.xlsx import RawSheet
    from smartxl.xlsx.appearance import Appearance
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["Judged", "RowPlace", "judge_row"]

_DETAILS = (Field.CHANNEL, Field.ADDRESS, Field.DATE, *ABOUT_DATA)
_LEFT = (Field.CHANNEL, Field.ADDRESS)
_ANSWERS = (Field.VALUE, Field.PROVIDED, Field.LEVEL)
_LONGEST_LINK = 200  # characters of it in a finding
_OPEN = (None, None)  # the usual range of an input that declares none
_YEAR = ("年",)
_UNTOLD = {
    Field.QUALITY: FindingCode.NO_QUALITY,
    Field.ORIGIN: FindingCode.NO_ORIGIN,
    Field.YEAR: FindingCode.NO_YEAR,
}
_NAME, _APPLICABLE, _REVIEW, _ADDRESS = Field.NAME, Field.APPLICABLE, Field.REVIEW, Field.ADDRESS
_VALUE, _PROVIDED, _LEVEL, _OF_YEAR = Field.VALUE, Field.PROVIDED, Field.LEVEL, Field.YEAR
_BLANK, _SCORED, _NUMBER = State.BLANK, State.VALUE, CheckKind.NUMBER
_MARKS = frozenset({NOT_APPLICABLE, PENDING})
_NO_FIELDS: Mapping[Field, Scalar] = {}


class RowPlace(NamedTuple):
    """Where a row was found: file and unit, sheet, row; `covered` are cells that a merge hides (row, column).

    `from_1904`: serial numbers of days count from there. `partly_hidden`: some rows, or columns with answers, are hidden.
    `plain`: none of its answers is a formula or an error, or has a look of its own.
    """

    source: FindingSource
    sheet: RawSheet
    row: int
    covered: frozenset[tuple[int, int]] = frozenset()
    from_1904: bool = False
    partly_hidden: bool = False
    plain: bool = False


class Judged(NamedTuple):
    """One row of a file: state, what it scores (None unless the state is VALUE), cleaned fields, findings.

    `row` is 0 for a line that is not there.
    """

    row: int
    state: State = State.BLANK
    score_input: float | None = None
    fields: Mapping[Field, Scalar] = _NO_FIELDS
    findings: tuple[Finding, ...] = ()

    @property
    def untouched(self) -> bool:
        """Whether nothing at all was typed into the row."""
        return not self.fields and not self.findings


def judge_row(place: RowPlace, line: Line, words: Vocabulary) -> Judged:
    """Reads, cleans and judges the inputs of a row."""
    row = _RowJudge(place, line, words)
    row.read()
    if row.doubtful:
        row.confirm()
    if place.partly_hidden:
        row.tell_hidden()
    state, score = row.settle()
    findings = explained(row.findings, note_of(row.fields)) if row.findings else ()
    return Judged(place.row, state, score, row.fields, findings)


@dataclass(slots=True)
class _RowJudge:
    """One row: `fields` are what can be used, `unusable` the fields where something else stands or a merge hides it.

    `doubtful` are those of the latter that show something else than they hold, with what they hold.
    """

    place: RowPlace
    line: Line
    words: Vocabulary
    fields: dict[Field, Scalar] = field(default_factory=dict)
    unusable: set[Field] = field(default_factory=set)
    doubtful: dict[Field, Scalar] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def report(self, code: FindingCode, entry: Field, found: str = "", expected: str = "") -> None:
        """Adds a finding on one of the row's inputs."""
        cell = a1(self.place.row, self.line.inputs[entry])
        self.findings.append(
            self.place.source.finding(code, cell, self.line.name, found=found, expected=expected)
        )

    def read(self) -> None:
        """Fills `fields` and `unusable`."""
        sheet, row, covered = self.place.sheet, self.place.row, self.place.covered
        values = sheet.values[row - 1] if row <= len(sheet.values) else ()
        width, checks, fields, is_plain = len(values), self.line.checks, self.fields, self.place.plain
        for entry, column in self.line.inputs.items():
            spot = row, column
            if covered and spot in covered:
                self.unusable.add(entry)
                continue
            value = values[column - 1] if column <= width else ""
            if is_plain or not (spot in sheet.formulas or spot in sheet.errors or spot in sheet.appearances):
                if value == "":
                    continue
                check = checks[entry]
                if isinstance(value, str) and value in check.options:  # chosen from the list
                    fields[entry] = check.code(value)
                    continue
            cleaned = self._cleaned(entry, spot, value)
            if cleaned.code is not None:
                unseen = isinstance(value, str) and cleaned.found == cleaned.expected
                found = spelt_out(str(value)) if unseen else cleaned.found
                self.report(cleaned.code, entry, found, cleaned.expected)
            if cleaned.value is not None:
                fields[entry] = cleaned.value
            elif cleaned.unusable:
                self.unusable.add(entry)

    def _cleaned(self, entry: Field, spot: tuple[int, int], value: CellValue) -> Cleaned:
        check = self.line.checks[entry]
        read = partial(
            clean,
            check=check,
            variants=self.words.variants.get(entry),
            units=_YEAR if entry is _OF_YEAR else self.words.units.get(self.line.key, ()),
            is_address=entry is _ADDRESS,
            since_1904=self.place.from_1904,
        )
        cleaned = read(value) if self.place.plain else self._cleaned_as_seen(entry, spot, value, read)
        if (
            check.kind is _NUMBER
            and isinstance(number := cleaned.value, float)
            and (check.low, check.high) != _OPEN
            and (usual := unusual(number, check))
        ):
            self.report(FindingCode.UNUSUAL, entry, show(number), usual)
        return cleaned

    def _cleaned_as_seen(
        self, entry: Field, spot: tuple[int, int], value: CellValue, read: Callable[[CellValue], Cleaned]
    ) -> Cleaned:
        """What is read of a cell that may show something else than it holds."""
        sheet = self.place.sheet
        look = look_of(sheet, spot) if spot in sheet.appearances or spot in sheet.formulas else None
        if spot in sheet.errors:
            return Cleaned(None, FindingCode.PICTURE if look and look.picture else FindingCode.ERROR_VALUE)
        if spot in sheet.formulas and not (look and look.picture):
            if value == "":
                return Cleaned(None, FindingCode.FORMULA_WITHOUT_VALUE)
            self.report(FindingCode.FORMULA, entry, show(value))
        return self._with_look(entry, look, value, read) if look else read(value)

    def _with_look(
        self, entry: Field, look: Appearance, value: CellValue, read: Callable[[CellValue], Cleaned]
    ) -> Cleaned:
        """What is read of a cell with a look of its own; a link that leads elsewhere is kept beside the text."""
        cleaned = clean_as_seen(value, look, self.line.checks[entry].kind, read)
        if cleaned.code in ASKED:
            stored = read(value).value
            if stored is not None:
                self.doubtful[entry] = stored
        if look.link and isinstance(value, str) and (target := target_beside(value, look.link)):
            code = FindingCode.LINK_DIFFERS if is_address(value) else FindingCode.LINK_TARGET
            self.report(code, entry, show(value), shorten(target, _LONGEST_LINK))
            if type(cleaned.value) is str:
                return cleaned._replace(value=f"{cleaned.value} <{target}>")
        return cleaned

    def confirm(self) -> None:
        """Takes the answers of doubtful look that the row's note names: they are right as they are stored."""
        note = note_of(self.fields)
        for entry, value in self.doubtful.items():
            if not names(note, self._in_words(entry, value)):
                continue
            self.fields[entry] = value
            self.unusable.discard(entry)
            cell = a1(self.place.row, self.line.inputs[entry])
            self.findings = [
                explained_by(f, note) if f.cell == cell and f.code in ASKED else f for f in self.findings
            ]

    def tell_hidden(self) -> None:
        """Reports answers that nobody sees: the first one of a hidden row, each one in a hidden column."""
        sheet, row = self.place.sheet, self.place.row
        typed = [entry for entry in self.line.inputs if entry in self.fields or entry in self.unusable]
        if row in sheet.hidden_rows:
            hidden = typed[:1]
        else:
            hidden = [entry for entry in typed if self.line.inputs[entry] in sheet.hidden_columns]
        for entry in hidden:
            self.report(FindingCode.HIDDEN_ANSWER, entry, show(sheet.at(row, self.line.inputs[entry])))

    def settle(self) -> tuple[State, float | None]:
        """The state of the row and what it scores."""
        if _NAME in self.line.inputs:
            self._own_row()
            return _BLANK, None
        mark = self.fields.get(_APPLICABLE)
        if mark in _MARKS:
            self._marked(reason_due=mark == NOT_APPLICABLE)
            return (State.NOT_APPLICABLE if mark == NOT_APPLICABLE else State.PENDING), None
        reviewed = self._reviewed() if _REVIEW in self.fields else None
        if reviewed is not None:
            return _SCORED, reviewed
        score = self._brought(_VALUE) if _VALUE in self.line.inputs else self._item()
        if score is None:
            self._answer_missing(self._first(*_DETAILS))
        elif _PROVIDED in self.fields:
            self._details_of_item()
        else:
            self._empty_words(_ADDRESS)
            self._untold()
        if score is None or _APPLICABLE in self.unusable:
            return _BLANK, None
        return _SCORED, score

    def _untold(self) -> None:
        """Reports what is asked about a number and was not told."""
        for entry, code in _UNTOLD.items():
            if entry in self.line.inputs and entry not in self.fields and entry not in self.unusable:
                self.report(code, entry, self._said(_VALUE))

    def _own_row(self) -> None:
        """A row that the unit adds itself, an item or a piece of evidence: kept, and never scored."""
        first = self._first(*self.line.inputs)
        if first is None:
            return
        if _NAME not in self.fields and _NAME not in self.unusable:
            self.report(FindingCode.NO_NAME, _NAME, self._said(first))
        elif len(self.fields) > 1:  # 无 alone says that there is nothing to add
            self._empty_words(_NAME)
        if _PROVIDED not in self.line.inputs:
            self._empty_words(_ADDRESS)
            return
        if self._item() is None:
            self._answer_missing(first)
        else:
            self._details_of_item()

    def _said(self, entry: Field) -> str:
        """What was answered, in the words of the workbook."""
        return self._in_words(entry, self.fields[entry])

    def _in_words(self, entry: Field, value: Scalar) -> str:
        return show(self.line.checks[entry].shown(value))

    def _reviewed(self) -> float | None:
        """What the evaluator put in place of the unit's answer."""
        value = self._brought(_REVIEW)
        if value is None or _VALUE in self.line.inputs:
            return value
        return item_share(None, None, value, self.line.full)

    def _brought(self, entry: Field) -> float | None:
        """A number, or the points of a level."""
        value = self.fields.get(entry)
        if isinstance(value, Choice):
            return self.words.points.get(value)
        return value if isinstance(value, float) else None

    def _marked(self, *, reason_due: bool) -> None:
        can_say = Field.NOTE in self.line.inputs.keys() - self.unusable
        if reason_due and can_say and not note_of(self.fields):
            self.report(FindingCode.NO_REASON, Field.NOTE, self._said(_APPLICABLE))
        answer = self._first(_VALUE, _LEVEL, _PROVIDED)
        if answer is not None:
            mark, said = self._said(_APPLICABLE), self._said(answer)
            self.report(FindingCode.MARKED_WITH_ANSWER, answer, mark, said)
        else:
            self._leftover(_APPLICABLE)

    def _leftover(self, deciding: Field) -> None:
        """Details of an answer that is gone, as the deciding input says."""
        left = self._first(*_LEFT)
        if left is not None and not says_nothing(str(self.fields[left])):
            self.report(FindingCode.LEFTOVER, left, self._said(deciding), self._said(left))

    def _first(self, *entries: Field) -> Field | None:
        return next((entry for entry in entries if entry in self.fields), None)

    def _item(self) -> float | None:
        """The share of full points of a sampled item, as the row's formula has it: not provided is 0 also beside a level."""
        if _PROVIDED not in self.fields:
            if _PROVIDED in self.unusable or _LEVEL not in self.fields:
                return None
            self._imply_provided()
        if self.fields.get(_PROVIDED) != NO:
            return item_share(provided=True, level=self._level())
        if _LEVEL in self.fields:
            no, level = self._said(_PROVIDED), self._said(_LEVEL)
            self.report(FindingCode.NO_WITH_LEVEL, _LEVEL, no, level)
        return item_share(provided=False, level=None)

    def _imply_provided(self) -> None:
        if _PROVIDED in self.line.inputs:
            self.fields[_PROVIDED] = YES
            level, yes = self._said(_LEVEL), self._said(_PROVIDED)
            self.report(FindingCode.LEVEL_IMPLIES_YES, _PROVIDED, level, yes)

    def _level(self) -> float | None:
        if _LEVEL not in self.line.inputs:
            return 1.0
        if _LEVEL not in self.fields and _LEVEL not in self.unusable:
            options = "、".join(self.line.checks[_LEVEL].options)
            self.report(FindingCode.NO_LEVEL, _LEVEL, self._said(_PROVIDED), options)
        return self._brought(_LEVEL)

    def _details_of_item(self) -> None:
        """An item that is provided can be found somewhere; of one that is not, only the day of the look is left."""
        if self.fields[_PROVIDED] == NO:
            if _LEVEL not in self.fields:
                self._leftover(_PROVIDED)
        elif _ADDRESS in self.line.inputs and _ADDRESS not in self.fields and _ADDRESS not in self.unusable:
            self.report(FindingCode.NO_ADDRESS, _ADDRESS, self._said(_PROVIDED))
        else:
            self._empty_words(_ADDRESS)

    def _empty_words(self, entry: Field) -> None:
        """Reports a text that answers nothing where an address or a name is asked for."""
        text = self.fields.get(entry)
        if isinstance(text, str) and says_nothing(text):
            self.report(FindingCode.SAYS_NOTHING, entry, show(text))

    def _answer_missing(self, detail: Field | None) -> None:
        """Something was typed into the row, and not the answer that it belongs to."""
        if detail is None or any(entry in self.fields or entry in self.unusable for entry in _ANSWERS):
            return
        answer = next(entry for entry in _ANSWERS if entry in self.line.inputs)
        self.report(FindingCode.DETAILS_WITHOUT_ANSWER, answer, self._said(detail))
