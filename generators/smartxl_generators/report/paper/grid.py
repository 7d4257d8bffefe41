"""How the columns of a table share the width, and whether its page must lie on its side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from smartxl.model.report import ReportTable, plain
from smartxl_generators.report.paper.looks import TABLE_LINE, PageShape
from smartxl_generators.report.paper.measure import (
    POINT,
    TIMES,
    WIDE,
    Letters,
    line_count,
    longest_word,
    width_of,
)
from smartxl_generators.report.paper.style import PaperStyle

__all__ = ["PADDING", "TableFit", "fitted", "heights"]

Column = NDArray[np.float64]
PADDING = 1.4
"""Left and right of a cell's text in mm."""
_MARGIN = 0.7  # above and below a cell's text
_BORDER = 0.176  # the line between two rows
_SIZES = (9.0, 7.5, 6.5)
_READABLE = 7.5  # points: smaller ones only on a lying page
_LEAST, _MOST = 5.0, 14.0  # of a column of texts, in sizes
_SPARE = 0.4  # sizes by which a line of text may be longer in another program
_BROKEN = 1.05  # by how much wide letters may exceed the room of an upright page
_LINES, _MANY = 12, 40  # that a long text should not exceed, and where there is no more room
_STEP, _MOVES, _LOOKED_AT = 4.0, 40, 200
"""How much room is moved between columns at a time in mm, how often at most, and for how many rows."""
_FEWER = 0.5  # lines that must be saved by it
_HEAVY = 1.15  # how much wider the letters of a head and of rows that are set off are


@dataclass(frozen=True, slots=True)
class TableFit:
    """Widths of the columns in mm, the size of the text in points, and whether the page lies."""

    widths: tuple[float, ...]
    size: float
    lying: bool


@dataclass(frozen=True, slots=True)
class _Try:
    """A size of the text on a page that stands or lies, with texts in at most so many lines."""

    size: float
    lying: bool
    lines: int

    def room(self, page: PageShape) -> float:
        """The width of the text on the page."""
        return page.text_height if self.lying else page.text_width

    def least(self, table: ReportTable, letters: Letters) -> list[float]:
        """The least widths of the columns in mm."""
        needs = (_need(table, place, self.lines, letters) for place in range(len(table.columns)))
        return [need * self.size * POINT + 2 * PADDING + 0.3 for need in needs]


def fitted(table: ReportTable, style: PaperStyle) -> TableFit:
    """The table upright if every column has the room it needs, in a somewhat smaller size too, else on a lying page."""
    size, page = style.looks["Table Text"].size, style.page
    sizes = (size, *(points for points in _SIZES if points < size))
    if style.turns:
        upright = [_Try(points, False, _LINES) for points in sizes if points >= _READABLE]
        spare = {size: _BROKEN}  # smaller letters must not be broken words besides
        tries = [
            one for one in upright if sum(one.least(table, WIDE)) <= one.room(page) * spare.get(one.size, 1.0)
        ]
        tries += [_Try(size, True, _LINES), *(_Try(points, True, _MANY) for points in sizes)]
    else:
        tries = [_Try(points, False, lines) for points in sizes for lines in (_LINES, _MANY)]
    chosen = next((one for one in tries if sum(one.least(table, TIMES)) <= one.room(page)), tries[-1])
    room, least = chosen.room(page), _least(table, chosen, chosen.room(page))
    shared = _shared(least, [column.width for column in table.columns], room)
    return TableFit(_balanced(table, shared, least, chosen.size), chosen.size, chosen.lying)


def _least(table: ReportTable, chosen: _Try, room: float) -> list[float]:
    """The least widths with wide letters where there is room for them, else at least of numbers: they are not broken."""
    wide, narrow = chosen.least(table, WIDE), chosen.least(table, TIMES)
    numbers = [w if c.numeric else n for c, w, n in zip(table.columns, wide, narrow, strict=True)]
    return next((least for least in (wide, numbers) if sum(least) <= room), narrow)


def _balanced(
    table: ReportTable, widths: Sequence[float], least: Sequence[float], size: float
) -> tuple[float, ...]:
    """The widths with room moved, a step at a time, from columns that can spare it to those that make rows high."""
    rows = [[width_of(plain(words), WIDE) for words in row] for row in table.rows[:_LOOKED_AT]]
    texts, now, unit = np.array(rows).reshape(len(rows), len(widths)), np.array(widths), size * POINT

    def lines(place: int, width: float) -> Column:
        spare = 0.0 if table.columns[place].numeric else _SPARE
        return np.maximum(np.ceil((texts[:, place] + spare) * unit / (width - 2 * PADDING)), 1)

    taken = np.array([lines(place, width) for place, width in enumerate(now)])
    for _ in range(_MOVES):
        best, pair = _FEWER, None
        for one, other in permutations(range(len(now)), 2):
            if now[one] - _STEP < least[one]:
                continue
            changed = taken.copy()
            changed[one], changed[other] = lines(one, now[one] - _STEP), lines(other, now[other] + _STEP)
            saved = float(taken.max(0).sum() - changed.max(0).sum())
            if saved > best:
                best, pair = saved, (one, other)
        if pair is None:
            break
        now[pair[0]] -= _STEP
        now[pair[1]] += _STEP
        for place in pair:
            taken[place] = lines(place, now[place])
    return tuple(map(float, now))


def _need(table: ReportTable, place: int, lines: int, letters: Letters) -> float:
    """The least width of a column in sizes: numbers whole, long words whole, texts in `lines` or not much more."""
    column = table.columns[place]
    texts = [plain(row[place]) for row in table.rows]
    head = max(longest_word(column.head, letters) * _HEAVY, min(width_of(column.head, letters) * _HEAVY, 3.0))
    if column.numeric:
        return max(head, max((width_of(text, letters) for text in texts), default=0.0))
    long = [longest_word(text, letters) for text in texts]
    words = max((word * (_HEAVY if at in table.strong else 1.0) for at, word in enumerate(long)), default=0.0)
    whole = max((width_of(text, letters) + _SPARE for text in texts), default=0.0)
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


def heights(table: ReportTable, fit: TableFit) -> tuple[float, tuple[float, ...]]:
    """The heights in mm of the head and of the rows, as wide letters need them: rows are set so high with any letters."""
    rooms = [(width - 2 * PADDING) / (fit.size * POINT) for width in fit.widths]
    spare = [0.0 if column.numeric else _SPARE for column in table.columns]
    line = fit.size * TABLE_LINE * POINT

    def height(texts: Sequence[str], rooms: Sequence[float]) -> float:
        lines = (line_count(text, room, letters=WIDE) for text, room in zip(texts, rooms, strict=True))
        return max(lines, default=1) * line + 2 * _MARGIN + _BORDER

    head = height([column.head for column in table.columns], [room / _HEAVY for room in rooms])
    within = [room - least for room, least in zip(rooms, spare, strict=True)]
    return head, tuple(height([plain(words) for words in row], within) for row in table.rows)
