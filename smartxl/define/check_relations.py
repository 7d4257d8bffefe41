"""Checks the declared checks: that they name numbers that some unit reports, and what their kind needs."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.define.check_common import row_codes
from smartxl.define.relation_schema import row_key
from smartxl.model.relations import RelationKind
from smartxl.text import Text, both

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from smartxl.define.framework_schema import FrameworkFile
    from smartxl.define.parse import Parsed
    from smartxl.define.relation_schema import RelationEntry
    from smartxl.define.tree import PlacedNode
    from smartxl.define.yamlfile import Place
    from smartxl.errors import Problem

__all__ = ["relation_problems"]

_SHOWN = 8


def relation_problems(
    file: Parsed[FrameworkFile], model: FrameworkFile, placed: Sequence[PlacedNode]
) -> Iterator[Problem]:
    """Problems of all checks of all indicators."""
    owners = {
        row_key(node.entry.code, code): node
        for node in placed
        if node.entry.measure and not node.entry.measure.earns_share
        for code in row_codes(node.entry, model)
    }
    for node in placed:
        place = (*node.place, "checks")
        if node.entry.checks and node.is_leaf and node.entry.measure and node.entry.measure.earns_share:
            what = Text(
                f"测评方式 {node.entry.measure} 没有可比较的数",
                f"the measure {node.entry.measure} has no numbers to compare",
            )
            yield from file.report(
                place,
                what,
                Text(
                    "删去 `checks`：只有 kpi、given、survey 有数",
                    "remove `checks`: kpi, given and survey have numbers",
                ),
            )
            continue
        for index, entry in enumerate(node.entry.checks):
            yield from _shape(file, entry, (*place, index))
            yield from _references(file, node, entry, (*place, index), owners)


def _shape(file: Parsed[FrameworkFile], entry: RelationEntry, place: Place) -> Iterator[Problem]:
    jump = entry.kind is RelationKind.JUMP
    if not entry.inputs:
        yield from file.report(
            (*place, "inputs"),
            Text("这条校核没有写数值项", "the check names no inputs"),
            Text("加上 inputs: [n]", "add inputs: [n]"),
        )
    if jump and entry.whole:
        what = Text(
            "jump 与上一轮比较，`whole` 没有意义",
            "a jump is compared with the last round, so `whole` has no meaning",
        )
        yield from file.report((*place, "whole"), what, Text("删去 `whole`", "remove `whole`"))
    elif not jump and not entry.whole:
        what = Text(f"校核 {entry.kind} 缺少 `whole`", f"the check {entry.kind} has no `whole`")
        yield from file.report(
            (*place, "whole"),
            what,
            Text("加上 whole：要与之比较的数", "add whole: the number to compare with"),
        )
    if jump and not entry.tolerance:
        what = Text(
            "jump 没有写 tolerance，任何变化都会报告", "a jump without a tolerance reports every change"
        )
        yield from file.report(
            (*place, "tolerance"),
            what,
            Text(
                "加上 tolerance: 50（百分比），或通常的幅度", "add tolerance: 50 (percent), or what is usual"
            ),
        )
    if jump and entry.severity == "must-fix":
        what = Text("变化大的数可能属实，不能设为 must-fix", "a jump may be true, so it cannot be must-fix")
        yield from file.report(
            (*place, "severity"),
            what,
            Text("删去 `severity`，或写 fix-or-explain", "remove `severity`, or write fix-or-explain"),
        )


def _references(
    file: Parsed[FrameworkFile],
    node: PlacedNode,
    entry: RelationEntry,
    place: Place,
    owners: Mapping[str, PlacedNode],
) -> Iterator[Problem]:
    named = [((*place, "inputs", i), reference) for i, reference in enumerate(entry.inputs)]
    named += [((*place, "whole"), entry.whole)] if entry.whole else []
    keys: set[str] = set()
    for where, reference in named:
        key = row_key(node.entry.code, reference)
        owner = owners.get(key)
        if key in keys:
            yield from file.report(
                where,
                Text(f"“{reference}”在这条校核中写了两次", f"{reference!r} stands in this check twice"),
                Text("每个数只写一次", "name each number once"),
            )
        elif owner is None:
            yield from file.report(
                where,
                Text(f"没有数值项“{reference}”", f"unknown number {reference!r}"),
                _known(node, key, owners),
            )
        elif owner is not node and not _together(node, owner):
            what = Text(
                f"没有单位同时填报 {node.entry.code} 和 {owner.entry.code}",
                f"no unit answers both {node.entry.code} and {owner.entry.code}",
            )
            yield from file.report(
                where,
                what,
                Text("比较同一单位填报的指标的数", "compare numbers of indicators that one unit answers"),
            )
        keys.add(key)
    if keys and not any(owners.get(key) is node for key in keys) and keys <= owners.keys():
        what = Text(f"这些数都不属于 {node.entry.code}", f"none of the numbers belongs to {node.entry.code}")
        yield from file.report(
            (*place, "inputs"),
            what,
            Text("把这条校核移到数所属的指标上", "move the check to the indicator whose number it is about"),
        )


def _known(node: PlacedNode, key: str, owners: Mapping[str, PlacedNode]) -> Text:
    own = [known.partition("/")[2] for known, owner in owners.items() if owner is node]
    near = get_close_matches(key, owners, n=1)
    listed = both(", ".join(own[:_SHOWN])) if own else Text("没有数值项", "no inputs")
    guess = (
        Text(
            f"是不是 {near[0].removeprefix(f'{node.entry.code}/')}？",
            f"did you mean {near[0].removeprefix(f'{node.entry.code}/')}? ",
        )
        if near
        else Text("")
    )
    return Text(
        f"{guess.zh}本指标有 {listed.zh}；其他指标的写成“指标/数值项”",
        f"{guess.en}this indicator has {listed.en}; those of another one are written indicator/input",
    )


def _together(one: PlacedNode, other: PlacedNode) -> bool:
    """Whether a unit may answer both."""
    units = set(one.entry.units) & set(other.entry.units)
    named = bool(one.entry.units) and bool(other.entry.units)
    return bool(set(one.weights) & set(other.weights)) and (bool(units) or not named)
