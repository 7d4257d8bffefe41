"""What definitions have in common: the indicators that ask and score alike, and a round cut down to them.

An indicator is the same where its code, its measure, its rule with all parameters, the options of its scale with their points,
and the numbers that it asks for are. Weights, decimals and what a blank is worth may differ: both sides are scored again by
those of now. Which items are sampled may differ too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from smartxl.model.answers import Answer
from smartxl.model.combination import StepKind
from smartxl.model.definition import Catalogue, Definition, Roster
from smartxl.model.framework import ROOT, Framework, Node
from smartxl.model.identity import question
from smartxl.model.keys import code_of, leaf_of, row_key

__all__ = ["Common", "common_leaves", "cut_down"]

Common = Mapping[str, frozenset[str]]
"""Indicator → the classes of units that it is common for."""


def common_leaves(now: Definition, others: Iterable[Definition]) -> Common:
    """The indicators of a definition that all others have too, by its codes; `moved` tells what they were called before."""
    found = {
        node.code: frozenset(_classes(now.framework, node)) for node in now.framework.nodes if node.is_leaf
    }
    for other in others:
        before = _former_codes(now, other)
        for code, classes in found.items():
            node = other.framework.by_code.get(before.get(code, code))
            alike = node is not None and _worth(now, now.framework.by_code[code]) == _worth(other, node)
            found[code] = (
                classes & frozenset(_classes(other.framework, node)) if node and alike else frozenset()
            )
    return {code: classes for code, classes in found.items() if classes}


def _classes(framework: Framework, node: Node) -> Iterator[str]:
    return (entry.code for entry in framework.classes if entry.code in node.weights)


def _former_codes(now: Definition, other: Definition) -> Mapping[str, str]:
    """Indicator of now → what it is called in another definition, where it moved."""
    there = other.framework.by_code
    return {
        new: old
        for old, new in now.moved.keys.items()
        if not code_of(old) and new not in there and old in there
    }


def _worth(definition: Definition, node: Node) -> tuple[object, ...]:
    """What makes two indicators the same."""
    indicator, framework = node.indicator, definition.framework
    if indicator is None:
        return ()
    scale = framework.scales.get(indicator.scale) if indicator.measure.has_scale else None
    options = tuple((o.label.zh or o.label.en, o.points) for o in scale.options) if scale else ()
    asked = tuple((code_of(row.key), question(framework, indicator, row)) for row in definition.entries(node))
    return indicator.measure, indicator.rule, indicator.direction, options, asked


def cut_down(
    now: Definition, round_: Definition, answers: Iterable[Answer], common: Common
) -> tuple[Definition, list[Answer]]:
    """A round (of now or another) with the common indicators alone, under the framework of now; and its answers to them."""
    codes = {old: new for new, old in _former_codes(now, round_).items()}
    framework = _with_units(_framework(now.framework, common), round_.framework, codes)
    classes = {entry.code for entry in framework.classes}
    units = tuple(unit for unit in round_.roster.units if unit.unit_class in classes)
    items = tuple(
        replace(item, leaf=leaf)
        for item in round_.catalogue.items
        if (leaf := codes.get(item.leaf, item.leaf)) in common
    )
    found = Definition(round_.round, framework, Roster(units), Catalogue(items), day=round_.day)
    return found, list(_answers(found, answers, codes))


def _with_units(framework: Framework, theirs: Framework, codes: Mapping[str, str]) -> Framework:
    """Indicators that name the only units that answer them name those of their own round."""
    units = {codes.get(node.code, node.code): node.indicator.units for node in theirs.nodes if node.indicator}
    nodes = tuple(
        replace(node, indicator=replace(node.indicator, units=units.get(node.code, ())))
        if node.indicator
        else node
        for node in framework.nodes
    )
    return replace(framework, nodes=nodes)


def _answers(definition: Definition, answers: Iterable[Answer], codes: Mapping[str, str]) -> Iterator[Answer]:
    rows = {
        (unit.code, row.key)
        for unit in definition.roster.units
        for leaf in definition.leaves(unit)
        for row in definition.rows(unit, leaf)
    }
    for answer in answers:
        leaf = leaf_of(answer.key)
        key = row_key(codes[leaf], code_of(answer.key)) if leaf in codes else answer.key
        if (answer.unit, key) in rows:
            yield answer if key == answer.key else answer._replace(key=key)


def _framework(framework: Framework, common: Common) -> Framework:
    """The tree above the common indicators; siblings share the weight of those that are gone."""
    kept = dict(common)
    for node in reversed(framework.nodes):
        if node.code in kept and node.parent != ROOT:
            kept[node.parent] = kept.get(node.parent, frozenset()) | kept[node.code]
    nodes = tuple(
        replace(node, weights={code: node.weights[code] for code in node.weights if code in kept[node.code]})
        for node in framework.nodes
        if node.code in kept
    )
    classes = tuple(c for c in framework.classes if any(c.code in node.weights for node in nodes))
    steps = tuple(
        step
        for step in (
            replace(s, nodes=tuple(code for code in s.nodes if code in kept))
            for s in framework.conventions.pipeline
        )
        if step.nodes or step.kind is StepKind.GATE
    )
    conventions = replace(framework.conventions, pipeline=steps)
    cut = replace(framework, nodes=nodes, classes=classes, conventions=conventions)
    return replace(cut, nodes=tuple(_rescaled(framework, cut, node) for node in nodes))


def _rescaled(whole: Framework, cut: Framework, node: Node) -> Node:
    """A node with its share of the weights of siblings that are gone; nodes of the pipeline keep their own points."""
    if node.code in whole.adjusting:
        return node
    weights = {
        code: weight * _growth(whole.basis(node.parent, code), cut.basis(node.parent, code), code)
        for code, weight in node.weights.items()
    }
    return replace(node, weights=weights)


def _growth(before: Sequence[Node], after: Sequence[Node], unit_class: str) -> float:
    """What each weight is multiplied by, so that the siblings that are left weigh what all weighed."""
    was, left = (sum(node.weights[unit_class] for node in nodes) for nodes in (before, after))
    return was / left if left else 1.0
