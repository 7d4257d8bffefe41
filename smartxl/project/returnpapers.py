"""What one unit is given back: its own workbook marked, a blank form where that is of no use, the letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath

from smartxl.errors import UnreadableFile
from smartxl.findings import Counts, Finding, count
from smartxl.ledger import NO_ROWS, RowTotals, completeness
from smartxl.model.answers import Answer
from smartxl.model.definition import Unit
from smartxl.model.received import FileState, StoredReading
from smartxl.model.spoken import own_wording
from smartxl.project.amendments import amendments
from smartxl.project.folder import ProjectFolder
from smartxl.project.jobs import BuildJob
from smartxl.reading import read_stamp
from smartxl.text import Lang, file_name
from smartxl.xlsx import RawBook, open_book
from smartxl.xlsx.gate import is_encrypted, naming, unlocked
from smartxl_generators.giveback import Amendments, Letter, Returned, day, letter_docx, letter_text, mark
from smartxl_templates import wording

__all__ = ["Case", "LetterFormat", "ReturnPapers", "ReturnWriter", "SentForm", "Terms"]


class LetterFormat(StrEnum):
    """What a letter is written as."""

    DOCX = "docx"
    TXT = "txt"


@dataclass(frozen=True, slots=True)
class Terms:
    """How to give back: the day on which it is done, the deadline, the letters' format, one language for all or None.

    `passwords` are tried on encrypted files.
    """

    today: date
    due: date
    format: LetterFormat = LetterFormat.DOCX
    lang: Lang | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """A unit and what was found in its file; `unread` are findings of later files that could not be read."""

    unit: Unit
    record: StoredReading | None
    findings: tuple[Finding, ...]
    unread: tuple[Finding, ...] = ()

    @property
    def counts(self) -> Counts:
        """How many findings there are of each severity."""
        return count((*self.findings, *self.unread))

    @property
    def asks(self) -> bool:
        """Whether the unit has something to do."""
        return any(finding.severity.asks for finding in (*self.findings, *self.unread))


@dataclass(frozen=True, slots=True)
class SentForm:
    """A case with what the ledger holds of it: the bytes of the file, its answers where it was accepted."""

    case: Case
    content: bytes = b""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnPapers:
    """File name → content, the workbooks before the letter that names them; how far the unit's rows are.

    `unmarked` says why no workbook is marked.
    """

    files: dict[str, bytes]
    rows: RowTotals
    unmarked: str


@dataclass(frozen=True, slots=True)
class ReturnWriter:
    """Makes the papers of one unit after the other; what it needs can be sent to another process."""

    project: ProjectFolder
    terms: Terms

    def __call__(self, sent: SentForm) -> ReturnPapers:
        """The papers of a unit."""
        package = _ReturnPackage(self.project, self.terms, sent.case, sent.content, sent.answers)
        return ReturnPapers(package.files(), package.rows, package.unmarked)


@dataclass
class _ReturnPackage:
    """Where the papers of one unit are put together."""

    project: ProjectFolder
    terms: Terms
    case: Case
    content: bytes
    answers: tuple[Answer, ...]
    rows: RowTotals = NO_ROWS
    unmarked: str = ""
    lang: Lang = field(init=False)

    def __post_init__(self) -> None:
        self.lang = self.terms.lang or self.project.lang

    def files(self) -> dict[str, bytes]:
        """File name → content: the workbooks, then the letter that names them."""
        unit, record = self.case.unit, self.case.record
        self._count_rows()
        workbook = self._marked(record) if record else {}
        usable = workbook and record and record.state is FileState.ACCEPTED
        blank = {} if usable else self._blank()
        name = self._named("letter.file", unit) + f".{self.terms.format.value}"
        letter = self._letter(next(iter(workbook), ""), next(iter(blank), ""))
        content = (
            letter_docx(letter) if self.terms.format is LetterFormat.DOCX else letter_text(letter).encode()
        )
        return {**workbook, **blank, name: content}

    def _named(self, key: str, unit: Unit) -> str:
        return file_name(wording(self.lang)[key].format(code=unit.code, name=unit.name.get(self.lang)))

    def _marked(self, record: StoredReading) -> dict[str, bytes]:
        """The unit's own workbook, marked; nothing, and why, where it cannot be edited."""
        title, unit = self.project.definition.round.title, self.case.unit
        try:
            with naming(record.name):
                content = self.content
                content = unlocked(content, self.terms.passwords) if is_encrypted(content) else content
            book = open_book(content, record.name)
            self.lang = self.terms.lang or read_stamp(book).lang
            name = PurePosixPath(record.name).name
            due = day(self.terms.due, self.lang)
            returned = Returned(unit.name.get(self.lang), title.get(self.lang), name, due, self.rows)
            marked = mark(content, self.case.findings, returned, self.lang, self._changes(record, book))
        except UnreadableFile as error:
            self.unmarked = f"{error.what.get(self.lang)} → {error.remedy.get(self.lang)}"
            return {}
        return {self._named("letter.workbook", unit) + (".xlsm" if book.macros else ".xlsx"): marked}

    def _changes(self, record: StoredReading, book: RawBook) -> Amendments:
        """What the workbook says of itself by now; of one that was refused nothing is known."""
        if record.state is not FileState.ACCEPTED:
            return Amendments()
        return amendments(
            self.project, read_stamp(book), book, self.answers, self.case.findings, self.terms.due
        )

    def _blank(self) -> dict[str, bytes]:
        project = ProjectFolder(self.project.root, self.project.definition, self.lang)
        (form,) = BuildJob(project).forms([self.case.unit])
        return {form.file_name: form.content}

    def _count_rows(self) -> None:
        """How far the rows of a file that counts are, as its own formulas and its findings say."""
        record = self.case.record
        if record and record.state is FileState.ACCEPTED:
            unit = self.case.unit
            alone = self.project.definition.only([unit])
            self.rows = completeness(alone, self.answers, findings=self.case.findings).of(unit.code)

    def _letter(self, workbook: str, blank: str) -> Letter:
        round_, record, lang = self.project.definition.round, self.case.record, self.lang
        return Letter(
            lang=lang,
            unit=self.case.unit.name.get(lang),
            title=round_.title.get(lang),
            round=round_.name,
            organiser=round_.organiser.get(lang),
            contact=round_.contact,
            written=self.terms.today,
            due=self.terms.due,
            received=record.received_at.astimezone().date() if record else None,
            counts=count(self.case.findings),
            rows=self.rows,
            workbook=workbook,
            blank=blank,
            unread=self.case.unread,
            own=own_wording(self.project.definition, lang),
        )
