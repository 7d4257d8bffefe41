"""Questions that many units got wrong: a fault of the definition rather than of those who answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from smartxl.cells import parse_a1
from smartxl.findings import Finding, FindingCode, Severity
from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.text import Text

__all__ = ["LEAST_UNITS", "WrongQuestion", "wrong_questions"]

LEAST_UNITS = 3
"""Of two units one is half already: what fewer units were asked says nothing about the question."""
_ASKS = frozenset({Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN})


@dataclass(frozen=True, slots=True)
class WrongQuestion:
    """One question with one finding, which `units` of `asked` units have; only units whose form counts are asked.

    `item` is the row. Where units sample items of their own, the section is the question (`whole`), and a unit has got
    it wrong when the share asked for of its own rows has the finding.
    """

    leaf: str
    item: Text
    whole: bool
    code: FindingCode
    units: tuple[str, ...]
    asked: int

    @property
    def share(self) -> float:
        """The part of the units that got it wrong."""
        return len(self.units) / self.asked


class _Question(NamedTuple):
    """What makes rows of several units one question; without a key it is the section as a whole."""

    leaf: str
    key: str = ""
    item: Text = Text("")


def wrong_questions(
    definition: Definition, answers: Iterable[Answer], findings: Iterable[Finding], share: float
) -> tuple[WrongQuestion, ...]:
    """What at least this share of the units got wrong, largest share first.

    `answers` and `findings` are of the files that count; only findings that ask something of the respondent matter.
    """
    rows = _QuestionIndex(definition, tuple(answer for answer in answers if answer.scores))
    wrong: dict[tuple[_Question, FindingCode], Counter[str]] = defaultdict(Counter)
    seen = set()
    for finding in findings:
        key = rows.key_of(finding) if finding.severity in _ASKS else None
        if key is not None and (finding.unit, key, finding.code) not in seen:
            seen.add((finding.unit, key, finding.code))
            wrong[rows.question[finding.unit, key], finding.code][finding.unit] += 1
    found = [
        entry
        for (question, code), hits in wrong.items()
        if (entry := rows.judged(question, code, hits, share)) is not None
    ]
    order = {node.code: position for position, node in enumerate(definition.framework.nodes)}
    return tuple(sorted(found, key=lambda q: (-q.share, -q.asked, order[q.leaf], q.item.zh, q.code)))


@dataclass
class _QuestionIndex:
    """The rows of all forms that count: which question each of them puts, and where it stood."""

    definition: Definition
    answers: tuple[Answer, ...]
    question: dict[tuple[str, str], _Question] = field(default_factory=dict)
    sizes: dict[_Question, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def __post_init__(self) -> None:
        names = dict(_names(self.definition))
        own = {(a.unit, a.key): _Question(a.leaf, a.key, _name(names, a)) for a in self.answers}
        units = Counter(own.values())
        for (unit, key), question in own.items():
            common = units[question] >= LEAST_UNITS
            self.question[unit, key] = question if common else _Question(question.leaf)
            self.sizes[self.question[unit, key]][unit] += 1
        self._places = {(a.unit, a.sheet, parse_a1(a.cell)[0]): a.key for a in self.answers if a.cell}
        labels: dict[tuple[str, str], set[str]] = defaultdict(set)
        for (unit, key), question in own.items():
            for label in {question.item.zh, question.item.en} - {""}:
                labels[unit, label].add(key)
        self._labels = {label: keys.pop() for label, keys in labels.items() if len(keys) == 1}

    def key_of(self, finding: Finding) -> str | None:
        """The key of the row that a finding is of: by its cell, or where it has none by its name."""
        if finding.cell:
            return self._places.get((finding.unit, finding.sheet, parse_a1(finding.cell)[0]))
        return self._labels.get((finding.unit, finding.item))

    def judged(
        self, question: _Question, code: FindingCode, hits: Mapping[str, int], share: float
    ) -> WrongQuestion | None:
        """The question with the units that got it wrong; None when they are too few."""
        sizes = self.sizes[question]
        units = tuple(unit for unit, number in hits.items() if number >= share * sizes[unit])
        if len(sizes) < LEAST_UNITS or not units or len(units) < share * len(sizes):
            return None
        return WrongQuestion(question.leaf, question.item, not question.key, code, units, len(sizes))


def _names(definition: Definition) -> Iterator[tuple[tuple[str, str], Text]]:
    """Unit and row key → what the row is called; inputs, which all units share, under no unit."""
    for item in definition.catalogue.items:
        yield (item.unit, item.key), item.title
    for node in definition.framework.nodes:
        for row in definition.entries(node):
            if row.asked:
                yield ("", row.key), row.name


def _name(names: Mapping[tuple[str, str], Text], answer: Answer) -> Text:
    own = names.get((answer.unit, answer.key))
    return own or names.get(("", answer.key), Text(""))
