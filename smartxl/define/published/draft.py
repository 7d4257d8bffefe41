"""Rows become a tree: each row sets the names of some levels, and what it says belongs to the lowest of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from smartxl.define.published.amounts import Amount
from smartxl.define.published.layout import Named
from smartxl.define.published.nodes import CellWords, PublishedNode
from smartxl.define.published.remark import About, CellSpot, PasteRemark, Sureness
from smartxl.text import Text, shorten

__all__ = ["Draft", "DraftNode", "is_below"]


@dataclass(eq=False)
class DraftNode:
    """A node while rows are read; `first` and `last` are the rows that it takes on its sheet."""

    named: Named
    spot: CellSpot
    parent: DraftNode | None = None
    code: str = ""
    english: str = ""
    amount: Amount | None = None
    words: dict[str, list[CellWords]] = field(default_factory=dict)
    children: list[DraftNode] = field(default_factory=list)
    first: int = 0
    last: int = 0

    def frozen(self) -> PublishedNode:
        """The node as it is handed on."""
        code = self.code or self.named.code
        words = {role: tuple(written) for role, written in self.words.items()}
        children = tuple(child.frozen() for child in self.children)
        return PublishedNode(
            self.named.name, self.spot, self.named.number, code, self.english, self.amount, words, children
        )

    @property
    def path(self) -> Iterator[DraftNode]:
        """The node and those above it."""
        node: DraftNode | None = self
        while node is not None and node.parent is not None:
            yield node
            node = node.parent


def is_below(code: str, above: str) -> bool:
    """Whether a code is one below another: 1.1.1 below 1.1, A1 below A; A10 is not below A1."""
    if not code.startswith(above) or len(code) <= len(above):
        return False
    return not (above[-1].isdigit() and code[len(above)].isdigit())


_LONGEST = 110
"""Characters of a name."""
_CUT = Text(
    f"名称超过 {_LONGEST} 字，截短了，全文留作说明",
    f"longer than {_LONGEST} characters: cut, kept whole as its meaning",
)
_SHORTER = Text("请改成短名称", "give it a short name")


def _short(named: Named) -> Named:
    return named if len(named.name) <= _LONGEST else replace(named, name=shorten(named.name, _LONGEST))


class Draft:
    """The tree that grows. `path` holds the nodes of the row before, from the top."""

    def __init__(self) -> None:
        self.root = DraftNode(Named(""), CellSpot())
        self.path: list[DraftNode] = []
        self.remarks: list[PasteRemark] = []
        self._by_code: dict[str, DraftNode] = {}
        self._groups: dict[tuple[int, str], DraftNode] = {}

    def frozen(self) -> tuple[PublishedNode, ...]:
        """The top of the tree."""
        return tuple(node.frozen() for node in self.root.children)

    def set_path(self, depth: int, named: Named, spot: CellSpot, *, group: bool, code: str = "") -> DraftNode:
        """Names a level (from 0) of the row: a node of that name below the same parent, of a group, is met again.

        A level above that nobody named gets a group that says so.
        """
        while len(self.path) < depth:
            self._unnamed(spot)
        del self.path[depth:]
        parent = self.path[-1] if self.path else self.root
        node = self._groups.get((id(parent), named.name)) if group else None
        if node is None:
            node = self.add(parent, named, spot, code)
        elif node is not parent.children[-1]:
            words = Text(f"与 {node.spot} 同名，并为一个", f"the name of {node.spot}: taken for the same")
            remedy = Text(
                "如为两个不同的指标，请在其中一个名称上加以区别", "if they are two, let the names differ"
            )
            self.remarks.append(PasteRemark(About.NAME, Sureness.LIKELY, spot, named.name, words, remedy))
        self.path.append(node)
        return node

    def add(self, parent: DraftNode, named: Named, spot: CellSpot, code: str = "") -> DraftNode:
        """A new node at the end of its siblings."""
        node = DraftNode(_short(named), spot, parent, code, first=spot.row, last=spot.row)
        parent.children.append(node)
        said = named.said if node.named is named else (("meaning", named.name), *named.said)
        if node.named is not named:
            self.remarks.append(PasteRemark(About.NAME, Sureness.LIKELY, spot, named.name, _CUT, _SHORTER))
        for role, text in said:
            node.words.setdefault(role, []).append(CellWords("", text, spot))
        self._groups[id(parent), named.name] = node
        if known := code or named.code:
            self._by_code.setdefault(known, node)
        return node

    def below_code(self, code: str) -> DraftNode | None:
        """The node with the longest code that is above a code."""
        ends = (code[:length] for length in range(len(code) - 1, 0, -1))
        return next(
            (self._by_code[end] for end in ends if end in self._by_code and is_below(code, end)), None
        )

    def coded(self, code: str) -> DraftNode | None:
        """The node with a code."""
        return self._by_code.get(code)

    def _unnamed(self, spot: CellSpot) -> None:
        words = Text(
            "这一行的上级没有名称，暂称“未命名”", "nothing above this row has a name; called unnamed for now"
        )
        remedy = Text("请在 framework.yaml 中改成应有的名称", "give it its name in framework.yaml")
        self.remarks.append(PasteRemark(About.NAME, Sureness.NONE, spot, "", words, remedy))
        parent = self.path[-1] if self.path else self.root
        self.path.append(self.add(parent, Named("未命名"), spot))
