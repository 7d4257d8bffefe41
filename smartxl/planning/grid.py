"""A template sheet with its groups laid out: what every builder of it needs, worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from smartxl.cells import column_letter
from smartxl.errors import TemplateError
from smartxl.model.layout import LayoutRow, SheetLayout
from smartxl.placeholders import CellText, TextFault, parse

__all__ = ["WORD", "GridCell", "GridColumn", "Groups", "RowGrid", "grid_of"]

Groups = tuple[tuple[str, tuple[str, ...]], ...]
"""(group, its members): a template column that speaks of a group stands once for every member.

A group is what its placeholders begin with (`leaf` of `leaf.score`), or the one placeholder of its columns beside words."""
WORD = "t."
"""How placeholders of words begin."""
_Texts = Mapping[tuple[int, int], CellText]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """An output column: the template column it is made from, and the member of a group it stands for."""

    template: int
    member: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a template row in its output column: a text, or a number as `constant`.

    `name` is its one placeholder, "" where it also has other text; `own` is the same, unless it is looked up by member.
    """

    index: int
    column: GridColumn
    text: CellText | None
    constant: float
    name: str
    own: str


@dataclass(frozen=True, eq=False)
class RowGrid:
    """`styles` are the template columns whose look is taken, where they are not the same; `rows` the first of each role.

    Compared by identity: patterns of rows are kept by it.
    """

    columns: tuple[GridColumn, ...]
    styles: Mapping[int, int]
    rows: Mapping[str, LayoutRow]
    _texts: _Texts
    _cells: dict[tuple[int, str], tuple[GridCell, ...]] = field(default_factory=dict)
    _names: dict[int, frozenset[str]] = field(default_factory=dict)
    _places: dict[tuple[str, str, str], int | None] = field(default_factory=dict)
    _above: dict[tuple[str, ...], tuple[LayoutRow, ...]] = field(default_factory=dict)
    _told: dict[int, frozenset[str]] = field(default_factory=dict)
    _offered: dict[tuple[int, str], bool] = field(default_factory=dict)

    @cached_property
    def column_styles(self) -> Mapping[int, int]:
        """Output column → template column."""
        return {index: column.template for index, column in enumerate(self.columns, 1)}

    def cells(self, row: LayoutRow, without: str = "") -> tuple[GridCell, ...]:
        """The cells of a template row, in their output columns; not those whose placeholder begins with `without`."""
        key = row.row, without
        if key not in self._cells:
            made = self._made(row)
            self._cells[key] = tuple(c for c in made if not (without and c.name.startswith(without)))
        return self._cells[key]

    def names(self, row: LayoutRow) -> frozenset[str]:
        """The placeholders of a template row."""
        if row.row not in self._names:
            texts = (cell.text for cell in self.cells(row) if cell.text)
            self._names[row.row] = frozenset(name for text in texts for name in text.names)
        return self._names[row.row]

    def above(self, layout: SheetLayout, roles: tuple[str, ...]) -> tuple[LayoutRow, ...]:
        """The rows of its template sheet above the first one of some roles."""
        if roles not in self._above:
            self._above[roles] = layout.above(*roles)
        return self._above[roles]

    def told(self, row: LayoutRow) -> frozenset[str]:
        """The placeholders of a template row that are no words."""
        if row.row not in self._told:
            self._told[row.row] = frozenset(n for n in self.names(row) if not n.startswith(WORD))
        return self._told[row.row]

    def offers(self, row: LayoutRow, name: str) -> bool:
        """Whether a template row has a place for a placeholder."""
        key = row.row, name
        if key not in self._offered:
            self._offered[key] = any(name in cell.text.names for cell in self.cells(row) if cell.text)
        return self._offered[key]

    def _made(self, row: LayoutRow) -> Iterator[GridCell]:
        for index, column in enumerate(self.columns, 1):
            value = row.cells.get(column.template)
            if isinstance(value, str):
                text = self._texts[row.row, column.template]
                yield GridCell(index, column, text, 0.0, text.whole, "" if column.member else text.whole)
            elif value is not None:
                yield GridCell(index, column, None, value, "", "")

    def place(self, role: str, name: str, member: str = "") -> int | None:
        """The first output column of a placeholder in the first row of a role."""
        key = (role, name, member)
        if key not in self._places:
            cells = self.cells(self.rows[role])
            own = (cell for cell in cells if cell.column.member == member and cell.text)
            self._places[key] = next((c.index for c in own if c.text and name in c.text.names), None)
        return self._places[key]


@lru_cache(maxsize=128)
def grid_of(layout: SheetLayout, source: str, groups: Groups, first: int = 1) -> RowGrid:
    """The grid of a template sheet from its column `first` on. Raises TemplateError for a text that cannot be read;
    `source` says where it is."""
    texts = {
        (row.row, column): _parsed(source, row, column, text)
        for row in layout.rows
        for column, text in row.cells.items()
        if isinstance(text, str)
    }
    columns = tuple(_expand(range(first, layout.last_column + 1), texts, dict(groups)))
    styles = {i: c.template for i, c in enumerate(columns, 1) if i != c.template}
    return RowGrid(columns, styles, {row.role: row for row in reversed(layout.rows)}, texts)


def _parsed(source: str, row: LayoutRow, column: int, text: str) -> CellText:
    try:
        return parse(text)
    except TextFault as fault:
        where = f"{source} {column_letter(column)}{row.row}"
        raise TemplateError(where, fault.what, fault.remedy) from fault


def _expand(places: range, texts: _Texts, groups: Mapping[str, tuple[str, ...]]) -> Iterator[GridColumn]:
    """Output columns in order; a template column of a group is repeated where it stands."""
    spoken: dict[int, set[str]] = {}
    for (_, column), text in texts.items():
        spoken.setdefault(column, set()).update(text.names)
    for column in places:
        group = next((name for name in groups if _is_of(spoken.get(column, set()), name)), None)
        if group is None:
            yield GridColumn(column, "")
        else:
            yield from (GridColumn(column, member) for member in groups[group])


def _is_of(names: Set[str], group: str) -> bool:
    """Whether a column with these placeholders is one of a group."""
    if "." in group:
        return {name for name in names if not name.startswith("t.")} == {group}
    return any(name.partition(".")[0] == group for name in names)
