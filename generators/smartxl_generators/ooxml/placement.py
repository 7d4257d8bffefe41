"""Where the rows and columns of a template sheet have come to stand on a planned sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from smartxl.model.plan import SheetPlan

__all__ = ["Placement", "runs"]


@dataclass(frozen=True)
class Placement:
    """Template row → the rows made from it, template column → the columns made from it; both count from 1."""

    rows: dict[int, tuple[int, ...]]
    columns: dict[int, tuple[int, ...]]

    @classmethod
    def of(cls, plan: SheetPlan) -> Self:
        """The places of a planned sheet."""
        rows = _inverted((row.row, row.style_row) for row in plan.rows if row.style_row)
        return cls(rows, _inverted(plan.column_styles.items()))

    def row(self, template_row: int) -> int:
        """Where a template row stands first; of one that did not come out, where the one above it stands; else 1."""
        return _first(self.rows, template_row)

    def column(self, template_column: int) -> int:
        """The same for a column."""
        return _first(self.columns, template_column)

    def spans(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """(first, last) of all places where template rows `first` to `last` stand one below the other."""
        size = last - first
        for start in self.rows.get(first, ()):
            if all(start + step in self.rows.get(first + step, ()) for step in range(size + 1)):
                yield start, start + size

    def all_rows(self, first: int, last: int) -> list[int]:
        """All rows made from template rows `first` to `last`, in order."""
        return sorted(row for number in range(first, last + 1) for row in self.rows.get(number, ()))

    def all_columns(self, first: int, last: int) -> list[int]:
        """All columns made from template columns `first` to `last`, in order."""
        return sorted(c for number in range(first, last + 1) for c in self.columns.get(number, ()))


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """(first, last) of the stretches without a gap; `numbers` ascend."""
    ordered = list(numbers)
    if not ordered:
        return
    first = ordered[0]
    for here, following in pairwise((*ordered, ordered[-1] + 2)):
        if following != here + 1:
            yield first, here
            first = following


def _inverted(pairs: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    places: dict[int, list[int]] = {}
    for place, source in pairs:
        places.setdefault(source, []).append(place)
    return {source: tuple(found) for source, found in places.items()}


def _first(places: Mapping[int, tuple[int, ...]], number: int) -> int:
    above = [source for source in places if source <= number]
    return places[max(above)][0] if above else 1
