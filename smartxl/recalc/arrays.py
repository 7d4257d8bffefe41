"""Rectangles of values: what a range holds, and what is computed over one.

`kind` says of each element what it is, `num` has its number, so that sums over long ranges are numpy's work; `obj` has
the values themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smartxl.recalc.values import NA, CellError, FailedError, Scalar

__all__ = ["BLANK", "ERROR", "LOGICAL", "NUMBER", "TEXT", "Arr", "kind_of"]

BLANK, NUMBER, TEXT, LOGICAL, ERROR = range(5)
_KINDS: Final = {float: NUMBER, str: TEXT, bool: LOGICAL, CellError: ERROR, type(None): BLANK}


def kind_of(value: Scalar) -> int:
    """What a scalar is."""
    return _KINDS[type(value)]


class Arr:
    """A rectangle (rows, columns) of scalars; never changed once made. `num` is 0 but for numbers, TRUE (1) and FALSE."""

    __slots__ = ("_obj", "kind", "num")

    def __init__(
        self, kind: NDArray[np.uint8], num: NDArray[np.float64], obj: NDArray[np.object_] | None = None
    ) -> None:
        self.kind, self.num, self._obj = kind, num, obj

    @classmethod
    def of(cls, rows: Sequence[Sequence[Scalar]]) -> Arr:
        """Rows of scalars, each as long as the first."""
        obj = np.empty((len(rows), len(rows[0]) if rows else 0), dtype=object)
        for index, row in enumerate(rows):
            obj[index, :] = row
        return cls.from_objects(obj)

    @classmethod
    def from_objects(cls, obj: NDArray[np.object_]) -> Arr:
        """An array (rows, columns) of scalars."""
        flat = obj.ravel().tolist()
        kind = np.fromiter(map(_KINDS.__getitem__, map(type, flat)), np.uint8, len(flat))
        num = np.zeros(len(flat))
        counted = (kind == NUMBER) | (kind == LOGICAL)
        if counted.any():
            num[counted] = obj.ravel()[counted].astype(np.float64)
        return cls(kind.reshape(obj.shape), num.reshape(obj.shape), obj)

    @classmethod
    def numbers(cls, num: NDArray[np.float64]) -> Arr:
        """An array of numbers."""
        return cls(np.full(num.shape, NUMBER, np.uint8), num)

    @classmethod
    def logicals(cls, truth: NDArray[np.bool_]) -> Arr:
        """An array of TRUE and FALSE."""
        return cls(np.full(truth.shape, LOGICAL, np.uint8), truth.astype(np.float64))

    @property
    def obj(self) -> NDArray[np.object_]:
        """The values themselves; where none were kept all are numbers or all are TRUE and FALSE."""
        if self._obj is None:
            is_logical = self.kind.size and self.kind.flat[0] == LOGICAL
            plain = self.num.astype(bool) if is_logical else self.num
            self._obj = plain.astype(object)
        return self._obj

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.kind.shape[0], self.kind.shape[1]

    @property
    def size(self) -> int:
        """How many elements there are."""
        return self.kind.size

    def at(self, row: int, column: int) -> Scalar:
        """One element."""
        value: Scalar = self.obj[row, column]
        return value

    def flat(self) -> list[Scalar]:
        """All elements, row by row."""
        values: list[Scalar] = self.obj.ravel().tolist()
        return values

    def has(self, kind: int) -> bool:
        """Whether any element is of this kind."""
        return bool((self.kind == kind).any())

    def refuse_errors(self) -> None:
        """Raises FailedError with the first error in it, row by row."""
        wrong = self.kind == ERROR
        if wrong.any():
            raise FailedError(self.obj[wrong][0])

    def numbers_in(self) -> NDArray[np.float64]:
        """The numbers in it, row by row; text, TRUE and FALSE are passed over as in a range. Raises FailedError."""
        self.refuse_errors()
        found: NDArray[np.float64] = self.num[self.kind == NUMBER]
        return found

    def part(self, first_row: int, first_column: int, rows: int, columns: int) -> Arr:
        """A rectangle of it."""
        at = (slice(first_row, first_row + rows), slice(first_column, first_column + columns))
        return Arr(self.kind[at], self.num[at], None if self._obj is None else self._obj[at])

    def taken(self, places: NDArray[np.intp]) -> Arr:
        """Some elements, by their places counted row by row, below each other."""
        at = tuple(each.reshape(-1, 1) for each in np.divmod(places, max(self.kind.shape[1], 1)))
        return Arr(self.kind[at], self.num[at], None if self._obj is None else self._obj[at])

    def turned(self) -> Arr:
        """Rows for columns."""
        return Arr(self.kind.T, self.num.T, None if self._obj is None else self._obj.T)

    def mapped(self, function: Callable[[Scalar], Scalar]) -> Arr:
        """The function of every element; where it fails, the error."""
        return self._like(_outcome(function, value) for value in self.flat())

    def _like(self, values: Iterator[Scalar]) -> Arr:
        obj = np.empty(self.size, dtype=object)
        obj[:] = list(values)
        return Arr.from_objects(obj.reshape(self.shape))


def _outcome(function: Callable[..., Scalar], *values: Scalar) -> Scalar:
    try:
        return function(*values)
    except FailedError as failed:
        return failed.error


def combined(function: Callable[..., Scalar], arguments: Sequence[Arr | Scalar]) -> Arr:
    """The function element by element; one row or column is repeated, beyond the end of a shorter array stands #N/A."""
    shape = common_shape(arguments)
    columns = [stretched(argument, shape) for argument in arguments]
    obj = np.empty(shape[0] * shape[1], dtype=object)
    obj[:] = [_outcome(function, *values) for values in zip(*columns, strict=True)]
    return Arr.from_objects(obj.reshape(shape))


def common_shape(arguments: Sequence[object]) -> tuple[int, int]:
    """The shape that all arrays among the arguments fit into."""
    shapes = [argument.shape for argument in arguments if isinstance(argument, Arr)]
    return max(shape[0] for shape in shapes), max(shape[1] for shape in shapes)


def stretched(argument: Arr | Scalar, shape: tuple[int, int]) -> list[Scalar]:
    """The elements of an argument over a shape, row by row."""
    if not isinstance(argument, Arr):
        return [argument] * (shape[0] * shape[1])
    if argument.shape == shape:
        return argument.flat()
    return fitted(argument, shape).flat()


def fitted(array: Arr, shape: tuple[int, int]) -> Arr:
    """An array over a shape that is as large or larger."""
    if array.shape == shape:
        return array
    rows, columns = array.shape
    obj = np.full(shape, NA, dtype=object)
    high, wide = shape[0] if rows == 1 else rows, shape[1] if columns == 1 else columns
    obj[:high, :wide] = np.broadcast_to(array.obj, (high, wide))
    return Arr.from_objects(obj)
