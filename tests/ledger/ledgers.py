"""Files and readings for the tests of the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from smartxl.findings import Finding, FindingCode
from smartxl.ledger import Ledger
from smartxl.model.answers import Answer, Field, State
from smartxl.model.definition import Definition
from smartxl.model.received import Delivery, FileReading, FileState, ReceivedFile
from smartxl.xlsx import digest_of
from tests.reading.forms import ITEM_KEYS, old_stamp

__all__ = ["ANSWERS", "FINDINGS", "KEYS", "form", "reading", "receive", "received"]

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
KEYS = ITEM_KEYS


def received(content: bytes = b"a", name: str = "a.xlsx") -> ReceivedFile:
    """A file with these bytes."""
    return ReceivedFile(name, digest_of(content), len(content), content)


def reading(unit: str = "GAJ", state: FileState = FileState.ACCEPTED, **changes: str | int) -> FileReading:
    """What was read of a form of a unit; `changes` to its stamp."""
    return FileReading(state, old_stamp(unit=unit, **changes), ANSWERS, FINDINGS)


def form(levels: str, unit: str = "GAJ", *, faults: int = 0, edition: str = "unit") -> FileReading:
    """A form with a digit for each item, its score, or a stroke for one left blank; and so many findings to be fixed."""
    answers = tuple(
        Answer(unit, key, State.BLANK, None, {}, "采样表", f"G{row}")
        if level == "-"
        else Answer(unit, key, State.VALUE, int(level) / 10, {Field.LEVEL: level}, "采样表", f"G{row}")
        for row, (key, level) in enumerate(zip(KEYS, levels, strict=True), 4)
    )
    findings = tuple(replace(FINDINGS[0], item=str(i)) for i in range(faults))
    return FileReading(FileState.ACCEPTED, old_stamp(unit=unit, edition=edition), answers, findings)


def receive(ledger: Ledger, sent: ReceivedFile, read: FileReading | None, at: datetime) -> None:
    """Takes in a single file; without a reading it only came again."""
    ledger.receive_all([Delivery(sent, read, at)])


def counting(ledger: Ledger, definition: Definition) -> dict[str, str]:
    """Unit code → digest of the file that counts."""
    return {unit: record.digest for unit, record in ledger.counting_records(definition).items()}
