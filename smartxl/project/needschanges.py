"""What a choice changed in a definition: parts that left or joined, weights, and what spoke of parts that left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.model.framework import ROOT
from smartxl.model.tree import in_order
from smartxl.project.weighing.table import WeightChange
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.model.framework import Framework, Node

__all__ = ["PartChange", "other_changes", "part_changes", "weight_changes"]


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part that left the definition, or joined it (a module, or a part that comes back), with all below it."""

    code: str
    name: Text
    joined: bool
    indicators: int


def other_changes(before: Definition, after: Definition) -> Iterator[Text]:
    """Targets, scenarios, steps and old keys that spoke of what left."""
    gone = [code for code, _ in before.round.targets if code not in dict(after.round.targets)]
    if gone:
        yield Text(f"目标得分去掉：{'、'.join(gone)}", f"targets that went: {', '.join(gone)}")
    names = {each.name for each in after.round.scenarios}
    left = [each.name for each in before.round.scenarios if each.name not in names]
    if left:
        yield Text(f"情景去掉：{'、'.join(left)}", f"scenarios that went: {', '.join(left)}")
    if before.framework.conventions.pipeline != after.framework.conventions.pipeline:
        yield Text("总分的否决、扣分、加分步骤随之改变", "steps of the pipeline changed with it")
    keys = before.moved.keys.keys() - after.moved.keys.keys()
    if keys:
        listed = sorted(keys)
        yield Text(f"旧指标的去向去掉：{'、'.join(listed)}", f"old keys that went: {', '.join(listed)}")


def part_changes(before: Framework, after: Framework) -> Iterator[PartChange]:
    """The topmost nodes that one of two frameworks has alone."""
    for one, other, joined in ((before, after, False), (after, before, True)):
        for node in in_order(one):
            if node.code not in other.by_code and (node.parent == ROOT or node.parent in other.by_code):
                yield PartChange(node.code, node.name, joined, _leaves_below(one, node))


def _leaves_below(framework: Framework, top: Node) -> int:
    below = {top.code}
    for node in in_order(framework):
        if node.parent in below:
            below.add(node.code)
    return sum(framework.by_code[code].is_leaf for code in below)


def weight_changes(before: Framework, after: Framework) -> Iterator[WeightChange]:
    """The weights that are others now."""
    for node in in_order(after):
        old = before.by_code.get(node.code)
        for unit_class, new in node.weights.items():
            now = old.weights.get(unit_class) if old else None
            if now is not None and now != new:
                yield WeightChange(unit_class, node.parent, node.code, now, new)
