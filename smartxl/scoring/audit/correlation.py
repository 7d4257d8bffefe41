"""Correlations of columns as a frame, with their significance: COINr's `get_corr`, `get_pvals` and `get_denom_corr`."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from smartxl.model.options import choice
from smartxl.scoring.audit.numbers import checked_table
from smartxl.scoring.pairs import CorrelationKind, pairwise
from smartxl.scoring.treatment.table import FloatArray

__all__ = ["correlations", "significance"]


def correlations(
    data: pd.DataFrame,
    other: pd.DataFrame | None = None,
    kind: CorrelationKind | str = CorrelationKind.PEARSON,
) -> pd.DataFrame:
    """Every pair of a column of `data` with another of its columns, or with one of `other`; one row a pair.

    Columns first, second, correlation, units (that have both), p (two-sided, by Student's t; NaN for Kendall). Both frames:
    index units, matched by label (units of both are needed), columns indicators. NaN where fewer than 2 units have both or
    one of the two does not vary over them.

    Raises SmartxlError for what is no frame, labels that come twice, columns that are not numeric and infinite values.
    """
    kind = choice(CorrelationKind, kind, "correlations", "kind")
    first = checked_table(data, "correlations")
    second = first if other is None else checked_table(other.reindex(data.index), "correlations")
    found, units = pairwise(first.values, second.values, kind)
    pairs = [
        (i, j) for i in range(len(first.keys)) for j in range(i + 1 if other is None else 0, len(second.keys))
    ]
    at = tuple(np.array(pairs, dtype=np.intp).reshape(-1, 2).T)
    p = significance(found[at], units[at])
    return pd.DataFrame(
        {
            "first": [first.columns[i] for i, _ in pairs],
            "second": [second.columns[j] for _, j in pairs],
            "correlation": found[at],
            "units": units[at].astype(np.int64),
            "p": np.full(len(pairs), np.nan) if kind is CorrelationKind.KENDALL else p,
        }
    )


def significance(correlation: FloatArray, units: FloatArray) -> FloatArray:
    """The two-sided p of correlations by Student's t with units − 2 degrees of freedom; NaN for fewer than 3 units."""
    free = units - 2
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(correlation) * np.sqrt(free / (1 - correlation**2))
        p = 2 * stats.t.sf(t, free)
    return np.asarray(np.where(free > 0, p, np.nan), dtype=np.float64)
