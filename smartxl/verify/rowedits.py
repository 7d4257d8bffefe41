"""Rows that were inserted or deleted: one cause in place of everything below that no longer stands where it was planned."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from smartxl.xlsx.book import Place

__all__ = ["RowEdits", "row_edits"]

_MOST = 8
"""Edits of a sheet that are told as such: rows that were sorted are no edits."""
_Row = tuple[tuple[int, object], ...]


@dataclass(frozen=True, slots=True)
class RowEdits:
    """Rows that the file has more than planned, planned ones that it lacks, and where the others stand: planned → found."""

    inserted: tuple[int, ...]
    deleted: tuple[int, ...]
    places: Mapping[int, int]

    @property
    def first(self) -> int:
        """The first row that no longer stands where it was planned."""
        return min((*self.inserted, *self.deleted))


def row_edits(
    planned: Mapping[Place, object], found: Mapping[Place, object], inputs: Collection[int]
) -> RowEdits | None:
    """What was done to the rows of a sheet, from their contents outside of the columns `inputs`; None for nothing clear."""
    mine, theirs = _rows(planned, inputs), _rows(found, inputs)
    height = max(len(mine), len(theirs))
    mine += [()] * (height - len(mine))
    theirs += [()] * (height - len(theirs))
    inserted: list[int] = []
    deleted: list[int] = []
    places: dict[int, int] = {}
    for _, first, end, other, other_end in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        pairs = min(end - first, other_end - other)
        places |= {first + step + 1: other + step + 1 for step in range(pairs)}
        deleted += [row + 1 for row in range(first + pairs, end) if mine[row]]
        inserted += [row + 1 for row in range(other + pairs, other_end) if row < _height(theirs)]
    edited = len(inserted) + len(deleted)
    return RowEdits(tuple(inserted), tuple(deleted), places) if 0 < edited <= _MOST else None


def _rows(cells: Mapping[Place, object], inputs: Collection[int]) -> list[_Row]:
    rows: dict[int, list[tuple[int, object]]] = defaultdict(list)
    for (row, column), value in cells.items():
        if column not in inputs:
            rows[row].append((column, value))
    return [tuple(sorted(rows[row], key=lambda part: part[0])) for row in range(1, max(rows, default=0) + 1)]


def _height(rows: Sequence[_Row]) -> int:
    return max((number for number, row in enumerate(rows, 1) if row), default=0)
