"""The functions of Excel, by family; importing them registers them."""

from __future__ import annotations

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
