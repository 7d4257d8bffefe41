"""What is no ledger, an older ledger, and databases that refuse: told in plain words, nothing half written."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from smartxl.errors import LedgerError
from smartxl.ledger import EventKind, Ledger, Standing, unit_states
from smartxl.ledger.database import connect, prepare
from smartxl.model.answers import Answer, Field, State
from smartxl.model.received import FileReading, FileState
from smartxl.xlsx import digest_of
from tests.ledger.ledgers import ANSWERS, FINDINGS, form, reading, receive, received
from tests.postgres import Server
from tests.reading.forms import DEFINITION, NOW, old_stamp


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def not_a_database(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 this is a workbook" * 100)


def something_else(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE answers (x)")


def of_the_future(path: Path) -> None:
    Ledger.open(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE ledger SET value = '99'")


def damaged(path: Path) -> None:
    with Ledger.open(path) as ledger:
        receive(ledger, received(bytes(50_000)), reading(), NOW)
    content = bytearray(path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("prepare_file", "what"),
    [
        (not_a_database, "no ledger"),
        (something_else, "something else than a ledger"),
        (of_the_future, "schema version 99"),
        (damaged, "damaged"),
        (Path.mkdir, "cannot be opened"),
    ],
)
def test_what_is_no_ledger_is_refused(path: Path, prepare_file: Callable[[Path], None], what: str) -> None:
    prepare_file(path)
    with pytest.raises(LedgerError, match=what) as raised, Ledger.open(path) as ledger:
        ledger.records()
    assert raised.value.where.zh == str(path)
    assert raised.value.remedy.en


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("nonsense", "database URL"),
        ("nosuch://x/y", "database URL"),
        ("postgresql+nosuch://x/y", "database URL"),
        ("postgresql+psycopg://u:secret@h:port/y", "database URL"),
        ("oracle://u:secret@h/y", "driver is not installed"),
    ],
)
def test_a_url_that_cannot_be_used(url: str, what: str) -> None:
    with pytest.raises(LedgerError, match=what) as raised:
        Ledger.open(url)
    assert "secret" not in str(raised.value)


def test_a_path_and_a_url_open_the_same_ledger(path: Path) -> None:
    with Ledger.open(path) as ledger:
        receive(ledger, received(), reading(), NOW)
    with Ledger.open(f"sqlite:///{path}") as ledger:
        assert ledger.content(received().digest) is not None


def test_a_server_that_does_not_answer(postgres: Server) -> None:
    for url, what in (
        ("postgresql+psycopg://me:secret@127.0.0.1:1/smartxl", "cannot be reached"),
        (f"postgresql://me@/smartxl?host={postgres.folder}/nowhere", "cannot be reached"),
        (f"postgres://postgres@/nosuch?host={postgres.folder}", "no such database"),
        (f"postgresql://nobody_here@/postgres?host={postgres.folder}", "does not let this user in"),
    ):
        with pytest.raises(LedgerError, match=what) as raised:
            Ledger.open(url, wait=2)
        assert "secret" not in str(raised.value)


def test_a_user_who_may_not_create_tables(postgres: Server) -> None:
    with psycopg.connect(postgres.address, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS guest")
        connection.execute("CREATE ROLE guest LOGIN")
    with pytest.raises(LedgerError, match="may not write there"):
        Ledger.open(f"postgresql://guest@/postgres?host={postgres.folder}")


def test_a_ledger_that_somebody_else_writes(path: Path) -> None:
    with Ledger.open(path, wait=0.05) as ledger, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerError, match="another program is writing"):
            receive(ledger, received(), reading(), NOW)
        assert ledger.records() == ()  # reading goes on
        other.rollback()
        receive(ledger, received(), reading(), NOW)
        assert ledger.content(received().digest) is not None


def test_a_server_on_which_somebody_else_writes(postgres: Server) -> None:
    with Ledger.open(postgres.new_url(), wait=0.1) as ledger, psycopg.connect(postgres.address) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [0x534D5254])
        with pytest.raises(LedgerError, match="another program is writing"):
            receive(ledger, received(), reading(), NOW)
        other.rollback()
        receive(ledger, received(), reading(), NOW)


def test_a_full_disk_leaves_nothing_half_written(path: Path) -> None:
    engine = connect(path, 1)
    prepare(engine)
    engine.dispose()

    @event.listens_for(engine, "connect")
    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 60")

    with Ledger(engine, "test") as ledger:
        with pytest.raises(LedgerError, match="disk is full"):
            receive(ledger, received(bytes(10**6)), reading(), NOW)
        assert ledger.content(digest_of(bytes(10**6))) is None
        assert ledger.receipts() == ()
        receive(ledger, received(b"small"), reading(), NOW)
        assert ledger.content(digest_of(b"small")) is not None


@pytest.mark.slow
@pytest.mark.parametrize("size", [0, 2_000, 20_000, 60_000, 300_000])
def test_a_disk_that_fills_up_while_a_ledger_is_made_or_written(path: Path, size: int) -> None:
    """No file may grow beyond the size: whatever happens is told in a sentence, and what was told to be done is there."""
    done = subprocess.run(
        [sys.executable, "-c", _FILL, str(path)],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    kept, _, said = done.stdout.partition("|")
    assert "disk" in said or "cannot be opened or created" in said
    with Ledger.open(path) as ledger:
        assert len(ledger.records()) == int(kept)
        receive(ledger, received(b"later"), reading(), NOW)
        assert ledger.content(digest_of(b"later")) == b"later"


_FILL = """
import sys
from pathlib import Path
from smartxl.errors import LedgerError
from smartxl.ledger import Ledger
from tests.reading.forms import NOW
from tests.ledger.ledgers import received, reading, receive
kept = 0
try:
    with Ledger.open(Path(sys.argv[1])) as ledger:
        for number in range(1000):
            receive(ledger, received(bytes([number % 256]) * (1000 + number)), reading(), NOW)
            kept += 1
