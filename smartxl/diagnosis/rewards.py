"""The chapter on rewards and penalties (奖惩建议): of which units the declared rules hold, with the figures that say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from smartxl.diagnosis.changes import difference
from smartxl.diagnosis.facts import RoundFacts, number
from smartxl.model.combination import StepKind
from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT
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
from smartxl.model.rewards import RewardKind, RewardRule
from smartxl.model.scores import QuantityKind

__all__ = ["RewardCase", "reward_cases", "rewards_section"]

_ON_PAPER = 20
"""How many lines of a table paper shows."""


@dataclass(frozen=True, slots=True)
class RewardCase:
    """A unit that a rule holds of, and why."""

    rule: RewardRule
    unit: Unit
    grounds: tuple[Words, ...]


def rewards_section(facts: RoundFacts) -> ReportSection | None:
    """The chapter; None where no rules are declared."""
    phrases = facts.phrases
    if not facts.definition.round.rewards:
        return None
    cases = reward_cases(facts)
    blocks: list[Block] = [Paragraph(phrases.say("rewards.lead" if cases else "rewards.none"))]
    for kind in RewardKind:
        of_kind = [case for case in cases if case.rule.kind is kind]
        if of_kind:
            blocks.append(_table(facts, kind, of_kind))
    below = [unit for unit in facts.definition.roster.units if facts.table.below_floor(unit.code, ROOT)]
    if below:
        names = phrases.listed(facts.unit_name(unit) for unit in below)
        blocks.append(Paragraph(phrases.say("rewards.below", names=names)))
    if facts.others.last is None and _ask_for_progress(facts):
        blocks.append(Paragraph(phrases.say("rewards.no_last"), ParagraphRole.NOTE))
    if cases:
        blocks.append(Paragraph(phrases.say("rewards.note"), ParagraphRole.NOTE))
    return ReportSection("rewards", phrases.text("rewards.title"), tuple(blocks))


def _ask_for_progress(facts: RoundFacts) -> bool:
    asked = {name for rule in facts.definition.round.rewards for name in rule.when.declared}
    return not asked.isdisjoint({"progress", "progress_below"})


def reward_cases(facts: RoundFacts) -> tuple[RewardCase, ...]:
    """All of them, in the order of the rules, units by rank, then as the roster has them."""
    units = sorted(
        facts.definition.roster.units,
        key=lambda unit: facts.value(QuantityKind.RANK, unit.code) or float("inf"),
    )
    return tuple(
        RewardCase(rule, unit, grounds)
        for rule in facts.definition.round.rewards
        for unit in units
        if (not rule.classes or unit.unit_class in rule.classes)
        and (grounds := _grounds(facts, rule, unit)) is not None
    )


def _table(facts: RoundFacts, kind: RewardKind, cases: Sequence[RewardCase]) -> ReportTable:
    phrases = facts.phrases
    columns = (
        TableColumn(phrases.text("column.unit"), 2),
        TableColumn(phrases.text("column.suggestion"), 3),
        TableColumn(phrases.text("column.grounds"), 3.5),
    )
    rows = tuple(
        ((facts.unit_name(case.unit),), (facts.say(case.rule.says),), _joined(facts, case.grounds))
        for case in cases
    )
    caption = phrases.text("rewards.rewards" if kind is RewardKind.REWARD else "rewards.penalties")
    return ReportTable(f"rewards.{kind.value}", caption, columns, rows, limit=_ON_PAPER)


def _joined(facts: RoundFacts, grounds: Sequence[Words]) -> Words:
    between = "；" if facts.lang == "zh" else "; "
    words: list[str | Figure] = []
    for ground in grounds:
        words += [*([between] if words else []), *ground]
    return tuple(words)


def _grounds(facts: RoundFacts, rule: RewardRule, unit: Unit) -> tuple[Words, ...] | None:
    """Why a rule holds of a unit; None where it does not. A unit without a grade has no rank and no reward."""
    when = rule.when
    graded = unit.code in facts.received and not facts.table.below_floor(unit.code, ROOT)
    if not graded and (when.graded or rule.kind is RewardKind.REWARD):
        return None
    grounds = []
    for name in when.declared:
        found = _TESTS[name](facts, unit, getattr(when, name))
        if found is None:
            return None
        grounds.append(found)
    return tuple(ground for ground in grounds if ground)


def _rank(facts: RoundFacts, unit: Unit, first: int) -> Words | None:
    rank = facts.rank(unit.code)
    if rank is None or rank.value > first:
        return None
    return facts.phrases.say("rewards.rank", rank=rank, count=number(len(_ranks(facts, unit))))


def _last(facts: RoundFacts, unit: Unit, last: int) -> Words | None:
    rank, ranks = facts.rank(unit.code), _ranks(facts, unit)
    if rank is None or sum(other > rank.value for other in ranks) >= last:
        return None
    return facts.phrases.say("rewards.rank", rank=rank, count=number(len(ranks)))


def _ranks(facts: RoundFacts, unit: Unit) -> list[float]:
    """The ranks of a unit and its peers."""
    peers = (peer for peer in facts.peers(unit) if peer.code in facts.received)
    ranks = (facts.value(QuantityKind.RANK, peer.code) for peer in peers)
    return [rank for rank in ranks if rank is not None]


def _stage(facts: RoundFacts, unit: Unit, accepted: Callable[[float], bool]) -> Words | None:
    stage = facts.value(QuantityKind.STAGE, unit.code)
    if stage is None or not accepted(stage):
        return None
    return facts.phrases.say("rewards.stage", stage=facts.stage(unit.code))


def _score(facts: RoundFacts, unit: Unit, accepted: Callable[[float], bool]) -> Words | None:
    score = facts.score(unit.code)
    return facts.phrases.say("rewards.score", score=score) if score and accepted(score.value) else None


def _progress(facts: RoundFacts, unit: Unit, accepted: Callable[[float], bool]) -> Words | None:
    """Against the last round, on the basis that both have; a change within rounding is none."""
    now, then = _on_one_basis(facts, unit.code)
    if now is None or then is None:
        return None
    change = difference(now, then)
    if not accepted(change.value if change else 0.0):
        return None
    if change is None:
        return facts.phrases.say("rewards.no_change")
    return facts.phrases.say("rewards.progress", points=change)


def _on_one_basis(facts: RoundFacts, unit: str) -> tuple[Figure | None, Figure | None]:
    """The totals of a unit now and then; none of a round in which it answered nothing, or too little."""
    last = facts.others.last
    if last is None or last.table.below_floor(unit, ROOT):
        return None, None
    if not last.table.get(QuantityKind.ANSWERED, unit, ROOT):
        return None, None
    basis = facts.others.bases.get(last.origin)
    if basis is None:
        return facts.score(unit), last.score(unit)
    return basis.own.score(unit), basis.others[0].score(unit)


def _late(facts: RoundFacts, unit: Unit, wanted: object) -> Words | None:
    day = facts.late.get(unit.code)
    if facts.all_late or (day is not None) is not wanted:
        return None
    due = facts.definition.round.due.isoformat()
    return facts.phrases.say("rewards.late", due=due, day=day.isoformat()) if day else ()


def _missing(facts: RoundFacts, unit: Unit, wanted: object) -> Words | None:
    if (unit.code not in facts.received) is not wanted:
        return None
    return facts.phrases.say("rewards.missing") if wanted else ()


def _vetoed(facts: RoundFacts, unit: Unit, wanted: object) -> Words | None:
    framework = facts.definition.framework
    nodes = [
        framework.by_code[code]
        for step in framework.conventions.pipeline
        if step.kind is StepKind.VETO
        for code in step.nodes
        if (facts.value(QuantityKind.SCORE, unit.code, code) or 0) > 0
    ]
    if bool(nodes) is not wanted:
        return None
    names = facts.phrases.listed(facts.say(node.name) for node in nodes)
    return facts.phrases.say("rewards.vetoed", names=names) if nodes else ()


_TESTS: Mapping[str, Callable[..., Words | None]] = {
    "rank": _rank,
    "last": _last,
    "stage_from": lambda facts, unit, place: _stage(facts, unit, lambda stage: stage >= place),
    "stage_below": lambda facts, unit, place: _stage(facts, unit, lambda stage: stage < place),
    "score": lambda facts, unit, least: _score(facts, unit, lambda score: score >= least),
    "score_below": lambda facts, unit, limit: _score(facts, unit, lambda score: score < limit),
    "progress": lambda facts, unit, least: _progress(facts, unit, lambda points: points >= least),
    "progress_below": lambda facts, unit, limit: _progress(facts, unit, lambda points: points < limit),
    "late": _late,
    "missing": _missing,
    "vetoed": _vetoed,
}
