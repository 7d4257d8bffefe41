"""What the ledger keeps of a round beside answers: when forms came, what they brought with them, what units contest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

__all__ = ["NO_RECORDS", "AppealedRow", "AppealedUnit", "FormRecord", "RoundRecords"]


@dataclass(frozen=True, slots=True)
class FormRecord:
    """The file of a unit that counts, with its digest, that of what its form asked (`form`), and the day when it came.

    So many `files` of evidence came with the form; its register has so many `entries`, and files that it names and that did
    not come are `missing`.
    """

    name: str
    digest: str
    form: str
    received: date
    files: int = 0
    entries: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class AppealedRow:
    """A row that a unit contests, how it was decided (`pending`, `adopted`, `upheld`) and in which words; None: no points."""

    unit: str
    key: str
    item: str
    text: str
    ruling: str
    words: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class AppealedUnit:
    """How many rows a unit contests, by how they were decided, and its total score before; None: no score."""

    unit: str
    rows: int
    adopted: int
    upheld: int
    pending: int
    before: float | None


@dataclass(frozen=True)
class RoundRecords:
    """Of a round: unit code → its record, and all appeals."""

    units: Mapping[str, FormRecord] = field(default_factory=dict)
    appeals: tuple[AppealedUnit, ...] = ()
    appealed: tuple[AppealedRow, ...] = ()


NO_RECORDS = RoundRecords()
