"""From which weight on another unit takes the first place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.model.combination import Ties
from smartxl.rules.base import FloatArray
from smartxl.scoring.uncertainty.runs import rank_groups
from smartxl.scoring.uncertainty.weighing import SiblingSet, WeighableModel, WeightedRun, at_share

__all__ = ["threshold_weights"]

_GRID = 100
"""Parts of the way from 0 to 100 % that are looked at where totals follow no formula."""
_HALVINGS = 45
_SAMPLED = (0.2, 0.5, 0.8, 0.35)
"""Shares at which totals are calculated: from three of them follows the formula, the last one proves it."""
_STRAIGHT = 1e-9
_COLUMNS = ["unit_class", "node", "ahead", "behind", "weight", "crossing", "exact"]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Contest:
    """A node, the unit that leads, and those that may pass it."""

    siblings: SiblingSet
    node: str
    leader: int
    others: tuple[int, ...]

    @property
    def now(self) -> float:
        return self.siblings.weights[self.node] / self.siblings.whole

    def at(self, share: float) -> WeightedRun:
        return WeightedRun(self.siblings, self.node, share)


@dataclass(frozen=True, slots=True)
class _Passing:
    """Who passes the leader at which share; `exact` where a formula says so."""

    share: float
    behind: int
    exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class _TotalFormulas:
    """Totals as (a + b·t) / (1 + d·t) of the share t, one of each unit; `holds` where they are so."""

    a: FloatArray
    b: FloatArray
    d: FloatArray
    holds: BoolArray


def threshold_weights(model: WeighableModel, *, groups: Sequence[int] | None = None) -> pd.DataFrame:
    """At which weight of each node another unit takes the first place, the siblings sharing the rest in proportion.

    Of totals before any rounding above the leaves. Under weighted means, also of incomplete data, they follow a formula in
    the weight and the crossing is calculated from it (`exact`); under others it is found by halving to 12 digits. Columns:
    unit_class, node, ahead (the leader now), behind (who passes it), weight (the node's now, percent of its siblings),
    crossing (the nearest weight beyond which `behind` leads, one row for less and one for more; NaN and "" in one row where
    no weight from 0 to 100 does it), exact. `groups`: the numbers of groups of units (default all); one without a leader, or
    with several, has no rows.
    """
    plain = model.unrounded
    chosen = range(len(model.groups)) if groups is None else groups
    questions = [question for group in chosen for question in _questions(model, plain, group)]
    rows: list[tuple[object, ...]] = []
    for question, found in zip(questions, _answers(plain, questions), strict=True):
        siblings, node, ahead = question.siblings, question.node, model.units[question.leader]
        said = (siblings.unit_class, node, ahead)
        now = 100 * question.now
        rows += [(*said, model.units[one.behind], now, 100 * one.share, one.exact) for one in found]
        if not found:
            rows.append((*said, "", now, np.nan, True))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _questions(model: WeighableModel, plain: WeighableModel, group: int) -> Iterator[_Contest]:
    places = np.arange(len(model.units))[model.groups[group]]
    ranks = rank_groups(model.totals({}, 1), model.groups, model.ties)[0][places]
    first = places[ranks == (2 if model.ties is Ties.MID else 1)]
    if len(first) != 1:
        return
    totals = plain.totals({}, 1)[0]
    # Whom rounding alone puts behind the leader is ahead of it already before any rounding.
    others = tuple(
        place for place in places.tolist() if place != first[0] and totals[place] <= totals[first[0]]
    )
    for siblings in model.siblings:
        if first[0] in set(model.places_of(siblings.unit_class)):
            for node in siblings.movable:
                yield _Contest(siblings, node, int(first[0]), others)


def _answers(model: WeighableModel, questions: Sequence[_Contest]) -> list[list[_Passing]]:
    """For each question the nearest crossing below and above, where there is one."""
    if not questions:
        return []
    runs = [question.at(share) for question in questions for share in _SAMPLED]
    totals = at_share(model, runs).reshape(len(questions), len(_SAMPLED), -1)
    formulas = [_formulas(each) for each in totals]
    left = [_without_formula(question, each) for question, each in zip(questions, formulas, strict=True)]
    searched = _searched(model, left)
    found = []
    for question, each, further in zip(questions, formulas, searched, strict=True):
        passing = [*_by_formula(question, each), *further]
        below = [one for one in passing if one.share <= question.now]
        above = [one for one in passing if one.share > question.now]
        nearest = [max(below, key=_share)] if below else []
        found.append([*nearest, *([min(above, key=_share)] if above else [])])
    return found


def _share(passing: _Passing) -> float:
    return passing.share


def _formulas(totals: FloatArray) -> _TotalFormulas:
    """The formulas of all units from their totals (4, units) at the shares that are sampled."""
    first, middle, last, proof = totals
    size = _STRAIGHT * np.maximum(1.0, np.abs(totals).max(axis=0))
    b = (last - first) / (_SAMPLED[2] - _SAMPLED[0])
    a, d = middle - b * _SAMPLED[1], np.zeros_like(b)
    straight = np.abs(first + last - 2 * middle) <= size
    bent = np.flatnonzero(~straight & ~np.isnan(totals).any(axis=0))
    if len(bent):  # f·(1 + d·t) = a + b·t at three shares
        shares = np.array(_SAMPLED[:3])
        f = totals[:3, bent].T
        matrix = np.stack([np.ones_like(f), np.broadcast_to(shares, f.shape), -shares * f], axis=-1)
        solvable = np.abs(np.linalg.det(matrix)) > _STRAIGHT
        solved = np.linalg.solve(matrix[solvable], f[solvable][..., None])[..., 0]
        a[bent[solvable]], b[bent[solvable]], d[bent[solvable]] = solved.T
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.abs((a + b * _SAMPLED[3]) / (1 + d * _SAMPLED[3]) - proof)
    return _TotalFormulas(a, b, d, np.asarray((off <= size) & (d > -1)))


def _without_formula(question: _Contest, formulas: _TotalFormulas) -> _Contest:
    """The same of those units alone whose difference to the leader follows no formula."""
    others = question.others
    if formulas.holds[question.leader]:
        others = tuple(place for place in others if not formulas.holds[place])
    return _Contest(question.siblings, question.node, question.leader, others)


def _by_formula(question: _Contest, formulas: _TotalFormulas) -> Iterator[_Passing]:
    """The nearest share below and above at which a unit passes the leader: the roots of the difference of two formulas."""
    if not formulas.holds[question.leader]:
        return
    others = np.array([place for place in question.others if formulas.holds[place]], dtype=np.intp)
    a, b, d = formulas.a, formulas.b, formulas.d
    lead = question.leader
    square = b[lead] * d[others] - b[others] * d[lead]
    line = a[lead] * d[others] + b[lead] - a[others] * d[lead] - b[others]
    roots = _roots(square, line, a[lead] - a[others])
    # A tie at an end, as far as digits go, has nothing beyond it.
    inside = np.where((roots > _STRAIGHT) & (roots < 1 - _STRAIGHT), roots, np.nan)
    above = np.where(inside >= question.now, inside, np.nan)
    below = np.where(inside < question.now, inside, np.nan)
    for values, nearest in ((below, np.nanargmax), (above, np.nanargmin)):
        if not np.isnan(values).all():
            place = int(nearest(values))
            yield _Passing(float(values.flat[place]), int(others[place % len(others)]), True)


def _roots(square: FloatArray, line: FloatArray, constant: FloatArray) -> FloatArray:
    """The real roots (2, n) of square·t² + line·t + constant, NaN for none."""
    scale = np.abs(constant) + np.abs(line) + np.abs(square)
    flat = np.abs(square) <= _STRAIGHT * scale
    with np.errstate(divide="ignore", invalid="ignore"):
        # The sum of two numbers of one sign: the difference would lose digits.
        half = -(line + np.where(line >= 0, 1.0, -1.0) * np.sqrt(line**2 - 4 * square * constant)) / 2
        straight = np.where(np.abs(line) > _STRAIGHT * scale, -constant / line, np.nan)
        first = np.where(flat, straight, half / np.where(flat, 1.0, square))
        second = np.where(flat, np.nan, constant / np.where(half == 0, np.nan, half))
    return np.stack([first, second])


def _searched(model: WeighableModel, questions: Sequence[_Contest]) -> list[list[_Passing]]:
    """Crossings by halving, all questions at once, of units whose totals are curved or come and go."""
    grid = np.linspace(0, 1, _GRID + 1)
    brackets: list[tuple[int, float, float]] = []
    for number, question in enumerate(questions):
        if question.others:
            totals = at_share(model, [question.at(share) for share in grid.tolist()])
            for inside, outside in _nearest(grid, _passed(question, totals), question.now):
                brackets.append((number, inside, outside))
    for _ in range(_HALVINGS if brackets else 0):
        middles = [(number, (inside + outside) / 2) for number, inside, outside in brackets]
        totals = at_share(model, [questions[number].at(middle) for number, middle in middles])
        brackets = [
            (number, inside, middle)
            if _passed(questions[number], total[None])[0]
            else (number, middle, outside)
            for (number, inside, outside), (_, middle), total in zip(brackets, middles, totals, strict=True)
        ]
    found: list[list[_Passing]] = [[] for _ in questions]
    ends = (
        at_share(model, [questions[number].at(outside) for number, _, outside in brackets])
        if brackets
        else ()
    )
    for (number, _, outside), totals in zip(brackets, ends, strict=True):
        others = np.array(questions[number].others, dtype=np.intp)
        found[number].append(_Passing(outside, int(others[np.nanargmax(totals[others])]), False))
    return found


def _passed(question: _Contest, totals: FloatArray) -> BoolArray:
    """Whether in each run (runs, units) somebody is ahead of the leader."""
    ahead = totals[:, list(question.others)] > totals[:, [question.leader]]
    return np.asarray(ahead.any(axis=1))


def _nearest(grid: FloatArray, passed: BoolArray, now: float) -> Iterator[tuple[float, float]]:
    """The nearest shares on both sides at which the leader is passed, each with the last one before it."""
    below, above = np.flatnonzero(passed & (grid < now)), np.flatnonzero(passed & (grid > now))
    if len(below):
        yield min(now, float(grid[below[-1] + 1])), float(grid[below[-1]])
    if len(above):
        yield max(now, float(grid[above[0] - 1])), float(grid[above[0]])
