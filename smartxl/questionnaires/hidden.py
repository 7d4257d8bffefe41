"""Hidden sheets of a questionnaire: lists, helper cells, the stamp."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.questionnaires.page import Entry, Look, Page
from smartxl.stamp import STAMP_SHEET, Stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["hidden_page", "stamp_page"]


def hidden_page(name: str, cells: Mapping[tuple[int, int], Entry]) -> Page:
    """A sheet that nobody looks at."""
    return Page(name, cells, hidden=True)


def stamp_page(stamp: Stamp) -> Page:
    """The stamp once more, for files whose document properties were lost."""
    cells: dict[tuple[int, int], Entry] = {}
    for row, (name, value) in enumerate(stamp.to_properties().items(), 1):
        cells[row, 1], cells[row, 2] = Entry(name, Look.PLAIN), Entry(value, Look.PLAIN)
    return hidden_page(STAMP_SHEET, cells)
