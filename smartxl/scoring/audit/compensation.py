"""How far a bad score is made good by a better one: ranks under arithmetic means beside those under geometric ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from smartxl.model.combination import Combination, RollUp
from smartxl.scoring.audit.nodes import node_scores
from smartxl.scoring.library.composite import composite
from smartxl.scoring.library.ranks import ranks
from smartxl.scoring.library.tree import Tree
from smartxl.scoring.pairs import CorrelationKind, pairwise
from smartxl.text import Text

__all__ = ["Compensability", "compensability"]

_FLOOR = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Compensability:
    """`table`: a row for each unit: arithmetic, geometric (scores of the root), arithmetic_rank, geometric_rank, shift (places
    lost under the geometric mean). `correlation`: Spearman's of the two scores, NaN where it is not defined; `why` says the
    reason, empty where it is.
    """

    table: pd.DataFrame
    correlation: float
    why: Text = Text("")

    @property
    def mean_shift(self) -> float:
        """The mean of the shifts without their signs."""
        return float(self.table["shift"].abs().mean())


def compensability(
    data: pd.DataFrame, tree: Tree, *, levels: int | None = None, floor: float = _FLOOR
) -> Compensability:
    """Ranks of the root with all nodes by weighted arithmetic means, and with the upper ones by geometric ones.

    `levels`: how many levels from the root are geometric, by default all. `data`: units × leaves, scores of which none is
    below 0; under the geometric mean none counts as less than `floor`, since a single 0 would decide. Policies for missing
    scores are those of the tree. Raises UnknownName for columns that are not the leaves, SmartxlError as `composite`.
    """
    scores = node_scores(data, tree)[list(tree.leaves)]
    arithmetic = composite(scores, _by(tree, RollUp.MEAN))[tree.root]
    if bool((scores < 0).any(axis=None)):
        why = Text("有小于 0 的得分，没有几何平均", "scores below 0 have no geometric mean")
        geometric = pd.Series(np.nan, index=scores.index)
    else:
        why = Text("")
        geometric = composite(scores, _by(tree, RollUp.GEOMETRIC, levels, floor))[tree.root]
    table = pd.DataFrame({"arithmetic": arithmetic, "geometric": geometric}).astype("float64")
    both = table.notna().all(axis=1)
    placed = ranks(table.where(both))
    table["arithmetic_rank"], table["geometric_rank"] = placed["arithmetic"], placed["geometric"]
    table["shift"] = table["geometric_rank"] - table["arithmetic_rank"]
    values = table[["arithmetic", "geometric"]].to_numpy()
    found = pairwise(values[:, :1], values[:, 1:], CorrelationKind.SPEARMAN)[0][0, 0]
    if not why.zh and np.isnan(found):
        why = Text("能比较的单位太少，或没有差别", "too few units can be compared, or they do not differ")
    return Compensability(table, float(found), why)


def _by(tree: Tree, method: RollUp, levels: int | None = None, floor: float | None = None) -> Tree:
    """The same tree with nodes combined by another mean, as far down as `levels`; the others by arithmetic means."""

    def how(code: str, own: Combination) -> Combination:
        deep = levels is not None and tree.depth[code] >= levels
        if deep or method is RollUp.MEAN:
            return replace(own, method=RollUp.MEAN, power=1.0, floor=None)
        return replace(own, method=method, power=1.0, floor=floor)

    return Tree(tuple(replace(node, how=how(node.code, node.how)) for node in tree.nodes))
