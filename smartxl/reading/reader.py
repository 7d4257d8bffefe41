"""Reading one file: from bytes of unknown origin to what the ledger keeps of them. Nothing else here trusts a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from smartxl.errors import SmartxlError
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.edition import Edition
from smartxl.model.plan import WorkbookPlan
from smartxl.model.received import FileReading, FileState
from smartxl.reading.extract import extract
from smartxl.reading.form import expected_stamp, judge_form
from smartxl.reading.prefilled import answers_digest
from smartxl.stamp import Stamp
from smartxl.text import shorten
from smartxl.xlsx import FileRefused, open_book

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.xlsx import RawBook

__all__ = ["MEMORY", "FileReader", "Plans", "took_the_memory"]

MEMORY = "内存 memory"
"""What was found to be too costly where there is not enough of it."""
Plans = Callable[[Stamp], WorkbookPlan]
"""The stamp of a form → its plan."""
_SHOWN_LINKS, _SHOWN = 3, 60


@dataclass(frozen=True)
class FileReader:
    """Reads files of one round. `passwords` are tried on encrypted files, and shown nowhere.

    `last` are the numbers of the round before: unit → row → number.
    """

    definition: Definition
    plans: Plans
    passwords: tuple[str, ...] = field(default=(), repr=False)
    last: Mapping[str, Mapping[str, float]] = field(default_factory=dict, repr=False)

    def prepare(self) -> None:
        """Plans a form of each class: what plans have in common is then there, also for processes that are forked later.

        What is wrong with a plan is said when a file needs it.
        """
        round_ = self.definition.round
        for unit in {unit.unit_class: unit for unit in self.definition.roster.units}.values():
            stamp = Stamp(
                round_.id,
                round_.name,
                round_.revision,
                "",
                "",
                "",
                Edition.UNIT,
                unit.code,
                round_.languages[0],
            )
            with suppress(SmartxlError):
                self.plans(stamp)

    def read(self, content: bytes, name: str) -> FileReading:
        """Reads a file; whatever it does to the reader is a finding.

        Raises SmartxlError for what is wrong on this side: a template or a definition that cannot be followed.
        """
        try:
            return self._read(content, name)
        except FileRefused as error:
            return FileReading(FileState.UNREADABLE, None, (), (error.finding,))
        except SmartxlError:
            raise
        except MemoryError:
            return self.failed(FindingCode.TOO_COSTLY, MEMORY, name)
        except Exception as error:  # a fault of ours must not cost the other files
            return self.failed(FindingCode.READER_FAILED, type(error).__name__, name)

    def failed(self, code: FindingCode, found: str, name: str) -> FileReading:
        """What is kept of a file that could not be read."""
        return FileReading(FileState.UNREADABLE, None, (), (FindingSource(name).finding(code, found=found),))

    def _read(self, content: bytes, name: str) -> FileReading:
        book = open_book(content, name, passwords=self.passwords, at_once=False)
        form = judge_form(book, partial(expected_stamp, self.definition))
        stamp = form.stamp
        if form.refused:
            return FileReading(FileState.REFUSED, stamp, (), form.findings, book.saved_by)
        last = self.last.get(stamp.unit)
        extraction = extract(self.plans(stamp), self.definition, book, form=form, last=last)
        if stamp.prefilled and stamp.prefilled == answers_digest(extraction.submission.answers):
            untouched = FindingSource(name, stamp.unit).finding(FindingCode.UNTOUCHED_PREFILL)
            return FileReading(FileState.REFUSED, stamp, (), (untouched,), book.saved_by)
        state = FileState.REFUSED if extraction.refused else FileState.ACCEPTED
        found = (*(_links(book, stamp) if book.links else ()), *extraction.findings)
        identity = self.definition.identity
        made = (identity.of(stamp.unit), identity.scoring) if state is FileState.ACCEPTED else ()
        return FileReading(state, stamp, extraction.submission.answers, found, book.saved_by, *made)


def took_the_memory(result: object) -> bool:
    """Whether a file could not be read since that took more memory than there is."""
    if isinstance(result, FileRefused):
        findings: tuple[Finding, ...] = (result.finding,)
    else:
        findings = result.findings if isinstance(result, FileReading) else ()
    return any((f.code, f.found) == (FindingCode.TOO_COSTLY, MEMORY) for f in findings)


def _links(book: RawBook, stamp: Stamp) -> tuple[Finding, ...]:
    """A note on what the file refers to outside of itself."""
    named = [shorten(PureWindowsPath(link).name or link, _SHOWN) for link in book.links[:_SHOWN_LINKS]]
    more = ["…"] if len(book.links) > _SHOWN_LINKS else []
    found = "、".join(named + more)
    source = FindingSource(book.file_name, stamp.unit)
    return (source.finding(FindingCode.EXTERNAL_LINKS, found=found),)
