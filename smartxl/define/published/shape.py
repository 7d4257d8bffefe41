"""Siblings of a definition are all groups or all indicators: an indicator beside groups gets a group of its own name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smartxl.define.published.nodes import PublishedNode
from smartxl.define.published.remark import About, PasteRemark, Sureness
from smartxl.text import Text

__all__ = ["evened"]


def evened(nodes: Sequence[PublishedNode]) -> tuple[tuple[PublishedNode, ...], tuple[PasteRemark, ...]]:
    """The tree in that shape, and a remark on every group that was made."""
    remarks: list[PasteRemark] = []
    return _below(nodes, remarks), tuple(remarks)


def _below(nodes: Sequence[PublishedNode], remarks: list[PasteRemark]) -> tuple[PublishedNode, ...]:
    mixed = len({node.is_leaf for node in nodes}) > 1
    return tuple(
        _wrapped(node, remarks)
        if mixed and node.is_leaf
        else replace(node, children=_below(node.children, remarks))
        for node in nodes
    )


def _wrapped(leaf: PublishedNode, remarks: list[PasteRemark]) -> PublishedNode:
    words = Text(
        "没有下级指标，已另设同名的一级包住它",
        "it has no level below: a group of its own name was put around it",
    )
    remedy = Text("如下级指标漏写，请补写", "if the level below was left out, write it")
    remarks.append(PasteRemark(About.NAME, Sureness.LIKELY, leaf.spot, leaf.name, words, remedy))
    inner = replace(leaf, code="", number="", amount=None)
    return PublishedNode(
        leaf.name, leaf.spot, leaf.number, leaf.code, leaf.english, leaf.amount, {}, (inner,)
    )
