"""All leaf rules and rules over peers by name, and how one is built from a definition or from a column of numbers."""

from __future__ import annotations

from collections.abc import Mapping

from smartxl.model.framework import Measure, RuleSpec
from smartxl.rules.base import FloatArray, PeerRule, Rule
from smartxl.rules.faults import RuleFault
from smartxl.rules.leaves import BandPoints, Coverage, Direct, Goalposts, Ratio
from smartxl.rules.own import Own
from smartxl.rules.peers import AroundMean, MinMax, ZScore
from smartxl.rules.peers_distance import Distance
from smartxl.rules.peers_rank import Categories, PeerRank, Percentile
from smartxl.rules.points import Bonus, Count, Criteria, Deduction, Panel
from smartxl.rules.scales import Rubric, Survey
from smartxl.rules.targets import Efficacy, LogGoalposts, Piecewise, Target, TargetRange
from smartxl.text import Text

__all__ = [
    "PEER_RULES",
    "RULES",
    "build",
    "build_any",
    "build_peer",
    "from_vector",
    "is_peer",
    "rule_class",
    "rule_faults",
    "rules_of",
]

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
"""Name of a leaf rule → its class."""

_ALL_OVER_PEERS: tuple[type[PeerRule], ...] = (
    MinMax,
    ZScore,
    PeerRank,
    Percentile,
    Distance,
    AroundMean,
    Categories,
)

PEER_RULES: Mapping[str, type[PeerRule]] = {rule.name: rule for rule in _ALL_OVER_PEERS}
"""Name of a rule over peers → its class."""


def rule_class(name: str) -> type[Rule] | type[PeerRule] | None:
    """The class of a leaf rule or a rule over peers, None for an unknown name."""
    return RULES.get(name) or PEER_RULES.get(name)


def rules_of(measure: Measure) -> tuple[str, ...]:
    """The names of the rules that score a measure; those that score no other come first."""
    known: dict[str, type[Rule] | type[PeerRule]] = {**RULES, **PEER_RULES}
    fitting = [rule for rule in known.values() if measure in rule.measures]
    return tuple(rule.name for rule in sorted(fitting, key=lambda rule: len(rule.measures)))


def build(spec: RuleSpec) -> Rule:
    """The rule that a definition names. Raises KeyError, TypeError or ValueError (see `rule_faults`)."""
    if spec.name == Own.name and not spec.params and not spec.options:
        return Own(spec.formula, spec.inputs)
    if spec.formula and spec.name != Own.name:
        raise RuleFault(
            Text(
                f"规则 {spec.name} 不用公式（只有 own 才用）",
                f"rule {spec.name} takes no formula (only the rule own does)",
            )
        )
    if spec.options:
        raise RuleFault(
            Text(
                f"规则 {spec.name} 没有选项（只有与其他单位比较的规则才有：{', '.join(PEER_RULES)}）",
                f"rule {spec.name} takes no options (only rules over peers do: {', '.join(PEER_RULES)})",
            )
        )
    return RULES[spec.name].from_params(spec.params)


def is_peer(spec: RuleSpec) -> bool:
    """Whether a rule scores a unit among its peers: then `build_peer` makes it, not `build`."""
    return spec.name in PEER_RULES


def build_peer(spec: RuleSpec) -> PeerRule:
    """The rule over peers that a definition names. Raises KeyError, TypeError or ValueError (see `rule_faults`)."""
    return PEER_RULES[spec.name].from_spec(spec)


def build_any(spec: RuleSpec) -> Rule | PeerRule:
    """The rule that a definition names, whichever kind it is of. Raises KeyError, TypeError or ValueError."""
    return build_peer(spec) if is_peer(spec) else build(spec)


def from_vector(name: str, vector: FloatArray) -> Rule:
    """The rule by name with its parameters in one column, as they stand on the list sheet."""
    return RULES[name].from_vector(vector)


def rule_faults(spec: RuleSpec) -> tuple[Text, ...]:
    """What is wrong with a rule's name, parameters, options or formula, in words; empty when nothing is."""
    if rule_class(spec.name) is None:
        return (
            Text(
                f"没有规则“{spec.name}”（可用的有：{', '.join((*RULES, *PEER_RULES))}）",
                f"unknown rule {spec.name!r} (known: {', '.join((*RULES, *PEER_RULES))})",
            ),
        )
    try:
        build_any(spec)
    except RuleFault as fault:
        return (fault.told,)
    return ()
