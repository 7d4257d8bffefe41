"""Advice on what can never happen: stages, steps of the pipeline, floors, rewards, targets."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from smartxl.define.advice.bounds import ScoreBounds, TotalBounds, node_bounds, step_points, total_bounds
from smartxl.define.advice.catalogue import AdviceCode
from smartxl.define.advice.context import Facts, listed, points_text
from smartxl.model.combination import Boundary, StepKind
from smartxl.model.framework import ROOT
from smartxl.model.scenarios import TOTAL
from smartxl.rules.rounding import round_half_away
from smartxl.text import Text, number_text

if TYPE_CHECKING:
    from smartxl.define.advice.catalogue import Advice
    from smartxl.define.advice.context import AdviceContext
    from smartxl.model.combination import Step
    from smartxl.model.rewards import RewardCondition

__all__ = ["reach_advice"]

_STEPS = {
    StepKind.VETO: Text("一票否决", "veto"),
    StepKind.DEDUCT: Text("扣分", "deduction"),
    StepKind.BONUS: Text("加分", "bonus"),
}


def reach_advice(context: AdviceContext) -> Iterator[Advice]:
    """All of it, by the scores that are possible in any class."""
    framework = context.framework
    nodes = {entry.code: node_bounds(framework, entry.code) for entry in framework.classes}
    totals = {code: total_bounds(framework, code, found) for code, found in nodes.items()}
    end = _rounded(context, ScoreBounds.around(total.end for total in totals.values()))
    yield from _stages(context, end)
    for index, step in enumerate(framework.conventions.pipeline):
        if step.kind is StepKind.GATE:
            yield from _gate(context, index, step, totals)
        else:
            yield from _step(context, index, step, nodes)
    yield from _floors(context, nodes)
    yield from _rewards(context, end)
    yield from _targets(context, nodes, end)


def _rounded(context: AdviceContext, bounds: ScoreBounds) -> ScoreBounds:
    """As totals are rounded; an end that is open stays so."""
    digits = context.framework.digits(ROOT)
    low, high = (
        float(round_half_away(end, digits)) if math.isfinite(end) else end
        for end in (bounds.low, bounds.high)
    )
    return ScoreBounds(low, high)


def _is_reached(context: AdviceContext, place: int, end: ScoreBounds) -> bool:
    """Whether a total can lie in the stage of a place; who owns a threshold is declared."""
    stages = context.framework.conventions.stages
    owns_first = stages.boundary is Boundary.LOWER
    start = -math.inf if place == 0 else stages.thresholds[place]
    after = stages.thresholds[place + 1] if place + 1 < len(stages.thresholds) else math.inf
    reaches = end.high >= start if owns_first else end.high > start
    return reaches and (end.low < after if owns_first else end.low <= after)


def _told(bounds: ScoreBounds) -> Facts:
    return {"low": points_text(bounds.low), "high": points_text(bounds.high)}


def _stages(context: AdviceContext, end: ScoreBounds) -> Iterator[Advice]:
    stages = context.framework.conventions.stages
    for index, (start, name) in enumerate(zip(stages.thresholds, stages.names, strict=True)):
        if not _is_reached(context, index, end):
            begins = number_text(start)
            band = Text(f"{begins} 分及以上", f"{begins} and more")
            if index + 1 < len(stages.thresholds):
                ends = number_text(stages.thresholds[index + 1])
                band = Text(f"{begins} 到 {ends} 分", f"{begins} to {ends}")
            place = ("conventions", "stages", "bands", index, "from")
            facts: Facts = {"name": name, "band": band, **_told(end)}
            yield context.of_framework(AdviceCode.STAGE_UNREACHABLE, place, **facts)


def _gate(
    context: AdviceContext, index: int, step: Step, totals: Mapping[str, TotalBounds]
) -> Iterator[Advice]:
    bounds = ScoreBounds.around(total.before[index] for total in totals.values())
    if step.least <= bounds.low:
        effect = Text("谁也拦不住", "it holds nobody back")
    elif step.least > _rounded(context, bounds).high:
        effect = Text("谁也过不去，后面的步骤不起作用", "nobody passes, so nothing that follows matters")
    else:
        return
    place = ("conventions", "pipeline", index, "least")
    facts: Facts = {"least": number_text(step.least), "effect": effect, **_told(bounds)}
    yield context.of_framework(AdviceCode.GATE_IDLE, place, **facts)


def _step(
    context: AdviceContext, index: int, step: Step, nodes: Mapping[str, Mapping[str, ScoreBounds]]
) -> Iterator[Advice]:
    framework = context.framework
    if step.kind is StepKind.VETO:
        highs = [found[code].high for found in nodes.values() for code in step.nodes if code in found]
        most = max(highs, default=0.0)
    else:
        cap = float("inf") if step.cap is None else step.cap
        most = min(cap, max(step_points(framework, code, found, step) for code, found in nodes.items()))
    if most <= 0:
        named = listed(context.called(framework.by_code[code]) for code in step.nodes)
        facts: Facts = {"step": _STEPS[step.kind], "nodes": named, "high": points_text(most)}
        yield context.of_framework(AdviceCode.STEP_IDLE, ("conventions", "pipeline", index, "nodes"), **facts)


def _floors(context: AdviceContext, nodes: Mapping[str, Mapping[str, ScoreBounds]]) -> Iterator[Advice]:
    framework = context.framework
    for code in (ROOT, *(node.code for node in framework.nodes if not node.is_leaf)):
        floor = framework.combination(code).floor
        below = [
            found[child.code]
            for unit_class, found in nodes.items()
            for child in framework.basis(code, unit_class)
            if child.code in found
        ]
        if floor is None or not below:
            continue
        bounds = ScoreBounds.around(below)
        if bounds.low >= floor or bounds.high <= floor:
            effect = (
                Text("下限用不上", "it is never needed")
                if bounds.low >= floor
                else Text("所有下级都按下限计", "all of them count as the floor")
            )
            is_total = code == ROOT
            name = Text("总分", "the total") if is_total else context.called(framework.by_code[code])
            facts: Facts = {"name": name, "floor": number_text(floor), "effect": effect, **_told(bounds)}
            if is_total:
                yield context.of_framework(AdviceCode.FLOOR_IDLE, ("conventions", "total", "floor"), **facts)
            else:
                yield context.of_node(AdviceCode.FLOOR_IDLE, code, "combine", "floor", **facts)


def _rewards(context: AdviceContext, end: ScoreBounds) -> Iterator[Advice]:
    for index, rule in enumerate(context.definition.round.rewards):
        for key, why in _unmet(context, rule.when, end):
            place = ("rewards", index, "when", key)
            yield context.of_round(AdviceCode.REWARD_UNMET, place, condition=key, why=why)


def _unmet(context: AdviceContext, when: RewardCondition, end: ScoreBounds) -> Iterator[tuple[str, Text]]:
    low, high = points_text(end.low), points_text(end.high)
    range_told = Text(f"总分只在 {low} 到 {high} 分之间", f"totals lie between {low} and {high}")
    places = range(len(context.framework.conventions.stages.names))
    reached = [place for place in places if _is_reached(context, place, end)]
    if when.score is not None and when.score > end.high:
        yield "score", range_told
    if when.score_below is not None and when.score_below <= end.low:
        yield "score_below", range_told
    if when.stage_from is not None and not any(place >= when.stage_from for place in reached):
        yield "stage_from", range_told
    if when.stage_below is not None and not any(place < when.stage_below for place in reached):
        yield "stage_below", range_told
    span = end.high - end.low
    if when.progress is not None and when.progress > span:
        yield "progress", range_told
    if when.progress_below is not None and when.progress_below <= -span:
        yield "progress_below", range_told


def _targets(
    context: AdviceContext, nodes: Mapping[str, Mapping[str, ScoreBounds]], end: ScoreBounds
) -> Iterator[Advice]:
    for code, points in context.definition.round.targets:
        known = [end] if code == ROOT else [found[code] for found in nodes.values() if code in found]
        bounds = _rounded(context, ScoreBounds.around(known)) if known else end
        if not bounds.low <= points <= bounds.high:
            is_total = code == ROOT
            name = Text("总分", "the total") if is_total else context.called(context.framework.by_code[code])
            place = ("targets", TOTAL if is_total else code)
            facts: Facts = {"name": name, "target": number_text(points), **_told(bounds)}
            yield context.of_round(AdviceCode.TARGET_BEYOND, place, **facts)
