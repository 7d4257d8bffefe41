"""How complete the forms are: units × sections, counted in arrays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smartxl.model.answers import Answer, State
from smartxl.model.definition import Definition

__all__ = ["Completeness", "SectionFill", "completeness"]

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SectionFill:
    """What one unit is asked under one indicator: how many rows, and how many of them have an answer."""

    leaf: str
    asked: int
    filled: int

    @property
    def complete(self) -> bool:
        """Whether no row is left open."""
        return self.filled >= self.asked


@dataclass(frozen=True, eq=False)
class Completeness:
    """Rows asked and rows filled: `asked[i, j]` of the unit `units[i]` in the section of the indicator `leaves[j]`.

    A row is filled when it is answered, marked as not applicable, or pending: as the form itself counts.
    """

    units: tuple[str, ...]
    leaves: tuple[str, ...]
    asked: Counts
    filled: Counts

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {unit: row for row, unit in enumerate(self.units)}

    def of(self, unit: str) -> tuple[int, int]:
        """Rows filled and rows asked of a unit."""
        row = self._rows[unit]
        return int(self.filled[row].sum()), int(self.asked[row].sum())

    def sections(self, unit: str) -> Iterator[SectionFill]:
        """What a unit is asked, section by section."""
        row = self._rows[unit]
        for column in np.flatnonzero(self.asked[row]):
            yield SectionFill(
                self.leaves[column], int(self.asked[row, column]), int(self.filled[row, column])
            )

    def missing(self, unit: str) -> tuple[SectionFill, ...]:
        """The sections in which rows of a unit are open."""
        return tuple(section for section in self.sections(unit) if not section.complete)


def completeness(
    definition: Definition, answers: Iterable[Answer], exempt: Collection[str] = ()
) -> Completeness:
    """Counts the answers that count against what every unit is asked; who is exempt is asked nothing."""
    units = tuple(unit.code for unit in definition.roster.units)
    leaves = tuple(node.code for node in definition.framework.nodes if node.is_leaf)
    row_of = {code: row for row, code in enumerate(units)}
    column_of = {code: column for column, code in enumerate(leaves)}
    asked = np.zeros((len(units), len(leaves)), np.int64)
    for unit in definition.roster.units:
        for node in definition.leaves(unit) if unit.code not in exempt else ():
            asked[row_of[unit.code], column_of[node.code]] = len(definition.rows(unit, node))
    filled = np.zeros_like(asked)
    places = [
        (row_of[answer.unit], column_of[leaf])
        for answer in answers
        if answer.state is not State.BLANK
        and answer.unit in row_of
        and answer.unit not in exempt
        and (leaf := answer.leaf) in column_of
    ]
    if places:
        np.add.at(filled, tuple(np.array(places).T), 1)
    return Completeness(units, leaves, asked, filled)
