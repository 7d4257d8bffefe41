"""Uncertainty and sensitivity of an index over a table, in single calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.combination import Ties
from smartxl.model.uncertaintydesign import UncertaintyDesign
from smartxl.processes import Spreader
from smartxl.rules.base import FloatArray
from smartxl.scoring.library.frames import table_of
from smartxl.scoring.library.tree import Tree
from smartxl.scoring.uncertainty.runs import RunModel, RunProgress, Runs, drawn_runs, given_runs, stated_runs
from smartxl.scoring.uncertainty.sobol import SobolDesign, sobol_indices
from smartxl.scoring.uncertainty.summary import mean_shifts
from smartxl.scoring.uncertainty.table import TableModel, weight_name
from smartxl.text import Text

__all__ = ["MEAN_SHIFT", "sobol_of", "uncertainty", "weighted_runs"]

MEAN_SHIFT = "mean shift"
"""The target that is the mean shift of ranks."""


def weighted_runs(
    data: pd.DataFrame,
    tree: Tree,
    weights: pd.DataFrame,
    *,
    digits: int | None = None,
    ties: Ties | str = Ties.COMPETITION,
    jobs: int = 1,
    progress: RunProgress | None = None,
) -> Runs:
    """Scores and ranks of the root under given weights: one run for each row of `weights`.

    `data`: scores, units × the tree's leaves, blank for none. `weights`: runs × nodes, by code (leaves, nodes above them or
    both), on any scale: they count among siblings; a node without a column keeps its own weight. `digits`: decimals of every
    node above the leaves. The result equals `composite` of `tree.weighted(row)`, and `ranks` of it.

    Raises UnknownName for a column that is no node of the tree below its root, SmartxlError for a weight that is negative or
    no number, and for a run in which all children of a node weigh 0.
    """
    model = TableModel(data, tree, UncertaintyDesign(()), digits=digits, ties=Ties(ties))
    table = table_of(weights, "weights")
    tree.check_codes(table.keys)
    what, remedy = (
        Text("不是权重", "this is no weight"),
        Text("写不小于 0 的数", "give a number of 0 or more"),
    )
    table.refuse(~(table.values >= 0), what, remedy)
    _refuse_weightless(tree, weights.set_axis(list(table.keys), axis=1))
    named = weights.set_axis([weight_name(code) for code in table.keys], axis=1)
    return given_runs(model, named, jobs=jobs, progress=progress)


def _refuse_weightless(tree: Tree, weights: pd.DataFrame) -> None:
    for parent in tree.inner:
        children = tree.children(parent)
        whole = sum(weights.get(code, weight) for code, weight in children.items())
        nothing = np.broadcast_to(np.asarray(whole) <= 0, len(weights))
        if nothing.any():
            run = weights.index[np.flatnonzero(nothing)[0]]
            raise SmartxlError(
                f"weights, {run}",
                Text(f"{parent} 下级的权重都是 0", f"all children of {parent} weigh 0"),
                Text("让其中一个大于 0", "give one of them a weight above 0"),
            )


def uncertainty(
    model: RunModel,
    *,
    runs: int | None = None,
    seed: int | None = None,
    jobs: int | Spreader = 1,
    progress: RunProgress | None = None,
) -> Runs:
    """Runs of a model (`TableModel`) in which all that its design names varies at once; drawn from the seed.

    `runs` and `seed` are the design's unless given. The same seed gives the same bytes in however many
    processes (`jobs`), or on a cluster (`Executor.spread`).
    """
    design = getattr(model, "design", UncertaintyDesign())
    return drawn_runs(
        model,
        design.runs if runs is None else runs,
        design.seed if seed is None else seed,
        jobs=jobs,
        progress=progress,
    )


def sobol_of(
    model: RunModel,
    *,
    targets: Sequence[str] = (MEAN_SHIFT,),
    points: int | None = None,
    seed: int | None = None,
    level: float = 0.95,
    jobs: int = 1,
    progress: RunProgress | None = None,
) -> pd.DataFrame:
    """Sobol indices of the choices of a model's design: index (target, factor), columns as of `sobol_indices`.

    `targets`: `MEAN_SHIFT`, the mean of |rank - rank as it stands| over the units, and units, of which it is the total.
    `points` (a power of 2) and `seed` are the design's unless given. Raises SmartxlError for a unit without a total in some
    run, and where nothing varies.
    """
    given: UncertaintyDesign = getattr(model, "design", UncertaintyDesign())
    chosen = replace(given, points=points or given.points, seed=given.seed if seed is None else seed)
    design = SobolDesign(dict(model.widths), chosen.points, chosen.seed)
    runs = stated_runs(model, design.sample(), jobs=jobs, progress=progress)
    found = {t: sobol_indices(_target(runs, t), design, level=level) for t in targets}
    return pd.concat(found, names=["target", "factor"])


def _target(runs: Runs, target: str) -> FloatArray:
    if target == MEAN_SHIFT:
        return mean_shifts(runs.places, runs.base_places, halved=runs.halved)
    if target not in runs.units:
        raise SmartxlError(
            "sobol",
            Text(f"没有单位“{target}”", f"there is no unit {target!r}"),
            Text("按索引写", "name it as the index does"),
        )
    return runs.totals[:, runs.units.get_loc(target)]
