"""A formula compiled by the parser of `formulas` into a tree of its functions, run over many cells at once.

The parser hands its tokens to a builder; ours makes a tree in place of the dispatcher, whose overhead is
many times the work of one cell. The tree is run for all cells of one shape together. Where a function works
row by row on arrays, it is called once for all cells; elsewhere once for each.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import formulas
import numpy as np
from formulas.errors import BaseError
from formulas.tokens.function import Function as FunctionToken
from formulas.tokens.operand import Empty, Error, Number, Range, String
from formulas.tokens.operator import Operator, OperatorToken, Separator
from formulas.tokens.parenthesis import Parenthesis

from smartxl.errors import VerifyError
from smartxl.text import Text
from smartxl.verify.functions import function_table
from smartxl.verify.values import Objects, error_value, mapped, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from smartxl.cells import Cell
    from smartxl.verify.functions import Function
    from smartxl.verify.shapes import FormulaShape

__all__ = ["Batch", "PerCell", "PerCellScalar", "Program", "SharedValue", "compile_shape"]


@dataclass(frozen=True, slots=True)
class SharedValue:
    """One value for all cells: a scalar, or an array (rows, columns)."""

    value: object

    def at(self, row: int) -> object:  # noqa: ARG002 - the same everywhere
        """The value for one cell."""
        return self.value


@dataclass(frozen=True, slots=True)
class PerCellScalar:
    """One scalar for each cell, as an array (n, 1); `reference` when it was read from a cell."""

    values: Objects
    reference: bool

    def at(self, row: int) -> object:
        """The value for one cell: a scalar, or an array (1, 1) when it is a reference."""
        return self.values[row : row + 1] if self.reference else self.values[row, 0]


@dataclass(frozen=True, slots=True)
class PerCell:
    """One value of any shape for each cell."""

    values: Sequence[object]

    def at(self, row: int) -> object:
        """The value for one cell."""
        return self.values[row]


Batch = SharedValue | PerCellScalar | PerCell


class _Instruction(Protocol):
    """A part of a compiled formula: gives its values in `size` cells; `arrays`: over whole ranges."""

    def run(self, slots: Sequence[Batch], size: int, arrays: bool) -> Batch: ...


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled shape."""

    root: _Instruction
    array: bool

    def run(self, slots: Sequence[Batch], size: int) -> Batch:
        """The values of `size` cells, from what the placeholders stand for in each of them."""
        return self.root.run(slots, size, self.array)


def compile_shape(
    cell: Cell, shape: FormulaShape, registered: Mapping[str, Callable[..., object]]
) -> Program:
    """Compiles the shape of the formula in `cell`, which may call the allowed functions and those `registered`.

    Raises VerifyError for what is no formula.
    """
    try:
        return _compiled(shape, tuple(sorted(registered.items())))
    except (BaseError, KeyError, ValueError, IndexError) as error:
        what = Text(f"公式 {shape.text} 无法识别", f"the formula {shape.text} cannot be read")
        raise VerifyError(str(cell), what, Text("重新写一遍", "write it again")) from error


@functools.lru_cache(maxsize=4096)  # the forms of a round have the same shapes
def _compiled(shape: FormulaShape, registered: tuple[tuple[str, Callable[..., object]], ...]) -> Program:
    parser = formulas.Parser()
    parser.filters = [Error, String, Number, Range, OperatorToken, Separator, FunctionToken, Parenthesis]
    stack = functools.partial(_ProgramStack, function_table(dict(registered)))
    setattr(parser, "ast_builder", stack)  # noqa: B010  (meant to be replaced)
    _, builder = parser.ast(shape.text)
    return Program(builder.pop(), shape.array)


@dataclass(frozen=True, slots=True)
class _Constant:
    """A value that is the same in all cells."""

    value: object

    def run(self, slots: Sequence[Batch], size: int, arrays: bool) -> Batch:  # noqa: ARG002
        return SharedValue(self.value)


@dataclass(frozen=True, slots=True)
class _Slot:
    """What a placeholder stands for in each cell."""

    index: int

    def run(self, slots: Sequence[Batch], size: int, arrays: bool) -> Batch:  # noqa: ARG002
        return slots[self.index]


