"""What explaining a cell looks like as JSON."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.precedents import (
    BranchTaken,
    Dependents,
    EvaluationStep,
    ExplainedCell,
    ExplainedSource,
    Explanation,
    RangeSummary,
)
from smartxl.text import Lang

__all__ = ["ExplainRecord"]

_Value = float | str | bool | None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What a formula refers to: as written, the area, the cells that are told one by one; of a range what it holds.

    `used` is false for what stands only in branches that were not taken.
    """

    written: str
    area: str
    cells: tuple[str, ...]
    summary: RangeSummary | None
    value: _Value
    used: bool
    chosen: bool
    why: str

    @classmethod
    def of(cls, source: ExplainedSource, lang: Lang) -> SourceRecord:
        """The record of a source."""
        area = str(source.area).replace("$", "") if source.area else ""
        why = source.why.get(lang) if source.why else ""
        cells = tuple(map(str, source.cells))
        return cls(source.written, area, cells, source.summary, source.value, source.used, source.chosen, why)


@dataclass(frozen=True, slots=True)
class ExplainedCellRecord:
    """One cell: formula, input or blank; its value recalculated, and what the file has for a formula.

    `why` says why it is not computed; `quantity` which planned quantity it is. Where it is not `followed`, what it comes from
    was left out.
    """

    cell: str
    kind: str
    level: int
    row: str
    column: str
    formula: str
    value: _Value
    seen: str
    stored: _Value
    differs: bool
    why: str
    quantity: str
    followed: bool
    sources: tuple[SourceRecord, ...]
    branches: tuple[BranchTaken, ...]

    @classmethod
    def of(cls, told: ExplainedCell, lang: Lang) -> ExplainedCellRecord:
        """The record of a cell."""
        return cls(
            str(told.cell),
            told.kind.value,
            told.level,
            told.row,
            told.column,
            told.formula,
            told.value,
            told.seen,
            told.stored,
            told.differs,
            told.why.get(lang) if told.why else "",
            told.quantity.get(lang) if told.quantity else "",
            told.followed,
            tuple(SourceRecord.of(source, lang) for source in told.sources),
            told.branches,
        )


@dataclass(frozen=True, slots=True)
class DependentsRecord:
    """What uses the cell: how many formulas read it, how many follow in all, how many may; and the first ones."""

    direct: int
    following: int
    unsure: int
    cells: tuple[ExplainedCellRecord, ...]

    @classmethod
    def of(cls, found: Dependents, lang: Lang) -> DependentsRecord:
        """The record of what uses a cell."""
        told = tuple(ExplainedCellRecord.of(each, lang) for each in found.cells)
        return cls(found.direct, found.following, found.unsure, told)


@dataclass(frozen=True, slots=True)
class ExplainRecord:
    """What `explain --json` prints: the cell that was asked for first, then what it comes from, each cell once."""

    file: str
    cell: str
    formulas: int
    left_out: int
    cells: tuple[ExplainedCellRecord, ...]
    steps: tuple[EvaluationStep, ...]
    dependents: DependentsRecord | None

    @classmethod
    def of(cls, found: Explanation, lang: Lang) -> ExplainRecord:
        """The record of an explanation."""
        cells = tuple(ExplainedCellRecord.of(each, lang) for each in found.cells)
        used_by = DependentsRecord.of(found.dependents, lang) if found.dependents else None
        counts = found.formulas, found.left_out
        return cls(found.file_name, cells[0].cell, *counts, cells, found.steps, used_by)
