"""How complete the forms are: units × sections, counted in arrays.

A row is filled, to be corrected or open (`RowStanding`), as the form's own formulas count; besides, a row is to be corrected
where a finding in it asks for something that they cannot see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smartxl.findings import Finding
from smartxl.model.answers import Answer, RowStanding
from smartxl.model.definition import Definition
from smartxl.rules import FaultJudge

__all__ = ["NO_ROWS", "Completeness", "RowTotals", "SectionFill", "completeness", "row_standings"]

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RowTotals:
    """How many rows are asked, filled, and to be corrected or explained; the others are open."""

    asked: int
    filled: int
    to_correct: int

    @property
    def open(self) -> int:
        """Rows in which nothing was answered."""
        return self.asked - self.filled - self.to_correct

    @property
    def complete(self) -> bool:
        """Whether all rows are filled."""
        return self.filled >= self.asked


NO_ROWS = RowTotals(0, 0, 0)


@dataclass(frozen=True, slots=True)
class SectionFill:
    """How far the rows are that one unit is asked under one indicator."""

    leaf: str
    rows: RowTotals


@dataclass(frozen=True, eq=False)
class Completeness:
    """Rows asked, filled, to be corrected: `asked[i, j]` of the unit `units[i]` in the section of the indicator `leaves[j]`."""

    units: tuple[str, ...]
    leaves: tuple[str, ...]
    asked: Counts
    filled: Counts
    to_correct: Counts

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {unit: row for row, unit in enumerate(self.units)}

    def of(self, unit: str) -> RowTotals:
        """All rows of a unit."""
        row = self._rows[unit]
        return RowTotals(*(int(count[row].sum()) for count in self._counts))

    def sections(self, unit: str) -> Iterator[SectionFill]:
        """What a unit is asked, section by section."""
        row = self._rows[unit]
        for column in np.flatnonzero(self.asked[row]):
            totals = RowTotals(*(int(count[row, column]) for count in self._counts))
            yield SectionFill(self.leaves[column], totals)

    def missing(self, unit: str) -> tuple[SectionFill, ...]:
        """The sections in which rows of a unit are not filled."""
        return tuple(section for section in self.sections(unit) if not section.rows.complete)

    @property
    def _counts(self) -> tuple[Counts, Counts, Counts]:
        return self.asked, self.filled, self.to_correct


def completeness(
    definition: Definition,
    answers: Iterable[Answer],
    exempt: Collection[str] = (),
    findings: Iterable[Finding] = (),
) -> Completeness:
    """Counts the answers that count against what every unit is asked; who is exempt is asked nothing.

    `findings` are those of the same answers that are still open.
    """
    units = tuple(unit.code for unit in definition.roster.units)
    leaves = tuple(node.code for node in definition.framework.nodes if node.is_leaf)
    row_of = {code: row for row, code in enumerate(units)}
    column_of = {code: column for column, code in enumerate(leaves)}
    asked = np.zeros((len(units), len(leaves)), np.int64)
    for unit in definition.roster.units:
        for node in definition.leaves(unit) if unit.code not in exempt else ():
            asked[row_of[unit.code], column_of[node.code]] = len(definition.rows(unit, node))
    counts = {standing: np.zeros_like(asked) for standing in RowStanding}
    places: dict[RowStanding, list[tuple[int, int]]] = {standing: [] for standing in RowStanding}
    for answer, standing in row_standings(definition, answers, findings):
        if answer.unit in row_of and answer.unit not in exempt and (leaf := answer.leaf) in column_of:
            places[standing].append((row_of[answer.unit], column_of[leaf]))
    for standing, found in places.items():
        if found:
            np.add.at(counts[standing], tuple(np.array(found).T), 1)
    return Completeness(units, leaves, asked, counts[RowStanding.FILLED], counts[RowStanding.TO_CORRECT])


def row_standings(
    definition: Definition, answers: Iterable[Answer], findings: Iterable[Finding] = ()
) -> Iterator[tuple[Answer, RowStanding]]:
    """How far the row of every answer is; only of rows that score. `findings` are those of the same answers."""
    judge, told = (
        FaultJudge(definition),
        {place for f in findings if f.severity.asks and (place := _place(f))},
    )
    for answer in answers:
        if answer.scores:
            wrong = bool(told) and (answer.unit, answer.sheet, _row(answer.cell)) in told
            yield answer, RowStanding.TO_CORRECT if wrong else judge.standing(answer)


def _place(finding: Finding) -> tuple[str, str, str] | None:
    """The row that a finding speaks of: unit, sheet, row; None of one about a sheet or a file."""
    row = _row(finding.cell)
    return (finding.unit, finding.sheet, row) if row else None


def _row(cell: str) -> str:
    """The row in an address: G12, or the first of G12:G14 → 12."""
    return cell.partition(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
