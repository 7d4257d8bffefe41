"""A module joins a definition: its top-level node is put into the text of framework.yaml, and makes room for itself.

The other nodes of the top level keep their proportions: where a module takes 10 percent, they share the 90 that are left. Only
numbers change in what is there, so that comments, order and spacing stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from smartxl.define.reweigh import WeightKey, reweigh
from smartxl.errors import ProjectError
from smartxl.filenames import FRAMEWORK
from smartxl.model.framework import ROOT, Framework
from smartxl.text import Text

__all__ = ["Joining", "with_modules"]


@dataclass(frozen=True, slots=True)
class Joining:
    """A module that joins: the code of its node in the other definition, and the share of the total that it takes, percent."""

    code: str
    share: float


def with_modules(text: str, framework: Framework, modules_text: str, joining: Sequence[Joining]) -> str:
    """The text of framework.yaml with modules out of another one's text. `framework` is what `text` says.

    Both are packaged files: lists are indented by two. Raises ProjectError for shares that leave nothing to the others, and
    for a code that is there already.
    """
    taken = sum(module.share for module in joining)
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
    source = YAML(typ="rt", pure=True).compose(modules_text)
    totals = _totals(framework)
    text = reweigh(text, FRAMEWORK, _reduced(framework, 1 - taken / 100), tuple(totals))
    blocks = [_node_block(modules_text, source, module, totals) for module in joining]
    text = _insert_nodes(text, framework, "".join(blocks))
    return _insert_scales(text, modules_text, source, [module.code for module in joining])


def _totals(framework: Framework) -> Mapping[str, float]:
    """Class → the sum of the weights of its top level: 100, or points."""
    return {c.code: sum(n.weights[c.code] for n in framework.basis(ROOT, c.code)) for c in framework.classes}


def _reduced(framework: Framework, factor: float) -> dict[WeightKey, float]:
    return {
        (unit_class.code, node.code): round(node.weights[unit_class.code] * factor, 10)
        for unit_class in framework.classes
        for node in framework.basis(ROOT, unit_class.code)
    }


def _node_block(text: str, source: Any, module: Joining, totals: Mapping[str, float]) -> str:  # noqa: ANN401  (ruamel's)
    """The lines of a module's node with the weight that it takes in each class."""
    (node,) = (node for node in _items(source, "nodes") if _word(node, "code") == module.code)
    weight = _value(node, "weight")
    if weight is None:
        raise ProjectError(
            "--with",
            Text(f"模块 {module.code} 没有权重", f"the module {module.code} has no weight"),
            Text("请报告这一问题", "report this"),
        )
    weights = {code: round(total * module.share / 100, 10) for code, total in totals.items()}
    same = len(set(weights.values())) == 1
    written = f"{next(iter(weights.values())):.10g}" if same else _mapping(weights)
    start, end = _lines(text, node)
    at, until = weight.start_mark.index, weight.end_mark.index
    return text[start:at] + written + text[until:end].rstrip() + "\n"


def _mapping(weights: Mapping[str, float]) -> str:
    return "{ " + ", ".join(f"{code}: {weight:.10g}" for code, weight in weights.items()) + " }"


def _insert_nodes(text: str, framework: Framework, block: str) -> str:
    """Puts nodes behind the last one of the top level that enters the total: adjusting ones stand at the end."""
    nodes = list(_items(YAML(typ="rt", pure=True).compose(text), "nodes"))
    last = next(node for node in reversed(nodes) if _word(node, "code") not in framework.adjusting)
    _, end = _lines(text, last)
    head = text[:end].rstrip() + "\n"
    return head + block + text[end:]


def _insert_scales(text: str, modules_text: str, source: Any, codes: Sequence[str]) -> str:  # noqa: ANN401  (ruamel's)
    """Adds the scales that the modules' indicators use and the definition does not have."""
    used = {
        name for node in _items(source, "nodes") if _word(node, "code") in codes for name in _scales_of(node)
    }
    target = YAML(typ="rt", pure=True).compose(text)
    there = _value(target, "scales")
    known = {key.value for key, _ in there.value} if isinstance(there, MappingNode) else set()
    scales = _value(source, "scales")
    pairs = scales.value if isinstance(scales, MappingNode) else []
    blocks = [
        "  " + modules_text[key.start_mark.index : _lines(modules_text, value)[1]].rstrip() + "\n"
        for key, value in pairs
        if key.value in used - known
    ]
    if not blocks:
        return text
    if isinstance(there, MappingNode) and there.value:
        _, end = _lines(text, there.value[-1][1])
        return text[:end].rstrip() + "\n" + "".join(blocks) + text[end:]
    nodes = next(key for key, _ in target.value if key.value == "nodes").start_mark.index
    return text[:nodes] + "scales:\n" + "".join(blocks) + text[nodes:]


def _scales_of(node: Node) -> Iterator[str]:
    if name := _word(node, "scale"):
        yield name
    for child in _items(node, "children"):
        yield from _scales_of(child)


def _items(node: Any, key: str) -> Sequence[Node]:  # noqa: ANN401  (ruamel's)
    value = _value(node, key)
    return value.value if isinstance(value, SequenceNode) else ()


def _value(node: Any, key: str) -> Node | None:  # noqa: ANN401  (ruamel's)
    pairs = node.value if isinstance(node, MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _word(node: Any, key: str) -> str:  # noqa: ANN401  (ruamel's)
    value = _value(node, key)
    return str(value.value) if value is not None else ""


def _lines(text: str, node: Node) -> tuple[int, int]:
    """Where the first line of an entry begins and the last one ends; the parser lets a block end where the next one begins."""
    start = text.rfind("\n", 0, node.start_mark.index) + 1
    end = text.find("\n", len(text[: node.end_mark.index].rstrip()))
    return start, len(text) if end < 0 else end + 1
