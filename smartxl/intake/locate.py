"""Where the planned rows stand in a file that came back: by row key, never by position.

A sheet is found by its name or, when it was renamed, by the keys it holds. Every other way of telling a row
(the defined name that was put on it, the fixed text it shows) is a cross-check; disagreement is a finding.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import a1, column_letter
from smartxl.findings import Finding, FindingCode
from smartxl.intake.crosscheck import (
    added_rows,
    covered_answers,
    displaced_names,
    labels,
    moved_inputs,
    names_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.intake.open import RawBook, RawSheet
    from smartxl.model.plan import Line, SheetPlan, WorkbookPlan

__all__ = ["LocatedSheet", "Location", "locate"]


@dataclass(frozen=True, slots=True)
class LocatedSheet:
    """A planned sheet in a file: row key → the rows where it stands (none: missing or not to be trusted)."""

    plan: SheetPlan
    sheet: RawSheet
    rows: Mapping[str, tuple[int, ...]]
    covered: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Location:
    """The planned sheets that were found, in the order of the plan, and findings about their structure."""

    sheets: tuple[LocatedSheet, ...]
    findings: tuple[Finding, ...]


def locate(plan: WorkbookPlan, book: RawBook) -> Location:
    """Finds every planned sheet and row of a file."""
    matched, findings = _match_sheets(plan, book)
    located = []
    for sheet_plan, sheet in matched:
        if sheet is None:
            continue
        found, more = _locate_rows(plan, sheet_plan, sheet, book)
        located.append(found)
        findings.extend(more)
    return Location(tuple(located), tuple(findings))


def _keys(sheet_plan: SheetPlan) -> set[str]:
    return {line.key for section in sheet_plan.sections for line in section.lines}


def _column_texts(sheet: RawSheet, column: int) -> list[tuple[int, str]]:
    rows = range(1, sheet.height + 1)
    return [(row, text) for row in rows if (text := sheet.text(row, column))]


def _hits(sheet_plan: SheetPlan, sheet: RawSheet) -> int:
    return len(_keys(sheet_plan) & {text for _, text in _column_texts(sheet, sheet_plan.key_column)})


def _match_sheets(
    plan: WorkbookPlan, book: RawBook
) -> tuple[list[tuple[SheetPlan, RawSheet | None]], list[Finding]]:
    """Each planned sheet that can be answered with the sheet it is now."""
    wanted = [sheet for sheet in plan.sheets if any(section.lines for section in sheet.sections)]
    spare = {name: sheet for name, sheet in book.sheets.items() if name not in plan.by_name}
    matched: list[tuple[SheetPlan, RawSheet | None]] = []
    findings: list[Finding] = []
    for sheet_plan in wanted:
        sheet = book.sheets.get(sheet_plan.name)
        if sheet is None or not _hits(sheet_plan, sheet):
            named, sheet = sheet, _renamed(sheet_plan, spare)
            findings.append(_sheet_finding(sheet_plan, named, sheet, book))
            if sheet is not None:
                del spare[sheet.name]
        matched.append((sheet_plan, sheet))
    findings.extend(_copies(wanted, spare, book))
    return matched, findings


def _renamed(sheet_plan: SheetPlan, spare: Mapping[str, RawSheet]) -> RawSheet | None:
    """The spare sheet that holds the most keys of the planned one; None when there is none, or several."""
    ranked = sorted(((_hits(sheet_plan, sheet), name) for name, sheet in spare.items()), reverse=True)
    if not ranked or not ranked[0][0] or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    return spare[ranked[0][1]]


def _sheet_finding(
    sheet_plan: SheetPlan, named: RawSheet | None, renamed: RawSheet | None, book: RawBook
) -> Finding:
    name, unit, file = sheet_plan.name, sheet_plan.unit, book.file_name
    if renamed is not None:
        found = renamed.name
        return Finding(FindingCode.SHEET_RENAMED, unit, found, found=found, expected=name, file=file)
    column = _key_column_now(sheet_plan, named) if named is not None else 0
    if column:
        due = column_letter(sheet_plan.key_column)
        found = column_letter(column)
        return Finding(FindingCode.COLUMNS_MOVED, unit, name, found=found, expected=due, file=file)
    return Finding(FindingCode.SHEET_MISSING, unit, name, expected=name, file=file)


def _key_column_now(sheet_plan: SheetPlan, sheet: RawSheet) -> int:
    """The column in which the keys stand now; 0 when there are none."""
    keys = _keys(sheet_plan)
    columns = Counter(
        column
        for values in sheet.values
        for column, value in enumerate(values, 1)
        if isinstance(value, str) and value.strip() in keys
    )
    return columns.most_common(1)[0][0] if columns else 0


def _copies(wanted: list[SheetPlan], spare: Mapping[str, RawSheet], book: RawBook) -> list[Finding]:
    """Sheets that were not planned and hold planned keys."""
    findings = []
    for name, sheet in spare.items():
        original = max(wanted, key=lambda sheet_plan: _hits(sheet_plan, sheet), default=None)
        if original is not None and _hits(original, sheet):
            findings.append(
                Finding(
                    FindingCode.SHEET_COPIED,
                    original.unit,
                    name,
                    found=name,
                    expected=original.name,
                    file=book.file_name,
                )
            )
    return findings


def _locate_rows(
    plan: WorkbookPlan, sheet_plan: SheetPlan, sheet: RawSheet, book: RawBook
) -> tuple[LocatedSheet, list[Finding]]:
    lines = {line.key: line for section in sheet_plan.sections for line in section.lines}
    units = {line.key: section.unit for section in sheet_plan.sections for line in section.lines}
    found: dict[str, list[int]] = {}
    findings = []
    fixed_texts = {row.cells.get(sheet_plan.key_column) for row in sheet_plan.rows}
    for row, text in _column_texts(sheet, sheet_plan.key_column):
        if text in lines:
            found.setdefault(text, []).append(row)
        elif text not in fixed_texts:
            cell = a1(row, min(min(line.inputs.values()) for line in lines.values()))
            findings.append(
                Finding(
                    FindingCode.UNKNOWN_KEY,
                    sheet_plan.unit,
                    sheet.name,
                    cell,
                    found=text,
                    file=book.file_name,
                )
            )
    findings += [
        Finding(FindingCode.ROW_MISSING, units[key], sheet.name, item=line.name, file=book.file_name)
        for key, line in lines.items()
        if key not in found
    ]
    checked = labels(sheet_plan, sheet, found, book.file_name)
    rows = {key: tuple(row for row in places if row not in checked.barred) for key, places in found.items()}
    single = {key: places[0] for key, places in rows.items() if len(places) == 1}
    covered = covered_answers(sheet_plan, sheet, rows, book.file_name)
    names = names_of(plan, book, lines.values())
    findings += checked.findings
    findings += _moved(lines, single, sheet_plan, sheet, book)
    findings += displaced_names(sheet_plan, sheet, names, single, book.file_name)
    if not any(finding.code is FindingCode.COLUMNS_MOVED for finding in findings):
        findings += moved_inputs(sheet_plan, sheet, rows, book.file_name)
    findings += covered.findings
    findings += added_rows(sheet_plan, sheet, found, book.file_name)
    return LocatedSheet(sheet_plan, sheet, rows, covered.cells), findings


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
