"""Pairs of indicators under one node whose correlation lies beyond a limit: COINr's `get_corr_flags`."""

from __future__ import annotations

import pandas as pd

from smartxl.scoring.audit.correlation import correlations
from smartxl.scoring.audit.nodes import node_scores
from smartxl.scoring.library.tree import Tree
from smartxl.scoring.pairs import CorrelationKind

__all__ = ["correlation_flags"]


def correlation_flags(
    data: pd.DataFrame,
    tree: Tree,
    *,
    above: float | None = 0.9,
    below: float | None = None,
    kind: CorrelationKind | str = CorrelationKind.PEARSON,
) -> pd.DataFrame:
    """Pairs of children of one node with a correlation above or below a limit, on all levels: a row for each, once.

    Columns node (the parent), first, second, correlation, units, p; in the order of the tree. COINr flags one level at a
    time, `thresh_type` high (`above`) or low (`below`), and on the lowest by default: there the rows whose first is a leaf.
    `data`: units × leaves. Raises UnknownName for columns that are not the leaves, SmartxlError as `correlations`.
    """
    scores = node_scores(data, tree)
    found = []
    for node in tree.inner:
        children = list(tree.children(node))
        if len(children) > 1:
            pairs = correlations(scores[children], kind=kind)
            pairs.insert(0, "node", node)
            found.append(pairs)
    columns = ["node", "first", "second", "correlation", "units", "p"]
    table = pd.concat(found) if found else pd.DataFrame(columns=columns)
    beyond = pd.Series(False, index=table.index)
    if above is not None:
        beyond |= table["correlation"] > above
    if below is not None:
        beyond |= table["correlation"] < below
    return table[beyond].reset_index(drop=True)
