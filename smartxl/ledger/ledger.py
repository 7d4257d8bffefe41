"""The ledger: every file that was received, with its bytes, and what was read of it. Nothing is ever deleted.

Which file of a unit counts is said by one rule, in `smartxl.ledger.counting`; where a unit stands, by its events, in
`smartxl.ledger.states`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Self

from sqlalchemy import Engine, select

from smartxl.ledger import tables as t
from smartxl.ledger.counting import CountedAnswers, decide, merge
from smartxl.ledger.database import clear_errors, connect, writing
from smartxl.ledger.recall import (
    last_readings,
    read_answers,
    read_attachments,
    read_events,
    read_findings,
    read_records,
)
from smartxl.ledger.records import receipt_from, storable
from smartxl.ledger.schema import prepare
from smartxl.ledger.states import Event, EventKind, check_event
from smartxl.ledger.storing import store, store_attachments, store_event
from smartxl.model.received import (
    Attachment,
    Delivery,
    FileReading,
    FileState,
    Receipt,
    ReceivedFile,
    StoredReading,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from smartxl.findings import Finding
    from smartxl.model.answers import Answer
    from smartxl.model.definition import Definition

__all__ = [
    "Attachment",
    "Delivery",
    "FileReading",
    "FileState",
    "Ledger",
    "Receipt",
    "ReceivedFile",
    "StoredReading",
]


class Ledger:
    """A ledger in an SQL database, a context manager. Every method raises LedgerError in plain words.

    Several programs may use one at once. `user` is who takes files in, and who decides.
    """

    def __init__(self, engine: Engine, program: str, user: str = "") -> None:
        self._engine = engine
        self._program = program
        self._user = user

    @classmethod
    def open(cls, target: str | Path, program: str = "smartxl", wait: float = 10.0, user: str = "") -> Self:
        """Opens or creates the ledger at a database URL or a path (SQLite).

        `program` and `user` are recorded with what is done; `wait` is how many seconds to wait for another writer.
        """
        engine = connect(target, wait)
        try:
            prepare(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, program, user)

    @property
    def program(self) -> str:
        """The program that reads, with its version."""
        return self._program

    def close(self) -> None:
        """Closes the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def receive_all(self, arrivals: Iterable[Delivery]) -> None:
        """Records files and what was read of them; no reading: only that a file came again.

        In one transaction: all or, with a LedgerError, none of them.
        """
        taken = tuple(arrivals)
        if taken:
            with writing(self._engine) as connection:
                store(connection, taken, self._program, self._user)

    def known(self, digest: str) -> bool:
        """Whether a file with these bytes was ever received."""
        with clear_errors(self._engine), self._engine.connect() as connection:
            query = select(t.files.c.digest).where(t.files.c.digest == digest)
            return connection.execute(query).first() is not None

    def content(self, digest: str) -> bytes | None:
        """The bytes of a file; None when it was never received."""
        with clear_errors(self._engine), self._engine.connect() as connection:
            query = select(t.files.c.content).where(t.files.c.digest == digest)
            found: bytes | None = connection.execute(query).scalar_one_or_none()
            return found

    def receipts(self) -> tuple[Receipt, ...]:
        """Every time that a file was received, in order."""
        with clear_errors(self._engine), self._engine.connect() as connection:
            rows = connection.execute(select(t.receipts).order_by(t.receipts.c.id)).all()
        return tuple(receipt_from(row) for row in rows)

    def records(self, digest: str = "") -> tuple[StoredReading, ...]:
        """All readings: files in the order in which they were first received, then the readings of each.

        With a `digest` only the readings of that file.
        """
        with clear_errors(self._engine), self._engine.connect() as connection:
            return read_records(connection, digest)

    def counting(self, definition: Definition) -> Mapping[str, str]:
        """Unit code → digest of the file that counts (see `counting`); units without one are left out."""
        return {unit: record.digest for unit, record in self.counting_records(definition).items()}

    def counting_records(self, definition: Definition) -> Mapping[str, StoredReading]:
        """The same with all that is known of the file."""
        decisions = decide(self.records(), self.events(definition), definition)
        return {unit: decision.base for unit, decision in decisions.items()}

    def count(self, definition: Definition) -> tuple[CountedAnswers, ...]:
        """What counts of every unit of which a file counts, in the order of the roster: files, answers, findings."""
        decisions = decide(self.records(), self.events(definition), definition).values()
        answers = self._answers_of([record.digest for decision in decisions for record in decision.files])
        return tuple(merge(decision, answers, definition) for decision in decisions)

    def counting_answers(self, definition: Definition) -> tuple[Answer, ...]:
        """The answers that count, unit by unit in the order of the roster, row by row."""
        return tuple(answer for counted in self.count(definition) for answer in counted.answers)

    def answers(self, digests: Iterable[str]) -> tuple[Answer, ...]:
        """The answers of files in the order of files and rows, from the last reading that was accepted."""
        wanted = tuple(digests)
        found = self._answers_of(wanted)
        return tuple(answer for digest in wanted for answer in found.get(digest, ()))

    def filled(self, digests: Sequence[str], begin: str) -> Mapping[str, Sequence[Answer]]:
        """Digest → the answers to the rows whose key begins so, without blank ones; no entry where no reading was accepted."""
        return self._answers_of(digests, begin)

    def _answers_of(self, digests: Sequence[str], filled: str = "") -> Mapping[str, Sequence[Answer]]:
        with clear_errors(self._engine), self._engine.connect() as connection:
            last = last_readings(connection, digests, (FileState.ACCEPTED,))
            found = read_answers(connection, tuple(last.values()), filled)
        return {digest: found.get(number, ()) for digest, number in last.items()}

    def findings(self, digests: Iterable[str]) -> tuple[Finding, ...]:
        """The findings of files, in the order of the files; from their last reading, whatever it was."""
        wanted = tuple(digests)
        with clear_errors(self._engine), self._engine.connect() as connection:
            last = last_readings(connection, wanted, tuple(FileState))
            found = read_findings(connection, tuple(last.values()))
        return tuple(finding for digest in wanted for finding in found.get(last.get(digest, 0), ()))

    def events(self, definition: Definition) -> tuple[Event, ...]:
        """What happened to the units in this round, in order."""
        with clear_errors(self._engine), self._engine.connect() as connection:
            return read_events(connection, *_scope(definition))

    def mark(
        self, definition: Definition, unit: str, kind: EventKind, why: str, at: datetime, digest: str = ""
    ) -> Event:
        """Adds to a unit's log what was decided by hand, and why.

        A choice needs the digest of a file that may count. Raises ProjectError for what may not follow, LedgerError.
        """
        event = Event(unit, kind, at, self._user, why, digest)
        with writing(self._engine) as connection:
            events = read_events(connection, *_scope(definition), [unit])
            check_event(event, events, read_records(connection, digest) if digest else (), definition)
            return store_event(connection, *_scope(definition), event)

    def keep_attachments(
        self, definition: Definition, unit: str, parcels: Iterable[ReceivedFile], at: datetime, form: str = ""
    ) -> None:
        """Keeps files of evidence of a unit, all or, with a LedgerError, none of them.

        `form` is the digest of the workbook they came with, "" for none. The same file beside the same form is recorded once.
        """
        taken, scope = tuple(parcels), (*_scope(definition), storable(unit))
        if taken:
            with writing(self._engine) as connection:
                store_attachments(connection, scope, taken, at, form, self._program)

    def attachments(self, definition: Definition, unit: str = "") -> tuple[Attachment, ...]:
        """The files of evidence of this round, or of one unit of it, in the order in which they came."""
        with clear_errors(self._engine), self._engine.connect() as connection:
            found = read_attachments(connection, *_scope(definition))
        return tuple(attachment for attachment in found if unit in {"", attachment.unit})


def _scope(definition: Definition) -> tuple[str, str]:
    """Assessment and round, as they stand in the ledger."""
    return storable(definition.round.id), storable(definition.round.name)
