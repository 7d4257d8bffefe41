"""What appeals look like as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.ledger import Ruling

if TYPE_CHECKING:
    from smartxl.project.appeals import AppealList, Decided, UnitResult

__all__ = ["AppealsRecord"]


@dataclass(frozen=True, slots=True)
class AppealRecord:
    """A contested row: what it brings before and after, null for no points."""

    unit: str
    key: str
    item: str
    appeal: str
    decision: str
    words: str
    before: float | None
    after: float | None

    @classmethod
    def of(cls, entry: Decided) -> AppealRecord:
        """The record of a row."""
        row = entry.row
        said = (row.key, row.name, row.text, row.ruling.value, row.words)
        return cls(entry.unit.code, *said, entry.before, entry.after)


@dataclass(frozen=True, slots=True)
class AppealingUnit:
    """A unit's total before its appeal and now, and how many of its rows were decided how.

    Without a total it may be `ungraded`: too few of its rows are answered.
    """

    unit: str
    file: str
    pending: int
    adopted: int
    upheld: int
    before: float | None
    after: float | None
    ungraded_before: bool
    ungraded_after: bool

    @classmethod
    def of(cls, entry: UnitResult) -> AppealingUnit:
        """The record of a unit."""
        pending, adopted, upheld = (entry.counts[ruling] for ruling in Ruling)
        return cls(
            entry.unit.code, entry.file, pending, adopted, upheld, entry.before, entry.after, *entry.ungraded
        )


@dataclass(frozen=True, slots=True)
class AppealsRecord:
    """What `appeals --json` prints."""

    total: int
    rows: tuple[AppealRecord, ...]
    units: tuple[AppealingUnit, ...]

    @classmethod
    def of(cls, found: AppealList) -> AppealsRecord:
        """The record of the whole list."""
        rows = tuple(map(AppealRecord.of, found.rows))
        return cls(len(rows), rows, tuple(map(AppealingUnit.of, found.units)))
