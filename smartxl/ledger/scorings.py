"""What answers were worth, and since when: every definition by which a round was scored, and what the ledger held then.

A definition is kept whole, as compressed JSON, under one digest of what it asks and what that is worth; rows of the log are
only ever added. So a former score can be worked out again: from its definition, and from the readings and events of then.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, insert, select

from smartxl.ledger import tables as t
from smartxl.model.definition import Catalogue, Definition, Roster, Round
from smartxl.model.framework import Framework

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["Moment", "Scoring", "aware", "held_at", "note_scoring", "read_definition", "read_scorings"]


@dataclass(frozen=True, slots=True)
class Moment:
    """What the ledger held at a time: the numbers of the last reading and of the last event."""

    submissions: int
    events: int


@dataclass(frozen=True, slots=True)
class Scoring:
    """That a round was scored by a definition from `at` on: the digests of its scoring and of both its identities.

    `held` is what the ledger held when that was noted.
    """

    digest: str
    definition: str
    at: datetime
    held: Moment


@cache
def _format() -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # takes long to import, and few commands need it

    return TypeAdapter(tuple[Round, Framework, Roster, Catalogue])


def note_scoring(connection: Connection, definition: Definition, at: datetime, program: str) -> None:
    """Notes that a round is scored by this definition from now on, unless it is already, in a transaction that writes."""
    round_, whole = definition.round, definition.identity.whole
    last = read_scorings(connection, round_.id, round_.name)[-1:]
    if last and last[0].definition == whole:
        return
    d = t.definitions.c.digest
    if connection.execute(select(d).where(d == whole)).first() is None:
        parts = (round_, definition.framework, definition.roster, definition.catalogue)
        content = zlib.compress(_format().dump_json(parts))
        connection.execute(insert(t.definitions).values(digest=whole, content=content, program=program))
    number: int = connection.execute(select(func.coalesce(func.max(t.scorings.c.id), 0))).scalar_one()
    connection.execute(
        insert(t.scorings).values(
            id=number + 1,
            assessment=round_.id,
            round=round_.name,
            digest=definition.identity.scoring,
            definition=whole,
            at=at,
            submissions=_last(connection, t.submissions.c.id),
            events=_last(connection, t.events.c.id),
        )
    )


def _last(connection: Connection, number: Any) -> int:  # noqa: ANN401  (a column)
    found: int = connection.execute(select(func.coalesce(func.max(number), 0))).scalar_one()
    return found


def read_scorings(connection: Connection, assessment: str, round_: str) -> tuple[Scoring, ...]:
    """By which definitions a round was scored, in order."""
    s = t.scorings.c
    query = select(s.digest, s.definition, s.at, s.submissions, s.events)
    rows = connection.execute(query.where(s.assessment == assessment, s.round == round_).order_by(s.id))
    return tuple(Scoring(digest, whole, at, Moment(*held)) for digest, whole, at, *held in rows)


def read_definition(connection: Connection, digest: str) -> Definition | None:
    """The definition whose identities have this one digest, without what has moved; None where it was never noted."""
    d = t.definitions.c
    content = connection.execute(select(d.content).where(d.digest == digest)).scalar_one_or_none()
    return Definition(*_format().validate_json(zlib.decompress(content))) if content is not None else None


def held_at(connection: Connection, at: datetime) -> Moment:
    """What the ledger held at a time, by the times of its readings and events."""
    s, e = t.submissions.c, t.events.c
    numbers = []
    for number, when in ((s.id, s.read_at), (e.id, e.at)):
        rows = connection.execute(select(number, when))
        numbers.append(max((n for n, moment in rows if aware(moment) <= aware(at)), default=0))
    return Moment(*numbers)


def aware(moment: datetime) -> datetime:
    """A time with its zone: one without is of this computer's."""
    return moment if moment.tzinfo else moment.astimezone()
