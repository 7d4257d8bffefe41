"""Where the planned rows stand in a file in which anything may have happened: by row key, never by position.

A sheet is found by its name or, when it was renamed, by the keys it holds. Every other way of telling a row
(the defined name that was put on it, the fixed text it shows, its own formula) is a cross-check; disagreement is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.reading.beside import moved_answers
from smartxl.reading.crosscheck import covered_answers, displaced_names, labels, moved_inputs, names_of
from smartxl.reading.intact import LocatedSheet, Location
from smartxl.reading.sheets import match_sheets
from smartxl.reading.stray import stray_text

if TYPE_CHECKING:
    from smartxl.model.plan import SheetPlan, WorkbookPlan
    from smartxl.reading.sheet_owner import KeyColumn
    from smartxl.reading.sheets import Candidate
    from smartxl.xlsx import RawBook

__all__ = ["locate"]


def locate(plan: WorkbookPlan, book: RawBook) -> Location:
    """Finds every planned sheet and row of a file that carries a stamp."""
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
    sheet, keys = candidate.sheet, candidate.keys
    source = FindingSource(book.file_name, sheet_plan.unit, sheet.name)
    checked = labels(sheet_plan, sheet, keys.places, source)
    trusted = _without(keys.places, checked.barred)
    covered = covered_answers(sheet_plan, sheet, trusted, source)
    located = LocatedSheet(sheet_plan, sheet, _without(trusted, covered.barred), covered.cells)
    single = {key: places[0] for key, places in trusted.items() if len(places) == 1}
    displaced = displaced_names(names_of(plan, sheet_plan, sheet, book), single, source)
    columns = [finding for finding in displaced if finding.code is FindingCode.COLUMNS_MOVED]
    if columns := columns or list(moved_inputs(sheet_plan, sheet, trusted, source)):
        return located, columns  # what else differs, differs because of that
    return located, [
        *_strange_rows(sheet_plan, keys, source),
        *_missing(sheet_plan, keys, source),
        *checked.findings,
        *_moved(sheet_plan, single, source),
        *displaced,
        *covered.findings,
        *moved_answers(sheet_plan, sheet, single, source),
        *stray_text(sheet_plan, sheet, keys.places, source),
    ]


def _without(places: Mapping[str, tuple[int, ...]], barred: frozenset[int]) -> dict[str, tuple[int, ...]]:
    return {key: tuple(row for row in rows if row not in barred) for key, rows in places.items()}


def _strange_rows(sheet_plan: SheetPlan, keys: KeyColumn, source: FindingSource) -> Iterator[Finding]:
    """Rows with keys that the sheet does not have: made up, or another unit's."""
    first = sheet_plan.input_columns[0]
    for row, text in keys.unknown.items():
        yield source.finding(FindingCode.UNKNOWN_KEY, a1(row, first), found=text)
    for row, (_, unit) in keys.foreign.items():
        yield source.finding(FindingCode.ROW_OF_OTHER_UNIT, a1(row, first), found=unit)


def _missing(sheet_plan: SheetPlan, keys: KeyColumn, source: FindingSource) -> Iterator[Finding]:
    for section in sheet_plan.scored:  # an earlier edition may have fewer rows of the others
        for line in section.lines:
            if line.key not in keys.places:
                yield source.of(unit=section.unit).finding(FindingCode.ROW_MISSING, item=line.name)


def _moved(sheet_plan: SheetPlan, single: Mapping[str, int], source: FindingSource) -> Iterator[Finding]:
    """One finding for rows that stand elsewhere: shifted while their order was kept, or sorted."""
    placed = [(single[line.key], line.row) for line in sheet_plan.lines if line.key in single]
    moved = sum(now != due for now, due in placed)
    if moved:
        code = FindingCode.ROWS_MOVED if placed == sorted(placed) else FindingCode.ROWS_SORTED
        yield source.finding(code, found=str(moved))
