"""Where the names, weights and rules of an indicator system are known from: a reader must tell a published number from ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["ASPECTS", "NOT_TOLD", "NodeProvenance", "Provenance", "tally"]


class Provenance(StrEnum):
    """How much a statement of a definition is to be trusted."""

    PUBLISHED = "published"  # stands so in a document that was read
    DERIVED = "derived"  # follows from what was published
    MEMORY = "from-memory"  # to be checked against the document
    DEFAULT = "default"  # chosen by whoever wrote the definition, to be changed


ASPECTS = ("name", "weight", "rule")
"""What of a node the provenance is told of."""


@dataclass(frozen=True, slots=True)
class NodeProvenance:
    """Where a node's name, its weight, and its rule with parameters, inputs and scale are known from; None: not told."""

    name: Provenance | None = None
    weight: Provenance | None = None
    rule: Provenance | None = None

    def over(self, general: NodeProvenance) -> NodeProvenance:
        """This, and what it leaves open from a more general one."""
        return NodeProvenance(
            self.name or general.name, self.weight or general.weight, self.rule or general.rule
        )

    def of(self, aspect: str) -> Provenance | None:
        """One of `ASPECTS`."""
        return {"name": self.name, "weight": self.weight, "rule": self.rule}[aspect]


NOT_TOLD = NodeProvenance()
"""Of a node of which nobody says where it is known from."""


def tally(found: Iterable[NodeProvenance], aspect: str) -> dict[Provenance, int]:
    """How many nodes have one of `ASPECTS` from where, in the order of `Provenance`; those not told are left out."""
    counts = Counter(each.of(aspect) for each in found)
    return {kind: counts[kind] for kind in Provenance if counts[kind]}