@dataclass(frozen=True, slots=True)
class _Call:
    """A function of other parts."""

    function: Function
    nodes: tuple[_Instruction, ...]

    def run(self, slots: Sequence[Batch], size: int, arrays: bool) -> Batch:
        """For all cells together where the function can, else cell by cell."""
        # Excel computes over whole ranges inside SUMPRODUCT and in array formulas; IF only in the latter.
        arrays = arrays or self.function.name == "SUMPRODUCT"
        args = [node.run(slots, size, arrays) for node in self.nodes]
        if all(isinstance(arg, SharedValue) for arg in args):
            return SharedValue(self._apply([arg.at(0) for arg in args], arrays))
        return self._together(args, size) or _gathered(
            [self._apply([arg.at(row) for arg in args], arrays) for row in range(size)]
        )

    def _together(self, args: Sequence[Batch], size: int) -> PerCellScalar | None:
        """One call for all cells, None where the function or an argument does not allow it."""
        if not self.function.vectorised or not all(map(self._fits, range(len(args)), args)):
            return None
        try:
            values = self.function.call(
                *(a.values if isinstance(a, PerCellScalar) else a.at(0) for a in args)
            )
        except (BaseError, TypeError, IndexError):
            return None
        # An error raised for one row stands for all of them in what `formulas` returns then: (1, 1).
        together = isinstance(values, np.ndarray) and values.shape == (size, 1)
        return PerCellScalar(mapped(_plain, table(values)), reference=False) if together else None

    def _fits(self, position: int, arg: Batch) -> bool:
        if position in self.function.ranges:
            return isinstance(arg, SharedValue)
        return isinstance(arg, PerCellScalar) or (isinstance(arg, SharedValue) and _is_scalar(arg.value))

    def _apply(self, args: Sequence[object], arrays: bool) -> object:
        whole = (i for i, arg in enumerate(args) if i not in self.function.ranges and not _is_scalar(arg))
        if any(True for _ in whole) and not (arrays and self.function.lifted):
            return error_value("#VALUE!")
        try:
            return _plain(self.function.call(*args))
        except (BaseError, TypeError, IndexError):  # arrays that do not fit, too few or too many arguments
            return error_value("#VALUE!")


def _is_scalar(value: object) -> bool:
    return not isinstance(value, np.ndarray) or value.size == 1


def _plain(value: object) -> object:
    """A scalar as a Python object, anything else as an object array (rows, columns)."""
    if isinstance(value, np.ndarray):
        return _plain(value.item()) if value.size == 1 else mapped(_plain, table(value))
    if isinstance(value, complex):
        return error_value("#NUM!")
    return _plain(value.item()) if isinstance(value, np.generic) else value


def _gathered(values: Sequence[object]) -> PerCellScalar | PerCell:
    if any(isinstance(value, np.ndarray) for value in values):
        return PerCell(values)
    column = np.empty((len(values), 1), dtype=object)
    column[:, 0] = values
    return PerCellScalar(column, reference=False)


class _ProgramStack:
    """What `formulas.Parser` wants of a builder: a stack that is given operands before their operators."""

    def __init__(self, table: Mapping[str, Function], match: object = None) -> None:  # noqa: ARG002
        self._table = table
        self._stack: list[_Instruction] = []

    def __len__(self) -> int:
        return len(self._stack)

    def pop(self) -> _Instruction:
        """The part on top, at the end the whole formula."""
        return self._stack.pop()

    def finish(self) -> None:
        """Nothing is left to do."""

    def append(self, token: object) -> None:
        """Puts an operand on the stack, or a call in place of its arguments."""
        if isinstance(token, Operator | FunctionToken):
            name, count = token.name.upper(), token.get_n_args
            args = [self._stack.pop() for _ in range(count)][::-1]
            self._stack.append(_Call(self._table[name], tuple(args)))
        elif isinstance(token, Range):
            self._stack.append(_Slot(int(token.name.removeprefix("A")) - 1))
        elif isinstance(token, String | Number | Error | Empty):
            self._stack.append(_Constant(token.compile()))
