"""What breaks the pattern of a column or row of formulas: something typed, another formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartxl.cells import a1
from smartxl.lint.catalogue import remark
from smartxl.lint.linted import LintBook, LintSheet
from smartxl.lint.remark import Remark
from smartxl.recalc.arrays import BLANK, ERROR, NUMBER
from smartxl.recalc.tree import CellReference
from smartxl.text import Text, number_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartxl.xlsx.settings import Span

__all__ = ["differing_formulas", "typed_among_formulas"]

_LONGEST_GAP = 3
_PER_CELL = 3
"""So many formulas, and one more, must surround each cell that breaks their pattern."""
_OF_A_LINE = frozenset(
    {"SUM", "SUBTOTAL", "AVERAGE", "COUNT", "COUNTA", "MIN", "MAX", "AGGREGATE", "PRODUCT", "MEDIAN"}
)


@dataclass(frozen=True, slots=True)
class _Break:
    """Cells between two runs of formulas of one shape, in a column or a row; and a cell of each run next to them."""

    span: Span
    before: tuple[int, int]
    after: tuple[int, int]
    size: int

    def turned(self) -> _Break:
        """Rows for columns."""
        top, left, bottom, right = self.span
        (row, column), (later_row, later_column) = self.before, self.after
        return _Break((left, top, right, bottom), (column, row), (later_column, later_row), self.size)


def typed_among_formulas(book: LintBook) -> Iterator[Remark]:
    """Numbers typed in the midst of formulas that are all alike; of a workbook of ours, where the plan has a formula."""
    if book.plan is not None:
        yield from _typed_over(book)
        return
    for sheet in book.sheets.values():
        typed = (sheet.kind == NUMBER) & ~sheet.is_formula
        for gap in _gaps(sheet.shape, typed):
            if not sheet.shapes[sheet.shape[gap.before[0] - 1, gap.before[1] - 1]].reaches:
                continue
            first = sheet.value[gap.span[0] - 1, gap.span[1] - 1]
            around = f"{a1(*gap.before)}, {a1(*gap.after)}"
            what = Text(
                f"填的是数，两边（{around}）是同样的公式",
                f"a number is typed here, the cells on both sides ({around}) have the same formula",
            )
            excerpt = f"{number_text(first)} | {a1(*gap.before)} {sheet.formula(*gap.before)}"
            yield remark("SXL105", sheet.name, [gap.span], what, excerpt=excerpt)


def _typed_over(book: LintBook) -> Iterator[Remark]:
    for cell, formula in book.planned_formulas.items():
        sheet = book.sheets.get(cell.sheet)
        if sheet is None or sheet.kind_at(cell.row, cell.column) in {BLANK, ERROR}:
            continue
        if not sheet.formula(cell.row, cell.column) and not sheet.is_formula[cell.row - 1, cell.column - 1]:
            what = Text("填的是内容，应是公式", "something is typed where a formula is planned")
            span = (cell.row, cell.column, cell.row, cell.column)
            yield remark("SXL105", sheet.name, [span], what, excerpt=formula)


def _gaps(shape: NDArray[np.int32], typed: NDArray[np.bool_]) -> Iterator[_Break]:
    """What breaks the runs of formulas down columns, then along rows, each cell once."""
    seen: set[Span] = set()
    for gap in _gaps_down(shape, typed):
        seen.add(gap.span)
        yield gap
    for gap in _gaps_down(shape.T, typed.T):
        turned = gap.turned()
        if turned.span not in seen:
            yield turned


def _gaps_down(shape: NDArray[np.int32], breaks: NDArray[np.bool_]) -> Iterator[_Break]:
    """Cells of one kind, `breaks`, with a run of formulas of one shape above and the same shape below."""
    if not breaks.any() or not (shape >= 0).any():
        return
    length = run_lengths(shape)
    first = breaks.copy()
    first[1:] &= ~breaks[:-1]
    last = breaks.copy()
    last[:-1] &= ~breaks[1:]
    columns, starts = np.nonzero(first.T)
    _, ends = np.nonzero(last.T)
    inside = (starts > 0) & (ends < shape.shape[0] - 1) & (ends - starts < _LONGEST_GAP)
    for column, start, end in zip(
        columns[inside].tolist(), starts[inside].tolist(), ends[inside].tolist(), strict=True
    ):
        above, below = start - 1, end + 1
        size = end - start + 1
        is_one = shape[above, column] == shape[below, column] >= 0
        if is_one and length[above, column] + length[below, column] > _PER_CELL * size:
            span = start + 1, column + 1, end + 1, column + 1
            yield _Break(span, (above + 1, column + 1), (below + 1, column + 1), size)


def run_lengths(shape: NDArray[np.int32]) -> NDArray[np.int64]:
    """For each cell how many cells of the same shape lie in one piece with it in its column."""
    rows, columns = shape.shape
    flat = shape.T.ravel()
    starts = np.ones(flat.size, bool)
    starts[1:] = flat[1:] != flat[:-1]
    starts[::rows] = True
    runs = np.cumsum(starts) - 1
    lengths: NDArray[np.int64] = np.bincount(runs)[runs].reshape(columns, rows).T
    return lengths


def differing_formulas(book: LintBook) -> Iterator[Remark]:
    """Formulas that differ from those on both sides, which are alike."""
    for sheet in book.sheets.values():
        if len(sheet.shapes) < 2:
            continue
        down, across = run_lengths(sheet.shape), run_lengths(sheet.shape.T).T
        seen: set[tuple[int, int]] = set()
        for gap in (
            *_differing(sheet.shape, across),
            *(g.turned() for g in _differing(sheet.shape.T, down.T)),
        ):
            place = gap.span[:2]
            if place not in seen and not sheet.planned[place[0] - 1, place[1] - 1] and _is_odd(sheet, gap):
                seen.add(place)
                yield _differs(sheet, gap)


def _differing(shape: NDArray[np.int32], across: NDArray[np.int64]) -> Iterator[_Break]:
    """Single formulas between runs of another shape down columns, that are not like those beside them either."""
    if shape.shape[0] < 3:
        return
    length = run_lengths(shape)
    middle, above, below = shape[1:-1], shape[:-2], shape[2:]
    odd = (middle >= 0) & (above == below) & (above >= 0) & (middle != above) & (across[1:-1] == 1)
    odd &= length[:-2] + length[2:] > _PER_CELL
    for row, column in np.argwhere(odd).tolist():
        place = row + 2, column + 1
        yield _Break((*place, *place), (row + 1, column + 1), (row + 3, column + 1), 1)


def _is_odd(sheet: LintSheet, gap: _Break) -> bool:
    """Whether a formula is neither a total of what lies beside it nor says the same in another way."""
    row, column = gap.span[:2]
    own = sheet.shapes[sheet.shape[row - 1, column - 1]]
    other = sheet.shapes[sheet.shape[gap.before[0] - 1, gap.before[1] - 1]]
    if not own.refers or not other.refers:
        return False
    for call in own.calls(_OF_A_LINE):
        for part in call.arguments:
            if isinstance(part, CellReference):
                top, left, bottom, right = own.reaches[part.index].span(row, column)
                if (top <= gap.before[0] <= bottom and left <= gap.before[1] <= right) or (
                    top <= gap.after[0] <= bottom and left <= gap.after[1] <= right
                ):
                    return False
    if own.around != other.around or len(own.reaches) != len(other.reaches):
        return True
    pairs = zip(own.reaches, other.reaches, strict=True)
    return any(a.sheet != b.sheet or a.span(row, column) != b.span(row, column) for a, b in pairs)


def _differs(sheet: LintSheet, gap: _Break) -> Remark:
    around = f"{a1(*gap.before)}, {a1(*gap.after)}"
    what = Text(
        f"公式与两边（{around}）的不同",
        f"the formula differs from those on both sides ({around})",
    )
    excerpt = f"{sheet.formula(*gap.span[:2])} | {a1(*gap.before)} {sheet.formula(*gap.before)}"
    return remark("SXL106", sheet.name, [gap.span], what, excerpt=excerpt)
