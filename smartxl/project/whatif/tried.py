"""Scenarios tried on a round, as it is scored now or was scored at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.project.sources import COLLECT_FIRST
from smartxl.project.whatif.order import WhatIfOrder, asked_scenario, declared
from smartxl.project.whatif.result import SideBySide, WhatIf
from smartxl.scoring.whatif import scenario_outcome
from smartxl.text import Text

if TYPE_CHECKING:
    from datetime import date, datetime

    from smartxl.model.scenarios import Scenario
    from smartxl.project.result import ScoredRound
    from smartxl.project.scored import ScoredProject

__all__ = ["scenarios_of_round", "try_scenario"]


def try_scenario(
    project: ScoredProject, order: WhatIfOrder, now: datetime | None, as_of: str | date | None
) -> WhatIf:
    """What the round comes to under what is asked. Raises DefinitionError, UnknownName, ProjectError where nothing counts."""
    asked_scenario(project.definition, order)  # mistakes before anything is scored
    scored = _scored(project, now, as_of)
    return _tried(scored, asked_scenario(scored.definition, order))


def scenarios_of_round(
    project: ScoredProject, names: Sequence[str], now: datetime | None, as_of: str | date | None
) -> SideBySide:
    """The scenarios that are named, or all of the definition, side by side. Raises ProjectError where there are none."""
    chosen = [declared(project.definition, name) for name in names] or [*project.definition.round.scenarios]
    if not chosen:
        remedy = Text(
            "写入 scenarios（docs/definition.md），或用 smartxl whatif … --save 名称 存入",
            "write scenarios (docs/en/definition.md), or keep one with smartxl whatif … --save NAME",
        )
        what = Text("定义中没有情景", "the definition has no scenarios")
        raise ProjectError(str(project.root), what, remedy)
    scored = _scored(project, now, as_of)
    tried = tuple(_tried(scored, scenario) for scenario in {each.name: each for each in chosen}.values())
    return SideBySide(scored.definition, scored.table, tried, project.lang)


def _scored(project: ScoredProject, now: datetime | None, as_of: str | date | None) -> ScoredRound:
    scored = project.scored(now=now, as_of=as_of) if project.has_ledger else None
    if scored is None or not scored.answers:
        what = Text(
            "还没有计入的答案，没有可比较的得分", "no answers count yet, so there is nothing to compare"
        )
        raise ProjectError(str(project.root), what, COLLECT_FIRST)
    return scored


def _tried(scored: ScoredRound, scenario: Scenario) -> WhatIf:
    found = scenario_outcome(scored.definition, scored.answers, scenario)
    return WhatIf(
        scenario,
        found.changes,
        scored.definition,
        found.definition,
        scored.table,
        found.table,
        scored.answers,
        scored.lang,
    )
