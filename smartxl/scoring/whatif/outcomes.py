"""Scenarios scored: the definition with each applied, on the same answers."""

from __future__ import annotations

from collections.abc import Iterable

from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.robustness import ScenarioOutcome
from smartxl.model.scenarios import Scenario
from smartxl.model.scenariowords import changes_of
from smartxl.model.variation import apply
from smartxl.scoring.engine import score

__all__ = ["scenario_outcome", "scenario_outcomes"]


def scenario_outcome(
    definition: Definition, answers: Iterable[Answer], scenario: Scenario
) -> ScenarioOutcome:
    """What the answers come to under a scenario, by the definition's day."""
    changed = apply(definition, scenario)
    changes = changes_of(definition, scenario)
    return ScenarioOutcome(scenario.name, scenario.told, changes, changed, score(changed, answers))


def scenario_outcomes(definition: Definition, answers: Iterable[Answer]) -> tuple[ScenarioOutcome, ...]:
    """The same of all scenarios that the round declares, in their order."""
    given = tuple(answers)
    return tuple(scenario_outcome(definition, given, each) for each in definition.round.scenarios)
