"""A tree as the text of a YAML file that people read and edit: keys in the order of the schema, short mappings on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartxl.define.published.yamltext import quoted
from smartxl.text import width_of

if TYPE_CHECKING:
    from smartxl.define.authoring.shape import SchemaShape
    from smartxl.define.yamlfile import Tree

__all__ = ["flow_text", "yaml_text"]

_WIDTH = 118
_BLOCKS = frozenset(
    [
        "nodes",
        "children",
        "classes",
        "bands",
        "scales",
        "options",
        "conventions",
        "stages",
        "events",
        "milestones",
        "rewards",
        "signatures",
        "scenarios",
        "vary",
    ]
)
"""Keys whose entries have lines of their own, however short they are."""
_TYPED = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false")


def yaml_text(tree: Tree, shape: SchemaShape, heading: str) -> str:
    """The file's text; `heading` are its first lines, comments. Numbers and truths, by the schema, have no quotes."""
    return heading + "".join(f"{line}\n" for line in _block(tree, shape, 0))


def _block(tree: Tree, shape: SchemaShape | None, indent: int) -> Iterator[str]:
    """The lines of a mapping or a list."""
    pad = " " * indent
    if isinstance(tree, dict):
        for key in _ordered(tree, shape):
            yield from _pair(key, tree[key], shape.at(key) if shape else None, pad)
    elif isinstance(tree, list):
        for place, entry in enumerate(tree):
            yield from _entry(entry, shape.at(place) if shape else None, pad)


def _pair(key: str, value: Tree, shape: SchemaShape | None, pad: str) -> Iterator[str]:
    name = _scalar(key, None)
    flat = flow_text(value, shape)
    fits = len(pad) + width_of(name) + 2 + width_of(flat) <= _WIDTH
    whole = not value or not isinstance(value, dict | list)
    if whole or (fits and key not in _BLOCKS and not _is_deep(value)) or _all_scalars(value, key):
        yield f"{pad}{name}: {flat if not isinstance(value, str) else _scalar(value, shape)}"
        return
    yield f"{pad}{name}:"
    yield from _block(value, shape, len(pad) + 2)


def _all_scalars(value: Tree, key: str) -> bool:
    """A list of codes stays on its line, whatever its key."""
    return isinstance(value, list) and key == "classes" and all(isinstance(entry, str) for entry in value)


def _entry(entry: Tree, shape: SchemaShape | None, pad: str) -> Iterator[str]:
    if not isinstance(entry, dict) or not entry or _fits(entry, shape, pad):
        flat = _scalar(entry, shape) if isinstance(entry, str) else flow_text(entry, shape)
        yield f"{pad}- {flat}"
        return
    lines = _block(entry, shape, len(pad) + 2)
    first = next(lines)
    yield f"{pad}- {first.removeprefix(pad + '  ')}"
    yield from lines


def _fits(entry: dict[str, Tree], shape: SchemaShape | None, pad: str) -> bool:
    """Whether an entry of a list stands on one line: all but nodes, as far as there is room."""
    if "weight" in entry:
        return False
    return len(pad) + 2 + width_of(flow_text(entry, shape)) <= _WIDTH * 2


def _is_deep(value: Tree) -> bool:
    """Whether a mapping or list holds some that hold others."""
    parts = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    inner = [part for part in parts if isinstance(part, dict | list)]
    return any(
        isinstance(each, dict | list)
        for part in inner
        for each in (part.values() if isinstance(part, dict) else part)
    )


def _ordered(tree: dict[str, Tree], shape: SchemaShape | None) -> list[str]:
    known = list(shape.properties) if shape else []
    given = [key for key in tree if tree[key] is not None]
    return [*(key for key in known if key in given), *(key for key in given if key not in known)]


def flow_text(tree: Tree, shape: SchemaShape | None) -> str:
    """A value on one line, by its shape in the schema."""
    if isinstance(tree, dict):
        pairs = [
            f"{_scalar(key, None)}: {flow_text(tree[key], shape.at(key) if shape else None)}"
            for key in _ordered(tree, shape)
        ]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    if isinstance(tree, list):
        return f"[{', '.join(flow_text(e, shape.at(n) if shape else None) for n, e in enumerate(tree))}]"
    return _scalar(tree or "", shape)


def _scalar(text: str, shape: SchemaShape | None) -> str:
    """A text as a scalar, quoted where a reader would take it for something else."""
    typed = shape is not None and bool(shape.kinds & {"number", "integer", "boolean"})
    return text if typed and _TYPED.fullmatch(text) else quoted(text)
