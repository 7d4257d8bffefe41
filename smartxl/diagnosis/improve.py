"""What would move the score: sampled rows raised to full points, and the round scored again by the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from smartxl.model.answers import Answer, State
from smartxl.model.definition import Definition, Item
from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY, QuantityKind, ScoreTable

__all__ = ["OpenItem", "Raised", "Scorer", "gain", "open_items", "raised", "with_full"]

Scorer = Callable[[Sequence[Answer]], ScoreTable]
"""Scores a round from its answers: the engine on a definition (`smartxl.scoring.rescorer`); only scores are asked of it."""

_TRIED = 3
"""How many items are tried for each that is told: the estimate that chooses them knows no rounding."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An applicable sampled item below its full points; `share` is what it brings, None when it is not answered."""

    item: Item
    answer: Answer
    share: float | None

    @property
    def place(self) -> tuple[str, str]:
        """Unit and row key."""
        return self.item.unit, self.item.key


@dataclass(frozen=True, slots=True)
class Raised:
    """An item raised to full points, with the scores of a round in which only it is."""

    open: OpenItem
    table: ScoreTable
    gain_unit: float
    gain_city: float


def open_items(definition: Definition, answers: Iterable[Answer]) -> tuple[OpenItem, ...]:
    """All of them, in the order of the catalogue."""
    by_place = {(answer.unit, answer.key): answer for answer in answers}
    return tuple(_open(definition, by_place))


def _open(definition: Definition, answers: Mapping[tuple[str, str], Answer]) -> Iterator[OpenItem]:
    for item in definition.catalogue.items:
        answer = answers.get((item.unit, item.key))
        if answer is None or answer.state is State.NOT_APPLICABLE:
            continue
        share = answer.score_input if answer.state is State.VALUE else None
        if share is None or share < 1:
            yield OpenItem(item, answer, share)


def gain(before: ScoreTable, after: ScoreTable, unit: str, node: str = ROOT) -> float:
    """By how much a score rises; 0 where there is none before or after."""
    was, now = (table.get(QuantityKind.SCORE, unit, node) for table in (before, after))
    return now - was if was is not None and now is not None else 0.0


def with_full(answers: Sequence[Answer], items: Iterable[OpenItem]) -> list[Answer]:
    """The answers with these items at full points."""
    places = {entry.place for entry in items}
    return [
        replace(answer, state=State.VALUE, score_input=1.0) if (answer.unit, answer.key) in places else answer
        for answer in answers
    ]


def raised(
    definition: Definition,
    answers: Sequence[Answer],
    table: ScoreTable,
    scorer: Scorer,
    entries: Iterable[OpenItem],
    limit: int,
) -> tuple[Raised, ...]:
    """The items that move the city's score most, each raised alone, the largest gain first."""
    worth = _estimates(definition)
    tried = sorted(entries, key=lambda entry: -worth(entry))[: limit * _TRIED]
    found = []
    for entry in tried:
        after = scorer(with_full(answers, [entry]))
        found.append(Raised(entry, after, gain(table, after, entry.item.unit), gain(table, after, CITY)))
    found.sort(key=lambda r: (-round(r.gain_city, 9), -round(r.gain_unit, 9)))
    return tuple(r for r in found if r.gain_city > 0 or r.gain_unit > 0)[:limit]


def _estimates(definition: Definition) -> Callable[[OpenItem], float]:
    """What an item is worth to the city, about: its points of those of its table, by all weights above it."""
    framework, units = definition.framework, definition.roster.by_code
    full: dict[tuple[str, str], float] = defaultdict(float)
    for item in definition.catalogue.items:
        full[item.unit, item.leaf] += item.points
    weights: dict[str, float] = defaultdict(float)
    for unit in definition.roster.units:
        weights[unit.unit_class] += unit.weight

    def worth(entry: OpenItem) -> float:
        item, unit = entry.item, units[entry.item.unit]
        lost = item.points * (1 - (entry.share or 0.0)) / full[item.unit, item.leaf]
        share = framework.unit_class(unit.unit_class).share * unit.weight / weights[unit.unit_class]
        return lost * share * framework.effective_weight(item.leaf, unit.unit_class)

    return worth
