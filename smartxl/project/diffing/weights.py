"""The weights of two definitions side by side: among siblings, and as shares of the total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.model.shares import effective_shares

if TYPE_CHECKING:
    from smartxl.model.framework import Framework, Node
    from smartxl.text import Text

__all__ = ["WeightShift", "weight_shifts"]

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class WeightShift:
    """A node of a class whose weight or share of the total is another; None where it was or is not there.

    `share_before` and `share_after` are shares of the total, 0 to 1; nodes of the pipeline have none.
    """

    code: str
    name: Text
    unit_class: str
    before: float | None
    after: float | None
    share_before: float | None
    share_after: float | None

    @property
    def is_own(self) -> bool:
        """Whether its own weight is another, not only that of a node above it."""
        return self.before != self.after


def weight_shifts(
    old: Framework, new: Framework, pairs: Sequence[tuple[Node | None, Node | None]]
) -> Iterator[WeightShift]:
    """Every node in every class; `pairs` are nodes of the first and the second, None where one has none."""
    classes = dict.fromkeys(entry.code for framework in (new, old) for entry in framework.classes)
    shares = [{code: effective_shares(side, code) for code in classes} for side in (old, new)]
    for before, after in pairs:
        node = after or before
        for unit_class in classes if node else ():
            own = [side.weights.get(unit_class) if side else None for side in (before, after)]
            part = [
                found[unit_class].get(side.code) if side else None
                for found, side in zip(shares, (before, after), strict=True)
            ]
            if node and (own[0] != own[1] or abs((part[0] or 0.0) - (part[1] or 0.0)) > _SAME):
                yield WeightShift(node.code, node.name, unit_class, own[0], own[1], part[0], part[1])
