"""What an analysis of uncertainty looks like: tables of rank intervals and of what matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.cli.present.robustrecords import RobustRecord
from smartxl.text import Text, number_text

if TYPE_CHECKING:
    from smartxl.cli.console import Screen
    from smartxl.model.robustness import (
        Estimate,
        GroupRanks,
        LeaderCrossing,
        SobolTarget,
        Uncertainty,
        UnitRanks,
    )
    from smartxl.project.robust import RobustRound
    from smartxl.text import Lang

__all__ = ["RobustRecord", "show_robust"]

_SHOWN = 10
"""Lines of a list that is told on the screen; --json has all."""
_WITHIN = 25.0
"""Percentage points: a weight that leads to another leader only beyond that is none that anybody would set."""
_NONE = "—"


def show_robust(screen: Screen, found: RobustRound) -> None:
    """What varied, the intervals of each group, which weights matter, and at which the leader changes."""
    view = _View(screen, found)
    view.design()
    for group in found.uncertainty.groups:
        view.group(group)
    view.wholes()
    view.effects()
    view.left_out()
    view.crossings()
    view.reversals()
    for target in found.sensitivity.sobol:
        view.sobol(target)
    for note in (*found.uncertainty.notes, *found.sensitivity.notes):
        screen.say(note.zh, note.get("en"))


class _View:
    def __init__(self, screen: Screen, found: RobustRound) -> None:
        self.screen, self.found = screen, found
        self.lang: Lang = screen.lang
        definition = found.definition
        self.names = {unit.code: unit.name.get(self.lang) for unit in definition.roster.units}
        self.classes = {each.code: each.name.get(self.lang) for each in definition.framework.classes}
        self.nodes = {
            node.code: f"{node.code} {node.name.get(self.lang)}" for node in definition.framework.nodes
        }
        self.stages = [name.get(self.lang) for name in definition.framework.conventions.stages.names]

    def design(self) -> None:
        """One line for each choice that varied."""
        found: Uncertainty = self.found.uncertainty
        self._show(
            f"计算 {found.runs} 次，种子 {found.seed}；变动的有：",
            f"{found.runs} runs, seed {found.seed}; what varied:",
        )
        for choice in found.design:
            self.screen.show(f"  {choice.name.get(self.lang)}  {choice.how.get(self.lang)}")

    def group(self, group: GroupRanks) -> None:
        """Rank intervals, and which order of neighbours can be quoted."""
        name = self.classes.get(group.unit_class, group.unit_class)
        place = group.group.partition("/")[2]
        title = f"{name} {place}".strip()
        low, high = (f"{100 * share:g}" for share in self.found.uncertainty.interval)
        self._show(f"{title}：名次（{low}% 至 {high}%）", f"{title}: ranks ({low} % to {high} %)")
        after = {pair.ahead: pair.share for pair in group.neighbours}
        heads = self.screen.words(
            "单位,总分,名次,中位,区间,居首,阶段不变,先于下一名",
            "Unit,Total,Rank,Median,Interval,First,Same stage,Ahead of next",
        ).split(",")
        rows = [self._unit(unit, after.get(unit.unit)) for unit in group.units]
        self.screen.table(heads, rows, frozenset(range(1, len(heads))))
        if group.leader:
            leader, stays = self.names[group.leader], _share(group.leader_stays)
            self._show(f"{leader}在 {stays} 的计算中居首", f"{leader} stays first in {stays} of the runs")
        quotable = self.found.uncertainty.quotable
        firm = sum(pair.share >= quotable for pair in group.neighbours)
        if group.neighbours:
            count, least = len(group.neighbours), f"{quotable:.0%}"
            self._show(
                f"相邻两个单位的先后，{count} 处中有 {firm} 处可以引用（至少 {least} 的计算中成立，标 ✓）",
                f"{firm} of {count} orders of neighbours can be quoted (✓: they hold in at least {least} of the runs)",
            )

    def _unit(self, unit: UnitRanks, ahead: float | None) -> list[str]:
        name = self.names[unit.unit]
        if unit.median is None:
            return [name, _number(unit.score), _short(unit.rank), unit.out.get(self.lang), *[_NONE] * 4]
        mark = " ✓" if ahead is not None and ahead >= self.found.uncertainty.quotable else ""
        return [
            name,
            _number(unit.score),
            _short(unit.rank),
            _short(unit.median),
            f"{_short(unit.low)}–{_short(unit.high)}",
            _share(unit.first),
            _share(self._same_stage(unit)),
            _NONE if ahead is None else f"{_share(ahead)}{mark}",
        ]

    def _same_stage(self, unit: UnitRanks) -> float | None:
        """The share of the runs in which a unit has the stage that is published."""
        from smartxl.model.scores import QuantityKind

        stage = self.found.analysis.table.get(QuantityKind.STAGE, unit.unit)
        return None if stage is None or not unit.stages else unit.stages[int(stage)]

    def wholes(self) -> None:
        """The classes as a whole and the city."""
        aggregates = {
            each.aggregate: self.classes[each.code] for each in self.found.definition.framework.classes
        }
        city = self.found.definition.round.city.get(self.lang)
        rows = [
            [
                aggregates.get(unit.unit, city),
                _number(unit.score),
                _estimate(unit.scores),
                _share(self._same_stage(unit)),
            ]
            for unit in self.found.uncertainty.wholes
        ]
        heads = self.screen.words("整体,总分,区间,阶段不变", "As a whole,Total,Interval,Same stage").split(
            ","
        )
        self.screen.table(heads, rows, frozenset({1, 2, 3}))

    def effects(self) -> None:
        """The weights that move ranks most."""
        effects = sorted(self.found.sensitivity.effects, key=lambda effect: -effect.mean_shift)[:_SHOWN]
        if not effects:
            return
        self._show("单独变动一个权重（名次变动最大的）", "one weight at a time (those that move ranks most)")
        heads = self.screen.words(
            "类别,节点,变动,名次平均变动,最大变动,单位,居首",
            "Class,Node,Change,Mean shift,Largest,Unit,First",
        ).split(",")
        rows = [
            [
                *self._where(effect.unit_class, effect.node),
                f"{100 * effect.change:+g}%",
                *self._move(effect.mean_shift, effect.largest_shift, effect.unit, effect.leader),
            ]
            for effect in effects
        ]
        self.screen.table(heads, rows, frozenset({2, 3, 4}))

    def left_out(self) -> None:
        """The indicators whose absence moves ranks most."""
        moved = sorted(self.found.sensitivity.left_out, key=lambda out: -out.mean_shift)[:_SHOWN]
        if not moved:
            return
        self._show("剔除一项指标（名次变动最大的）", "one indicator left out (those that move ranks most)")
        heads = self.screen.words(
            "类别,指标,名次平均变动,最大变动,单位,居首", "Class,Indicator,Mean shift,Largest,Unit,First"
        ).split(",")
        rows = [
            [
                *self._where(out.unit_class, out.node),
                *self._move(out.mean_shift, out.largest_shift, out.unit, out.leader),
            ]
            for out in moved
        ]
        self.screen.table(heads, rows, frozenset({2, 3}))

    def crossings(self) -> None:
        """At which weights another unit takes the first place, the nearest first; those that are far away are counted."""
        crossings = self.found.sensitivity.crossings
        found = sorted(
            (abs(one.crossing - one.weight), place, one.crossing)
            for place, one in enumerate(crossings)
            if one.crossing is not None
        )
        near = [(crossings[place], at) for by, place, at in found if by <= _WITHIN]
        for one, at in near[:_SHOWN]:
            self.screen.show(self._crossing(one, at).get(self.lang))
        if crossings and not near:
            self._show(
                f"没有哪个权重单独变动 {_WITHIN:g} 个百分点以内会换掉第一名",
                f"no weight that changes alone by up to {_WITHIN:g} points changes who is first",
            )
        if more := len(found) - len(near[:_SHOWN]):
            self._show(
                f"另有 {more} 处要变动更多才会换掉第一名，--json 列全",
                f"crossings that take a larger change: {more} (--json has all)",
            )

    def _crossing(self, one: LeaderCrossing, crossing: float) -> Text:
        node, now, at = self.nodes[one.node], _short(one.weight), _short(crossing)
        whose = self.classes.get(one.unit_class, one.unit_class)
        more = crossing > one.weight
        ahead, behind = self.names[one.ahead], self.names[one.behind]
        beyond = "exceeds" if more else "falls below"
        return Text(
            f"{whose}：{node}的权重{'超过' if more else '低于'} {at}%（现为 {now}%）时，{behind}取代{ahead}居首",
            f"{whose}: {behind} takes first place from {ahead} when the weight of {node} {beyond} {at} % (now {now} %)",
        )

    def reversals(self) -> None:
        """The pairs that turn when a unit leaves."""
        for one in self.found.sensitivity.reversals[:_SHOWN]:
            leaving, ahead, behind = (self.names[code] for code in (one.leaving, one.ahead, one.behind))
            self._show(
                f"{leaving}退出后，{behind}排到{ahead}之前",
                f"when {leaving} leaves, {behind} stands before {ahead}",
            )
        if (more := len(self.found.sensitivity.reversals) - _SHOWN) > 0:
            self._show(f"另有 {more} 处先后因单位退出而改变", f"{more} more orders turn when a unit leaves")

    def sobol(self, target: SobolTarget) -> None:
        """Which choice an output's variance comes from."""
        whose = self.names.get(target.unit, self.classes.get(target.unit_class, ""))
        city = self.found.definition.round.city.get(self.lang)
        title = f"{whose or city} {target.name.get(self.lang)}"
        self._show(
            f"Sobol 指数，{title}（{target.runs} 次，95% 区间）",
            f"Sobol indices, {title} ({target.runs} runs, 95 % limits)",
        )
        heads = self.screen.words("选择,一阶,区间,总,区间", "Choice,First,Limits,Total,Limits").split(",")
        lines = sorted(target.lines, key=lambda line: -line.total.value)[:_SHOWN]
        rows = [
            [
                f"{line.choice.name.get(self.lang)}  {line.choice.how.get(self.lang)}",
                f"{line.first.value:.3f}",
                _limits(line.first),
                f"{line.total.value:.3f}",
                _limits(line.total),
            ]
            for line in lines
        ]
        self.screen.table(heads, rows, frozenset({1, 2, 3, 4}))

    def _where(self, unit_class: str, node: str) -> tuple[str, str]:
        return self.classes.get(unit_class, unit_class), self.nodes.get(node, node)

    def _move(self, mean: float, largest: float, unit: str, leader: str) -> tuple[str, str, str, str]:
        return f"{mean:.2f}", _short(largest), self.names.get(unit, _NONE), self.names.get(leader, _NONE)

    def _show(self, zh: str, en: str) -> None:
        self.screen.show(self.screen.words(zh, en))


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.2f}"


def _short(value: float | None) -> str:
    """With two decimals at most."""
    return _NONE if value is None else number_text(round(value, 2))


def _share(value: float | None) -> str:
    return _NONE if value is None else f"{value:.1%}"


def _estimate(value: Estimate | None) -> str:
    return _NONE if value is None else f"{value.low:.2f}–{value.high:.2f}"


def _limits(value: Estimate) -> str:
    return f"{value.low:.3f}–{value.high:.3f}"
