"""The database under the ledger: connecting, creating its tables, one writer at a time, errors in plain words."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError

from smartxl.errors import LedgerError
from smartxl.ledger import tables as t
from smartxl.ledger.upgrade import UPGRADABLE, upgrade
from smartxl.text import Text

__all__ = ["connect", "prepare", "transaction", "version_of", "where_of"]

_BUSY = (
    Text("另一个程序正在写入", "another program is writing to it"),
    Text("等它完成后重新执行", "wait until it has finished, then repeat the command"),
)
_FULL = (
    Text("磁盘已满，这一步没有记录", "the disk is full; nothing of this step was recorded"),
    Text("腾出空间后重新执行", "free some space, then repeat the command"),
)
_CLOSED = (
    Text("不可写入", "it may not be written to"),
    Text("让文件及其文件夹可写", "make the file and its folder writable"),
)
_UNREACHABLE = (
    Text("连不上数据库服务器", "the database server cannot be reached"),
    Text(
        "检查它是否运行，以及台账地址（SMARTXL_LEDGER）中的主机和端口",
        "check that it runs, and host and port in the address of the ledger (SMARTXL_LEDGER)",
    ),
)
_FORBIDDEN = (
    Text("数据库服务器不允许该用户登录", "the database server does not let this user in"),
    Text("检查 SMARTXL_LEDGER 中的用户和密码", "check user and password in SMARTXL_LEDGER"),
)
_BROKEN = (
    Text("数据库已损坏", "the database is damaged"),
    Text(
        "把文件移开，恢复备份，或把全部文件重新收入新台账",
        "put the file aside and restore a copy, or collect all files again into a new ledger",
    ),
)
_TROUBLE = (
    (
        "not a database",
        (
            Text("文件不是台账（不是 SQLite 数据库）", "the file is no ledger (no SQLite database)"),
            Text("指定其他文件，或恢复备份", "name another file, or restore a copy"),
        ),
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
            Text(
                "磁盘无法读写（已满、超出配额或断开），这一步没有记录",
                "the disk cannot be written or read (full, over a quota, or cut off); nothing of this step was recorded",
            ),
            Text(
                "检查磁盘及其空间，再重新执行", "check the disk and its free space, then repeat the command"
            ),
        ),
    ),
    (
        "unable to open",
        (
            Text("无法打开或新建", "it cannot be opened or created"),
            Text(
                "检查其文件夹是否存在、可写、未满",
                "check that its folder exists, may be written to and is not full",
            ),
        ),
    ),
    ("readonly", _CLOSED),
    ("read-only", _CLOSED),
    (
        "permission denied for",
        (
            Text("该用户无权写入", "this user may not write there"),
            Text("让该用户成为数据库的所有者", "make the user the owner of the database"),
        ),
    ),
    ("authentication failed", _FORBIDDEN),
    ("no pg_hba.conf entry", _FORBIDDEN),
    ("no password supplied", _FORBIDDEN),
    ('role "', _FORBIDDEN),
    (
        "does not exist",
        (
            Text("服务器上没有这个数据库", "there is no such database on the server"),
            Text("新建它：createdb -O USER NAME", "create it: createdb -O USER NAME"),
        ),
    ),
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
"""A part of a database's message → what it means, and what to do."""

_WRITES = "smartxl_writes"
_WAIT = "smartxl_wait"
_LOCK = 0x534D5254  # one number for all ledgers: a database holds one
_PASSWORD = re.compile(r"://([^:@/]*):[^@]*@")
_SCHEMA = "schema"
_SCHEMA_NAME = re.compile(r"[A-Za-z0-9._:-]{1,63}")
_POSTGRES = {"postgres", "postgresql"}
_FIRST_TABLES = frozenset({"ledger", "files", "receipts", "submissions", "answers", "findings"})


def connect(target: str | Path, wait: float) -> Engine:
    """An engine for a database URL or, for a path, SQLite; `wait` seconds for another writer.

    In PostgreSQL `?schema=NAME` behind the address is a ledger of its own in the database.
    Raises LedgerError for an unusable URL.
    """
    try:
        url = URL.create("sqlite", database=str(target)) if isinstance(target, Path) else make_url(target)
        if url.drivername in _POSTGRES:
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() == "sqlite":
            engine = create_engine(url, json_serializer=t.as_json, connect_args={"timeout": wait})
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            url, schema = _without_schema(url)
            arguments: dict[str, object] = {"connect_timeout": max(2, round(wait))}
            if schema:
                arguments["options"] = f'-csearch_path="{schema}"'
            engine = create_engine(url, json_serializer=t.as_json, connect_args=arguments)
            engine = engine.execution_options(**{_SCHEMA: schema})
    except ModuleNotFoundError as error:
        what = Text(f"没有安装驱动（{error.name}）", f"its driver is not installed ({error.name})")
        remedy = Text(
            "安装它（PostgreSQL：pip install 'smartxl[postgres]'），地址写 postgresql+psycopg://…",
            "install it (PostgreSQL: pip install 'smartxl[postgres]'), and write postgresql+psycopg://…",
        )
        raise LedgerError(_hidden(target), what, remedy) from error
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        what = Text("不是可用的数据库地址", "this is no database URL that can be used")
        remedy = Text(
            "写如 sqlite:///ledger.sqlite 或 postgresql+psycopg://user@host/database 的地址",
            "give a URL such as sqlite:///ledger.sqlite or postgresql+psycopg://user@host/database",
        )
        raise LedgerError(_hidden(target), what, remedy) from error
    return engine.execution_options(**{_WAIT: wait})


