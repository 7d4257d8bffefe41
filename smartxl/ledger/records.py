"""Reading what stands in the tables, inside a transaction: a row is a dataclass, its columns are the fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, Table, Text, cast, func, select

from smartxl.findings import Finding
from smartxl.ledger import tables as t
from smartxl.ledger.events import Event
from smartxl.model.answers import Answer
from smartxl.model.received import Attachment, FileState, Receipt, StoredReading

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = [
    "in_parts",
    "last_readings",
    "read_answers",
    "read_attachments",
    "read_events",
    "read_findings",
    "read_receipts",
    "read_records",
]

_IN_ONE_QUERY = 500  # values that a query asks for: databases limit its parameters


def _columns(names: Iterable[str], table: Table, **others: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """Columns by the names of the fields that they fill, in their order; `others` stand in other tables or are worked out."""
    return [others[name] if name in others else table.c[name] for name in names]


def _names(kind: type[DataclassInstance]) -> list[str]:
    return [field.name for field in fields(kind)]


_EVENT = _columns(_names(Event), t.events)
_RECEIPT = _columns(_names(Receipt), t.receipts)
_RECORD = _columns(_names(StoredReading), t.submissions, received_at=t.receipts.c.received_at)
_ANSWER = _columns(Answer._fields, t.answers)
_FINDING = _columns(_names(Finding), t.findings)
_KEPT = func.length(t.files.c.content) == t.files.c.size
_ATTACHMENT = _columns(_names(Attachment), t.attachments, size=t.files.c.size, kept=_KEPT)


def in_parts(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
    column: ColumnElement[Any],
    values: Iterable[object],
) -> Iterator[Any]:
    """The rows in which a column has one of the values."""
    every = list(values)
    for start in range(0, len(every), _IN_ONE_QUERY):
        yield from connection.execute(query.where(column.in_(every[start : start + _IN_ONE_QUERY])))


def read_receipts(connection: Connection) -> tuple[Receipt, ...]:
    """Every time that a file was received, in order."""
    return tuple(Receipt(*row) for row in connection.execute(select(*_RECEIPT).order_by(t.receipts.c.id)))


def read_records(
    connection: Connection, digest: str = "", until: int | None = None
) -> tuple[StoredReading, ...]:
    """All readings in the order in which their files first came; with a digest only those of that file.

    `until` is the number of the last reading that is asked for.
    """
    query = (
        select(*_RECORD)
        .join(t.receipts, t.receipts.c.id == t.submissions.c.arrival)
        .order_by(t.submissions.c.arrival, t.submissions.c.id)
    )
    if digest:
        query = query.where(t.submissions.c.digest == digest)
    if until is not None:
        query = query.where(t.submissions.c.id <= until)
    return tuple(StoredReading(*row) for row in connection.execute(query))


def last_readings(
    connection: Connection,
    digests: Iterable[str],
    states: Collection[FileState] = tuple(FileState),
    until: int | None = None,
) -> dict[str, int]:
    """Digest → the number of the last reading of the file in one of the states, up to the reading `until`."""
    s = t.submissions.c
    query = select(s.digest, func.max(s.id)).where(s.state.in_(states)).group_by(s.digest)
    if until is not None:
        query = query.where(s.id <= until)
    return dict(in_parts(connection, query, s.digest, digests))


def read_answers(
    connection: Connection, submissions: Iterable[int], filled: str = ""
) -> Mapping[int, list[Answer]]:
    """Reading → its answers in the order of rows; with `filled` only the rows whose key begins so, without blank ones."""
    a = t.answers.c
    query = select(a.submission, *_ANSWER).order_by(a.submission, a.position)
    if filled:
        query = query.where(a.key.startswith(filled, autoescape=True), cast(a.fields, Text) != t.NO_FIELDS)
    found: dict[int, list[Answer]] = defaultdict(list)
    for number, *row in in_parts(connection, query, a.submission, submissions):
        found[number].append(Answer(*row))
    return found


def read_findings(connection: Connection, submissions: Iterable[int]) -> Mapping[int, list[Finding]]:
    """Reading → its findings in order."""
    f = t.findings.c
    query = select(f.submission, *_FINDING).order_by(f.submission, f.position)
    found: dict[int, list[Finding]] = defaultdict(list)
    for number, *row in in_parts(connection, query, f.submission, submissions):
        found[number].append(Finding(*row))
    return found


def read_events(
    connection: Connection,
    assessment: str,
    round_: str,
    units: Collection[str] = (),
    until: int | None = None,
) -> tuple[Event, ...]:
    """The log of a round in order, up to the event `until`, or the parts of it that are of a few units."""
    e = t.events.c
    query = select(*_EVENT).where(e.assessment == assessment, e.round == round_).order_by(e.id)
    if 0 < len(units) <= _IN_ONE_QUERY:
        query = query.where(e.unit.in_(units))
    if until is not None:
        query = query.where(e.id <= until)
    return tuple(Event(*row) for row in connection.execute(query))


def read_attachments(connection: Connection, assessment: str, round_: str) -> tuple[Attachment, ...]:
    """The files of evidence of a round, in the order in which they came."""
    a = t.attachments.c
    query = (
        select(*_ATTACHMENT)
        .join(t.files, t.files.c.digest == a.digest)
        .where(a.assessment == assessment, a.round == round_)
        .order_by(a.id)
    )
    return tuple(Attachment(*row) for row in connection.execute(query))
