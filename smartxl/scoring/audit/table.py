"""What is audited: a table of scores with its tree, and all that several checks need of it, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartxl.scoring.audit.checks import Judge
from smartxl.scoring.audit.numbers import checked_table
from smartxl.scoring.audit.statistics import applicable, leaves_below
from smartxl.scoring.library.tree import Tree
from smartxl.scoring.treatment.table import BoolArray, FloatArray
from smartxl.text import Text

__all__ = ["AuditTable"]


@dataclass(frozen=True, slots=True, eq=False)
class AuditTable:
    """`scores`: units × all nodes (`nodes.node_scores`); `values`: units × leaves before they became scores, where given.

    `applies`, shape (units, leaves): where a leaf applies. `quantitative`: leaf → whether it rests on data; None: not told.
    `least`: with fewer units nothing that rests on correlations is judged.
    """

    tree: Tree
    scores: pd.DataFrame
    values: pd.DataFrame
    has_raw: frozenset[str]
    applies: BoolArray
    quantitative: Mapping[str, bool] | None
    judge: Judge
    least: int

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.scores)

    def columns(self, codes: list[str] | tuple[str, ...]) -> FloatArray:
        """Scores of nodes, shape (units, codes)."""
        return self.scores[list(codes)].to_numpy(dtype=np.float64)

    @property
    def leaves(self) -> tuple[str, ...]:
        """The leaves of the tree."""
        return self.tree.leaves

    @property
    def branches(self) -> tuple[str, ...]:
        """The inner nodes, from the root down."""
        return self.tree.inner

    def few(self, units: float) -> Text | None:
        """Why what rests on so many units is not judged; None where they are enough."""
        if units >= self.least:
            return None
        return Text(
            f"{int(units)} 个单位，少于 {self.least} 个，相关关系不可靠",
            f"{int(units)} units, fewer than {self.least}: relations are not reliable",
        )

    @classmethod
    def of(
        cls,
        tree: Tree,
        scores: pd.DataFrame,
        raw: pd.DataFrame | None,
        applies: pd.DataFrame | None,
        quantitative: Mapping[str, bool] | None,
        judge: Judge,
    ) -> AuditTable:
        """What is audited; `raw` may have some leaves only. Raises UnknownName for labels that are not in the scores."""
        leaves = scores[list(tree.leaves)]
        table = checked_table(leaves, "audit")
        values, given = leaves.copy(), list[str]()
        if raw is not None:
            before = checked_table(raw.reindex(scores.index), "audit, raw")
            given = [key for key in before.keys if key in tree.depth]
            for key in given:
                values[key] = before.column(key).values
        limit = judge.checks["data.units"].limits[0] or 0
        rated = None if quantitative is None else {str(k): bool(v) for k, v in quantitative.items()}
        return cls(
            tree, scores, values, frozenset(given), applicable(table, applies), rated, judge, int(limit)
        )

    @property
    def below(self) -> Mapping[str, tuple[str, ...]]:
        """Each inner node with the leaves below it."""
        return leaves_below(self.tree)
