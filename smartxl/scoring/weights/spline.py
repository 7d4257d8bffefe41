"""A penalised cubic spline of one variable, its smoothing chosen by the data (Ruppert, Wand & Carroll 2003)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import BSpline

from smartxl.errors import SmartxlError
from smartxl.scoring.weights.result import FloatArray
from smartxl.text import Text

__all__ = ["PenalisedSpline", "SplineBasis", "spline_basis"]

_DEGREE = 3
_MOST, _PER_KNOT = 20, 4
_SMOOTHINGS = np.append(np.logspace(-8, 8, 97), np.inf)
_RANK = 1e-9


@dataclass(frozen=True, slots=True)
class PenalisedSpline:
    """E[y|x] by a cubic spline with a penalty on ∫f″², its smoothing by generalised cross-validation.

    `knots` inside, at quantiles of the different x; None: a quarter of their number, at most 20. Fewer than 4 different x
    have their group means. The straight line is the smoothest of all and what is taken where no curve predicts better.
    Raises SmartxlError for knots below 1.
    """

    knots: int | None = None

    def __post_init__(self) -> None:
        if self.knots is not None and self.knots < 1:
            raise SmartxlError(
                Text("样条", "spline"),
                Text(f"{self.knots} 个节点", f"{self.knots} knots"),
                Text("写不小于 1 的数，或不写", "give 1 or more, or none"),
            )

    def __str__(self) -> str:
        knots = f"a quarter of the different x, at most {_MOST}," if self.knots is None else self.knots
        return f"penalised cubic spline, {knots} knots, smoothing by generalised cross-validation"


@dataclass(frozen=True, slots=True, eq=False)
class SplineBasis:
    """Orthonormal columns over the units, shape (units, terms), each with the penalty it pays, shape (terms,).

    Fitted values under a smoothing λ are Σ uᵢ(uᵢ·y)/(1 + λ·pᵢ): one decomposition serves every y and λ.
    """

    columns: FloatArray
    penalties: FloatArray

    def smoothing(self, y: FloatArray) -> float:
        """The λ with the least n·RSS/(n − edf)²; of equals the smoothest; 0 where nothing is penalised."""
        if not self.penalties.any():
            return 0.0
        units = len(y)
        part = (self.columns.T @ y) ** 2
        shrunk = self.shrinkage(_SMOOTHINGS)
        rest = max(float(y @ y - part.sum()), 0.0)
        errors = rest + ((1 - shrunk) ** 2 * part).sum(axis=1)
        free = units - shrunk.sum(axis=1)
        score = np.where(free > 1e-6 * units, errors / np.maximum(free, 1e-300) ** 2, np.inf)
        # What differs by rounding alone is equal.
        least = score.min() * (1 + 1e-9) + 1e-20 * float(y @ y) / units**2
        return float(_SMOOTHINGS[np.flatnonzero(score <= least)[-1]])

    def shrinkage(self, smoothing: float | FloatArray) -> FloatArray:
        """What is left of each column, shape (…, terms)."""
        strength = np.atleast_1d(np.asarray(smoothing, dtype=np.float64))[:, None]
        free = self.penalties == 0
        with np.errstate(invalid="ignore"):
            return np.asarray(np.where(free, 1.0, 1 / (1 + strength * self.penalties)), dtype=np.float64)

    def fitted(self, y: FloatArray, smoothing: float) -> FloatArray:
        """E[y|x] at each x, shape (units,)."""
        kept = self.shrinkage(smoothing)[0] * (self.columns.T @ y)
        return np.asarray(self.columns @ kept, dtype=np.float64)


def spline_basis(x: FloatArray, spline: PenalisedSpline) -> SplineBasis:
    """The basis of a spline over some x, shape (units,), without NaN."""
    values, place = np.unique(x, return_inverse=True)
    if len(values) <= _DEGREE:
        groups = (place[:, None] == np.arange(len(values))).astype(np.float64)
        return SplineBasis(groups / np.sqrt(groups.sum(axis=0)), np.zeros(len(values)))
    unit = (values - values[0]) / (values[-1] - values[0])
    knots = _knots(unit, spline)
    count = len(knots) - _DEGREE - 1
    design = BSpline.design_matrix(unit, knots, _DEGREE).toarray()[place]
    return _penalised(design, _bending(knots, count))


def _knots(unit: FloatArray, spline: PenalisedSpline) -> FloatArray:
    wanted = min(len(unit) // _PER_KNOT, _MOST) if spline.knots is None else spline.knots
    inside = np.quantile(unit, np.arange(1, wanted + 1) / (wanted + 1))
    ends = _DEGREE + 1
    return np.concatenate([np.zeros(ends), np.unique(inside), np.ones(ends)])


def _bending(knots: FloatArray, count: int) -> FloatArray:
    """∫ bᵢ″ bⱼ″, shape (count, count): exact by Simpson's rule, as second derivatives are straight between knots."""
    second = BSpline(knots, np.eye(count), _DEGREE).derivative(2)
    ends = np.unique(knots)
    low, high = ends[:-1], ends[1:]
    total = np.zeros((count, count))
    # A hair inside the interval: at a knot the derivative may be that of its other side.
    for place, weight in ((1e-12, 1 / 6), (0.5, 4 / 6), (1 - 1e-12, 1 / 6)):
        at = second(low + place * (high - low))
        total += (at * (weight * (high - low))[:, None]).T @ at
    return total


def _penalised(design: FloatArray, bending: FloatArray) -> SplineBasis:
    # The squares of the singular values: many units cost no more than few.
    size, right = np.linalg.eigh(design.T @ design)
    kept = size > _RANK * size[-1]
    scaled = right[:, kept] / np.sqrt(size[kept])
    penalties, turned = np.linalg.eigh(scaled.T @ bending @ scaled)
    # Constant and straight line bend nothing; what is left of them is rounding.
    penalties = np.where(penalties < _RANK * float(penalties[-1]), 0.0, penalties)
    penalties[:2] = 0.0
    scale = float(np.median(penalties[penalties > 0])) if penalties.any() else 1.0
    columns = design @ (scaled @ turned)
    return SplineBasis(np.asarray(columns, dtype=np.float64), np.asarray(penalties / scale, dtype=np.float64))
