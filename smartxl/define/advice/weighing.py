"""Advice on shares, weights and the number of children."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from smartxl.define.advice.catalogue import ADVISED, AdviceCode
from smartxl.define.advice.context import Facts, share_text
from smartxl.define.profile import shares_of
from smartxl.model.framework import ROOT
from smartxl.model.shares import effective_shares

if TYPE_CHECKING:
    from smartxl.define.advice.catalogue import Advice
    from smartxl.define.advice.context import AdviceContext
    from smartxl.model.framework import Node

__all__ = ["children_advice", "share_advice", "weight_advice"]


def share_advice(context: AdviceContext) -> Iterator[Advice]:
    """Whether enough is measured, and enough compares with other cities; not where all nodes are of the pipeline."""
    framework = context.framework
    if not any(framework.basis(ROOT, entry.code) for entry in framework.classes):
        return
    shares = shares_of(framework)
    if shares.quantitative_weight < ADVISED.quantitative:
        told = share_text(shares.quantitative_weight)
        yield context.of_framework(AdviceCode.FEW_QUANTITATIVE, ("nodes",), share=told)
    if shares.specific_weight > ADVISED.specific:
        told = share_text(shares.specific_weight)
        yield context.of_framework(AdviceCode.MUCH_LOCAL, ("nodes",), share=told)


def children_advice(context: AdviceContext) -> Iterator[Advice]:
    """Groups with few children in every class, or many in one; not those of the pipeline, which need no rivals."""
    for node in context.framework.nodes:
        if node.is_leaf or context.framework.adjusts(node):
            continue
        counts = {code: len(context.framework.children(node.code, code)) for code in node.weights}
        most = max(counts.values())
        facts: Facts = {"name": context.called(node), "count": str(most)}
        if most < ADVISED.least_children:
            yield context.of_node(AdviceCode.FEW_CHILDREN, node.code, "children", **facts)
        elif most > ADVISED.most_children:
            classes = context.classes(code for code, count in counts.items() if count == most)
            yield context.of_node(AdviceCode.MANY_CHILDREN, node.code, "children", classes=classes, **facts)


def weight_advice(context: AdviceContext) -> Iterator[Advice]:
    """Indicators and nodes that decide alone, and weights of 0; nodes of the pipeline have no share."""
    framework = context.framework
    for entry in framework.classes:
        shares = effective_shares(framework, entry.code)
        leaves = [node for node in framework.leaves(entry.code) if node.code in shares]
        for node in leaves:
            yield from _dominant_leaf(context, node, entry.code, shares[node.code], len(leaves))
        for node in (*framework.branches(entry.code), *leaves):
            yield from _among_siblings(context, node, entry.code, shares)


def _dominant_leaf(
    context: AdviceContext, node: Node, unit_class: str, share: float, count: int
) -> Iterator[Advice]:
    factor = share * count
    has_much = share > ADVISED.dominant and factor > ADVISED.times
    if has_much or (share > ADVISED.large and factor > ADVISED.large_times):
        facts: Facts = {"name": context.called(node), "classes": context.classes([unit_class])}
        told: Facts = {"share": share_text(share), "factor": f"{factor:.1f}"}
        yield context.of_node(AdviceCode.DOMINANT_INDICATOR, node.code, "weight", **facts, **told)


def _among_siblings(
    context: AdviceContext, node: Node, unit_class: str, shares: Mapping[str, float]
) -> Iterator[Advice]:
    siblings = context.framework.basis(node.parent, unit_class)
    if node.code not in shares or len(siblings) < 2:
        return
    facts: Facts = {"name": context.called(node), "classes": context.classes([unit_class])}
    if node.weights[unit_class] == 0:
        yield context.of_node(AdviceCode.WEIGHT_ZERO, node.code, "weight", **facts)
    whole = sum(shares[sibling.code] for sibling in siblings)
    if whole and shares[node.code] / whole > ADVISED.node:
        told = share_text(shares[node.code] / whole)
        yield context.of_node(AdviceCode.DOMINANT_NODE, node.code, "weight", share=told, **facts)
