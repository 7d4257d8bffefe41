"""Chapter 3, strengths and weaknesses by rule: loss = gap × weight, degree of obstacle, and the coupling of the areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smartxl.diagnosis.cityloss import city_strengths
from smartxl.diagnosis.facts import RoundFacts, cell, percent
from smartxl.diagnosis.obstacle import Coupling, LeafLoss, coupling, leaf_losses
from smartxl.model.report import (
    Block,
    Figure,
    Paragraph,
    ParagraphRole,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)
from smartxl.model.scores import CITY, Quantity, QuantityKind

__all__ = ["losses_blocks", "strengths_section"]

_NAMED = 3
"""How many strengths and weaknesses are named; the table has all."""


def strengths_section(facts: RoundFacts) -> ReportSection:
    """The chapter, a part for each class that has a score."""
    parts = []
    for unit_class in facts.definition.framework.classes if facts.received else ():
        name = facts.say(unit_class.name)
        blocks = tuple(losses_blocks(facts, unit_class.aggregate, unit_class.code, name))
        if blocks:
            parts.append(ReportSection(f"strengths.{unit_class.code}", name, blocks))
    city = city_strengths(facts)
    parts = [city, *parts] if city else parts
    note = Paragraph(facts.phrases.say("strengths.basis" if parts else "strengths.none"), ParagraphRole.NOTE)
    blocks = (note, *_coupling(facts)) if parts else (note,)
    return ReportSection("strengths", facts.phrases.text("strengths.title"), blocks, tuple(parts))


def losses_blocks(facts: RoundFacts, subject: str, unit_class: str, name: str) -> Iterator[Block]:
    """The statements and the table of a unit or a class as a whole; nothing where no indicator has a score."""
    losses = leaf_losses(facts.definition, facts.table, subject, unit_class)
    if not losses:
        return
    weak = [loss for loss in losses if _shown_lost(facts, loss) > 0][:_NAMED]
    strong = _strong(losses, weak)
    if strong:
        names = facts.phrases.listed(_named(facts, subject, loss) for loss in strong)
        yield Paragraph(facts.phrases.say("strengths.strong", names=names))
    if weak:
        names = facts.phrases.listed(_named(facts, subject, loss) for loss in weak)
        share = sum(loss.obstacle for loss in weak)
        yield Paragraph(
            facts.phrases.say("strengths.weak", names=names, share=percent(share, *_sources(subject, weak)))
        )
    else:
        yield Paragraph(facts.phrases.say("strengths.full"))
    yield _table(facts, subject, losses, name)


def _shown_lost(facts: RoundFacts, loss: LeafLoss) -> float:
    """What a score lacks of 100 as it is shown: rounding hides no weakness and makes none."""
    return 100 - float(facts.points(loss.score, loss.leaf.code))


def _strong(losses: Sequence[LeafLoss], weak: Sequence[LeafLoss]) -> list[LeafLoss]:
    """The indicators with the highest scores, above their mean weighted score, and not among the weaknesses."""
    mean = sum(loss.weight * loss.score for loss in losses)
    above = [loss for loss in losses if loss not in weak and loss.score > mean]
    return sorted(above, key=lambda loss: -loss.score)[:_NAMED]


def _named(facts: RoundFacts, subject: str, loss: LeafLoss) -> Words:
    name, score = facts.say(loss.leaf.name), cell(facts.score(subject, loss.leaf.code))
    return facts.phrases.say("strengths.named", name=name, score=score)


def _sources(subject: str, losses: Sequence[LeafLoss]) -> tuple[Quantity, ...]:
    return tuple(Quantity(QuantityKind.SCORE, subject, loss.leaf.code) for loss in losses)


def _table(facts: RoundFacts, subject: str, losses: Sequence[LeafLoss], name: str) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.indicator"), 3.5),
        TableColumn(head("column.score"), 1, numeric=True),
        TableColumn(head("column.weight"), 1.2, numeric=True),
        TableColumn(head("column.loss"), 1, numeric=True),
        TableColumn(head("column.obstacle"), 1, numeric=True),
    )
    rows = tuple(_row(facts, subject, loss) for loss in losses)
    caption = plain(facts.phrases.say("strengths.caption", name=name))
    return ReportTable(f"strengths.table.{subject}", caption, columns, rows)


def _row(facts: RoundFacts, subject: str, loss: LeafLoss) -> tuple[Words, ...]:
    sources = _sources(subject, [loss])
    return (
        (f"{loss.leaf.code} {facts.say(loss.leaf.name)}",),
        cell(facts.score(subject, loss.leaf.code)),
        (percent(loss.weight),),
        (Figure(f"{loss.lost:.2f}", loss.lost, sources),),
        (percent(loss.obstacle, *sources),),
    )


def _coupling(facts: RoundFacts) -> Iterator[Block]:
    areas = [node.code for node in facts.areas() if facts.score(CITY, node.code) is not None]
    figures = [figure for code in areas if (figure := facts.score(CITY, code)) is not None]
    found = coupling([figure.value for figure in figures])
    if found is None:
        return
    sources = tuple(source for figure in figures for source in figure.sources)
    yield Paragraph(_coupled(facts, found, sources))
    yield Paragraph(facts.phrases.say("strengths.coupling_note"), ParagraphRole.NOTE)


def _coupled(facts: RoundFacts, found: Coupling, sources: tuple[Quantity, ...]) -> Words:
    def shown(value: float) -> Figure:
        return Figure(f"{value:.3f}", value, sources)

    return facts.phrases.say(
        "strengths.coupling",
        value=shown(found.d),
        grade=facts.phrases.text(f"coupling.{found.grade}"),
        c=shown(found.c),
        t=shown(found.t),
    )
