"""What units contest of the result, and how it was decided.

Of several appeals of a unit the last one counts; a form made again shows what was contested before. The result before is
what counted when the first of them came, the result after is what counts now. Rows are decided by the evaluator's edition
that came after they were contested: other points or another state adopt an appeal, a remark or the same points again
leave the result as it was, and nothing new in the row decides nothing yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.ledger.counting import CountedAnswers, name_of
from smartxl.ledger.decisions import decide
from smartxl.model.answers import Answer, Field, State
from smartxl.model.received import FileState, StoredReading
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    from smartxl.ledger.decisions import Decision
    from smartxl.ledger.events import Event
    from smartxl.ledger.ledger import Ledger
    from smartxl.model.definition import Definition

__all__ = ["AppealCase", "Contested", "Lodged", "Ruling", "appeal_cases", "appeals", "with_appeals"]

_OF_REVIEW = (Field.REVIEW, Field.REVIEW_NOTE)


class Ruling(StrEnum):
    """How a contested row was decided."""

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
    return _appeals(definition, ledger, ledger.records())


def _appeals(
    definition: Definition, ledger: Ledger, records: Iterable[StoredReading]
) -> Mapping[str, Lodged]:
    of_unit: dict[str, dict[str, StoredReading]] = defaultdict(dict)
    for record in records:
        if record.appealed and record.state is FileState.ACCEPTED and record.belongs_to(definition):
            of_unit[record.unit][record.digest] = record
    answers = ledger.answers_by_file(digest for files in of_unit.values() for digest in files)
    found = {}
    for unit in definition.roster.by_code:
        files = sorted(of_unit[unit].values(), key=lambda record: record.arrival)
        if files:
            found[unit] = _lodged(files, [_texts(answers[file.digest]) for file in files])
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
            joint[unit, key] = answer._replace(fields={**answer.fields, Field.APPEAL: text})
    return tuple(joint.values())


def appeal_cases(definition: Definition, ledger: Ledger, lang: Lang = "zh") -> tuple[AppealCase, ...]:
    """Every unit that contests something, in the order of the roster; rows are named in `lang`. Raises LedgerError."""
    records, events = ledger.log(definition)
    lodged = {unit: a for unit, a in _appeals(definition, ledger, records).items() if a.texts}
    after = decide(records, events, definition)
    before = {}
    for unit, appeal in lodged.items():
        decision = _before(definition, unit, appeal, records, events)
        if decision:
            before[unit] = decision
    now = _by_unit(ledger, [after[unit] for unit in lodged if unit in after], definition)
    then = _by_unit(ledger, before.values(), definition)
    return tuple(
        _case(
            unit,
            appeal,
            {key: name_of(definition, unit, key, lang) for key in appeal.texts},
            then.get(unit),
            now.get(unit),
        )
        for unit, appeal in lodged.items()
    )


def _before(
    definition: Definition,
    unit: str,
    appeal: Lodged,
    records: Iterable[StoredReading],
    events: Iterable[Event],
) -> Decision | None:
    """What counted of a unit when its first appeal came."""
    earlier = [record for record in records if record.unit == unit and record.arrival < appeal.first]
    decided = [event for event in events if event.unit == unit and event.after < appeal.first]
    return decide(earlier, decided, definition).get(unit)


def _by_unit(
    ledger: Ledger, decisions: Iterable[Decision], definition: Definition
) -> Mapping[str, CountedAnswers]:
    return {counted.decision.unit: counted for counted in ledger.joined(decisions, definition)}


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
