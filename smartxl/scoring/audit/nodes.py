"""The scores of all nodes of a tree, leaves and inner ones, side by side."""

from __future__ import annotations

import pandas as pd

from smartxl.scoring.audit.numbers import checked_table
from smartxl.scoring.library.composite import composite
from smartxl.scoring.library.frames import matching
from smartxl.scoring.library.tree import Tree

__all__ = ["node_scores"]


def node_scores(data: pd.DataFrame, tree: Tree, nodes: pd.DataFrame | None = None) -> pd.DataFrame:
    """Units × codes, the inner nodes from the root down and then the leaves; columns by text, units as they are in `data`.

    `nodes`: the scores of inner nodes, matched by unit and code; what it lacks is the tree's own `composite`.
    Raises UnknownName for columns that are not the leaves, SmartxlError as `composite`.
    """
    table = checked_table(data, "audit")
    places = matching("audit", tree.leaves, table.keys, needs="leaf", has="column")
    leaves = pd.DataFrame(table.values[:, places], index=table.index, columns=list(tree.leaves))
    above = composite(leaves, tree)
    if nodes is not None:
        given = nodes.rename(columns=str).reindex(table.index)
        above = pd.DataFrame({code: given.get(code, above[code]) for code in tree.inner}, index=table.index)
    return pd.concat([above, leaves], axis=1)
