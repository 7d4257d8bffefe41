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
_NUMBER, _TEXT = 2, 8
"""How many columns of the sheet a column of numbers or of text takes, beside the first one."""


def plan_intervals(context: Context, section: ReportSection, name: str, back: Link | str) -> SheetPlan:
    """The sheet; a row for each unit, so that it is as long as there are units."""
    tables = [b for part in section.walk() for b in part.blocks if isinstance(b, ReportTable)]
    widest = max([_VISIBLE, *(sum(_spans(table)) for table in tables)])
    page = ReportPage(name, (_NAME, *([_CELL] * (widest - 1))))
    page.add([(context.words["sure.intervals"], looks.TITLE), (back, looks.BACK)], [_VISIBLE - 3, 3])
    page.add([(context.words["sure.intervals_intro"], looks.INTRO)], [_VISIBLE], least=18.0)
    for part in section.walk():
        for block in part.blocks:
            if isinstance(block, Paragraph):
                page.add([(plain(block.words), looks.NOTE)], [_VISIBLE])
            elif isinstance(block, ReportTable):
                size = len(block.columns)
                first, last = add_table(page, block, _spans(block), _VISIBLE)
                if block.shaded and last >= first:
                    page.shade(first, 2, last, size, 0)
    return page.sheet(frozen=(3, 2))


def _spans(table: ReportTable) -> tuple[int, ...]:
    """How many columns of the sheet each column of a table takes: of a shaded one, one each."""
    if table.shaded:
        return (1,) * len(table.columns)
    return (1, *(_NUMBER if column.numeric else _TEXT for column in table.columns[1:]))