def _without_schema(url: URL) -> tuple[URL, str]:
    """The address of a database, and the schema in it ("": the user's own). Raises ValueError for a name that is none."""
    schema = str(url.query.get(_SCHEMA, ""))
    if schema and not _SCHEMA_NAME.fullmatch(schema):
        raise ValueError(schema)
    return url.difference_update_query([_SCHEMA]), schema


def _hidden(target: str | Path) -> str:
    """A URL without its password."""
    return _PASSWORD.sub(r"://\1:***@", str(target))


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin in `_begin_sqlite`
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    """Takes the lock at once for a transaction that will write: one that has read already could not wait for it."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, writes: bool = False) -> Iterator[Connection]:
    """A transaction; those of all programs that write come one after the other. Raises LedgerError in plain words."""
    try:
        with engine.execution_options(**{_WRITES: writes}).begin() as connection:
            if writes and connection.dialect.name == "postgresql":
                wait = int(1000 * engine.get_execution_options().get(_WAIT, 10))
                limit = text("SELECT set_config('lock_timeout', :wait, true)")
                connection.execute(limit, {"wait": f"{wait}ms"})
                connection.execute(text(_lock_of(engine)), {"lock": _LOCK})
            yield connection
    except SQLAlchemyError as error:
        raise _plain_error(engine, error) from error


def _lock_of(engine: Engine) -> str:
    """Programs that write to one ledger wait for each other; those of other schemas do not."""
    if engine.get_execution_options().get(_SCHEMA):
        return "SELECT pg_advisory_xact_lock(:lock, hashtext(current_schema()))"
    return "SELECT pg_advisory_xact_lock(:lock)"


def _plain_error(engine: Engine, error: SQLAlchemyError) -> LedgerError:
    message = str(getattr(error, "orig", None) or error)
    for part, (what, remedy) in _TROUBLE:
        if part in message:
            return LedgerError(where_of(engine), what, remedy)
    what = Text(f"数据库报告：{message}", message)
    return LedgerError(
        where_of(engine), what, Text("检查数据库后重新执行", "check the database, then repeat the command")
    )


def where_of(engine: Engine) -> str:
    """The ledger's file, or its address without the password."""
    is_file = engine.dialect.name == "sqlite" and engine.url.database
    schema = engine.get_execution_options().get(_SCHEMA, "")
    address = engine.url.render_as_string() + (f"?{_SCHEMA}={schema}" if schema else "")
    return str(engine.url.database) if is_file else address


def prepare(engine: Engine) -> None:
    """Creates the tables in an empty database, or adds to an older ledger what it lacks.

    Raises LedgerError, also for a database of something else.
    """
    with transaction(engine) as connection:
        version = version_of(connection)
    if version == t.SCHEMA_VERSION:
        return
    if schema := engine.get_execution_options().get(_SCHEMA):
        with transaction(engine) as connection:
            # two programs that meet it at the same time would both create it: the second waits, and finds it
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
    _enable_wal(engine)
    with transaction(engine, writes=True) as connection:
        version = version_of(connection)  # another program may have been first
        if version == "":
            t.metadata.create_all(connection)
            connection.execute(insert(t.properties).values(name="schema", value=t.SCHEMA_VERSION))
        elif version in UPGRADABLE:
            upgrade(connection, version)
        elif version != t.SCHEMA_VERSION:
            what = Text(
                f"台账结构版本为 {version}，本程序需要 {t.SCHEMA_VERSION}",
                f"the ledger has schema version {version}, this program needs {t.SCHEMA_VERSION}",
            )
            remedy = Text("使用写出它的 smartxl 版本", "use the version of smartxl that wrote it")
            raise LedgerError(where_of(engine), what, remedy)


def version_of(connection: Connection) -> str:
    """The version of the ledger in the database; "" when it is empty."""
    present = set(inspect(connection).get_table_names())
    if not present:
        return ""
    if not present >= _FIRST_TABLES:
        what = Text("数据库里不是台账", "the database holds something else than a ledger")
        raise LedgerError(where_of(connection.engine), what, Text("指定其他数据库", "name another one"))
    query = select(t.properties.c.value).where(t.properties.c.name == "schema")
    return str(connection.execute(query).scalar_one_or_none())


def _enable_wal(engine: Engine) -> None:
    """Enables write-ahead logging, so that others read while one writes; not every disk allows it."""
    if engine.dialect.name != "sqlite":
        return
    with suppress(OperationalError, sqlite3.OperationalError), engine.connect() as connection:
        raw = connection.connection.driver_connection
        if raw is not None:
            raw.execute("PRAGMA journal_mode = WAL")
