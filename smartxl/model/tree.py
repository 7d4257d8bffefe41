"""The tree of an indicator system as it is read: each node before those below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from smartxl.model.framework import ROOT, Framework, Node

__all__ = ["in_order"]


def in_order(framework: Framework) -> tuple[Node, ...]:
    """All nodes, each before those below it, siblings in the author's order."""
    below: dict[str, list[Node]] = defaultdict(list)
    for node in framework.nodes:
        below[node.parent].append(node)
    return tuple(_walk(below, ROOT))


def _walk(below: Mapping[str, Sequence[Node]], parent: str) -> Iterator[Node]:
    for node in below.get(parent, ()):
        yield node
        yield from _walk(below, node.code)
