"""How much the results of several methods agree: Spearman's ρ and Kendall's τ-b of their ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartxl.scoring.library.frames import FloatArray, frame_of, table_of
from smartxl.scoring.pairs import CorrelationKind, pairwise

__all__ = ["Agreement", "agreement"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`spearman` and `kendall`: methods × methods, −1 to 1; NaN where fewer than two units have
    both, or all are equal in one.
    """

    spearman: pd.DataFrame
    kendall: pd.DataFrame


def agreement(results: pd.DataFrame) -> Agreement:
    """Correlation of ranks of units × methods, each pair over the units that have a result by both.

    Results that agree in 15 significant digits are equal; equal ones share the mean of their ranks. It must be the same end
    that is good in all. Raises SmartxlError as `normalise` does for data.
    """
    table = table_of(results, "agreement")
    spearman, kendall = (
        _of_all(table.values, kind) for kind in (CorrelationKind.SPEARMAN, CorrelationKind.KENDALL)
    )
    labels = pd.Index(table.keys)
    return Agreement(frame_of(spearman, labels, labels), frame_of(kendall, labels, labels))


def _of_all(values: FloatArray, kind: CorrelationKind) -> FloatArray:
    """With itself a method agrees wholly, to the last digit."""
    found, _ = pairwise(values, values, kind)
    own = np.diagonal(found)
    np.fill_diagonal(found, np.where(np.isnan(own), np.nan, 1.0))
    return found
