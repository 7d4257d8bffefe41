"""Weights and directions of columns as they are given, by key, checked and put in the order of the columns."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.scoring.library.frames import BoolArray, FloatArray, NumberTable, by_key, matching
from smartxl.text import Text

__all__ = ["cost_columns", "weight_shares"]


def weight_shares(table: NumberTable, weights: Mapping[str, float] | pd.Series) -> FloatArray:
    """The weights over their sum, shape (keys,). UnknownName unless they are of exactly the columns.

    Raises SmartxlError for a negative or missing weight, and where all are 0.
    """
    where = table.where
    stated = by_key(weights, f"{where}, weights")
    matching(where, table.keys, tuple(stated), needs="column", has="weight")
    raw = np.array([stated[key] for key in table.keys], dtype=np.float64)
    for key, weight in zip(table.keys, raw.tolist(), strict=True):
        if not (math.isfinite(weight) and weight >= 0):
            raise SmartxlError(
                f"{where}, {key}",
                Text(f"“{weight}”不是权重", f"{weight!r} is no weight"),
                Text("写不小于 0 的数", "give a number of 0 or more"),
            )
    if not raw.any():
        raise SmartxlError(
            where,
            Text("权重都是 0", "all weights are 0"),
            Text("让其中一个大于 0", "give one of them a weight above 0"),
        )
    return np.asarray(raw / raw.sum())


def _is_cost(where: str, key: str, direction: int) -> bool:
    """Whether less is better. SmartxlError for a direction that is neither 1 nor -1."""
    if direction not in {1, -1}:
        raise SmartxlError(
            f"{where}, {key}",
            Text(f"“{direction}”不是方向", f"{direction!r} is no direction"),
            Text("写 1 或 -1", "give 1 or -1"),
        )
    return direction == -1


def cost_columns(table: NumberTable, directions: Mapping[str, int] | pd.Series | None) -> BoolArray:
    """Whether less is better, shape (keys,); more is without directions. UnknownName unless each column has one."""
    if directions is None:
        return np.zeros(len(table.keys), dtype=np.bool_)
    stated = by_key(directions, f"{table.where}, directions")
    matching(table.where, table.keys, tuple(stated), needs="column", has="direction")
    return np.array([_is_cost(table.where, key, stated[key]) for key in table.keys], dtype=np.bool_)
