"""Putting things into the ledger, inside a transaction of `database.writing`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, insert, select

from smartxl.ledger import tables as t
from smartxl.ledger.recall import (
    IN_ONE_GO,
    last_readings,
    read_answers,
    read_attachments,
    read_events,
    read_findings,
)
from smartxl.ledger.records import Values, answer_row, event_row, finding_row, reading_row, storable
from smartxl.ledger.states import Event, UnitState, follow
from smartxl.model.edition import Edition
from smartxl.model.received import Delivery, FileReading, FileState, ReceivedFile

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import RowMapping, Table

__all__ = ["store", "store_attachments", "store_event"]

_Scope = tuple[str, str, str]
"""Assessment, round, unit."""


@dataclass(frozen=True, slots=True)
class _ReceiptPlace:
    """Which file a receipt is of, the receipt's number, and that of the file's first receipt."""

    arrival: Delivery
    number: int
    first: int

    @property
    def is_new(self) -> bool:
        """Whether the file had not come before."""
        return self.number == self.first


def store(connection: Connection, arrivals: Sequence[Delivery], program: str, who: str) -> None:
    """Records files, that they came, what was read of them, and what that means for their units.

    A reading that says the same as the last one of that file is not recorded again.
    """
    places = _places(connection, arrivals)
    _keep_files(connection, [(arrival.parcel, arrival.at) for arrival in arrivals], program)
    _add(connection, t.receipts, [_receipt_row(place, who) for place in places])
    read = [place for place in places if place.arrival.reading is not None]
    _record(connection, _news(connection, read, program), program)
    _log(connection, read, who)


def _places(connection: Connection, arrivals: Sequence[Delivery]) -> list[_ReceiptPlace]:
    first = _first_receipts(connection, [arrival.parcel.digest for arrival in arrivals])
    return [
        _ReceiptPlace(arrival, number, first.setdefault(arrival.parcel.digest, number))
        for number, arrival in enumerate(arrivals, _next_number(connection, t.receipts))
    ]


def _first_receipts(connection: Connection, digests: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    r = t.receipts.c
    for start in range(0, len(digests), IN_ONE_GO):
        asked = r.digest.in_(digests[start : start + IN_ONE_GO])
        query = select(r.digest, func.min(r.id).label("first")).where(asked).group_by(r.digest)
        found.update({row.digest: row.first for row in connection.execute(query)})
    return found


def _next_number(connection: Connection, table: Table) -> int:
    """The number of the next row; the lock of the transaction keeps it ours."""
    last: int | None = connection.execute(select(func.max(table.c.id))).scalar_one()
    return (last or 0) + 1


def _keep_files(connection: Connection, files: Iterable[tuple[ReceivedFile, datetime]], program: str) -> None:
    """Keeps the bytes of those files that the ledger does not have."""
    given = {parcel.digest: (parcel, at) for parcel, at in files}
    digests = list(given)
    for start in range(0, len(digests), IN_ONE_GO):
        query = select(t.files.c.digest).where(t.files.c.digest.in_(digests[start : start + IN_ONE_GO]))
        for digest in connection.execute(query).scalars():
            del given[digest]
    rows: list[Values] = [
        {
            "digest": parcel.digest,
            "content": parcel.content,
            "size": parcel.size,
            "first_name": storable(parcel.name),
            "received_at": at.isoformat(),
            "program": program,
        }
        for parcel, at in given.values()
    ]
    _add(connection, t.files, rows)


def _add(connection: Connection, table: Table, rows: list[Values]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _receipt_row(place: _ReceiptPlace, who: str) -> Values:
    parcel = place.arrival.parcel
    return {
        "id": place.number,
        "digest": parcel.digest,
        "name": storable(parcel.name),
        "received_at": place.arrival.at.isoformat(),
        "source": storable(parcel.source),
        "note": storable(parcel.note),
        "who": storable(who),
    }


def _news(connection: Connection, places: Sequence[_ReceiptPlace], program: str) -> list[_ReceiptPlace]:
    """Those whose reading does not say what was said before: in the ledger, or of the same file a moment ago."""
    known = _read_before(connection, [place for place in places if not place.is_new], program)
    told: dict[str, FileReading | None] = {}
    news = []
    for place in places:
        reading, digest = place.arrival.reading, place.arrival.parcel.digest
        if place.number not in known and told.get(digest) != reading:
            told[digest] = reading
            news.append(place)
    return news


def _read_before(connection: Connection, places: Sequence[_ReceiptPlace], program: str) -> set[int]:
    """Numbers of the receipts whose reading says what the last reading of the same file said.

    So two programs that read one file at once record one reading.
    """
    digests = tuple(dict.fromkeys(place.arrival.parcel.digest for place in places))
    last = last_readings(connection, digests, tuple(FileState))
    rows = {
        row.id: row
        for start in range(0, len(digests), IN_ONE_GO)
        for row in connection.execute(
            select(t.submissions).where(
                t.submissions.c.id.in_(list(last.values())[start : start + IN_ONE_GO])
            )
        )
    }
    return {
        place.number
        for place in places
        if (number := last.get(place.arrival.parcel.digest)) is not None
        and _is_same(connection, rows[number]._mapping, place, program)
    }


def _is_same(connection: Connection, row: RowMapping, place: _ReceiptPlace, program: str) -> bool:
    arrival, reading = place.arrival, place.arrival.reading
    if reading is None:
        return False
    mine = reading_row(arrival.parcel, reading, arrival.at, program, place.first)
    if any(row[name] != value for name, value in mine.items() if name not in {"name", "read_at"}):
        return False
    number: int = row["id"]
    findings = [replace(finding, file="") for finding in read_findings(connection, [number])[number]]
    return (
        findings == [replace(finding, file="") for finding in reading.findings]
        and tuple(read_answers(connection, [number])[number]) == reading.answers
    )


def _record(connection: Connection, places: Sequence[_ReceiptPlace], program: str) -> None:
    submissions: list[Values] = []
    answers: list[tuple[object, ...]] = []
    findings: list[tuple[object, ...]] = []
    for number, place in enumerate(places, _next_number(connection, t.submissions) if places else 1):
        arrival, reading = place.arrival, place.arrival.reading
        if reading is not None:
            row = reading_row(arrival.parcel, reading, arrival.at, program, place.first)
            submissions.append({"id": number, **row})
            answers += [answer_row(number, i, answer) for i, answer in enumerate(reading.answers)]
            findings += [finding_row(number, i, finding) for i, finding in enumerate(reading.findings)]
    _add(connection, t.submissions, submissions)
    _add_many(connection, t.answers, answers)
    _add_many(connection, t.findings, findings)


def _add_many(connection: Connection, table: Table, rows: list[tuple[object, ...]]) -> None:
    """Adds rows in the order of the columns, by one prepared statement: tens of thousands of them at a time."""
    if rows:
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        marks = ", ".join([mark] * len(table.columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608  (our own names)


def _log(connection: Connection, places: Sequence[_ReceiptPlace], who: str) -> None:
    """Adds to the log of each unit that its form was received, or came again after it was returned."""
    forms = [(scope, place) for place in places if (scope := _scope(place.arrival.reading))]
    courses = _courses(connection, {scope for scope, _ in forms})
    rows: list[Values] = []
    number = _next_number(connection, t.events) if forms else 1
    for scope, place in forms:
        kind = courses[scope].arrived(is_new=place.is_new)
        if kind is not None:
            parcel = place.arrival.parcel
            event = Event(scope[2], kind, place.arrival.at, who, parcel.note, parcel.digest, place.number)
            courses[scope] = courses[scope].then(event)
            rows.append(event_row(number + len(rows), scope[0], scope[1], event))
    _add(connection, t.events, rows)


def _scope(reading: FileReading | None) -> _Scope | None:
    """Whose form it is; None for the evaluator's, and for files of nobody."""
    stamp = reading.stamp if reading else None
    if stamp is None or not stamp.unit or stamp.edition != Edition.UNIT:
        return None
    return storable(stamp.assessment), storable(stamp.round), storable(stamp.unit)


