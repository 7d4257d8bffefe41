"""The cells of a workbook while it is calculated, sheet by sheet, and what refers to them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from smartxl.cells import MAX_COLUMN, MAX_ROW
from smartxl.recalc.arrays import Arr, kind_of
from smartxl.recalc.values import REF, VALUE, FailedError, NotComputed, Scalar
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

__all__ = ["Pending", "Ref", "RefArray", "SheetMarks", "SheetPlanes", "Union"]

_MAX_WRITTEN_OUT = 2_000_000  # elements
TOO_LARGE = Text("整行或整列的数组运算", "arithmetic over whole rows or columns")


class Pending(Exception):
    """A reference that is only known now leads to formulas that are not calculated yet."""

    def __init__(self, sheet: SheetPlanes, places: list[tuple[int, int]]) -> None:
        self.sheet, self.places = sheet, places
        super().__init__(sheet.name)


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What is known of the formulas of a sheet before any is calculated: the cells that wait, as indices, and the rest as in
    `SheetPlanes`."""

    waiting: tuple[NDArray[np.intp], NDArray[np.intp]]
    unknown: Mapping[tuple[int, int], Text]
    formulas: dict[tuple[int, int], str]
    spilled: dict[tuple[int, int], tuple[int, int]]


class SheetPlanes:
    """The cells of one sheet: `kind`, `num` and `obj` of every cell up to the last in use, from 0.

    `waiting`: formulas whose value is not known yet; `unknown`: those that are not computed, which nothing may read.
    `spilled`: by the own cell of an array formula the last row and column that it fills; `filtered`: the first and
    last rows between which filters hide some.
    """

    def __init__(self, name: str, index: int, rows: int, columns: int) -> None:
        self.name, self.index, self.rows, self.columns = name, index, rows, columns
        self.kind = np.zeros((rows, columns), np.uint8)
        self.num = np.zeros((rows, columns))
        self.obj = np.full((rows, columns), None, dtype=object)
        self.waiting = np.zeros((rows, columns), bool)
        self.unknown: dict[tuple[int, int], Text] = {}
        self._missing = np.zeros((rows, columns), bool)
        self.formulas: dict[tuple[int, int], str] = {}
        self.spilled: dict[tuple[int, int], tuple[int, int]] = {}
        self.filtered: list[tuple[int, int]] = []
        self.hidden_rows: frozenset[int] = frozenset()

    def reach(self, row: int, column: int) -> None:
        """Makes room for a cell beyond those in use."""
        if row <= self.rows and column <= self.columns:
            return
        larger = SheetPlanes(self.name, self.index, max(row, self.rows), max(column, self.columns))
        used = slice(0, self.rows), slice(0, self.columns)
        larger.kind[used], larger.num[used], larger.obj[used] = self.kind, self.num, self.obj
        larger.waiting[used], larger._missing[used] = self.waiting, self._missing
        self.kind, self.num, self.obj, self.waiting = larger.kind, larger.num, larger.obj, larger.waiting
        self._missing = larger._missing
        self.rows, self.columns = larger.rows, larger.columns

    def clear(self) -> None:
        """Makes all cells blank, in a sheet of which no formulas are known."""
        for plane in (self.kind, self.num, self.waiting, self._missing):
            plane.fill(0)
        self.obj.fill(None)
        self.unknown, self.formulas, self.spilled = {}, {}, {}

    def marks(self) -> SheetMarks:
        """What is known of the formulas before any is calculated."""
        rows, columns = np.nonzero(self.waiting)
        return SheetMarks((rows, columns), dict(self.unknown), self.formulas, self.spilled)

    def mark(self, marks: SheetMarks) -> None:
        """Notes that of a sheet without contents."""
        self.waiting[marks.waiting] = True
        self.formulas, self.spilled = marks.formulas, marks.spilled
        for place, why in marks.unknown.items():
            self.give_up(*place, why)

    def copy(self) -> SheetPlanes:
        """The same cells, as a sheet of its own of which no formulas are known."""
        copied = SheetPlanes(self.name, self.index, 0, 0)
        copied.rows, copied.columns, copied.hidden_rows = self.rows, self.columns, self.hidden_rows
        copied.kind, copied.num, copied.obj = self.kind.copy(), self.num.copy(), self.obj.copy()
        copied.waiting = np.zeros((self.rows, self.columns), bool)
        return copied

    def put(self, row: int, column: int, value: Scalar) -> None:
        """Sets a cell; row and column count from 1."""
        at = row - 1, column - 1
        self.kind[at], self.obj[at] = kind_of(value), value
        self.num[at] = float(value) if isinstance(value, float | bool) else 0.0
        self.waiting[at] = False

    def put_all(self, values: Mapping[tuple[int, int], Scalar]) -> None:
        """Sets many cells, by row and column."""
        if not values:
            return
        rows, columns = (
            np.fromiter(chain.from_iterable(values), np.intp, 2 * len(values)).reshape(-1, 2).T - 1
        )
        obj = np.empty(len(values), dtype=object)
        obj[:] = list(values.values())
        cells = Arr.from_objects(obj)
        self.kind[rows, columns], self.num[rows, columns] = cells.kind, cells.num
        self.obj[rows, columns], self.waiting[rows, columns] = obj, False

    def give_up(self, row: int, column: int, why: Text) -> None:
        """Notes that the formula of a cell is not computed."""
        self.unknown[row, column] = why
        self.waiting[row - 1, column - 1] = False
        self._missing[row - 1, column - 1] = True

    def lacks(self, top: int, left: int, bottom: int, right: int) -> bool:
        """Whether a formula that is not computed stands in a rectangle."""
        if not self.unknown:
            return False
        if top == bottom and left == right:
            return (top, left) in self.unknown
        return bool(self._missing[top - 1 : bottom, left - 1 : right].any())

    def get(self, row: int, column: int) -> Scalar:
        """A cell; blank beyond those in use."""
        if row > self.rows or column > self.columns:
            return None
        value: Scalar = self.obj[row - 1, column - 1]
        return value


