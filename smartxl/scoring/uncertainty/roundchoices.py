"""What varies of a round: the choices of a design against a definition, and what a run takes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, RuleSpec
from smartxl.model.scenarios import AT, Scenario
from smartxl.model.uncertaintydesign import (
    AnswerError,
    ChoiceOptions,
    Exclusion,
    RuleRange,
    ScenarioOptions,
    UncertaintyDesign,
    Variation,
    WeightConcentration,
    WeightSets,
    WeightShares,
)
from smartxl.model.variation import apply
from smartxl.rules import rule_faults
from smartxl.rules.base import FloatArray
from smartxl.scoring.checks import listed
from smartxl.scoring.uncertainty.choices import concentrated, evenly, named, one_of, within_share
from smartxl.scoring.uncertainty.runs import Parameters
from smartxl.scoring.uncertainty.sobol import unit_columns
from smartxl.scoring.uncertainty.table import EXCLUDED, weight_name
from smartxl.scoring.uncertainty.weighing import NodeWeights
from smartxl.scoring.uncertainty.words import QUESTIONNAIRES
from smartxl.text import Text, both

__all__ = ["ANSWER_SEED", "RoundChoices", "StatedWeights", "rule_name"]

StatedWeights = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Questionnaire → expert → node (or node@class) → weight."""
ANSWER_SEED = "answers seed"
"""The parameter from which the errors of all answers of a run are drawn."""
_SEEDS = 2**52
_WHERE = Text("稳健性分析", "robustness")


def rule_name(variation: RuleRange) -> str:
    """What the parameter is called that is a parameter of a rule."""
    return f"{variation.node}.{variation.parameter}"


