"""Scores level by level, from the city to the cells: in one pass over units, nodes and rows, without a trace for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from smartxl.diagnosis.drillrows import RowTeller
from smartxl.diagnosis.facts import RoundFacts, percent
from smartxl.diagnosis.obstacle import leaf_losses
from smartxl.model.definition import Unit
from smartxl.model.drilldown import DrillDown, DrillHeads, DrillNode, DrillScore, DrillSubject
from smartxl.model.framework import ROOT, Node, UnitClass
from smartxl.model.report import Figure
from smartxl.model.scores import CITY, Quantity, QuantityKind
from smartxl.model.spoken import own_wording

__all__ = ["city_drilldown", "unit_drilldown"]

Files = Mapping[tuple[str, str], str]
"""Unit and row key → the name of the file that the answer was read from."""


@dataclass(frozen=True, slots=True)
class _Loss:
    """What an indicator weighs in the total (0 to 1), the points that it loses there, and its share of all that is lost."""

    weight: float
    lost: float
    obstacle: float


_Losses = Mapping[str, _Loss]
"""Indicator → its loss."""


def city_drilldown(facts: RoundFacts, files: Files) -> DrillDown:
    """From the city by its classes, where there are several, and units down to their rows."""
    return _Drill(facts, files).down(facts.definition.roster.units)


def unit_drilldown(facts: RoundFacts, files: Files, unit: Unit) -> DrillDown:
    """One unit with its rows, and nothing of any other."""
    return _Drill(facts, files).down((unit,), alone=True)


@dataclass(frozen=True)
class _Drill:
    facts: RoundFacts
    files: Files

    def down(self, units: Sequence[Unit], *, alone: bool = False) -> DrillDown:
        asked = {unit.code: self._asked(unit) for unit in units}
        return DrillDown(
            self._heads(),
            tuple(self._subjects(units, alone=alone)),
            tuple(self._nodes(frozenset().union(*asked.values()))),
            dict(self._scores(units, asked, alone=alone)),
            self._teller.rows(units),
        )

    @cached_property
    def _teller(self) -> RowTeller:
        return RowTeller(self.facts, self.files)

    @cached_property
    def _classes(self) -> tuple[UnitClass, ...]:
        """The classes that stand between the city and its units: none where there is only one."""
        classes = self.facts.definition.framework.classes
        return classes if len(classes) > 1 else ()

    def _heads(self) -> DrillHeads:
        head = self.facts.phrases.text
        return DrillHeads(
            head("column.score"),
            head("column.weight"),
            head("column.coverage"),
            head("column.loss"),
            head("column.obstacle"),
            head("column.unit"),
            head("column.class"),
            head("column.indicator"),
            head("column.item"),
            head("column.now"),
        )

    def _subjects(self, units: Iterable[Unit], *, alone: bool) -> Iterator[DrillSubject]:
        facts = self.facts
        if not alone:
            yield DrillSubject(CITY, facts.say(facts.definition.round.city), "", is_unit=False)
            for each in self._classes:
                yield DrillSubject(each.aggregate, facts.say(each.name), CITY, is_unit=False)
        for unit in units:
            above = "" if alone else f"@{unit.unit_class}" if self._classes else CITY
            yield DrillSubject(unit.code, facts.unit_name(unit), above, is_unit=True)

    def _nodes(self, codes: frozenset[str]) -> Iterator[DrillNode]:
        yield DrillNode(ROOT, self.facts.phrases.text("column.total"), "")
        yield from self._below(ROOT, codes)

    def _below(self, parent: str, codes: frozenset[str]) -> Iterator[DrillNode]:
        for node in self._children.get(parent, ()):
            if node.code in codes:
                yield DrillNode(node.code, self.facts.say(node.name), parent)
                yield from self._below(node.code, codes)

    @cached_property
    def _children(self) -> Mapping[str, Sequence[Node]]:
        found: dict[str, list[Node]] = {}
        for node in self.facts.definition.framework.nodes:
            found.setdefault(node.parent, []).append(node)
        return found

    def _asked(self, unit: Unit) -> frozenset[str]:
        """The indicators that a unit is asked about, and the nodes above them."""
        leaves = self.facts.definition.leaves(unit)
        return frozenset({ROOT}.union(*(self._above[leaf.code] for leaf in leaves)))

    @cached_property
    def _above(self) -> Mapping[str, frozenset[str]]:
        """Node → itself and all nodes above it, `ROOT` too."""
        found: dict[str, frozenset[str]] = {ROOT: frozenset({ROOT})}
        nodes = self.facts.definition.framework.by_code

        def above(code: str) -> frozenset[str]:
            if code not in found:
                found[code] = above(nodes[code].parent) | {code}
            return found[code]

        for code in nodes:
            above(code)
        return found

    def _scores(
        self, units: Iterable[Unit], asked: Mapping[str, frozenset[str]], *, alone: bool
    ) -> Iterator[tuple[tuple[str, str], DrillScore]]:
        if not alone:
            yield from self._of_classes(units, asked)
        for unit in units:
            losses = self._losses(unit.code, unit.unit_class)
            yield from self._of(unit.code, asked[unit.code], losses)

    def _of_classes(
        self, units: Iterable[Unit], asked: Mapping[str, frozenset[str]]
    ) -> Iterator[tuple[tuple[str, str], DrillScore]]:
        of_class: dict[str, frozenset[str]] = {}
        for unit in units:
            of_class[unit.unit_class] = of_class.get(unit.unit_class, frozenset()) | asked[unit.code]
        classes = self.facts.definition.framework.classes
        losses = {c.code: self._losses(c.aggregate, c.code) for c in classes}
        yield from self._of(CITY, frozenset().union(*of_class.values()), self._of_city(losses))
        for unit_class in self._classes:
            nodes = of_class.get(unit_class.code, frozenset())
            yield from self._of(unit_class.aggregate, nodes, losses[unit_class.code])

    def _losses(self, subject: str, unit_class: str) -> _Losses:
        found = leaf_losses(self.facts.definition, self.facts.table, subject, unit_class)
        return {loss.leaf.code: _Loss(loss.weight, loss.lost, loss.obstacle) for loss in found}

    def _of_city(self, losses: Mapping[str, _Losses]) -> _Losses:
        """Those of the classes by their shares, among the classes with a total."""
        shares = {
            c.code: c.share
            for c in self.facts.definition.framework.classes
            if self.facts.value(QuantityKind.SCORE, c.aggregate, ROOT) is not None
        }
        whole = sum(shares.values()) or 1.0
        weight: dict[str, float] = {}
        lost: dict[str, float] = {}
        for code, share in shares.items():
            for leaf, loss in losses[code].items():
                weight[leaf] = weight.get(leaf, 0.0) + loss.weight * share / whole
                lost[leaf] = lost.get(leaf, 0.0) + loss.lost * share / whole
        total = sum(lost.values())
        return {leaf: _Loss(weight[leaf], lost[leaf], lost[leaf] / total if total else 0.0) for leaf in lost}

    def _of(
        self, subject: str, nodes: frozenset[str], losses: _Losses
    ) -> Iterator[tuple[tuple[str, str], DrillScore]]:
        """A node loses what its indicators lose; the total has no weight."""
        sums: dict[str, list[tuple[str, _Loss]]] = {}
        for leaf, loss in losses.items():
            for node in self._above[leaf]:
                sums.setdefault(node, []).append((leaf, loss))
        for node in nodes:
            yield (subject, node), self._score(subject, node, sums.get(node, ()))

    def _score(self, subject: str, node: str, losses: Sequence[tuple[str, _Loss]]) -> DrillScore:
        facts = self.facts
        sources = tuple(Quantity(QuantityKind.SCORE, subject, leaf) for leaf, _ in losses)
        lost = sum(loss.lost for _, loss in losses)
        return DrillScore(
            facts.score(subject, node),
            percent(sum(loss.weight for _, loss in losses)) if losses and node != ROOT else None,
            facts.coverage(subject, node),
            facts.count(QuantityKind.ANSWERED, subject, node),
            facts.count(QuantityKind.APPLICABLE, subject, node),
            Figure(f"{lost:.2f}", lost, sources) if losses else None,
            percent(sum(loss.obstacle for _, loss in losses), *sources) if losses else None,
            self._below_floor(subject, node),
        )

    def _below_floor(self, subject: str, node: str) -> str:
        if not self.facts.table.below_floor(subject, node):
            return ""
        is_ungraded = self.facts.definition.framework.withholds(node)
        return own_wording(self.facts.definition, self.facts.lang)[
            "label.ungraded" if is_ungraded else "label.below_floor"
        ]
