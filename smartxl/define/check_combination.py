"""Checks how scores become one: roll-ups, and where they may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.define.convert import to_combination
from smartxl.model.combination import RollUp
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from smartxl.define.combination_schema import Combine
    from smartxl.define.framework_schema import FrameworkFile
    from smartxl.define.parse import Parsed
    from smartxl.define.tree import PlacedNode
    from smartxl.define.yamlfile import Place
    from smartxl.errors import Problem
    from smartxl.model.combination import Combination

__all__ = ["combination_faults", "combination_problems"]

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
            what = Text(
                f"{node.entry.code} 没有下级指标，这里的 `combine` 没有意义",
                f"{node.entry.code} has no children, so `combine` has no meaning here",
            )
            yield from file.report(
                place,
                what,
                Text("删去 `combine`，或移到有下级的节点上", "remove `combine`, or move it to a group"),
            )


def _combination(file: Parsed[FrameworkFile], place: Place, entry: Combine) -> Iterator[Problem]:
    if file.is_broken(place):
        return
    given = set() if isinstance(entry, RollUp) else entry.model_fields_set
    for key, what, remedy in combination_faults(to_combination(entry), given):
        yield from file.report((*place, key), what, remedy)


def combination_faults(how: Combination, given: Collection[str]) -> Iterator[tuple[str, Text, Text]]:
    """The key that is wrong, what, and what to do, of a combination whose keys `given` somebody wrote."""
    if fault := _power(how, given):
        yield "power", *fault
    if "floor" in given and (under := _defined_at_zero(how)):
        remedy = Text(
            "删去 `floor`：只有 geometric、harmonic 和小于 0 的 power 才需要",
            "remove `floor`: only geometric, harmonic and power below 0 need one",
        )
        yield (
            "floor",
            Text(f"{under.zh}，`floor` 没有意义", f"`floor` has no meaning under {under.en}"),
            remedy,
        )
    if "counted" in given and how.coverage == 0:
        what, remedy = (
            Text("没有 `coverage`，`counted` 没有意义", "`counted` has no meaning without `coverage`"),
            Text("加上 coverage: 0.6，或删去 `counted`", "add coverage: 0.6, or remove `counted`"),
        )
        yield "counted", what, remedy


def _power(how: Combination, given: Collection[str]) -> tuple[Text, Text] | None:
    if how.method is not RollUp.POWER:
        if "power" not in given:
            return None
        what = Text(
            f"汇总方法是 {how.method}，`power` 没有意义",
            f"`power` has no meaning under the method {how.method}",
        )
        return what, Text("删去 `power`，或写 method: power", "remove `power`, or write method: power")
    if "power" not in given:
        remedy = Text(
            "写成 { method: power, power: -2 }，或改用 mean、geometric、harmonic",
            "write { method: power, power: -2 }, or use mean, geometric or harmonic",
        )
        return Text("汇总方法 power 缺少 `power`", "the method power has no `power`"), remedy
    if abs(how.power) >= _LEAST_POWER:
        return None
    what = (
        Text(f"power 为 {how.power:g} 就是几何平均", f"power {how.power:g} is the geometric mean")
        if how.power == 0
        else Text(f"power 为 {how.power:g}，太接近 0", f"power {how.power:g} is too near to 0")
    )
    return what, Text("写 method: geometric，不写 `power`", "write method: geometric, without `power`")


def _defined_at_zero(how: Combination) -> Text | None:
    """Which mean it is, where a score of 0 does not undo it; None where it does."""
    if how.method is RollUp.POWER:
        return Text("power 大于 0 时", "a power above 0") if how.power >= _LEAST_POWER else None
    return (
        None
        if how.method in {RollUp.GEOMETRIC, RollUp.HARMONIC}
        else Text(f"汇总方法是 {how.method} 时", f"the method {how.method}")
    )
