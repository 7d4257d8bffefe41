"""Where the planned rows stand in a file that came back: by row key, never by position.

A sheet is found by its name or, when it was renamed, by the keys it holds. Every other way of telling a row
(the defined name that was put on it, the fixed text it shows, its own formula) is a cross-check; disagreement is a finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.reading.crosscheck import displaced_names, labels, moved_inputs, names_of
from smartxl.reading.cut_answers import moved_answers
from smartxl.reading.intact import is_as_planned
from smartxl.reading.merges import covered_answers
from smartxl.reading.sheets import match_sheets
from smartxl.reading.unkeyed_rows import added_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.model.plan import Line, SheetPlan, WorkbookPlan
    from smartxl.reading.sheet_owner import KeyColumn
    from smartxl.reading.sheets import Candidate
    from smartxl.xlsx.book import RawBook, RawSheet

__all__ = ["LocatedSheet", "Location", "locate", "search"]


@dataclass(frozen=True, slots=True)
class LocatedSheet:
    """A planned sheet in a file: row key → the rows where it stands (none: missing or not to be trusted)."""

    plan: SheetPlan
    sheet: RawSheet
    rows: Mapping[str, tuple[int, ...]]
    covered: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Location:
    """The planned sheets that were found, in the order of the plan, and findings about their structure."""

    sheets: tuple[LocatedSheet, ...]
    findings: tuple[Finding, ...]


def locate(plan: WorkbookPlan, book: RawBook) -> Location:
    """Finds every planned sheet and row of a file that carries a stamp."""
    return _in_place(plan, book) if is_as_planned(plan, book) else search(plan, book)


def _in_place(plan: WorkbookPlan, book: RawBook) -> Location:
    """All rows where they were planned."""
    sheets = (
        LocatedSheet(sheet, book.sheets[sheet.name], {line.key: (line.row,) for line in sheet.lines})
        for sheet in plan.answerable
    )
    return Location(tuple(sheets), ())


def search(plan: WorkbookPlan, book: RawBook) -> Location:
    """The same for a file in which anything may have happened."""
    matches, said = match_sheets(plan, book)
    located, findings = [], list(said)
    for match in matches:
        if match.chosen is not None:
            found, more = _locate_rows(plan, match.plan, match.chosen, book)
            located.append(found)
            findings.extend(more)
    return Location(tuple(located), tuple(findings))


def _locate_rows(
    plan: WorkbookPlan, sheet_plan: SheetPlan, candidate: Candidate, book: RawBook
) -> tuple[LocatedSheet, list[Finding]]:
    sheet, keys, file = candidate.sheet, candidate.keys, book.file_name
    lines = {line.key: line for line in sheet_plan.lines}
    checked = labels(sheet_plan, sheet, keys.places, file)
    trusted = _without(keys.places, checked.barred)
    covered = covered_answers(sheet_plan, sheet, trusted, file)
    located = LocatedSheet(sheet_plan, sheet, _without(trusted, covered.barred), covered.cells)
    single = {key: places[0] for key, places in trusted.items() if len(places) == 1}
    displaced = list(
        displaced_names(sheet_plan, sheet, names_of(plan, sheet_plan, sheet, book), single, file)
    )
    columns = [finding for finding in displaced if finding.code is FindingCode.COLUMNS_MOVED]
    if columns := columns or list(moved_inputs(sheet_plan, sheet, trusted, file)):
        return located, columns  # what else differs, differs because of that
    return located, [
        *_strange_rows(sheet_plan, sheet, keys, file),
        *_missing(sheet_plan, sheet, keys, file),
        *checked.findings,
        *_moved(lines, single, sheet_plan, sheet, book),
        *displaced,
        *covered.findings,
        *moved_answers(sheet_plan, sheet, single, file),
        *added_rows(sheet_plan, sheet, keys.places, file),
    ]


def _without(places: Mapping[str, tuple[int, ...]], barred: frozenset[int]) -> dict[str, tuple[int, ...]]:
    return {key: tuple(row for row in rows if row not in barred) for key, rows in places.items()}


def _strange_rows(sheet_plan: SheetPlan, sheet: RawSheet, keys: KeyColumn, file: str) -> Iterator[Finding]:
    """Rows with keys that the sheet does not have: made up, or another unit's."""
    first = sheet_plan.input_columns[0]
    for row, text in keys.unknown.items():
        where = (sheet_plan.unit, sheet.name, a1(row, first))
        yield Finding(FindingCode.UNKNOWN_KEY, *where, found=text, file=file)
    for row, (_, unit) in keys.foreign.items():
        where = (sheet_plan.unit, sheet.name, a1(row, first))
        yield Finding(FindingCode.ROW_OF_OTHER_UNIT, *where, found=unit, file=file)


def _missing(sheet_plan: SheetPlan, sheet: RawSheet, keys: KeyColumn, file: str) -> Iterator[Finding]:
    for section in sheet_plan.scored:  # an earlier edition may have fewer rows of the others
        for line in section.lines:
            if line.key not in keys.places:
                yield Finding(FindingCode.ROW_MISSING, section.unit, sheet.name, item=line.name, file=file)


def _moved(
    lines: Mapping[str, Line],
    single: Mapping[str, int],
    sheet_plan: SheetPlan,
    sheet: RawSheet,
    book: RawBook,
) -> list[Finding]:
    """One finding for rows that stand elsewhere: shifted while their order was kept, or sorted."""
    moved = sum(1 for key, row in single.items() if lines[key].row != row)
    if not moved:
        return []
    order = [single[key] for key in lines if key in single]
    code = FindingCode.ROWS_MOVED if order == sorted(order) else FindingCode.ROWS_SORTED
    return [Finding(code, sheet_plan.unit, sheet.name, found=str(moved), file=book.file_name)]
