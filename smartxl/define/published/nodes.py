"""The tree that a published table shows, with every word that its rows have and the cell of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from smartxl.define.published.amounts import Amount
from smartxl.define.published.remark import CellSpot

__all__ = ["CellWords", "Key", "PublishedNode", "leaves_of", "walk"]

Key = tuple[int, ...]
"""Where a node stands: the place among its siblings at every level, from the top."""


@dataclass(frozen=True, slots=True)
class CellWords:
    """What stands in a cell, and under which head."""

    head: str
    text: str
    spot: CellSpot


@dataclass(frozen=True)
class PublishedNode:
    """A group, or an indicator where it has no children.

    `number` is what stood before the name, `code` that or the code beside it where it can serve as one. `words` are the other
    cells of its rows by role (`HeadRole`).
    """

    name: str
    spot: CellSpot
    number: str = ""
    code: str = ""
    english: str = ""
    amount: Amount | None = None
    words: Mapping[str, tuple[CellWords, ...]] = field(default_factory=dict)
    children: tuple[PublishedNode, ...] = ()

    @property
    def is_leaf(self) -> bool:
        """Whether it is an indicator."""
        return not self.children

    def text(self, role: str) -> str:
        """The words of a role, each once, on lines of their own."""
        return "\n".join(dict.fromkeys(each.text for each in self.words.get(role, ())))

    def spot_of(self, *roles: str) -> CellSpot:
        """The first cell with words of one of the roles; the name's where there is none."""
        return next((each.spot for role in roles for each in self.words.get(role, ())), self.spot)


def walk(nodes: Sequence[PublishedNode], above: Key = ()) -> Iterator[tuple[Key, PublishedNode]]:
    """All nodes in their order, parents before children."""
    for index, node in enumerate(nodes):
        key = (*above, index)
        yield key, node
        yield from walk(node.children, key)


def leaves_of(nodes: Sequence[PublishedNode]) -> Iterator[tuple[Key, PublishedNode]]:
    """The indicators in their order."""
    return ((key, node) for key, node in walk(nodes) if node.is_leaf)
