"""Collecting what came back: every file of a folder is recorded, read once, and never stops the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.collecting.inbox import InboxFile, load, look_into
from smartxl.collecting.pool import InProcessReader, ReaderPool, Readers
from smartxl.collecting.worker import Limits
from smartxl.findings import Finding, FindingCode
from smartxl.ledger.ledger import Ledger
from smartxl.model.edition import Edition
from smartxl.model.received import Delivery, FileReading, FileState, ReceivedFile, StoredReading
from smartxl.reading import FileReader, Plans
from smartxl.xlsx.gate import BUDGET, FileRefused, check_size

if TYPE_CHECKING:
    from datetime import datetime

    from smartxl.model.definition import Definition

__all__ = ["CollectProgress", "CollectReport", "FileOutcome", "OnProgress", "OutcomeKind", "Plans", "collect"]

_AHEAD = 4  # files for each process that are loaded before they are wanted
_TOGETHER = 25  # files that are recorded in one transaction
_LARGE = 2**22  # bytes of a file that is recorded at once
_LOCKED = frozenset({FindingCode.ENCRYPTED, FindingCode.WRONG_PASSWORD})
_BY_CHANCE = frozenset({FindingCode.TOO_COSTLY, FindingCode.READER_FAILED})


class OutcomeKind(StrEnum):
    """What became of a file."""

    ACCEPTED = "accepted"
    AGAIN = "again"  # the same bytes were read before
    REFUSED = "refused"  # another form, or a broken structure
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One file: `file` as named below the folder, `replaces` the file of the unit that counted before.

    `outranked` is the file that counts although this one came later; `is_new` whether answers came with it for the first
    time.
    """

    file: str
    digest: str
    outcome: OutcomeKind
    unit: str
    findings: tuple[Finding, ...]
    replaces: str = ""
    outranked: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class CollectReport:
    """All files in order; `skipped` are lock files and what is no spreadsheet by its name."""

    outcomes: tuple[FileOutcome, ...]
    skipped: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files."""
        return tuple(finding for outcome in self.outcomes for finding in outcome.findings)

    def number(self, outcome: OutcomeKind) -> int:
        """How many files had this outcome."""
        return sum(1 for entry in self.outcomes if entry.outcome is outcome)


@dataclass(frozen=True, slots=True)
class CollectProgress:
    """How far collecting is: files done and in all, findings so far, and the file that was last."""

    done: int
    total: int
    findings: int
    file: str


OnProgress = Callable[[CollectProgress], None]
"""Called after every file."""


def collect(
    definition: Definition,
    plans: Plans,
    source: Path | Iterable[Path],
    ledger: Ledger,
    *,
    now: Callable[[], datetime],
    progress: OnProgress | None = None,
    passwords: Iterable[str] = (),
    note: str = "",
    last: Mapping[str, Mapping[str, float]] | None = None,
    processes: int = 0,
    limits: Limits | None = None,
) -> CollectReport:
    """Reads a folder (and all folders in it) or the files and folders named, oldest first, into the ledger.

    A file that is unreadable or refused is recorded like any other. `passwords` are tried on encrypted files and kept
    nowhere; `note` is kept with every file; `last` (unit → row → number) are the numbers of the round before, which checks
    of jumps compare with. With `processes` files are read in that many of their own, each within the `limits`; with none
    in this one. What is recorded when an exception ends it, Ctrl-C too, is not read again the next time.
    Raises ProjectError when the folder does not exist, LedgerError when the ledger cannot be written.
    """
    inbox = look_into(source)
    reader = FileReader(definition, plans, tuple(passwords), last or {})
    readers: Readers = (
        ReaderPool(reader, processes, limits or Limits()) if processes else InProcessReader(reader)
    )
    outcomes: list[FileOutcome] = []
    found = 0
    before = ledger.counting_records(definition)
    desk = _Collector(definition, ledger, now, readers, bool(reader.passwords), note)
    with readers, closing(desk.take(inbox.entries, ahead=_AHEAD * processes)) as taken:
        for outcome in taken:
            outcomes.append(outcome)
            found += len(outcome.findings)
            if progress is not None:
                progress(CollectProgress(len(outcomes), len(inbox.entries), found, outcome.file))
    told = _with_standing(definition, ledger, outcomes, before)
    return CollectReport(tuple(sorted(told, key=lambda outcome: outcome.file)), inbox.skipped)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A file on the desk: what it holds, or why it cannot be opened; `number` when it was handed to a reader."""

    entry: InboxFile
    received: ReceivedFile | None = None
    trouble: Finding | None = None
    number: int | None = None


