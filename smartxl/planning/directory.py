"""The contents of the result workbook: every sheet with a link, and the way back from each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from smartxl.cells import Cell
from smartxl.model.plan import Link, SheetPlan
from smartxl.planning import reportpage as looks
from smartxl.planning.context import Context
from smartxl.planning.reportpage import ReportPage

__all__ = ["SheetGroup", "plan_directory", "with_way_back"]

_WIDTHS = (24.0,) * 4


@dataclass(frozen=True)
class SheetGroup:
    """Sheets of one kind: (name, what is on it), the latter "" for sheets of which only names are listed."""

    title: str
    sheets: tuple[tuple[str, str], ...]


def plan_directory(context: Context, groups: Sequence[SheetGroup], name: str) -> SheetPlan:
    """A line for each sheet, in the order of the workbook."""
    page, words = ReportPage(name, _WIDTHS), context.words
    page.across(words["directory.title"], looks.TITLE)
    page.across(words["directory.intro"], looks.INTRO, least=18.0)
    for group in groups:
        if group.sheets:
            page.across(group.title, looks.HEADING)
        for sheet, told in (entry for entry in group.sheets if entry[1]):
            page.add([(_link(sheet), looks.LINK), (told, looks.TEXT)], [1, len(_WIDTHS) - 1])
        names = [sheet for sheet, told in group.sheets if not told]
        for start in range(0, len(names), len(_WIDTHS)):
            page.add([(_link(sheet), looks.LINK) for sheet in names[start : start + len(_WIDTHS)]])
    return replace(page.sheet(portrait=True), chapter="directory")


def _link(sheet: str) -> Link:
    return Link(sheet, Cell(sheet, 1, 1))


def with_way_back(sheets: Iterable[SheetPlan], target: Cell) -> tuple[SheetPlan, ...]:
    """The sheets of the template with their titles as links to the contents."""
    return tuple(_linked(sheet, target) for sheet in sheets)


def _linked(sheet: SheetPlan, target: Cell) -> SheetPlan:
    first = sheet.rows[0]
    column = next((c for c, content in sorted(first.cells.items()) if c > 1 and isinstance(content, str)), 0)
    if not column:
        return sheet
    title = Link(str(first.cells[column]), target)
    return replace(sheet, rows=(replace(first, cells={**first.cells, column: title}), *sheet.rows[1:]))
