"""Reads YAML into plain data with the line of every value, within a budget.

Every scalar stays text: the schema decides what is a number, so `version: 1.10`, `code: 011` and `en: No`
keep their characters. Tags are refused; an alias may be used, and counts with all that it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, ScalarEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.resolver import BaseResolver
from ruamel.yaml.tag import Tag

from smartxl.define.textfile import read_text
from smartxl.errors import FilePlace, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from smartxl.text import Text

__all__ = ["MAX_DEPTH", "MAX_NODES", "Place", "Tree", "ValueMark", "YamlFile", "read_yaml"]

MAX_DEPTH = 40
MAX_NODES = 50_000

Place = tuple[str | int, ...]
"""Keys and list indices from the top of a file: ("nodes", 0, "weight")."""

Tree = str | list["Tree"] | dict[str, "Tree"] | None
"""Plain data as it stands in the file; None for a blank value."""

_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class ValueMark:
    """The line (from 1) of a value, or of its key in a mapping, and the marks of what is in it.

    In a workbook the line is a row, of a `sheet`, and the value stands below the heading `head` in the column `letter`.
    """

    line: int
    below: Mapping[str | int, ValueMark] = field(default_factory=dict)
    sheet: str = ""
    letter: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file that was read: `name` for messages, `tree` None where it cannot be read, and its problems."""

    name: str
    tree: Tree
    mark: ValueMark
    problems: tuple[Problem, ...]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place above it that exists."""
        return self._nearest(place).line

    def place(self, place: Place) -> FilePlace:
        """Where a place is, called by its key; in a workbook by the heading of its column."""
        mark = self._nearest(place)
        key = next((part for part in reversed(place) if isinstance(part, str)), "")
        return FilePlace(self.name, mark.line, mark.head or key, mark.sheet, mark.letter)

    def problem(self, place: Place, what: str | Text, remedy: str | Text) -> Problem:
        """A problem at a place."""
        file, line, column, *cell = self.place(place)
        return Problem(file, line, column, what, remedy, *cell)

    def _nearest(self, place: Place) -> ValueMark:
        mark = self.mark
        for part in place:
            if part not in mark.below:
                break
            mark = mark.below[part]
        return mark


class _RefusedError(Exception):
    """The file is not read on; holds the problem."""

    def __init__(self, line: int, what: str, remedy: str) -> None:
        self.line, self.what, self.remedy = line, what, remedy
        super().__init__(what)


class _ValueBudget:
    """What may still be read of a file; told with the last line that was read."""

    def __init__(self) -> None:
        self.line = 1
        self.values = 0

    def take(self, line: int, depth: int) -> None:
        """Counts one value. Raises _RefusedError."""
        self.line = max(self.line, line)  # what an alias stands for is above it
        self.values += 1
        if self.values > MAX_NODES:
            what = f"more than {MAX_NODES:,} values (an alias counts with all it stands for)"
            raise _RefusedError(self.line, what, "split the definition, or write fewer aliases")
        if depth > MAX_DEPTH:
            raise _RefusedError(self.line, f"more than {MAX_DEPTH} levels deep", "flatten the structure")


class _NoTypes(BaseResolver):
    """Looks up no types: every scalar stays text."""

    def resolve(self, kind: type[Node], value: object, implicit: object) -> Tag:
        """The same for all."""
        del kind, value, implicit
        return self.DEFAULT_SCALAR_TAG


class _Composer(Composer):
    """ruamel's composer, which stops where a file is too large or too deep, and at what is not read."""

    def __init__(self, loader: YAML) -> None:
        super().__init__(loader)
        self._resolver = _NoTypes()
        self._events: Parser = super().parser
        self.warn_double_anchors = False
        self._budget = _ValueBudget()
        self._level = 0

    @property
    def resolver(self) -> _NoTypes:
        """What looks up no types."""
        return self._resolver

    @property
    def parser(self) -> Parser:
        """The parser, which ruamel looks up anew for every event."""
        return self._events

    def compose_node(self, parent: Node | None, index: Node | int | None) -> Node:
        """The next node of the file."""
        event = self.parser.peek_event()
        line = event.start_mark.line + 1
        if tag := getattr(event, "tag", None):
            raise _RefusedError(line, f"the tag {tag} is not read", "write a plain value without a tag")
        if isinstance(event, AliasEvent) and not self._is_closed(event.anchor):
            what = f"*{event.anchor} refers to nothing above it"
            raise _RefusedError(line, what, "write the value itself")
        self._level += 1
        self._budget.take(line, self._level - isinstance(event, ScalarEvent | AliasEvent))
        node: Node = super().compose_node(parent, index)
        self._level -= 1
        return node

    def _is_closed(self, anchor: str) -> bool:
        return anchor in self.anchors and self.anchors[anchor].end_mark is not None