def _courses(connection: Connection, scopes: set[_Scope]) -> dict[_Scope, UnitState]:
    events: dict[_Scope, list[Event]] = defaultdict(list)
    for assessment, round_ in {scope[:2] for scope in scopes}:
        units = {unit for *_, unit in scopes}
        for event in read_events(connection, assessment, round_, units):
            events[assessment, round_, event.unit].append(event)
    return {scope: follow(events[scope]) for scope in scopes}


def store_event(connection: Connection, assessment: str, round_: str, event: Event) -> Event:
    """Adds an event; what has arrived until now came before it."""
    placed = replace(event, after=_next_number(connection, t.receipts) - 1)
    _add(connection, t.events, [event_row(_next_number(connection, t.events), assessment, round_, placed)])
    return placed


def store_attachments(
    connection: Connection,
    scope: tuple[str, str, str],
    parcels: Sequence[ReceivedFile],
    at: datetime,
    form: str,
    program: str,
) -> None:
    """Keeps evidence of a unit (assessment, round, unit): the same file of the same name beside the same form once."""
    assessment, round_, unit = scope
    had = {(a.unit, a.name, a.digest, a.form) for a in read_attachments(connection, assessment, round_)}
    _keep_files(connection, [(parcel, at) for parcel in parcels], program)
    rows: list[Values] = []
    number = _next_number(connection, t.attachments)
    for parcel in parcels:
        entry = (unit, storable(parcel.name), parcel.digest, form)
        if entry not in had:
            had.add(entry)
            rows.append(_attachment_row(number + len(rows), scope, parcel, at, form))
    _add(connection, t.attachments, rows)


def _attachment_row(
    number: int, scope: tuple[str, str, str], parcel: ReceivedFile, at: datetime, form: str
) -> Values:
    assessment, round_, unit = scope
    return {
        "id": number,
        "assessment": assessment,
        "round": round_,
        "unit": unit,
        "name": storable(parcel.name),
        "digest": parcel.digest,
        "form": form,
        "received_at": at.isoformat(),
        "source": storable(parcel.source),
    }
