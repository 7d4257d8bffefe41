"""How a score came about: from the city, a class or a unit down to the rows of the workbooks."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from smartxl.cells import qualified
from smartxl.errors import UnknownName
from smartxl.model.answers import Answer, State
from smartxl.model.combination import Combination, NotApplicable, Peers, RollUp, Unscored
from smartxl.model.definition import AskedRow, Definition, Unit
from smartxl.model.framework import ROOT, Indicator, Measure, Node, UnitClass
from smartxl.model.keys import code_of
from smartxl.model.scores import CITY, QuantityKind, ScoreTable, StepTrace, Trace
from smartxl.model.unanswered import Missing
from smartxl.rules import combine, run_pipeline
from smartxl.text import Lang, Text

__all__ = ["trace"]

_TOTAL = Text("总分", "Total")


def trace(
    definition: Definition,
    table: ScoreTable,
    answers: Iterable[Answer],
    unit: str,
    node: str = ROOT,
    *,
    lang: Lang = "zh",
) -> Trace:
    """The score of `node` for `unit` with its parts, down to rows and the cells they were read from.

    `unit` is a unit's code or name, a class aggregate (`@department`) or `CITY`; `node` a code or `ROOT`. The
    parts of the city are its classes, of a node its children, of a class's indicator the units asked (of its total
    after a pipeline, all units), of a unit's indicator its rows. A part's `weight` is the share it was given (they add
    up to 1), None where it counts for nothing or adjusts the total; a part without a score has the share of its
    `stand_in` (0, its peers). `steps` of a unit's total are those of the pipeline; `coverage` says of a unit that it answered
    too few rows for a score of a node, whose parts then stand beside none.
    Under a weighted mean scores and weights give the score above up to its rounding. The score of a sampled item or a
    level is its share of full points times 100; of any other row it is the number reported,
    which the rule turns into a score (no weight). `place` is 'sheet'!A1. Raises UnknownName for a unit or
    node that does not exist, or for a node that the unit's class is not assessed by.
    """
    tracer = _Tracer(definition, table, lang, _indexed(answers))
    if unit == CITY:
        return tracer.city(tracer.node(node, None))
    for unit_class in definition.framework.classes:
        if unit == unit_class.aggregate:
            return tracer.of_class(unit_class, tracer.node(node, unit_class.code), top=True)
    found = definition.roster.find(unit)
    if found is None:
        raise _unknown_unit(definition, unit)
    return tracer.of_unit(found, tracer.node(node, found.unit_class), top=True)


def _indexed(answers: Iterable[Answer]) -> Mapping[tuple[str, str], Answer]:
    return {(answer.unit, answer.key): answer for answer in answers}


@dataclass(frozen=True, slots=True)
class _Tracer:
    """A node is None where the total is meant."""

    definition: Definition
    table: ScoreTable
    lang: Lang
    answers: Mapping[tuple[str, str], Answer]

    def node(self, code: str, unit_class: str | None) -> Node | None:
        """The node with this code; UnknownName when there is none or the class is not assessed by it."""
        if code == ROOT:
            return None
        nodes = self.definition.framework.by_code
        if code not in nodes:
            near = difflib.get_close_matches(code, nodes, cutoff=0.3) or list(nodes)[:5]
            what = Text("指标体系中没有这个节点", "the framework has no such node")
            raise UnknownName(
                Text(f"节点“{code}”", f"node {code!r}"),
                what,
                Text(
                    f"用代码，如 {', '.join(near)} 或 {ROOT}",
                    f"use a code such as {', '.join(near)} or {ROOT}",
                ),
            )
        if unit_class is not None and unit_class not in nodes[code].weights:
            classes = ", ".join(nodes[code].weights)
            what = Text(
                f"类别 {unit_class} 的单位不评这一节点",
                f"units of class {unit_class!r} are not assessed by it",
            )
            raise UnknownName(
                Text(f"节点“{code}”", f"node {code!r}"),
                what,
                Text(f"指明类别 {classes} 的单位", f"ask for a unit of class {classes}"),
            )
        return nodes[code]

    def city(self, node: Node | None) -> Trace:
        """The city's score of a node from its classes."""
        classes = [c for c in self.definition.framework.classes if node is None or c.code in node.weights]
        scores = [self._score(c.aggregate, node) for c in classes]
        weights = _shares(scores, [c.share for c in classes])
        parts = (self.of_class(c, node, w, top=True) for c, w in zip(classes, weights, strict=True))
        label = f"{self.definition.round.city.get(self.lang)} {self._name(node)}"
        return Trace(label, self._score(CITY, node), None, parts=tuple(parts))

    def of_class(
        self, unit_class: UnitClass, node: Node | None, weight: float | None = None, *, top: bool = False
    ) -> Trace:
        """A class's score of a node: from the children, an indicator's from the units asked about it."""
        label = f"{unit_class.name.get(self.lang)} {self._name(node)}" if top else self._name(node)
        score = self._score(unit_class.aggregate, node)
        if node is None and self.definition.framework.conventions.pipeline:
            return Trace(label, score, weight, parts=self._units(unit_class, None))
        if node is not None and node.is_leaf:
            return Trace(label, score, weight, parts=self._units(unit_class, node))
        children = self._children(node, unit_class.code)
        counted = self._counted(unit_class.aggregate, node, children)
        weights = self._child_weights(node, children, counted, unit_class.code)
        parts = (self.of_class(unit_class, c, w) for c, w in zip(children, weights, strict=True))
        return Trace(label, score, weight, parts=_with_stand_ins(parts, counted))

    def _units(self, unit_class: UnitClass, node: Node | None) -> tuple[Trace, ...]:
        """The units that a class's indicator, or its total after a pipeline, is the mean of."""
        of_class = self.definition.roster.of_class(unit_class.code)
        units = [u for u in of_class if node is None or self.definition.answers(u, node)]
        weights = _shares([self._shared(u.code, node) for u in units], [u.weight for u in units])
        return tuple(self.of_unit(u, node, w, top=True) for u, w in zip(units, weights, strict=True))

    def _shared(self, unit: str, node: Node | None) -> float | None:
        """The score that a unit brings to its class's mean, None where it is left out."""
        above = self.definition.framework.excluding(node.code) if node else ()
        left_out = any(self.table.below_floor(unit, code) for code in above)
        return None if left_out else self._score(unit, node)

    def of_unit(
        self, unit: Unit, node: Node | None, weight: float | None = None, *, top: bool = False
    ) -> Trace:
        """A unit's score of a node: from the children it is asked about, an indicator's from its rows."""
        label = f"{unit.name.get(self.lang)} {self._name(node)}" if top else self._name(node)
        score, covered = self._score(unit.code, node), self._too_little(unit.code, node)
        if node is not None and node.is_leaf:
            return Trace(label, score, weight, parts=self._rows(unit, node), coverage=covered)
        children = [c for c in self._children(node, unit.unit_class) if self._asked(unit, c)]
        counted = self._counted(unit.code, node, children)
        weights = self._child_weights(node, children, counted, unit.unit_class)
        parts = (self.of_unit(unit, c, w) for c, w in zip(children, weights, strict=True))
        steps = (
            self._steps(unit, children, counted)
            if node is None and (covered is None or score is not None)
            else ()
        )
        return Trace(label, score, weight, None, "", _with_stand_ins(parts, counted), None, steps, covered)

    def _too_little(self, unit: str, node: Node | None) -> float | None:
        """The coverage of a unit under a node where it lies below the floor, else None."""
        code = ROOT if node is None else node.code
        is_below = self.table.below_floor(unit, code)
        return self.table.get(QuantityKind.COVERAGE, unit, code) if is_below else None

    def _steps(
        self, unit: Unit, children: Sequence[Node], counted: Sequence[float | None]
    ) -> tuple[StepTrace, ...]:
        """The total after each step of the pipeline, as the engine calculates it; not rounded."""
        framework = self.definition.framework
        steps = framework.conventions.pipeline
        if not steps:
            return ()
        basis = [(n, x) for n, x in zip(children, counted, strict=True) if n.code not in framework.adjusting]
        weights = {n.code: n.weights[unit.unit_class] for n in children}
        base = combine(
            framework.combination(ROOT),
            [_number(self._score(unit.code, n)) for n, _ in basis],
            [weights[n.code] for n, _ in basis],
            applies=[self.table.applies(unit.code, n.code) for n, _ in basis],
            peers=[_number(x) for _, x in basis],
        )
        of_steps = {
            n.code: np.array([_number(self._score(unit.code, n))])
            for n in children
            if n.code in framework.adjusting
        }
        totals = [
            run_pipeline(base[None], steps[:end], of_steps, weights)[0] for end in range(1, len(steps) + 1)
        ]
        return tuple(
            StepTrace(step, None if np.isnan(total) else float(total))
            for step, total in zip(steps, totals, strict=True)
        )

    def _rows(self, unit: Unit, leaf: Node) -> tuple[Trace, ...]:
        rows = self.definition.rows(unit, leaf)
        weights = self._row_weights(unit, leaf, rows)
        return tuple(self._row(unit, leaf, row, weight) for row, weight in zip(rows, weights, strict=True))

    def _row(self, unit: Unit, leaf: Node, row: AskedRow, weight: float | None) -> Trace:
        answer = self.answers.get((unit.code, row.key))
        label = f"{code_of(row.key)} {row.name.get(self.lang)}"
        if answer is None:
            return Trace(label, None, weight, State.BLANK, unit=unit.code, key=row.key)
        number = answer.score_input if answer.state is State.VALUE else None
        score = 100 * number if number is not None and _earns_share(leaf) else number
        place = qualified(answer.sheet, answer.cell) if answer.cell else ""
        return Trace(label, score, weight, answer.state, place, unit=unit.code, key=row.key)

    def _row_weights(self, unit: Unit, leaf: Node, rows: Sequence[AskedRow]) -> list[float | None]:
        """Items by their full points; a level alone; other entries have no weight."""
        if not _earns_share(leaf) or leaf.indicator is None:
            return [None] * len(rows)
        counted = {State.VALUE}
        if leaf.indicator.measure is Measure.SAMPLE and self._worth_zero(leaf.indicator):
            counted = {State.VALUE, State.BLANK, State.PENDING}
        states = [self._state(unit, row) for row in rows]
        return _shares([1.0 if state in counted else None for state in states], [row.full for row in rows])

    def _worth_zero(self, indicator: Indicator) -> bool:
        return self.definition.missing(indicator) is Missing.ZERO

    def _state(self, unit: Unit, row: AskedRow) -> State:
        answer = self.answers.get((unit.code, row.key))
        return State.BLANK if answer is None else answer.state

    def _children(self, node: Node | None, unit_class: str) -> tuple[Node, ...]:
        return self.definition.framework.children(ROOT if node is None else node.code, unit_class)

    def _asked(self, unit: Unit, node: Node) -> bool:
        if node.is_leaf:
            return self.definition.answers(unit, node)
        return any(self._asked(unit, child) for child in self._children(node, unit.unit_class))

    def _counted(self, unit: str, parent: Node | None, children: Sequence[Node]) -> list[float | None]:
        """What each child counts with: its score, or what stands in for it; None where it takes no part."""
        how = self.definition.framework.combination(ROOT if parent is None else parent.code)
        return [
            score if (score := self._score(unit, c)) is not None else self._stand_in(unit, how, c)
            for c in children
        ]

    def _stand_in(self, unit: str, how: Combination, child: Node) -> float | None:
        if child.code in self.definition.framework.adjusting:
            return None
        if not self.table.applies(unit, child.code):
            return 0.0 if how.not_applicable is NotApplicable.LOST else None
        if how.over_peers:
            return self.table.get(QuantityKind.PEER, self._peers_of(unit), child.code)
        return 0.0 if how.unscored is Unscored.ZERO else None

    def _child_weights(
        self, parent: Node | None, children: Sequence[Node], counted: Sequence[float | None], unit_class: str
    ) -> list[float | None]:
        """The share that each child was given; of a worst child all of it."""
        framework = self.definition.framework
        how = framework.combination(ROOT if parent is None else parent.code)
        counting = [
            None if c.code in framework.adjusting else value
            for c, value in zip(children, counted, strict=True)
        ]
        weights = [c.weights[unit_class] for c in children]
        if how.method is RollUp.WORST:
            least = min(
                (s for s, w in zip(counting, weights, strict=True) if s is not None and w > 0), default=None
            )
            counting = [None if score != least else score for score in counting]
        return _shares(counting, weights)

    def _peers_of(self, unit: str) -> str:
        """The group of a unit as the engine names it; a class as a whole has none."""
        found = self.definition.roster.by_code.get(unit)
        if found is None:
            return ""
        framework = self.definition.framework
        aggregate = framework.unit_class(found.unit_class).aggregate
        return aggregate if framework.conventions.peers is Peers.CLASS else f"{aggregate}/{found.group}"

    def _score(self, unit: str, node: Node | None) -> float | None:
        return self.table.get(QuantityKind.SCORE, unit, ROOT if node is None else node.code)

    def _name(self, node: Node | None) -> str:
        return _TOTAL.get(self.lang) if node is None else f"{node.code} {node.name.get(self.lang)}"


