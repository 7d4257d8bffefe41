"""What two compared workbooks look like as JSON."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.bookdiff import BookChange, BookDiff, ResultShift

__all__ = ["DiffBookRecord"]

_Value = float | str | bool | None


@dataclass(frozen=True, slots=True)
class BookChangeRecord:
    """One difference: its kind, where it was and is ("" where it is not), what was and is there, in how many cells.

    Of formulas `before` and `after` are those of the first cell.
    """

    kind: str
    before_at: str
    after_at: str
    before: _Value
    after: _Value
    count: int
    label: str

    @classmethod
    def of(cls, change: BookChange) -> BookChangeRecord:
        """The record of a difference."""
        where = change.before_at, change.after_at
        return cls(change.kind.value, *where, change.before, change.after, change.count, change.label)


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A sheet (as it is called after) and the column by which its rows were matched."""

    sheet: str
    column: str


@dataclass(frozen=True, slots=True)
class DiffBookRecord:
    """What `diff-book --json` prints. `changes` are causes, `results` follow from them.

    `formulas`: how many there are after; `compared`: results recalculated in both; `unknown`: those that could not be.
    """

    same: bool
    before: str
    after: str
    formulas: int
    compared: int
    unknown: int
    changes: tuple[BookChangeRecord, ...]
    results: tuple[ResultShift, ...]
    keys: tuple[KeyRecord, ...]

    @classmethod
    def of(cls, found: BookDiff) -> DiffBookRecord:
        """The record of a comparison."""
        counts = found.formulas, found.compared, found.unknown
        changes = tuple(BookChangeRecord.of(each) for each in found.changes)
        keys = tuple(KeyRecord(*each) for each in found.keys)
        return cls(found.same, found.before, found.after, *counts, changes, found.results, keys)
