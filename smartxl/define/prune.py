"""Parts leave the text of framework.yaml: the siblings that stay share the weight of those that go, in proportion.

Only lines of what goes and numbers of what stays change, so that comments, order and spacing stay.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from smartxl.define.reweigh import WeightKey, confirmed, framework_in, reweigh
from smartxl.define.tree import PlacedNode, place_nodes
from smartxl.define.yamltext import (
    TextEdit,
    compose,
    edited,
    entry_lines,
    in_one_line,
    items,
    pair_lines,
    value,
    word,
)
from smartxl.errors import SmartxlError
from smartxl.model.framework import ROOT
from smartxl.text import Text

__all__ = ["pruned", "shared_weights"]

_LEAST, _MOST = 2, 6  # decimals of a weight that is shared anew
_TOLERANCE = 1e-6


def pruned(text: str, name: str, removed: Collection[str]) -> str:
    """The text of framework.yaml without some nodes; of a group that goes all below it must be named too.

    `text` must have passed the checks of `load`. A class of units loses a group below which it has nothing left. Raises
    SmartxlError where the text is written in a way that cannot be changed part by part.
    """
    if not removed:
        return text
    model = framework_in(text, name)
    placed, classes = place_nodes(model), tuple(entry.code for entry in model.classes)
    adjusting = {code for step in model.conventions.pipeline for code in step.nodes}
    new = shared_weights(placed, removed, adjusting)
    kept = {node.entry.code: node for node in placed if node.entry.code not in removed}
    root = compose(text)
    edits = [*_gone(text, name, root, removed), *_moved(text, name, root, removed)]
    edits += _steps(text, name, root, removed)
    edits += _classes_lost(name, root, kept, {code for code, _ in _by_node(new)}, new)
    shorter = edited(text, edits)
    result = reweigh(shorter, name, {(c, code): w for (c, code), w in new.items()}, classes)
    found = confirmed(result, name)
    if found.keys() != new.keys() or any(abs(found[key] - new[key]) > _TOLERANCE for key in new):
        raise _by_hand(name, ", ".join(sorted(removed)))
    return result


def shared_weights(
    placed: Sequence[PlacedNode], removed: Collection[str], adjusting: Collection[str] = ()
) -> Mapping[WeightKey, float]:
    """(class, node) → weight without the removed nodes: what stays keeps its proportions and the sum of all siblings.

    Nodes that are `adjusting` keep their points.
    """
    below: dict[str, list[PlacedNode]] = defaultdict(list)
    for node in placed:
        below[node.parent].append(node)
    has = _classes_left(placed, below, removed)
    found: dict[WeightKey, float] = {}
    for parent, nodes in below.items():
        for unit_class in dict.fromkeys(code for node in nodes for code in node.weights):
            group = [node for node in nodes if unit_class in node.weights]
            aside = [node for node in group if parent == ROOT and node.entry.code in adjusting]
            basis = {n.entry.code: n.weights[unit_class] for n in group if n not in aside}
            stay = {code: weight for code, weight in basis.items() if unit_class in has[code]}
            shared = stay if len(stay) == len(basis) else _in_proportion(stay, math.fsum(basis.values()))
            found |= {(unit_class, code): weight for code, weight in shared.items()}
            found |= {
                (unit_class, n.entry.code): n.weights[unit_class]
                for n in aside
                if unit_class in has[n.entry.code]
            }
    return found


def _classes_left(
    placed: Sequence[PlacedNode], below: Mapping[str, Sequence[PlacedNode]], removed: Collection[str]
) -> Mapping[str, frozenset[str]]:
    """Node → the classes that still have it: of a group those that have something below it."""
    has: dict[str, frozenset[str]] = {}
    for node in reversed(placed):
        own = frozenset(node.weights) if node.entry.code not in removed else frozenset()
        children = [has[child.entry.code] for child in below.get(node.entry.code, ())]
        has[node.entry.code] = own & frozenset().union(*children) if children else own
    return has


def _in_proportion(weights: Mapping[str, float], total: float) -> dict[str, float]:
    """Weights in proportion to those given with a sum of `total`, rounded so that the sum is exact."""
    if not weights:
        return {}
    digits = max(_LEAST, *(min(_decimals(weight), _MOST) for weight in weights.values()))
    whole, unit = math.fsum(weights.values()), 10.0**digits
    exact = {
        code: (total * weight / whole if whole else total / len(weights)) * unit
        for code, weight in weights.items()
    }
    floors = {code: math.floor(share + 1e-9) for code, share in exact.items()}
    missing = round(total * unit) - sum(floors.values())
    largest = sorted(exact, key=lambda code: floors[code] - exact[code])
    for code in largest[:missing]:
        floors[code] += 1
    return {code: round(count / unit, digits) for code, count in floors.items()}


def _decimals(number: float) -> int:
    _, _, decimals = f"{number:.{_MOST}f}".rstrip("0").partition(".")
    return len(decimals)


def _by_node(weights: Mapping[WeightKey, float]) -> Iterator[tuple[str, str]]:
    return ((code, unit_class) for unit_class, code in weights)


def _gone(
    text: str,
    name: str,
    node: Any,  # noqa: ANN401  (ruamel's)
    removed: Collection[str],
    key: str = "nodes",
) -> Iterator[TextEdit]:
    """The lines of the nodes that go."""
    listed = value(node, key)
    for place, entry in enumerate(items(node, key)):
        if word(entry, "code") not in removed:
            yield from _gone(text, name, entry, removed, "children")
        elif listed is None or in_one_line(listed) or listed.anchor:
            raise _by_hand(name, word(entry, "code"))
        else:
            yield (*entry_lines(text, entry, first=place == 0), "")


def _moved(text: str, name: str, root: Any, removed: Collection[str]) -> Iterator[TextEdit]:  # noqa: ANN401  (ruamel's)
    """What tells where answers of earlier forms belong, where that is a node that goes."""
    found = value(root, "moved")
    pairs = found.value if isinstance(found, MappingNode) else ()
    gone = [pair for pair in pairs if str(pair[1].value).partition("/")[0] in removed]
    if not gone or found is None:
        return
    if in_one_line(found):
        raise _by_hand(name, "moved")
    if len(gone) == len(pairs):
        key = next(key for key, below in root.value if below is found)
        yield (*pair_lines(text, key, found), "")
        return
    for key, below in gone:
        yield (*pair_lines(text, key, below), "")


def _steps(text: str, name: str, root: Any, removed: Collection[str]) -> Iterator[TextEdit]:  # noqa: ANN401
    """What the pipeline says of nodes that go; a step without any goes too."""
    conventions = value(root, "conventions")
    listed, steps = value(conventions, "pipeline"), items(conventions, "pipeline")
    left = {id(step): [n.value for n in items(step, "nodes") if n.value not in removed] for step in steps}
    changed = [step for step in steps if len(left[id(step)]) < len(items(step, "nodes"))]
    if not changed or listed is None:
        return
    stay = [step for step in steps if left[id(step)] or not items(step, "nodes")]
    while stay and not items(stay[-1], "nodes"):  # a gate in front of nothing
        stay.pop()
    if not stay:
        key = next(key for key, below in conventions.value if below is listed) if conventions else None
        if key is None or in_one_line(conventions):
            raise _by_hand(name, "pipeline")
        yield (*pair_lines(text, key, listed), "")
        return
    for place, step in enumerate(steps):
        nodes = value(step, "nodes")
        if step not in stay:
            if in_one_line(listed):
                raise _by_hand(name, "pipeline")
            yield (*entry_lines(text, step, first=place == 0), "")
        elif step in changed and nodes is not None:
            yield _written(name, "pipeline", nodes, "[" + ", ".join(left[id(step)]) + "]")


def _classes_lost(
    name: str,
    root: Any,  # noqa: ANN401  (ruamel's)
    kept: Mapping[str, PlacedNode],
    weighed: Collection[str],
    new: Mapping[WeightKey, float],
) -> Iterator[TextEdit]:
    """What a node says of classes that no longer have it."""
    for entry in _entries(root, "nodes"):
        node = kept.get(word(entry, "code"))
        if node is None or node.entry.code not in weighed:
            continue
        code = node.entry.code
        left = [unit_class for unit_class in node.weights if (unit_class, code) in new]
        if len(left) == len(node.weights):
            continue
        weight, classes = value(entry, "weight"), value(entry, "classes")
        if weight is None or weight.anchor or (classes is not None and classes.anchor):
            raise _by_hand(name, code)
        if isinstance(classes, SequenceNode):
            yield _written(name, code, classes, "[" + ", ".join(left) + "]")
        if isinstance(weight, MappingNode) or classes is None:
            told = ", ".join(f"{unit_class}: {node.weights[unit_class]:.10g}" for unit_class in left)
            yield _written(name, code, weight, "{ " + told + " }")


def _entries(node: Any, key: str) -> Iterator[Node]:  # noqa: ANN401  (ruamel's)
    for entry in items(node, key):
        yield entry
        yield from _entries(entry, "children")


def _written(name: str, code: str, node: Node, text: str) -> TextEdit:
    """Something else in the place of a word, or of a list or mapping in one line."""
    if not isinstance(node, ScalarNode) and not in_one_line(node):
        raise _by_hand(name, code)
    return node.start_mark.index, node.end_mark.index, text


def _by_hand(name: str, code: str) -> SmartxlError:
    return SmartxlError(
        f"{name}, {code}",
        Text(
            "这一部分的写法（写成一行、锚或别名）不能由程序删改",
            "this part is written in a way (in one line, with anchors or aliases) that cannot be taken out by the program",
        ),
        Text(
            "请手工修改 framework.yaml，或改为逐行书写",
            "change framework.yaml by hand, or write it line by line",
        ),
    )
