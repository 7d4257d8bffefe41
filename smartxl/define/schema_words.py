"""What each key of the YAML files is for: the English stands in the schema, the Chinese in `schema_zh.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartxl.define.entries import CODE_HELP
from smartxl.rules import PEER_RULES, RULES
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["chinese_words", "description", "for_editors", "with_chinese"]

_CHINESE = "x-zh"
_WORDS = Path(__file__).with_name("schema_zh.toml")


@cache
def chinese_words() -> Mapping[str, Mapping[str, str]]:
    """Model → key → what it is for; "" is the model as a whole."""
    slots = {"code": CODE_HELP.zh, "rules": ", ".join((*RULES, *PEER_RULES))}
    models = tomllib.loads(_WORDS.read_text("utf-8"))
    return {
        model: {key: said.format_map(slots) for key, said in keys.items()} for model, keys in models.items()
    }


def with_chinese(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON Schema whose descriptions have Chinese words beside them."""
    for model, key, node in _described(schema):
        if said := chinese_words().get(model, {}).get(key):  # a test tells of words that are missing
            node[_CHINESE] = said
    return schema


def _described(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for model, node in ((schema["title"], schema), *schema.get("$defs", {}).items()):
        yield model, "", node
        yield from ((model, key, entry) for key, entry in node.get("properties", {}).items())


def description(node: Mapping[str, Any]) -> Text:
    """What a node of the schema is for."""
    return Text(node.get(_CHINESE, ""), node.get("description", ""))


def for_editors(node: Any) -> Any:  # noqa: ANN401  (JSON)
    """A JSON Schema whose descriptions say both, Chinese first."""
    if isinstance(node, list):
        return [for_editors(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    plain = {key: for_editors(entry) for key, entry in node.items() if key != _CHINESE}
    if _CHINESE in node:
        plain["description"] = f"{node[_CHINESE]} / {node.get('description', '')}"
    return plain
