"""What a computed cell shows before anything recalculates it."""

from __future__ import annotations

from smartxl.model.plan import Computed, Spread
from smartxl.model.scores import ScoreTable

__all__ = ["shown_value"]


def shown_value(content: Computed | Spread, table: ScoreTable) -> float | str:
    """The engine's value of the cell's quantity, words where the quantity counts words; "" or the mark where it has none."""
    value = table.of(content.quantity)
    if value is None:
        return content.without_value(table) if isinstance(content, Computed) else ""
    return content.labels[int(value)] if content.labels else value
