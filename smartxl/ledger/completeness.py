"""How complete the forms are: units × sections.

A row is filled, to be corrected or open (`RowStanding`), as the form's own formulas count; besides, a row is to be corrected
where a finding in it asks for something that they cannot see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from smartxl.findings import Finding
from smartxl.model.answers import Answer, RowStanding
from smartxl.model.definition import Definition
from smartxl.rules import FaultJudge

__all__ = ["NO_ROWS", "Completeness", "RowTotals", "SectionFill", "completeness", "row_standings", "summed"]


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
    """Rows asked, filled, to be corrected: `counted[unit][leaf]`; sections that are neither asked nor answered have none."""

    units: tuple[str, ...]
    leaves: tuple[str, ...]
    counted: Mapping[str, Mapping[str, RowTotals]]

    def of(self, unit: str) -> RowTotals:
        """All rows of a unit."""
        return summed(self.counted[unit].values())

    def section(self, unit: str, leaf: str) -> RowTotals:
        """The rows of a unit under one indicator."""
        return self.counted[unit].get(leaf, NO_ROWS)

    def sections(self, unit: str) -> Iterator[SectionFill]:
        """What a unit is asked, section by section."""
        own = self.counted[unit]
        for leaf in self.leaves:
            if (rows := own.get(leaf, NO_ROWS)).asked:
                yield SectionFill(leaf, rows)

    def missing(self, unit: str) -> tuple[SectionFill, ...]:
        """The sections in which rows of a unit are not filled."""
        return tuple(section for section in self.sections(unit) if not section.rows.complete)


def summed(sections: Iterable[RowTotals]) -> RowTotals:
    """The rows of several sections together."""
    asked = filled = to_correct = 0
    for rows in sections:
        asked, filled, to_correct = asked + rows.asked, filled + rows.filled, to_correct + rows.to_correct
    return RowTotals(asked, filled, to_correct)


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
    asked: dict[str, dict[str, int]] = {code: {} for code in units}
    for unit in definition.roster.units:
        if unit.code not in exempt:
            sizes = {node.code: len(definition.rows(unit, node)) for node in definition.leaves(unit)}
            asked[unit.code] = sizes
    known = frozenset(leaves)
    found: dict[str, Counter[tuple[str, RowStanding]]] = {code: Counter() for code in units}
    for answer, standing in row_standings(definition, answers, findings):
        if answer.unit in found and answer.unit not in exempt and (leaf := answer.leaf) in known:
            found[answer.unit][leaf, standing] += 1
    return Completeness(units, leaves, {code: _totals(asked[code], found[code]) for code in units})


def _totals(asked: Mapping[str, int], found: Counter[tuple[str, RowStanding]]) -> Mapping[str, RowTotals]:
    """Leaf → the rows of one unit."""
    leaves = dict.fromkeys((*asked, *(leaf for leaf, _ in found)))
    return {
        leaf: RowTotals(
            asked.get(leaf, 0), found[leaf, RowStanding.FILLED], found[leaf, RowStanding.TO_CORRECT]
        )
        for leaf in leaves
    }


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
