"""What a file says beside the contents of its cells: locks, number formats, validations, what is hidden, names, calculation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = [
    "BookSettings",
    "SavedColumns",
    "SavedCondition",
    "SavedIgnored",
    "SavedLook",
    "SavedName",
    "SavedTable",
    "SavedValidation",
    "SheetSettings",
    "Span",
]

Span = tuple[int, int, int, int]
"""First row and column, last row and column of an area, counted from 1."""


@dataclass(frozen=True, slots=True)
class SavedLook:
    """Of a cell's look what can change its meaning: `number_format` is the code, such as 0.00; `quoted`: begins with '."""

    locked: bool = True
    number_format: str = "General"
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class SavedValidation:
    """A data validation: its kind (list, decimal …), operator, one or two operands, and what a wrong answer meets.

    `style` is stop, warning or information; without `insists` a wrong answer meets nothing.
    """

    kind: str
    operator: str
    operands: tuple[str, ...]
    allow_blank: bool
    style: str
    insists: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SavedCondition:
    """A conditional format: its kind (expression, cellIs …), operator, and formulas as they hold in the first cell."""

    kind: str
    operator: str
    formulas: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SavedIgnored:
    """What Excel is told not to mark in some cells: kinds as written, such as numberStoredAsText."""

    kinds: frozenset[str]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SavedColumns:
    """Some columns, and the number of the look of their cells."""

    first: int
    last: int
    style: str


@dataclass(frozen=True, slots=True)
class SheetSettings:
    """One sheet. `styles` and `row_styles` have the number of a look; cells in neither have that of their column.

    `protection`: the attributes as written, empty without one. `filtered`: where a filter hides rows. `links`: cell → place in
    the same workbook. `numbers`: what the file writes in cells that `RawSheet` has as days, times or percentages. `ignored`:
    what Excel does not mark as an error. `empty_texts`: cells without a formula that hold a text of no characters, which
    `RawSheet` does not tell from cells without anything.
    """

    styles: Mapping[tuple[int, int], str] = field(default_factory=dict)
    row_styles: Mapping[int, str] = field(default_factory=dict)
    columns: tuple[SavedColumns, ...] = ()
    filtered: Span | None = None
    protection: Mapping[str, str] = field(default_factory=dict)
    validations: tuple[SavedValidation, ...] = ()
    conditions: tuple[SavedCondition, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[tuple[int, int], float] = field(default_factory=dict)
    ignored: tuple[SavedIgnored, ...] = ()
    empty_texts: frozenset[tuple[int, int]] = frozenset()

    def style_at(self, place: tuple[int, int]) -> str:
        """The number of a cell's look: its own, else that of its row, else that of its column."""
        row, column = place
        own = self.styles.get(place) or self.row_styles.get(row)
        return own or next((c.style for c in self.columns if c.first <= column <= c.last), "0")


@dataclass(frozen=True, slots=True)
class SavedName:
    """A defined name: what it refers to, and the sheet that it is of, "" for the whole workbook."""

    name: str
    sheet: str
    text: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class SavedTable:
    """A table of a sheet: the area of all of it as written, its columns, how many rows are headings and totals, and whether
    a filter of its own hides rows."""

    name: str
    sheet: str
    area: str
    columns: tuple[str, ...]
    headers: int = 1
    totals: int = 0
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class BookSettings:
    """The whole file. `states`: sheet → visible, hidden or veryHidden, in order. `calculation` and `structure`: attributes
    as written of how it is calculated and of the protection of the workbook.

    `sheets` are those with cells; `looks` has a look for each number.
    """

    sheets: Mapping[str, SheetSettings]
    states: Mapping[str, str]
    names: tuple[SavedName, ...]
    looks: Mapping[str, SavedLook]
    calculation: Mapping[str, str]
    tables: tuple[SavedTable, ...] = ()
    structure: Mapping[str, str] = field(default_factory=dict)

    def look(self, number: str) -> SavedLook:
        """The look of a number, the plain one where the file has none."""
        return self.looks.get(number, _PLAIN)


_PLAIN = SavedLook()
