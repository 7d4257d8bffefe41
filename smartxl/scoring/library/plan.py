"""The order in which a tree is computed: nodes of one height, one kind and one number of children in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartxl.model.combination import Combination
from smartxl.scoring.library.frames import FloatArray

__all__ = ["Batch", "Plan", "planned"]


@dataclass(frozen=True, slots=True)
class Batch:
    """k nodes that are combined alike from m children each.

    `nodes` (k,): their places among the inner nodes. `children` (m, k): places among leaves and inner nodes, the leaves
    first. `weights` (k, m).
    """

    how: Combination
    nodes: NDArray[np.intp]
    children: NDArray[np.intp]
    weights: FloatArray


@dataclass(frozen=True, slots=True)
class Plan:
    """Batches, each after those of its children. `leaves`: how many there are; `inner`: codes in the order of the result."""

    leaves: int
    inner: tuple[str, ...]
    batches: tuple[Batch, ...]


def planned(inner: Mapping[str, tuple[Combination, Mapping[str, float]]], leaves: Sequence[str]) -> Plan:
    """The plan of inner nodes (code → how, children with weights; parents before children) over these leaves."""
    places = {code: place for place, code in enumerate((*leaves, *inner))}
    heights = dict.fromkeys(leaves, 0)
    for code, (_, children) in reversed(list(inner.items())):
        heights[code] = 1 + max(heights[child] for child in children)
    alike: dict[tuple[int, int, Combination], list[str]] = {}
    for code, (how, children) in inner.items():
        alike.setdefault((heights[code], len(children), how), []).append(code)
    batches = [
        Batch(
            how,
            np.array([places[code] - len(leaves) for code in codes], dtype=np.intp),
            np.array([[places[child] for child in inner[code][1]] for code in codes], dtype=np.intp).T,
            np.array([list(inner[code][1].values()) for code in codes], dtype=np.float64),
        )
        for (_, _, how), codes in sorted(alike.items(), key=lambda entry: entry[0][0])
    ]
    return Plan(len(leaves), tuple(inner), tuple(batches))
