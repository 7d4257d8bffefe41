"""The functions that calculate only those of their arguments that they need: which of them they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.precedents.evaluation import CHOICES, Choice
from smartxl.recalc.arrays import Arr
from smartxl.recalc.tree import Operand
from smartxl.recalc.values import NA, CellError, FailedError, NotComputed, as_logical, as_number, equal
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from smartxl.precedents.evaluation import Evaluation
    from smartxl.recalc.place import Value
    from smartxl.recalc.tree import Call
    from smartxl.recalc.written import Path

__all__ = ["CHOICES"]

_TOO_FEW = Text("参数个数", "the number of arguments")


def _needs(node: Call, least: int) -> None:
    if len(node.arguments) < least:
        raise NotComputed(_TOO_FEW)


def _all_of(walk: Evaluation, node: Call, path: Path, array: bool, first: int) -> None:
    """Evaluates the arguments from one on: over arrays there is no one branch."""
    for index in range(first, len(node.arguments)):
        walk.part(node.arguments[index], (*path, index), array, keeps=True)


def _truth(value: Value) -> bool | None:
    """Whether a condition holds, None for an error."""
    try:
        return None if isinstance(value, CellError) else as_logical(value)  # type: ignore[arg-type]  # a single value
    except FailedError:
        return None


def _by_first(pick: Callable[[Value], int | None]) -> Choice:
    """A function whose first argument says which one is taken: `pick` gives its place, or None for none of them."""

    def choose(walk: Evaluation, node: Call, path: Path, array: bool) -> None:
        _needs(node, 2)
        value = walk.part(node.arguments[0], (*path, 0), array)
        if isinstance(value, Arr):
            _all_of(walk, node, path, array, 1)
            return
        taken = pick(value)
        exists = taken is not None and taken < len(node.arguments)
        walk.takes(node, path, 0, value, taken if exists else None, array)

    return choose


def _if(value: Value) -> int | None:
    truth = _truth(value)
    return None if truth is None else 1 if truth else 2


def _replacing(caught: CellError | None) -> Callable[[Value], int]:
    """IFERROR and its like."""
    return lambda value: int(isinstance(value, CellError) and caught in {None, value})


def _choose(value: Value) -> int | None:
    try:
        number = int(as_number(value))  # type: ignore[arg-type]  # a single value
    except FailedError:
        return None
    return number if number >= 1 else None


def _ifs(walk: Evaluation, node: Call, path: Path, array: bool) -> None:
    _needs(node, 2)
    for index in range(0, len(node.arguments) - 1, 2):
        value = walk.part(node.arguments[index], (*path, index), array)
        if isinstance(value, Arr):
            _all_of(walk, node, path, array, index + 1)
            return
        truth = _truth(value)
        if truth is not False or index + 2 >= len(node.arguments):
            walk.takes(node, path, index, value, index + 1 if truth else None, array)
            return
        walk.leaves(path, index + 1)


def _switch(walk: Evaluation, node: Call, path: Path, array: bool) -> None:
    _needs(node, 3)
    subject = walk.part(node.arguments[0], (*path, 0), array)
    if isinstance(subject, Arr | CellError):
        _all_of(walk, node, path, array, 1)
        return
    last = len(node.arguments) - 1
    for index in range(1, last, 2):
        wanted = walk.part(node.arguments[index], (*path, index), array)
        if isinstance(wanted, Arr | CellError):
            _all_of(walk, node, path, array, index + 1)
            return
        if equal(subject, wanted):  # type: ignore[arg-type]  # single values
            walk.takes(node, path, index, subject, index + 1, array)
            return
        walk.leaves(path, index + 1)
    walk.takes(node, path, 0, subject, last if len(node.arguments) % 2 == 0 else None, array)


def _let(walk: Evaluation, node: Call, path: Path, array: bool) -> None:
    _needs(node, 3)
    for index in range(0, len(node.arguments) - 1, 2):
        name = node.arguments[index]
        if not isinstance(name, Operand):
            raise NotComputed(_TOO_FEW)
        walk.binds(name.text, node.arguments[index + 1], (*path, index + 1), array)
    last = len(node.arguments) - 1
    walk.part(node.arguments[last], (*path, last), array, keeps=True)


CHOICES.update(
    {
        "IF": _by_first(_if),
        "IFERROR": _by_first(_replacing(None)),
        "IFNA": _by_first(_replacing(NA)),
        "CHOOSE": _by_first(_choose),
        "IFS": _ifs,
        "SWITCH": _switch,
        "LET": _let,
    }
)
