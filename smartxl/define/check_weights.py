"""Checks the weights of siblings: percentages that sum to 100, or points."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from smartxl.define.check_common import sum_fault
from smartxl.define.check_pipeline import adjusting_codes
from smartxl.define.convert import to_combination
from smartxl.model.combination import RollUp
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smartxl.define.framework_schema import FrameworkFile
    from smartxl.define.parse import Parsed
    from smartxl.define.tree import PlacedNode
    from smartxl.define.yamlfile import Place
    from smartxl.errors import Problem

__all__ = ["is_certain", "weight_problems"]


def is_certain(file: Parsed[FrameworkFile], node: PlacedNode) -> bool:
    """Whether a node's weights are the author's, nothing broken in its own or its ancestors'."""
    holders = [node.place[:length] for length in range(2, len(node.place) + 1, 2)]
    return not any(file.is_broken((*place, field)) for place in holders for field in ("weight", "classes"))


def weight_problems(
    file: Parsed[FrameworkFile], model: FrameworkFile, placed: Sequence[PlacedNode]
) -> Iterator[Problem]:
    """Every class that has a parent has some of its children, and their weights fit the parent's roll-up.

    Nodes of the pipeline stand aside: their weight is the most points that they bring.
    """
    siblings: dict[Place, list[PlacedNode]] = defaultdict(list)
    for node in placed:
        siblings[node.siblings_place].append(node)
    parents = {node.place: node for node in placed}
    for place, nodes in siblings.items():
        parent = parents.get(place[:-1])
        if not all(is_certain(file, node) for node in nodes):
            continue
        name = Text(f"{parent.entry.code} ", parent.entry.code) if parent else Text("第一级", "the top level")
        known = [entry.code for entry in model.classes]
        for unit_class in [code for code in known if parent is None or code in parent.weights]:
            if not any(unit_class in node.weights for node in nodes):
                what = Text(
                    f"{name.zh}没有适用于类别 {unit_class} 的指标",
                    f"{name.en} has no indicator for the class {unit_class}",
                )
                yield from file.report(
                    place,
                    what,
                    Text(
                        f"加上一个，或让 {name.zh}不适用于 {unit_class}",
                        f"add one, or give {name.en} no weight for {unit_class}",
                    ),
                )
            else:
                yield from _sum_problem(file, model, parent, nodes, unit_class)


def _sum_problem(
    file: Parsed[FrameworkFile],
    model: FrameworkFile,
    parent: PlacedNode | None,
    nodes: Sequence[PlacedNode],
    unit_class: str,
) -> Iterator[Problem]:
    aside = adjusting_codes(file, model) if parent is None else frozenset()
    combine = (*parent.place, "combine") if parent else ("conventions", "total")
    if aside is None or file.is_broken(combine):  # who counts, or how, cannot be read
        return
    weights = [(node.entry.code, node.weights[unit_class]) for node in nodes if unit_class in node.weights]
    parts = [(code, weight) for code, weight in weights if code not in aside]
    how = to_combination(parent.entry.combine if parent else model.conventions.total)
    name = Text(f"{parent.entry.code} ", parent.entry.code) if parent else Text("第一级", "the top level")
    what, where = (
        Text(
            f"{name.zh}之下适用于类别 {unit_class} 的权重",
            f"the weights below {name.en} for the class {unit_class}",
        ),
        (*nodes[0].place, "weight"),
    )
    if how.method is RollUp.SUM and parts:
        if not any(weight for _, weight in parts):
            yield from file.report(
                where,
                Text(f"{what.zh}都是 0", f"{what.en} are all 0"),
                Text("至少给其中一个分值", "give points to at least one of them"),
            )
    elif parts and (fault := sum_fault(parts)):
        yield from file.report(
            where,
            Text(f"{what.zh}{fault.zh}", f"{what.en} {fault.en}"),
            Text("调整权重，使之和为 100", "change them so that they sum to 100"),
        )
