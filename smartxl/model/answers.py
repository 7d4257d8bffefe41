"""What came back: the answers of one file, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from smartxl.model.keys import UNSCORED, leaf_of, option_code
from smartxl.stamp import Stamp

__all__ = [
    "ABOUT_DATA",
    "APPLICABLE",
    "HIGH",
    "LOW",
    "MEDIUM",
    "NO",
    "NOT_APPLICABLE",
    "PENDING",
    "YES",
    "Answer",
    "Choice",
    "Field",
    "RowFault",
    "RowStanding",
    "Scalar",
    "State",
    "Submission",
    "option_choice",
]


class Choice(str):
    """The code of an option that was chosen from a list: the same in every language, words are put to it where it is shown.

    A text that only looks like a code is none: what was typed and is no option stays `str`.
    """

    __slots__ = ()


APPLICABLE, NOT_APPLICABLE, PENDING = Choice("applicable"), Choice("not-applicable"), Choice("pending")
YES, NO = Choice("yes"), Choice("no")
HIGH, MEDIUM, LOW = Choice("high"), Choice("medium"), Choice("low")


@cache
def option_choice(number: int) -> Choice:
    """The code of an option of the definition, a level of a scale or a channel, by its place from 1: o2."""
    return Choice(option_code(number))


Scalar = str | float | date


class State(StrEnum):
    """What is known of a row. Blank is never 0."""

    VALUE = "value"
    BLANK = "blank"
    NOT_APPLICABLE = "not-applicable"
    PENDING = "pending"


class Field(StrEnum):
    """The inputs of a row. `VALUE` is the number or level of an entry row, the others belong to sampled items.

    `NAME` is what a row is about that the unit adds itself; `USED_BY` the numbers of the rows that a piece of evidence
    belongs to. `REVIEW` and `REVIEW_NOTE` are the evaluator's: what the row brings whatever the unit answered, and why.
    `APPEAL` is what the unit contests of the result, and why. `QUALITY`, `ORIGIN` and `YEAR` tell of a number how good it is,
    where it is from, and of which year, where its indicator asks for that.
    """

    NAME = "name"
    APPLICABLE = "applicable"
    PROVIDED = "provided"
    LEVEL = "level"
    VALUE = "value"
    CHANNEL = "channel"
    ADDRESS = "address"
    DATE = "date"
    USED_BY = "used_by"
    NOTE = "note"
    QUALITY = "quality"
    ORIGIN = "origin"
    YEAR = "year"
    REVIEW = "review"
    REVIEW_NOTE = "review_note"
    APPEAL = "appeal"


ABOUT_DATA = (Field.QUALITY, Field.ORIGIN, Field.YEAR)
"""What an indicator may ask about its numbers, in the order of the form."""


class RowStanding(StrEnum):
    """How far a row is: every row asked is one of these, in the form as in the ledger."""

    OPEN = "open"  # nothing was answered
    FILLED = "filled"  # answered, or marked as not applicable or pending, and nothing is wrong with it
    TO_CORRECT = "to-correct"  # something in it must be corrected or explained


class RowFault(StrEnum):
    """The faults that a form shows beside a row while it is filled in."""

    NONE = "none"  # complete
    BLANK = "blank"  # nothing was typed into it
    MARK_NOT_IN_LIST = "mark-not-in-list"
    PROVIDED_NOT_IN_LIST = "provided-not-in-list"
    LEVEL_NOT_IN_LIST = "level-not-in-list"
    VALUE_NOT_IN_LIST = "value-not-in-list"
    MARKED_WITH_ANSWER = "marked-with-answer"  # not applicable or pending, and yet answered
    NO_REASON = "no-reason"  # not applicable without a reason
    NO_ANSWER = "no-answer"  # an address or a date, and nothing that they belong to
    NO_WITH_LEVEL = "no-with-level"  # not provided, and yet at a level
    NO_LEVEL = "no-level"  # provided, at no level
    NO_ADDRESS = "no-address"  # provided, nowhere to be found
    NOT_A_NUMBER = "not-a-number"
    OUT_OF_RANGE = "out-of-range"
    NOT_A_DATE = "not-a-date"
    DATE_OUTSIDE = "date-outside"  # of the round
    NO_NAME = "no-name"  # something was typed into a row that the unit adds, and not what it is about
    UNUSUAL = "unusual"  # a number out of its usual range, without a word about it
    JUMP = "jump"  # a number far from last time's, without a word about it
    QUALITY_NOT_IN_LIST = "quality-not-in-list"
    YEAR_OUTSIDE = "year-outside"  # no year, or one that the round is before
    NO_QUALITY = "no-quality"  # a number, and not how good it is
    NO_ORIGIN = "no-origin"  # nor where it is from
    NO_YEAR = "no-year"  # nor of which year
    YEAR_OLD = "year-old"  # of a year long past, without a word about it

    @property
    def standing(self) -> RowStanding:
        """How far a row with this fault is."""
        return _STANDINGS.get(self, RowStanding.TO_CORRECT)

    @property
    def inputs(self) -> tuple[Field, ...]:
        """The inputs that are wrong or missing, of those that the row has."""
        return _WRONG.get(self, ())


_STANDINGS = {RowFault.NONE: RowStanding.FILLED, RowFault.BLANK: RowStanding.OPEN}
_WRONG = {
    RowFault.MARK_NOT_IN_LIST: (Field.APPLICABLE,),
    RowFault.PROVIDED_NOT_IN_LIST: (Field.PROVIDED,),
    RowFault.LEVEL_NOT_IN_LIST: (Field.LEVEL,),
    RowFault.VALUE_NOT_IN_LIST: (Field.VALUE,),
    RowFault.MARKED_WITH_ANSWER: (Field.APPLICABLE,),
    RowFault.NO_REASON: (Field.NOTE,),
    RowFault.NO_ANSWER: (Field.VALUE, Field.PROVIDED),
    RowFault.NO_WITH_LEVEL: (Field.LEVEL,),
    RowFault.NO_LEVEL: (Field.LEVEL,),
    RowFault.NO_ADDRESS: (Field.ADDRESS,),
    RowFault.NOT_A_NUMBER: (Field.VALUE,),
    RowFault.OUT_OF_RANGE: (Field.VALUE,),
    RowFault.NOT_A_DATE: (Field.DATE,),
    RowFault.DATE_OUTSIDE: (Field.DATE,),
    RowFault.NO_NAME: (Field.NAME,),
    RowFault.UNUSUAL: (Field.VALUE,),
    RowFault.JUMP: (Field.VALUE,),
    RowFault.QUALITY_NOT_IN_LIST: (Field.QUALITY,),
    RowFault.YEAR_OUTSIDE: (Field.YEAR,),
    RowFault.NO_QUALITY: (Field.QUALITY,),
    RowFault.NO_ORIGIN: (Field.ORIGIN,),
    RowFault.NO_YEAR: (Field.YEAR,),
    RowFault.YEAR_OLD: (Field.YEAR,),
}


_NO_FIELDS: Mapping[Field, Scalar] = {}


class Answer(NamedTuple):
    """One row: `key` as in the plan, `fields` cleaned (what was chosen from a list is a `Choice`), `sheet` and
    `cell` (A1) where its deciding input stood: the level or number, or what stands in its place.

    `state` is VALUE exactly when the row can be scored: an item marked not provided, an item provided with a level
    of its scale, an entry with a valid number or level. `score_input` is then the share of full points (items: 0 to 1)
    or the number to score (entries: the number itself, or the points of the level).
    """

    unit: str
    key: str
    state: State
    score_input: float | None = None
    fields: Mapping[Field, Scalar] = _NO_FIELDS
    sheet: str = ""
    cell: str = ""

    @property
    def leaf(self) -> str:
        """The code of the indicator that its row belongs to."""
        return leaf_of(self.key)

    @property
    def scores(self) -> bool:
        """Whether it belongs to a row of the definition; other rows are kept beside the scores."""
        return not self.key.startswith(UNSCORED)


@dataclass(frozen=True, slots=True)
class Submission:
    """The answers of one received file, in the order of the plan; `digest` is the SHA-256 of its bytes."""

    stamp: Stamp
    digest: str
    file_name: str
    answers: tuple[Answer, ...]
