"""Tables of the report on sheets whose columns are not theirs: each column over as many of the sheet's as it is given."""

from __future__ import annotations

from collections.abc import Sequence

from smartxl.model.report import ReportTable
from smartxl.planning import reportpage as looks
from smartxl.planning.chapters import table_cells
from smartxl.planning.reportpage import ReportPage

__all__ = ["add_table"]


def add_table(page: ReportPage, table: ReportTable, spans: Sequence[int], visible: int) -> tuple[int, int]:
    """Caption, heads, rows and note; the numbers of the first and the last row below the heads."""
    page.add([(table.caption, looks.HEADING)], [visible])
    page.add([(column.head, looks.HEAD) for column in table.columns], spans)
    first = page.next_row
    for place, row in enumerate(table.rows):
        page.add(list(table_cells(table.columns, row, strong=place in table.strong)), spans)
    last = page.next_row - 1
    if table.note:
        page.add([(table.note, looks.NOTE)], [visible])
    return first, last
