"""What changed since the last round, in figures and in words: scores within their published rounding, ranks, stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.diagnosis.facts import NONE, RoundFacts
from smartxl.model.framework import ROOT
from smartxl.model.report import Figure, Words
from smartxl.model.scores import CITY, QuantityKind

if TYPE_CHECKING:
    from smartxl.diagnosis.others import OtherScores
    from smartxl.model.definition import Unit

__all__ = [
    "change_cell",
    "change_said",
    "comparable",
    "difference",
    "on_basis",
    "rank_change",
    "stage_said",
    "unit_change",
    "without_sign",
]

_EXACT = 9
"""Decimals to which a difference of published scores is exact; what follows comes of binary fractions."""


def difference(now: Figure, then: Figure) -> Figure | None:
    """By how much a score changed, with its sign; None within the rounding of the one that is published more coarsely."""
    digits = min(_decimals(now), _decimals(then))
    value = round(now.value - then.value, _EXACT)
    shown = f"{value:+.{digits}f}"
    if float(shown) == 0:
        return None
    return Figure(shown, value, (*now.sources, *then.sources), (*now.outside, *then.outside))


def _decimals(figure: Figure) -> int:
    return len(figure.shown.partition(".")[2])


def without_sign(change: Figure) -> Figure:
    """A change without its sign, where words tell it."""
    return Figure(change.shown.lstrip("+-"), abs(change.value), change.sources, change.outside)


def change_cell(facts: RoundFacts, now: Figure | None, then: Figure | None) -> Words:
    """A change in a table."""
    if now is None or then is None:
        return NONE
    change = difference(now, then)
    return (change,) if change else (facts.phrases.text("changes.same"),)


def change_said(facts: RoundFacts, now: Figure, then: Figure) -> Words:
    """A change in a sentence."""
    change = difference(now, then)
    if change is None:
        return facts.phrases.say("changes.level")
    return facts.phrases.say(
        "changes.up" if change.value > 0 else "changes.down", points=without_sign(change)
    )


def stage_said(facts: RoundFacts, last: OtherScores, unit: str = CITY) -> Words:
    """The stage of a unit, a class or the city, and what it was; nothing where it had or has none."""
    before, after = last.stage(unit), facts.stage(unit)
    if not before or not after:
        return ()
    if before == after:
        return facts.phrases.say("changes.stage_same", stage=after)
    return facts.phrases.say("changes.stage_changed", before=before, after=after)


def rank_change(facts: RoundFacts, last: OtherScores, unit: Unit) -> Words:
    """By how many places a unit rose or fell, or why that cannot be said."""
    phrases, was = facts.phrases, last.definition.roster.by_code.get(unit.code)
    if was is None:
        return phrases.say("changes.new")
    if _peers(facts, unit) != _peers(facts, was):
        return phrases.say("changes.moved")
    now, then = facts.rank(unit.code), last.rank(unit.code)
    if then is None:
        return phrases.say("changes.ungraded_then" if last.withheld(unit.code) else "changes.unranked_then")
    if now is None:
        return NONE
    said = _places_said(facts, now, then)
    return phrases.say("changes.tied", change=said) if _is_tied(facts, unit) else said


def _places_said(facts: RoundFacts, now: Figure, then: Figure) -> Words:
    rise = then.value - now.value
    if not rise:
        return facts.phrases.say("changes.rank_same")
    places = Figure(f"{abs(rise):g}", abs(rise), now.sources, then.outside)
    return facts.phrases.say("changes.rank_up" if rise > 0 else "changes.rank_down", places=places)


def _peers(facts: RoundFacts, unit: Unit) -> tuple[str, str]:
    """Whom a unit is ranked among."""
    return unit.unit_class, unit.group if facts.grouped else ""


def _is_tied(facts: RoundFacts, unit: Unit) -> bool:
    """Whether another unit has the same rank now."""
    rank = facts.value(QuantityKind.RANK, unit.code)
    return any(
        other.code != unit.code and facts.value(QuantityKind.RANK, other.code) == rank
        for other in facts.peers(unit)
    )


def comparable(facts: RoundFacts, unit: str, node: str = ROOT) -> tuple[Figure, Figure] | None:
    """A score now and in the last round, on the indicators that both have where the framework changed; None without one."""
    last, basis = facts.others.last, facts.others.last_basis
    if last is None:
        return None
    now = (basis.own if basis else facts).score(unit, node)
    then = (basis.others[0] if basis else last).score(unit, node)
    return None if now is None or then is None else (now, then)


def on_basis(facts: RoundFacts) -> Words:
    """Said before changes that are those of the indicators which both rounds have; else nothing."""
    return facts.phrases.say("changes.on_basis") if facts.others.last_basis else ()


def unit_change(facts: RoundFacts, unit: Unit) -> Words:
    """How a unit changed since the last round, in a sentence; nothing without a score then and now.

    Where the framework changed, on the indicators that both rounds have.
    """
    last, basis = facts.others.last, facts.others.last_basis
    pair = comparable(facts, unit.code)
    if last is None or pair is None:
        return ()
    now, then = pair
    return facts.phrases.say(
        "changes.unit_basis" if basis else "changes.unit",
        last=last.label,
        before=then,
        after=now,
        change=change_said(facts, now, then),
        rank=rank_change(facts, last, unit),
    )
