"""Collecting the files that came back: each is recorded, read once, and never stops the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.collecting.inbox import InboxFile, load, look_into
from smartxl.collecting.pool import InProcessReader, ReaderPool
from smartxl.collecting.report import CollectProgress, CollectReport, FileOutcome, OnProgress, OutcomeKind
from smartxl.collecting.worker import Limits
from smartxl.findings import Finding, FindingCode
from smartxl.model.edition import Edition
from smartxl.model.received import Delivery, FileReading, FileState, ReceivedFile, StoredReading
from smartxl.reading import FileReader, Plans
from smartxl.xlsx.gate import BUDGET, FileRefused, check_size

if TYPE_CHECKING:
    from datetime import datetime

    from smartxl.ledger import Ledger
    from smartxl.model.definition import Definition

__all__ = ["collect"]

_AHEAD = 4  # files for each process that are loaded before they are wanted
_IN_ONE_TRANSACTION = 25  # files
_LARGE = 2**22  # bytes of a file that is recorded at once
_LOCKED = frozenset({FindingCode.ENCRYPTED, FindingCode.WRONG_PASSWORD})
_BY_CHANCE = frozenset({FindingCode.TOO_COSTLY, FindingCode.READER_FAILED})


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
    of jumps compare with. With `processes` files are read in that many processes of their own, each within the `limits`;
    with 0 in this one. What is recorded when an exception ends it, Ctrl-C too, is not read again the next time.
    Raises ProjectError when the folder does not exist, LedgerError when the ledger cannot be written.
    """
    from smartxl.ledger import decide  # which brings in the database: those who only read files need none

    inbox = look_into(source)
    records, events = ledger.log(definition)
    before = {unit: decision.base for unit, decision in decide(records, events, definition).items()}
    reader = FileReader(definition, plans, tuple(passwords), last or {})
    pool = ReaderPool(reader, processes, limits or Limits()) if processes else None
    outcomes: list[FileOutcome] = []
    found = 0
    with pool or nullcontext(InProcessReader(reader)) as readers:
        latest = {record.digest: record for record in records}
        collector = _Collector(definition, ledger, now, readers, bool(reader.passwords), note, latest)
        with closing(collector.outcomes(inbox.entries, _AHEAD * processes)) as finished:
            for outcome in finished:
                outcomes.append(outcome)
                found += len(outcome.findings)
                if progress is not None:
                    progress(CollectProgress(len(outcomes), len(inbox.entries), found, outcome.file))
    after = {unit: decision.base for unit, decision in decide(*ledger.log(definition), definition).items()}
    ranked = _ranked(outcomes, before, after)
    return CollectReport(tuple(sorted(ranked, key=lambda outcome: outcome.file)), inbox.skipped)


@dataclass(frozen=True, slots=True)
class _LoadedFile:
    """A file of the inbox: what was loaded or why it cannot be; `number` where it was submitted to a reader."""

    entry: InboxFile
    received: ReceivedFile | None = None
    refusal: Finding | None = None
    number: int | None = None


