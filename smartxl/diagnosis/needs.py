"""What the city needs, and which parts were chosen and why: a chapter of the report, and of the scheme's purpose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartxl.diagnosis.facts import number
from smartxl.model.needs import NeedsPart, NeedsTopic, PartChoice, PartPriority
from smartxl.model.report import (
    Block,
    Listing,
    Paragraph,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)

if TYPE_CHECKING:
    from smartxl.diagnosis.phrases import Phrases
    from smartxl.model.needs import Needs

__all__ = ["needs_parts_section", "needs_section", "topic_listing"]

_TOPICS = {
    NeedsTopic.POSITION: "needs.position",
    NeedsTopic.STRATEGY: "needs.strategy",
    NeedsTopic.DIRECTION: "needs.direction",
    NeedsTopic.STATE: "needs.state",
    NeedsTopic.AIM: "needs.aim",
}
_CHOICES = {
    PartChoice.SELECTED: "needs.selected",
    PartChoice.LEFT_OUT: "needs.left_out",
    PartChoice.RESERVE: "needs.reserve",
}
_PRIORITIES = {
    PartPriority.HIGH: "needs.high",
    PartPriority.MEDIUM: "needs.medium",
    PartPriority.LOW: "needs.low",
}


def needs_section(phrases: Phrases, needs: Needs) -> ReportSection | None:
    """The chapter; None where no needs were taken in."""
    if not needs:
        return None
    blocks = (*topic_listing(phrases, needs), *_parts(phrases, needs))
    return ReportSection("needs", phrases.text("needs.title"), blocks)


def topic_listing(phrases: Phrases, needs: Needs) -> tuple[Block, ...]:
    """What was written about the topics, each a paragraph of its own; none where nothing was."""
    said = tuple(
        phrases.say("needs.topic", topic=phrases.text(_TOPICS[topic]), text=" ".join(text.split()))
        for topic in NeedsTopic
        if (text := needs.texts.get(topic, ""))
    )
    return (Listing(said),) if said else ()


def needs_parts_section(phrases: Phrases, needs: Needs) -> ReportSection | None:
    """The choices alone, for a scheme whose purpose has the topics; None where there are none."""
    blocks = tuple(_parts(phrases, needs))
    return ReportSection("needs", phrases.text("needs.parts"), blocks) if blocks else None


def _parts(phrases: Phrases, needs: Needs) -> Iterator[Block]:
    if not needs.parts:
        return
    counts = Counter(part.choice for part in needs.parts)
    said = phrases.listed(
        phrases.say("needs.counted", choice=phrases.text(_CHOICES[choice]), count=number(counts[choice]))
        for choice in PartChoice
        if counts[choice]
    )
    yield Paragraph(phrases.say("needs.lead", counts=said))
    columns = (
        TableColumn(phrases.text("needs.part"), 3),
        TableColumn(phrases.text("needs.choice"), 0.9),
        TableColumn(phrases.text("needs.priority"), 0.9),
        TableColumn(phrases.text("needs.reason"), 4),
    )
    rows = tuple(_row(phrases, part) for part in needs.parts)
    yield ReportTable("needs.parts", phrases.text("needs.caption"), columns, rows)


def _row(phrases: Phrases, part: NeedsPart) -> tuple[Words, ...]:
    name = f"{part.code} {part.name.get(phrases.lang)}"
    if part.module == part.code and part.choice is PartChoice.SELECTED:
        name = plain(phrases.say("needs.added", name=name))
    return (
        (name,),
        (phrases.text(_CHOICES[part.choice]),),
        (phrases.text(_PRIORITIES[part.priority]),) if part.priority else (),
        (" ".join(part.reason.split()),),
    )