@dataclass(frozen=True, slots=True)
class Ref:
    """A rectangle of cells, corners included, counted from 1."""

    sheet: SheetPlanes
    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.bottom - self.top + 1

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return self.right - self.left + 1

    @property
    def is_cell(self) -> bool:
        """Whether it is one cell."""
        return self.top == self.bottom and self.left == self.right

    def used(self) -> Arr:
        """The values as far as the sheet is in use: fewer rows and columns where it reaches beyond."""
        sheet = self.sheet
        at = (
            slice(self.top - 1, min(self.bottom, sheet.rows)),
            slice(self.left - 1, min(self.right, sheet.columns)),
        )
        return Arr(sheet.kind[at], sheet.num[at], sheet.obj[at])

    def values(self) -> Arr:
        """All values, blanks beyond the end of the sheet among them. Raises NotComputed where they are too many."""
        if self.bottom <= self.sheet.rows and self.right <= self.sheet.columns:
            return self.used()
        if self.rows * self.columns > _MAX_WRITTEN_OUT:
            raise NotComputed(TOO_LARGE)
        shape = self.rows, self.columns
        kind, num, obj = np.zeros(shape, np.uint8), np.zeros(shape), np.full(shape, None, dtype=object)
        used = self.used()
        high, wide = used.shape
        kind[:high, :wide], num[:high, :wide], obj[:high, :wide] = used.kind, used.num, used.obj
        return Arr(kind, num, obj)

    def crossing(self, row: int, column: int) -> Scalar:
        """What a single value takes of it in a formula at a place: its cell in that row or column. Raises FailedError."""
        if self.is_cell:
            return self.sheet.get(self.top, self.left)
        if self.columns == 1 and self.top <= row <= self.bottom:
            return self.sheet.get(row, self.left)
        if self.rows == 1 and self.left <= column <= self.right:
            return self.sheet.get(self.top, column)
        raise FailedError(VALUE)

    def moved(self, down: int, across: int, rows: int, columns: int) -> Ref:
        """A rectangle of a size whose first cell lies so far from its own. Raises FailedError beyond the sheet."""
        top, left = self.top + down, self.left + across
        bottom, right = top + rows - 1, left + columns - 1
        if rows < 0:
            top, bottom = top + rows + 1, top
        if columns < 0:
            left, right = left + columns + 1, left
        if not (1 <= top <= bottom <= MAX_ROW and 1 <= left <= right <= MAX_COLUMN):
            raise FailedError(REF)
        return Ref(self.sheet, top, left, bottom, right)

    def common(self, other: Ref) -> Ref | None:
        """The cells of both, None where there are none."""
        if self.sheet is not other.sheet:
            return None
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return Ref(self.sheet, top, left, bottom, right) if top <= bottom and left <= right else None

    def check(self) -> Ref:
        """Itself; raises Pending for formulas in it that are not calculated yet, NotComputed for those that never are."""
        sheet = self.sheet
        if places := self.waiting():
            raise Pending(sheet, places)
        if self.lacks():
            raise NotComputed(Text("依赖未计算的单元格", "depends on a cell that is not computed"))
        return self

    def waiting(self) -> list[tuple[int, int]]:
        """The cells in it whose formulas are not calculated yet, row by row."""
        waiting = self.sheet.waiting[self.top - 1 : self.bottom, self.left - 1 : self.right]
        if not waiting.any():
            return []
        rows, columns = np.nonzero(waiting)
        return [(int(r) + self.top, int(c) + self.left) for r, c in zip(rows, columns, strict=True)]

    def lacks(self) -> bool:
        """Whether a formula in it is not computed."""
        return self.sheet.lacks(self.top, self.left, self.bottom, self.right)

    def holds(self, place: tuple[int, int]) -> bool:
        """Whether a cell of the sheet lies in it."""
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right


@dataclass(frozen=True, slots=True)
class RefArray:
    """An array of references, or of errors in place of some, row by row."""

    shape: tuple[int, int]
    refs: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Union:
    """Several rectangles, as (A1:A3,C1:C3)."""

    parts: tuple[Ref, ...]

    def __iter__(self) -> Iterator[Ref]:
        return iter(self.parts)
