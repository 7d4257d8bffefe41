"""What the columns of a sampled table mean that is about data which units give each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Sharing", "SharingColumn", "SharingKind"]


class SharingKind(StrEnum):
    """What a row of the table is."""

    SUPPLY = "supply"  # data that a unit has in the directory
    DEMAND = "demand"  # data that a unit needs from another one


class SharingColumn(StrEnum):
    """The columns of a catalogue that may say who has data, who needs them, and which."""

    UNIT = "unit"
    ITEM = "item_name"
    KIND = "kind"
    AUDIENCE = "audience"


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a sampled table tells of sharing: the columns of who provides the data, who needs them, and what they are.

    A supply need not say who needs it (`consumer` None). `met` is the place, from 1, of the least level at which data
    count as shared, or a need as met; None: any level that earns points.
    """

    kind: SharingKind
    provider: SharingColumn
    consumer: SharingColumn | None = None
    item: SharingColumn = SharingColumn.ITEM
    met: int | None = None
