"""Rounds with another framework beside this one: both scored again on the indicators that they have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smartxl.diagnosis.changes import change_cell, change_said
from smartxl.diagnosis.facts import RoundFacts, cell, number
from smartxl.diagnosis.others import CommonBasis, OtherScores
from smartxl.model.framework import ROOT
from smartxl.model.report import (
    Block,
    Paragraph,
    ParagraphRole,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)
from smartxl.model.scores import CITY

__all__ = ["basis_section", "indicators_of"]

_UNITS = 20
"""How many units paper shows, those that changed most."""


def indicators_of(scores: OtherScores | RoundFacts) -> int:
    """How many indicators a framework has."""
    return sum(node.is_leaf for node in scores.definition.framework.nodes)


def basis_section(facts: RoundFacts) -> ReportSection | None:
    """The part of the chapter; None where the frameworks of all rounds score alike."""
    bases = [
        (other, facts.others.bases[other.origin])
        for other in facts.others.earlier
        if other.origin in facts.others.bases
    ]
    if not bases:
        return None
    blocks: list[Block] = [Paragraph(facts.phrases.say("trend.basis_lead"), ParagraphRole.NOTE)]
    blocks += [Paragraph(_said(facts, other, basis)) for other, basis in bases]
    compared = [(other, basis) for other, basis in bases if basis.leaves]
    if len(compared) > 1:
        blocks.append(_rounds(facts, compared))
    if compared and compared[-1][0] is facts.others.last:
        blocks += _of_last(facts, *compared[-1])
    return ReportSection("trend.basis", facts.phrases.text("trend.basis_title"), tuple(blocks))


def _said(facts: RoundFacts, other: OtherScores, basis: CommonBasis) -> Words:
    phrases = facts.phrases
    counts = {"now": number(indicators_of(facts)), "then": number(indicators_of(other))}
    if not basis.leaves:
        return phrases.say("trend.basis_none", last=other.label, **counts)
    now, then = basis.own.score(CITY), basis.others[0].score(CITY)
    common = number(len(basis.leaves))
    if now is None or then is None:
        return phrases.say("trend.basis_unscored", last=other.label, common=common, **counts)
    return phrases.say(
        "trend.basis_said",
        last=other.label,
        common=common,
        before=then,
        after=now,
        change=change_said(facts, now, then),
        **counts,
    )


def _rounds(facts: RoundFacts, bases: Sequence[tuple[OtherScores, CommonBasis]]) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.round"), 1.6),
        TableColumn(head("trend.leaves_then"), 1.2, numeric=True),
        TableColumn(head("trend.leaves_now"), 1.2, numeric=True),
        TableColumn(head("trend.leaves_common"), 1.2, numeric=True),
        TableColumn(head("trend.score_then"), 1.2, numeric=True),
        TableColumn(head("trend.score_now"), 1.2, numeric=True),
        TableColumn(head("column.change"), 1, numeric=True),
    )
    rows = tuple(
        (
            (other.label,),
            (number(indicators_of(other)),),
            (number(indicators_of(facts)),),
            (number(len(basis.leaves)),),
            *_pair(facts, basis, CITY, ROOT),
        )
        for other, basis in bases
    )
    return ReportTable("trend.basis", head("trend.basis_caption"), columns, rows)


def _pair(facts: RoundFacts, basis: CommonBasis, unit: str, node: str) -> tuple[Words, Words, Words]:
    """Then, now and the change, on the common basis."""
    now, then = basis.own.score(unit, node), basis.others[0].score(unit, node)
    return cell(then), cell(now), change_cell(facts, now, then)


def _of_last(facts: RoundFacts, last: OtherScores, basis: CommonBasis) -> Iterator[Block]:
    framework = basis.own.definition.framework
    subjects = [
        (name, code, ROOT)
        for code, name in facts.subjects
        if code == CITY or code in {c.aggregate for c in framework.classes}
    ]
    areas = [(facts.say(n.name), CITY, n.code) for n in facts.areas() if n.code in framework.by_code]
    caption = plain(facts.phrases.say("trend.basis_detail", last=last.label))
    yield _detail(facts, "trend.basis_detail", caption, [*subjects, *areas], basis)
    units = [(facts.unit_name(u), u.code, ROOT) for u in basis.own.definition.roster.units]
    both = [u for u in units if None not in (basis.own.score(u[1]), basis.others[0].score(u[1]))]
    both.sort(key=lambda subject: -_size(basis, subject[1]))
    if both:
        caption = plain(facts.phrases.say("trend.basis_units", last=last.label))
        yield _detail(facts, "trend.basis_units", caption, both, basis, _UNITS)


def _size(basis: CommonBasis, unit: str) -> float:
    """By how much a unit changed, up or down."""
    now, then = basis.own.score(unit), basis.others[0].score(unit)
    return round(abs(now.value - then.value), 9) if now and then else 0.0


def _detail(
    facts: RoundFacts,
    key: str,
    caption: str,
    subjects: Sequence[tuple[str, str, str]],
    basis: CommonBasis,
    limit: int | None = None,
) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.subject"), 3),
        TableColumn(head("trend.score_then"), 1.2, numeric=True),
        TableColumn(head("trend.score_now"), 1.2, numeric=True),
        TableColumn(head("column.change"), 1, numeric=True),
    )
    rows = tuple(((name,), *_pair(facts, basis, unit, node)) for name, unit, node in subjects)
    strong = frozenset({0}) if subjects[0][1:] == (CITY, ROOT) else frozenset()
    return ReportTable(key, caption, columns, rows, strong, limit=limit)
