"""Which of the sheets there are, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smartxl.model.diagnosis import ResultReport
from smartxl.model.plan import Link, SheetPlan
from smartxl.model.report import ReportTable
from smartxl.model.robustness import NOTHING_TRIED
from smartxl.planning.chapters import ChapterSheets
from smartxl.planning.context import Context
from smartxl.planning.indicators import weight_references
from smartxl.planning.summary_place import SummaryPlace
from smartxl.planning.sureness.intervals import plan_intervals
from smartxl.planning.sureness.scenarios import ScenarioParts, plan_scenarios
from smartxl.planning.sureness.sensitivity import SensitivityParts, plan_sensitivity

__all__ = ["SurePlaces", "plan_sure_sheets", "sure_sheet_names"]

_INTERVALS, _SENSITIVITY, _SCENARIOS, _AUDIT, _METHODS = (
    *("intervals", "sensitivity", "scenarios", "audit", "methods"),
)


@dataclass(frozen=True)
class SurePlaces:
    """What the sheets read: summaries and where these keep their numbers, by class; the way back to the contents."""

    summaries: Mapping[str, SheetPlan]
    places: Mapping[str, SummaryPlace]
    back: Link | str


def sure_sheet_names(report: ResultReport) -> tuple[str, ...]:
    """The keys of the sheets that there is something to say on, in their order."""
    if report.tried == NOTHING_TRIED:
        return ()
    there = {_SENSITIVITY, *report.details, *([_SCENARIOS] if report.tried.scenarios else [])}
    return tuple(key for key in (_INTERVALS, _SENSITIVITY, _SCENARIOS, _AUDIT, _METHODS) if key in there)


def plan_sure_sheets(
    context: Context, report: ResultReport, places: SurePlaces, names: Mapping[str, str]
) -> tuple[SheetPlan, ...]:
    """The sheets of `sure_sheet_names`, each by its name."""
    return tuple(_sheets(context, report, places, names))


def _sheets(
    context: Context, report: ResultReport, places: SurePlaces, names: Mapping[str, str]
) -> Iterator[SheetPlan]:
    wanted, details = sure_sheet_names(report), report.details
    weights = weight_references(context) if wanted else {}
    if _INTERVALS in wanted:
        yield plan_intervals(context, details[_INTERVALS], names[_INTERVALS], places.back)
    if _SENSITIVITY in wanted:
        section = details.get(_SENSITIVITY)
        tables = [block for block in section.blocks if isinstance(block, ReportTable)] if section else []
        parts = SensitivityParts(report.table, places.summaries, places.places, weights, tables, places.back)
        yield plan_sensitivity(context, parts, names[_SENSITIVITY])
    if _SCENARIOS in wanted:
        tried = ScenarioParts(
            report.tried.scenarios, report.table, places.summaries, places.places, weights, places.back
        )
        yield plan_scenarios(context, tried, names[_SCENARIOS])
    for key in (key for key in (_AUDIT, _METHODS) if key in wanted):
        intro = context.words[f"sure.{key}_intro"]
        yield from ChapterSheets(context, report.content, names, places.back, intro=intro).plan(
            [details[key]]
        )
