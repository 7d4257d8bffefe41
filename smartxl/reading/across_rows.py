"""What several rows of a form say together: the evidence register, and the declared checks over numbers.

Answers name evidence by its number (E03) where an address is asked for; evidence names rows by their numbers on the
sampling sheet, or by an item's code. A declared check says nothing where one of its numbers is missing, and changes none:
the scores of the workbook and those of the engine are the same before and after.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.answers import Answer, Field, State
from smartxl.model.keys import code_of
from smartxl.model.relations import Relation, RelationKind
from smartxl.reading.row import explained, note_of
from smartxl.text import shorten
from smartxl.typed import plain, show

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.model.plan import WorkbookPlan

__all__ = ["register_findings", "relation_findings"]

_REFERENCE = re.compile(r"[Ee]\s?([0-9]{1,4})")
_PARTS = re.compile(r"[、,;/\s]+|和|及|与")
_SPAN = re.compile(r"([0-9]{1,5})(?:-|–|—|~|～|至|到)([0-9]{1,5})")
_NOISE_WORDS = re.compile(r"第|序号|号|项|行|no\.?|rows?|items?", re.IGNORECASE)
_SHOWN = 8
_LONGEST = 1000  # rows that one span may name
_NAME = 30
_NOISE = 1e-9  # what sums of decimals may be off, as a share of the numbers


def register_findings(
    plan: WorkbookPlan, answers: Iterable[Answer], source: FindingSource
) -> Iterator[Finding]:
    """Evidence that answers refer to and the register lacks, rows that do not exist, addresses that stand twice."""
    evidence = {
        line.key: line.name for _, section in plan.sections() if not section.leaf for line in section.lines
    }
    if not evidence:
        return
    given = {answer.key: answer for answer in answers if answer.fields}
    register = {name: given[key] for key, name in evidence.items() if key in given}
    for key, answer in given.items():
        if key not in evidence:
            yield from _unknown_evidence(answer, plan.row_names[key], register, source)
    rows = frozenset(_names_of_rows(plan)) if register else frozenset()
    for number, answer in register.items():
        words = _words(str(answer.fields.get(Field.USED_BY, "")))
        if unknown := [word for word in words if word.casefold() not in rows]:
            yield _at(source, answer, FindingCode.ROW_UNKNOWN, number, _listed(unknown))
    yield from _addresses_twice(register, source)


def _at(
    source: FindingSource, answer: Answer, code: FindingCode, item: str, found: str, expected: str = ""
) -> Finding:
    """A finding on an answer."""
    source = source.of(unit=answer.unit, sheet=answer.sheet)
    return source.finding(code, answer.cell, item, found=found, expected=expected)


def _unknown_evidence(
    answer: Answer, item: str, register: Mapping[str, Answer], source: FindingSource
) -> tuple[Finding, ...]:
    """The numbers in the address of an answer whose row in the register is blank or not there."""
    numbers = dict.fromkeys(_references(str(answer.fields.get(Field.ADDRESS, ""))))
    code = FindingCode.EVIDENCE_UNKNOWN
    findings = [_at(source, answer, code, item, number) for number in numbers if number not in register]
    return explained(findings, note_of(answer.fields)) if findings else ()


def _references(text: str) -> Iterator[str]:
    """The numbers of evidence that an address consists of; an address that merely has such letters in it has none."""
    if not text or "." in text or ":" in text:  # an address of a page or the name of a file
        return iter(())
    words = [word for word in _PARTS.split(plain(text)) if word]
    found = [_REFERENCE.fullmatch(word) for word in words]
    return (f"E{int(match[1]):02}" for match in found if match) if all(found) else iter(())


def _names_of_rows(plan: WorkbookPlan) -> Iterator[str]:
    """What a person may call a row, in small letters: its number on the sampling sheet, or the code of its item."""
    number = 0
    for _, section in plan.sections():
        for line in section.lines if section.leaf else ():
            if section.scored:
                number += 1
                yield str(number)
                yield code_of(line.key).casefold()
            else:
                yield line.name.casefold()


def _words(text: str) -> Iterator[str]:
    """What stands for rows: 3、5, 12-15 → 3, 5, 12 … 15."""
    for word in _PARTS.split(_NOISE_WORDS.sub("", plain(text))):
        span = _SPAN.fullmatch(word)
        if span and 0 <= int(span[2]) - int(span[1]) < _LONGEST:
            yield from (str(number) for number in range(int(span[1]), int(span[2]) + 1))
        elif word:
            yield word.lstrip("0") or word


def _listed(words: list[str]) -> str:
    more = "…" if len(words) > _SHOWN else ""
    return show("、".join(words[:_SHOWN])) + more


def _addresses_twice(register: Mapping[str, Answer], source: FindingSource) -> Iterator[Finding]:
    """Rows of the register with the address or file name of a row above."""
    first: dict[str, str] = {}
    for number, answer in register.items():
        address = str(answer.fields.get(Field.ADDRESS, ""))
        same = plain(address).casefold().rstrip("/")
        if same and (above := first.setdefault(same, number)) != number:
            yield _at(source, answer, FindingCode.ADDRESS_TWICE, number, show(address), above)


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
        finding = _at(self.source, self.answers[key], code, self.plan.row_names.get(key, key), found, wanted)
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
            if all(key in numbers for key in relation.keys):
                check = _jumps if relation.kind is RelationKind.JUMP else _compared
                yield from check(unit, relation)


def _compared(unit: _UnitNumbers, relation: Relation) -> Iterator[Finding]:
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


def _jumps(unit: _UnitNumbers, relation: Relation) -> Iterator[Finding]:
    """Each number against that of the last round."""
    for key in relation.parts:
        before, now = unit.last.get(key), unit.numbers[key]
        if before is None or abs(now - before) <= abs(before) * (relation.tolerance / 100 + _NOISE):
            continue
        change = f" ({(now - before) / abs(before):+.0%})" if before else ""
        found = f"{show(float(before))} → {show(float(now))}{change}"
        yield unit.finding(FindingCode.JUMP, relation, key, found, f"{relation.tolerance:g}%")
