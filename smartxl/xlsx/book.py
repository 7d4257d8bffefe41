"""A received file as plain data: values, errors, formulas, merges, names, properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.cells import Area
from smartxl.xlsx.appearance import Appearance
from smartxl.xlsx.cellvalues import CellValue

if TYPE_CHECKING:
    from smartxl.xlsx.settings import BookSettings

__all__ = ["ObjectKind", "Place", "RawBook", "RawSheet", "SheetObject"]


Place = tuple[int, int]
"""Row and column of a cell, counted from 1."""


class ObjectKind(StrEnum):
    """What lies on a sheet."""

    COMMENT = "comment"
    BOX = "box"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class SheetObject:
    """One of them: the first and the last cell that it covers, and its text; a comment has the one cell that it is on."""

    kind: ObjectKind
    first: Place
    last: Place
    text: str = ""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet. `values[row - 1][column - 1]` is "" where nothing stands, rows end with their last value.

    `errors`: cells that show an error, which they have as "" in `values`, and the error (#N/A). `formulas`: cells with a
    formula, which have its cached value in `values`, and its text without =. Of cells that share a formula only the first
    has the text, and `shared` says of the others which cell that is. `arrays`: the cells of array formulas, and the area
    that each fills, as written. `uncached`: cells with a formula of which the file has no value.
    `appearances`: the looks of cells in which a reader may see something else than the value. Rows and columns count as
    hidden that were hidden by hand, by a filter or with their group, or that are too low or narrow to show anything.
    `hidden`: the sheet itself is not shown.
    """

    name: str
    values: tuple[tuple[CellValue, ...], ...]
    errors: Mapping[Place, str] = field(default_factory=dict)
    formulas: Mapping[Place, str] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    arrays: Mapping[Place, str] = field(default_factory=dict)
    shared: Mapping[Place, Place] = field(default_factory=dict)
    uncached: frozenset[Place] = frozenset()
    appearances: Mapping[Place, Appearance] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False

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
    its serial numbers of days count from there. `saved_by`: the program that saved it, as it says. `objects`: what lies on a
    sheet beside its cells, by the sheet's name. `settings`: how it is set, where that was asked for (`smartxl.xlsx.saved`).
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
    objects: Mapping[str, tuple[SheetObject, ...]] = field(default_factory=dict)
    settings: BookSettings | None = None
