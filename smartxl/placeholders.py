"""The text of a template cell: plain words, placeholders, and a little sandboxed Jinja2.

`{{ unit.name }}` alone in a cell stands for a content of any kind (an input, a formula); inside a sentence it must be a
text or a number. Filters and `{% if %}` serve sentences. Nothing can be called, looped over or assigned: a template says
where things stand and how they look; what repeats and what is calculated comes from the plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import cast

from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from smartxl.text import Text

__all__ = ["FILTERS", "MAX_TEXT", "CellText", "TextFault", "parse"]

MAX_TEXT = 32_767
"""Characters that a cell holds (Excel's limit)."""
Value = str | float
_WHOLE = re.compile(r"\{\{\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\}\}", re.ASCII)
_DATE_PART = re.compile("yyyy|mm|m|dd|d")
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.Name,
    nodes.Getattr,
    nodes.Filter,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
_BUILT_IN = ("default", "int", "lower", "replace", "round", "trim", "truncate", "upper")


class TextFault(ValueError):
    """A cell's text that cannot be followed: `what` is wrong, and what to do (`remedy`)."""

    def __init__(self, what: Text, remedy: Text) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(f"{what.get('en')} → {remedy.get('en')}")


def _date(value: str, pattern: str = "yyyy-mm-dd") -> str:
    """2026-09-05 as `yyyy年m月d日`, in the letters of Excel's date formats."""
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        what = Text(f"“{value}”不是日期", f"{value!r} is no date")
        remedy = Text(
            "筛选器 date 只用于日期，如 round.due", "use the filter date with a date, e.g. round.due"
        )
        raise TextFault(what, remedy) from None
    parts = {"yyyy": f"{day.year:04}", "mm": f"{day.month:02}", "m": f"{day.month}"}
    parts |= {"dd": f"{day.day:02}", "d": f"{day.day}"}
    return _DATE_PART.sub(lambda match: parts[match[0]], pattern)


class _Environment(SandboxedEnvironment):
    """Dots look up names only, never attributes or methods of Python objects."""

    def getattr(self, obj: object, attribute: str) -> object:
        """What a dot looks up: an entry of a mapping, nothing else."""
        return (
            obj.get(attribute, self.undefined(name=attribute)) if isinstance(obj, dict) else self.undefined()
        )


def _environment() -> _Environment:
    environment = _Environment(undefined=StrictUndefined, keep_trailing_newline=True)
    environment.filters = {name: environment.filters[name] for name in _BUILT_IN} | {"date": _date}
    environment.globals.clear()
    environment.tests.clear()
    return environment


_ENVIRONMENT = _environment()
FILTERS = tuple(sorted(_ENVIRONMENT.filters))
"""The filters that a template may use."""


@dataclass(frozen=True)
class CellText:
    """A parsed text. `whole` is the placeholder that fills the cell, "" where there is more; `names` are all of them.

    A sentence with nothing but placeholders has `parts`: a text, a name, a text and so on; others are compiled.
    """

    source: str
    whole: str
    names: tuple[str, ...]
    parts: tuple[str, ...] = ()
    _compiled: Template | None = field(repr=False, compare=False, default=None)

    def render(self, lookup: Callable[[str], Value]) -> str:
        """The sentence with its values; `lookup` gives a placeholder's. Raises TextFault."""
        if self._compiled is None and not self.parts:
            return self.source
        values = {name: _shown(lookup(name)) for name in self.names}
        text = self._compiled_text(values) if self._compiled else self._joined(values)
        if len(text) > MAX_TEXT:
            what = Text(f"文字超过 {MAX_TEXT} 个字符", f"the text becomes longer than {MAX_TEXT} characters")
            raise TextFault(what, Text("缩短它", "shorten it"))
        return text

    def _joined(self, values: Mapping[str, Value]) -> str:
        return "".join(str(values[part]) if number % 2 else part for number, part in enumerate(self.parts))

    def _compiled_text(self, values: Mapping[str, Value]) -> str:
        try:
            return self._compiled.render(_tree(values)) if self._compiled else ""
        except TextFault:
            raise
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            what = Text("文字无法生成", f"the text cannot be made ({error})")
            raise TextFault(what, Text("写得简单些", "simplify it")) from error


def _shown(value: Value) -> Value:
    """A value as a sentence has it: a whole number shows no decimals."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _tree(values: Mapping[str, Value]) -> dict[str, object]:
    """`unit.name` as Jinja2 looks it up: unit, then name."""
    tree: dict[str, object] = {}
    for name, value in values.items():
        *above, last = name.split(".")
        branch = tree
        for part in above:
            branch = cast("dict[str, object]", branch.setdefault(part, {}))
        branch[last] = value
    return tree


@lru_cache(maxsize=4096)
def parse(source: str) -> CellText:
    """Reads the text of a cell. Raises TextFault for broken braces and for anything but names, filters and conditions."""
    if "{{" not in source and "{%" not in source and "{#" not in source:
        return CellText(source, "", ())
    whole = _WHOLE.fullmatch(source.strip())
    if whole:
        return CellText(source, whole[1], (whole[1],))
    try:
        tree = _ENVIRONMENT.parse(source)
        names = tuple(dict.fromkeys(_names(tree)))
        if parts := _plain_parts(source, names):
            return CellText(source, "", names, parts)
        return CellText(source, "", names, (), _ENVIRONMENT.from_string(source))
    except TemplateError as error:
        raise TextFault(
            Text("花括号无法识别", f"the braces cannot be read ({error})"),
            Text(
                "写成 {{ name }}、{{ name | filter }} 或 {% if %} … {% endif %}",
                "write {{ name }}, {{ name | filter }} or {% if %} … {% endif %}",
            ),
        ) from error


def _plain_parts(source: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The text around placeholders and the placeholders, in turns; none where there is anything else."""
    parts = tuple(_WHOLE.split(source))
    texts = "".join(parts[::2])
    is_plain = not any(sign in texts for sign in ("{{", "{%", "{#", "}}", "%}", "#}", "\r"))
    return parts if is_plain and tuple(dict.fromkeys(parts[1::2])) == names else ()


def _names(node: nodes.Node) -> Iterator[str]:
    """The placeholders below a node."""
    if isinstance(node, nodes.Getattr | nodes.Name):
        yield _dotted(node)
        return
    if not isinstance(node, _ALLOWED):
        kind = type(node).__name__.lower()
        raise TextFault(
            Text(f"模板中不能用 {kind}", f"{kind} is not possible in a template"),
            Text(
                "只用名称、筛选器和条件；重复的行由 A 列的行类型决定",
                "use names, filters and conditions only; what repeats comes from the role in column A",
            ),
        )
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        known = ", ".join(FILTERS)
        what = Text(f"没有筛选器“{node.name}”", f"there is no filter {node.name!r}")
        raise TextFault(what, Text(f"可用：{known}", f"one of: {known}"))
    for child in node.iter_child_nodes():
        yield from _names(child)


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    raise TextFault(
        Text("只有名称可以带点", "only names can have a dot"),
        Text("写占位符，如 unit.name", "write a placeholder such as unit.name"),
    )
