"""Merged answers: one value is left of several, and nobody can say whose it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import Area, a1, area
from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Field

if TYPE_CHECKING:
    from smartxl.model.plan import Line, SheetPlan
    from smartxl.xlsx.book import RawSheet

__all__ = ["Covered", "covered_answers"]

_DECIDING = frozenset({Field.APPLICABLE, Field.PROVIDED, Field.LEVEL, Field.VALUE, Field.REVIEW})
Rows = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Covered:
    """Answer cells that a merge makes unreadable, as (row, column); rows that are not to be scored; findings."""

    cells: frozenset[tuple[int, int]]
    barred: frozenset[int]
    findings: tuple[Finding, ...]


def covered_answers(sheet_plan: SheetPlan, sheet: RawSheet, rows: Rows, file: str) -> Covered:
    """Answer cells in a merged area, its first cell included when the area takes several of them.

    What is left in the first cell may be any of them. A row whose answer itself is lost so is not scored.
    """
    cells: set[tuple[int, int]] = set()
    barred: set[int] = set()
    findings: list[Finding] = []
    lines = _lines_by_row(sheet_plan, rows) if sheet.merged else {}
    for merge in sheet.merged:
        inside = list(_inside(merge, lines))
        if [(row, column) for row, column, _ in inside] == [(merge.first_row, merge.first_column)]:
            continue
        shown = area(merge.first_row, merge.first_column, merge.last_row, merge.last_column)
        for row, column, field in inside:
            if (row, column) in cells:  # of areas that overlap, which no program writes, the first is named
                continue
            unit, line = lines[row]
            cells.add((row, column))
            if field in _DECIDING:
                barred.add(row)
            where = (unit, sheet.name, a1(row, column), line.name)
            findings.append(Finding(FindingCode.MERGED_ANSWERS, *where, found=shown, file=file))
    return Covered(frozenset(cells), frozenset(barred), tuple(findings))


def _lines_by_row(sheet_plan: SheetPlan, rows: Rows) -> dict[int, tuple[str, Line]]:
    return {
        row: (section.unit, line)
        for section in sheet_plan.sections
        for line in section.lines
        for row in rows.get(line.key, ())
    }


def _inside(merge: Area, lines: Mapping[int, tuple[str, Line]]) -> Iterator[tuple[int, int, Field]]:
    """The answer cells of a merged area: row, column, field."""
    for row, (_, line) in lines.items():
        if merge.first_row <= row <= merge.last_row:
            for field, column in line.inputs.items():
                if merge.first_column <= column <= merge.last_column:
                    yield row, column, field
