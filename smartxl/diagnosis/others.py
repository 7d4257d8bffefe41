"""Scores of other rounds and other cities, beside those that a report is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.report import Figure, OutsideQuantity
from smartxl.model.scores import CITY, Quantity, QuantityKind, ScoreTable
from smartxl.text import Lang

__all__ = ["NOTHING_ELSE", "CommonBasis", "Comparisons", "OtherScores", "points_text"]

_DIGITS = 4
"""The most decimals that a report shows."""


def points_text(definition: Definition, value: float, node: str = ROOT) -> str:
    """Points with the decimals of a node's score, at most 4; a mean of z-scores that is 0 but for rounding has no sign."""
    framework = definition.framework
    digits = framework.digits(node) if node == ROOT or node in framework.by_code else framework.digits(ROOT)
    return f"{value:z.{min(digits, _DIGITS)}f}"


@dataclass(frozen=True)
class OtherScores:
    """A scored round that is not the report's own: `origin` is its key among them, `label` what the report calls it."""

    origin: str
    label: str
    definition: Definition
    table: ScoreTable
    lang: Lang = "zh"

    def score(self, unit: str = CITY, node: str = ROOT) -> Figure | None:
        """The score of a node as it was published; None where there is none."""
        value = self.table.get(QuantityKind.SCORE, unit, node)
        if value is None:
            return None
        return Figure(
            points_text(self.definition, value, node), value, (), self._of(QuantityKind.SCORE, unit, node)
        )

    def rank(self, unit: str) -> Figure | None:
        """The rank of a unit in its class or group."""
        value = self.table.get(QuantityKind.RANK, unit)
        return None if value is None else Figure(f"{value:g}", value, (), self._of(QuantityKind.RANK, unit))

    def stage(self, unit: str = CITY) -> str:
        """The name of a stage, "" for none."""
        value = self.table.get(QuantityKind.STAGE, unit)
        names = self.definition.framework.conventions.stages.names
        return "" if value is None else names[int(value)].get(self.lang)

    def withheld(self, unit: str) -> bool:
        """Whether a unit has no score because it answered too little."""
        return (
            self.table.below_floor(unit, ROOT)
            and self.table.get(QuantityKind.SCORE, unit, ROOT) is None
            and self.definition.framework.withholds(ROOT)
        )

    def _of(self, kind: QuantityKind, unit: str, ref: str = "") -> tuple[OutsideQuantity, ...]:
        return (OutsideQuantity(self.origin, Quantity(kind, unit, ref)),)


@dataclass(frozen=True)
class CommonBasis:
    """Rounds scored again on the indicators (`leaves`) that all of them have, by the weights of now; without any, none is."""

    leaves: frozenset[str]
    own: OtherScores
    others: tuple[OtherScores, ...]


@dataclass(frozen=True)
class Comparisons:
    """What the report's round is compared with.

    `earlier`: rounds before it, the first one first; `bases`: their origin → the basis on which both are compared, of those
    whose framework makes a difference. `peers`: other cities, with one basis for all where a framework does. `unanswered`:
    names of rounds without answers that count, `silent`: of such cities, `unlike`: of cities with no indicator in common.
    `apart`: the round itself, scored on its common indicators alone and on those that only this city has; none without both.
    """

    earlier: tuple[OtherScores, ...] = ()
    bases: Mapping[str, CommonBasis] = field(default_factory=dict)
    unanswered: tuple[str, ...] = ()
    peers: tuple[OtherScores, ...] = ()
    peer_basis: CommonBasis | None = None
    silent: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    apart: tuple[OtherScores, ...] = ()

    @property
    def last(self) -> OtherScores | None:
        """The round before, where its scores can be compared at all."""
        if not self.earlier:
            return None
        last = self.earlier[-1]
        basis = self.bases.get(last.origin)
        return None if basis is not None and not basis.leaves else last

    @property
    def last_basis(self) -> CommonBasis | None:
        """The basis on which the last round is compared; None where its scores can be taken as they were published."""
        return self.bases.get(self.last.origin) if self.last else None

    @property
    def tables(self) -> Mapping[str, ScoreTable]:
        """Origin → the table of scores that its figures come from."""
        bases = [*self.bases.values(), *([self.peer_basis] if self.peer_basis else [])]
        every = [
            *self.apart,
            *self.earlier,
            *self.peers,
            *(side for b in bases for side in (b.own, *b.others)),
        ]
        return {side.origin: side.table for side in every}


NOTHING_ELSE = Comparisons()
"""A report of one round of one city."""
