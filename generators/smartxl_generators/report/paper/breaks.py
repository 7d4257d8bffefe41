"""Where a page is made to begin, so that tables are not torn badly and headings are on the pages that the contents name.

Letters of another font take more room than those of Times New Roman. Where a heading would stand on different pages
with the ones and with the others, a page begins at something before it at which both agree again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from smartxl_generators.report.paper.flow import FlowHeading, FlowItem, FlowText
from smartxl_generators.report.paper.measure import WIDE
from smartxl_generators.report.paper.pages import Pages, PageStack, counted, stacked
from smartxl_generators.report.paper.style import PaperStyle

__all__ = ["paged"]

_CLOSE = 1.5
"""By how many mm on a page two programs may differ."""
_BEGINNING = {"Body Text", "Conclusion", "Commentary", "List Bullet"}
_AT_THE_END = 70.0
"""With how many mm left on a page a heading stands at its end."""
_TRIED = 12
"""How many places before a heading are tried for a page to begin."""


def paged(items: Sequence[FlowItem], style: PaperStyle) -> tuple[tuple[FlowItem, ...], Pages]:
    """Everything in order with the places at which a page is made to begin, and the pages that come of it."""
    both = _BothLetters(style, stacked(items, style), stacked(items, style, WIDE))
    breaks: frozenset[int] = frozenset()
    pages = both.pages(breaks)
    for place, item in enumerate(items):
        if isinstance(item, FlowHeading) and not pages.agree(place):
            breaks = _settled(both, items, breaks, place)
            pages = both.pages(breaks)
    narrow, wide = pages.narrow, pages.wide
    for place in narrow.moved & wide.moved:
        breaks |= {
            _with_heading(items, place, [max(pair) for pair in zip(narrow.left, wide.left, strict=True)])
        }
    shown = tuple(_begun(item) if place in breaks else item for place, item in enumerate(items))
    return shown, counted(both.times, style, breaks)


def _with_heading(items: Sequence[FlowItem], place: int, left: Sequence[float]) -> int:
    """Where a page begins rather than at a place: at the heading shortly before it that stands at the end of the page.

    Another program may have no room for that heading there, and would leave a page with nothing else on it.
    """
    heading = next((at for at in range(place, -1, -1) if isinstance(items[at], FlowHeading)), place)
    while heading and isinstance(items[heading - 1], FlowHeading):
        heading -= 1
    between = items[heading:place]
    near = all(isinstance(item, FlowHeading | FlowText) for item in between) and left[heading] < _AT_THE_END
    return heading if near else place


def _begun(item: FlowItem) -> FlowItem:
    return replace(item, new_page=True) if isinstance(item, FlowHeading | FlowText) else item


@dataclass(frozen=True, slots=True)
class _BothPages:
    """The pages of one document with narrow letters and with wide ones."""

    narrow: Pages
    wide: Pages

    def agree(self, upto: int) -> bool:
        """Whether what stands at a place is on the same page with both."""
        return self.narrow.begins[upto] == self.wide.begins[upto]


@dataclass(frozen=True, slots=True)
class _BothLetters:
    """The same document measured with narrow letters on pages a little too high, and with wide ones on pages too low."""

    style: PaperStyle
    times: tuple[PageStack, ...]
    others: tuple[PageStack, ...]

    def pages(self, breaks: frozenset[int]) -> _BothPages:
        """The pages where each of the places `breaks` begins one."""
        narrow = counted(self.times, self.style, breaks, _CLOSE)
        return _BothPages(narrow, counted(self.others, self.style, breaks, -_CLOSE))


def _settled(
    both: _BothLetters, items: Sequence[FlowItem], breaks: frozenset[int], heading: int
) -> frozenset[int]:
    """The places with one more, where there is one by which a heading comes on the same page with both letters.

    Of several the one that leaves least of a page empty.
    """
    candidates = [at for at in range(heading, 0, -1) if _may_begin(items, at) and at not in breaks][:_TRIED]
    helping = [at for at in candidates if both.pages(breaks | {at}).agree(heading)]
    if not helping:
        return breaks
    pages = both.pages(breaks)
    return breaks | {min(helping, key=lambda at: max(pages.wide.left[at], pages.narrow.left[at]))}


def _may_begin(items: Sequence[FlowItem], place: int) -> bool:
    """Whether a page may begin here: at a heading, a paragraph or a caption above, not kept with what stands before it."""
    item, before = items[place], items[place - 1]
    kept = isinstance(before, FlowHeading) or (isinstance(before, FlowText) and before.keep_next)
    if isinstance(item, FlowText):
        return not kept and (item.keep_next or item.style in _BEGINNING)
    return isinstance(item, FlowHeading) and not kept
