"""What differs between two workbooks, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

__all__ = ["BookChange", "BookChangeKind", "BookDiff", "ChangedValue", "ResultShift"]

ChangedValue = float | str | bool | None
"""What stood or stands there: a number, text, formula (with its =), the text of an error, TRUE/FALSE; None for nothing."""


class BookChangeKind(StrEnum):
    """What kind of thing differs, in the order in which it is told."""

    SHEET = "sheet"  # a sheet was added, removed, renamed, or moved (from which place to which)
    ROWS = "rows"  # rows were inserted or deleted
    COLUMNS = "columns"  # columns were inserted, deleted, moved
    ORDER = "order"  # rows stand in another order
    NUMBERING = "numbering"  # a column that counts the rows counts them anew
    INPUT = "input"  # what is no formula
    FORMULA = "formula"  # a formula, or a value in place of one
    NAME = "name"  # what a defined name refers to
    TABLE = "table"  # the area or the columns of a table
    CALCULATION = (
        "calculation"  # how the program is told to calculate; other files that it takes numbers from
    )
    PROTECTION = "protection"  # whether a sheet is protected, and what that permits
    LOCK = "lock"  # whether cells are locked
    VALIDATION = "validation"  # what may be typed
    CONDITION = "condition"  # conditional formats
    FORMAT = "format"  # number formats
    HIDDEN = "hidden"  # hidden sheets, rows, columns
    MERGE = "merge"  # merged cells
    STORED = "stored"  # the value stored for a formula, which gives the same in both


@dataclass(frozen=True, slots=True)
class BookChange:
    """One difference: where it was and where it is ("" where it is not), what was and what is there, in how many cells.

    `label`: what row and column are called. Of formulas `before` and `after` are those of the first cell.
    """

    kind: BookChangeKind
    before_at: str
    after_at: str
    before: ChangedValue
    after: ChangedValue
    count: int = 1
    label: str = ""

    def mirrored(self) -> BookChange:
        """The same seen from the other workbook."""
        return replace(
            self,
            before_at=self.after_at,
            after_at=self.before_at,
            before=self.after,
            after=self.before,
        )


@dataclass(frozen=True, slots=True)
class ResultShift:
    """A formula that gives another value, though it is the same itself: most likely a consequence of a change."""

    before_at: str
    after_at: str
    before: ChangedValue
    after: ChangedValue
    label: str = ""


@dataclass(frozen=True)
class BookDiff:
    """Two workbooks compared. `changes` are causes; `results` follow from them.

    `formulas`: how many there are after; `compared`: results that were recalculated in both; `unknown`: results that were not
    computed in one of the two, and so not compared. `keys`: sheet after → the column by which its rows were matched.
    """

    before: str
    after: str
    changes: tuple[BookChange, ...]
    results: tuple[ResultShift, ...]
    formulas: int
    compared: int
    unknown: int
    keys: tuple[tuple[str, str], ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.changes and not self.results
