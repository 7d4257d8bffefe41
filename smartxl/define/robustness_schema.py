"""The shape of what varies in an analysis of uncertainty in assessment.yaml, and from its entries to frozen data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from smartxl.define.entries import Line, YamlModel
from smartxl.model.combination import RollUp
from smartxl.model.framework import ROOT
from smartxl.model.scenarios import TOTAL, CombinationChange, MissingPolicy, Scenario, of_rule
from smartxl.model.uncertaintydesign import (
    DEFAULT_DESIGN,
    LEAST_RUNS,
    MOST_POINTS,
    MOST_RUNS,
    AnswerError,
    Exclusion,
    RuleRange,
    ScenarioOptions,
    UncertaintyDesign,
    Variation,
    WeightConcentration,
    WeightSets,
    WeightShares,
)
from smartxl.text import Text, both

if TYPE_CHECKING:
    from smartxl.model.framework import Framework

__all__ = [
    "AS_IT_IS",
    "RobustnessEntry",
    "Varied",
    "VariedEntry",
    "option_words",
    "scenario_options",
    "to_design",
    "varied_nodes",
]

AS_IT_IS = "as-it-is"
"""Among scenarios: the definition as it stands."""


class Varied(StrEnum):
    """What varies: a step that the index has."""

    WEIGHTS = "weights"
    RULE = "rule"  # a parameter of an indicator's rule
    ROLLUP = "rollup"  # how nodes are combined
    MISSING = "missing"  # what everything without an answer counts as: left out, zero, or imputed from peers
    SCENARIOS = "scenarios"  # whole scenarios of the definition
    EXCLUDE = "exclude"  # an indicator is left out
    ANSWERS = "answers"  # what was answered is measured with an error


class VariedEntry(YamlModel):
    """One choice that varies; which keys it has depends on what it is about."""

    what: Varied = Field(description="weights, rule, rollup, missing, scenarios, exclude or answers")
    by: float | None = Field(
        None,
        ge=0,
        le=1,
        description="weights and answers: within this share of themselves, e.g. 0.25 for ±25 %",
    )
    concentration: float | None = Field(
        None,
        gt=0,
        le=1e6,
        description="weights: Dirichlet distribution of this concentration, e.g. 50, instead of by",
    )
    experts: Literal["ahp", "delphi"] | None = Field(
        None, description="weights: those that each expert gave in this questionnaire, instead of by"
    )
    each: bool = Field(
        False, description="weights: true: each weight is a choice of its own in the Sobol analysis"
    )
    nodes: tuple[Line, ...] = Field(
        (),
        description="only these nodes: codes, total for that above all; with concentration those whose children vary",
    )
    level: int | None = Field(
        None, ge=0, le=20, description="instead of nodes: all of this level; of rollup 0 is the total"
    )
    parameter: Line | None = Field(None, description="rule: indicator and parameter, e.g. B5.full")
    low: float | None = Field(None, description="rule: the least value, with high, instead of options")
    high: float | None = Field(None, description="rule: the greatest value")
    options: tuple[Line, ...] = Field(
        (),
        description="what is chosen from: values of the parameter, methods of rollup, policies of missing, names of scenarios "
        "(as-it-is for the definition)",
    )
    floor: float | None = Field(
        None,
        gt=0,
        description="rollup: the least that a score counts under geometric, harmonic or power means",
    )
    power: float | None = Field(None, ge=-20, le=20, description="rollup: the exponent of power")


class RobustnessEntry(YamlModel):
    """How sure a rank is: what varies, in how many runs."""

    runs: int = Field(1000, ge=LEAST_RUNS, le=MOST_RUNS, description="how many runs, e.g. 1000")
    seed: int = Field(
        7, ge=0, le=2**31, description="the seed of the random numbers: the same gives the same result"
    )
    low: float = Field(
        0.05, ge=0, lt=0.5, description="share of the runs below the lower limit of an interval"
    )
    high: float = Field(
        0.95, gt=0.5, le=1, description="share of the runs below the upper limit of an interval"
    )
    quotable: float = Field(
        0.95,
        gt=0.5,
        le=1,
        description="an order of two units can be quoted where it holds in this share of the runs",
    )
    points: int = Field(
        256, ge=2, le=MOST_POINTS, description="points of the Sobol analysis, a power of 2, e.g. 256"
    )
    step: float = Field(0.1, gt=0, le=1, description="by which share each weight is changed alone, e.g. 0.1")
    vary: tuple[VariedEntry, ...] = Field(
        (), description="what varies: [{ what: weights, by: 0.25 }, …]; without any, all weights by ±25 %"
    )


def to_design(
    entry: RobustnessEntry | None, framework: Framework, scenarios: Iterable[Scenario]
) -> UncertaintyDesign:
    """The design that is declared, or the default one. An entry that is checked can be made into a variation."""
    if entry is None:
        return DEFAULT_DESIGN
    named = {scenario.name: scenario for scenario in scenarios}
    vary = tuple(_variation(each, framework, named) for each in entry.vary)
    return UncertaintyDesign(
        vary or DEFAULT_DESIGN.vary,
        entry.runs,
        entry.seed,
        (entry.low, entry.high),
        entry.quotable,
        entry.points,
        entry.step,
    )


def _variation(entry: VariedEntry, framework: Framework, named: Mapping[str, Scenario]) -> Variation:
    nodes = varied_nodes(entry, framework)
    if entry.what is Varied.WEIGHTS:
        return _weights(entry, nodes)
    if entry.what is Varied.EXCLUDE:
        return Exclusion(nodes)
    if entry.what is Varied.ANSWERS:
        return AnswerError(entry.by or 0.0, nodes)
    if entry.what is Varied.RULE and not entry.options:
        return RuleRange(*of_rule(entry.parameter or ""), entry.low or 0.0, entry.high or 0.0)
    about = {Varied.RULE: entry.parameter or "", Varied.ROLLUP: _about_rollup(entry)}
    return ScenarioOptions(
        about.get(entry.what, entry.what.value), tuple(scenario_options(entry, nodes, named).values())
    )


def _about_rollup(entry: VariedEntry) -> str:
    named = ",".join(entry.nodes) if entry.nodes else "" if entry.level is None else f"level {entry.level}"
    return f"{Varied.ROLLUP.value} {named}".strip()


def _weights(entry: VariedEntry, nodes: tuple[str, ...]) -> Variation:
    if entry.experts is not None:
        return WeightSets(stated=entry.experts)
    if entry.concentration is not None:
        return WeightConcentration(entry.concentration, nodes)
    return WeightShares(entry.by or 0.0, nodes, entry.each)


def varied_nodes(entry: VariedEntry, framework: Framework) -> tuple[str, ...]:
    """The nodes that an entry names, by code or by level; `ROOT` for the total."""
    if entry.level is None:
        return tuple(ROOT if code == TOTAL else code for code in entry.nodes)
    if entry.level == 0:
        return (ROOT,)
    inner = entry.what is Varied.ROLLUP
    return tuple(n.code for n in framework.nodes if n.level == entry.level and not (inner and n.is_leaf))


def scenario_options(
    entry: VariedEntry, nodes: tuple[str, ...], named: Mapping[str, Scenario]
) -> Mapping[str, Scenario]:
    """Each option that can be read, as a scenario."""
    made: Mapping[Varied, Callable[[str], Scenario | None]] = {
        Varied.RULE: lambda option: _of_rule(entry, option),
        Varied.ROLLUP: lambda option: _of_rollup(entry, nodes, option),
        Varied.MISSING: _of_missing,
        Varied.SCENARIOS: lambda option: _named(option, named),
    }
    if entry.what not in made:
        return {}
    found = ((option, made[entry.what](option)) for option in entry.options)
    return {option: scenario for option, scenario in found if scenario is not None}


def _of_rule(entry: VariedEntry, option: str) -> Scenario:
    return Scenario(option, both(option), rules={entry.parameter or "": _value(option)})


def _value(option: str) -> float | str:
    """A number where it reads as one, else a word, as parameters are."""
    try:
        return float(option)
    except ValueError:
        return option


def _of_rollup(entry: VariedEntry, nodes: tuple[str, ...], option: str) -> Scenario | None:
    if option not in {method.value for method in RollUp}:
        return None
    method = RollUp(option)
    imaged = method in {RollUp.GEOMETRIC, RollUp.HARMONIC, RollUp.POWER}
    change = CombinationChange(
        method,
        power=entry.power if method is RollUp.POWER else None,
        floor=entry.floor if imaged else None,
    )
    title = _METHODS.get(method, both(method.value))
    if nodes:
        return Scenario(method.value, title, combine=dict.fromkeys(nodes, change))
    return Scenario(method.value, title, rollup=change)


def _of_missing(option: str) -> Scenario | None:
    if option not in {policy.value for policy in MissingPolicy}:
        return None
    policy = MissingPolicy(option)
    return Scenario(policy.value, _POLICIES[policy], missing=policy)


def _named(option: str, named: Mapping[str, Scenario]) -> Scenario | None:
    if option == AS_IT_IS:
        return Scenario(AS_IT_IS, Text("现行定义", "as it is"))
    return named.get(option)


def option_words(what: Varied, named: Iterable[str]) -> Iterator[str]:
    """The words that an option may be, none where it is any value."""
    if what is Varied.ROLLUP:
        yield from (method.value for method in RollUp)
    if what is Varied.MISSING:
        yield from (policy.value for policy in MissingPolicy)
    if what is Varied.SCENARIOS:
        yield from (AS_IT_IS, *named)


_METHODS = {
    RollUp.MEAN: Text("加权平均", "weighted mean"),
    RollUp.SUM: Text("分值相加", "sum of points"),
    RollUp.GEOMETRIC: Text("几何平均", "geometric mean"),
    RollUp.HARMONIC: Text("调和平均", "harmonic mean"),
    RollUp.POWER: Text("幂平均", "power mean"),
    RollUp.WORST: Text("取最低", "the lowest"),
}
_POLICIES = {
    MissingPolicy.LEAVE_OUT: Text("不计入", "left out"),
    MissingPolicy.ZERO: Text("按零分", "zero"),
    MissingPolicy.PEER_MEAN: Text("同类平均", "mean of peers"),
    MissingPolicy.PEER_MEDIAN: Text("同类中位数", "median of peers"),
}
