"""Data validations and conditional formats of a sheet, whatever areas a program has put them together in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from smartxl.verify.report import Difference, DifferenceKind
from smartxl.xlsx.rulewords import condition_words, places_of, validations_by_cell
from smartxl.xlsx.spot import areas_spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartxl.xlsx.book import Place
    from smartxl.xlsx.rulewords import Options
    from smartxl.xlsx.settings import SheetSettings

__all__ = ["differing_conditions", "differing_validations"]


def differing_validations(
    sheet: str, planned: SheetSettings, found: SheetSettings, options: Options
) -> Iterator[Difference]:
    """Cells whose validation is not the planned one; each pair of what is planned and what is found is told once."""
    if planned.validations == found.validations:
        return
    reach = _reach(planned)
    mine = validations_by_cell(planned.validations, reach, options)
    theirs = validations_by_cell(found.validations, reach, options)
    together: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in mine.keys() | theirs.keys():
        pair = mine.get(place, ""), theirs.get(place, "")
        if pair[0] != pair[1]:
            together[pair].append(place)
    for (due, shown), places in sorted(together.items(), key=lambda item: min(item[1])):
        yield Difference(areas_spot(sheet, places), None, shown, due, "", DifferenceKind.VALIDATION)


def differing_conditions(sheet: str, planned: SheetSettings, found: SheetSettings) -> Iterator[Difference]:
    """Cells that have lost a planned conditional format; those that somebody added are no difference."""
    if planned.conditions == found.conditions:
        return
    reach = _reach(planned)
    theirs: dict[str, set[Place]] = defaultdict(set)
    for condition in found.conditions:
        theirs[condition_words(condition)] |= set(places_of(condition.spans, reach))
    for condition in planned.conditions:
        lost = set(places_of(condition.spans, reach)) - theirs[condition_words(condition)]
        if lost:
            text = ", ".join(condition.formulas)
            yield Difference(areas_spot(sheet, lost), None, "", text, "", DifferenceKind.CONDITION)


def _reach(planned: SheetSettings) -> Place:
    """The last row and column that are looked at: what lies outside of the planned cells is nobody's answer."""
    rows = max((row for row, _ in planned.styles), default=1)
    return rows, max((column for _, column in planned.styles), default=1)
