"""A roll-up as a mean of images: f = h(Σ ω·g(v)), and the parts of its change that weights, values and the method have.

With ω̄, ḡ the means of before and after, and c that of Σ ω·g,
    Δ(Σ ω·g) = Σ Δω·(ḡ - c) + Σ ω̄·Δg      (as Σ Δω = 0; else c = 0)
exactly: what a weight and a value do together is shared half and half, which is Shapley's value of the two. Times the
mean slope Δf / Δ(Σ ω·g) of h this is the change of f; for the geometric mean that slope is the logarithmic mean, and the
decomposition is the one known as LMDI (B. W. Ang, Energy Policy 33 (2005) 867–871). Where the method itself changes,
both methods are taken by halves, and what is left is that of the method.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartxl.model.combination import Combination, RollUp
from smartxl.rules import combine, counting
from smartxl.rules.base import FloatArray

__all__ = ["CountedChildren", "NodeChange", "change_of"]

_NO_CHANGE = 1e-9
_SAME_SUM = 1e-9


@dataclass(frozen=True)
class CountedChildren:
    """The children of a node as they count, shape (units, children): `values` with NaN for what is left out, `shares` 0 there.

    `score` (units,) is what they come to, not rounded.
    """

    how: Combination
    values: FloatArray
    shares: FloatArray
    score: FloatArray

    @classmethod
    def of(
        cls,
        how: Combination,
        scores: FloatArray,
        weights: FloatArray,
        applies: NDArray[np.bool_],
        peers: FloatArray | None,
    ) -> CountedChildren:
        """From scores (units, children) and weights (children,); `applies` and `peers` as `combine` takes them."""
        values, used = counting(how, scores, weights, applies=applies, peers=peers)
        total = used.sum(axis=-1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = np.where(total > 0, used / total, 0.0)
        if how.method is RollUp.SUM:
            shares = shares * weights.sum() / 100.0
        if how.method is RollUp.WORST:
            lowest = np.where(used > 0, values, np.inf).argmin(axis=-1)
            shares = np.where((np.arange(used.shape[-1]) == lowest[:, np.newaxis]) & (total > 0), 1.0, 0.0)
        score = combine(how, scores, weights, applies=applies, peers=peers)
        return cls(how, values, shares, score)


@dataclass(frozen=True)
class NodeChange:
    """The parts of a change: of each child's `weight` and of each child's value, shape (units, children); of the `method`.

    `value` is what a point more of a child's value brings; `values` the change of it.
    """

    weight: FloatArray
    value: FloatArray
    values: FloatArray
    method: FloatArray


def change_of(before: CountedChildren, after: CountedChildren) -> NodeChange:
    """The parts of `after.score - before.score`, but for the last digits; NaN where either has none."""
    old = np.where(before.shares > 0, before.values, np.where(after.shares > 0, after.values, 0.0))
    new = np.where(after.shares > 0, after.values, old)
    methods = [before.how] if _alike(before.how, after.how) else [before.how, after.how]
    weight, value = np.zeros_like(old), np.zeros_like(old)
    found = [_by(how, before.shares, after.shares, old, new) for how in methods]
    known = [~np.isnan(of_weight).any(axis=-1, keepdims=True) for of_weight, _ in found]
    number = np.maximum(np.sum(known, axis=0), 1.0)
    for (of_weight, of_value), mask in zip(found, known, strict=True):
        weight += np.where(mask, of_weight, 0.0) / number
        value += np.where(mask, of_value, 0.0) / number
    explained = weight.sum(axis=-1) + (value * (new - old)).sum(axis=-1)
    method = after.score - before.score - explained
    return NodeChange(weight, value, new - old, method if len(methods) > 1 else np.zeros_like(method))


def _alike(one: Combination, other: Combination) -> bool:
    """Whether two combinations differ in nothing but in what counts, which shares and values show."""
    linear = {RollUp.MEAN, RollUp.SUM, RollUp.WORST}
    if one.method in linear and other.method in linear:
        return True
    return (one.method, one.power, one.floor) == (other.method, other.power, other.floor)


def _by(
    how: Combination, shares: FloatArray, new_shares: FloatArray, values: FloatArray, new_values: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The parts of weights and, for a point of each value, of values, by one method."""
    image, new_image = _images(how, values), _images(how, new_values)
    counts, new_counts = (np.where(part > 0, part, 0.0) for part in (shares, new_shares))
    mean = np.nansum(counts * image, axis=-1)
    new_mean = np.nansum(new_counts * new_image, axis=-1)
    slope = _slope(how, mean, new_mean)[:, np.newaxis]
    moved = np.abs(new_shares.sum(axis=-1) - shares.sum(axis=-1)) > _SAME_SUM
    centre = np.where(moved, 0.0, (mean + new_mean) / 2)[:, np.newaxis]
    difference = new_values - values
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = (new_shares - shares) * ((image + new_image) / 2 - centre) * slope
        steepness = np.where(difference != 0, (new_image - image) / difference, 0.0)
        value = (shares + new_shares) / 2 * steepness * slope
    used = (shares > 0) | (new_shares > 0)
    return np.where(used, weight, 0.0), np.where(used, value, 0.0)


def _images(how: Combination, values: FloatArray) -> FloatArray:
    """g of the values, NaN for one without an image."""
    if how.method in {RollUp.MEAN, RollUp.SUM, RollUp.WORST}:
        return values
    floored = values if how.floor is None else np.maximum(values, how.floor)
    with np.errstate(divide="ignore", invalid="ignore"):
        if how.method is RollUp.GEOMETRIC:
            image = np.log(floored)
        else:
            image = floored ** (-1.0 if how.method is RollUp.HARMONIC else how.power)
    return np.where(np.isfinite(image), image, np.nan)


def _slope(how: Combination, mean: FloatArray, new_mean: FloatArray) -> FloatArray:
    """How steep h is between two means of images."""
    if how.method in {RollUp.MEAN, RollUp.SUM, RollUp.WORST}:
        return np.ones_like(mean)
    power = -1.0 if how.method is RollUp.HARMONIC else how.power
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if how.method is RollUp.GEOMETRIC:
            inverse, new_inverse, steep = np.exp(mean), np.exp(new_mean), np.exp(mean)
        else:
            inverse, new_inverse = mean ** (1 / power), new_mean ** (1 / power)
            steep = mean ** (1 / power - 1) / power
        difference = new_mean - mean
        flat = np.abs(difference) <= _NO_CHANGE * np.maximum(np.abs(mean), _NO_CHANGE)
        return np.where(flat, steep, (new_inverse - inverse) / np.where(flat, 1.0, difference))
