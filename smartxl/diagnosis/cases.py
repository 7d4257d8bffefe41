"""The case library: of each indicator that some units master and others do not, the best example, to learn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smartxl.diagnosis.facts import NONE, RoundFacts, cell, number
from smartxl.model.answers import Answer, Choice, Field, State
from smartxl.model.choices import ChoiceWords
from smartxl.model.definition import Definition, Unit
from smartxl.model.framework import Measure, Node, UnitClass
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
from smartxl.text import number_text

__all__ = ["cases_sections"]

_MEASURES = {Measure.SAMPLE, Measure.RUBRIC, Measure.KPI}
_NEAR = 1e-9
_FULL = 100.0
_DIGITS = 6  # to which scores are told apart

Rows = Mapping[tuple[str, str], Sequence[Answer]]
"""Unit and indicator → the answers that score."""


@dataclass(frozen=True, slots=True)
class _GoodCase:
    """What a unit has reached under an indicator: its rows at the top, the one to be shown first, and its score.

    `measure`: of numbers, the number or the ratio of two, the larger the better.
    """

    leaf: Node
    unit: Unit
    top: tuple[Answer, ...]
    score: float
    measure: float = 0.0

    @property
    def worth(self) -> tuple[float, int, float]:
        """By what cases of an indicator are compared: its score, how many rows are at the top, the number itself."""
        return round(self.score, _DIGITS), len(self.top), round(self.measure, _DIGITS)


def cases_sections(facts: RoundFacts) -> tuple[ReportSection, ...]:
    """The chapter; none where no indicator tells units apart at its top."""
    rows: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in facts.answers:
        if answer.state is State.VALUE and answer.scores:
            rows[answer.unit, answer.leaf].append(answer)
    found = [
        cases
        for unit_class in facts.definition.framework.classes
        for leaf in facts.definition.framework.leaves(unit_class.code)
        if (cases := _cases(facts, unit_class, leaf, rows))
    ]
    if not found:
        return ()
    lead = Paragraph(facts.phrases.say("cases.lead", count=number(len(found))))
    rule = Paragraph(facts.phrases.say("cases.rule"), ParagraphRole.NOTE)
    return (ReportSection("cases", facts.phrases.text("cases.title"), (lead, rule, _table(facts, found))),)


def _cases(facts: RoundFacts, unit_class: UnitClass, leaf: Node, rows: Rows) -> list[_GoodCase]:
    """All units of a class that reach the top under an indicator, the best first; none where all rows or none are there."""
    indicator, framework = leaf.indicator, facts.definition.framework
    if indicator is None or indicator.measure not in _MEASURES or framework.adjusts(leaf):
        return []
    scale = framework.scales.get(indicator.scale)
    least = max(option.points for option in scale.options) if scale else 0.0
    cases, others = [], False
    for unit in facts.definition.roster.of_class(unit_class.code):
        own = rows.get((unit.code, leaf.code), ())
        score = facts.value(QuantityKind.SCORE, unit.code, leaf.code)
        if not own or score is None:
            continue
        if scale:
            top = [answer for answer in own if (answer.score_input or 0.0) >= least - _NEAR]
        else:
            top = list(own) if score >= _FULL - _NEAR else []
        others |= len(top) < len(own)
        if top:
            cases.append(
                _GoodCase(leaf, unit, _ordered(facts, top), score, 0.0 if scale else _measure(leaf, top))
            )
    cases.sort(key=lambda case: case.worth, reverse=True)  # of equal ones the first of the roster stays first
    return cases if others else []


def _measure(leaf: Node, answers: Sequence[Answer]) -> float:
    """One number, or the first of two by the second, with its sign turned where less is better."""
    by_key = {answer.key: answer.score_input for answer in answers}
    asked = [by_key.get(row.key) for row in Definition.entries(leaf)]
    direction = leaf.indicator.direction if leaf.indicator else 1
    match asked:
        case [float(value)]:
            return direction * value
        case [float(part), float(whole)] if whole:
            return direction * part / whole
    return 0.0


def _ordered(facts: RoundFacts, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Rows that can be looked at first, then those with the most points, then as the form has them."""

    def order(answer: Answer) -> tuple[bool, float]:
        item = facts.items.get((answer.unit, answer.key))
        return not answer.fields.get(Field.ADDRESS), -(item.points if item else 0.0)

    return tuple(sorted(answers, key=order))


def _table(facts: RoundFacts, found: Sequence[Sequence[_GoodCase]]) -> ReportTable:
    """The best of each indicator, which paper shows; then the others, in the same order."""
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.indicator"), 2),
        TableColumn(head("column.unit"), 2),
        TableColumn(head("column.case"), 3.2),
        TableColumn(head("column.reached"), 1.3),
        TableColumn(head("column.score"), 1, numeric=True),
        TableColumn(head("column.tied"), 1, numeric=True),
        TableColumn(head("column.place"), 2),
    )
    best = [_row(facts, cases[0], _tied(cases)) for cases in found]
    others = [_row(facts, case, None) for cases in found for case in cases[1:]]
    return ReportTable("cases.table", head("cases.caption"), columns, (*best, *others), limit=len(best))


def _tied(cases: Sequence[_GoodCase]) -> int:
    """How many units are as good as the first."""
    return sum(case.worth == cases[0].worth for case in cases) - 1


def _row(facts: RoundFacts, case: _GoodCase, tied: int | None) -> tuple[Words, ...]:
    answer = case.top[0]
    address = str(answer.fields.get(Field.ADDRESS, ""))
    place = address or f"{answer.sheet} {answer.cell}".strip()
    return (
        (f"{case.leaf.code} {facts.say(case.leaf.name)}",),
        (facts.unit_name(case.unit),),
        _what(facts, case),
        _level(facts, answer),
        cell(facts.score(case.unit.code, case.leaf.code)),
        NONE if tied is None else (number(tied),),
        (place,) if place else NONE,
    )


def _what(facts: RoundFacts, case: _GoodCase) -> Words:
    """The name of the item; of numbers what was reported."""
    item = facts.items.get((case.unit.code, case.top[0].key))
    if item is not None:
        return (facts.say(item.title),)
    told = [words for answer in case.top if (words := _number(facts, case.leaf, answer))]
    return facts.phrases.listed(told) if told else NONE


def _number(facts: RoundFacts, leaf: Node, answer: Answer) -> Words:
    asked = {row.key: row.asked for row in facts.definition.entries(leaf)}.get(answer.key)
    value = answer.fields.get(Field.VALUE)
    if asked is None or not isinstance(value, float):
        return ()
    source = Quantity(QuantityKind.ITEM, answer.unit, answer.key)
    return (
        f"{facts.say(asked.name)} ",
        Figure(number_text(value), value, (source,)),
        f" {facts.say(asked.unit)}",
    )


def _level(facts: RoundFacts, answer: Answer) -> Words:
    """The level as it was chosen; a mark where there is none, or the evaluator put points in its place."""
    for field in (Field.LEVEL, Field.VALUE):
        value = answer.fields.get(field)
        if isinstance(value, Choice):
            return (str(ChoiceWords(facts.definition.framework).word(answer.key, field, value, facts.lang)),)
    return NONE
