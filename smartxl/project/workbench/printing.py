"""How the sheets of a workbench are printed: what stands on every page, and which rows stay together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from smartxl.cells import Area
from smartxl.model.plan import SheetPlan

__all__ = ["paged", "scale_for", "whole_blocks"]

_WIDE, _HIGH = 112.0, 500.0  # an A4 page across: characters of the standard font, points
_PLAIN = 15.0  # the height of a row that states none
_REPEATED = 2  # the row of the title, which stands on every page


def paged(
    sheet: SheetPlan,
    *,
    columns: tuple[int, int] = (0, 0),
    breaks: Sequence[int] = (),
    portrait: bool = False,
    checks: Sequence[Area] = (),
) -> SheetPlan:
    """A sheet with columns that stand on every printed page, page ends behind some rows, upright or across.

    In the cells of `checks` whatever is not ✓ stands out.
    """
    if sheet.design is None:
        return sheet
    design = replace(
        sheet.design,
        repeated_columns=columns,
        row_breaks=tuple(breaks),
        portrait=portrait,
        flagged=tuple(checks),
    )
    return replace(sheet, design=design)


def scale_for(width: float) -> int:
    """Percent at which so many characters fit on a page across."""
    return max(10, min(100, int(100 * _WIDE / width)))


def whole_blocks(sheet: SheetPlan, starts: Sequence[int], scale: int) -> Iterator[int]:
    """The rows behind which a page ends so that no block is divided that fits on one; `starts` are their first rows."""
    heights = sheet.design.heights if sheet.design else {}
    last = max(heights, default=1)
    room, used = _HIGH * 100 / scale, 0.0
    ends = [*(start - 1 for start in starts[1:]), last]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        high = sum(heights.get(row, _PLAIN) for row in range(start, end + 1))
        if number == 0:
            used = sum(heights.get(row, _PLAIN) for row in range(_REPEATED, start))
        elif used + high > room:
            yield start - 1
            used = heights.get(_REPEATED, _PLAIN)
        used += high
