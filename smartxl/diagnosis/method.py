"""The annex on method: conventions as they are declared, stages, and every indicator with its weights."""

from __future__ import annotations

from smartxl.diagnosis.facts import NONE, RoundFacts
from smartxl.model.framework import ROOT, Node
from smartxl.model.report import Figure, Listing, Paragraph, ReportSection, ReportTable, TableColumn, Words
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.model.tree import in_order
from smartxl.text import number_text

__all__ = ["method_annex"]

_DIGEST = 12  # characters of a fingerprint that tell definitions apart


def method_annex(facts: RoundFacts) -> ReportSection:
    """The annex."""
    head, framework = facts.phrases.text, facts.definition.framework
    source = facts.phrases.say(
        "method.source",
        title=facts.say(framework.title),
        version=framework.version,
        digest=facts.definition.identity.scoring[:_DIGEST],
    )
    conventions = Listing(tuple((line,) for line in facts.conventions))
    parts = (
        ReportSection("method.conventions", head("method.conventions"), (conventions,)),
        ReportSection("method.stages", head("method.stages"), (_stages(facts),)),
        ReportSection("method.weights", head("method.weights"), (_weights(facts),)),
    )
    return ReportSection("method", head("method.title"), (Paragraph(source),), parts)


def _stages(facts: RoundFacts) -> ReportTable:
    head, stages = facts.phrases.text, facts.definition.framework.conventions.stages
    columns = (
        TableColumn(head("column.stage"), 3),
        TableColumn(head("method.stage_from"), 1, numeric=True),
    )
    rows = tuple(
        ((facts.say(name),), (Figure(number_text(begin), begin),))
        for name, begin in zip(stages.names, stages.thresholds, strict=True)
    )
    return ReportTable("method.stages", head("method.stages"), columns, rows)


def _weights(facts: RoundFacts) -> ReportTable:
    head, framework = facts.phrases.text, facts.definition.framework
    columns = (
        TableColumn(head("column.indicator"), 4),
        *(TableColumn(facts.say(c.name), 1.2, numeric=True) for c in framework.classes),
    )
    ordered = in_order(framework)
    rows = tuple(
        (
            (f"{'　' * (node.level - 1)}{node.code} {facts.say(node.name)}",),
            *(_weight(facts, node, c.aggregate) for c in framework.classes),
        )
        for node in ordered
    )
    strong = frozenset(place for place, node in enumerate(ordered) if node.parent == ROOT)
    return ReportTable("method.weights", head("method.weights"), columns, rows, strong)


def _weight(facts: RoundFacts, node: Node, aggregate: str) -> Words:
    value = facts.value(QuantityKind.WEIGHT, aggregate, node.code)
    if value is None:
        return NONE
    return (Figure(number_text(value), value, (Quantity(QuantityKind.WEIGHT, aggregate, node.code),)),)
