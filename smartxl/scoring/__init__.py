"""From answers to scores: all quantities of a round, their trace down to the cell, and a table of them.

The numbers alone, without a definition, are a library: frames in, frames out, matched by key (docs/library.md).
`smartxl.scoring.weights` makes weights, `smartxl.scoring.treatment` treats data first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.latenames import late_names
from smartxl.scoring.engine import score, score_alone
from smartxl.scoring.trace import trace

if TYPE_CHECKING:
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
    "score_alone",
    "trace",
]


# What works on data frames: a round is scored without pandas.
__getattr__ = late_names(
    __name__,
    {
        "library": "Change Over Tree TreeNode change composite copeland coverage effective_weights normalise outranking ranks",
        "table": "frames",
    },
)
