"""On which page each heading stands, counted from the heights of lines, rows and pictures.

Word counts again when it opens the document; until then, and in programs that do not, these numbers stand in the contents.
Lines have exact heights, so that only where a line breaks is estimated, by the widths of characters.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from smartxl_generators.report.paper.flow import (
    FlowHeading,
    FlowItem,
    FlowPicture,
    FlowTable,
    FlowText,
    FlowTurn,
)
from smartxl_generators.report.paper.looks import ParagraphLook
from smartxl_generators.report.paper.measure import POINT, TIMES, Letters, line_count
from smartxl_generators.report.paper.style import PaperStyle

__all__ = ["ROWS_TOGETHER", "PageStack", "Pages", "counted", "stacked"]

ROWS_TOGETHER = 3
"""How many rows of a table stand at least below its head."""


@dataclass(frozen=True, slots=True)
class PageStack:
    """Lines, rows or a picture that follow one another: heights in mm; `repeated` is set again on each page."""

    heights: tuple[float, ...]
    before: float = 0.0
    after: float = 0.0
    keep_next: bool = False
    new_page: bool = False
    repeated: float = 0.0
    room: float | None = None  # a page of this height begins

    @property
    def opening(self) -> float:
        """What must be on one page with what stands before: two lines, or a table's head and first rows."""
        if self.repeated:
            return self.repeated + sum(self.heights[:ROWS_TOGETHER])
        return sum(self.heights if len(self.heights) <= 3 else self.heights[:2])


@dataclass(frozen=True, slots=True)
class Pages:
    """On which page each item begins, how many pages there are, what begins one so that rows stay together, and how
    many mm are left where each item could begin."""

    begins: tuple[int, ...]
    count: int
    moved: frozenset[int]
    left: tuple[float, ...]


def counted(
    stacks: Sequence[PageStack], style: PaperStyle, breaks: Container[int] = (), spare: float = 0.0
) -> Pages:
    """The pages of a document, the first one after the contents being 1; a page begins at each of the places `breaks`.

    Pages are `spare` mm higher than they are.
    """
    counter = _PageCounter(style.page.text_height + spare, spare)
    begins: list[int] = []
    left: list[float] = []
    moved: set[int] = set()
    for place, stack in enumerate(stacks):
        need, single = _needed(stacks, place, counter.after)
        if counter.fits(single) and not counter.fits(need):
            moved.add(place)
        left.append(counter.room - counter.used)
        counter.begin(stack, need, anew=place in breaks)
        begins.append(counter.page)
        counter.fill(stack)
    return Pages(tuple(begins), counter.page, frozenset(moved), tuple(left))


def _needed(stacks: Sequence[PageStack], place: int, after: float) -> tuple[float, float]:
    """The height that must be left on a page for a stack to begin there, with all that it is kept with.

    The second one is what is needed where one row of a table may stand alone.
    """
    need = 0.0
    for stack in stacks[place:]:
        need += max(0.0, stack.before - after)
        if not stack.keep_next:
            return need + stack.opening, need + stack.repeated + sum(stack.heights[:1])
        need, after = need + sum(stack.heights) + stack.after, stack.after
    return need, need


@dataclass(slots=True)
class _PageCounter:
    """The page that is being filled and how much of it is, in mm, with the distance `after` that stands at its end.

    Of the distances after one paragraph and before the next, the larger one counts.
    """

    room: float
    spare: float
    page: int = 1
    used: float = 0.0
    after: float = 0.0

    def fits(self, need: float) -> bool:
        """Whether something can begin on this page."""
        return not self.used or self.used + min(need, self.room) <= self.room + 0.01

    def begin(self, stack: PageStack, need: float, *, anew: bool) -> None:
        """Goes to the page on which a stack begins."""
        if stack.room is not None:
            self._next()
            self.room = stack.room + self.spare
        elif self.used and (anew or stack.new_page):
            self._next()
            self.used = self.after = stack.before  # which is left out only where a page ends by itself
        elif not self.fits(need):
            self._next()

    def fill(self, stack: PageStack) -> None:
        """Sets a stack, over as many pages as it takes."""
        self.used += (max(0.0, stack.before - self.after) if self.used else 0.0) + stack.repeated
        for place, height in enumerate(stack.heights):
            widow = place == len(stack.heights) - 2 and not stack.repeated and place > 1
            if self.used and self.used + height * (1 + widow) > self.room + 0.01:
                self._next()
                self.used = stack.repeated
            self.used += height
        self.used, self.after = min(self.used + stack.after, self.room), stack.after

    def _next(self) -> None:
        self.page, self.used, self.after = self.page + 1, 0.0, 0.0


def stacked(items: Sequence[FlowItem], style: PaperStyle, letters: Letters = TIMES) -> tuple[PageStack, ...]:
    """The heights of everything on the pages, measured with these letters."""
    return tuple(_stacks(items, style, letters))


def _stacks(items: Sequence[FlowItem], style: PaperStyle, letters: Letters) -> Iterator[PageStack]:
    across, down = style.page.text_width, style.page.text_height
    for item in items:
        if isinstance(item, FlowTurn):
            across, down = sorted((across, down), reverse=item.lying)
            yield PageStack((), room=down)
        else:
            yield _stack(item, style.looks, across, letters)


def _stack(
    item: FlowHeading | FlowText | FlowPicture | FlowTable,
    styles: Mapping[str, ParagraphLook],
    across: float,
    letters: Letters,
) -> PageStack:
    """A thing on a page whose text is `across` mm wide."""
    if isinstance(item, FlowTable):
        return PageStack(item.rows, repeated=item.head)
    if isinstance(item, FlowPicture):
        return PageStack((item.height,), before=styles["Figure"].before * POINT, keep_next=True)
    look, heading = styles[item.style], isinstance(item, FlowHeading)
    text = item.heading.text if isinstance(item, FlowHeading) else item.text
    room = across / (look.size * POINT) - look.left - look.right
    first = max(0.0, look.first)  # a bullet hangs before the text
    lines = line_count(text, room / _heaviness(look, letters), first, letters)
    return PageStack(
        (look.line * POINT,) * lines,
        look.before * POINT,
        look.after * POINT,
        heading or (isinstance(item, FlowText) and item.keep_next),
        item.new_page,
    )


def _heaviness(look: ParagraphLook, letters: Letters) -> float:
    """How much wider bold letters are."""
    return 1.0 if not look.bold else 1.05 if letters is TIMES else 1.12
