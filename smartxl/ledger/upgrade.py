"""Bringing an older ledger up to date: its missing tables and columns, and what stands in them."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, insert, inspect, select, text, update
from sqlalchemy.schema import CreateColumn

from smartxl.findings import CATALOGUE, Severity
from smartxl.ledger import tables as t
from smartxl.ledger.events import EventKind
from smartxl.model.answers import State
from smartxl.model.edition import Edition
from smartxl.model.received import FileState

__all__ = ["UPGRADABLE", "upgrade"]

UPGRADABLE = frozenset({"2", "3", "4"})
"""The versions of older ledgers."""
_BEFORE_COUNTS = frozenset({"2", "3"})


def upgrade(connection: Connection, version: str) -> None:
    """Adds the tables and columns that a ledger of an older version lacks, and fills them, inside a transaction that writes."""
    t.metadata.create_all(connection)
    for table in t.metadata.sorted_tables:
        _add_columns(connection, table)
    if version in _BEFORE_COUNTS:
        _fill_arrivals(connection)
        _fill_counts(connection)
        _fill_events(connection)
    schema = update(t.properties).where(t.properties.c.name == "schema")
    connection.execute(schema.values(value=t.SCHEMA_VERSION))


def _add_columns(connection: Connection, table: Table) -> None:
    present = {column["name"] for column in inspect(connection).get_columns(table.name)}
    for column in table.columns:
        if column.name not in present:
            described = CreateColumn(column).compile(dialect=connection.dialect)
            connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {described}"))


def _fill_arrivals(connection: Connection) -> None:
    first = select(func.min(t.receipts.c.id)).where(t.receipts.c.digest == t.submissions.c.digest)
    connection.execute(update(t.submissions).values(arrival=first.scalar_subquery()))


def _fill_counts(connection: Connection) -> None:
    gravest = [code for code, kind in CATALOGUE.items() if kind.severity is Severity.MUST_FIX]
    answers = select(func.count()).where(t.answers.c.submission == t.submissions.c.id)
    findings = select(func.count()).where(t.findings.c.submission == t.submissions.c.id)
    connection.execute(
        update(t.submissions).values(
            rows=answers.scalar_subquery(),
            blank=answers.where(t.answers.c.state == State.BLANK).scalar_subquery(),
            must_fix=findings.where(t.findings.c.code.in_(gravest)).scalar_subquery(),
        )
    )


def _fill_events(connection: Connection) -> None:
    """Records that the first form of each unit was received, in a ledger older than events."""
    if connection.execute(select(func.count()).select_from(t.events)).scalar_one():
        return
    s, r = t.submissions.c, t.receipts.c
    query = (
        select(s.assessment, s.round, s.unit, r.received_at.label("at"), s.digest, s.arrival.label("after"))
        .join(t.receipts, r.id == s.arrival)
        .where(s.unit != "", s.edition == Edition.UNIT.value, s.state != FileState.UNREADABLE)
        .order_by(s.arrival, s.id)
    )
    first: dict[tuple[str, str, str], dict[str, object]] = {}
    for row in connection.execute(query).mappings():
        first.setdefault((row["assessment"], row["round"], row["unit"]), dict(row))
    rows = [
        {"id": number, "kind": EventKind.RECEIVED, "who": "", "why": "", **event}
        for number, event in enumerate(first.values(), 1)
    ]
    if rows:
        connection.execute(insert(t.events), rows)
