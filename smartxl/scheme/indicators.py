"""The chapter on the indicator system: the tree with weights, rules, sources and the units responsible, class by class."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from smartxl.diagnosis.facts import number
from smartxl.model.combination import Combination
from smartxl.model.framework import ROOT, Measure
from smartxl.model.report import (
    Figure,
    Paragraph,
    ParagraphRole,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)
from smartxl.model.unanswered import Missing
from smartxl.planning.conventions import combination_words, step_words
from smartxl.planning.rulewords import rule_words
from smartxl.scheme.duties import duty_words

if TYPE_CHECKING:
    from smartxl.model.framework import Node, UnitClass
    from smartxl.scheme.facts import SchemeFacts

__all__ = ["system_section"]

_DEEPEST = 3
"""So many levels have a column each."""


def system_section(facts: SchemeFacts) -> ReportSection:
    """The chapter."""
    framework, phrases = facts.definition.framework, facts.phrases
    lead = phrases.say(
        "scheme.system_lead",
        title=facts.say(framework.title),
        version=framework.version,
        count=number(facts.profile.indicators),
        levels=_levels(facts),
        quantitative=Figure(f"{facts.profile.quantitative:.0%}", facts.profile.quantitative),
    )
    note = Paragraph(phrases.say("scheme.system_note"), ParagraphRole.NOTE)
    tables = tuple(_table(facts, unit_class) for unit_class in framework.classes)
    return ReportSection("system", phrases.text("scheme.system"), (Paragraph(lead), note, *tables))


def _level_name(facts: SchemeFacts, level: int) -> str:
    """What the nodes of a level (top: 1) are called: 一级指标."""
    numerals = facts.phrases.text("scheme.levels")
    numeral = numerals[level - 1] if level <= len(numerals) else str(level)
    return plain(facts.phrases.say("scheme.level", number=numeral))


def _levels(facts: SchemeFacts) -> Words:
    """How many nodes each level has."""
    counts = Counter(node.level for node in facts.definition.framework.nodes)
    return facts.phrases.listed(
        facts.phrases.say("scheme.level_count", level=_level_name(facts, level), count=number(counts[level]))
        for level in sorted(counts)
    )


def _table(facts: SchemeFacts, unit_class: UnitClass) -> ReportTable:
    head, nodes = facts.phrases.text, facts.nodes(unit_class.code)
    deepest = max(node.level for node in nodes)
    columns = (
        *_level_columns(facts, deepest),
        TableColumn(head("scheme.weight"), 0.9, numeric=True),
        TableColumn(head("scheme.rule"), 2.9),
        TableColumn(head("scheme.source"), 1.7),
        TableColumn(head("scheme.duty"), 1.8),
    )
    rows = tuple(_row(facts, unit_class, node, deepest) for node in nodes)
    strong = frozenset(place for place, node in enumerate(nodes) if node.parent == ROOT)
    name = facts.say(unit_class.name)
    several = plain(facts.phrases.say("scheme.system_caption_class", **{"class": name}))
    caption = several if facts.several else head("scheme.system_caption")
    return ReportTable(f"scheme.system.{unit_class.code}", caption, columns, rows, strong)


def _level_columns(facts: SchemeFacts, deepest: int) -> tuple[TableColumn, ...]:
    """One for each level; of a deep tree one for all groups, which would else leave no room for the rules."""
    names = [_level_name(facts, level) for level in range(1, deepest + 1)]
    if deepest > _DEEPEST:
        upper = facts.phrases.say("scheme.upper_levels", first=names[0], last=names[-2])
        return TableColumn(plain(upper), 2.2), TableColumn(names[-1], 2.8)
    return (*(TableColumn(name, 1.3) for name in names[:-1]), TableColumn(names[-1], 3))


def _level_cells(facts: SchemeFacts, node: Node, deepest: int) -> tuple[Words, ...]:
    if deepest <= _DEEPEST:
        return tuple((facts.label(node),) if level == node.level else () for level in range(1, deepest + 1))
    if node.is_leaf:
        return (), (facts.label(node),)
    name = facts.phrases.say("scheme.at_level", level=_level_name(facts, node.level), name=facts.label(node))
    return name, ()


def _row(facts: SchemeFacts, unit_class: UnitClass, node: Node, deepest: int) -> tuple[Words, ...]:
    levels = _level_cells(facts, node, deepest)
    rest: tuple[Words, ...] = ((), ())
    if node.is_leaf:
        rest = (_source(facts, node), duty_words(facts, facts.duty(node, unit_class.code), unit_class))
    return (*levels, (facts.weight(node, unit_class),), _rule(facts, node), *rest)


def _rule(facts: SchemeFacts, node: Node) -> Words:
    """How a node is scored: the rule of an indicator, what departs from the plain roll-up of a group."""
    framework, indicator = facts.definition.framework, node.indicator
    if indicator is None:
        steps = [step for step in framework.conventions.pipeline if node.code in step.nodes]
        said = [step_words(step, facts.words, facts.lang) for step in steps]
        if node.combination != Combination():
            said.append(combination_words(facts, node.combination))
        return ("；".join(said) if facts.lang == "zh" else "; ".join(said),) if said else ()
    words: Words = (rule_words(node, facts.words, facts.lang),)
    scale = framework.scales.get(indicator.scale) if indicator.measure.has_scale else None
    if scale is not None and indicator.measure is not Measure.SURVEY:
        words = facts.phrases.say("scheme.by_scale", rule=words, scale=facts.say(scale.title))
    if indicator.missing is Missing.ZERO:
        words = facts.phrases.say("scheme.zero", rule=words)
    return words


def _source(facts: SchemeFacts, node: Node) -> Words:
    """Where the data comes from; where that is not told, how the indicator is answered."""
    if node.indicator is None:
        return ()
    return (facts.say(node.indicator.source) or facts.words[f"measure.{node.indicator.measure}"],)