def _with_stand_ins(parts: Iterable[Trace], counted: Sequence[float | None]) -> tuple[Trace, ...]:
    """The parts, each with what stands in for a score that it lacks."""
    return tuple(
        replace(part, stand_in=value) if part.score is None else part
        for part, value in zip(parts, counted, strict=True)
    )


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _earns_share(leaf: Node) -> bool:
    return leaf.indicator is not None and leaf.indicator.measure.earns_share


def _shares(scores: Sequence[float | None], weights: Sequence[float]) -> list[float | None]:
    """Weights renormalised over the parts that have a score; None for the others and when nothing weighs."""
    used = np.array([0.0 if score is None else weight for score, weight in zip(scores, weights, strict=True)])
    total = float(used.sum())
    if total == 0:
        return [None] * len(scores)
    return [None if score is None else float(w / total) for score, w in zip(scores, used, strict=True)]


def _unknown_unit(definition: Definition, unit: str) -> UnknownName:
    names = [unit.code for unit in definition.roster.units] + [
        unit.name.zh for unit in definition.roster.units
    ]
    near = difflib.get_close_matches(unit, names, cutoff=0.3)
    aggregates = ", ".join((CITY, *(c.aggregate for c in definition.framework.classes)))
    hint = Text(f"是不是 {', '.join(near)}？", f"did you mean {', '.join(near)}? ") if near else Text("")
    return UnknownName(
        Text(f"单位“{unit}”", f"unit {unit!r}"),
        Text("没有单位，或不止一个单位，有此代码或名称", "no unit, or more than one, has this code or name"),
        Text(f"{hint.zh}还有 {aggregates}", f"{hint.en}{aggregates} exist too"),
    )
