"""Coupling coordination (耦合协调度): how well systems go together, C, and how far they are developed, T; D = √(C·T).

The same name stands for several formulas of C; each is named here. U are the systems' values, 0 to 1.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from smartxl.rules.base import FloatArray

__all__ = ["COUPLING_GRADES", "CouplingFormula", "coordination", "coupling_degree", "grade_of_tenths"]

COUPLING_GRADES = 10
"""How many grades coupling coordination has, each a tenth wide (Liao Chongbin 1999, Tropical Geography 19(2))."""


class CouplingFormula(StrEnum):
    """What C is, of n values with the geometric mean G and the arithmetic mean A."""

    ROOT = "root"  # G / A: 1 for equal values, whatever n is
    POWER = "power"  # (G / A)^(n·k): Liao 1999, k = 2 for two systems; k = 1 without the root
    SUM = "sum"  # G / Σ U = (G / A) / n: at most 1/n, as many papers print it
    SPREAD = "spread"  # √((1 − mean |Ui − Uj|)·(Π Ui / max U)^(1/(n−1))): Wang Shujia et al. 2021


def coupling_degree(values: ArrayLike, formula: CouplingFormula, k: float = 1.0) -> FloatArray:
    """C of each row of `values` (…, systems), at least two systems; 0 where a value is 0."""
    u = np.asarray(values, dtype=np.float64)
    if formula is CouplingFormula.SPREAD:
        return _of_spread(u)
    count, mean = u.shape[-1], u.mean(axis=-1)
    root = np.prod(u ** (1 / count), axis=-1)
    ratio = np.minimum(np.divide(root, mean, out=np.zeros_like(mean), where=mean > 0), 1.0)
    if formula is CouplingFormula.SUM:
        return np.asarray(ratio / count)
    return np.asarray(ratio ** (count * k) if formula is CouplingFormula.POWER else ratio)


def coordination(c: ArrayLike, t: ArrayLike) -> FloatArray:
    """D = √(C·T)."""
    return np.asarray(np.sqrt(np.multiply(c, t)))


def grade_of_tenths(d: ArrayLike) -> FloatArray:
    """The tenth that D lies in, from 0; 1 lies in the highest. NaN has none."""
    return np.minimum(np.floor(np.asarray(d, dtype=np.float64) * COUPLING_GRADES + 1e-9), COUPLING_GRADES - 1)


def _of_spread(u: FloatArray) -> FloatArray:
    count = u.shape[-1]
    ordered = np.sort(u, axis=-1)
    # Σ over pairs of |Ui − Uj|: the value at place i (from 0) is added i times and taken away n − 1 − i times.
    apart = ordered @ (2.0 * np.arange(count) - count + 1) / (count * (count - 1) / 2)
    most = ordered[..., -1:]
    level = np.divide(u, most, out=np.zeros_like(u), where=most > 0)
    both = (1 - apart) * np.prod(level, axis=-1) ** (1 / (count - 1))
    return np.asarray(np.sqrt(np.maximum(both, 0.0)))
