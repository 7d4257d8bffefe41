"""The column by which the rows of a sheet are known: the one that is asked for, or the first whose entries stand once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from smartxl.cells import column_letter, column_number
from smartxl.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from smartxl.bookdiff.content import ComparedSheet

__all__ = ["RowKey", "chosen_key", "has_key", "headings", "wanted_key"]

_LEAST, _ONCE, _FILLED, _COMMON, _RUNNING = 3, 0.95, 0.6, 0.3, 0.9
_HEADS = 30
"""Rows in which a heading may stand."""


@dataclass(frozen=True, slots=True)
class RowKey:
    """A column before and after, and what it is called. `sure`: it was asked for, or holds texts; `asked`: the former."""

    before: int
    after: int
    name: str
    sure: bool = True
    asked: bool = True


def wanted_key(
    names: Sequence[str], before: ComparedSheet, after: ComparedSheet, columns: NDArray[np.int64]
) -> RowKey | None:
    """The key that somebody named by its heading or its letter; None where the sheet has none of these."""
    for name in names:
        for column in range(1, before.width + 1):
            if int(columns[column]) and _is_called(before, column, name):
                return RowKey(column, int(columns[column]), name)
    letters = [name.upper() for name in names if name.isascii() and name.isalpha() and len(name) <= 3]
    found = (column_number(each) for each in letters)
    at = next((column for column in found if column <= before.width and int(columns[column])), 0)
    return RowKey(at, int(columns[at]), column_letter(at)) if at and after.width else None


def _is_called(sheet: ComparedSheet, column: int, name: str) -> bool:
    rows = range(1, min(sheet.height, _HEADS) + 1)
    values = (sheet.value((row, column)) for row in rows if (row, column) not in sheet.formulas)
    return any(isinstance(value, str) and fold(value) == fold(name) for value in values)


def chosen_key(before: ComparedSheet, after: ComparedSheet, columns: NDArray[np.int64]) -> RowKey | None:
    """The leftmost column of texts, else of numbers, that are filled in, stand once, and that both sheets share."""
    ranked = sorted(_candidates(before, after, columns), key=lambda entry: (-entry[0], entry[1]))
    found = ((RowKey(c, int(columns[c]), _name(before, c), texts, False)) for texts, c in ranked)
    return next(found, None)


def _candidates(
    before: ComparedSheet, after: ComparedSheet, columns: NDArray[np.int64]
) -> Iterator[tuple[bool, int]]:
    """Whether a column holds texts, and its number."""
    for column in range(1, before.width + 1):
        there = int(columns[column])
        if not there:
            continue
        mine, theirs = _entries(before, column), _entries(after, there)
        if mine is None or theirs is None:
            continue
        common = len(mine.keys() & theirs.keys())
        if common >= _COMMON * min(len(mine), len(theirs)):
            texts = sum(isinstance(value, str) for value in mine.values())
            yield texts * 2 > len(mine), column


def _entries(sheet: ComparedSheet, column: int) -> Mapping[int, object] | None:
    """The entries of a column that is filled in, each of which stands once: code → value; None for another column."""
    codes = sheet.codes[:, column - 1]
    rows = [int(row) + 1 for row in np.nonzero(codes)[0]]
    found = [(row, int(codes[row - 1])) for row in rows if (row, column) not in sheet.formulas]
    filled = int((sheet.codes != 0).any(axis=1).sum())
    once = {code: sheet.value((row, column)) for row, code in found}
    if len(found) < _LEAST or len(found) < _FILLED * filled or len(once) < _ONCE * len(found):
        return None
    return None if _is_running([sheet.value((row, column)) for row, _ in found]) else once


def _is_running(values: Sequence[object]) -> bool:
    """Whether numbers count the rows: these follow the rows, not what stands in them. Other numbers are hardly keys."""
    numbers = [value for value in values if isinstance(value, float)]
    if len(numbers) * 2 < len(values):
        return False
    steps = [b - a for a, b in pairwise(numbers)]
    whole = all(number == int(number) for number in numbers if abs(number) < 1e15)
    return not whole or sum(step == 1 for step in steps) >= _RUNNING * len(steps)


def _name(sheet: ComparedSheet, column: int) -> str:
    """The first text of a column, else its letter."""
    values = (sheet.value((row, column)) for row in range(1, min(sheet.height, _HEADS) + 1))
    return next((value for value in values if isinstance(value, str) and value), column_letter(column))


def has_key(name: str, sheet: ComparedSheet) -> bool:
    """Whether a sheet has a column of a heading, or with a letter."""
    columns = range(1, sheet.width + 1)
    letters = name.isascii() and name.isalpha() and len(name) <= 3
    return (letters and column_number(name.upper()) <= sheet.width) or any(
        _is_called(sheet, column, name) for column in columns
    )


def headings(sheet: ComparedSheet) -> list[str]:
    """The first text of each column."""
    return [_name(sheet, column) for column in range(1, sheet.width + 1)]
