"""Ranks of scores that come as a series or a frame."""

from __future__ import annotations

from typing import overload

import numpy as np
import pandas as pd

from smartxl.model.combination import Ties
from smartxl.model.options import choice
from smartxl.rules import rank, rounded
from smartxl.scoring.checks import whole_number
from smartxl.scoring.library.frames import table_of
from smartxl.scoring.library.peersets import Over, peer_sets

__all__ = ["ranks"]

_WHERE = "ranks"
_NAME = "rank"


@overload
def ranks(
    scores: pd.Series[float],
    *,
    ties: Ties | str = ...,
    digits: int | None = ...,
    groups: pd.Series | None = ...,
    periods: pd.Series | str | None = ...,
    over: Over | str | None = ...,
) -> pd.Series[float]: ...


@overload
def ranks(
    scores: pd.DataFrame,
    *,
    ties: Ties | str = ...,
    digits: int | None = ...,
    groups: pd.Series | None = ...,
    periods: pd.Series | str | None = ...,
    over: Over | str | None = ...,
) -> pd.DataFrame: ...


def ranks(
    scores: pd.Series[float] | pd.DataFrame,
    *,
    ties: Ties | str = Ties.COMPETITION,
    digits: int | None = None,
    groups: pd.Series | None = None,
    periods: pd.Series | str | None = None,
    over: Over | str | None = None,
) -> pd.Series[float] | pd.DataFrame:
    """Ranks of units, 1 for the highest score, with the labels of `scores`; column by column for a frame.

    Int64, with <NA> for a unit without a score, which takes no part; Float64 under `Ties.MID`, which has halves.
    `digits`: decimals to which scores are rounded first, half away from zero: what readers see as equal is equal then.
    Scores that agree in 15 significant digits are equal anyway. `groups`, `periods`, `over`: ranks within the group or
    period (see `normalise`).

    Raises SmartxlError for a unit that comes twice, scores that are no numbers, units without a group or period.
    """
    how = choice(Ties, ties, _WHERE, "ties")
    frame = scores.to_frame(_NAME) if isinstance(scores, pd.Series) else scores
    table = table_of(frame, _WHERE)
    values = table.values if digits is None else rounded(table.values, whole_number(digits, _WHERE, "digits"))
    found = np.empty_like(values)
    for rows in peer_sets(_WHERE, frame.index, groups, periods, over).rows:
        found[rows] = rank(values[rows], how)
    result = pd.DataFrame(found, index=frame.index, columns=frame.columns)
    result = result.astype("Float64" if how is Ties.MID else "Int64")
    return result[_NAME] if isinstance(scores, pd.Series) else result
