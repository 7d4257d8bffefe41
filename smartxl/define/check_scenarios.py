"""Checks scenarios: their codes, weights, parameters and conventions, each against the framework that they change."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING

from smartxl.define.check_combination import combination_faults
from smartxl.define.check_common import TOLERANCE, doubles
from smartxl.define.scenario_schema import to_scenarios
from smartxl.model.combination import RollUp
from smartxl.model.framework import ROOT
from smartxl.model.reweighted import WeighedSiblings, other_shares, weighed_siblings
from smartxl.model.scenarios import AT, TOTAL, Scenario, Siblings, of_node, of_rule
from smartxl.model.variation import changed_rule, combined
from smartxl.rules import build_any, is_peer, rule_class, rule_faults, rules_of
from smartxl.text import Text, both

if TYPE_CHECKING:
    from smartxl.define.parse import Parsed
    from smartxl.define.schema import AssessmentFile
    from smartxl.define.yamlfile import Place
    from smartxl.errors import Problem
    from smartxl.model.combination import Combination
    from smartxl.model.framework import Framework, Indicator, RuleSpec
    from smartxl.model.scenarios import CombinationChange

__all__ = ["ScenarioFault", "scenario_faults", "scenario_problems"]

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ScenarioFault:
    """What is wrong with a scenario, and at which of its keys."""

    place: Place
    what: Text
    remedy: Text


def scenario_problems(
    file: Parsed[AssessmentFile], framework: Framework, units: Collection[str]
) -> Iterator[Problem]:
    """Problems of `scenarios`; the framework and the roster, whose `units` these are, must have none."""
    model = file.model
    if model is None:
        return
    for index, first in doubles(entry.name for entry in model.scenarios):
        name = model.scenarios[index].name
        what = Text(
            f"第 {first + 1} 个情景也叫“{name}”", f"scenario number {first + 1} is called {name!r} too"
        )
        yield from file.report(("scenarios", index, "name"), what, Text("换一个名称", "choose another name"))
    for index, scenario in enumerate(to_scenarios(model.scenarios)):
        if not file.is_broken(("scenarios", index)):
            for fault in scenario_faults(framework, scenario, units):
                yield from file.report(("scenarios", index, *fault.place), fault.what, fault.remedy)


def scenario_faults(
    framework: Framework, scenario: Scenario, units: Collection[str]
) -> tuple[ScenarioFault, ...]:
    """All that is wrong with a scenario of a framework that is sound itself; `units` are those of the roster."""
    codes = [*_weight_codes(framework, scenario), *_share_codes(framework, scenario)]
    found = [
        *codes,
        *(_sums(framework, scenario) if not codes else ()),
        *_rules(framework, scenario, units),
        *_combinations(framework, scenario),
        *_stages(framework, scenario),
    ]
    if not found and scenario.is_empty:
        what = Text("没有改变任何东西", "it changes nothing")
        remedy = Text("写 weights、rules、missing 等其中一项", "write weights, rules, missing …")
        found.append(ScenarioFault((), what, remedy))
    return tuple(found)


def _weight_codes(framework: Framework, scenario: Scenario) -> Iterator[ScenarioFault]:
    classes = [each.code for each in framework.classes]
    for key in scenario.weights:
        code, unit_class = of_node(key)
        place: Place = ("weights", key)
        node = framework.by_code.get(code)
        if code == ROOT:
            yield ScenarioFault(
                place,
                Text("总分没有权重", "the total has no weight"),
                Text("写它之下节点的权重", "write the weights of the nodes below it"),
            )
        elif node is None:
            yield _unknown(framework, place, code)
        elif unit_class and unit_class not in classes:
            yield ScenarioFault(
                place,
                Text(f"没有类别“{unit_class}”", f"unknown class {unit_class!r}"),
                Text("可用的有：", "use one of: ") + both(", ".join(classes)),
            )
        elif unit_class and unit_class not in node.weights:
            yield ScenarioFault(
                place,
                Text(f"类别 {unit_class} 没有指标 {code}", f"the class {unit_class} does not have {code}"),
                Text("可用的有：", "use one of: ") + both(", ".join(f"{code}{AT}{c}" for c in node.weights)),
            )


def _unknown(framework: Framework, place: Place, code: str) -> ScenarioFault:
    """A code that is none: near ones, the code of a node with this name, or that of a class."""
    what = Text(f"指标体系中没有节点“{code}”", f"{code!r} is no node of the framework")
    if any(each.code == code for each in framework.classes):
        remedy = Text(
            "它是类别：在全市得分中的占比写在 shares（--share）中",
            "it is a class: its share in the city's score stands in shares (--share)",
        )
        return ScenarioFault(place, what, remedy)
    named = [node.code for node in framework.nodes if code in {node.name.zh, node.name.en}]
    near = named or get_close_matches(code, framework.by_code, n=3, cutoff=0.5)
    listed = ", ".join([*framework.by_code][:_SHOWN]) + (" …" if len(framework.by_code) > _SHOWN else "")
    known = ", ".join(near)
    return ScenarioFault(
        place,
        what,
        Text(f"是不是 {known}？", f"did you mean {known}?")
        if near
        else Text(f"可用的有：{listed}", f"use one of: {listed}"),
    )


def _share_codes(framework: Framework, scenario: Scenario) -> Iterator[ScenarioFault]:
    known = [each.code for each in framework.classes]
    for code in scenario.shares:
        if code not in known:
            what = Text(f"没有类别“{code}”", f"unknown class {code!r}")
            yield ScenarioFault(
                ("shares", code), what, Text("可用的有：", "use one of: ") + both(", ".join(known))
            )


def _sums(framework: Framework, scenario: Scenario) -> Iterator[ScenarioFault]:
    """Weights that cannot be shared out among the siblings of a class."""
    shares = other_shares(framework, scenario)
    if shares is not None and (fault := shares.fault):
        yield ScenarioFault(("shares", next(iter(shares.named))), *fault)
    told: set[tuple[Place, Text]] = set()
    for siblings in weighed_siblings(framework, scenario):
        fault = _alone(framework, siblings) or siblings.fault
        if fault is None:
            continue
        first = next(iter(siblings.named), "")
        key = next((k for k in scenario.weights if of_node(k)[0] == first), "")
        place: Place = ("weights", key) if key else ("equal",)
        above = Text("第一级", "the top level") if siblings.parent == ROOT else both(siblings.parent)
        where = Text(
            f"{above.zh}（类别 {siblings.unit_class}）：", f"{above.en} (class {siblings.unit_class}): "
        )
        if (place, fault[0]) not in told:  # the same in two classes
            told.add((place, fault[0]))
            yield ScenarioFault(place, where + fault[0], fault[1])


def _alone(framework: Framework, siblings: WeighedSiblings) -> tuple[Text, Text] | None:
    """A node without siblings in a class, which has all of its parent there."""
    if len(siblings.before) > 1 or not siblings.named or siblings.siblings is Siblings.KEEP:
        return None
    ((code, weight),) = siblings.named.items()
    if abs(weight - siblings.total) <= TOLERANCE or siblings.points:
        return None
    others = [c for c in framework.by_code[code].weights if c != siblings.unit_class]
    what = Text(
        f"{code} 没有同级指标，权重只能是 {siblings.total:g}",
        f"{code} has no siblings, so its weight can only be {siblings.total:g}",
    )
    if not others:
        return what, Text("删去它", "leave it out")
    known = ", ".join(f"{code}{AT}{each}" for each in others)
    return what, Text(f"只改其他类别：{known}", f"change it for another class: {known}")


def _rules(framework: Framework, scenario: Scenario, units: Collection[str]) -> Iterator[ScenarioFault]:
    for code, parameters in scenario.changed_rules.items():
        keys = [key for key in scenario.rules if of_rule(key)[0] == code]
        place: Place = ("rules", keys[0])
        node = framework.by_code.get(code)
        if not code:
            what = Text(
                f"“{keys[0]}”没有写明指标和参数", f"{keys[0]!r} does not name an indicator and a parameter"
            )
            yield ScenarioFault(
                place, what, Text("写成 指标.参数，如 B5.full", "write indicator.parameter, e.g. B5.full")
            )
        elif node is None:
            yield _unknown(framework, place, code)
        elif node.indicator is None:
            what = Text(f"{code} 有下级，没有计分规则", f"{code} is a group and has no rule")
            yield ScenarioFault(place, what, Text("写它之下的指标", "name an indicator below it"))
        else:
            rule = changed_rule(node.indicator, parameters)
            for what, remedy in _rule(node.indicator, rule, units):
                yield ScenarioFault(place, both(f"{code} ") + what, remedy)


def _rule(indicator: Indicator, rule: RuleSpec, units: Collection[str]) -> Iterator[tuple[Text, Text]]:
    of_measure, known = rules_of(indicator.measure), rule_class(rule.name)
    if rule.name not in of_measure:
        unknown = Text(f"没有规则“{rule.name}”", f"unknown rule {rule.name!r}")
        unfit = Text(
            f"规则 {rule.name} 不适用于测评方式 {indicator.measure}",
            f"the rule {rule.name} does not score the measure {indicator.measure}",
        )
        yield unfit if known else unknown, Text("可用的有：", "use one of: ") + both(", ".join(of_measure))
        return
    words = [] if is_peer(rule) else [*rule.options.items()]
    for name, word in words:
        yield (
            Text(f"{name} 是“{word}”，不是数", f"{name} is {word!r}, which is not a number"),
            Text(f"{name} 要写一个数", f"write a number for {name}"),
        )
    faults = () if words else rule_faults(rule)
    for fault in faults:
        yield fault, Text("改正规则的参数", "mend the parameters of the rule")
    if words or faults:
        return
    low, high = build_any(rule).sizes()
    if not indicator.measure.has_scale and not low <= len(indicator.inputs) <= high:
        what = Text(
            f"规则 {rule.name} 要 {low} 至 {high} 个数值项，该指标有 {len(indicator.inputs)} 个",
            f"the rule {rule.name} takes {low} to {high} inputs, and the indicator has {len(indicator.inputs)}",
        )
        yield what, Text("换一条规则", "use another rule")
    yield from _turned(indicator, rule)
    reference = rule.options.get("reference")
    if reference is not None and reference not in units:
        yield (
            Text(f"单位名册中没有“{reference}”", f"unknown unit {reference!r}"),
            Text("用名册中的代码", "use a code of the roster"),
        )


def _turned(indicator: Indicator, rule: RuleSpec) -> Iterator[tuple[Text, Text]]:
    """Parameters that make less of what was better, or the other way round."""
    known = rule_class(rule.name)
    falls = known.falls(rule.params) if known else None
    if falls is not None and falls != (indicator.direction < 0):
        yield (
            Text("参数使指标的方向反了", "the parameters turn the direction of the indicator around"),
            Text("对调参数", "swap the parameters"),
        )


def _combinations(framework: Framework, scenario: Scenario) -> Iterator[ScenarioFault]:
    if scenario.rollup is not None:
        how = combined(framework, Scenario("", rollup=scenario.rollup), ROOT)
        yield from _change(("rollup",), scenario.rollup, how)
    for code, change in scenario.combine.items():
        place: Place = ("combine", TOTAL if code == ROOT else code)
        node = framework.by_code.get(code)
        if code != ROOT and node is None:
            yield _unknown(framework, place, code)
        elif node is not None and node.is_leaf:
            what = Text(f"{code} 没有下级，不汇总", f"{code} has no children to be combined")
            yield ScenarioFault(place, what, Text("写有下级的节点", "name a group"))
        else:
            yield from _change(place, change, combined(framework, scenario, code))


def _change(place: Place, change: CombinationChange, how: Combination) -> Iterator[ScenarioFault]:
    given = {each.name for each in fields(change) if getattr(change, each.name) is not None}
    if change.method is None and how.method is RollUp.POWER:
        given.add("power")  # it is that of the definition
    for key, what, remedy in combination_faults(how, given):
        yield ScenarioFault((*place, key), what, remedy)


def _stages(framework: Framework, scenario: Scenario) -> Iterator[ScenarioFault]:
    names, starts = framework.conventions.stages.names, scenario.stages
    if starts and len(starts) != len(names):
        what = Text(
            f"写了 {len(starts)} 个起点，而阶段有 {len(names)} 个",
            f"{len(starts)} starts for {len(names)} stages",
        )
        yield ScenarioFault(("stages",), what, Text("每个阶段写一个起点", "write one number for each stage"))
    elif any(low >= high for low, high in pairwise(starts)):
        what = Text("阶段的起点没有从小到大", "the starts of the stages do not rise")
        yield ScenarioFault(("stages",), what, Text("从小到大写", "let them rise"))
