"""Where points were lost: items that are not provided, or stand at a low level."""

from __future__ import annotations

from collections.abc import Iterable

from smartxl.findings import Finding
from smartxl.model.answers import Answer, Choice, Field, State
from smartxl.model.definition import Definition, Item
from smartxl.model.diagnosis import Diagnosis, Gap

__all__ = ["diagnose"]


def diagnose(definition: Definition, answers: Iterable[Answer], findings: Iterable[Finding]) -> Diagnosis:
    """All gaps, largest loss first, then in the order of the roster and the catalogue."""
    items = {(item.unit, item.key): item for item in definition.catalogue.items}
    gaps = [
        _gap(items[answer.unit, answer.key], answer)
        for answer in answers
        if answer.state is State.VALUE
        and (answer.unit, answer.key) in items
        and (answer.score_input or 0.0) < 1.0
    ]
    order = {unit.code: index for index, unit in enumerate(definition.roster.units)}
    gaps.sort(key=lambda gap: (-gap.lost, order[gap.unit], gap.leaf))
    return Diagnosis(tuple(gaps), tuple(findings))


def _gap(item: Item, answer: Answer) -> Gap:
    share = answer.score_input or 0.0
    level = answer.fields.get(Field.LEVEL) if share else None
    reached = level if isinstance(level, Choice) else None
    address = str(answer.fields.get(Field.ADDRESS, ""))
    return Gap(item.unit, item.key, item.title, reached, item.points * (1 - share), address)
