"""A filled evidence register, in which evidence names rows by their numbers or their items' codes.

A code is compared as it was typed first. What a spreadsheet has made of it (0101 became 101, 1-2 a day) is read where it can
only be one row, and asked where it can be several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from smartxl.cells import a1, parse_a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.answers import Answer, Field
from smartxl.model.keys import code_of
from smartxl.text import plain
from smartxl.typed import CodeList, show

if TYPE_CHECKING:
    from smartxl.model.plan import Line, WorkbookPlan
    from smartxl.xlsx import RawBook
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["PARTS", "on_answer", "read_filled_register"]

PARTS = re.compile(r"[、,;/\s]+|和|及|与")
"""What stands between the names of rows, or of evidence."""
_SPAN = re.compile(r"([0-9]{1,5})(?:-|–|—|~|～|至|到)([0-9]{1,5})")
_NOISE_WORDS = re.compile(r"第|序号|号|项|行|no\.?|rows?|items?", re.IGNORECASE)
_SHOWN = 8
_LONGEST = 1000  # rows that one span may name


def read_filled_register(
    plan: WorkbookPlan,
    register: Mapping[str, tuple[Line, Answer]],
    source: FindingSource,
    book: RawBook,
) -> tuple[dict[str, Answer], list[Finding]]:
    """Row key → its answer with codes as the form prints them, where that changes; rows that do not exist or are not clear,
    addresses that stand twice. `register`: number of a piece of evidence → its row and what is said of it."""
    codes = CodeList(_codes_of_rows(plan))
    changed: dict[str, Answer] = {}
    findings: list[Finding] = []
    for line, answer in register.values():
        said, more = _judged(answer, line, codes, source, book)
        changed[answer.key] = said
        findings += more
    findings += _addresses_twice(register, source)
    return changed, findings


def on_answer(
    source: FindingSource, answer: Answer, code: FindingCode, item: str, found: str, expected: str = ""
) -> Finding:
    """A finding on an answer."""
    source = source.of(unit=answer.unit, sheet=answer.sheet)
    return source.finding(code, answer.cell, item, found=found, expected=expected)


def _codes_of_rows(plan: WorkbookPlan) -> Iterator[tuple[str, str]]:
    """(what a person may call a row, its key): its number on the sampling sheet, its item's code, the name of an added row."""
    number = 0
    for _, section in plan.sections():
        for line in section.lines if section.leaf else ():
            if section.scored:
                number += 1
                yield str(number), line.key
                yield code_of(line.key), line.key
            else:
                yield line.name, line.key


def _judged(
    answer: Answer, line: Line, codes: CodeList, source: FindingSource, book: RawBook
) -> tuple[Answer, list[Finding]]:
    """A piece of evidence with the rows that it belongs to as the form prints them, and what is to be said of them."""
    typed = str(answer.fields.get(Field.USED_BY, ""))
    if not typed:
        return answer, []
    row, column = parse_a1(answer.cell)[0], line.inputs[Field.USED_BY]
    rows = _Rows(codes)
    rows.read(book.sheets[answer.sheet].at(row, column), typed)
    here = answer._replace(cell=a1(row, column))
    findings = [
        on_answer(source, here, code, line.name, _listed(words), expected)
        for code, words, expected in (
            (FindingCode.ROW_UNKNOWN, rows.unknown, ""),
            (FindingCode.CODE_AMBIGUOUS, list(rows.unclear), _listed(sorted(set(rows.meanings)))),
        )
        if words
    ]
    if not rows.changed:
        return answer, findings
    text = "、".join(rows.words)
    findings.append(on_answer(source, here, FindingCode.CLEANED, line.name, show(typed), show(text)))
    return answer._replace(fields={**answer.fields, Field.USED_BY: text}), findings


@dataclass(slots=True)
class _Rows:
    """The rows that a piece of evidence names: its words with codes as they are printed, those that are no row, those that
    may be several (`unclear`, with all their `meanings`)."""

    codes: CodeList
    words: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    meanings: list[str] = field(default_factory=list)
    changed: bool = False

    def read(self, value: CellValue, typed: str) -> None:
        """Takes in a cell: `typed` is what was understood of its `value`."""
        if isinstance(value, date):
            first, last = str(value.month), str(value.day)
            are_rows = value.month < value.day and not self._missing(first, last)
            self._settle(typed, (*self.codes.of_cell(value), *([f"{first}-{last}"] if are_rows else ())))
        elif isinstance(value, float):
            self._settle(typed, self.codes.of_cell(value))
        else:
            for word in PARTS.split(plain(typed)):
                self._word(word)

    def _word(self, word: str) -> None:
        bare = word if word in self.codes else _NOISE_WORDS.sub("", word)
        span = _SPAN.fullmatch(bare)
        if span and bare not in self.codes and 0 <= int(span[2]) - int(span[1]) < _LONGEST:
            self.words.append(bare)
            self.unknown += self._missing(span[1], span[2])
        elif bare:
            self._settle(bare, self.codes.of_text(bare))

    def _missing(self, first: str, last: str) -> list[str]:
        """The numbers of a span that are no row; none where its ends are rows, or codes as they are printed."""
        if first in self.codes and last in self.codes:
            return []
        return [str(number) for number in range(int(first), int(last) + 1) if str(number) not in self.codes]

    def _settle(self, word: str, meanings: Sequence[str]) -> None:
        if len(meanings) == 1:
            self.words.append(meanings[0])
            self.changed |= meanings[0].casefold() != word.casefold()
            return
        self.words.append(word)
        (self.unclear if meanings else self.unknown).append(word)
        self.meanings += meanings


def _listed(words: Sequence[str]) -> str:
    more = "…" if len(words) > _SHOWN else ""
    return show("、".join(words[:_SHOWN])) + more


def _addresses_twice(register: Mapping[str, tuple[Line, Answer]], source: FindingSource) -> Iterator[Finding]:
    """Rows of the register with the address or file name of a row above."""
    first: dict[str, str] = {}
    for number, (_, answer) in register.items():
        address = str(answer.fields.get(Field.ADDRESS, ""))
        same = plain(address).casefold().rstrip("/")
        if same and (above := first.setdefault(same, number)) != number:
            yield on_answer(source, answer, FindingCode.ADDRESS_TWICE, number, show(address), above)
