"""The chapter on scoring: the rules that are used, how scores are rolled up, the stages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from smartxl.diagnosis.facts import number
from smartxl.model.report import Figure, Listing, Paragraph, ReportSection, ReportTable, TableColumn
from smartxl.text import number_text

if TYPE_CHECKING:
    from smartxl.scheme.facts import SchemeFacts

__all__ = ["method_section"]


def method_section(facts: SchemeFacts) -> ReportSection:
    """The chapter."""
    head = facts.phrases.text
    lines = Listing(tuple((line,) for line in facts.conventions))
    parts = (
        ReportSection("method.rules", head("scheme.rules"), _rules(facts)),
        ReportSection("method.conventions", head("scheme.conventions"), (lines,)),
        ReportSection("method.stages", head("scheme.stages"), _stages(facts)),
    )
    return ReportSection("method", head("scheme.method"), (), parts)


def _rules(facts: SchemeFacts) -> tuple[Paragraph, Listing]:
    """Every rule that an indicator uses, in words."""
    phrases = facts.phrases
    used = Counter(node.indicator.rule.name for node in facts.definition.framework.nodes if node.indicator)
    said = tuple(
        phrases.say(
            "scheme.rule_said",
            name=facts.words[f"rule.{name}"],
            count=number(count),
            text=phrases.text(f"scheme_rule.{name}"),
        )
        for name, count in used.items()
    )
    return Paragraph(phrases.say("scheme.rules_lead")), Listing(said)


def _stages(facts: SchemeFacts) -> tuple[Paragraph, ReportTable]:
    head, stages = facts.phrases.text, facts.definition.framework.conventions.stages
    columns = (
        TableColumn(head("column.stage"), 3),
        TableColumn(head("scheme.stage_from"), 1, numeric=True),
    )
    rows = tuple(
        ((facts.say(name),), (Figure(number_text(begin), begin),))
        for name, begin in zip(stages.names, stages.thresholds, strict=True)
    )
    lead = facts.phrases.say("scheme.stages_lead", count=number(len(rows)))
    return Paragraph(lead), ReportTable("scheme.stages", head("scheme.stages"), columns, rows)
