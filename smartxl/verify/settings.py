"""How a workbook is set, beside the one that `smartxl` writes for the same answers: what no recalculation shows.

Compared are sheets, calculation, defined names, protection and locks, validations, number formats of what is planned, what is
hidden, conditional formats, merged areas and links. Not compared is what people may change: widths, heights, fonts, colours,
filters, views, and how a sheet is printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from smartxl.cells import parse_area
from smartxl.model.plan import InputCell, Shown
from smartxl.verify.report import Difference, DifferenceKind
from smartxl.verify.sheetsettings import PlacedSheet, differing_sheet
from smartxl.xlsx.rulewords import calculation_modes, list_options
from smartxl.xlsx.spot import Spot

if TYPE_CHECKING:
    from smartxl.model.plan import SheetPlan, WorkbookPlan
    from smartxl.xlsx import RawBook
    from smartxl.xlsx.book import Place
    from smartxl.xlsx.settings import SavedName

__all__ = ["differing_settings"]

_BUILT_IN = "_XLNM."
"""Print areas, repeated rows, filters: every program has its own way with them."""


def differing_settings(
    plan: WorkbookPlan, built: RawBook, found: RawBook, taken: Collection[str], shifted: Collection[str]
) -> Iterator[Difference]:
    """What is set otherwise than in the workbook as it is `built`.

    The sheets `taken` may be there though they are not planned, and are not looked into; of the sheets `shifted` it is known
    that rows do not stand where they were planned.
    """
    mine, theirs = built.settings, found.settings
    if mine is None or theirs is None or mine is theirs:
        return
    yield from _sheets(mine.states, theirs.states, taken)
    yield from _calculation(calculation_modes(built), calculation_modes(found))
    yield from _names(mine.names, theirs.names)
    options = list_options(built)
    for sheet in plan.sheets:
        name = sheet.name
        if name in found.sheets and name not in taken and name not in shifted:
            due = PlacedSheet(built.sheets[name], mine.sheets[name], mine)
            shown = PlacedSheet(found.sheets[name], theirs.sheets[name], theirs)
            yield from differing_sheet(due, shown, partial(_inputs, sheet), options)


def _inputs(sheet: SheetPlan) -> set[Place]:
    return {
        (row.row, column)
        for row in sheet.rows
        for column, content in row.cells.items()
        if isinstance(content, InputCell | Shown)
    }


def _sheets(
    mine: Mapping[str, str], theirs: Mapping[str, str], taken: Collection[str]
) -> Iterator[Difference]:
    """Sheets that are missing, that nobody planned, that stand elsewhere or are hidden otherwise."""
    kind = DifferenceKind.SHEET
    missing = [name for name in mine if name not in theirs]
    extra = [name for name in theirs if name not in mine and name not in taken]
    for name in missing:
        instead = f"{extra[0]}" if len(missing) == len(extra) == 1 else "missing"
        yield Difference(Spot(name), None, instead, name, "", kind)
    if not len(missing) == len(extra) == 1:
        for name in extra:
            yield Difference(Spot(name), None, name, "missing", "", kind)
    order = [name for name in theirs if name in mine]
    due = [name for name in mine if name in theirs]
    moved = next((pair for pair in zip(order, due, strict=True) if pair[0] != pair[1]), None)
    if moved:
        yield Difference(Spot(moved[1]), None, moved[0], moved[1], "", kind)
    for name in due:
        if mine[name] != theirs[name]:
            yield Difference(Spot(name), None, theirs[name], mine[name], "", DifferenceKind.HIDDEN)


def _calculation(mine: set[str], theirs: set[str]) -> Iterator[Difference]:
    """What makes a program calculate otherwise, or take numbers from elsewhere."""
    for shown in sorted(theirs - mine):
        yield Difference(Spot(), None, shown, "automatic", "", DifferenceKind.CALCULATION)


def _names(mine: tuple[SavedName, ...], theirs: tuple[SavedName, ...]) -> Iterator[Difference]:
    """Planned names that refer elsewhere, and names that nobody planned; hidden ones are programs' own, or cover one."""
    kind = DifferenceKind.NAME
    due = {_key(name): name for name in mine if not name.name.upper().startswith(_BUILT_IN)}
    shown = {_key(name): name for name in theirs if not name.name.upper().startswith(_BUILT_IN)}
    for key, name in due.items():
        other = shown.get(key)
        if other is None or not _refer_alike(name, other):
            yield Difference(
                Spot("", name.name), None, other.text if other else "missing", name.text, "", kind
            )
    planned = {name for name, _ in due}
    for (word, sheet), name in shown.items():
        if (word, sheet) not in due and (word in planned or not name.hidden):
            where = f"{name.text} ({sheet})" if sheet else name.text
            yield Difference(Spot("", name.name), None, where, "missing", "", kind)


def _key(name: SavedName) -> tuple[str, str]:
    return name.name.upper(), name.sheet


def _refer_alike(one: SavedName, other: SavedName) -> bool:
    if one.text == other.text:
        return True
    area = parse_area(one.text, "")
    return area is not None and area == parse_area(other.text, "")
