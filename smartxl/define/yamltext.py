"""Places in the text of a YAML file: the parser says where a part stands, and only that part is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

__all__ = [
    "TextEdit",
    "compose",
    "edited",
    "entry_lines",
    "in_one_line",
    "items",
    "pair_lines",
    "value",
    "word",
]

_KNOWN = 4
"""Texts whose nodes are kept: several steps in a row look for their places in the same one."""
TextEdit = tuple[int, int, str]
"""From, to, and what stands there instead."""


@lru_cache(maxsize=_KNOWN)
def compose(text: str) -> Any:  # noqa: ANN401  (ruamel's)
    """The nodes of a YAML text with their places, to be looked at only: the same text has the same nodes."""
    return YAML(typ="rt", pure=True).compose(text)


def items(node: Any, key: str) -> Sequence[Node]:  # noqa: ANN401
    """The entries of a list below a key; none where there is no list."""
    found = value(node, key)
    return found.value if isinstance(found, SequenceNode) else ()


def value(node: Any, key: str) -> Node | None:  # noqa: ANN401
    """What stands below a key of a mapping."""
    pairs = node.value if isinstance(node, MappingNode) else ()
    return next((found for name, found in pairs if name.value == key), None)


def word(node: Any, key: str) -> str:  # noqa: ANN401
    """A word below a key, "" where there is none."""
    found = value(node, key)
    return str(found.value) if found is not None else ""


def edited(text: str, edits: Iterable[TextEdit]) -> str:
    """The text with its edits, which do not overlap."""
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def in_one_line(node: Any) -> bool:  # noqa: ANN401  (ruamel's)
    """Whether a list or a mapping is written between brackets."""
    return bool(node.flow_style)


def entry_lines(text: str, node: Node, *, first: bool) -> tuple[int, int]:
    """The lines of an entry of a list, with the comment right above it; a comment above the `first` is of the whole list."""
    start = _line_start(text, node.start_mark.index)
    indent = len(text[start:]) - len(text[start:].lstrip(" "))
    while not first and start > 0:
        above = _line_start(text, start - 1)
        line = text[above:start]
        if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) != indent:
            break
        start = above
    return start, _line_end(text, _content_end(text, node))


def pair_lines(text: str, key: Node, found: Node) -> tuple[int, int]:
    """The lines of a key and its value in a mapping that is written line by line."""
    return _line_start(text, key.start_mark.index), _line_end(text, _content_end(text, found))


def _content_end(text: str, node: Node) -> int:
    """Where the last thing of a node ends: the parser lets a block end where the next one begins, behind its comments."""
    if isinstance(node, ScalarNode) or in_one_line(node) or not node.value:
        end: int = node.end_mark.index
        return len(text[:end].rstrip()) if isinstance(node, ScalarNode) and node.style in {"|", ">"} else end
    last = node.value[-1]
    return _content_end(text, last[1] if isinstance(node, MappingNode) else last)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1
