"""What would move the score: sampled rows raised to full points, and the round scored again by the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from smartxl.model.answers import Answer, State
from smartxl.model.definition import Definition, Item
from smartxl.model.framework import ROOT, Measure
from smartxl.model.keys import LEVEL
from smartxl.model.scores import CITY, QuantityKind, ScoreTable
from smartxl.text import Lang

__all__ = [
    "OpenItem",
    "Raised",
    "Scorer",
    "at_full",
    "estimates",
    "gain",
    "open_items",
    "open_levels",
    "raised",
]

Scorer = Callable[[Iterable[Answer]], ScoreTable]
"""Scores the round with some answers in place of those to the same rows, as `smartxl.scoring.rescorer` does."""

_TRIED = 3
"""How many items are tried for each that is told: the estimate that chooses them knows no rounding."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An applicable sampled item or level below its full points; `share` is what it brings, None when it is not answered."""

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
    """All sampled items below their full points, in the order of the catalogue."""
    by_place = {(answer.unit, answer.key): answer for answer in answers}
    return tuple(_below_full(definition.catalogue.items, by_place))


def open_levels(definition: Definition, answers: Iterable[Answer], lang: Lang) -> tuple[OpenItem, ...]:
    """The same of indicators that are a level of a scale: each unit's level as an item with the indicator's name."""
    by_place = {(answer.unit, answer.key): answer for answer in answers}
    return tuple(_below_full(_levels(definition, lang), by_place))


def _levels(definition: Definition, lang: Lang) -> Iterator[Item]:
    for unit in definition.roster.units:
        for leaf in definition.leaves(unit):
            if leaf.indicator is not None and leaf.indicator.measure is Measure.RUBRIC:
                yield Item(unit.code, leaf.code, LEVEL, leaf.name.get(lang))


def _below_full(items: Iterable[Item], answers: Mapping[tuple[str, str], Answer]) -> Iterator[OpenItem]:
    for item in items:
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


def at_full(items: Iterable[OpenItem]) -> list[Answer]:
    """The answers to these items at full points."""
    return [entry.answer._replace(state=State.VALUE, score_input=1.0) for entry in items]


def raised(
    definition: Definition,
    answers: Sequence[Answer],
    table: ScoreTable,
    scorer: Scorer,
    entries: Iterable[OpenItem],
    limit: int,
) -> tuple[Raised, ...]:
    """The items that move the city's score most, each raised alone, the largest gain first."""
    worth = estimates(definition, answers, table)
    tried = sorted(entries, key=lambda entry: -worth(entry))[: limit * _TRIED]
    found = []
    for entry in tried:
        after = scorer(at_full([entry]))
        found.append(Raised(entry, after, gain(table, after, entry.item.unit), gain(table, after, CITY)))
    found.sort(key=lambda r: (-round(r.gain_city, 9), -round(r.gain_unit, 9)))
    return tuple(r for r in found if r.gain_city > 0 or r.gain_unit > 0)[:limit]


def estimates(
    definition: Definition, answers: Iterable[Answer], table: ScoreTable
) -> Callable[[OpenItem], float]:
    """What raising an item brings the city, about: the engine's arithmetic without its rounding, for means of means.

    Its indicator rises by the points that its unit counts there, the class's mean by the unit's share of those with a score,
    and the city by the weights above.
    """
    framework, units = definition.framework, definition.roster.by_code
    points, full = _sample_sums(definition, answers)
    counted: dict[tuple[str, str], float] = defaultdict(float)
    for unit in definition.roster.units:
        for leaf in framework.leaves(unit.unit_class):
            if table.get(QuantityKind.SCORE, unit.code, leaf.code) is not None:
                counted[unit.unit_class, leaf.code] += unit.weight

    def worth(entry: OpenItem) -> float:
        item, unit = entry.item, units[entry.item.unit]
        own, whole = points[item.unit, item.leaf], full[item.unit, item.leaf]
        added = item.points if entry.share is None else 0.0
        mean = table.get(QuantityKind.SCORE, f"@{unit.unit_class}", item.leaf)
        before = own / whole if whole else (mean or 0.0) / 100
        after = (own + item.points * (1 - (entry.share or 0.0))) / (whole + added)
        others = counted[unit.unit_class, item.leaf] + (0.0 if whole else unit.weight)
        share = framework.unit_class(unit.unit_class).share * unit.weight / others if others else 0.0
        return (after - before) * share * framework.effective_weight(item.leaf, unit.unit_class)

    return worth


def _sample_sums(
    definition: Definition, answers: Iterable[Answer]
) -> tuple[Mapping[tuple[str, str], float], Mapping[tuple[str, str], float]]:
    """(unit, indicator) → points of the sampled items and levels that are answered, and their full points."""
    every = (*definition.catalogue.items, *_levels(definition, "zh"))
    items = {(item.unit, item.key): item for item in every}
    points: dict[tuple[str, str], float] = defaultdict(float)
    full: dict[tuple[str, str], float] = defaultdict(float)
    for answer in answers:
        item = items.get((answer.unit, answer.key))
        if item is not None and answer.score_input is not None:
            points[item.unit, item.leaf] += answer.score_input * item.points
            full[item.unit, item.leaf] += item.points
    return points, full
