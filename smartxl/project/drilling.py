"""The drill-downs of a round's reports: the scores with the file that each answer was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from smartxl.diagnosis.drilldown import city_drilldown, unit_drilldown
from smartxl.planning import step_words
from smartxl_templates import wording

if TYPE_CHECKING:
    from smartxl.diagnosis.facts import RoundFacts
    from smartxl.model.drilldown import DrillDown
    from smartxl.project.folder import ProjectFolder

__all__ = ["drill_downs"]


def drill_downs(project: ProjectFolder, facts: RoundFacts, units: Sequence[str]) -> Iterator[DrillDown]:
    """That of the city; with `units` (codes) one for each of them, with nothing of the others."""
    files, pipeline = _files(project), facts.definition.framework.conventions.pipeline
    steps = tuple(step_words(step, wording(facts.lang), facts.lang) for step in pipeline)
    if not units:
        yield replace(city_drilldown(facts, files), steps=steps)
    for code in units:
        unit = project.definition.roster.by_code[code]
        yield replace(unit_drilldown(facts, files, unit), steps=steps)


def _files(project: ProjectFolder) -> Mapping[tuple[str, str], str]:
    """Unit and row key → the name of the file that the answer was read from."""
    with project.ledger() as ledger:
        counted = ledger.count(project.definition)
    return {(entry.decision.unit, key): name for entry in counted for key, name in entry.file_names().items()}
