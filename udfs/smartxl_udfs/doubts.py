"""How sure a result is: what changed weights do to scores and ranks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smartxl.rules import rank
from smartxl.rules.statistics import column_highest, column_mean
from smartxl.text import Text
from smartxl_udfs.arguments import number, paired, weights_of, whole
from smartxl_udfs.ranges import CallError, Cells, FloatArray, cells, error_in, numbers
from smartxl_udfs.registry import FunctionArgument, worksheet_function

__all__ = ["SX_BANDS", "SX_TORNADO"]

_SCORES = FunctionArgument(
    "scores",
    Text(
        "得分，每行一个对象、每列一项指标；空白不计入。",
        "Scores, a row per unit, a column per indicator; blank is left out.",
    ),
    is_data=True,
)
_WEIGHTS = FunctionArgument("weights", Text("权重，每列一个。", "Weights, one for each column."))
_MOST = 100_000
_NEAR = 100_000
"""Numbers that are calculated at once."""
_QUANTILES = (0.5, 0.05, 0.95)


@worksheet_function(
    Text(
        "每项权重增减 10 % 对总分和名次的影响。",
        "What ±10 % on each weight does to the total and the ranks.",
    ),
    Text(
        "每项指标一行：减少后、增加后总分的平均变化，单个对象的最大变化，名次变动的对象数",
        "a row per indicator: mean change of the total when less, when more; the largest of a unit; units whose rank changes",
    ),
    _SCORES,
    _WEIGHTS,
    FunctionArgument(
        "share",
        Text("增减的幅度，默认 0.1。", "By how much a weight changes; default 0.1."),
        is_range=False,
        optional=True,
    ),
    keeps=True,
)
def SX_TORNADO(scores: Cells, weights: Cells, share: float | None = 0.1) -> Cells:  # noqa: N802 (a worksheet function's name)
    """One weight at a time × (1 − share) and × (1 + share), the others as they are: scores (n, m) to (m, 4).

    A column of scores with a column of weights is one unit. Raises CallError for shapes that do not match.
    """
    matrix, weighing = paired("SX_TORNADO", cells(scores), cells(weights))
    if error := error_in(matrix) or error_in(weighing):
        return cells(error)
    given, factors = numbers(matrix), _one_for_each("SX_TORNADO", weighing)
    step = number("SX_TORNADO", "share", share, 0.1, 0.0, 1.0)
    size = len(factors)
    changed = np.repeat(factors[None, :], 2 * size, axis=0)
    places = np.arange(size)
    changed[places, places] *= 1 - step
    changed[size + places, places] *= 1 + step
    base, totals = _totals(given, factors[None, :]), _totals(given, changed)
    change = totals - base
    moved = (rank(totals) != rank(base)) & ~np.isnan(totals)
    means = column_mean(change)
    largest = column_highest(np.abs(change).reshape(-1, 2, size).max(axis=1))
    units = (moved[:, :size] | moved[:, size:]).sum(axis=0)
    return np.column_stack([means[:size], means[size:], largest, units]).astype(object)


@worksheet_function(
    Text(
        "权重不确定时每个对象的名次区间（各权重在 ±25 % 内随机）。",
        "The interval of each unit's rank under uncertain weights (each within ±25 %).",
    ),
    Text("每个对象一行：名次的中位数、5 %、95 % 分位", "a row per unit: median, 5 % and 95 % of its ranks"),
    _SCORES,
    _WEIGHTS,
    FunctionArgument(
        "n",
        Text("抽取次数，默认 1000。", "The number of draws; default 1000."),
        is_range=False,
        optional=True,
    ),
    FunctionArgument(
        "seed", Text("随机种子，默认 1。", "The seed; default 1."), is_range=False, optional=True
    ),
    FunctionArgument(
        "share",
        Text("权重变动的幅度，默认 0.25。", "How far a weight may be off; default 0.25."),
        is_range=False,
        optional=True,
    ),
    keeps=True,
)
def SX_BANDS(  # noqa: N802
    scores: Cells,
    weights: Cells,
    n: float | None = 1000,
    seed: float | None = 1,
    share: float | None = 0.25,
) -> Cells:
    """Ranks (1 2 2 4) of the weighted means under `n` draws of all weights, each × (1 + share·u), u uniform in (−1, 1).

    Scores (units, m) to (units, 3). Quantiles are ranks that occurred: the smallest that at least the share of draws does not
    pass. The same seed gives the same numbers in every program: u is `uniform`. Raises CallError.
    """
    matrix, weighing = paired("SX_BANDS", cells(scores), cells(weights))
    if error := error_in(matrix) or error_in(weighing):
        return cells(error)
    given, factors = numbers(matrix), _one_for_each("SX_BANDS", weighing)
    draws = whole("SX_BANDS", "n", n, 1000, 1, _MOST)
    origin = whole("SX_BANDS", "seed", seed, 1, 0, 2**31)
    off = number("SX_BANDS", "share", share, 0.25, 0.0, 1.0)
    drawn = factors * (1 + off * (2 * uniform(draws, len(factors), origin) - 1))
    ranks = _ranks(given, drawn)
    places = [max(0, int(np.ceil(q * draws - 1e-9)) - 1) for q in _QUANTILES]
    return ranks[:, places].astype(np.float64).astype(object)


def _ranks(scores: FloatArray, weights: FloatArray) -> NDArray[np.float32]:
    """The ranks of each unit, in order, under so many sets of weights: (units, sets). Below 2**24 they are whole in 32 bits.

    A block of sets is calculated at once: as many as stay near the processor.
    """
    found = np.empty((len(weights), len(scores)), dtype=np.float32)
    block = max(1, _NEAR // max(1, len(scores)))
    for first in range(0, len(weights), block):
        last = first + block
        found[first:last] = rank(_totals(scores, weights[first:last])).T
    return np.sort(np.ascontiguousarray(found.T), axis=1)


def uniform(rows: int, columns: int, seed: int) -> FloatArray:
    """Numbers between 0 and 1, shape (rows, columns): a hash of seed and place, the same in every program.

    Source: C. Wellons, "Prospecting for Hash Functions" (2018), lowbias32, over place + seed · 0x9E3779B9 in 32 bits.
    """
    x: NDArray[np.uint32] = np.arange(rows * columns, dtype=np.uint32)
    x += np.uint32((seed * 0x9E3779B9) & 0xFFFFFFFF)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    return ((x.astype(np.float64) + 0.5) / 2.0**32).reshape(rows, columns)


def _one_for_each(function: str, weighing: Cells) -> FloatArray:
    """One weight for each column. Raises CallError for rows with weights of their own."""
    weights = weights_of(function, weighing)
    if not (weights == weights[0]).all():
        what = Text("各行的权重不同", "the rows have different weights")
        raise CallError(function, what, Text("每列一个权重", "give one weight for each column"))
    first: FloatArray = weights[0]
    return first


def _totals(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted means (units, sets of weights) over the scores that exist; each set lies together, for what ranks units."""
    known = ~np.isnan(scores)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = weights @ np.where(known, scores, 0.0).T
        means /= _weighed(known, weights)
    if not np.isfinite(means).all():
        means[~np.isfinite(means)] = np.nan
    return np.asarray(means.T)


def _weighed(known: NDArray[np.bool_], weights: FloatArray) -> FloatArray:
    """The sum of the weights that count: (sets, units), or (sets, 1) where no score is missing."""
    if known.all():
        return np.asarray(weights.sum(axis=1, keepdims=True))
    return np.asarray(weights @ known.T.astype(np.float64))
