"""Which sheets of a file are one unit's: several units' may stand in one, and the file's stamp names one unit or none.

The unit in a sheet's keys settles it (`B2/BS001@GAJ`), else what stands at its top: a form says there, in words and by its
check code, whose it is. A sheet that says nothing goes with the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from smartxl.carryover.oldform import unit_in_keys
from smartxl.model.definition import Roster, Unit
from smartxl.model.plan import WorkbookPlan
from smartxl.stamp import STAMP_SHEET
from smartxl.text import fold
from smartxl.xlsx.book import RawBook, RawSheet

__all__ = ["Parted", "part"]

_HEAD = 12  # rows: a sheet says whose it is at its top


@dataclass(frozen=True, slots=True)
class Parted:
    """The sheets of one unit, and the others."""

    mine: tuple[RawSheet, ...]
    others: tuple[RawSheet, ...]


def part(
    book: RawBook,
    unit: Unit,
    roster: Roster,
    forms: Iterable[WorkbookPlan],
    neighbours: Iterable[WorkbookPlan],
    *,
    is_own: bool,
) -> Parted:
    """Parts a file for a unit. `forms` are its forms, in all languages, `neighbours` those of another unit.

    `is_own`: the file itself is the unit's, or nobody's; so are the sheets that say nothing.
    """
    signs = _head_texts(forms) - _head_texts(neighbours)
    judge = _SheetOwnership(unit, roster, frozenset(signs), is_own)
    sheets = [sheet for name, sheet in book.sheets.items() if name != STAMP_SHEET]
    mine = tuple(sheet for sheet in sheets if judge.is_mine(sheet))
    return Parted(mine, tuple(sheet for sheet in sheets if sheet not in mine))


def _head_texts(plans: Iterable[WorkbookPlan]) -> set[str]:
    """What stands at the top of the visible sheets of forms."""
    return {
        fold(text)
        for plan in plans
        for sheet in plan.sheets
        if not sheet.hidden
        for row in sheet.rows[:_HEAD]
        for text in row.cells.values()
        if isinstance(text, str)
    }


@dataclass(frozen=True)
class _SheetOwnership:
    """Tells by a unit's signs, texts that only its own forms have at their top, whether a sheet is the unit's."""

    unit: Unit
    roster: Roster
    signs: Collection[str]
    is_own: bool

    def is_mine(self, sheet: RawSheet) -> bool:
        """Whether the sheet is the unit's."""
        named = unit_in_keys(sheet)
        if named in self.roster.by_code:
            return named == self.unit.code
        shown = {fold(text) for text in _top(sheet)}
        is_marked, is_others = bool(shown & set(self.signs)), bool(shown & self._signs_of_others)
        return is_marked if is_marked != is_others else self.is_own

    @cached_property
    def _signs_of_others(self) -> set[str]:
        """The unit's signs as every other unit has them: with its name in place of this one's."""
        own = [fold(name) for name in (self.unit.name.zh, self.unit.name.en) if name]
        named = [(sign, name) for sign in self.signs for name in own if name in sign]
        others = (unit for unit in self.roster.units if unit.code != self.unit.code)
        texts = {fold(name) for unit in others for name in (unit.name.zh, unit.name.en) if name}
        return {sign.replace(name, text) for sign, name in named for text in texts} - set(self.signs)


def _top(sheet: RawSheet) -> Iterator[str]:
    for values in sheet.values[:_HEAD]:
        yield from (value for value in values if isinstance(value, str) and value.strip())
