"""Weights with which indicators have the importance that is intended (Paruolo et al. 2013; Becker et al. 2017)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

import numpy as np
import pandas as pd
from scipy.optimize import nnls

from smartxl.errors import SmartxlError
from smartxl.model.combination import RollUp
from smartxl.model.options import choice
from smartxl.rules import shown
from smartxl.scoring.audit.models import (
    ImportanceMeasure,
    MeanModel,
    WeightModel,
    any_model,
    mean_model,
)
from smartxl.scoring.audit.nodes import node_scores
from smartxl.scoring.checks import listed
from smartxl.scoring.library.composite import composite
from smartxl.scoring.library.frames import by_key, matching
from smartxl.scoring.library.tree import Tree
from smartxl.scoring.treatment.table import FloatArray
from smartxl.text import Text

__all__ = ["OptimisedWeights", "optimised_weights"]

_WHERE = "optimised weights"
_REACHED = 1e-3
_STEPS, _STILL, _STIFF = 200, 1e-10, 1e12
_INSIDE, _BALANCED = 1e-6, 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class OptimisedWeights:
    """`table`: a row for each node whose weight was sought: target, obtained, nominal, weight, weight_before.

    The first three are parts of the sum of all importances: intended, with `weight`, and with `weight_before`, the weights of
    the tree; weights sum to 1 among siblings. `gap` is the largest difference of obtained and target; where it is not
    `reached` no weights of 0 or more have the importance that is intended.
    """

    table: pd.DataFrame
    gap: float
    reached: bool
    measure: ImportanceMeasure
    units: int

    @property
    def weights(self) -> dict[str, float]:
        """Weights by code: what `Tree.weighted` takes."""
        return {str(code): float(weight) for code, weight in self.table["weight"].items()}


def optimised_weights(
    data: pd.DataFrame,
    tree: Tree,
    target: Mapping[str, float] | str | None = None,
    *,
    of: str | None = None,
    depth: int | None = None,
    measure: ImportanceMeasure | str = ImportanceMeasure.CORRELATION,
    negative: bool = False,
) -> OptimisedWeights:
    """The weights of nodes with which their importance for one score comes nearest to a target; over complete units.

    `of`: the node whose score it is (default: the root). `depth`: the nodes at this depth below it (0: the root of the
    tree), as COINr's `get_opt_weights` with its level; by default its children. `target`: by code, any scale; None: in
    proportion to the weights of the tree; "equal". Importances and targets are compared as parts of their sums, their
    squared differences minimised by least squares from the weights of the tree; with `negative` weights may be below 0, as
    they may in COINr. `RATIO` takes penalised splines whose smoothing is that at the weights of the tree.

    `data`: units × leaves. Raises UnknownName for what is no node, SmartxlError for fewer than 2 nodes, scores that do not
    vary, a target that is no share, and as `composite`.
    """
    measure = choice(ImportanceMeasure, measure, _WHERE, "measure")
    above = tree.root if of is None else of
    codes = _codes(tree, above, depth)
    wanted = _target(tree, codes, target)
    scores = node_scores(data, tree)
    whole = scores[[*codes, above]].notna().all(axis=1).to_numpy()
    values = scores.loc[whole, list(codes)].to_numpy()
    _refuse_flat(values, codes)
    before = np.array([tree.by_code[code].weight for code in codes], dtype=np.float64)
    start = before / before.sum()
    model = _model(data.loc[whole], tree, codes, above, start, measure)
    if negative and not isinstance(model, MeanModel):
        _refuse_negative()
    weights = _solved(model, wanted, start, negative=negative)
    table = pd.DataFrame(
        {
            "target": wanted,
            "obtained": _parts(model, weights),
            "nominal": _parts(model, start),
            "weight": _among_siblings(tree, codes, weights),
            "weight_before": _among_siblings(tree, codes, before),
        },
        index=pd.Index(codes, name="node"),
    )
    gap = float(np.abs(table["obtained"] - wanted).max())
    return OptimisedWeights(table, gap, gap < _REACHED, measure, len(values))


def _solved(model: WeightModel, wanted: FloatArray, start: FloatArray, *, negative: bool) -> FloatArray:
    """Damped least squares (Levenberg & Marquardt), each step with no weight below 0 unless that is allowed.

    It starts from weights that are none of them 0, so that every slope can be seen.
    """
    weights, damping = start if negative else start.clip(_INSIDE), 1e-2
    gaps = _parts(model, weights) - wanted
    if not np.isfinite(gaps).all() or not np.isfinite(_parts(model, start)).all():
        _refuse_balanced()
    for _ in range(_STEPS):
        slopes = _part_slopes(model, weights)
        root = np.sqrt(damping) * np.eye(len(weights))
        left = np.vstack([slopes, np.ones(len(weights)), root])
        right = np.concatenate([slopes @ weights - gaps, [1.0], root @ weights])
        step = np.linalg.lstsq(left, right)[0] if negative else nnls(left, right)[0]
        # The scale of weights is free: their sum is held at 1.
        tried = step / step.sum() if step.sum() > 0 else weights
        new = _parts(model, tried) - wanted
        if not new @ new < gaps @ gaps:
            damping *= 10
            if damping > _STIFF:
                break
            continue
        is_still = float(np.abs(tried - weights).max()) < _STILL
        weights, gaps, damping = tried, new, damping / 10
        if is_still:
            break
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _part_slopes(model: WeightModel, weights: FloatArray) -> FloatArray:
    found, slope = model.importance(weights), model.slopes(weights)
    total = float(found.sum())
    return np.asarray((slope - np.outer(found / total, slope.sum(axis=0))) / total, dtype=np.float64)


def _parts(model: WeightModel, weights: FloatArray) -> FloatArray:
    """The importances as parts of their sum; NaN where they cancel out, as those of two units can."""
    found = model.importance(weights)
    total = float(found.sum())
    return np.asarray(
        found / total if abs(total) > _BALANCED else np.full(len(found), np.nan), dtype=np.float64
    )


def _among_siblings(tree: Tree, codes: tuple[str, ...], weights: FloatArray) -> FloatArray:
    """Weights so that those of the same parent sum to 1: only that counts."""
    own = np.array([tree.by_code[code].parent for code in codes])
    sums = np.array([weights[own == parent].sum() for parent in own])
    return np.asarray(np.divide(weights, sums, out=np.zeros_like(weights), where=sums != 0), dtype=np.float64)


def _refuse_negative() -> None:
    raise SmartxlError(
        _WHERE,
        Text("只有直属下级的加权平均可以有负权重", "weights below 0 need children in a weighted mean"),
        Text("去掉 negative", "leave out negative"),
    )


def _codes(tree: Tree, above: str, depth: int | None) -> tuple[str, ...]:
    children = tree.children(above)
    if depth is None:
        codes = tuple(children)
    else:
        below, found = {above}, []
        for code in tree.depth:
            if code in below:
                below |= set(tree.children(code))
                if tree.depth[code] == depth and code != above:
                    found.append(code)
        codes = tuple(found)
    if len(codes) < 2:
        raise SmartxlError(
            f"{_WHERE}, {above}",
            Text(f"只有 {len(codes)} 个节点", f"there are {len(codes)} nodes"),
            Text("至少要 2 个", "2 are needed"),
        )
    return codes


def _target(tree: Tree, codes: tuple[str, ...], target: Mapping[str, float] | str | None) -> FloatArray:
    if target is None:
        wanted = np.array([tree.by_code[code].weight for code in codes], dtype=np.float64)
    elif isinstance(target, str):
        choice(_EqualTarget, target, _WHERE, "target")
        wanted = np.ones(len(codes))
    else:
        stated = by_key(target, f"{_WHERE}, target")
        places = matching(f"{_WHERE}, target", codes, list(stated), needs="node", has="target")
        wanted = np.array(list(stated.values()), dtype=np.float64)[places]
    if not np.isfinite(wanted).all() or (wanted < 0).any() or wanted.sum() <= 0:
        raise SmartxlError(
            f"{_WHERE}, target",
            Text(f"{listed(wanted)} 不能作目标", f"{listed(wanted)} are no target"),
            Text("写不小于 0 的数，其中有的大于 0", "give numbers of 0 or more, some above 0"),
        )
    return np.asarray(wanted / wanted.sum(), dtype=np.float64)


class _EqualTarget(StrEnum):
    EQUAL = "equal"


def _refuse_balanced() -> NoReturn:
    what = Text(
        "下级的重要性正负相抵，合计为 0，不能折成份额",
        "the importances of the children cancel out: their sum is 0, and none is a part of it",
    )
    raise SmartxlError(_WHERE, what, Text("加入更多单位", "take more units"))


def _refuse_flat(values: FloatArray, codes: tuple[str, ...]) -> None:
    if len(values) < 3:
        raise SmartxlError(
            _WHERE,
            Text(f"{len(values)} 个单位数据齐全", f"{len(values)} units are complete"),
            Text("至少要 3 个", "3 are needed"),
        )
    flat = [code for code, same in zip(codes, np.ptp(shown(values), axis=0) == 0, strict=True) if same]
    if flat:
        raise SmartxlError(
            f"{_WHERE}, {listed(flat)}",
            Text("各单位的值相同", "all units have the same value"),
            Text("不用该节点", "leave it out"),
        )


def _model(
    data: pd.DataFrame,
    tree: Tree,
    codes: tuple[str, ...],
    above: str,
    before: FloatArray,
    measure: ImportanceMeasure,
) -> WeightModel:
    values = node_scores(data, tree)[list(codes)].to_numpy()
    how = tree.by_code[above].how
    if tuple(tree.children(above)) == codes and how.method is RollUp.MEAN:
        return mean_model(values, before, measure)

    def result(weights: FloatArray) -> FloatArray:
        shares = dict(zip(codes, map(float, weights), strict=True))
        return composite(data, tree.weighted(shares))[above].to_numpy()

    return any_model(values, before, result, measure)
