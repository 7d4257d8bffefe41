"""How the columns and rows of two sheets belong together: columns by what they hold, rows by a key, else by their contents."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from smartxl.bookdiff.alignment import aligned, most_in_order
from smartxl.bookdiff.keys import chosen_key, wanted_key
from smartxl.bookdiff.mapping import AxisMap, BookMap, SheetMap
from smartxl.bookdiff.pairing import paired_sheets, share_in_common
from smartxl.bookdiff.rowmatch import RowMatch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from smartxl.bookdiff.content import ComparedBook, ComparedSheet

__all__ = ["book_map"]

_STRAY = 2
_COLUMN_LIKENESS = 0.3


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
    matched = RowMatch(before, after, columns, key, weights).matched()
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
        return (same + share_in_common(mine[i], theirs[j])) / 2

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
