"""Lists everything that is wrong with a template, with cell addresses, all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property

from smartxl.cells import a1, area, column_letter, sheet_name_fault
from smartxl.define.template_table import (
    OPTIONAL_SHEETS,
    Kind,
    Placeholder,
    RolePlace,
    SheetTable,
    template_table,
)
from smartxl.errors import Problem
from smartxl.model.layout import PLAIN_ROLES, Layout, LayoutRow, SheetLayout
from smartxl.placeholders import CellText, TextFault, parse
from smartxl.text import Text, both

__all__ = ["check_layout"]

_WORD = "t."
_LINES = {"section": ("item", "entry"), "table": ("table_row",)}


def check_layout(layout: Layout, words: Mapping[str, str], sheets: Sequence[str] = ()) -> tuple[Problem, ...]:
    """The problems of a template in the order of its sheets and rows.

    `words` are the words of one language (what `{{ t.… }}` may name); `sheets` are those that it must have, all when empty.
    """
    table = template_table()
    needed = tuple(sheets) or tuple(name for name in table if name not in OPTIONAL_SHEETS)
    return (*_sheet_names(layout, needed), *_cells(layout, words))


def _sheet_names(layout: Layout, needed: Sequence[str]) -> Iterator[Problem]:
    table = template_table()
    missing = [name for name in needed if name not in layout.sheets]
    unknown = {name for name in layout.sheets if name not in table}
    renamed = set()
    for name in missing:
        near = next((other for other in unknown if other.strip().casefold() == name), "") or _near(
            name, unknown
        )
        renamed.add(near)
        remedy = (
            Text(f"把工作表“{near}”改名", f"rename the sheet {near!r}")
            if near
            else Text("从导出的模板中复制", "copy it from an exported template")
        )
        yield Problem(
            layout.source, None, "", Text(f"缺少工作表“{name}”", f"there is no sheet {name!r}"), remedy
        )
    for name in layout.sheets:
        if fault := sheet_name_fault(name):
            yield Problem(
                layout.source,
                None,
                repr(name),
                Text(f"工作表名称不能用：{fault.zh}", f"the sheet name cannot be used: {fault.en}"),
                Text("缩短名称", "shorten it"),
            )
        elif name in unknown - renamed:
            near = _near(name, table)
            remedy = (
                Text(f"是不是 {near}？", f"did you mean {near}?")
                if near
                else Text("删去该工作表：不会用它生成任何内容", "delete the sheet: nothing is made from it")
            )
            yield Problem(
                layout.source,
                None,
                repr(name),
                Text("模板中没有名为此的工作表", "no sheet of a template has this name"),
                remedy,
            )


def _cells(layout: Layout, words: Mapping[str, str]) -> Iterator[Problem]:
    for name, sheet in layout.sheets.items():
        if name in template_table():
            yield from _SheetCheck(layout.source, sheet, template_table()[name], words).problems()


def _near(name: str, names: Mapping[str, object] | set[str] | Sequence[str]) -> str:
    return next(iter(get_close_matches(name, list(names), n=1)), "")


@dataclass(frozen=True)
class _SheetCheck:
    """One sheet beside its table."""

    source: str
    sheet: SheetLayout
    table: SheetTable
    words: Mapping[str, str]

    def problems(self) -> Iterator[Problem]:
        """Roles, then cells, then merges; a sheet without roles has nothing else to say."""
        if not any(row.role in self.table.roles for row in self.sheet.rows):
            yield self._no_roles()
            return
        yield from self._roles()
        for row in self.sheet.rows:
            yield from self._row(row)
        yield from self._merges()

    def _problem(self, where: str, what: Text, remedy: Text) -> Problem:
        return Problem(
            self.source, None, f"{self.sheet.name}!{where}" if where else self.sheet.name, what, remedy
        )

    def _no_roles(self) -> Problem:
        found = Counter(
            column
            for row in self.sheet.rows
            for column, text in row.cells.items()
            if isinstance(text, str) and text.strip() in self.table.roles
        )
        what = Text(
            "缺少标识列：A列没有写明各行是什么",
            "the key column is missing: column A says of no row what it is",
        )
        if found:
            letter = column_letter(found.most_common(1)[0][0])
            return self._problem(
                "A",
                what,
                Text(
                    f"行的角色写在 {letter} 列：移到A列",
                    f"the roles stand in column {letter}: move them to column A",
                ),
            )
        return self._problem(
            "A",
            what,
            Text("在每一行的A列写上角色：", "write a role into column A of every row: ")
            + both(", ".join(self.table.roles)),
        )

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        """Role → its rows."""
        numbers: dict[str, list[int]] = {}
        for row in self.sheet.rows:
            numbers.setdefault(row.role, []).append(row.row)
        return numbers

    @cached_property
    def _span(self) -> range:
        """From the first to the last row of the middle of the sheet."""
        rows = [n for role in self.table.body() for n in self._numbers.get(role, ())]
        return range(min(rows), max(rows) + 1) if rows else range(0)

    @cached_property
    def _bands(self) -> Mapping[str, range]:
        """From the title of a section, and of a table, to above its first line."""
        found = {}
        for role, rows in _LINES.items() if self.table.name == "sampling" else ():
            first = min(self._numbers.get(role, [0]))
            lines = [n for line in rows for n in self._numbers.get(line, ()) if n > first]
            found[role] = range(first, min(lines, default=first + 1)) if first else range(0)
        return found

    @cached_property
    def _band(self) -> frozenset[int]:
        """The rows of both."""
        return frozenset(row for rows in self._bands.values() for row in rows)

    def _roles(self) -> Iterator[Problem]:
        for role in self.table.roles.values():
            places = self._numbers.get(role.name, [])
            if role.needed and not places:
                remedy = Text(
                    f"在该行的A列写 {role.name}：{role.meaning.zh}",
                    f"write {role.name} into column A of the row: {role.meaning.en}",
                )
                yield self._problem(
                    "A", Text(f"没有角色为“{role.name}”的行", f"no row has the role {role.name!r}"), remedy
                )
            for number in places[1:] if role.single else ():
                what = Text(
                    f"角色“{role.name}”出现两次，第一次在第{places[0]}行",
                    f"the role {role.name!r} stands twice, first in row {places[0]}",
                )
                yield self._problem(
                    f"A{number}",
                    what,
                    Text(
                        "只留一行；另一行的A列留空，或删去该行",
                        "keep one row; leave column A of the other empty or delete it",
                    ),
                )
            for above in role.after:
                if places and any(number > places[0] for number in self._numbers.get(above, ())):
                    what = Text(
                        f"“{role.name}”行在“{above}”行之上", f"the row {role.name!r} stands above {above!r}"
                    )
                    yield self._problem(
                        f"A{places[0]}",
                        what,
                        Text(
                            f"移到第{max(self._numbers[above])}行之下",
                            f"move it below row {max(self._numbers[above])}",
                        ),
                    )

    def _row(self, row: LayoutRow) -> Iterator[Problem]:
        if row.role not in self.table.roles and row.role not in PLAIN_ROLES:
            near = _near(row.role, self.table.roles)
            remedy = (
                Text(f"是不是 {near}？", f"did you mean {near}?")
                if near
                else Text("可用的有：", "one of: ") + both(", ".join(self.table.roles))
            )
            yield self._problem(
                f"A{row.row}", Text(f"没有角色“{row.role}”", f"unknown role {row.role!r}"), remedy
            )
            row = replace(row, role=near)
        place = self._place(row)
        if place in {RolePlace.ONCE, RolePlace.EACH} and row.row in self._span and row.row not in self._band:
            body = Text(
                f"第{self._span.start}至{self._span.stop - 1}行",
                f"rows {self._span.start} to {self._span.stop - 1}",
            )
            what = Text(
                f"该行处在要重复的行之间（{body.zh}），不会出现",
                f"the row stands among rows that repeat ({body.en}): it would not come out",
            )
            yield self._problem(
                f"A{row.row}", what, Text("移到它们之上或之下", "move it above or below them")
            )
        allowed = self.table.of(self._role(row))
        found: set[str] = set()
        for column, text in row.cells.items():
            if isinstance(text, str):
                yield from self._cell(row, column, text, allowed, found)
        yield from self._missing(row, allowed, found)
        yield from self._answers_last(row, allowed)

    def _place(self, row: LayoutRow) -> RolePlace:
        role = self.table.roles.get(row.role)
        return role.place if role else RolePlace.ONCE

    def _role(self, row: LayoutRow) -> str:
        """The role by which a row's placeholders are looked up: text inside a section's band belongs to the section."""
        if row.role not in PLAIN_ROLES:
            return row.role
        return next((role for role, rows in self._bands.items() if row.row in rows), row.role)

    def _cell(
        self, row: LayoutRow, column: int, text: str, allowed: Mapping[str, Placeholder], found: set[str]
    ) -> Iterator[Problem]:
        where = a1(row.row, column)
        if text.startswith("="):
            remedy = Text(
                "写文字或占位符：公式由定义产生",
                "write text or a placeholder: formulas come from the definition",
            )
            yield self._problem(
                where, Text("模板中不能写公式", "a template holds no formulas of its own"), remedy
            )
            return
        try:
            parsed = parse(text)
        except TextFault as fault:
            yield self._problem(where, fault.what, fault.remedy)
            return
        for name in parsed.names:
            yield from self._name(where, row, parsed, name, allowed)
            if name in found and name in allowed and allowed[name].kind is Kind.INPUT:
                yield self._problem(
                    where,
                    Text(f"这一行已有 {name} 的位置", f"{name} has a place in this row already"),
                    Text("只留一个", "keep one of them"),
                )
        found.update(parsed.names)

    def _name(
        self, where: str, row: LayoutRow, text: CellText, name: str, allowed: Mapping[str, Placeholder]
    ) -> Iterator[Problem]:
        if name in allowed:
            if not text.whole and not allowed[name].kind.in_sentences:
                what = Text(
                    f"{name} 不是文字，不能放在句子中",
                    f"{name} is no text: it cannot stand inside a sentence",
                )
                yield self._problem(
                    where,
                    what,
                    Text(f"让 {{{{ {name} }}}} 单独占一个单元格", f"give {{{{ {name} }}}} a cell of its own"),
                )
        elif not (name.startswith(_WORD) and name.removeprefix(_WORD) in self.words):
            others = sorted(
                role for entry in self.table.placeholders if entry.name == name for role in entry.rows - {""}
            )
            if others:
                what = Text(
                    f"{name} 不能用在" + (f"“{row.role}”行中" if row.role else "没有角色的行中"),
                    f"{name} has no meaning in a row {row.role or 'without a role'!r}",
                )
                yield self._problem(
                    where, what, Text("用在这些行中：", "it belongs into: ") + both(", ".join(others))
                )
            else:
                near = _near(name, [*allowed, *(_WORD + key for key in self.words)])
                remedy = (
                    Text(f"是不是 {near}？", f"did you mean {near}?") if near else Text("删去", "remove it")
                )
                yield self._problem(
                    where, Text(f"没有占位符“{name}”", f"unknown placeholder {name!r}"), remedy
                )

    def _missing(
        self, row: LayoutRow, allowed: Mapping[str, Placeholder], found: set[str]
    ) -> Iterator[Problem]:
        role = self.table.roles.get(row.role)
        if role and role.single and row.row in self._numbers.get(role.name, ())[1:]:
            return
        for name, entry in allowed.items():
            if row.role in entry.needed and name not in found:
                kind = (
                    Text("填写位置", "input") if entry.kind is Kind.INPUT else Text("占位符", "placeholder")
                )
                what = Text(
                    f"“{row.role}”行中缺少{kind.zh} {name}",
                    f"the {kind.en} {name} has no place in the row {row.role!r}",
                )
                remedy = Text(
                    f"在该行的一个单元格中写 {{{{ {name} }}}}：{entry.meaning.zh}",
                    f"put {{{{ {name} }}}} into one of its cells: {entry.meaning.en}",
                )
                yield self._problem(str(row.row), what, remedy)

    def _answers_last(self, row: LayoutRow, allowed: Mapping[str, Placeholder]) -> Iterator[Problem]:
        """A column that only some forms have must not move the inputs of the others."""
        kinds = {
            column: allowed[name].kind
            for column, text in row.cells.items()
            if isinstance(text, str) and (name := text.strip(" {}")) in allowed
        }
        last_input = max((column for column, kind in kinds.items() if kind is Kind.INPUT), default=0)
        for column, kind in kinds.items():
            if kind is Kind.ANSWER and column < last_input:
                what = Text(
                    "该列只在部分表中出现，却排在填写列之前",
                    "the column appears in some forms only, and stands before inputs",
                )
                remedy = Text(
                    f"移到 {column_letter(last_input)} 列的右边",
                    f"move it to the right of column {column_letter(last_input)}",
                )
                yield self._problem(a1(row.row, column), what, remedy)

    def _merges(self) -> Iterator[Problem]:
        by_number = {row.row: row for row in self.sheet.rows}
        for merge in sorted(self.sheet.merges, key=lambda m: (m.first_row, m.first_column)):
            reference = area(merge.first_row, merge.first_column, merge.last_row, merge.last_column)
            if merge.first_column == 1:
                yield self._problem(
                    reference,
                    Text("A列与其他列合并了", "column A is merged with others"),
                    Text("A列只用来写角色", "keep column A for the roles"),
                )
            rows = range(merge.first_row, merge.last_row + 1)
            inside = {row in self._band for row in rows}
            repeated = any(
                self._place(by_number[row]) is not RolePlace.ONCE for row in rows if row not in self._band
            )
            if len(rows) > 1 and (len(inside) > 1 or repeated):
                what = Text("合并的单元格跨过了要重复的行", "the merged cells reach over rows that repeat")
                yield self._problem(
                    reference,
                    what,
                    Text("取消合并，或只在一行内合并", "unmerge them, or merge within one row"),
                )
