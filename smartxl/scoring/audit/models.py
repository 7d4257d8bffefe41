"""From weights to importances: of children in their weighted mean, with slopes; of any nodes in any score above them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from smartxl.rules import shown
from smartxl.scoring.treatment.table import FloatArray
from smartxl.scoring.weights.spline import PenalisedSpline, SplineBasis, spline_basis

__all__ = ["ImportanceMeasure", "MeanModel", "WeightModel", "any_model", "mean_model"]


class ImportanceMeasure(StrEnum):
    """What the importance of a child is: its correlation with the score above (COINr), the square of that, or the ratio."""

    CORRELATION = "correlation"
    R_SQUARED = "r-squared"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True, eq=False)
class MeanModel:
    """The score above is Xw of centred columns X, shape (units, keys); importances do not depend on the scale of w.

    `images` of each key i, shape (terms, keys): |Gᵢw|² is what x_i explains of the score. With one term its sign counts
    under `signed`, and the root is taken.
    """

    cross: FloatArray
    images: tuple[FloatArray, ...]
    signed: bool

    def importance(self, weights: FloatArray) -> FloatArray:
        """Shape (keys,)."""
        spread = float(weights @ self.cross @ weights)
        parts = [image @ weights for image in self.images]
        if self.signed:
            return np.array([float(part[0]) / math.sqrt(spread) for part in parts])
        return np.array([float(part @ part) / spread for part in parts])

    def slopes(self, weights: FloatArray) -> FloatArray:
        """How importances (rows) change with weights (columns)."""
        turned = self.cross @ weights
        spread, found = float(weights @ turned), self.importance(weights)
        if self.signed:
            straight = np.stack([image[0] for image in self.images]) / np.sqrt(spread)
            return np.asarray(straight - np.outer(found, turned) / spread, dtype=np.float64)
        bent = np.stack([image.T @ (image @ weights) for image in self.images])
        return np.asarray(2 * (bent - np.outer(found, turned)) / spread, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class AnyModel:
    """The score above is whatever `result` makes of weights, shape (units,)."""

    result: Callable[[FloatArray], FloatArray]
    bases: tuple[FloatArray, ...]
    signed: bool

    def importance(self, weights: FloatArray) -> FloatArray:
        """Shape (keys,)."""
        score = self.result(weights)
        score = score - score.mean()
        spread = float(score @ score)
        parts = [basis @ score for basis in self.bases]
        if self.signed:
            return np.array([float(part[0]) / math.sqrt(spread) for part in parts])
        return np.array([float(part @ part) / spread for part in parts])

    def slopes(self, weights: FloatArray) -> FloatArray:
        """How importances (rows) change with weights (columns), by small steps."""
        step = 1e-6 * float(np.abs(weights).sum())
        up = np.eye(len(weights)) * step
        columns = [(self.importance(weights + e) - self.importance(weights)) / step for e in up]
        return np.stack(columns, axis=1)


WeightModel = MeanModel | AnyModel


def mean_model(values: FloatArray, weights: FloatArray, measure: ImportanceMeasure) -> MeanModel:
    """Children in their weighted mean; `values`, shape (units, keys), vary and have no NaN. See `any_model`."""
    centred = values - values.mean(axis=0)
    bases = _bases(values, centred @ weights, measure)
    images = tuple(np.asarray(basis @ centred, dtype=np.float64) for basis in bases)
    cross = np.asarray(centred.T @ centred, dtype=np.float64)
    return MeanModel(cross, images, measure is ImportanceMeasure.CORRELATION)


def any_model(
    values: FloatArray,
    weights: FloatArray,
    result: Callable[[FloatArray], FloatArray],
    measure: ImportanceMeasure,
) -> AnyModel:
    """Any nodes below any score; splines of `RATIO` keep the smoothing that they have at `weights`."""
    bases = _bases(values, result(weights), measure)
    return AnyModel(result, bases, measure is ImportanceMeasure.CORRELATION)


def _bases(values: FloatArray, score: FloatArray, measure: ImportanceMeasure) -> tuple[FloatArray, ...]:
    """For each key the rows on which a centred score is laid: |basis · score|² is what it explains."""
    if measure is ImportanceMeasure.RATIO:
        return tuple(
            _spline_rows(spline_basis(column, PenalisedSpline()), score) for column in shown(values).T
        )
    centred = values - values.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    return tuple(row[None, :] for row in np.asarray((centred / length).T, dtype=np.float64))


def _spline_rows(basis: SplineBasis, score: FloatArray) -> NDArray[np.float64]:
    kept = basis.shrinkage(basis.smoothing(score))[0]
    return np.asarray(kept[:, None] * basis.columns.T, dtype=np.float64)
