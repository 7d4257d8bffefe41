"""Aggregation without compensation: units compared two by two, indicator by indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from smartxl.rules import shown
from smartxl.scoring.checks import refuse_panel
from smartxl.scoring.library.frames import FloatArray, NumberTable, frame_of, table_of
from smartxl.scoring.library.weighing import weight_shares

__all__ = ["copeland", "outranking"]

_BLOCK = 1 << 20
_NOISE = 1e-12
"""Sums of shares that differ by less are equal: 0.1 + 0.2 is no more than 0.3."""


def outranking(scores: pd.DataFrame, weights: Mapping[str, float] | pd.Series) -> pd.DataFrame:
    """The outranking matrix, units × units: the share of the weights by which the row's unit beats the column's.

    An indicator in which the two are equal (to 15 significant digits, as for `ranks`) counts half for each. Only
    indicators that both have count, and their weights renormalise, so that m[a, b] + m[b, a] = 1; NaN where they share
    none. 0 for a unit beside itself. `scores`: units × indicators, more is better; `weights` of exactly these, by key, on
    any scale.

    Raises SmartxlError for weights that are none, a unit or column that comes twice, scores that are no numbers;
    UnknownName for weights that do not match the columns.

    Source: Munda & Nardo (2009); OECD/JRC Handbook (2008), section 6.6.3.
    """
    table, shares = _inputs(scores, weights, "outranking")
    matrix = np.empty((len(table.index), len(table.index)))
    for rows, net in _nets(shown(table.values), shares):
        matrix[rows] = (1 + net) / 2
    np.fill_diagonal(matrix, 0.0)
    return frame_of(matrix, table.index, table.index)


def copeland(scores: pd.DataFrame, weights: Mapping[str, float] | pd.Series) -> pd.Series[float]:
    """Copeland scores: how many units a unit outranks, less how many outrank it; from -(n - 1) to n - 1.

    One outranks another when more than half of the weights that both have speak for it (see `outranking`); at just half
    neither does. NaN for a unit that has no score at all. Arguments and errors as of `outranking`.

    Source: Copeland (1951); COINr's a_copeland, for complete data.
    """
    table, shares = _inputs(scores, weights, "copeland")
    found = np.full(len(table.index), np.nan)
    for rows, net in _nets(shown(table.values), shares):
        settled = np.where(np.abs(net) <= _NOISE, 0.0, net)
        found[rows] = np.nansum(np.sign(settled), axis=1)
    found[np.isnan(table.values).all(axis=1)] = np.nan
    return pd.Series(found, index=table.index, name="copeland")


def _inputs(
    scores: pd.DataFrame, weights: Mapping[str, float] | pd.Series, where: str
) -> tuple[NumberTable, FloatArray]:
    table = table_of(scores, where)
    refuse_panel(table.index, where)
    return table, weight_shares(table, weights)


def _nets(values: FloatArray, shares: FloatArray) -> Iterator[tuple[slice, FloatArray]]:
    """For some units at a time, against all units: weights for less weights against, over those that both have."""
    units = len(values)
    high = max(1, _BLOCK // max(units, 1))
    for start in range(0, units, high):
        rows = slice(start, start + high)
        net = np.zeros((len(values[rows]), units))
        shared = np.zeros_like(net)
        for column, share in zip(values.T, shares, strict=True):
            sign = np.sign(column[rows, None] - column[None, :])
            both = ~np.isnan(sign)
            net += share * np.where(both, sign, 0.0)
            shared += share * both
        with np.errstate(invalid="ignore"):
            yield rows, net / shared
