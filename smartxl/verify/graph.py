"""The order of computing: formulas level by level, each level depending only on the ones before."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from smartxl.errors import VerifyError
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from smartxl.cells import Area, Cell

__all__ = ["levels"]


def levels(references: Mapping[Cell, Sequence[Area]], spreads: Mapping[Cell, Area]) -> Iterator[list[Cell]]:
    """Yields the formula cells in levels. Raises VerifyError, naming the cells, when formulas refer to each
    other.

    `references`: formula cell → the areas it reads; `spreads`: head of an array formula → the cells it fills.
    """
    needs = _needs(references, spreads)
    used_by: dict[Cell, list[Cell]] = defaultdict(list)
    for cell, sources in needs.items():
        for source in sources:
            used_by[source].append(cell)
    waiting = {cell: len(sources) for cell, sources in needs.items()}
    level = [cell for cell, count in waiting.items() if not count]
    while level:
        yield level
        following = []
        for cell in level:
            del waiting[cell]
            for user in used_by[cell]:
                waiting[user] -= 1
                if not waiting[user]:
                    following.append(user)
        level = following
    if waiting:
        raise _circular({cell: needs[cell] for cell in waiting})


def _needs(
    references: Mapping[Cell, Sequence[Area]], spreads: Mapping[Cell, Area]
) -> Mapping[Cell, set[Cell]]:
    heads: dict[str, dict[tuple[int, int], Cell]] = defaultdict(dict)
    for cell in references:
        heads[cell.sheet][cell.row, cell.column] = cell
    for head, area in spreads.items():
        heads[area.sheet].update(dict.fromkeys(_places(area), head))
    found: dict[Area, set[Cell]] = {}
    for areas in references.values():
        for area in areas:
            if area not in found:
                found[area] = set(_formulas_in(area, heads[area.sheet]))
    return {cell: set().union(*(found[area] for area in areas)) for cell, areas in references.items()}


def _formulas_in(area: Area, heads: Mapping[tuple[int, int], Cell]) -> Iterator[Cell]:
    size = (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)
    if size <= len(heads):
        return (heads[place] for place in _places(area) if place in heads)
    return (
        cell
        for (row, column), cell in heads.items()
        if area.first_row <= row <= area.last_row and area.first_column <= column <= area.last_column
    )


def _places(area: Area) -> Iterator[tuple[int, int]]:
    columns = range(area.first_column, area.last_column + 1)
    return ((row, column) for row in range(area.first_row, area.last_row + 1) for column in columns)


def _circular(needs: Mapping[Cell, set[Cell]]) -> VerifyError:
    """The shortest way to say it: one round of cells, each needing the next."""
    path: list[Cell] = [min(needs)]
    while True:
        following = min(cell for cell in needs[path[-1]] if cell in needs)
        if following in path:
            round_trip = [*path[path.index(following) :], following]
            text = " → ".join(map(str, round_trip))
            what = Text(f"循环引用 {text}", f"circular reference {text}")
            remedy = Text("不要让其中任何一个引用自己", "let none of them use itself")
            return VerifyError(str(round_trip[0]), what, remedy)
        path.append(following)
