"""The sheet of sensitivity: one weight at a time by formulas, class by class, then what was found by other means as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smartxl.model.plan import Link, SheetPlan
from smartxl.model.report import ReportTable
from smartxl.model.scores import ScoreTable
from smartxl.planning import reportpage as looks
from smartxl.planning.context import Context
from smartxl.planning.reportpage import ReportPage
from smartxl.planning.summary_place import SummaryPlace
from smartxl.planning.sureness.tables import add_table
from smartxl.planning.sureness.tornado import (
    VISIBLE,
    TornadoRows,
    has_tornado,
    tornado_formulas,
    tornado_width,
)
from smartxl.planning.sureness.trialvalues import TrialValues

__all__ = ["SensitivityParts", "plan_sensitivity"]

_WIDTHS = (9.0, 34.0, 10.0, 10.0, 12.0, 12.0, 12.0, 12.0)
_HIDDEN = 9.0
_MOST_FORMULAS = 30_000
"""Of more, a workbook becomes slow: the sheet says so and has values only."""


@dataclass(frozen=True)
class SensitivityParts:
    """What the sheet is made of: published scores, summaries and their places by class, where weights stand, and tables."""

    table: ScoreTable
    summaries: Mapping[str, SheetPlan]
    places: Mapping[str, SummaryPlace]
    weights: Mapping[tuple[str, str], str]
    tables: Sequence[ReportTable]
    back: Link | str


def plan_sensitivity(context: Context, parts: SensitivityParts, name: str) -> SheetPlan:
    """The sheet."""
    words, classes = context.words, [c.code for c in context.definition.framework.classes]
    live = [code for code in classes if has_tornado(context, code)]
    if sum(tornado_formulas(context, code) for code in live) > _MOST_FORMULAS:
        live = []
    hidden = max((tornado_width(context, code) for code in live), default=0)
    page = ReportPage(name, (*_WIDTHS, *([_HIDDEN] * hidden)))
    page.add([(words["sure.sensitivity"], looks.TITLE), (parts.back, looks.BACK)], [VISIBLE - 2, 2])
    page.add([(words["sure.sensitivity_intro"], looks.INTRO)], [VISIBLE], least=18.0)
    for code in classes:
        if code in live:
            aggregate = context.definition.framework.unit_class(code).aggregate
            values = TrialValues(context, parts.table, aggregate, code)
            rows = TornadoRows(
                context, page, parts.places[code], parts.summaries[code], values, parts.weights
            )
            rows.add()
        else:
            title = context.definition.framework.unit_class(code).name.get(context.lang)
            page.add([(title, looks.HEADING)], [VISIBLE])
            page.add([(words["sure.no_tornado"], looks.NOTE)], [VISIBLE])
    for table in parts.tables:
        spans = [2] + [1] * (len(table.columns) - 1)
        spans[-1] += VISIBLE - sum(spans)
        add_table(page, table, spans, VISIBLE)
    return page.sheet(frozen=(3, 1), hidden_columns=tuple(range(VISIBLE + 1, page.last_column + 1)))
