"""The numbers as a library: frames in, frames out, matched by key. How to use it: docs/library.md."""

from smartxl.scoring.library.composite import composite, coverage
from smartxl.scoring.library.copeland import copeland, outranking
from smartxl.scoring.library.normalise import normalise
from smartxl.scoring.library.peersets import Over
from smartxl.scoring.library.periods import Change, change
from smartxl.scoring.library.ranks import ranks
from smartxl.scoring.library.tree import Tree, TreeNode, effective_weights

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
    "normalise",
    "outranking",
    "ranks",
]
