"""Cells that a formula calculates with although nothing, or no number, stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from smartxl.cells import a1
from smartxl.lint.catalogue import remark
from smartxl.lint.formulas.walk import area_of
from smartxl.lint.linted import LintBook, LintSheet
from smartxl.lint.remark import Remark
from smartxl.recalc.arrays import BLANK, NUMBER, TEXT
from smartxl.recalc.tree import Binary, CellReference, Node, PerCent, Prefix, parts_of
from smartxl.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartxl.lint.shapes import RelativeFormula, RelativeReference

__all__ = ["ARITHMETIC", "blank_inputs", "blank_operands", "numbers_passed_over"]

ARITHMETIC = frozenset("+-*/^")
_OVER_RANGES = frozenset(
    {"SUM", "AVERAGE", "PRODUCT", "MIN", "MAX", "MEDIAN", "STDEV", "VAR", "COUNT", "SUMPRODUCT"}
)
_READS_AS_NUMBER = re.compile(
    r"\s*[-+]?[¥$€£]?\s?\d{1,3}(?:,?\d{3})*(?:\.\d+)?\s*%?\s*|\s*[-+]?\d+(?:\.\d+)?\s*"
)
_MOST = 4
"""One in so many inputs that are blank is a hole; more are a form that is not filled in."""


def operands_of(shape: RelativeFormula) -> Iterator[RelativeReference]:
    """The single cells that a formula adds, subtracts, multiplies, divides or raises."""
    for part in shape.parts:
        if (isinstance(part, Binary) and part.operator in ARITHMETIC) or isinstance(part, Prefix | PerCent):
            for operand in parts_of(part):
                if isinstance(operand, CellReference) and not shape.reaches[operand.index].is_range:
                    yield shape.reaches[operand.index]


def blank_operands(book: LintBook) -> Iterator[Remark]:
    """Fixed references ($B$1) in arithmetic to cells that were never meant to hold anything: no look, no list, nothing."""
    for sheet, shape in book.shapes():
        for reach in operands_of(shape):
            target = book.sheet(reach.sheet)
            if target is None or not all(reach.fixed):
                continue
            place = reach.span(*shape.first)[:2]
            if target.kind_at(*place) == BLANK and not _is_for_input(target, place):
                cell = a1(*place) if target is sheet else f"{target.name}!{a1(*place)}"
                what = Text(f"计算用到的 {cell} 是空的", f"{cell}, which it calculates with, is blank")
                yield remark("SXL110", sheet.name, shape.spans(), what, excerpt=shape.text)


def _is_for_input(sheet: LintSheet, place: tuple[int, int]) -> bool:
    """Whether a blank cell looks as if somebody is to fill it in."""
    settings = sheet.settings
    if place in settings.styles:
        return True
    return any(
        top <= place[0] <= bottom and left <= place[1] <= right
        for validation in settings.validations
        for top, left, bottom, right in validation.spans
    )


def blank_inputs(book: LintBook) -> Iterator[Remark]:
    """Blank cells in a column of inputs that the same formula calculates with in every row."""
    for sheet, shape in book.shapes():
        for reach in operands_of(shape):
            target = book.sheet(reach.sheet)
            if target is None or reach.fixed[0]:
                continue
            rows, columns = reach.first_cells(shape.rows, shape.columns)
            blank = target.kinds_at(rows, columns) == BLANK
            if not 0 < blank.sum() * _MOST < blank.size:
                continue
            holes = blank & _is_filled(target, rows - 1, columns) & _is_filled(target, rows + 1, columns)
            for index in np.nonzero(holes)[0].tolist():
                place = int(rows[index]), int(columns[index])
                text = sheet.formula(int(shape.rows[index]), int(shape.columns[index]))
                yield remark("SXL124", target.name, [(*place, *place)], excerpt=text, alike=shape.around)


def _is_filled(sheet: LintSheet, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.bool_]:
    filled: NDArray[np.bool_] = sheet.kinds_at(rows, columns) == NUMBER
    return filled


def numbers_passed_over(book: LintBook) -> Iterator[Remark]:
    """Sums over ranges in which a number stands as text: it is passed over, and nobody is told."""
    for sheet, shape in book.shapes():
        for call in shape.calls(_OVER_RANGES):
            for part in call.arguments:
                yield from _passed_over(book, sheet, shape, part)


def _passed_over(book: LintBook, sheet: LintSheet, shape: RelativeFormula, part: Node) -> Iterator[Remark]:
    """Of the first cell of a shape, and of the others where the range is another."""
    for row, column in zip(shape.rows.tolist(), shape.columns.tolist(), strict=True):
        area = area_of(book, shape, part, row, column)
        if area is None or area.rows * area.columns == 1:
            return
        inside = area.sheet.part(area.span)
        kinds = area.sheet.kind[inside]
        if (kinds == TEXT).any() and (kinds == NUMBER).any():
            typed = np.argwhere((kinds == TEXT) & ~area.sheet.is_formula[inside]).tolist()
            cells = [(r + area.span[0], c + area.span[1]) for r, c in typed]
            wrong = [at for at in cells if at[0] > area.span[0] and _reads_as_number(area.sheet, at)]
            if wrong:
                listed = ", ".join(a1(*at) for at in wrong[:3]) + ("…" if len(wrong) > 3 else "")
                what = Text(
                    f"区域中的 {listed} 是文本形式的数字，没有计入",
                    f"the range has numbers stored as text in it ({listed}), which are passed over",
                )
                text = sheet.formula(row, column)
                yield remark("SXL111", sheet.name, [(row, column, row, column)], what, excerpt=text)
        if isinstance(part, CellReference) and not all(shape.reaches[part.index].fixed):
            continue
        return


def _reads_as_number(sheet: LintSheet, place: tuple[int, int]) -> bool:
    value = sheet.value[place[0] - 1, place[1] - 1]
    return isinstance(value, str) and _READS_AS_NUMBER.fullmatch(value) is not None
