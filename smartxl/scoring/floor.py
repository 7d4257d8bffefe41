"""Which units answered too few rows for a score, and what they are left without."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from smartxl.model.framework import ROOT, Framework
from smartxl.model.scores import QuantityKind
from smartxl.rules import below_floor

__all__ = ["below_floors", "withheld"]

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]


def below_floors(
    framework: Framework, unit_class: str, counts: Mapping[QuantityKind, Mapping[str, FloatArray]]
) -> dict[str, BoolArray]:
    """Node with a coverage floor, or `ROOT`, → whether each unit lies below it, shape (units,).

    `counts` (units + 1,) have the class as a whole last, which no floor is declared for.
    """
    answered, applicable = counts[QuantityKind.ANSWERED], counts[QuantityKind.APPLICABLE]
    nodes = (ROOT, *(n.code for n in (*framework.branches(unit_class), *framework.leaves(unit_class))))
    return {
        code: below_floor(answered[code][:-1], applicable[code][:-1], framework.floor(code))
        for code in nodes
        if framework.floor(code) > 0 and code in answered
    }


def withheld(
    framework: Framework, code: str, scores: FloatArray, below: Mapping[str, BoolArray]
) -> FloatArray:
    """Scores (…, units) of a node without those of units below its floor; the first ones are units'."""
    if code not in below or not framework.withholds(code):
        return scores
    none = np.zeros(scores.shape, dtype=np.bool_)
    none[..., : len(below[code])] = below[code]
    return np.where(none, np.nan, scores)
