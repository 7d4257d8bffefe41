"""Whose a sheet is: of several units' sheets copied into one file, none is read for the wrong unit.

Four things tell it: the unit in a row's key (`B2/BS001@GAJ`), the check code that the sheet shows, the defined names
that point into it, and the keys themselves. Keys may be the same for many units, so they alone prove nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.reading.form import read_stamp
from smartxl.text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.model.plan import SheetPlan, WorkbookPlan
    from smartxl.xlsx.book import RawBook, RawSheet

__all__ = [
    "Anchors",
    "KeyColumn",
    "Owner",
    "check_codes",
    "owner_of",
    "read_keys",
    "series_of",
    "target_sheet",
]

_CHECK_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-F]{4}-[0-9A-F]{4}(?![0-9A-Z])")
_HEAD = 12  # rows: a sheet says whose it is at its top
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
    own, frame = _own_texts(sheet_plan)
    places: dict[str, list[int]] = {}
    foreign: dict[int, tuple[str, str]] = {}
    unknown: dict[int, str] = {}
    marked = False
    for row in range(1, sheet.height + 1):
        text = sheet.text(row, column)
        if not text or text in frame:
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


def _own_texts(sheet_plan: SheetPlan) -> tuple[dict[str, str], frozenset[str]]:
    """Text of a key → key, and the texts that other rows of the plan have in the key column."""
    lines = {line.row: (section.unit, line.key) for section in sheet_plan.sections for line in section.lines}
    texts = {}
    for unit, key in lines.values():
        texts[key] = texts[f"{key}@{unit}"] = key
    others = (row.cells.get(sheet_plan.key_column) for row in sheet_plan.rows if row.row not in lines)
    return texts, frozenset(text for text in others if isinstance(text, str))


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
    if _other_code(plan, sheet_plan, sheet, book):
        return Owner(False, _shown_head(sheet_plan, sheet))
    here = anchors.into(sheet.name)
    ours = {series_of(line.anchor) for line in sheet_plan.lines}
    own = sum(here[series] for series in ours)
    others = any(_alike(series, name) for series in here.keys() - ours for name in ours)
    return Owner(own > 0, _shown_head(sheet_plan, sheet) if others and not own and keys.hits else "")


def _alike(series: str, own: str) -> bool:
    """Whether two series differ by their numbers only: those of two units do."""
    return re.sub("[0-9]", "0", series) == re.sub("[0-9]", "0", own)


def _other_code(plan: WorkbookPlan, sheet_plan: SheetPlan, sheet: RawSheet, book: RawBook) -> bool:
    """Whether a sheet that was given the check code of its form shows that of another form."""
    due = plan.stamp.check_code
    if not any(
        due in text for row in sheet_plan.rows[:_HEAD] for text in row.cells.values() if isinstance(text, str)
    ):
        return False
    shown = check_codes(sheet)
    return bool(shown) and not shown & {due, read_stamp(book).check_code}


def check_codes(sheet: RawSheet) -> set[str]:
    """What looks like a check code at the top of a sheet."""
    return {code for text in _head_texts(sheet) for code in _CHECK_CODE.findall(text)}


def _head_texts(sheet: RawSheet) -> Iterator[str]:
    for values in sheet.values[:_HEAD]:
        yield from (value for value in values if isinstance(value, str) and value)


def _shown_head(sheet_plan: SheetPlan, sheet: RawSheet) -> str:
    """The first text at the top of a sheet that the planned sheet does not have there: its title, as a rule."""
    planned = {
        text for row in sheet_plan.rows[:_HEAD] for text in row.cells.values() if isinstance(text, str)
    }
    title = next(
        (text.strip() for text in _head_texts(sheet) if text.strip() and text not in planned), sheet.name
    )
    return shorten(title, _SHOWN)
