"""What people write in place of codes in a node's row: classes and units by their names, a scale by its title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from smartxl.text import Text, fold, plain

if TYPE_CHECKING:
    from smartxl.define.yamlfile import Tree

__all__ = ["with_codes_for_names"]

_REFERENCES = {"classes": "classes", "units": "units", "scale": "scales"}


def with_codes_for_names(tree: Tree, units: Iterable[tuple[str, Text]]) -> None:
    """Puts codes in place of names, in the tree of framework.yaml, where only one thing is called so; `units` of the roster."""
    if not isinstance(tree, dict):
        return
    names = {
        "classes": _names(_entries(tree.get("classes"), "name")),
        "units": _names(units),
        "scales": _names(_titles(tree.get("scales"))),
    }
    _below(tree.get("nodes"), names)


def _entries(tree: Tree, key: str) -> Iterable[tuple[str, Text]]:
    for entry in tree if isinstance(tree, list) else ():
        if isinstance(entry, dict):
            yield str(entry.get("code") or ""), _text(entry.get(key))


def _titles(tree: Tree) -> Iterable[tuple[str, Text]]:
    for code, scale in tree.items() if isinstance(tree, dict) else ():
        yield code, _text(scale.get("title") if isinstance(scale, dict) else None)


def _text(tree: Tree) -> Text:
    texts = tree if isinstance(tree, dict) else {}
    return Text(str(texts.get("zh") or ""), str(texts.get("en") or ""))


def _names(called: Iterable[tuple[str, Text]]) -> Mapping[str, str]:
    """Spelling → code: codes as they are, then names that only one has."""
    listed = list(called)
    found: dict[str, set[str]] = {}
    for code, name in listed:
        for spelling in filter(None, {fold(name.zh), fold(name.en)}):
            found.setdefault(spelling, set()).add(code)
    one = {spelling: next(iter(codes)) for spelling, codes in found.items() if len(codes) == 1}
    return one | {code: code for code, _ in listed}


def _below(tree: Tree, names: Mapping[str, Mapping[str, str]]) -> None:
    for node in tree if isinstance(tree, list) else ():
        if not isinstance(node, dict):
            continue
        for key, kind in _REFERENCES.items():
            value = node.get(key)
            if isinstance(value, str):
                node[key] = _code(value, names[kind])
            elif isinstance(value, list):
                node[key] = [_code(each, names[kind]) if isinstance(each, str) else each for each in value]
        _below(node.get("children"), names)


def _code(text: str, known: Mapping[str, str]) -> str:
    return known.get(text) or known.get(plain(text)) or known.get(fold(text)) or text
