"""Scores and stages over many runs: between what limits a total lies, and how often it is in each stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smartxl.diagnosis.facts import NONE, RoundFacts, cell, percent
from smartxl.diagnosis.sureness.words import share_cell, unit_name, whole_percent
from smartxl.model.report import Block, Figure, Paragraph, ReportTable, TableColumn, Words
from smartxl.model.robustness import Uncertainty, UnitRanks
from smartxl.model.scores import QuantityKind

__all__ = ["stage_table", "stages_said"]


def stages_said(facts: RoundFacts) -> Iterator[Block]:
    """Of the city and each class as a whole: the limits of its score, and in which share of the runs its stage is the same."""
    found = facts.tried.uncertainty
    if found is None:
        return
    wholes, (begin, end) = {each.unit: each for each in found.wholes}, map(whole_percent, found.interval)
    for code, name in facts.subjects:
        whole, score, stage = wholes.get(code), facts.score(code), facts.value(QuantityKind.STAGE, code)
        if whole is None or whole.scores is None or score is None or stage is None or not whole.stages:
            continue
        said = facts.phrases.say(
            "sure.whole_score",
            name=name,
            score=score,
            begin=begin,
            end=end,
            low=_points(facts, whole.scores.low),
            high=_points(facts, whole.scores.high),
            stage=facts.stage(code),
            share=percent(whole.stages[int(stage)]),
        )
        yield Paragraph(said)


def stage_table(
    facts: RoundFacts, found: Uncertainty, units: Sequence[UnitRanks], key: str, caption: str
) -> ReportTable:
    """A row for each unit that has runs: published score, median and limits of the runs, the share of each stage."""
    head = facts.phrases.text
    low, high = (whole_percent(share).shown for share in found.interval)
    heads = (head("sure.published_score"), head("sure.column_median"), low, high)
    stages = (facts.say(name) for name in facts.definition.framework.conventions.stages.names)
    columns = (
        TableColumn(head("column.unit"), 2.6),
        *(TableColumn(name, 1, numeric=True) for name in (*heads, *stages)),
    )
    rows = tuple(tuple(_row(facts, unit)) for unit in units if unit.scores is not None)
    return ReportTable(f"sure.stages.{key}", caption, columns, rows)


def _row(facts: RoundFacts, unit: UnitRanks) -> Iterator[Words]:
    limits = unit.scores
    yield (unit_name(facts, unit.unit),)
    yield cell(facts.score(unit.unit))
    yield from ((_points(facts, v),) for v in ((limits.value, limits.low, limits.high) if limits else ()))
    names = facts.definition.framework.conventions.stages.names
    yield from (share_cell(share or None) for share in unit.stages) if unit.stages else [NONE] * len(names)


def _points(facts: RoundFacts, value: float) -> Figure:
    return Figure(facts.points(value), value)
