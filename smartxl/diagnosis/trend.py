"""The chapter on earlier rounds: how city, classes, areas, indicators and units went, round by round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smartxl.diagnosis.changes import (
    change_said,
    comparable,
    difference,
    on_basis,
    stage_said,
    without_sign,
)
from smartxl.diagnosis.facts import RoundFacts, number
from smartxl.diagnosis.same_basis import basis_section
from smartxl.diagnosis.trend_lines import TrendLine, trend_chart, trend_line, trend_table
from smartxl.diagnosis.trend_units import trend_of_class
from smartxl.model.framework import ROOT, Node
from smartxl.model.report import Block, Paragraph, ParagraphRole, ReportSection, Words
from smartxl.model.scores import CITY

__all__ = ["trend_section"]

_INDICATORS = 15
"""How many indicators paper shows, those that changed most."""
_NAMED = 4
"""How many rounds are named one by one."""


def trend_section(facts: RoundFacts) -> ReportSection | None:
    """The chapter; None where no earlier round is named, or nothing is there to compare with it."""
    if not facts.received or not (facts.others.earlier or facts.others.unanswered):
        return None
    parts = tuple(_parts(facts)) if facts.others.earlier else ()
    return ReportSection("trend", facts.phrases.text("trend.title"), tuple(_overall(facts)), parts)


def _parts(facts: RoundFacts) -> Iterator[ReportSection]:
    classes = (trend_of_class(facts, entry) for entry in facts.definition.framework.classes)
    for part in (_areas(facts), _indicators(facts), *classes, basis_section(facts)):
        if part is not None:
            yield part


def _overall(facts: RoundFacts) -> Iterator[Block]:
    phrases, others = facts.phrases, facts.others
    if others.earlier:
        yield Paragraph(_rounds(facts))
    if others.unanswered:
        yield Paragraph(phrases.say("trend.unanswered", names=phrases.listed(others.unanswered)))
    if not others.earlier:
        return
    yield from _since_last(facts)
    classes = facts.subjects[1:] if len(facts.definition.framework.classes) > 1 else ()
    lines = [trend_line(facts, name, code) for code, name in (facts.subjects[0], *classes)]
    caption = phrases.text("trend.caption")
    yield from trend_chart(facts, "trend.chart", caption, lines)
    head = phrases.text("column.subject")
    yield trend_table(facts, "trend.totals", caption, head, lines, strong=frozenset({0}))


def _rounds(facts: RoundFacts) -> Words:
    phrases, own = facts.phrases, facts.definition.round
    rounds = [(other.label, other.definition.round) for other in facts.others.earlier]
    names = [
        phrases.say("trend.round", name=name, start=round_.start.isoformat(), due=round_.due.isoformat())
        for name, round_ in [*rounds, (own.name, own)]
    ]
    count = number(len(names))
    if len(names) > _NAMED:
        return phrases.say("trend.many_rounds", count=count, first=names[0], now=names[-1])
    return phrases.say("trend.rounds", count=count, rounds=phrases.listed(names))


def _since_last(facts: RoundFacts) -> Iterator[Block]:
    """How the city changed, and what must be known to compare."""
    phrases, last = facts.phrases, facts.others.last
    if last is None:
        name = facts.others.earlier[-1].label
        yield Paragraph(phrases.say("trend.nothing_common", last=name), ParagraphRole.CONCLUSION)
        return
    now, then = facts.score(CITY), last.score(CITY)
    if now is not None and then is not None:
        change, stage = change_said(facts, now, then), stage_said(facts, last)
        said = phrases.say("trend.since", last=last.label, before=then, after=now, change=change, stage=stage)
        yield Paragraph(said, ParagraphRole.CONCLUSION)
    else:
        key = "trend.no_score_now" if now is None else "trend.no_score_then"
        yield Paragraph(phrases.say(key, last=last.label), ParagraphRole.CONCLUSION)
    if facts.others.last_basis:
        title = phrases.text("trend.basis_title")
        yield Paragraph(phrases.say("trend.other_framework", last=last.label, title=title))


def _areas(facts: RoundFacts) -> ReportSection | None:
    areas = facts.areas()
    if not areas:
        return None
    title = facts.phrases.text("trend.areas")
    lines = [trend_line(facts, facts.say(node.name), CITY, node.code) for node in areas]
    blocks = (
        *_extremes(facts, areas),
        *trend_chart(facts, "trend.areas_chart", title, lines),
        trend_table(facts, "trend.areas", title, facts.phrases.text("column.area"), lines),
        *_other_areas(facts),
    )
    return ReportSection("trend.areas", title, blocks)


def _extremes(facts: RoundFacts, areas: Sequence[Node]) -> Iterator[Block]:
    """Which areas rose and fell most since the last round."""
    changed = [
        (change, facts.say(node.name))
        for node in areas
        if (pair := comparable(facts, CITY, node.code)) and (change := difference(*pair))
    ]
    if not changed:
        return
    best, worst = max(changed, key=lambda c: c[0].value), min(changed, key=lambda c: c[0].value)
    if best[0].value > 0:
        yield Paragraph(
            facts.phrases.say("trend.rose", basis=on_basis(facts), name=best[1], points=without_sign(best[0]))
        )
    if worst[0].value < 0:
        yield Paragraph(
            facts.phrases.say(
                "trend.fell", basis=on_basis(facts), name=worst[1], points=without_sign(worst[0])
            )
        )


def _other_areas(facts: RoundFacts) -> Iterator[Block]:
    """Areas that the last round had and this one lacks."""
    theirs = facts.others.earlier[-1].definition.framework
    here = facts.definition.framework.by_code
    gone = [
        facts.say(node.name)
        for node in theirs.nodes
        if node.parent == ROOT and node.code not in here and node.code not in theirs.adjusting
    ]
    if gone:
        yield Paragraph(facts.phrases.say("trend.areas_gone", names=facts.phrases.listed(gone)))


def _indicators(facts: RoundFacts) -> ReportSection | None:
    """The indicators that are the same in both rounds, those that changed most first."""
    last = facts.others.last
    if last is None:
        return None
    basis = facts.others.last_basis
    lines = [
        trend_line(facts, f"{node.code} {facts.say(node.name)}", CITY, node.code)
        for node in facts.definition.framework.nodes
        if node.is_leaf and (basis is None or node.code in basis.leaves)
    ]
    lines = [line for line in lines if line.figures[-1] is not None and line.figures[-2] is not None]
    if not lines:
        return None
    lines.sort(key=lambda line: -abs(_change(line)))
    title, head = facts.phrases.text("trend.indicators"), facts.phrases.text("column.indicator")
    table = trend_table(facts, "trend.indicators", title, head, lines, limit=_INDICATORS)
    return ReportSection("trend.indicators", title, (table,))


def _change(line: TrendLine) -> float:
    now, then = line.figures[-1], line.figures[-2]
    change = difference(now, then) if now is not None and then is not None else None
    return change.value if change else 0.0
