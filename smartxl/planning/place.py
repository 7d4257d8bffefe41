"""From a template's rows to planned rows: placeholders become contents, repeated columns become many."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from smartxl.cells import column_letter
from smartxl.errors import TemplateError
from smartxl.model.layout import Layout, LayoutRow
from smartxl.model.plan import Content, PlannedRow
from smartxl.model.rowcells import PatternCells, RowPattern
from smartxl.placeholders import TextFault
from smartxl.planning.grid import WORD, GridCell, GridColumn, grid_of
from smartxl.text import Text

__all__ = ["NO_KEY", "KeptRows", "SheetBuilder"]

KeptRows = dict[tuple[object, ...], tuple[RowPattern, *tuple[Mapping[str, str], ...]]]
"""Rows that were laid out, by what they depend on; beside each the words whose identity is in use there."""
NO_KEY = ("",)
"""What rows of words have of their own."""

_Any = TypeVar("_Any")
"""What stands in a cell: a content, or what stands for one."""


class SheetBuilder:
    """Lays rows out below each other, following the roles of one template sheet.

    `groups` repeats columns: a template column whose cells speak of `leaf.…` stands once for every member of
    `groups["leaf"]`; the value of `leaf.score` for member B1 is then looked up as `leaf.score@B1`. Without `keys` the
    sheet begins with the template's second column: the first one has room for row keys. Placeholders that begin with
    `without` leave their cells empty. Rows that are the same for all with the same words are `kept` and used again.
    """

    def __init__(
        self,
        layout: Layout,
        template: str,
        words: Mapping[str, str],
        groups: Mapping[str, Sequence[str]] | None = None,
        *,
        keys: bool = True,
        without: str = "",
        kept: KeptRows | None = None,
    ) -> None:
        if template not in layout.sheets:
            what = Text(f"没有工作表“{template}”", f"there is no sheet {template!r}")
            remedy = Text(f"加一张名为 {template} 的工作表", f"add a sheet named {template}")
            raise TemplateError(layout.source, what, remedy)
        self._source = f"{layout.source} {template}"
        self.layout = layout.sheets[template]
        self.template = template
        self._words = words
        named = tuple((name, tuple(each)) for name, each in (groups or {}).items())
        self.grid = grid_of(self.layout, self._source, named, 1 if keys else 2)
        self._without = without
        self._kept: KeptRows = {} if kept is None else kept
        self.rows: list[PlannedRow] = []

    @property
    def next_row(self) -> int:
        """Where the next row will stand."""
        return len(self.rows) + 1

    @property
    def last_column(self) -> int:
        """The last output column."""
        return len(self.grid.columns)

    @property
    def column_styles(self) -> Mapping[int, int]:
        """Output column → template column."""
        return self.grid.column_styles

    def blank(self) -> SheetBuilder:
        """The same builder without rows."""
        other = object.__new__(SheetBuilder)
        vars(other).update(vars(self), rows=[])
        return other

    def column(self, role: str, name: str, member: str = "") -> int:
        """The output column of a placeholder in the first row of a role. Raises TemplateError when it has no place."""
        row = self.template_row(role)
        place = self.grid.place(role, name, member)
        if place is not None:
            return place
        raise TemplateError(
            Text(f"{self._source} 第{row.row}行", f"{self._source} row {row.row}"),
            Text(f"{role} 行没有 {name} 的位置", f"the row {role!r} has no place for {name}"),
            Text(f"在该行的一个单元格中写 {{{{ {name} }}}}", f"put {{{{ {name} }}}} into one of its cells"),
        )

    def offers(self, role: str, name: str) -> bool:
        """Whether the first row of a role has a place for a placeholder."""
        return self.grid.offers(self.template_row(role), name)

    def above(self, *roles: str) -> tuple[LayoutRow, ...]:
        """The rows that come once before what repeats: all above the first row of one of these roles.

        Raises TemplateError when there is no row of the first role.
        """
        self.template_row(roles[0])
        return self.grid.above(self.layout, roles)

    def below(self, *roles: str) -> tuple[LayoutRow, ...]:
        """The rows that come once after what repeats: all below the last row of one of these roles."""
        return self.layout.below(*roles)

    def position(self, role: str, *roles: str) -> int:
        """Where the last row of `role` will stand, counted from 1, among the rows above those of `roles`."""
        places = [number for number, row in enumerate(self.above(*roles), 1) if row.role == role]
        if not places:
            what = Text(
                f"{roles[0]} 行之上没有 {role} 行", f"no row above {roles[0]!r} has the role {role!r}"
            )
            remedy = Text(f"在其上一行的 A 列写 {role}", f"write {role} into column A of a row above it")
            raise TemplateError(self._source, what, remedy)
        return places[-1]

    def between(self, first: str, *roles: str) -> tuple[LayoutRow, ...]:
        """The first row of a role and the rows after it, up to the first row of one of `roles`."""
        start = self.template_row(first).row
        ends = [row.row for row in self.layout.rows if row.role in roles and row.row > start]
        end = min(ends, default=start + 1)
        return tuple(row for row in self.layout.rows if start <= row.row < end)

    def add(
        self,
        role: str,
        values: Mapping[str, Content],
        *,
        extra: Mapping[int, Content] | None = None,
        looks: Mapping[int, int] | None = None,
        over: Mapping[int, Content] | None = None,
    ) -> int:
        """Appends the first row of a role with its placeholders' values, and `extra` cells by column; gives its number.

        `looks` maps a column to the template column whose look it takes instead of its own; `over` are cells that stand in
        place of the template's, "" for an empty one.
        """
        return self.add_row(self.template_row(role), values, extra=extra, looks=looks, over=over)

    def add_row(
        self,
        row: LayoutRow,
        values: Mapping[str, Content],
        *,
        extra: Mapping[int, Content] | None = None,
        looks: Mapping[int, int] | None = None,
        over: Mapping[int, Content] | None = None,
    ) -> int:
        """The same for a given template row: several rows may have one role, each with texts of its own."""
        if not (extra or looks or over) and self._is_worded(row, values):
            return self._add_kept(row, ())
        cells: dict[int, Content] = {**(extra or {}), **self.laid_out(row, values)}
        for column, content in over.items() if over else ():
            cells.pop(column, None)
            cells |= {column: content} if type(content) is not str or content else {}
        number = self.next_row
        styles = self.grid.styles
        self.rows.append(PlannedRow(number, row.row, cells, {**styles, **looks} if looks else styles))
        return number

    def add_given(
        self, row: LayoutRow, given: Mapping[str, str | float], values: Mapping[str, Content]
    ) -> int:
        """The same as `add_row` for a row that speaks of what is `given`, the same wherever that is, or of `values` too."""
        if not given or not self._has_only(row, given):
            return self.add_row(row, {**values, **given})
        return self._add_kept(row, tuple(given.items()))

    def _has_only(self, row: LayoutRow, given: Mapping[str, str | float]) -> bool:
        return self.grid.told(row) <= given.keys()

    def _is_worded(self, row: LayoutRow, values: Mapping[str, Content]) -> bool:
        """Whether a template row has nothing but words, which no value stands for."""
        return not self.grid.told(row) and values.keys().isdisjoint(self.grid.names(row))

    def _add_kept(self, row: LayoutRow, given: tuple[tuple[str, str | float], ...]) -> int:
        return self._add_pattern(self._kept_pattern(row, given))

    def _kept_pattern(self, row: LayoutRow, given: tuple[tuple[str, str | float], ...]) -> RowPattern:
        key = (self.grid, row.row, id(self._words), given)
        if key not in self._kept:
            pattern = RowPattern(row.row, self.grid.styles, self.laid_out(row, dict(given)))
            self._kept[key] = pattern, self._words  # whose identity is in use
        return self._kept[key][0]

    def _add_pattern(self, pattern: RowPattern) -> int:
        number = self.next_row
        cells = PatternCells(pattern, number, "", NO_KEY)
        self.rows.append(PlannedRow(number, pattern.style_row, cells, pattern.style_columns))
        return number

    def _headed(self, row: LayoutRow, heads: Mapping[str, str]) -> RowPattern:
        """A row with nothing but `heads` and words."""
        key = (self.grid, row.row, id(self._words), id(heads))
        if key not in self._kept:
            names = (name for name in self.grid.names(row) if name in heads)
            pattern = self._kept_pattern(row, tuple((name, heads[name]) for name in names))
            self._kept[key] = pattern, self._words, heads  # whose identities are in use
        return self._kept[key][0]

    def laid_out(self, row: LayoutRow, values: Mapping[str, _Any]) -> dict[int, _Any | str | float]:
        """Column → what stands there in a row made from a template row, without what is ""."""
        cells: dict[int, _Any | str | float] = {}
        for cell in self.grid.cells(row, self._without):
            content: _Any | str | float | None = values.get(cell.own)
            if content is None:
                content = self._content(row, cell, values)
            if type(content) is not str or content:
                cells[cell.index] = content
        return cells

    def has_sentence(self, row: LayoutRow, names: Collection[str]) -> bool:
        """Whether one of these placeholders stands in a cell of a template row beside other text."""
        cells = self.grid.cells(row, self._without)
        return any(name in names for cell in cells if cell.text and not cell.name for name in cell.text.names)

    def add_rows(
        self,
        rows: Sequence[LayoutRow],
        values: Mapping[str, Content],
        heads: Mapping[str, str] | None = None,
    ) -> None:
        """Several template rows one below the other, with the same values; those with nothing but `heads` and words are the
        same wherever these are."""
        for row in rows:
            if heads and self._has_only(row, heads):
                self._add_pattern(self._headed(row, heads))
            else:
                self.add_row(row, {**values, **heads} if heads else values)

    def template_row(self, role: str) -> LayoutRow:
        """The first template row of a role. Raises TemplateError when there is none."""
        row = self.grid.rows.get(role)
        if row is None:
            what = Text(f"没有 {role} 行", f"no row has the role {role!r}")
            remedy = Text(f"在一行的 A 列写 {role}", f"write {role} into column A of a row")
            raise TemplateError(self._source, what, remedy)
        return row

    def _where(self, row: LayoutRow, column: int) -> str:
        return f"{self._source} {column_letter(column)}{row.row}"

    def _content(self, row: LayoutRow, cell: GridCell, values: Mapping[str, _Any]) -> _Any | str | float:
        if cell.text is None:
            return cell.constant
        if cell.name:
            return self._value(row, cell.column, cell.name, values)
        try:
            return cell.text.render(lambda name: self._worded(row, cell.column, name, values))
        except TextFault as fault:
            raise TemplateError(self._where(row, cell.column.template), fault.what, fault.remedy) from fault

    def _worded(
        self, row: LayoutRow, column: GridColumn, name: str, values: Mapping[str, _Any]
    ) -> str | float:
        """A placeholder's value inside a sentence."""
        value = self._value(row, column, name, values)
        if isinstance(value, str | float):
            return value
        raise TextFault(
            Text(f"{name} 不是文字，不能写在句子里", f"{name} is no text: it cannot stand inside a sentence"),
            Text(f"让 {{{{ {name} }}}} 独占一个单元格", f"give {{{{ {name} }}}} a cell of its own"),
        )

    def _value(self, row: LayoutRow, column: GridColumn, name: str, values: Mapping[str, _Any]) -> _Any | str:
        if name.startswith(WORD):
            return self._known(row, column, name.removeprefix(WORD), self._words)
        return self._known(row, column, name, values)

    def _known(self, row: LayoutRow, column: GridColumn, name: str, values: Mapping[str, _Any]) -> _Any:
        key = f"{name}@{column.member}" if column.member and f"{name}@{column.member}" in values else name
        if key not in values:
            near = difflib.get_close_matches(name, [n.partition("@")[0] for n in values], n=1)
            remedy = (
                Text(f"是否应为 {near[0]}？", f"did you mean {near[0]}?")
                if near
                else Text("删去它", "remove it")
            )
            what = Text(f"没有占位符“{name}”", f"unknown placeholder {name!r}")
            raise TemplateError(self._where(row, column.template), what, remedy)
        return values[key]
