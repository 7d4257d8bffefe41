"""From answers to scores: all quantities of a round, their trace down to the cell, and a table of them.

The numbers alone, without a definition, are a library: frames in, frames out, matched by key (docs/library.md).
`smartxl.scoring.weights` makes weights, `smartxl.scoring.treatment` treats data first.
"""

from smartxl.scoring.engine import score
from smartxl.scoring.library import (
    Change,
    Over,
    Tree,
    TreeNode,
    change,
    composite,
    copeland,
    coverage,
    effective_weights,
    normalise,
    outranking,
    ranks,
)
from smartxl.scoring.table import frames
from smartxl.scoring.trace import trace

__all__ = [
    "Change",
    "Over",
    "Tree",
    "TreeNode",
    "change",
    "composite",
    "copeland",
    "coverage",
    "effective_weights",
    "frames",
    "normalise",
    "outranking",
    "ranks",
    "score",
    "trace",
]
