"""The classes of a round: one column per indicator and node over the units of each class."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from smartxl.model.definition import Definition, Unit
from smartxl.model.framework import Framework, Node, RuleSpec, UnitClass
from smartxl.model.scores import QuantityKind
from smartxl.rules import build_peer, is_peer, rounded, weighted_mean
from smartxl.scoring.floor import below_floors, withheld
from smartxl.scoring.groups import Groups, peer_groups
from smartxl.scoring.leaves import OtherRules, block_counts, block_readings, block_scores, worth_zero
from smartxl.scoring.rows import RowBlock, RowTable
from smartxl.scoring.tree import Columns, KnownClass, RolledUp, add_up, element_columns, roll_up

__all__ = ["ClassBasis", "ClassResult", "RunBases", "ScoredClasses", "class_result", "class_results"]

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]
_OF_SCORES = (QuantityKind.ANSWERED, QuantityKind.APPLICABLE)
_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True)
class ClassResult:
    """The columns of one class: its units in roster order, the class as a whole last.

    `readings` and `below` have no column for the class. `below`: node with a coverage floor → whether a unit lies below
    it. `groups` are its groups of peers.
    """

    framework: Framework
    code: str
    units: tuple[str, ...]
    rolled: RolledUp
    readings: Columns
    counts: Mapping[QuantityKind, Columns]
    below: Mapping[str, BoolArray]
    groups: Groups

    @cached_property
    def elements(self) -> Columns:
        """The scores of the five SMART elements."""
        return element_columns(self.framework, self.code, self.rolled.scores)


@dataclass(frozen=True)
class _Blocks:
    """Numbers of all blocks, with one more at the end for "not asked"; `rules`: indicator → its rule in each run.

    `found` keeps what `where` gave, by class and indicator.
    """

    places: Mapping[tuple[str, str], int]
    scores: FloatArray
    readings: FloatArray
    zero: BoolArray
    counts: Mapping[QuantityKind, FloatArray]
    rules: OtherRules = field(default_factory=dict)
    found: dict[tuple[str, str], NDArray[np.intp]] = field(default_factory=dict)

    @classmethod
    def of(cls, definition: Definition, rows: RowTable) -> _Blocks:
        """Those of some rows."""
        return cls(
            {(block.unit.code, block.leaf.code): place for place, block in enumerate(rows.blocks)},
            np.append(block_scores(rows, definition), np.nan),
            np.append(block_readings(rows), np.nan),
            np.append(worth_zero(rows, definition), False),
            {kind: np.append(numbers, 0.0) for kind, numbers in block_counts(rows).items()},
        )

    def patched(self, places: Sequence[int], others: _Blocks) -> _Blocks:
        """The same with the numbers of `others` in some places, and of the counts those alone on which scores depend."""
        return _Blocks(
            self.places,
            _put(self.scores, places, others.scores),
            _put(self.readings, places, others.readings),
            _put(self.zero, places, others.zero),
            {kind: _put(self.counts[kind], places, others.counts[kind]) for kind in _OF_SCORES},
            found=self.found,
        )

    def of_runs(self, rows: RowTable, definition: Definition, rules: OtherRules) -> _Blocks:
        """The same where answers or rules are others in each run; the counts stay."""
        return replace(
            self,
            scores=_with_last(block_scores(rows, definition, rules), np.nan),
            readings=_with_last(block_readings(rows, rules), np.nan),
            rules=rules,
        )

    def where(self, units: Sequence[Unit], leaf: str) -> NDArray[np.intp]:
        """Where the blocks of an indicator stand, of all units of a class."""
        key = (units[0].unit_class if units else "", leaf)
        if key not in self.found:
            places = [self.places.get((unit.code, leaf), -1) for unit in units]
            self.found[key] = np.array(places, dtype=np.intp)
        return self.found[key]


def _with_last(columns: FloatArray, last: float) -> FloatArray:
    """One more number behind the last axis."""
    return np.concatenate((columns, np.full((*columns.shape[:-1], 1), last)), axis=-1)


def _put(numbers: NDArray[_Number], places: Sequence[int], others: NDArray[_Number]) -> NDArray[_Number]:
    """A copy with others in some places; what is behind the blocks of `others` is left out."""
    copy = numbers.copy()
    copy[places] = others[:-1]
    return copy


def class_results(definition: Definition, rows: RowTable) -> Mapping[str, ClassResult]:
    """Class code → its result; a unit that is not asked has NaN (scores) or 0 (counts)."""
    blocks = _Blocks.of(definition, rows)
    return {c.code: _class_result(definition, c, blocks) for c in definition.framework.classes}


def class_result(definition: Definition, unit_class: str, rows: RowTable) -> ClassResult:
    """The result of one class, by its code."""
    return _class_result(
        definition, definition.framework.unit_class(unit_class), _Blocks.of(definition, rows)
    )


class ScoredClasses:
    """The classes of a round, and what the same ones come to with a few other answers: only what these change is calculated."""

    def __init__(self, definition: Definition, rows: RowTable) -> None:
        self._definition, self._rows = definition, rows
        self._starts = [block.start for block in rows.blocks]
        self._blocks = _Blocks.of(definition, rows)
        self.results = {
            c.code: _class_result(definition, c, self._blocks) for c in definition.framework.classes
        }

    def with_rows(self, rows: RowTable, changed: Collection[int]) -> Mapping[str, ClassResult]:
        """The results of the same rows, of which some that stand at `changed` are others; columns that are no others are
        the very ones of `results`."""
        places = sorted({bisect_right(self._starts, row) - 1 for row in changed})
        if not places:
            return self.results
        blocks = self._blocks.patched(places, _Blocks.of(self._definition, rows.of_blocks(places)))
        touched: dict[str, set[str]] = {}
        for place in places:
            block = rows.blocks[place]
            touched.setdefault(block.unit.unit_class, set()).add(block.leaf.code)
        peers = any(is_peer(rule) for rule in (_rule(rows.blocks[place]) for place in places) if rule)
        found = dict(self.results)
        for unit_class in self._definition.framework.classes:
            known, leaves = self.results[unit_class.code], touched.get(unit_class.code)
            if leaves or peers:  # of which some are measured by a unit of any class
                others = None if peers or known.below else _Others(known, leaves or ())
                found[unit_class.code] = _class_result(self._definition, unit_class, blocks, others)
        return found


def _rule(block: RowBlock) -> RuleSpec | None:
    return block.leaf.indicator.rule if block.leaf.indicator else None


@dataclass(frozen=True, slots=True)
class _Others:
    """What a class came to before, and the indicators to which some of its units answer otherwise now."""

    known: ClassResult
    leaves: Collection[str]


def _class_result(
    definition: Definition, unit_class: UnitClass, blocks: _Blocks, others: _Others | None = None
) -> ClassResult:
    framework, code = definition.framework, unit_class.code
    basis = _class_basis(definition, unit_class, blocks, others)
    known = KnownClass(others.known.rolled, others.known.counts) if others else None
    rolled = roll_up(
        framework, code, basis.groups, basis.weights, basis.leaves, basis.counts, basis.below, known
    )
    return ClassResult(
        framework, code, basis.units, rolled, basis.readings, basis.counts, basis.below, basis.groups
    )


class RunBases:
    """What scores are rolled up from in many runs, in each of which answers or rules are others."""

    def __init__(self, definition: Definition, rows: RowTable) -> None:
        self._definition = definition
        self._blocks = _Blocks.of(definition, rows)

    def bases(self, rows: RowTable, rules: OtherRules) -> Mapping[str, ClassBasis]:
        """Class code → the same with the answers of `rows`, whose `share` may have runs before rows, and by these rules."""
        blocks = self._blocks.of_runs(rows, self._definition, rules)
        classes = self._definition.framework.classes
        return {c.code: _class_basis(self._definition, c, blocks) for c in classes}


@dataclass(frozen=True)
class ClassBasis:
    """What the scores of one class are rolled up from; names and shapes as in `ClassResult`.

    `leaves`: indicator → scores (…, units + 1), the class as a whole last. `weights` (units,) are those of the units.
    """

    units: tuple[str, ...]
    leaves: Columns
    readings: Columns
    counts: Mapping[QuantityKind, Columns]
    below: Mapping[str, BoolArray]
    groups: Groups
    weights: FloatArray


def _class_basis(
    definition: Definition, unit_class: UnitClass, blocks: _Blocks, others: _Others | None = None
) -> ClassBasis:
    framework, units = definition.framework, definition.roster.of_class(unit_class.code)
    weights = np.array([unit.weight for unit in units], dtype=np.float64)
    groups = others.known.groups if others else peer_groups(framework.conventions.peers, unit_class, units)
    asked = framework.leaves(unit_class.code)
    same = {leaf.code for leaf in asked if others and leaf.code not in others.leaves}
    where = {leaf.code: blocks.where(units, leaf.code) for leaf in asked if leaf.code not in same}
    readings = {
        leaf.code: others.known.readings[leaf.code]
        if others and leaf.code in same
        else blocks.readings[..., where[leaf.code]]
        for leaf in asked
        if leaf.indicator and is_peer(leaf.indicator.rule)
    }
    counts: dict[QuantityKind, Columns] = {}
    for kind, columns in zip(blocks.counts, _with_sums(tuple(blocks.counts.values()), where), strict=True):
        before = others.known.counts[kind] if others else None
        of_leaves = {
            leaf.code: before[leaf.code] if before and leaf.code in same else columns[leaf.code]
            for leaf in asked
        }
        counts[kind] = add_up(framework, unit_class.code, of_leaves, before)
    below = below_floors(framework, unit_class.code, counts)
    of_units: dict[str, FloatArray] = {}
    for code in where:
        scores = blocks.scores[..., where[code]]
        if code in readings:
            scores = _among_peers(framework.by_code[code], groups, readings[code], blocks)
            scores = np.where(np.isnan(scores) & blocks.zero[where[code]], 0.0, scores)
            scores = rounded(scores, framework.digits(code))
        of_units[code] = withheld(framework, code, scores, below)
    means = _class_means(framework, of_units, weights, below)
    leaf_scores = {
        leaf.code: np.concatenate((of_units[leaf.code], means[leaf.code]), axis=-1)
        if leaf.code in where or others is None
        else others.known.rolled.scores[leaf.code]
        for leaf in asked
    }
    codes = (*(unit.code for unit in units), unit_class.aggregate)
    return ClassBasis(codes, leaf_scores, readings, counts, below, groups, weights)


def _class_means(
    framework: Framework, scores: Columns, weights: FloatArray, below: Mapping[str, BoolArray]
) -> Columns:
    """Indicator → the mean of its units' scores (…, 1); without runs many at once, as calling numpy takes longest."""
    means: dict[str, FloatArray] = {}
    alike: dict[int, dict[str, FloatArray]] = defaultdict(dict)
    for code, column in scores.items():
        digits, shared = framework.digits(code), _shared_in_class(framework, code, column, below)
        if shared.ndim > 1:
            means[code] = weighted_mean(shared, weights, digits)[..., None]
        else:
            alike[digits][code] = shared
    for digits, columns in alike.items():
        of_class = weighted_mean(list(columns.values()), weights, digits)[:, None]
        means.update(zip(columns, of_class, strict=True))
    return means


