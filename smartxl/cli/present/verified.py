"""What verifying looks like as JSON."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.verify import Difference, VerifyReport

__all__ = ["VerifyRecord"]

_Value = str | float | bool | None


@dataclass(frozen=True, slots=True)
class DifferenceRecord:
    """A cell whose formula does not give the engine's number."""

    cell: str
    kind: str
    quantity: tuple[str, ...] | None
    workbook: _Value
    engine: _Value
    formula: str

    @classmethod
    def of(cls, entry: Difference) -> DifferenceRecord:
        """The record of a difference."""
        quantity = tuple(entry.quantity) if entry.quantity else None
        return cls(str(entry.cell), entry.kind.value, quantity, entry.workbook, entry.engine, entry.formula)


@dataclass(frozen=True, slots=True)
class VerifyRecord:
    """What `verify --json` prints for each file, by its path."""

    ok: bool
    checked: int
    formulas: int
    shapes: int
    seconds: float
    reread: int
    differences: tuple[DifferenceRecord, ...]

    @classmethod
    def of(cls, report: VerifyReport) -> VerifyRecord:
        """The record of a file, with all differences."""
        counts = (report.checked, report.formulas, report.shapes, report.seconds, report.reread)
        return cls(report.ok, *counts, tuple(map(DifferenceRecord.of, report.differences)))
