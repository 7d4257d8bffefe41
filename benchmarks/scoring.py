"""How fast an index is scored: min-max and weighted means over three levels, frame in and frame out.

Beside it, in the same run: the same arithmetic in bare numpy, column by column as pandas keeps the numbers, once for data
without gaps and once for data of which 5 % are missing (the floors), also in blocks that
fit the cache; the same by rows, as one would write it first; and what
scikit-criteria and pymcdm do that is nearest, min-max and one weighted sum over all columns. Times are of the processor.

Run: pip install scikit-criteria pymcdm && python benchmarks/scoring.py
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import statistics
import time
import tracemalloc
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.model.framework import RuleSpec
from smartxl.scoring import Tree, TreeNode, composite, normalise

COLUMNS, GROUPS, PILLARS = 100, 10, 2
SIZES = ((1_000, 100), (100_000, 7))
MISSING, AIM = 0.05, 1.5
"""The share of numbers that are missing, and how many times the floor scoring them may take."""
MIN_MAX = RuleSpec("minmax")
FloatArray = NDArray[np.float64]


def tree() -> Tree:
    """100 indicators under 10 groups, 2 pillars and 1 index, all with weights of their own."""
    nodes = [TreeNode("T", "")]
    nodes += [TreeNode(f"p{k}", "T", 1.0 + k) for k in range(PILLARS)]
    nodes += [TreeNode(f"g{k}", f"p{k * PILLARS // GROUPS}", 1.0 + k % 3) for k in range(GROUPS)]
    nodes += [TreeNode(f"i{k}", f"g{k * GROUPS // COLUMNS}", 1.0 + k % 7) for k in range(COLUMNS)]
    return Tree(tuple(nodes))


def readings(units: int, share_missing: float = 0.0) -> pd.DataFrame:
    """Random numbers, some of them missing."""
    chance = np.random.default_rng(20)
    values = chance.random((units, COLUMNS)) * 50
    values[chance.random(values.shape) < share_missing] = np.nan
    return pd.DataFrame(
        values, columns=[f"i{k}" for k in range(COLUMNS)], index=[f"u{k}" for k in range(units)]
    )


def ours(data: pd.DataFrame, index: Tree) -> pd.DataFrame:
    """The library."""
    return composite(normalise(data, MIN_MAX), index)


def by_rows(x: FloatArray, weights: tuple[FloatArray, ...]) -> FloatArray:
    """The same arithmetic over (units, columns); nothing is missing, all is in order."""
    low, high = x.min(axis=0), x.max(axis=0)
    scores: FloatArray = (x - low) / (high - low) * 100
    for w in weights:
        parts = scores.reshape(-1, *w.shape)
        scores = np.asarray((parts * w).sum(axis=2) / w.sum(axis=1))
    return scores


def floor(x: FloatArray, weights: tuple[FloatArray, ...]) -> FloatArray:
    """The least that numpy does for the same numbers, shape (columns, units): nothing is missing, all is in order."""
    low, high = x.min(axis=1, keepdims=True), x.max(axis=1, keepdims=True)
    scores: FloatArray = (x - low) / (high - low) * 100
    for w in weights:
        parts = scores.reshape(*w.shape, -1)
        scores = np.asarray((parts * w[:, :, None]).sum(axis=1) / w.sum(axis=1, keepdims=True))
    return scores


def floor_of_gaps(x: FloatArray, weights: tuple[FloatArray, ...]) -> FloatArray:
    """The same where numbers are missing: the weights of the others are scaled up."""
    low, high = np.nanmin(x, axis=1, keepdims=True), np.nanmax(x, axis=1, keepdims=True)
    scores: FloatArray = (x - low) / (high - low) * 100
    for w in weights:
        parts = scores.reshape(*w.shape, -1)
        gaps = np.isnan(parts)
        parts[gaps] = 0.0
        total = (parts * w[:, :, None]).sum(axis=1)
        scores = np.asarray(total / (~gaps * w[:, :, None]).sum(axis=1))
    return scores


def floor_in_blocks(x: FloatArray, weights: tuple[FloatArray, ...], block: int = 4096) -> FloatArray:
    """The same, some units at a time, so that what lies between stays in the cache: the least that we know of."""
    low, high = np.fmin.reduce(x, axis=1, keepdims=True), np.fmax.reduce(x, axis=1, keepdims=True)
    scale, found = 100 / (high - low), np.empty((1, x.shape[1]))
    for start in range(0, x.shape[1], block):
        scores = (x[:, start : start + block] - low) * scale
        for w in weights:
            parts = scores.reshape(*w.shape, -1)
            gaps = np.isnan(parts)
            parts[gaps] = 0.0
            scores = np.einsum("ncu,nc->nu", parts, w) / np.einsum("ncu,nc->nu", ~gaps, w)
        found[:, start : start + block] = scores
    return found


def weights_of(index: Tree) -> tuple[FloatArray, ...]:
    """One array for each level from below, shape (nodes, children)."""
    levels: dict[int, list[list[float]]] = {}
    for code in index.inner:
        levels.setdefault(index.depth[code], []).append(list(index.children(code).values()))
    return tuple(np.array(levels[depth]) for depth in sorted(levels, reverse=True))


def scikit_criteria(data: pd.DataFrame) -> Callable[[], object]:
    """Min-max and weighted sum of scikit-criteria, from a decision matrix that is made beforehand."""
    scalers = importlib.import_module("skcriteria.preprocessing.scalers")
    model = importlib.import_module("skcriteria.agg.simple").WeightedSumModel()
    make = importlib.import_module("skcriteria").mkdm
    matrix = make(data.to_numpy(), [max] * COLUMNS, criteria=list(data.columns))
    scaled, shares = scalers.MinMaxScaler(target="matrix"), scalers.SumScaler(target="weights")
    return lambda: model.evaluate(shares.transform(scaled.transform(matrix)))


def pymcdm(data: pd.DataFrame) -> Callable[[], object]:
    """Min-max and weighted sum of pymcdm."""
    minmax = importlib.import_module("pymcdm.normalizations").minmax_normalization
    model = importlib.import_module("pymcdm.methods").WSM(minmax)
    values, weights, types = data.to_numpy(), np.full(COLUMNS, 1 / COLUMNS), np.ones(COLUMNS)
    return lambda: model(values, weights, types)


PEERS: Mapping[str, tuple[str, Callable[[pd.DataFrame], Callable[[], object]]]] = {
    "scikit-criteria": ("skcriteria", scikit_criteria),
    "pymcdm": ("pymcdm", pymcdm),
}


def seconds(calls: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """The median time of each call; the calls take turns, so that all see the same machine."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()
    for _ in range(repeats):
        for name, call in calls.items():
            gc.collect(0)
            start = time.process_time()
            call()
            times[name].append(time.process_time() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def peak(call: Callable[[], Any]) -> float:
    """The most memory that a call had at once, in MB, results included."""
    tracemalloc.start()
    call()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def compare(units: int, repeats: int) -> None:
    """Prints times and ratios for one number of units."""
    index, data, holed = tree(), readings(units), readings(units, MISSING)
    rows, weights = np.ascontiguousarray(data.to_numpy()), weights_of(index)
    columns, gaps = (np.ascontiguousarray(each.to_numpy().T) for each in (data, holed))
    for frame, bare in (
        (data, by_rows(rows, weights)[:, 0]),
        (data, floor(columns, weights)[0]),
        (holed, floor_of_gaps(gaps, weights)[0]),
        (holed, floor_in_blocks(gaps, weights)[0]),
    ):
        np.testing.assert_allclose(ours(frame, index)["T"], bare, rtol=1e-12)
    calls: dict[str, Callable[[], object]] = {
        "numpy by columns": lambda: floor(columns, weights),
        "numpy by rows": lambda: by_rows(rows, weights),
        "smartxl": lambda: ours(data, index),
        "numpy by columns, gaps": lambda: floor_of_gaps(gaps, weights),
        "numpy in blocks, gaps": lambda: floor_in_blocks(gaps, weights),
        "smartxl, gaps": lambda: ours(holed, index),
    }
    for name, (module, prepared) in PEERS.items():
        if importlib.util.find_spec(module):
            calls[name] = prepared(data)
        else:
            print(f"  {name} is not installed")
    print(f"{units:,} units × {COLUMNS} indicators; gaps: {MISSING:.0%} are missing")
    times = seconds(calls, repeats)
    for name, taken in times.items():
        least = times["numpy by columns, gaps" if name.endswith("gaps") else "numpy by columns"]
        aim = f"  (aim: {AIM:g})" if name == "smartxl, gaps" and units == SIZES[-1][0] else ""
        print(f"  {name:24}{1000 * taken:10.2f} ms{taken / least:8.2f} times the floor{aim}")


def memory() -> None:
    """Prints how memory grows with the units."""
    index = tree()
    for units in (10_000, 20_000, 40_000):
        data = readings(units)
        size = data.to_numpy().nbytes / 1e6
        most = peak(partial(ours, data, index))
        print(f"  {units:,} units: data {size:.0f} MB, peak {most:.0f} MB, {most / size:.2f} times the data")


def main() -> None:
    """Prints the figures."""
    for units, repeats in SIZES:
        compare(units, repeats)
    print("memory")
    memory()


if __name__ == "__main__":
    main()