def _shared_in_class(
    framework: Framework, leaf: str, scores: FloatArray, below: Mapping[str, BoolArray]
) -> FloatArray:
    """The scores of an indicator that its class's mean is made of, NaN for units without a share in it."""
    for node in framework.excluding(leaf):
        scores = np.where(below[node], np.nan, scores)
    return scores


def _with_sums(counts: Sequence[FloatArray], where: Mapping[str, NDArray[np.intp]]) -> Iterator[Columns]:
    """Of each count, indicator → the numbers of its units, their sum last; all at once, as calling numpy takes longest."""
    numbers = np.array(counts)
    columns = {code: _with_sum(numbers[:, place]) for code, place in where.items()}
    for kind in range(len(counts)):
        yield {code: each[kind] for code, each in columns.items()}


def _with_sum(numbers: FloatArray) -> FloatArray:
    return np.concatenate((numbers, numbers.sum(axis=-1, keepdims=True)), axis=-1)


def _among_peers(node: Node, groups: Groups, readings: FloatArray, blocks: _Blocks) -> FloatArray:
    """The scores (units,) of an indicator whose rule compares readings within each group."""
    if node.indicator is None:
        return np.full(readings.shape, np.nan)
    rule = build_peer(node.indicator.rule)
    reference = blocks.readings[..., blocks.places.get((rule.reference, node.code), -1)]
    if node.code in blocks.rules:
        found = []
        for spec, mine, of_reference in zip(blocks.rules[node.code], readings, reference, strict=True):
            score = partial(build_peer(spec).score, reference=float(of_reference))
            found.append(groups.within(mine, score))
        return np.stack(found)
    of_all = reference if readings.ndim > 1 else float(reference)
    return groups.within(readings, lambda x: rule.score(x, of_all))
