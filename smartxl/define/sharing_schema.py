"""The shape of what a sampled table says of data that units give each other, and what it is in the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from smartxl.define.entries import Words, YamlModel
from smartxl.model.sharing import Sharing, SharingColumn, SharingKind
from smartxl.text import LANGUAGES, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartxl.model.framework import ScaleOption

__all__ = ["SharingEntry", "consumer_of", "level_named", "provider_of", "to_sharing"]

_Who = Literal["unit", "kind", "audience"]
_What = Literal["item_name", "kind", "audience"]


class SharingEntry(YamlModel):
    """Which columns of the catalogue say who has the data, who needs them, and which."""

    kind: SharingKind = Field(
        description="supply (each row is data that a unit has) or demand (data that a unit needs)"
    )
    provider: _Who | None = Field(
        None,
        description="column of who has the data: kind, audience or unit; of a supply unit where it is not written",
    )
    consumer: _Who | None = Field(
        None,
        description="column of who needs the data: unit, kind or audience; of a demand unit where it is not written",
    )
    item: _What = Field("item_name", description="column of what the data are: item_name, kind or audience")
    met: Words = Field(
        "",
        description="level of the scale, by its label, from which data count as shared or a need as met; else any level "
        "that earns points",
    )


def provider_of(entry: SharingEntry) -> SharingColumn | None:
    """The column of who has the data; None where a demand does not say."""
    if entry.provider is not None:
        return SharingColumn(entry.provider)
    return SharingColumn.UNIT if entry.kind is SharingKind.SUPPLY else None


def consumer_of(entry: SharingEntry) -> SharingColumn | None:
    """The column of who needs them; None where a supply does not say."""
    if entry.consumer is not None:
        return SharingColumn(entry.consumer)
    return SharingColumn.UNIT if entry.kind is SharingKind.DEMAND else None


def level_named(label: str, options: Sequence[ScaleOption]) -> int | None:
    """The place, from 1, of the choice of a scale with this label in either language; None for none."""
    labels = ({fold(option.label.get(lang)) for lang in LANGUAGES} for option in options)
    return next((place for place, known in enumerate(labels, 1) if fold(label) in known), None)


def to_sharing(entry: SharingEntry, options: Sequence[ScaleOption]) -> Sharing:
    """What was checked, as the model holds it."""
    return Sharing(
        entry.kind,
        provider_of(entry) or SharingColumn.UNIT,
        consumer_of(entry),
        SharingColumn(entry.item),
        level_named(entry.met, options) if entry.met else None,
    )
