"""The formula of a node's score over the cells of its children, and which nodes only the city workbook can score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from smartxl.model.combination import Unscored
from smartxl.model.framework import ROOT, Framework
from smartxl.planning.context import Context
from smartxl.rules import (
    SETTLED_DIGITS,
    Children,
    combination_expression,
    is_peer,
    pipeline_expression,
    rounded_expression,
)

__all__ = ["NodeCells", "city_only", "marked", "node_formula", "scored_elsewhere"]

_FULL_SCORE = "100"


@dataclass(frozen=True)
class NodeCells:
    """Where a node of a class finds its parts: the children it is combined from (None where the sheet has none), the
    number of answered rows, and the adjusting nodes' scores and weights by code."""

    unit_class: str
    children: Children | None
    answered: str
    adjusting: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)


def node_formula(
    context: Context, code: str, cells: NodeCells, *, raw: bool = False, peers: bool = True
) -> str:
    """The score of a node or `ROOT`, with its leading =; `raw` settles it only (see `SETTLED_DIGITS`).

    Without `peers` unscored children have none to count with: so it is for a class as a whole.
    """
    framework = context.definition.framework
    how, digits = framework.combination(code), framework.digits(code)
    if not peers and how.over_peers:
        how = replace(how, unscored=Unscored.LEAVE_OUT)

    def finish(value: str) -> str:
        if code == ROOT and framework.conventions.pipeline:
            value = pipeline_expression(
                value,
                framework.conventions.pipeline,
                cells.adjusting,
                cells.points,
                context.lists.pipeline(),
            )
        return rounded_expression(value, SETTLED_DIGITS if raw else digits)

    if cells.children is None and framework.basis(code, cells.unit_class):
        return '=""'
    if cells.children is None:
        return f'=IF({cells.answered}=0,"",{finish(_FULL_SCORE)})'
    return "=" + combination_expression(how, cells.children, finish, top=code == ROOT)


def marked(context: Context, applicable: str, formula: str) -> str:
    """A leaf's formula that shows the mark where none of its rows is applicable, if this framework tells apart."""
    return f"=IF({applicable}=0,{context.mark},{formula[1:]})" if context.mark else formula


def scored_elsewhere(context: Context, unit_class: str) -> frozenset[str]:
    """The nodes that `city_only` gives for a class, found once for all its workbooks."""
    framework = context.definition.framework
    return context.shared.once(("elsewhere", unit_class), lambda: city_only(framework, unit_class))


def city_only(framework: Framework, unit_class: str) -> frozenset[str]:
    """The nodes of a class whose scores depend on other units: no unit's own workbook can calculate them."""
    codes = set(_compared(framework, unit_class))
    for start in tuple(codes):
        code = start
        while code != ROOT:
            code = framework.by_code[code].parent
            codes.add(code)
    return frozenset(codes)


def _compared(framework: Framework, unit_class: str) -> Iterator[str]:
    for leaf in framework.leaves(unit_class):
        if leaf.indicator and is_peer(leaf.indicator.rule):
            yield leaf.code
    for code in (ROOT, *(n.code for n in framework.branches(unit_class))):
        if framework.combination(code).over_peers:
            yield code
