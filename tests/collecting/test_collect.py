"""Collecting a folder: every file is recorded once, none stops the others, and status says where each unit stands."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from smartxl.collecting import CollectProgress, CollectReport, OutcomeKind, collect
from smartxl.errors import ProjectError
from smartxl.findings import FindingCode
from smartxl.ledger import Ledger, RowTotals, Standing
from smartxl.ledger.status import status
from smartxl.model.answers import Field
from smartxl.model.definition import Definition, Roster
from smartxl.model.plan import WorkbookPlan
from smartxl.stamp import Stamp
from smartxl.xlsx import gate as gate_module
from tests.ledger.ledgers import counting
from tests.reading.forms import (
    DEFINITION,
    FIRST,
    GOOD,
    NOW,
    Typed,
    make_plan,
    old_stamp,
    write_form,
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        yield ledger


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def plans(stamp: Stamp) -> WorkbookPlan:
    return make_plan(stamp.unit, stamp.lang)


def form_of(unit: str, **more: Typed) -> bytes:
    answers = {**GOOD, FIRST: {**GOOD[FIRST], **{Field(name): value for name, value in more.items()}}}
    return write_form(make_plan(unit), answers).save()


def run(
    inbox: Path, ledger: Ledger, definition: Definition = DEFINITION, at: datetime = NOW
) -> CollectReport:
    return collect(definition, plans, inbox, ledger, now=lambda: at)


def outcomes(report: CollectReport) -> dict[str, OutcomeKind]:
    return {entry.file: entry.outcome for entry in report.outcomes}


def test_a_folder_of_all_kinds(inbox: Path, ledger: Ledger) -> None:
    (inbox / "b 公安局.xlsx").write_bytes(form_of("GAJ", level="很深"))
    (inbox / "a 坏.xlsx").write_bytes(b"PK broken")
    (inbox / "c 旧.xlsx").write_bytes(write_form(make_plan(stamp=old_stamp(round="2025-1"))).save())
    (inbox / "~$b 公安局.xlsx").write_bytes(b"lock")
    (inbox / "附件.pdf").write_bytes(b"%PDF")
    (inbox / ".DS_Store").write_bytes(b"x")
    (inbox / "sub").mkdir()
    (inbox / "sub" / "教育局.XLSX").write_bytes(form_of("JYJ"))
    (inbox / "sub" / "deep").mkdir()
    (inbox / "sub" / "deep" / "x.xlsx").write_bytes(b"")
    seen: list[CollectProgress] = []
    report = collect(DEFINITION, plans, inbox, ledger, now=lambda: NOW, progress=seen.append)
    assert outcomes(report) == {
        "a 坏.xlsx": OutcomeKind.UNREADABLE,
        "b 公安局.xlsx": OutcomeKind.ACCEPTED,
        "c 旧.xlsx": OutcomeKind.REFUSED,
        "sub/deep/x.xlsx": OutcomeKind.UNREADABLE,
        "sub/教育局.XLSX": OutcomeKind.ACCEPTED,
    }
    assert list(outcomes(report)) == sorted(outcomes(report))
    assert report.skipped == ("~$b 公安局.xlsx", "附件.pdf")
    assert [finding.code for finding in report.findings] == [
        FindingCode.DAMAGED,
        FindingCode.NOT_IN_LIST,
        FindingCode.OTHER_ROUND,
        FindingCode.EMPTY_FILE,
    ]
    assert [(step.done, step.total) for step in seen] == [(i, 5) for i in range(1, 6)]
    assert sorted(step.file for step in seen) == list(outcomes(report))
    assert seen[-1].findings == len(report.findings)
    assert [report.number(outcome) for outcome in OutcomeKind] == [2, 0, 1, 2]
    assert set(counting(ledger, DEFINITION)) == {"GAJ", "JYJ"}
    unreadable = report.outcomes[0]
    assert ledger.content(unreadable.digest) == b"PK broken"
    assert [f.code for f in ledger.findings([unreadable.digest])] == [FindingCode.DAMAGED]


def test_collecting_again_does_not_read_again(inbox: Path, ledger: Ledger) -> None:
    (inbox / "a.xlsx").write_bytes(form_of("GAJ", level="很深"))
    (inbox / "b.xlsx").write_bytes(b"PK broken")
    first = run(inbox, ledger)

    def fail(stamp: Stamp) -> WorkbookPlan:
        raise AssertionError("read again")

    again = collect(DEFINITION, fail, inbox, ledger, now=lambda: NOW)
    assert set(outcomes(again).values()) == {OutcomeKind.AGAIN}
    assert again.findings == first.findings
    assert again.outcomes[0].unit == "GAJ"
    assert len(ledger.receipts()) == 2, "a file that still lies there did not come again"
    (inbox / "a 再发.xlsx").write_bytes((inbox / "a.xlsx").read_bytes())
    assert run(inbox, ledger).number(OutcomeKind.AGAIN) == 3
    assert [receipt.name for receipt in ledger.receipts()][2:] == ["a 再发.xlsx"]
    assert len(ledger.records()) == 2


def test_two_versions_the_later_counts_and_says_what_it_replaces(inbox: Path, ledger: Ledger) -> None:
    (inbox / "v1.xlsx").write_bytes(form_of("GAJ", level="办事指南"))
    run(inbox, ledger)
    (inbox / "v0 更正.xlsx").write_bytes(form_of("GAJ", level="结果反馈"))
    report = run(inbox, ledger)
    assert [(entry.file, entry.outcome, entry.replaces) for entry in report.outcomes] == [
        ("v0 更正.xlsx", OutcomeKind.ACCEPTED, "v1.xlsx"),
        ("v1.xlsx", OutcomeKind.AGAIN, ""),
    ]
    (digest,) = counting(ledger, DEFINITION).values()
    assert ledger.answers([digest])[0].score_input == 1.0


def test_the_same_bytes_under_two_names_are_one_file(inbox: Path, ledger: Ledger) -> None:
    content = form_of("GAJ")  # once: openpyxl stamps the time into what it saves
    for name in ("a.xlsx", "a - 副本.xlsx"):
        (inbox / name).write_bytes(content)
    assert sorted(outcomes(run(inbox, ledger)).values()) == [OutcomeKind.ACCEPTED, OutcomeKind.AGAIN]
    assert len(ledger.records()) == 1


def test_a_refused_file_is_read_again_when_the_definition_was_mended(inbox: Path, ledger: Ledger) -> None:
    (inbox / "a.xlsx").write_bytes(form_of("JYJ"))
    small = replace(DEFINITION, roster=Roster(DEFINITION.roster.units[:1]))
    report = run(inbox, ledger, small)
    assert [finding.code for finding in report.findings] == [FindingCode.UNKNOWN_UNIT]
    assert outcomes(run(inbox, ledger)) == {"a.xlsx": OutcomeKind.ACCEPTED}


def test_a_file_refused_twice_is_recorded_once(inbox: Path, ledger: Ledger) -> None:
    (inbox / "a.xlsx").write_bytes(form_of("GAJ"))
    other = replace(DEFINITION, framework=replace(DEFINITION.framework, code="other"))
    assert (
        outcomes(run(inbox, ledger, other))
        == outcomes(run(inbox, ledger, other))
        == {"a.xlsx": OutcomeKind.REFUSED}
    )
    assert len(ledger.records()) == 1


def test_another_version_of_the_program_reads_again(inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.xlsx").write_bytes(form_of("GAJ"))
    found = []
    for program in ("smartxl 1", "smartxl 1", "smartxl 2"):
        with Ledger.open(tmp_path / "l.sqlite", program) as ledger:
            found.append(run(inbox, ledger).outcomes[0].outcome)
    assert found == [OutcomeKind.ACCEPTED, OutcomeKind.AGAIN, OutcomeKind.ACCEPTED]


def test_files_may_be_named_one_by_one(inbox: Path, ledger: Ledger) -> None:
    for name in ("b.xlsx", "a.xlsx"):
        (inbox / name).write_bytes(form_of("GAJ", address=name))
    report = collect(DEFINITION, plans, [inbox / "b.xlsx", inbox / "gone.xlsx"], ledger, now=lambda: NOW)
    assert outcomes(report) == {"b.xlsx": OutcomeKind.ACCEPTED, "gone.xlsx": OutcomeKind.UNREADABLE}
    assert outcomes(collect(DEFINITION, plans, inbox / "a.xlsx", ledger, now=lambda: NOW)) == {
        "a.xlsx": OutcomeKind.ACCEPTED
    }


def test_a_folder_that_does_not_exist(tmp_path: Path, ledger: Ledger) -> None:
    with pytest.raises(ProjectError, match="no such folder"):
        run(tmp_path / "gone", ledger)


def test_a_file_too_big_to_keep_is_recorded_by_its_digest(inbox: Path, ledger: Ledger) -> None:
    with (inbox / "big.xlsx").open("wb") as file:
        file.truncate(gate_module.BUDGET.file_bytes + 1)
    (entry,) = run(inbox, ledger).outcomes
    assert (entry.outcome, entry.findings[0].code) == (OutcomeKind.UNREADABLE, FindingCode.TOO_BIG)
    assert ledger.content(entry.digest) == b""


@pytest.mark.slow
def test_fifty_files_in_five_seconds(inbox: Path, ledger: Ledger) -> None:
    for number in range(50):
        (inbox / f"{number}.xlsx").write_bytes(form_of("GAJ", address=str(number)))
    start = time.perf_counter()
    report = run(inbox, ledger)
    assert time.perf_counter() - start < 5
    assert report.number(OutcomeKind.ACCEPTED) == 50


def test_status_of_every_unit(inbox: Path, ledger: Ledger) -> None:
    assert [line.state for line in status(DEFINITION, ledger)] == [Standing.NOT_RECEIVED] * 2
    (inbox / "a.xlsx").write_bytes(form_of("GAJ", level="很深"))
    (inbox / "b.xlsx").write_bytes(write_form(make_plan(stamp=old_stamp(unit="JYJ", round="2025-1"))).save())
    run(inbox, ledger)
    police, education = status(DEFINITION, ledger)
    assert (police.state, police.file, police.received_at) == (Standing.RECEIVED, "a.xlsx", NOW)
    assert (police.rows, police.answered) == (RowTotals(8, 6, 1), 4)
    assert (police.not_applicable, police.pending) == (1, 1)
    assert (police.findings.must_fix, police.findings.total) == (1, 1)
    assert (education.state, education.file, education.rows.asked) == (Standing.NOT_RECEIVED, "b.xlsx", 8)
    assert (education.rows.filled, education.answered, education.findings.must_fix) == (0, 0, 1)
    (inbox / "c.xlsx").write_bytes(form_of("JYJ"))
    run(inbox, ledger, at=NOW + timedelta(days=1))
    education = status(DEFINITION, ledger)[1]
    assert (education.state, education.received_at) == (Standing.RECEIVED, NOW + timedelta(days=1))
    assert education.state.label.zh == "已收到"
