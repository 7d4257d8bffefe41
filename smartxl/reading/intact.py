"""Where the planned rows stand in a file, and the short way to it: every row is still where it was planned.

Most files come back so. Whatever differs in the least is left to the long way (`locate`), which says what it means: where
this finds the rows, that would find each in its place and have nothing to report.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from smartxl.cells import Area, area, quote_sheet
from smartxl.model.answers import Field
from smartxl.model.rowcells import Hole, PatternCells, RowPattern, points_column, texts_of
from smartxl.reading.form import check_codes
from smartxl.reading.stray import is_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from smartxl.findings import Finding
    from smartxl.model.plan import Line, PlannedRow, SheetPlan, WorkbookPlan
    from smartxl.xlsx import RawBook, RawSheet
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["LocatedSheet", "Location", "in_place", "scored_columns"]

_fixed = lru_cache(maxsize=2**12)(partial(area, lock="$"))  # the same rows are named in form after form
_SCORED = frozenset({Field.PROVIDED, Field.LEVEL, Field.VALUE, Field.REVIEW})


@dataclass(frozen=True, slots=True)
class LocatedSheet:
    """A planned sheet in a file: row key → the rows where it stands (none: missing or not to be trusted).

    `covered` are answer cells that a merge makes unreadable, as (row, column).
    """

    plan: SheetPlan
    sheet: RawSheet
    rows: Mapping[str, tuple[int, ...]]
    covered: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Location:
    """The planned sheets that were found, in the order of the plan, and findings about their structure."""

    sheets: tuple[LocatedSheet, ...]
    findings: tuple[Finding, ...] = ()


def in_place(plan: WorkbookPlan, book: RawBook) -> Location | None:
    """All rows where they were planned; None unless the file has the planned sheets, no others, and all stands as planned."""
    if not book.sheets.keys() <= plan.by_name.keys():
        return None
    located = []
    for sheet_plan in plan.answerable:
        sheet = book.sheets.get(sheet_plan.name)
        if sheet is None or not _sheet_holds(plan, sheet_plan, book, sheet):
            return None
        located.append(LocatedSheet(sheet_plan, sheet, {line.key: (line.row,) for line in sheet_plan.lines}))
    return Location(tuple(located))


def scored_columns(line: Line) -> list[int]:
    """The columns of a row that its points are from: without them it has none, whatever else stands in it."""
    return [column for entry, column in line.inputs.items() if entry in _SCORED]


def _sheet_holds(plan: WorkbookPlan, sheet_plan: SheetPlan, book: RawBook, sheet: RawSheet) -> bool:
    """Whether a planned sheet and the one of the same name agree."""
    lines = {line.row: line for line in sheet_plan.lines}
    guarded = (sheet_plan.key_column, *sheet_plan.input_columns)
    if (
        sheet.errors
        or sheet.height > len(sheet_plan.rows)
        or not check_codes(sheet) <= {plan.stamp.check_code}
        or any(_covers(merge, lines) for merge in sheet.merged)
        or not _names_hold(plan, sheet_plan, book)
    ):
        return False
    for row in sheet_plan.rows:
        values = sheet.values[row.row - 1] if row.row <= sheet.height else ()
        line = lines.get(row.row)
        holds = (
            _line_holds(row, line, values)
            if line
            else _frame_holds(row, guarded, values, sheet.formulas, sheet_plan)
        )
        if not holds:
            return False
    return True


def _covers(merge: Area, lines: Mapping[int, Line]) -> bool:
    """Whether a merged area takes in answers of which it is not itself the cell."""
    is_flat = merge.first_row == merge.last_row
    if is_flat and merge.first_row not in lines:  # as most are: bands and titles
        return False
    rows = (merge.first_row,) if is_flat else range(merge.first_row, min(merge.last_row, max(lines)) + 1)
    columns = range(merge.first_column, merge.last_column + 1)
    inside = [
        (row, column)
        for row in rows
        if row in lines
        for column in lines[row].inputs.values()
        if column in columns
    ]
    return inside not in ([], [(merge.first_row, merge.first_column)])


def _names_hold(plan: WorkbookPlan, sheet_plan: SheetPlan, book: RawBook) -> bool:
    """Whether every line's defined name refers to its row."""
    sheet = sheet_plan.name
    quoted = f"{quote_sheet(sheet)}!"
    for line in sheet_plan.lines:
        reference, at = book.names.get(line.anchor, ""), plan.names.get(line.anchor)
        if at is None:
            return False
        due = _fixed(at.first_row, at.first_column, at.last_row, at.last_column)
        if reference.removeprefix(quoted).removeprefix(f"{sheet}!") != due:
            return False
    return True


def _line_holds(row: PlannedRow, line: Line, values: tuple[CellValue, ...]) -> bool:
    """Whether a line shows its texts, and was not robbed of its answer: one with points has one."""
    width, cells = len(values), row.cells
    is_whole = False
    if isinstance(cells, PatternCells) and width >= (texts := _texts_at(cells.pattern)).width:
        is_whole = texts.own(cells.own) + texts.shared == texts.shown(values)
    if not is_whole:
        for column, text in texts_of(row.cells):
            if text != (values[column - 1] if column <= width else ""):
                return False
    for column in scored_columns(line):
        if column <= width and values[column - 1] != "":
            return True
    points = points_column(row.cells)
    return not (0 < points <= width and isinstance(values[points - 1], float))


class _TextsAt(NamedTuple):
    """Where the texts of a pattern stand: up to which column, the row's own and those that all rows have, and both as shown."""

    width: int
    own: Callable[[Sequence[Any]], tuple[Any, ...]]
    shared: tuple[str, ...]
    shown: Callable[[Sequence[Any]], tuple[Any, ...]]


@lru_cache(maxsize=2**10)
def _texts_at(pattern: RowPattern) -> _TextsAt:
    own = [(column, text.place) for column, text in pattern.texts if isinstance(text, Hole)]
    shared = [(column, text) for column, text in pattern.texts if not isinstance(text, Hole)]
    columns = [column for column, _ in (*own, *shared)]
    return _TextsAt(
        max(columns, default=0),
        _taking([place for _, place in own]),
        tuple(text for _, text in shared),
        _taking([column - 1 for column in columns]),
    )


def _taking(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """What takes the values in some places of a sequence."""
    return itemgetter(*places) if len(places) > 1 else lambda values: tuple(values[each] for each in places)


def _frame_holds(
    row: PlannedRow,
    guarded: tuple[int, ...],
    values: tuple[CellValue, ...],
    formulas: Collection[tuple[int, int]],
    plan: SheetPlan,
) -> bool:
    """Whether a row that is no line has no key, over answers what was planned, its headings, and nothing typed anywhere.

    Last time's answers have a heading that need not be planned.
    """
    for column in guarded:
        text, value = row.cells.get(column), values[column - 1] if column <= len(values) else ""
        if isinstance(text, str):
            if value != text:
                return False
        elif value != "" and (row.row, column) not in formulas:
            return False
    for column, value in enumerate(values, 1):
        if value != "" and column not in row.cells and (column != plan.aside or not is_heading(plan, row)):
            return False
    return True
