"""What goes into the ledger and comes out of it: files, readings, receipts, evidence. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.model.edition import Edition
from smartxl.stamp import Stamp

if TYPE_CHECKING:
    from smartxl.findings import Finding
    from smartxl.model.answers import Answer
    from smartxl.model.definition import Definition

__all__ = ["Attachment", "Delivery", "FileReading", "FileState", "Receipt", "ReceivedFile", "StoredReading"]


class FileState(StrEnum):
    """The result of reading a file."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # another form, or a broken structure
    UNREADABLE = "unreadable"  # no workbook of ours


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file as it was received, with its SHA-256 and its size in bytes; `content` is empty when it was too big to keep.

    `source` is the path it was read from, `note` a remark of the sender or the collector.
    """

    name: str
    digest: str
    size: int
    content: bytes
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FileReading:
    """What was read of a file; without a stamp when it is unreadable. `saved_by` is the program that saved it.

    `form` and `scoring` are the digests of the form that it was read as, and of what answers were worth then.
    """

    state: FileState
    stamp: Stamp | None
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...]
    saved_by: str = ""
    form: str = ""
    scoring: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file that was received, and what was read of it; no reading: only that it was received again."""

    received: ReceivedFile
    reading: FileReading | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """One time that a file was received: from where, and by which user (`who`)."""

    digest: str
    name: str
    received_at: datetime
    source: str = ""
    note: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class StoredReading:
    """One reading of a file in the ledger; `form` is the digest of the form that it was read as, or that of its stamp where it
    was refused; `scoring` that of what answers were worth then, "" in readings of before there were two digests.

    `received_at` and `arrival` are the time and the number of the file's first receipt. Of its scored `rows`, `blank` are
    not answered; `must_fix` findings ask for a correction.
    """

    digest: str
    name: str
    received_at: datetime
    state: FileState
    unit: str
    assessment: str
    round: str
    revision: int
    form: str
    program: str
    edition: str = Edition.UNIT
    saved_by: str = ""
    arrival: int = 0
    rows: int = 0
    blank: int = 0
    must_fix: int = 0
    scoring: str = ""

    @property
    def reviewed(self) -> bool:
        """Whether it is the evaluator's edition."""
        return self.edition == Edition.EVALUATOR

    @property
    def appealed(self) -> bool:
        """Whether it is an appeal: it contests answers and has none itself."""
        return self.edition == Edition.APPEAL

    @property
    def answered(self) -> int:
        """How many rows have an answer or a mark."""
        return self.rows - self.blank

    @property
    def complete(self) -> bool:
        """Whether every row is answered or marked, and nothing must be fixed."""
        return self.rows > 0 and not self.blank and not self.must_fix

    def belongs_to(self, definition: Definition) -> bool:
        """Whether it is of this round, and was read as the form that its unit is asked to fill in now."""
        round_, identity = definition.round, definition.identity
        is_current = self.form == identity.of(self.unit) or self.form == identity.earlier
        return is_current and (self.assessment, self.round) == (round_.id, round_.name)

    def may_count(self, definition: Definition) -> bool:
        """Whether it has answers that can count: accepted, of the form as it is now, and no appeal."""
        return self.state is FileState.ACCEPTED and self.belongs_to(definition) and not self.appealed


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of evidence that a unit sent, with its path below the folder of the form whose digest is `form` ("" for none).

    `kept` is whether its bytes are in the ledger: those of a file that is too big are not.
    """

    unit: str
    name: str
    digest: str
    size: int
    received_at: datetime
    form: str = ""
    source: str = ""
    kept: bool = True
