"""The ledger: every file that was received, with its bytes, and what was read of it. Nothing is ever deleted.

The rule for what counts: of the readable files of a unit for this round and this form, the one that was first
received last; the evaluator's edition counts before all that the unit sends. Sending the same bytes again changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, Engine, func, insert, select

from smartxl.intake import tables as t
from smartxl.intake.database import clear_errors, connect, prepare
from smartxl.intake.records import answer_from, answer_row, finding_from, finding_row
from smartxl.stamp import Stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from types import TracebackType

    from smartxl.findings import Finding
    from smartxl.model.answers import Answer
    from smartxl.model.definition import Definition

__all__ = ["FileState", "Ledger", "Parcel", "Reading", "Receipt", "Record"]

_CHUNK = 500
_NO_STAMP = Stamp("", "", 0, "", "", "", "", "", "")


class FileState(StrEnum):
    """What became of a file when it was read."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # another form, or a broken structure
    UNREADABLE = "unreadable"  # no workbook of ours


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file as it came, with its SHA-256 and its size; `content` is empty when it was too big to keep."""

    name: str
    digest: str
    size: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a file; without a stamp when it is unreadable."""

    state: FileState
    stamp: Stamp | None
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One time that a file was received."""

    digest: str
    name: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """One reading of a file in the ledger; `form` is the digest of the definition it was written from."""

    digest: str
    name: str
    received_at: datetime
    state: FileState
    unit: str
    assessment: str
    round: str
    revision: int
    form: str
    program: str
    edition: str = "unit"

    @property
    def reviewed(self) -> bool:
        """Whether it is the evaluator's edition."""
        return self.edition == "evaluator"

    def belongs_to(self, definition: Definition) -> bool:
        """Whether it is a form of this round and of the definition as it is now."""
        round_ = definition.round
        return (self.assessment, self.round, self.form) == (round_.id, round_.name, definition.digest)


