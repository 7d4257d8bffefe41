"""Which of the sheets there are, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smartxl.model.plan import Link, SheetPlan
from smartxl.model.report import ReportTable
from smartxl.model.robustness import NOTHING_TRIED, Robustness
from smartxl.model.scores import ScoreTable
from smartxl.planning.context import Context
from smartxl.planning.indicators import weight_references
from smartxl.planning.summary_place import SummaryPlace
from smartxl.planning.sureness.scenarios import ScenarioParts, plan_scenarios
from smartxl.planning.sureness.sensitivity import SensitivityParts, plan_sensitivity

__all__ = ["SurePlaces", "plan_sure_sheets", "sure_sheet_names"]

_SENSITIVITY, _SCENARIOS = "sensitivity", "scenarios"


@dataclass(frozen=True)
class SurePlaces:
    """What the sheets read: published scores, summaries and where these keep their numbers, by class; the way back."""

    table: ScoreTable
    summaries: Mapping[str, SheetPlan]
    places: Mapping[str, SummaryPlace]
    back: Link | str
    tables: tuple[ReportTable, ...] = ()


def sure_sheet_names(tried: Robustness) -> tuple[str, ...]:
    """The keys of the sheets that there is something to say on."""
    if tried == NOTHING_TRIED:
        return ()
    return (_SENSITIVITY, *([_SCENARIOS] if tried.scenarios else []))


def plan_sure_sheets(
    context: Context, tried: Robustness, places: SurePlaces, names: Mapping[str, str]
) -> tuple[SheetPlan, ...]:
    """The sheets of `sure_sheet_names`, by their names."""
    return tuple(_sheets(context, tried, places, names))


def _sheets(
    context: Context, tried: Robustness, places: SurePlaces, names: Mapping[str, str]
) -> Iterator[SheetPlan]:
    if tried == NOTHING_TRIED:
        return
    weights = weight_references(context)
    sensitivity = SensitivityParts(
        places.table, places.summaries, places.places, weights, places.tables, places.back
    )
    yield plan_sensitivity(context, sensitivity, names[_SENSITIVITY])
    if tried.scenarios:
        parts = ScenarioParts(
            tried.scenarios, places.table, places.summaries, places.places, weights, places.back
        )
        yield plan_scenarios(context, parts, names[_SCENARIOS])
