"""The tree of framework.yaml laid out flat, with the weights that every class of units has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.define.provenance_schema import to_provenance
from smartxl.model.framework import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from smartxl.define.framework_schema import FrameworkFile, NodeEntry
    from smartxl.define.yamlfile import Place
    from smartxl.model.provenance import NodeProvenance

__all__ = ["PlacedNode", "place_nodes", "weights_of"]


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A node, its place in the file, the code of its parent, its level (top: 1), its weight per class, its provenance."""

    place: Place
    entry: NodeEntry
    parent: str
    level: int
    weights: Mapping[str, float]
    provenance: NodeProvenance

    @property
    def is_leaf(self) -> bool:
        """Whether the node is an indicator."""
        return not self.entry.children

    @property
    def siblings_place(self) -> Place:
        """The list that holds the node and its siblings."""
        return self.place[:-1]

    def asks(self, unit: str, unit_class: str) -> bool:
        """Whether an indicator is meant for a unit of a class."""
        return unit_class in self.weights and (not self.entry.units or unit in self.entry.units)


def place_nodes(framework: FrameworkFile) -> tuple[PlacedNode, ...]:
    """All nodes in the author's order, parents before their children."""
    classes = tuple(entry.code for entry in framework.classes)
    general = to_provenance(framework.provenance)
    return tuple(_below(framework.nodes, ("nodes",), ROOT, 1, classes, general))


def weights_of(entry: NodeEntry, inherited: Sequence[str]) -> dict[str, float]:
    """Class → percent: as the mapping says, or the number for the node's own or else the parent's."""
    if isinstance(entry.weight, dict):
        return dict(entry.weight)
    return dict.fromkeys(entry.classes or inherited, entry.weight)


def _below(
    entries: Sequence[NodeEntry],
    place: Place,
    parent: str,
    level: int,
    classes: Sequence[str],
    general: NodeProvenance,
) -> Iterator[PlacedNode]:
    for index, entry in enumerate(entries):
        here = (*place, index)
        weights, own = weights_of(entry, classes), to_provenance(entry.provenance).over(general)
        yield PlacedNode(here, entry, parent, level, weights, own)
        yield from _below(entry.children, (*here, "children"), entry.code, level + 1, tuple(weights), own)
