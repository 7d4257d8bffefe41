"""Whom the units of a class are compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartxl.model.combination import Peers
from smartxl.model.definition import Unit
from smartxl.model.framework import UnitClass

__all__ = ["Groups", "peer_groups"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Groups:
    """Groups of peers among the units of a class: name → places of its units. Every unit is in one."""

    places: Mapping[str, NDArray[np.intp]]
    size: int

    def each(self, values: FloatArray, of_group: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """One number for each group, in their order, shape (…, groups), from values (…, units)."""
        found = [of_group(values[..., place]) for place in self.places.values()]
        return np.stack(found, axis=-1) if found else np.zeros((*values.shape[:-1], 0))

    def spread(self, numbers: FloatArray) -> FloatArray:
        """One number for each group → for each unit, shape (…, units)."""
        values = np.full((*numbers.shape[:-1], self.size), np.nan)
        for place, position in zip(range(numbers.shape[-1]), self.places.values(), strict=True):
            values[..., position] = numbers[..., place, None]
        return values

    def within(self, values: FloatArray, of_group: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """A function of each group's values, which takes units along its first axis, put together in the units' order."""
        result = np.full(values.shape, np.nan)
        for place in self.places.values():
            result[..., place] = of_group(values[..., place].T).T
        return result


def peer_groups(peers: Peers, unit_class: UnitClass, units: Sequence[Unit]) -> Groups:
    """The groups of a class: one, or those that the roster names. A group is called `@class` or `@class/group`."""
    if peers is Peers.CLASS:
        return Groups({unit_class.aggregate: np.arange(len(units))}, len(units))
    names = dict.fromkeys(unit.group for unit in units)
    places = {
        f"{unit_class.aggregate}/{name}": np.array([i for i, u in enumerate(units) if u.group == name])
        for name in names
    }
    return Groups(places, len(units))
