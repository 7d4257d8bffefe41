"""From the scores of leaves to those of every node above them, for all units at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.combination import UNROUNDED, Counted, Unscored
from smartxl.model.options import choice
from smartxl.rules import combine, rounded
from smartxl.scoring.checks import listed, refuse_no_frame, refuse_twice, whole_number
from smartxl.scoring.library.frames import (
    BoolArray,
    FloatArray,
    NumberTable,
    Places,
    frame_of,
    label_of,
    matching,
    table_of,
)
from smartxl.scoring.library.peersets import Over, peer_sets
from smartxl.scoring.library.plan import Batch
from smartxl.scoring.library.tree import Tree, leaf_shares
from smartxl.text import Text

__all__ = ["composite", "coverage"]

_WHERE = "composite"
_BLOCK = 15_000
"""Numbers that are worked on at a time: what a processor keeps at hand, and an allocator (below 128 KB)."""


def composite(
    data: pd.DataFrame,
    tree: Tree,
    *,
    digits: int | Mapping[str | int, int] | None = None,
    applies: pd.DataFrame | None = None,
    groups: pd.Series | None = None,
    periods: pd.Series | str | None = None,
    over: Over | str | None = None,
) -> pd.DataFrame:
    """Scores of all nodes above the leaves: units × nodes, the root first, then level by level; NaN for none.

    `data`: scores, units × leaves, blank for "no score"; its columns are the tree's leaves in any order.
    `digits`: decimals to which nodes are rounded, half away from zero, before they are used further up: for all, or by
    code or depth (0: the root), of which the code goes first; what is not named is not rounded.
    `applies`: booleans, False where a leaf does not apply to a unit, matched by unit and leaf; what is not in it applies.
    A node of which no leaf applies does not apply.
    `groups`, `periods`, `over`: who the peers are, where a node lets unscored children count with those of their peers
    (see `normalise`).

    Raises UnknownName for columns that are not the leaves, and for labels of `applies` that are not in the data;
    SmartxlError for a score where the leaf does not apply, and as `normalise` does for data and peers.

    Source of the roll-ups: OECD/JRC, Handbook on Constructing Composite Indicators (2008), ch. 6; docs/methods.md.
    """
    table = table_of(data, _WHERE)
    places = _places(table, tree)
    imputing = any(batch.how.over_peers for batch in tree.plan.batches)
    climb = _Climb(
        table.values.T,
        places,
        _asked(table, tree, applies),
        _digits(tree, digits),
        peer_sets(_WHERE, data.index, groups, periods, over).rows if imputing else (),
        np.empty((len(tree.inner), len(table.index))),
    )
    for batch in tree.plan.batches:
        climb.add(batch)
    return frame_of(climb.scores.T, data.index, tree.columns)


def coverage(
    data: pd.DataFrame,
    tree: Tree,
    *,
    applies: pd.DataFrame | None = None,
    counted: Counted | str = Counted.WEIGHT,
) -> pd.DataFrame:
    """The share of the leaves below each node that have a score, of those that apply: units × nodes, 0 to 1.

    By effective weight or by count; NaN where nothing applies (or weighs). Labels and errors as of `composite`. The
    least coverage that a `Combination` declares looks at a node's own children instead.
    """
    table = table_of(data, "coverage")
    scored = ~np.isnan(table.values)[:, _places(table, tree)]
    asked = _asked(table, tree, applies)
    parts = leaf_shares(tree)
    if choice(Counted, counted, "coverage", "counted") is Counted.COUNT:
        parts = (leaf_shares(tree.weighted(dict.fromkeys(tree.depth, 1.0))) > 0).astype(np.float64)
    whole = np.ones_like(scored) if asked is None else asked[: len(tree.leaves)].T
    with np.errstate(divide="ignore", invalid="ignore"):
        return frame_of((scored @ parts) / (whole @ parts), data.index, tree.columns)


@dataclass(frozen=True, slots=True)
class _Climb:
    """What is known of leaves and, batch by batch, of inner nodes.

    `data` (columns, units) holds the leaves, `places` the column of each; `scores` (inner, units) fills up.
    `asked` (leaves + inner, units): what applies, None where everything does. `digits`: for each inner node. `peers`:
    the rows of each set of peers, none where nobody imputes from peers.
    """

    data: FloatArray
    places: NDArray[np.intp]
    asked: BoolArray | None
    digits: tuple[int, ...]
    peers: tuple[Places, ...]
    scores: FloatArray

    def add(self, batch: Batch) -> None:
        """Scores the nodes of a batch for all units, some units at a time."""
        peers = self._peers(batch) if batch.how.over_peers else None
        for rows in _blocks(self.scores.shape[1], batch.children.size):
            # Children stand last for `combine`, and units lie side by side in memory, where the work is.
            children = self._children(batch, rows).transpose(2, 1, 0)
            asked = None if self.asked is None else self.asked[batch.children, rows].transpose(2, 1, 0)
            imputed = None if peers is None else peers[:, :, rows].transpose(2, 1, 0)
            scores = combine(batch.how, children, batch.weights, applies=asked, peers=imputed)
            self.scores[batch.nodes, rows] = scores.T
        self._round(batch)
        if self.asked is not None:
            self.asked[len(self.places) + batch.nodes] = self.asked[batch.children].any(axis=0)

    def _children(self, batch: Batch, rows: slice) -> FloatArray:
        """Shape (m, k, rows)."""
        count = len(self.places)
        if batch.children.max() < count:
            return self.data[:, rows][self.places[batch.children]]
        if batch.children.min() >= count:
            return self.scores[:, rows][batch.children - count]
        both = [
            self.data[self.places[child], rows] if child < count else self.scores[child - count, rows]
            for child in batch.children.flat
        ]
        return np.stack(both).reshape(*batch.children.shape, -1)

    def _peers(self, batch: Batch) -> FloatArray:
        """What each unit's unscored children count with, shape (m, k, units)."""
        children = self._children(batch, slice(None))
        middle = _median if batch.how.unscored is Unscored.PEER_MEDIAN else _mean
        found = np.empty_like(children)
        for rows in self.peers:
            found[:, :, rows] = middle(children[:, :, rows])[:, :, None]
        return found

    def _round(self, batch: Batch) -> None:
        for node in batch.nodes:
            if self.digits[node] < UNROUNDED:
                self.scores[node] = rounded(self.scores[node], self.digits[node])


