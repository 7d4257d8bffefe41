"""What stands in rows that are no lines of the form: added by a respondent, above the table, below it, right of it.

Each piece is named; what the form itself shows in its titles, headings, totals and at its foot is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.plan import Computed, InputCell
from smartxl.typed import show

if TYPE_CHECKING:
    from smartxl.model.plan import PlannedRow, SheetPlan
    from smartxl.xlsx import RawSheet
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["aside_of", "is_heading", "stray_text"]

_NUMBER = re.compile(r"(?:[零一二三四五六七八九十百千]{1,9}、|[0-9]{1,5}\. )(?=.)", re.DOTALL)


def is_heading(plan: SheetPlan, row: PlannedRow) -> bool:
    """Whether a planned row has headings over most of the answers."""
    columns = plan.input_columns
    return 2 * sum(isinstance(row.cells.get(column), str) for column in columns) > len(columns)


def aside_of(plan: SheetPlan, sheet: RawSheet) -> int:
    """The column in which a form that has one shows last time's answers, 0 where no heading for them is above the first key."""
    if not any(len(values) >= plan.aside for values in sheet.values):
        return 0
    texts = [set(_texts(row)) for row in plan.rows if is_heading(plan, row)]
    for row in range(1, sheet.height + 1):
        if sheet.text(row, plan.key_column):
            return 0
        if sheet.text(row, plan.aside) and any(
            2 * len(own.intersection(sheet.values[row - 1])) > len(own) for own in texts
        ):
            return plan.aside
    return 0


def _texts(row: PlannedRow) -> tuple[str, ...]:
    return tuple(content for content in row.cells.values() if isinstance(content, str) and content)


def stray_text(
    plan: SheetPlan, sheet: RawSheet, found: Mapping[str, Sequence[int]], source: FindingSource
) -> Iterator[Finding]:
    """All that stands in rows without a key, and that the form does not have there. `found`: key → the rows where it stands."""
    occupied = {row for places in found.values() for row in places}
    if not occupied:
        return
    frame = _Frame.of(plan, sheet)
    for row in range(1, sheet.height + 1):
        values = sheet.values[row - 1]
        if row in occupied or sheet.text(row, plan.key_column) or not any(value != "" for value in values):
            continue
        planned = frame.planned(row, values)
        for column, value in enumerate(values, 1):
            if (row, column) not in sheet.formulas and frame.is_typed(planned, column, value):
                yield source.finding(FindingCode.ROW_WITHOUT_KEY, a1(row, column), found=show(value))


@dataclass(frozen=True, slots=True)
class _Frame:
    """The rows of a planned sheet that are no lines, by number, and all the texts that the sheet shows.

    `start` is the first row of the table, `width` its last column; above it texts may differ, since other revisions have other
    dates, and other places for what has the same `labels` (填报截止：…), and in it where nothing is `asked`: sections of other
    editions have other numbers. `live` are the columns with formulas: some programs save values alone. `aside` is the column of
    last time's answers, 0 for none.
    """

    rows: Mapping[int, PlannedRow]
    texts: frozenset[str]
    labels: frozenset[str]
    headings: frozenset[int]
    start: int
    width: int
    asked: frozenset[int]
    live: frozenset[int]
    aside: int
    key_column: int

    @classmethod
    def of(cls, plan: SheetPlan, sheet: RawSheet) -> _Frame:
        """That of a planned sheet, and of the sheet that was received for it."""
        lines = {line.row for line in plan.lines}
        rows = {row.row: row for row in plan.rows if row.row not in lines}
        texts = plan.former.union(text for row in plan.rows for text in _texts(row))
        texts |= {_unnumbered(section.title) for section in plan.sections}
        start = min(section.band_row for section in plan.sections)
        top = [text for number, row in rows.items() if number < start for text in _texts(row)]
        labels = frozenset(label for text in top if (label := _label(text)))
        headings = frozenset(number for number, row in rows.items() if is_heading(plan, row))
        live = frozenset(column for _, column in sheet.formulas)
        asked = frozenset(plan.input_columns)
        width = max(column for row in plan.rows for column in row.cells)
        aside = aside_of(plan, sheet) if plan.aside else 0
        return cls(rows, texts, labels, headings, start, width, asked, live, aside, plan.key_column)

    def planned(self, row: int, values: Sequence[CellValue]) -> PlannedRow | None:
        """The planned row that a row without a key is: the one with most of its texts, else the one of its number."""
        shown = {value for value in values if isinstance(value, str)}
        near = self.rows.get(row)
        ranked = (
            (len(shown.intersection(_texts(each))), each is near, -each.row) for each in self.rows.values()
        )
        shared, _, number = max(ranked, default=(0, False, 0))
        return self.rows[-number] if shared else near

    def is_typed(self, planned: PlannedRow | None, column: int, value: CellValue) -> bool:
        """Whether a person typed a value that stands in no formula."""
        if column == self.key_column or (
            isinstance(value, str)
            and (not value.strip() or value in self.texts or _unnumbered(value) in self.texts)
        ):
            return False
        if planned is None:
            return True
        is_above = planned.row < self.start and column <= self.width
        if is_above and isinstance(value, str) and _label(value) in self.labels:
            return False
        content = planned.cells.get(column)
        if isinstance(content, str):
            return planned.row >= self.start and column in self.asked
        if isinstance(content, Computed):
            return column in self.live and not isinstance(value, float | int)
        is_last_time = column == self.aside and planned.row in self.headings
        return isinstance(content, InputCell | None) and not is_last_time


def _unnumbered(text: str) -> str:
    """The title of a section without its number."""
    return text[found.end() :] if (found := _NUMBER.match(text)) else text


def _label(text: str) -> str:
    """What stands before the colon of a text, "" without one."""
    label, colon, _ = text.replace(":", "：").partition("：")
    return label.strip() if colon else ""
