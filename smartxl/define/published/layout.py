"""How a table shows its hierarchy: in columns for each level, in one column by numbers, or by codes of parents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from smartxl.define.published.amounts import read_amount
from smartxl.define.published.grid import SheetGrid
from smartxl.define.published.heads import HeadColumn, HeadRole
from smartxl.define.published.inname import LONGEST_READ, parted
from smartxl.define.published.lines import LineKind, PublishedTable
from smartxl.define.published.numbering import (
    NumberedName,
    Style,
    codes_behind,
    common_style,
    numbered,
    points_in,
)
from smartxl.define.published.remark import CellSpot

__all__ = ["Named", "TableLayout", "TreeShape", "layout_of", "named"]

_CONTINUED = re.compile(r"\s*[(（【]\s*续\s*表?\s*\d*\s*[)）】]\s*$")
_WITH_LETTERS = re.compile(
    r"[A-Za-z]+\d+(?:[.\-][A-Za-z0-9]+)*|[A-Za-z]\d*(?:[.\-]?[A-Za-z]?\d+)+|\d+(?:\.\d+)+|[A-Z]"
)


class TreeShape(Enum):
    """Where the hierarchy is."""

    COLUMNS = auto()
    OUTLINE = auto()
    PARENTS = auto()


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it was understood: number, weight and what else its cell says, by role, stand beside it."""

    name: str
    number: str = ""
    code: str = ""
    style: Style = ""
    points: str = ""
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class TableLayout:
    """The columns of a table by what they hold; `weights` says which level (from 0, -1: the row's own) a weight belongs to."""

    shape: TreeShape
    levels: tuple[HeadColumn, ...]
    weights: Mapping[int, int]
    code: HeadColumn | None = None
    order: HeadColumn | None = None
    parent: HeadColumn | None = None
    english: tuple[HeadColumn, ...] = ()
    others: tuple[HeadColumn, ...] = ()
    names: Mapping[int, Mapping[str, Named]] = field(default_factory=dict)

    def named(self, column: int, text: str) -> Named:
        """A name of a column taken apart."""
        found = self.names.get(column, {}).get(text)
        return found if found is not None else Named(_one_line(text))


def layout_of(table: PublishedTable) -> TableLayout:
    """The layout of a table."""
    head = table.head
    levels = _in_order(head.of(HeadRole.LEVEL))
    code, order, parent = (
        next(iter(head.of(role)), None) for role in (HeadRole.CODE, HeadRole.ORDER, HeadRole.PARENT)
    )
    shape = (
        TreeShape.PARENTS if code and parent else TreeShape.OUTLINE if len(levels) == 1 else TreeShape.COLUMNS
    )
    weights = _weights(head.of(HeadRole.WEIGHT) or _scores(table), levels)
    taken = {
        c.number
        for c in (*levels, code, order, parent, *head.of(HeadRole.ENGLISH), *head.of(HeadRole.DEPTH))
        if c
    }
    others = tuple(c for c in head.columns if c.number not in taken and c.number not in weights)
    names = {c.number: _names(table, c, outline=shape is not TreeShape.COLUMNS) for c in levels}
    return TableLayout(shape, levels, weights, code, order, parent, head.of(HeadRole.ENGLISH), others, names)


def _in_order(levels: Sequence[HeadColumn]) -> tuple[HeadColumn, ...]:
    """From the left; where all heads name their level, by that."""
    told = [column.level for column in levels]
    return (
        tuple(sorted(levels, key=lambda c: c.level))
        if all(told) and len(set(told)) == len(told)
        else tuple(levels)
    )


def _scores(table: PublishedTable) -> tuple[HeadColumn, ...]:
    """A column headed 得分 that holds points in most rows, where no other holds weights."""
    rows = [line.row for line in table.of(LineKind.ROW)]
    for column in table.head.of(HeadRole.FILLED):
        texts = [text for row in rows if (text := table.grid.text(row, column.number))]
        if texts and len(texts) * 2 >= len(rows) and all(read_amount(text, CellSpot()) for text in texts):
            return (column,)
    return ()


def _weights(columns: Sequence[HeadColumn], levels: Sequence[HeadColumn]) -> dict[int, int]:
    """Column of a weight → the level it belongs to; a second one for the same level stays among the other columns."""
    by_number = {column.level: index for index, column in enumerate(levels) if column.level}
    found: dict[int, int] = {}
    several = len(columns) > 1
    at_the_end = all(column.number > levels[-1].number for column in columns) if levels else True
    for index, column in enumerate(columns):
        if column.level and column.level in by_number:
            level = by_number[column.level]
        elif several and at_the_end:
            level = index if len(columns) == len(levels) else -1
        elif several:
            level = max((i for i, each in enumerate(levels) if each.number < column.number), default=0)
        else:
            level = -1
        level = -1 if level == len(levels) - 1 else level
        if level not in found.values():
            found[column.number] = level
    return found


def _names(table: PublishedTable, column: HeadColumn, *, outline: bool) -> dict[str, Named]:
    """Every text of a column taken apart; numbers are taken off where most of the names have them."""
    grid = table.grid
    rows = [line.row for line in table.of(LineKind.ROW)]
    cells = list(dict.fromkeys(filter(None, (grid.text(row, column.number) for row in rows))))
    parts = {cell: parted(cell) for cell in cells}
    heads = [name for name, _ in parts.values()]
    points = points_in(heads)
    codes = codes_behind([points[name][0] for name in heads])
    styles = common_style([codes[points[name][0]][0] for name in heads])
    found = {}
    for cell, (name, said) in parts.items():
        bare, code = codes[points[name][0]]
        taken = _named(bare, points[name][1], styles, anyhow=outline)
        found[cell] = replace(taken, code=code or taken.code, said=said)
    return found


def named(text: str) -> Named:
    """A name that stands alone on a line."""
    text = text[:LONGEST_READ]
    name, points = points_in([text])[text]
    return _named(name, points, frozenset(), anyhow=True)


def _named(name: str, points: str, styles: frozenset[Style], *, anyhow: bool) -> Named:
    found: NumberedName | None = numbered(name)
    sure = found and (found.style in styles or (anyhow and found.style not in {"letter1", "dotted2"}))
    if found is None or not sure:
        return Named(_one_line(name), points=points)
    return Named(_one_line(found.name), found.number, found.code, found.style, points)


def _one_line(text: str) -> str:
    """A name on one line: a break between Chinese characters is none, elsewhere a blank."""
    joined = re.sub(
        r"(?<=[\u3400-\u9fff，、（）])\n(?=[\u3400-\u9fff，、（）])", "", _CONTINUED.sub("", text)
    )
    return " ".join(joined.split())


def code_in(grid: SheetGrid, row: int, column: HeadColumn | None) -> str:
    """What stands in the column of codes, "" for an order number, which is none."""
    text = grid.text(row, column.number) if column else ""
    return text if _WITH_LETTERS.fullmatch(text) or (column and column.role == HeadRole.CODE) else ""
