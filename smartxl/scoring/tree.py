"""From indicators upwards: branches, the total, the SMART elements, the city."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from smartxl.model.framework import ROOT, Element, Framework, Node, UnitClass
from smartxl.rules import weighted_mean

__all__ = ["Columns", "add_up", "city_columns", "element_columns", "roll_up"]

FloatArray = NDArray[np.float64]
Columns = Mapping[str, FloatArray]
"""Node code (or element) → one number per unit, shape (units,)."""


def roll_up(framework: Framework, unit_class: str, leaves: Columns) -> Columns:
    """Scores of all nodes and `ROOT`: the weighted mean of the children with a score, each level rounded."""

    def mean(children: tuple[Node, ...], columns: Columns) -> FloatArray:
        weights = [child.weights[unit_class] for child in children]
        stacked = np.stack([columns[child.code] for child in children], axis=-1)
        return weighted_mean(stacked, weights, framework.conventions.digits)

    return _climb(framework, unit_class, leaves, mean)


def add_up(framework: Framework, unit_class: str, leaves: Columns) -> Columns:
    """Counts of all nodes and `ROOT`: the sum of the children's."""

    def total(children: tuple[Node, ...], columns: Columns) -> FloatArray:
        return np.asarray(np.stack([columns[child.code] for child in children]).sum(axis=0), dtype=np.float64)

    return _climb(framework, unit_class, leaves, total)


def _climb(
    framework: Framework,
    unit_class: str,
    leaves: Columns,
    combine: Callable[[tuple[Node, ...], Columns], FloatArray],
) -> Columns:
    columns = dict(leaves)
    for code in (*(node.code for node in reversed(framework.branches(unit_class))), ROOT):
        children = tuple(c for c in framework.children(code, unit_class) if c.code in columns)
        if children:
            columns[code] = combine(children, columns)
    return columns


def element_columns(framework: Framework, unit_class: str, leaves: Columns) -> Columns:
    """Scores of the five SMART elements: the mean of an element's indicators by their share of the total.

    An element without indicators in this class has no column.
    """
    columns: dict[str, FloatArray] = {}
    for element in Element:
        members = [leaf for leaf in framework.leaves(unit_class) if leaf.element is element]
        if members:
            weights = [framework.effective_weight(leaf.code, unit_class) * 100 for leaf in members]
            stacked = np.stack([leaves[leaf.code] for leaf in members], axis=-1)
            columns[element.value] = weighted_mean(stacked, weights, framework.conventions.digits)
    return columns


def city_columns(framework: Framework, aggregates: Mapping[str, Columns]) -> Columns:
    """The city's scores from those of its classes (class code → columns of one number), by their shares."""
    refs = dict.fromkeys(ref for columns in aggregates.values() for ref in columns)
    return {
        ref: _over_classes(framework.classes, aggregates, ref, framework.conventions.digits) for ref in refs
    }


def _over_classes(
    classes: tuple[UnitClass, ...], aggregates: Mapping[str, Columns], ref: str, digits: int
) -> FloatArray:
    none = np.full(1, np.nan)
    scores = np.stack([aggregates[c.code].get(ref, none) for c in classes], axis=-1)
    return weighted_mean(scores, [c.share for c in classes], digits)
