"""Where the answers of the first definition belong in the second: what is certain, and what the author has to decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from smartxl.model.definition import Definition
from smartxl.model.framework import Measure
from smartxl.model.identity import question
from smartxl.project.diffing.matching import match
from smartxl.text import Text, fold

if TYPE_CHECKING:
    from smartxl.model.definition import AskedRow, Item
    from smartxl.model.framework import Framework, Node
    from smartxl.project.diffing.matching import Matched

__all__ = ["KeyMove", "OpenMove", "item_moves", "moved_yaml", "node_moves", "row_moves"]


@dataclass(frozen=True, slots=True)
class KeyMove:
    """An indicator or a row that has another key; of an item also its unit, else ""."""

    old: str
    new: str
    name: Text
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OpenMove:
    """An indicator or a row that may have become one of `candidates`; `why` it is not certain."""

    old: str
    name: Text
    candidates: tuple[str, ...]
    why: Text
    unit: str = ""


_SEVERAL = Text("有几个同名", "several have this name")
_LIKE = Text("名称相近", "the name is like it")
_LEAST_LIKE = 0.7
_ASKS_OTHERWISE = Text(
    "名称相同，但所问不同（选项或计量单位）", "the name is the same, but it asks something else"
)


def node_moves(old: Framework, new: Framework, nodes: Matched[str, Node]) -> Iterator[KeyMove | OpenMove]:
    """Indicators under other codes; certain where both are asked in the same way."""
    for before, after in nodes.pairs:
        if before.code != after.code and after.indicator:
            same = before.indicator is not None and _asks(old, before) == _asks(new, after)
            yield (
                KeyMove(before.code, after.code, after.name)
                if same
                else OpenMove(before.code, before.name, (after.code,), _ASKS_OTHERWISE)
            )
    for node in nodes.removed:
        if node.indicator is not None:
            yield from _open_node(node, nodes)


def _open_node(node: Node, nodes: Matched[str, Node]) -> Iterator[OpenMove]:
    """An indicator that is gone, with those that have its name or one like it."""
    named = nodes.open.get(node.code, ())
    like = [other for other in nodes.added if other.indicator and _is_like(node.name, other.name)]
    if named or like:
        codes = tuple(other.code for other in named or like)
        yield OpenMove(node.code, node.name, codes, _SEVERAL if named else _LIKE)


def _is_like(one: Text, other: Text) -> bool:
    """Whether two names share most of their characters in order."""
    return SequenceMatcher(None, fold(one.get("zh")), fold(other.get("zh"))).ratio() >= _LEAST_LIKE


def _asks(framework: Framework, node: Node) -> tuple[object, ...]:
    """The measure and what each row asks, by its code; of a sample what every item asks."""
    indicator = node.indicator
    if indicator is None:
        return ()
    if indicator.measure is Measure.SAMPLE:
        scale = framework.scales.get(indicator.scale)
        return indicator.measure, tuple(option.label.zh for option in scale.options) if scale else ()
    rows = (
        (row.key.partition("/")[2], question(framework, indicator, row)) for row in Definition.entries(node)
    )
    return indicator.measure, *rows


def row_moves(old: Framework, new: Framework, before: Node, after: Node) -> Iterator[KeyMove | OpenMove]:
    """Numbers of an indicator that both definitions have, under other codes."""
    if (
        before.indicator is None
        or after.indicator is None
        or before.indicator.measure is not after.indicator.measure
    ):
        return
    if not before.indicator.inputs or before.indicator.measure is Measure.SURVEY:
        return
    sides = Definition.entries(before), Definition.entries(after)
    rows = match(*sides, key=lambda row: row.key.partition("/")[2], name=lambda row: (row.name,), declared={})
    for row, other in rows.pairs:
        if row.key.partition("/")[2] != other.key.partition("/")[2]:
            same = question(old, before.indicator, row) == question(new, after.indicator, other)
            yield (
                KeyMove(row.key, other.key, other.name)
                if same
                else OpenMove(row.key, row.name, (other.key,), _ASKS_OTHERWISE)
            )
    yield from _open_rows(rows)


def _open_rows(rows: Matched[str, AskedRow]) -> Iterator[OpenMove]:
    for row in rows.removed:
        if found := rows.open.get(row.key.partition("/")[2]):
            yield OpenMove(row.key, row.name, tuple(other.key for other in found), _SEVERAL)


def item_moves(
    items: Matched[tuple[str, str], Item], leaves: Mapping[str, str]
) -> Iterator[KeyMove | OpenMove]:
    """Items under other keys; `leaves` are the codes that indicators of the first have in the second."""
    for before, after in items.pairs:
        carried = (
            before.key
            if before.leaf == leaves.get(before.leaf)
            else f"{leaves.get(before.leaf)}/{before.code}"
        )
        if carried != after.key:
            yield KeyMove(before.key, after.key, Text(after.name, after.name_en), after.unit)
    for item in items.removed:
        if found := items.open.get((item.unit, item.key)):
            yield OpenMove(
                item.key, Text(item.name, item.name_en), tuple(o.key for o in found), _SEVERAL, item.unit
            )


def moved_yaml(moves: Iterable[KeyMove], undecided: Iterable[OpenMove]) -> str:
    """The mapping `moved` of framework.yaml, ready to paste; what is open stands in it as comments. "" for nothing."""
    lines = [f"  {move.old}: {move.new}  # {_plain(move.name)}" for move in moves if not move.unit]
    lines += [
        f"  # {_plain(move.why)}：{move.old} {_plain(move.name)} → {' / '.join(move.candidates)} ?"
        for move in undecided
        if not move.unit
    ]
    return "\n".join(["moved:", *lines, ""]) if lines else ""


def _plain(text: Text) -> str:
    return " ".join((text.zh or text.en).split())
