"""Reads YAML into plain data with the line of every value, within a budget.

Every scalar stays text: the schema decides what is a number, so `version: 1.10`, `code: 011` and `en: No`
keep their characters. Tags are refused; an alias may be used, and counts with all that it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from smartxl.define.textfile import read_text
from smartxl.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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
    """The line (from 1) of a value, or of its key in a mapping, and the marks of what is in it."""

    line: int
    below: Mapping[str | int, ValueMark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file that was read: `name` for messages, `tree` None where it cannot be read, and its problems."""

    name: str
    tree: Tree
    mark: ValueMark
    problems: tuple[Problem, ...]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place above it that exists."""
        mark = self.mark
        for part in place:
            if part not in mark.below:
                break
            mark = mark.below[part]
        return mark.line


@dataclass(frozen=True, slots=True)
class _ReadValue:
    """A value that was read, where it stood, and how large and deep it is."""

    value: Tree
    mark: ValueMark
    size: int = 1
    depth: int = 0


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read; `key` is the key whose value comes next."""

    value: list[Tree] | dict[str, Tree]
    line: int
    anchor: str | None
    below: dict[str | int, ValueMark] = field(default_factory=dict)
    size: int = 1
    depth: int = 1
    key: _ReadValue | None = None

    def closed(self) -> _ReadValue:
        """The list or mapping when its end was read."""
        return _ReadValue(self.value, ValueMark(self.line, self.below), self.size, self.depth)


class _RefusedError(Exception):
    """The file cannot be read on; holds the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class _TreeBuilder:
    """Puts the parser's events together without recursion, so that no nesting can exhaust the stack."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: _ReadValue | None = None
        self.problems: list[Problem] = []
        self._stack: list[_Open] = []
        self._anchors: dict[str, _ReadValue] = {}
        self._total = 0

    def take(self, event: Event) -> None:
        """Adds one event. Raises _RefusedError."""
        line = event.start_mark.line + 1
        if isinstance(event, NodeEvent):
            self._check_tag(event, line)
        if isinstance(event, DocumentStartEvent) and self.root is not None:
            raise self._refused(line, "a second document begins here", "keep one: remove the line ---")
        if isinstance(event, AliasEvent):
            node = self._aliased(event, line)
            self._check_depth(node.depth, line)
            self._add(node, line, node.size)
        elif isinstance(event, ScalarEvent):
            value = None if event.style is None and event.value in _NULLS else str(event.value)
            self._add(self._remember(event.anchor, _ReadValue(value, ValueMark(line))), line)
        elif isinstance(event, MappingStartEvent):
            self._open(_Open({}, line, event.anchor))
        elif isinstance(event, SequenceStartEvent):
            self._open(_Open([], line, event.anchor))
        elif isinstance(event, CollectionEndEvent):
            done = self._stack.pop()
            self._add(self._remember(done.anchor, done.closed()), done.line)

    def _open(self, opened: _Open) -> None:
        self._check_depth(opened.depth, opened.line)
        self._stack.append(opened)

    def _check_depth(self, depth: int, line: int) -> None:
        if len(self._stack) + depth > MAX_DEPTH:
            raise self._refused(line, f"more than {MAX_DEPTH} levels deep", "flatten the structure")

    def _aliased(self, event: AliasEvent, line: int) -> _ReadValue:
        if event.anchor not in self._anchors:
            raise self._refused(line, f"*{event.anchor} refers to nothing above it", "write the value itself")
        return self._anchors[event.anchor]

    def _remember(self, anchor: str | None, node: _ReadValue) -> _ReadValue:
        if anchor:
            self._anchors[anchor] = node
        return node

    def _add(self, node: _ReadValue, line: int, cost: int = 1) -> None:
        self._total += cost
        if self._total > MAX_NODES:
            what = f"more than {MAX_NODES:,} values (an alias counts with all it stands for)"
            raise self._refused(line, what, "split the definition, or write fewer aliases")
        if not self._stack:
            self.root = node
            return
        top = self._stack[-1]
        top.size += node.size
        top.depth = max(top.depth, node.depth + 1)
        if isinstance(top.value, list):
            top.below[len(top.value)] = node.mark
            top.value.append(node.value)
        elif top.key is None:
            top.key = self._as_key(node, line)
        else:
            self._set(top, top.value, top.key, node)

    def _as_key(self, node: _ReadValue, line: int) -> _ReadValue:
        if isinstance(node.value, list | dict):
            raise self._refused(line, "a list or mapping stands in place of a key", "write a word as key")
        return node

    def _set(self, top: _Open, target: dict[str, Tree], key_node: _ReadValue, node: _ReadValue) -> None:
        key, line = str(key_node.value or ""), key_node.mark.line
        if key in target:
            what = f"the key `{key}` stands here again (first in line {top.below[key].line})"
            self.problems.append(Problem(self.name, line, key, what, "remove one of the two"))
        else:
            target[key] = node.value
            top.below[key] = ValueMark(line, node.mark.below)
        top.key = None

    def _check_tag(self, event: NodeEvent, line: int) -> None:
        if tag := getattr(event, "tag", None):
            raise self._refused(line, f"the tag {tag} is not read", "write a plain value without a tag")

    def _refused(self, line: int, what: str, remedy: str) -> _RefusedError:
        return _RefusedError(Problem(self.name, line, "", what, remedy))


def read_yaml(path: Path, name: str) -> YamlFile:
    """Reads a YAML file; what is wrong with it stands in `problems`. Never raises for what is in it."""
    text = read_text(path, name)
    if isinstance(text, Problem):
        return YamlFile(name, None, ValueMark(1), (text,))
    builder = _TreeBuilder(name)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except _RefusedError as refused:
        return YamlFile(name, None, ValueMark(1), (*builder.problems, refused.problem))
    except (
        YAMLError,
        ValueError,
        AssertionError,
    ) as error:  # the parser lets the last two through for odd escapes
        return YamlFile(name, None, ValueMark(1), (*builder.problems, _syntax_problem(name, text, error)))
    if builder.root is None or builder.root.value is None:
        empty = Problem(name, 1, "", "the file is empty", "start from the example: smartxl init")
        return YamlFile(name, None, ValueMark(1), (empty,))
    return YamlFile(name, builder.root.value, builder.root.mark, tuple(builder.problems))


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
