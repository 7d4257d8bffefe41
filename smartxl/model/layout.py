"""A template workbook as data: the role of each row, and the contents of its cells.

The first column of a template sheet holds a row's role (`title`, `item` …); other cells hold text with placeholders such
as `{{ item.name }}`. A row without a role is a row of text that comes out where it stands. Everything visual stays in the
template; a generator copies it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from smartxl.cells import Area

__all__ = ["PLAIN_ROLES", "Layout", "LayoutRow", "SheetLayout"]

PLAIN_ROLES = frozenset({"", "text", "space"})
"""Roles of rows that only show what stands in them."""


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """One template row: its role ("" for none), where it stands in the template, column → text or number."""

    role: str
    row: int
    cells: Mapping[int, str | float]


@dataclass(frozen=True, slots=True, eq=False)
class SheetLayout:
    """One template sheet: all its rows in order, its last column, its merged areas.

    Compared by identity: planning caches grids by it.
    """

    name: str
    rows: tuple[LayoutRow, ...]
    last_column: int
    merges: tuple[Area, ...] = ()

    def without(self, roles: frozenset[str]) -> SheetLayout:
        """The same without the rows of some roles: itself where it has none of them."""
        rows = tuple(row for row in self.rows if row.role not in roles)
        return self if len(rows) == len(self.rows) else replace(self, rows=rows)

    def row(self, role: str) -> LayoutRow | None:
        """The first row of a role."""
        return next((row for row in self.rows if row.role == role), None)

    def above(self, *roles: str) -> tuple[LayoutRow, ...]:
        """The rows above the first row that has one of these roles; all rows when none has."""
        numbers = [row.row for row in self.rows if row.role in roles]
        return tuple(row for row in self.rows if not numbers or row.row < min(numbers))

    def below(self, *roles: str) -> tuple[LayoutRow, ...]:
        """The rows below the last row that has one of these roles; none when none has."""
        numbers = [row.row for row in self.rows if row.role in roles]
        return tuple(row for row in self.rows if numbers and row.row > max(numbers))


@dataclass(frozen=True, slots=True)
class Layout:
    """A template workbook: `source` says where it came from, for messages."""

    source: str
    sheets: Mapping[str, SheetLayout]
