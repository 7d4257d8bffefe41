"""The ledger: everything received is kept, a stated rule chooses, trouble is told in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event

from smartxl.errors import LedgerError
from smartxl.findings import Finding, FindingCode
from smartxl.intake import FileState, Ledger, Parcel, Reading, digest_of
from smartxl.intake.database import prepare
from smartxl.model.answers import Answer, Field, State
from tests.intake.forms import DEFINITION, NOW, make_definition, old_stamp

ANSWERS = (
    Answer(
        "GAJ",
        "B2/BS001",
        State.VALUE,
        0.6,
        {Field.LEVEL: "在线申报", Field.DATE: date(2026, 9, 2)},
        "采样表",
        "G4",
    ),
    Answer("GAJ", "A3/n", State.VALUE, 0.0, {Field.VALUE: 0.0}, "采样表", "F10"),
    Answer("GAJ", "A3/rate", State.BLANK),
    Answer("GAJ", "A6/level", State.NOT_APPLICABLE, None, {Field.NOTE: "=1+1"}, "采样表", "F13"),
)
FINDINGS = (Finding(FindingCode.NOT_IN_LIST, "GAJ", "采样表", "G12", "某事项", "很深", "办事指南", "a.xlsx"),)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as ledger:
        yield ledger


def parcel(content: bytes = b"a", name: str = "a.xlsx") -> Parcel:
    return Parcel(name, digest_of(content), len(content), content)


def reading(unit: str = "GAJ", state: FileState = FileState.ACCEPTED, **changes: str | int) -> Reading:
    return Reading(state, old_stamp(unit=unit, **changes), ANSWERS, FINDINGS)


def test_what_went_in_comes_out_also_after_closing(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.receive(parcel(), reading(), NOW)
    with Ledger.open(path) as ledger:
        digest = parcel().digest
        assert ledger.known(digest)
        assert ledger.content(digest) == b"a"
        assert ledger.answers([digest]) == ANSWERS
        assert ledger.findings([digest]) == FINDINGS
        (record,) = ledger.records()
        assert (record.unit, record.state, record.received_at) == ("GAJ", FileState.ACCEPTED, NOW)
        assert record.belongs_to(DEFINITION)


def test_what_never_came_is_not_known(ledger: Ledger) -> None:
    assert not ledger.known("0" * 64)
    assert ledger.content("0" * 64) is None
    assert (ledger.answers(["0" * 64]), ledger.findings(["0" * 64]), ledger.records()) == ((), (), ())


def test_the_newest_file_of_a_unit_counts(ledger: Ledger) -> None:
    for content in (b"first", b"second"):
        ledger.receive(parcel(content, "a.xlsx"), reading(), NOW)
    ledger.receive(parcel(b"other"), reading("JYJ"), NOW)
    assert ledger.counting(DEFINITION) == {"GAJ": digest_of(b"second"), "JYJ": digest_of(b"other")}
    assert ledger.content(digest_of(b"first")) == b"first"


def test_sending_the_old_file_again_changes_nothing(ledger: Ledger) -> None:
    ledger.receive(parcel(b"first"), reading(), NOW)
    ledger.receive(parcel(b"second"), reading(), NOW)
    ledger.receive(parcel(b"first", "again.xlsx"), None, NOW + timedelta(days=1))
    assert ledger.counting(DEFINITION) == {"GAJ": digest_of(b"second")}
    assert [(r.name, r.received_at) for r in ledger.receipts()] == [
        ("a.xlsx", NOW),
        ("a.xlsx", NOW),
        ("again.xlsx", NOW + timedelta(days=1)),
    ]


@pytest.mark.parametrize(
    "other",
    [
        reading(state=FileState.REFUSED),
        reading(unit="XYZ"),
        reading(round="2025-1"),
        reading(assessment="other"),
        reading(digest="e" * 64),
        Reading(FileState.UNREADABLE, None, (), FINDINGS),
    ],
    ids=["refused", "unknown unit", "round", "assessment", "old form", "unreadable"],
)
def test_what_does_not_count(ledger: Ledger, other: Reading) -> None:
    ledger.receive(parcel(b"good"), reading(), NOW)
    ledger.receive(parcel(b"other"), other, NOW)
    assert ledger.counting(DEFINITION) == {"GAJ": digest_of(b"good")}


def test_a_file_read_again_keeps_its_place_and_all_its_readings(ledger: Ledger) -> None:
    ledger.receive(parcel(b"first"), Reading(FileState.REFUSED, old_stamp(), (), ()), NOW)
    ledger.receive(parcel(b"second"), reading(), NOW)
    ledger.receive(parcel(b"first"), reading(), NOW)
    assert ledger.counting(DEFINITION) == {"GAJ": digest_of(b"second")}
    assert [record.state for record in ledger.records()] == [
        FileState.REFUSED,
        FileState.ACCEPTED,
        FileState.ACCEPTED,
    ]
    assert ledger.findings([digest_of(b"first")]) == FINDINGS


def test_answers_come_in_the_order_of_the_files_asked_for(ledger: Ledger) -> None:
    for unit in ("GAJ", "JYJ"):
        answer = Answer(unit, "A3/n", State.VALUE, 1.0)
        ledger.receive(
            parcel(unit.encode()), Reading(FileState.ACCEPTED, old_stamp(unit=unit), (answer,), ()), NOW
        )
    digests = [digest_of(b"JYJ"), digest_of(b"GAJ")]
    assert [answer.unit for answer in ledger.answers(digests)] == ["JYJ", "GAJ"]


def test_an_aware_clock_is_kept(ledger: Ledger) -> None:
    at = datetime.fromisoformat("2026-09-30T12:00:00+08:00")
    ledger.receive(parcel(), reading(), at)
    assert ledger.receipts()[0].received_at == at


def test_a_reading_that_cannot_be_written_leaves_nothing(ledger: Ledger) -> None:
    broken = Answer("GAJ", "A3/n", State.VALUE, {}, {})  # type: ignore[arg-type]
    with pytest.raises(LedgerError):
        ledger.receive(parcel(), Reading(FileState.ACCEPTED, old_stamp(), (*ANSWERS, broken), ()), NOW)
    assert not ledger.known(parcel().digest)
    assert ledger.receipts() == ()


def not_a_database(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 this is a workbook" * 100)


def something_else(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE answers (x)")


def of_the_future(path: Path) -> None:
    Ledger.open(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE ledger SET value = '99'")


@pytest.mark.parametrize(
    ("prepare_file", "what"),
    [
        (not_a_database, "no ledger"),
        (something_else, "something else than a ledger"),
        (of_the_future, "schema version 99"),
        (Path.mkdir, "cannot be opened"),
    ],
)
def test_what_is_no_ledger_is_refused(path: Path, prepare_file: Callable[[Path], None], what: str) -> None:
    prepare_file(path)
    with pytest.raises(LedgerError, match=what) as raised:
        Ledger.open(path)
    assert raised.value.where == str(path)
    assert raised.value.remedy


@pytest.mark.parametrize("url", ["nonsense", "nosuch://x/y", "postgresql+nosuch://x/y"])
def test_a_url_that_cannot_be_used(url: str) -> None:
    with pytest.raises(LedgerError, match="database URL"):
        Ledger.open(url)


def test_a_url_and_a_path_open_the_same_ledger(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.receive(parcel(), reading(), NOW)
    with Ledger.open(f"sqlite:///{path}") as ledger:
        assert ledger.known(parcel().digest)


def test_a_ledger_that_somebody_else_writes(path: Path) -> None:
    with Ledger.open(path, wait=0.05) as ledger, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerError, match="another program is writing"):
            ledger.receive(parcel(), reading(), NOW)
        other.rollback()
        ledger.receive(parcel(), reading(), NOW)
        assert ledger.known(parcel().digest)


def test_a_full_disk_leaves_nothing_half_written(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    prepare(engine)
    engine.dispose()

    @event.listens_for(engine, "connect")
    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 40")

    with Ledger(engine, "test") as ledger:
        with pytest.raises(LedgerError, match="disk is full"):
            ledger.receive(parcel(bytes(10**6)), reading(), NOW)
        assert not ledger.known(digest_of(bytes(10**6)))
        assert ledger.receipts() == ()


def test_another_definition_has_its_own_counting_files(ledger: Ledger) -> None:
    ledger.receive(parcel(), reading(), NOW)
    assert ledger.counting(make_definition(digest="f" * 64)) == {}
