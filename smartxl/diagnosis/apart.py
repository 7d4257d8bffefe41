"""The part of the overall result on indicators that only this city has: scored apart from the common ones, and together."""

from __future__ import annotations

from smartxl.diagnosis.facts import RoundFacts, cell, number
from smartxl.diagnosis.same_basis import indicators_of
from smartxl.model.report import Paragraph, ReportSection, ReportTable, TableColumn

__all__ = ["apart_section"]


def apart_section(facts: RoundFacts) -> ReportSection | None:
    """The part; None where all indicators are common, or all specific."""
    if not facts.others.apart or not facts.received:
        return None
    phrases, (common, specific) = facts.phrases, facts.others.apart
    lead = phrases.say(
        "result.apart_lead", common=number(indicators_of(common)), specific=number(indicators_of(specific))
    )
    columns = (
        TableColumn(phrases.text("column.subject"), 2),
        TableColumn(phrases.text("result.apart_all"), 1.2, numeric=True),
        TableColumn(phrases.text("result.apart_common"), 1.2, numeric=True),
        TableColumn(phrases.text("result.apart_specific"), 1.2, numeric=True),
    )
    rows = tuple(
        ((name,), cell(facts.score(code)), cell(common.score(code)), cell(specific.score(code)))
        for code, name in facts.subjects
    )
    table = ReportTable("result.apart", phrases.text("result.apart_title"), columns, rows)
    return ReportSection("apart", phrases.text("result.apart_title"), (Paragraph(lead), table))
