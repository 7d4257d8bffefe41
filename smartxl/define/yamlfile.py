"""Reads YAML into plain data with the line of every value, within a budget.

Every scalar stays text: the schema decides what is a number, so `version: 1.10`, `code: 011` and `en: No`
keep their characters. Tags are refused; an alias may be used, and counts with all that it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
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
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["MAX_DEPTH", "MAX_NODES", "Place", "Tree", "ValueMark", "YamlFile", "read_yaml"]

MAX_DEPTH = 40
MAX_NODES = 50_000
_KNOWN = 8
"""Files whose content is kept: a step that follows many choices reads the same definition again for each."""

Place = tuple[str | int, ...]
"""Keys and list indices from the top of a file: ("nodes", 0, "weight")."""

Tree = str | list["Tree"] | dict[str, "Tree"] | None
"""Plain data as it stands in the file; None for a blank value."""

_SYNTAX = {
    "mapping values are not allowed": "这里不能有冒号，或缩进不对",
    "could not find expected ':'": "缺少冒号",
    "expected <block end>": "缩进与上文不一致",
    "found character": "这里不能用这个字符（例如制表符）",
    "end of stream": "到文件末尾还没有结束，可能缺少引号或括号",
    "expected ',' or": "缺少逗号或右括号",
    "escape character": "引号中的反斜杠后面不能是这个字符",
    "document separator": "引号没有结束",
    "expected alphabetic or numeric": "& 或 * 后面要写名称",
    "expected the node content": "这里缺少值",
    "expected <document start>": "这里多出了内容",
}
"""What the parser's words mean."""

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

    def spot(self, place: Place) -> Text:
        """The line of a place in words; in a workbook its cell."""
        mark = self._nearest(place)
        if mark.sheet:
            cell = f"{mark.sheet}!{mark.letter or 'A'}{mark.line}"
            return Text(cell, cell)
        return Text(f"第{mark.line}行", f"line {mark.line}")

    def problem(self, place: Place, what: Text, remedy: Text) -> Problem:
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

    def __init__(self, line: int, what: Text, remedy: Text) -> None:
        self.line, self.what, self.remedy = line, what, remedy
        super().__init__(what.en)


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
            what = Text(
                f"超过 {MAX_NODES:,} 个值（别名按它代表的全部内容计）",
                f"more than {MAX_NODES:,} values (an alias counts with all it stands for)",
            )
            raise _RefusedError(
                self.line, what, Text("拆分定义，或少用别名", "split the definition, or write fewer aliases")
            )
        if depth > MAX_DEPTH:
            raise _RefusedError(
                self.line,
                Text(f"超过 {MAX_DEPTH} 层", f"more than {MAX_DEPTH} levels deep"),
                Text("减少层次", "flatten the structure"),
            )


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
            raise _RefusedError(
                line,
                Text(f"不读标签 {tag}", f"the tag {tag} is not read"),
                Text("直接写值，不用标签", "write a plain value without a tag"),
            )
        if isinstance(event, AliasEvent) and not self._is_closed(event.anchor):
            what = Text(f"*{event.anchor} 在前面没有对应的锚", f"*{event.anchor} refers to nothing above it")
            raise _RefusedError(line, what, Text("直接写值", "write the value itself"))
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
                what = Text("该写键的地方是列表或映射", "a list or mapping stands in place of a key")
                raise _RefusedError(mark.line, what, Text("键要写成一个词", "write a word as key"))
            key = read or ""
            value, value_mark = self.read(value_node, depth + 1)
            if key in tree:
                what = Text(
                    f"键 `{key}` 重复（第一次在第{below[key].line}行）",
                    f"the key `{key}` stands here again (first in line {below[key].line})",
                )
                self.problems.append(
                    Problem(self._name, mark.line, key, what, Text("删去一个", "remove one of the two"))
                )
                continue
            tree[key], below[key] = value, ValueMark(mark.line, value_mark.below)
        return tree, ValueMark(line, below)


def read_yaml(path: Path, name: str) -> YamlFile:
    """Reads a YAML file; what is wrong with it stands in `problems`. Never raises for what is in it."""
    text = read_text(path, name)
    return YamlFile(name, None, ValueMark(1), (text,)) if isinstance(text, Problem) else _read(text, name)


@lru_cache(maxsize=_KNOWN)
def _read(text: str, name: str) -> YamlFile:
    """What a file says, which nobody changes once it is read."""
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
        empty = Problem(
            name,
            1,
            "",
            Text("文件是空的", "the file is empty"),
            Text("从示例开始：smartxl init", "start from the example: smartxl init"),
        )
        return YamlFile(name, None, ValueMark(1), (empty,))
    return YamlFile(name, tree, mark, tuple(reader.problems))


def _compose(text: str) -> Node | None:
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Composer  # type: ignore[assignment]
    try:
        root: Node | None = yaml.compose(text)
    except ComposerError as error:  # all that it still refuses itself
        line = error.problem_mark.line + 1
        raise _RefusedError(
            line,
            Text("从这里开始是第二份文档", "a second document begins here"),
            Text("只留一份：删去 --- 这一行", "keep one: remove the line ---"),
        ) from error
    return root


def _syntax_problem(name: str, text: str, error: Exception) -> Problem:
    line, what = 1, Text("读不懂", str(error))
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = _syntax_words(error.problem or error.context or "cannot be read")
        if error.context_mark and error.context_mark.line + 1 != line:
            begun = error.context_mark.line + 1
            what += Text(f"（从第{begun}行开始）", f" ({error.context}, begun in line {begun})")
    elif isinstance(error, ReaderError):
        line = text.count("\n", 0, error.position) + 1
        sign = f"U+{ord(text[error.position]):04X}"
        what = Text(
            f"含有字符 {sign}，文本文件不能有它", f"holds the character {sign}, which no text file may hold"
        )
    remedy = Text(
        "检查这一行和上一行的缩进、冒号、引号和括号",
        "check indentation, colons, quotes and brackets here and in the line before",
    )
    return Problem(name, line, "", Text("YAML 写法有误：", "not valid YAML: ") + what, remedy)


def _syntax_words(problem: str) -> Text:
    """The parser's words, and what they mean in Chinese."""
    known = (zh for words, zh in _SYNTAX.items() if words in problem)
    return Text(next(known, "读不懂"), problem)
