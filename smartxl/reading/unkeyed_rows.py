"""Rows that a respondent added: without a key they are nobody's, and what was typed into them must not vanish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.model.plan import Computed
from smartxl.typed.cleaned import show

if TYPE_CHECKING:
    from smartxl.model.plan import PlannedRow, SheetPlan
    from smartxl.xlsx.book import RawSheet

__all__ = ["added_rows"]


@dataclass(frozen=True, slots=True)
class _FixedRows:
    """What stands in the rows that are no lines: texts, and the columns in which something is computed.

    `top` and `bottom` are the texts that stand above the first section only, and below the last line only.
    """

    texts: frozenset[str]
    top: frozenset[str]
    bottom: frozenset[str]
    computed: frozenset[int]


def added_rows(
    sheet_plan: SheetPlan, sheet: RawSheet, found: Mapping[str, Sequence[int]], file: str
) -> Iterator[Finding]:
    """Rows without a key, among the lines or next to them, in whose answer columns something was typed."""
    occupied = {row for places in found.values() for row in places}
    columns = sheet_plan.input_columns
    for row, frame in _loose_rows(sheet_plan, sheet, occupied):
        typed = [column for column in columns if _typed(sheet, row, column, frame)]
        if typed:
            where = (sheet_plan.unit, sheet.name, a1(row, typed[0]))
            text = show(sheet.at(row, typed[0]))
            yield Finding(FindingCode.ROW_WITHOUT_KEY, *where, found=text, file=file)


def _typed(sheet: RawSheet, row: int, column: int, frame: _FixedRows | None) -> bool:
    """Whether a person typed into a cell; what the form itself has in a heading or subtotal was not."""
    value = sheet.at(row, column)
    if value == "" or (row, column) in sheet.formulas:
        return False
    if frame is None:
        return True
    return column not in frame.computed if isinstance(value, float | int) else value not in frame.texts


def _loose_rows(
    sheet_plan: SheetPlan, sheet: RawSheet, occupied: set[int]
) -> Iterator[tuple[int, _FixedRows | None]]:
    """Rows without a key from what stands above the first section to what stands below the last line.

    With each the form's own contents that may stand in it: none, unless it looks like one of the form's rows.
    """
    if not occupied:
        return
    frame = _frame(sheet_plan)
    first, last = min(occupied), max(occupied)
    while first > 1 and not frame.top.intersection(sheet.values[first - 2]):
        first -= 1
    for row in range(first, sheet.height + 1):
        values = sheet.values[row - 1]
        if row > last and frame.bottom.intersection(values):
            return
        if row not in occupied and not sheet.text(row, sheet_plan.key_column):
            yield row, frame if frame.texts.intersection(values) else None


def _frame(sheet_plan: SheetPlan) -> _FixedRows:
    lines = {line.row for line in sheet_plan.lines}
    rows = [row for row in sheet_plan.rows if row.row not in lines]
    start = min(section.band_row for section in sheet_plan.sections)
    top = _texts(row for row in rows if row.row < start)
    body = _texts(row for row in rows if start <= row.row < max(lines))
    bottom = _texts(row for row in rows if row.row > max(lines))
    computed = (c for row in rows for c, content in row.cells.items() if isinstance(content, Computed))
    return _FixedRows(top | body | bottom, top - body - bottom, bottom - body - top, frozenset(computed))


def _texts(rows: Iterable[PlannedRow]) -> frozenset[str]:
    return frozenset(
        content for row in rows for content in row.cells.values() if isinstance(content, str) and content
    )
