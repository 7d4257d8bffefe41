"""What stands in a questionnaire where nothing is asked, and answers that look otherwise than they are: read so, or told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from smartxl.cells import Area, a1, area, parse_a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.plan import CheckKind
from smartxl.questionnaires.page import KEY_ROW
from smartxl.reading import object_findings, stray_text
from smartxl.typed import ASKED, Cleaned, clean, clean_as_seen, look_of, show
from smartxl.xlsx.appearance import Appearance
from smartxl.xlsx.cellvalues import Percent

if TYPE_CHECKING:
    from smartxl.model.plan import Check, SheetPlan, WorkbookPlan
    from smartxl.xlsx.book import Place, RawBook, RawSheet
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["SheetRows", "as_shown", "beside_answers", "merged_answers", "needs_a_look"]

_NOT_TAKEN = ASKED | {FindingCode.PICTURE}


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet of a file, the planned one that it is, and where its rows stand: row key → numbers.

    `columns` are those of keys, texts and answers; `answers` the cells in which answers are asked for.
    """

    plan: SheetPlan
    sheet: RawSheet
    rows: Mapping[str, tuple[int, ...]]
    columns: frozenset[int]
    answers: frozenset[Place]


def needs_a_look(sheet: RawSheet, place: Place, value: CellValue) -> bool:
    """Whether a cell may show something else than it holds."""
    return place in sheet.appearances or place in sheet.formulas or isinstance(value, Percent)


def as_shown(sheet: RawSheet, place: Place, value: CellValue, check: Check) -> Cleaned:
    """An answer as it is shown; None and why where it is not taken. `found` is what is stored, `expected` what is shown."""
    read = partial(clean, check=check) if check.kind is not CheckKind.LIST else _chosen
    cleaned = clean_as_seen(value, look_of(sheet, place) or Appearance(), check.kind, read)
    is_other = check.kind is CheckKind.TEXT or isinstance(value, Percent)
    if cleaned.code in _NOT_TAKEN or is_other:
        return cleaned
    return Cleaned(None if isinstance(value, Percent) else _plain(value))


def _chosen(value: CellValue) -> Cleaned:
    return Cleaned(_plain(value))


def _plain(value: CellValue) -> str | float | None:
    return value if isinstance(value, str | float) else show(value)


def merged_answers(sheet: RawSheet, answers: frozenset[Place]) -> Mapping[Place, str]:
    """Cells of answers in a merged area → the area: what is left in its first cell may be any of them."""
    merged: dict[Place, str] = {}
    for each in sheet.merged:
        spots = [spot for spot in answers if _holds(each, spot)]
        if spots and spots != [(each.first_row, each.first_column)]:
            shown = area(each.first_row, each.first_column, each.last_row, each.last_column)
            merged |= dict.fromkeys(spots, shown)
    return merged


def _holds(merge: Area, spot: Place) -> bool:
    row, column = spot
    return merge.first_row <= row <= merge.last_row and merge.first_column <= column <= merge.last_column


def beside_answers(
    plan: WorkbookPlan, book: RawBook, sheets: tuple[SheetRows, ...], source: FindingSource
) -> Iterator[Finding]:
    """What was written beside, below and above the rows, each piece, and what lies on the sheets."""
    for found in sheets:
        here, sheet = source.of(sheet=found.sheet.name), found.sheet
        own = _OwnNumbers(found)
        for finding in stray_text(found.plan, sheet, found.rows, here):
            row, column = parse_a1(finding.cell)
            if not own.has(column, sheet.at(row, column)):
                yield finding
        yield from _beside(found, own, here)
    if book.objects:
        yield from object_findings(book, (), (), source.of(unit=plan.stamp.unit))


def _beside(found: SheetRows, numbers: _OwnNumbers, source: FindingSource) -> Iterator[Finding]:
    """What was typed into a row beside its texts and answers; what a formula gave in a file without formulas was not."""
    sheet = found.sheet
    own = {text for row in found.plan.rows for text in row.cells.values() if isinstance(text, str)}
    computed = {
        column
        for row in found.plan.rows
        if row.row != KEY_ROW
        for column, content in row.cells.items()
        if not isinstance(content, str)
    } - {column for _, column in sheet.formulas}
    for row in sorted({row for rows in found.rows.values() for row in rows}):
        for column, value in enumerate(sheet.values[row - 1], 1):
            if column in found.columns or column in computed or (row, column) in sheet.formulas:
                continue
            is_blank = isinstance(value, str) and (not value.strip() or value in own)
            if not is_blank and not numbers.has(column, value):
                yield source.finding(FindingCode.TYPED_BESIDE, a1(row, column), found=show(value))


class _OwnNumbers:
    """The numbers that a questionnaire itself has: of rows, of its tables. Where columns were inserted, in any column."""

    def __init__(self, found: SheetRows) -> None:
        cells = [(c, n) for row in found.plan.rows for c, n in row.cells.items() if isinstance(n, float)]
        planned = found.plan.by_number[KEY_ROW].cells
        self._anywhere = {n for _, n in cells} if set(planned) != found.columns else set()
        self._in_column = set(cells)

    def has(self, column: int, value: CellValue) -> bool:
        """Whether a value is one of them."""
        return isinstance(value, float) and (value in self._anywhere or (column, value) in self._in_column)
