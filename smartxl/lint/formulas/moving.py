"""Tables that move along with the formula that was filled from cell to cell: the $ was forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from smartxl.cells import area
from smartxl.lint.catalogue import remark
from smartxl.lint.formulas.lookups import lookups_of
from smartxl.lint.linted import LintBook
from smartxl.lint.remark import Remark
from smartxl.recalc.tree import CellReference
from smartxl.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartxl.lint.shapes import RelativeFormula, RelativeReference

__all__ = ["moving_tables"]

_RANKS = frozenset({"RANK", "RANK.EQ", "RANK.AVG"})
_RUN = 3


def moving_tables(book: LintBook) -> Iterator[Remark]:
    """Lookups and ranks in cells next to each other whose table lies one cell further in each."""
    for sheet, shape in book.shapes():
        if shape.rows.size < _RUN or not shape.reaches:
            continue
        down, across = _in_a_run(shape.rows, shape.columns), _in_a_run(shape.columns, shape.rows)
        for name, reach in _tables(shape):
            moves_down = down and reach.bottom > reach.top and not (reach.fixed[0] or reach.fixed[2])
            moves_across = across and reach.right > reach.left and not (reach.fixed[1] or reach.fixed[3])
            if not (moves_down or moves_across):
                continue
            table = area(*reach.span(*shape.first))
            if reach.sheet != sheet.name:
                table = f"{reach.sheet}!{table}"
            what = Text(
                f"{name} 的区域 {table} 逐格移动，没有用 $ 固定",
                f"the range of {name}, {table}, moves on from cell to cell: it is not fixed by $",
            )
            yield remark("SXL118", sheet.name, shape.spans(), what, excerpt=shape.text)


def _in_a_run(along: NDArray[np.int64], beside: NDArray[np.int64]) -> bool:
    """Whether three cells follow each other along rows (columns) in the same column (row)."""
    order = np.lexsort((along, beside))
    first, line = along[order], beside[order]
    follows = (np.diff(first) == 1) & (np.diff(line) == 0)
    return bool((follows[:-1] & follows[1:]).any())


def _tables(shape: RelativeFormula) -> Iterator[tuple[str, RelativeReference]]:
    """What is searched or ranked in, with the function that does."""
    found = [(lookup.call.name, lookup.table) for lookup in lookups_of(shape)]
    found += [(call.name, call.arguments[1]) for call in shape.calls(_RANKS) if len(call.arguments) > 1]
    for name, table in found:
        if isinstance(table, CellReference) and shape.reaches[table.index].is_range:
            yield name, shape.reaches[table.index]
