"""Where everything stands in an authoring workbook: which columns a sheet shows, its rows, and its rows to add."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from smartxl.cells import Area, area, qualified
from smartxl.define.authoring import AuthoringSheet
from smartxl.define.authoring.columns import LEVEL, AuthoringColumn
from smartxl.define.authoring.words import WORDS
from smartxl.text import Lang, number_text

__all__ = [
    "FIRST",
    "HEAD_ROW",
    "HELPERS",
    "INTRO_ROW",
    "TITLE_ROW",
    "AuthoringPlace",
    "cell_text",
    "placed_sheets",
]

TITLE_ROW, INTRO_ROW, HEAD_ROW, FIRST = 1, 2, 3, 4
_SPARE = {"settings": 12, "tree": 40, "rules": 40, "scales": 20, "weights": 12, "roster": 30, "items": 60}
_FEW = 8
_CORE = {
    "tree": (
        "code", "weight", "measure", "rule", "scale", "check", "classes", "units", "combine", "direction", "missing",
        "source.zh", "evidence.zh", "parent",
    ),
    "rules": (
        "code", "shown", "params", "formula", "below:code", "below:name.zh", "below:unit.zh", "below:min", "below:max",
        "below:meaning.zh",
    ),
    "scales": ("code", "title.zh", "below:label.zh", "below:points", "below:guidance.zh"),
    "roster": ("code", "name", "class", "contact", "weight"),
    "items": ("unit", "leaf", "item_code", "item_name", "kind", "audience", "points"),
}  # fmt: skip
"""The columns that are always shown; others where something stands in them. Of sheets that are not named, all."""
_ENGLISH_TOO = frozenset({"tree", "rules", "scales", "stages", "classes"})
_ONLY_WHERE_USED = frozenset({"milestones", "events", "rewards", "signatures", "scenarios", "variations"})
HELPERS: Mapping[str, tuple[str, ...]] = {
    "tree": ("name", "level", "parent", "single"),
    "weights": ("parent",),
}
"""What hidden columns at the end of a sheet calculate for its checks; those of levels come on top."""


@dataclass(frozen=True)
class AuthoringPlace:
    """A sheet: its name, its columns from the first on, and its rows: `used` with something in them, then some to add."""

    grid: AuthoringSheet
    name: str
    columns: tuple[AuthoringColumn, ...]
    helpers: tuple[str, ...]
    checked: bool
    last: int

    @property
    def kind(self) -> str:
        """What it holds."""
        return self.grid.sheet

    @property
    def width(self) -> int:
        """The last column that people see."""
        return len(self.columns) + self.checked

    def place(self, column: str) -> int:
        """The number of a column by its id, of a helper by its name with #, 0 for one that is not shown."""
        if column.startswith("#"):
            return self.width + 1 + self.helpers.index(column[1:])
        return next((n for n, each in enumerate(self.columns, 1) if each.id == column), 0)

    def range(self, column: str) -> str:
        """All rows of a column, for the formulas of other sheets too."""
        place = self.place(column)
        return qualified(self.name, area(FIRST, place, self.last, place, "$"))

    def here(self, column: str) -> str:
        """All rows of a column, for the formulas of its own sheet."""
        place = self.place(column)
        return area(FIRST, place, self.last, place, "$")

    def source(self, column: str) -> Area:
        """All rows of a column as what a drop-down list offers."""
        place = self.place(column)
        return Area(self.name, FIRST, place, self.last, place)

    @property
    def levels(self) -> int:
        """How many columns of names there are."""
        return sum(column.key.startswith(LEVEL) for column in self.columns)


def placed_sheets(grids: Sequence[AuthoringSheet], lang: Lang) -> Mapping[str, AuthoringPlace]:
    """What each sheet holds → where it stands; sheets that only few need are left out where nothing is in them."""
    both = any(
        cell
        for grid in grids
        for row in grid.rows
        for name, cell in row.cells.items()
        if name.endswith(".en")
    )
    return {
        grid.sheet: _placed(grid, lang, both=both)
        for grid in grids
        if grid.rows or grid.sheet not in _ONLY_WHERE_USED
    }


def _placed(grid: AuthoringSheet, lang: Lang, *, both: bool) -> AuthoringPlace:
    columns = tuple(_shown(grid, both=both))
    helpers = HELPERS.get(grid.sheet, ())
    if grid.sheet == "tree":
        levels = sum(column.key.startswith(LEVEL) for column in columns)
        helpers = (*helpers, *(f"above{n}" for n in range(1, levels)))
    last = FIRST + len(grid.rows) + _SPARE.get(grid.sheet, _FEW) - 1
    checked = grid.sheet in {"roster", "items"}
    return AuthoringPlace(grid, WORDS["sheet", grid.sheet].get(lang), columns, helpers, checked, last)


def _shown(grid: AuthoringSheet, *, both: bool) -> Iterator[AuthoringColumn]:
    core = _CORE.get(grid.sheet)
    used = {name for row in grid.rows for name, cell in row.cells.items() if cell is not None}
    for column in _ordered(grid.columns):
        english = column.part == "en" and both and grid.sheet in _ENGLISH_TOO
        beside = english and (core is None or f"{column.key}.zh" in core or column.key == "name")
        own = core is None or column.id in core or column.key.startswith(LEVEL)
        if column.id in used or beside or (own and (column.part != "en" or (core is None and both))):
            yield column


def _ordered(columns: Iterable[AuthoringColumn]) -> list[AuthoringColumn]:
    """English texts and the parents behind all else."""
    listed = list(columns)
    late = [c for c in listed if c.part == "en" or c.key in {"parent", "english"}]
    if any(c.key == "place" for c in listed):
        late = []
    return [*(c for c in listed if c not in late), *late]


def cell_text(sheet: AuthoringPlace, number: int, column: str = "code") -> str:
    """What stands in a column of the row with a number, from 0, as text; "" in rows to add."""
    rows = sheet.grid.rows
    cell = rows[number].cells.get(column) if number < len(rows) else None
    return "" if cell is None else cell if isinstance(cell, str) else number_text(cell)
