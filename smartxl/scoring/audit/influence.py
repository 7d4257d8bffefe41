"""What each node does to its parent and to the whole: part of the variance, correlation, correlation ratio."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from smartxl.rules import shown
from smartxl.scoring.audit.nodes import node_scores
from smartxl.scoring.library.tree import Tree, effective_weights
from smartxl.scoring.pairs import pairwise
from smartxl.scoring.treatment.table import FloatArray
from smartxl.scoring.weights.importance import Smoother, correlation_ratio
from smartxl.scoring.weights.spline import PenalisedSpline

__all__ = ["influence"]


def influence(
    data: pd.DataFrame,
    tree: Tree,
    smoother: Smoother | None = None,
    *,
    nodes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Weights beside what they do: a row for each node but the root, from the root down.

    Index node; columns parent, nominal (its share among its siblings), effective (of the root: the product on the way up,
    COINr's EffWeight), variance (its part of the variance of the siblings' weighted mean, w·cov(x, y)/var(y); they sum to
    1), units (that have both), correlation, r_squared and ratio (Pearson's correlation ratio Var(E[y|x])/Var(y)) with the
    parent's score, importance (its part of the siblings' ratios), root_units, root_correlation and root_ratio with the
    root's. NaN where a number is not defined.

    `data`: units × leaves, each turned so that more is better; `nodes`: the scores of inner nodes where they are not the
    tree's own `composite`. `smoother`: how E[y|x] is estimated, `PenalisedSpline()` by default. Over the units that have
    both. Raises UnknownName for columns that are not the leaves, SmartxlError as `composite`.
    """
    scores = node_scores(data, tree, nodes)
    smoother = smoother or PenalisedSpline()
    shares = effective_weights(tree)
    rows: dict[str, Mapping[str, object]] = {}
    for parent in tree.inner:
        children = tree.children(parent)
        values, whole = scores[list(children)].to_numpy(), scores[parent].to_numpy()
        nominal = np.array(list(children.values())) / math.fsum(children.values())
        columns = {
            "nominal": nominal,
            "effective": np.array([shares[child] for child in children]),
            "variance": _variance_parts(values, nominal),
            **_against(values, whole, smoother),
            **_of_root(values, scores[tree.root].to_numpy(), smoother),
        }
        for place, child in enumerate(children):
            rows[child] = {"parent": parent} | {
                name: float(column[place]) for name, column in columns.items()
            }
    frame = pd.DataFrame.from_dict(rows, orient="index")
    return frame.loc[[code for code in tree.depth if code != tree.root]].rename_axis("node")


def _variance_parts(values: FloatArray, weights: FloatArray) -> FloatArray:
    """w·cov(x, y)/var(y) of the columns, y their weighted mean over complete units; NaN where it does not vary."""
    whole = values[~np.isnan(values).any(axis=1)]
    if len(whole) < 2:
        return np.full(values.shape[1], np.nan)
    centred = whole - whole.mean(axis=0)
    mean = centred @ weights
    spread = float(mean @ mean)
    if np.ptp(shown(whole @ weights)) == 0:
        return np.full(values.shape[1], np.nan)
    return np.asarray(weights * (centred.T @ mean) / spread, dtype=np.float64)


def _against(values: FloatArray, whole: FloatArray, smoother: Smoother) -> dict[str, FloatArray]:
    found, units = pairwise(values, whole[:, None])
    correlation = found[:, 0]
    ratio = np.array([_ratio_of(column, whole, smoother) for column in values.T])
    total = float(np.nansum(ratio))
    part = ratio / total if total > 0 else np.full(len(ratio), np.nan)
    return {
        "units": units[:, 0],
        "correlation": correlation,
        "r_squared": correlation**2,
        "ratio": ratio,
        "importance": part,
    }


def _of_root(values: FloatArray, whole: FloatArray, smoother: Smoother) -> dict[str, FloatArray]:
    found = _against(values, whole, smoother)
    return {f"root_{name}": found[name] for name in ("units", "correlation", "ratio")}


def _ratio_of(x: FloatArray, y: FloatArray, smoother: Smoother) -> float:
    """The correlation ratio over the units that have both; NaN for fewer than 3, or where one of the two does not vary."""
    both = ~np.isnan(x) & ~np.isnan(y)
    x, y = x[both], y[both]
    if len(x) < 3 or np.ptp(shown(x)) == 0 or np.ptp(shown(y)) == 0:
        return math.nan
    return correlation_ratio(shown(x), y, smoother)
