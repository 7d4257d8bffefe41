"""What a range holds, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartxl.precedents.explanation import RangeSummary
from smartxl.recalc.arrays import BLANK, ERROR, LOGICAL, NUMBER, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartxl.recalc.planes import Ref

__all__ = ["filled_cells", "notable_cells", "summary"]

Place = tuple[int, int]
_FEW = 3


def summary(ref: Ref, formulas: int) -> RangeSummary:
    """The cells of a range; `formulas` of them are results of formulas."""
    used, sheet = ref.used(), ref.sheet
    waiting = sheet.waiting[ref.top - 1 : ref.bottom, ref.left - 1 : ref.right]
    unknown = int(waiting.sum()) + sum(ref.holds(place) for place in sheet.unknown)
    counts = {kind: int((used.kind == kind).sum()) for kind in (NUMBER, TEXT, LOGICAL, ERROR, BLANK)}
    cells = ref.rows * ref.columns
    filled = used.size - counts[BLANK]
    numbers = used.num[used.kind == NUMBER]
    some = bool(numbers.size)
    return RangeSummary(
        cells,
        counts[NUMBER],
        counts[TEXT],
        counts[LOGICAL],
        counts[ERROR],
        cells - filled - unknown,
        formulas,
        unknown,
        float(numbers.sum()) if some else None,
        float(numbers.min()) if some else None,
        float(numbers.max()) if some else None,
    )


def notable_cells(ref: Ref) -> Iterator[Place]:
    """The first cells of a range that are not computed, and the first errors in it: what comes to nothing for their sake."""
    unknown = sorted(place for place in ref.sheet.unknown if ref.holds(place))
    yield from unknown[:_FEW]
    used = ref.used()
    rows, columns = np.nonzero(used.kind == ERROR)
    for row, column in list(zip(rows, columns, strict=True))[:_FEW]:
        yield int(row) + ref.top, int(column) + ref.left


def filled_cells(ref: Ref) -> Iterator[Place]:
    """The cells of a range that hold something, or a formula, row by row."""
    sheet, used = ref.sheet, ref.used()
    waiting = sheet.waiting[ref.top - 1 : ref.bottom, ref.left - 1 : ref.right]
    held = (used.kind != BLANK) | waiting
    for row, column in zip(*np.nonzero(held), strict=True):
        yield int(row) + ref.top, int(column) + ref.left
