"""What collecting reports: the outcome of every file, and progress while it goes on. Data only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from smartxl.findings import Finding

__all__ = ["CollectProgress", "CollectReport", "FileOutcome", "OnProgress", "OutcomeKind"]


class OutcomeKind(StrEnum):
    """The result of collecting a file."""

    ACCEPTED = "accepted"
    AGAIN = "again"  # the same bytes were read before
    REFUSED = "refused"  # another form, or a broken structure
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One file: `file` as named below the folder, `replaces` the file of the unit that counted before.

    `outranked` is the file that counts although this one was received later; `is_new` whether answers were received with it
    for the first time.
    """

    file: str
    digest: str
    outcome: OutcomeKind
    unit: str
    findings: tuple[Finding, ...]
    replaces: str = ""
    outranked: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class CollectReport:
    """All files in order; `skipped` are lock files and files whose names are not those of spreadsheets."""

    outcomes: tuple[FileOutcome, ...]
    skipped: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files."""
        return tuple(finding for outcome in self.outcomes for finding in outcome.findings)

    def number(self, outcome: OutcomeKind) -> int:
        """How many files had this outcome."""
        return sum(1 for entry in self.outcomes if entry.outcome is outcome)


@dataclass(frozen=True, slots=True)
class CollectProgress:
    """How far collecting is: files done and in all, findings so far, and the last file."""

    done: int
    total: int
    findings: int
    file: str


OnProgress = Callable[[CollectProgress], None]
"""Called after every file."""
