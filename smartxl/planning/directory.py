"""The contents of the result workbook: every sheet with a link, and the way back from each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from smartxl.cells import Cell
from smartxl.model.plan import Link, SheetPlan
from smartxl.planning import reportpage as looks
from smartxl.planning.context import Context
from smartxl.planning.reportpage import ReportPage
from smartxl.planning.unitblocks import UnitFile

__all__ = ["SheetGroup", "plan_directory", "plan_part_directory", "title_of", "with_way_back"]

_WIDTHS = (24.0,) * 4


@dataclass(frozen=True)
class SheetGroup:
    """Sheets of one kind: (name, what is on it), the latter "" for sheets of which only names are listed."""

    title: str
    sheets: tuple[tuple[str, str], ...]


def plan_directory(
    context: Context, groups: Sequence[SheetGroup], name: str, files: Sequence[UnitFile] = ()
) -> SheetPlan:
    """A line for each sheet, in the order of the workbook, and for each file of units beside it."""
    page, words = ReportPage(name, _WIDTHS), context.words
    page.across(words["directory.title"], looks.TITLE)
    page.across(words["directory.intro"], looks.INTRO, least=18.0)
    _add_groups(page, groups)
    if files:
        page.across(words["parts.files"], looks.HEADING)
        for file in files:
            first = file.sheets[file.block.units[0].code]
            link = Link(file.name, Cell(first, 1, 1), file.path)
            page.add([(link, looks.LINK), (_units_of(context, file), looks.TEXT)], [2, 2])
    return replace(page.sheet(portrait=True), chapter="directory")


def plan_part_directory(
    context: Context, title: str, main: str, sheets: Sequence[SheetPlan], name: str
) -> SheetPlan:
    """The contents of a file of units, and the way to its main file."""
    page, words = ReportPage(name, _WIDTHS), context.words
    units = [sheet.name for sheet in sheets if sheet.unit]
    page.across(title, looks.TITLE)
    page.across(words["parts.intro"].format(units=len(units)), looks.INTRO)
    main_link = Link(main, Cell(words["sheet.city"], 1, 1), f"../{main}")
    page.add([(words["parts.main"], looks.TEXT), (main_link, looks.LINK)], [1, len(_WIDTHS) - 1])
    others = tuple((sheet.name, title_of(sheet)) for sheet in sheets if not sheet.unit)
    groups = (
        SheetGroup(words["directory.live"], others),
        SheetGroup(words["directory.units"], tuple((unit, "") for unit in units)),
    )
    _add_groups(page, groups)
    return page.sheet(portrait=True)


def _units_of(context: Context, file: UnitFile) -> str:
    """What units a file has: how many of which class, the first and the last."""
    units, block = file.block.units, file.block
    name = context.definition.framework.unit_class(block.unit_class).name.get(context.lang)
    first, last = (f"{unit.code} {unit.name.get(context.lang)}" for unit in (units[0], units[-1]))
    return context.words["parts.units"].format(name=name, count=len(units), first=first, last=last)


def title_of(sheet: SheetPlan) -> str:
    """The text at the top of a sheet."""
    return next((text for text in sheet.rows[0].cells.values() if isinstance(text, str)), "")


def _add_groups(page: ReportPage, groups: Sequence[SheetGroup]) -> None:
    for group in groups:
        if group.sheets:
            page.across(group.title, looks.HEADING)
        for sheet, told in (entry for entry in group.sheets if entry[1]):
            page.add([(_link(sheet), looks.LINK), (told, looks.TEXT)], [1, len(_WIDTHS) - 1])
        names = [sheet for sheet, told in group.sheets if not told]
        for start in range(0, len(names), len(_WIDTHS)):
            page.add([(_link(sheet), looks.LINK) for sheet in names[start : start + len(_WIDTHS)]])


def _link(sheet: str) -> Link:
    return Link(sheet, Cell(sheet, 1, 1))


def with_way_back(sheets: Iterable[SheetPlan], target: Cell) -> tuple[SheetPlan, ...]:
    """The sheets with their titles as links to the contents; the first column of a template's sheet has keys."""
    return tuple(_linked(sheet, target) for sheet in sheets)


def _linked(sheet: SheetPlan, target: Cell) -> SheetPlan:
    first, least = sheet.rows[0], 1 if sheet.design else 2
    cells = sorted(first.cells.items())
    column = next((c for c, content in cells if c >= least and isinstance(content, str)), 0)
    if not column:
        return sheet
    title = Link(str(first.cells[column]), target)
    return replace(sheet, rows=(first._replace(cells={**first.cells, column: title}), *sheet.rows[1:]))
