"""The tree of an index as a library user has it: codes, parents, weights, and how each node is combined."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self, TypeVar

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.combination import WEIGHTED_MEAN, Combination, RollUp
from smartxl.model.options import choice
from smartxl.scoring.checks import listed, refuse_no_frame, refuse_twice
from smartxl.scoring.library.frames import FloatArray, by_key
from smartxl.scoring.library.plan import Plan, planned
from smartxl.text import Text

__all__ = ["Tree", "TreeNode", "effective_weights", "leaf_shares"]

_WHERE = "tree"
_WORDS = ("method", "unscored", "not_applicable", "counted")
_NUMBERS = ("power", "floor", "coverage")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node: its `parent` is "" at the root, its `weight` counts among its siblings (any scale, 0 or more).

    `how` matters only to a node with children, the weight of the root to nobody.
    """

    code: str
    parent: str
    weight: float = 1.0
    how: Combination = WEIGHTED_MEAN

    def __post_init__(self) -> None:
        object.__setattr__(self, "how", _combination(self.how))


@dataclass(frozen=True)
class Tree:
    """An index: one root, and leaves that are the columns of the data.

    Raises SmartxlError for no or several roots, a root without children, a code that is blank or comes twice, an unknown
    parent, a cycle, a weight that is negative or no number, and a node whose children all weigh 0.
    """

    nodes: tuple[TreeNode, ...]

    def __post_init__(self) -> None:
        refuse_twice(_WHERE, "code", [node.code for node in self.nodes])
        _check_parents(self.nodes)
        if lost := [node.code for node in self.nodes if node.code not in self.depth]:
            raise SmartxlError(
                _WHERE,
                Text(f"{listed(lost)} 的上级绕成了圈", f"{listed(lost)} go round in a circle"),
                Text("让每个节点都通到根", "let each lead up to the root"),
            )
        for node in self.nodes:
            if node.parent and not (math.isfinite(node.weight) and node.weight >= 0):
                _refuse(
                    node.code,
                    Text(f"“{node.weight}”不是权重", f"{node.weight!r} is no weight"),
                    Text("写不小于 0 的数", "give a number of 0 or more"),
                )
        if len(self.nodes) == 1:
            _refuse(
                self.root,
                Text("没有下级", "it has no children"),
                Text("至少写一个末级指标", "give at least one leaf"),
            )
        for code in self.inner:
            how = self.by_code[code].how
            if how.method is RollUp.POWER and how.power == 0:
                _refuse(
                    code,
                    Text("power 为 0 就是几何平均", "power 0 is the geometric mean"),
                    Text("改用 geometric", "use the method geometric"),
                )
            if not any(self.children(code).values()):
                _refuse(
                    code,
                    Text("下级的权重都是 0", "all its children weigh 0"),
                    Text("让其中一个大于 0", "give one of them a weight above 0"),
                )

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        code: str = "code",
        parent: str = "parent",
        weight: str | None = "weight",
        how: Combination | str | Mapping[str | int, Combination | str] = WEIGHTED_MEAN,
        parts: Mapping[str, str] | None = None,
    ) -> Self:
        """The tree from a table with one row per node; `code`, `parent`, `weight` name its columns.

        The root has a blank parent; without a column of weights all weigh 1. `how` says how nodes are combined: all
        alike, or by code or depth (0: the root), of which the code goes first; others are `Combination()`. `parts` maps
        fields of `Combination` to columns of the table that say it node by node (`{"method": "mean of"}`), where they
        are not blank.

        Raises SmartxlError for a column that is not there, a value that is none of a field's, and as `Tree` does;
        UnknownName for a code or depth in `how` that no node has.
        """
        refuse_no_frame(frame, _WHERE)
        parts = dict(parts or {})
        if unknown := sorted(set(parts) - {*_WORDS, *_NUMBERS}):
            known = ", ".join((*_WORDS, *_NUMBERS))
            raise SmartxlError(
                _WHERE,
                Text(
                    f"{listed(unknown)} 不是汇总方式的组成部分",
                    f"{listed(unknown)} is no part of a combination",
                ),
                Text(f"可用的有：{known}", f"parts: {known}"),
            )
        names = [code, parent, *([] if weight is None else [weight]), *parts.values()]
        if missing := [name for name in names if name not in frame.columns]:
            columns = listed(map(str, frame.columns))
            raise SmartxlError(
                _WHERE,
                Text(f"没有列 {listed(missing)}", f"there is no column {listed(missing)}"),
                Text(f"列：{columns}", f"columns: {columns}"),
            )
        codes, parents = map(_text, frame[code]), map(_text, frame[parent])
        weights = [1.0] * len(frame) if weight is None else map(_weight, frame[weight])
        bare = cls(tuple(TreeNode(*node) for node in zip(codes, parents, weights, strict=True)))
        hows = bare.spread(how, "how") if isinstance(how, Mapping) else dict.fromkeys(bare.depth, how)
        ways = [_combination(hows.get(node.code, WEIGHTED_MEAN)) for node in bare.nodes]
        for part, column in parts.items():
            stated = zip(bare.nodes, ways, frame[column], strict=True)
            ways = [_with_part(node.code, way, part, value) for node, way, value in stated]
        return cls(tuple(replace(node, how=way) for node, way in zip(bare.nodes, ways, strict=True)))

    def weighted(self, weights: Mapping[str, float] | pd.Series) -> Self:
        """The same tree with these weights; a node that is not named keeps its own. UnknownName for no node's code."""
        stated = by_key(weights, f"{_WHERE}, weights")
        self.check_codes(stated)
        return type(self)(
            tuple(replace(node, weight=stated.get(node.code, node.weight)) for node in self.nodes)
        )

    @property
    def root(self) -> str:
        """The code of the node without a parent."""
        return next(iter(self.depth))

    @cached_property
    def depth(self) -> Mapping[str, int]:
        """Code → steps below the root, whose depth is 0; from the root down, siblings in the author's order."""
        (root,) = self._by_parent[""]
        found, queue = {root.code: 0}, deque([root.code])
        while queue:
            parent = queue.popleft()
            for node in self._by_parent.get(parent, ()):
                found[node.code] = found[parent] + 1
                queue.append(node.code)
        return found

    @cached_property
    def _by_parent(self) -> Mapping[str, tuple[TreeNode, ...]]:
        found: dict[str, list[TreeNode]] = {}
        for node in self.nodes:
            found.setdefault(node.parent, []).append(node)
        return {parent: tuple(nodes) for parent, nodes in found.items()}

    @cached_property
    def by_code(self) -> Mapping[str, TreeNode]:
        """Code → node, in the author's order."""
        return {node.code: node for node in self.nodes}

    @cached_property
    def inner(self) -> tuple[str, ...]:
        """The codes of nodes with children, from the root down."""
        return tuple(code for code in self.depth if code in self._by_parent)

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The codes of nodes without children, which are the columns of the data."""
        return tuple(code for code in self.depth if code not in self._by_parent)

    @cached_property
    def columns(self) -> pd.Index:
        """`inner` as the columns of a frame."""
        return pd.Index(self.inner)

    @cached_property
    def plan(self) -> Plan:
        """What `composite` computes in which order; worked out once."""
        return planned(
            {code: (self.by_code[code].how, self.children(code)) for code in self.inner}, self.leaves
        )

    def children(self, code: str) -> Mapping[str, float]:
        """The children of a node with their weights, in the author's order; none for a leaf. UnknownName for no node."""
        self.check_codes([code])
        return {node.code: node.weight for node in self._by_parent.get(code, ())}

    def check_codes(self, codes: Iterable[str]) -> None:
        """UnknownName unless every code is a node's."""
        if unknown := [code for code in codes if code not in self.depth]:
            raise UnknownName(
                _WHERE,
                Text(f"没有节点 {listed(unknown)}", f"there is no node {listed(unknown)}"),
                Text(f"节点：{listed(self.depth)}", f"nodes: {listed(self.depth)}"),
            )

    def spread(self, declared: Mapping[str | int, T], what: str) -> dict[str, T]:
        """What is declared by code or depth, by code; the code goes first. UnknownName for what no node has."""
        depths = set(self.depth.values())
        self.check_codes(key for key in declared if isinstance(key, str))
        if unknown := [str(key) for key in declared if not isinstance(key, str) and key not in depths]:
            raise UnknownName(
                f"{_WHERE}, {what}",
                Text(f"没有层级 {listed(unknown)}", f"there is no depth {listed(unknown)}"),
                Text(f"层级：0 至 {max(depths)}", f"depths: 0 to {max(depths)}"),
            )
        found = {code: declared.get(code, declared.get(depth)) for code, depth in self.depth.items()}
        return {code: value for code, value in found.items() if value is not None}


