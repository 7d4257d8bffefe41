"""Where printed pages end, so that no heading stands alone at the foot of one: worked out from the heights of rows."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Heights", "ends_in", "heights_of", "page_ends", "room_of"]

_ROW = re.compile(rb'<row r="[0-9]+"(?: ht="([0-9.]+)"( customHeight="1")?)?')
_PLAIN = 15.0  # the height of a row that states none
_POINTS = 72  # to the inch
_PAPERS = {8: (842.0, 1191.0), 9: (595.0, 842.0)}  # A3 and A4, short and long side in points
_A4 = 9
_CHARACTER = 5.25  # points of a column's width, in the usual font
_SPARE = 0.97  # programs lay rows out a little differently
_LEAST = 0.9  # of a row that follows what is typed: programs show the height given until somebody types


@dataclass(frozen=True, slots=True)
class Heights:
    """The heights of the rows of a sheet in points, the most and the least that a program gives them."""

    most: tuple[float, ...]
    least: tuple[float, ...]


def heights_of(rows: Iterable[bytes]) -> Heights:
    """The heights of rows by their elements; those of rows that follow what is typed are up to the program."""
    most, least = [], []
    for tag in map(_ROW.match, rows):
        if tag is not None:
            height = float(tag[1] or _PLAIN)
            most.append(height)
            least.append(height if tag[2] is not None else height * _LEAST)
    return Heights(tuple(most), tuple(least))


def page_ends(
    template: Worksheet, width: float, heights: Heights, title_row: int, keep: Collection[int]
) -> Iterator[int]:
    """The last rows of pages; rows count from 1. What stands in `keep` goes with the row below it.

    `width` is that of the columns in characters, `title_row` (0 for none) stands at the top of every later page. Where all
    heights are fixed these are all pages but the last; else those that must end so that no kept row stands at a foot,
    whatever height a program gives the others.
    """
    return ends_in(room_of(template, width), heights, title_row, keep)


def ends_in(room: float, heights: Heights, title_row: int, keep: Collection[int]) -> Iterator[int]:
    """The same where a page has `room` for so many points of rows."""
    if heights.most == heights.least:
        return _all_ends(room, heights.most, title_row, keep)
    return _needed_ends(room, heights, title_row, keep)


def _all_ends(room: float, heights: Sequence[float], title_row: int, keep: Collection[int]) -> Iterator[int]:
    room *= _SPARE
    repeated = heights[title_row - 1] if title_row else 0.0
    start, used = 1, 0.0
    for row, height in enumerate(heights, 1):
        if used + height > room and row > start:
            end = _end(row - 1, start, keep)
            yield end
            start, used = end + 1, repeated + sum(heights[end : row - 1])
        used += height


def _needed_ends(room: float, heights: Heights, title_row: int, keep: Collection[int]) -> Iterator[int]:
    later = room - (heights.most[title_row - 1] if title_row else 0.0)
    first, low, high = room, 0.0, 0.0  # how far down the rows since the last end reach, at least and at most
    for row in range(1, len(heights.most) + 1):
        if row in keep and row - 1 not in keep and low > 0:
            end = next(r for r in range(row, len(heights.most) + 1) if r not in keep)
            reach = high + sum(heights.most[row - 1 : end])
            if _crosses(first, later, low, reach):
                yield row - 1
                first, low, high = later, 0.0, 0.0
        low += heights.least[row - 1]
        high += heights.most[row - 1]


def _crosses(first: float, later: float, low: float, high: float) -> bool:
    """Whether a page may end between two heights: the `first` page has so much room, the others have `later`."""
    pages = max(0, math.ceil((low - first) / later)) if low > first else 0
    return first + pages * later < high / _SPARE


def _end(row: int, start: int, keep: Collection[int]) -> int:
    """The row to end a page with: `row`, or the one above the headings that it belongs to."""
    end = row
    while end in keep and end > start:
        end -= 1
    return row if end == start and end in keep else end


def room_of(template: Worksheet, width: float) -> float:
    """How much height a page has for rows, as they stand in the sheet; `width` is that of the columns in characters."""
    setup, margins = template.page_setup, template.page_margins
    paper = int(setup.paperSize or _A4)
    short, long = _PAPERS.get(paper, _PAPERS[_A4])
    across, side = (long, short) if setup.orientation == "landscape" else (short, long)
    inside = side - (margins.top + margins.bottom) * _POINTS
    scale = (setup.scale or 100) / 100
    properties = template.sheet_properties.pageSetUpPr
    if properties is not None and properties.fitToPage and setup.fitToWidth:
        wide = (across - (margins.left + margins.right) * _POINTS) * setup.fitToWidth
        scale = min(1.0, wide / max(width * _CHARACTER, 1.0))
    return inside / scale
