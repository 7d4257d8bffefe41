"""The database under the ledger: connecting, one writer at a time, saying plainly what went wrong."""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError

from smartxl.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["clear_errors", "connect", "read_beside_writers", "where", "writing"]

_BUSY = ("another program is writing to it", "wait until it has finished, then repeat the command")
_FULL = ("the disk is full; nothing of this step was recorded", "free some space, then repeat the command")
_CLOSED = ("it may not be written to", "make the file and its folder writable")
_UNREACHABLE = (
    "the database server cannot be reached",
    "check that it runs, and host and port in the address of the ledger (SMARTXL_LEDGER)",
)
_FORBIDDEN = ("the database server does not let this user in", "check user and password in SMARTXL_LEDGER")
_BROKEN = (
    "the database is damaged",
    "put the file aside and restore a copy, or collect all files again into a new ledger",
)
_TROUBLE = (
    (
        "not a database",
        ("the file is no ledger (no SQLite database)", "name another file, or restore a copy"),
    ),
    ("malformed", _BROKEN),
    ("is locked", _BUSY),
    ("lock timeout", _BUSY),
    ("database or disk is full", _FULL),
    ("No space left on device", _FULL),
    ("could not extend file", _FULL),
    (
        "disk I/O error",
        (
            "the disk cannot be written or read (full, over a quota, or cut off); nothing of this step was recorded",
            "check the disk and its free space, then repeat the command",
        ),
    ),
    (
        "unable to open",
        ("it cannot be opened or created", "check that its folder exists, may be written to and is not full"),
    ),
    ("readonly", _CLOSED),
    ("read-only", _CLOSED),
    ("permission denied for", ("this user may not write there", "make the user the owner of the database")),
    ("authentication failed", _FORBIDDEN),
    ("no pg_hba.conf entry", _FORBIDDEN),
    ("no password supplied", _FORBIDDEN),
    ('role "', _FORBIDDEN),
    ("does not exist", ("there is no such database on the server", "create it: createdb -O USER NAME")),
    ("Connection refused", _UNREACHABLE),
    ("could not translate host name", _UNREACHABLE),
    ("resolve host", _UNREACHABLE),
    ("No such file or directory", _UNREACHABLE),
    ("timeout expired", _UNREACHABLE),
    ("connection failed", _UNREACHABLE),
    ("connection is lost", _UNREACHABLE),
    ("server closed the connection", _UNREACHABLE),
    ("terminating connection", _UNREACHABLE),
)
"""What a database says → what it means, and what to do."""

_WRITES = "smartxl_writes"
_WAIT = "smartxl_wait"
_LOCK = 0x534D5254  # one number for all ledgers: a database holds one
_PASSWORD = re.compile(r"://([^:@/]*):[^@]*@")
_POSTGRES = {"postgres", "postgresql"}


def connect(target: str | Path, wait: float) -> Engine:
    """An engine for a database URL or, for a path, SQLite; `wait` seconds for another writer.

    Raises LedgerError for an unusable URL.
    """
    try:
        url = URL.create("sqlite", database=str(target)) if isinstance(target, Path) else make_url(target)
        if url.drivername in _POSTGRES:
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() == "sqlite":
            engine = create_engine(url, connect_args={"timeout": wait})
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            engine = create_engine(url, connect_args={"connect_timeout": max(2, round(wait))})
    except ModuleNotFoundError as error:
        remedy = "install it (PostgreSQL: pip install 'smartxl[postgres]'), and write postgresql+psycopg://…"
        raise LedgerError(_hidden(target), f"its driver is not installed ({error.name})", remedy) from error
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        remedy = "give a URL such as sqlite:///ledger.sqlite or postgresql+psycopg://user@host/database"
        raise LedgerError(_hidden(target), "this is no database URL that can be used", remedy) from error
    return engine.execution_options(**{_WAIT: wait})


def _hidden(target: str | Path) -> str:
    """A URL as it may be shown."""
    return _PASSWORD.sub(r"://\1:***@", str(target))


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that will write takes its place at once: one that only read so far could not wait for it."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; those of all programs come one after the other. Raises LedgerError."""
    with clear_errors(engine), engine.execution_options(**{_WRITES: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            wait = int(1000 * engine.get_execution_options().get(_WAIT, 10))
            connection.execute(text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": f"{wait}ms"})
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


def read_beside_writers(engine: Engine) -> None:
    """Lets others read while one writes, where the disk allows it; the file remembers it."""
    if engine.dialect.name != "sqlite":
        return
    with suppress(OperationalError, sqlite3.OperationalError), engine.connect() as connection:
        raw = connection.connection.driver_connection
        if raw is not None:
            raw.execute("PRAGMA journal_mode = WAL")


@contextmanager
def clear_errors(engine: Engine) -> Iterator[None]:
    """Turns what the database says into a LedgerError that says where, what and what to do."""
    try:
        yield
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error)
        for sign, (what, remedy) in _TROUBLE:
            if sign in said:
                raise LedgerError(where(engine), what, remedy) from error
        raise LedgerError(where(engine), said, "check the database, then repeat the command") from error


def where(engine: Engine) -> str:
    """The ledger's file, or its address without the password."""
    is_file = engine.dialect.name == "sqlite" and engine.url.database
    return str(engine.url.database) if is_file else engine.url.render_as_string()
