"""What a file leaves unsaid about formulas: where a range stands for one of its cells, and where a function is given arrays.

A formula that fills one cell takes, where one value is wanted, the cell of a range in its own row or column. Engines that
spill every range are told so by an @ before it. Inside SUMPRODUCT and in array formulas functions of single values are called
once for each element.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from openpyxl.formula.tokenizer import Token, Tokenizer

from smartxl.recalc import FUNCTIONS, FormulaCell, taken_out
from smartxl.recalc.calls import AS_IT_COMES
from smartxl.recalc.operators import OPERATORS
from smartxl.recalc.registry import Function
from smartxl.recalc.tree import Binary, Call, CellReference, Node, PerCent, Prefix, parse
from smartxl.recalc.values import NotComputed
from smartxl.verify.engines.calls import plain_name

__all__ = ["FormulaWriter"]

_CONDITIONAL: Final = {"IF": 1, "IFERROR": 2, "IFNA": 2, "CHOOSE": 1, "IFS": 0, "SWITCH": 0}
"""Function → how many of its first arguments are one value; the others are what the whole is. 0: all."""
_MARK = "\0"


@dataclass(frozen=True, slots=True)
class _ShapeWritten:
    """What formulas that differ in their references alone have in common: what stands around the references, the numbers of
    those that stand for one value."""

    around: tuple[str, ...]
    single: frozenset[int]


class FormulaWriter:
    """Writes formulas so that an engine which spills ranges computes them as Excel does.

    `functions`: the user's own. `elementwise`: what to put before functions of single values that are given arrays; "" for
    nothing. `lifted`: those that were met.
    """

    def __init__(self, functions: Mapping[str, Function], elementwise: str = "") -> None:
        self._functions, self._elementwise = functions, elementwise
        self.lifted: set[str] = set()
        self._shapes: dict[tuple[str, bool], _ShapeWritten | None] = {}

    def written(self, formula: FormulaCell) -> str:
        """A formula (with its =) with @ before each range that stands for one cell; as it is where it is no formula."""
        around, references = taken_out(formula.text)
        key = around, formula.fills is not None
        if key not in self._shapes:
            self._shapes[key] = self._shape(formula.text, references, array=key[1])
        shape = self._shapes[key]
        if shape is None:
            return formula.text
        written = (
            f"@{reference}" if index in shape.single and _is_range(reference) else reference
            for index, reference in enumerate(references)
        )
        parts = zip(written, shape.around[1:], strict=True)
        return shape.around[0] + "".join(reference + part for reference, part in parts)

    def _shape(self, text: str, references: tuple[str, ...], *, array: bool) -> _ShapeWritten | None:
        try:
            tree = parse(text, references)
        except NotComputed:
            return None
        nodes = list(_nodes(tree))
        if sum(isinstance(node, CellReference) for node in nodes) != len(references):
            return None
        single = frozenset() if array else frozenset(_single(tree, True, self._functions))
        calls = [node for node in nodes if isinstance(node, Call)]
        around = taken_out(self._with_prefixes(text, tree, calls, array=array))[0].split(_MARK)
        return _ShapeWritten(tuple(around), single) if len(around) == len(references) + 1 else None

    def _with_prefixes(self, text: str, tree: Node, calls: list[Call], *, array: bool) -> str:
        """The formula with the prefix before the functions of single values that are given arrays."""
        chosen = {id(call) for call in _given_arrays(tree, array)} if self._elementwise else set()
        if not chosen:
            return text
        tokens = Tokenizer(text).items
        opening = [token for token in tokens if token.type == Token.FUNC and token.subtype == Token.OPEN]
        if [plain_name(token.value[:-1]) for token in opening] != [call.name for call in calls]:
            return text
        for token, call in zip(opening, calls, strict=True):
            if id(call) in chosen:
                token.value = f"{self._elementwise}{call.name}("
                self.lifted.add(call.name)
        return "=" + "".join(token.value for token in tokens)


def _is_range(reference: str) -> bool:
    first, _, last = reference.rpartition("!")[2].replace("$", "").partition(":")
    return bool(last) and first != last


def _single(node: Node, one: bool, functions: Mapping[str, Function]) -> Iterator[int]:
    """The numbers of the references that stand for one value. `one`: the part itself is one."""
    if isinstance(node, CellReference):
        if one:
            yield node.index
    elif isinstance(node, Binary) and node.operator in OPERATORS:
        yield from _single(node.left, True, functions)
        yield from _single(node.right, True, functions)
    elif isinstance(node, PerCent) or (isinstance(node, Prefix) and node.operator in {"-", "+"}):
        yield from _single(node.part, True, functions)
    elif isinstance(node, Call):
        yield from _single_in_call(node, one, functions)


def _single_in_call(call: Call, one: bool, functions: Mapping[str, Function]) -> Iterator[int]:
    entry = functions.get(call.name) or FUNCTIONS.get(call.name)
    first = _CONDITIONAL.get(call.name)
    for index, argument in enumerate(call.arguments):
        if first is not None:
            yield from _single(argument, one or not first or index < first, functions)
        elif entry is not None and entry.takes(len(call.arguments)) and entry.letter(index) != "a":
            yield from _single(argument, entry.letter(index) not in AS_IT_COMES | {"p"}, functions)


def _given_arrays(node: Node, array: bool) -> Iterator[Call]:
    """The calls of functions of single values that are computed over arrays. `array`: the part itself is."""
    if isinstance(node, Binary):
        yield from _given_arrays(node.left, array)
        yield from _given_arrays(node.right, array)
    elif isinstance(node, PerCent | Prefix):
        yield from _given_arrays(node.part, array)
    elif isinstance(node, Call):
        entry, count = FUNCTIONS.get(node.name), len(node.arguments)
        letters = [entry.letter(n) for n in range(count)] if entry and entry.takes(count) else []
        if array and set(letters) - AS_IT_COMES:
            yield node
        for index, argument in enumerate(node.arguments):
            yield from _given_arrays(argument, array or letters[index : index + 1] == ["a"])


def _nodes(tree: Node) -> Iterator[Node]:
    """All parts of a tree, in the order in which they are written."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, Call):
            stack += reversed(node.arguments)
        elif isinstance(node, Binary):
            stack += (node.right, node.left)
        elif isinstance(node, Prefix | PerCent):
            stack.append(node.part)
