"""The sheet of rank intervals: of each group a table of units, of neighbours, and how often each rank came, shaded."""

from __future__ import annotations

from smartxl.model.plan import Link, SheetPlan
from smartxl.model.report import Paragraph, ReportSection, ReportTable, plain
from smartxl.planning import reportpage as looks
from smartxl.planning.context import Context
from smartxl.planning.reportpage import ReportPage
from smartxl.planning.sureness.tables import add_table

__all__ = ["plan_intervals"]

_NAME, _CELL = 30.0, 6.4
_VISIBLE = 21
"""The columns that titles and sentences take."""
_SPANS = {8: (1, 2, 2, 2, 2, 2, 2, 8), 3: (1, 7, 3)}
"""How many columns of the sheet each column of a table takes, by how many it has; of any other, each takes one."""


def plan_intervals(context: Context, section: ReportSection, name: str, back: Link | str) -> SheetPlan:
    """The sheet; a row for each unit, so that it is as long as there are units."""
    tables = [b for part in section.walk() for b in part.blocks if isinstance(b, ReportTable)]
    widest = max([_VISIBLE, *(len(table.columns) for table in tables)])
    page = ReportPage(name, (_NAME, *([_CELL] * (widest - 1))))
    page.add([(context.words["sure.intervals"], looks.TITLE), (back, looks.BACK)], [_VISIBLE - 3, 3])
    page.add([(context.words["sure.intervals_intro"], looks.INTRO)], [_VISIBLE], least=18.0)
    for part in section.walk():
        for block in part.blocks:
            if isinstance(block, Paragraph):
                page.add([(plain(block.words), looks.NOTE)], [_VISIBLE])
            elif isinstance(block, ReportTable):
                size = len(block.columns)
                spans = (1,) * size if block.shaded else _SPANS.get(size, (1,) * size)
                first, last = add_table(page, block, spans, _VISIBLE)
                if block.shaded and last >= first:
                    page.shade(first, 2, last, size, 0)
    return page.sheet(frozen=(3, 2))
