"""Chapter 6, the quality of the submissions: who is late, what is open, and questions that many units got wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from smartxl.diagnosis.facts import RoundFacts, number, percent
from smartxl.diagnosis.wrong import wrong_questions
from smartxl.findings import Finding, FindingCode, Severity
from smartxl.model.report import Block, Listing, Paragraph, ReportSection, ReportTable, TableColumn

__all__ = ["quality_section"]

_MANY = 0.5
"""The share of the units from which a question that they got wrong is one to be checked itself."""


def quality_section(facts: RoundFacts) -> ReportSection:
    """The chapter."""
    questions = tuple(_questions(facts))
    return ReportSection(
        "quality", facts.phrases.text("quality.title"), (*_late(facts), *_findings(facts), *questions)
    )


def _late(facts: RoundFacts) -> Iterator[Block]:
    late = [unit for unit in facts.definition.roster.units if unit.code not in facts.received]
    if not late:
        yield Paragraph(facts.phrases.say("quality.complete"))
        return
    names = facts.phrases.listed(facts.unit_name(unit) for unit in late)
    yield Paragraph(facts.phrases.say("quality.late", count=number(len(late)), names=names))


def _findings(facts: RoundFacts) -> Iterator[Block]:
    groups: dict[tuple[Severity, FindingCode], list[Finding]] = defaultdict(list)
    for finding in facts.findings:
        if finding.severity in {Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN}:
            groups[finding.severity, finding.code].append(finding)
    if not groups:
        yield Paragraph(facts.phrases.say("quality.clean"))
        return
    total = sum(map(len, groups.values()))
    yield Paragraph(facts.phrases.say("quality.findings", count=number(total)))
    head, order = facts.phrases.text, list(Severity)
    columns = (
        TableColumn(head("column.severity"), 1.5),
        TableColumn(head("column.problem"), 4),
        TableColumn(head("column.count"), 1, numeric=True),
    )
    lines = sorted(groups.items(), key=lambda line: (order.index(line[0][0]), -len(line[1]), line[0][1]))
    rows = tuple(
        (
            (severity.label.get(facts.lang),),
            (f"{code.partition('-')[0]}　{found[0].message(facts.lang)}",),
            (number(len(found)),),
        )
        for (severity, code), found in lines
    )
    yield ReportTable(
        "quality.findings", head("quality.caption"), columns, rows, note=head("quality.example")
    )


def _questions(facts: RoundFacts) -> Iterator[Block]:
    leaves = facts.definition.framework.by_code
    found = [
        facts.phrases.say(
            "quality.wrong",
            leaf=facts.say(leaves[question.leaf].name),
            item=facts.say(question.item) or question.code.value,
            count=number(question.asked),
            units=number(len(question.units)),
            share=percent(question.share),
        )
        for question in wrong_questions(facts.definition, facts.answers, facts.findings, _MANY)
    ]
    yield Listing(tuple(found)) if found else Paragraph(facts.phrases.say("quality.no_wrong"))
