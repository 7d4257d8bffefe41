"""Whose a sheet is: of several units' sheets copied into one file, none is read for the wrong unit.

Four things tell it: the unit in a row's key (`B2/BS001@GAJ`), the check code that the sheet shows, the defined names
that point into it, and the keys themselves. Keys may be the same for many units, so they alone prove nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.reading.form import HEAD, check_codes, read_stamp
from smartxl.text import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.model.plan import SheetPlan, WorkbookPlan
    from smartxl.xlsx import RawBook, RawSheet

__all__ = [
    "Anchors",
    "KeyColumn",
    "Owner",
    "owner_of",
    "read_keys",
    "series_of",
    "target_sheet",
]

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """What stands in the key column of a sheet.

    `places`: key → rows; `foreign`: row → (key, unit) of another unit; `unknown`: row → text that is no key.
    `marked` says whether a key of this sheet's own names its unit.
    """

    places: Mapping[str, tuple[int, ...]]
    foreign: Mapping[int, tuple[str, str]]
    unknown: Mapping[int, str]
    marked: bool

    @property
    def hits(self) -> int:
        """How many planned rows stand there."""
        return len(self.places)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whether a sheet is certainly the planned one's, and what it shows of another form ("" for nothing)."""

    certain: bool
    other: str


@dataclass(frozen=True)
class Anchors:
    """How many of a book's defined names point into which sheet, by the series they belong to (`sx_005`)."""

    by_sheet: Mapping[str, Counter[str]]

    @classmethod
    def of(cls, book: RawBook) -> Anchors:
        """Counts them."""
        counted: dict[str, Counter[str]] = {}
        for name, reference in book.names.items():
            counted.setdefault(target_sheet(reference), Counter())[series_of(name)] += 1
        return cls(counted)

    def into(self, sheet: str) -> Counter[str]:
        """Series → how many names point into a sheet."""
        return self.by_sheet.get(sheet, Counter())


def series_of(name: str) -> str:
    """What the names of one unit's rows have in common: sx_005_00012 → sx_005."""
    return name.rpartition("_")[0]


def target_sheet(reference: str) -> str:
    """The sheet that a reference points into: '公安局'!$A$4:$K$4 → 公安局; "" for none."""
    sheet = reference.strip().rpartition("!")[0]
    return sheet[1:-1].replace("''", "'") if sheet[:1] == "'" == sheet[-1:] else sheet


def read_keys(sheet_plan: SheetPlan, sheet: RawSheet) -> KeyColumn:
    """Sorts the texts of the key column: own keys (with or without their unit), another unit's, and others."""
    column = sheet_plan.key_column
    own = {
        text: line.key for unit, line in sheet_plan.unit_lines for text in (line.key, f"{line.key}@{unit}")
    }
    lines = {line.row for line in sheet_plan.lines}
    fixed = {row.cells.get(column) for row in sheet_plan.rows if row.row not in lines}
    places: dict[str, list[int]] = {}
    foreign: dict[int, tuple[str, str]] = {}
    unknown: dict[int, str] = {}
    marked = False
    for row in range(1, sheet.height + 1):
        text = sheet.text(row, column)
        if not text or text in fixed:
            continue
        if (key := own.get(text)) is not None:
            places.setdefault(key, []).append(row)
            marked = marked or text != key
            continue
        key, _, unit = text.rpartition("@")
        if key and unit != sheet_plan.unit:
            foreign[row] = (key, unit)
        else:
            unknown[row] = text
    return KeyColumn({key: tuple(rows) for key, rows in places.items()}, foreign, unknown, marked)


def owner_of(
    plan: WorkbookPlan,
    sheet_plan: SheetPlan,
    sheet: RawSheet,
    keys: KeyColumn,
    book: RawBook,
    anchors: Anchors,
) -> Owner:
    """Whose a sheet is. The unit in its keys settles it; else its check code; else the names that point into it."""
    if keys.marked:
        return Owner(True, "")
    if not keys.hits and keys.foreign:
        return Owner(False, Counter(unit for _, unit in keys.foreign.values()).most_common(1)[0][0])
    planned = _planned_head(sheet_plan)
    if _other_code(plan.stamp.check_code, planned, sheet, book):
        return Owner(False, _shown_head(planned, sheet))
    here = anchors.into(sheet.name)
    ours = {series_of(line.anchor) for line in sheet_plan.lines}
    own = sum(here[series] for series in ours)
    forms = {_without_numbers(series) for series in ours}
    others = any(_without_numbers(series) in forms for series in here.keys() - ours)
    return Owner(own > 0, _shown_head(planned, sheet) if others and not own and keys.hits else "")


def _without_numbers(series: str) -> str:
    """What the series of two units have in common."""
    return re.sub("[0-9]", "0", series)


def _planned_head(sheet_plan: SheetPlan) -> frozenset[str]:
    """The texts at the top of a planned sheet."""
    cells = (text for row in sheet_plan.rows[:HEAD] for text in row.cells.values())
    return frozenset(text for text in cells if isinstance(text, str))


def _other_code(due: str, planned: frozenset[str], sheet: RawSheet, book: RawBook) -> bool:
    """Whether a sheet that was given the check code of its form shows that of another form."""
    if not any(due in text for text in planned):
        return False
    shown = check_codes(sheet)
    return bool(shown) and not shown & {due, read_stamp(book).check_code}


def _shown_head(planned: frozenset[str], sheet: RawSheet) -> str:
    """The first text at the top of a sheet that the planned sheet does not have there: its title, as a rule."""
    texts = (value for values in sheet.values[:HEAD] for value in values if isinstance(value, str))
    title = next((text.strip() for text in texts if text.strip() and text not in planned), sheet.name)
    return shorten(title, _SHOWN)
