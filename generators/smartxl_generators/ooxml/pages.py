"""Where printed pages end, so that no heading stands alone at the foot of one: worked out from the heights of rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["heights_of", "page_ends"]

_ROW = re.compile(r'<row r="[0-9]+"(?: ht="([0-9.]+)")?')
_PLAIN = 15.0  # the height of a row that states none
_POINTS = 72  # to the inch
_PAPERS = {8: (842.0, 1191.0), 9: (595.0, 842.0)}  # A3 and A4, short and long side in points
_A4 = 9
_SPARE = 0.97  # programs lay rows out a little differently


def heights_of(rows: str) -> list[float]:
    """The heights of the rows in a sheet's XML, in points."""
    return [float(found[1] or _PLAIN) for found in _ROW.finditer(rows)]


def page_ends(
    template: Worksheet, heights: Sequence[float], title_row: int, keep: Collection[int]
) -> Iterator[int]:
    """The last rows of all pages but the last; rows count from 1. What stands in `keep` goes with the row below it.

    `title_row` (0 for none) stands at the top of every later page.
    """
    room = _room(template)
    repeated = heights[title_row - 1] if title_row else 0.0
    start, used = 1, 0.0
    for row, height in enumerate(heights, 1):
        if used + height > room and row > start:
            end = _end(row - 1, start, keep)
            yield end
            start, used = end + 1, repeated + sum(heights[end : row - 1])
        used += height


def _end(row: int, start: int, keep: Collection[int]) -> int:
    """The row to end a page with: `row`, or the one above the headings that it belongs to."""
    end = row
    while end in keep and end > start:
        end -= 1
    return row if end == start and end in keep else end


def _room(template: Worksheet) -> float:
    """How much height a page has for rows."""
    setup, margins = template.page_setup, template.page_margins
    paper = int(setup.paperSize or _A4)
    short, long = _PAPERS.get(paper, _PAPERS[_A4])
    side = short if setup.orientation == "landscape" else long
    inside = side - (margins.top + margins.bottom) * _POINTS
    return inside * _SPARE * 100 / (setup.scale or 100)
