"""An analysis of uncertainty as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.model.robustness import (
    Estimate,
    LeaderCrossing,
    NodeLeftOut,
    PairOrder,
    RankReversal,
    TornadoLine,
    WeightEffect,
)

if TYPE_CHECKING:
    from smartxl.model.robustness import GroupRanks, SobolTarget, Tornado, UnitRanks, VariedChoice
    from smartxl.project.robust import RobustRound
    from smartxl.text import Lang

__all__ = [
    "ChoiceVariedRecord",
    "RankGroupRecord",
    "RobustRecord",
    "SobolRecord",
    "TornadoRecord",
    "UnitRankRecord",
]


@dataclass(frozen=True, slots=True)
class ChoiceVariedRecord:
    """A choice that varied: its key, what it is called, between what it varied."""

    key: str
    name: str
    how: str

    @classmethod
    def of(cls, choice: VariedChoice, lang: Lang) -> ChoiceVariedRecord:
        """In one language."""
        return cls(choice.key, choice.name.get(lang), choice.how.get(lang))


@dataclass(frozen=True, slots=True)
class UnitRankRecord:
    """A unit: score and rank as published, median rank and interval, shares of runs by rank and by stage (0 to 1).

    `out` says why it took no part; it has no numbers of runs then. A class as a whole and the city have no ranks.
    """

    unit: str
    score: float | None
    rank: float | None
    median: float | None
    low: float | None
    high: float | None
    mean_shift: float | None
    first: float
    ranks: tuple[tuple[float, float], ...]
    stages: tuple[float, ...]
    scores: Estimate | None
    out: str

    @classmethod
    def of(cls, unit: UnitRanks, lang: Lang) -> UnitRankRecord:
        """In one language."""
        return cls(
            unit.unit,
            unit.score,
            unit.rank,
            unit.median,
            unit.low,
            unit.high,
            unit.mean_shift,
            unit.first,
            unit.shares,
            unit.stages,
            unit.scores,
            unit.out.get(lang),
        )


@dataclass(frozen=True, slots=True)
class RankGroupRecord:
    """Units that are ranked together; `orders` (units × units) is the share of runs in which the row's stands before."""

    group: str
    unit_class: str
    leader: str
    leader_stays: float | None
    units: tuple[UnitRankRecord, ...]
    neighbours: tuple[PairOrder, ...]
    quotable: tuple[PairOrder, ...]

    @classmethod
    def of(cls, group: GroupRanks, found: RobustRound, lang: Lang) -> RankGroupRecord:
        """In one language; `quotable` are all pairs whose order can be quoted."""
        orders = found.orders(group.group)
        codes = [unit.unit for unit in group.units if unit.median is not None]
        shares = orders.loc[codes, codes].to_numpy().tolist()
        pairs = [
            PairOrder(ahead, behind, shares[row][column])
            for row, ahead in enumerate(codes)
            for column, behind in enumerate(codes)
            if row != column and shares[row][column] >= found.uncertainty.quotable
        ]
        return cls(
            group.group,
            group.unit_class,
            group.leader,
            group.leader_stays,
            tuple(UnitRankRecord.of(unit, lang) for unit in group.units),
            group.neighbours,
            tuple(pairs),
        )


@dataclass(frozen=True, slots=True)
class SobolLineRecord:
    """The part of a choice in a variance: alone, and with all its interactions; with 95 % limits."""

    choice: ChoiceVariedRecord
    first: Estimate
    total: Estimate


@dataclass(frozen=True, slots=True)
class SobolRecord:
    """Sobol indices of the mean shift of ranks of a class (`unit` empty), or of the total of a unit or the city."""

    name: str
    unit_class: str
    unit: str
    runs: int
    lines: tuple[SobolLineRecord, ...]

    @classmethod
    def of(cls, target: SobolTarget, lang: Lang) -> SobolRecord:
        """In one language."""
        lines = (
            SobolLineRecord(ChoiceVariedRecord.of(line.choice, lang), line.first, line.total)
            for line in target.lines
        )
        return cls(target.name.get(lang), target.unit_class, target.unit, target.runs, tuple(lines))


@dataclass(frozen=True, slots=True)
class TornadoRecord:
    """Totals of a unit with each weight of its class taken down and up by a share."""

    unit_class: str
    unit: str
    share: float
    base: float | None
    lines: tuple[TornadoLine, ...]

    @classmethod
    def of(cls, tornado: Tornado) -> TornadoRecord:
        """The same."""
        return cls(tornado.unit_class, tornado.unit, tornado.share, tornado.base, tornado.lines)


@dataclass(frozen=True, slots=True)
class RobustRecord:
    """Ranks over many runs, and what they come from; units and nodes by code, shares 0 to 1, weights percent.

    `interval`: shares of runs below the limits; `quotable`: from which share on an order of two units can be quoted.
    """

    runs: int
    seed: int
    interval: tuple[float, float]
    quotable: float
    design: tuple[ChoiceVariedRecord, ...]
    groups: tuple[RankGroupRecord, ...]
    wholes: tuple[UnitRankRecord, ...]
    effects: tuple[WeightEffect, ...]
    tornados: tuple[TornadoRecord, ...]
    left_out: tuple[NodeLeftOut, ...]
    crossings: tuple[LeaderCrossing, ...]
    reversals: tuple[RankReversal, ...]
    sobol: tuple[SobolRecord, ...]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, found: RobustRound, lang: Lang) -> RobustRecord:
        """In one language."""
        uncertainty, sensitivity = found.uncertainty, found.sensitivity
        return cls(
            uncertainty.runs,
            uncertainty.seed,
            uncertainty.interval,
            uncertainty.quotable,
            tuple(ChoiceVariedRecord.of(choice, lang) for choice in uncertainty.design),
            tuple(RankGroupRecord.of(group, found, lang) for group in uncertainty.groups),
            tuple(UnitRankRecord.of(unit, lang) for unit in uncertainty.wholes),
            sensitivity.effects,
            tuple(map(TornadoRecord.of, sensitivity.tornados)),
            sensitivity.left_out,
            sensitivity.crossings,
            sensitivity.reversals,
            tuple(SobolRecord.of(target, lang) for target in sensitivity.sobol),
            tuple(note.get(lang) for note in (*uncertainty.notes, *sensitivity.notes)),
        )
