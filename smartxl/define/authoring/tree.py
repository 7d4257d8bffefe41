"""The rows of the sheets of indicators as a tree.

A node's level is the column that its name stands in, and it belongs to the nearest row above with a name further left; where a
row names the code of its parent, that decides, wherever the row stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.define.authoring.columns import LEVEL, LEVELS
from smartxl.define.authoring.records import MarkedTree, Told
from smartxl.define.yamlfile import Tree, ValueMark
from smartxl.text import Text, fold, plain

if TYPE_CHECKING:
    from smartxl.define.authoring.sheets import AuthoringTable, SheetEntry

__all__ = ["SheetNode", "read_nodes", "to_tree", "tops"]

_TOTALS = frozenset({"合计", "总计", "小计", "total", "sum"})


@dataclass
class SheetNode:
    """One node: its row, what it says, its level from 1, and the nodes below it."""

    entry: SheetEntry
    own: MarkedTree
    level: int
    code: str
    parent: str
    above: SheetNode | None = None
    children: list[SheetNode] = field(default_factory=list)


def read_nodes(told: Told, tables: Sequence[AuthoringTable]) -> tuple[SheetNode, ...]:
    """The nodes of all sheets of indicators in the order of their rows; `above` is the parent, None at the top."""
    nodes: list[SheetNode] = []
    for table in tables:
        columns = [
            c
            for c in table.columns.values()
            if not c.shown and not c.key.startswith(LEVEL) and c.key != "parent"
        ]
        path: list[SheetNode] = []
        for entry in table.entries:
            node = _node(told, entry, path)
            if node is None:
                continue
            node.own.take(told, entry, columns)
            del path[node.level - 1 :]
            path.append(node)
            nodes.append(node)
    _named_parents(told, nodes)
    return tuple(nodes)


def to_tree(nodes: Iterable[SheetNode]) -> tuple[list[Tree], dict[str | int, ValueMark]]:
    """The list of the nodes at the top, with all below them, and the places of their values."""
    trees: list[Tree] = []
    marks: dict[str | int, ValueMark] = {}
    for place, node in enumerate(nodes):
        if node.children:
            below, below_marks = to_tree(node.children)
            node.own.tree["children"] = below
            node.own.below["children"] = ValueMark(node.entry.number, below_marks, node.entry.sheet)
        trees.append(node.own.tree)
        marks[place] = node.own.marked()
    return trees, marks


def _node(told: Told, entry: SheetEntry, path: Sequence[SheetNode]) -> SheetNode | None:
    """The node of a row by its name furthest to the right; what stands further left only repeats the names above."""
    names = {n: entry.text(f"{LEVEL}{n}") for n in range(1, LEVELS + 1) if entry.text(f"{LEVEL}{n}")}
    code = plain(entry.text("code"))
    if names and not code and fold(next(iter(names.values()))) in _TOTALS:
        return None
    if not names:
        return _nameless(told, entry, path)
    level = max(names)
    for n, name in names.items():
        known = path[n - 1].own.tree.get("name") if n <= len(path) else None
        said = known.get("zh") if isinstance(known, dict) else None
        if n < level and said != name:
            what = Text(
                f"“{name}”没有自己的一行，因而没有代码和权重",
                f"{name!r} has no row of its own, and so neither code nor weight",
            )
            remedy = Text(
                f"在此行之上为“{name}”单独写一行：名称、代码、权重",
                "give it a row of its own above: name, code, weight",
            )
            told.say(entry.mark(f"{LEVEL}{n}"), what, remedy)
    parent = plain(entry.text("parent"))
    if level - 1 > len(path) and not parent:
        what = Text(
            f"第 {level} 级指标之上没有第 {len(path) + 1} 级指标",
            f"there is no level {len(path) + 1} above it",
        )
        remedy = Text(
            "把名称移到左边一列，或在上面补上一级指标", "move the name to the left, or add the level above"
        )
        told.say(entry.mark(f"{LEVEL}{level}"), what, remedy)
    own = MarkedTree(entry.mark())
    mark = entry.mark(f"{LEVEL}{level}")
    own.tree["name"] = {"zh": names[level]}
    own.below["name"] = ValueMark(mark.line, {"zh": mark}, mark.sheet, mark.letter, mark.head)
    level = min(level, len(path) + 1)
    return SheetNode(entry, own, level, code, parent, path[level - 2] if level > 1 else None)


def _nameless(told: Told, entry: SheetEntry, path: Sequence[SheetNode]) -> SheetNode | None:
    """A row without a name is a sibling of the row above, and says that its name is missing."""
    if not entry.text("code"):
        what = Text("此行没有指标名称，也没有代码", "the row has neither a name nor a code")
        told.say(
            entry.mark(f"{LEVEL}1"),
            what,
            Text("填上名称和代码，或清空此行", "fill in both, or clear the row"),
        )
        return None
    level = max(len(path), 1)
    own = MarkedTree(entry.mark())
    own.below["name"] = entry.mark(f"{LEVEL}{level}")
    above = path[level - 2] if level > 1 else None
    return SheetNode(entry, own, level, plain(entry.text("code")), plain(entry.text("parent")), above)


def _named_parents(told: Told, nodes: Sequence[SheetNode]) -> None:
    """Puts every node below its parent; one whose parent is not there, or is below itself, stays where its row is."""
    by_code: dict[str, SheetNode] = {}
    for node in nodes:
        by_code.setdefault(node.code, node)
    by_row = {id(node): node.above for node in nodes}
    for node in nodes:
        if not node.parent:
            continue
        if node.parent in by_code:
            node.above = by_code[node.parent]
        else:
            _unknown_parent(told, node, by_code)
    for node in nodes:
        if circle := _circle(node):
            shown = " → ".join(each.code for each in circle)
            what = Text(f"上级代码成环：{shown}", f"the parents go round in a circle: {shown}")
            remedy = Text(
                "改正其中一个的上级代码；一级指标的上级代码留空",
                "correct one of them; the top level has no parent",
            )
            told.say(node.entry.mark("parent"), what, remedy)
            for each in circle:
                each.above = by_row[id(each)]
    for node in nodes:
        if node.above is not None:
            node.above.children.append(node)


def _unknown_parent(told: Told, node: SheetNode, known: Mapping[str, SheetNode]) -> None:
    near = get_close_matches(node.parent, known, n=1)
    what = Text(f"没有代码为“{node.parent}”的指标", f"there is no indicator {node.parent!r}")
    remedy = Text(
        (f"是否为“{near[0]}”？" if near else "") + "写上级指标的代码；一级指标留空",
        (f"did you mean {near[0]!r}? " if near else "")
        + "write the code of the indicator above; none at the top",
    )
    told.say(node.entry.mark("parent"), what, remedy)


def _circle(node: SheetNode) -> list[SheetNode]:
    """The nodes from this one round to itself, empty where there is no circle through it."""
    seen = [node]
    above = node.above
    while above is not None and above not in seen[1:]:
        if above is node:
            return [*seen, node]
        seen.append(above)
        above = above.above
    return []


def tops(nodes: Iterable[SheetNode]) -> Iterator[SheetNode]:
    """The nodes without a parent."""
    return (node for node in nodes if node.above is None)
