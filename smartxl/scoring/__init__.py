"""From answers to scores: all quantities of a round, their trace down to the cell, and a table of them.

The numbers alone, without a definition, are a library: frames in, frames out, matched by key (docs/library.md).
`smartxl.scoring.weights` makes weights, `smartxl.scoring.treatment` treats data first.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from smartxl.scoring.engine import score
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
    "trace",
]


def __getattr__(name: str) -> object:
    """Imports what works on data frames when it is first asked for: a round is scored without pandas."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "table" if name == "frames" else "library"
    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