@dataclass
class _Collector:
    """Takes files from the inbox through a reader into the ledger, in their order.

    `latest` are the last readings by digest, from before collecting began.
    """

    definition: Definition
    ledger: Ledger
    now: Callable[[], datetime]
    readers: ReaderPool[FileReading] | InProcessReader[FileReading]
    has_passwords: bool
    note: str
    latest: Mapping[str, StoredReading]
    _submitted: set[str] = field(default_factory=set)
    _receipts: set[tuple[str, str]] = field(default_factory=set)
    _deliveries: list[Delivery] = field(default_factory=list)

    @cached_property
    def _earlier_receipts(self) -> AbstractSet[tuple[str, str]]:
        """Digest and name of what was received before."""
        return {(receipt.digest, receipt.name) for receipt in self.ledger.receipts()}

    def outcomes(self, entries: Iterable[InboxFile], ahead: int) -> Generator[FileOutcome, None, None]:
        """Reads files, unless they were read before, and records them in their order.

        Up to `ahead` of them are loaded before the first is finished, but never many large ones. What is finished is
        recorded, also when this ends early.
        """
        loaded: deque[_LoadedFile] = deque()
        try:
            for number, entry in enumerate(entries):
                loaded.append(self._load(entry, number))
                while (
                    len(loaded) > ahead
                    or sum(f.received.size for f in loaded if f.received) > BUDGET.file_bytes
                ):
                    yield self._finish(loaded.popleft())
            while loaded:
                yield self._finish(loaded.popleft())
        finally:
            self._record()

    def _load(self, entry: InboxFile, number: int) -> _LoadedFile:
        """Loads a file and submits it to a reader, unless its bytes were submitted or are known."""
        try:
            received = load(entry, self.note)
        except FileRefused as error:
            return _LoadedFile(entry, refusal=error.finding)
        except OSError as error:
            found = error.strerror or str(error)
            finding = Finding(FindingCode.CANNOT_BE_OPENED, found=found, file=entry.name)
            return _LoadedFile(entry, refusal=finding)
        digest, record = received.digest, self.latest.get(received.digest)
        is_known = digest in self._submitted or (record is not None and self._is_settled(record))
        if is_known or received.size > BUDGET.file_bytes:
            return _LoadedFile(entry, received)
        self._submitted.add(digest)
        self.readers.submit(number, received.name, received.content)
        return _LoadedFile(entry, received, number=number)

    def _finish(self, file: _LoadedFile) -> FileOutcome:
        """Records a file with what was read of it."""
        received = file.received
        if received is None:
            refusals = (file.refusal,) if file.refusal else ()
            return FileOutcome(file.entry.name, "", OutcomeKind.UNREADABLE, "", refusals)
        reading = self.readers.result(file.number) if file.number is not None else _too_big(received)
        if reading is None:
            return self._again(received)
        self._receive(received, reading)
        unit, edition = (reading.stamp.unit, reading.stamp.edition) if reading.stamp else ("", "")
        is_form = reading.state is FileState.ACCEPTED and edition != Edition.APPEAL
        return FileOutcome(
            received.name,
            received.digest,
            OutcomeKind(reading.state.value),
            unit,
            reading.findings,
            is_new=is_form and received.digest not in self.latest,
        )

    def _again(self, received: ReceivedFile) -> FileOutcome:
        """A file that was read before: recorded only when it comes under another name."""
        self._record()
        receipt = (received.digest, received.name)
        if receipt not in self._receipts and receipt not in self._earlier_receipts:
            self._receive(received, None)
        record = self.latest.get(received.digest) or next(iter(self.ledger.records(received.digest)), None)
        unit, findings = record.unit if record else "", self.ledger.findings([received.digest])
        return FileOutcome(received.name, received.digest, OutcomeKind.AGAIN, unit, findings)

    def _receive(self, received: ReceivedFile, reading: FileReading | None) -> None:
        self._deliveries.append(Delivery(received, reading, self.now()))
        self._receipts.add((received.digest, received.name))
        if len(self._deliveries) >= _IN_ONE_TRANSACTION or received.size > _LARGE:
            self._record()

    def _record(self) -> None:
        """Writes all that is not recorded yet or, with a LedgerError, nothing of it."""
        deliveries, self._deliveries = self._deliveries, []
        self.ledger.receive_all(deliveries)

    def _is_settled(self, record: StoredReading) -> bool:
        """Whether reading it again gives the same: not when the program, the definition or the passwords have changed."""
        if record.program != self.ledger.program:
            return False
        if record.state is FileState.UNREADABLE:
            codes = {finding.code for finding in self.ledger.findings([record.digest])}
            return not codes & (_BY_CHANCE | _LOCKED if self.has_passwords else _BY_CHANCE)
        return record.state is FileState.ACCEPTED and record.belongs_to(self.definition)


def _too_big(received: ReceivedFile) -> FileReading | None:
    """The reading of a file that is too big to be read; None for any other."""
    try:
        check_size(received.size, received.name)
    except FileRefused as error:
        return FileReading(FileState.UNREADABLE, None, (), (error.finding,))
    return None


def _ranked(
    outcomes: Sequence[FileOutcome],
    before: Mapping[str, StoredReading],
    after: Mapping[str, StoredReading],
) -> Iterator[FileOutcome]:
    """The outcomes, in the order of receipt, with the file that each new one replaced, or that counts in its place.

    `before` and `after` are the files that counted before and after collecting, by unit.
    """
    last = {unit: record.name for unit, record in before.items()}
    place_of = {outcome.digest: place for place, outcome in enumerate(outcomes)}
    for place, outcome in enumerate(outcomes):
        final = after.get(outcome.unit)
        if not outcome.is_new or final is None:
            yield outcome
            continue
        if final.digest == outcome.digest:
            yield replace(outcome, replaces=last.get(outcome.unit, ""))
        elif place_of.get(final.digest, -1) < place:
            yield replace(outcome, outranked=final.name)
        else:
            yield outcome
        last[outcome.unit] = outcome.file
