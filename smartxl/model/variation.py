"""A definition with a scenario applied: other weights, parameters and conventions, the same units, rows and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from smartxl.model.combination import Combination, Unscored
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT, Conventions, Framework, Indicator, Node, RuleSpec
from smartxl.model.reweighted import other_shares, weighed_siblings
from smartxl.model.scenarios import CombinationChange, MissingPolicy, Parameter, Scenario
from smartxl.model.unanswered import Missing, Unanswered

__all__ = ["apply", "changed_rule", "combined"]

_RULE, _FORMULA = "rule", "formula"


def apply(definition: Definition, scenario: Scenario) -> Definition:
    """The definition with what a scenario says in place of its own; what its forms ask stays the same.

    Nothing is checked: see `smartxl.define.check_scenarios.scenario_faults`. Siblings whose weights add up to another total
    than theirs keep it (see `Siblings`); codes that there are not change nothing.
    """
    if scenario.is_empty:
        return definition
    return replace(definition, framework=_framework(definition.framework, scenario))


def combined(framework: Framework, scenario: Scenario, code: str) -> Combination:
    """How a node, or `ROOT`, is combined under a scenario."""
    how = framework.combination(code)
    for change in (_by_missing(scenario.missing), scenario.rollup, scenario.combine.get(code)):
        how = change.of(how) if change is not None else how
    return how


def changed_rule(indicator: Indicator, parameters: Mapping[str, Parameter]) -> RuleSpec:
    """Its rule with other parameters; under another name, which the parameter `rule` gives, it has these alone."""
    given = {name: value for name, value in parameters.items() if name not in {_RULE, _FORMULA}}
    words = {name: value for name, value in given.items() if isinstance(value, str)}
    numbers = {name: value for name, value in given.items() if not isinstance(value, str)}
    formula = parameters.get(_FORMULA)
    base = indicator.rule
    if (name := parameters.get(_RULE)) is not None and name != base.name:
        codes = tuple(each.code for each in indicator.inputs) if _FORMULA in parameters else ()
        base = RuleSpec(str(name), inputs=codes)
    return replace(
        base,
        params={**base.params, **numbers},
        options={**base.options, **words},
        formula=base.formula if formula is None else str(formula),
    )


def _framework(framework: Framework, scenario: Scenario) -> Framework:
    weights = {
        (code, siblings.unit_class): weight
        for siblings in weighed_siblings(framework, scenario)
        for code, weight in siblings.after.items()
    }
    weights |= _of_pipeline(framework, scenario)
    rules = scenario.changed_rules
    nodes = tuple(_node(framework, scenario, node, weights, rules) for node in framework.nodes)
    shares = other_shares(framework, scenario)
    classes = framework.classes
    if shares is not None:
        after = shares.after
        classes = tuple(replace(each, share=after[each.code]) for each in classes)
    conventions = _conventions(framework, scenario)
    return replace(framework, nodes=nodes, classes=classes, conventions=conventions)


def _of_pipeline(framework: Framework, scenario: Scenario) -> Mapping[tuple[str, str], float]:
    """The weights of adjusting nodes: the most points that each brings, whatever the others have."""
    weighed = scenario.weighed
    return {
        (code, unit_class): weight
        for code in framework.adjusting
        for unit_class in framework.by_code[code].weights
        if (weight := weighed.get((code, unit_class), weighed.get((code, "")))) is not None
    }


def _node(
    framework: Framework,
    scenario: Scenario,
    node: Node,
    weights: Mapping[tuple[str, str], float],
    rules: Mapping[str, Mapping[str, Parameter]],
) -> Node:
    own = {
        unit_class: weights.get((node.code, unit_class), weight)
        for unit_class, weight in node.weights.items()
    }
    return replace(
        node,
        weights=own,
        combination=node.combination if node.is_leaf else combined(framework, scenario, node.code),
        indicator=_indicator(node.indicator, scenario, rules.get(node.code, {})) if node.indicator else None,
        digits=node.digits if scenario.digits is None else None,
    )


def _indicator(indicator: Indicator, scenario: Scenario, parameters: Mapping[str, Parameter]) -> Indicator:
    return replace(
        indicator,
        rule=changed_rule(indicator, parameters) if parameters else indicator.rule,
        missing=indicator.missing if scenario.missing is None else _of_rows(scenario.missing),
    )


def _conventions(framework: Framework, scenario: Scenario) -> Conventions:
    declared = framework.conventions
    if scenario.digits is not None:
        declared = replace(
            declared,
            digits=scenario.digits,
            group_digits=scenario.group_digits,
            total_digits=scenario.total_digits,
        )
    if scenario.missing is not None:
        rows = _of_rows(scenario.missing)
        declared = replace(declared, unanswered=Unanswered(rows, rows))
    if scenario.stages:
        declared = replace(declared, stages=replace(declared.stages, thresholds=scenario.stages))
    return replace(
        declared,
        total=combined(framework, scenario, ROOT),
        coverage_floor=scenario.coverage_floor or declared.coverage_floor,
    )


def _of_rows(policy: MissingPolicy) -> Missing:
    return Missing.ZERO if policy is MissingPolicy.ZERO else Missing.LEAVE_OUT


def _by_missing(policy: MissingPolicy | None) -> CombinationChange | None:
    return None if policy is None else CombinationChange(unscored=Unscored(policy.value))
