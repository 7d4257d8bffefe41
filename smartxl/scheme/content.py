"""The whole scheme as content: cover, chapters, annexes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from smartxl.diagnosis.facts import number
from smartxl.diagnosis.needs import needs_parts_section, topic_listing
from smartxl.model.report import (
    Block,
    Cover,
    Figure,
    Paragraph,
    ReportContent,
    ReportSection,
    ReportTable,
    TableColumn,
    plain,
)
from smartxl.scheme.annexes import annexes
from smartxl.scheme.calendar import calendar_section
from smartxl.scheme.consequences import use_section
from smartxl.scheme.duties import duties_section
from smartxl.scheme.indicators import system_section
from smartxl.scheme.method import method_section
from smartxl.scheme.weighing import weights_section
from smartxl.text import number_text

if TYPE_CHECKING:
    from smartxl.scheme.facts import SchemeFacts

__all__ = ["CHAPTERS", "scheme_content"]

CHAPTERS = ("purpose", "scope", "system", "method", "weights", "duties", "calendar", "use")
"""The keys of all chapters."""


def scheme_content(facts: SchemeFacts, day: date) -> ReportContent:
    """The scheme, written on a day."""
    chapters = (
        _purpose(facts),
        _scope(facts),
        system_section(facts),
        method_section(facts),
        weights_section(facts),
        duties_section(facts),
        calendar_section(facts),
        use_section(facts),
    )
    return ReportContent(facts.lang, _cover(facts, day), chapters, annexes(facts))


def _cover(facts: SchemeFacts, day: date) -> Cover:
    phrases, round_, framework = facts.phrases, facts.definition.round, facts.definition.framework
    lines = (
        (phrases.text("cover.city"), facts.say(round_.city)),
        (phrases.text("cover.organiser"), facts.say(round_.organiser)),
        (phrases.text("cover.period"), f"{round_.start.isoformat()} – {round_.due.isoformat()}"),
        (phrases.text("cover.framework"), f"{facts.say(framework.title)} {framework.version}"),
        (phrases.text("scheme.written"), day.isoformat()),
    )
    title = plain(phrases.say("scheme.title", title=facts.say(round_.title)))
    return Cover(title, plain(phrases.say("cover.subtitle", round=round_.name)), lines)


def _purpose(facts: SchemeFacts) -> ReportSection:
    """Why; and what the city needs, with the choices that follow from it, where that was taken in."""
    phrases, round_ = facts.phrases, facts.definition.round
    lead = phrases.say(
        "scheme.purpose_lead",
        city=facts.say(round_.city),
        organiser=facts.say(round_.organiser),
        title=facts.say(round_.title),
        round=round_.name,
    )
    blocks = (
        Paragraph(lead),
        *topic_listing(phrases, facts.needs),
        Paragraph(phrases.say("scheme.purpose_use")),
    )
    chosen = needs_parts_section(phrases, facts.needs)
    return ReportSection(
        "purpose", phrases.text("scheme.purpose"), blocks, (chosen,) if chosen is not None else ()
    )


def _scope(facts: SchemeFacts) -> ReportSection:
    phrases, round_, counts = facts.phrases, facts.definition.round, facts.profile
    classes = phrases.listed(
        phrases.say("scheme.scope_class", **{"class": facts.say(entry.name)}, count=number(entry.units))
        for entry in counts.classes
    )
    lead = phrases.say(
        "scheme.scope_lead",
        city=facts.say(round_.city),
        units=number(len(facts.definition.roster.units)),
        classes=classes,
        annex=phrases.text("scheme.units"),
    )
    blocks: list[Block] = [Paragraph(lead)]
    if counts.items:
        annex = phrases.text("scheme.tables")
        blocks.append(Paragraph(phrases.say("scheme.scope_items", items=number(counts.items), annex=annex)))
    days = {"start": round_.start.isoformat(), "due": round_.due.isoformat()}
    blocks += [Paragraph(phrases.say("scheme.scope_period", **days)), _classes(facts)]
    return ReportSection("scope", phrases.text("scheme.scope"), tuple(blocks))


def _classes(facts: SchemeFacts) -> ReportTable:
    head, framework = facts.phrases.text, facts.definition.framework
    columns = (
        TableColumn(head("column.class"), 2),
        TableColumn(head("column.units"), 1, numeric=True),
        TableColumn(head("scheme.indicator_count"), 1, numeric=True),
        TableColumn(head("scheme.item_count"), 1, numeric=True),
        TableColumn(head("scheme.scope_share"), 1.3, numeric=True),
    )
    rows = tuple(
        (
            (facts.say(entry.name),),
            (number(entry.units),),
            (number(entry.indicators),),
            (number(entry.items),),
            (Figure(number_text(share), share),),
        )
        for entry in facts.profile.classes
        for share in (framework.unit_class(entry.code).share,)
    )
    return ReportTable("scheme.classes", head("scheme.scope_caption"), columns, rows)
