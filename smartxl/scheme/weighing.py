"""The chapter on weights: given by the scheme, known from where, and what experts were asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartxl.diagnosis.facts import NONE, number
from smartxl.model.provenance import tally
from smartxl.model.report import (
    Block,
    Figure,
    Paragraph,
    ParagraphRole,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
)

if TYPE_CHECKING:
    from smartxl.model.weighing import AskedBranch, Weighing
    from smartxl.scheme.facts import SchemeFacts

__all__ = ["weights_section"]

_RATIO, _P = 3, 3  # decimals


def weights_section(facts: SchemeFacts) -> ReportSection:
    """The chapter."""
    blocks: list[Block] = [Paragraph(facts.phrases.say("scheme.weights_direct")), *_known(facts)]
    for weighing in facts.weighing:
        blocks += _ahp(facts, weighing) if weighing.method == "ahp" else _delphi(facts, weighing)
    if facts.weighing:
        blocks.append(Paragraph(facts.phrases.say("scheme.adopted_note"), ParagraphRole.NOTE))
    return ReportSection("weights", facts.phrases.text("scheme.weights"), tuple(blocks))


def _known(facts: SchemeFacts) -> Iterator[Block]:
    """Where the weights are known from, where that is told."""
    counts = tally((node.provenance for node in facts.definition.framework.nodes), "weight")
    if counts:
        parts = facts.phrases.listed(
            facts.phrases.say(
                "scheme.known_count", kind=facts.words[f"provenance.{kind}"], count=number(count)
            )
            for kind, count in counts.items()
        )
        yield Paragraph(facts.phrases.say("scheme.weights_known", parts=parts))


def _ahp(facts: SchemeFacts, weighing: Weighing) -> list[Block]:
    phrases, head = facts.phrases, facts.phrases.text
    lead = phrases.say(
        "scheme.ahp_lead",
        experts=number(weighing.experts),
        judgements=number(weighing.judgements),
        branches=number(len(weighing.branches)),
        table=weighing.table,
    )
    columns = (
        TableColumn(head("scheme.branch"), 3),
        TableColumn(head("scheme.experts"), 1, numeric=True),
        TableColumn(head("scheme.group_ratio"), 1.1, numeric=True),
        TableColumn(head("scheme.worst_ratio"), 1.3, numeric=True),
        TableColumn(head("scheme.inconsistent"), 1.4, numeric=True),
        TableColumn(head("scheme.adopted"), 1.3),
    )
    rows = tuple(
        (
            (branch.title,),
            (number(branch.experts),),
            _decimals(branch.ratio, _RATIO),
            _decimals(branch.worst, _RATIO),
            (number(branch.inconsistent),),
            _adopted(facts, branch),
        )
        for branch in weighing.branches
    )
    return [Paragraph(lead), ReportTable("scheme.ahp", head("scheme.ahp_caption"), columns, rows)]


def _delphi(facts: SchemeFacts, weighing: Weighing) -> list[Block]:
    phrases, head = facts.phrases, facts.phrases.text
    lead = phrases.say(
        "scheme.delphi_lead",
        rounds=number(weighing.rounds),
        experts=number(weighing.experts),
        branches=number(len(weighing.branches)),
    )
    columns = (
        TableColumn(head("scheme.branch"), 3),
        TableColumn(head("scheme.experts"), 1, numeric=True),
        TableColumn(head("scheme.concordance"), 1.2, numeric=True),
        TableColumn(head("scheme.p_value"), 1, numeric=True),
        TableColumn(head("scheme.adopted"), 1.3),
    )
    rows = tuple(
        (
            (branch.title,),
            (number(branch.experts),),
            _decimals(branch.concordance, _P),
            _decimals(branch.p_value, _P),
            _adopted(facts, branch),
        )
        for branch in weighing.branches
    )
    return [Paragraph(lead), ReportTable("scheme.delphi", head("scheme.delphi_caption"), columns, rows)]


def _decimals(value: float | None, digits: int) -> Words:
    return NONE if value is None else (Figure(f"{value:.{digits}f}", value),)


def _adopted(facts: SchemeFacts, branch: AskedBranch) -> Words:
    if branch.adopted is None:
        return (facts.phrases.text("scheme.adopted_open"),)
    return (facts.phrases.text("scheme.adopted_yes" if branch.adopted else "scheme.adopted_no"),)
