"""The checks over several numbers of a unit: parts and wholes, sums, what has changed since the last round.

A check holds its tongue where one of its numbers is missing. The answers count as they stand: the scores of the workbook
and those of the engine are the same before and after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Answer, State
from smartxl.model.relations import Relation, RelationKind
from smartxl.reading.explain import explained, note_of
from smartxl.text import shorten
from smartxl.typed.cleaned import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartxl.model.definition import Definition
    from smartxl.text import Lang

__all__ = ["relation_findings"]

_NAME = 30
_NOISE = 1e-9  # what sums of decimals may be off, as a share of the numbers


@dataclass(frozen=True)
class _UnitAnswers:
    """The answers of one unit by row key, what their rows are called, and the numbers of the last round."""

    answers: Mapping[str, Answer]
    names: Mapping[str, str]
    last: Mapping[str, float]
    lang: Lang
    file: str

    @cached_property
    def numbers(self) -> Mapping[str, float]:
        """Row key → number, where there is one."""
        return {
            key: answer.score_input
            for key, answer in self.answers.items()
            if answer.state is State.VALUE and answer.score_input is not None
        }

    def finding(self, code: FindingCode, relation: Relation, key: str, found: str, expected: str) -> Finding:
        """What is reported at the row of a number, unless a note explains it."""
        answer = self.answers[key]
        wanted = relation.words.get(self.lang) or expected
        name = self.names.get(key, key)
        finding = Finding(code, answer.unit, answer.sheet, answer.cell, name, found, wanted, self.file)
        keys = relation.keys if relation.kind is not RelationKind.JUMP else (key,)
        notes = (note_of(self.answers[each].fields) for each in keys)
        return explained((finding,), next(filter(None, notes), ""))[0]

    def name(self, key: str) -> str:
        """What the row of a key is called, shortened."""
        return shorten(self.names.get(key, key), _NAME)


def relation_findings(
    definition: Definition,
    answers: Sequence[Answer],
    names: Mapping[str, str],
    *,
    last: Mapping[str, float] | None = None,
    lang: Lang = "zh",
    file: str = "",
) -> Iterator[Finding]:
    """What the declared checks say of the answers of a file.

    `names`: row key → what the row is called; `last`: row key → number of the last round, of a file of one unit.
    """
    relations = [r for node in definition.framework.nodes if node.indicator for r in node.indicator.checks]
    if not relations:
        return
    by_unit: dict[str, dict[str, Answer]] = {}
    for answer in answers:
        by_unit.setdefault(answer.unit, {})[answer.key] = answer
    for own in by_unit.values():
        unit = _UnitAnswers(own, names, last or {}, lang, file)
        for relation in relations:
            if all(key in unit.numbers for key in relation.keys):
                yield from (
                    _jumps(unit, relation)
                    if relation.kind is RelationKind.JUMP
                    else _compared(unit, relation)
                )


def _compared(unit: _UnitAnswers, relation: Relation) -> Iterator[Finding]:
    """Parts against their whole."""
    parts, whole = [unit.numbers[key] for key in relation.parts], unit.numbers[relation.whole]
    total = sum(parts)
    slack = relation.tolerance + _NOISE * max(abs(total), abs(whole))
    is_sum = relation.kind is RelationKind.SUM
    if total - whole <= slack and (not is_sum or whole - total <= slack):
        return
    listed = " + ".join(show(float(part)) for part in parts)
    listed += f" = {total:.15g}" if len(parts) > 1 else ""
    found = f"{listed} {'≠' if is_sum else '>'} {show(float(whole))}"
    named = " + ".join(unit.name(key) for key in relation.parts)
    margin = f" {'±' if is_sum else '+'} {relation.tolerance:g}" if relation.tolerance else ""
    expected = f"{named} {'=' if is_sum else '≤'} {unit.name(relation.whole)}{margin}"
    code = FindingCode.NUMBERS_CONTRADICT if relation.must_fix else FindingCode.NUMBERS_DOUBTFUL
    yield unit.finding(code, relation, relation.parts[0], found, expected)


def _jumps(unit: _UnitAnswers, relation: Relation) -> Iterator[Finding]:
    """Each number against that of the last round."""
    for key in relation.parts:
        before, now = unit.last.get(key), unit.numbers[key]
        if before is None or abs(now - before) <= abs(before) * (relation.tolerance / 100 + _NOISE):
            continue
        change = f" ({(now - before) / abs(before):+.0%})" if before else ""
        found = f"{show(float(before))} → {show(float(now))}{change}"
        yield unit.finding(FindingCode.JUMP, relation, key, found, f"{relation.tolerance:g}%")
