"""Where the city loses points: each class's indicators by the class's share, gathered by area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smartxl.diagnosis.facts import RoundFacts, cell, percent
from smartxl.diagnosis.obstacle import LeafLoss, leaf_losses
from smartxl.model.framework import UnitClass
from smartxl.model.report import Block, Figure, Paragraph, ReportSection, ReportTable, TableColumn, Words
from smartxl.model.scores import CITY, Quantity, QuantityKind

__all__ = ["ClassLoss", "city_losses", "city_strengths"]

_NAMED = 3


@dataclass(frozen=True, slots=True)
class ClassLoss:
    """What an indicator of a class costs the city: `lost` in points of the city's score, `obstacle` of all that it lacks."""

    unit_class: UnitClass
    loss: LeafLoss
    lost: float
    obstacle: float

    @property
    def source(self) -> Quantity:
        """The score that it comes from."""
        return Quantity(QuantityKind.SCORE, self.unit_class.aggregate, self.loss.leaf.code)


def city_losses(facts: RoundFacts) -> tuple[ClassLoss, ...]:
    """All of them, the largest first: the classes with a score weigh by their shares, as they do in the city's score."""
    scored = [c for c in facts.definition.framework.classes if facts.score(c.aggregate) is not None]
    shares = sum(c.share for c in scored)
    found = [
        (c, loss, c.share / shares * loss.lost)
        for c in scored
        if shares
        for loss in leaf_losses(facts.definition, facts.table, c.aggregate, c.code)
    ]
    whole = sum(lost for _, _, lost in found)
    losses = [ClassLoss(c, loss, lost, lost / whole if whole else 0.0) for c, loss, lost in found]
    return tuple(sorted(losses, key=lambda entry: -entry.lost))


def city_strengths(facts: RoundFacts) -> ReportSection | None:
    """What the city loses by area, and where most; None where nothing is lost, or all by one class in one area."""
    losses = city_losses(facts)
    if not any(entry.lost > 0 for entry in losses):
        return None
    classes = {entry.unit_class.code for entry in losses}
    areas = {facts.definition.framework.top(entry.loss.leaf).code for entry in losses}
    said = tuple(_said(facts, losses)) if len(classes) > 1 else ()
    blocks = (*said, _areas(facts, losses)) if len(areas) > 1 else said
    return ReportSection("strengths.city", facts.phrases.text("column.city"), blocks) if blocks else None


def _said(facts: RoundFacts, losses: Sequence[ClassLoss]) -> Iterator[Block]:
    named = [entry for entry in losses if entry.lost > 0][:_NAMED]
    names = facts.phrases.listed(
        facts.phrases.say(
            "strengths.city_named",
            name=facts.say(entry.loss.leaf.name),
            unit_class=facts.say(entry.unit_class.name),
            lost=_points(facts, entry.lost, (entry.source,)),
        )
        for entry in named
    )
    share = percent(sum(entry.obstacle for entry in named), *(entry.source for entry in named))
    yield Paragraph(facts.phrases.say("strengths.city", names=names, share=share))


def _points(facts: RoundFacts, value: float, sources: tuple[Quantity, ...]) -> Figure:
    return Figure(facts.points(value), value, sources)


def _areas(facts: RoundFacts, losses: Sequence[ClassLoss]) -> ReportTable:
    """Each area with what the city loses under it, and the indicator that costs most."""
    of_area: dict[str, list[ClassLoss]] = defaultdict(list)
    for entry in losses:
        of_area[facts.definition.framework.top(entry.loss.leaf).code].append(entry)
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.area"), 2.6),
        TableColumn(head("column.score"), 1, numeric=True),
        TableColumn(head("column.loss"), 1, numeric=True),
        TableColumn(head("column.obstacle"), 1, numeric=True),
        TableColumn(head("column.costliest"), 3),
    )
    ordered = sorted(of_area.items(), key=lambda pair: -sum(entry.lost for entry in pair[1]))
    rows = tuple(_area_row(facts, code, entries) for code, entries in ordered)
    return ReportTable("strengths.areas", head("strengths.areas"), columns, rows)


def _area_row(facts: RoundFacts, code: str, entries: Sequence[ClassLoss]) -> tuple[Words, ...]:
    sources = tuple(entry.source for entry in entries)
    most = entries[0]
    named = facts.phrases.say(
        "strengths.city_named",
        name=facts.say(most.loss.leaf.name),
        unit_class=facts.say(most.unit_class.name),
        lost=_points(facts, most.lost, (most.source,)),
    )
    return (
        (facts.say(facts.definition.framework.by_code[code].name),),
        cell(facts.score(CITY, code)),
        (_points(facts, sum(entry.lost for entry in entries), sources),),
        (percent(sum(entry.obstacle for entry in entries), *sources),),
        named if most.lost > 0 else ("—",),
    )
