"""How framework.yaml says where names, weights and rules are known from: one word for all, or one for each."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from smartxl.define.entries import YamlModel, from_entry, one_or_many
from smartxl.model.provenance import NOT_TOLD, NodeProvenance, Provenance

__all__ = ["ProvenanceEntry", "to_provenance"]


class ProvenanceOfEach(YamlModel):
    """Where each is known from."""

    name: Provenance | None = Field(None, description="of the name and the place in the tree")
    weight: Provenance | None = Field(None, description="of the weight")
    rule: Provenance | None = Field(None, description="of the rule, its parameters, inputs and scale")


ProvenanceEntry = Annotated[
    Annotated[Provenance, Tag("one")] | Annotated[ProvenanceOfEach, Tag("many")], Discriminator(one_or_many)
]


def to_provenance(entry: ProvenanceEntry | None) -> NodeProvenance:
    """The provenance that an entry says; what it does not say is open."""
    if entry is None:
        return NOT_TOLD
    if isinstance(entry, Provenance):
        return NodeProvenance(entry, entry, entry)
    return from_entry(NodeProvenance, entry)