class Ledger:
    """A ledger in an SQL database, a context manager. Every method raises LedgerError in plain words."""

    def __init__(self, engine: Engine, program: str) -> None:
        self._engine = engine
        self._program = program

    @classmethod
    def open(cls, target: str | Path, program: str = "smartxl", wait: float = 10.0) -> Self:
        """Opens or creates the ledger at a database URL or a path (SQLite).

        `program` is recorded with every reading; `wait` is how many seconds to wait for another writer.
        """
        engine = connect(target, wait)
        try:
            prepare(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, program)

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

    def receive(self, parcel: Parcel, reading: Reading | None, at: datetime) -> None:
        """Records a file and what was read of it, in one transaction; no reading: only that it came again.

        Raises LedgerError, with nothing of the file recorded.
        """
        with clear_errors(self._engine), self._engine.begin() as connection:
            if not _has_file(connection, parcel.digest):
                self._keep(connection, parcel, at)
            receipt = {"digest": parcel.digest, "name": parcel.name, "received_at": at.isoformat()}
            connection.execute(insert(t.receipts).values(receipt))
            if reading is not None:
                self._record(connection, parcel, reading, at)

    def _keep(self, connection: Connection, parcel: Parcel, at: datetime) -> None:
        connection.execute(
            insert(t.files).values(
                digest=parcel.digest,
                content=parcel.content,
                size=parcel.size,
                first_name=parcel.name,
                received_at=at.isoformat(),
                program=self._program,
            )
        )

    def _record(self, connection: Connection, parcel: Parcel, reading: Reading, at: datetime) -> None:
        stamp = reading.stamp or _NO_STAMP
        result = connection.execute(
            insert(t.submissions).values(
                digest=parcel.digest,
                name=parcel.name,
                read_at=at.isoformat(),
                state=reading.state.value,
                unit=stamp.unit,
                assessment=stamp.assessment,
                round=stamp.round,
                revision=stamp.revision,
                form=stamp.digest,
                program=self._program,
                edition=stamp.edition or "unit",
            )
        )
        (submission,) = result.inserted_primary_key or (0,)
        answers = [answer_row(submission, i, answer) for i, answer in enumerate(reading.answers)]
        findings = [finding_row(submission, i, finding) for i, finding in enumerate(reading.findings)]
        for table, rows in ((t.answers, answers), (t.findings, findings)):
            if rows:
                connection.execute(insert(table), rows)

    def known(self, digest: str) -> bool:
        """Whether a file with these bytes was ever received."""
        with clear_errors(self._engine), self._engine.connect() as connection:
            return _has_file(connection, digest)

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
        return tuple(Receipt(row.digest, row.name, datetime.fromisoformat(row.received_at)) for row in rows)

    def records(self, digest: str = "") -> tuple[Record, ...]:
        """All readings: files in the order in which they were first received, then the readings of each.

        With a `digest` only the readings of that file.
        """
        arrival = (
            select(t.receipts.c.digest, func.min(t.receipts.c.id).label("first"))
            .group_by(t.receipts.c.digest)
            .subquery()
        )
        query = (
            select(t.submissions, t.files.c.received_at)
            .join(t.files, t.files.c.digest == t.submissions.c.digest)
            .join(arrival, arrival.c.digest == t.submissions.c.digest)
            .order_by(arrival.c.first, t.submissions.c.id)
        )
        if digest:
            query = query.where(t.submissions.c.digest == digest)
        with clear_errors(self._engine), self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Record(
                row.digest,
                row.name,
                datetime.fromisoformat(row.received_at),
                FileState(row.state),
                row.unit,
                row.assessment,
                row.round,
                row.revision,
                row.form,
                row.program,
                row.edition,
            )
            for row in rows
        )

    def counting(self, definition: Definition) -> Mapping[str, str]:
        """Unit code → digest of the file that counts (see the rule above); units without one are left out."""
        return {unit: record.digest for unit, record in self.counting_records(definition).items()}

    def counting_records(self, definition: Definition) -> Mapping[str, Record]:
        """The same with all that is known of the file."""
        units = definition.roster.by_code
        counting: dict[str, Record] = {}
        for record in self.records():
            if record.state is FileState.ACCEPTED and record.unit in units and record.belongs_to(definition):
                before = counting.get(record.unit)
                if before is None or record.reviewed or not before.reviewed:
                    counting[record.unit] = record
        return counting

    def answers(self, digests: Iterable[str]) -> tuple[Answer, ...]:
        """The answers of files in the order of files and rows, from the last reading that was accepted."""
        wanted = tuple(digests)
        with clear_errors(self._engine), self._engine.connect() as connection:
            submissions = _last_readings(connection, wanted, (FileState.ACCEPTED,))
            found: dict[str, list[Answer]] = {}
            for digest, submission in submissions.items():
                query = select(t.answers).where(t.answers.c.submission == submission)
                rows = connection.execute(query.order_by(t.answers.c.position))
                found[digest] = [answer_from(row) for row in rows]
        return tuple(answer for digest in wanted for answer in found.get(digest, ()))

    def findings(self, digests: Iterable[str]) -> tuple[Finding, ...]:
        """The findings of files, in the order of the files; from their last reading, whatever it was."""
        wanted = tuple(digests)
        with clear_errors(self._engine), self._engine.connect() as connection:
            submissions = _last_readings(connection, wanted, tuple(FileState))
            found: dict[str, list[Finding]] = {}
            for digest, submission in submissions.items():
                query = select(t.findings).where(t.findings.c.submission == submission)
                rows = connection.execute(query.order_by(t.findings.c.position))
                found[digest] = [finding_from(row) for row in rows]
        return tuple(finding for digest in wanted for finding in found.get(digest, ()))


def _has_file(connection: Connection, digest: str) -> bool:
    query = select(t.files.c.digest).where(t.files.c.digest == digest)
    return connection.execute(query).first() is not None


def _last_readings(
    connection: Connection, digests: tuple[str, ...], states: tuple[FileState, ...]
) -> dict[str, int]:
    """Digest → its last reading in one of the states."""
    found: dict[str, int] = {}
    for start in range(0, len(digests), _CHUNK):
        part = digests[start : start + _CHUNK]
        query = (
            select(t.submissions.c.digest, func.max(t.submissions.c.id).label("last"))
            .where(
                t.submissions.c.digest.in_(part), t.submissions.c.state.in_([state.value for state in states])
            )
            .group_by(t.submissions.c.digest)
        )
        found.update({row.digest: row.last for row in connection.execute(query)})
    return found
