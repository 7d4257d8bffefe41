"""Ranks of scores: three treatments of ties, as arrays and as a formula."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smartxl.model.combination import Ties
from smartxl.rules.base import FloatArray
from smartxl.rules.statistics import shown

__all__ = ["equal_to", "larger_than", "rank", "rank_formula", "values_among"]

_CLOSE = 1e-13
"""Numbers further apart than this share of them differ in 15 significant digits."""


def rank(scores: ArrayLike, ties: Ties = Ties.COMPETITION) -> FloatArray:
    """Ranks along axis 0, 1 for the highest score; NaN has none and takes no part. Shape is kept.

    Equal scores (to 15 significant digits) share the best rank of theirs (`COMPETITION`, 1 2 2 4), the mean of their
    ranks (`MID`, 1 2.5 2.5 4) or the next rank that is free (`DENSE`, 1 2 2 3).
    """
    x = np.asarray(scores, dtype=np.float64)
    columns = np.ascontiguousarray(np.moveaxis(x, 0, -1))
    order = np.argsort(-columns, axis=-1)
    ordered = np.take_along_axis(columns, order, axis=-1)
    found = np.empty_like(columns)
    np.put_along_axis(found, order, _ranks_in_order(_begins(ordered), ties), axis=-1)
    if (missing := np.isnan(columns)).any():
        found[missing] = np.nan
    return np.moveaxis(found, -1, 0)


def _begins(ordered: FloatArray) -> NDArray[np.bool_]:
    """Where a score differs from the one before it, along the last axis, in which they fall.

    Only those that are close are looked at digit by digit.
    """
    begins = np.ones(ordered.shape, dtype=np.bool_)
    before, after = ordered[..., :-1], ordered[..., 1:]
    with np.errstate(invalid="ignore", over="ignore"):
        close = ~(before - after > _CLOSE * np.abs(before))
    if close.any():
        begins[..., 1:][close] = shown(before[close]) != shown(after[close])
    return begins


def _ranks_in_order(begins: NDArray[np.bool_], ties: Ties) -> FloatArray:
    """Ranks of what is sorted by rank; `begins` is true where a score differs from the one before."""
    if ties is Ties.DENSE:
        return np.cumsum(begins, axis=-1, dtype=np.float64)
    count = begins.shape[-1]
    places = np.arange(1.0, count + 1)
    if begins.all():
        return np.broadcast_to(places, begins.shape)
    first = np.maximum.accumulate(np.where(begins, places, 0.0), axis=-1)
    if ties is Ties.COMPETITION:
        return first
    ends = np.ones_like(begins)
    ends[..., :-1] = begins[..., 1:]
    last = np.minimum.accumulate(np.where(ends, places, count)[..., ::-1], axis=-1)[..., ::-1]
    return (first + last) / 2


def larger_than(value: str, among: str) -> str:
    """How many numbers of a range are larger, without leading =. In Excel a text is larger than any number."""
    return f"SUMPRODUCT(ISNUMBER({among})*({among}>{value}))"


def equal_to(value: str, among: str) -> str:
    """How many cells of a range are equal, without leading =."""
    return f"SUMPRODUCT(ISNUMBER({among})*({among}={value}))"


def values_among(condition: str, among: str) -> str:
    """How many different numbers of a range meet a condition (over the range), without leading =.

    Each counts by one over the number of its equals. COUNTIF takes the numbers themselves: put together with a
    comparison into a text (">"&x) they would lose digits.
    """
    return (
        f"ROUND(SUMPRODUCT(ISNUMBER({among})*({condition})/(COUNTIF({among},{among})+1-ISNUMBER({among}))),0)"
    )


def rank_formula(score: str, scores: str, ties: Ties = Ties.COMPETITION) -> str:
    """The rank of one cell in a range, with its leading =; "" where the cell holds no number.

    RANK compares all digits, the other two 15: scores that are rounded to 12 decimals or fewer are safe in each.
    """
    value = {
        Ties.COMPETITION: f"RANK({score},{scores})",
        Ties.MID: f"{larger_than(score, scores)}+({equal_to(score, scores)}+1)/2",
        Ties.DENSE: f"1+{values_among(f'{scores}>{score}', scores)}",
    }[ties]
    return f'=IF(ISNUMBER({score}),{value},"")'
