"""How the columns of a table share the width, and whether its page must lie on its side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smartxl.model.report import ReportTable, plain
from smartxl_generators.report.paper.looks import PAGE, TABLE_LINE
from smartxl_generators.report.paper.measure import POINT, line_count, longest_word, width_of

__all__ = ["PADDING", "TableFit", "fitted"]

PADDING = 1.4
"""Left and right of a cell's text in mm."""
_MARGIN = 0.7  # above and below a cell's text
_BORDER = 0.176  # the line between two rows
_SIZES = (9.0, 7.5, 6.5)
_LEAST, _MOST = 5.0, 14.0  # of a column of texts, in sizes
_LINES, _MANY = 14, 40  # that a long text should not exceed, and where there is no more room
_HEAVY = 1.15  # how much wider the letters of a head are


@dataclass(frozen=True, slots=True)
class TableFit:
    """Widths of the columns, heights of head and rows in mm, the size of the text in points, and whether the page lies."""

    widths: tuple[float, ...]
    size: float
    lying: bool
    head: float
    rows: tuple[float, ...]


def fitted(table: ReportTable, size: float) -> TableFit:
    """The table upright if every column has the room it needs, else on a lying page, else in a smaller size there."""
    easy = [_need(table, place, _LINES) for place in range(len(table.columns))]
    tight = [_need(table, place, _MANY) for place in range(len(table.columns))]
    tries = [(size, False, easy), (size, True, easy), *((points, True, tight) for points in (size, *_SIZES))]
    chosen = next((one for one in tries if sum(_least(one)) <= _room(one)), tries[-1])
    widths = _shared(_least(chosen), [column.width for column in table.columns], _room(chosen))
    points, lying, _ = chosen
    return TableFit(widths, points, lying, *_heights(table, widths, points))


def _room(chosen: tuple[float, bool, list[float]]) -> float:
    """The width of the text on the page."""
    return PAGE.text_height if chosen[1] else PAGE.text_width


def _least(chosen: tuple[float, bool, list[float]]) -> list[float]:
    """The least widths of the columns in mm."""
    points, _, needs = chosen
    return [need * points * POINT + 2 * PADDING + 0.3 for need in needs]


def _need(table: ReportTable, place: int, lines: int) -> float:
    """The least width of a column in sizes: numbers whole, long words whole, texts in `lines` or not much more."""
    column = table.columns[place]
    texts = [plain(row[place]) for row in table.rows]
    head = max(longest_word(column.head) * _HEAVY, min(width_of(column.head), 3.0))
    if column.numeric:
        return max(head, max(map(width_of, texts), default=0.0))
    words = max((longest_word(text) for text in texts), default=0.0)
    whole = max(map(width_of, texts), default=0.0)
    return max(min(head, _MOST), min(whole, max(_LEAST, min(max(words, whole / lines), _MOST))))


def _shared(least: Sequence[float], shares: Sequence[float], room: float) -> tuple[float, ...]:
    """Widths in the ratio of the shares, none below its least where there is room for that; they fill the room."""
    if sum(least) >= room:
        return tuple(width * room / sum(least) for width in least)
    fixed: set[int] = set()
    while True:
        rest = room - sum(least[place] for place in fixed)
        free = sum(share for place, share in enumerate(shares) if place not in fixed) or 1.0
        widths = [
            least[place] if place in fixed else share * rest / free for place, share in enumerate(shares)
        ]
        small = {place for place, width in enumerate(widths) if width < least[place] - 1e-9}
        if not small:
            return tuple(widths)
        fixed |= small


def _heights(table: ReportTable, widths: Sequence[float], points: float) -> tuple[float, tuple[float, ...]]:
    rooms = [(width - 2 * PADDING) / (points * POINT) for width in widths]
    line = points * TABLE_LINE * POINT

    def height(texts: Sequence[str]) -> float:
        lines = (line_count(text, room) for text, room in zip(texts, rooms, strict=True))
        return max(lines, default=1) * line + 2 * _MARGIN + _BORDER

    head = height([column.head for column in table.columns])
    return head, tuple(height([plain(words) for words in row]) for row in table.rows)
