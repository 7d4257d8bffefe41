"""The ledger: every file that was received, with its bytes, and what was read of it. Nothing is ever deleted.

Where a unit stands and which of its files counts is decided in `smartxl.ledger.decisions`; its answers are joined in
`smartxl.ledger.counting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Self

from sqlalchemy import Engine, select

from smartxl.errors import LedgerError
from smartxl.ledger import tables as t
from smartxl.ledger.belonging import other_project, read_owner, remember
from smartxl.ledger.counting import CountedAnswers, merge
from smartxl.ledger.database import connect, prepare, transaction, where_of
from smartxl.ledger.decisions import Decision, check_event, decide
from smartxl.ledger.events import Event, EventKind
from smartxl.ledger.records import (
    last_readings,
    read_answers,
    read_attachments,
    read_events,
    read_findings,
    read_receipts,
    read_records,
)
from smartxl.ledger.scorings import (
    Moment,
    Scoring,
    held_at,
    note_scoring,
    read_definition,
    read_scorings,
)
from smartxl.ledger.storing import store, store_again, store_attachments, store_event
from smartxl.model.received import Attachment, Delivery, FileState, Receipt, ReceivedFile, StoredReading
from smartxl.text import Text

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from smartxl.findings import Finding
    from smartxl.model.answers import Answer
    from smartxl.model.definition import Definition
    from smartxl.model.received import FileReading

__all__ = ["Ledger"]


class Ledger(AbstractContextManager["Ledger"]):
    """A ledger in an SQL database, a context manager. Every method raises LedgerError in plain words.

    Several programs may use one at once. `program` and `user` are recorded with what is done.
    """

    def __init__(self, engine: Engine, program: str, user: str = "", until: Moment | None = None) -> None:
        self.program = program
        self._engine = engine
        self._user = user
        self._until = until
        self._last_reading = until.submissions if until else None

    @classmethod
    def open(cls, target: str | Path, program: str = "smartxl", wait: float = 10.0, user: str = "") -> Self:
        """Opens or creates the ledger at a database URL or a path (SQLite).

        `wait` is how many seconds to wait for another program that writes.
        """
        engine = connect(target, wait)
        try:
            prepare(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, program, user)

    def as_of(self, moment: Moment) -> Ledger:
        """The same ledger as it was: readings and events up to a moment; to be read only."""
        return Ledger(self._engine, self.program, self._user, moment)

    def close(self) -> None:
        """Closes the database."""
        self._engine.dispose()

    def __exit__(self, *_: object) -> None:
        self.close()

    def receive_all(self, deliveries: Sequence[Delivery]) -> None:
        """Records files and what was read of them; no reading: only that a file was received again.

        In one transaction: all or, with a LedgerError, none of them.
        """
        if deliveries:
            with transaction(self._engine, writes=True) as connection:
                store(connection, deliveries, self.program, self._user)

    def read_again(self, readings: Sequence[tuple[StoredReading, FileReading, datetime]]) -> None:
        """Records new readings of files that came before: nothing was received. Each with its former reading and the time."""
        if readings:
            with transaction(self._engine, writes=True) as connection:
                store_again(connection, readings, self.program)

    def admit(self, definition: Definition, folder: str) -> None:
        """Lets the project of a folder use its round in here, and remembers the folder, a text that tells it from others.

        Raises LedgerError where the round of this id and name is that of another project.
        """
        with transaction(self._engine) as connection:
            if read_owner(connection, definition).knows(definition, folder):
                return
            other = other_project(connection, definition, folder)
        if other is None:
            with suppress(LedgerError), transaction(self._engine, writes=True) as connection:
                # whoever was first meanwhile is known now; where nothing can be written nothing is remembered
                other = other_project(connection, definition, folder)
                if other is None:
                    remember(connection, definition, folder)
        if other is not None:
            raise _not_its_own(where_of(self._engine), definition, other)

    def note_scoring(self, definition: Definition, at: datetime) -> None:
        """Notes that the round is scored by this definition from now on, unless it is already; keeps the definition."""
        last = self.scorings(definition)[-1:]
        if not last or last[0].definition != definition.identity.whole:
            with transaction(self._engine, writes=True) as connection:
                note_scoring(connection, definition, at, self.program)

    def scorings(self, definition: Definition) -> tuple[Scoring, ...]:
        """By which definitions this round was scored, in order."""
        with transaction(self._engine) as connection:
            return read_scorings(connection, definition.round.id, definition.round.name)

    def definition(self, digest: str) -> Definition | None:
        """The definition whose identities have this one digest, None where it was never noted; without what has moved."""
        with transaction(self._engine) as connection:
            return read_definition(connection, digest)

    def held(self, at: datetime) -> Moment:
        """What the ledger held at a time."""
        with transaction(self._engine) as connection:
            return held_at(connection, at)

    def content(self, digest: str) -> bytes | None:
        """The bytes of a file; None when it was never received."""
        with transaction(self._engine) as connection:
            query = select(t.files.c.content).where(t.files.c.digest == digest)
            found: bytes | None = connection.execute(query).scalar_one_or_none()
            return found

    def receipts(self) -> tuple[Receipt, ...]:
        """Every time that a file was received, in order."""
        with transaction(self._engine) as connection:
            return read_receipts(connection)

    def records(self, digest: str = "") -> tuple[StoredReading, ...]:
        """All readings: files in the order in which they were first received, then the readings of each.

        With a `digest` only the readings of that file.
        """
        with transaction(self._engine) as connection:
            return read_records(connection, digest, self._last_reading)

    def events(self, definition: Definition) -> tuple[Event, ...]:
        """What happened to the units in this round, in order."""
        return self.log(definition)[1]

    def log(self, definition: Definition) -> tuple[tuple[StoredReading, ...], tuple[Event, ...]]:
        """All readings as from `records`, and the events of the units in this round, at one moment."""
        with transaction(self._engine) as connection:
            last = self._until.events if self._until else None
            events = read_events(connection, definition.round.id, definition.round.name, until=last)
            return read_records(connection, until=self._last_reading), events

    def counting_records(self, definition: Definition) -> Mapping[str, StoredReading]:
        """Unit code → the reading of the file that counts; units without one are left out."""
        decisions = decide(*self.log(definition), definition)
        return {unit: decision.base for unit, decision in decisions.items()}

    def count(self, definition: Definition) -> tuple[CountedAnswers, ...]:
        """What counts of every unit of which a file counts, in the order of the roster: files, answers, findings."""
        return self.joined(decide(*self.log(definition), definition).values(), definition)

    def joined(self, decisions: Iterable[Decision], definition: Definition) -> tuple[CountedAnswers, ...]:
        """The answers and findings of decisions, in their order."""
        every = tuple(decisions)
        answers = self.answers_by_file(record.digest for decision in every for record in decision.files)
        return tuple(merge(decision, answers, definition) for decision in every)

    def counting_answers(self, definition: Definition) -> tuple[Answer, ...]:
        """The answers that count, unit by unit in the order of the roster, row by row."""
        return tuple(answer for counted in self.count(definition) for answer in counted.answers)

    def answers(self, digests: Iterable[str]) -> tuple[Answer, ...]:
        """The answers of files in the order of files and rows, from the last reading that was accepted."""
        wanted = tuple(digests)
        found = self.answers_by_file(wanted)
        return tuple(answer for digest in wanted for answer in found.get(digest, ()))

    def answers_by_file(self, digests: Iterable[str], filled: str = "") -> Mapping[str, Sequence[Answer]]:
        """Digest → the answers of the last reading that was accepted; no entry where none was.

        With `filled` only the rows whose key begins so, without blank ones.
        """
        with transaction(self._engine) as connection:
            last = last_readings(connection, digests, (FileState.ACCEPTED,), self._last_reading)
            found = read_answers(connection, last.values(), filled)
        return {digest: found.get(number, ()) for digest, number in last.items()}

    def findings(self, digests: Iterable[str]) -> tuple[Finding, ...]:
        """The findings of files, in the order of the files; from their last reading, whatever it was."""
        wanted = tuple(digests)
        found = self.findings_by_file(wanted)
        return tuple(finding for digest in wanted for finding in found.get(digest, ()))

    def findings_by_file(self, digests: Iterable[str]) -> Mapping[str, Sequence[Finding]]:
        """Digest → the findings of the last reading, whatever it was; no entry where there was none."""
        with transaction(self._engine) as connection:
            last = last_readings(connection, digests, until=self._last_reading)
            found = read_findings(connection, last.values())
        return {digest: found.get(number, ()) for digest, number in last.items()}

    def mark(
        self, definition: Definition, unit: str, kind: EventKind, why: str, at: datetime, digest: str = ""
    ) -> Event:
        """Adds to a unit's log what was decided by hand, and why.

        A choice needs the digest of a file that may count. Raises ProjectError for what may not follow, LedgerError.
        """
        event, round_ = Event(unit, kind, at, self._user, why, digest), definition.round
        with transaction(self._engine, writes=True) as connection:
            events = read_events(connection, round_.id, round_.name, [unit])
            check_event(event, events, read_records(connection, digest) if digest else (), definition)
            return store_event(connection, round_.id, round_.name, event)

    def keep_attachments(
        self, definition: Definition, unit: str, files: Sequence[ReceivedFile], at: datetime, form: str = ""
    ) -> None:
        """Keeps files of evidence of a unit, all or, with a LedgerError, none of them.

        `form` is the digest of the workbook they came with, "" for none. The same file beside the same form is recorded once.
        """
        if files:
            scope = (definition.round.id, definition.round.name, unit)
            with transaction(self._engine, writes=True) as connection:
                store_attachments(connection, scope, files, at, form, self.program)

    def attachments(self, definition: Definition, unit: str = "") -> tuple[Attachment, ...]:
        """The files of evidence of this round, or of one unit of it, in the order in which they came."""
        with transaction(self._engine) as connection:
            found = read_attachments(connection, definition.round.id, definition.round.name)
        return tuple(attachment for attachment in found if unit in {"", attachment.unit})


def _not_its_own(where: str, definition: Definition, other: Text) -> LedgerError:
    id_, name = definition.round.id, definition.round.name
    what = Text(
        f"台账中简称“{id_}”、轮次“{name}”的评估是另一个项目的：{other.zh}",
        f"the assessment {id_!r} of round {name!r} in this ledger is that of another project: {other.en}",
    )
    remedy = Text(
        "给本项目另取一个 id（assessment.yaml）并重新生成表，或另用一个数据库；确是同一项目改了名，"
        "请先改回原名运行一次 smartxl status，再改名",
        "give this project an id of its own (assessment.yaml) and build its forms anew, or use another database; if it is the "
        "same project renamed, put the former name back, run smartxl status once, then rename it",
    )
    return LedgerError(where, what, remedy)
