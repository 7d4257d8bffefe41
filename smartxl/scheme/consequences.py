"""The chapter on what the results are used for: rewards and penalties by their declared conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.model.report import (
    Block,
    Figure,
    Paragraph,
    ReportSection,
    ReportTable,
    Run,
    TableColumn,
    Words,
)
from smartxl.model.rewards import RewardKind
from smartxl.text import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartxl.model.rewards import RewardCondition, RewardRule
    from smartxl.scheme.facts import SchemeFacts

__all__ = ["use_section"]

_SAID = {
    "rank": "scheme.when_rank",
    "last": "scheme.when_last",
    "stage_from": "scheme.when_stage_from",
    "stage_below": "scheme.when_stage_below",
    "score": "scheme.when_score",
    "score_below": "scheme.when_score_below",
    "progress": "scheme.when_progress",
    "progress_below": "scheme.when_progress_below",
    "late": "scheme.when_late",
    "missing": "scheme.when_missing",
    "vetoed": "scheme.when_vetoed",
}


def use_section(facts: SchemeFacts) -> ReportSection:
    """The chapter."""
    phrases, rules = facts.phrases, facts.definition.round.rewards
    blocks: list[Block] = [Paragraph(phrases.say("scheme.use_lead"))]
    if not rules:
        blocks.append(Paragraph(phrases.say("scheme.use_none")))
    else:
        blocks += [Paragraph(phrases.say("scheme.use_rules")), _table(facts)]
    return ReportSection("use", phrases.text("scheme.use"), tuple(blocks))


def _table(facts: SchemeFacts) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("scheme.use_kind"), 0.8),
        TableColumn(head("scheme.when"), 3),
        TableColumn(head("scheme.says"), 3),
    )
    kinds = {RewardKind.REWARD: head("scheme.reward"), RewardKind.PENALTY: head("scheme.penalty")}
    rows = tuple(
        ((kinds[rule.kind],), _condition(facts, rule), (facts.say(rule.says),))
        for rule in facts.definition.round.rewards
    )
    return ReportTable("scheme.use", head("scheme.use_caption"), columns, rows)


def _condition(facts: SchemeFacts, rule: RewardRule) -> Words:
    phrases, framework = facts.phrases, facts.definition.framework
    conditions = phrases.listed(_conditions(facts, rule.when))
    if not rule.classes:
        return conditions
    classes = phrases.listed(facts.say(framework.unit_class(code).name) for code in rule.classes)
    return phrases.say("scheme.when_classes", conditions=conditions, classes=classes)


def _conditions(facts: SchemeFacts, when: RewardCondition) -> Iterator[Words]:
    stages = facts.definition.framework.conventions.stages.names
    for name in when.declared:
        value = getattr(when, name)
        parts: dict[str, Run] = {}
        if name in {"stage_from", "stage_below"}:
            parts["stage"] = facts.say(stages[value])
        elif not isinstance(value, bool):
            parts["count" if name in {"rank", "last"} else "points"] = Figure(number_text(value), value)
        yield facts.phrases.say(_SAID[name], **parts)
