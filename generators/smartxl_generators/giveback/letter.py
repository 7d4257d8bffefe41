"""The letter that goes with a returned workbook: what was found, until when, what to do; as text or for Word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from smartxl.findings import Counts, Finding, Severity
from smartxl.ledger import NO_ROWS, RowTotals
from smartxl.text import Lang
from smartxl_generators.giveback.issues import safe
from smartxl_templates import wording

__all__ = ["Letter", "day", "letter_text"]

_ASKS: Mapping[Severity, str] = {
    Severity.MUST_FIX: "letter.ask_must_fix",
    Severity.FIX_OR_EXPLAIN: "letter.ask_explain",
}


def day(value: date, lang: Lang) -> str:
    """A day as a letter writes it: 2026年3月8日, 2026-03-08."""
    digits = 1 if lang == "zh" else 2
    numbers = {"month": f"{value.month:0{digits}}", "day": f"{value.day:0{digits}}"}
    return wording(lang)["letter.day"].format(year=value.year, **numbers)


_NONE = Counts(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says. `unit`, `title`, `organiser` are in its language; `received` is None where nothing was read.

    `workbook` is the name of the marked workbook and `blank` that of an empty form, "" for none; `unread` are the findings
    of files that could not be read; `rows` is how far its rows are; `own` are the words of the round, where they are others.
    """

    lang: Lang
    unit: str
    title: str
    round: str
    organiser: str
    contact: str
    written: date
    due: date
    received: date | None = None
    counts: Counts = _NONE
    rows: RowTotals = NO_ROWS
    workbook: str = ""
    blank: str = ""
    unread: tuple[Finding, ...] = ()
    own: Mapping[str, str] | None = None

    @property
    def words(self) -> Mapping[str, str]:
        """The wording of its language."""
        return self.own or wording(self.lang)

    @property
    def heading(self) -> str:
        """What the letter is about."""
        return self.words["letter.title"]

    @property
    def addressee(self) -> str:
        """To whom it goes."""
        return self.words["letter.to"].format(unit=safe(self.unit))

    def report(self) -> Iterator[str]:
        """What was received and found, paragraph by paragraph; the table of counts follows the last one."""
        words = self.words
        if self.unread:
            yield words["letter.unreadable"]
            for finding in self.unread:
                message, remedy = safe(finding.message(self.lang)), safe(finding.remedy(self.lang))
                yield words["letter.unreadable_item"].format(message=message, remedy=remedy)
        if self.received:
            said = words["letter.received"].format(
                title=self.title, round=self.round, received=day(self.received, self.lang)
            )
            yield said + self._gap + words["letter.found"].format(count=self.counts.asks)
            if self.rows.asked:
                yield words["letter.rows"].format(
                    filled=self.rows.filled,
                    total=self.rows.asked,
                    to_correct=self.rows.to_correct,
                    open=self.rows.open,
                )

    def table(self) -> list[tuple[str, int, str]]:
        """Severity, number of findings, what is asked; of what asks for something, without what there is none of."""
        numbers = (self.counts.must_fix, self.counts.fix_or_explain)
        return [
            (severity.label.get(self.lang), number, self.words[words])
            for (severity, words), number in zip(_ASKS.items(), numbers, strict=True)
            if number
        ]

    def request(self) -> Iterator[str]:
        """What is asked, below the table."""
        words = self.words
        missing = words["letter.open"].format(open=self.rows.open) + self._gap if self.rows.open else ""
        yield missing + words["letter.ask"].format(due=day(self.due, self.lang))

    def steps(self) -> list[str]:
        """How to do it, one after the other."""
        words = self.words
        found = []
        if self.workbook:
            found.append(
                words["letter.step_open"].format(workbook=self.workbook, sheet=words["sheet.findings"])
            )
        if self.blank:
            found.append(words["letter.step_blank"].format(blank=self.blank))
        elif self.workbook:
            found += [words["letter.step_fix"], words["letter.step_save"]]
        return [f"{n}. {step}" for n, step in enumerate(found, 1)] if len(found) > 1 else found

    def contact_line(self) -> str:
        """Whom to ask, "" where nobody is named."""
        return self.words["letter.contact"].format(contact=self.contact) if self.contact else ""

    def enclosures(self) -> list[str]:
        """The files that go with it."""
        return [name for name in (self.workbook, self.blank) if name]

    @property
    def date_line(self) -> str:
        """The day on which it was written."""
        return day(self.written, self.lang)

    @property
    def _gap(self) -> str:
        return "" if self.lang == "zh" else " "


def letter_text(letter: Letter) -> str:
    """The letter as plain text."""
    indent = "　　" if letter.lang == "zh" else ""
    lines = [letter.heading, "", letter.addressee, ""]
    lines += [indent + paragraph for paragraph in letter.report()]
    lines += [f"{indent}  {severity}  {number}  {asked}" for severity, number, asked in letter.table()]
    lines += ["", *(indent + paragraph for paragraph in letter.request()), ""]
    lines += [f"{indent}{letter.words['letter.how']}", *(indent + step for step in letter.steps())]
    lines += ["", f"{indent}{letter.contact_line()}"] if letter.contact else []
    lines += (
        ["", letter.words["letter.attached"] + "; ".join(letter.enclosures())] if letter.enclosures() else []
    )
    return "\n".join([*lines, "", letter.organiser, letter.date_line]) + "\n"
