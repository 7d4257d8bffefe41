"""What commands that write files print as JSON; `define` among them."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.project.authoring import ImportedBook
from smartxl.project.outputs import Built
from smartxl.project.views import BuildReport

__all__ = ["BookRecord", "ImportRecord", "WrittenRecord"]


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
class WrittenRecord:
    """What a command wrote, in the order in which it wrote it, and the folder that all of it lies in."""

    folder: str
    files: tuple[BookRecord, ...]

    @classmethod
    def of(cls, report: BuildReport) -> WrittenRecord:
        """The record of what was written."""
        return cls(str(report.folder), tuple(map(BookRecord.of, report.files)))


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
