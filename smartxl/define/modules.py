"""A module joins a definition: its top-level node is put into the text of framework.yaml, and makes room for itself.

The other nodes of the top level keep their proportions: where a module takes 10 percent, they share the 90 that are left. Only
numbers change in what is there, so that comments, order and spacing stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node

from smartxl.define.reweigh import WeightKey, reweigh
from smartxl.define.yamltext import compose, entry_lines, items, pair_lines, value, word
from smartxl.errors import ProjectError
from smartxl.filenames import FRAMEWORK
from smartxl.model.framework import ROOT, Framework
from smartxl.text import Text

__all__ = ["Joining", "with_modules"]

_MEASURE = re.compile(r"^( *)measure:", re.MULTILINE)
_INDENT = 2
"""How far packaged files indent their lists."""


@dataclass(frozen=True, slots=True)
class Joining:
    """A module that joins: the code of its node in the other definition, and the share of the total that it takes, percent.

    It is for the `classes` (codes; all without any) and, where some are named, for these `units` alone.
    """

    code: str
    share: float
    classes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


def with_modules(text: str, framework: Framework, modules_text: str, joining: Sequence[Joining]) -> str:
    """The text of framework.yaml with modules out of another one's text. `framework` is what `text` says.

    What joins is indented as the text is, whose lists are written line by line. Raises ProjectError for shares that leave
    nothing to the others, and for a code that is there already.
    """
    by_class = {
        entry.code: sum(
            module.share for module in joining if not module.classes or entry.code in module.classes
        )
        for entry in framework.classes
    }
    taken = max(by_class.values())
    if not 0 < taken < 100 or any(module.share <= 0 for module in joining):
        raise ProjectError(
            "--with",
            Text(f"各模块共占 {taken:g}%", f"the modules take {taken:g} percent"),
            Text("每个大于 0，合计小于 100", "let them take more than 0, together less than 100"),
        )
    if double := next((module.code for module in joining if module.code in framework.by_code), ""):
        raise ProjectError(
            "--with",
            Text(f"已有节点 {double}", f"the node {double} is there already"),
            Text("去掉该模块", "leave the module out"),
        )
    source = compose(modules_text)
    totals = _totals(framework)
    text = reweigh(text, FRAMEWORK, _reduced(framework, by_class), tuple(totals))
    blocks = [_node_block(modules_text, source, module, totals) for module in joining]
    text = _insert_nodes(text, framework, "".join(blocks))
    return _insert_scales(text, modules_text, source, [module.code for module in joining])


def _totals(framework: Framework) -> Mapping[str, float]:
    """Class → the sum of the weights of its top level: 100, or points."""
    return {c.code: sum(n.weights[c.code] for n in framework.basis(ROOT, c.code)) for c in framework.classes}


def _reduced(framework: Framework, taken: Mapping[str, float]) -> dict[WeightKey, float]:
    """The weights of the top level where modules take so many percent of a class."""
    return {
        (code, node.code): round(node.weights[code] * (1 - share / 100), 10)
        for code, share in taken.items()
        if share
        for node in framework.basis(ROOT, code)
    }


def _node_block(text: str, source: Any, module: Joining, totals: Mapping[str, float]) -> str:  # noqa: ANN401  (ruamel's)
    """The lines of a module's node with the weight that it takes in each class."""
    (node,) = (node for node in items(source, "nodes") if word(node, "code") == module.code)
    weight = value(node, "weight")
    if weight is None:
        raise ProjectError(
            "--with",
            Text(f"模块 {module.code} 没有权重", f"the module {module.code} has no weight"),
            Text("请报告这一问题", "report this"),
        )
    weights = {
        code: round(total * module.share / 100, 10)
        for code, total in totals.items()
        if not module.classes or code in module.classes
    }
    same = len(set(weights.values())) == 1 and len(weights) == len(totals)
    written = f"{next(iter(weights.values())):.10g}" if same else _mapping(weights)
    start, end = entry_lines(text, node, first=True)
    at, until = weight.start_mark.index, weight.end_mark.index
    return text[start:at] + written + _for_units(text[until:end].rstrip() + "\n", module.units)


def _for_units(lines: str, units: Sequence[str]) -> str:
    """The lines of indicators that only these units answer."""
    listed = ", ".join(f'"{code}"' for code in units)
    return _MEASURE.sub(rf"\1units: [{listed}]\n\g<0>", lines) if units else lines


def _mapping(weights: Mapping[str, float]) -> str:
    return "{ " + ", ".join(f"{code}: {weight:.10g}" for code, weight in weights.items()) + " }"


def _insert_nodes(text: str, framework: Framework, block: str) -> str:
    """Puts nodes behind the last one of the top level that enters the total: adjusting ones stand at the end."""
    nodes = list(items(compose(text), "nodes"))
    last = next(node for node in reversed(nodes) if word(node, "code") not in framework.adjusting)
    start, end = entry_lines(text, last, first=True)
    head = text[:end].rstrip() + "\n"
    return head + _indented(block, _indent(text[start:]) - _INDENT) + text[end:]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _indented(block: str, by: int) -> str:
    """The lines of a block moved to the right, or to the left where `by` is below 0."""
    lines = block.splitlines(keepends=True)
    return "".join((" " * by + line if by > 0 else line[-by:]) if line.strip() else line for line in lines)


def _insert_scales(text: str, modules_text: str, source: Any, codes: Sequence[str]) -> str:  # noqa: ANN401  (ruamel's)
    """Adds the scales that the modules' indicators use and the definition does not have."""
    used = {
        name for node in items(source, "nodes") if word(node, "code") in codes for name in _scales_of(node)
    }
    target = compose(text)
    there = value(target, "scales")
    known = {key.value for key, _ in there.value} if isinstance(there, MappingNode) else set()
    scales = value(source, "scales")
    pairs = scales.value if isinstance(scales, MappingNode) else []
    blocks = [
        modules_text[slice(*pair_lines(modules_text, key, found))].rstrip() + "\n"
        for key, found in pairs
        if key.value in used - known
    ]
    if not blocks:
        return text
    if isinstance(there, MappingNode) and there.value:
        start, end = pair_lines(text, *there.value[-1])
        block = _indented("".join(blocks), _indent(text[start:]) - _INDENT)
        return text[:end].rstrip() + "\n" + block + text[end:]
    nodes = next(key for key, _ in target.value if key.value == "nodes").start_mark.index
    return text[:nodes] + "scales:\n" + "".join(blocks) + text[nodes:]


def _scales_of(node: Node) -> Iterator[str]:
    if name := word(node, "scale"):
        yield name
    for child in items(node, "children"):
        yield from _scales_of(child)