@dataclass(frozen=True, eq=False)
class RoundChoices:
    """The choices of a design. Raises SmartxlError and UnknownName for what the definition does not have."""

    definition: Definition
    design: UncertaintyDesign
    stated: StatedWeights

    def __post_init__(self) -> None:
        for variation in self.design.vary:
            self._check(variation)
        for variation in self.design.vary:
            if isinstance(variation, RuleRange):
                self._check_range(variation)

    @cached_property
    def by_name(self) -> Mapping[str, Variation]:
        """Choice → what it is; each weight that is one of its own is called after its node."""
        return named(self.design.vary, self._nodes, _name_of)

    @property
    def declared(self) -> Mapping[str, Variation]:
        """The same as the design has it, with all weights of one variation as one choice."""
        whole = (replace(v, each=False) if isinstance(v, WeightShares) else v for v in self.design.vary)
        return named(whole, self._nodes, _name_of)

    @cached_property
    def widths(self) -> Mapping[str, int]:
        """Choice → how many uniform numbers it takes."""
        return {name: max(1, len(self._nodes(variation))) for name, variation in self.by_name.items()}

    def parameters(self, uniform: FloatArray) -> Parameters:
        """What runs take whose uniform numbers are these."""
        columns = dict(zip(self.by_name, unit_columns(self.widths), strict=True))
        found: dict[str, NDArray[Any]] = {}
        for name, variation in self.by_name.items():
            found |= self._taken(name, variation, uniform[:, columns[name]])
        return found | self._settled(found, len(uniform))

    def weights_of(self, parameters: Parameters) -> NodeWeights:
        """The weights that runs with these parameters have; what is not named keeps its own."""
        found = dict(self._of_sets(parameters))
        for code, unit_class in self._own:
            name = weight_name(f"{code}{AT}{unit_class}")
            if name in parameters:
                found[code, unit_class] = np.asarray(parameters[name], dtype=np.float64)
        return found

    def options_of(self, parameters: Parameters) -> Sequence[NDArray[Any]]:
        """Of each choice among scenarios what runs take."""
        return [parameters[name] for name in self._scenarios if name in parameters]

    def scenarios_of(self, options: Sequence[str]) -> Iterator[Scenario]:
        """The scenarios of these options, in the order of the design."""
        for by_name, option in zip(self._scenarios.values(), options, strict=False):
            yield by_name[option]

    @cached_property
    def _scenarios(self) -> Mapping[str, Mapping[str, Scenario]]:
        return {
            name: {scenario.name: scenario for scenario in variation.options}
            for name, variation in self.by_name.items()
            if isinstance(variation, ScenarioOptions)
        }

    @cached_property
    def _own(self) -> Mapping[tuple[str, str], float]:
        """(node, class) → weight, as the definition has it."""
        nodes = self.definition.framework.nodes
        return {(node.code, code): weight for node in nodes for code, weight in node.weights.items()}

    def _nodes(self, variation: Variation) -> tuple[str, ...]:
        """The nodes of which a run takes one number each."""
        framework = self.definition.framework
        rolled = [node for node in framework.nodes if node.code not in framework.adjusting]
        if isinstance(variation, WeightShares):
            return variation.nodes or tuple(node.code for node in rolled)
        if isinstance(variation, WeightConcentration):
            parents = set(variation.parents) or {ROOT, *framework.by_code}
            return tuple(node.code for node in rolled if node.parent in parents)
        return ()

    def _taken(self, name: str, variation: Variation, uniform: FloatArray) -> dict[str, NDArray[Any]]:
        if isinstance(variation, WeightShares):
            return dict(self._shared(variation, uniform))
        if isinstance(variation, WeightConcentration):
            return dict(self._concentrated(variation, uniform))
        first = uniform[:, 0]
        if isinstance(variation, RuleRange):
            return {name: evenly(first, variation.low, variation.high)}
        if isinstance(variation, AnswerError):
            return {ANSWER_SEED: (first * _SEEDS).astype(np.int64)}
        names: tuple[str, ...] = ()
        if isinstance(variation, WeightSets):
            names = tuple(self._sets(variation))
        elif isinstance(variation, ScenarioOptions):
            names = tuple(scenario.name for scenario in variation.options)
        elif isinstance(variation, Exclusion):
            names = ("", *(variation.nodes or self._leaves))
        return {name: np.array(names, dtype=object)[one_of(first, len(names))]}

    @property
    def _leaves(self) -> tuple[str, ...]:
        framework = self.definition.framework
        return tuple(n.code for n in framework.nodes if n.is_leaf and not framework.adjusts(n))

    def _shared(self, variation: WeightShares, uniform: FloatArray) -> Iterator[tuple[str, FloatArray]]:
        by_code = self.definition.framework.by_code
        for place, code in enumerate(self._nodes(variation)):
            for unit_class, own in by_code[code].weights.items():
                yield (
                    weight_name(f"{code}{AT}{unit_class}"),
                    within_share(uniform[:, place], own, variation.by),
                )

    def _concentrated(
        self, variation: WeightConcentration, uniform: FloatArray
    ) -> Iterator[tuple[str, FloatArray]]:
        framework = self.definition.framework
        places = {code: place for place, code in enumerate(self._nodes(variation))}
        for unit_class in (each.code for each in framework.classes):
            for parent in variation.parents or (ROOT, *framework.by_code):
                children = [n for n in framework.basis(parent, unit_class) if n.code in places]
                own = np.array([child.weights[unit_class] for child in children])
                if own.sum() > 0:
                    numbers = uniform[:, [places[child.code] for child in children]]
                    drawn = concentrated(numbers, own, variation.concentration)
                    for column, child in enumerate(children):
                        yield weight_name(f"{child.code}{AT}{unit_class}"), drawn[:, column]

    def _settled(self, taken: Parameters, runs: int) -> dict[str, NDArray[Any]]:
        """Weights once siblings are brought to their own sum again, and without what a run leaves out."""
        weights = dict(self.weights_of(taken))
        out = taken.get(EXCLUDED)
        if not weights and out is None:
            return {}
        found: dict[str, NDArray[Any]] = {}
        framework = self.definition.framework
        for unit_class in (each.code for each in framework.classes):
            for node in reversed((None, *framework.branches(unit_class))):
                parent = ROOT if node is None else node.code
                codes = [child.code for child in framework.basis(parent, unit_class)]
                found |= self._siblings(codes, unit_class, weights, out, runs)
        return found

    def _siblings(
        self,
        codes: Sequence[str],
        unit_class: str,
        weights: dict[tuple[str, str], FloatArray],
        out: NDArray[Any] | None,
        runs: int,
    ) -> dict[str, NDArray[Any]]:
        drawn = {
            code: weights.get(
                (code, unit_class), np.full(runs, self._own[code, unit_class], dtype=np.float64)
            )
            for code in codes
        }
        if out is not None:
            drawn = {code: np.where(self._falls(code, unit_class, out), 0.0, w) for code, w in drawn.items()}
        own = sum(self._own[code, unit_class] for code in codes)
        whole = np.sum([*drawn.values()], axis=0) if drawn else np.zeros(runs)
        changed = [code for code in codes if (code, unit_class) in weights or out is not None]
        if not changed:
            return {}
        factor = np.where(whole > 0, own / np.where(whole > 0, whole, 1.0), 0.0)
        return {weight_name(f"{code}{AT}{unit_class}"): w * factor for code, w in drawn.items()}

    def _falls(self, code: str, unit_class: str, out: NDArray[Any]) -> NDArray[np.bool_]:
        """In which runs a node is left out: an indicator that is, or a node of which nothing else is left."""
        framework = self.definition.framework
        only = code
        while children := [n for n in framework.basis(only, unit_class) if n.weights[unit_class] > 0]:
            if len(children) > 1:
                return np.zeros(len(out), dtype=np.bool_)
            only = children[0].code
        return np.asarray(out == only, dtype=np.bool_)

    def _of_sets(self, parameters: Parameters) -> Iterator[tuple[tuple[str, str], FloatArray]]:
        for name, variation in self.by_name.items():
            if isinstance(variation, WeightSets) and name in parameters:
                sets = self._applied[name]
                taken = np.asarray(parameters[name], dtype=object)
                for key in dict.fromkeys(key for weights in sets.values() for key in weights):
                    yield key, np.array([sets[str(option)].get(key, self._own[key]) for option in taken])

    @cached_property
    def _applied(self) -> Mapping[str, Mapping[str, Mapping[tuple[str, str], float]]]:
        """Choice → set → (node, class) → weight, of those that a set changes."""
        return {
            name: {key: self._weights_under(weights) for key, weights in self._sets(variation).items()}
            for name, variation in self.by_name.items()
            if isinstance(variation, WeightSets)
        }

    def _weights_under(self, weights: Mapping[str, float]) -> Mapping[tuple[str, str], float]:
        nodes = apply(self.definition, Scenario("", weights=weights)).framework.nodes
        found = {(node.code, code): w for node in nodes for code, w in node.weights.items()}
        return {key: weight for key, weight in found.items() if weight != self._own[key]}

    def _sets(self, variation: WeightSets) -> Mapping[str, Mapping[str, float]]:
        return self.stated.get(variation.stated, {}) if variation.stated else variation.sets

    def _check_range(self, variation: RuleRange) -> None:
        """Both ends fit the rule as it stands, and any that another choice puts in its place."""
        rules = [self.definition, *(apply(self.definition, s) for s in self._all_scenarios)]
        for definition in rules:
            indicator = definition.framework.by_code[variation.node].indicator
            for value in (variation.low, variation.high):
                spec = indicator.rule if indicator else RuleSpec("")
                faults = rule_faults(replace(spec, params={**spec.params, variation.parameter: value}))
                if faults:
                    remedy = Text(
                        "换一个参数，或去掉另一项选择",
                        "name another parameter, or take the other choice away",
                    )
                    raise SmartxlError(_WHERE + both(f", {rule_name(variation)}"), faults[0], remedy)

    @property
    def _all_scenarios(self) -> Iterator[Scenario]:
        return (s for v in self.design.vary if isinstance(v, ScenarioOptions) for s in v.options)

    def _check(self, variation: Variation) -> None:
        codes = _CODES.get(type(variation), lambda _: ())(variation)
        known = {*self.definition.framework.by_code, ROOT}
        if unknown := [code for code in codes if code not in known]:
            raise UnknownName(
                _WHERE,
                Text(f"没有节点 {listed(unknown)}", f"there is no node {listed(unknown)}"),
                Text("按指标体系写代码", "write codes of the framework"),
            )
        if isinstance(variation, ChoiceOptions):
            raise UnknownName(
                _WHERE,
                Text(f"指标体系没有步骤“{variation.step}”", f"the framework has no step {variation.step!r}"),
                Text("写 rule、rollup、missing 或 scenarios", "write rule, rollup, missing or scenarios"),
            )
        if isinstance(variation, WeightSets) and not self._sets(variation):
            if variation.stated:
                asked = QUESTIONNAIRES.get(variation.stated, both(variation.stated))
                what = Text(f"没有专家的答复（{asked.zh}）", f"there are no answers of experts ({asked.en})")
                remedy = Text(
                    "先收回问卷：smartxl weights collect", "collect them first: smartxl weights collect"
                )
            else:
                what, remedy = Text("没有权重组", "there are no sets"), Text("写 sets", "write sets")
            raise SmartxlError(_WHERE, what, remedy)


_CODES: Mapping[type[Any], Callable[[Any], tuple[str, ...]]] = {
    WeightShares: lambda v: v.nodes,
    WeightConcentration: lambda v: v.parents,
    RuleRange: lambda v: (v.node,),
    Exclusion: lambda v: v.nodes,
    AnswerError: lambda v: v.nodes,
}


def _name_of(variation: Variation) -> str:
    """What a choice is called: `weights`, `excluded`, `answers`, `B5.full`, what a choice among scenarios is about."""
    if isinstance(variation, RuleRange):
        return rule_name(variation)
    if isinstance(variation, ScenarioOptions):
        return str(variation.about)
    if isinstance(variation, Exclusion):
        return EXCLUDED
    return "answers" if isinstance(variation, AnswerError) else "weights"
