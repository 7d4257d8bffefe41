"""VIKOR: compromise between the good of most and the regret of the worst off (Opricovic & Tzeng 2004)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartxl.rules import shown
from smartxl.scoring.evaluation.inputs import (
    DecisionTable,
    Directions,
    Weighting,
    decision,
    said,
    share_option,
)
from smartxl.scoring.evaluation.scaling import Costs, Normalisation, scaled
from smartxl.scoring.library.frames import FloatArray
from smartxl.text import Text

__all__ = ["Vikor", "vikor"]

_WHERE = "vikor"
_NOISE = 1e-12


@dataclass(frozen=True, slots=True)
class Vikor:
    """`table`: units × (`s`, `r`, `q`), less is better, NaN for a unit that took no part.

    `acceptable_advantage` is condition C1: Q of the second less Q of the first is at least DQ. `acceptable_stability` is C2:
    the first by Q is also the first by S or by R. `compromise`: the unit alone where both hold; the first two where only
    C2 fails; all whose Q lies within DQ of the first where C1 fails. `left_out`: unit → keys without a value.
    """

    table: pd.DataFrame
    compromise: tuple[object, ...]
    acceptable_advantage: bool
    acceptable_stability: bool
    variant: Text
    left_out: Mapping[object, tuple[str, ...]]


def vikor(
    data: pd.DataFrame,
    weights: Weighting | None = None,
    *,
    directions: Directions | None = None,
    v: float = 0.5,
    advantage: float | None = None,
) -> Vikor:
    """S = Σ w·d, R = max w·d, Q = v·(S − S*)/(S⁻ − S*) + (1 − v)·(R − R*)/(R⁻ − R*), with d the distance from the best value
    in spans of the indicator, which is 0 where the units do not differ; a part of Q is 0 where its S or R do not.

    `v`: the weight of the good of most, 0 to 1. `advantage`: DQ, by default 1/(n − 1) for n units. Units with a missing value
    take no part. Raises SmartxlError for v or DQ outside 0 to 1, and as `decision` does; UnknownName for keys that are not
    the columns.
    """
    share_option(_WHERE, "v", v)
    if advantage is not None:
        share_option(_WHERE, "advantage", advantage)
    found = decision(_WHERE, data, weights, directions)
    values, _ = scaled(found, Normalisation.MIN_MAX, Costs.SWAP)
    regrets = found.shares * np.where(found.constant, 0.0, 1 - values)
    s, r = regrets.sum(axis=1), regrets.max(axis=1, initial=0.0)
    q = v * _within(s) + (1 - v) * _within(r)
    limit = advantage if advantage is not None else 1 / max(len(q) - 1, 1)
    compromise, advances, stable = _compromise(found, (s, r, q), limit)
    words = said(
        Text("极差归一", "min-max"),
        Text(f"v={v:g}", f"v = {v:g}"),
        Text(f"DQ={limit:.4g}", f"DQ = {limit:.4g}"),
    )
    table = found.frame(np.column_stack([s, r, q]), ("s", "r", "q"))
    return Vikor(table, compromise, advances, stable, words, found.left_out)


def _within(values: FloatArray) -> FloatArray:
    """Where each lies between the least and the largest, 0 to 1; 0 where they are equal."""
    if not len(values):
        return values
    settled = shown(values)
    span = np.ptp(settled)
    return np.asarray((settled - settled.min()) / span) if span > _NOISE else np.zeros_like(values)


def _compromise(
    found: DecisionTable, numbers: tuple[FloatArray, FloatArray, FloatArray], limit: float
) -> tuple[tuple[object, ...], bool, bool]:
    """The units of the compromise, and whether C1 and C2 hold."""
    s, r, q = numbers
    if not len(q):
        return (), False, False
    order = np.argsort(q, kind="stable")
    first = q <= q[order[0]] + _NOISE
    advances = len(q) == 1 or bool(q[order[1]] - q[order[0]] >= limit - _NOISE)
    stable = bool((first & ((s <= s.min() + _NOISE) | (r <= r.min() + _NOISE))).any())
    last = q[order[0 if stable or len(q) == 1 else 1]] + _NOISE
    chosen = q <= last if advances else q - q[order[0]] < limit - _NOISE
    return tuple(found.units[order[chosen[order]]].tolist()), advances, stable
