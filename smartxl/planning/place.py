"""From a template's rows to planned rows: placeholders become contents, repeated columns become many."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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
        self._columns = tuple(_expand(self.layout, groups or {}))
        self.rows: list[PlannedRow] = []

    @property
    def next_row(self) -> int:
        """Where the next row will stand."""
        return len(self.rows) + 1

    @property
    def last_column(self) -> int:
        """The last output column."""
        return len(self._columns)

    @property
    def column_styles(self) -> dict[int, int]:
        """Output column → template column."""
        return {index: column.template for index, column in enumerate(self._columns, 1)}

    def column(self, role: str, name: str, member: str = "") -> int:
        """The output column of a placeholder in the first row of a role. Raises TemplateError when it has no place."""
        row = self._row(role)
        for index, column in enumerate(self._columns, 1):
            if column.member == member and name in _PLACEHOLDER.findall(row.cells.get(column.template, "")):
                return index
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
        return self.layout.row(role) is not None

    def add(
        self, role: str, values: Mapping[str, Content], *, extra: Mapping[int, Content] | None = None
    ) -> int:
        """Appends the first row of a role with its placeholders' values, and `extra` cells by column; gives its number."""
        return self.add_row(self._row(role), values, extra=extra)

    def add_row(
        self, row: LayoutRow, values: Mapping[str, Content], *, extra: Mapping[int, Content] | None = None
    ) -> int:
        """The same for a given template row: several rows may have one role, each with texts of its own."""
        cells: dict[int, Content] = dict(extra or {})
        for index, column in enumerate(self._columns, 1):
            text = row.cells.get(column.template)
            if text is not None and (content := self._content(row, column, text, values)) != "":
                cells[index] = content
        number = self.next_row
        styles = {i: c.template for i, c in enumerate(self._columns, 1) if i != c.template}
        self.rows.append(PlannedRow(number, row.row, cells, styles))
        return number

    def _row(self, role: str) -> LayoutRow:
        row = self.layout.row(role)
        if row is None:
            raise TemplateError(
                self._source, f"no row has the role {role!r}", f"write {role} into column A of a row"
            )
        return row

    def _content(self, row: LayoutRow, column: _Column, text: str, values: Mapping[str, Content]) -> Content:
        whole = _PLACEHOLDER.fullmatch(text.strip())
        if whole:
            return self._value(row, column, whole[1], values)
        return _PLACEHOLDER.sub(lambda match: str(self._value(row, column, match[1], values)), text)

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
