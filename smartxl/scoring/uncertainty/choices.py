"""From uniform numbers to what a run takes: weights by several rules, one of several options."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.model.uncertaintydesign import Variation, WeightShares
from smartxl.rules.base import FloatArray

__all__ = ["alike", "concentrated", "evenly", "named", "one_of", "within_share"]


def within_share(uniform: FloatArray, value: FloatArray | float, by: float) -> FloatArray:
    """Evenly from value·(1 - by) to value·(1 + by)."""
    return np.asarray(value * (1 + by * (2 * uniform - 1)))


def evenly(uniform: FloatArray, low: float, high: float) -> FloatArray:
    """Evenly from `low` to `high`."""
    return low + (high - low) * uniform


def one_of(uniform: FloatArray, count: int) -> NDArray[np.intp]:
    """The place of one of so many options, all alike often."""
    return np.asarray(uniform * count, dtype=np.intp)


def concentrated(uniform: FloatArray, weights: FloatArray, concentration: float) -> FloatArray:
    """Weights (runs, children) that follow a Dirichlet distribution around `weights` (children,), and sum to what these do.

    Gamma variates by their inverse distribution function, one of each uniform number (runs, children): L. Devroye,
    Non-Uniform Random Variate Generation (1986), XI.4. A weight of 0 stays 0.
    """
    from scipy.special import gammaincinv

    whole = weights.sum()
    shape = concentration * weights / whole
    found = np.zeros(uniform.shape)
    rising = shape > 0
    found[:, rising] = gammaincinv(shape[rising], uniform[:, rising])
    total = found.sum(axis=1, keepdims=True)
    # All variates may be too small for a number where the concentration is: then the weights stay as they are.
    return np.where(total > 0, found * whole / np.where(total > 0, total, 1.0), weights)


def named(
    vary: Iterable[Variation],
    nodes: Callable[[Variation], tuple[str, ...]],
    name_of: Callable[[Variation], str],
) -> Mapping[str, Variation]:
    """Choice → what it is. A weight that is a choice of its own is called after its node, the second of a name by its number.

    `nodes`: the nodes whose weights vary.
    """
    found: dict[str, Variation] = {}
    for variation in vary:
        each = [(name_of(variation), variation)]
        if isinstance(variation, WeightShares) and variation.each:
            single = replace(variation, each=False)
            each = [
                (f"{name_of(variation)} {code}", replace(single, nodes=(code,))) for code in nodes(variation)
            ]
        for name, one in each:
            number = sum(key.split(" #")[0] == name for key in found)
            found[f"{name} #{number + 1}" if number else name] = one
    return found


def alike(options: Sequence[NDArray[Any]], runs: int) -> Iterator[tuple[tuple[str, ...], NDArray[np.intp]]]:
    """The options that runs take together, and which runs do; `options`: of each choice what the runs take, shape (runs,)."""
    if not options:
        yield (), np.arange(runs)
        return
    taken = pd.MultiIndex.from_arrays([np.asarray(each, dtype=object) for each in options])
    codes, kinds = taken.factorize(sort=True)
    for place, kind in enumerate(kinds):
        yield tuple(map(str, kind)), np.flatnonzero(codes == place)
