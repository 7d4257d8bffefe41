"""What the ledger keeps as rows of its tables, and back."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from smartxl.findings import Finding, FindingCode, Severity
from smartxl.ledger.states import Event, EventKind
from smartxl.model.answers import Answer, Field, Scalar, State
from smartxl.model.edition import Edition
from smartxl.model.received import Attachment, FileReading, FileState, Receipt, ReceivedFile, StoredReading
from smartxl.stamp import Stamp

if TYPE_CHECKING:
    from sqlalchemy import Row

__all__ = [
    "NO_FIELDS",
    "Values",
    "answer_from",
    "answer_row",
    "attachment_from",
    "event_from",
    "event_row",
    "finding_from",
    "finding_row",
    "reading_row",
    "receipt_from",
    "record_from",
    "storable",
]

Values = dict[str, object]
_NO_STAMP = Stamp("", "", 0, "", "", "", "", "", "zh")
_LARGEST = 2**31 - 1
_FIELDS = {field.value: field for field in Field}
_STATES = {state.value: state for state in State}
NO_FIELDS = "{}"
"""What is written of an answer in which nothing stands."""
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@lru_cache(4096)  # the same keys, sheets and choices come again in every file
def storable(text: str) -> str:
    """A text that every database takes: no NUL, no half characters of a file name in another encoding."""
    if text.isascii():
        return text.replace("\0", "\ufffd") if "\0" in text else text
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def reading_row(
    parcel: ReceivedFile, reading: FileReading, at: datetime, program: str, arrival: int
) -> Values:
    """A reading as a row of the submissions, without its number; `arrival` is the first receipt of its file."""
    stamp = reading.stamp or _NO_STAMP
    scored = [answer for answer in reading.answers if answer.scores]
    return {
        "digest": parcel.digest,
        "name": storable(parcel.name),
        "read_at": at.isoformat(),
        "state": reading.state.value,
        "unit": storable(stamp.unit),
        "assessment": storable(stamp.assessment),
        "round": storable(stamp.round),
        "revision": min(stamp.revision, _LARGEST),
        "form": storable(stamp.digest),
        "program": program,
        "edition": storable(stamp.edition) or Edition.UNIT.value,
        "arrival": arrival,
        "saved_by": storable(reading.saved_by),
        "rows": len(scored),
        "blank": sum(answer.state is State.BLANK for answer in scored),
        "must_fix": sum(finding.severity is Severity.MUST_FIX for finding in reading.findings),
    }


def record_from(row: Row[Any]) -> StoredReading:
    """A row of the submissions, with `received_at` of its first receipt, as a record."""
    return StoredReading(
        row.digest,
        row.name,
        datetime.fromisoformat(row.received_at),
        FileState(row.state),
        row.unit,
        row.assessment,
        row.round,
        row.revision,
        row.form,
        row.program,
        row.edition,
        row.saved_by,
        row.arrival,
        row.rows,
        row.blank,
        row.must_fix,
    )


def receipt_from(row: Row[Any]) -> Receipt:
    """A row of the receipts as a receipt."""
    at = datetime.fromisoformat(row.received_at)
    return Receipt(row.digest, row.name, at, row.source, row.note, row.who)


def answer_row(submission: int, position: int, answer: Answer) -> tuple[object, ...]:
    """An answer as a row of its table, in the order of the columns."""
    return (
        submission,
        position,
        storable(answer.unit),
        storable(answer.key),
        str(answer.state),
        answer.score_input,
        _json({str(entry): _plain(value) for entry, value in answer.fields.items()})
        if answer.fields
        else NO_FIELDS,
        storable(answer.sheet),
        answer.cell,
    )


def _plain(value: Scalar) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value if math.isfinite(value) else {"number": str(value)}


def answer_from(row: Row[Any]) -> Answer:
    """A row of the table, its columns in order, as an answer."""
    _, _, unit, key, state, score_input, fields, sheet, cell = tuple[Any, ...](row)
    said = {_FIELDS[name]: _scalar(value) for name, value in fields.items()}
    return Answer(unit, key, _STATES[state], score_input, said, sheet, cell)


def _scalar(value: str | float | dict[str, str]) -> Scalar:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return float(value["number"]) if "number" in value else date.fromisoformat(value["date"])
    return float(value)


def finding_row(submission: int, position: int, finding: Finding) -> tuple[object, ...]:
    """A finding as a row of its table, in the order of the columns."""
    words = (
        finding.unit,
        finding.sheet,
        finding.cell,
        finding.item,
        finding.found,
        finding.expected,
        finding.file,
    )
    return (submission, position, str(finding.code), *map(storable, words))


def finding_from(row: Row[Any]) -> Finding:
    """A row of the table as a finding."""
    code = FindingCode(row.code)
    return Finding(code, row.unit, row.sheet, row.cell, row.item, row.found, row.expected, row.file)


def event_row(number: int, assessment: str, round_: str, event: Event) -> Values:
    """An event of a round as a row of its table."""
    return {
        "id": number,
        "assessment": storable(assessment),
        "round": storable(round_),
        "unit": storable(event.unit),
        "kind": event.kind.value,
        "at": event.at.isoformat(),
        "who": storable(event.who),
        "why": storable(event.why),
        "digest": event.digest,
        "after": event.after,
    }


def event_from(row: Row[Any]) -> Event:
    """A row of the table as an event."""
    at = datetime.fromisoformat(row.at)
    return Event(row.unit, EventKind(row.kind), at, row.who, row.why, row.digest, row.after)


def attachment_from(row: Row[Any]) -> Attachment:
    """A row of the attachments, with `size` and `held` (bytes kept) of its file, as an attachment."""
    at = datetime.fromisoformat(row.received_at)
    kept = row.held == row.size
    return Attachment(row.unit, row.name, row.digest, row.size, at, row.form, row.source, kept)
