"""Whether columns measure one thing: Cronbach's α, and the measure of sampling adequacy of Kaiser, Meyer & Olkin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from smartxl.model.options import choice
from smartxl.scoring.audit.numbers import checked_table
from smartxl.scoring.pairs import pairwise
from smartxl.scoring.treatment.table import DataTable, FloatArray
from smartxl.text import Text

__all__ = ["Kmo", "Reliability", "UnitsUsed", "cronbach", "kmo"]

_SINGULAR = 1e-10


class UnitsUsed(StrEnum):
    """Which units count where values are missing: for each pair those that have both, or only complete ones."""

    PAIRWISE = "pairwise"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """Cronbach's α of columns.

    `alpha` is that of the values as given, k²·(mean covariance)/(sum of all covariances), as COINr's `get_cronbach`;
    `standardised` that of their z-scores, from the mean correlation alone, as the OECD/JRC Handbook's table of the TAI.
    `items`: a row for each column with alpha and standardised once it is deleted, and rest (the correlation of its z-scores
    with the sum of the others'). NaN where a number is not defined; `why` says the reason, empty where it is.
    """

    alpha: float
    standardised: float
    items: pd.DataFrame
    units: int
    why: Text = Text("")


def cronbach(data: pd.DataFrame, missing: UnitsUsed | str = UnitsUsed.PAIRWISE) -> Reliability:
    """Cronbach's α of the columns (index: units, columns: indicators), all turned so that more is better.

    Columns that do not vary take no part in `standardised`, and in `alpha` with the variance 0 that they have. Raises
    SmartxlError as `statistics`.
    """
    missing = choice(UnitsUsed, missing, "Cronbach", "missing")
    table = checked_table(data, "Cronbach")
    values = _used(table.values, missing)
    correlation, units = pairwise(values, values)
    covariance = _covariance(values)
    vary = _varying(correlation)
    k = len(table.keys)
    items = pd.DataFrame(
        {
            "alpha": [_alpha(np.delete(np.delete(covariance, i, 0), i, 1)) for i in range(k)],
            "standardised": [_alpha(_without(correlation, vary, i)) for i in range(k)],
            "rest": [_with_rest(correlation, vary, i) for i in range(k)],
        },
        index=table.columns.rename("indicator"),
    )
    standardised = _alpha(correlation[np.ix_(vary, vary)])
    why = Text("") if len(vary) > 1 else _too_few(len(vary))
    return Reliability(_alpha(covariance), standardised, items, _least(units), why)


def _least(units: FloatArray) -> int:
    """The fewest units that any pair has."""
    return int(units.min()) if units.size else 0


def _used(values: FloatArray, missing: UnitsUsed) -> FloatArray:
    return values[~np.isnan(values).any(axis=1)] if missing is UnitsUsed.COMPLETE else values


def _covariance(values: FloatArray) -> FloatArray:
    """Covariances over the units that have both, 0 where there are none."""
    known = ~np.isnan(values)
    if known.all() and len(values) > 1:
        return np.atleast_2d(np.cov(values, rowvar=False))
    found = np.zeros((values.shape[1], values.shape[1]))
    for i, j in np.ndindex(found.shape):
        both = known[:, i] & known[:, j]
        if both.sum() > 1:
            found[i, j] = np.cov(values[both, i], values[both, j])[0, 1]
    return found


def _alpha(matrix: FloatArray) -> float:
    k, total = len(matrix), float(np.nansum(matrix))
    if k < 2 or total == 0:
        return math.nan
    between = (total - float(np.nansum(np.diagonal(matrix)))) / (k * (k - 1))
    return k * k * between / total


def _varying(correlation: FloatArray) -> list[int]:
    """The columns that vary: a correlation with itself exists."""
    return np.flatnonzero(~np.isnan(np.diagonal(correlation))).tolist()


def _without(correlation: FloatArray, vary: list[int], item: int) -> FloatArray:
    rest = [place for place in vary if place != item]
    return correlation[np.ix_(rest, rest)]


def _with_rest(correlation: FloatArray, vary: list[int], item: int) -> float:
    rest = [place for place in vary if place != item]
    if item not in vary or not rest:
        return math.nan
    spread = float(np.nansum(correlation[np.ix_(rest, rest)]))
    return float(np.nansum(correlation[item, rest])) / math.sqrt(spread) if spread > 0 else math.nan


def _too_few(count: int) -> Text:
    return Text(f"{count} 个指标有差别，至少要 2 个", f"{count} indicators vary; 2 are needed")


@dataclass(frozen=True, slots=True, eq=False)
class Kmo:
    """The measure of sampling adequacy: `overall` and of each column (`items`), 0 to 1.

    Σr²/(Σr² + Σp²) over pairs, p the correlation with all others held fixed. NaN where it is not defined; `why` says the
    reason, empty where it is. Columns that do not vary take no part.
    """

    overall: float
    items: pd.Series[float]
    units: int
    why: Text = Text("")


def kmo(data: pd.DataFrame, missing: UnitsUsed | str = UnitsUsed.PAIRWISE) -> Kmo:
    """KMO of the columns (index: units, columns: indicators); Kaiser & Rice 1974, as `KMO` of R's psych.

    Raises SmartxlError as `statistics`.
    """
    missing = choice(UnitsUsed, missing, "KMO", "missing")
    table = checked_table(data, "KMO")
    values = _used(table.values, missing)
    correlation, units = pairwise(values, values)
    vary = _varying(correlation)
    inner = correlation[np.ix_(vary, vary)]
    items = pd.Series(np.nan, index=table.columns.rename("indicator"), dtype="float64")
    least = _least(units)
    if why := _why_not(table, inner, vary):
        return Kmo(math.nan, items, least, why)
    inverse = np.linalg.inv(inner)
    size = np.sqrt(np.diagonal(inverse))
    partial = (inverse / np.outer(size, size)) ** 2
    square = inner**2
    np.fill_diagonal(partial, 0)
    np.fill_diagonal(square, 0)
    items.iloc[vary] = square.sum(axis=0) / (square.sum(axis=0) + partial.sum(axis=0))
    return Kmo(float(square.sum() / (square.sum() + partial.sum())), items, least)


def _why_not(table: DataTable, inner: FloatArray, vary: list[int]) -> Text | None:
    if len(vary) < 3:
        return Text(f"{len(vary)} 个指标有差别，至少要 3 个", f"{len(vary)} indicators vary; 3 are needed")
    if np.isnan(inner).any():
        return Text("有的指标没有共同的单位", "some indicators have no units in common")
    if np.linalg.eigvalsh(inner)[0] < _SINGULAR:
        told = (
            f"{len(table.units)} 个单位，{len(vary)} 个指标",
            f"{len(table.units)} units, {len(vary)} indicators",
        )
        return Text(
            f"相关矩阵不可逆（{told[0]}）：指标互相决定",
            f"the correlation matrix has no inverse ({told[1]}): indicators determine each other",
        )
    return None
