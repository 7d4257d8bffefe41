"""How fast ranks under uncertain weights are, and Sobol indices of a whole city.

1,000 weight draws with ranks, 1,000 units × 100 indicators: `smartxl.scoring.uncertainty` beside a bare numpy floor, and beside
what pymcdm and scikit-criteria offer where they are installed: a call for each set of weights. 100,000 units × 100 indicators,
1,000 draws, in bounded memory. The city of the packaged example, 55 units: 1,000 runs of the default design with all that
`smartxl robust` tells, and Sobol indices while everything varies.

Run: pip install pymcdm scikit-criteria && python benchmarks/uncertainty.py
"""

from __future__ import annotations

import importlib
import importlib.util
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.model.combination import RollUp
from smartxl.model.scenarios import CombinationChange, MissingPolicy, Scenario
from smartxl.model.uncertaintydesign import AnswerError, RuleRange, ScenarioOptions
from smartxl.processes import cores
from smartxl.project.frameworks import packaged_framework
from smartxl.scoring import Tree, TreeNode
from smartxl.scoring.uncertainty import (
    Exclusion,
    RoundAnalysis,
    TableModel,
    UncertaintyDesign,
    WeightShares,
    rank_intervals,
    robustness_of,
    uncertainty,
)
from smartxl.simulate import respond

COLUMNS, RUNS = 100, 1_000
UNITS, MANY = 1_000, 100_000
SHARE = 0.25
FloatArray = NDArray[np.float64]


def best(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of some times, in seconds."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


def index(units: int) -> TableModel:
    """100 indicators under one node, with weights of their own within ±25 %."""
    codes = [f"i{number}" for number in range(COLUMNS)]
    tree = Tree(
        (TreeNode("T", ""), *(TreeNode(code, "T", 1.0 + place % 7) for place, code in enumerate(codes)))
    )
    values = np.random.default_rng(20).random((units, COLUMNS)) * 100
    data = pd.DataFrame(values, columns=codes, index=[f"u{number}" for number in range(units)])
    return TableModel(data, tree, UncertaintyDesign((WeightShares(SHARE),), runs=RUNS))


def floor(x: FloatArray, weights: FloatArray) -> FloatArray:
    """The least that numpy does: draws, weighted sums, ranks by sorting twice. No ties, no gaps, no labels, nothing kept."""
    noise = np.random.default_rng(1).random((RUNS, COLUMNS))
    drawn = weights * (1 + SHARE * (2 * noise - 1))
    totals = (drawn / drawn.sum(axis=1, keepdims=True)) @ x.T
    return np.asarray(np.argsort(np.argsort(-totals, axis=1), axis=1) + 1, dtype=np.float64)


def pymcdm(x: FloatArray, drawn: FloatArray) -> None:
    """A weighted sum and ranks for each set of weights."""
    methods: Any = importlib.import_module("pymcdm.methods")
    helpers: Any = importlib.import_module("pymcdm.helpers")
    types = np.ones(COLUMNS)
    for weights in drawn:
        helpers.rrankdata(methods.WSM()(x, weights / weights.sum(), types))


def scikit_criteria(x: FloatArray, drawn: FloatArray) -> None:
    """A decision matrix with other weights and its weighted sums, for each set of weights."""
    skc: Any = importlib.import_module("skcriteria")
    simple: Any = importlib.import_module("skcriteria.agg.simple")
    matrix = skc.mkdm(x, [max] * COLUMNS)
    for weights in drawn:
        simple.WeightedSumModel().evaluate(matrix.replace(weights=weights / weights.sum()))


def draws() -> None:
    """1,000 draws with ranks, 1,000 units."""
    model = index(UNITS)
    x = model.data.to_numpy()
    weights = np.array([1.0 + place % 7 for place in range(COLUMNS)])
    bare = best(partial(floor, x, weights))
    ours = best(lambda: uncertainty(model))
    print(
        f"{UNITS:,} × {COLUMNS}, {RUNS:,} draws with ranks: ours {ours:.3f} s, bare numpy {bare:.3f} s: {ours / bare:.1f}×"
    )
    drawn = weights * (1 + SHARE * (2 * np.random.default_rng(1).random((RUNS, COLUMNS)) - 1))
    for name, peer in (("pymcdm", pymcdm), ("skcriteria", scikit_criteria)):
        if importlib.util.find_spec(name) is None:
            print(f"  {name}: not installed")
        else:
            some = best(partial(peer, x, drawn[:20]), 2) * RUNS / 20
            print(f"  {name}: {some:.1f} s (20 draws, times 50)")


def many() -> None:
    """1,000 draws with rank intervals, 100,000 units, on all cores."""
    model = index(MANY)
    begun = time.perf_counter()
    rank_intervals(model, runs=RUNS, seed=1, jobs=cores())
    took = time.perf_counter() - begun
    kilo = 1e3 if sys.platform != "darwin" else 1e6
    own, child = (
        resource.getrusage(who).ru_maxrss / kilo for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        f"{MANY:,} × {COLUMNS}, {RUNS:,} draws, {cores()} processes: {took:.1f} s; most memory {own:.0f} MB, "
        f"of another process {child:.0f} MB"
    )


def everything() -> UncertaintyDesign:
    """All that may vary of a round."""
    methods = tuple(
        Scenario(method.value, rollup=CombinationChange(method, floor=floor))
        for method, floor in ((RollUp.MEAN, None), (RollUp.GEOMETRIC, 1.0))
    )
    policies = (MissingPolicy.LEAVE_OUT, MissingPolicy.ZERO)
    missing = tuple(Scenario(policy.value, missing=policy) for policy in policies)
    return UncertaintyDesign(
        (
            WeightShares(SHARE, each=True),
            ScenarioOptions("rollup", methods),
            ScenarioOptions("missing", missing),
            RuleRange("A4", "worst", 30, 50),
            Exclusion(),
            AnswerError(0.05),
        )
    )


def city() -> None:
    """The packaged example."""
    definition = packaged_framework("smart-2014").definition
    answers = respond(definition, "zh", 7)
    units = len(definition.roster.units)
    took = best(lambda: robustness_of(definition, answers), 3)
    print(f"the example's city, {units} units: 1,000 runs, one at a time, left out, thresholds: {took:.2f} s")
    for jobs in (1, cores()):
        analysis = RoundAnalysis(definition, answers, everything())
        begun = time.perf_counter()
        found = analysis.sobol(jobs=jobs)
        took = time.perf_counter() - begun
        print(
            f"  Sobol, {len(found[0].lines)} choices, {found[0].runs:,} runs, {jobs} processes: {took:.1f} s"
        )


if __name__ == "__main__":
    draws()
    city()
    many()
