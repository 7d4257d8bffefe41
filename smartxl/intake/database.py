"""The database under the ledger: connecting, checking that it is ours, saying plainly what went wrong."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Engine, create_engine, event, insert, inspect, select, text, update
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from smartxl.errors import LedgerError
from smartxl.intake import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection as SQLiteConnection

__all__ = ["clear_errors", "connect", "prepare"]

_TROUBLE = (
    (
        "not a database",
        "the file is no ledger (no SQLite database)",
        "name another file, or restore it from a copy",
    ),
    ("locked", "another program is writing to it", "wait until it has finished, then repeat the command"),
    (
        "full",
        "the disk is full; nothing of this file was recorded",
        "free some space, then repeat the command",
    ),
    (
        "unable to open",
        "it cannot be opened or created",
        "check that its folder exists and may be written to",
    ),
    ("readonly", "it may not be written to", "make the file and its folder writable"),
    ("read-only", "it may not be written to", "make the file and its folder writable"),
)


_BEFORE_EDITIONS = "2"
_ADD_EDITION = text("ALTER TABLE submissions ADD COLUMN edition VARCHAR(20) NOT NULL DEFAULT 'unit'")
"""A ledger of before the evaluator's edition holds units' forms only."""


def connect(target: str | Path, wait: float) -> Engine:
    """An engine for a database URL or, for a path, SQLite. Raises LedgerError for an unusable URL."""
    try:
        url = URL.create("sqlite", database=str(target)) if isinstance(target, Path) else target
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            engine = create_engine(url, connect_args={"timeout": wait})
            event.listen(engine, "connect", _enforce_references)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        remedy = "give a URL such as sqlite:///ledger.sqlite"
        raise LedgerError(str(target), "this is no database URL that can be used", remedy) from error
    return engine


def _enforce_references(connection: SQLiteConnection, _: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def prepare(engine: Engine) -> None:
    """Creates the tables in an empty database. Raises LedgerError for a database of something else."""
    where = _where(engine)
    with clear_errors(engine), engine.begin() as connection:
        present = set(inspect(connection).get_table_names())
        if not present:
            t.metadata.create_all(connection)
            connection.execute(insert(t.properties).values(name="schema", value=t.SCHEMA_VERSION))
            return
        if not present.issuperset(t.metadata.tables):
            raise LedgerError(where, "the database holds something else than a ledger", "name another file")
        query = select(t.properties.c.value).where(t.properties.c.name == "schema")
        version = connection.execute(query).scalar_one_or_none()
        if version == _BEFORE_EDITIONS:
            connection.execute(_ADD_EDITION)
            connection.execute(update(t.properties).where(t.properties.c.name == "schema").values(value="3"))
            version = "3"
    if version != t.SCHEMA_VERSION:
        what = f"the ledger has schema version {version}, this program needs {t.SCHEMA_VERSION}"
        raise LedgerError(where, what, "use the version of smartxl that wrote it")


@contextmanager
def clear_errors(engine: Engine) -> Iterator[None]:
    """Turns what the database says into a LedgerError that says where, what and what to do."""
    try:
        yield
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error)
        for sign, what, remedy in _TROUBLE:
            if sign in said:
                raise LedgerError(_where(engine), what, remedy) from error
        raise LedgerError(_where(engine), said, "check the database, then repeat the command") from error


def _where(engine: Engine) -> str:
    return engine.url.database or engine.url.render_as_string()