def _blocks(units: int, width: int) -> list[slice]:
    """Slices of almost equal length: a unit alone in the last would be added up in another order."""
    parts = -(-units * width // _BLOCK)
    if parts <= 1:
        return [slice(0, units)]
    edges = np.linspace(0, units, parts + 1).astype(int).tolist()
    return [slice(start, stop) for start, stop in pairwise(edges)]


def _mean(scores: FloatArray) -> FloatArray:
    """Along the last axis over what is there, NaN where nothing is."""
    count = np.count_nonzero(~np.isnan(scores), axis=-1)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.nansum(scores, axis=-1) / count)


def _median(scores: FloatArray) -> FloatArray:
    empty = np.asarray(np.isnan(scores).all(axis=-1))
    middle = np.nanmedian(np.where(empty[..., None], 0.0, scores), axis=-1)
    return np.where(empty, np.nan, middle)


def _places(table: NumberTable, tree: Tree) -> NDArray[np.intp]:
    """The column of each leaf."""
    if not hasattr(tree, "leaves"):
        raise SmartxlError(
            table.where,
            Text(f"{type(tree).__name__} 不是指标树", f"a {type(tree).__name__} is no tree"),
            Text("建立一个：Tree.from_frame(…)", "build one: Tree.from_frame(…)"),
        )
    return matching(table.where, tree.leaves, table.keys, needs="leaf", has="column")


def _digits(tree: Tree, digits: int | Mapping[str | int, int] | None) -> tuple[int, ...]:
    """The decimals of each inner node."""
    if not isinstance(digits, Mapping):
        one = UNROUNDED if digits is None else whole_number(digits, _WHERE, "digits")
        return (one,) * len(tree.inner)
    stated = {key: whole_number(value, f"{_WHERE}, {key}", "digits") for key, value in digits.items()}
    by_code = tree.spread(stated, "digits")
    return tuple(by_code.get(code, UNROUNDED) for code in tree.inner)


def _asked(table: NumberTable, tree: Tree, applies: pd.DataFrame | None) -> BoolArray | None:
    """Whether each leaf applies, shape (leaves + inner, units): the rows of inner nodes are filled later."""
    if applies is None:
        return None
    stated = _stated(table, applies)
    what = Text("有得分，却又标为不适用", "there is a score, but it does not apply")
    table.refuse(~stated & ~np.isnan(table.values), what, Text("去掉其中一个", "take one of them back"))
    asked = np.ones((len(tree.leaves) + len(tree.inner), len(table.index)), dtype=np.bool_)
    asked[: len(tree.leaves)] = stated.T[_places(table, tree)]
    return asked


def _stated(table: NumberTable, applies: pd.DataFrame) -> BoolArray:
    """`applies` with the rows and columns of the data; True where it says nothing."""
    where = f"{table.where}, applies"
    refuse_no_frame(applies, where)
    keys = tuple(map(str, applies.columns))
    refuse_twice(where, "column", keys)
    if not applies.index.is_unique:
        raise SmartxlError(
            where,
            Text("有单位出现两次", "a unit comes twice"),
            Text("每个单位只写一次", "give each unit once"),
        )
    if unknown := [key for key in keys if key not in table.keys]:
        raise UnknownName(
            where,
            Text(f"{listed(unknown)} 不是数据的列", f"{listed(unknown)} is no column of the data"),
            Text("写末级指标", "name leaves"),
        )
    rows = table.index.get_indexer(applies.index)
    if unknown := [label_of(label) for label in applies.index[rows < 0]]:
        raise UnknownName(
            where,
            Text(f"{listed(unknown)} 不是数据中的单位", f"{listed(unknown)} is no unit of the data"),
            Text("按数据中的写法写单位", "name units as the data do"),
        )
    if not all(map(pd.api.types.is_bool_dtype, applies.dtypes)) or applies.isna().any(axis=None):
        raise SmartxlError(
            where,
            Text("有单元格既不是 True 也不是 False", "a cell is neither True nor False"),
            Text("写布尔值", "give booleans"),
        )
    columns = np.array([table.keys.index(key) for key in keys], dtype=np.intp)
    stated = np.ones(table.values.shape, dtype=np.bool_)
    stated[np.ix_(rows, columns)] = applies.to_numpy(dtype=np.bool_)
    return stated
