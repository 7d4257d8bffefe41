"""Checks how scores become one: roll-ups, and where they may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.define.convert import to_combination
from smartxl.model.combination import RollUp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smartxl.define.combination_schema import Combine
    from smartxl.define.framework_schema import FrameworkFile
    from smartxl.define.parse import Parsed
    from smartxl.define.tree import PlacedNode
    from smartxl.define.yamlfile import Place
    from smartxl.errors import Problem
    from smartxl.model.combination import Combination

__all__ = ["combination_problems"]

# Nearer to 0 the root loses more than the 15th digit, and the mean of 76.5 would round to 76.
_LEAST_POWER = 0.25


def combination_problems(
    file: Parsed[FrameworkFile], model: FrameworkFile, placed: Sequence[PlacedNode]
) -> Iterator[Problem]:
    """Problems of the total's roll-up and of all groups'."""
    yield from _combination(file, ("conventions", "total"), model.conventions.total)
    for node in placed:
        place = (*node.place, "combine")
        if not node.is_leaf:
            yield from _combination(file, place, node.entry.combine)
        elif "combine" in node.entry.model_fields_set:
            what = f"{node.entry.code} has no children, so `combine` has no meaning here"
            yield from file.report(place, what, "remove `combine`, or move it to a group")


def _combination(file: Parsed[FrameworkFile], place: Place, entry: Combine) -> Iterator[Problem]:
    if file.is_broken(place):
        return
    how = to_combination(entry)
    given = set() if isinstance(entry, RollUp) else entry.model_fields_set
    yield from _power(file, place, entry)
    if "floor" in given and (under := _defined_at_zero(how)):
        remedy = "remove `floor`: only geometric, harmonic and power below 0 need one"
        yield from file.report((*place, "floor"), f"`floor` has no meaning under {under}", remedy)
    if "counted" in given and how.coverage == 0:
        what, remedy = "`counted` has no meaning without `coverage`", "add coverage: 0.6, or remove `counted`"
        yield from file.report((*place, "counted"), what, remedy)


def _power(file: Parsed[FrameworkFile], place: Place, entry: Combine) -> Iterator[Problem]:
    method = to_combination(entry).method
    power = None if isinstance(entry, RollUp) else entry.power
    where = (*place, "power")
    if method is not RollUp.POWER:
        if power is not None:
            what = f"`power` has no meaning under the method {method}"
            yield from file.report(where, what, "remove `power`, or write method: power")
    elif power is None:
        remedy = "write { method: power, power: -2 }, or use mean, geometric or harmonic"
        yield from file.report(where, "the method power has no `power`", remedy)
    elif abs(power) < _LEAST_POWER:
        what = f"power {power:g} is the geometric mean" if power == 0 else f"power {power:g} is too near to 0"
        yield from file.report(where, what, "write method: geometric, without `power`")


def _defined_at_zero(how: Combination) -> str:
    """The name of a mean that a score of 0 does not undo, "" where it does."""
    if how.method is RollUp.POWER:
        return "a power above 0" if how.power >= _LEAST_POWER else ""
    return "" if how.method in {RollUp.GEOMETRIC, RollUp.HARMONIC} else f"the method {how.method}"
