"""How a raised item reaches the total of its unit and of the city, written out; the engine alone decides what it brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from smartxl.diagnosis.facts import RoundFacts, cell, percent
from smartxl.diagnosis.improve import Raised
from smartxl.diagnosis.obstacle import leaf_losses
from smartxl.model.definition import Unit
from smartxl.model.report import Figure, Paragraph, ParagraphRole
from smartxl.model.scores import Quantity, QuantityKind

__all__ = ["arithmetic", "rise"]

_ROUNDING = 0.05
"""By how many points the product of weights may miss what the engine gives, which rounds at every level."""


def rise(facts: RoundFacts, entry: Raised, subject: str, node: str) -> Figure | None:
    """By how many points a node of a unit or class rises with an item; all of its score where it had none."""
    after = entry.table.get(QuantityKind.SCORE, subject, node)
    if after is None:
        return None
    gained = after - (facts.value(QuantityKind.SCORE, subject, node) or 0.0)
    return Figure(facts.points(gained, node), gained, (Quantity(QuantityKind.SCORE, subject, node),))


def arithmetic(facts: RoundFacts, entry: Raised) -> Iterator[Paragraph]:
    """The gains of an item as products; nothing where another roll-up than the mean, or a pipeline, makes more of them."""
    unit, leaf = facts.definition.roster.by_code[entry.open.item.unit], entry.open.item.leaf
    unit_class = facts.definition.framework.unit_class(unit.unit_class)
    own, mean = (rise(facts, entry, subject, leaf) for subject in (unit.code, unit_class.aggregate))
    weights = [_weight(facts, entry, s, unit, leaf) for s in (unit.code, unit_class.aggregate)]
    share = _share(facts, unit)
    if own is None or mean is None or None in weights or share is None:
        return
    of_unit, of_class = (weight or 0.0 for weight in weights)
    unit_product, city_product = own.value * of_unit, mean.value * of_class * share
    misses = (abs(unit_product - entry.gain_unit), abs(city_product - entry.gain_city))
    if max(misses) > _ROUNDING:
        return
    said = facts.phrases.say(
        "improve.arithmetic",
        indicator=facts.say(facts.definition.framework.by_code[leaf].name),
        unit=facts.unit_name(unit),
        rise=own,
        weight=percent(of_unit, *own.sources),
        product=Figure(f"{unit_product:.3f}", unit_product, own.sources),
        unit_class=facts.say(unit_class.name),
        before=cell(facts.score(unit_class.aggregate, leaf)),
        mean=mean,
        class_weight=percent(of_class, *mean.sources),
        share=percent(share),
        city=Figure(f"{city_product:.3f}", city_product, mean.sources),
    )
    yield Paragraph(said, ParagraphRole.NOTE)


def _weight(facts: RoundFacts, entry: Raised, subject: str, unit: Unit, leaf: str) -> float | None:
    """The share of a total that an indicator carries with the item raised."""
    after = replace(facts.table, values={**facts.table.values, **entry.table.values})
    losses = leaf_losses(facts.definition, after, subject, unit.unit_class)
    return next((loss.weight for loss in losses if loss.leaf.code == leaf), None)


def _share(facts: RoundFacts, unit: Unit) -> float | None:
    """The share of the city's score that the unit's class has among those with a score."""
    scored = [c for c in facts.definition.framework.classes if facts.score(c.aggregate) is not None]
    whole = sum(c.share for c in scored)
    own = next((c.share for c in scored if c.code == unit.unit_class), None)
    return own / whole if own is not None and whole else None
