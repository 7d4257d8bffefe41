"""The tables in the database: made in an empty one, brought up to date in an older ledger, checked in any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, func, insert, inspect, select, text, update
from sqlalchemy.schema import CreateColumn

from smartxl.errors import LedgerError
from smartxl.findings import CATALOGUE, Severity
from smartxl.ledger import tables as t
from smartxl.ledger.database import clear_errors, read_beside_writers, where, writing
from smartxl.ledger.states import EventKind
from smartxl.model.answers import State
from smartxl.model.edition import Edition
from smartxl.model.received import FileState

if TYPE_CHECKING:
    from sqlalchemy import Table

__all__ = ["prepare"]

_OLDER = frozenset({"2", "3"})
_FIRST_TABLES = frozenset({"ledger", "files", "receipts", "submissions", "answers", "findings"})


def prepare(engine: Engine) -> None:
    """Creates the tables in an empty database, or adds to an older ledger what it lacks.

    Raises LedgerError for a database of something else.
    """
    with clear_errors(engine), engine.connect() as connection:
        version = _version(connection)
    if version == t.SCHEMA_VERSION:
        return
    read_beside_writers(engine)
    with writing(engine) as connection:
        version = _version(connection)  # another program may have been first
        if version == "":
            t.metadata.create_all(connection)
            connection.execute(insert(t.properties).values(name="schema", value=t.SCHEMA_VERSION))
        elif version in _OLDER:
            _bring_up_to_date(connection)
        elif version != t.SCHEMA_VERSION:
            what = f"the ledger has schema version {version}, this program needs {t.SCHEMA_VERSION}"
            raise LedgerError(where(engine), what, "use the version of smartxl that wrote it")


def _version(connection: Connection) -> str:
    """The version of the ledger in the database; "" when it is empty."""
    present = set(inspect(connection).get_table_names())
    if not present:
        return ""
    if not present >= _FIRST_TABLES:
        what = "the database holds something else than a ledger"
        raise LedgerError(where(connection.engine), what, "name another one")
    query = select(t.properties.c.value).where(t.properties.c.name == "schema")
    return str(connection.execute(query).scalar_one_or_none())


def _bring_up_to_date(connection: Connection) -> None:
    """Adds the tables and columns that an older ledger lacks, and works out what stands in them."""
    t.metadata.create_all(connection)
    for table in t.metadata.sorted_tables:
        _add_columns(connection, table)
    _fill_arrivals(connection)
    _fill_counts(connection)
    _fill_events(connection)
    connection.execute(
        update(t.properties).where(t.properties.c.name == "schema").values(value=t.SCHEMA_VERSION)
    )


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
    gravest = [code.value for code, kind in CATALOGUE.items() if kind.severity is Severity.MUST_FIX]
    answers = select(func.count()).where(t.answers.c.submission == t.submissions.c.id)
    findings = select(func.count()).where(t.findings.c.submission == t.submissions.c.id)
    connection.execute(
        update(t.submissions).values(
            rows=answers.scalar_subquery(),
            blank=answers.where(t.answers.c.state == State.BLANK.value).scalar_subquery(),
            must_fix=findings.where(t.findings.c.code.in_(gravest)).scalar_subquery(),
        )
    )


def _fill_events(connection: Connection) -> None:
    """That a unit's first form was received, in a ledger of before there were events."""
    if connection.execute(select(func.count()).select_from(t.events)).scalar_one():
        return
    s, r = t.submissions.c, t.receipts.c
    query = (
        select(s.assessment, s.round, s.unit, s.digest, s.arrival, r.received_at)
        .join(t.receipts, r.id == s.arrival)
        .where(s.unit != "", s.edition == Edition.UNIT.value, s.state != FileState.UNREADABLE.value)
        .order_by(s.arrival, s.id)
    )
    first: dict[tuple[str, str, str], Any] = {}
    for row in connection.execute(query):
        first.setdefault((row.assessment, row.round, row.unit), row)
    rows = [
        {
            "id": number,
            "assessment": row.assessment,
            "round": row.round,
            "unit": row.unit,
            "kind": EventKind.RECEIVED.value,
            "at": row.received_at,
            "who": "",
            "why": "",
            "digest": row.digest,
            "after": row.arrival,
        }
        for number, row in enumerate(first.values(), 1)
    ]
    if rows:
        connection.execute(insert(t.events), rows)
