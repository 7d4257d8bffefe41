"""Scores a round: every quantity that a workbook shows, computed without a workbook."""

from __future__ import annotations

import math
from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, Element
from smartxl.model.scores import CITY, Quantity, QuantityKind, ScoreTable
from smartxl.rules import band_index, rank
from smartxl.scoring.classes import ClassResult, ScoredClasses, class_result, class_results
from smartxl.scoring.rows import RowTable, gather
from smartxl.scoring.tree import Columns, city_columns

__all__ = ["NodeScores", "score", "score_alone"]

FloatArray = NDArray[np.float64]
Values = Iterator[tuple[Quantity, float | None]]

_COUNTS = (
    QuantityKind.FILLED,
    QuantityKind.TO_CORRECT,
    QuantityKind.UNFILLED,
    QuantityKind.ENTERED,
    QuantityKind.UNENTERED,
    QuantityKind.ANSWERED,
    QuantityKind.APPLICABLE,
)


def score(
    definition: Definition,
    answers: Iterable[Answer],
    previous: Mapping[tuple[str, str], float] | None = None,
) -> ScoreTable:
    """Every quantity of the round: items, scores, elements, weights, counts, coverage, ranks and stages.

    Answers may come in any order and from any number of files; a row without an answer is blank. A class is
    scored from the weighted mean of its units' indicator scores, the city from its classes by their shares;
    every score is rounded to the framework's digits before it is used further up. Unanswered rows are judged by the
    definition's `day` (`Definition.at`). Where fewer rows are answered than the coverage floor asks, a unit has no score,
    rank or stage, as declared; `BELOW_FLOOR` tells which. `previous` has the numbers of the round before by (unit, row key)
    where forms show them: rows far from them are to be corrected or explained. Raises UnknownName for an answer that belongs
    to no row of the definition, ValueError for two answers to one row or a value that cannot be scored.
    """
    rows = gather(definition, answers, previous)
    results = class_results(definition, rows)
    values = dict(_items(rows))
    values.update(_weights(definition))
    for result in results.values():
        values.update(_of_class(definition, result))
    values.update(_of_city(definition, results))
    return ScoreTable(values)


def score_alone(
    definition: Definition,
    answers: Iterable[Answer],
    previous: Mapping[tuple[str, str], float] | None = None,
) -> ScoreTable:
    """What `score` gives of a definition with one unit (`Definition.only`), as a form shows it: no city, no other classes.

    Raises as `score` does.
    """
    (unit,) = definition.roster.units
    rows = gather(definition, answers, previous)
    values = dict(_items(rows))
    values.update(_weights(definition))
    values.update(_of_class(definition, class_result(definition, unit.unit_class, rows)))
    return ScoreTable(values)


class NodeScores:
    """The scores of nodes (`QuantityKind.SCORE`) of units, classes and the city, without any other quantity; of one round, and
    of the same with a few other answers."""

    def __init__(self, definition: Definition, rows: RowTable) -> None:
        self._definition = definition
        self._classes = ScoredClasses(definition, rows)
        self._values: dict[Quantity, float | None] = {}
        for result in self._classes.results.values():
            self._values.update(_spread(QuantityKind.SCORE, result.units, result.rolled.scores))
        self._city = _city_scores(definition, self._classes.results)
        self._values.update(_spread(QuantityKind.SCORE, (CITY,), self._city))

    def with_rows(self, rows: RowTable, changed: Collection[int]) -> ScoreTable:
        """The scores of the same rows, of which some that stand at `changed` are others."""
        before, after = self._classes.results, self._classes.with_rows(rows, changed)
        values: dict[Quantity, float | None] = {}
        moved: set[str] = set()
        for code, result in after.items():
            for ref, column in result.rolled.scores.items():
                known = before[code].rolled.scores[ref]
                if column is not known:
                    values.update(_moved(result.units, ref, known, column))
                    moved.add(ref)
        city = _city_scores(self._definition, after, moved)
        values.update(_spread(QuantityKind.SCORE, (CITY,), city))
        return ScoreTable(ChainMap(values, self._values))  # what moved, before what did not


def _moved(units: Sequence[str], ref: str, before: FloatArray, after: FloatArray) -> Values:
    """The scores of a node that are others than before."""
    same = (before == after) | (np.isnan(before) & np.isnan(after))
    for place in np.flatnonzero(~same).tolist():
        yield Quantity(QuantityKind.SCORE, units[place], ref), _or_none(float(after[place]))


def _city_scores(
    definition: Definition, results: Mapping[str, ClassResult], nodes: Collection[str] | None = None
) -> Columns:
    """The city's scores of all nodes, or of some."""
    framework = definition.framework
    scores = {code: result.rolled.scores for code, result in results.items()}
    if nodes is not None:
        scores = {
            code: {ref: c for ref, c in columns.items() if ref in nodes} for code, columns in scores.items()
        }
    last = {code: _last(columns) for code, columns in scores.items()}
    return city_columns(framework.classes, last, framework.digits)


