"""The functions of Excel, by family; importing them registers them."""

from __future__ import annotations

from typing import Final

from smartxl.recalc import lambdas, special
from smartxl.recalc.functions import (
    bases,
    bessel,
    chances,
    complexes,
    criteria,
    databases,
    dates,
    depreciation,
    distributions,
    dynamic,
    engineering,
    finance,
    hypotheses,
    information,
    integers,
    logic,
    lookup,
    mathematics,
    matrices,
    patterns,
    references,
    regression,
    statistics,
    sums,
    texts,
)

__all__ = [
    "OF_DAYS",
    "bases",
    "bessel",
    "chances",
    "complexes",
    "criteria",
    "databases",
    "dates",
    "depreciation",
    "distributions",
    "dynamic",
    "engineering",
    "finance",
    "hypotheses",
    "information",
    "integers",
    "lambdas",
    "logic",
    "lookup",
    "mathematics",
    "matrices",
    "patterns",
    "references",
    "regression",
    "special",
    "statistics",
    "sums",
    "texts",
]

OF_DAYS: Final = dates.NAMES | {"TEXT", "VALUE"}
"""The functions to which a serial number is a day."""
