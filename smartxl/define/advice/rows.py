"""Advice on scales, and on rules with the numbers that they are given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from smartxl.define.advice.bounds import leaf_bounds
from smartxl.define.advice.catalogue import ADVISED, AdviceCode
from smartxl.define.advice.context import Facts, listed, points_text
from smartxl.model.combination import Peers
from smartxl.model.framework import LARGEST
from smartxl.rules import build, is_peer
from smartxl.rules.leaves import BandPoints
from smartxl.text import Text, number_text

if TYPE_CHECKING:
    from smartxl.define.advice.catalogue import Advice
    from smartxl.define.advice.context import AdviceContext
    from smartxl.model.framework import Node, Scale

__all__ = ["peer_advice", "rule_advice", "scale_advice"]

_FULL, _NEAR = 100.0, 0.005


def scale_advice(context: AdviceContext) -> Iterator[Advice]:
    """Choices that make no difference, and points in no order."""
    for code, scale in context.framework.scales.items():
        same: dict[float, list[Text]] = defaultdict(list)
        for option in scale.options:
            same[option.points].append(option.label)
        for points, labels in same.items():
            if len(labels) > 1:
                told: Facts = {"name": code, "options": listed(labels), "points": number_text(points)}
                yield context.of_framework(AdviceCode.OPTIONS_EQUAL, ("scales", code, "options"), **told)
        if not _is_ordered(scale):
            points_told = ", ".join(number_text(option.points) for option in scale.options)
            place = ("scales", code, "options")
            yield context.of_framework(AdviceCode.OPTIONS_UNORDERED, place, name=code, points=points_told)


def _is_ordered(scale: Scale) -> bool:
    steps = [after.points - before.points for before, after in pairwise(scale.options)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def rule_advice(context: AdviceContext) -> Iterator[Advice]:
    """Indicators that nobody can score in full, and bands that no allowed number reaches; not those of the pipeline."""
    for node in context.framework.nodes:
        if node.indicator is None or context.framework.adjusts(node):
            continue
        high = leaf_bounds(context.framework, node.indicator).high
        name = context.called(node)
        if high < _FULL - _NEAR:
            key = "scale" if node.indicator.scale else "params"
            told = points_text(high)
            yield context.of_node(AdviceCode.FULL_UNREACHABLE, node.code, key, name=name, high=told)
        yield from _bands(context, node, name)


def _bands(context: AdviceContext, node: Node, name: Text) -> Iterator[Advice]:
    indicator = node.indicator
    if indicator is None or is_peer(indicator.rule) or len(indicator.inputs) != 1:
        return
    rule, (_, limit) = build(indicator.rule), indicator.inputs[0].bounds
    if isinstance(rule, BandPoints) and limit < LARGEST:
        for threshold in rule.thresholds:
            if threshold > limit:
                told: Facts = {"from": number_text(threshold), "limit": number_text(limit)}
                yield context.of_node(AdviceCode.BAND_UNREACHABLE, node.code, "params", name=name, **told)


def peer_advice(context: AdviceContext) -> Iterator[Advice]:
    """Rules over peers where there are hardly any."""
    framework, roster = context.framework, context.definition.roster
    for node in framework.nodes:
        if node.indicator is None or not is_peer(node.indicator.rule):
            continue
        counts: dict[tuple[str, str], int] = defaultdict(int)
        for unit in roster.units:
            if unit.unit_class in node.weights and context.definition.answers(unit, node):
                group = unit.group if framework.conventions.peers is Peers.GROUP else ""
                counts[unit.unit_class, group] += 1
        for (unit_class, group), count in counts.items():
            if count < ADVISED.peers:
                own = framework.unit_class(unit_class).name
                among = Text(f"“{group}”组", f"the group {group}") if group else own
                facts: Facts = {"name": context.called(node), "group": among, "count": str(count)}
                yield context.of_node(AdviceCode.FEW_PEERS, node.code, "rule", **facts)
