"""The functions of Excel, by family; importing them registers them."""

from __future__ import annotations

from typing import Final

from smartxl.recalc import special
from smartxl.recalc.functions import (
    adopted,
    bases,
    criteria,
    dates,
    dynamic,
    information,
    logic,
    lookup,
    mathematics,
    references,
    statistics,
    sums,
    texts,
)

__all__ = [
    "OF_DAYS",
    "adopted",
    "bases",
    "criteria",
    "dates",
    "dynamic",
    "information",
    "logic",
    "lookup",
    "mathematics",
    "references",
    "special",
    "statistics",
    "sums",
    "texts",
]

OF_DAYS: Final = dates.NAMES | {"TEXT", "VALUE"}
"""The functions to which a serial number is a day."""