def effective_weights(tree: Tree) -> pd.Series[float]:
    """Each node's share of the root, 0 to 1, by code from the root down: the product of the shares on its way up.

    The leaves' sum to 1. This is the weight under weighted arithmetic means over complete data.
    """
    shares = {tree.root: 1.0}
    for code in tree.inner:
        children = tree.children(code)
        whole = math.fsum(children.values())
        shares |= {child: shares[code] * weight / whole for child, weight in children.items()}
    return pd.Series({code: shares[code] for code in tree.depth}, dtype="float64", name="effective weight")


def leaf_shares(tree: Tree) -> FloatArray:
    """What each leaf weighs in each inner node, shape (leaves, inner): its effective weight, 0 outside the node."""
    weights = effective_weights(tree)
    places = {code: place for place, code in enumerate(tree.leaves)}
    found = np.zeros((len(tree.leaves), len(tree.inner)))
    for column, code in reversed(list(enumerate(tree.inner))):
        for child in tree.children(code):
            if child in places:
                found[places[child], column] = weights[child]
            else:
                found[:, column] += found[:, tree.inner.index(child)]
    return found


def _combination(how: object) -> Combination:
    """A combination, or the method of one that declares nothing else."""
    if isinstance(how, Combination):
        return how
    if isinstance(how, str):
        return Combination(choice(RollUp, how, _WHERE, "method"))
    raise SmartxlError(
        _WHERE,
        Text(f"“{how}”没有说明怎样汇总", f"{how!r} does not say how to combine"),
        Text('写 Combination(…)，或一种方法，如 "mean"', 'give Combination(…), or a method such as "mean"'),
    )


