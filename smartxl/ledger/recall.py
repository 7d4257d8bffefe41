"""Reading what the ledger holds, inside a transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Text, cast, func, select

from smartxl.ledger import tables as t
from smartxl.ledger.records import (
    NO_FIELDS,
    answer_from,
    attachment_from,
    event_from,
    finding_from,
    record_from,
)
from smartxl.model.received import Attachment, FileState, StoredReading

if TYPE_CHECKING:
    from smartxl.findings import Finding
    from smartxl.ledger.states import Event
    from smartxl.model.answers import Answer

__all__ = [
    "IN_ONE_GO",
    "last_readings",
    "read_answers",
    "read_attachments",
    "read_events",
    "read_findings",
    "read_records",
]

IN_ONE_GO = 500
"""How many things are asked for in one query."""


def _parts(things: Sequence[int]) -> Iterator[Sequence[int]]:
    return (things[start : start + IN_ONE_GO] for start in range(0, len(things), IN_ONE_GO))


def read_records(connection: Connection, digest: str) -> tuple[StoredReading, ...]:
    """All readings in the order in which their files first came; with a digest only those of that file."""
    query = (
        select(t.submissions, t.receipts.c.received_at)
        .join(t.receipts, t.receipts.c.id == t.submissions.c.arrival)
        .order_by(t.submissions.c.arrival, t.submissions.c.id)
    )
    if digest:
        query = query.where(t.submissions.c.digest == digest)
    return tuple(record_from(row) for row in connection.execute(query))


def last_readings(
    connection: Connection, digests: Sequence[str], states: Sequence[FileState]
) -> dict[str, int]:
    """Digest → its last reading in one of the states."""
    found: dict[str, int] = {}
    s = t.submissions.c
    for start in range(0, len(digests), IN_ONE_GO):
        part = digests[start : start + IN_ONE_GO]
        query = (
            select(s.digest, func.max(s.id).label("last"))
            .where(s.digest.in_(part), s.state.in_([state.value for state in states]))
            .group_by(s.digest)
        )
        found.update({row.digest: row.last for row in connection.execute(query)})
    return found


def read_answers(
    connection: Connection, submissions: Sequence[int], filled: str = ""
) -> Mapping[int, list[Answer]]:
    """Reading → its answers in the order of rows; with `filled` only the rows whose key begins so, without blank ones."""
    found: dict[int, list[Answer]] = defaultdict(list)
    a = t.answers.c
    for part in _parts(submissions):
        query = select(t.answers).where(a.submission.in_(part))
        if filled:
            query = query.where(a.key.startswith(filled, autoescape=True), cast(a.fields, Text) != NO_FIELDS)
        for row in connection.execute(query.order_by(t.answers.c.submission, t.answers.c.position)):
            found[row[0]].append(answer_from(row))
    return found


def read_findings(connection: Connection, submissions: Sequence[int]) -> Mapping[int, list[Finding]]:
    """Reading → its findings in order."""
    found: dict[int, list[Finding]] = defaultdict(list)
    for part in _parts(submissions):
        query = select(t.findings).where(t.findings.c.submission.in_(part))
        for row in connection.execute(query.order_by(t.findings.c.submission, t.findings.c.position)):
            found[row.submission].append(finding_from(row))
    return found


def read_events(
    connection: Connection, assessment: str, round_: str, units: Collection[str] = ()
) -> tuple[Event, ...]:
    """The log of a round in order, or the parts of it that are of a few units."""
    query = select(t.events).where(t.events.c.assessment == assessment, t.events.c.round == round_)
    if 0 < len(units) <= IN_ONE_GO:
        query = query.where(t.events.c.unit.in_(units))
    return tuple(event_from(row) for row in connection.execute(query.order_by(t.events.c.id)))


def read_attachments(connection: Connection, assessment: str, round_: str) -> tuple[Attachment, ...]:
    """The files of evidence of a round, in the order in which they came."""
    a, f = t.attachments.c, t.files.c
    query = (
        select(t.attachments, f.size, func.length(f.content).label("held"))
        .join(t.files, f.digest == a.digest)
        .where(a.assessment == assessment, a.round == round_)
        .order_by(a.id)
    )
    return tuple(attachment_from(row) for row in connection.execute(query))
