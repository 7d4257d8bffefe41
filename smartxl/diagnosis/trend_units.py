"""How the units of a class went from round to round: who rose and fell most, who is new, gone or called otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smartxl.diagnosis.changes import comparable, difference, on_basis, without_sign
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.others import OtherScores
from smartxl.diagnosis.trend_lines import trend_chart, trend_line, trend_table
from smartxl.model.definition import Unit
from smartxl.model.framework import UnitClass
from smartxl.model.report import Block, Figure, Paragraph, ReportSection, Words, plain
from smartxl.model.scores import QuantityKind

__all__ = ["trend_of_class"]

_NAMED = 3
"""How many units are named that rose most, and that fell most."""


def trend_of_class(facts: RoundFacts, unit_class: UnitClass) -> ReportSection | None:
    """The part of the chapter on the units of a class; None where it has none now and had none last."""
    units = facts.definition.roster.of_class(unit_class.code)
    last = facts.others.earlier[-1]
    blocks = [*_movers(facts, units), *_roster(facts, last, unit_class)]
    if units:
        ranked = sorted(units, key=lambda unit: _place(facts, unit))
        lines = [trend_line(facts, facts.unit_name(unit), unit.code) for unit in ranked]
        caption = plain(facts.phrases.say("trend.units_caption", name=facts.say(unit_class.name)))
        head = facts.phrases.text("column.unit")
        blocks += trend_chart(facts, f"trend.chart.{unit_class.code}", caption, lines)
        blocks.append(trend_table(facts, f"trend.units.{unit_class.code}", caption, head, lines))
    title = plain(facts.phrases.say("trend.units", name=facts.say(unit_class.name)))
    return ReportSection(f"trend.{unit_class.code}", title, tuple(blocks)) if blocks else None


def _place(facts: RoundFacts, unit: Unit) -> tuple[bool, float]:
    """Ranked units come first."""
    rank = facts.value(QuantityKind.RANK, unit.code)
    return rank is None, rank or 0.0


def _movers(facts: RoundFacts, units: Sequence[Unit]) -> Iterator[Block]:
    phrases = facts.phrases
    changed = [
        (change, facts.unit_name(unit))
        for unit in units
        if (pair := comparable(facts, unit.code)) and (change := difference(*pair))
    ]
    changed.sort(key=lambda entry: -entry[0].value)
    rose = [_named(facts, *entry) for entry in changed if entry[0].value > 0][:_NAMED]
    fell = [_named(facts, *entry) for entry in reversed(changed) if entry[0].value < 0][:_NAMED]
    if rose:
        yield Paragraph(phrases.say("trend.units_rose", basis=on_basis(facts), names=phrases.listed(rose)))
    if fell:
        yield Paragraph(phrases.say("trend.units_fell", basis=on_basis(facts), names=phrases.listed(fell)))


def _named(facts: RoundFacts, change: Figure, name: str) -> Words:
    return facts.phrases.say("trend.named", name=name, points=without_sign(change))


def _roster(facts: RoundFacts, last: OtherScores, unit_class: UnitClass) -> Iterator[Block]:
    """Units that are new, gone, called otherwise, or were of another class."""
    here, there = facts.definition.roster.by_code, last.definition.roster.by_code
    units = facts.definition.roster.of_class(unit_class.code)
    known = [(unit, there[unit.code]) for unit in units if unit.code in there]
    groups: dict[str, list[Words]] = {
        "trend.units_new": [(facts.unit_name(unit),) for unit in units if unit.code not in there],
        "trend.units_gone": [
            (facts.unit_name(unit),)
            for unit in last.definition.roster.of_class(unit_class.code)
            if unit.code not in here
        ],
        "trend.units_moved": [
            (facts.unit_name(unit),) for unit, was in known if was.unit_class != unit.unit_class
        ],
        "trend.units_renamed": [
            facts.phrases.say("trend.renamed", name=facts.unit_name(unit), before=facts.unit_name(was))
            for unit, was in known
            if facts.unit_name(unit) != facts.unit_name(was) and unit.name.zh != was.name.zh
        ],
    }
    for key, names in groups.items():
        if names:
            yield Paragraph(facts.phrases.say(key, last=last.label, names=facts.phrases.listed(names)))
