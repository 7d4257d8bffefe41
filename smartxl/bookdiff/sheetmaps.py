"""How the columns and rows of two sheets belong together: columns by what they hold, rows by a key, else by their contents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from smartxl.bookdiff.alignment import Pair, aligned, most_in_order
from smartxl.bookdiff.keys import RowKey, chosen_key, wanted_key
from smartxl.bookdiff.mapping import AxisMap, BookMap, SheetMap
from smartxl.bookdiff.pairing import paired_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from smartxl.bookdiff.content import ComparedBook, ComparedSheet

__all__ = ["book_map"]

_STRAY = 2
_COLUMN_LIKENESS, _ROW_LIKENESS, _RENAMED_KEY = 0.3, 0.45, 0.6


def book_map(before: ComparedBook, after: ComparedBook, keys: Sequence[str] = ()) -> BookMap:
    """Which sheets, rows and columns belong together. `keys`: headings or letters of columns by which rows are known."""
    pairs = sorted(paired_sheets(before, after), key=lambda pair: pair[1].index)
    weights = np.array(before.codes.weights)
    mapped = tuple(_sheet_map(one, other, keys, weights) for one, other in pairs)
    ones, others = {id(pair[0]) for pair in pairs}, {id(pair[1]) for pair in pairs}
    return BookMap(
        mapped,
        tuple(sheet for sheet in before.sheets.values() if id(sheet) not in ones),
        tuple(sheet for sheet in after.sheets.values() if id(sheet) not in others),
    )


def _widened(one: ComparedSheet, other: ComparedSheet) -> tuple[ComparedSheet, ComparedSheet]:
    """Both as wide as the wider one, where that has no more than a cell or two beyond: columns are that are filled."""
    width = max(one.width, other.width)
    beyond = max(one, other, key=_width).codes[:, min(one.width, other.width) :]
    if beyond.size and int((beyond != 0).sum(axis=0).max()) <= _STRAY:
        one, other = (
            replace(sheet, codes=np.pad(sheet.codes, ((0, 0), (0, width - sheet.width))))
            for sheet in (one, other)
        )
    return one, other


def _width(sheet: ComparedSheet) -> int:
    return sheet.width


def _sheet_map(
    before: ComparedSheet, after: ComparedSheet, keys: Sequence[str], weights: NDArray[np.float64]
) -> SheetMap:
    before, after = _widened(before, after)
    if before.codes.shape == after.codes.shape and (before.codes == after.codes).all():
        rows, columns = (AxisMap(np.arange(n + 1), n) for n in before.codes.shape)
        return SheetMap(before, after, rows, columns)
    columns = AxisMap(_columns(before, after, weights), after.width)
    key = wanted_key(keys, before, after, columns.there) or chosen_key(before, after, columns.there)
    matched = _RowMatch(before, after, columns, key, weights).matched()
    there = np.zeros(before.height + 1, np.int64)
    for row, other in matched:
        there[row] = other
    kept = set(most_in_order(matched))
    moved = tuple(pair for pair in matched if pair not in kept)
    return SheetMap(before, after, AxisMap(there, after.height), columns, moved, key.name if key else "")


def _columns(before: ComparedSheet, after: ComparedSheet, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Where each column stands, counted from 1."""
    there = np.zeros(before.width + 1, np.int64)
    mine, theirs = _column_counts(before), _column_counts(after)
    heads = [_headings(sheet, weights) for sheet in (before, after)]

    def alike(i: int, j: int) -> float:
        same = heads[0][i] == heads[1][j] != 0
        return (same + _shared(mine[i], theirs[j])) / 2

    def likeness(some: Sequence[int], others: Sequence[int]) -> NDArray[np.float64]:
        return np.array([[alike(i, j) for j in others] for i in some])

    if before.width == after.width and all(alike(i, i) >= _COLUMN_LIKENESS for i in range(before.width)):
        return np.arange(before.width + 1)
    tokens = [[frozenset(counts.items()) for counts in side] for side in (mine, theirs)]
    for column, other in aligned(tokens[0], tokens[1], likeness, _COLUMN_LIKENESS):
        there[column + 1] = other + 1
    _fill_between(there, after.width)
    _put_elsewhere(there, tokens)
    return there


def _put_elsewhere(there: NDArray[np.int64], tokens: Sequence[Sequence[frozenset[tuple[int, int]]]]) -> None:
    """Columns that are left and hold the same, once in each sheet, belong together wherever they stand."""
    mine = [n for n in range(1, there.size) if not there[n] and tokens[0][n - 1]]
    taken = set(there.tolist())
    theirs = [n for n in range(1, len(tokens[1]) + 1) if n not in taken and tokens[1][n - 1]]
    counts, others = (
        Counter(side[n - 1] for n in left) for side, left in zip(tokens, (mine, theirs), strict=True)
    )
    for number in theirs:
        same = [n for n in mine if tokens[0][n - 1] == tokens[1][number - 1]]
        if len(same) == 1 == others[tokens[1][number - 1]] == counts[tokens[0][same[0] - 1]]:
            there[same[0]] = number


