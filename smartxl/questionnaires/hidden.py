"""Hidden sheets of a questionnaire: lists, helper cells, the stamp."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.questionnaires.page import CellLook, PageCell, QuestionnaireSheet
from smartxl.stamp import STAMP_SHEET, Stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["hidden_page", "stamp_page"]


def hidden_page(name: str, cells: Mapping[tuple[int, int], PageCell]) -> QuestionnaireSheet:
    """A sheet that nobody looks at."""
    return QuestionnaireSheet(name, cells, hidden=True)


def stamp_page(stamp: Stamp) -> QuestionnaireSheet:
    """The stamp once more, for files whose document properties were lost."""
    cells: dict[tuple[int, int], PageCell] = {}
    for row, (name, value) in enumerate(stamp.to_properties().items(), 1):
        cells[row, 1], cells[row, 2] = PageCell(name, CellLook.PLAIN), PageCell(value, CellLook.PLAIN)
    return hidden_page(STAMP_SHEET, cells)
