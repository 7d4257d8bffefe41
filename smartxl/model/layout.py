"""What a template workbook says: which row is what, and what goes into its cells.

The first column of a template sheet holds a row's role (`title`, `item` …); other cells hold text with
placeholders such as `{{ item.name }}`. Everything visual stays in the template; a generator copies it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Layout", "LayoutRow", "SheetLayout"]


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """One template row: its role, where it stands in the template, column → text."""

    role: str
    row: int
    cells: Mapping[int, str]


@dataclass(frozen=True, slots=True, eq=False)
class SheetLayout:
    """One template sheet: its rows in order (rows without a role are left out) and its last column.

    Two of them are the same only if they are one: what planning makes of a sheet is kept by it.
    """

    name: str
    rows: tuple[LayoutRow, ...]
    last_column: int

    def row(self, role: str) -> LayoutRow | None:
        """The first row of a role."""
        return next((row for row in self.rows if row.role == role), None)


@dataclass(frozen=True, slots=True)
class Layout:
    """A template workbook: `source` says where it came from, for messages."""

    source: str
    sheets: Mapping[str, SheetLayout]
