"""The chapter on the quality of the submissions: who is late, what is open or explained, what many got wrong, evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from smartxl.diagnosis.aboutdata import data_blocks
from smartxl.diagnosis.adjustments import adjustments_part
from smartxl.diagnosis.appeals import appeals_part
from smartxl.diagnosis.facts import NONE, RoundFacts, number, percent
from smartxl.diagnosis.wrong import wrong_questions
from smartxl.findings import Finding, FindingCode, Severity
from smartxl.model.report import Block, Listing, Paragraph, ReportSection, ReportTable, TableColumn
from smartxl.text import shorten

__all__ = ["quality_section"]

_EXPLAINED, _LONGEST = 12, 80
"""How many explanations paper shows, and how long they are at most."""
_MANY = 0.5
"""The share of the units from which a question that they got wrong is one to be checked itself."""


def quality_section(facts: RoundFacts) -> ReportSection:
    """The chapter."""
    blocks = (
        *(*_late(facts), *_findings(facts), *_explained(facts)),
        *(*_questions(facts), *data_blocks(facts), *_evidence(facts)),
    )
    parts = (*adjustments_part(facts), *appeals_part(facts))
    return ReportSection("quality", facts.phrases.text("quality.title"), blocks, parts)


def _late(facts: RoundFacts) -> Iterator[Block]:
    """Who has sent nothing, and who sent it late; where all came late, they were collected together."""
    phrases, late, due = facts.phrases, facts.late, facts.definition.round.due
    missing = [unit for unit in facts.definition.roster.units if unit.code not in facts.received]
    if missing:
        names = phrases.listed(facts.unit_name(unit) for unit in missing)
        yield Paragraph(phrases.say("quality.late", count=number(len(missing)), names=names))
    else:
        yield Paragraph(phrases.say("quality.complete"))
    if facts.all_late:
        said = phrases.say("quality.all_late", count=number(len(late)), due=due.isoformat())
        yield Paragraph(said)
    elif late:
        named = (
            phrases.say("quality.day", name=facts.unit_name(unit), day=late[unit.code].isoformat())
            for unit in facts.definition.roster.units
            if unit.code in late
        )
        names = phrases.listed(named)
        said = phrases.say("quality.after_due", count=number(len(late)), due=due.isoformat(), names=names)
        yield Paragraph(said)


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


def _explained(facts: RoundFacts) -> Iterator[Block]:
    """What units explained beside their answers."""
    found = [finding for finding in facts.findings if finding.code is FindingCode.EXPLAINED]
    if not found:
        return
    units, head = facts.definition.roster.by_code, facts.phrases.text
    explaining = {finding.unit for finding in found}
    said = facts.phrases.say("quality.explained", count=number(len(found)), units=number(len(explaining)))
    yield Paragraph(said)
    columns = (
        TableColumn(head("column.unit"), 2),
        TableColumn(head("column.item"), 2.5),
        TableColumn(head("column.typed"), 2.5),
        TableColumn(head("column.explanation"), 3),
    )
    rows = tuple(
        (
            (facts.unit_name(units[finding.unit]) if finding.unit in units else finding.unit,),
            (finding.item,) if finding.item else NONE,
            (shorten(_typed(finding), _LONGEST),),
            (shorten(finding.expected, _LONGEST),),
        )
        for finding in found
    )
    yield ReportTable("quality.explained", head("quality.explained_caption"), columns, rows, limit=_EXPLAINED)


def _typed(finding: Finding) -> str:
    """What was answered, without the code of the question that it raised."""
    return finding.found.partition(" ")[2] or finding.found


def _evidence(facts: RoundFacts) -> Iterator[Block]:
    """What came as evidence, what was named and did not come, and who has none where forms ask for it."""
    phrases, units = facts.phrases, facts.records.units
    given = {code: record for code, record in units.items() if record.files or record.entries}
    if given:
        files, entries = (sum(getattr(r, name) for r in given.values()) for name in ("files", "entries"))
        said = phrases.say(
            "quality.evidence", units=number(len(given)), files=number(files), entries=number(entries)
        )
        yield Paragraph(said)
    unsent = [code for code, record in units.items() if record.missing]
    if unsent:
        names = phrases.listed(_named(facts, unsent))
        count = number(sum(units[code].missing for code in unsent))
        yield Paragraph(phrases.say("quality.evidence_missing", count=count, names=names))
    if units and facts.definition.round.evidence_rows and len(given) < len(units):
        none = [code for code in units if code not in given]
        if given:
            said = phrases.say(
                "quality.no_evidence", count=number(len(none)), names=phrases.listed(_named(facts, none))
            )
        else:
            said = phrases.say("quality.evidence_none")
        yield Paragraph(said)


def _named(facts: RoundFacts, codes: Iterable[str]) -> Iterator[str]:
    return (facts.unit_name(facts.definition.roster.by_code[code]) for code in codes)


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
