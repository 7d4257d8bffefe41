"""All leaf rules by name, and how one is built from a definition or from a column of numbers."""

from __future__ import annotations

from collections.abc import Mapping

from smartxl.model.framework import RuleSpec
from smartxl.rules.base import FloatArray, Rule
from smartxl.rules.leaves import BandPoints, Coverage, Direct, Goalposts, Ratio
from smartxl.rules.own import Own
from smartxl.rules.points import Bonus, Count, Criteria, Deduction, Panel
from smartxl.rules.scales import Rubric, Survey
from smartxl.rules.targets import Efficacy, LogGoalposts, Piecewise, Target, TargetRange

__all__ = ["RULES", "build", "from_vector", "rule_faults"]

_ALL: tuple[type[Rule], ...] = (
    Coverage,
    Ratio,
    Goalposts,
    BandPoints,
    Rubric,
    Survey,
    Direct,
    Target,
    TargetRange,
    Efficacy,
    Piecewise,
    LogGoalposts,
    Criteria,
    Count,
    Deduction,
    Bonus,
    Panel,
    Own,
)

RULES: Mapping[str, type[Rule]] = {rule.name: rule for rule in _ALL}
"""Rule name → rule class."""


def build(spec: RuleSpec) -> Rule:
    """The rule that a definition names. Raises KeyError, TypeError or ValueError (see `rule_faults`)."""
    if spec.name == Own.name and not spec.params:
        return Own(spec.formula, spec.inputs)
    if spec.formula and spec.name != Own.name:
        raise TypeError(f"rule {spec.name} takes no formula (only the rule own does)")
    return RULES[spec.name].from_params(spec.params)


def from_vector(name: str, vector: FloatArray) -> Rule:
    """The rule by name with its parameters in one column, as they stand on the list sheet."""
    return RULES[name].from_vector(vector)


def rule_faults(spec: RuleSpec) -> tuple[str, ...]:
    """What is wrong with a rule's name, parameters or formula, in words; empty when nothing is."""
    if spec.name not in RULES:
        return (f"unknown rule {spec.name!r} (known: {', '.join(RULES)})",)
    try:
        build(spec)
    except (TypeError, ValueError) as error:
        return (str(error),)
    return ()
