"""Writing into the tables, inside a transaction that writes: a dataclass is a row, its fields are the columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.exc import StatementError

from smartxl.findings import Severity
from smartxl.ledger import tables as t
from smartxl.ledger.decisions import UnitState
from smartxl.ledger.events import Event
from smartxl.ledger.records import (
    in_parts,
    last_readings,
    read_answers,
    read_attachments,
    read_events,
    read_findings,
    read_records,
)
from smartxl.model.answers import State
from smartxl.model.edition import Edition
from smartxl.model.received import Delivery, FileReading, Receipt, ReceivedFile, StoredReading
from smartxl.stamp import Stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from _typeshed import DataclassInstance

__all__ = ["store", "store_again", "store_attachments", "store_event"]

Values = dict[str, object]
_LARGEST = 2**31 - 1
_ANSWER = attrgetter(*t.answers.columns.keys()[2:])
_FINDING = attrgetter(*t.findings.columns.keys()[2:])
_NO_STAMP = Stamp("", "", 0, "", "", "", "", "", "zh")


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A delivery with the number of its receipt, and that of the first receipt of its file."""

    delivery: Delivery
    receipt: int
    first: int


def store(connection: Connection, deliveries: Sequence[Delivery], program: str, who: str) -> None:
    """Records files, that they were received, what was read of them, and what that means for their units.

    A reading that says the same as the last one of its file is not recorded again.
    """
    r = t.receipts.c
    query = select(r.digest, func.min(r.id)).group_by(r.digest)
    first = dict(in_parts(connection, query, r.digest, {delivery.received.digest for delivery in deliveries}))
    numbered = [
        _Numbered(delivery, number, first.setdefault(delivery.received.digest, number))
        for number, delivery in enumerate(deliveries, _next_number(connection, t.receipts))
    ]
    _store_files(connection, [(d.received, d.at) for d in deliveries], program)
    receipts = (
        (n.receipt, Receipt(f.digest, f.name, n.delivery.at, f.source, f.note, who))
        for n in numbered
        if (f := n.delivery.received)
    )
    _add(connection, t.receipts, [_row(receipt, id=number) for number, receipt in receipts])
    _store_readings(connection, _changed(connection, numbered, program), program)
    _store_receipt_events(connection, numbered, who)


def store_again(
    connection: Connection, readings: Sequence[tuple[StoredReading, FileReading, datetime]], program: str
) -> None:
    """Records new readings of files that came before, each with the former reading and the time of the new one."""
    numbered = []
    for record, reading, at in readings:
        received = ReceivedFile(record.name, record.digest, 0, b"")
        numbered.append((_Numbered(Delivery(received, reading, at), record.arrival, record.arrival), reading))
    _store_readings(connection, numbered, program)


def _next_number(connection: Connection, table: Table) -> int:
    """The number of the next row; no other transaction takes it, as only one writes at a time."""
    last: int | None = connection.execute(select(func.max(table.c.id))).scalar_one()
    return (last or 0) + 1


