"""Of the chapter on quality: vetoes, deductions and bonus points of units, with what they were given for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smartxl.diagnosis.facts import RoundFacts, number
from smartxl.model.answers import Answer, Field, State
from smartxl.model.combination import Step, StepKind
from smartxl.model.definition import Unit
from smartxl.model.framework import Node
from smartxl.model.report import (
    Figure,
    Paragraph,
    ParagraphRole,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
)
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.text import number_text, shorten

__all__ = ["adjustments_part"]

_NEGLIGIBLE = 1e-9
_ON_PAPER, _LONGEST = 20, 100
_KINDS = {
    StepKind.VETO: "adjustments.veto",
    StepKind.DEDUCT: "adjustments.deduct",
    StepKind.BONUS: "adjustments.bonus",
}


def adjustments_part(facts: RoundFacts) -> Iterator[ReportSection]:
    """The part; none where the framework has no such nodes. Where it has some and nobody has any, it says so."""
    steps = [step for step in facts.definition.framework.conventions.pipeline if step.nodes]
    if not steps or not facts.received:
        return
    title, phrases = facts.phrases.text("adjustments.title"), facts.phrases
    found = list(_effective(facts, steps))
    if not found:
        yield ReportSection("quality.adjustments", title, (Paragraph(phrases.say("adjustments.none")),))
        return
    said = [
        phrases.say(_KINDS[kind], count=number(len(units)), names=phrases.listed(units.values()))
        for kind in _KINDS
        if (units := {unit.code: facts.unit_name(unit) for step, unit, _ in found if step.kind is kind})
    ]
    table = _table(facts, tuple(row for step, unit, node in found for row in [_row(facts, step, unit, node)]))
    note = Paragraph(phrases.say("adjustments.note"), ParagraphRole.NOTE)
    yield ReportSection("quality.adjustments", title, (*map(Paragraph, said), table, note))


def _effective(facts: RoundFacts, steps: Sequence[Step]) -> Iterator[tuple[Step, Unit, Node]]:
    """Steps, units and nodes in order; a veto ends what follows for a unit."""
    vetoed: set[str] = set()
    for step in steps:
        hits = [(unit, node) for unit, node in _hits(facts, step) if unit.code not in vetoed]
        yield from ((step, unit, node) for unit, node in hits)
        if step.kind is StepKind.VETO:
            vetoed |= {unit.code for unit, _ in hits}


def _hits(facts: RoundFacts, step: Step) -> Iterator[tuple[Unit, Node]]:
    """Units and the nodes of a step that bring them points: of a veto above 0, else other than 0."""
    for unit in facts.definition.roster.units:
        for code in step.nodes:
            score = facts.value(QuantityKind.SCORE, unit.code, code) or 0.0
            if score >= _NEGLIGIBLE if step.kind is StepKind.VETO else abs(score) >= _NEGLIGIBLE:
                yield unit, facts.definition.framework.by_code[code]


def _table(facts: RoundFacts, rows: tuple[tuple[Words, ...], ...]) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.unit"), 2.2),
        TableColumn(head("column.adjustment"), 1),
        TableColumn(head("column.indicator"), 2),
        TableColumn(head("column.adjusted"), 1, numeric=True),
        TableColumn(head("column.reason"), 4),
    )
    return ReportTable("quality.adjustments", head("adjustments.caption"), columns, rows, limit=_ON_PAPER)


def _row(facts: RoundFacts, step: Step, unit: Unit, node: Node) -> tuple[Words, ...]:
    kinds = {StepKind.VETO: "column.veto", StepKind.DEDUCT: "column.deduct", StepKind.BONUS: "column.bonus"}
    return (
        (facts.unit_name(unit),),
        (facts.phrases.text(kinds[step.kind]),),
        (facts.say(node.name),),
        (_points(facts, step, unit, node),),
        _reasons(facts, unit, node),
    )


def _points(facts: RoundFacts, step: Step, unit: Unit, node: Node) -> Figure:
    """What a node brings or takes; of a veto the total that it records."""
    source = Quantity(QuantityKind.SCORE, unit.code, node.code)
    score = facts.value(QuantityKind.SCORE, unit.code, node.code) or 0.0
    points = step.record if step.kind is StepKind.VETO else score * node.weights[unit.unit_class] / 100
    if step.kind is StepKind.DEDUCT:
        points = -points
    return Figure(f"{points:.2f}", points, (source,))


def _reasons(facts: RoundFacts, unit: Unit, node: Node) -> Words:
    """The indicators below the node that bring something, with the numbers that were answered and the notes beside them."""
    told: list[Words] = []
    for leaf in facts.definition.framework.leaves(unit.unit_class):
        if (
            _below(facts, leaf, node)
            and abs(facts.value(QuantityKind.SCORE, unit.code, leaf.code) or 0.0) > 0
        ):
            own = [
                a
                for a in facts.answers
                if a.unit == unit.code and a.leaf == leaf.code and a.state is State.VALUE
            ]
            details = [detail for answer in own for detail in _details(facts, leaf, answer)]
            name = facts.say(leaf.name)
            parts = facts.phrases.listed(details)
            told.append(
                facts.phrases.say("adjustments.reason", leaf=name, parts=parts) if details else (name,)
            )
    return facts.phrases.listed(told) if told else ("—",)


def _below(facts: RoundFacts, leaf: Node, node: Node) -> bool:
    while leaf.code != node.code and leaf.parent in facts.definition.framework.by_code:
        leaf = facts.definition.framework.by_code[leaf.parent]
    return leaf.code == node.code


def _details(facts: RoundFacts, leaf: Node, answer: Answer) -> Iterator[Words]:
    """What was answered, and the notes beside it; a unit of measurement that is a code (1 or 0) is left out."""
    asked = {row.key: row.asked for row in facts.definition.entries(leaf)}.get(answer.key)
    value = answer.fields.get(Field.VALUE)
    if asked is not None and isinstance(value, float):
        figure = Figure(number_text(value), value, (Quantity(QuantityKind.ITEM, answer.unit, answer.key),))
        unit = facts.say(asked.unit)
        yield f"{facts.say(asked.name)} ", figure, "" if any(map(str.isdigit, unit)) else f" {unit}"
    for field in (Field.NOTE, Field.REVIEW_NOTE):
        if field in answer.fields:
            yield (shorten(str(answer.fields[field]), _LONGEST),)
