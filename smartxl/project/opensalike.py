"""Whether a form is set alike whatever is answered in it: then its copies are compared with one that was never filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from smartxl.model.plan import CheckKind, Content, InputCell, Shown, WorkbookPlan
from smartxl.model.rowcells import PatternCells, RowPattern, Slot
from smartxl.verify import given_by_typing
from smartxl.xlsx import RawBook

__all__ = ["opens_alike"]


def opens_alike(plan: WorkbookPlan, built: RawBook) -> bool:
    """Whether it makes no difference which answers stand in a workbook for how it is set.

    A day that is answered is written with a format of its own, which is no difference from one that typing may give.
    """
    settings = built.settings
    if settings is None:
        return False
    places = (
        (sheet.name, (row.row, column))
        for sheet in plan.sheets
        for row in sheet.rows
        for column in _set_by_typing(row.cells)
    )
    styles = {settings.sheets[sheet].style_at(place) for sheet, place in places}
    return all(given_by_typing(settings.look(style).number_format) for style in styles)


def _set_by_typing(cells: Mapping[int, Content]) -> Sequence[int]:
    """The columns of a row in which an answer may be written with another format."""
    if isinstance(cells, PatternCells):
        return _dated_columns(cells.pattern)
    return [column for column, content in cells.items() if _is_dated(content)]


@lru_cache(maxsize=1024)  # most rows of all forms are of few patterns
def _dated_columns(pattern: RowPattern) -> Sequence[int]:
    return [column for column, slot in pattern.slots.items() if _is_dated(slot)]


def _is_dated(content: Slot) -> bool:
    """Whether it shows an answer, or is answered by a day."""
    return isinstance(content, Shown) or (
        isinstance(content, InputCell) and content.check.kind is CheckKind.DATE
    )
