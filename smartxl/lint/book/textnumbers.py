"""Numbers that are stored as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from smartxl.lint.catalogue import remark
from smartxl.lint.linted import LintBook, LintSheet
from smartxl.lint.remark import Remark
from smartxl.recalc.arrays import BLANK, NUMBER, TEXT

__all__ = ["text_numbers"]

_NUMBER = re.compile(
    r"[+-]?(?:0|[1-9]\d{0,10}|[1-9]\d{0,2}(?:,\d{3})+)?(?:\.\d{1,15})?(?:[eE][+-]?\d{1,3})?%?"
)
_OF_TEXT = "@"


def text_numbers(book: LintBook) -> Iterator[Remark]:
    """Typed texts that spell a number, among numbers of their column; not codes in cells of the text format."""
    for sheet in book.sheets.values():
        for row, column in _spelt(sheet):
            look = book.settings.look(sheet.settings.style_at((row, column)))
            if look.number_format != _OF_TEXT and not look.quoted:
                value = str(sheet.value[row - 1, column - 1])
                yield remark("SXL217", sheet.name, [(row, column, row, column)], excerpt=value)


def _spelt(sheet: LintSheet) -> list[tuple[int, int]]:
    """Cells with a typed text that spells a number, without zeros in front, among numbers."""
    rows, columns = np.nonzero((sheet.kind == TEXT) & ~sheet.is_formula)
    places = zip((rows + 1).tolist(), (columns + 1).tolist(), strict=True)
    return [
        (row, column)
        for row, column in places
        if _spells_number(str(sheet.value[row - 1, column - 1])) and _is_among_numbers(sheet, row, column)
    ]


def _spells_number(text: str) -> bool:
    stripped = text.strip().replace("\u00a0", "")
    return any(map(str.isdigit, stripped)) and _NUMBER.fullmatch(stripped) is not None


def _is_among_numbers(sheet: LintSheet, row: int, column: int) -> bool:
    """Whether the next cells of the column above and below that are not blank are numbers, one of two at its end."""
    kinds = sheet.kind[:, column - 1]
    above = [int(kind) for kind in kinds[max(0, row - 6) : row - 1][::-1] if kind != BLANK]
    below = [int(kind) for kind in kinds[row : row + 5] if kind != BLANK]
    numbers_above, numbers_below = _leading_numbers(above), _leading_numbers(below)
    if above and below:
        return numbers_above >= 1 and numbers_below >= 1
    return numbers_above >= 3


def _leading_numbers(kinds: list[int]) -> int:
    count = 0
    for kind in kinds:
        if kind != NUMBER:
            break
        count += 1
    return count
