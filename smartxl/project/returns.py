"""What is given back to whom: of each unit the form that it sent last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath

from smartxl.errors import UnreadableFile
from smartxl.findings import Counts, Finding, count
from smartxl.ledger import NO_ROWS, Ledger, RowTotals, completeness
from smartxl.model.definition import Roster, Unit
from smartxl.model.received import FileState, StoredReading
from smartxl.model.spoken import own_wording
from smartxl.project.amendments import amendments
from smartxl.project.folder import ProjectFolder
from smartxl.project.jobs import BuildJob
from smartxl.project.outputs import Outputs
from smartxl.reading import read_stamp
from smartxl.text import Lang, file_name, fold
from smartxl.xlsx import RawBook, open_book
from smartxl.xlsx.gate import is_encrypted, naming, unlocked
from smartxl_generators.giveback import Amendments, Letter, Returned, day, letter_docx, letter_text, mark
from smartxl_templates import wording

__all__ = ["Case", "Given", "LetterFormat", "Terms", "cases", "give_back", "unit_named"]


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
    def asks(self) -> bool:
        """Whether the unit has something to do."""
        return any(finding.severity.asks for finding in (*self.findings, *self.unread))


@dataclass(frozen=True, slots=True)
class Given:
    """What was written for a unit: how many findings, how far its rows are, the files, the digest of what is returned.

    `unmarked` says why no workbook is marked.
    """

    unit: Unit
    counts: Counts
    rows: RowTotals
    files: tuple[Path, ...]
    digest: str = ""
    unmarked: str = ""


def cases(project: ProjectFolder, ledger: Ledger) -> tuple[tuple[Case, ...], tuple[Finding, ...]]:
    """Every unit of which a file was received, in the order of the roster; and findings of unread files of nobody known."""
    records = ledger.records()
    chosen = _chosen(project, records)
    unread, loose = _unread(project.definition.roster, records, chosen, ledger)
    found = []
    for unit in project.definition.roster.units:
        record = chosen.get(unit.code)
        if record or unit.code in unread:
            findings = ledger.findings([record.digest]) if record else ()
            found.append(Case(unit, record, findings, tuple(unread.get(unit.code, ()))))
    return tuple(found), tuple(loose)


def _chosen(project: ProjectFolder, records: Iterable[StoredReading]) -> Mapping[str, StoredReading]:
    """Unit → the form that it sent last, else the last of its files that was refused; never the evaluator's, and no appeal.

    It need not be the one that counts: what a unit sent last is what it wants to say, and what it must correct.
    """
    own: dict[str, StoredReading] = {}
    refused: dict[str, StoredReading] = {}
    for record in {record.digest: record for record in records}.values():
        if record.reviewed or record.appealed or record.unit not in project.definition.roster.by_code:
            continue
        if record.state is FileState.REFUSED:
            refused[record.unit] = record
        elif record.state is FileState.ACCEPTED and record.belongs_to(project.definition):
            own[record.unit] = record
    return {**refused, **own}


def _unread(
    roster: Roster, records: Sequence[StoredReading], chosen: Mapping[str, StoredReading], ledger: Ledger
) -> tuple[dict[str, list[Finding]], list[Finding]]:
    """Findings of unread files: by the unit that their name tells, where they came later than its other file; and the rest."""
    arrival = {record.digest: number for number, record in reversed(list(enumerate(records)))}
    by_unit: dict[str, list[Finding]] = {}
    loose: list[Finding] = []
    for digest, record in {record.digest: record for record in records}.items():
        if record.state is not FileState.UNREADABLE:
            continue
        unit = unit_named(record.name, roster)
        if unit is None:
            loose += ledger.findings([digest])
        elif unit.code not in chosen or arrival[digest] > arrival[chosen[unit.code].digest]:
            by_unit.setdefault(unit.code, []).extend(ledger.findings([digest]))
    return by_unit, loose


def unit_named(name: str, roster: Roster) -> Unit | None:
    """The unit whose code begins a file's name, or whose name stands in it (the longest); None for none or several."""
    stem = fold(PurePosixPath(name).stem)
    coded = [unit for unit in roster.units if stem.partition("-")[0] == fold(unit.code)]
    if len(coded) == 1:
        return coded[0]
    lengths = {
        unit.code: max(
            (len(word) for word in (unit.name.zh, unit.name.en) if word and fold(word) in stem), default=0
        )
        for unit in roster.units
    }
    longest = max(lengths.values(), default=0)
    named = [unit for unit in roster.units if longest and lengths[unit.code] == longest]
    return named[0] if len(named) == 1 else None


def give_back(
    project: ProjectFolder,
    chosen: Iterable[Case],
    folder: Path,
    terms: Terms,
    *,
    force: bool,
    tick: Callable[[], None],
) -> Iterator[Given]:
    """Writes for each case the marked workbook, a blank form where the received one is of no use, and the letter."""
    inside = folder.resolve().is_relative_to(project.root.resolve())
    with project.ledger() as ledger, Outputs(project.root if inside else folder, force) as outputs:
        for case in chosen:
            package = _ReturnPackage(project, ledger, terms, case)
            files = package.files()
            for name, content in files.items():
                outputs.write(folder / name, content)
            paths = tuple(folder / name for name in files)
            counts, digest = count((*case.findings, *case.unread)), case.record.digest if case.record else ""
            yield Given(case.unit, counts, package.rows, paths, digest, package.unmarked)
            tick()


@dataclass
class _ReturnPackage:
    """Where the papers of one unit are put together."""

    project: ProjectFolder
    ledger: Ledger
    terms: Terms
    case: Case
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
        content = self.ledger.content(record.digest) or b""
        title, unit = self.project.definition.round.title, self.case.unit
        try:
            with naming(record.name):
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
        answers = self.ledger.answers([record.digest])
        return amendments(self.project, read_stamp(book), book, answers, self.case.findings, self.terms.due)

    def _blank(self) -> dict[str, bytes]:
        project = ProjectFolder(self.project.root, self.project.definition, self.lang)
        (form,) = BuildJob(project).forms([self.case.unit])
        return {form.file_name: form.content}

    def _count_rows(self) -> None:
        """How far the rows of a file that counts are, as its own formulas and its findings say."""
        record = self.case.record
        if record and record.state is FileState.ACCEPTED:
            answers = self.ledger.answers([record.digest])
            definition, unit = self.project.definition, self.case.unit.code
            self.rows = completeness(definition, answers, findings=self.case.findings).of(unit)

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
