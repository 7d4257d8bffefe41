"""The evidence register of a form: what the answers refer to, and what the evidence is said to belong to.

Answers name evidence by its number (E03) where an address is asked for; evidence names rows by their numbers on the
sampling sheet, or by an item's code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Field
from smartxl.reading.explain import explained, note_of
from smartxl.typed.cleaned import plain, show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smartxl.model.answers import Answer
    from smartxl.model.plan import WorkbookPlan

__all__ = ["register_findings"]

_REFERENCE = re.compile(r"[Ee]\s?([0-9]{1,4})")
_PARTS = re.compile(r"[、,;/\s]+|和|及|与")
_SPAN = re.compile(r"([0-9]{1,5})(?:-|–|—|~|～|至|到)([0-9]{1,5})")
_NOISE = re.compile(r"第|序号|号|项|行|no\.?|rows?|items?", re.IGNORECASE)
_SHOWN = 8
_LONGEST = 1000  # rows that one span may name


def register_findings(plan: WorkbookPlan, answers: Iterable[Answer], file: str = "") -> Iterator[Finding]:
    """Evidence that answers refer to and the register lacks, rows that do not exist, addresses that stand twice."""
    if not any(section.lines for _, section in plan.sections() if not section.leaf):
        return
    register = _Register.of(plan, answers)
    for answer in register.others:
        if missing := tuple(register.missing(answer, file)):
            yield from explained(missing, note_of(answer.fields))
    for number, answer in register.filled.items():
        unknown = register.unknown_rows(answer)
        if unknown:
            where = (answer.unit, answer.sheet, answer.cell, number)
            yield Finding(FindingCode.ROW_UNKNOWN, *where, found=_listed(unknown), file=file)
    yield from register.doubles(file)


@dataclass(frozen=True)
class _Register:
    """`filled`: number of evidence → what stands in its row; `others` the answers to other rows."""

    plan: WorkbookPlan
    filled: Mapping[str, Answer]
    others: tuple[Answer, ...]

    @classmethod
    def of(cls, plan: WorkbookPlan, answers: Iterable[Answer]) -> _Register:
        """The register of a form that was planned so, with what came back."""
        evidence = {ln.name: ln.key for _, s in plan.sections() for ln in s.lines if not s.leaf}
        by_key = {answer.key: answer for answer in answers}
        filled = {n: by_key[key] for n, key in evidence.items() if key in by_key and by_key[key].fields}
        keys = set(evidence.values())
        others = tuple(answer for answer in by_key.values() if answer.key not in keys and answer.fields)
        return cls(plan, filled, others)

    @cached_property
    def rows(self) -> frozenset[str]:
        """What a person may call a row of the sampling sheet."""
        return frozenset(_rows(self.plan))

    def missing(self, answer: Answer, file: str) -> Iterator[Finding]:
        """The numbers in the address of an answer whose row in the register is blank or not there."""
        where = (answer.unit, answer.sheet, answer.cell, self.plan.called[answer.key])
        for number in dict.fromkeys(_references(str(answer.fields.get(Field.ADDRESS, "")))):
            if number not in self.filled:
                yield Finding(FindingCode.EVIDENCE_UNKNOWN, *where, found=number, file=file)

    def unknown_rows(self, answer: Answer) -> tuple[str, ...]:
        """What a piece of evidence is said to belong to and is no row."""
        words = _words(str(answer.fields.get(Field.USED_BY, "")))
        return tuple(word for word in words if word.casefold() not in self.rows)

    def doubles(self, file: str) -> Iterator[Finding]:
        """Rows with the address or file name of a row above."""
        first: dict[str, str] = {}
        for number, answer in self.filled.items():
            address = str(answer.fields.get(Field.ADDRESS, ""))
            same = plain(address).casefold().rstrip("/")
            if same and (above := first.setdefault(same, number)) != number:
                where = (answer.unit, answer.sheet, answer.cell, number)
                yield Finding(FindingCode.ADDRESS_TWICE, *where, show(address), above, file)


def _rows(plan: WorkbookPlan) -> Iterator[str]:
    """What a row may be called, in small letters: its number on the sheet, or the code of its item."""
    number = 0
    for _, section in plan.sections():
        for line in section.lines if section.leaf else ():
            if section.scored:
                number += 1
                yield str(number)
                yield line.key.rpartition("/")[2].casefold()
            else:
                yield line.name.casefold()


def _references(text: str) -> Iterator[str]:
    """The numbers of evidence that an address consists of; an address that merely has such letters in it has none."""
    if not text or "." in text or ":" in text:  # an address of a page or the name of a file
        return iter(())
    words = [word for word in _PARTS.split(plain(text)) if word]
    found = [_REFERENCE.fullmatch(word) for word in words]
    return (f"E{int(match[1]):02}" for match in found if match) if all(found) else iter(())


def _words(text: str) -> Iterator[str]:
    """What stands for rows: 3、5, 12-15 → 3, 5, 12 … 15."""
    for word in _PARTS.split(_NOISE.sub("", plain(text))):
        span = _SPAN.fullmatch(word)
        if span and 0 <= int(span[2]) - int(span[1]) < _LONGEST:
            yield from (str(number) for number in range(int(span[1]), int(span[2]) + 1))
        elif word:
            yield word.lstrip("0") or word


def _listed(words: tuple[str, ...]) -> str:
    more = "…" if len(words) > _SHOWN else ""
    return show("、".join(words[:_SHOWN])) + more
