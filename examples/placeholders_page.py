"""docs/placeholders.md: the tables of a template's rows and placeholders."""

from __future__ import annotations

from collections.abc import Iterator

from paging import head_of, heads, opening, row
from smartxl.define.template_table import Placeholder, RolePlace, SheetTable, template_table
from smartxl.model.layout import PLAIN_ROLES
from smartxl.text import Lang, Text

TITLE = Text("模板的行与占位符", "Rows and placeholders of a template")
EVERYWHERE, NEEDED, ALL = Text("通用", "Everywhere"), Text("是", "yes"), Text("所有行", "all")
NAME, CONTENT, ROWS = Text("占位符", "placeholder"), Text("内容", "content"), Text("行", "rows")
NO_LINES = Text("事项行以外", "all but the lines")
ONLY_ONCE = Text("只出现一次的行", "rows that come once")
ROLE_HEADS = (
    Text("A 列", "column A"),
    Text("出现", "comes out"),
    Text("必需", "needed"),
    Text("含义", "meaning"),
)
HEADS = (NAME, ROWS, Text("类型", "kind"), Text("必需", "needed"), CONTENT)
PLACES = {
    RolePlace.ONCE: Text("一次", "once"),
    RolePlace.EACH: Text("逐个", "for each"),
    RolePlace.BAND: Text("每节", "each section"),
    RolePlace.BODY: Text("逐行", "repeats"),
    RolePlace.OWN: Text("逐行", "repeats"),
}
KINDS = {
    "text": Text("文字", "text"),
    "number": Text("数字", "number"),
    "input": Text("填写", "input"),
    "formula": Text("公式", "formula"),
    "answer": Text("已有答案", "answer shown"),
    "link": Text("链接", "link"),
    "chart": Text("图表", "chart"),
}


def page(lang: Lang) -> Iterator[str]:
    """The lines of the page."""
    yield opening("placeholders", TITLE, lang)
    yield head_of("placeholders", lang)
    tables = tuple(template_table().values())
    general = set.intersection(*({entry.name for entry in table.placeholders} for table in tables))
    yield f"\n## {EVERYWHERE.get(lang)}\n"
    yield heads(lang, NAME, CONTENT)
    for entry in tables[0].placeholders:
        if entry.name in general:
            yield row(f"`{{{{ {entry.name} }}}}`", entry.meaning.get(lang))
    for table in tables:
        yield f"\n## {table.name}\n"
        yield from _roles(table, lang)
        yield ""
        yield from _placeholders(table, general, lang)


def _roles(table: SheetTable, lang: Lang) -> Iterator[str]:
    yield heads(lang, *ROLE_HEADS)
    for role in table.roles.values():
        if role.name not in PLAIN_ROLES:
            needed = NEEDED.get(lang) if role.needed else ""
            yield row(f"`{role.name}`", PLACES[role.place].get(lang), needed, role.meaning.get(lang))


def _placeholders(table: SheetTable, general: set[str], lang: Lang) -> Iterator[str]:
    yield heads(lang, *HEADS)
    for entry in table.placeholders:
        if entry.name not in general:
            meaning, needed = entry.meaning.get(lang), ", ".join(sorted(entry.needed))
            kind = KINDS[entry.kind].get(lang)
            yield row(f"`{{{{ {entry.name} }}}}`", _rows(table, entry, lang), kind, needed, meaning)


def _rows(table: SheetTable, entry: Placeholder, lang: Lang) -> str:
    """Where it may stand, in words where that is a whole group of rows."""
    all_but_own = {role.name for role in table.roles.values() if role.place is not RolePlace.OWN}
    once = {role.name for role in table.roles.values() if role.place is RolePlace.ONCE}
    if all_but_own <= entry.rows:
        return (ALL if len(all_but_own) == len(table.roles) else NO_LINES).get(lang)
    if once <= entry.rows:
        return ONLY_ONCE.get(lang)
    return ", ".join(name for name in table.roles if name in entry.rows)
