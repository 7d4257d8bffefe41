"""On which page each heading stands, counted from the heights of lines, rows and pictures.

Word counts again when it opens the document; until then, and in programs that do not, these numbers stand in the contents.
Lines have exact heights, so that only where a line breaks is estimated, by the widths of characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from smartxl_generators.report.paper.flow import (
    FlowHeading,
    FlowItem,
    FlowPicture,
    FlowTable,
    FlowText,
    FlowTurn,
)
from smartxl_generators.report.paper.looks import PAGE, ParagraphLook
from smartxl_generators.report.paper.measure import POINT, line_count

__all__ = ["page_numbers"]


@dataclass(frozen=True, slots=True)
class _Stack:
    """Lines, rows or a picture that follow one another: heights in mm; `repeated` is set again on each page."""

    heights: tuple[float, ...]
    before: float = 0.0
    after: float = 0.0
    keep_next: bool = False
    new_page: bool = False
    repeated: float = 0.0
    bookmark: str = ""
    room: float | None = None  # a page of this height begins

    @property
    def opening(self) -> float:
        """What must be on one page with what stands before: two lines, or a table's head and first row."""
        lines = self.heights if len(self.heights) <= 3 and not self.repeated else self.heights[:2]
        return self.repeated + sum(lines[: 1 if self.repeated else None])


def page_numbers(items: Sequence[FlowItem], styles: Mapping[str, ParagraphLook]) -> dict[str, int]:
    """Bookmark of each heading → its page, the first one after the contents being 1."""
    stacks = list(_stacks(items, styles))
    counter, found = _PageCounter(), {}
    for place, stack in enumerate(stacks):
        counter.begin(stack, _needed(stacks, place, counter.after))
        if stack.bookmark:
            found[stack.bookmark] = counter.page
        counter.fill(stack)
    return found


def _needed(stacks: Sequence[_Stack], place: int, after: float) -> float:
    """The height that must be left on a page for a stack to begin there, with all that it is kept with."""
    need = 0.0
    for stack in stacks[place:]:
        need += max(0.0, stack.before - after)
        if not stack.keep_next:
            return need + stack.opening
        need, after = need + sum(stack.heights) + stack.after, stack.after
    return need


@dataclass(slots=True)
class _PageCounter:
    """The page that is being filled and how much of it is, in mm, with the distance `after` that stands at its end.

    Of the distances after one paragraph and before the next, the larger one counts.
    """

    page: int = 1
    used: float = 0.0
    after: float = 0.0
    room: float = PAGE.text_height

    def begin(self, stack: _Stack, need: float) -> None:
        """Goes to the page on which a stack begins."""
        if stack.room is not None:
            self._next()
            self.room = stack.room
        elif self.used and (stack.new_page or self.used + min(need, self.room) > self.room):
            self._next()

    def fill(self, stack: _Stack) -> None:
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


def _stacks(items: Sequence[FlowItem], styles: Mapping[str, ParagraphLook]) -> Iterator[_Stack]:
    across, down = PAGE.text_width, PAGE.text_height
    for item in items:
        if isinstance(item, FlowTurn):
            across, down = sorted((across, down), reverse=item.lying)
            yield _Stack((), room=down)
        else:
            yield _stack(item, styles, across)


def _stack(
    item: FlowHeading | FlowText | FlowPicture | FlowTable, styles: Mapping[str, ParagraphLook], across: float
) -> _Stack:
    """A thing on a page whose text is `across` mm wide."""
    if isinstance(item, FlowTable):
        return _Stack(item.fit.rows, repeated=item.fit.head)
    if isinstance(item, FlowPicture):
        return _Stack((item.height,), before=styles["Figure"].before * POINT, keep_next=True)
    if isinstance(item, FlowText):
        return _paragraph(item.text, styles[item.style], across, keep_next=item.keep_next)
    return _paragraph(
        item.heading.text,
        styles[item.style],
        across,
        keep_next=True,
        new_page=item.new_page,
        bookmark=item.bookmark,
    )


def _paragraph(
    text: str,
    look: ParagraphLook,
    across: float,
    *,
    keep_next: bool,
    new_page: bool = False,
    bookmark: str = "",
) -> _Stack:
    room = across / (look.size * POINT) - look.left - look.right
    lines = line_count(text, room, look.first)
    return _Stack(
        (look.line * POINT,) * lines,
        look.before * POINT,
        look.after * POINT,
        keep_next,
        new_page,
        bookmark=bookmark,
    )
