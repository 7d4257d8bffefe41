"""The ledger: everything received is kept, a stated rule chooses, trouble is told in plain words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from smartxl.errors import LedgerError
from smartxl.ledger import Ledger
from smartxl.model.answers import Answer, Field, State
from smartxl.model.received import Delivery, FileReading, FileState
from smartxl.xlsx import digest_of
from tests.ledger.ledgers import ANSWERS, FINDINGS, counting, reading, receive, received
from tests.reading.forms import DEFINITION, NOW, make_definition, old_stamp


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, user="王一") as ledger:
        yield ledger


def test_what_went_in_comes_out_also_after_closing(ledger_url: str) -> None:
    with Ledger.open(ledger_url) as ledger:
        receive(ledger, received(), reading(), NOW)
    with Ledger.open(ledger_url) as ledger:
        digest = received().digest
        assert ledger.content(digest) == b"a"
        assert ledger.answers([digest]) == ANSWERS
        assert ledger.findings([digest]) == FINDINGS
        (record,) = ledger.records()
        assert (record.unit, record.state, record.received_at) == ("GAJ", FileState.ACCEPTED, NOW)
        assert record.belongs_to(DEFINITION)


def test_what_never_came_is_not_known(ledger: Ledger) -> None:
    assert ledger.content("0" * 64) is None
    assert (ledger.answers(["0" * 64]), ledger.findings(["0" * 64]), ledger.records()) == ((), (), ())


def test_the_newest_file_of_a_unit_counts(ledger: Ledger) -> None:
    for content in (b"first", b"second"):
        receive(ledger, received(content, "a.xlsx"), reading(), NOW)
    receive(ledger, received(b"other"), reading("JYJ"), NOW)
    assert counting(ledger, DEFINITION) == {"GAJ": digest_of(b"second"), "JYJ": digest_of(b"other")}
    assert ledger.content(digest_of(b"first")) == b"first"


def test_sending_the_old_file_again_changes_nothing(ledger: Ledger) -> None:
    receive(ledger, received(b"first"), reading(), NOW)
    receive(ledger, received(b"second"), reading(), NOW)
    receive(ledger, received(b"first", "again.xlsx"), None, NOW + timedelta(days=1))
    assert counting(ledger, DEFINITION) == {"GAJ": digest_of(b"second")}
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
        FileReading(FileState.UNREADABLE, None, (), FINDINGS),
    ],
    ids=["refused", "unknown unit", "round", "assessment", "old form", "unreadable"],
)
def test_what_does_not_count(ledger: Ledger, other: FileReading) -> None:
    receive(ledger, received(b"good"), reading(), NOW)
    receive(ledger, received(b"other"), other, NOW)
    assert counting(ledger, DEFINITION) == {"GAJ": digest_of(b"good")}


def test_a_file_read_again_keeps_its_place_and_all_its_readings(ledger: Ledger) -> None:
    receive(ledger, received(b"first"), FileReading(FileState.REFUSED, old_stamp(), (), ()), NOW)
    receive(ledger, received(b"second"), reading(), NOW)
    receive(ledger, received(b"first"), reading(), NOW)
    assert counting(ledger, DEFINITION) == {"GAJ": digest_of(b"second")}
    assert [record.state for record in ledger.records()] == [
        FileState.REFUSED,
        FileState.ACCEPTED,
        FileState.ACCEPTED,
    ]
    assert ledger.findings([digest_of(b"first")]) == FINDINGS


def test_answers_come_in_the_order_of_the_files_asked_for(ledger: Ledger) -> None:
    for unit in ("GAJ", "JYJ"):
        answer = Answer(unit, "A3/n", State.VALUE, 1.0)
        receive(
            ledger,
            received(unit.encode()),
            FileReading(FileState.ACCEPTED, old_stamp(unit=unit), (answer,), ()),
            NOW,
        )
    digests = [digest_of(b"JYJ"), digest_of(b"GAJ")]
    assert [answer.unit for answer in ledger.answers(digests)] == ["JYJ", "GAJ"]


def test_the_filled_rows_of_a_register_come_without_the_others(ledger: Ledger) -> None:
    rows = [
        Answer("GAJ", "~/E01", State.BLANK, None, {Field.ADDRESS: "a.pdf"}),
        Answer("GAJ", "~/E02", State.BLANK),
        Answer("GAJ", "~B2/1", State.BLANK, None, {Field.NAME: "一事"}),
        Answer("GAJ", "A3/n", State.VALUE, 1.0, {Field.VALUE: 1.0}),
    ]
    receive(ledger, received(), FileReading(FileState.ACCEPTED, old_stamp(), tuple(rows), ()), NOW)
    assert ledger.answers_by_file([received().digest], "~/") == {received().digest: rows[:1]}
    assert ledger.answers_by_file([digest_of(b"never")], "~/") == {}


def test_an_aware_clock_is_kept(ledger: Ledger) -> None:
    at = datetime.fromisoformat("2026-09-30T12:00:00+08:00")
    receive(ledger, received(), reading(), at)
    assert ledger.receipts()[0].received_at == at


def test_a_reading_that_cannot_be_written_leaves_nothing(ledger: Ledger) -> None:
    broken = Answer("GAJ", "A3/n", State.VALUE, {}, {})  # type: ignore[arg-type]
    with pytest.raises(LedgerError):
        receive(ledger, received(), FileReading(FileState.ACCEPTED, old_stamp(), (*ANSWERS, broken), ()), NOW)
    assert ledger.content(received().digest) is None
    assert ledger.receipts() == ()


def test_another_definition_has_its_own_counting_files(ledger: Ledger) -> None:
    receive(ledger, received(), reading(), NOW)
    assert counting(ledger, make_definition(evidence_rows=1)) == {}


def test_where_it_came_from_and_what_saved_it_is_kept(ledger: Ledger) -> None:
    sent = replace(received(), source="inbox/公安局/a.xlsx", note="张三 邮件")
    receive(ledger, sent, replace(reading(), saved_by="WPS 表格 12.1"), NOW)
    (receipt,) = ledger.receipts()
    assert (receipt.source, receipt.note, receipt.who) == ("inbox/公安局/a.xlsx", "张三 邮件", "王一")
    (record,) = ledger.records()
    assert (record.saved_by, record.rows, record.blank, record.must_fix) == ("WPS 表格 12.1", 4, 1, 1)
    assert not record.complete


def test_several_files_are_recorded_together_or_not_at_all(ledger: Ledger) -> None:
    deliveries = [Delivery(received(bytes([i])), reading(), NOW) for i in range(5)]
    broken = Answer("GAJ", "A3/n", State.VALUE, {}, {})  # type: ignore[arg-type]
    with pytest.raises(LedgerError):
        ledger.receive_all(
            [
                *deliveries,
                Delivery(received(), FileReading(FileState.ACCEPTED, old_stamp(), (broken,), ()), NOW),
            ]
        )
    assert (ledger.receipts(), ledger.records(), ledger.events(DEFINITION)) == ((), (), ())
    ledger.receive_all(deliveries)
    assert [record.arrival for record in ledger.records()] == [1, 2, 3, 4, 5]
    assert len(ledger.answers(record.digest for record in ledger.records())) == 5 * len(ANSWERS)


def test_the_same_file_twice_in_one_batch_is_read_once(ledger: Ledger) -> None:
    twice = [Delivery(received(name=name), reading(), NOW) for name in ("a.xlsx", "副本.xlsx")]
    ledger.receive_all(twice)
    assert [receipt.name for receipt in ledger.receipts()] == ["a.xlsx", "副本.xlsx"]
    assert len(ledger.records()) == 1


def test_a_reading_that_says_the_same_is_recorded_once(ledger_url: str) -> None:
    """Two programs that take in one folder at once both bring a reading."""
    for program in ("smartxl 1", "smartxl 1", "smartxl 2"):
        with Ledger.open(ledger_url, program) as ledger:
            receive(ledger, received(), reading(), NOW)
    with Ledger.open(ledger_url) as ledger:
        assert [record.program for record in ledger.records()] == ["smartxl 1", "smartxl 2"]
        assert len(ledger.receipts()) == 3


@pytest.mark.parametrize("text", ["\0", "\udce9.xlsx", "𝒜 ok", "'; DROP TABLE files; --", "%(x)s :y"])
def test_text_that_a_database_may_not_take(ledger: Ledger, text: str) -> None:
    answer = Answer("GAJ", "A3/n", State.VALUE, float("inf"), {Field.NOTE: text, Field.VALUE: float("inf")})
    finding = replace(FINDINGS[0], found=text)
    stamp = old_stamp(edition=text * 30, revision=10**30)
    receive(ledger, received(name=text), FileReading(FileState.ACCEPTED, stamp, (answer,), (finding,)), NOW)
    (kept,) = ledger.answers([received().digest])
    assert kept.fields[Field.VALUE] == float("inf")
    assert str(kept.fields[Field.NOTE])[-3:] == text.replace("\0", "\ufffd").replace("\udce9", "?")[-3:]
    assert ledger.findings([received().digest])[0].code is finding.code


def test_a_row_is_told_by_its_unit_and_its_key(ledger: Ledger) -> None:
    both = tuple(Answer(unit, "A3/n", State.VALUE, score) for unit, score in (("GAJ", 1.0), ("JYJ", 2.0)))
    receive(ledger, received(), FileReading(FileState.ACCEPTED, old_stamp(), both, ()), NOW)
    assert ledger.counting_answers(DEFINITION) == both


@pytest.mark.slow
def test_a_thousand_files_are_recorded_and_counted_quickly(tmp_path: Path) -> None:
    answers = tuple(ANSWERS[0]._replace(key=f"B2/BS{i:03}") for i in range(60))
    deliveries = [
        Delivery(received(str(i).encode()), FileReading(FileState.ACCEPTED, old_stamp(), answers, ()), NOW)
        for i in range(1000)
    ]
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        start = time.process_time()
        for first in range(0, 1000, 50):
            ledger.receive_all(deliveries[first : first + 50])
        taken = time.process_time() - start
        start = time.process_time()
        for delivery in deliveries[:200]:
            ledger.records(delivery.received.digest)
        assert len(counting(ledger, DEFINITION)) == 1
        assert time.process_time() - start < 1
    assert taken < 3
