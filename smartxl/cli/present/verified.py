"""What verifying looks like: as lines, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from smartxl.cli.present.besides import EnginesRecord, show_cells
from smartxl.cli.present.jsonout import Refusal
from smartxl.errors import SmartxlError
from smartxl.text import Lang, Text
from smartxl.verify import BookReport, Difference, VerifyReport
from smartxl.verify.engines.beside import EnginesReport

if TYPE_CHECKING:
    from pathlib import Path

    from smartxl.cli.console import Screen

__all__ = [
    "RecalculationRecord",
    "Verified",
    "VerifyRecord",
    "show_verified",
    "verified_record",
]

_Value = str | float | bool | None
Verified = VerifyReport | BookReport | EnginesReport | SmartxlError


@dataclass(frozen=True, slots=True)
class DifferenceRecord:
    """What is not as it should be, at a cell, area, sheet or name: what the workbook has, and what is due (`engine`).

    `follows`: most likely from another difference of the file.
    """

    cell: str
    kind: str
    quantity: tuple[str, ...] | None
    workbook: _Value
    engine: _Value
    formula: str
    follows: bool

    @classmethod
    def of(cls, entry: Difference, lang: Lang, *, follows: bool) -> DifferenceRecord:
        """The record of a difference."""
        quantity = tuple(entry.quantity) if entry.quantity else None
        shown = entry.workbook.get(lang) if isinstance(entry.workbook, Text) else entry.workbook
        return cls(str(entry.cell), entry.kind.value, quantity, shown, entry.engine, entry.formula, follows)


@dataclass(frozen=True, slots=True)
class VerifyRecord:
    """What `verify --json` prints for each file, by its path."""

    ok: bool
    checked: int
    formulas: int
    shapes: int
    seconds: float
    reread: int
    constants: int
    saved_by: str
    differences: tuple[DifferenceRecord, ...]

    @classmethod
    def of(cls, report: VerifyReport, lang: Lang) -> VerifyRecord:
        """The record of a file, with all differences, causes first."""
        counts = (
            report.checked,
            report.formulas,
            report.shapes,
            report.seconds,
            report.reread,
            report.constants,
        )
        causes = (DifferenceRecord.of(each, lang, follows=False) for each in report.causes)
        others = (DifferenceRecord.of(each, lang, follows=True) for each in report.consequences)
        return cls(report.ok, *counts, report.saved_by, (*causes, *others))


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A formula that gives another value than the file shows."""

    cell: str
    stored: _Value
    computed: _Value
    formula: str


@dataclass(frozen=True, slots=True)
class MissingRecord:
    """A formula that was not recalculated, and why."""

    cell: str
    why: str
    formula: str


@dataclass(frozen=True, slots=True)
class RecalculationRecord:
    """What `verify --json` prints of a file that is of no project. `unsaved`: formulas of which the file has no value."""

    ok: bool
    formulas: int
    computed: int
    unsaved: int
    seconds: float
    saved_by: str
    differences: tuple[StoredRecord, ...]
    not_computed: tuple[MissingRecord, ...]

    @classmethod
    def of(cls, report: BookReport, lang: Lang) -> RecalculationRecord:
        """The record of a file, with everything that differs and all that was not recalculated."""
        differing = (
            StoredRecord(str(each.cell), each.stored, each.computed, each.formula)
            for each in report.differences
        )
        missing = (MissingRecord(str(each.cell), each.why.get(lang), each.formula) for each in report.missing)
        counts = report.formulas, report.computed, report.unsaved, report.seconds, report.saved_by
        return cls(report.ok, *counts, tuple(differing), tuple(missing))


def verified_record(
    outcome: Verified, lang: Lang
) -> VerifyRecord | RecalculationRecord | EnginesRecord | Refusal:
    """The record of a file that was verified, or why it could not be."""
    if isinstance(outcome, BookReport):
        return RecalculationRecord.of(outcome, lang)
    if isinstance(outcome, EnginesReport):
        return EnginesRecord.of(outcome, lang)
    return (
        VerifyRecord.of(outcome, lang) if isinstance(outcome, VerifyReport) else Refusal.of([outcome], lang)
    )


def show_verified(screen: Screen, found: Mapping[Path, Verified], *, listed: bool) -> None:
    """What verifying each file came to: a line, and if it is to be `listed` all that was found."""
    for path, outcome in found.items():
        screen.show(str(path))
        for line in islice(_verified_lines(outcome, screen.lang), None if listed else 1):
            screen.show(f"  {line}")
        if isinstance(outcome, EnginesReport) and listed:
            show_cells(outcome, screen)


def _verified_lines(outcome: Verified, lang: Lang) -> Iterator[str]:
    """The same in words."""
    if isinstance(outcome, VerifyReport | BookReport | EnginesReport):
        yield from outcome.lines(lang)
    else:
        head = "未能核对" if lang == "zh" else "not verified"
        yield f"{head}{'：' if lang == 'zh' else ': '}{outcome.what.get(lang)}"
        yield f"→ {outcome.remedy.get(lang)}"
