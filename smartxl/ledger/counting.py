"""Which file of a unit counts, and what it is joined with. One rule, stated here and in docs/ledger.md:

1. A file that somebody chose counts, alone, until the choice is withdrawn.
2. Else the evaluator's edition counts before all that the unit sends.
3. Of several, those that came after the last time the unit was returned; of these the latest complete one (every row
   answered or marked, nothing to be fixed); else the one with the most rows answered; of equal ones the latest.
4. Rows that it leaves open are filled in from the other files, in the same order. Each such row is reported; so is each
   row that two files answer differently, unless the later one is a correction: a file that leaves open nothing that the
   earlier one answers.
5. What a unit sends after it was accepted does not count before it is returned or accepted again; of a unit that is
   exempt nothing counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode
from smartxl.ledger.states import Event, EventKind, Standing, chosen, follow
from smartxl.model.answers import Answer, Field, State
from smartxl.model.keys import leaf_of
from smartxl.model.received import FileState, StoredReading
from smartxl.text import Lang, Text
from smartxl.typed import show

if TYPE_CHECKING:
    from smartxl.model.answers import Scalar
    from smartxl.model.definition import Definition

__all__ = ["RULE", "CountedAnswers", "Decision", "Why", "decide", "merge", "name_of"]

Key = tuple[str, str]


class Why(StrEnum):
    """Why a file counts."""

    CHOSEN = "chosen"
    REVIEW = "review"
    ONLY = "only"
    COMPLETE = "complete"
    FULLEST = "fullest"

    @property
    def label(self) -> Text:
        """The reason in words."""
        return _REASONS[self]


_REASONS = {
    Why.CHOSEN: Text("人工指定", "chosen by hand"),
    Why.REVIEW: Text("复核表优先", "the evaluator's edition counts first"),
    Why.ONLY: Text("唯一可计入的文件", "the only file that can count"),
    Why.COMPLETE: Text("最新的完整文件", "the latest complete file"),
    Why.FULLEST: Text(
        "没有完整的文件，取填报最多且最新的", "none is complete: the fullest, of equal ones the latest"
    ),
}


RULE = Text(
    "计入规则：一、人工指定的文件，撤销前只计该文件；二、复核表先于单位自报的文件；三、最后一次退回之后收到的文件中，取最新的"
    "完整文件（每行都已填写或标注，没有必须修改的问题），没有完整的则取填报行数最多的，同样多的取最新；四、其未填的行由其他文件"
    "补足，逐行列出，两份文件填写不同的行也列出；五、通过之后收到的文件不计入，直到退回或再次通过；免报单位不计入任何文件。",
    "Which file counts: (1) one chosen by hand, alone, until that is withdrawn; (2) the evaluator's edition before what the "
    "unit sends; (3) of the files that came after the last return, the latest complete one (every row answered or marked, "
    "nothing to be fixed), else the one with most rows answered, of equal ones the latest; (4) rows it leaves open are filled "
    "in from the other files, each is reported, so is each row that two files answer differently; (5) what comes after "
    "acceptance does not count before the unit is returned or accepted again; of an exempt unit nothing counts.",
)
"""The rule in words."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The file of a unit that counts, and why; `others` may fill in what it leaves open, first those that go before.

    `overruled` are digests of files that the unit was returned for. `late` came after it was accepted; `void` is the digest
    of a file that was chosen and cannot count any more.
    """

    unit: str
    base: StoredReading
    why: Why
    others: tuple[StoredReading, ...] = ()
    overruled: frozenset[str] = frozenset()
    late: tuple[StoredReading, ...] = ()
    void: str = ""

    @property
    def files(self) -> tuple[StoredReading, ...]:
        """The file that counts, then those that may fill it in."""
        return self.base, *self.others


@dataclass(frozen=True)
class CountedAnswers:
    """What counts of a unit: `rows` says how many answers were taken from which file, by its digest, the base first."""

    decision: Decision
    answers: tuple[Answer, ...]
    rows: Mapping[str, int]
    findings: tuple[Finding, ...]


def decide(
    records: Iterable[StoredReading], events: Iterable[Event], definition: Definition
) -> Mapping[str, Decision]:
    """Unit code → which of its files counts, in the order of the roster; units without one are left out."""
    candidates: dict[str, dict[str, StoredReading]] = defaultdict(dict)
    for record in records:
        if record.state is FileState.ACCEPTED and record.belongs_to(definition) and not record.appealed:
            candidates[record.unit][record.digest] = record  # its last reading, in the place of its first
    log: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        log[event.unit].append(event)
    found = {}
    for unit in definition.roster.units:
        decision = _decide(unit.code, tuple(candidates[unit.code].values()), log[unit.code])
        if decision is not None:
            found[unit.code] = decision
    return found


def _decide(unit: str, records: Sequence[StoredReading], events: Sequence[Event]) -> Decision | None:
    course = follow(events)
    if not records or course.state is Standing.EXEMPT:
        return None
    choice = chosen(events)
    for record in records:
        if record.digest == choice:
            return Decision(unit, record, Why.CHOSEN)
    reviews = [record for record in records if record.reviewed]
    limit = course.last.after if course.last and course.state is Standing.ACCEPTED else None
    in_time = [record for record in records if limit is None or record.arrival <= limit]
    group = reviews or in_time or records
    late = () if reviews or not in_time else tuple(record for record in records if record not in in_time)
    returns = [event.after for event in events if event.kind is EventKind.RETURNED]

    def turn(record: StoredReading) -> int:
        """How often the unit was returned before the file came."""
        return sum(after < record.arrival for after in returns)

    def rank(record: StoredReading) -> tuple[int, bool, int, int]:
        return turn(record), record.complete, record.answered, record.arrival

    base, *others = sorted(group, key=rank, reverse=True)
    overruled = frozenset(record.digest for record in others if turn(record) < turn(base))
    why = _why(base, others)
    return Decision(unit, base, why, tuple(others), overruled, late, choice)


def _why(base: StoredReading, others: Sequence[StoredReading]) -> Why:
    if base.reviewed:
        return Why.REVIEW
    if not others:
        return Why.ONLY
    return Why.COMPLETE if base.complete else Why.FULLEST


def merge(
    decision: Decision, answers: Mapping[str, Sequence[Answer]], definition: Definition | None = None
) -> CountedAnswers:
    """Joins the answers (digest → answers) of the files of a decision. Nothing that differs is lost without a finding.

    With a definition, findings name items, and one choice in two languages is one answer.
    """
    joint = _Joint(decision, answers.get(decision.base.digest, ()), definition)
    findings = list(_about_files(decision))
    for record in decision.others:
        findings += joint.add(record, answers.get(record.digest, ()))
    rows = Counter(source for key, source in joint.source.items() if not _is_open(joint.answers[key]))
    taken = {record.digest: rows[record.digest] for record in decision.files if rows[record.digest]}
    return CountedAnswers(
        decision, tuple(joint.answers.values()), {decision.base.digest: 0, **taken}, tuple(findings)
    )


def _about_files(decision: Decision) -> Iterable[Finding]:
    base = decision.base
    for record in decision.late:
        yield Finding(FindingCode.AFTER_ACCEPTANCE, decision.unit, found=record.name, file=record.name)
    if decision.void:
        yield Finding(
            FindingCode.CHOICE_VOID,
            decision.unit,
            found=decision.void[:12],
            expected=base.name,
            file=base.name,
        )
    for record in decision.others:
        if record.arrival > base.arrival:
            found, expected = f"{record.answered} / {record.rows}", f"{base.answered} / {base.rows}"
            yield Finding(
                FindingCode.EARLIER_COUNTS,
                decision.unit,
                item=base.name,
                found=found,
                expected=expected,
                file=record.name,
            )


class _Joint:
    """Answers that are being joined, row by row."""

    def __init__(self, decision: Decision, base: Sequence[Answer], definition: Definition | None) -> None:
        self.decision = decision
        self.definition = definition
        self.alike = _alike(definition)
        self.answers: dict[Key, Answer] = {(answer.unit, answer.key): answer for answer in base}
        self.source = dict.fromkeys(self.answers, decision.base.digest)
        self.names = {record.digest: record.name for record in decision.files}
        self._open = {key for key, answer in self.answers.items() if _is_open(answer)}

    def add(self, record: StoredReading, answers: Sequence[Answer]) -> Iterable[Finding]:
        """Takes what is still open, and says so; says too what is answered differently, unless that was corrected."""
        given = {(answer.unit, answer.key): answer for answer in answers if not _is_open(answer)}
        is_part = any(key in self._open or key not in self.answers for key in given)
        is_later = record.arrival > self.decision.base.arrival
        lists = record.digest not in self.decision.overruled and (is_part or is_later)
        findings = []
        for key, answer in given.items():
            mine = self.answers.get(key)
            if mine is None or _is_open(mine):
                self.answers[key], self.source[key] = answer, record.digest
                findings.append(self._finding(FindingCode.FILLED_IN, key, record, answer, "—"))
            elif lists and self._sum(mine) != self._sum(answer):
                findings.append(self._finding(FindingCode.FILES_DIFFER, key, record, answer, _in_words(mine)))
        return findings

    def _sum(self, answer: Answer) -> tuple[object, ...]:
        """What an answer says, in whatever language and cell."""
        said = {
            field: self.alike(value)
            for field, value in answer.fields.items()
            if field not in {Field.APPLICABLE, Field.PROVIDED}  # state and score say it
        }
        return answer.state, answer.score_input, said

    def _finding(
        self, code: FindingCode, key: Key, record: StoredReading, theirs: Answer, mine: str
    ) -> Finding:
        at = self.answers[key]
        found = f"{self.names[record.digest]} {theirs.cell}: {_in_words(theirs)}"
        known = key[1] if self.definition is None else name_of(self.definition, *key)
        name = known if theirs.scores else str(theirs.fields.get(Field.NAME, known))
        return Finding(code, key[0], at.sheet, at.cell, name, found, mine, self.names[self.source[key]])


def _is_open(answer: Answer) -> bool:
    return answer.state is State.BLANK


def _in_words(answer: Answer) -> str:
    """What was answered, as it is shown in a finding."""
    told = [show(value) for field, value in answer.fields.items() if value != ""]
    return " · ".join(told) or answer.state.value


def _alike(definition: Definition | None) -> Callable[[Scalar], Scalar]:
    """Brings the labels of the definition's choices into one language."""
    if definition is None:
        return lambda value: value
    framework = definition.framework
    labels = [option.label for scale in framework.scales.values() for option in scale.options]
    in_chinese = {label.en: label.zh for label in (*labels, *framework.channels) if label.en}
    return lambda value: in_chinese.get(value, value) if isinstance(value, str) else value


def name_of(definition: Definition, unit: str, key: str, lang: Lang = "zh") -> str:
    """What a row is called: its item, or the number that it asks for; its key when it is no row of the definition."""
    row = definition.row(unit, key)
    if row is not None:
        return row.name.get(lang)
    node = definition.framework.by_code.get(leaf_of(key))
    return node.name.get(lang) if node and node.indicator else key
