"""The chapter on organisation: who does what, and who leads and answers each indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.diagnosis.facts import number
from smartxl.model.report import (
    Block,
    Listing,
    Paragraph,
    ReportSection,
    ReportTable,
    Run,
    TableColumn,
    Words,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartxl.model.framework import Node, UnitClass
    from smartxl.scheme.facts import Duty, SchemeFacts

__all__ = ["duties_section", "duty_words"]

_NAMED = 3
"""So many units stand in a cell by name; of more only the first one does, and the annex has all."""


def duty_words(facts: SchemeFacts, duty: Duty, unit_class: UnitClass) -> Words:
    """The units that answer an indicator, in a cell."""
    phrases = facts.phrases
    names = [facts.say(unit.name) for unit in duty.units]
    if not names:
        return (phrases.text("scheme.duty_none"),)
    if duty.whole:
        said: dict[str, Run] = {"class": facts.say(unit_class.name), "count": number(len(duty.units))}
        return phrases.say("scheme.duty_all", **said)
    if len(names) <= _NAMED:
        return phrases.listed(names)
    return phrases.say("scheme.duty_some", name=names[0], count=number(len(names)))


def duties_section(facts: SchemeFacts) -> ReportSection:
    """The chapter."""
    phrases, round_ = facts.phrases, facts.definition.round
    organiser = facts.say(round_.organiser)
    contact = phrases.say("scheme.contact", contact=round_.contact) if round_.contact else ()
    parties = [
        phrases.say("scheme.organiser", organiser=organiser, contact=contact),
        phrases.say("scheme.evaluator"),
        phrases.say("scheme.experts_duty"),
        phrases.say("scheme.units_duty"),
    ]
    lead = Paragraph(phrases.say("scheme.duties_lead", organiser=organiser))
    told = tuple(_of_class(facts, unit_class) for unit_class in facts.definition.framework.classes)
    return ReportSection("duties", phrases.text("scheme.duties"), (Listing(tuple(parties)), lead, *told))


def _of_class(facts: SchemeFacts, unit_class: UnitClass) -> Block:
    """A table, or a sentence where every unit of the class answers everything."""
    leaves = [node for node in facts.nodes(unit_class.code) if node.is_leaf]
    if not all(facts.duty(node, unit_class.code).whole for node in leaves):
        return _table(facts, unit_class, leaves)
    said = {"class": facts.say(unit_class.name), "organiser": facts.say(facts.definition.round.organiser)}
    return Paragraph(facts.phrases.say("scheme.duties_all", count=number(len(leaves)), **said))


def _table(facts: SchemeFacts, unit_class: UnitClass, leaves: Sequence[Node]) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.indicator"), 3),
        TableColumn(head("scheme.duty_lead"), 2),
        TableColumn(head("scheme.duty"), 3),
    )
    rows = tuple(
        (
            (facts.label(node),),
            (_lead(facts, duty),),
            duty_words(facts, duty, unit_class),
        )
        for node in leaves
        for duty in (facts.duty(node, unit_class.code),)
    )
    named = plain(facts.phrases.say("scheme.duties_caption_class", **{"class": facts.say(unit_class.name)}))
    caption = named if facts.several else head("scheme.duties_caption")
    return ReportTable(f"scheme.duties.{unit_class.code}", caption, columns, rows)


def _lead(facts: SchemeFacts, duty: Duty) -> str:
    if not duty.units:
        return "—"
    return facts.say(duty.lead.name if duty.lead else facts.definition.round.organiser)
