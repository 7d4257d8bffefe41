"""The first page of a report."""

from __future__ import annotations

from datetime import date

from smartxl.diagnosis.facts import RoundFacts
from smartxl.model.report import Cover, plain

__all__ = ["cover"]


def cover(facts: RoundFacts, day: date, subtitle: str = "") -> Cover:
    """City, organiser, period, framework and the day of scoring; `subtitle` beside the round's name."""
    phrases, round_, framework = facts.phrases, facts.definition.round, facts.definition.framework
    lines = (
        (phrases.text("cover.city"), facts.say(round_.city)),
        (phrases.text("cover.organiser"), facts.say(round_.organiser)),
        (phrases.text("cover.period"), f"{round_.start.isoformat()} – {round_.due.isoformat()}"),
        (phrases.text("cover.framework"), f"{facts.say(framework.title)} {framework.version}"),
        (phrases.text("cover.scored"), day.isoformat()),
    )
    title = plain(phrases.say("cover.title", title=facts.say(round_.title)))
    said = plain(phrases.say("cover.subtitle", round=round_.name))
    return Cover(title, f"{said}　{subtitle}" if subtitle else said, lines)
