"""What units contest of the result, and what became of it.

Of several appeals of a unit the last one counts; a form made again shows what was contested before. The result before is
what counted when the first of them came, the result after is what counts now. Rows are decided by the evaluator's edition
that came after they were contested: other points or another state adopt an appeal, a remark or the same points again
leave the result as it was, and nothing new in the row decides nothing yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.ledger.counting import CountedAnswers, decide, merge, name_of
from smartxl.model.answers import Answer, Field, State
from smartxl.model.received import FileState, StoredReading
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    from smartxl.ledger.ledger import Ledger
    from smartxl.ledger.states import Event
    from smartxl.model.definition import Definition

__all__ = ["AppealCase", "Contested", "Lodged", "Ruling", "appeal_cases", "appeals", "with_appeals"]

_OF_REVIEW = (Field.REVIEW, Field.REVIEW_NOTE)


class Ruling(StrEnum):
    """What became of a contested row."""

    PENDING = "pending"
    ADOPTED = "adopted"
    UPHELD = "upheld"

    @property
    def label(self) -> Text:
        """The decision in words."""
        return _RULINGS[self]


_RULINGS = {
    Ruling.PENDING: Text("待处理", "pending"),
    Ruling.ADOPTED: Text("采纳", "adopted"),
    Ruling.UPHELD: Text("维持", "upheld"),
}


@dataclass(frozen=True, slots=True)
class Lodged:
    """The appeal of a unit that counts: its file, when the first of its appeals came, and the words by row key.

    `since` is, by row key, the arrival of the first file that said the same of the row.
    """

    record: StoredReading
    first: int
    texts: Mapping[str, str]
    since: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Contested:
    """A row that a unit contests: what it says, what was decided, and in which words; its answers before and after."""

    key: str
    name: str
    text: str
    ruling: Ruling
    words: str
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True, slots=True)
class AppealCase:
    """All that a unit contests; `before` and `after` are what counted of it then, and counts now."""

    unit: str
    record: StoredReading
    before: CountedAnswers | None
    after: CountedAnswers | None
    rows: tuple[Contested, ...]


def appeals(definition: Definition, ledger: Ledger) -> Mapping[str, Lodged]:
    """Unit code → its appeal that counts, in the order of the roster. Raises LedgerError."""
    of_unit: dict[str, dict[str, StoredReading]] = defaultdict(dict)
    for record in ledger.records():
        if record.appealed and record.state is FileState.ACCEPTED and record.belongs_to(definition):
            of_unit[record.unit][record.digest] = record
    found = {}
    for unit in definition.roster.by_code:
        files = sorted(of_unit[unit].values(), key=lambda record: record.arrival)
        if files:
            found[unit] = _lodged(files, [_texts(ledger.answers([file.digest])) for file in files])
    return found


def _lodged(files: Sequence[StoredReading], said: Sequence[Mapping[str, str]]) -> Lodged:
    since = {
        key: next(file.arrival for file, texts in zip(files, said, strict=True) if texts.get(key) == text)
        for key, text in said[-1].items()
    }
    return Lodged(files[-1], files[0].arrival, said[-1], since)


def _texts(answers: Iterable[Answer]) -> Mapping[str, str]:
    return {
        answer.key: str(answer.fields[Field.APPEAL]) for answer in answers if Field.APPEAL in answer.fields
    }


def with_appeals(answers: Iterable[Answer], lodged: Mapping[str, Lodged]) -> tuple[Answer, ...]:
    """The answers with what is contested of them, to be shown beside them."""
    joint = {(answer.unit, answer.key): answer for answer in answers}
    for unit, appeal in lodged.items():
        for key, text in appeal.texts.items():
            answer = joint.get((unit, key), Answer(unit, key, State.BLANK))
            joint[unit, key] = replace(answer, fields={**answer.fields, Field.APPEAL: text})
    return tuple(joint.values())


def appeal_cases(definition: Definition, ledger: Ledger, lang: Lang = "zh") -> tuple[AppealCase, ...]:
    """Every unit that contests something, in the order of the roster; rows are named in `lang`. Raises LedgerError."""
    lodged = appeals(definition, ledger)
    after = {counted.decision.unit: counted for counted in ledger.count(definition)} if lodged else {}
    records, events = ledger.records(), ledger.events(definition)
    cases = []
    for unit, appeal in lodged.items():
        if appeal.texts:
            before = _before(definition, ledger, unit, appeal, records, events)
            names = {key: name_of(definition, unit, key, lang) for key in appeal.texts}
            cases.append(_case(unit, appeal, names, before, after.get(unit)))
    return tuple(cases)


def _before(
    definition: Definition,
    ledger: Ledger,
    unit: str,
    appeal: Lodged,
    records: Iterable[StoredReading],
    events: Iterable[Event],
) -> CountedAnswers | None:
    """What counted of a unit when its first appeal came."""
    earlier = [record for record in records if record.unit == unit and record.arrival < appeal.first]
    decided = [event for event in events if event.unit == unit and event.after < appeal.first]
    decision = decide(earlier, decided, definition).get(unit)
    if decision is None:
        return None
    answers = {record.digest: ledger.answers([record.digest]) for record in decision.files}
    return merge(decision, answers, definition)


def _case(
    unit: str,
    appeal: Lodged,
    names: Mapping[str, str],
    before: CountedAnswers | None,
    after: CountedAnswers | None,
) -> AppealCase:
    old, new = _by_key(before), _by_key(after)
    base = after.decision.base if after else None
    reviewed = base.arrival if base and base.reviewed else 0
    rows = []
    for key, text in appeal.texts.items():
        was, now = old.get(key), new.get(key)
        ruling = _ruling(was, now) if reviewed > appeal.since[key] else Ruling.PENDING
        words = str(now.fields.get(Field.REVIEW_NOTE, "")) if now and ruling is not Ruling.PENDING else ""
        rows.append(Contested(key, names[key], text, ruling, words, was, now))
    return AppealCase(unit, appeal.record, before, after, tuple(rows))


def _by_key(counted: CountedAnswers | None) -> Mapping[str, Answer]:
    return {answer.key: answer for answer in counted.answers} if counted else {}


def _ruling(before: Answer | None, after: Answer | None) -> Ruling:
    if after is None:
        return Ruling.PENDING
    if before is None or (before.state, before.score_input) != (after.state, after.score_input):
        return Ruling.ADOPTED
    is_news = any(f in after.fields and after.fields[f] != before.fields.get(f) for f in _OF_REVIEW)
    return Ruling.UPHELD if is_news else Ruling.PENDING
