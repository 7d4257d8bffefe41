"""Which weights are asked for: the children of every node, once for the classes that share them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.combination import RollUp
from smartxl.model.framework import ROOT, Framework, Node
from smartxl.stamp import Stamp
from smartxl.text import Text, both

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.text import Lang

__all__ = [
    "LARGEST_MATRIX",
    "Branch",
    "Respondent",
    "again",
    "branches",
    "refuse_large",
    "stamp_for",
    "title_of",
]

LARGEST_MATRIX = 15
"""The tables of random indices end at 15 keys, and nobody judges more than 105 pairs."""


@dataclass(frozen=True, slots=True)
class Respondent:
    """Somebody who is asked: an expert, or an interviewer of a unit."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Branch:
    """The children of one node whose weights are asked for, for the classes that have just these."""

    node: str
    name: Text
    classes: tuple[str, ...]
    class_names: Text
    children: tuple[Node, ...]

    @property
    def key(self) -> str:
        """What identifies the branch: `A@dep+dis`. Codes hold neither @ nor +."""
        return f"{self.node}@{'+'.join(self.classes)}"

    def child_key(self, code: str) -> str:
        """What identifies one child in a questionnaire."""
        return f"{self.key}|{code}"

    @property
    def pairs(self) -> tuple[tuple[Node, Node], ...]:
        """Every pair of children once, in the order of the upper triangle."""
        return tuple((a, b) for i, a in enumerate(self.children) for b in self.children[i + 1 :])


def branches(framework: Framework, total: Text, nodes: Sequence[str] = ()) -> tuple[Branch, ...]:
    """Every node with two children or more (`ROOT`, called `total`, first), or those of `nodes`.

    Classes that have the same children with the same weights now are asked together, others apart. Nodes of the
    pipeline have points of their own and are left out, as are nodes that take the worst child: weights do nothing there.
    Raises UnknownName for a code that is no such node.
    """
    parents = [ROOT, *(node.code for node in framework.nodes if not node.is_leaf)]
    found = [branch for code in parents for branch in _of_node(framework, code, total)]
    known = {branch.node for branch in found}
    for code in nodes:
        if code not in known:
            remedy = Text("可用的有：", "one of: ") + both(", ".join(sorted(known)))
            raise UnknownName(
                "--node",
                Text(f"“{code}”不是之下有权重的节点", f"{code!r} is no node with weights below it"),
                remedy,
            )
    return tuple(branch for branch in found if not nodes or branch.node in nodes)


def again(
    framework: Framework, total: Text, asked: Sequence[tuple[str, Sequence[str]]]
) -> tuple[Branch, ...]:
    """The branches that were asked, by node and classes, as the framework has them now, whatever their weights are now.

    Raises UnknownName for a node or class that is gone.
    """
    codes = {unit_class.code for unit_class in framework.classes}
    found = []
    for node, classes in asked:
        gone = [code for code in classes if code not in codes]
        if gone or (node != ROOT and node not in framework.by_code):
            what = Text(
                f"问卷问过“{gone[0] if gone else node}”，指标体系中已没有它",
                f"{gone[0] if gone else node!r} was asked about, and is no longer in the framework",
            )
            raise UnknownName(
                Text("权重问卷", "weights"),
                what,
                Text("恢复它，或重新生成问卷", "restore it, or make the questionnaires again"),
            )
        children, *others = (framework.basis(node, code) for code in classes)
        if any(other != children for other in others):
            what = Text(
                f"问卷把类别 {', '.join(classes)} 的 {node} 放在一起问，现在它们之下的指标不同了",
                f"the classes {', '.join(classes)} were asked together about {node}, and differ below it now",
            )
            raise UnknownName(
                Text("权重问卷", "weights"),
                what,
                Text("恢复这些指标，或重新生成问卷", "restore the nodes, or make the questionnaires again"),
            )
        name = total if node == ROOT else framework.by_code[node].name
        found.append(Branch(node, name, tuple(classes), _class_names(framework, classes), children))
    return tuple(found)


def _of_node(framework: Framework, code: str, total: Text) -> list[Branch]:
    if framework.combination(code).method is RollUp.WORST:
        return []
    groups: dict[tuple[tuple[str, float], ...], list[str]] = {}
    for unit_class in framework.classes:
        below = framework.basis(code, unit_class.code)
        if len(below) > 1:
            alike = tuple((node.code, node.weights[unit_class.code]) for node in below)
            groups.setdefault(alike, []).append(unit_class.code)
    name = total if code == ROOT else framework.by_code[code].name
    return [
        Branch(
            code,
            name,
            tuple(classes),
            _class_names(framework, classes),
            tuple(framework.by_code[child] for child, _ in alike),
        )
        for alike, classes in groups.items()
    ]


def _class_names(framework: Framework, classes: Iterable[str]) -> Text:
    names = [framework.unit_class(code).name for code in classes]
    return Text("、".join(n.get("zh") for n in names), ", ".join(n.get("en") for n in names))


def refuse_large(asked: Iterable[Branch]) -> None:
    """Raises SmartxlError for the first branch with more children than can be compared in pairs."""
    for branch in asked:
        if len(branch.children) > LARGEST_MATRIX:
            raise SmartxlError(
                f"--method ahp, {branch.node}",
                Text(
                    f"之下有 {len(branch.children)} 个指标，两两比较最多 {LARGEST_MATRIX} 个",
                    f"{len(branch.children)} children, {LARGEST_MATRIX} can be compared in pairs",
                ),
                Text(
                    "中间加一级，改用 --method delphi，或用 --node 指明其他指标",
                    "put a level between them, ask with --method delphi, or name the other nodes with --node",
                ),
            )


def title_of(branch: Branch, lang: Lang, all_classes: int) -> str:
    """`A 服务（部门）`: the classes only where the others are asked apart."""
    code = "" if branch.node == ROOT else f"{branch.node} "
    apart = len(branch.classes) < all_classes
    classes = branch.class_names.get(lang)
    suffix = "" if not apart else f"（{classes}）" if lang == "zh" else f" ({classes})"
    return f"{code}{branch.name.get(lang)}{suffix}"


def stamp_for(
    definition: Definition, edition: str, respondent: str, lang: Lang, asked: Iterable[object]
) -> Stamp:
    """The stamp of a questionnaire. Its digest is of what is asked (JSON-like data), not of the whole definition.

    So new weights, another roster or another date do not turn an expert's answers into those of another definition.
    """
    text = json.dumps(list(asked), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Stamp(
        assessment=definition.round.id,
        round=definition.round.name,
        revision=definition.round.revision,
        framework=definition.framework.code,
        version=definition.framework.version,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        edition=edition,
        unit=respondent,
        lang=lang,
    )
