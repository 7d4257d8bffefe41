"""Checks what varies in an analysis of uncertainty: every choice is about something that the framework has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.define.check_scenarios import scenario_faults
from smartxl.define.robustness_schema import (
    AS_IT_IS,
    Varied,
    VariedEntry,
    option_words,
    scenario_options,
    varied_nodes,
)
from smartxl.define.scenario_schema import to_scenarios
from smartxl.model.framework import ROOT
from smartxl.model.scenarios import TOTAL, Scenario, of_rule
from smartxl.text import Text, both

if TYPE_CHECKING:
    from smartxl.define.parse import Parsed
    from smartxl.define.schema import AssessmentFile
    from smartxl.define.yamlfile import Place
    from smartxl.errors import Problem
    from smartxl.model.framework import Framework

__all__ = ["robustness_problems"]

Trouble = tuple["Place", Text, Text]
"""The place in an entry, what is wrong, what to do."""
_KEYS: Mapping[Varied, tuple[str, ...]] = {
    Varied.WEIGHTS: ("by", "concentration", "experts", "each", "nodes", "level"),
    Varied.RULE: ("parameter", "low", "high", "options"),
    Varied.ROLLUP: ("options", "nodes", "level", "floor", "power"),
    Varied.MISSING: ("options",),
    Varied.SCENARIOS: ("options",),
    Varied.EXCLUDE: ("nodes", "level"),
    Varied.ANSWERS: ("by", "nodes", "level"),
}
"""What varies → the keys that say how."""
_SHOWN = 12


def robustness_problems(
    file: Parsed[AssessmentFile], framework: Framework, units: Collection[str]
) -> Iterator[Problem]:
    """Problems of `robustness`; the framework must have none, `units` are those of the roster."""
    model = file.model
    if model is None or model.robustness is None or file.is_broken(("robustness",)):
        return
    entry = model.robustness
    if entry.points & (entry.points - 1):
        yield from file.report(
            ("robustness", "points"),
            Text(f"{entry.points} 不是 2 的幂", f"{entry.points} is no power of 2"),
            Text("写 128、256、512 或 1024", "write 128, 256, 512 or 1024"),
        )
    named = {scenario.name: scenario for scenario in to_scenarios(model.scenarios)}
    check = _DesignCheck(framework, named, units)
    for index, varied in enumerate(entry.vary):
        place: Place = ("robustness", "vary", index)
        if not file.is_broken(place):
            for below, what, remedy in check.troubles(varied):
                yield from file.report((*place, *below), what, remedy)
    for index, what, remedy in (*check.twice(entry.vary), *check.replaced(entry.vary)):
        yield from file.report(("robustness", "vary", index), what, remedy)


@dataclass(frozen=True)
class _DesignCheck:
    framework: Framework
    named: Mapping[str, Scenario]
    units: Collection[str]

    def troubles(self, entry: VariedEntry) -> Iterator[Trouble]:
        """All that is wrong with one choice."""
        stray = [key for key in sorted(entry.model_fields_set - {"what"}) if key not in _KEYS[entry.what]]
        for key in stray:
            allowed = ", ".join(_KEYS[entry.what])
            yield (
                (key,),
                Text(f"{entry.what.value} 不用 {key}", f"{entry.what.value} takes no {key}"),
                Text(f"可用的有：{allowed}", f"it takes: {allowed}"),
            )
        if entry.nodes and entry.level is not None:
            yield (
                ("level",),
                Text("nodes 与 level 都写了", "there are nodes and a level"),
                Text("只写一个", "keep one"),
            )
        unknown = list(self._codes(entry))
        yield from unknown
        if not stray and not unknown:
            yield from self._how(entry)

    def _codes(self, entry: VariedEntry) -> Iterator[Trouble]:
        known = [*self.framework.by_code]
        for number, code in enumerate(entry.nodes):
            if code == TOTAL and entry.what in {Varied.ROLLUP, Varied.WEIGHTS}:
                continue
            if code not in known:
                near = get_close_matches(code, known, n=3, cutoff=0.5) or known[:_SHOWN]
                yield (
                    ("nodes", number),
                    Text(f"指标体系中没有节点“{code}”", f"{code!r} is no node of the framework"),
                    Text("可用的有：", "use one of: ") + both(", ".join(near)),
                )
        if entry.level is not None and not varied_nodes(entry, self.framework):
            yield (
                ("level",),
                Text(f"没有第 {entry.level} 级", f"there is no level {entry.level}"),
                Text("写已有的层级，1 为最上一级", "write a level that there is; 1 is the uppermost"),
            )

    def _how(self, entry: VariedEntry) -> Iterator[Trouble]:
        nodes = varied_nodes(entry, self.framework)
        if entry.what is Varied.WEIGHTS:
            yield from self._weights(entry, nodes)
        elif entry.what in {Varied.EXCLUDE, Varied.ANSWERS}:
            yield from self._leaves(entry, nodes)
            if entry.what is Varied.ANSWERS and entry.by is None:
                yield (
                    (),
                    Text("没有写误差", "no error is given"),
                    Text("写 by: 0.05（±5%）", "write by: 0.05 (±5 %)"),
                )
        elif entry.what is Varied.RULE and not entry.options:
            yield from self._range(entry)
        else:
            yield from self._options(entry, nodes)

    def _weights(self, entry: VariedEntry, nodes: tuple[str, ...]) -> Iterator[Trouble]:
        ways = [key for key in ("by", "concentration", "experts") if getattr(entry, key) is not None]
        if len(ways) != 1:
            remedy = Text("写 by、concentration、experts 之一", "write one of by, concentration and experts")
            if ways:
                listed = ", ".join(ways)
                yield (), Text(f"写了 {listed}", f"it has {listed}"), remedy
            else:
                yield (), Text("没有写权重怎样变", "it does not say how weights vary"), remedy
        elif ways == ["concentration"]:
            for code in nodes:
                if code != ROOT and self.framework.by_code[code].is_leaf:
                    what = Text(f"{code} 没有下级", f"{code} has no children")
                    yield ("nodes",), what, Text("写有下级的节点", "name nodes that have children")
        elif ways == ["by"] and ROOT in nodes:
            what = Text("总分没有权重", "the total has no weight")
            yield (
                ("nodes",) if entry.nodes else ("level",),
                what,
                Text("写它之下的节点", "name nodes below it"),
            )

    def _leaves(self, entry: VariedEntry, nodes: tuple[str, ...]) -> Iterator[Trouble]:
        for number, code in enumerate(nodes):
            place: Place = ("nodes", number) if entry.nodes else ("level",)
            if code == ROOT or not self.framework.by_code[code].is_leaf:
                what = Text(f"{code} 不是指标", f"{code} is no indicator")
                yield place, what, Text("写指标的代码", "write codes of indicators")
            elif entry.what is Varied.EXCLUDE and self.framework.adjusts(self.framework.by_code[code]):
                what = Text(
                    f"{code} 属于加减分步骤，不参加汇总",
                    f"{code} belongs to the pipeline, not to the roll-up",
                )
                yield place, what, Text("写参加汇总的指标", "name indicators of the roll-up")

    def _range(self, entry: VariedEntry) -> Iterator[Trouble]:
        if entry.parameter is None:
            remedy = Text("写 parameter: 指标.参数", "write parameter: INDICATOR.PARAMETER")
            yield (), Text("没有写哪个参数", "no parameter is named"), remedy
            return
        if entry.low is None or entry.high is None or entry.low >= entry.high:
            what = Text("low 与 high 不成区间", "low and high are no interval")
            yield (
                (),
                what,
                Text("写 low 与更大的 high，或写 options", "write low and a greater high, or options"),
            )
            return
        told: set[Text] = set()
        for value in (entry.low, entry.high):
            for fault in self._faults(Scenario("", rules={entry.parameter: value})):
                if fault[1] not in told:
                    told.add(fault[1])
                    yield ("parameter",), fault[1], fault[2]

    def _options(self, entry: VariedEntry, nodes: tuple[str, ...]) -> Iterator[Trouble]:
        if entry.what is Varied.RULE and entry.parameter is None:
            remedy = Text("写 parameter: 指标.参数", "write parameter: INDICATOR.PARAMETER")
            yield (), Text("没有写哪个参数", "no parameter is named"), remedy
            return
        if len(set(entry.options)) < max(2, len(entry.options)):
            what = Text("要有至少两个不同的选项", "it needs two different options or more")
            yield (
                ("options",) if entry.options else (),
                what,
                Text("写 options: […, …]", "write options: […, …]"),
            )
            return
        read = scenario_options(entry, nodes, self.named)
        for number, option in enumerate(entry.options):
            if option not in read:
                words = ", ".join(option_words(entry.what, self.named))
                what = Text(f"没有选项“{option}”", f"there is no option {option!r}")
                yield ("options", number), what, Text(f"可用的有：{words}", f"use one of: {words}")
            elif option != AS_IT_IS and entry.what is not Varied.SCENARIOS:
                for _, what, remedy in self._faults(read[option]):
                    yield ("options", number), what, remedy

    def _faults(self, scenario: Scenario) -> Iterator[Trouble]:
        for fault in scenario_faults(self.framework, scenario, self.units):
            yield fault.place, fault.what, fault.remedy

    def twice(self, vary: tuple[VariedEntry, ...]) -> Iterator[tuple[int, Text, Text]]:
        """Choices about a weight that another one varies already: which holds would stay open."""
        seen: set[str] = set()
        for index, entry in enumerate(vary):
            touched = self._touched(entry)
            if seen & touched:
                what = Text("同一个权重在上面已有一种变动方式", "a weight varies in another way above")
                yield index, what, Text("每个权重只写一种", "let each weight vary in one way")
            seen |= touched

    def replaced(self, vary: tuple[VariedEntry, ...]) -> Iterator[tuple[int, Text, Text]]:
        """Parameters that vary of a rule in whose place another choice puts another one."""
        others = {
            of_rule(key)[0] for entry in vary for key in self._rule_keys(entry) if of_rule(key)[1] == "rule"
        }
        for index, entry in enumerate(vary):
            node, parameter = of_rule(entry.parameter or "")
            if entry.what is Varied.RULE and parameter != "rule" and node in others:
                what = Text(f"{node} 的规则本身也在变动", f"the rule of {node} itself varies")
                yield index, what, Text("两项只写一项", "keep one of the two")

    def _rule_keys(self, entry: VariedEntry) -> Iterator[str]:
        if entry.what is Varied.RULE and entry.parameter is not None:
            yield entry.parameter
        if entry.what is Varied.SCENARIOS:
            yield from (
                key for option in entry.options if option in self.named for key in self.named[option].rules
            )

    def _touched(self, entry: VariedEntry) -> set[str]:
        """The nodes whose weights a choice varies."""
        everything = set(self.framework.by_code)
        if entry.what is Varied.SCENARIOS:
            scenarios = [self.named[option] for option in entry.options if option in self.named]
            return everything if any(s.weights or s.equal for s in scenarios) else set()
        if entry.what is not Varied.WEIGHTS:
            return set()
        nodes = set(varied_nodes(entry, self.framework))
        if entry.experts is not None or not nodes:
            return everything
        if entry.concentration is not None:
            return {node.code for node in self.framework.nodes if node.parent in nodes}
        return nodes & everything
