"""From a template's rows to planned rows: placeholders become contents, repeated columns become many."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from smartxl.cells import column_letter
from smartxl.errors import TemplateError
from smartxl.model.layout import Layout, LayoutRow, SheetLayout
from smartxl.model.plan import Content, PlannedRow

__all__ = ["SheetBuilder"]

_PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z][A-Za-z0-9_.]*)\s*\}\}")


@dataclass(frozen=True, slots=True)
class _Column:
    template: int
    member: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a template row in its output column: `name` is its one placeholder, "" where it also has other text."""

    index: int
    column: _Column
    text: str
    name: str


@dataclass(frozen=True)
class _Grid:
    """A template sheet with its groups laid out: what every builder of it needs, worked out once.

    `styles` are the template columns whose look is taken, where they are not the same ones.
    """

    columns: tuple[_Column, ...]
    styles: Mapping[int, int]
    rows: Mapping[str, LayoutRow]
    _cells: dict[int, tuple[_Cell, ...]] = field(default_factory=dict)
    _places: dict[tuple[str, str, str], int | None] = field(default_factory=dict)

    def cells(self, row: LayoutRow) -> tuple[_Cell, ...]:
        """The cells of a template row, in their output columns."""
        if row.row not in self._cells:
            self._cells[row.row] = tuple(
                _Cell(
                    index, column, text, match[1] if (match := _PLACEHOLDER.fullmatch(text.strip())) else ""
                )
                for index, column in enumerate(self.columns, 1)
                if (text := row.cells.get(column.template)) is not None
            )
        return self._cells[row.row]

    def place(self, role: str, name: str, member: str) -> int | None:
        """The first output column of a placeholder in the row of a role."""
        key = (role, name, member)
        if key not in self._places:
            own = (cell for cell in self.cells(self.rows[role]) if cell.column.member == member)
            found = (cell.index for cell in own if name in _PLACEHOLDER.findall(cell.text))
            self._places[key] = next(found, None)
        return self._places[key]


@lru_cache(maxsize=128)
def _grid(layout: SheetLayout, groups: tuple[tuple[str, tuple[str, ...]], ...]) -> _Grid:
    columns = tuple(_expand(layout, dict(groups)))
    styles = {i: c.template for i, c in enumerate(columns, 1) if i != c.template}
    return _Grid(columns, styles, {row.role: row for row in reversed(layout.rows)})


class SheetBuilder:
    """Lays rows out below each other, following the roles of one template sheet.

    `groups` repeats columns: a template column whose cells speak of `leaf.…` stands once for every member of
    `groups["leaf"]`; the value of `leaf.score` for member B1 is then looked up as `leaf.score@B1`.
    """

    def __init__(
        self,
        layout: Layout,
        template: str,
        words: Mapping[str, str],
        groups: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        if template not in layout.sheets:
            raise TemplateError(
                layout.source, f"there is no sheet {template!r}", f"add a sheet named {template}"
            )
        self._source = f"{layout.source} {template}"
        self.layout = layout.sheets[template]
        self.template = template
        self._words = words
        self._grid = _grid(self.layout, tuple((name, tuple(each)) for name, each in (groups or {}).items()))
        self.rows: list[PlannedRow] = []

    @property
    def next_row(self) -> int:
        """Where the next row will stand."""
        return len(self.rows) + 1

    @property
    def last_column(self) -> int:
        """The last output column."""
        return len(self._grid.columns)

    @property
    def column_styles(self) -> dict[int, int]:
        """Output column → template column."""
        return {index: column.template for index, column in enumerate(self._grid.columns, 1)}

    def column(self, role: str, name: str, member: str = "") -> int:
        """The output column of a placeholder in the first row of a role. Raises TemplateError when it has no place."""
        row = self._row(role)
        place = self._grid.place(role, name, member)
        if place is not None:
            return place
        raise TemplateError(
            f"{self._source} row {row.row}",
            f"the row {role!r} has no place for {name}",
            f"put {{{{ {name} }}}} into one of its cells",
        )

    def offers(self, role: str, name: str) -> bool:
        """Whether the first row of a role has a place for a placeholder."""
        row = self._row(role)
        return any(name in _PLACEHOLDER.findall(text) for text in row.cells.values())

    def has(self, role: str) -> bool:
        """Whether the template has a row of this role."""
        return role in self._grid.rows

    def add(
        self,
        role: str,
        values: Mapping[str, Content],
        *,
        extra: Mapping[int, Content] | None = None,
        looks: Mapping[int, int] | None = None,
    ) -> int:
        """Appends the first row of a role with its placeholders' values, and `extra` cells by column; gives its number.

        `looks` maps a column to the template column whose look it takes instead of its own.
        """
        return self.add_row(self._row(role), values, extra=extra, looks=looks)

    def add_row(
        self,
        row: LayoutRow,
        values: Mapping[str, Content],
        *,
        extra: Mapping[int, Content] | None = None,
        looks: Mapping[int, int] | None = None,
    ) -> int:
        """The same for a given template row: several rows may have one role, each with texts of its own."""
        cells: dict[int, Content] = dict(extra or {})
        for cell in self._grid.cells(row):
            content = values.get(cell.name) if not cell.column.member else None
            if content is None:
                content = self._content(row, cell, values)
            if type(content) is not str or content:
                cells[cell.index] = content
        number = self.next_row
        styles = self._grid.styles
        self.rows.append(PlannedRow(number, row.row, cells, {**styles, **looks} if looks else styles))
        return number

    def _row(self, role: str) -> LayoutRow:
        row = self._grid.rows.get(role)
        if row is None:
            raise TemplateError(
                self._source, f"no row has the role {role!r}", f"write {role} into column A of a row"
            )
        return row

    def _content(self, row: LayoutRow, cell: _Cell, values: Mapping[str, Content]) -> Content:
        if cell.name:
            return self._value(row, cell.column, cell.name, values)
        return _PLACEHOLDER.sub(lambda match: str(self._value(row, cell.column, match[1], values)), cell.text)

    def _value(self, row: LayoutRow, column: _Column, name: str, values: Mapping[str, Content]) -> Content:
        if name.startswith("t."):
            name, values = name[2:], self._words
        key = f"{name}@{column.member}" if column.member and f"{name}@{column.member}" in values else name
        if key not in values:
            near = difflib.get_close_matches(name, [n.partition("@")[0] for n in values], n=1)
            remedy = f"did you mean {near[0]}?" if near else "remove it"
            where = f"{self._source} {column_letter(column.template)}{row.row}"
            raise TemplateError(where, f"unknown placeholder {name!r}", remedy)
        return values[key]


def _expand(layout: SheetLayout, groups: Mapping[str, Sequence[str]]) -> Iterator[_Column]:
    """Output columns in order; neighbouring template columns of one group repeat one after the other."""
    for column in range(1, layout.last_column + 1):
        names = [name for row in layout.rows for name in _PLACEHOLDER.findall(row.cells.get(column, ""))]
        group = next((g for g in groups if any(name.startswith(f"{g}.") for name in names)), None)
        if group is None:
            yield _Column(column, "")
        else:
            yield from (_Column(column, member) for member in groups[group])
