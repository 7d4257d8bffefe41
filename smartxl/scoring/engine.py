"""Scores a round: every quantity that a workbook shows, computed without a workbook."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, Element, UnitClass
from smartxl.model.scores import CITY, Quantity, QuantityKind, ScoreTable
from smartxl.rules import band_index, competition_rank, weighted_mean
from smartxl.scoring.leaves import block_counts, block_scores
from smartxl.scoring.rows import Rows, gather
from smartxl.scoring.tree import Columns, add_up, city_columns, element_columns, roll_up

__all__ = ["score"]

FloatArray = NDArray[np.float64]
Values = Iterator[tuple[Quantity, float | None]]

_COUNTS = (QuantityKind.FILLED, QuantityKind.ANSWERED, QuantityKind.APPLICABLE)


@dataclass(frozen=True)
class _ClassResult:
    """The columns of one class: its units in roster order, the class as a whole last."""

    units: tuple[str, ...]
    scores: Columns
    elements: Columns
    counts: Mapping[QuantityKind, Columns]


def score(definition: Definition, answers: Iterable[Answer]) -> ScoreTable:
    """Every quantity of the round: items, scores, elements, weights, counts, coverage, ranks and stages.

    Answers may come in any order and from any number of files; a row without an answer is blank. A class is
    scored from the weighted mean of its units' indicator scores, the city from its classes by their shares;
    every score is rounded to the framework's digits before it is used further up. Raises UnknownName for an
    answer that belongs to no row of the definition, ValueError for two answers to one row or a value that
    cannot be scored.
    """
    rows = gather(definition, answers)
    results = {
        c.code: result
        for c, result in zip(definition.framework.classes, _classes(definition, rows), strict=True)
    }
    values = dict(_items(rows))
    values.update(_weights(definition))
    for result in results.values():
        values.update(_of_class(definition, result))
    values.update(_of_city(definition, results))
    return ScoreTable(values)


def _classes(definition: Definition, rows: Rows) -> Iterator[_ClassResult]:
    """Block numbers become one column per indicator, NaN (scores) or 0 (counts) where a unit is not asked."""
    places = {(block.unit.code, block.leaf.code): place for place, block in enumerate(rows.blocks)}
    scores = np.append(block_scores(rows, definition.framework.conventions.digits), np.nan)
    counts = {kind: np.append(numbers, 0.0) for kind, numbers in block_counts(rows).items()}
    for unit_class in definition.framework.classes:
        units = [unit.code for unit in definition.roster.of_class(unit_class.code)]
        where = {
            leaf.code: np.array([places.get((unit, leaf.code), -1) for unit in units], dtype=np.intp)
            for leaf in definition.framework.leaves(unit_class.code)
        }
        yield _class_result(definition, unit_class, where, scores, counts)


def _class_result(
    definition: Definition,
    unit_class: UnitClass,
    where: Mapping[str, NDArray[np.intp]],
    scores: FloatArray,
    counts: Mapping[QuantityKind, FloatArray],
) -> _ClassResult:
    framework, units = definition.framework, definition.roster.of_class(unit_class.code)
    weights = np.array([unit.weight for unit in units], dtype=np.float64)
    leaf_scores: dict[str, FloatArray] = {}
    for code, place in where.items():
        whole = weighted_mean(scores[place], weights, framework.conventions.digits)
        leaf_scores[code] = np.append(scores[place], whole)
    leaf_counts = {
        kind: {code: np.append(numbers[place], numbers[place].sum()) for code, place in where.items()}
        for kind, numbers in counts.items()
    }
    return _ClassResult(
        units=(*(unit.code for unit in units), unit_class.aggregate),
        scores=roll_up(framework, unit_class.code, leaf_scores),
        elements=element_columns(framework, unit_class.code, leaf_scores),
        counts={kind: add_up(framework, unit_class.code, columns) for kind, columns in leaf_counts.items()},
    )


def _of_class(definition: Definition, result: _ClassResult) -> Values:
    yield from _spread(QuantityKind.SCORE, result.units, result.scores)
    yield from _elements(result.units, result.elements)
    yield from _counts(result.units, result.counts)
    totals = result.scores.get(ROOT, np.full(len(result.units), np.nan))
    yield from _column(QuantityKind.RANK, result.units[:-1], "", competition_rank(totals[:-1]))
    yield from _stages(definition, result.units, totals)


def _of_city(definition: Definition, results: Mapping[str, _ClassResult]) -> Values:
    framework = definition.framework
    scores = city_columns(framework, {code: _last(result.scores) for code, result in results.items()})
    yield from _spread(QuantityKind.SCORE, (CITY,), scores)
    elements = city_columns(framework, {code: _last(result.elements) for code, result in results.items()})
    yield from _elements((CITY,), elements)
    counts = {kind: _sum_of([_last(result.counts[kind]) for result in results.values()]) for kind in _COUNTS}
    yield from _counts((CITY,), counts)
    yield from _stages(definition, (CITY,), scores.get(ROOT, np.full(1, np.nan)))


def _last(columns: Columns) -> Columns:
    """Of each column the class as a whole, shape (1,)."""
    return {ref: column[-1:] for ref, column in columns.items()}


def _sum_of(parts: Sequence[Columns]) -> Columns:
    refs = dict.fromkeys(ref for part in parts for ref in part)
    return {ref: np.asarray(sum(part[ref] for part in parts if ref in part), np.float64) for ref in refs}


def _items(rows: Rows) -> Values:
    points = (rows.share * rows.full).tolist()
    for block in rows.blocks:
        for place in range(block.start, block.stop):
            yield Quantity(QuantityKind.ITEM, block.unit.code, rows.keys[place]), _or_none(points[place])


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


def _counts(units: Sequence[str], counts: Mapping[QuantityKind, Columns]) -> Values:
    for kind, columns in counts.items():
        yield from _spread(kind, units, columns)
    for ref, applicable in counts[QuantityKind.APPLICABLE].items():
        answered = counts[QuantityKind.ANSWERED][ref]
        coverage = np.divide(answered, applicable, out=np.full(len(units), np.nan), where=applicable > 0)
        yield from _column(QuantityKind.COVERAGE, units, ref, coverage)


def _elements(units: Sequence[str], columns: Columns) -> Values:
    none = np.full(len(units), np.nan)
    for element in Element:
        yield from _column(QuantityKind.ELEMENT, units, element.value, columns.get(element.value, none))


def _stages(definition: Definition, units: Sequence[str], totals: FloatArray) -> Values:
    stages = definition.framework.conventions.stages
    yield from _column(QuantityKind.STAGE, units, "", band_index(totals, stages.thresholds, stages.boundary))


def _spread(kind: QuantityKind, units: Sequence[str], columns: Columns) -> Values:
    for ref, column in columns.items():
        yield from _column(kind, units, ref, column)


def _column(kind: QuantityKind, units: Sequence[str], ref: str, column: FloatArray) -> Values:
    for unit, value in zip(units, column.tolist(), strict=True):
        yield Quantity(kind, unit, ref), _or_none(value)


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value
