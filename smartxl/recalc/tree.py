"""A formula as a tree: operators by their precedence, functions with their arguments.

The tokens are those of openpyxl. What refers to cells as formulas mostly do (A1, Sheet1!$A$1:$B$9) is taken out first, so
that the formulas of many rows have one tree between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from smartxl.recalc.values import ERRORS, NAME, NotComputed, Scalar
from smartxl.text import Text

__all__ = [
    "POWERS",
    "TOO_DEEP",
    "ArrayOf",
    "Binary",
    "Call",
    "CellReference",
    "Constant",
    "Invoke",
    "LeftOut",
    "Node",
    "Operand",
    "PerCent",
    "Prefix",
    "parse",
    "parts",
    "parts_of",
    "taken_out",
]


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, TRUE or FALSE, an error."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An argument that is left out, as the second of IF(A1,,2)."""


@dataclass(frozen=True, slots=True)
class CellReference:
    """The reference of this number among those that were taken out."""

    index: int


@dataclass(frozen=True, slots=True)
class Operand:
    """Whatever else refers to something: a name, whole columns, a table's column, as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function of arguments; its name in capitals."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Invoke:
    """A part that is a function, called: LAMBDA(x,x+1)(5)."""

    function: Node
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two parts with an operator between them; " " intersects, "," unites and ":" spans references."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Prefix:
    """A sign before a part."""

    operator: str
    part: Node


@dataclass(frozen=True, slots=True)
class PerCent:
    """A part with % behind it."""

    part: Node


@dataclass(frozen=True, slots=True)
class ArrayOf:
    """An array that is written out: {1,2;3,4}."""

    rows: tuple[tuple[Scalar, ...], ...]


Node = Constant | LeftOut | CellReference | Operand | Call | Invoke | Binary | Prefix | PerCent | ArrayOf

_MARK = "\0"  # no formula contains it
_CELL = r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}"
_REFERENCE = re.compile(
    r"\"[^\"]*\"|'[^']*'(?!['!])|"  # what stands in quotes is passed over
    rf"(?<![\w.$!:\[\]'@#])((?:(?:'[^'\[\]:]+'|[^\W\d][\w.]*)!)?{_CELL}(?::{_CELL})?)(?![\w.$!:\[\]('#])"
)
POWERS: Final = {
    **dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), 1),
    "&": 2,
    **dict.fromkeys("+-", 3),
    **dict.fromkeys("*/", 4),
    "^": 5,
    **{",": 8, " ": 9, ":": 10},
}
"""How strongly operators bind."""
_SIGN, _PER_CENT = 6, 7
_PREFIXES = re.compile(r"^(?:_XLFN\.|_XLWS\.|_XLUDF\.)+")
_MAX_DEPTH = 200
_LOST_END = re.compile(r":#REF!", re.IGNORECASE)
TOO_DEEP = Text("公式嵌套过深", "the formula is nested too deeply")


def parts_of(node: Node) -> tuple[Node, ...]:
    """The parts that a part is made of."""
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Invoke):
        return node.function, *node.arguments
    if isinstance(node, Binary):
        return node.left, node.right
    return (node.part,) if isinstance(node, Prefix | PerCent) else ()


def parts(node: Node | None) -> Iterator[Node]:
    """All parts of a formula, itself first; however long a chain of operators is."""
    left = [node] if node is not None else []
    while left:
        part = left.pop()
        yield part
        left += reversed(parts_of(part))


@lru_cache(
    maxsize=2**15
)  # the reader of shapes asks for the same, and the forms of a round have the same formulas
def taken_out(text: str) -> tuple[str, tuple[str, ...]]:
    """What stands around the references of a formula, which are marked in it, and the references."""
    references: list[str] = []

    def mark(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        references.append(found[1])
        return _MARK

    return _REFERENCE.sub(mark, text), tuple(references)


@lru_cache(maxsize=20_000)
def parse(text: str, references: tuple[str, ...] = ()) -> Node:
    """The tree of a formula (with its =). References found by `taken_out` are numbered, unless not all of them are found.

    Raises NotComputed for what is no formula.
    """
    try:
        tokens = Tokenizer(_LOST_END.sub(" #REF!", text) if ":#REF!" in text else text).items
        return _Parser(tokens, references).formula()
    except (TokenizerError, IndexError, ValueError, RecursionError) as error:
        why = Text(f"公式无法识别（{error}）", f"the formula cannot be read ({error})")
        raise NotComputed(why) from error


class _Parser:
    """Operator precedence over the tokens."""

    def __init__(self, tokens: list[Token], references: tuple[str, ...]) -> None:
        self._tokens = [*_meant(tokens), None]
        self._at = self._found = self._depth = 0
        self._references = references

    def formula(self) -> Node:
        """The whole."""
        node = self._expression(0)
        if self._tokens[self._at] is not None:
            raise ValueError(str(self._tokens[self._at]))
        return node

    def _next(self) -> Token:
        token = self._tokens[self._at]
        if token is None:
            raise ValueError("it ends too early")
        self._at += 1
        return token

    def _expression(self, power: int) -> Node:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise NotComputed(TOO_DEEP)
        node = self._part(self._next())
        while (token := self._tokens[self._at]) is not None:
            if token.type == Token.OP_POST:
                if power > _PER_CENT:
                    break
                self._at += 1
                node = PerCent(node) if token.value == "%" else Call("ANCHORARRAY", (node,))
                continue
            if token.type == Token.FUNC and token.value.startswith(":") and power < POWERS[":"]:
                self._at += 1
                node = Binary(":", node, self._call(token.value[1:]))
                continue
            if token.type == Token.OPERAND and token.value.startswith(":") and power < POWERS[":"]:
                self._at += 1
                node = Binary(":", node, Operand(token.value[1:]))
                continue
            if token.type == Token.PAREN and token.subtype == Token.OPEN:
                self._at += 1
                node = Invoke(node, tuple(self._arguments(Token.PAREN)))
                continue
            if token.type != Token.OP_IN or POWERS.get(str(token.value), 0) <= power:
                break
            self._at += 1
            operator = str(token.value)
            node = Binary(operator, node, self._expression(POWERS[operator]))
        self._depth -= 1
        return node

    def _part(self, token: Token) -> Node:
        if token.type == Token.OPERAND:
            return self._operand(token)
        if token.type == Token.OP_PRE:
            return Prefix(str(token.value), self._expression(_SIGN))
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            node = self._expression(0)
            self._close(Token.PAREN)
            return node
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return self._call(str(token.value))
        if token.type == Token.ARRAY and token.subtype == Token.OPEN:
            return self._array()
        raise ValueError(str(token.value))

    def _close(self, kind: str) -> None:
        token = self._next()
        if token.type != kind or token.subtype != Token.CLOSE:
            raise ValueError(str(token.value))

    def _operand(self, token: Token) -> Node:
        value = str(token.value)
        if token.subtype == Token.NUMBER:
            return Constant(float(value))
        if token.subtype == Token.TEXT:
            return Constant(value[1:-1].replace('""', '"'))
        if token.subtype == Token.LOGICAL:
            return Constant(value.upper() == "TRUE")
        if token.subtype == Token.ERROR:
            return Constant(ERRORS.get(value.upper(), NAME))
        if self._found < len(self._references) and self._references[self._found] == value:
            self._found += 1
            return CellReference(self._found - 1)
        return Operand(value)

    def _call(self, opened: str) -> Node:
        before, _, name = opened[:-1].rpartition(":")
        name = _PREFIXES.sub("", name.strip().upper())
        arguments = self._arguments(Token.FUNC)
        call = Call(name, tuple(arguments))
        return Binary(":", Operand(before), call) if before else call

    def _arguments(self, kind: str) -> list[Node]:
        """What stands up to the closing parenthesis of a kind."""
        arguments: list[Node] = []
        while True:
            token = self._tokens[self._at]
            if token is not None and _ends_an_argument(token):
                if token.type == Token.SEP or arguments or self._tokens[self._at - 1].type == Token.SEP:  # type: ignore[union-attr]
                    arguments.append(LeftOut())
            else:
                arguments.append(self._expression(0))
            token = self._next()
            if token.type == kind and token.subtype == Token.CLOSE:
                return arguments
            if token.type != Token.SEP:
                raise ValueError(str(token.value))

    def _array(self) -> Node:
        rows: list[list[Scalar]] = [[]]
        while True:
            token = self._next()
            if token.type == Token.ARRAY:
                break
            if token.type == Token.SEP:
                if token.subtype == Token.ROW:
                    rows.append([])
                continue
            rows[-1].append(self._element(token))
        if len({len(row) for row in rows}) != 1 or not rows[0]:
            raise ValueError("the rows of the array are not alike")
        return ArrayOf(tuple(map(tuple, rows)))

    def _element(self, token: Token) -> Scalar:
        sign = 1.0
        while token.type == Token.OP_PRE:
            sign = -sign if token.value == "-" else sign
            token = self._next()
        node = self._operand(token)
        if not isinstance(node, Constant):
            raise TypeError(str(token.value))
        return sign * node.value if isinstance(node.value, float) and sign < 0 else node.value


def _ends_an_argument(token: Token) -> bool:
    return token.type == Token.SEP or (
        token.type in {Token.FUNC, Token.PAREN} and token.subtype == Token.CLOSE
    )


def _called(tokens: list[Token]) -> list[Token]:
    """With commas that part arguments where parentheses right after a call call what it gives."""
    inside: list[bool] = []
    found: list[Token] = []
    before: Token | None = None
    for token in tokens:
        if token.type in {Token.FUNC, Token.PAREN} and token.subtype == Token.OPEN:
            is_call = token.type == Token.PAREN and before is not None and before.subtype == Token.CLOSE
            inside.append(is_call)
        elif token.subtype == Token.CLOSE and inside and token.type != Token.ARRAY:
            inside.pop()
        elif token.type == Token.OP_IN and token.value == "," and inside and inside[-1]:
            token = Token(",", Token.SEP, Token.ARG)  # noqa: PLW2901
        found.append(token)
        before = token
    return found


def _meant(tokens: list[Token]) -> list[Token]:
    """Without blanks, but for those between two references, where they intersect them."""
    meant: list[Token] = []
    tokens = _called(tokens)
    for index, token in enumerate(tokens):
        if token.type != Token.WSPACE:
            meant.append(token)
        elif meant and index + 1 < len(tokens) and _may_end(meant[-1]) and _may_begin(tokens[index + 1]):
            meant.append(Token(" ", Token.OP_IN))
    return meant


def _may_end(token: Token) -> bool:
    is_closed = token.type in {Token.FUNC, Token.PAREN} and token.subtype == Token.CLOSE
    return is_closed or (token.type == Token.OPERAND and token.subtype in {Token.RANGE, Token.ERROR})


def _may_begin(token: Token) -> bool:
    is_opened = token.type in {Token.FUNC, Token.PAREN} and token.subtype == Token.OPEN
    return is_opened or (token.type == Token.OPERAND and token.subtype in {Token.RANGE, Token.ERROR})
