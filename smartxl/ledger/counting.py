"""The answers of a unit that count: those of the file that counts, with the rows it leaves open filled in from its other files.

Each row that is filled in is reported; so is each row that two files answer differently, unless the later file is a
correction: one that leaves open nothing that the earlier one answers. Which file counts is in `decisions`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode
from smartxl.ledger.revalue import revalued
from smartxl.model.answers import Answer, Field, State
from smartxl.model.choices import ChoiceWords
from smartxl.model.keys import leaf_of

if TYPE_CHECKING:
    from smartxl.ledger.decisions import Decision
    from smartxl.model.definition import Definition
    from smartxl.model.received import StoredReading
    from smartxl.text import Lang

__all__ = ["CountedAnswers", "merge", "name_of"]

Key = tuple[str, str]
"""Unit and key of a row."""


@dataclass(frozen=True)
class CountedAnswers:
    """What counts of a unit: `rows` says how many answers were taken from which file, by its digest, the base first.

    `sources`: the key of a row → the digest of the file that its answer was taken from.
    """

    decision: Decision
    answers: tuple[Answer, ...]
    rows: Mapping[str, int]
    findings: tuple[Finding, ...]
    sources: Mapping[str, str]

    def file_names(self) -> Mapping[str, str]:
        """The key of a row → the name of the file that its answer was taken from."""
        names = {record.digest: record.name for record in self.decision.files}
        return {key: names[digest] for key, digest in self.sources.items()}


def merge(
    decision: Decision, answers: Mapping[str, Sequence[Answer]], definition: Definition | None = None
) -> CountedAnswers:
    """Joins the answers (digest → answers) of the files of a decision. Nothing that differs is lost without a finding.

    With a definition, findings name items and say choices in words, and readings of before codes are brought to codes.
    """
    joint = _Joint(decision, answers.get(decision.base.digest, ()), definition)
    findings = list(_about_files(decision))
    for record in decision.others:
        findings += joint.add(record, answers.get(record.digest, ()))
    rows = Counter(source for key, source in joint.source.items() if not _is_open(joint.answers[key]))
    used = {record.digest: rows[record.digest] for record in decision.files if rows[record.digest]}
    return CountedAnswers(
        decision,
        tuple(joint.answers.values()),
        {decision.base.digest: 0, **used},
        tuple(findings),
        {key: source for (_, key), source in joint.source.items()},
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
        self.words = ChoiceWords(definition.framework) if definition else None
        self.answers: dict[Key, Answer] = {
            (answer.unit, answer.key): answer for answer in self._coded(decision.base, base)
        }
        self.source = dict.fromkeys(self.answers, decision.base.digest)
        self.names = {record.digest: record.name for record in decision.files}
        self._open = {key for key, answer in self.answers.items() if _is_open(answer)}

    def _coded(self, record: StoredReading, answers: Sequence[Answer]) -> Sequence[Answer]:
        """With codes for words, and worth what they are by the definition: a level may have brought another share."""
        if self.words is None or self.definition is None:
            return answers
        coded = self.words.coded(answers)
        is_current = record.scoring == self.definition.identity.scoring
        return coded if is_current else revalued(coded, self.definition.framework)

    def add(self, record: StoredReading, answers: Sequence[Answer]) -> Iterable[Finding]:
        """Takes what is still open, and says so; says too what is answered differently, unless that was corrected."""
        coded = self._coded(record, answers)
        given = {(answer.unit, answer.key): answer for answer in coded if not _is_open(answer)}
        is_part = any(key in self._open or key not in self.answers for key in given)
        is_later = record.arrival > self.decision.base.arrival
        lists = record.digest not in self.decision.overruled and (is_part or is_later)
        findings = []
        for key, answer in given.items():
            mine = self.answers.get(key)
            if mine is None or _is_open(mine):
                self.answers[key], self.source[key] = answer, record.digest
                findings.append(self._finding(FindingCode.FILLED_IN, key, record, answer, "—"))
            elif lists and _sum(mine) != _sum(answer):
                said = self._in_words(mine)
                findings.append(self._finding(FindingCode.FILES_DIFFER, key, record, answer, said))
        return findings

    def _finding(
        self, code: FindingCode, key: Key, record: StoredReading, theirs: Answer, mine: str
    ) -> Finding:
        at = self.answers[key]
        found = f"{self.names[record.digest]} {theirs.cell}: {self._in_words(theirs)}"
        known = key[1] if self.definition is None else name_of(self.definition, *key)
        name = known if theirs.scores else str(theirs.fields.get(Field.NAME, known))
        return Finding(code, key[0], at.sheet, at.cell, name, found, mine, self.names[self.source[key]])

    def _in_words(self, answer: Answer) -> str:
        """What was answered, as it is shown in a finding: in the first language of the round."""
        if self.words and self.definition:
            (answer,) = self.words.worded((answer,), self.definition.round.languages[0])
        from smartxl.typed import show  # takes long, and most units send one file

        told = [show(value) for value in answer.fields.values() if value != ""]
        return " · ".join(told) or answer.state.value


def _sum(answer: Answer) -> tuple[object, ...]:
    """What an answer says, in whatever cell."""
    said = {
        field: value
        for field, value in answer.fields.items()
        if field not in {Field.APPLICABLE, Field.PROVIDED}  # state and score say it
    }
    return answer.state, answer.score_input, said


def _is_open(answer: Answer) -> bool:
    return answer.state is State.BLANK


def name_of(definition: Definition, unit: str, key: str, lang: Lang = "zh") -> str:
    """What a row is called: its item, or the number that it asks for; its key when it is no row of the definition."""
    row = definition.row(unit, key)
    if row is not None:
        return row.name.get(lang)
    node = definition.framework.by_code.get(leaf_of(key))
    return node.name.get(lang) if node and node.indicator else key