def _fill_between(there: NDArray[np.int64], other: int) -> None:
    """Columns that have nothing in common but stand between the same neighbours, as many in both, belong together."""
    known = [0, *(int(n) for n in np.nonzero(there)[0]), there.size]
    for first, last in pairwise(known):
        start = int(there[first]) if first else 0
        end = int(there[last]) if last < there.size else other + 1
        if last - first == end - start > 1:
            there[first + 1 : last] = np.arange(start + 1, end)


def _headings(sheet: ComparedSheet, weights: NDArray[np.float64]) -> list[int]:
    """The first text of each column, 0 for none."""
    texts = weights[sheet.codes] == weights.max() if sheet.codes.size else np.zeros(sheet.codes.shape, bool)
    return [
        int(column[rows.argmax()]) if rows.any() else 0
        for column, rows in zip(sheet.codes.T, texts.T, strict=True)
    ]


def _column_counts(sheet: ComparedSheet) -> list[Counter[int]]:
    return [Counter(column[column > 0].tolist()) for column in sheet.codes.T]


def _shared(one: Counter[int], other: Counter[int]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


@dataclass
class _RowMatch:
    """The rows of two sheets, on the columns that both have."""

    before: ComparedSheet
    after: ComparedSheet
    columns: AxisMap
    key: RowKey | None
    weights: NDArray[np.float64]

    def __post_init__(self) -> None:
        mapped = np.nonzero(self.columns.there)[0]
        self._mine = self.before.codes[:, mapped - 1] if mapped.size else self.before.codes[:, :0]
        self._theirs = (
            self.after.codes[:, self.columns.there[mapped] - 1] if mapped.size else self.after.codes[:, :0]
        )
        codes, counts = np.unique(
            np.concatenate([self._mine.ravel(), self._theirs.ravel()]), return_counts=True
        )
        self._weights = self.weights.copy()
        self._weights[codes] /= np.sqrt(np.maximum(counts, 2))
        self._ones = [row.tobytes() for row in np.ascontiguousarray(self._mine)]
        self._others = [row.tobytes() for row in np.ascontiguousarray(self._theirs)]

    def matched(self) -> list[Pair]:
        """Rows that belong together, counted from 1, in the order of the first sheet."""
        found = dict(self._by_key())
        taken = set(found.values())
        for row, other in self._by_content(found, taken):
            found[row] = other
            taken.add(other)
        backbone = most_in_order(sorted(found.items()))
        for row, other in self._between(backbone, found, taken):
            found[row] = other
        return sorted((row + 1, other + 1) for row, other in found.items())

    def _by_key(self) -> Iterator[Pair]:
        """Rows whose key stands once in each sheet."""
        if self.key is None:
            return
        mine, theirs = self.before.codes[:, self.key.before - 1], self.after.codes[:, self.key.after - 1]
        counts, others = Counter(mine.tolist()), Counter(theirs.tolist())
        places = {code: row for row, code in enumerate(theirs.tolist()) if code and others[code] == 1}
        for row, code in enumerate(mine.tolist()):
            if code in places and counts[code] == 1:
                yield row, places[code]

    def _by_content(self, found: dict[int, int], taken: set[int]) -> Iterator[Pair]:
        """Other rows with something in them that stand once in each sheet, and are the same."""
        mine = {row for row in range(len(self._ones)) if row not in found and self._mine[row].any()}
        theirs = {row for row in range(len(self._others)) if row not in taken and self._theirs[row].any()}
        counts, others = (
            Counter(self._ones[row] for row in mine),
            Counter(self._others[row] for row in theirs),
        )
        places = {self._others[row]: row for row in theirs if others[self._others[row]] == 1}
        for row in sorted(mine):
            if self._ones[row] in places and counts[self._ones[row]] == 1:
                yield row, places[self._ones[row]]

    def _between(self, backbone: Sequence[Pair], found: dict[int, int], taken: set[int]) -> Iterator[Pair]:
        """The rest, between rows that are in the order of both sheets."""
        least = _RENAMED_KEY if self.key else _ROW_LIKENESS
        before = (-1, -1)
        for pair in (*backbone, (len(self._ones), len(self._others))):
            mine = [row for row in range(before[0] + 1, pair[0]) if row not in found]
            theirs = [row for row in range(before[1] + 1, pair[1]) if row not in taken]
            before = pair
            if not mine or not theirs:
                continue

            def likeness(
                some: Sequence[int], others: Sequence[int], mine: list[int] = mine, theirs: list[int] = theirs
            ) -> NDArray[np.float64]:
                return self._likeness([mine[i] for i in some], [theirs[j] for j in others])

            ones, others = [self._ones[row] for row in mine], [self._others[row] for row in theirs]
            for i, j in aligned(ones, others, likeness, least):
                yield mine[i], theirs[j]

    def _likeness(self, mine: list[int], theirs: list[int]) -> NDArray[np.float64]:
        """How much of what rows hold is the same in the same column: what stands seldom in the sheets counts more."""
        others = self._theirs[theirs]
        weights = self._weights[others].sum(axis=1)
        found = np.ones((len(mine), len(theirs)))
        for place, row in enumerate(self._mine[mine]):
            mass = self._weights[row]
            most = np.maximum(mass.sum(), weights)
            np.divide((others == row) @ mass, most, out=found[place], where=most > 0)
        return found
