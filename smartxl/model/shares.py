"""How much of the total each node can bring: weights as shares of all points, whatever they are written in."""

from __future__ import annotations

from collections.abc import Mapping

from smartxl.model.combination import RollUp
from smartxl.model.framework import ROOT, Framework

__all__ = ["effective_shares"]

_FULL = 100.0


def effective_shares(framework: Framework, unit_class: str) -> Mapping[str, float]:
    """Node → its share (0 to 1) of the total's full points in a class; the indicators' shares sum to 1.

    Weights count in proportion to those of the siblings, so that percentages and points are told alike. Nodes of the pipeline
    take no part in the roll-up and have no share.
    """
    shares: dict[str, float] = {}
    open_nodes = [(ROOT, 1.0)]
    while open_nodes:
        code, share = open_nodes.pop()
        brings = {
            node.code: node.weights[unit_class] * _full(framework, node.code, unit_class)
            for node in framework.basis(code, unit_class)
        }
        whole = sum(brings.values())
        below = {child: share * part / whole if whole else 0.0 for child, part in brings.items()}
        shares |= below
        open_nodes += below.items()
    return shares


def _full(framework: Framework, code: str, unit_class: str) -> float:
    """The points of a node whose indicators all have 100."""
    children = framework.basis(code, unit_class)
    if not children:
        return _FULL
    weights = [child.weights[unit_class] for child in children]
    points = sum(
        weight * _full(framework, child.code, unit_class)
        for weight, child in zip(weights, children, strict=True)
    )
    whole = _FULL if framework.combination(code).method is RollUp.SUM else sum(weights)
    return points / whole if whole else 0.0
