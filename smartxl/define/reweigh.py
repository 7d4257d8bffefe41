"""New weights in the text of framework.yaml: only the numbers change, so that comments, order and spacing stay.

The YAML parser says where each number stands; a formatter would lay out the whole file anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from smartxl.define.framework_schema import FrameworkFile
from smartxl.define.parse import parse
from smartxl.define.tree import place_nodes
from smartxl.define.yamlfile import read_yaml
from smartxl.errors import DefinitionError, SmartxlError, system_words
from smartxl.filenames import FRAMEWORK
from smartxl.text import Text

__all__ = ["TextSource", "WeightKey", "confirmed", "framework_in", "read_source", "reweigh"]

WeightKey = tuple[str, str]
"""(code of the class, code of the node)."""

_ENCODINGS = ("utf-8-sig", "utf-8", "gb18030")


@dataclass(frozen=True, slots=True)
class TextSource:
    """The text of a file and how it was encoded."""

    text: str
    encoding: str


def read_source(path: Path) -> TextSource:
    """A file's text as it stands, line ends and all, with its encoding. Raises SmartxlError when it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SmartxlError(
            str(path),
            Text(
                f"文件读不了（{system_words(error).zh}）",
                f"the file cannot be read ({system_words(error).en})",
            ),
            Text("检查该文件", "check it"),
        ) from error
    encodings = _ENCODINGS if data.startswith(b"\xef\xbb\xbf") else _ENCODINGS[1:]
    for encoding in encodings:
        try:
            return TextSource(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    raise SmartxlError(
        str(path),
        Text("文件编码既不是 UTF-8 也不是 GB18030", "the text is neither UTF-8 nor GB18030"),
        Text("另存为 UTF-8", "save it as UTF-8"),
    )


def framework_in(text: str, name: str) -> FrameworkFile:
    """What a text of framework.yaml says, read as `load` reads it. Raises DefinitionError for its problems."""
    with TemporaryDirectory() as folder:
        path = Path(folder, FRAMEWORK)
        path.write_text(text, "utf-8", newline="")
        parsed = parse(read_yaml(path, name), FrameworkFile)
    if parsed.model is None or parsed.problems:
        raise DefinitionError(parsed.problems)
    return parsed.model


def confirmed(text: str, name: str) -> Mapping[WeightKey, float]:
    """All weights that a text of framework.yaml gives, read as `load` reads it. Raises DefinitionError for its problems."""
    return {
        (unit_class, node.entry.code): weight
        for node in place_nodes(framework_in(text, name))
        for unit_class, weight in node.weights.items()
    }


def reweigh(text: str, name: str, weights: Mapping[WeightKey, float], classes: tuple[str, ...]) -> str:
    """The text of framework.yaml with other weights: (class, node) → percent or points.

    `text` must have passed the checks of `load`. A node with one number for all its classes gets a mapping where they
    differ now. Raises SmartxlError for a weight that stands in an alias, and for a node that is not in the file.
    """
    root = YAML(typ="rt", pure=True).compose(text)
    nodes = dict(_weights_in(root, classes))
    wanted: dict[str, dict[str, float]] = {}
    for (unit_class, code), weight in weights.items():
        wanted.setdefault(code, {})[unit_class] = weight
    edits: dict[tuple[int, int], str] = {}
    for code, new in wanted.items():
        if code not in nodes:
            raise SmartxlError(
                name,
                Text(f"其中没有节点“{code}”", f"there is no node {code!r} in it"),
                Text("用其中节点的代码", "use the codes of its nodes"),
            )
        edits |= {(start, end): written for start, end, written in _edits(name, code, nodes[code], new)}
    for (start, end), replacement in sorted(edits.items(), reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


@dataclass(frozen=True, slots=True)
class _Weight:
    """Where a node's weight stands, and for which classes."""

    value: Node
    classes: tuple[str, ...]


def _weights_in(root: Any, classes: tuple[str, ...]) -> Iterator[tuple[str, _Weight]]:  # noqa: ANN401  (ruamel's)
    yield from _below(_field(root, "nodes"), classes)


def _below(sequence: Node | None, classes: tuple[str, ...]) -> Iterator[tuple[str, _Weight]]:
    for node in sequence.value if isinstance(sequence, SequenceNode) else ():
        code, weight = _field(node, "code"), _field(node, "weight")
        own = _field(node, "classes")
        named = tuple(item.value for item in own.value) if isinstance(own, SequenceNode) else ()
        mine = named or classes
        if isinstance(weight, MappingNode):
            mine = tuple(key.value for key, _ in weight.value)
        if code is not None and weight is not None:
            yield code.value, _Weight(weight, mine)
        yield from _below(_field(node, "children"), mine)


def _field(node: Any, name: str) -> Node | None:  # noqa: ANN401  (ruamel's)
    pairs = node.value if isinstance(node, MappingNode) else ()
    return next((value for key, value in pairs if key.value == name), None)


def _edits(name: str, code: str, weight: _Weight, new: Mapping[str, float]) -> Iterator[tuple[int, int, str]]:
    """The places to write, and what to write there."""
    if isinstance(weight.value, MappingNode):
        if weight.value.anchor:
            raise _alias(name, code)
        for key, value in weight.value.value:
            if key.value in new:
                yield _replace(name, code, value, _number(new[key.value]))
        return
    now = float(weight.value.value)
    every = {unit_class: new.get(unit_class, now) for unit_class in weight.classes}
    if len(set(every.values())) == 1:
        text = _number(next(iter(every.values())))
    else:
        text = (
            "{ " + ", ".join(f"{unit_class}: {_number(value)}" for unit_class, value in every.items()) + " }"
        )
    yield _replace(name, code, weight.value, text)


def _replace(name: str, code: str, value: Node, text: str) -> tuple[int, int, str]:
    start, end = value.start_mark.index, value.end_mark.index
    if not isinstance(value, ScalarNode) or value.anchor:
        raise _alias(name, code)
    return start, end, text


def _alias(name: str, code: str) -> SmartxlError:
    return SmartxlError(
        f"{name}, {code}",
        Text(
            "它的权重通过锚（&）和别名（*）与另一节点共用",
            "its weight is shared with another node by an anchor (&) and aliases (*)",
        ),
        Text(
            "两处都直接写数，再设权重", "write the number itself at both places, then set the weights again"
        ),
    )


def _number(value: float) -> str:
    return f"{value:.10g}"
