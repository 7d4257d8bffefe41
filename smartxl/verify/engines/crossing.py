"""Where a formula that fills one cell takes one value of a range: the cell in its own row or column.

Files do not say that, it follows from where a range stands. Engines that spill every range are told by an @ before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from smartxl.recalc import FUNCTIONS, FormulaCell, taken_out
from smartxl.recalc.calls import AS_IT_COMES
from smartxl.recalc.operators import OPERATORS
from smartxl.recalc.registry import Function
from smartxl.recalc.tree import Binary, Call, CellReference, Node, PerCent, Prefix, parse
from smartxl.recalc.values import NotComputed

__all__ = ["with_crossings"]

_CONDITIONAL: Final = {"IF": 1, "IFERROR": 2, "IFNA": 2, "CHOOSE": 1, "IFS": 0, "SWITCH": 0}
"""Function → how many of its first arguments are one value; the others are what the whole is. 0: all."""
_MARK = "\0"


def with_crossings(formula: FormulaCell, functions: Mapping[str, Function]) -> str:
    """The formula (with its =) with @ before each range that stands for one cell; array formulas are as they are."""
    if formula.fills is not None or ":" not in formula.text:
        return formula.text
    around, references = taken_out(formula.text)
    try:
        tree = parse(formula.text, references)
    except NotComputed:
        return formula.text
    if sum(isinstance(node, CellReference) for node in _nodes(tree)) != len(references):
        return formula.text
    single = set(_single(tree, True, False, functions))
    parts = around.split(_MARK)
    written = (
        f"@{reference}" if index in single and _is_range(reference) else reference
        for index, reference in enumerate(references)
    )
    return parts[0] + "".join(reference + part for reference, part in zip(written, parts[1:], strict=True))


def _is_range(reference: str) -> bool:
    first, _, last = reference.rpartition("!")[2].replace("$", "").partition(":")
    return bool(last) and first != last


def _single(node: Node, one: bool, array: bool, functions: Mapping[str, Function]) -> Iterator[int]:
    """The numbers of the references that stand for one value. `one`: the part is one; `array`: it is computed as an array."""
    if array:
        return
    if isinstance(node, CellReference):
        if one:
            yield node.index
    elif isinstance(node, Binary) and node.operator in OPERATORS:
        yield from _single(node.left, True, array, functions)
        yield from _single(node.right, True, array, functions)
    elif isinstance(node, PerCent) or (isinstance(node, Prefix) and node.operator in {"-", "+"}):
        yield from _single(node.part, True, array, functions)
    elif isinstance(node, Call):
        yield from _single_in_call(node, one, functions)


def _single_in_call(call: Call, one: bool, functions: Mapping[str, Function]) -> Iterator[int]:
    entry = functions.get(call.name) or FUNCTIONS.get(call.name)
    first = _CONDITIONAL.get(call.name)
    for index, argument in enumerate(call.arguments):
        if first is not None:
            yield from _single(argument, one or not first or index < first, False, functions)
        elif entry is not None and entry.takes(len(call.arguments)):
            letter = entry.letter(index)
            yield from _single(argument, letter not in AS_IT_COMES | {"p"}, letter == "a", functions)


def _nodes(tree: Node) -> Iterator[Node]:
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, Call):
            stack += node.arguments
        elif isinstance(node, Binary):
            stack += (node.left, node.right)
        elif isinstance(node, Prefix | PerCent):
            stack.append(node.part)
