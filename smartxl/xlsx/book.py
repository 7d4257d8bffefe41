"""A received file as plain data: values, errors, formulas, merges, names, properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartxl.cells import Area
from smartxl.xlsx.cellvalues import CellValue

__all__ = ["Place", "RawBook", "RawSheet"]

Place = tuple[int, int]
"""Row and column of a cell, counted from 1."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet. `values[row - 1][column - 1]` is "" where nothing stands, rows end with their last value.

    `errors`: cells that show an error, which they have as "" in `values`, and the error (#N/A). `formulas`: cells with a
    formula, which have its cached value in `values`, and its text without =. Of cells that share a formula only the first
    has the text, and `shared` says of the others which cell that is. `arrays`: the cells of array formulas, and the area
    that each fills, as written. `uncached`: cells with a formula of which the file has no value.
    """

    name: str
    values: tuple[tuple[CellValue, ...], ...]
    errors: Mapping[Place, str] = field(default_factory=dict)
    formulas: Mapping[Place, str] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    arrays: Mapping[Place, str] = field(default_factory=dict)
    shared: Mapping[Place, Place] = field(default_factory=dict)
    uncached: frozenset[Place] = frozenset()

    @property
    def height(self) -> int:
        """The last row with anything in it."""
        return len(self.values)

    def at(self, row: int, column: int) -> CellValue:
        """The value of a cell, "" for none, also beyond the last row or column."""
        if row > len(self.values) or column > len(self.values[row - 1]):
            return ""
        return self.values[row - 1][column - 1]

    def text(self, row: int, column: int) -> str:
        """The text of a cell, trimmed; "" for anything that is not text."""
        value = self.at(row, column)
        return value.strip() if isinstance(value, str) else ""


@dataclass(frozen=True)
class RawBook:
    """One file: its name, the SHA-256 of its bytes, its worksheets, defined names and custom properties.

    `macros`: it has some, they are never run. `links`: what it refers to outside of itself, never followed. `from_1904`:
    its serial numbers of days count from there. `saved_by`: the program that saved it, as it says.
    """

    file_name: str
    digest: str
    sheets: Mapping[str, RawSheet]
    names: Mapping[str, str]
    properties: Mapping[str, str]
    macros: bool = False
    links: tuple[str, ...] = ()
    from_1904: bool = False
    saved_by: str = ""