def _of_class(definition: Definition, result: ClassResult) -> Values:
    framework, scores = definition.framework, result.rolled.scores
    yield from _spread(QuantityKind.SCORE, result.units, scores)
    yield from _spread(QuantityKind.READING, result.units[:-1], result.readings)
    yield from _spread(QuantityKind.PEER, tuple(result.groups.places), result.rolled.peers)
    yield from _elements(result.units, result.elements)
    yield from _counts(result.units, result.counts)
    for ref, below in result.below.items():
        yield from _column(QuantityKind.BELOW_FLOOR, result.units[:-1], ref, below.astype(np.float64))
        yield Quantity(QuantityKind.UNITS_BELOW, result.units[-1], ref), float(below.sum())
    totals = scores[ROOT]
    ranked = result.rolled.raw if framework.ranks_raw else totals
    if framework.ranks_raw:
        yield from _column(QuantityKind.RAW, result.units[:-1], ROOT, ranked[:-1])
    ranks = result.groups.within(ranked[:-1], lambda x: rank(x, framework.conventions.ranking.ties))
    yield from _column(QuantityKind.RANK, result.units[:-1], "", ranks)
    yield from _stages(definition, result.units, totals)


def _of_city(definition: Definition, results: Mapping[str, ClassResult]) -> Values:
    framework = definition.framework
    scores = _city_scores(definition, results)
    yield from _spread(QuantityKind.SCORE, (CITY,), scores)
    of_elements = {code: _last(result.elements) for code, result in results.items()}
    elements = city_columns(framework.classes, of_elements, lambda _: framework.element_digits)
    yield from _elements((CITY,), elements)
    counts = {kind: _sum_of([_last(result.counts[kind]) for result in results.values()]) for kind in _COUNTS}
    yield from _counts((CITY,), counts)
    below = _sum_of([{ref: column.sum()[None] for ref, column in r.below.items()} for r in results.values()])
    yield from _spread(QuantityKind.UNITS_BELOW, (CITY,), below)
    yield from _stages(definition, (CITY,), scores.get(ROOT, np.full(1, np.nan)))


def _last(columns: Columns) -> Columns:
    """Of each column the class as a whole, shape (1,)."""
    return {ref: column[-1:] for ref, column in columns.items()}


def _sum_of(parts: Sequence[Columns]) -> Columns:
    refs = dict.fromkeys(ref for part in parts for ref in part)
    return {ref: np.asarray(sum(part[ref] for part in parts if ref in part), np.float64) for ref in refs}


def _items(rows: RowTable) -> Values:
    points = _values_of(rows.share * rows.full)
    for block in rows.blocks:
        places = slice(block.start, block.stop)
        named = _quantities(QuantityKind.ITEM, repeat(block.unit.code), rows.keys[places])
        yield from zip(named, points[places], strict=True)


def _weights(definition: Definition) -> Values:
    for unit_class in definition.framework.classes:
        for node in definition.framework.nodes:
            if unit_class.code in node.weights:
                unit, share = (
                    unit_class.aggregate,
                    definition.framework.effective_weight(node.code, unit_class.code),
                )
                yield Quantity(QuantityKind.WEIGHT, unit, node.code), node.weights[unit_class.code]
                yield Quantity(QuantityKind.EFFECTIVE, unit, node.code), 100 * share


def _counts(units: tuple[str, ...], counts: Mapping[QuantityKind, Columns]) -> Values:
    for kind, columns in counts.items():
        yield from _spread(kind, units, columns)
    refs = tuple(counts[QuantityKind.APPLICABLE])
    applicable, answered = (
        np.array([counts[kind][ref] for ref in refs]).reshape(len(refs), len(units))
        for kind in (QuantityKind.APPLICABLE, QuantityKind.ANSWERED)
    )
    coverage = np.divide(answered, applicable, out=np.full(answered.shape, np.nan), where=applicable > 0)
    yield from _spread(QuantityKind.COVERAGE, units, dict(zip(refs, coverage, strict=True)))


def _elements(units: tuple[str, ...], columns: Columns) -> Values:
    none = np.full(len(units), np.nan)
    for element in Element:
        yield from _column(QuantityKind.ELEMENT, units, element.value, columns.get(element.value, none))


def _stages(definition: Definition, units: Sequence[str], totals: FloatArray) -> Values:
    stages = definition.framework.conventions.stages
    yield from _column(QuantityKind.STAGE, units, "", band_index(totals, stages.thresholds, stages.boundary))


def _spread(kind: QuantityKind, units: tuple[str, ...], columns: Columns) -> Values:
    """The numbers of many columns, in one go: asking each of them takes longer than what it has."""
    if not columns:
        return iter(())
    refs = chain.from_iterable(repeat(ref, len(units)) for ref in columns)
    named = _quantities(kind, units * len(columns), refs)
    return zip(named, _values_of(np.concatenate(tuple(columns.values()))), strict=True)


def _column(kind: QuantityKind, units: Sequence[str], ref: str, column: FloatArray) -> Values:
    return zip(_quantities(kind, units, repeat(ref)), _values_of(column), strict=True)


_made: Callable[[tuple[QuantityKind, str, str]], Quantity] = partial(tuple.__new__, Quantity)
"""A quantity of its parts, in a third of the time that calling its class takes: of a round there are very many."""


def _quantities(kind: QuantityKind, units: Iterable[str], refs: Iterable[str]) -> Iterator[Quantity]:
    return map(_made, zip(repeat(kind), units, refs, strict=False))


def _values_of(column: FloatArray) -> list[float | None]:
    """The numbers of a column, None for those that are none."""
    return [None if value != value else value for value in column.tolist()]  # noqa: PLR0124


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value