@dataclass
class _Collector:
    """Where files are taken in."""

    definition: Definition
    ledger: Ledger
    now: Callable[[], datetime]
    readers: Readers
    has_passwords: bool
    note: str
    records: dict[str, StoredReading] = field(default_factory=dict)
    receipts: set[tuple[str, str]] = field(default_factory=set)
    arrived: list[Delivery] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.records = {record.digest: record for record in self.ledger.records()}
        self.receipts = {(receipt.digest, receipt.name) for receipt in self.ledger.receipts()}

    def take(self, entries: Iterable[InboxFile], ahead: int) -> Generator[FileOutcome, None, None]:
        """Reads files, unless they were read before, and records them in their order.

        Up to `ahead` of them are loaded before the first is finished, but never many large ones. What is finished is
        recorded, also when this ends early.
        """
        taken: deque[_Taken] = deque()
        handed: set[str] = set()
        try:
            for number, entry in enumerate(entries):
                taken.append(self._load(entry, number, handed))
                while (
                    len(taken) > ahead
                    or sum(t.received.size for t in taken if t.received) > BUDGET.file_bytes
                ):
                    yield self._finish(taken.popleft())
            while taken:
                yield self._finish(taken.popleft())
        finally:
            self._record()

    def _load(self, entry: InboxFile, number: int, handed: set[str]) -> _Taken:
        """Loads a file and hands it to a reader, unless one has it or its bytes are known."""
        try:
            received = replace(load(entry), note=self.note)
        except FileRefused as error:
            return _Taken(entry, trouble=error.finding)
        except OSError as error:
            finding = Finding(
                FindingCode.CANNOT_BE_OPENED, found=error.strerror or str(error), file=entry.name
            )
            return _Taken(entry, trouble=finding)
        too_big = received.size > BUDGET.file_bytes
        if too_big or received.digest in handed or self._settled(self.records.get(received.digest)):
            return _Taken(entry, received)
        handed.add(received.digest)
        self.readers.submit(number, received.name, received.content)
        return _Taken(entry, received, number=number)

    def _finish(self, taken: _Taken) -> FileOutcome:
        """Records a file, and says what became of it."""
        received = taken.received
        if received is None:
            findings = (taken.trouble,) if taken.trouble else ()
            return FileOutcome(taken.entry.name, "", OutcomeKind.UNREADABLE, "", findings)
        reading = self._reading(received, taken.number)
        if reading is None:
            return self._again(received)
        before = self.records.get(received.digest)
        is_news = before is None or self._differs(before, reading)
        self._receive(received, reading if is_news else None)
        unit, edition = (reading.stamp.unit, reading.stamp.edition) if reading.stamp else ("", "")
        is_new = before is None and reading.state is FileState.ACCEPTED and edition != Edition.APPEAL
        outcome = OutcomeKind(reading.state.value)
        return FileOutcome(received.name, received.digest, outcome, unit, reading.findings, is_new=is_new)

    def _reading(self, received: ReceivedFile, number: int | None) -> FileReading | None:
        """What was read of a file; None of one that was read before."""
        if number is not None:
            return self.readers.result(number)
        try:
            check_size(received.size, received.name)
        except FileRefused as error:
            return FileReading(FileState.UNREADABLE, None, (), (error.finding,))
        return None

    def _again(self, received: ReceivedFile) -> FileOutcome:
        """A file that was read before: recorded only when it comes under another name."""
        self._record()
        if (received.digest, received.name) not in self.receipts:
            self._receive(received, None)
        before = self.records.get(received.digest) or next(iter(self.ledger.records(received.digest)), None)
        findings = self.ledger.findings([received.digest])
        return FileOutcome(
            received.name, received.digest, OutcomeKind.AGAIN, before.unit if before else "", findings
        )

    def _receive(self, received: ReceivedFile, reading: FileReading | None) -> None:
        self.arrived.append(Delivery(received, reading, self.now()))
        self.receipts.add((received.digest, received.name))
        if len(self.arrived) >= _TOGETHER or received.size > _LARGE:
            self._record()

    def _record(self) -> None:
        """Writes what has arrived: all of it or, with a LedgerError, nothing."""
        arrived, self.arrived = self.arrived, []
        self.ledger.receive_all(arrived)

    def _settled(self, record: StoredReading | None) -> bool:
        """Whether reading it again gives the same: not when the program, the definition or the passwords have changed."""
        if record is None or record.program != self.ledger.program:
            return False
        if record.state is FileState.UNREADABLE:
            codes = {finding.code for finding in self.ledger.findings([record.digest])}
            return not codes & (_BY_CHANCE | _LOCKED if self.has_passwords else _BY_CHANCE)
        return record.state is FileState.ACCEPTED and record.belongs_to(self.definition)

    def _differs(self, record: StoredReading, reading: FileReading) -> bool:
        """Whether a file that was read again gave something else, so that the reading is worth a record."""
        if (record.state, record.program) != (reading.state, self.ledger.program):
            return True
        known = self.ledger.findings([record.digest])
        return [replace(f, file="") for f in known] != [replace(f, file="") for f in reading.findings]


def _with_standing(
    definition: Definition,
    ledger: Ledger,
    outcomes: Sequence[FileOutcome],
    before: Mapping[str, StoredReading],
) -> Iterator[FileOutcome]:
    """The outcomes, in the order of their arrival, with what each new file replaced, or what counts in its place."""
    after = ledger.counting_records(definition)
    last = {unit: record.name for unit, record in before.items()}
    came = {outcome.digest: place for place, outcome in enumerate(outcomes)}
    for place, outcome in enumerate(outcomes):
        final = after.get(outcome.unit)
        if not outcome.is_new or final is None:
            yield outcome
            continue
        if final.digest == outcome.digest:
            yield replace(outcome, replaces=last.get(outcome.unit, ""))
        elif came.get(final.digest, -1) < place:
            yield replace(outcome, outranked=final.name)
        else:
            yield outcome
        last[outcome.unit] = outcome.file
