"""Two workbooks of any origin compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from smartxl.bookdiff import BookDiff, diff_books
from smartxl.project.anybook import OwnersReader, content_of, read_apart
from smartxl.xlsx.gate import LARGE_BUDGET
from smartxl.xlsx.saved import open_saved

__all__ = ["diff_workbooks"]


def diff_workbooks(
    before: str | Path, after: str | Path, *, keys: Iterable[str] = (), passwords: Iterable[str] = ()
) -> BookDiff:
    """What was changed from one workbook to another, and which results follow from it: see `docs/diff-book.md`.

    Rows are matched by a key column or by their contents, never by position: `keys` are headings or letters of key columns,
    which are found out otherwise. The files are read in a process of its own, within limits of time and memory.
    Raises UnreadableFile, UnknownName for a key that no sheet has.
    """
    first, second = Path(before), Path(after)
    reader = _Comparer(tuple(passwords), tuple(keys), first.name, content_of(first))
    return read_apart(reader, second.name, content_of(second))


@dataclass(frozen=True, slots=True)
class _Comparer(OwnersReader):
    """Compares a file with the one before, and sends what differs."""

    passwords: tuple[str, ...] = field(repr=False)
    keys: tuple[str, ...]
    before: str
    content: bytes = field(repr=False)

    def read(self, content: bytes, name: str) -> BookDiff:
        """What differs. Raises FileRefused."""
        from smartxl_udfs import FUNCTIONS

        one, other = (
            open_saved(data, called, passwords=self.passwords, budget=LARGE_BUDGET)
            for data, called in ((self.content, self.before), (content, name))
        )
        return diff_books(one, other, self.keys, FUNCTIONS)
