"""What several rows of a form say together: the declared checks over numbers, and the evidence that answers name (E03).

A declared check says nothing where one of its numbers is missing, and changes none: the scores of the workbook and those of
the engine are the same before and after.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.answers import Answer, Field, State
from smartxl.model.relations import Relation, RelationKind
from smartxl.reading.notes import explained, note_of
from smartxl.reading.register import PARTS, on_answer, read_filled_register
from smartxl.text import plain, shorten
from smartxl.typed import show

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.model.plan import Line, WorkbookPlan
    from smartxl.xlsx import RawBook

__all__ = ["evidence_findings", "relation_findings"]

_NAME = 30
_REFERENCE = re.compile(r"[Ee]\s?([0-9]{1,4})")
_NOISE = 1e-14  # how far decimals may be off in binary, as a share of the numbers


@dataclass(frozen=True, slots=True)
class _UnitNumbers:
    """The answers of one unit by row key, their numbers, those of the last round, and what the rows are called."""

    answers: Mapping[str, Answer]
    numbers: Mapping[str, float]
    last: Mapping[str, float]
    plan: WorkbookPlan
    source: FindingSource

    def finding(self, code: FindingCode, relation: Relation, key: str, found: str, expected: str) -> Finding:
        """What is reported at the row of a number, unless a note explains it."""
        wanted = relation.words.get(self.plan.stamp.lang) or expected
        answer, item = self.answers[key], self.plan.row_names.get(key, key)
        source = self.source.of(unit=answer.unit, sheet=answer.sheet)
        finding = source.finding(code, answer.cell, item, found=found, expected=wanted)
        keys = relation.keys if relation.kind is not RelationKind.JUMP else (key,)
        notes = (note_of(self.answers[each].fields) for each in keys)
        return explained((finding,), next(filter(None, notes), ""))[0]

    def name(self, key: str) -> str:
        """What the row of a key is called, shortened."""
        return shorten(self.plan.row_names.get(key, key), _NAME)


def relation_findings(
    plan: WorkbookPlan,
    definition: Definition,
    answers: Iterable[Answer],
    source: FindingSource,
    *,
    last: Mapping[str, float] | None = None,
) -> Iterator[Finding]:
    """What the declared checks say of the answers of a file. `last`: row key → number of the last round, of one unit."""
    relations = [r for node in definition.framework.nodes if node.indicator for r in node.indicator.checks]
    if not relations:
        return
    by_unit: dict[str, dict[str, Answer]] = defaultdict(dict)
    for answer in answers:
        by_unit[answer.unit][answer.key] = answer
    for own in by_unit.values():
        numbers = {
            key: answer.score_input
            for key, answer in own.items()
            if answer.state is State.VALUE and answer.score_input is not None
        }
        unit = _UnitNumbers(own, numbers, last or {}, plan, source)
        for relation in relations:
            if relation.kind is RelationKind.JUMP and not last:
                continue
            if all(key in numbers for key in relation.keys):
                check = _jumps if relation.kind is RelationKind.JUMP else _compared
                yield from check(unit, relation)


def _compared(unit: _UnitNumbers, relation: Relation) -> Iterator[Finding]:
    """Parts against their whole."""
    parts, whole = [unit.numbers[key] for key in relation.parts], unit.numbers[relation.whole]
    total = math.fsum(parts)
    slack = relation.tolerance + _NOISE * math.fsum(map(abs, (*parts, whole)))
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


def _jumps(unit: _UnitNumbers, relation: Relation) -> Iterator[Finding]:
    """Each number against that of the last round."""
    for key in relation.parts:
        before, now = unit.last.get(key), unit.numbers[key]
        if before is None or abs(now - before) <= abs(before) * (relation.tolerance / 100 + _NOISE):
            continue
        change = f" ({(now - before) / abs(before):+.0%})" if before else ""
        found = f"{show(float(before))} → {show(float(now))}{change}"
        yield unit.finding(FindingCode.JUMP, relation, key, found, f"{relation.tolerance:g}%")


def evidence_findings(
    plan: WorkbookPlan, answers: tuple[Answer, ...], source: FindingSource, book: RawBook
) -> tuple[tuple[Answer, ...], tuple[Finding, ...]]:
    """The answers with codes as the form prints them, and what is wrong between them and the evidence register."""
    evidence = {
        line.key: line for _, section in plan.sections() if not section.leaf for line in section.lines
    }
    if not evidence:
        return answers, ()
    given = {answer.key: answer for answer in answers if answer.fields}
    register = {
        evidence[key].name: (evidence[key], answer) for key, answer in given.items() if key in evidence
    }
    findings = [
        finding
        for key, answer in given.items()
        if key not in evidence
        for finding in _unknown_evidence(answer, plan.row_names[key], register, source)
    ]
    if not register:
        return answers, tuple(findings)
    changed, more = read_filled_register(plan, register, source, book)
    return tuple(changed.get(answer.key, answer) for answer in answers), (*findings, *more)


def _unknown_evidence(
    answer: Answer, item: str, register: Mapping[str, tuple[Line, Answer]], source: FindingSource
) -> tuple[Finding, ...]:
    """The numbers in the address of an answer whose row in the register is blank or not there."""
    numbers = dict.fromkeys(_references(str(answer.fields.get(Field.ADDRESS, ""))))
    code = FindingCode.EVIDENCE_UNKNOWN
    findings = [on_answer(source, answer, code, item, number) for number in numbers if number not in register]
    return explained(findings, note_of(answer.fields)) if findings else ()


def _references(text: str) -> Iterator[str]:
    """The numbers of evidence that an address consists of; an address that merely has such letters in it has none."""
    if not text or "." in text or ":" in text:  # an address of a page or the name of a file
        return iter(())
    words = [word for word in PARTS.split(plain(text)) if word]
    found = [_REFERENCE.fullmatch(word) for word in words]
    return (f"E{int(match[1]):02}" for match in found if match) if all(found) else iter(())
