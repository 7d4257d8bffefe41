"""What answers are worth by a definition whose scoring has changed since they were read: levels may bring other shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.model.answers import NO, Choice, Field, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from smartxl.model.answers import Answer, Scalar
    from smartxl.model.framework import Framework

__all__ = ["revalued"]


def revalued(answers: Iterable[Answer], framework: Framework) -> tuple[Answer, ...]:
    """The same answers, worth what the levels of the scales bring now. Numbers, and shares given in a review, stay."""
    points: dict[str, Mapping[Choice, float]] = {}

    def of_leaf(leaf: str) -> Mapping[Choice, float]:
        if leaf not in points:
            node = framework.by_code.get(leaf)
            scale = framework.scales.get(node.indicator.scale) if node and node.indicator else None
            points[leaf] = scale.points if scale else {}
        return points[leaf]

    found = []
    for answer in answers:
        level = _level(answer.fields) if answer.state is State.VALUE else None
        now = of_leaf(answer.leaf).get(level, answer.score_input) if level else answer.score_input
        found.append(answer if now == answer.score_input else answer._replace(score_input=now))
    return tuple(found)


def _level(fields: Mapping[Field, Scalar]) -> Choice | None:
    """The level that an answer is scored by; None where a number or a mark is."""
    if (reviewed := fields.get(Field.REVIEW)) is not None:
        return reviewed if isinstance(reviewed, Choice) else None
    if fields.get(Field.PROVIDED) == NO:
        return None
    level = fields.get(Field.VALUE, fields.get(Field.LEVEL))
    return level if isinstance(level, Choice) else None
