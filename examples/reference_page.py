"""docs/reference.md: every key of the definition's files, from their JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paging import head_of, heads, opening, row
from smartxl.define.campaign_schema import CampaignFile
from smartxl.define.framework_schema import FrameworkFile
from smartxl.define.schema import AssessmentFile, json_schema
from smartxl.define.schema_words import description
from smartxl.testing.expectfile import ExpectFile
from smartxl.text import Lang, Text, number_text

Node = Mapping[str, Any]

TITLE = Text("定义的全部字段", "Every field of the definition")
FILES = {
    "assessment.yaml": AssessmentFile,
    "framework.yaml": FrameworkFile,
    "campaign.yaml": CampaignFile,
    "NAME.expect.yaml": ExpectFile,
}
_SCHEMAS: Mapping[str, Node] = {name: json_schema(model) for name, model in FILES.items()}
_MODELS: dict[str, Node] = {
    name: node for schema in _SCHEMAS.values() for name, node in schema.get("$defs", {}).items()
}
PARTS = Text("其中的各项", "Parts of these")
HEADS = (Text("字段", "field"), Text("类型", "type"), Text("默认", "default"), Text("含义", "meaning"))
NEEDED, NONE, EMPTY = Text("**必填**", "**needed**"), Text("无", "none"), Text("空", "empty")
WORDS = {
    "string": Text("文字", "text"),
    "date": Text("日期", "date"),
    "integer": Text("整数", "whole number"),
    "number": Text("数", "number"),
    "boolean": Text("true、false", "true, false"),
    "object": Text("一组", "mapping"),
    "any": Text("任意值", "any value"),
}
LIST, BY_KEY = Text("列表：{}", "list: {}"), Text("按代码：{}", "by code: {}")
OR, IN_TWO = Text(" 或 ", " or "), Text("文字，或 { zh: …, en: … }", "text, or { zh: …, en: … }")
LIMITS = {
    "minimum": "≥ {}",
    "exclusiveMinimum": "> {}",
    "maximum": "≤ {}",
    "exclusiveMaximum": "< {}",
}


@dataclass(frozen=True)
class Part:
    """A part that several keys may share: its heading, and its schema."""

    heading: str
    node: Node

    @property
    def link(self) -> str:
        """A link to its heading."""
        return f"[{self.heading}](#{self.heading.replace('.', '').lower()})"


def page(lang: Lang) -> Iterator[str]:
    """The lines of the page."""
    yield opening("reference", TITLE, lang)
    yield head_of("reference", lang)
    parts = _parts()
    for name, schema in _SCHEMAS.items():
        yield f"\n## {name}\n"
        yield f"{description(schema).get(lang)}\n"
        yield from _table(schema, parts, lang)
    yield f"\n## {PARTS.get(lang)}"
    for part in parts.values():
        yield f"\n### {part.heading}\n"
        yield f"{description(part.node).get(lang)}\n"
        yield from _table(part.node, parts, lang)


def _parts() -> dict[str, Part]:
    """Name of a model that has fields → the part; its heading is the key by which it is used first."""
    owners = {name.split(".")[-2]: schema for name, schema in _SCHEMAS.items()} | _MODELS
    users = {
        name: [
            (owner, key)
            for owner, of in owners.items()
            for key, entry in _fields(of)
            if name in _named(entry)
        ]
        for name, node in _MODELS.items()
        if "properties" in node and name != "TextEntry"
    }
    headings: dict[str, str] = {}
    for name, used in users.items():
        free = (key for _, key in used if key not in headings.values())
        headings[name] = next(free, "")
    for name in (name for name, heading in headings.items() if not heading):
        owner, key = users[name][0]
        headings[name] = f"{headings.get(owner, owner)}.{key}"
    return {name: Part(heading, _MODELS[name]) for name, heading in headings.items()}


def _fields(schema: Node) -> Iterator[tuple[str, Node]]:
    yield from schema.get("properties", {}).items()


def _named(node: Any) -> set[str]:  # noqa: ANN401  (JSON)
    """The models that a schema refers to."""
    if isinstance(node, list):
        return set[str]().union(*map(_named, node))
    if not isinstance(node, dict):
        return set()
    own = {node["$ref"].rpartition("/")[2]} if "$ref" in node else set()
    return own.union(*(_named(inner) for key, inner in node.items() if key != "default"))


def _table(schema: Node, parts: Mapping[str, Part], lang: Lang) -> Iterator[str]:
    yield heads(lang, *HEADS)
    for key, node in _fields(schema):
        default = NEEDED.get(lang) if key in schema.get("required", ()) else _default(node, lang)
        yield row(f"`{key}`", _kind(node, parts, lang), default, description(node).get(lang))


def _default(node: Node, lang: Lang) -> str:
    value = node.get("default")
    if value is None:
        return NONE.get(lang)
    if value in ("", [], {}):
        return EMPTY.get(lang)
    if isinstance(value, list):
        return ", ".join(f"`{_plain(inner)}`" for inner in value)
    if isinstance(value, dict):
        return f"`{{ {', '.join(f'{key}: {_plain(inner)}' for key, inner in value.items() if inner is not None)} }}`"
    return f"`{_plain(value)}`"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return number_text(value) if isinstance(value, float | int) else str(value)


def _kind(node: Node, parts: Mapping[str, Part], lang: Lang) -> str:
    """What may be written, in words."""
    if "$ref" in node:
        return _of_model(node["$ref"].rpartition("/")[2], parts, lang)
    for choice in ("anyOf", "oneOf"):
        if choice in node:
            kinds = (_kind(each, parts, lang) for each in node[choice] if each.get("type") != "null")
            return OR.get(lang).join(dict.fromkeys(kinds))
    if "enum" in node or "const" in node:
        return ", ".join(f"`{value}`" for value in node.get("enum", [node.get("const")]))
    if node.get("type") == "array":
        return LIST.get(lang).format(_kind(node.get("items", {}), parts, lang))
    if isinstance(inner := node.get("additionalProperties"), dict):
        return BY_KEY.get(lang).format(_kind(inner, parts, lang))
    word = WORDS["date" if node.get("format") == "date" else node.get("type", "any")]
    limits = (told.format(_plain(node[name])) for name, told in LIMITS.items() if name in node)
    return ", ".join([word.get(lang), *limits])


def _of_model(name: str, parts: Mapping[str, Part], lang: Lang) -> str:
    if name == "TextEntry":
        return IN_TWO.get(lang)
    if name in parts:
        return parts[name].link
    return _kind(_MODELS[name], parts, lang)
