"""Collecting what came back: every file of a folder is recorded, read once, and never stops the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.findings import Finding, FindingCode
from smartxl.intake.extract import extract
from smartxl.intake.form import expected_stamp, judge_stamp, read_stamp, refuses
from smartxl.intake.gate import BUDGET, FileRefused, check_size
from smartxl.intake.ledger import FileState, Ledger, Parcel, Reading, Record
from smartxl.intake.open import digest_of, open_book
from smartxl.model.plan import WorkbookPlan
from smartxl.stamp import Stamp

if TYPE_CHECKING:
    from datetime import datetime

    from smartxl.model.definition import Definition

__all__ = ["CollectReport", "FileOutcome", "Outcome", "Plans", "Progress", "collect"]

Plans = Callable[[Stamp], WorkbookPlan]
"""The stamp of a form → its plan."""
Progress = Callable[[int, int, str], None]
"""Called after every file with how many are done, how many there are, and the file's name."""

_LOCK = "~$"
_SUFFIXES = frozenset(
    {".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".et", ".ods", ".csv", ".txt", ".htm", ".html", ".xml"}
)


class Outcome(StrEnum):
    """What became of a file."""

    ACCEPTED = "accepted"
    AGAIN = "again"  # the same bytes were read before
    REFUSED = "refused"  # another form, or a broken structure
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One file: `file` as named below the folder, `replaces` the file of the unit that counted before.

    `outranked` is the evaluator's file that counts although this one of the unit came later.
    """

    file: str
    digest: str
    outcome: Outcome
    unit: str
    findings: tuple[Finding, ...]
    replaces: str = ""
    outranked: str = ""


@dataclass(frozen=True, slots=True)
class CollectReport:
    """All files in order; `skipped` are lock files and what is no spreadsheet by its name."""

    outcomes: tuple[FileOutcome, ...]
    skipped: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files."""
        return tuple(finding for outcome in self.outcomes for finding in outcome.findings)

    def number(self, outcome: Outcome) -> int:
        """How many files had this outcome."""
        return sum(1 for entry in self.outcomes if entry.outcome is outcome)


def collect(
    definition: Definition,
    plans: Plans,
    source: Path | Iterable[Path],
    ledger: Ledger,
    *,
    now: Callable[[], datetime],
    progress: Progress | None = None,
) -> CollectReport:
    """Reads a folder (and the folders in it) or the files named, oldest first, into the ledger.

    A file that is unreadable or refused is recorded like any other. Raises ProjectError when the folder does
    not exist, LedgerError when the ledger cannot be written.
    """
    files, skipped = _files(source)
    counting = {unit: (r.name, r.reviewed) for unit, r in ledger.counting_records(definition).items()}
    desk = _Desk(definition, plans, ledger, now, counting)
    outcomes = []
    for done, (path, name) in enumerate(files, 1):
        outcomes.append(desk.take(path, name))
        if progress is not None:
            progress(done, len(files), name)
    return CollectReport(tuple(sorted(outcomes, key=lambda outcome: outcome.file)), skipped)


def _files(source: Path | Iterable[Path]) -> tuple[list[tuple[Path, str]], tuple[str, ...]]:
    """The files to read with their names, and the names of those left alone."""
    if not isinstance(source, Path):
        named = [(path, path.name) for path in source]
    elif source.is_dir():
        named = [
            (path, path.relative_to(source).as_posix()) for path in (*source.glob("*"), *source.glob("*/*"))
        ]
        named = [(path, name) for path, name in named if not path.is_dir() and not path.name.startswith(".")]
    elif source.exists():
        named = [(source, source.name)]
    else:
        remedy = "create it and put the files that came back into it"
        raise ProjectError(str(source), "there is no such folder", remedy)
    ordered = sorted(named, key=lambda entry: (_changed_at(entry[0]), entry[1]))
    taken = [(path, name) for path, name in ordered if _is_form(path)]
    return taken, tuple(sorted(name for path, name in ordered if not _is_form(path)))


def _changed_at(path: Path) -> float:
    """When a file was last changed: of two versions in one folder the newer one is read last, and so counts."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _is_form(path: Path) -> bool:
    return path.suffix.casefold() in _SUFFIXES and not path.name.startswith(_LOCK)


@dataclass(frozen=True)
class _Desk:
    """Where files are taken in; `counting` is the file of each unit that counts so far, and whether it is a review."""

    definition: Definition
    plans: Plans
    ledger: Ledger
    now: Callable[[], datetime]
    counting: dict[str, tuple[str, bool]]

    def take(self, path: Path, name: str) -> FileOutcome:
        """Reads one file, unless it was read before, and records it."""
        try:
            parcel = _load(path, name)
        except OSError as error:
            finding = Finding(FindingCode.CANNOT_BE_OPENED, found=error.strerror or str(error), file=name)
            return FileOutcome(name, "", Outcome.UNREADABLE, "", (finding,))
        before = self.ledger.records(parcel.digest)
        if before and self._settled(before[-1]):
            self.ledger.receive(parcel, None, self.now())
            findings = self.ledger.findings([parcel.digest])
            return FileOutcome(name, parcel.digest, Outcome.AGAIN, before[-1].unit, findings)
        reading = self._read(parcel)
        is_news = not before or self._differs(before[-1], reading)
        self.ledger.receive(parcel, reading if is_news else None, self.now())
        return self._outcome(parcel, reading, is_new=not before)

    def _settled(self, record: Record) -> bool:
        """Whether reading it again gives the same: not when the program or the definition has changed."""
        if record.program != self.ledger.program:
            return False
        return record.state is FileState.UNREADABLE or (
            record.state is FileState.ACCEPTED and record.belongs_to(self.definition)
        )

    def _differs(self, record: Record, reading: Reading) -> bool:
        """Whether a file that was read again gave something else, so that the reading is worth a record."""
        if (record.state, record.program) != (reading.state, self.ledger.program):
            return True
        known = self.ledger.findings([record.digest])
        return [replace(f, file="") for f in known] != [replace(f, file="") for f in reading.findings]

    def _outcome(self, parcel: Parcel, reading: Reading, *, is_new: bool) -> FileOutcome:
        unit, edition = (reading.stamp.unit, reading.stamp.edition) if reading.stamp else ("", "")
        replaces = outranked = ""
        if reading.state is FileState.ACCEPTED and is_new:
            before, reviewed = self.counting.get(unit, ("", False))
            review = edition == "evaluator"
            if reviewed and not review:
                outranked = before
            else:
                replaces, self.counting[unit] = before, (parcel.name, review)
        outcome = Outcome(reading.state.value)
        return FileOutcome(parcel.name, parcel.digest, outcome, unit, reading.findings, replaces, outranked)

    def _read(self, parcel: Parcel) -> Reading:
        try:
            check_size(parcel.size, parcel.name)
            book = open_book(parcel.content, parcel.name)
            stamp = read_stamp(book)
            findings = judge_stamp(stamp, expected_stamp(self.definition, stamp), parcel.name)
            if refuses(findings):
                return Reading(FileState.REFUSED, stamp, (), findings)
            extraction = extract(self.plans(stamp), self.definition, book)
        except FileRefused as error:
            return Reading(FileState.UNREADABLE, None, (), (error.finding,))
        state = FileState.REFUSED if extraction.refused else FileState.ACCEPTED
        return Reading(state, stamp, extraction.submission.answers, extraction.findings)


def _load(path: Path, name: str) -> Parcel:
    """The bytes of a file; of one that is too big to read only its digest."""
    size = path.stat().st_size
    if size > BUDGET.file_bytes:
        with path.open("rb") as file:
            return Parcel(name, hashlib.file_digest(file, "sha256").hexdigest(), size, b"")
    content = path.read_bytes()
    return Parcel(name, digest_of(content), len(content), content)
