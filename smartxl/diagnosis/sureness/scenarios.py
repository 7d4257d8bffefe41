"""Scenarios side by side: city and classes, who leads, who moves most."""

from __future__ import annotations

from collections.abc import Iterator

from smartxl.diagnosis.facts import NONE, RoundFacts, cell
from smartxl.diagnosis.others import points_text
from smartxl.diagnosis.sureness.words import listed_units, unit_name
from smartxl.model.framework import ROOT, UnitClass
from smartxl.model.report import (
    Block,
    Figure,
    OutsideQuantity,
    Paragraph,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)
from smartxl.model.robustness import ScenarioOutcome
from smartxl.model.scores import Quantity, QuantityKind

__all__ = ["scenarios_part", "scenarios_said"]

_COLUMNS = 5
"""How many scenarios a table on paper has; the workbook has more."""
_ON_PAPER = 12


def scenarios_said(facts: RoundFacts) -> Iterator[Block]:
    """Of each class: whether the published leader leads in all scenarios."""
    if facts.tried.scenarios:
        for unit_class in facts.definition.framework.classes:
            if units := _ranked(facts, unit_class):
                yield Paragraph(_leaders(facts, unit_class, units))


def scenarios_part(facts: RoundFacts) -> ReportSection | None:
    """The part, None where no scenario is declared."""
    outcomes = facts.tried.scenarios
    if not outcomes:
        return None
    blocks: list[Block] = [_changes(facts), _totals(facts)]
    for unit_class in facts.definition.framework.classes:
        blocks += _class(facts, unit_class)
    return ReportSection("sure.scenarios", facts.phrases.text("sure.scenarios"), tuple(blocks))


def _changes(facts: RoundFacts) -> ReportTable:
    head, joint = facts.phrases.text, facts.phrases.text("sure.joint")
    columns = (TableColumn(head("sure.column_scenario"), 1.5), TableColumn(head("sure.column_changes"), 4))
    rows = tuple(
        ((facts.say(o.name),), (joint.join(map(facts.say, o.changes)) or NONE[0],))
        for o in facts.tried.scenarios
    )
    return ReportTable("sure.changes", head("sure.changes"), columns, rows)


def _score(outcome: ScenarioOutcome, unit: str) -> Words:
    value = outcome.table.get(QuantityKind.SCORE, unit, ROOT)
    if value is None:
        return NONE
    source = OutsideQuantity(f"scenario:{outcome.key}", Quantity(QuantityKind.SCORE, unit, ROOT))
    return (Figure(points_text(outcome.definition, value), value, (), (source,)),)


def _rank(outcome: ScenarioOutcome, unit: str) -> Figure | None:
    value = outcome.table.get(QuantityKind.RANK, unit)
    if value is None:
        return None
    source = OutsideQuantity(f"scenario:{outcome.key}", Quantity(QuantityKind.RANK, unit))
    return Figure(f"{value:g}", value, (), (source,))


def _totals(facts: RoundFacts) -> ReportTable:
    head, shown = facts.phrases.text, facts.tried.scenarios[:_COLUMNS]
    columns = (
        TableColumn(head("column.subject"), 2.5),
        TableColumn(head("sure.published_score"), 1.1, numeric=True),
        *(TableColumn(facts.say(o.name), 1.1, numeric=True) for o in shown),
    )
    rows = tuple(
        ((name,), cell(facts.score(code)), *(_score(o, code) for o in shown)) for code, name in facts.subjects
    )
    return ReportTable("sure.totals", head("sure.totals"), columns, rows, frozenset({0}))


def _class(facts: RoundFacts, unit_class: UnitClass) -> Iterator[Block]:
    """The ranks of all units."""
    units = _ranked(facts, unit_class)
    if not units:
        return
    shown = facts.tried.scenarios[:_COLUMNS]
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.unit"), 3),
        TableColumn(head("sure.published_rank"), 1, numeric=True),
        *(TableColumn(facts.say(o.name), 1, numeric=True) for o in shown),
        TableColumn(head("sure.column_range"), 1.2),
    )
    rows = tuple(
        (
            (unit_name(facts, code),),
            cell(facts.rank(code)),
            *(cell(_rank(o, code)) for o in shown),
            _range(facts, code),
        )
        for code in units
    )
    caption = plain(facts.phrases.say("sure.scenario_ranks", name=facts.say(unit_class.name)))
    yield ReportTable(f"sure.scenario_ranks.{unit_class.code}", caption, columns, rows, limit=_ON_PAPER)


def _ranked(facts: RoundFacts, unit_class: UnitClass) -> list[str]:
    """The units of a class by their published ranks, those that have one."""
    units = [u.code for u in facts.definition.roster.of_class(unit_class.code) if facts.rank(u.code)]
    return sorted(units, key=lambda code: facts.value(QuantityKind.RANK, code) or 0.0)


def _leaders(facts: RoundFacts, unit_class: UnitClass, units: list[str]) -> Words:
    """Whether the published leader leads in every scenario; else where it does not."""
    first = [
        code
        for code in units
        if facts.value(QuantityKind.RANK, code) == facts.value(QuantityKind.RANK, units[0])
    ]
    others = []
    for outcome in facts.tried.scenarios:
        ranks = {code: outcome.table.get(QuantityKind.RANK, code) for code in units}
        best = min((rank for rank in ranks.values() if rank is not None), default=None)
        leaders = [code for code, rank in ranks.items() if rank == best and rank is not None]
        if not set(leaders) & set(first):
            names = facts.phrases.listed(unit_name(facts, code) for code in leaders)
            others.append(
                facts.phrases.say("sure.other_leader", scenario=facts.say(outcome.name), names=names)
            )
    name, leader = facts.say(unit_class.name), unit_name(facts, units[0])
    if not others:
        return facts.phrases.say("sure.same_leader", name=name, first=leader)
    return facts.phrases.say("sure.other_leaders", name=name, first=leader, names=listed_units(facts, others))


def _range(facts: RoundFacts, code: str) -> Words:
    """The best and the worst rank, the published one too."""
    found = [rank for o in facts.tried.scenarios if (rank := _rank(o, code)) is not None]
    own = facts.rank(code)
    every = [*found, *([own] if own else [])]
    if not every:
        return NONE
    best, worst = min(every, key=lambda f: f.value), max(every, key=lambda f: f.value)
    return (best,) if best.value == worst.value else (best, " – ", worst)