def _refuse(code: str, what: Text, remedy: Text) -> None:
    raise SmartxlError(f"{_WHERE}, {code}", what, remedy)


def _check_parents(nodes: tuple[TreeNode, ...]) -> None:
    codes = {node.code for node in nodes}
    if "" in codes:
        raise SmartxlError(
            _WHERE,
            Text("有节点没有代码", "a node has no code"),
            Text("每个节点写代码", "give every node a code"),
        )
    for node in nodes:
        if node.parent and node.parent not in codes:
            _refuse(
                node.code,
                Text(f"上级 {node.parent} 不存在", f"its parent {node.parent} is no node"),
                Text("改正，或加上该上级", "correct it, or add the parent"),
            )
    roots = [node.code for node in nodes if not node.parent]
    if len(roots) != 1:
        what = (
            Text(f"{listed(roots)} 没有上级", f"{listed(roots)} have no parent")
            if roots
            else Text("每个节点都有上级", "every node has a parent")
        )
        raise SmartxlError(
            _WHERE,
            what,
            Text(
                "只有根的上级留空，没有其他这样的行",
                "leave the parent blank for the one root, and give no other rows",
            ),
        )


def _text(value: object) -> str:
    """A code as a word; a column of whole numbers with a blank is read as 1.0, 2.0 and means 1, 2."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if _blank(value) else str(value).strip()


def _blank(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def _weight(value: object) -> float:
    """A blank is no weight (NaN), which only the root may have."""
    try:
        return math.nan if _blank(value) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise SmartxlError(
            _WHERE,
            Text(f"“{value}”不是权重", f"{value!r} is no weight"),
            Text("写不小于 0 的数", "give a number of 0 or more"),
        ) from None


def _with_part(code: str, way: Combination, part: str, value: Hashable) -> Combination:
    if _blank(value):
        return way
    try:
        stated: Any = value if part in _WORDS else float(value)  # type: ignore[arg-type]
        return replace(way, **{part: stated})
    except (TypeError, ValueError):
        raise SmartxlError(
            f"{_WHERE}, {code}",
            Text(f"“{value}”不能作 {part}", f"{value!r} is no {part}"),
            Text("写一个数", "give a number"),
        ) from None
    except SmartxlError as error:
        raise SmartxlError(f"{_WHERE}, {code}", error.what, error.remedy) from None
