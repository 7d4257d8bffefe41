"""A round as a model that is calculated many times by a design: by the engine's own arithmetic, over all runs at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartxl.model.answers import Answer
from smartxl.model.combination import UNROUNDED, Ties
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, RuleSpec
from smartxl.model.scores import CITY
from smartxl.model.uncertaintydesign import AnswerError, RuleRange, UncertaintyDesign
from smartxl.model.variation import apply
from smartxl.rules import rounded, weighted_mean
from smartxl.rules.base import FloatArray
from smartxl.scoring.classes import ClassBasis, RunBases
from smartxl.scoring.rows import RowTable, gather
from smartxl.scoring.tree import roll_up
from smartxl.scoring.uncertainty.choices import alike
from smartxl.scoring.uncertainty.roundchoices import (
    ANSWER_SEED,
    RoundChoices,
    StatedWeights,
    rule_name,
)
from smartxl.scoring.uncertainty.runs import Parameters
from smartxl.scoring.uncertainty.weighing import NodeWeights, SiblingSet

__all__ = ["RoundModel"]


@dataclass(frozen=True, eq=False)
class RoundModel:
    """A definition and answers, of which `design` says what varies.

    `units` are those of the roster, then each class as a whole (`@department`) and the city, which have no rank. `stated`:
    questionnaire → expert → node → weight, where the design takes what experts judged. Raises SmartxlError and UnknownName
    for what the design names and the definition does not have.
    """

    definition: Definition
    answers: Sequence[Answer]
    design: UncertaintyDesign
    stated: StatedWeights | None = None

    def __post_init__(self) -> None:
        _ = self.choices

    @cached_property
    def choices(self) -> RoundChoices:
        """What varies, checked."""
        return RoundChoices(self.definition, self.design, self.stated or {})

    @property
    def units(self) -> tuple[str, ...]:
        """The units, the classes as a whole, the city."""
        classes = (c.aggregate for c in self.definition.framework.classes)
        return (*(unit.code for unit in self.definition.roster.units), *classes, CITY)

    @cached_property
    def group_names(self) -> tuple[str, ...]:
        """How the engine calls the groups of units that are ranked together."""
        return tuple(name for basis in self._base.bases.values() for name in basis.groups.places)

    @property
    def groups(self) -> tuple[NDArray[np.intp], ...]:
        """The places of the units of each group."""
        return self._groups

    @cached_property
    def _groups(self) -> tuple[NDArray[np.intp], ...]:
        at = {code: place for place, code in enumerate(self.units)}
        return tuple(
            np.array([at[basis.units[place]] for place in places], dtype=np.intp)
            for basis in self._base.bases.values()
            for places in basis.groups.places.values()
        )

    @property
    def ties(self) -> Ties:
        """As the framework says."""
        return self.definition.framework.conventions.ranking.ties

    @property
    def widths(self) -> Mapping[str, int]:
        """Choice → how many uniform numbers it takes."""
        return self.choices.widths

    def parameters(self, uniform: FloatArray) -> Parameters:
        """What runs take: weights in percent (`weight CODE@CLASS`), the option of each choice, parameters of rules."""
        return self.choices.parameters(uniform)

    def totals(self, parameters: Parameters, runs: int) -> FloatArray:
        """What units are ranked by, shape (runs, units): totals as they are rounded, or before it where that is declared."""
        found = np.empty((runs, len(self.units)))
        for options, rows in alike(self.choices.options_of(parameters), runs):
            mine = {name: np.asarray(values)[rows] for name, values in parameters.items()}
            found[rows] = self._variant(options).totals(mine, len(rows), self.choices.weights_of(mine))
        return found

    def weighted(self, weights: NodeWeights, runs: int) -> FloatArray:
        """The same under weights by node and class, shape (runs,) each."""
        return self._base.totals({}, runs, weights)

    @property
    def siblings(self) -> tuple[SiblingSet, ...]:
        """The nodes that totals are combined from, class by class; steps of the pipeline have no siblings."""
        return self._siblings

    @cached_property
    def _siblings(self) -> tuple[SiblingSet, ...]:
        framework = self.definition.framework
        return tuple(
            SiblingSet(unit_class.code, parent, {n.code: n.weights[unit_class.code] for n in children})
            for unit_class in framework.classes
            for parent in (ROOT, *(node.code for node in framework.branches(unit_class.code)))
            if (children := framework.basis(parent, unit_class.code))
        )

    def places_of(self, unit_class: str) -> Sequence[int]:
        """The places of the units of a class."""
        units = enumerate(self.definition.roster.units)
        return [place for place, unit in units if unit.unit_class == unit_class]

    @property
    def unrounded(self) -> RoundModel:
        """The same, in which nothing above the indicators is rounded."""
        return self._unrounded

    @cached_property
    def _unrounded(self) -> RoundModel:
        framework = self.definition.framework
        conventions = replace(framework.conventions, group_digits=UNROUNDED, total_digits=UNROUNDED)
        nodes = tuple(node if node.is_leaf else replace(node, digits=None) for node in framework.nodes)
        plain = replace(framework, conventions=conventions, nodes=nodes)
        return RoundModel(replace(self.definition, framework=plain), self.answers, UncertaintyDesign(()))

    def rounded_totals(self, totals: FloatArray) -> FloatArray:
        """Totals as they are published."""
        return rounded(totals, self.definition.framework.digits(ROOT))

    @cached_property
    def _rows(self) -> RowTable:
        return gather(self.definition, self.answers)

    @cached_property
    def _kept(self) -> dict[tuple[str, ...], _Variant]:
        return {}

    @property
    def _base(self) -> _Variant:
        return self._variant(())

    def _variant(self, options: tuple[str, ...]) -> _Variant:
        if options not in self._kept:
            scenarios = self.choices.scenarios_of(options)
            definition = reduce(apply, scenarios, self.definition)
            self._kept[options] = _Variant.of(definition, self._rows, self.design)
        return self._kept[options]


@dataclass(frozen=True, eq=False)
class _Variant:
    """A definition with some scenarios applied, and what its scores are rolled up from where answers and rules are as given."""

    definition: Definition
    rows: RowTable
    design: UncertaintyDesign

    @classmethod
    def of(cls, definition: Definition, rows: RowTable, design: UncertaintyDesign) -> _Variant:
        """The same rows under another definition: none of them are others."""
        by_code = definition.framework.by_code
        blocks = tuple(replace(block, leaf=by_code[block.leaf.code]) for block in rows.blocks)
        return cls(definition, replace(rows, blocks=blocks), design)

    @cached_property
    def run_bases(self) -> RunBases:
        """Leaves of many runs."""
        return RunBases(self.definition, self.rows)

    @cached_property
    def bases(self) -> Mapping[str, ClassBasis]:
        """Class → what its scores are rolled up from."""
        return self.run_bases.bases(self.rows, {})

    def totals(self, parameters: Parameters, runs: int, weights: NodeWeights) -> FloatArray:
        """Shape (runs, units + classes + 1)."""
        framework, roster = self.definition.framework, self.definition.roster
        bases = self._bases(parameters)
        at = {unit.code: place for place, unit in enumerate(roster.units)}
        found = np.full((runs, len(at) + len(framework.classes) + 1), np.nan)
        of_classes = []
        for number, (code, basis) in enumerate(bases.items()):
            mine = {node: w[:, None] for (node, unit_class), w in weights.items() if unit_class == code}
            leaves = basis.leaves
            rolled = roll_up(
                framework,
                code,
                basis.groups,
                basis.weights,
                leaves,
                basis.counts,
                basis.below,
                node_weights=mine,
            )
            ranked = rolled.raw if framework.ranks_raw else rolled.scores[ROOT]
            found[:, [at[unit] for unit in basis.units[:-1]]] = ranked[..., :-1]
            found[:, len(at) + number] = rolled.scores[ROOT][..., -1]
            of_classes.append(found[:, len(at) + number])
        shares = [unit_class.share for unit_class in framework.classes]
        found[:, -1] = weighted_mean(np.stack(of_classes, axis=-1), shares, framework.digits(ROOT))
        return found

    def _bases(self, parameters: Parameters) -> Mapping[str, ClassBasis]:
        ranges = [v for v in self.design.vary if isinstance(v, RuleRange) and rule_name(v) in parameters]
        if not ranges and ANSWER_SEED not in parameters:
            return self.bases
        rules = {each.node: list(self._specs(each.node, ranges, parameters)) for each in ranges}
        rows = self.rows
        if ANSWER_SEED in parameters:
            rows = replace(rows, share=self._measured(parameters[ANSWER_SEED]))
        return self.run_bases.bases(rows, rules)

    def _specs(self, node: str, ranges: Iterable[RuleRange], parameters: Parameters) -> Iterator[RuleSpec]:
        """The rule of an indicator in each run."""
        indicator = self.definition.framework.by_code[node].indicator
        if indicator is None:
            return
        names = {each.parameter: parameters[rule_name(each)] for each in ranges if each.node == node}
        for values in zip(*names.values(), strict=True):
            params = dict(zip(names, map(float, values), strict=True))
            yield replace(indicator.rule, params={**indicator.rule.params, **params})

    def _measured(self, seeds: NDArray[Any]) -> FloatArray:
        """Answers with the error of each run, shape (runs, rows); shares of points stay within 0 to 1."""
        by = self._errors
        noise = np.stack([np.random.default_rng(int(seed)).random(len(by)) for seed in seeds])
        share = self.rows.share * (1 + by * (2 * noise - 1))
        return np.where(self._earning, np.clip(share, 0.0, 1.0), share)

    @cached_property
    def _errors(self) -> FloatArray:
        """Of each row by which share its answer may be off."""
        found = np.zeros(len(self.rows.share))
        for variation in self.design.vary:
            if isinstance(variation, AnswerError):
                for block in self.rows.blocks:
                    if not variation.nodes or block.leaf.code in variation.nodes:
                        found[block.start : block.stop] = variation.by
        return found

    @cached_property
    def _earning(self) -> NDArray[np.bool_]:
        found = np.zeros(len(self.rows.share), dtype=np.bool_)
        for block in self.rows.blocks:
            if block.leaf.indicator is not None and block.leaf.indicator.measure.earns_share:
                found[block.start : block.stop] = True
        return found