except LedgerError as error:
    print(f"{kept}|{error.what}")
"""


@pytest.fixture
def old(path: Path) -> Iterator[sqlite3.Connection]:
    """A ledger with three files, open to be made into one of an earlier version."""
    with Ledger.open(path) as ledger:
        receive(ledger, received(b"a"), form("12---", faults=2), NOW)
        receive(
            ledger, received(b"b"), FileReading(FileState.REFUSED, old_stamp(unit="JYJ"), (), FINDINGS), NOW
        )
        receive(ledger, received(b"c"), FileReading(FileState.UNREADABLE, None, (), FINDINGS), NOW)
        receive(ledger, received(b"a"), None, NOW)
    with closing(sqlite3.connect(path)) as connection:
        yield connection


_NEW_COLUMNS = {
    "receipts": ["source", "note", "who"],
    "submissions": ["arrival", "saved_by", "rows", "blank", "must_fix", "scoring"],
}


@pytest.mark.parametrize("version", ["2", "3"])
def test_an_older_ledger_is_brought_up_to_date(path: Path, old: sqlite3.Connection, version: str) -> None:
    with Ledger.open(path) as ledger:
        before = ledger.records(), ledger.receipts(), ledger.count(DEFINITION), ledger.events(DEFINITION)
    for table, columns in _NEW_COLUMNS.items():
        for column in [*columns, *(["edition"] if (table, version) == ("submissions", "2") else [])]:
            old.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for table in ("events", "attachments", "scorings", "definitions"):
        old.execute(f"DROP TABLE {table}")
    old.execute("UPDATE ledger SET value = ?", [version])
    old.commit()
    for _ in range(2):  # once brought up, and once found so
        with Ledger.open(path) as ledger:
            assert (ledger.records(), ledger.receipts(), ledger.count(DEFINITION)) == before[:3]
            assert ledger.events(DEFINITION) == before[3]
            states = [standing.state for standing in unit_states(DEFINITION, ledger)]
            assert states == [Standing.RECEIVED, Standing.RECEIVED]
    with Ledger.open(path) as ledger:
        ledger.mark(DEFINITION, "GAJ", EventKind.RETURNED, "有误", NOW)
        receive(ledger, received(b"d"), reading(), NOW)
        assert unit_states(DEFINITION, ledger)[0].state is Standing.RESUBMITTED
        assert ledger.answers([digest_of(b"d")]) == ANSWERS


def test_a_ledger_of_before_two_digests_keeps_its_counts(path: Path) -> None:
    """Rows of the register are no rows of the definition: what was counted without them is not counted anew."""
    register = Answer("GAJ", "~/E01", State.BLANK, None, {Field.NAME: "台账"})
    sent = replace(form("12---"), answers=(*form("12---").answers, register))
    identity = DEFINITION.identity
    with Ledger.open(path) as ledger:
        receive(ledger, received(b"a"), replace(sent, form=identity.earlier), NOW)
        before = ledger.records(), ledger.count(DEFINITION)
    with closing(sqlite3.connect(path)) as old:
        old.execute("ALTER TABLE submissions DROP COLUMN scoring")
        for table in ("scorings", "definitions"):
            old.execute(f"DROP TABLE {table}")
        old.execute("UPDATE ledger SET value = '4'")
        old.commit()
    with Ledger.open(path) as ledger:
        assert (ledger.records(), ledger.count(DEFINITION)) == before
        assert ledger.records()[0].rows == len(form("12---").answers)
        assert ledger.scorings(DEFINITION) == ()
        ledger.note_scoring(DEFINITION, NOW)
        assert [s.digest for s in ledger.scorings(DEFINITION)] == [identity.scoring]
        kept = ledger.definition(identity.whole)
        assert kept is not None
        assert kept.identity.whole == identity.whole


def test_no_command_of_the_ledger_deletes_or_changes_what_is_there(ledger_url: str) -> None:
    said: list[str] = []
    engine = connect(ledger_url, 5)
    prepare(engine)

    @event.listens_for(engine, "before_cursor_execute")
    def note(*arguments: object) -> None:
        said.append(str(arguments[2]).split()[0].upper())

    with Ledger(engine, "test", "王一") as ledger:
        for name in (b"a", b"b", b"a"):
            receive(ledger, received(name), reading(), NOW)
        for kind in (EventKind.RETURNED, EventKind.ACCEPTED, EventKind.EXEMPT, EventKind.ASKED):
            ledger.mark(DEFINITION, "GAJ", kind, "x", NOW)
        ledger.mark(DEFINITION, "GAJ", EventKind.CHOSEN, "x", NOW, digest_of(b"a"))
        ledger.mark(DEFINITION, "GAJ", EventKind.UNCHOSEN, "x", NOW)
        ledger.keep_attachments(DEFINITION, "GAJ", [received(b"photo")], NOW)
        ledger.count(DEFINITION)
    assert set(said) <= {"SELECT", "INSERT", "BEGIN", "PRAGMA", "COMMIT"}
    assert "INSERT" in said