class _TreeReader:
    """Turns composed nodes into plain data; aliases are followed, and counted with all that they stand for."""

    def __init__(self, name: str) -> None:
        self.problems: list[Problem] = []
        self._name = name
        self._budget = _ValueBudget()

    def read(self, node: Node, depth: int = 1) -> tuple[Tree, ValueMark]:
        """The data and the lines of a node. Raises _RefusedError."""
        line = node.start_mark.line + 1
        self._budget.take(line, depth - isinstance(node, ScalarNode))
        if isinstance(node, MappingNode):
            return self._mapping(node, line, depth)
        if isinstance(node, SequenceNode):
            items = [self.read(item, depth + 1) for item in node.value]
            return [item for item, _ in items], ValueMark(
                line, {i: mark for i, (_, mark) in enumerate(items)}
            )
        is_null = isinstance(node, ScalarNode) and node.style is None and node.value in _NULLS
        return None if is_null else str(node.value), ValueMark(line)

    def _mapping(self, node: MappingNode, line: int, depth: int) -> tuple[Tree, ValueMark]:
        tree: dict[str, Tree] = {}
        below: dict[str | int, ValueMark] = {}
        for key_node, value_node in node.value:
            read, mark = self.read(key_node, depth + 1)
            if isinstance(read, list | dict):
                what = "a list or mapping stands in place of a key"
                raise _RefusedError(mark.line, what, "write a word as key")
            key = read or ""
            value, value_mark = self.read(value_node, depth + 1)
            if key in tree:
                what = f"the key `{key}` stands here again (first in line {below[key].line})"
                self.problems.append(Problem(self._name, mark.line, key, what, "remove one of the two"))
                continue
            tree[key], below[key] = value, ValueMark(mark.line, value_mark.below)
        return tree, ValueMark(line, below)


def read_yaml(path: Path, name: str) -> YamlFile:
    """Reads a YAML file; what is wrong with it stands in `problems`. Never raises for what is in it."""
    text = read_text(path, name)
    if isinstance(text, Problem):
        return YamlFile(name, None, ValueMark(1), (text,))
    reader = _TreeReader(name)
    try:
        root = _compose(text)
        tree, mark = reader.read(root) if root else (None, ValueMark(1))
    except _RefusedError as refused:
        problem = Problem(name, refused.line, "", refused.what, refused.remedy)
        return YamlFile(name, None, ValueMark(1), (*reader.problems, problem))
    except (YAMLError, ValueError, AssertionError) as error:  # the last two come through for odd escapes
        return YamlFile(name, None, ValueMark(1), (_syntax_problem(name, text, error),))
    if tree is None:
        empty = Problem(name, 1, "", "the file is empty", "start from the example: smartxl init")
        return YamlFile(name, None, ValueMark(1), (empty,))
    return YamlFile(name, tree, mark, tuple(reader.problems))


def _compose(text: str) -> Node | None:
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Composer  # type: ignore[assignment]
    try:
        root: Node | None = yaml.compose(text)
    except ComposerError as error:  # all that it still refuses itself
        line = error.problem_mark.line + 1
        raise _RefusedError(line, "a second document begins here", "keep one: remove the line ---") from error
    return root


def _syntax_problem(name: str, text: str, error: Exception) -> Problem:
    line, what = 1, str(error)
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = error.problem or error.context or "cannot be read"
        if error.context_mark and error.context_mark.line + 1 != line:
            what += f" ({error.context}, begun in line {error.context_mark.line + 1})"
    elif isinstance(error, ReaderError):
        line = text.count("\n", 0, error.position) + 1
        what = f"holds the character U+{ord(text[error.position]):04X}, which no text file may hold"
    remedy = "check indentation, colons, quotes and brackets here and in the line before"
    return Problem(name, line, "", f"not valid YAML: {what}", remedy)
