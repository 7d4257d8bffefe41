"""Where rows, columns and sheets of one workbook stand in the other; which references mean the same cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from smartxl.bookdiff.forms import FormulaForm, reference_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from smartxl.bookdiff.content import ComparedSheet
    from smartxl.bookdiff.forms import FormulaReference

__all__ = ["AxisMap", "BookMap", "SheetMap"]


@dataclass(frozen=True)
class AxisMap:
    """Rows or columns, counted from 1: `there[n]` is where n of the first stands in the second, 0 for nowhere.

    Beyond those in use (`there.size - 1` of the first, `other` of the second) all is blank.
    """

    there: NDArray[np.int64]
    other: int

    @cached_property
    def back(self) -> NDArray[np.int64]:
        """Where each of the second stands in the first."""
        back = np.zeros(self.other + 1, np.int64)
        mapped = np.nonzero(self.there)[0]
        back[self.there[mapped]] = mapped
        return back

    @property
    def size(self) -> int:
        """How many of the first are in use."""
        return int(self.there.size - 1)

    @cached_property
    def is_same(self) -> bool:
        """Whether all stand where they stood."""
        return self.size == self.other and bool((self.there == np.arange(self.there.size)).all())

    @cached_property
    def removed(self) -> tuple[int, ...]:
        """Those of the first that the second lacks."""
        return tuple(int(n) for n in np.nonzero(self.there[1:] == 0)[0] + 1)

    @cached_property
    def added(self) -> tuple[int, ...]:
        """Those of the second that the first lacks."""
        return tuple(int(n) for n in np.nonzero(self.back[1:] == 0)[0] + 1)

    def of(self, number: int) -> int:
        """Where one stands; one beyond those in use stays where it is, counted from the end."""
        if number > self.size:
            return number - self.size + self.other
        return int(self.there[number])

    def alike(self, first: int, last: int, other_first: int, other_last: int) -> bool:
        """Whether two stretches mean the same: the same rows, and beside them such as only one of the two has."""
        if self.is_same or (first == other_first == 1 and last == other_last > max(self.size, self.other)):
            return (first, last) == (other_first, other_last)
        if first == last and other_first == other_last:
            return self._one_alike(first, other_first)
        if (last > self.size) != (other_last > self.other):
            return False
        if last > self.size and not self._one_alike(last, other_last):
            return False
        mine = self.there[first : last + 1]
        mine = mine[mine > 0]
        theirs = self.back[other_first : other_last + 1]
        if not mine.size:
            return not (theirs > 0).any() and self._one_alike(first, other_first)
        inside = int(mine.min()) >= other_first and int(mine.max()) <= other_last
        return inside and int((theirs > 0).sum()) == mine.size

    def _one_alike(self, number: int, other: int) -> bool:
        if number > self.size or other > self.other:
            beyond = number > self.size and other > self.other
            return beyond and (number == other or number - self.size == other - self.other)
        return int(self.there[number]) == other


@dataclass(frozen=True)
class SheetMap:
    """A sheet of each workbook that belong together."""

    before: ComparedSheet
    after: ComparedSheet
    rows: AxisMap
    columns: AxisMap
    moved: tuple[tuple[int, int], ...] = ()
    """Rows that stand in another order: before, after."""
    key: str = ""
    """The column by which rows were matched, as it is called, "" for their contents."""

    @cached_property
    def is_same(self) -> bool:
        """Whether every row and column stands where it stood."""
        return self.rows.is_same and self.columns.is_same

    def place(self, row: int, column: int) -> tuple[int, int] | None:
        """Where a cell stands, None where its row or column is gone."""
        there = self.rows.of(row), self.columns.of(column)
        return there if all(there) else None


@dataclass(frozen=True)
class BookMap:
    """The sheets that belong together, and those of one workbook alone."""

    pairs: tuple[SheetMap, ...]
    removed: tuple[ComparedSheet, ...]
    added: tuple[ComparedSheet, ...]

    @cached_property
    def by_name(self) -> Mapping[str, SheetMap]:
        """Sheet before, in small letters → both."""
        return {pair.before.name.casefold(): pair for pair in self.pairs}

    @cached_property
    def is_same(self) -> bool:
        """Whether no row, column or sheet was moved, added, removed or renamed."""
        same = all(pair.is_same and pair.before.name == pair.after.name for pair in self.pairs)
        return same and not self.removed and not self.added

    def same_formula(self, pair: SheetMap, before: FormulaForm, after: FormulaForm) -> bool:
        """Whether two formulas in cells that belong together are the same."""
        if before.around != after.around:
            return False
        if before.references == after.references and self.is_same:
            return True
        return self.same_references(pair, before.references, after.references)

    def same_references(self, pair: SheetMap, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether references in cells that belong together mean the same cells."""
        return len(before) == len(after) and all(
            self._same_reference(pair, one, other) for one, other in zip(before, after, strict=True)
        )

    def _same_reference(self, pair: SheetMap, before: str, after: str) -> bool:
        one, other = reference_of(before), reference_of(after)
        if one is None or other is None:
            return before.casefold() == after.casefold()
        to = self.of_reference(pair, one)
        name = (other.sheet or pair.after.name).casefold()
        if to is None or to.after.name.casefold() != name:
            return False
        return to.rows.alike(one.top, one.bottom, other.top, other.bottom) and to.columns.alike(
            one.left, one.right, other.left, other.right
        )

    def of_reference(self, pair: SheetMap, ref: FormulaReference) -> SheetMap | None:
        """The sheets that a reference in a cell of `pair` leads to."""
        return self.by_name.get((ref.sheet or pair.before.name).casefold())
