"""What stands in a needs worksheet that came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode, Severity
from smartxl.model.answers import Field
from smartxl.model.needs import NeedsTopic, PartAnswer, PartChoice, PartPriority
from smartxl.questionnaires.needsheet import NeedsForm, topic_key
from smartxl.questionnaires.read import locate
from smartxl.text import fold
from smartxl.typed import clean, show

if TYPE_CHECKING:
    from smartxl.model.plan import WorkbookPlan
    from smartxl.questionnaires.read import FoundAnswer
    from smartxl.xlsx.book import RawBook

__all__ = ["NeedsReply", "read_needs"]

_REFUSED = frozenset({FindingCode.UNKNOWN_KEY, FindingCode.NOT_IN_LIST, FindingCode.TOO_LONG})


@dataclass(frozen=True)
class NeedsReply:
    """Texts by topic, answers by the code of the part, where each answer stands, and findings.

    `complete`: nothing was found that must be mended before the answers can be followed.
    """

    texts: Mapping[NeedsTopic, str]
    parts: Mapping[str, PartAnswer]
    places: Mapping[tuple[str, Field], tuple[str, str]]
    findings: tuple[Finding, ...]

    @property
    def complete(self) -> bool:
        """Whether all of it could be read."""
        return not any(f.severity is Severity.MUST_FIX or f.code in _REFUSED for f in self.findings)


def read_needs(plan: WorkbookPlan, book: RawBook, forms: tuple[NeedsForm, ...]) -> NeedsReply:
    """Reads a worksheet; `forms` are that of the plan in all languages, whose labels are understood."""
    opened, reader = locate(plan, book, ""), _AnswerGatherer(book, forms)
    for found in opened.found:
        reader.take(found)
    return NeedsReply(reader.texts, reader.parts, reader.places, (*opened.findings, *reader.findings))


@dataclass
class _AnswerGatherer:
    """Gathers answers and findings."""

    book: RawBook
    forms: tuple[NeedsForm, ...]
    texts: dict[NeedsTopic, str] = field(default_factory=dict)
    parts: dict[str, PartAnswer] = field(default_factory=dict)
    places: dict[tuple[str, Field], tuple[str, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.topics = {topic_key(topic): topic for topic in NeedsTopic}
        self.choices = {fold(label): c for form in self.forms for c, label in form.choices.items()}
        self.priorities = {fold(label): p for form in self.forms for p, label in form.priorities.items()}

    def take(self, found: FoundAnswer) -> None:
        """One answer."""
        key, kind = found.input.line.key, found.input.field
        self.places[key, kind] = found.sheet, found.cell
        if key in self.topics:
            if text := self._text(found):
                self.texts[self.topics[key]] = text
            return
        before = self.parts.get(key, PartAnswer())
        answer = self._answer(before, found)
        if answer != before:
            self.parts[key] = answer

    def _answer(self, before: PartAnswer, found: FoundAnswer) -> PartAnswer:
        kind = found.input.field
        if kind is Field.NOTE:
            return replace(before, reason=self._text(found))
        if kind is Field.NAME:
            return replace(before, who=self._text(found))
        if kind is Field.VALUE:
            return replace(before, share=self._number(found))
        label = fold(show(found.value))
        choice: PartChoice | None = self.choices.get(label) if kind is Field.LEVEL else None
        priority: PartPriority | None = self.priorities.get(label) if kind is Field.CHANNEL else None
        if choice is None and priority is None:
            labels = self.forms[0].choices if kind is Field.LEVEL else self.forms[0].priorities
            self._say(FindingCode.NOT_IN_LIST, found, " / ".join(labels.values()))
            return before
        return replace(before, choice=choice or before.choice, priority=priority or before.priority)

    def _text(self, found: FoundAnswer) -> str:
        cleaned = clean(found.value, found.input.line.checks[found.input.field])
        if cleaned.code is not None and cleaned.code is not FindingCode.CLEANED:
            self._say(cleaned.code, found, cleaned.expected)
        return "" if cleaned.unusable or cleaned.value is None else str(cleaned.value).strip()

    def _number(self, found: FoundAnswer) -> float | None:
        cleaned = clean(found.value, found.input.line.checks[Field.VALUE])
        if cleaned.code is not None:
            self._say(cleaned.code, found, cleaned.expected)
        return (
            float(cleaned.value) if isinstance(cleaned.value, int | float) and not cleaned.unusable else None
        )

    def _say(self, code: FindingCode, found: FoundAnswer, expected: str) -> None:
        item, seen = found.input.line.name, show(found.value)
        self.findings.append(
            Finding(code, "", found.sheet, found.cell, item, seen, expected, self.book.file_name)
        )
