"""How fast an index is audited: every check, frames in and rows out.

Run: python benchmarks/audit.py
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from smartxl.scoring import Tree, TreeNode
from smartxl.scoring.audit import audit

CASES = (
    ("51 units, 49 indicators under 7 nodes", 51, 49, 7, 0.0, 2.0),
    ("1,000 units, 100 indicators under 10 nodes", 1_000, 100, 10, 0.0, 5.0),
    ("the same, 3 % missing", 1_000, 100, 10, 0.03, 5.0),
    ("the same under one node", 1_000, 100, 1, 0.0, 15.0),
)


def tree(columns: int, groups: int) -> Tree:
    """Indicators under nodes under one root; with one node the indicators stand under the root."""
    if groups == 1:
        return Tree((TreeNode("T", ""), *(TreeNode(f"i{k}", "T") for k in range(columns))))
    nodes = [TreeNode("T", ""), *(TreeNode(f"g{k}", "T") for k in range(groups))]
    nodes += [TreeNode(f"i{k}", f"g{k * groups // columns}", 1.0 + k % 3) for k in range(columns)]
    return Tree(tuple(nodes))


def scores(units: int, index: Tree, missing: float) -> pd.DataFrame:
    """Scores with a common part, some of them missing."""
    chance = np.random.default_rng(20)
    values = chance.normal(size=(units, 1)) + chance.normal(size=(units, len(index.leaves)))
    values = (50 + 12 * values).clip(1, 100)
    values[chance.random(values.shape) < missing] = np.nan
    return pd.DataFrame(values, columns=list(index.leaves), index=[f"u{k}" for k in range(units)])


def main() -> None:
    """Seconds of each case beside what is promised."""
    audit(scores(20, tree(9, 3), 0.0), tree(9, 3))  # what is imported once
    for name, units, columns, groups, missing, target in CASES:
        index = tree(columns, groups)
        data = scores(units, index, missing)
        begun = time.perf_counter()
        report = audit(data, index).report
        took = time.perf_counter() - begun
        kept = "ok" if took < target else "TOO SLOW"
        print(f"{name}: {len(report.rows):,} rows in {took:.2f} s (under {target:g} s: {kept})")


if __name__ == "__main__":
    main()
