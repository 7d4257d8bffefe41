"""What `define` prints as JSON."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.project.authoring import ImportedBook
from smartxl.project.outputs import Built

__all__ = ["BookRecord", "ImportRecord"]


@dataclass(frozen=True, slots=True)
class BookRecord:
    """A file that was written: new, same, replaced or kept-old (the one that was there stands beside it)."""

    path: str
    written: str

    @classmethod
    def of(cls, built: Built) -> BookRecord:
        """The record of a file."""
        return cls(str(built.path), built.written.value)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """The project that a workbook became: its files, and how many units, indicators and items it has."""

    folder: str
    files: tuple[BookRecord, ...]
    units: int
    indicators: int
    items: int

    @classmethod
    def of(cls, done: ImportedBook) -> ImportRecord:
        """The record of an import."""
        return cls(
            str(done.folder), tuple(map(BookRecord.of, done.files)), done.units, done.indicators, done.items
        )
