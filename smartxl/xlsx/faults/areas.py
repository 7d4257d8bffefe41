"""References of the file format as areas, and areas that overlap."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator

from smartxl.cells import MAX_COLUMN, MAX_ROW, parse_a1
from smartxl.xlsx.settings import Span

__all__ = ["meet", "overlapping", "span_of"]


def span_of(reference: str) -> Span | None:
    """An area such as B2:C9 or B2, whole columns and rows too; None for what is none, or lies outside of a sheet."""
    first, colon, last = reference.replace("$", "").partition(":")
    try:
        if colon and first.isalpha() and last.isalpha():
            first, last = f"{first}1", f"{last}{MAX_ROW}"
        elif colon and first.isdecimal() and last.isdecimal():
            first, last = f"A{first}", f"XFD{last}"
        top, left = parse_a1(first)
        bottom, right = parse_a1(last) if colon else (top, left)
    except ValueError:
        return None
    inside = 0 < top <= bottom <= MAX_ROW and 0 < left <= right <= MAX_COLUMN
    return (top, left, bottom, right) if inside else None


def meet(one: Span, other: Span) -> bool:
    """Whether two areas have a cell in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def overlapping(spans: Iterable[Span]) -> Iterator[Span]:
    """The areas that have cells of one before them, in the order of rows.

    Areas that reach the row that is looked at lie side by side, in the order of columns: each is put in and taken out once.
    """
    reach: list[tuple[int, int, int]] = []  # first and last column, last row
    for span in sorted(spans):
        top, left, bottom, right = span
        at = bisect_right(reach, (left, MAX_COLUMN, MAX_ROW))
        start = at - 1 if at and reach[at - 1][1] >= left else at
        end = start
        blocked = False
        while end < len(reach) and reach[end][0] <= right:
            blocked = blocked or reach[end][2] >= top
            end += 1
        if blocked:
            yield span
            continue
        del reach[start:end]
        insort(reach, (left, right, bottom))
