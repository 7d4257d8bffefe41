"""Ranges that stop short of a cell that belongs to them, hold their own subtotals, or do not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartxl.cells import MAX_COLUMN, a1, area
from smartxl.lint.catalogue import remark
from smartxl.lint.formulas.walk import SheetArea, area_of, contains
from smartxl.lint.linted import LintBook, LintSheet
from smartxl.lint.remark import Remark
from smartxl.recalc.arrays import NUMBER
from smartxl.recalc.tree import Binary, Call, CellReference, Constant, Node
from smartxl.text import Text
from smartxl.xlsx.faults.areas import meet

if TYPE_CHECKING:
    from smartxl.lint.shapes import RelativeFormula, RelativeReference
    from smartxl.xlsx.settings import Span

__all__ = ["counted_twice", "left_out", "unequal_ranges"]

_TOTALS = frozenset(
    {"SUM", "AVERAGE", "PRODUCT", "COUNT", "MIN", "MAX", "MEDIAN", "STDEV", "VAR", "SUBTOTAL"}
)
_SUMS = frozenset({"SUM", "SUBTOTAL"})
_OF_PAIRS = frozenset({"SUMIF", "AVERAGEIF", "LOOKUP", "INDEX"})
_FEW = 3
"""A range has so many cells before it is asked whether its neighbours belong to it."""


def left_out(book: LintBook) -> Iterator[Remark]:
    """Totals of a column above them (a row to their left) whose range leaves out numbers in between."""
    for sheet, shape in book.shapes():
        for call in shape.calls(_TOTALS):
            ranges = [part for part in call.arguments if isinstance(part, CellReference)]
            if len(ranges) != 1 or len(call.arguments) > 2:
                continue
            reach = shape.reaches[ranges[0].index]
            is_here = reach.is_range and reach.sheet.casefold() == sheet.name.casefold()
            if (
                is_here
                and not any(reach.fixed)
                and (reach.left == reach.right == 0 or reach.top == reach.bottom == 0)
            ):
                yield from _left_out(sheet, shape, reach)


def _left_out(sheet: LintSheet, shape: RelativeFormula, reach: RelativeReference) -> Iterator[Remark]:
    for row, column in zip(shape.rows.tolist(), shape.columns.tolist(), strict=True):
        span = reach.span(row, column)
        between = _between(span, row, column)
        if between is None:
            continue
        if any(meet(other.span(row, column), between) for other in shape.reaches):
            continue
        missed = [place for place in _places(between) if _belongs(sheet, place, span)]
        if len(missed) == (between[2] - between[0] + 1) * (between[3] - between[1] + 1):
            cells = a1(*missed[0]) if len(missed) == 1 else area(*missed[0], *missed[-1])
            written = area(*span)
            what = Text(
                f"区域 {written} 不含相邻的 {cells}", f"the range {written} leaves out {cells} beside it"
            )
            here, text = (row, column, row, column), sheet.formula(row, column)
            yield remark(
                "SXL107", sheet.name, [here], what, excerpt=text, alike=repr((reach, between[0] - row))
            )


def _between(span: Span, row: int, column: int) -> Span | None:
    """The cells between a column and what stands below it, or a row and what stands to its right; None for none."""
    top, left, bottom, right = span
    if left == right == column and bottom - top + 1 >= _FEW and bottom + 1 < row:
        return bottom + 1, column, row - 1, column
    if top == bottom == row and right - left + 1 >= _FEW and right + 1 < column:
        return row, right + 1, row, column - 1
    return None


def _places(span: Span) -> Iterator[tuple[int, int]]:
    for row in range(span[0], span[2] + 1):
        for column in range(span[1], span[3] + 1):
            yield row, column


def _belongs(sheet: LintSheet, place: tuple[int, int], span: Span) -> bool:
    """Whether a cell is a number like the last of a range: of the same kind and look, and no total of that range."""
    row, column = place
    last = span[2:]
    if sheet.kind_at(row, column) != NUMBER or sheet.kind_at(*last) != NUMBER:
        return False
    number, end = sheet.shape[row - 1, column - 1], sheet.shape[last[0] - 1, last[1] - 1]
    if (number >= 0) != (end >= 0):
        return False
    if sheet.settings.style_at(place) != sheet.settings.style_at(last):
        return False
    if number < 0:
        return True
    if number == end:
        return True
    shape = sheet.shapes[number]
    is_total = any(True for _ in shape.calls(_TOTALS))
    return not is_total and not any(meet(reach.span(row, column), span) for reach in shape.reaches)


def counted_twice(book: LintBook) -> Iterator[Remark]:
    """Sums over a range that holds a sum of a part of the same range."""
    totals = {sheet.name: _plain_sums(sheet) for sheet in book.sheets.values()}
    for sheet, shape in book.shapes():
        if not any(totals.values()) or _is_halved(shape):
            continue
        for call in shape.calls({"SUM"}):
            for part in call.arguments:
                if isinstance(part, CellReference) and shape.reaches[part.index].is_range:
                    inside = book.sheet(shape.reaches[part.index].sheet)
                    if inside is not None:
                        yield from _twice(
                            sheet, shape, shape.reaches[part.index], inside, totals[inside.name]
                        )


def _plain_sums(sheet: LintSheet) -> list[tuple[int, int, Span]]:
    """Cells whose formula is nothing but a sum of one range of their own column or row, and that range."""
    found = []
    for shape in sheet.shapes:
        tree = shape.tree
        if not isinstance(tree, Call) or tree.name not in _SUMS or not tree.arguments:
            continue
        last = tree.arguments[-1]
        if not isinstance(last, CellReference) or len(tree.arguments) > 1 + (tree.name == "SUBTOTAL"):
            continue
        reach = shape.reaches[last.index]
        if reach.is_range and reach.sheet.casefold() == sheet.name.casefold():
            for row, column in zip(shape.rows.tolist(), shape.columns.tolist(), strict=True):
                found.append((row, column, reach.span(row, column)))
    return found


def _is_halved(shape: RelativeFormula) -> bool:
    """Whether a formula divides by two, as one that counts everything twice on purpose."""
    return any(
        isinstance(part, Binary) and part.operator == "/" and part.right == Constant(2.0)
        for part in shape.parts
    )


def _twice(
    sheet: LintSheet,
    shape: RelativeFormula,
    reach: RelativeReference,
    inside: LintSheet,
    totals: list[tuple[int, int, Span]],
) -> Iterator[Remark]:
    for row, column in zip(shape.rows.tolist(), shape.columns.tolist(), strict=True):
        span = reach.span(row, column)
        swallowed = [
            (r, c)
            for r, c, part in totals
            if span[0] <= r <= span[2] and span[1] <= c <= span[3] and contains(span, part) and part != span
        ]
        if not swallowed or _counts(swallowed, (row, column), inside, sheet):
            continue
        cells = ", ".join(a1(*place) for place in swallowed[:_FEW])
        what = Text(
            f"求和区域中的 {cells} 已是其中一部分的合计，重复计算",
            f"the range has sums of its own parts in it ({cells}): they count twice",
        )
        here, text = (row, column, row, column), sheet.formula(row, column)
        yield remark("SXL108", sheet.name, [here], what, excerpt=text, alike=repr(reach))


def _counts(
    swallowed: list[tuple[int, int]], here: tuple[int, int], inside: LintSheet, sheet: LintSheet
) -> bool:
    """Whether what is swallowed is the formula itself: that is a circle, told as one."""
    return inside is sheet and swallowed == [here]


def unequal_ranges(book: LintBook) -> Iterator[Remark]:
    """SUMIF whose two ranges do not lie side by side, INDEX beside a MATCH over other rows: what is found is of other rows."""
    for sheet, shape in book.shapes():
        row, column = shape.first
        for call in shape.calls(_OF_PAIRS):
            for nodes in _pairs(call):
                areas = [area_of(book, shape, node, row, column) for node in nodes]
                one, other = areas
                if one is None or other is None or not _misses(one, other):
                    continue
                first, second = (area(*each.span) for each in (one, other))
                what = Text(
                    f"{call.name} 的两个区域 {first} 和 {second} 没有对齐",
                    f"the two ranges of {call.name}, {first} and {second}, do not lie side by side",
                )
                yield remark("SXL109", sheet.name, shape.spans(), what, excerpt=shape.text, alike=shape.text)


def _pairs(call: Call) -> Iterator[tuple[Node, Node]]:
    """The ranges of a call whose rows, or columns, belong together."""
    arguments = call.arguments
    if call.name in {"SUMIF", "AVERAGEIF"} and len(arguments) == 3:
        yield arguments[0], arguments[2]
    elif call.name == "LOOKUP" and len(arguments) == 3:
        yield arguments[1], arguments[2]
    elif call.name == "INDEX":
        for position in arguments[1:]:
            if isinstance(position, Call) and position.name == "MATCH" and len(position.arguments) > 1:
                yield position.arguments[1], arguments[0]


def _misses(one: SheetArea, other: SheetArea) -> bool:
    """Whether a column (a row) and what belongs to it overlap and are not the same rows (columns)."""
    if one.sheet is not other.sheet:
        return False
    down, across = (one.span[0::2], other.span[0::2]), (one.span[1::2], other.span[1::2])
    if one.columns == 1 and one.rows > 1 and other.rows > 1 and across[0] != across[1]:
        runs = down
    elif one.rows == 1 and one.columns > 1 and other.columns > 1 and down[0] != down[1]:
        runs = across
    else:
        return False
    (first, last), (start, end) = runs
    if max(last, end) >= MAX_COLUMN:  # whole rows or columns
        return False
    return (first, last) != (start, end) and first <= end and start <= last and abs(first - start) < _FEW