def _add(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _add_many(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    """Adds thousands of rows, in the order of the columns: the driver takes them as they are in a third of the time."""
    if not rows:
        return
    dialect = connection.dialect
    types = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]
    marks = ", ".join(["?" if dialect.paramstyle == "qmark" else "%s"] * len(types))
    statement = f"INSERT INTO {table.name} VALUES ({marks})"  # noqa: S608  (our own names)
    try:
        columns = [
            _converted(values, convert) if convert else values
            for convert, values in zip(types, zip(*rows, strict=True), strict=True)
        ]
    except (TypeError, ValueError) as error:
        raise StatementError(str(error), statement, None, error) from error
    connection.exec_driver_sql(statement, list(zip(*columns, strict=True)))


def _converted(values: Sequence[object], convert: Callable[[object], object]) -> Sequence[object]:
    """Values as the driver takes them; texts, most of which come again in a column, once each."""
    if all(isinstance(value, str) for value in values):
        known = {value: convert(value) for value in set(values)}
        return [known[value] for value in values]
    return list(map(convert, values))


def _row(thing: DataclassInstance, **more: object) -> Values:
    """A dataclass as a row, with columns that it has no fields for."""
    return more | {f.name: getattr(thing, f.name) for f in fields(thing)}


def _store_files(
    connection: Connection, files: Iterable[tuple[ReceivedFile, datetime]], program: str
) -> None:
    """Keeps the bytes of those files that the ledger does not have."""
    new = {received.digest: (received, at) for received, at in files}
    digest = t.files.c.digest
    for (known,) in list(in_parts(connection, select(digest), digest, new)):
        del new[known]
    rows: list[Values] = [
        {
            "digest": received.digest,
            "content": received.content,
            "size": received.size,
            "first_name": received.name,
            "received_at": at,
            "program": program,
        }
        for received, at in new.values()
    ]
    _add(connection, t.files, rows)


def _changed(
    connection: Connection, numbered: Iterable[_Numbered], program: str
) -> list[tuple[_Numbered, FileReading]]:
    """The readings that say something else than the last one of the same file.

    Two programs that read one file at once thus record one reading.
    """
    latest: dict[str, FileReading] = {}
    changed = []
    for n in numbered:
        digest, reading = n.delivery.received.digest, n.delivery.reading
        if reading is None or reading == latest.get(digest):
            continue
        if n.receipt == n.first or not _is_recorded(connection, n, reading, program):
            latest[digest] = reading
            changed.append((n, reading))
    return changed


def _is_recorded(connection: Connection, n: _Numbered, reading: FileReading, program: str) -> bool:
    """Whether the last reading of the file in the ledger says the same, whatever the file was called."""
    digest = n.delivery.received.digest
    records = read_records(connection, digest)
    if not records:
        return False
    last, number = records[-1], last_readings(connection, [digest])[digest]
    mine = replace(_as_stored(n, reading, program), name=last.name, received_at=last.received_at)
    findings = read_findings(connection, [number])[number]
    return (
        mine == last
        and [replace(f, file="") for f in findings] == [replace(f, file="") for f in reading.findings]
        and tuple(read_answers(connection, [number])[number]) == reading.answers
    )


def _as_stored(n: _Numbered, reading: FileReading, program: str) -> StoredReading:
    received, stamp = n.delivery.received, reading.stamp or _NO_STAMP
    scored = [answer for answer in reading.answers if answer.scores]
    return StoredReading(
        received.digest,
        received.name,
        n.delivery.at,
        reading.state,
        stamp.unit,
        stamp.assessment,
        stamp.round,
        min(stamp.revision, _LARGEST),
        reading.form or stamp.digest,
        program,
        stamp.edition or Edition.UNIT.value,
        reading.saved_by,
        arrival=n.first,
        rows=len(scored),
        blank=sum(answer.state is State.BLANK for answer in scored),
        must_fix=sum(finding.severity is Severity.MUST_FIX for finding in reading.findings),
        scoring=reading.scoring,
    )


def _store_readings(
    connection: Connection, readings: Iterable[tuple[_Numbered, FileReading]], program: str
) -> None:
    submissions: list[Values] = []
    answers: list[tuple[object, ...]] = []
    findings: list[tuple[object, ...]] = []
    for number, (n, reading) in enumerate(readings, _next_number(connection, t.submissions)):
        row = _row(_as_stored(n, reading, program), id=number)
        row["read_at"] = row.pop("received_at")  # the first receipt of the file says when that was received
        submissions.append(row)
        answers += [(number, i, *_ANSWER(answer)) for i, answer in enumerate(reading.answers)]
        findings += [(number, i, *_FINDING(finding)) for i, finding in enumerate(reading.findings)]
    _add(connection, t.submissions, submissions)
    _add_many(connection, t.answers, answers)
    _add_many(connection, t.findings, findings)


def _store_receipt_events(connection: Connection, numbered: Iterable[_Numbered], who: str) -> None:
    """Adds to the log of each unit that its form was received, or received again after it was returned."""
    forms = [
        (stamp, n)
        for n in numbered
        if n.delivery.reading
        and (stamp := n.delivery.reading.stamp)
        and stamp.unit
        and stamp.edition == Edition.UNIT
    ]
    states = _unit_states(connection, {(s.assessment, s.round, s.unit) for s, _ in forms})
    number = _next_number(connection, t.events)
    rows: list[Values] = []
    for stamp, n in forms:
        scope, received = (stamp.assessment, stamp.round, stamp.unit), n.delivery.received
        kind = states[scope].on_receipt(is_new=n.receipt == n.first)
        if kind is not None:
            event = Event(stamp.unit, kind, n.delivery.at, who, received.note, received.digest, n.receipt)
            states[scope] = states[scope].then(event)
            rows.append(_row(event, id=number + len(rows), assessment=stamp.assessment, round=stamp.round))
    _add(connection, t.events, rows)


def _unit_states(
    connection: Connection, scopes: Collection[tuple[str, str, str]]
) -> dict[tuple[str, str, str], UnitState]:
    """(Assessment, round, unit) → where the unit stands."""
    states = dict.fromkeys(scopes, UnitState())
    for assessment, round_ in {scope[:2] for scope in scopes}:
        for event in read_events(connection, assessment, round_, {unit for *_, unit in scopes}):
            scope = (assessment, round_, event.unit)
            if scope in states:
                states[scope] = states[scope].then(event)
    return states


def store_event(connection: Connection, assessment: str, round_: str, event: Event) -> Event:
    """Adds an event, after all that was received until now."""
    placed = replace(event, after=_next_number(connection, t.receipts) - 1)
    number = _next_number(connection, t.events)
    _add(connection, t.events, [_row(placed, id=number, assessment=assessment, round=round_)])
    return placed


def store_attachments(
    connection: Connection,
    scope: tuple[str, str, str],
    files: Sequence[ReceivedFile],
    at: datetime,
    form: str,
    program: str,
) -> None:
    """Keeps evidence of a unit (assessment, round, unit): the same file of the same name beside the same form once."""
    assessment, round_, unit = scope
    known = {(a.unit, a.name, a.digest, a.form) for a in read_attachments(connection, assessment, round_)}
    new = {
        entry: file
        for file in files
        if (entry := (unit, t.storable(file.name), file.digest, form)) not in known
    }
    _store_files(connection, [(file, at) for file in files], program)
    rows: list[Values] = [
        {
            "id": number,
            "assessment": assessment,
            "round": round_,
            "unit": unit,
            "name": file.name,
            "digest": file.digest,
            "form": form,
            "received_at": at,
            "source": file.source,
        }
        for number, file in enumerate(new.values(), _next_number(connection, t.attachments))
    ]
    _add(connection, t.attachments, rows)
